"""``trucewatch briefs``: the dossiers that were issued."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from trucewatch.case import open_case
from trucewatch.present.brief.issue import listing
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.remarks import remark


def command(
    case: CaseArgument,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines, one for each brief, digests in full.")] = False,
) -> None:
    """List the dossiers issued from a case.

    One a line: number, when, by whom, handling mark, what was asked, and the SHA-256 of each file.

    Example: trucewatch briefs doha.truce
    """
    with open_case(case) as opened:
        every = opened.store.briefs()
    for one in every:
        print(json.dumps(asdict(one), ensure_ascii=False, default=str) if as_json else listing(one))
    if not every:
        remark(f"no brief was issued from {case}; issue one with: trucewatch brief {case}")

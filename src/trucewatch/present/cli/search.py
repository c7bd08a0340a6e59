"""``trucewatch search``: words in the stored reports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trucewatch.case import open_case
from trucewatch.present.cli.remarks import remark


def command(
    case: Annotated[Path, typer.Argument(help="The case file.")],
    words: Annotated[str, typer.Argument(help="The words to look for; all must occur.")],
    limit: Annotated[int, typer.Option(min=1, help="How many reports to list.")] = 20,
) -> None:
    """Find reports by their words, best first.

    Example: trucewatch search doha.truce "prisoner release"
    """
    with open_case(case) as opened:
        hits = opened.search(words, limit=limit)
    for hit in hits:
        print(hit)
    if not hits:
        remark(f"no report holds {words!r}; try fewer words")

"""``trucewatch why``: what joins two records or keeps them apart, with the values compared and how to change it."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from trucewatch.case import open_case
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.plain import record_as_dict
from trucewatch.present.why_lines import why_lines


def command(
    case: CaseArgument,
    left: Annotated[str, typer.Argument(help="An id as printed (s:4f1c09aa), or the beginning of one.")],
    right: Annotated[str, typer.Argument(help="The other id, or the reference of a provision.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the explanation as JSON instead.")] = False,
) -> None:
    """Say why two statements, incidents, mentions, reports or actors are one or two, or why one answers the other.

    Of two figures or series: whether they count one thing, and how their values stand to each other, or in what they
    differ.

    Both records' exact words, the verdict with its score, the values compared, who judged, the way from one to the
    other where only others join them, what kept a pair from being compared, and the command that would change it.

    Example: trucewatch why doha.truce s:4f1c09aa s:52efe9e3
    """
    with open_case(case) as opened:
        explained = opened.why(left, right)
        if as_json:
            print(json.dumps(record_as_dict(explained), ensure_ascii=False, indent=2))
            return
        for line in why_lines(explained, case=str(case)):
            print(line)

"""``trucewatch versions``: what an edited article changed."""

from __future__ import annotations

from typing import Annotated

import typer

from trucewatch.case import open_case
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.version_lines import version_lines


def command(
    case: CaseArgument,
    report: Annotated[str, typer.Argument(help="The report: an id like r:4f1c09aa, or the beginning of one.")],
) -> None:
    """Say what the later texts of a report changed in recorded values: dropped, added, reworded, changed.

    Each change stands with the words of both texts; what was recorded from the earlier one can still be cited. What
    became of the page since (gone, shrank) stands at the end.

    Example: trucewatch versions doha.truce r:4f1c09aa
    """
    with open_case(case) as opened:
        for line in version_lines(opened, report):
            print(line)

"""``trucewatch ledger``: claims and what answered them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trucewatch.case import open_case
from trucewatch.errors import BadInput
from trucewatch.present.ledger_lines import ledger_lines


def command(
    case: Annotated[Path, typer.Argument(help="The case file.")],
    unanswered: Annotated[
        bool, typer.Option("--unanswered", help="Only claims for which no response was found.")
    ] = False,
    side: Annotated[str | None, typer.Option(help="Only claims made by this side.")] = None,
    against: Annotated[str | None, typer.Option(help="Only claims made against this side.")] = None,
) -> None:
    """List claims against a side with the words they rest on, and what answered each.

    "None found" always comes with the search behind it: how many reports, up to which day, how many of them from
    that side's own outlets.

    Example: trucewatch ledger doha.truce --unanswered
    """
    with open_case(case) as opened:
        parties = [party.name for party in opened.agreement.parties]
        for given in (side, against):
            if given is not None and given.casefold() not in {p.casefold() for p in parties}:
                raise BadInput(f"{given!r} is no side of this agreement; its sides are {', '.join(parties)}")
        for line in ledger_lines(opened, unanswered=unanswered, side=side, against=against):
            print(line)

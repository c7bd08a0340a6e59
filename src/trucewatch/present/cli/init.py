"""``trucewatch init``: make a case."""

from __future__ import annotations

from typing import Annotated

import typer

from trucewatch.case import create
from trucewatch.present.brief.words import counted
from trucewatch.present.cli.place import Place
from trucewatch.present.cli.remarks import remark
from trucewatch.store.address import case_at


def command(
    case: Annotated[
        Place,
        typer.Argument(
            parser=case_at,
            metavar="CASE",
            help="The case file to make, for example doha.truce, or the postgresql:// address of an empty database.",
        ),
    ],
    agreement: Annotated[
        str, typer.Option(help="A bundled agreement (see: trucewatch agreement list) or the path of a YAML file.")
    ],
) -> None:
    """Make a new, empty case for an agreement.

    Example: trucewatch init doha.truce --agreement doha
    """
    with create(case, agreement=agreement) as made:
        given = made.agreement
        parties = counted(len(given.parties), "party", "parties")
        remark(f"made {case}: {given.title}; {parties}, {counted(len(given.provisions), 'provision')}")
        remark(f"next: trucewatch add {case} REPORTS")

"""``trucewatch init``: make a case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trucewatch.case import create
from trucewatch.present.brief.words import counted
from trucewatch.present.cli.remarks import remark


def command(
    case: Annotated[Path, typer.Argument(help="The case file to make, for example doha.truce.")],
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

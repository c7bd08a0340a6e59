"""The argument that every command begins with: the case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trucewatch.store.address import CasePlace, case_at

if TYPE_CHECKING:
    Place = CasePlace
else:
    Place = Path  # typer knows no unions, and asks the parser what comes of the words given

#: A case as a command takes it.
CaseArgument = Annotated[
    Place,
    typer.Argument(
        parser=case_at, metavar="CASE", help="The case file, or the postgresql:// address of a case on a server."
    ),
]

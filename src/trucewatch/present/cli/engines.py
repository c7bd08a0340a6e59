"""The options by which a command chooses where its work is done."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from trucewatch.engine.engines import ENGINES

Engine = StrEnum("Engine", {name: name for name in ENGINES})  # type: ignore[misc]
LOCAL = Engine("local")

EngineOption = Annotated[
    Engine, typer.Option(help="; ".join(f"{name}: {words}" for name, words in ENGINES.items()) + ".")
]
AddressOption = Annotated[
    str | None, typer.Option(help="ray: the address of a cluster that is there. Without it Ray is started here.")
]


def workers_of(what: str) -> Any:
    """The option of how much is done at one time (``what``: "Shards annotated")."""
    return typer.Option(min=1, help=f"{what} at one time. Without it one for each core.")

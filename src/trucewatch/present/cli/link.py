"""``trucewatch link``: which mentions are one, what answers what; on more cores or machines than one."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from trucewatch.case import open_case
from trucewatch.engine.engines import ENGINES
from trucewatch.present.brief.words import counted
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.remarks import progress, remark, show_lost

Engine = StrEnum("Engine", {name: name for name in ENGINES})  # type: ignore[misc]


def command(
    case: CaseArgument,
    engine: Annotated[
        Engine, typer.Option(help="; ".join(f"{name}: {words}" for name, words in ENGINES.items()) + ".")
    ] = Engine("local"),
    address: Annotated[
        str | None, typer.Option(help="ray: the address of a cluster that is there. Without it Ray is started here.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Blocks compared at one time. Without it one for each core.")
    ] = None,
    whole: Annotated[
        bool, typer.Option("--whole", help="Compare the whole case anew, not only what waits to be linked.")
    ] = False,
) -> None:
    """Link a case: judge which mentions are one, what answers what, which provisions are touched.

    `trucewatch add` does so by itself; this is for what was added with --no-link, and for large cases: mentions that
    share a block key are compared in many processes, and one clusters and writes. The record comes out the same. What
    persons decided wins, as ever.

    Example: trucewatch link doha.truce --engine local --workers 4
    """
    with open_case(case, write=True, remark=remark) as opened, progress("linking"):
        lost = opened.link(whole=whole, engine=engine.value, workers=workers, address=address)
        counts = opened.counts()
    remark(
        f"linked; the case holds {counted(counts['reports'], 'report')}, {counted(counts['statements'], 'statement')}, "
        f"{counted(counts['incidents'], 'incident')}"
    )
    show_lost(lost)

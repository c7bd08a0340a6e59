"""``trucewatch link``: which mentions are one, what answers what; on more cores or machines than one."""

from __future__ import annotations

from typing import Annotated

import typer

from trucewatch.case import open_case
from trucewatch.present.brief.words import counted
from trucewatch.present.cli.engines import LOCAL, AddressOption, EngineOption, workers_of
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.remarks import progress, remark, show_lost


def command(
    case: CaseArgument,
    engine: EngineOption = LOCAL,
    address: AddressOption = None,
    workers: Annotated[int | None, workers_of("Blocks compared")] = None,
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

"""``trucewatch gazetteer import``: places of your own beside the shipped ones."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trucewatch.errors import BadInput
from trucewatch.gazetteer.importing import import_files
from trucewatch.gazetteer.own import SUFFIX
from trucewatch.present.brief.words import counted
from trucewatch.present.cli.groups import group
from trucewatch.present.cli.place import Place
from trucewatch.present.cli.remarks import progress, remark
from trucewatch.settings import Settings
from trucewatch.store.address import beside, case_at

HELP = """Bring in places that the shipped gazetteer lacks.

Example: trucewatch gazetteer import AF.txt my-villages.csv --case doha.truce"""
app = group(HELP)
#: As many names that stand elsewhere too are listed; the rest is counted.
SHOWN = 10


@app.callback(help=HELP)
def alone() -> None:
    """So that ``import`` stays a command of its own while it is the only one."""


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="GeoNames dumps, alternate names (.txt, .zip), CSV of places.")],
    case: Annotated[
        Place | None,
        typer.Option(parser=case_at, metavar="CASE", help="The case that the places are for: kept beside it."),
    ] = None,
    into: Annotated[Path | None, typer.Option(help="The file of places to write to.")] = None,
    country: Annotated[list[str] | None, typer.Option(help="Keep only this country (ISO code); repeatable.")] = None,
) -> None:
    """Import GeoNames dumps (allCountries.txt, AF.txt, cities500.txt), alternateNames and a project's CSV of places.

    A project's places win over all others of their name; docs/gazetteer.md tells its columns. Each file is taken in
    whole or not at all. Without --case and --into the places go into the file that TRUCEWATCH_GAZETTEER names.
    Afterwards run trucewatch reannotate, so that reports already in the case are read with them.

    Example: trucewatch gazetteer import AF.txt my-villages.csv --case doha.truce
    """
    if case and into:
        raise typer.BadParameter("give either --case or --into, not both")
    if isinstance(case, Path) and not case.is_file():
        raise BadInput(f"no case at {case}; name the case that the places are for, or a file with --into")
    named = Settings.from_environment().gazetteer
    case_file = beside(case) if case else None
    target = case_file.with_name(case_file.name + SUFFIX) if case_file else into or (Path(named) if named else None)
    if target is None:
        raise BadInput("no file to keep the places in; give --case, --into, or set TRUCEWATCH_GAZETTEER")
    with progress("bytes") as watch:
        results = import_files(files, target, countries=country or (), report=watch)
    for result in results:
        left = ", ".join(f"{reason} {count}" for reason, count in result.left_out.most_common())
        remark(
            f"{result.file} ({result.kind}): {counted(result.rows, 'row')}, {counted(result.names, 'name')}"
            + (f"; left out: {left}" if left else "")
        )
        if result.conflicts:
            elsewhere = counted(len(result.conflicts), "name stands", "names stand")
            remark(f"{elsewhere} elsewhere in the shipped gazetteer too; the project's win:")
            for words in result.conflicts[:SHOWN]:
                remark(f"  {words}")
    print(target)

"""``trucewatch import``: take in the rows of one's own spreadsheet, as a mapping file says what its columns hold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trucewatch.case import open_case
from trucewatch.errors import BadInput, CannotWrite
from trucewatch.present.brief.words import counted
from trucewatch.present.cli.remarks import remark, show_set_aside
from trucewatch.store.address import case_at


def command(
    given: Annotated[
        list[str],
        typer.Argument(metavar="[CASE] SHEET", help="The case and the sheet (csv, xlsx); a new mapping needs no case."),
    ],
    mapping: Annotated[
        Path | None, typer.Option(help="The mapping file: which column holds what. Docs: docs/imports.md.")
    ] = None,
    who: Annotated[
        str | None,
        typer.Option(help="Who enters the rows; the default is TRUCEWATCH_PERSON or the login."),
    ] = None,
    new_mapping: Annotated[
        Path | None, typer.Option(help="Write a mapping file proposed from the sheet's headers, to be edited.")
    ] = None,
) -> None:
    """Take in the rows of your own spreadsheet (csv, xlsx) as statements and incidents entered by you.

    First let a mapping be proposed from the headers and read every line of it; then import by it. The sheet is kept
    with its hash, each row is signed and can be taken back, rows that do not fit are listed with their numbers.

    Example: trucewatch import --new-mapping log.yaml log.xlsx

    Example: trucewatch import doha.truce log.xlsx --mapping log.yaml --who "Ana Reyes"
    """
    if new_mapping is not None:
        if mapping is not None or len(given) != 1:
            raise BadInput("a new mapping is made from one sheet: trucewatch import --new-mapping FILE SHEET")
        _propose(Path(given[0]), new_mapping)
        return
    if mapping is None or len(given) != 2:
        raise BadInput(
            "an import needs a case, a sheet and a mapping: trucewatch import CASE SHEET --mapping FILE; "
            "to make a mapping: trucewatch import --new-mapping FILE SHEET"
        )
    with open_case(case_at(given[0]), write=True, remark=remark) as opened:
        done = opened.import_sheet(given[1], mapping=mapping, who=who)
        if done.remark:
            remark(done.remark)
        show_set_aside(done.refused)
        added = ", ".join(counted(number, kind) for kind, number in sorted(done.added.items())) or "nothing"
        remark(f"{added} added, {counted(done.already, 'row')} already there, {len(done.refused)} not taken")
    if done.refused and not done.added and not done.already:
        raise BadInput("no row was taken in; the table above says why")


def _propose(sheet: Path, to: Path) -> None:
    from trucewatch.importing import new_mapping as proposed  # only who asks for it waits for what reads sheets
    from trucewatch.settings import Settings

    if to.exists():
        raise CannotWrite(f"{to} is there already; edit it, or name another file")
    words = proposed(sheet, max_bytes=Settings.from_environment().max_bytes)
    try:
        to.write_text(words, encoding="utf-8")
    except OSError as error:
        raise CannotWrite(f"cannot write {to}: {error.strerror}; choose another place") from error
    remark(f"written to {to}; read every line of it, then: trucewatch import CASE {sheet} --mapping {to} --who NAME")

"""``trucewatch export``: the record as open data."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from trucewatch.case import open_case
from trucewatch.errors import BadInput
from trucewatch.present.brief.handling import mark_of
from trucewatch.present.cli.remarks import remark
from trucewatch.present.export.records import export_records
from trucewatch.present.export.review import export_review


class Format(StrEnum):
    records = "records"


EXPORTERS: dict[Format, Callable[..., dict[str, int]]] = {Format.records: export_records}


def command(
    case: Annotated[Path, typer.Argument(help="The case file.")],
    out: Annotated[Path, typer.Argument(help="The folder to write to; made if it is not there.")],
    format: Annotated[
        Format, typer.Option(help="records: JSON Lines, documented in docs/records-form.md.")
    ] = Format.records,
    with_confidential: Annotated[
        bool, typer.Option("--with-confidential", help="Write what was marked confidential as well.")
    ] = False,
    public: Annotated[
        bool,
        typer.Option(
            "--public",
            help="For anybody to read: places of people at risk by their area at most. So it is as well if "
            "TRUCEWATCH_HANDLING lets dossiers reach anybody.",
        ),
    ] = False,
) -> None:
    """Write the record as open data: documents, statements, incidents, disputes, figures, promises, readings.

    Example: trucewatch export doha.truce --format records out/
    """
    with open_case(case) as opened:
        open_to_all = public or mark_of(opened.settings.handling).public
        if open_to_all and with_confidential:
            raise BadInput("--with-confidential is for whoever works on the case, and this export may reach anybody")
        counts = EXPORTERS[format](
            opened.store, out, confidential=with_confidential, public=open_to_all, hold=opened.hold
        )
        counts |= export_review(opened.store, out, confidential=with_confidential, public=open_to_all)
    remark(f"written to {out}: " + ", ".join(f"{number} {name}" for name, number in counts.items()))
    if not open_to_all:
        remark("it tells places of people at risk as reports do; for anybody to read, export with --public")

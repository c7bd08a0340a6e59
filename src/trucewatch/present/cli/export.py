"""``trucewatch export``: the record as open data."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from trucewatch.case import open_case
from trucewatch.errors import BadInput
from trucewatch.present.brief.handling import mark_of
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.remarks import remark
from trucewatch.present.export.coded import RULES
from trucewatch.present.export.formats import FORMATS, export_case, table_of
from trucewatch.present.export.review import export_review

Format = StrEnum("Format", {name: name for name in FORMATS})  # type: ignore[misc]
Rule = StrEnum("Rule", {name: name for name in RULES})  # type: ignore[misc]


def command(
    case: CaseArgument,
    out: Annotated[Path, typer.Argument(help="The folder to write to; made if it is not there.")],
    format: Annotated[
        Format, typer.Option(help=f"The form of the data. {table_of(FORMATS)}. Docs: docs/exports.md.")
    ] = Format("records"),
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
    licence: Annotated[
        str | None, typer.Option(help="Under which licence the data may be passed on; it is printed with the export.")
    ] = None,
    fatalities: Annotated[
        Rule | None,
        typer.Option(
            help="acled, ged: how one number is made of several tolls of an incident. "
            + "; ".join(f"{name}: {words}" for name, (words, _) in RULES.items())
            + ". Without it acled takes the lowest, and ged the one given most often as its best."
        ),
    ] = None,
    state: Annotated[
        list[str] | None, typer.Option(help="acled, ged: a party of the agreement that is a state; may be repeated.")
    ] = None,
) -> None:
    """Write the record as open data: documents, statements, incidents, disputes, figures, promises, readings.

    Every format says how it was made, by which versions, whose words it quotes, and what may be done with it.

    Example: trucewatch export doha.truce out/ --format jsonl --public
    """
    with open_case(case) as opened:
        open_to_all = public or mark_of(opened.settings.handling).public
        if open_to_all and with_confidential:
            raise BadInput("--with-confidential is for whoever works on the case, and this export may reach anybody")
        made = export_case(
            opened.store, out, format.value, confidential=with_confidential, public=open_to_all, hold=opened.hold,
            licence=licence, fatalities=fatalities.value if fatalities else None, states=tuple(state or ()),
        )  # fmt: skip
        counts = dict(made.counts)
        if format.value == "records":
            counts |= export_review(opened.store, out, confidential=with_confidential, public=open_to_all)
    remark(f"written to {out}: " + ", ".join(f"{number} {name}" for name, number in counts.items()))
    for words in made.remarks:
        remark(words)
    for reason, number in sorted(made.left_out.items()):
        remark(f"not in it: {number} {reason}")
    if not open_to_all:
        remark("it tells places of people at risk as reports do; for anybody to read, export with --public")

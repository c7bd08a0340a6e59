"""The formats in which a record leaves the case, by name; each is made of what was gathered (``gathering.py``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

from trucewatch.assess.holding import HELD_FOR
from trucewatch.errors import BadInput
from trucewatch.present.export.gathering import gather
from trucewatch.present.export.made import Made
from trucewatch.present.export.reader import CaseReader
from trucewatch.present.export.writing import write_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """``says`` is the line of the help. ``module`` of this folder holds the function that makes the files, named like
    the format unless ``function`` names it; it is read when it is asked for, since some need packages that reading a
    case does not. ``takes`` are the options that the format has of its own."""

    says: str
    module: str
    takes: frozenset[str] = frozenset()
    function: str = ""


#: Options of the shapes of other datasets: how one toll is made of several, and which parties are states.
CODED = frozenset({"fatalities", "states"})
FORMATS: dict[str, Format] = {
    "records": Format(says="JSON Lines by table, and the texts", module="records"),
    "jsonl": Format(says="one file of JSON Lines, each row with its words", module="jsonl"),
    "csv": Format(says="flat tables, one CSV file each", module="cells"),
    "xlsx": Format(says="the flat tables as a workbook", module="xlsx"),
    "parquet": Format(says="the flat tables as columns for data frames", module="parquet"),
    "geojson": Format(says="incidents on the map", module="geojson"),
    "ics": Format(says="deadlines as a calendar", module="ics"),
    "graphml": Format(says="who says what to whom, as a graph", module="graphml"),
    "acled": Format(says="incidents in ACLED's 31 columns", module="acled", takes=CODED),
    "ged": Format(says="deadly incidents in UCDP GED's 49 columns", module="ged", takes=CODED),
    "plover": Format(says="statements and incidents in PLOVER's terms", module="plover"),
    "hxl": Format(says="incidents with HXL hashtags", module="hxl"),
    "ftm": Format(says="FollowTheMoney entities", module="ftm"),
    "annotations": Format(says="W3C Web Annotations of the texts", module="annotations", function="web_annotations"),
    "claims": Format(says="statements as schema.org claims, without a verdict", module="claims"),
    "prov": Format(says="where every record comes from, as PROV-JSON", module="prov"),
}


def export_case(
    case: CaseReader, out: Path, format: str, *, confidential: bool = False, public: bool = False,
    hold: timedelta = HELD_FOR, now: datetime | None = None, licence: str | None = None, **asked: object,
) -> Made:  # fmt: skip
    """Write the case to the folder ``out`` in one format, and give what was made; what is told to whom: ``gather``.

    ``asked`` are options of the format's own. Files of the same names are replaced once all of them are written.

    Raises: BadInput for a format or option that is not there, or without the package that writes it; CannotWrite if
    the folder cannot be written, VerificationFailed if what is read back differs.
    """
    if format not in FORMATS:
        raise BadInput(f"no format {format!r}; there are {', '.join(FORMATS)}")
    chosen = FORMATS[format]
    given = {name: value for name, value in asked.items() if value}
    if strange := sorted(given.keys() - chosen.takes):
        fits = [name for name, one in FORMATS.items() if strange[0] in one.takes]
        raise BadInput(f"format {format} takes no {strange[0]}; {', '.join(fits) or 'no others'} do")
    maker = _maker(format)
    told = gather(case, confidential=confidential, public=public, hold=hold, now=now, licence=licence)
    made = maker(told, **given)
    write_files(out, made.files)
    return made


def _maker(name: str) -> Callable[..., Made]:
    try:
        module = import_module(f"trucewatch.present.export.{FORMATS[name].module}")
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("trucewatch"):
            raise
        raise BadInput(
            f"format {name} is written by the package {missing.name}, which is not installed; "
            'install it with: pip install "trucewatch[exports]"'
        ) from missing
    maker: Callable[..., Made] = getattr(module, FORMATS[name].function or name)
    return maker


def table_of(formats: Mapping[str, Format]) -> str:
    """The formats for the help of the command: name and what it is, parted by semicolons."""
    return "; ".join(f"{name}: {one.says}" for name, one in formats.items())

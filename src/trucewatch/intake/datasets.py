"""A person's own files of ACLED, UCDP's Georeferenced Event Dataset, PA-X and ceasefires: other datasets' records.

ACLED by its header. GED by its header, and by position where a file has none (some candidate releases). Columns and
codes are those of the public codebooks; agreement_sets.py reads those whose records are agreements.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from trucewatch.errors import BadInput, BadRecord
from trucewatch.intake.agreement_sets import CEASEFIRE_NEEDED, PAX_NEEDED, agreement_source, ceasefire, pax
from trucewatch.intake.arrival import Refusal
from trucewatch.intake.other_days import Order, day_of, order_of
from trucewatch.intake.sheets import Row, Sheet, Tab
from trucewatch.records.other import OtherRecord, Source
from trucewatch.records.vocabulary import INCIDENT_TYPES

NEEDED: Final[Mapping[Source, tuple[str, ...]]] = {
    "acled": ("event_id_cnty", "event_date", "event_type", "sub_event_type"),
    "ged": ("id", "type_of_violence", "date_start", "date_end"),
    "pax": PAX_NEEDED,
    "ceasefires": CEASEFIRE_NEEDED,
}
#: What stands for nothing in a cell.
NOTHING: Final = frozenset({"NA", "NULL", "NaN"})
#: Columns of a GED file without a header that are read, by position.
GED_AT: Final = {
    "id": 0, "code_status": 4, "type_of_violence": 5, "side_a": 14, "side_b": 17, "source_headline": 22,
    "where_prec": 24, "where_description": 26, "where_coordinates": 25, "adm_1": 27, "latitude": 29, "longitude": 30,
    "country": 33, "date_start": 38, "date_end": 39, "best": 44,
}  # fmt: skip
GED_COLUMNS: Final = 49
#: The columns that hold days.
DAY_COLUMNS: Final[Mapping[Source, tuple[str, ...]]] = {
    "acled": ("event_date",), "ged": ("date_start", "date_end"), "pax": ("dat",),
}  # fmt: skip
#: ACLED's time_precision: the day, the week around it, the month.
ACLED_DAYS: Final = {"1": 0, "2": 3}
#: How far from its point an event may be (km), by ACLED's geo_precision and GED's where_prec; None: an area.
ACLED_NEAR: Final[Mapping[str, float | None]] = {"1": 5.0, "2": 25.0, "3": None}
GED_NEAR: Final[Mapping[str, float | None]] = {"1": 5.0, "2": 25.0, "3": 50.0}
VIOLENCE: Final = {"1": "state-based violence", "2": "non-state violence", "3": "one-sided violence"}


def read_dataset(sheet: Sheet, *, set_name: str) -> tuple[Source, list[OtherRecord], list[Refusal]]:
    """The records of a file, and the rows that could not be used. What it is, is told by its columns.

    Raises: BadInput for a file of neither.
    """
    for tab in sheet.tabs:  # a workbook may have its notes first
        if (found := _source_of(tab)) is not None:
            return _records(sheet, *found, set_name=set_name)
    raise BadInput(
        f"{sheet.name} is neither a file of ACLED (columns {', '.join(NEEDED['acled'])} …) nor of UCDP GED "
        f"({', '.join(NEEDED['ged'])} …, or {GED_COLUMNS} columns without a header), PA-X "
        f"({', '.join(NEEDED['pax'])} …) or ceasefires ({', '.join(NEEDED['ceasefires'])} …); your own sheet comes "
        "in with trucewatch import"
    )


def _source_of(tab: Tab) -> tuple[Source, Mapping[str, int], list[Row]] | None:
    """What a table is, where its columns stand, and its rows."""
    header = [name.casefold() for name in tab.header]
    rows, at = list(tab.rows), {name: n for n, name in enumerate(header)}
    if all(name in at for name in NEEDED["acled"]):
        return "acled", at, rows
    if all(name in at for name in NEEDED["ged"]):
        return "ged", at, rows
    if len(header) == GED_COLUMNS and header[0].isdigit() and header[GED_AT["type_of_violence"]] in VIOLENCE:
        return "ged", GED_AT, [Row(number=1, cells=tab.header), *rows]
    told = agreement_source(at)
    return None if told is None else (told, at, rows)


def _records(
    sheet: Sheet, source: Source, at: Mapping[str, int], rows: Sequence[Row], *, set_name: str
) -> tuple[Source, list[OtherRecord], list[Refusal]]:
    columns = [at[name] for name in DAY_COLUMNS.get(source, ()) if name in at]
    order = order_of(row.cells[n] for row in rows for n in columns if n < len(row.cells))
    made: dict[str, OtherRecord] = {}
    refused = []
    for row in rows:
        cells = {name: _filled(row.cells[n]) if n < len(row.cells) else "" for name, n in at.items()}
        try:
            record = _READ[source](cells, set_name, order)
            if source == "ceasefires" and record.id in made:
                record = _joined(made[record.id], record)
            elif record.id in made:
                raise BadInput(f"has the id {record.id} of an earlier row")
            made[record.id] = record
        except (BadInput, BadRecord) as error:
            refused.append(Refusal(what=f"{sheet.name}, row {row.number}", reason="row not taken", message=str(error)))
    return source, list(made.values()), refused


def _filled(cell: str) -> str:
    words = cell.strip()
    return "" if words in NOTHING else words


def _joined(first: OtherRecord, further: OtherRecord) -> OtherRecord:
    """A ceasefire that has a row for each who declared it. Raises: BadInput if the rows give it other days."""
    if (first.first_day, first.last_day) != (further.first_day, further.last_day):
        raise BadInput(f"has the id {first.id} of an earlier row, with another day")
    return replace(first, actors=tuple(dict.fromkeys((*first.actors, *further.actors))))


def types_of(source: Source, code: str, sub_code: str = "") -> tuple[str, ...]:
    """Our incident types that a code may stand for, by the crosswalk: ACLED's sub-type, else its type; GED's kind of
    violence."""
    if source == "ged":
        return tuple(name for name, term in INCIDENT_TYPES.items() if code in _kinds(term.ucdp))
    by_sub = tuple(
        n for n, term in INCIDENT_TYPES.items() if sub_code and sub_code in _parts(term.acled_sub_event_type)
    )
    return by_sub or tuple(n for n, term in INCIDENT_TYPES.items() if code in _parts(term.acled_event_type))


def _parts(words: str) -> list[str]:
    return [re.sub(r"\s*\([^)]*\)", "", part).strip() for part in words.split(";")]


def _kinds(words: str) -> list[str]:
    return [] if words.startswith(("not coded", "(")) else re.findall(r"\b[123]\b", words.split("only")[0])


def _acled(cells: Mapping[str, str], set_name: str, order: Order | None) -> OtherRecord:
    day = _day("event_date", cells, order)
    precision = cells.get("time_precision", "1")
    around = ACLED_DAYS.get(precision)
    first, last = _month(day) if around is None else (day - timedelta(days=around), day + timedelta(days=around))
    code, sub = cells["event_type"], cells["sub_event_type"]
    return OtherRecord(
        set_name=set_name, id=_id(cells["event_id_cnty"]), source="acled", first_day=first, last_day=last,
        code=f"{code}: {sub}" if sub else code, types=types_of("acled", code, sub),
        actors=_named(cells, "actor1", "assoc_actor_1", "actor2", "assoc_actor_2"),
        place=cells.get("location") or None, admin1=cells.get("admin1") or None, country=cells.get("country") or None,
        lat=_degrees("latitude", cells), lon=_degrees("longitude", cells),
        radius_km=ACLED_NEAR.get(cells.get("geo_precision", "1")), killed=_number("fatalities", cells),
        words=cells.get("notes", ""),
    )  # fmt: skip


def _ged(cells: Mapping[str, str], set_name: str, order: Order | None) -> OtherRecord:
    code = cells["type_of_violence"]
    if code not in VIOLENCE:
        raise BadInput(f"type_of_violence is 1, 2 or 3, got {code!r}")
    return OtherRecord(
        set_name=set_name, id=_id(cells["id"]), source="ged", first_day=_day("date_start", cells, order),
        last_day=_day("date_end", cells, order), code=_clear(VIOLENCE[code], cells.get("code_status", "")),
        types=types_of("ged", code),
        actors=_named(cells, "side_a", "side_b"),
        place=cells.get("where_description") or cells.get("where_coordinates") or None,
        admin1=cells.get("adm_1") or None, country=cells.get("country") or None, lat=_degrees("latitude", cells),
        lon=_degrees("longitude", cells), radius_km=GED_NEAR.get(cells.get("where_prec", "1")),
        killed=_number("best", cells), words=cells.get("source_headline", ""),
    )  # fmt: skip


_READ: Final[Mapping[Source, Callable[[Mapping[str, str], str, Order | None], OtherRecord]]] = {
    "acled": _acled, "ged": _ged, "pax": pax, "ceasefires": ceasefire,
}  # fmt: skip


def _clear(kind: str, status: str) -> str:
    """The kind of violence, and that UCDP is not sure of the event where a candidate release says so."""
    return kind if status.casefold() in ("", "clear") else f"{kind} (status: {status})"


def _id(words: str) -> str:
    if not words:
        raise BadInput("has no id")
    return words


def _day(name: str, cells: Mapping[str, str], order: Order | None) -> date:
    """The day. Raises: BadInput for what is none, and where no day of the file says whether the day comes first."""
    day = day_of(cells[name], order)
    if day is not None:
        return day
    if order is None and day_of(cells[name], "day first") and day_of(cells[name], "month first"):
        raise BadInput(f"{name} {cells[name]!r} may be two days, as no day of the file says which number is the month")
    raise BadInput(f"{name} is a day like 2020-10-18 or 18 October 2020, got {cells[name]!r}")


def _month(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _degrees(name: str, cells: Mapping[str, str]) -> float | None:
    words = cells.get(name, "")
    if not words:
        return None
    if not re.fullmatch(r"-?\d{1,3}(\.\d{1,20})?", words):
        raise BadInput(f"{name} is degrees like 34.52, got {words!r}")
    return float(words)


def _number(name: str, cells: Mapping[str, str]) -> int | None:
    words = cells.get(name, "")
    if not words:
        return None
    if not words.isdigit():
        raise BadInput(f"{name} is a whole number, got {words!r}")
    return int(words)


def _named(cells: Mapping[str, str], *columns: str) -> tuple[str, ...]:
    found = [one.strip() for name in columns for one in cells.get(name, "").split(";")]
    return tuple(dict.fromkeys(one for one in found if one))

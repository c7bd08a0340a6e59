"""Records as Arrow tables and pandas data frames. Needs the packages pyarrow and pandas (extra ``frames``).

A table is made of the rows that every export is made of (``export/gathering.py``), so what may not leave the house is
not in it, and its columns bear the names of the flat tables (``export/flat.py``). Unlike a cell, a column here can hold
a list, and words of a vocabulary are categories.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal
from weakref import WeakKeyDictionary

from trucewatch.assess.claimed import ClaimedReading
from trucewatch.assess.contradict import LedgerRow
from trucewatch.assess.sums import Figures
from trucewatch.assess.trends import Trend
from trucewatch.errors import BadInput
from trucewatch.found import Asked
from trucewatch.present.export.flat import SEVERAL, TABLES, Kind, nested
from trucewatch.present.export.gathering import Gathered, gather
from trucewatch.present.export.rows import Row
from trucewatch.present.trend_words import trend_rows
from trucewatch.store import Store
from trucewatch.store.state import State

if TYPE_CHECKING:
    import pandas
    import pyarrow

Held = Kind | Literal["category", "several", "whole several"]
Columns = Mapping[str, Held]

#: Columns that hold words of a vocabulary, names of sides or of outlets: few different values.
CATEGORIES = frozenset({
    "act", "agreement", "against", "bound", "by_side", "country", "counts", "coverage", "effect", "kind", "language",
    "media_type", "medium", "party", "place_precision", "publisher", "row", "said_as", "said_by_party", "side", "state",
    "status", "target_party", "type", "unit",
})  # fmt: skip
#: The ledger, under the names of ``trucewatch ledger --format csv``; ids are whole.
LEDGER: Columns = {
    "claim": "text", "by": "text", "by_side": "category", "act": "category", "against": "category",
    "provisions": "several", "said": "day", "first_reported": "day", "reports": "whole", "outlets": "several",
    "origins": "whole", "words": "text", "state": "category", "responses": "several", "kinds": "several",
    "delays_days": "whole several", "searched_reports": "whole", "searched_since": "day", "searched_up_to": "day",
    "searched_own_outlets": "whole", "searched_statements": "whole",
}  # fmt: skip
#: A trend, under the names of ``trucewatch trend --format csv``.
TREND: Columns = {
    "from": "day", "to": "day", "counts": "category", "row": "category", "dated": "whole",
    "undated_by_first_report": "whole", "coverage": "category", "reports": "whole", "outlets": "whole",
    "origins": "whole", "languages": "several", "outlets_first_seen": "several", "outlets_last_seen": "several",
    "marks": "several",
}  # fmt: skip
#: What an answer may be asked for by name -> its columns.
COLUMNS: Mapping[str, Columns] = {
    name: {
        column: "several" if column in SEVERAL.get(name, ()) else "category" if column in CATEGORIES else kind
        for column, kind in columns.items()
    }
    for name, columns in TABLES.items()
} | {"ledger": LEDGER, "trend": TREND}
#: The same with what tells incidents from those that nobody says happened, for lists that hold both.
_BOTH: Columns = {**COLUMNS["incidents"], "unrealised": "flag"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a case tells, and the same in tables of rows."""

    gathered: Gathered
    tables: Mapping[str, list[Row]]


#: A case's tables as of a state of it: what was not changed since is not gathered again.
_KEPT: WeakKeyDictionary[Store, tuple[State, dict[bool, Told]]] = WeakKeyDictionary()


def told_of(case: Asked, *, confidential: bool = False, public: bool = False) -> Told:
    """What a case tells, by the rules of an export (``gather``)."""
    if public:  # what is held back hangs on the hour: looked at anew each time
        return _gathered(case, confidential=confidential, public=True)
    state = case.store.state()
    kept = _KEPT.get(case.store)
    if kept is None or kept[0] != state or state.linked is None:
        kept = _KEPT[case.store] = (state, {})
    if confidential not in kept[1]:
        kept[1][confidential] = _gathered(case, confidential=confidential, public=False)
    return kept[1][confidential]


def _gathered(case: Asked, *, confidential: bool, public: bool) -> Told:
    hold = timedelta(hours=case.settings.hold_hours)
    told = gather(case.store, confidential=confidential, public=public, hold=hold)
    return Told(gathered=told, tables=nested(told))


def table_of(
    case: Asked, name: str, records: Sequence[Any] | None = None, *, confidential: bool = False, public: bool = False
) -> pyarrow.Table:
    """A table of the records, or the whole table of that name.

    Raises: BadInput for a table that is not there, and without the package pyarrow.
    """
    if name not in COLUMNS or name == "trend" or (name == "ledger" and records is None):
        raise BadInput(f"no table {name!r}; there are {', '.join(TABLES)}")
    _package("pyarrow")  # before any work is done
    told = told_of(case, confidential=confidential, public=public)
    if records is None:
        return _arrow(COLUMNS[name], told.tables[name], told.gathered.about.as_dict())
    rows = _CHOSEN[name](told, records)
    found = {row["_of"] for row in rows}
    about = told.gathered.about.as_dict() | {"left out": sum(_id_of(one) not in found for one in records)}
    return _arrow(_BOTH if name == "incidents" else COLUMNS[name], rows, about)


def table_of_trend(trend: Trend) -> pyarrow.Table:
    """The rows of a trend. Raises: BadInput without the package pyarrow."""
    return _arrow(TREND, list(trend_rows(trend)), {"is": f"counts by {trend.per}, rows by {trend.by}"})


def pandas_of(table: pyarrow.Table) -> pandas.DataFrame:
    """An Arrow table in pandas: days and instants as such, whole numbers and yes or no that may be missing, categories,
    lists. Raises: BadInput without pandas."""
    pd, pa = _package("pandas"), _package("pyarrow")
    types = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    frame: pandas.DataFrame = table.to_pandas(types_mapper=types.get, date_as_object=False)
    for field in table.schema:
        if pa.types.is_list(field.type):
            frame[field.name] = pd.Series(table[field.name].to_pylist(), index=frame.index, dtype=object)
    frame.attrs["trucewatch"] = json.loads((table.schema.metadata or {}).get(b"trucewatch", b"{}"))
    return frame


# -- which rows ---------------------------------------------------------------------------------------


def _id_of(record: Any) -> str:
    if isinstance(record, LedgerRow):
        return record.claim.id
    if isinstance(record, Figures):
        return record.series.id
    if isinstance(record, ClaimedReading):
        return record.statement.id
    return str(record.id)


def _by(column: str, *tables: str, first: bool = False) -> Any:
    """What chooses the rows of records whose id stands in a column; of several rows the ``first`` alone."""

    def chosen(told: Told, records: Iterable[Any]) -> list[Row]:
        rows: dict[str, list[Row]] = {}
        for table in tables:
            for row in told.tables[table]:
                more = {"_of": row[column], "unrealised": table == "unrealised"}
                rows.setdefault(row[column], []).append({**row, **more})
        found = [rows.get(_id_of(record), []) for record in records]
        return [row for some in found for row in (some[:1] if first else some)]

    return chosen


def _claimed(told: Told, readings: Iterable[ClaimedReading]) -> list[Row]:
    rows: dict[str, Row] = {}
    for row in reversed(told.tables["claimed_terms"]):
        rows[row["id"]] = {**row, "_of": row["statement"]}
    return [rows[claim.id] for reading in readings for claim in reading.claims if claim.id in rows]


def _ledger(told: Told, ledger: Iterable[LedgerRow]) -> list[Row]:
    """Claims that an export would hold, each with those of its answers that it would."""
    said = {row["id"]: row for row in told.tables["statements"]}
    whole = {row["id"]: row for row in told.gathered.rows["statements"]}
    made = []
    for row in ledger:
        if row.claim.id not in said:
            continue
        claim, search = said[row.claim.id], row.search
        outlets = dict.fromkeys(d["publisher"] for d in told.gathered.told_in(whole[row.claim.id]) if d["publisher"])
        answers = [answer for answer in row.responses if answer.statement.id in said]
        made.append({
            "_of": row.claim.id, "claim": row.claim.id, "by": claim["speaker"], "by_side": row.by_side,
            "act": claim["act"], "against": row.against, "provisions": list(row.provisions), "said": row.said,
            "first_reported": row.first_reported, "reports": claim["reports"], "outlets": list(outlets),
            "origins": row.origins, "words": claim["words"], "state": "answered" if answers else "open",
            "responses": [answer.statement.id for answer in answers], "kinds": [answer.kind for answer in answers],
            "delays_days": [answer.delay_days for answer in answers], "searched_reports": search.reports,
            "searched_since": search.since, "searched_up_to": search.up_to,
            "searched_own_outlets": search.own_outlets, "searched_statements": search.statements,
        })  # fmt: skip
    return made


_CHOSEN: Mapping[str, Any] = {
    "documents": _by("report", "documents", first=True),
    "actors": _by("id", "actors"),
    "statements": _by("id", "statements"),
    "incidents": _by("id", "incidents", "unrealised"),
    "figures": _by("series", "figures"),
    "commitments": _by("id", "commitments", first=True),
    "claimed_terms": _claimed,
    "ledger": _ledger,
}


# -- columns ------------------------------------------------------------------------------------------


def _arrow(columns: Columns, rows: Sequence[Row], about: Mapping[str, Any]) -> pyarrow.Table:
    pa = _package("pyarrow")
    types = {
        "text": pa.string(), "category": pa.string(), "whole": pa.int64(), "number": pa.float64(), "flag": pa.bool_(),
        "day": pa.date32(), "instant": pa.timestamp("us", tz="UTC"), "several": pa.list_(pa.string()),
        "whole several": pa.list_(pa.int64()),
    }  # fmt: skip
    made = {}
    for name, kind in columns.items():
        values = pa.array([_value(kind, row.get(name)) for row in rows], type=types[kind])
        made[name] = values.dictionary_encode() if kind == "category" else values
    table: pyarrow.Table = pa.table(made)
    return table.replace_schema_metadata({b"trucewatch": json.dumps(about, ensure_ascii=False).encode()})


def _value(kind: Held, value: Any) -> Any:
    if kind in ("several", "whole several"):
        return [one for one in value or () if one is not None or kind == "whole several"]
    if value is None:
        return None
    if kind == "day" and isinstance(value, str):
        return date.fromisoformat(value)
    if kind == "instant" and isinstance(value, str):
        return datetime.fromisoformat(value)
    if kind in ("text", "category"):
        return str(value).encode("utf-8", "replace").decode()  # a lone surrogate of a damaged page is a question mark
    return value


def _package(name: str) -> ModuleType:
    """The package. Raises: BadInput where it is not installed."""
    from importlib import import_module

    try:
        return import_module(name)
    except ModuleNotFoundError as missing:
        raise BadInput(
            f"data frames need the package {name}, which is not installed; "
            'install it with: pip install "trucewatch[frames]"'
        ) from missing

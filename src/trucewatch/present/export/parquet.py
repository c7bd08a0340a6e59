"""Columns for data frames and databases: a Parquet file for each table. Needs the package pyarrow."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from typing import Any

import pyarrow
import pyarrow.parquet

from trucewatch.present.export.flat import TABLES, Columns, Kind, flat
from trucewatch.present.export.gathering import Gathered
from trucewatch.present.export.made import Made
from trucewatch.present.export.rows import Row

#: The key under which a file's metadata hold what the export says of itself, as JSON.
ABOUT = b"trucewatch"
_TYPES: dict[Kind, pyarrow.DataType] = {
    "text": pyarrow.string(),
    "whole": pyarrow.int64(),
    "number": pyarrow.float64(),
    "flag": pyarrow.bool_(),
    "day": pyarrow.date32(),
    "instant": pyarrow.timestamp("us", tz="UTC"),
}


def parquet(told: Gathered) -> Made:
    """The tables of the workbook, every column of one type also where it is empty; each file says what it is."""
    about = {ABOUT: json.dumps(told.about.as_dict(), ensure_ascii=False).encode()}
    tables = flat(told)
    files = {f"{name}.parquet": _file(TABLES[name], rows, about) for name, rows in tables.items()}
    return Made(files=files, counts={name: len(rows) for name, rows in tables.items()})


def _file(columns: Columns, rows: list[Row], about: dict[bytes, bytes]) -> bytes:
    schema = pyarrow.schema([(name, _TYPES[kind]) for name, kind in columns.items()], metadata=about)
    values = {name: [_value(kind, row[name]) for row in rows] for name, kind in columns.items()}
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pydict(values, schema=schema), out, compression="zstd")
    return out.getvalue()


def _value(kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    if kind == "day":
        return date.fromisoformat(value)
    if kind == "instant":
        return datetime.fromisoformat(value)
    if kind == "text":
        return str(value).encode("utf-8", "replace").decode()  # a lone surrogate of a damaged page is a question mark
    return value

"""A workbook: a sheet for each table, the first one saying what the export is. Needs the package xlsxwriter."""

from __future__ import annotations

import io
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any, Final

import xlsxwriter

from trucewatch.errors import BadInput
from trucewatch.present.export.flat import TABLES, Columns, Kind, flat
from trucewatch.present.export.gathering import Gathered
from trucewatch.present.export.made import Made
from trucewatch.present.export.rows import Row

FILE = "record.xlsx"
#: What a worksheet takes at most: rows with the header, characters in a cell (Excel's own limits).
MOST_ROWS: Final = 1_048_576
MOST_CHARACTERS: Final = 32_767
CUT: Final = " … (cut here; whole in --format jsonl)"
#: A workbook holds the time of its making; this one stands in all, so that one case gives one file.
MADE: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_WIDTHS: dict[str, int] = {"words": 70, "what": 50, "method": 90, "title": 40}
_OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd", "nan_inf_to_errors": False,
}  # fmt: skip


def xlsx(told: Gathered) -> Made:
    """Days are dates, numbers are numbers; words stay words, also those that look like a formula.

    Raises: BadInput for a table with more rows than a worksheet takes.
    """
    tables = flat(told)
    for name, rows in tables.items():
        if len(rows) >= MOST_ROWS:
            raise BadInput(
                f"table {name} has {len(rows)} rows and a worksheet takes {MOST_ROWS - 1}; export it as parquet"
            )
    out, left_out = io.BytesIO(), Counter[str]()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        book.set_properties({"title": told.about.title, "comments": told.about.program, "created": MADE})
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        first = book.add_worksheet("about")
        first.set_column(0, 0, 16, bold)
        first.set_column(1, 1, 110, wrapped)
        for number, (heading, words) in enumerate(told.about.lines()):
            first.write_string(number, 0, heading)
            first.write_string(number, 1, words)
        for name, rows in tables.items():
            _sheet(book.add_worksheet(name), TABLES[name], rows, bold, left_out)
    counts = {name: len(rows) for name, rows in tables.items()}
    return Made(files={FILE: out.getvalue()}, counts=counts, left_out=left_out)


def _sheet(sheet: Any, columns: Columns, rows: list[Row], bold: Any, left_out: Counter[str]) -> None:
    for number, name in enumerate(columns):
        sheet.write_string(0, number, name, bold)
        sheet.set_column(number, number, _WIDTHS.get(name, 14))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    for line, row in enumerate(rows, start=1):
        for number, (name, kind) in enumerate(columns.items()):
            _write(sheet, line, number, kind, row[name], left_out)


def _write(sheet: Any, line: int, column: int, kind: Kind, value: Any, left_out: Counter[str]) -> None:
    if value is None or value == "":
        return
    if kind == "flag":
        sheet.write_boolean(line, column, value)
    elif kind in ("whole", "number"):
        sheet.write_number(line, column, value)
    elif kind == "day":
        sheet.write_datetime(line, column, date.fromisoformat(value))
    else:
        words = str(value)
        if len(words) > MOST_CHARACTERS:
            words = words[: MOST_CHARACTERS - len(CUT)] + CUT
            left_out["ends of texts longer than a cell takes"] += 1
        sheet.write_string(line, column, words)

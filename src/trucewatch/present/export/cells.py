"""Tables as CSV, as every spreadsheet opens them."""

from __future__ import annotations

import csv as writer
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from trucewatch.present.export.flat import TABLES, flat
from trucewatch.present.export.gathering import Gathered
from trucewatch.present.export.made import Made
from trucewatch.present.export.records import encoded

#: Cells that a spreadsheet would run as a formula begin like this.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def csv(told: Gathered) -> Made:
    """A file for each table, and ``about.csv``."""
    tables = flat(told)
    files = {f"{name}.csv": table(TABLES[name], rows) for name, rows in tables.items()}
    about = [{"what": heading, "words": words} for heading, words in told.about.lines()]
    return Made(
        files={**files, "about.csv": table(("what", "words"), about)},
        counts={name: len(rows) for name, rows in tables.items()},
    )


def table(columns: Iterable[str], rows: Iterable[Mapping[str, Any]], *, second: Sequence[str] = ()) -> bytes:
    """Rows under a header, lines ending in a single newline; ``second`` is a line of its own under the header."""
    names, out = list(columns), io.StringIO()
    lines = writer.writer(out, lineterminator="\n")
    lines.writerow(names)
    if second:
        lines.writerow(second)
    lines.writerows([cell(row.get(name)) for name in names] for row in rows)
    return encoded(out.getvalue())


def cell(value: Any) -> Any:
    """A value for a spreadsheet: words that it would take for a formula are led by an apostrophe, and yes and no are
    written so that every program reads them."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    return value

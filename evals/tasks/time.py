"""Time expressions: rows of shared/bench/time -> predictions as its scorer wants them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from trucewatch.annotate.when import find_readings

#: Between the two days of "January 9-10" or the two years of "1914-18".
_GAP = re.compile(r"\s?[-\u2013\u2014/]\s?|\s(?:to|and|through|until)\s|\s?&\s?")


def timex_type(value: str, role: str) -> str:
    """DATE, TIME, DURATION or SET, from the value and the role."""
    if role == "set":
        return "SET"
    if value.startswith("P") and not value.endswith("_REF"):
        return "DURATION"
    return "TIME" if "T" in value else "DATE"


def predict(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row a document; reads only ``doc``, ``dct``, ``title`` and ``text``.

    The benchmark annotates both ends of a range, so ranges are left in their two parts here.
    """
    out = []
    for row in rows:
        dct = (row.get("dct") or "")[:10]
        published = date.fromisoformat(dct) if len(dct) == 10 else None
        timexes: list[dict[str, Any]] = []
        for r in find_readings(row["text"], published=published):
            kind = timex_type(r.value, r.role)
            gap = _GAP.search(row["text"], r.start, r.end) if r.last_value else None
            if gap and r.last_value:
                timexes.append({"start": r.start, "end": gap.start(), "type": kind, "value": r.value})
                timexes.append({"start": gap.end(), "end": r.end, "type": kind, "value": r.last_value})
            else:
                timexes.append({"start": r.start, "end": r.end, "type": kind, "value": r.value})
        out.append({"doc": row["doc"], "timexes": timexes})
    return out

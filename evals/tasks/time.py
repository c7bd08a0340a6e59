"""Time expressions: rows of shared/bench/time -> predictions as its scorer wants them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from trucewatch.annotate.when import find_readings


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
        timexes = [
            {"start": r.start, "end": r.end, "type": timex_type(r.value, r.role), "value": r.value}
            for r in find_readings(row["text"], published=published)
        ]
        out.append({"doc": row["doc"], "timexes": timexes})
    return out

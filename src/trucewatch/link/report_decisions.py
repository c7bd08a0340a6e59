"""What persons decided of a report's own values: its title, outlet, author and day of publication.

Each is kept as one more value found, known from a person and before all others; what the machine found stays beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from trucewatch.errors import BadRecord
from trucewatch.records.decision import Decision, active
from trucewatch.records.report import CORRECTABLE, DECIDED, Found, FoundField, Report

#: Characters of a title, name of an outlet or author at most.
LONGEST = 500
#: No report of a case is older.
FIRST_YEAR = 1900


def checked(field: str | None, value: Any) -> str | None:
    """The value that a person gives a field of a report; None says that it is not known.

    Raises: BadRecord for a field that a report does not have, or a value that does not fit it.
    """
    if field not in CORRECTABLE:
        raise BadRecord(f"{field!r} cannot be set on a report; fields that can: {', '.join(CORRECTABLE)}")
    if value is not None and not isinstance(value, str):
        raise BadRecord(f"the {field} of a report is given as text, got {value!r}")
    words = " ".join((value or "").split())
    if not words or words.casefold() == "none":
        if field == "title":
            raise BadRecord("a report's title may not be left empty: lists name the report by it")
        return None
    if field == "published":
        return _day(words)
    if len(words) > LONGEST:
        raise BadRecord(f"the {field} of a report has {LONGEST} characters at most, got {len(words)}")
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in words):
        raise BadRecord(f"the {field} of a report holds a control character: {words[:60]!r}")
    return words


def _day(words: str) -> str:
    try:
        day = date.fromisoformat(words)
    except ValueError:
        raise BadRecord(f"the day of publication is written like 2020-10-18, got {words[:40]!r}") from None
    if day.year < FIRST_YEAR:
        raise BadRecord(f"the day of publication, {day.isoformat()}, lies before {FIRST_YEAR}")
    return day.isoformat()


def corrected(report: Report, decisions: Sequence[Decision]) -> Report:
    """``report`` with the values that hold by these decisions; what earlier ones gave and holds no more is gone."""
    values: dict[FoundField, Found] = {}
    for decision in active(decisions):
        if is_correction(decision) and decision.target == report.id and decision.field in CORRECTABLE:
            field = decision.field
            value = decision.new if isinstance(decision.new, str) else ""
            values[field] = Found(field=field, value=value, basis="person", detail=f"{DECIDED}{decision.id}")
    return replace(report, found=(*values.values(), *report.received))


def is_correction(decision: Decision) -> bool:
    return decision.target_kind == "report" and decision.action == "set"

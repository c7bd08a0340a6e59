"""Read the dates that pages print about themselves; dates inside sentences are the annotate room's work."""

from __future__ import annotations

import re
from datetime import date, datetime

from trucewatch.text.phrases import MONTH

MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?")
MONTH_FIRST = re.compile(rf"\b({MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}|\d{{2}}(?!\d))", re.I)
DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?[\s.-]+({MONTH})[\s,.-]+(\d{{4}}|\d{{2}}(?!\d))", re.I)
YEAR_FIRST = re.compile(r"\b(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b")
NUMBERS = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
IN_URL = re.compile(
    r"[/_-]((?:19|20)\d{2})(?:([/-])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2}))(?=[/_.-]|$)"
    r"|/((?:19|20)\d{2})/([a-z]{3})/(\d{1,2})/",
    re.I,
)
FIRST_YEAR, LAST_YEAR = 1900, 2100


def read_date(words: str) -> str | None:
    """The first date in words as ISO 8601, with time and zone where the words give them in ISO form.

    Numbers alone ("10/11/2020") count only if one of them cannot be a month; else they are left unread.
    Two-digit years are of the 1900s from 50 on (telexes of the last century), of the 2000s below.
    """
    iso = ISO.search(words)
    if iso:
        value = iso_or_none(iso.group())
        if value:
            return value
    for pattern, order in ((MONTH_FIRST, (2, 0, 1)), (DAY_FIRST, (2, 1, 0)), (YEAR_FIRST, (0, 1, 2))):
        match = pattern.search(words)
        if match:
            year, month, day = (match.groups()[place] for place in order)
            return _iso(_year(year), MONTHS.get(month[:3].casefold()) or _number(month), int(day))
    match = NUMBERS.search(words)
    if match:
        a, b, year = (int(x) for x in match.groups())
        if a > 12 or a == b:
            return _iso(year, b, a)
        if b > 12:
            return _iso(year, a, b)
    return None


def iso_or_none(value: str) -> str | None:
    """A date or time in ISO 8601 with "T" between them, or None for what is none."""
    value = value.strip()
    try:
        if len(value) == 10:
            return date.fromisoformat(value).isoformat()
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment.isoformat() if FIRST_YEAR <= moment.year <= LAST_YEAR else None


def published_value(words: str) -> str | None:
    """A machine's date ("2020-10-19T08:00:00Z", "Mon, 19 Oct 2020 …") as ISO 8601."""
    return iso_or_none(words) or read_date(words)


def date_in_url(url: str) -> str | None:
    """The day that an address holds ("/2020/10/19/", "-20201019"), or None."""
    for match in IN_URL.finditer(url):
        year, _, month, day, month2, day2, named_year, named_month, named_day = match.groups()
        if year:
            value = _iso(int(year), int(month or month2), int(day or day2))
        else:
            value = _iso(int(named_year), MONTHS.get(named_month.casefold(), 0), int(named_day))
        if value:
            return value
    return None


def _year(words: str) -> int:
    return int(words) if len(words) == 4 else int(words) + (1900 if int(words) >= 50 else 2000)


def _number(words: str) -> int:
    return int(words) if words.isdigit() else 0


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None

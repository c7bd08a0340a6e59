"""Days as other datasets' files write them, and as spreadsheet programs write them when they save such a file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final, Literal

#: Ways of writing a day that can be read in one way only.
FORMS: Final = (
    "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S", "%d %B %Y", "%d %b %Y", "%d-%b-%Y",
    "%d-%b-%y", "%d.%m.%Y", "%B %d, %Y",
)  # fmt: skip
#: Day and month in numbers, of which either may come first, perhaps with a clock time behind.
_NUMBERS: Final = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp][Mm])?)?")
Order = Literal["day first", "month first"]


def order_of(written: Iterable[str]) -> Order | None:
    """Whether day or month comes first in the days of one file: told by those that can be read in one way only. None
    if none tells, or they contradict each other."""
    orders: set[Order] = set()
    for words in written:
        found = _NUMBERS.fullmatch(words.strip())
        if found is None:
            continue
        first, second = int(found[1]), int(found[2])
        if first > 12 >= second:
            orders.add("day first")
        elif second > 12 >= first:
            orders.add("month first")
    return orders.pop() if len(orders) == 1 else None


def day_of(words: str, order: Order | None) -> date | None:
    """The day; None for what is none, and for numbers of which day and month cannot be told apart."""
    for form in FORMS:
        try:
            return datetime.strptime(words, form).date()
        except ValueError:
            continue
    found = _NUMBERS.fullmatch(words)
    if found is None:
        return None
    first, second, year = (int(part) for part in found.groups())
    if first == second:
        order = "day first"
    day, month = (second, first) if order == "month first" else (first, second)
    try:
        return date(year, month, day) if order is not None else None
    except ValueError:
        return None

"""When a clock of an agreement opens, falls due and comes round again, once the day it starts from is known."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from trucewatch.records.agreement import Clock


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on; where that month is shorter, its last day.

    29 February 2020 and 14 months is 29 April 2021; 31 January and one month is 28 or 29 February. What lies beyond
    the years that a date can have stays in the first or last of them.
    """
    index = min(max(day.year * 12 + day.month - 1 + months, 12), 9999 * 12 + 11)
    year, month0 = divmod(index, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def later(day: date, *, months: int | None, days: int | None) -> date:
    """So many months, then so many days, after ``day``."""
    return add_months(day, months or 0) + timedelta(days=days or 0)


def started(clock: Clock, start: date | None) -> Clock:
    """The clock as it stands once it starts on ``start``; with None as it stands before that.

    ``fixed``: due on its day, whatever has happened. ``offset``: due so many months and days after the start, with
    ``opens`` where a window is given. ``with``: due on the day of the start. ``recurring``: due again and again
    (``round_at``), so on no single day. ``continuing``: in force from the start, never due.
    """
    due: date | None = None
    opens: date | None = None
    if clock.kind == "fixed":
        due = clock.day
    elif start is not None:
        if clock.kind == "with":
            due = start
        elif clock.kind == "offset":
            due = later(start, months=clock.months, days=clock.days)
        if clock.opens_days is not None or clock.opens_months is not None:
            opens = later(start, months=clock.opens_months, days=clock.opens_days)
    return replace(clock, start=start, due=due, opens=opens)


def round_at(clock: Clock, today: date) -> tuple[int, date] | None:
    """Of a recurring clock that has started: how many times it has fallen due before ``today``, and the next day due.

    Counted from the start each time, so that a monthly duty of the 31st comes back to the 31st.
    """
    if clock.kind != "recurring" or clock.start is None or not (clock.days or clock.months):
        return None
    times = 0
    while (due := _nth(clock, clock.start, times + 1)) < today:
        times += 1
    return times, due


def _nth(clock: Clock, start: date, n: int) -> date:
    return later(start, months=(clock.months or 0) * n, days=(clock.days or 0) * n)


def instant_of(clock: Clock) -> datetime | None:
    """The instant in UTC at which the clock runs out: its hour on the day due, in its zone; the end of that day where
    no hour is named. None without a zone or a day: an instant is not guessed."""
    if clock.due is None or clock.zone is None:
        return None
    zone = ZoneInfo(clock.zone)
    if clock.hour is not None:
        return datetime.combine(clock.due, clock.hour, tzinfo=zone).astimezone(UTC)
    return datetime.combine(clock.due + timedelta(days=1), time(0), tzinfo=zone).astimezone(UTC)

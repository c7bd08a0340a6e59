"""Times with the precision that was reported.

A ``When`` keeps the civil days as said, the bounds in UTC, and what both rest on. An assumed zone
widens the bounds: a civil day somewhere on Earth begins 14 hours before and ends 12 hours after
the same day in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

from trucewatch.errors import BadRecord
from trucewatch.records.span import Span

EARLIEST_OFFSET = timedelta(hours=14)
LATEST_OFFSET = timedelta(hours=12)

Precision = Literal[
    "instant", "part_of_day", "day", "days", "week", "month", "quarter", "season", "year", "vague", "unknown"
]
TimeRole = Literal["at", "since", "until", "by", "from_to", "duration", "set"]
ZoneBasis = Literal["stated", "outlet", "assumed"]
#: Calendars other than the civil one that a date may be printed in.
Calendar = Literal["hijri", "solar hijri"]


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A time as reported.

    ``first_day`` and ``last_day`` are the civil days, both included; either may be None (open, or not
    known because the report's own date is not). ``earliest`` and ``latest`` are UTC instants that hold
    the time for certain. ``value`` is the TIMEX3 value ("2020-10-18", "2020-W42", "PAST_REF").
    ``basis`` says what a relative expression was counted from ("stated", "published 2020-10-19",
    "document dated 2020-03-03", "unknown").

    ``calendar`` and ``printed`` keep a date of another calendar as the text has it ("hijri", "1442-09-12"); the days
    are those it was converted to. ``zone`` is the zone as printed, converted where it has one meaning ("UTC+04:30",
    "Asia/Kabul"), else in its words ("local time"). ``offset`` is what is left where the report's own date is not
    known: first and last day counted from the unknown day of publication ("yesterday" is -1, -1).
    """

    words: str
    value: str
    precision: Precision
    role: TimeRole = "at"
    first_day: date | None = None
    last_day: date | None = None
    earliest: datetime | None = None
    latest: datetime | None = None
    zone: str | None = None
    zone_basis: ZoneBasis = "assumed"
    basis: str = "stated"
    span: Span | None = None
    calendar: Calendar | None = None
    printed: str | None = None
    offset: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if self.first_day and self.last_day and self.first_day > self.last_day:
            raise BadRecord(f"time {self.words!r} ends ({self.last_day}) before it begins ({self.first_day})")
        if self.offset and (self.offset[0] > self.offset[1] or self.first_day or self.last_day):
            raise BadRecord(f"time {self.words!r} has days and an offset, or an offset that runs backwards")
        for bound in (self.earliest, self.latest):
            if bound is not None and bound.utcoffset() != timedelta(0):
                raise BadRecord(f"bounds of {self.words!r} must be aware and in UTC, got {bound!r}")
        if self.earliest and self.latest and self.earliest > self.latest:
            raise BadRecord(f"time {self.words!r} has its latest bound before its earliest")

    @classmethod
    def days(
        cls,
        first: date | None,
        last: date | None,
        *,
        words: str,
        value: str | None = None,
        precision: Precision = "day",
        role: TimeRole = "at",
        basis: str = "stated",
        span: Span | None = None,
        zone: tzinfo | None = None,
        zone_basis: ZoneBasis = "assumed",
    ) -> When:
        """Civil days, both included, with UTC bounds worked out from the zone or widened without one."""
        earliest = latest = None
        if first is not None:
            start = datetime.combine(first, time.min)
            earliest = (
                start.replace(tzinfo=zone).astimezone(UTC) if zone else start.replace(tzinfo=UTC) - EARLIEST_OFFSET
            )
        if last is not None:
            stop = datetime.combine(last, time.max)
            latest = stop.replace(tzinfo=zone).astimezone(UTC) if zone else stop.replace(tzinfo=UTC) + LATEST_OFFSET
        if value is None:
            value = "" if first is None else first.isoformat()
        return cls(
            words=words, value=value, precision=precision, role=role, first_day=first, last_day=last,
            earliest=earliest, latest=latest, zone=str(zone) if zone else None,
            zone_basis=zone_basis, basis=basis, span=span,
        )  # fmt: skip

    @property
    def day(self) -> date | None:
        """The one civil day, or None if the time is wider, open or unknown."""
        return self.first_day if self.first_day is not None and self.first_day == self.last_day else None

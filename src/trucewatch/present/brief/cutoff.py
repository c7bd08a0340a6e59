"""Days that end at a clock time instead of midnight, as in reports that are closed each evening."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones

from trucewatch.errors import BadInput
from trucewatch.records.report import Report
from trucewatch.records.when import When

_FORM = re.compile(r"\s*(\d{1,2})[:.](\d{2})\s+(\S+)\s*")
#: Zones proposed for one that is not known.
_PROPOSED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutoff:
    """A day runs from this clock time of the day before (excluded) to this clock time (included), in this zone.

    What has an hour in a known zone belongs to the day in which it lies so; what has only a civil day keeps it.
    """

    hour: time
    zone: ZoneInfo

    @classmethod
    def of(cls, words: str) -> Cutoff:
        """``19:30 Europe/Kyiv``. Raises: BadInput for another form, an hour or a zone that is none."""
        found = _FORM.fullmatch(words)
        if found is None:
            raise BadInput(f"--cutoff takes a clock time and a zone like '19:30 Europe/Kyiv', got {words!r}")
        hour, minute, zone = int(found[1]), int(found[2]), found[3]
        if hour > 23 or minute > 59:
            raise BadInput(f"--cutoff {words!r}: {found[1]}:{found[2]} is no clock time; give one from 00:00 to 23:59")
        known = available_timezones()
        if zone not in known:
            near = get_close_matches(zone, sorted(known), n=_PROPOSED) or ["Europe/Kyiv", "Asia/Kabul", "UTC"]
            raise BadInput(
                f"--cutoff {words!r}: no time zone {zone!r}; zones are named by region and city, "
                f"for example {', '.join(near)}"
            )
        return cls(hour=time(hour, minute), zone=ZoneInfo(zone))

    @property
    def words(self) -> str:
        return f"{self.hour:%H:%M} {self.zone.key}"

    def day_of(self, instant: datetime) -> date:
        """The day in which an instant lies."""
        local = instant.astimezone(self.zone)
        late = local.time().replace(fold=0) > self.hour
        return local.date() + timedelta(days=1) if late else local.date()

    def end_of(self, day: date) -> datetime:
        return datetime.combine(day, self.hour, tzinfo=self.zone).astimezone(UTC)

    def days_of(self, when: When) -> tuple[date | None, date | None]:
        """First and last day of a time: by its bounds where its hour and zone are known, else the civil days."""
        if when.precision != "instant" or when.zone_basis == "assumed" or not when.earliest or not when.latest:
            return when.first_day, when.last_day
        return self.day_of(when.earliest), self.day_of(when.latest)

    def published(self, report: Report) -> date | None:
        """The day of publication: by the hour where the page gives one with its zone, else the civil day."""
        best = report.best("published")
        if best is not None and len(best.value) > len("2031-05-01"):
            try:
                instant = datetime.fromisoformat(best.value)
            except ValueError:
                return report.published
            if instant.tzinfo is not None:
                return self.day_of(instant)
        return report.published


def end_of_day(day: date, cutoff: Cutoff | None) -> datetime:
    """The instant at which a day is over; midnight is that of UTC."""
    if cutoff is not None:
        return cutoff.end_of(day)
    return datetime.combine(day, time.max, tzinfo=UTC)

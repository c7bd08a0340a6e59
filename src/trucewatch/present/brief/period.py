"""Which records a brief covers, and what the reports of that time amount to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trucewatch.present.brief.cutoff import Cutoff
from trucewatch.present.brief.evidence import Evidence, publisher_of
from trucewatch.present.brief.words import day_words, range_words
from trucewatch.records.report import Report
from trucewatch.records.when import When

#: More weeks than this and a brief counts by month.
MOST_WEEKS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days a brief covers, both included; None is open. They are civil days, or end at the ``cutoff``."""

    since: date | None = None
    until: date | None = None
    cutoff: Cutoff | None = None

    def published(self, report: Report) -> date | None:
        """The day on which a report was published."""
        return self.cutoff.published(report) if self.cutoff else report.published

    def holds(self, first: date | None, last: date | None) -> bool:
        """True if any day of the stretch lies inside; what has no day at all counts as inside."""
        first, last = first or last, last or first
        if first is None or last is None:
            return True
        return (self.since is None or last >= self.since) and (self.until is None or first <= self.until)

    def holds_when(self, when: When | None, reported: Iterable[date | None]) -> bool:
        """True if the time said lies inside; without one, if any report of it was published inside."""
        if when is not None and (when.first_day or when.last_day):
            return self.holds(*(self.cutoff.days_of(when) if self.cutoff else (when.first_day, when.last_day)))
        days = list(reported)
        return any(self.holds(day, day) for day in days) if days else True

    def words(self, reports: Sequence[Report]) -> str:
        """The period asked for; else the days on which the reports were published."""
        if self.since or self.until:
            return range_words(self.since, self.until)
        days = [day for report in reports if (day := self.published(report))]
        return range_words(min(days), max(days)) if days else "no dated report"


def first_day(when: When | None, evidence: Evidence, text_ids: Iterable[str]) -> tuple[date | None, bool]:
    """The day something is listed under, and whether it is the day said (else the first day it was reported)."""
    if when is not None and (when.first_day or when.last_day):
        return when.first_day or when.last_day, True
    days = [report.published for report in evidence.reports_of(text_ids) if report.published]
    return (min(days), False) if days else (None, False)


def reported_words(day: date | None) -> str:
    return f"first reported {day_words(day)}" if day else "day not known"


def outlets_of(reports: Iterable[Report]) -> tuple[str, ...]:
    """The publishers of reports, each once, in their order."""
    return tuple(dict.fromkeys(publisher_of(report) for report in reports))


def origin_numbers(reports: Sequence[Report], origins: Mapping[str, str]) -> dict[str, int]:
    """Report id -> number of its origin, counted from 1 in the order of the reports."""
    numbers: dict[str, int] = {}
    return {report.id: numbers.setdefault(origins[report.id], len(numbers) + 1) for report in reports}

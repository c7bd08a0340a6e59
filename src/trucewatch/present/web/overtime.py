"""What the timeline draws and lists: lanes by side, counts by stretches or single records, and what they rest on.

A picture shows a record once: on the day on which it stands in lists (that said or of the event, else that of its first
report). Incidents that nobody tells as having happened are not in it; they are counted apart.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from trucewatch.assess.trends import Per, stretches_between
from trucewatch.case import Case
from trucewatch.present.web.asking import Asked
from trucewatch.present.web.families import ACT_FAMILY, TYPE_FAMILY
from trucewatch.records.page import Page
from trucewatch.store.choosing import ReportFilter
from trucewatch.store.pages import IncidentItem, StatementItem
from trucewatch.store.spread import Event

#: What is told of days this long before the first report or after the last is drawn where no period was asked for.
AROUND: Final = timedelta(days=60)
#: The lane of incidents.
INCIDENTS: Final = "incident"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """So many records of one family in one stretch of one lane: a side, "" for no party, or ``INCIDENTS``."""

    kind: str
    lane: str
    family: str
    first: date
    last: date
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """A stretch with the reports published in it and their outlets; 0 reports is no coverage."""

    first: date
    last: date
    reports: int
    outlets: int


class OverTime:
    """The records that were asked for. ``first`` and ``last`` bound what is drawn: the period asked for, else the days
    of the reports and what is told of the days around them."""

    def __init__(self, case: Case, asked: Asked) -> None:
        self._store = case.store
        self.asked = asked
        publishers = self._store.publishers()
        self.said = asked.statements(publishers)
        self.done = asked.incidents(publishers)
        self._publishers = self.said.publisher if self.said else self.done.publisher if self.done else None
        self.first, self.last = self._bounds()

    @cached_property
    def days(self) -> Mapping[str, Mapping[date | None, int]]:
        """Kind -> day -> how many."""
        return {
            "statement": {d.day: d.number for d in self._store.statement_days(self.said)} if self.said else {},
            INCIDENTS: {d.day: d.number for d in self._store.incident_days(self.done)} if self.done else {},
        }

    @property
    def counts(self) -> dict[str, int]:
        return {kind: sum(days.values()) for kind, days in self.days.items()}

    @property
    def drawn(self) -> int:
        """How many have a day within what is drawn."""
        return sum(
            number
            for days in self.days.values()
            for day, number in days.items()
            if day and self.first and self.last and self.first <= day <= self.last
        )

    @property
    def outside(self) -> tuple[int, int, int]:
        """How many stand before what is drawn, after it, and on no day at all."""
        before = after = dayless = 0
        for days in self.days.values():
            for day, number in days.items():
                before += number if day and self.first and day < self.first else 0
                after += number if day and self.last and day > self.last else 0
                dayless += number if day is None else 0
        return before, after, dayless

    def not_happened(self) -> int:
        """Incidents asked for that nobody tells as having happened."""
        if self.done is None:
            return 0
        return sum(d.number for d in self._store.incident_days(replace(self.done, happened=False)))

    def page(self, kind: str, *, limit: int) -> Page[StatementItem] | Page[IncidentItem]:
        """A page of the list of one kind, oldest first."""
        offset = self.asked.offset
        if kind == "statement":
            if self.said is None:
                return Page(items=(), total=0, limit=limit)
            return self._store.statements_page(self.said, order="oldest", offset=offset, limit=limit)
        if self.done is None:
            return Page(items=(), total=0, limit=limit)
        return self._store.incidents_page(self.done, order="oldest", offset=offset, limit=limit)

    def singles(self, *, most: int) -> tuple[Event, ...]:
        """Each record; none where there are more than ``most``."""
        found = self._store.events(self.said, self.done, most=most) or ()
        return tuple(e for e in found if self.first and self.last and self.first <= e.day <= self.last)

    def bins(self, per: Per) -> list[Bin]:
        bounds = self.stretches(per)
        if not bounds:
            return []
        starts = [first for first, _ in bounds]
        counted: Counter[tuple[str, str, str, int]] = Counter()

        def count(kind: str, lane: str, family: str, day: date | None, number: int) -> None:
            if day and starts[0] <= day <= bounds[-1][1]:
                counted[(kind, lane, family, bisect_right(starts, day) - 1)] += number

        if self.said is not None:
            for day, side, act, number in self._store.statements_by_lane(self.said):
                count("statement", side, ACT_FAMILY[act].key, day, number)
        if self.done is not None:
            for one in self._store.incident_days(self.done, by="type"):
                count("incident", INCIDENTS, TYPE_FAMILY[one.key[0]].key, one.day, one.number)
        return [
            Bin(kind=kind, lane=lane, family=family, first=bounds[at][0], last=bounds[at][1], number=number)
            for (kind, lane, family, at), number in sorted(counted.items())
        ]

    def coverage(self, per: Per) -> list[Covered]:
        """The reports of each stretch; those of the outlets asked for, if any were."""
        bounds = self.stretches(per)
        if not bounds:
            return []
        starts = [first for first, _ in bounds]
        wanted = ReportFilter(publisher=self._publishers, since=starts[0], until=bounds[-1][1])
        reports = [0] * len(bounds)
        outlets: list[set[str | None]] = [set() for _ in bounds]
        for day, outlet, number in self._store.report_days(wanted):
            if day is not None:
                at = bisect_right(starts, day) - 1
                reports[at] += number
                outlets[at].add(outlet)
        return [
            Covered(first=first, last=last, reports=reports[at], outlets=len(outlets[at]))
            for at, (first, last) in enumerate(bounds)
        ]

    def stretches(self, per: Per) -> list[tuple[date, date]]:
        return stretches_between(self.first, self.last, per) if self.first and self.last else []

    def _bounds(self) -> tuple[date | None, date | None]:
        since, until = self.asked.since, self.asked.until
        if since and until:
            return since, until
        held = self._store.overview()
        told = [day for days in self.days.values() for day in days if day]
        if held.first and held.last:
            low, high = held.first - AROUND, held.last + AROUND
            near = [day for day in told if low <= day <= high]
            first, last = min([held.first, *near]), max([held.last, *near])
        elif told:
            first, last = min(told), max(told)
        else:
            return since, until
        first, last = since or first, until or last
        return (first, last) if first <= last else (since or until, since or until)


def lane_of(event: Event) -> str:
    return INCIDENTS if event.kind == "incident" else event.sides[0]


def family_of(event: Event) -> str:
    return (TYPE_FAMILY if event.kind == "incident" else ACT_FAMILY)[event.what].key

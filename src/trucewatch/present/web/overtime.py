"""What the timeline draws and lists: lanes by side, counts by stretches or single records, and what they rest on.

A picture shows a record once: on the day on which it stands in lists (that said or of the event, else that of its first
report). Incidents that nobody tells as having happened are not in it; they are counted apart.
"""

from __future__ import annotations

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
from trucewatch.store.choosing import IncidentFilter, ReportFilter, StatementFilter
from trucewatch.store.drawn import Extent
from trucewatch.store.pages import IncidentItem, StatementItem
from trucewatch.store.spread import Event

#: What is told of days this long before the first report or after the last is drawn where no period was asked for.
AROUND: Final = timedelta(days=60)
#: The lane of incidents.
INCIDENTS: Final = "incident"
#: Kind -> act or type -> the key of its family.
FAMILIES: Final[Mapping[str, Mapping[str, str]]] = {
    "statement": {act: family.key for act, family in ACT_FAMILY.items()},
    INCIDENTS: {kind: family.key for kind, family in TYPE_FAMILY.items()},
}


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
        publishers = self._store.publishers() if asked.publisher else ()
        self.said = asked.statements(publishers)
        self.done = asked.incidents(publishers)
        self._publishers = self.said.publisher if self.said else self.done.publisher if self.done else None

    @property
    def first(self) -> date | None:
        return self._bounds[0]

    @property
    def last(self) -> date | None:
        return self._bounds[1]

    @cached_property
    def counts(self) -> Mapping[str, int]:
        return {kind: extent.number for kind, extent in self._extents.items()}

    @property
    def drawn(self) -> int:
        """How many have a day within what is drawn."""
        return sum(self.counts.values()) - sum(self.outside)

    @cached_property
    def outside(self) -> tuple[int, int, int]:
        """How many stand before what is drawn, after it, and on no day at all."""
        before = after = 0
        day = timedelta(days=1)
        for wanted in self._wanted.values():
            if self.first and self.first > date.min:
                before += self._store.number_between(wanted, until=self.first - day)
            if self.last and self.last < date.max:
                after += self._store.number_between(wanted, since=self.last + day)
        return before, after, sum(extent.dayless for extent in self._extents.values())

    def not_happened(self) -> int:
        """Incidents asked for that nobody tells as having happened."""
        return 0 if self.done is None else self._store.number_between(replace(self.done, happened=False))

    def page(self, kind: str, *, offset: int, limit: int) -> Page[StatementItem] | Page[IncidentItem]:
        """A page of the list of one kind, oldest first."""
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
        found: list[Bin] = []
        for kind, wanted in self._wanted.items():
            for at, side, family, number in (
                self._store.by_stretch(wanted, per, bounds, FAMILIES[kind]) if bounds else ()
            ):
                lane = side if kind == "statement" else INCIDENTS
                first, last = bounds[at]
                found.append(Bin(kind=kind, lane=lane, family=family, first=first, last=last, number=number))
        return found

    def coverage(self, per: Per) -> list[Covered]:
        """The reports of each stretch; those of the outlets asked for, if any were."""
        bounds = self.stretches(per)
        wanted = ReportFilter(publisher=self._publishers)
        told = self._store.reports_by_stretch(wanted, per, bounds) if bounds else {}
        return [
            Covered(first=first, last=last, reports=told.get(at, (0, 0))[0], outlets=told.get(at, (0, 0))[1])
            for at, (first, last) in enumerate(bounds)
        ]

    def stretches(self, per: Per) -> list[tuple[date, date]]:
        return stretches_between(self.first, self.last, per) if self.first and self.last else []

    @property
    def _wanted(self) -> Mapping[str, StatementFilter | IncidentFilter]:
        return {kind: one for kind, one in (("statement", self.said), (INCIDENTS, self.done)) if one is not None}

    @cached_property
    def _near(self) -> tuple[date | None, date | None]:
        """The days of the reports with what lies around them."""
        first, last = self._store.report_span()
        return (first - AROUND if first else None), (last + AROUND if last else None)

    @cached_property
    def _extents(self) -> Mapping[str, Extent]:
        none = Extent(number=0, dayless=0, first=None, last=None)
        since, until = self._near
        found = {kind: self._store.extent(one, since=since, until=until) for kind, one in self._wanted.items()}
        return {"statement": none, INCIDENTS: none} | found

    @cached_property
    def _bounds(self) -> tuple[date | None, date | None]:
        since, until = self.asked.since, self.asked.until
        if since and until:
            return since, until
        low, high = self._near
        days = [day for one in self._extents.values() for day in (one.first, one.last) if day]
        days += [low + AROUND, high - AROUND] if low and high else []
        if not days:
            return since, until
        first, last = since or min(days), until or max(days)
        return (first, last) if first <= last else (since or until, since or until)


def lane_of(event: Event) -> str:
    return INCIDENTS if event.kind == "incident" else event.sides[0]


def family_of(event: Event) -> str:
    return (TYPE_FAMILY if event.kind == "incident" else ACT_FAMILY)[event.what].key

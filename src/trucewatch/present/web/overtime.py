"""What the timeline draws and lists: lanes by side, counts by stretches or single records, coverage, dated events."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from trucewatch.assess.trends import Mark, Per, stretches_between
from trucewatch.case import Case
from trucewatch.present.web.asking import Asked
from trucewatch.present.web.families import ACT_FAMILY, TYPE_FAMILY
from trucewatch.present.web.listed import Quoted, quoted, speakers
from trucewatch.records.incident import Incident
from trucewatch.records.page import Page
from trucewatch.records.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A statement or incident in a list. ``day`` is its own where ``dated``, else that of its first report; ``speaker``
    is who speaks as it may be shown ("" for an incident)."""

    kind: str
    record: Statement | Incident
    day: date | None
    dated: bool
    quote: Quoted | None
    speaker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Single:
    """One record as a mark."""

    kind: str
    id: str
    lane: str
    family: str
    day: date
    dated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """So many records of one family in one stretch of one lane."""

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
    """The records of a case that were asked for, in order of time. ``first`` and ``last`` bound what is drawn: the
    period asked for, else the days that there is anything to draw for."""

    def __init__(self, case: Case, asked: Asked) -> None:
        self.case = case
        self.asked = asked
        self._held = _records(case, asked)
        days = [day for _, _, day, _ in self._held if day]
        reported = [r.published for r in case.reports() if r.published]
        self.first = asked.since or min([*days, *reported], default=None)
        self.last = asked.until or max([*days, *reported], default=None)

    @property
    def total(self) -> int:
        return len(self._held)

    def page(self, *, limit: int) -> Page[Row]:
        part = self._held[self.asked.offset : self.asked.offset + limit]
        return Page(
            items=tuple(rows_of(self.case, part)), total=self.total, offset=self.asked.offset, limit=limit,
            counts=Counter(kind for kind, *_ in self._held),
        )  # fmt: skip

    def singles(self) -> list[Single]:
        return [
            Single(kind=kind, id=record.id, lane=lane_of(record), family=family_of(record), day=day, dated=dated)
            for kind, record, day, dated in self._held
            if day
        ]

    def bins(self, per: Per) -> list[Bin]:
        bounds = self.stretches(per)
        starts = [first for first, _ in bounds]
        counted: Counter[tuple[str, str, str, int]] = Counter()
        for kind, record, day, _ in self._held:
            if day and starts and bounds[0][0] <= day <= bounds[-1][1]:
                counted[(kind, lane_of(record), family_of(record), bisect_right(starts, day) - 1)] += 1
        return [
            Bin(kind=kind, lane=lane, family=family, first=bounds[at][0], last=bounds[at][1], number=number)
            for (kind, lane, family, at), number in sorted(counted.items())
        ]

    def coverage(self, per: Per) -> list[Covered]:
        found: list[Covered] = []
        reports = [r for r in self.case.reports() if r.published]
        for first, last in self.stretches(per):
            here = [r for r in reports if r.published and first <= r.published <= last]
            found.append(Covered(first=first, last=last, reports=len(here), outlets=len({r.publisher for r in here})))
        return found

    def stretches(self, per: Per) -> list[tuple[date, date]]:
        return stretches_between(self.first, self.last, per) if self.first and self.last else []


def lane_of(record: Statement | Incident) -> str:
    """A side, "" for a speaker of none, or "incident"."""
    return "incident" if isinstance(record, Incident) else record.side or ""


def family_of(record: Statement | Incident) -> str:
    return TYPE_FAMILY[record.type].key if isinstance(record, Incident) else ACT_FAMILY[record.act].key


def rows_of(case: Case, records: Iterable[tuple[str, Any, date | None, bool]]) -> list[Row]:
    """The records with their first words and speakers, read together."""
    records = list(records)
    quotes = quoted(case.store, [record for _, record, _, _ in records])
    speaking = speakers(case, [record for kind, record, _, _ in records if kind == "statement"])
    return [
        Row(kind=kind, record=record, day=day, dated=dated, quote=quotes.get(record.id),
            speaker=speaking.get(record.id, ""))
        for kind, record, day, dated in records
    ]  # fmt: skip


def _records(case: Case, asked: Asked) -> list[tuple[str, Any, date | None, bool]]:
    bounds: dict[str, Any] = {"since": asked.since, "until": asked.until}
    found: list[tuple[str, Any, date | None, bool]] = []
    published = {t: r.published for r in case.reports() for t in r.text_ids}
    if asked.what != "incident" and not asked.type:
        told = {m.id: published.get(m.text_id) for m in case.store.statement_mentions()}
        for s in case.statements(**bounds, act=asked.act, side=asked.side):
            found.append(("statement", s, *_day(s.said_on, [told.get(m) for m in s.mention_ids])))
    if asked.what != "statement" and not asked.act:
        told = {m.id: published.get(m.text_id) for m in case.store.incident_mentions()}
        for i in case.incidents(**bounds, type=asked.type):
            if not asked.side or asked.side in {p.side for p in i.actors}:
                found.append(("incident", i, *_day(i.when, [told.get(m) for m in i.mention_ids])))
    if asked.made:
        found = [one for one in found if (one[1].maker.kind == "person") == (asked.made == "person")]
    return sorted(found, key=lambda one: (one[2] or date.max, one[0], one[1].id))


def _day(when: Any, published: Sequence[date | None]) -> tuple[date | None, bool]:
    own = (when.first_day or when.last_day) if when else None
    return own or min((p for p in published if p), default=None), bool(own)


def marks_between(marks: Iterable[Mark], first: date | None, last: date | None) -> list[Mark]:
    return [m for m in marks if first and last and first <= m.day <= last]

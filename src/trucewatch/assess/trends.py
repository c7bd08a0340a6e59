"""Statements and incidents counted over time, beside what was there to count from.

The rules of counting:

- A statement or an incident counts once, however many reports tell of it.
- It counts in the stretch (day, week from Monday, month) that holds the day said or the day of the event. What runs
  over several stretches ("in March" among weeks) is counted apart, as wider; what lies before or after the days shown,
  as outside.
- What has no day is counted apart, in the stretch in which it was first reported (``undated``); without that either, as
  having no day at all.
- An incident counts for every side that any account names as having done it: in the row of that side, or in the row of
  all the sides named, never split and never doubled. Of clashes and meetings all sides that take part are named. Who is
  of no side counts only where no side is named. A denial takes nothing away.
- Incidents that no account tells as having happened (planned, threatened, supposed, or only denied) are counted apart.
- A stretch in which no report was published has no coverage: that nothing is counted in it says nothing.
- An outlet is marked as first seen in the stretch of its first report in the whole case and as last seen in that of its
  last; none as first seen where the case's first report stands, none as last seen where its last does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from trucewatch.errors import BadInput
from trucewatch.records.incident import Incident
from trucewatch.records.mention import SaidAs
from trucewatch.records.statement import Statement
from trucewatch.records.vocabulary import MUTUAL
from trucewatch.records.where import Where

What = Literal["statement", "incident"]
Per = Literal["day", "week", "month"]
By = Literal["all", "side", "type", "act", "place"]
PERS: tuple[Per, ...] = ("day", "week", "month")
BYS: tuple[By, ...] = ("all", "side", "type", "act", "place")
#: Somebody is named, but nobody of a side; () is nobody named.
NO_SIDE = ""
#: Stretches that a trend has at most: longer ones are asked for by wider stretches.
MOST_STRETCHES = 4000
#: Told so, an account does not say that it happened.
_NOT_HAPPENED: frozenset[SaidAs] = frozenset({"planned", "threatened", "hypothetical", "denied"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """So many statements or incidents that are alike in all a trend looks at.

    ``first`` and ``last`` are the civil days said or of the event, ``published`` the day of the first report. ``sides``
    are the side that speaks, or all sides named as having done it. ``kind`` is the act or the type. ``place`` is
    (first-level area, country) by name, "" where not known; None where no place is told.
    """

    what: What
    first: date | None
    last: date | None
    published: date | None
    sides: tuple[str, ...]
    kind: str
    place: tuple[str, str] | None = None
    happened: bool = True
    number: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A report as the coverage counts it."""

    published: date | None
    outlet: str
    origin: str
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A dated event to read a trend against: an event of the agreement, a deadline, what a person marked."""

    day: date
    name: str
    kind: Literal["event", "deadline", "person"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendStretch:
    """A day, week or month with what was published in it; ``reports`` 0 is no coverage."""

    first: date
    last: date
    reports: int
    outlets: tuple[str, ...]
    origins: int
    languages: tuple[str, ...]
    first_seen: tuple[str, ...]
    last_seen: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendLine:
    """One row of counts. ``key`` is what it counts by: sides, an act or type, (area, country); () for all.

    ``dated`` and ``undated`` have one number a stretch: by the day itself, and of what has no day by its first report.
    ``wider`` runs over several stretches, ``outside`` lies before or after them, ``dayless`` has no day at all.
    """

    what: What
    key: tuple[str, ...] | None
    dated: tuple[int, ...]
    undated: tuple[int, ...]
    wider: int = 0
    outside: int = 0
    dayless: int = 0

    @property
    def within(self) -> int:
        """How many stand in the stretches, with a day or by their first report."""
        return sum(self.dated) + sum(self.undated)

    @property
    def total(self) -> int:
        return self.within + self.wider + self.outside + self.dayless


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Counts over time: ``every`` are all statements and all incidents, ``lines`` the same parted by ``by``.

    ``not_happened`` are incidents that no account tells as having happened, ``undated_reports`` stand in no stretch.
    """

    per: Per
    by: By
    stretches: tuple[TrendStretch, ...]
    every: tuple[TrendLine, ...]
    lines: tuple[TrendLine, ...]
    marks: tuple[Mark, ...] = ()
    not_happened: int = 0
    undated_reports: int = 0

    @property
    def uncovered(self) -> int:
        """Stretches in which no report was published."""
        return sum(not stretch.reports for stretch in self.stretches)


def statement_told(statement: Statement, published: date | None) -> Told:
    """A statement as a trend counts it; ``published`` is the day of its first report."""
    when = statement.said_on
    return Told(
        what="statement", first=when.first_day if when else None, last=when.last_day if when else None,
        published=published, sides=(statement.side,) if statement.side else (NO_SIDE,), kind=statement.act,
    )  # fmt: skip


def incident_told(incident: Incident, published: date | None) -> Told:
    """An incident as a trend counts it; ``published`` is the day of its first report."""
    when = incident.when
    actors = [p.side for p in incident.actors]
    return Told(
        what="incident", first=when.first_day if when else None, last=when.last_day if when else None,
        published=published, kind=incident.type,
        sides=sides_named(incident.type, actors, [p.side for p in incident.targets]),
        place=area_named(incident.where), happened=told_as_happened(a.said_as for a in incident.accounts),
    )  # fmt: skip


def sides_named(kind: str, actors: Sequence[str | None], targets: Sequence[str | None]) -> tuple[str, ...]:
    """Every side that an account names as having done it, sorted; of clashes and meetings all that take part."""
    taking_part = [*actors, *(targets if kind in MUTUAL else ())]
    sides = {side for side in taking_part if side}
    return tuple(sorted(sides)) or ((NO_SIDE,) if taking_part else ())


def area_named(where: Where | None) -> tuple[str, str] | None:
    """(first-level area, country) of a place, as far as the gazetteer knows them; None where no place is told."""
    return (where.admin1 or "", where.country_name or "") if where else None


def told_as_happened(said_as: Iterable[str]) -> bool:
    return any(one not in _NOT_HAPPENED for one in said_as)


def trend(
    told: Iterable[Told],
    reports: Iterable[Received],
    *,
    by: By = "all",
    per: Per = "week",
    since: date | None = None,
    until: date | None = None,
    marks: Iterable[Mark] = (),
    sides: Sequence[str] = (),
) -> Trend:
    """Count what is told by stretches; reads each record and each report once.

    The days shown are those asked for; where none are, from the first to the last day on which a report was published.
    Outlets stand in the order in which the reports name them.
    ``sides`` is the order in which sides stand (the agreement's); acts, types and places stand by how often they are
    told, then by name.

    Raises: BadInput for days that run backwards or ask for more stretches than can be shown.
    """
    received = list(reports)
    days = [report.published for report in received if report.published]
    first, last = since or min(days, default=until), until or max(days, default=since)
    if first and last and first > last and not (since and until):
        first = last = since or until  # every report lies before the first day asked for, or after the last
    bounds = stretches_between(first, last, per) if first and last else []
    grid = _Grid(bounds, per)
    rank = {side: n for n, side in enumerate(sides)}
    counting: dict[tuple[What, tuple[str, ...] | None], _Counting] = {
        (what, ()): _Counting(len(bounds)) for what in ("statement", "incident")
    }
    parted: dict[tuple[What, tuple[str, ...] | None], _Counting] = {}
    not_happened = 0
    for one in told:
        if not one.happened:
            not_happened += one.number
            continue
        counting[(one.what, ())].add(one, grid)
        if (part := _part(one, by, rank)) is not False:
            key = (one.what, part)
            if key not in parted:
                parted[key] = _Counting(len(bounds))
            parted[key].add(one, grid)
    return Trend(
        per=per,
        by=by,
        stretches=_coverage(grid, received),
        every=tuple(counted.line(*key) for key, counted in counting.items()),
        lines=tuple(_in_order((counted.line(*key) for key, counted in parted.items()), by, rank)),
        marks=tuple(
            sorted((m for m in marks if grid.place(m.day) is not None), key=lambda m: (m.day, m.kind, m.name))
        ),
        not_happened=not_happened,
        undated_reports=len(received) - len(days),
    )  # fmt: skip


def stretches_between(first: date, last: date, per: Per) -> list[tuple[date, date]]:
    """First and last day of every stretch from the one that holds ``first`` to the one that holds ``last``.

    Raises: BadInput for days that run backwards or more than ``MOST_STRETCHES``.
    """
    if first > last:
        raise BadInput(f"the first day ({first}) lies after the last ({last}); give the earlier day first")
    if (last - first).days > MOST_STRETCHES * {"day": 1, "week": 7, "month": 30}[per]:
        wider = "week or month" if per == "day" else "month"
        step = f"count per {wider}, or ask for fewer days" if per != "month" else "ask for fewer days"
        raise BadInput(f"from {first} to {last} are more than {MOST_STRETCHES:,} {per}s; {step}")
    found = []
    start = _begins(first, per)
    while start <= last:
        following = _following(start, per)
        found.append((start, following - timedelta(days=1) if following else date.max))
        if following is None:
            break
        start = following
    return found


def _begins(day: date, per: Per) -> date:
    if per == "week":
        return day - timedelta(days=min(day.weekday(), (day - date.min).days))
    return day.replace(day=1) if per == "month" else day


def _following(start: date, per: Per) -> date | None:
    """The first day of the next stretch; None at the end of the calendar."""
    try:
        if per == "month":
            return (start + timedelta(days=31)).replace(day=1)
        return start + timedelta(days=7 if per == "week" else 1)
    except OverflowError:
        return None


class _Grid:
    """The stretches, and which of them holds a day."""

    def __init__(self, bounds: Sequence[tuple[date, date]], per: Per) -> None:
        self.bounds = bounds
        self._per = per

    def place(self, day: date | None) -> int | None:
        """The number of the stretch that holds the day; None outside."""
        if day is None or not self.bounds or not self.bounds[0][0] <= day <= self.bounds[-1][1]:
            return None
        start = self.bounds[0][0]
        if self._per == "month":
            return (day.year - start.year) * 12 + day.month - start.month
        return (day - start).days // (7 if self._per == "week" else 1)

    def inside(self, first: date, last: date) -> bool:
        """Whether days that both lie outside have all the stretches between them."""
        return bool(self.bounds) and first < self.bounds[0][0] and last > self.bounds[-1][1]


def _part(one: Told, by: By, rank: Mapping[str, int]) -> tuple[str, ...] | Literal[False] | None:
    """The row in which it counts; False where ``by`` does not part its kind (acts are of statements only)."""
    if by == "side":
        return tuple(sorted(one.sides, key=lambda side: (rank.get(side, len(rank)), side)))
    if (by, one.what) in (("type", "incident"), ("act", "statement")):
        return (one.kind,)
    if by == "place" and one.what == "incident":
        return one.place
    return False


class _Counting:
    """One row while it is counted."""

    def __init__(self, stretches: int) -> None:
        self.dated = [0] * stretches
        self.undated = [0] * stretches
        self.wider = self.outside = self.dayless = 0

    def add(self, one: Told, grid: _Grid) -> None:
        first, last = one.first, one.last
        if first is None and last is None:
            at = grid.place(one.published)
            if at is not None:
                self.undated[at] += one.number
            elif one.published:
                self.outside += one.number
            else:
                self.dayless += one.number
            return
        begins, ends = grid.place(first), grid.place(last)
        if begins is not None and begins == ends:
            self.dated[begins] += one.number
        elif begins is not None or ends is not None or (first and last and grid.inside(first, last)):
            self.wider += one.number
        else:
            self.outside += one.number

    def line(self, what: What, key: tuple[str, ...] | None) -> TrendLine:
        return TrendLine(
            what=what, key=key, dated=tuple(self.dated), undated=tuple(self.undated), wider=self.wider,
            outside=self.outside, dayless=self.dayless,
        )  # fmt: skip


def _in_order(lines: Iterable[TrendLine], by: By, rank: Mapping[str, int]) -> list[TrendLine]:
    """Statements before incidents; sides as given, then several sides, then no side and nobody; others by number."""

    def by_side(line: TrendLine) -> tuple[object, ...]:
        key = line.key or ()
        group = 2 if key == (NO_SIDE,) else 3 if not key else 0 if len(key) == 1 else 1
        return (line.what == "incident", group, [rank.get(side, len(rank)) for side in key], key)

    def by_number(line: TrendLine) -> tuple[object, ...]:
        return (line.what == "incident", line.key is None, -line.total, line.key or ())

    return sorted(lines, key=by_side if by == "side" else by_number)


@dataclass
class _Week:
    """One stretch while its reports are counted."""

    reports: int = 0
    outlets: dict[str, None] = field(default_factory=dict)
    origins: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)

    def add(self, report: Received) -> None:
        self.reports += 1
        self.outlets[report.outlet] = None
        self.origins.add(report.origin)
        self.languages.update(report.languages)


def _coverage(grid: _Grid, reports: Sequence[Received]) -> tuple[TrendStretch, ...]:
    weeks = [_Week() for _ in grid.bounds]
    first_of: dict[str, date] = {}
    last_of: dict[str, date] = {}
    for report in reports:
        day = report.published
        if day is None:
            continue
        first_of[report.outlet] = min(day, first_of.get(report.outlet, day))
        last_of[report.outlet] = max(day, last_of.get(report.outlet, day))
        at = grid.place(day)
        if at is not None:
            weeks[at].add(report)
    first_seen = _by_stretch(first_of, grid, but=min(first_of.values(), default=None))
    last_seen = _by_stretch(last_of, grid, but=max(last_of.values(), default=None))
    return tuple(
        TrendStretch(
            first=first, last=last, reports=week.reports, outlets=tuple(week.outlets),
            origins=len(week.origins), languages=tuple(sorted(week.languages)),
            first_seen=tuple(first_seen.get(n, ())), last_seen=tuple(last_seen.get(n, ())),
        )
        for n, ((first, last), week) in enumerate(zip(grid.bounds, weeks, strict=True))
    )  # fmt: skip


def _by_stretch(days: Mapping[str, date], grid: _Grid, *, but: date | None) -> dict[int, list[str]]:
    """Outlets by the stretch that holds their day; those of the stretch that holds ``but`` are left out."""
    found: dict[int, list[str]] = {}
    left_out = grid.place(but)
    for outlet, day in days.items():
        at = grid.place(day)
        if at is not None and at != left_out:
            found.setdefault(at, []).append(outlet)
    return found

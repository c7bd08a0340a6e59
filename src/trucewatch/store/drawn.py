"""What pictures are drawn from, counted by the database: days by side and act, places by type and side, what is new."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import TypeAdapter

from trucewatch.records.where import Where
from trucewatch.store import schema, schema_lists
from trucewatch.store.case_file import in_batches
from trucewatch.store.choosing import Condition, IncidentFilter, ReportFilter, StatementFilter
from trucewatch.store.hits import Searching
from trucewatch.store.spread import sides_of

#: How long the stretches are that records are counted by.
Per = Literal["day", "week", "month"]
_WHERE = TypeAdapter(Where)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How many records there are, how many of them without any day, and the first and last day."""

    number: int
    dayless: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCount:
    """Incidents at one place: ``kinds`` are their type and the sides named as having done it, with how many."""

    where: Where
    kinds: Mapping[tuple[str, tuple[str, ...]], int]

    @property
    def number(self) -> int:
        return sum(self.kinds.values())


class Drawing(Searching):
    """Counts as pictures need them."""

    def report_span(self) -> tuple[date | None, date | None]:
        """The first and the last day on which a report was published."""
        t = schema_lists.listed_reports
        with self.reading() as connection:
            query = sa.select(sa.func.min(t.c.day), sa.func.max(t.c.day)).where(self.mine(t))
            first, last = connection.execute(query).one()
        return first, last

    def extent(
        self, wanted: StatementFilter | IncidentFilter, *, since: date | None, until: date | None
    ) -> Extent:  # fmt: skip
        """How many there are, and the days of those within a period (without bounds: of all)."""
        t, conditions = self._chosen(wanted)
        within = sa.and_(t.c.day.is_not(None), *_within(t, since, until))
        day = sa.case((within, t.c.day))
        query = sa.select(sa.func.count(), sa.func.count(t.c.day), sa.func.min(day), sa.func.max(day))
        with self.reading() as connection:
            number, dated, first, last = connection.execute(query.where(*conditions)).one()
        return Extent(number=number, dayless=number - dated, first=first, last=last)

    def number_between(
        self, wanted: StatementFilter | IncidentFilter, *, since: date | None = None, until: date | None = None
    ) -> int:  # fmt: skip
        """How many have their day (as listed) in a period."""
        t, conditions = self._chosen(wanted)
        query = sa.select(sa.func.count()).select_from(t).where(*conditions, *_within(t, since, until))
        with self.reading() as connection:
            found: int = connection.execute(query).scalar_one()
        return found

    def by_stretch(
        self, wanted: StatementFilter | IncidentFilter, per: Per, bounds: Sequence[tuple[date, date]],
        families: Mapping[str, str],
    ) -> list[tuple[int, str, str, int]]:  # fmt: skip
        """(number of the stretch, side, family, how many): statements by the side that speaks ("": none) and the
        family of their act, incidents by that of their type, without a side. ``bounds`` are the days, weeks or months.
        """
        t, conditions = self._chosen(wanted)
        said = isinstance(wanted, StatementFilter)
        side = (t.c.side if said else sa.literal("")).label("side")
        family = sa.case(dict(families), value=t.c.act if said else t.c.type).label("family")
        stretch = self._stretch(t.c.day, per, bounds[0][0])
        each = sa.select(stretch, side, family).where(*conditions, *_within(t, bounds[0][0], bounds[-1][1])).subquery()
        query = sa.select(*each.c, sa.func.count().label("number")).group_by(*each.c)
        with self.reading() as connection:
            return [(row.n, row.side or "", row.family, row.number) for row in connection.execute(query)]

    def reports_by_stretch(
        self, wanted: ReportFilter, per: Per, bounds: Sequence[tuple[date, date]]
    ) -> dict[int, tuple[int, int]]:  # fmt: skip
        """Number of the stretch -> how many reports were published in it, by how many outlets."""
        t = schema_lists.listed_reports
        stretch = self._stretch(t.c.day, per, bounds[0][0])
        within = _within(t, bounds[0][0], bounds[-1][1])
        each = sa.select(stretch, t.c.publisher).where(*self.reports_wanted(wanted), *within).subquery()
        query = sa.select(each.c.n, sa.func.count(), sa.func.count(each.c.publisher.distinct())).group_by(each.c.n)
        with self.reading() as connection:
            return {n: (reports, outlets) for n, reports, outlets in connection.execute(query)}

    def places_of_incidents(self, wanted: IncidentFilter, *, without: Collection[str] = ()) -> list[PlaceCount]:
        """The places of the incidents that have coordinates, those ``without`` (ids) left out; most told of first."""
        t = schema_lists.listed_incidents
        parts = (t.c.lat, t.c.lon, t.c.precision, t.c.type, t.c.actor_sides)
        query = sa.select(*parts, sa.func.count().label("number"), sa.func.min(t.c.row).label("first"))
        query = query.where(*self.incidents_wanted(wanted), t.c.lat.is_not(None)).group_by(*parts)
        kinds: dict[tuple[Any, ...], Counter[tuple[str, tuple[str, ...]]]] = {}
        named: dict[tuple[Any, ...], int] = {}
        with self.reading() as connection:
            for row in connection.execute(query):
                key = tuple(row[:3])
                kinds.setdefault(key, Counter())[(row.type, sides_of(row.actor_sides))] += row.number
                named[key] = min(named.get(key, row.first), row.first)
            for one in self._among(connection, wanted, without):
                if one.lat is not None:
                    kinds[tuple(one[:3])][(one.type, sides_of(one.actor_sides))] -= 1
            wheres = self._wheres(connection, named.values())
        found = [PlaceCount(where=wheres[named[key]], kinds=+own) for key, own in kinds.items() if named[key] in wheres]
        return sorted((one for one in found if one.number), key=lambda one: (-one.number, one.where.name))

    def kinds_of_incidents(
        self, wanted: IncidentFilter, ids: Collection[str]
    ) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Of these incidents those that are wanted: their type and the sides named as having done it."""
        with self.reading() as connection:
            return {row.id: (row.type, sides_of(row.actor_sides)) for row in self._among(connection, wanted, ids)}

    def new_counts(self, since: datetime, *, most: int) -> dict[str, int]:
        """How many reports, statements and incidents there are of which the case held no version at ``since``; counted
        no further than ``most``."""
        found = {}
        with self.reading() as connection:
            for kind, t in (
                ("report", schema.reports), ("statement", schema.statements), ("incident", schema.incidents),
            ):  # fmt: skip
                older = t.alias()
                held = sa.exists().where(self.mine(older), older.c.id == t.c.id, older.c.recorded_at <= since)
                fresh = sa.select(t.c.row).where(
                    self.mine(t), t.c.superseded_at.is_(None), t.c.recorded_at > since, ~held
                )
                query = sa.select(sa.func.count()).select_from(fresh.limit(most).subquery())
                found[kind] = connection.execute(query).scalar_one()
        return found

    def _chosen(self, wanted: StatementFilter | IncidentFilter) -> tuple[sa.Table, list[Condition]]:
        if isinstance(wanted, StatementFilter):
            return schema_lists.listed_statements, self.statements_wanted(wanted)
        return schema_lists.listed_incidents, self.incidents_wanted(wanted)

    def _among(self, connection: sa.Connection, wanted: IncidentFilter, ids: Collection[str]) -> Iterator[sa.Row[Any]]:
        t = schema_lists.listed_incidents
        query = sa.select(t.c.lat, t.c.lon, t.c.precision, t.c.type, t.c.actor_sides, t.c.id)
        query = query.where(*self.incidents_wanted(wanted))
        for some in in_batches(sorted(ids)):
            found: Iterable[sa.Row[Any]] = connection.execute(query.where(t.c.id.in_(some)))
            yield from found

    def _wheres(self, connection: sa.Connection, listed: Collection[int]) -> dict[int, Where]:
        """Row of a listed incident -> its place."""
        t = schema.incidents
        found: dict[int, Where] = {}
        for some in in_batches(sorted(set(listed))):
            query = sa.select(t.c.row, t.c.payload).where(t.c.row.in_(some))
            for row in connection.execute(query):
                found[row.row] = _WHERE.validate_python(json.loads(row.payload)["where"])
        return found

    def _stretch(self, day: sa.Column[Any], per: Per, first: date) -> sa.Label[int]:
        """Which day, week or month a day lies in, counted from that of ``first``."""
        if per == "month":
            months = self.sql.part_of_day(day, "%Y") * 12 + self.sql.part_of_day(day, "%m")
            return (months - (first.year * 12 + first.month)).label("n")
        days = self.sql.days_from(day, first)
        return (days // 7 if per == "week" else days).label("n")


def _within(t: sa.Table, since: date | None, until: date | None) -> list[Condition]:
    bounds = [] if since is None else [t.c.day >= since]
    return bounds if until is None else [*bounds, t.c.day <= until]

"""What pictures are drawn from, counted by the database: days by side and act, places by type and side, what is new."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from trucewatch.records.where import Where
from trucewatch.store import schema
from trucewatch.store.case_file import in_batches
from trucewatch.store.choosing import IncidentFilter, StatementFilter
from trucewatch.store.hits import Searching
from trucewatch.store.spread import sides_of

_WHERE = TypeAdapter(Where)


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

    def statements_by_lane(self, wanted: StatementFilter) -> list[tuple[date | None, str, str, int]]:
        """How many statements there are of each day (as listed), side ("": none) and act."""
        t = schema.listed_statements
        parts = (t.c.day, t.c.side, t.c.act)
        query = sa.select(*parts, sa.func.count().label("number")).where(*self.statements_wanted(wanted))
        with self.reading() as connection:
            return [
                (row.day, row.side or "", row.act, row.number) for row in connection.execute(query.group_by(*parts))
            ]

    def places_of_incidents(self, wanted: IncidentFilter, *, without: Collection[str] = ()) -> list[PlaceCount]:
        """The places of the incidents that have coordinates, those ``without`` (ids) left out; most told of first."""
        t = schema.listed_incidents
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

    def new_counts(self, since: datetime) -> dict[str, int]:
        """How many reports, statements and incidents there are of which the case held no version at ``since``."""
        found = {}
        with self.reading() as connection:
            for kind, t in (
                ("report", schema.reports), ("statement", schema.statements), ("incident", schema.incidents),
            ):  # fmt: skip
                older = t.alias()
                held = sa.exists().where(self.mine(older), older.c.id == t.c.id, older.c.recorded_at <= since)
                query = sa.select(sa.func.count()).select_from(t)
                query = query.where(self.mine(t), t.c.superseded_at.is_(None), t.c.recorded_at > since, ~held)
                found[kind] = connection.execute(query).scalar_one()
        return found

    def _among(self, connection: sa.Connection, wanted: IncidentFilter, ids: Collection[str]) -> Iterator[sa.Row[Any]]:
        t = schema.listed_incidents
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

"""What of a case is spread over days and places, counted by the database; single events where they are few; what is
new, and what stands next to a record."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import sqlalchemy as sa

from trucewatch.records.where import PlacePrecision
from trucewatch.store import rows, schema, schema_lists
from trucewatch.store.cards import RECORDS
from trucewatch.store.choosing import IncidentFilter, ReportFilter, StatementFilter
from trucewatch.store.listing import LISTS
from trucewatch.store.pages import IncidentItem, Paging, ReportItem, StatementItem, by_day

What = Literal["statement", "incident"]
Listed = Literal["statement", "incident", "report"]
By = Literal["all", "side", "type", "act"]
Per = Literal["day", "week", "month"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """How many statements or incidents of a day are alike in ``key``: () for all, the side that speaks or the sides
    named as having done it ("" for people of none), an act or a type. ``day`` is None where no day is known."""

    what: What
    day: date | None
    key: tuple[str, ...]
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A statement or incident as a timeline draws it: ``what`` is an act or type, ``who`` the speaker or the place."""

    kind: What
    id: str
    day: date
    last: date
    dated: bool
    sides: tuple[str, ...]
    target_sides: tuple[str, ...]
    what: str
    who: str | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Incidents at one point of the gazetteer: how many, by type and by sides named as having done it."""

    lat: float
    lon: float
    precision: PlacePrecision
    types: Mapping[str, int]
    sides: Mapping[tuple[str, ...], int]
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A part of the globe in degrees; ``west`` may lie east of ``east`` where it crosses the 180th meridian."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What a case holds at a glance. ``counts`` are of reports, statements, incidents, actors and series; ``first`` and
    ``last`` the days between which reports were published; ``acts``, ``types`` and ``sides`` (of speakers; "" is no
    side) with how often, most first."""

    counts: Mapping[str, int]
    outlets: int
    first: date | None
    last: date | None
    acts: Mapping[str, int]
    types: Mapping[str, int]
    sides: Mapping[str, int]


class Spreading(Paging):
    """Days, places, and what is near."""

    # -- over days ---------------------------------------------------------------------------------

    def statement_days(
        self, wanted: StatementFilter | None = None, *, by: By = "all", per: Per = "day"
    ) -> list[DayCount]:
        """Statements by day (as listed: the day said, else first reported) and by side or act. Of a week or month the
        day is its first."""
        t = schema_lists.listed_statements
        part = {"side": t.c.side, "act": t.c.act}.get(by)
        conditions = self.statements_wanted(wanted or StatementFilter())
        return [
            DayCount(what="statement", day=day, key=() if part is None else (key or "",), number=number)
            for day, key, number in self._days(t, part, conditions, per)
        ]

    def incident_days(
        self, wanted: IncidentFilter | None = None, *, by: By = "all", per: Per = "day"
    ) -> list[DayCount]:
        """Incidents by day and by the sides named as having done them, or by type."""
        t = schema_lists.listed_incidents
        part = {"side": t.c.actor_sides, "type": t.c.type}.get(by)
        conditions = self.incidents_wanted(wanted or IncidentFilter())
        return [
            DayCount(
                what="incident", day=day, number=number,
                key=() if part is None else sides_of(key) if by == "side" else (key,),
            )
            for day, key, number in self._days(t, part, conditions, per)
        ]  # fmt: skip

    def report_days(
        self, wanted: ReportFilter | None = None, *, per: Per = "day"
    ) -> list[tuple[date | None, str | None, int]]:
        """How many reports there are of each day of publication and outlet."""
        t = schema_lists.listed_reports
        return self._days(t, t.c.publisher, self.reports_wanted(wanted or ReportFilter()), per)

    def events(
        self, statements: StatementFilter | None, incidents: IncidentFilter | None, *, most: int = 400
    ) -> tuple[Event, ...] | None:
        """The statements and incidents with a day, in order of time; None if there are more than ``most``.

        Without a filter for a kind none of it are given.
        """
        found: list[Event] = []
        with self.reading() as connection:
            for kind, conditions in (
                (rows.STATEMENTS, None if statements is None else self.statements_wanted(statements)),
                (rows.INCIDENTS, None if incidents is None else self.incidents_wanted(incidents)),
            ):
                if conditions is None:
                    continue
                t = LISTS[kind.name]
                query = sa.select(t).where(*conditions, t.c.day.is_not(None)).order_by(*by_day(t, "oldest"))
                listed = list(connection.execute(query.limit(most - len(found) + 1)))
                if len(found) + len(listed) > most:
                    return None
                found += self._events(connection, kind, listed)
        return tuple(sorted(found, key=lambda e: e.day))

    # -- over places -------------------------------------------------------------------------------

    def spots(self, box: Box, wanted: IncidentFilter | None = None) -> tuple[Spot, ...]:
        """The incidents with coordinates in a box, those at one point together, from south to north."""
        t = schema_lists.listed_incidents
        alike = (t.c.lat, t.c.lon, t.c.precision, t.c.type, t.c.actor_sides)
        query = sa.select(*alike, sa.func.count().label("number")).where(
            *self.incidents_wanted(wanted or IncidentFilter()), *_inside(t, box)
        )
        together: dict[tuple[float, float, PlacePrecision], tuple[dict[str, int], dict[tuple[str, ...], int]]] = {}
        keys: dict[str, tuple[str, ...]] = {}
        with self.reading() as connection:
            for lat, lon, precision, kind, named, number in connection.execute(query.group_by(*alike)):
                types, sides = together.setdefault((lat, lon, precision), ({}, {}))
                types[kind] = types.get(kind, 0) + number
                key = keys.setdefault(named, sides_of(named))
                sides[key] = sides.get(key, 0) + number
        return tuple(
            Spot(lat=lat, lon=lon, precision=precision, types=types, sides=sides, number=sum(types.values()))
            for (lat, lon, precision), (types, sides) in together.items()
        )

    def incidents_in(
        self, box: Box, wanted: IncidentFilter | None = None, *, limit: int = 400
    ) -> tuple[IncidentItem, ...]:
        """The incidents with coordinates in a box, the newest first."""
        t = schema_lists.listed_incidents
        query = sa.select(t).where(*self.incidents_wanted(wanted or IncidentFilter()), *_inside(t, box))
        with self.reading() as connection:
            found = list(connection.execute(query.order_by(*by_day(t, "newest")).limit(limit)))
            return self._incident_items(connection, found)

    def published_between(self) -> tuple[date | None, date | None]:
        """The days of the first and the last report."""
        r = schema_lists.listed_reports
        with self.reading() as connection:
            first, last = connection.execute(
                sa.select(sa.func.min(r.c.day), sa.func.max(r.c.day)).where(self.mine(r))
            ).one()
        return first, last

    # -- what is new, what is near -----------------------------------------------------------------

    def overview(self) -> Overview:
        s, i, r = schema_lists.listed_statements, schema_lists.listed_incidents, schema_lists.listed_reports
        with self.reading() as connection:
            counts = {
                name: connection.execute(sa.select(sa.func.count()).select_from(t).where(self.mine(t))).scalar_one()
                for name, t in LISTS.items() if name not in RECORDS
            }  # fmt: skip
            outlets = connection.execute(
                sa.select(sa.func.count(r.c.publisher.distinct())).where(self.mine(r))
            ).scalar_one()

            counted = {}
            for name, column in (("act", s.c.act), ("side", s.c.side), ("type", i.c.type)):
                query = sa.select(column, sa.func.count()).where(self.mine(column.table)).group_by(column)
                counted[name] = {row[0] or "": row[1] for row in connection.execute(query)}
        counts |= {"statement": sum(counted["act"].values()), "incident": sum(counted["type"].values())}
        first, last = self.published_between()
        return Overview(
            counts=counts, outlets=outlets, first=first, last=last, acts=_most_first(counted["act"]),
            types=_most_first(counted["type"]), sides=_most_first(counted["side"]),
        )  # fmt: skip

    def newest_statements(self, since: datetime | None = None, *, limit: int = 20) -> tuple[StatementItem, ...]:
        """The statements that the case did not hold at ``since``, the last recorded first."""
        return self.statement_items(self._newest(schema.statements, since, limit))

    def newest_incidents(self, since: datetime | None = None, *, limit: int = 20) -> tuple[IncidentItem, ...]:
        return self.incident_items(self._newest(schema.incidents, since, limit))

    def newest_reports(self, since: datetime | None = None, *, limit: int = 20) -> tuple[ReportItem, ...]:
        return self.report_items(self._newest(schema.reports, since, limit))

    def neighbours(self, kind: Listed, record_id: str) -> tuple[str | None, str | None]:
        """The records of the kind just before and just after this one in the order of time; (None, None) of one that is
        not in force. Those of unknown day come last."""
        t = LISTS[kind]
        with self.reading() as connection:
            here = connection.execute(sa.select(t).where(self.mine(t), t.c.id == record_id)).first()
            if here is None:
                return None, None
            if here.day is None:
                before = [sa.and_(t.c.day.is_(None), t.c.row < here.row), t.c.day.is_not(None)]
                after = [sa.and_(t.c.day.is_(None), t.c.row > here.row)]
            else:
                same = t.c.day == here.day
                before = [sa.and_(same, t.c.row < here.row), t.c.day < here.day]
                after = [sa.and_(same, t.c.row > here.row), t.c.day > here.day, t.c.day.is_(None)]

            def nearest(conditions: Sequence[sa.ColumnElement[bool]], order: Literal["oldest", "newest"]) -> str | None:
                for condition in conditions:  # nearest first, each by the index
                    query = sa.select(t.c.id).where(self.mine(t), condition).order_by(*by_day(t, order)).limit(1)
                    if (found := connection.execute(query).scalar()) is not None:
                        return str(found)
                return None

            return nearest(before, "newest"), nearest(after, "oldest")

    # -- the parts ---------------------------------------------------------------------------------

    def _days(
        self, t: sa.Table, part: sa.Column[Any] | None, conditions: Sequence[sa.ColumnElement[bool]], per: Per
    ) -> list[tuple[date | None, Any, int]]:
        """(First day, value of the part, how many): counted by part and day, in the order of an index of the list, and
        what comes of it by stretch."""
        alike: list[sa.ColumnElement[Any]] = [t.c.day] if part is None else [part, t.c.day]
        columns = [*alike, sa.func.count().label("number")]
        counted = sa.select(*columns).where(*conditions).group_by(*alike).subquery()
        stretch = self.sql.first_day(counted.c.day, per).label("stretch")
        shown: list[sa.ColumnElement[Any]] = [
            stretch,
            sa.cast(sa.func.sum(counted.c.number), sa.Integer).label("number"),
        ]
        grouped: list[sa.ColumnElement[Any]] = [stretch]
        if part is not None:
            shown.append(counted.c[part.name])
            grouped.append(counted.c[part.name])
        query = sa.select(*shown).group_by(*grouped)
        with self.reading() as connection:
            return [
                (date.fromisoformat(row[0]) if row[0] else None, None if part is None else row[2], row[1])
                for row in connection.execute(query)
            ]

    def _events(self, connection: sa.Connection, kind: rows.Kind, listed: Sequence[sa.Row[Any]]) -> list[Event]:
        t = kind.table
        query = sa.select(t.c.row, t.c.payload, t.c.founding_mention)
        held = {r.row: r for r in connection.execute(query.where(t.c.row.in_([one.row for one in listed])))}
        words = self._first_words(connection, kind.name, [row.founding_mention for row in held.values()])
        found = []
        for one in listed:
            if one.row not in held:
                continue
            values = json.loads(held[one.row].payload)
            said = kind is rows.STATEMENTS
            place = None if said else (values["where"] or {}).get("name")
            addressed = (one.target_side,) if said and one.target_side else ()
            targets = addressed if said else sides_of(one.target_sides)
            found.append(
                Event(
                    kind="statement" if said else "incident", id=one.id, day=one.day, last=one.last, dated=one.dated,
                    sides=(one.side or "",) if said else sides_of(one.actor_sides),
                    target_sides=targets,
                    what=one.act if said else one.type, who=values["speaker"] if said else place,
                    words=" … ".join(span.words for span in words.get(held[one.row].founding_mention, ())),
                )
            )  # fmt: skip
        return found

    def _newest(self, t: sa.Table, since: datetime | None, limit: int) -> list[str]:
        """Ids of records in force of which there was no version at ``since``, the last recorded first."""
        query = sa.select(t.c.id).where(self.mine(t), t.c.superseded_at.is_(None))
        if since is not None:
            older = t.alias()
            held = sa.exists().where(self.mine(older), older.c.id == t.c.id, older.c.recorded_at <= since)
            query = query.where(t.c.recorded_at > since, ~held)
        with self.reading() as connection:
            return list(
                connection.execute(query.order_by(t.c.recorded_at.desc(), t.c.row.desc()).limit(limit)).scalars()
            )


def _most_first(counted: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def sides_of(column: str) -> tuple[str, ...]:
    """The sides that stand beside each other in a column: ("",) people of no side, () nobody."""
    return tuple(column[1:-1].split("|")) if column else ()


def _inside(t: sa.Table, box: Box) -> list[sa.ColumnElement[bool]]:
    across = (t.c.lon >= box.west, t.c.lon <= box.east)
    lon = sa.and_(*across) if box.west <= box.east else sa.or_(*across)
    return [t.c.lat.is_not(None), t.c.lat >= box.south, t.c.lat <= box.north, lon]

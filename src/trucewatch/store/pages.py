"""Statements, incidents and reports by pages, each with what a list shows of it.

A page asks the lists (schema_lists.py) which records stand on it and how many there are, and reads only these: a few
queries for a page, however many records the case holds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVar

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.engine import Connection

from trucewatch.records.incident import Incident
from trucewatch.records.page import Page, check_page
from trucewatch.records.report import Report
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.store import rows, schema_lists
from trucewatch.store.cards import MENTIONS
from trucewatch.store.choosing import Choosing, IncidentFilter, MadeBy, ReportFilter, StatementFilter
from trucewatch.store.listing import LISTS
from trucewatch.store.rows import Kind

Item = TypeVar("Item")
Order = Literal["oldest", "newest"]
_SPANS = TypeAdapter(tuple[Span, ...])


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem:
    """What a list shows beside a statement or incident.

    ``words`` are those of the mention it was founded on, ``outlets`` the publishers of its ``reports`` (a number),
    first published first. ``day`` is the day said, else (``dated`` False) that of the first report. ``score`` is that
    of the surest attribution, ``made_by`` "person" where one added, changed or confirmed something.
    """

    words: tuple[Span, ...]
    day: date | None
    dated: bool
    score: float | None
    made_by: MadeBy
    reports: int
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementItem(ListItem):
    """A statement as a list shows it."""

    record: Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentItem(ListItem):
    """An incident as a list shows it."""

    record: Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportItem:
    """A report, and how many statements and incidents it carries."""

    record: Report
    statements: int
    incidents: int


class Paging(Choosing):
    """Pages of what is listed by day."""

    def statements_page(
        self, wanted: StatementFilter | None = None, *, order: Order = "newest", offset: int = 0, limit: int = 50
    ) -> Page[StatementItem]:
        """``oldest`` is the order of ``statements``; ``newest`` turns it round; those of unknown day stand last."""
        conditions = self.statements_wanted(wanted or StatementFilter())
        return self._page(rows.STATEMENTS, conditions, self._statement_items, order, offset, limit)

    def incidents_page(
        self, wanted: IncidentFilter | None = None, *, order: Order = "newest", offset: int = 0, limit: int = 50
    ) -> Page[IncidentItem]:
        """As ``statements_page``."""
        conditions = self.incidents_wanted(wanted or IncidentFilter())
        return self._page(rows.INCIDENTS, conditions, self._incident_items, order, offset, limit)

    def reports_page(
        self, wanted: ReportFilter | None = None, *, order: Order = "newest", offset: int = 0, limit: int = 50
    ) -> Page[ReportItem]:
        """``oldest`` is the order of ``reports``; days are those of publication."""
        conditions = self.reports_wanted(wanted or ReportFilter())
        return self._page(rows.REPORTS, conditions, self._report_items, order, offset, limit)

    def statement_items(self, ids: Sequence[str]) -> tuple[StatementItem, ...]:
        """These statements as a list shows them, in the order given; those no longer in force are left out."""
        with self.reading() as connection:
            return self._statement_items(connection, self._listed(connection, rows.STATEMENTS, ids))

    def incident_items(self, ids: Sequence[str]) -> tuple[IncidentItem, ...]:
        with self.reading() as connection:
            return self._incident_items(connection, self._listed(connection, rows.INCIDENTS, ids))

    def report_items(self, ids: Sequence[str]) -> tuple[ReportItem, ...]:
        with self.reading() as connection:
            return self._report_items(connection, self._listed(connection, rows.REPORTS, ids))

    # -- the parts ---------------------------------------------------------------------------------

    def _page(
        self,
        kind: Kind,
        conditions: Sequence[sa.ColumnElement[bool]],
        items: Callable[[Connection, Sequence[sa.Row[Any]]], tuple[Item, ...]],
        order: Order,
        offset: int,
        limit: int,
    ) -> Page[Item]:
        """One page of a list, its rows made ``items``, and how many rows there are on all."""
        check_page(offset, limit)
        t = LISTS[kind.name]
        query = sa.select(t).where(*conditions).order_by(*by_day(t, order)).offset(offset).limit(limit)
        with self.reading() as connection:
            found = list(connection.execute(query))
            total = offset + len(found)
            if len(found) == limit or (not found and offset > 0):
                count = sa.select(sa.func.count()).select_from(t).where(*conditions)
                total = connection.execute(count).scalar_one()
            return Page(items=items(connection, found), total=total, offset=offset, limit=limit)

    def _listed(self, connection: Connection, kind: Kind, ids: Sequence[str]) -> list[sa.Row[Any]]:
        t = LISTS[kind.name]
        found = {row.id: row for row in connection.execute(sa.select(t).where(self.mine(t), t.c.id.in_(ids)))}
        return [found[i] for i in ids if i in found]

    def _statement_items(self, connection: Connection, found: Sequence[sa.Row[Any]]) -> tuple[StatementItem, ...]:
        return self._told_items(connection, rows.STATEMENTS, StatementItem, found)

    def _incident_items(self, connection: Connection, found: Sequence[sa.Row[Any]]) -> tuple[IncidentItem, ...]:
        return self._told_items(connection, rows.INCIDENTS, IncidentItem, found)

    def _told_items(
        self, connection: Connection, kind: Kind, made: Callable[..., Item], found: Sequence[sa.Row[Any]]
    ) -> tuple[Item, ...]:
        records = self._records_at(connection, kind, found)
        words = self._first_words(connection, kind.name, [r.founding_mention for r in records.values()])
        outlets = self.outlets_of(connection, kind.name, [row.row for row in found])
        return tuple(
            made(
                record=records[row.row], words=words.get(records[row.row].founding_mention, ()), day=row.day,
                dated=row.dated, score=row.score, made_by=row.made_by, reports=row.reports,
                outlets=outlets.get(row.row, ()),
            )
            for row in found if row.row in records
        )  # fmt: skip

    def _report_items(self, connection: Connection, found: Sequence[sa.Row[Any]]) -> tuple[ReportItem, ...]:
        records = self._records_at(connection, rows.REPORTS, found)
        m = schema_lists.listed_mentions
        told = sa.select(m.c.kind, m.c.report, sa.func.count(m.c.listed.distinct()).label("number")).where(
            m.c.kind.in_(tuple(MENTIONS)), m.c.report.in_([row.row for row in found])
        )
        numbers = {(r.kind, r.report): r.number for r in connection.execute(told.group_by(m.c.kind, m.c.report))}
        return tuple(
            ReportItem(
                record=records[row.row], statements=numbers.get(("statement", row.row), 0),
                incidents=numbers.get(("incident", row.row), 0),
            )
            for row in found if row.row in records
        )  # fmt: skip

    def _records_at(self, connection: Connection, kind: Kind, found: Iterable[sa.Row[Any]]) -> dict[int, Any]:
        t = kind.table
        query = sa.select(t.c.row, t.c.id, t.c.payload).where(t.c.row.in_([row.row for row in found]))
        return {row.row: self.record_of(kind, row.id, row.payload) for row in connection.execute(query)}

    def _first_words(
        self, connection: Connection, kind: str, mention_ids: Sequence[str]
    ) -> dict[str, tuple[Span, ...]]:
        """Mention id -> the words that it rests on."""
        t = MENTIONS[kind].table
        query = sa.select(t.c.id, t.c.payload).where(self.mine(t), t.c.superseded_at.is_(None))
        found = {}
        for row in connection.execute(query.where(t.c.id.in_(mention_ids))):
            values = json.loads(row.payload)
            found[row.id] = _SPANS.validate_python(values["content"] if kind == "statement" else [values["words"]])
        return found

    def outlets_of(self, connection: Connection, kind: str, listed: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """Row of a listed statement or incident -> the outlets that carry it, first published first."""
        m, r = schema_lists.listed_mentions, schema_lists.listed_reports
        query = sa.select(m.c.listed, r.c.publisher).join(r, r.c.row == m.c.report)
        query = query.where(m.c.kind == kind, m.c.listed.in_(listed), r.c.publisher.is_not(None))
        named: dict[int, dict[str, None]] = {}
        for row in connection.execute(query.order_by(r.c.day.is_(None), r.c.day, r.c.row)):
            named.setdefault(row.listed, {})[row.publisher] = None
        return {listed: tuple(names) for listed, names in named.items()}


def by_day(t: sa.Table, order: Order) -> list[sa.ColumnElement[Any]]:
    """By day, and of one day in the order recorded, or backwards; what has no day stands last."""
    if order == "newest":
        return [t.c.day.desc().nulls_last(), t.c.row.desc()]
    return [t.c.day.asc().nulls_last(), t.c.row.asc()]

"""Actors, figure series, decisions and commitments by pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

import sqlalchemy as sa

from trucewatch.records.actor import ActorKind
from trucewatch.records.commitment import Commitment
from trucewatch.records.decision import Decision
from trucewatch.records.figure import FigureSeries
from trucewatch.records.page import Page, check_page
from trucewatch.records.report import Report
from trucewatch.store import rows, schema, schema_lists
from trucewatch.store.choosing import Choice, Choosing, any_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorFilter:
    """``name`` is part of any spelling; ``side`` one spoken for in any role."""

    name: str | None = None
    kind: Choice = None
    side: Choice = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorItem:
    """An actor as a list shows it: without the thousands of mentions that one may have."""

    id: str
    name: str
    kind: ActorKind
    side: str | None
    role: str | None
    statements: int
    last: date | None

    @property
    def private(self) -> bool:
        """As of ``Actor``."""
        return self.kind == "private_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFilter:
    """``state`` is single, agreeing, growing or conflict; ``kind`` level, total or toll; ``words`` are part of the
    quantity, unit or definition."""

    unit: Choice = None
    state: Choice = None
    kind: str | None = None
    incident_id: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFilter:
    """``target`` is the id of the record decided on; ``since`` and ``until`` are instants, the latter not included."""

    who: Choice = None
    action: Choice = None
    target_kind: Choice = None
    target: Choice = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentFilter:
    """``side`` owes; ``since`` and ``until`` are days on which it is due."""

    side: Choice = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentItem:
    """A commitment, and the report that was annotated for it (None: it was redacted)."""

    record: Commitment
    report: Report | None


class MorePaging(Choosing):
    """Pages of what has no day of its own, or a day that is due."""

    def actors_page(self, wanted: ActorFilter | None = None, *, offset: int = 0, limit: int = 50) -> Page[ActorItem]:
        """By how many statements they make, then by name."""
        check_page(offset, limit)
        wanted = wanted or ActorFilter()
        t, s = schema_lists.listed_actors, schema_lists.listed_statements
        conditions = [self.mine(t), *any_of(t.c.kind, wanted.kind)]
        if wanted.name is not None:
            conditions.append(self.sql.holding(t.c.names_folded, wanted.name.casefold()))
        if wanted.side is not None:
            sides = (wanted.side,) if isinstance(wanted.side, str) else wanted.side
            conditions.append(
                sa.or_(*(self.sql.holding(t.c.sides, f"|{x}|") if x else t.c.side.is_(None) for x in sides))
            )
        said = sa.select(s.c.actor_id, sa.func.count().label("number"), sa.func.max(s.c.day).label("last"))
        said = said.where(self.mine(s), s.c.actor_id.is_not(None)).group_by(s.c.actor_id)
        with self.reading() as connection:
            spoken = {row.actor_id: row for row in connection.execute(said)}
            # there are few actors beside what they say: a join of the two reads all statements for each page as well
            by_name = connection.execute(sa.select(t).where(*conditions).order_by(t.c.name, t.c.row)).all()
        every = sorted(by_name, key=lambda row: -spoken[row.id].number if row.id in spoken else 0)
        items = tuple(
            ActorItem(
                id=row.id, name=row.name, kind=row.kind, side=row.side, role=row.role,
                statements=spoken[row.id].number if row.id in spoken else 0,
                last=spoken[row.id].last if row.id in spoken else None,
            )
            for row in every[offset : offset + limit]
        )  # fmt: skip
        return Page(items=items, total=len(every), offset=offset, limit=limit)

    def series_page(
        self, wanted: SeriesFilter | None = None, *, offset: int = 0, limit: int = 50
    ) -> Page[FigureSeries]:
        """Series in conflict first, then by how many values they have, those last told first."""
        check_page(offset, limit)
        wanted = wanted or SeriesFilter()
        t = schema_lists.listed_series
        conditions = [self.mine(t), *any_of(t.c.unit, wanted.unit), *any_of(t.c.state, wanted.state)]
        if wanted.kind is not None:
            conditions.append(self.sql.holding(t.c.kinds, f"|{wanted.kind}|"))
        if wanted.incident_id is not None:
            conditions.append(t.c.incident_id == wanted.incident_id)
        if wanted.words is not None:
            conditions.append(self.sql.holding(t.c.words_folded, wanted.words.casefold()))
        query = sa.select(t.c.id).where(*conditions).offset(offset).limit(limit)
        query = query.order_by(t.c.state != "conflict", t.c.figures.desc(), t.c.day.desc().nulls_last(), t.c.row)
        with self.reading() as connection:
            ids = list(connection.execute(query).scalars())
            total = connection.execute(sa.select(sa.func.count()).select_from(t).where(*conditions)).scalar_one()
        found = {one.id: one for one in self.of_ids(rows.SERIES, ids)}
        return Page(items=tuple(found[i] for i in ids), total=total, offset=offset, limit=limit)

    def decisions_page(
        self, wanted: DecisionFilter | None = None, *, offset: int = 0, limit: int = 50
    ) -> Page[Decision]:
        """The last made first; those whose content was redacted are left out."""
        check_page(offset, limit)
        wanted = wanted or DecisionFilter()
        t = schema.decisions
        conditions = [
            self.mine(t), t.c.content.is_not(None), *any_of(t.c.who, wanted.who), *any_of(t.c.action, wanted.action),
            *any_of(t.c.target_kind, wanted.target_kind), *any_of(t.c.target, wanted.target),
        ]  # fmt: skip
        if wanted.since is not None:
            conditions.append(t.c.made_at >= wanted.since)
        if wanted.until is not None:
            conditions.append(t.c.made_at < wanted.until)
        query = sa.select(t.c.content).where(*conditions).order_by(t.c.made_at.desc(), t.c.row.desc())
        with self.reading() as connection:
            contents = list(connection.execute(query.offset(offset).limit(limit)).scalars())
            total = connection.execute(sa.select(sa.func.count()).select_from(t).where(*conditions)).scalar_one()
        items = tuple(cast(Decision, rows.unpack("decision", rows.DECISION, content)) for content in contents)
        return Page(items=items, total=total, offset=offset, limit=limit)

    def commitments_page(
        self, wanted: CommitmentFilter | None = None, *, offset: int = 0, limit: int = 50
    ) -> Page[CommitmentItem]:
        """By the day due, the earliest first; those without one last, as recorded."""
        check_page(offset, limit)
        wanted = wanted or CommitmentFilter()
        t, a = schema.commitments, schema.annotations
        due = sa.func.coalesce(t.c.day_from, t.c.day_to)
        conditions = [self.mine(t), t.c.superseded_at.is_(None), *any_of(t.c.obligor_side, wanted.side)]
        if wanted.since is not None:
            conditions.append(sa.func.coalesce(t.c.day_to, t.c.day_from) >= wanted.since)
        if wanted.until is not None:
            conditions.append(due <= wanted.until)
        query = sa.select(t.c.id).where(*conditions).order_by(due.is_(None), due, t.c.row)
        with self.reading() as connection:
            ids = list(connection.execute(query.offset(offset).limit(limit)).scalars())
            total = connection.execute(sa.select(sa.func.count()).select_from(t).where(*conditions)).scalar_one()
            found: dict[str, Commitment] = {one.id: one for one in self.of_ids(rows.COMMITMENTS, ids)}
            texts = sorted({one.text_id for one in found.values()})
            owners = sa.select(a.c.text_id, a.c.report_id).where(
                self.mine(a), a.c.superseded_at.is_(None), a.c.text_id.in_(texts)
            )
            owner = {row.text_id: row.report_id for row in connection.execute(owners)}
        reports = {report.id: report for report in self.reports_named(set(owner.values()) - {None})}
        items = tuple(CommitmentItem(record=found[i], report=reports.get(owner.get(found[i].text_id, ""))) for i in ids)
        return Page(items=items, total=total, offset=offset, limit=limit)

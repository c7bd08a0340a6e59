"""What hangs on one record, looked up by its ids alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa

from trucewatch.records.assessment import Assessment
from trucewatch.records.decision import Decision
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement
from trucewatch.store import rows, schema, schema_lists
from trucewatch.store.case_file import in_batches
from trucewatch.store.facts import Facts
from trucewatch.store.rows import DECISION, unpack

#: Texts looked for in one pass over the decisions.
PATTERNS = 50
EvidenceKind = Literal["statement", "incident", "commitment", "term claim"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Where records of a kind are listed, by narrow rows where there are any: their side (an incident names none of
    its own) and day."""

    table: sa.Table
    side: sa.ColumnElement[Any] | None
    day: sa.ColumnElement[Any]


def _dated(t: sa.Table) -> sa.ColumnElement[Any]:
    return sa.func.coalesce(t.c.day_from, t.c.day_to, t.c.published)


LISTED: Mapping[EvidenceKind, Listed] = {
    "statement": Listed(
        table=schema_lists.listed_statements,
        side=schema_lists.listed_statements.c.side,
        day=schema_lists.listed_statements.c.day,
    ),
    "incident": Listed(table=schema_lists.listed_incidents, side=None, day=schema_lists.listed_incidents.c.day),
    "commitment": Listed(
        table=schema.commitments, side=schema.commitments.c.obligor_side, day=_dated(schema.commitments)
    ),
    "term claim": Listed(
        table=schema.term_claims, side=schema.term_claims.c.side, day=_dated(schema.term_claims)
    ),
}  # fmt: skip


class Around(Facts):
    """Each method reads the few rows that it answers from."""

    def joins_of(self, mention_ids: Collection[str]) -> list[Judgement]:
        """The judgements of sameness that one of these mentions is part of."""
        t = schema.judgements
        found: dict[str, Judgement] = {}
        for some in in_batches(sorted(mention_ids)):
            for end in (t.c.left_id, t.c.right_id):
                for one in self._records(rows.JUDGEMENTS, t.c.kind.like("same_%"), end.in_(some)):
                    found[one.id] = one
        return list(found.values())

    def incidents_within(self, text_ids: Collection[str], mention_ids: Collection[str]) -> list[str]:
        """The incidents told within the words of these statement mentions, which stand in these texts."""
        t, c = schema.incident_mentions, schema.link_cards
        wanted = set(mention_ids)
        told: list[str] = []
        for some in in_batches(sorted(text_ids)):
            found = self._records(rows.INCIDENT_MENTIONS, t.c.text_id.in_(some))
            told += [m.id for m in found if m.statement_mention in wanted]
        homes: dict[str, None] = {}
        with self.reading() as connection:
            for some in in_batches(told):
                query = sa.select(c.c.record_id).where(self.mine(c), c.c.kind == "incident", c.c.id.in_(some))
                homes |= dict.fromkeys(r for r in connection.execute(query).scalars() if r)
        return list(homes)

    def episodes_of(self, incident_id: str) -> list[Incident]:
        """The incidents that are part of this one, by time."""
        t = schema.judgements
        parts = sa.select(t.c.left_id).where(
            self.mine(t), t.c.superseded_at.is_(None), t.c.kind == "part_of", t.c.right_id == incident_id
        )
        found = self._records(rows.INCIDENTS, schema.incidents.c.id.in_(parts))
        own = [i for i in found if i.part_of == incident_id]
        return sorted(own, key=lambda i: ((i.when.first_day if i.when else None) or date.max, i.id))

    def series_about(self, incident_id: str) -> list[Any]:
        """The figure series of an incident."""
        return list(self._records(rows.SERIES, schema.series.c.incident_id == incident_id))

    def series_with(self, keys: Iterable[str], figure_ids: Collection[str]) -> list[Any]:
        """The series among those with these ids that hold one of these figures."""
        t = schema.series
        wanted = set(figure_ids)
        found = [s for some in in_batches(sorted(set(keys))) for s in self._records(rows.SERIES, t.c.id.in_(some))]
        return [s for s in found if wanted & set(s.figure_ids)]

    def decisions_about(self, ids: Collection[str]) -> list[Decision]:
        """The decisions about one of these records or made of it and another, in the order of the chain; what was
        redacted is left out."""
        return [decision for _, decision in self.numbered_decisions(ids)]

    def numbered_decisions(self, ids: Collection[str]) -> list[tuple[int, Decision]]:
        """The same, each with its place in the chain."""
        d = schema.decisions
        query = self._in_chain()
        found: dict[int, Decision] = {}
        with self.reading() as connection:
            for some in in_batches(sorted(ids)):
                about = sa.or_(
                    d.c.target.in_(some),
                    sa.and_(d.c.action.in_(("same", "different", "unsure")), self._names(d, some)),
                )
                fresh = _unpacked(connection.execute(query.where(about)))
                while fresh:  # with what takes them back, and what takes that back
                    found |= fresh
                    targets = sorted(one.id for one in fresh.values())
                    undone = query.where(d.c.action == "undo", d.c.target.in_(targets))
                    fresh = {n: one for n, one in _unpacked(connection.execute(undone)).items() if n not in found}
        return sorted(found.items())

    def decisions_resting_on(self, text_ids: Collection[str]) -> list[Decision]:
        """The decisions that rest on words of one of these texts, or of another reading of the same captures, in the
        order of the chain; what was redacted is left out."""
        t, d = schema.readings, schema.decisions
        captures: set[str] = set()
        texts: set[str] = set()
        found: dict[int, Decision] = {}
        with self.reading() as connection:
            for some in in_batches(sorted(text_ids)):
                query = sa.select(t.c.capture_id).where(self.mine(t), t.c.text_id.in_(some))
                captures |= set(connection.execute(query).scalars())
            for some in in_batches(sorted(captures)):
                query = sa.select(t.c.text_id).where(self.mine(t), t.c.capture_id.in_(some))
                texts |= set(connection.execute(query).scalars())
            for some in in_batches(sorted(texts), PATTERNS):
                named = sa.or_(*(d.c.content.contains(f'"text_id":"{one}"', autoescape=True) for one in some))
                found |= _unpacked(connection.execute(self._in_chain().where(named)))
        return [found[number] for number in sorted(found)]

    def _in_chain(self) -> sa.Select[tuple[Any, Any]]:
        """The contents of decisions that were not redacted, each with its place in the chain."""
        d, c = schema.decisions, schema.chain
        query = sa.select(c.c.sequence, d.c.content)
        query = query.join(c, sa.and_(c.c.case_id == d.c.case_id, c.c.decision_id == d.c.id))
        return query.where(self.mine(d), d.c.content.is_not(None))

    def decided_up_to(self) -> tuple[int, int]:
        """(the place in the chain of the last decision that the records take account of, that of the last there is)."""
        d, c, state = schema.decisions, schema.chain, schema.link_state
        places = sa.select(c.c.sequence).join(d, sa.and_(c.c.case_id == d.c.case_id, c.c.decision_id == d.c.id))
        # as ``decisions`` lists them, which is what linking counts
        places = places.where(
            self.mine(c), sa.or_(d.c.content.is_not(None), d.c.action.in_(("confirm", "reject", "undo")))
        )
        with self.reading() as connection:
            linked = connection.execute(sa.select(state.c.decisions).where(self.mine(state))).scalar() or 0
            last = connection.execute(sa.select(sa.func.max(c.c.sequence)).where(self.mine(c))).scalar() or 0
            nth = places.order_by(c.c.sequence).offset(max(linked - 1, 0)).limit(1)
            return (connection.execute(nth).scalar() or 0) if linked else 0, last

    @staticmethod
    def _names(d: sa.Table, ids: Iterable[str]) -> sa.ColumnElement[bool]:
        """True of a decision that names one of these records as the other."""
        return sa.or_(*(d.c.content.contains(f'"new":"{one}"', autoescape=True) for one in ids))

    # -- provisions ---------------------------------------------------------------------------------------

    def assessment_of(self, ref: str) -> Assessment | None:
        """The latest assessment of a provision or claimed term."""
        t = schema.assessments
        last = sa.select(sa.func.max(t.c.day_from)).where(
            self.mine(t), t.c.superseded_at.is_(None), t.c.provision == ref
        )
        query = self._records(rows.ASSESSMENTS, t.c.provision == ref, t.c.day_from == last.scalar_subquery())
        return next(iter(query), None)

    def evidence_counts(self, ref: str, kind: EvidenceKind | None = None) -> list[tuple[EvidenceKind, str | None, int]]:
        """How much of each kind (or of one) and side bears on a provision."""
        bears = self.bears_on([ref]).distinct().cte("bears")  # what bears on it is looked for once
        parts = []
        for one, listed in LISTED.items():
            if kind in (None, one):
                side: sa.ColumnElement[Any] = sa.null() if listed.side is None else listed.side
                query = sa.select(sa.literal(one), side, sa.func.count()).select_from(self._bearing(listed, bears))
                parts.append(query.group_by(side) if listed.side is not None else query)
        with self.reading() as connection:
            return [(row[0], row[1], row[2]) for row in connection.execute(sa.union_all(*parts)) if row[2]]

    def evidence_ids(
        self, ref: str, kind: EvidenceKind, *, side: str | None, newest: bool, offset: int, limit: int
    ) -> list[str]:
        """What bears on a provision, by day (of the record, else of its first report); what has none last."""
        listed = LISTED[kind]
        query = sa.select(listed.table.c.id).select_from(
            self._bearing(listed, self.bears_on([ref]).distinct().subquery("bears"))
        )  # fmt: skip
        if side is not None:
            query = query.where(listed.side == side if listed.side is not None else sa.false())
        query = query.order_by(
            listed.day.is_(None), listed.day.desc() if newest else listed.day, listed.table.c.row
        )  # fmt: skip
        with self.reading() as connection:
            return list(connection.execute(query.offset(offset).limit(limit)).scalars())

    def _bearing(self, listed: Listed, bears: sa.FromClause) -> sa.Join:
        """The listed records among what bears on a provision; this is found first, and each then looked up."""
        t = listed.table
        here = [self.mine(t), t.c.id == bears.c.left_id]
        if "superseded_at" in t.c:
            here.append(t.c.superseded_at.is_(None))
        return bears.join(t, sa.and_(*here))

    def bears_on(self, refs: Collection[str]) -> sa.Select[tuple[Any]]:
        """What bears on one of these provisions: as the machine judges, unless a person judged the pair otherwise."""
        j, p = schema.judgements, schema.judgements.alias()
        against = sa.exists().where(
            self.mine(p), p.c.superseded_at.is_(None), p.c.kind == "provision", p.c.made_by == "person",
            p.c.verdict == "different", p.c.left_id == j.c.left_id, p.c.right_id == j.c.right_id,
        )  # fmt: skip
        # kind as it stands in the index: a value that is handed over later would not be known to be that one
        of_kind = sa.literal_column("judgements.kind") == sa.literal_column("'provision'")
        return sa.select(j.c.left_id).where(
            self.mine(j), j.c.superseded_at.is_(None), of_kind, j.c.verdict == "same", j.c.right_id.in_(sorted(refs)),
            sa.or_(j.c.made_by == "person", ~against),
        )  # fmt: skip


def _unpacked(found: Iterable[sa.Row[Any]]) -> dict[int, Decision]:
    return {row.sequence: unpack("decision", DECISION, row.content) for row in found}

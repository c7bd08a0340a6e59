"""The case as it was at an instant of its own record, and what differs between two instants."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from trucewatch.records.actor import Actor
from trucewatch.records.agreement import Agreement
from trucewatch.records.assessment import Assessment
from trucewatch.records.capture import Capture
from trucewatch.records.change import Changed
from trucewatch.records.commitment import Commitment
from trucewatch.records.decision import Decision
from trucewatch.records.figure import Figure, FigureSeries
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement, JudgementKind
from trucewatch.records.maker import SetAside
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.report import Report
from trucewatch.records.statement import Statement
from trucewatch.records.term_claim import TermClaim
from trucewatch.records.text import Text
from trucewatch.store import rows, schema
from trucewatch.store.case_file import in_batches, utc_now
from trucewatch.store.conditions import in_force
from trucewatch.store.linking import Linking


class Then:
    """The records that the case held at an instant, in the order in which it gave them then.

    Only what was redacted since is missing: its words are nowhere in the case any more.
    """

    def __init__(self, store: Looking, instant: datetime) -> None:
        self.store = store
        self.instant = instant

    def agreement(self) -> Agreement:
        return self.store.agreement(self.instant)

    def reports(self) -> Iterator[Report]:
        return self.store.reports(as_of=self.instant)

    def text(self, text_id: str) -> Text:
        return self.store.text(text_id, as_of=self.instant)

    def capture(self, sha256: str, *, content: bool = True) -> Capture | None:
        return self.store.capture(sha256, content=content)

    def actors(self) -> Iterator[Actor]:
        return self.store.actors(as_of=self.instant)

    def statements(self) -> Iterator[Statement]:
        return self.store.statements(as_of=self.instant)

    def statement_mentions(self) -> Iterator[StatementMention]:
        return self.store.statement_mentions(as_of=self.instant)

    def incidents(self, *, type: str | None = None) -> Iterator[Incident]:
        return self.store.incidents(type=type, as_of=self.instant)

    def incident_mentions(self) -> Iterator[IncidentMention]:
        return self.store.incident_mentions(as_of=self.instant)

    def figures(self) -> Iterator[Figure]:
        return self.store.figures(as_of=self.instant)

    def series(self) -> Iterator[FigureSeries]:
        return self.store.series(as_of=self.instant)

    def commitments(self) -> Iterator[Commitment]:
        return self.store.commitments(as_of=self.instant)

    def term_claims(self) -> Iterator[TermClaim]:
        return self.store.term_claims(as_of=self.instant)

    def judgements(self, kind: JudgementKind | None = None) -> Iterator[Judgement]:
        return self.store.judgements(kind, as_of=self.instant)

    def decisions(self) -> list[Decision]:
        return self.store.decisions(as_of=self.instant)

    def assessments(self) -> list[Assessment]:
        return self.store.assessments(as_of=self.instant)

    def redirects(self) -> dict[str, str]:
        return self.store.redirects(as_of=self.instant)

    def set_aside(self) -> list[SetAside]:
        return self.store.set_aside(as_of=self.instant)

    def of_ids(self, kind: str, ids: Iterable[str]) -> Iterator[Any]:
        """The records of one kind with these ids that held then."""
        found = self.store.kind_named(kind)
        for batch in in_batches(ids):
            yield from self.store._records(found, found.table.c.id.in_(batch), as_of=self.instant)


class Looking(Linking):
    """Looking back."""

    def at(self, instant: datetime) -> Then:
        """The case as it was at an instant of its own record."""
        return Then(self, instant)

    def created_at(self) -> datetime:
        """When the case was made."""
        t = schema.cases
        with self.reading() as connection:
            made: datetime = connection.execute(sa.select(t.c.created_at).where(t.c.id == self.case_id)).scalar_one()
        return made

    def latest(self) -> datetime:
        """The instant by which all that the case holds is recorded: now, or later where a clock was set back since."""
        last = [utc_now()]
        with self.reading() as connection:
            for kind in rows.RECORD_KINDS:
                t = kind.table
                for column in (t.c.recorded_at, t.c.superseded_at):
                    last_of = sa.select(sa.func.max(column)).where(self.mine(t), column.is_not(None))
                    found = connection.execute(last_of).scalar()
                    last += [found] if found else []
        return max(last)

    def begun(self) -> datetime:
        """The instant at which the case was begun: that of the first agreement in it."""
        t = rows.AGREEMENTS.table
        with self.reading() as connection:
            found = connection.execute(sa.select(sa.func.min(t.c.recorded_at)).where(self.mine(t))).scalar()
        assert isinstance(found, datetime)
        return found

    def changed(self, kind: str, /, *, since: datetime | None, until: datetime, **equal: str) -> Iterator[Changed]:
        """Each record of a kind that is another at ``until`` than it was at ``since`` (None: the empty case).

        ``equal`` are columns of the kind and their values (judgements: ``kind="response"``). In the order recorded.
        """
        found = self.kind_named(kind)
        t = found.table
        mine = sa.and_(self.mine(t), *(t.c[name] == value for name, value in equal.items()))
        held_then = sa.false() if since is None else in_force(t, since)
        query = sa.select(t.c.id, t.c.payload, t.c.digest, held_then.label("then"), in_force(t, until).label("now"))
        if since is not None:
            touched = sa.or_(
                sa.and_(t.c.recorded_at > since, t.c.recorded_at <= until),
                sa.and_(t.c.superseded_at > since, t.c.superseded_at <= until),
            )
            query = query.where(t.c.id.in_(sa.select(t.c.id).where(mine, touched)))
        query = query.where(mine, sa.or_(held_then, in_force(t, until))).order_by(t.c.row)
        pairs: dict[str, list[sa.Row[Any] | None]] = {}
        for row in self._stream(query):
            pair = pairs.setdefault(row.id, [None, None])
            if row.then:
                pair[0] = row
            if row.now:
                pair[1] = row
        for record_id, (before, after) in pairs.items():
            if before is None or after is None or before.digest != after.digest:
                yield Changed(
                    kind=kind, id=record_id,
                    before=self.record_of(found, before.id, before.payload) if before else None,
                    after=self.record_of(found, after.id, after.payload) if after else None,
                )  # fmt: skip

    # -- decisions that lost their place ---------------------------------------------------------------

    def lost_places(self, *, as_of: datetime | None = None, since: datetime | None = None) -> list[Decision]:
        """The decisions whose words or record the case does not find (only those lost after ``since``)."""
        t = schema.lost_places
        query = sa.select(t.c.decision_id).where(self.mine(t), in_force(t, as_of))
        if since is not None:
            query = query.where(t.c.recorded_at > since)
        with self.reading() as connection:
            ids = set(connection.execute(query).scalars())
        return [d for d in self.decisions(as_of=as_of) if d.id in ids] if ids else []

    def save_lost_places(self, lost: Iterable[str], found: Collection[str], *, now: datetime) -> None:
        """Note decisions (by id) that lost their place, and those of before that are ``found`` again or taken back."""
        t = schema.lost_places
        lost = dict.fromkeys(lost)
        with self.writing() as connection:
            self.check_lease(connection)
            known = set(
                connection.execute(
                    sa.select(t.c.decision_id).where(self.mine(t), t.c.superseded_at.is_(None))
                ).scalars()
            )
            for batch in in_batches(sorted(known & set(found))):
                over = sa.update(t).where(self.mine(t), t.c.superseded_at.is_(None), t.c.decision_id.in_(batch))
                connection.execute(over.values(superseded_at=now))
            new = [{"case_id": self.case_id, "decision_id": d, "recorded_at": now} for d in lost if d not in known]
            if new:
                connection.execute(t.insert(), new)

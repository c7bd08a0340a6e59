"""Decisions: an append-only chain of salted digests, with the contents beside it where they can be redacted."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import cast

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from trucewatch.errors import BadRecord
from trucewatch.records.decision import Action, ChainLink, Decision
from trucewatch.store import schema
from trucewatch.store.case_file import utc_now
from trucewatch.store.lease import Leasing
from trucewatch.store.rows import DECISION, packed_json, plain, unpack


class Chaining(Leasing):
    """Saving and reading decisions."""

    def save_decision(self, decision: Decision, *, now: datetime | None = None) -> ChainLink:
        """Append a decision to the chain; one that is there already is left alone.

        Raises: BadRecord if another decision has this id.
        """
        with self.writing() as connection:
            self.check_lease(connection)
            return self.append_decision(connection, decision, now=now or utc_now())

    def append_decision(self, connection: Connection, decision: Decision, *, now: datetime) -> ChainLink:
        """As ``save_decision``, inside the caller's transaction."""
        d = schema.decisions
        content = packed_json(plain(DECISION, decision))
        known = self._links(connection, schema.chain.c.decision_id == decision.id)
        if known:
            stored = connection.execute(sa.select(d.c.content).where(self.mine(d), d.c.id == decision.id)).scalar()
            if stored is not None and stored != content:
                raise BadRecord(f"another decision has the id {decision.id[:12]}; give each decision an id of its own")
            return known[0]
        last = sa.select(sa.func.max(schema.chain.c.sequence)).where(self.mine(schema.chain)).scalar_subquery()
        before = self._links(connection, schema.chain.c.sequence == last)
        link = ChainLink.after(
            before[0] if before else None, decision_id=decision.id, salt=secrets.token_hex(32), content=content
        )
        connection.execute(
            schema.decisions.insert().values(
                case_id=self.case_id, id=decision.id, action=decision.action, target_kind=decision.target_kind,
                target=decision.target, who=decision.who, made_at=decision.when, content=content, salt=link.salt,
                recorded_at=now,
            )
        )  # fmt: skip
        connection.execute(
            schema.chain.insert().values(
                case_id=self.case_id, sequence=link.sequence, decision_id=link.decision_id,
                content_digest=link.content_digest, previous=link.previous, digest=link.digest,
            )
        )  # fmt: skip
        return link

    def decisions(self, *, as_of: datetime | None = None, actions: Collection[Action] = ()) -> list[Decision]:
        """Every decision (or those with these ``actions``) in the order of the chain, if it was not redacted.

        Of a redacted one that confirms, rejects or undoes, what it needs to go on holding stays: its
        target, who and when.
        """
        found = []
        with self.reading() as connection:
            for row in connection.execute(self._decision_rows(as_of, actions)):
                if row.content is not None:
                    found.append(cast(Decision, unpack("decision", DECISION, row.content)))
                elif row.action in ("confirm", "reject", "undo"):
                    found.append(
                        Decision(
                            id=row.id, action=row.action, target_kind=row.target_kind, target=row.target,
                            why="redacted", who=row.who, when=row.made_at,
                        )
                    )  # fmt: skip
        return found

    def decisions_on(self, *targets: str) -> list[Decision]:
        """The decisions whose target is one of these ids, in the order of the chain; redacted ones are left out."""
        query = self._decision_rows(None, ()).where(schema.decisions.c.target.in_(targets))
        with self.reading() as connection:
            found = [row.content for row in connection.execute(query) if row.content is not None]
        return [cast(Decision, unpack("decision", DECISION, content)) for content in found]

    def latest_decisions(self, most: int) -> list[Decision]:
        """The last ``most`` decisions, the latest first; redacted ones are left out."""
        d, c = schema.decisions, schema.chain
        query = self._decision_rows(None, ()).where(d.c.content.is_not(None))
        query = query.order_by(None).order_by(c.c.sequence.desc()).limit(most)
        with self.reading() as connection:
            found = [row.content for row in connection.execute(query)]
        return [cast(Decision, unpack("decision", DECISION, content)) for content in found]

    def _decision_rows(self, as_of: datetime | None, actions: Collection[Action]) -> sa.Select[tuple[object, ...]]:
        d, c = schema.decisions, schema.chain
        query = sa.select(d).join(c, sa.and_(c.c.case_id == d.c.case_id, c.c.decision_id == d.c.id))
        query = query.where(self.mine(d)).order_by(c.c.sequence)
        if actions:
            query = query.where(d.c.action.in_(actions))
        return query.where(d.c.recorded_at <= as_of) if as_of else query

    def decided_after(self, sequence: int) -> list[tuple[str, Action]]:
        """The decisions after a place in the chain: id and action, also of redacted ones."""
        d, c = schema.decisions, schema.chain
        query = sa.select(d.c.id, d.c.action)
        query = query.join(c, sa.and_(c.c.case_id == d.c.case_id, c.c.decision_id == d.c.id))
        query = query.where(self.mine(c), c.c.sequence > sequence).order_by(c.c.sequence)
        with self.reading() as connection:
            return [(row.id, row.action) for row in connection.execute(query)]

    def chain(self) -> list[ChainLink]:
        """Every link, first to last; the salt is empty where the decision was redacted."""
        with self.reading() as connection:
            return self._links(connection, sa.true())

    def decision_contents(self) -> dict[str, str]:
        """Decision -> its content as it is hashed into the chain; redacted ones are not there."""
        d = schema.decisions
        with self.reading() as connection:
            query = sa.select(d.c.id, d.c.content).where(self.mine(d), d.c.content.is_not(None))
            return {row.id: row.content for row in connection.execute(query)}

    def _links(self, connection: Connection, condition: sa.ColumnElement[bool]) -> list[ChainLink]:
        d, c = schema.decisions, schema.chain
        query = (
            sa.select(c, d.c.salt)
            .join(d, sa.and_(c.c.case_id == d.c.case_id, c.c.decision_id == d.c.id), isouter=True)
            .where(self.mine(c), condition)
            .order_by(c.c.sequence)
        )
        return [
            ChainLink(
                sequence=row.sequence, decision_id=row.decision_id, salt=row.salt or "",
                content_digest=row.content_digest, previous=row.previous, digest=row.digest,
            )
            for row in connection.execute(query)
        ]  # fmt: skip

"""What language models proposed and what was sent to them: kept apart from the record."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, Final, cast

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.engine import Connection

from trucewatch.errors import RedactedRecord
from trucewatch.records.proposal import Proposal, ProposalKind, Sent
from trucewatch.store.case_file import in_batches
from trucewatch.store.lease import Leasing
from trucewatch.store.rows import packed_json, plain, unpack
from trucewatch.store.schema_proposals import model_requests, proposals

PROPOSAL, SENT = TypeAdapter(Proposal), TypeAdapter(Sent)
#: Outcomes after which the same is not asked again.
DONE: Final = ("answered", "malformed")


class Proposing(Leasing):
    """Saving and reading proposals."""

    def save_proposals(self, made: Iterable[Proposal]) -> list[Proposal]:
        """Keep proposals; those that were made before are left alone. Gives the new ones."""
        t, fresh = proposals, []
        with self.writing() as connection:
            self.check_lease(connection)
            for one in made:
                there = sa.select(t.c.row).where(self.mine(t), t.c.id == one.id)
                if connection.execute(there).first() is not None:
                    continue
                connection.execute(
                    t.insert().values(
                        case_id=self.case_id, id=one.id, kind=one.kind, text_id=one.text_id,
                        statement_id=one.statement_id, made_at=one.made_at, payload=packed_json(plain(PROPOSAL, one)),
                    )
                )  # fmt: skip
                fresh.append(one)
        return fresh

    def proposals(
        self, *, kind: ProposalKind | None = None, texts: Collection[str] | None = None,
        statements: Collection[str] | None = None,
    ) -> list[Proposal]:  # fmt: skip
        """In the order made: all, or those that rest on these ``texts``, or are about these ``statements`` (by the ids
        they had then). Those whose words were redacted are not there."""
        t = proposals
        query = sa.select(t.c.row, t.c.payload).where(self.mine(t), t.c.payload.is_not(None))
        if kind is not None:
            query = query.where(t.c.kind == kind)
        found: dict[int, Any] = {}
        with self.reading() as connection:
            for column, among in ((t.c.text_id, texts), (t.c.statement_id, statements)):
                for some in in_batches(sorted(among)) if among is not None else ():
                    found |= {row.row: row.payload for row in connection.execute(query.where(column.in_(some)))}
            if texts is None and statements is None:
                found = {row.row: row.payload for row in connection.execute(query)}
        return [cast(Proposal, unpack("proposal", PROPOSAL, payload)) for _, payload in sorted(found.items())]

    def proposal(self, proposal_id: str) -> Proposal:
        """Raises: RedactedRecord if its words were taken out of the case."""
        t = proposals
        with self.reading() as connection:
            payload = connection.execute(sa.select(t.c.payload).where(self.mine(t), t.c.id == proposal_id)).scalar()
        if payload is None:
            raise RedactedRecord(f"proposal {proposal_id[:12]} rested on words that were redacted, and went with them")
        return cast(Proposal, unpack("proposal", PROPOSAL, payload))

    def forget_proposals(self, connection: Connection, text_id: str) -> None:
        """Take out what was proposed of a redacted text; that something was proposed stays."""
        t = proposals
        connection.execute(sa.update(t).where(self.mine(t), t.c.text_id == text_id).values(payload=None))

    # -- what was sent -------------------------------------------------------------------------------

    def save_sent(self, sent: Sent) -> None:
        """Write down a request before it is sent."""
        with self.writing() as connection:
            self.check_lease(connection)
            connection.execute(
                model_requests.insert().values(
                    case_id=self.case_id, id=sent.id, key=sent.key, report_id=sent.report_id, outcome=sent.outcome,
                    sent_at=sent.sent_at, payload=packed_json(plain(SENT, sent)),
                )
            )  # fmt: skip

    def save_outcome(self, sent: Sent, **came: Any) -> Sent:
        """Write down what came of a request."""
        t, told = model_requests, replace(sent, **came)
        with self.writing() as connection:
            self.check_lease(connection)
            connection.execute(
                sa.update(t).where(self.mine(t), t.c.id == sent.id)
                .values(outcome=told.outcome, payload=packed_json(plain(SENT, told)))
            )  # fmt: skip
        return told

    def sent(self, *, report_id: str | None = None) -> list[Sent]:
        """Every request, first to last; or those about one report."""
        t = model_requests
        query = sa.select(t.c.payload).where(self.mine(t)).order_by(t.c.row)
        if report_id is not None:
            query = query.where(t.c.report_id == report_id)
        with self.reading() as connection:
            return [cast(Sent, unpack("request", SENT, row.payload)) for row in connection.execute(query)]

    def asked_before(self, key: str) -> bool:
        """True if a model answered this before."""
        t = model_requests
        query = sa.select(t.c.row).where(self.mine(t), t.c.key == key, t.c.outcome.in_(DONE)).limit(1)
        with self.reading() as connection:
            return connection.execute(query).first() is not None

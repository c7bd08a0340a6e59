"""In which state a case is: a cheap token that is another whenever what it says may be another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from trucewatch.store import schema
from trucewatch.store.read import Reading

#: Tables whose newest row tells that something was recorded.
TOLD_BY = (schema.reports, schema.statements, schema.incidents, schema.judgements, schema.assessments, schema.runs)

#: Statements are counted no further than to tell a small case from a large one.
COUNTED = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``newest`` are the last rows given out; ``ended`` how many runs are done, ``linked`` by what and with how many
    decisions the case is linked (None: it is being linked); ``day`` counts, since clocks run on. ``statements`` is how
    many statements there are, told from an index."""

    newest: tuple[int, ...]
    ended: int
    chain: int
    linked: tuple[str, int] | None
    redactions: int
    day: date
    statements: int


class Stating(Reading):
    """The state, in a handful of look-ups."""

    def state(self) -> State:
        c, state, runs, redactions = schema.chain, schema.link_state, schema.runs, schema.redactions
        with self.reading() as connection:

            def number(query: sa.Select[Any]) -> int:
                return int(connection.execute(query).scalar() or 0)

            linked = connection.execute(sa.select(state).where(self.mine(state))).first()
            return State(
                newest=tuple(number(sa.select(sa.func.max(t.c.row))) for t in TOLD_BY),
                ended=number(sa.select(sa.func.count()).where(self.mine(runs), runs.c.ended_at.is_not(None))),
                chain=number(sa.select(sa.func.max(c.c.sequence)).where(self.mine(c))),
                linked=(linked.fingerprint, linked.decisions) if linked and linked.fingerprint else None,
                redactions=number(sa.select(sa.func.count()).where(self.mine(redactions))),
                day=datetime.now(UTC).date(), statements=self._about(connection),
            )  # fmt: skip

    def _about(self, connection: sa.Connection) -> int:
        """How many statements there are, ``COUNTED`` at most."""
        t = schema.statements
        some = sa.select(t.c.id).where(self.mine(t), t.c.superseded_at.is_(None)).limit(COUNTED).subquery()
        return connection.execute(sa.select(sa.func.count()).select_from(some)).scalar() or 0

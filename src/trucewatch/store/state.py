"""In which state a case is: a cheap token that is another whenever what it says may be another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from trucewatch.store import rows, schema, schema_lists, schema_proposals
from trucewatch.store.case_file import in_batches
from trucewatch.store.read import Reading

#: Tables whose newest row tells that something was recorded.
TOLD_BY = (schema.reports, schema.statements, schema.incidents, schema.judgements, schema.assessments, schema.runs,
           schema_proposals.proposals)  # fmt: skip

#: A run of linking records under the time at which it began, which is before it says that it is under way.
MARGIN = timedelta(minutes=5)
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

    def touched_since(self, state: State, *, at: datetime, most: int) -> set[str] | None:
        """The ids of what was recorded or superseded since the case was in this state, ``at`` that time: mentions,
        records, series, both ends of judgements, the reports of texts that were read anew, what persons decided of.
        None if they are more than ``most``, or if it cannot be told (a run was under way, or words were taken out)."""
        now = self.state()
        if state.linked is None or now.linked is None or state.linked[0] != now.linked[0]:
            return None
        if state.redactions != now.redactions:
            return None
        instant = at - MARGIN
        known = dict(zip(TOLD_BY, state.newest, strict=True))
        found: set[str] = set()
        texts: set[str] = set()
        with self.reading() as connection:
            for kind in rows.RECORD_KINDS:
                t = kind.table
                columns = [t.c.left_id, t.c.right_id] if kind is rows.JUDGEMENTS else [t.c.id]
                after = [t.c.recorded_at > instant, t.c.superseded_at > instant]
                after += [t.c.row > known[t]] if t in known else []
                for condition in after:
                    query = sa.select(*columns).where(self.mine(t), condition).limit(most + 1)
                    ids = {one for row in connection.execute(query) for one in row}
                    if kind is rows.ANNOTATIONS:
                        texts |= ids
                    elif kind is not rows.ASSESSMENTS:
                        found |= ids
                    if len(found) > most or len(texts) > most:
                        return None
            d, c = schema.decisions, schema.chain
            made = sa.select(d.c.target).join(c, sa.and_(c.c.case_id == d.c.case_id, c.c.decision_id == d.c.id))
            found |= set(connection.execute(made.where(self.mine(c), c.c.sequence > state.chain)).scalars())
            undone = sa.select(d.c.target).where(self.mine(d), d.c.id.in_(sorted(found)))
            found |= set(connection.execute(undone).scalars())
        held = self.report_ids_of_texts(texts)
        found |= {report for reports in held.values() for report in reports}
        return found if len(found) <= most else None

    def report_ids_of_texts(self, text_ids: Iterable[str]) -> dict[str, set[str]]:
        """Text -> the reports that have it."""
        p = schema.report_parts
        found: dict[str, set[str]] = {}
        with self.reading() as connection:
            for some in in_batches(sorted(set(text_ids))):
                query = sa.select(p.c.value, p.c.report_id).where(self.mine(p), p.c.part == "text", p.c.value.in_(some))
                for row in connection.execute(query):
                    found.setdefault(row.value, set()).add(row.report_id)
        return found

    def _about(self, connection: sa.Connection) -> int:
        """How many statements there are, ``COUNTED`` at most."""
        t = schema_lists.listed_statements  # an index of it alone answers: this is asked several times for a page
        some = sa.select(t.c.id).where(self.mine(t)).limit(COUNTED).subquery()
        return connection.execute(sa.select(sa.func.count()).select_from(some)).scalar() or 0

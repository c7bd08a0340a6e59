"""Where each statement stands in the order told, and whether it is a claim: what the pages of the ledger are read by.

Linking writes these rows for the statements that it touched (``trucewatch.claims``); no page works them out.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Literal

import sqlalchemy as sa

from trucewatch.records.judgement import Judgement
from trucewatch.store import rows, schema, schema_desk, schema_lists
from trucewatch.store.around import Around
from trucewatch.store.case_file import in_batches

#: The form of the rows: a case whose rows are of another form is brought up to date when it is opened for writing.
FORM = "1"
#: Under this kind and name the case remembers the form.
MARK = ("derived", "told")

ClaimOrder = Literal["oldest", "newest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One statement. ``against`` is the side that it is a claim against (None: it is no claim), ``day`` the day said,
    else first reported (``date.max``: neither is known). ``published``, ``added_at`` and ``start`` say where it was
    told first: that report's day (``date.max``: not known), when it came in, and how far down the words stand.
    ``last_reported`` is the day of the last report that carries it."""

    statement_id: str
    side: str | None
    act: str
    against: str | None
    answered: bool
    day: date
    published: date
    added_at: datetime | None
    start: int
    last_reported: date


COLUMNS = tuple(field.name for field in fields(Told))


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFilter:
    """Which claims are wanted. ``refs`` are provisions and claimed terms as the agreement writes them; ``publishers``
    outlets by their full names."""

    side: str | None = None
    against: str | None = None
    act: str | None = None
    refs: Collection[str] | None = None
    since: date | None = None
    until: date | None = None
    answered: bool | None = None
    publishers: Collection[str] | None = None


class Telling(Around):
    """Claims by pages, and the counts that stand behind "no response found"."""

    def save_told(self, told: Iterable[Told], *, gone: Collection[str]) -> None:
        """Put these rows in the place of those of their statements, and drop those of the statements that are gone."""
        t = schema_desk.told
        with self.writing() as connection:
            self.check_lease(connection)
            for many in in_batches(told):
                ids = [one.statement_id for one in many]
                connection.execute(sa.delete(t).where(self.mine(t), t.c.statement_id.in_(ids)))
                connection.execute(
                    t.insert(),
                    [{"case_id": self.case_id} | {name: getattr(one, name) for name in COLUMNS} for one in many],
                )
            for some in in_batches(sorted(gone)):
                connection.execute(sa.delete(t).where(self.mine(t), t.c.statement_id.in_(some)))

    def ids_in_force(self, kind: str) -> list[str]:
        """The ids of the records of a kind that hold now, first recorded first."""
        t = rows.kind_named(kind).table
        with self.reading() as connection:
            query = sa.select(t.c.id).where(self.mine(t), t.c.superseded_at.is_(None)).order_by(t.c.row)
            return list(connection.execute(query).scalars())

    def starts_of(self, statement_ids: Iterable[str]) -> dict[str, int]:
        """How far down in its text each statement's words begin: of its mentions the least."""
        c, m = schema.link_cards, schema.statement_mentions
        found: dict[str, int] = {}
        with self.reading() as connection:
            for some in in_batches(sorted(set(statement_ids))):
                query = sa.select(c.c.record_id, m.c.payload).join(
                    m, sa.and_(m.c.case_id == c.c.case_id, m.c.id == c.c.id, m.c.superseded_at.is_(None))
                )
                query = query.where(self.mine(c), c.c.kind == "statement", c.c.record_id.in_(some))
                for row in connection.execute(query):
                    start = json.loads(row.payload)["content"][0]["start"]
                    found[row.record_id] = min(start, found.get(row.record_id, start))
        return found

    def judgements_with(
        self, kinds: Collection[str], *, left: Collection[str] = (), right: Collection[str] = ()
    ) -> list[Judgement]:
        """The judgements in force of these kinds with one of these ids on that side, each once, as first recorded."""
        t = schema.judgements
        found: dict[str, Judgement] = {}
        for column, ids in ((t.c.left_id, left), (t.c.right_id, right)):
            for some in in_batches(sorted(set(ids))):
                for one in self._records(rows.JUDGEMENTS, t.c.kind.in_(kinds), column.in_(some)):
                    found[one.id] = one
        return list(found.values())

    # -- pages ------------------------------------------------------------------------------------------

    def claim_ids(self, wanted: ClaimFilter, *, order: ClaimOrder, offset: int, limit: int) -> list[str]:
        """The claims of one page. ``oldest``: in the order made; claims of unknown day last. ``newest``: backwards."""
        t = schema_desk.told
        by: Sequence[sa.ColumnElement[Any]] = (t.c.day, t.c.published, t.c.added_at, t.c.start, t.c.statement_id)
        if order == "newest":
            by = [column.desc() for column in by]
        with self.reading() as connection:
            query = sa.select(t.c.statement_id).where(*self._claims(wanted)).order_by(*by)
            return list(connection.execute(query.offset(offset).limit(limit)).scalars())

    def claim_counts(self, wanted: ClaimFilter) -> list[tuple[str, bool, int]]:
        """How many claims there are: (the side they are against, whether they are answered, how many)."""
        t = schema_desk.told
        with self.reading() as connection:
            query = sa.select(t.c.against, t.c.answered, sa.func.count()).where(*self._claims(wanted))
            return [(r[0], r[1], r[2]) for r in connection.execute(query.group_by(t.c.against, t.c.answered))]

    def _claims(self, wanted: ClaimFilter) -> list[sa.ColumnElement[bool]]:
        t = schema_desk.told
        equal: Mapping[str, Any] = {
            "side": wanted.side, "against": wanted.against, "act": wanted.act, "answered": wanted.answered,
        }  # fmt: skip
        found = [self.mine(t), t.c.against.is_not(None)]
        found += [t.c[name] == value for name, value in equal.items() if value is not None]
        if wanted.since is not None or wanted.until is not None:
            found += [t.c.day >= (wanted.since or date.min), t.c.day <= (wanted.until or date.max), t.c.day < date.max]
        if wanted.refs is not None:
            found.append(t.c.statement_id.in_(self.bears_on(wanted.refs)))
        if wanted.publishers is not None:
            found.append(t.c.statement_id.in_(self._carried_by(wanted.publishers)))
        return found

    def _carried_by(self, publishers: Collection[str]) -> sa.Select[tuple[Any]]:
        """The statements that stand in reports of these outlets."""
        c, p, r = schema.link_cards, schema.report_parts, schema.reports
        return (
            sa.select(c.c.record_id)
            .join(p, sa.and_(p.c.case_id == c.c.case_id, p.c.part == "text", p.c.value == c.c.text_id))
            .join(r, sa.and_(r.c.case_id == p.c.case_id, r.c.id == p.c.report_id, r.c.superseded_at.is_(None)))
            .where(
                self.mine(c), c.c.kind == "statement", c.c.record_id.is_not(None),
                r.c.publisher.in_(sorted(publishers)),
            )
        )  # fmt: skip

    # -- counts over the case -----------------------------------------------------------------------------

    def publishers(self) -> list[str]:
        """The outlets of the reports in the case, by name."""
        t = schema_lists.listed_reports
        with self.reading() as connection:
            query = sa.select(t.c.publisher).distinct().where(self.mine(t))
            return sorted(p for p in connection.execute(query).scalars() if p)

    def reports_by_day(self) -> list[tuple[date | None, str | None, int]]:
        """How many reports there are of each day and outlet."""
        t = schema.reports
        with self.reading() as connection:
            query = sa.select(t.c.published, t.c.publisher, sa.func.count())
            query = query.where(self.mine(t), t.c.superseded_at.is_(None)).group_by(t.c.published, t.c.publisher)
            return [(r[0], r[1], r[2]) for r in connection.execute(query)]

    def statements_by_day(self) -> list[tuple[str, date, int]]:
        """How many statements of each side were last reported on each day (``date.max``: on an unknown one)."""
        t = schema_desk.told
        with self.reading() as connection:
            query = sa.select(t.c.side, t.c.last_reported, sa.func.count())
            query = query.where(self.mine(t), t.c.side.is_not(None)).group_by(t.c.side, t.c.last_reported)
            return [(r[0], r[1], r[2]) for r in connection.execute(query)]

    def kin_of_reports(self, report_ids: Iterable[str]) -> tuple[set[str], list[Judgement]]:
        """The reports that these share an origin with, near or far, and the judgements that say so or part them."""
        t = schema.judgements
        known: set[str] = set()
        judged: dict[str, Judgement] = {}
        fresh = set(report_ids)
        counts = sa.or_(t.c.verdict == "same", t.c.made_by == "person")
        while fresh:
            known |= fresh
            found: list[Judgement] = []
            for some in in_batches(sorted(fresh)):
                for end in (t.c.left_id, t.c.right_id):
                    found += self._records(rows.JUDGEMENTS, t.c.kind == "same_report", counts, end.in_(some))
            judged |= {j.id: j for j in found}
            fresh = {end for j in found for end in (j.left, j.right)} - known
        return known, list(judged.values())

"""What the columns of records say, where reading the records themselves would take too long: a case has many."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa

from trucewatch.records.judgement import Judgement
from trucewatch.records.report import Report
from trucewatch.store import rows, schema
from trucewatch.store.case_file import in_batches
from trucewatch.store.indexing import Indexing


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordColumns:
    """A statement or incident by its columns; ``day`` and ``last`` are the first and the last on which it was said or
    happened, as the record itself gives them."""

    id: str
    kind: Literal["statement", "incident"]
    day: date | None
    last: date | None
    act: str | None = None
    side: str | None = None
    target_side: str | None = None


class Columns(Indexing):
    """Each method answers out of columns, for the ids given or by an index."""

    def columns_of(self, ids: Iterable[str]) -> dict[str, RecordColumns]:
        """The statements and incidents among these ids."""
        s, i = schema.statements, schema.incidents
        found: dict[str, RecordColumns] = {}
        with self.reading() as connection:
            for some in in_batches(sorted(ids)):
                said = sa.select(s.c.id, s.c.day_from, s.c.day_to, s.c.act, s.c.side, s.c.target_side)
                for row in connection.execute(said.where(self.mine(s), s.c.superseded_at.is_(None), s.c.id.in_(some))):
                    found[row.id] = RecordColumns(
                        id=row.id, kind="statement", day=row.day_from, last=row.day_to, act=row.act, side=row.side,
                        target_side=row.target_side,
                    )  # fmt: skip
                happened = sa.select(i.c.id, i.c.day_from, i.c.day_to)
                happened = happened.where(self.mine(i), i.c.superseded_at.is_(None), i.c.id.in_(some))
                found |= {
                    r.id: RecordColumns(id=r.id, kind="incident", day=r.day_from, last=r.day_to)
                    for r in connection.execute(happened)
                }
        return found

    def pairs_standing(self, kind: str, lefts: Collection[str] | None = None) -> list[tuple[str, str]]:
        """The pairs of which a judgement in force says "same", sorted: the machine's, unless a person judged the pair
        and is not unsure. With ``lefts`` only pairs of these."""
        t = schema.judgements
        query = sa.select(t.c.left_id, t.c.right_id).where(
            self.mine(t), t.c.superseded_at.is_(None), t.c.kind == kind, t.c.made_by == "machine", t.c.verdict == "same"
        )
        queries = [query] if lefts is None else [query.where(t.c.left_id.in_(b)) for b in in_batches(sorted(lefts))]
        with self.reading() as connection:
            said = {(r.left_id, r.right_id): True for one in queries for r in connection.execute(one)}
        for judgement in sorted(self.judged_by_persons(), key=lambda j: (j.made_at, j.id)):
            if judgement.kind == kind and judgement.verdict != "unsure" and (lefts is None or judgement.left in lefts):
                said[judgement.left, judgement.right] = judgement.verdict == "same"
        return sorted(pair for pair, same in said.items() if same)

    def judged_by_persons(self) -> list[Judgement]:
        """Every judgement of a person in force."""
        t = schema.judgements
        # which rows these are says an index alone; asked for whole records the database reads all judgements there are
        with self.reading() as connection:
            found = connection.execute(sa.select(t.c.row).where(self.mine(t), t.c.made_by == "person")).scalars().all()
        return [j for some in in_batches(sorted(found)) for j in self._records(rows.JUDGEMENTS, t.c.row.in_(some))]

    def reports_named(self, ids: Iterable[str]) -> list[Report]:
        t = schema.reports
        return [r for some in in_batches(sorted(ids)) for r in self._records(rows.REPORTS, t.c.id.in_(some))]

    def reports_of_records(self, record_ids: Iterable[str]) -> dict[str, set[str]]:
        """Statement or incident -> the reports that have one of its texts."""
        c, p = schema.link_cards, schema.report_parts
        found: dict[str, set[str]] = {}
        with self.reading() as connection:
            for some in in_batches(sorted(record_ids)):
                query = sa.select(c.c.record_id, p.c.report_id).distinct()
                query = query.join(p, sa.and_(p.c.case_id == c.c.case_id, p.c.part == "text", p.c.value == c.c.text_id))
                for row in connection.execute(query.where(self.mine(c), c.c.record_id.in_(some))):
                    found.setdefault(row.record_id, set()).add(row.report_id)
        return found

    def speakers_but(self, statement_ids: Collection[str]) -> set[str]:
        """The folded names of all who speak in other statements than these."""
        t = schema.statements
        with self.reading() as connection:
            query = sa.select(t.c.speaker_folded, t.c.id).where(self.mine(t), t.c.superseded_at.is_(None))
            found = connection.execute(query.where(t.c.speaker_folded.is_not(None)))
            return {row.speaker_folded for row in found if row.id not in statement_ids}

    def ids_ever(self, kind: str, text_ids: Iterable[str]) -> set[str]:
        """The ids of the records of a kind that these texts hold or once held."""
        t = next(k.table for k in rows.OF_ANNOTATION.values() if k.name == kind)
        found: set[str] = set()
        with self.reading() as connection:
            for some in in_batches(text_ids):
                query = sa.select(t.c.id).distinct().where(self.mine(t), t.c.text_id.in_(some))
                found |= set(connection.execute(query).scalars())
        return found

    def last_versions(self, kind: str, ids: Iterable[str]) -> list[Any]:
        """The last version of each of these records, whether it is in force or not."""
        found = rows.kind_named(kind)
        t = found.table
        made: list[Any] = []
        for some in in_batches(sorted(ids)):
            last = sa.select(sa.func.max(t.c.row)).where(self.mine(t), t.c.id.in_(some)).group_by(t.c.id)
            made += self._versions(found, t.c.row.in_(last))
        return made

    def live(self, kind: str, ids: Iterable[str]) -> set[str]:
        """Those of these ids of records that are in force."""
        t = rows.kind_named(kind).table
        found: set[str] = set()
        with self.reading() as connection:
            for some in in_batches(sorted(ids)):
                query = sa.select(t.c.id).where(self.mine(t), t.c.superseded_at.is_(None), t.c.id.in_(some))
                found |= set(connection.execute(query).scalars())
        return found

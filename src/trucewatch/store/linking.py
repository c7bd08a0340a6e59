"""What linking keeps of its own beside cards and edges: which texts wait, and how far the case is linked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from trucewatch.records.report import Report
from trucewatch.store import rows, schema
from trucewatch.store.cards import RECORDS, Cards
from trucewatch.store.case_file import in_batches
from trucewatch.store.decided import OVERRULED
from trucewatch.store.facts import INITIALS, NAMES
from trucewatch.store.rows import Kind


class Linking(Cards):
    """As for ``Cards``: for the ids given and no more."""

    # -- which texts wait ------------------------------------------------------------------------------

    def waiting(self) -> list[str]:
        """The texts that changed since they were linked, in the order of their days."""
        w, a = schema.link_waiting, schema.annotations
        query = sa.select(w.c.text_id).select_from(
            w.outerjoin(a, sa.and_(a.c.case_id == w.c.case_id, a.c.text_id == w.c.text_id, a.c.superseded_at.is_(None)))
        )
        with self.reading() as connection:
            return list(
                connection.execute(
                    query.where(self.mine(w)).order_by(a.c.published.nulls_first(), w.c.text_id)
                ).scalars()
            )

    def wait(self, connection: Connection, text_ids: Iterable[str]) -> None:
        """Note that these texts are to be linked anew."""
        t = schema.link_waiting
        wanted = set(text_ids)
        for batch in in_batches(sorted(wanted)):
            wanted -= set(
                connection.execute(sa.select(t.c.text_id).where(self.mine(t), t.c.text_id.in_(batch))).scalars()
            )
        if wanted:
            connection.execute(t.insert(), [{"case_id": self.case_id, "text_id": one} for one in sorted(wanted)])

    def call_up(self, text_ids: Iterable[str] | None = None) -> None:
        """Let these texts wait to be linked anew; all that were annotated, if none are given."""
        with self.writing() as connection:
            self.wait(connection, self._annotated(connection) if text_ids is None else text_ids)

    def _annotated(self, connection: Connection) -> list[str]:
        t, c = schema.annotations, schema.link_cards
        now = sa.select(t.c.text_id).where(self.mine(t), t.c.superseded_at.is_(None))
        return list(connection.execute(now.union(sa.select(c.c.text_id).where(self.mine(c)))).scalars())

    def annotated_texts(self) -> list[str]:
        """The texts that hold mentions, first annotated first."""
        t = schema.annotations
        with self.reading() as connection:
            query = sa.select(t.c.text_id).where(self.mine(t), t.c.superseded_at.is_(None)).order_by(t.c.row)
            return list(connection.execute(query).scalars())

    def link_state(self) -> tuple[str, int] | None:
        """By which linker the case is linked, and how many decisions were in force; None if it never was."""
        t = schema.link_state
        with self.reading() as connection:
            row = connection.execute(sa.select(t).where(self.mine(t))).first()
        return (row.fingerprint, row.decisions) if row else None

    def linking_begins(self) -> None:
        """From here until all is linked the case is in no known state: should the run break off, the next links all."""
        t = schema.link_state
        with self.writing() as connection:
            # how many decisions were in force stays: it says which of them a reader has seen (conflicts.py)
            connection.execute(sa.update(t).where(self.mine(t)).values(fingerprint=""))

    def take_statistics(self) -> None:
        """Let the database see how its tables have grown, so that it looks up by the narrowest index."""
        with self.writing() as connection:
            self.sql.take_statistics(connection)
        self.engine.dispose()  # connections that are open already do not know of it

    def all_linked(self, text_ids: Iterable[str], *, fingerprint: str, decisions: int) -> None:
        """Nothing of these texts waits any more, and this linker did it."""
        w, t = schema.link_waiting, schema.link_state
        with self.writing() as connection:
            for batch in in_batches(text_ids):
                connection.execute(sa.delete(w).where(self.mine(w), w.c.text_id.in_(batch)))
            connection.execute(sa.delete(t).where(self.mine(t)))
            connection.execute(t.insert().values(case_id=self.case_id, fingerprint=fingerprint, decisions=decisions))

    # -- reading ----------------------------------------------------------------------------------------

    @staticmethod
    def kind_named(name: str) -> Kind:
        return rows.kind_named(name)

    def texts_of_records_named(self, ids: Iterable[str]) -> dict[str, set[str]]:
        """Id -> the texts that this mention, figure or commitment rests on, or this statement or incident by the
        mentions of its last version; ids of nothing are left out."""
        found: dict[str, set[str]] = defaultdict(set)
        wanted = sorted(set(ids))
        mentions: dict[str, tuple[str, ...]] = {}
        for kind in RECORDS.values():
            t = kind.table
            for some in in_batches(wanted):
                last = sa.select(sa.func.max(t.c.row)).where(self.mine(t), t.c.id.in_(some)).group_by(t.c.id)
                mentions |= {record.id: record.mention_ids for record in self._versions(kind, t.c.row.in_(last))}
        with self.reading() as connection:
            for some in in_batches(sorted({*wanted, *chain.from_iterable(mentions.values())})):
                for kind in rows.OF_ANNOTATION.values():
                    t = kind.table
                    query = sa.select(t.c.id, t.c.text_id).distinct().where(self.mine(t), t.c.id.in_(some))
                    for row in connection.execute(query):
                        found[row.id].add(row.text_id)
        held = {one: set().union(*(found[m] for m in its)) for one, its in mentions.items()}
        return {one: texts for one in wanted if (texts := held.get(one, set()) | found[one])}

    def other_readings(self, text_ids: Iterable[str]) -> dict[str, set[str]]:
        """Text -> all texts that were read from its captures."""
        r = schema.readings
        other = sa.alias(r)
        found: dict[str, set[str]] = defaultdict(set)
        beside = sa.and_(other.c.case_id == r.c.case_id, other.c.capture_id == r.c.capture_id)
        with self.reading() as connection:
            for batch in in_batches(sorted(set(text_ids))):
                query = sa.select(r.c.text_id, other.c.text_id.label("beside")).join(other, beside)
                for row in connection.execute(query.where(self.mine(r), r.c.text_id.in_(batch))):
                    found[row.text_id].add(row.beside)
        return found

    def of_ids(self, kind: Kind, ids: Iterable[str]) -> Iterator[Any]:
        """The records with these ids that hold now."""
        for batch in in_batches(ids):
            yield from self._records(kind, kind.table.c.id.in_(batch))

    def reports_of_texts(self, text_ids: Iterable[str]) -> list[Report]:
        """Every report that has one of these texts."""
        p, t = schema.report_parts, schema.reports
        found: dict[str, Report] = {}
        for batch in in_batches(text_ids):
            ids = sa.select(p.c.report_id).where(self.mine(p), p.c.part == "text", p.c.value.in_(batch))
            found |= {r.id: r for r in self._records(rows.REPORTS, t.c.id.in_(ids))}
        return list(found.values())

    def days_of_statements(self, ids: Iterable[str]) -> set[tuple[int, int]]:
        """The days (ordinals, first and last) on which these statements may have been made: those of their mentions,
        and those that the record itself gives."""
        t, s = schema.link_cards, schema.statements
        found: set[tuple[int, int]] = set()
        with self.reading() as connection:
            for some in in_batches(sorted(set(ids))):
                query = sa.select(t.c.first_day, t.c.last_day)  # each once would be read from an index of all days
                query = query.where(self.mine(t), t.c.kind == "statement", t.c.record_id.in_(some))
                found |= {(r.first_day, r.last_day) for r in connection.execute(query) if r.first_day is not None}
                own = sa.select(s.c.day_from, s.c.day_to)
                own = own.where(self.mine(s), s.c.superseded_at.is_(None), s.c.id.in_(some))
                for row in connection.execute(own):
                    first, last = row.day_from or row.day_to, row.day_to or row.day_from
                    if first is not None:
                        found.add((first.toordinal(), last.toordinal()))
        return found

    def statements_on(self, spans: Sequence[tuple[int, int]]) -> set[str]:
        """The statements that may have been made on one of these days, by the same."""
        t, s = schema.link_cards, schema.statements
        found: set[str] = set()
        with self.reading() as connection:
            for first, last in spans:
                query = sa.select(t.c.record_id).where(self.mine(t), t.c.kind == "statement")
                query = query.where(t.c.last_day >= first, t.c.first_day <= last)
                found |= {one for one in connection.execute(query).scalars() if one is not None}
                begin, end = date.fromordinal(max(first, 1)), date.fromordinal(last)
                own = sa.select(s.c.id).where(self.mine(s), s.c.superseded_at.is_(None))
                for there in (
                    sa.and_(s.c.day_to >= begin, sa.func.coalesce(s.c.day_from, s.c.day_to) <= end),
                    sa.and_(s.c.day_to.is_(None), s.c.day_from >= begin, s.c.day_from <= end),
                ):
                    found |= set(connection.execute(own.where(there)).scalars())
        return found

    def by_day(self, kind: str, ids: Iterable[str] | None = None) -> list[str]:
        """These statements or incidents (None: all) by the first day of their mentions, those without one last.

        What stands next to each other in it mostly stands in the same reports, which are then read once.
        """
        t = schema.link_cards
        query = sa.select(t.c.record_id, t.c.first_day).where(self.mine(t), t.c.kind == kind)
        wanted = None if ids is None else sorted(set(ids))
        first: dict[str, int | None] = dict.fromkeys(wanted or ())
        with self.reading() as connection:
            for some in [None] if wanted is None else in_batches(wanted):
                for row in connection.execute(query if some is None else query.where(t.c.record_id.in_(some))):
                    if row.record_id is not None:
                        known = first.get(row.record_id)
                        first[row.record_id] = min((d for d in (known, row.first_day) if d is not None), default=None)
        return sorted(first, key=lambda one: (first[one] is None, first[one] or 0, one))

    def judgement_pairs(self, kind: str, ids: Collection[str]) -> dict[str, tuple[str, str]]:
        """Judgement id -> its two sides, of the machine's judgements of this kind with one of these ids on either."""
        t = schema.judgements
        found: dict[str, tuple[str, str]] = {}
        with self.reading() as connection:
            for batch in in_batches(sorted(ids)):
                for end in (t.c.left_id, t.c.right_id):
                    query = sa.select(t.c.id, t.c.left_id, t.c.right_id).where(
                        self.mine(t),
                        t.c.superseded_at.is_(None),
                        t.c.kind == kind,
                        t.c.made_by == "machine",
                        end.in_(batch),
                    )
                    found |= {row.id: (row.left_id, row.right_id) for row in connection.execute(query)}
        return found

    def founding_mention(self, record_id: str) -> str | None:
        """The mention that a statement or incident was founded on, also one merged away; None for other ids."""
        with self.reading() as connection:
            for kind in RECORDS.values():
                t = kind.table
                query = (
                    sa.select(t.c.founding_mention).where(self.mine(t), t.c.id == record_id).order_by(t.c.row.desc())
                )
                found = connection.execute(query.limit(1)).scalar()
                if found is not None:
                    return str(found)
        return None

    def merged_into(self, kind: str, founding: Iterable[str]) -> list[Any]:
        """The last versions of records founded on these mentions whose id redirects to another now."""
        t, r = RECORDS[kind].table, schema.redirects
        last: dict[str, int] = {}
        merged: set[str] = set()
        with self.reading() as connection:
            for batch in in_batches(sorted(founding)):
                for row in connection.execute(
                    sa.select(t.c.row, t.c.id).where(self.mine(t), t.c.founding_mention.in_(batch))
                ):
                    last[row.id] = max(row.row, last.get(row.id, 0))
            for batch in in_batches(sorted(last)):
                younger = sa.select(r.c.younger).where(self.mine(r), r.c.superseded_at.is_(None))
                merged |= set(connection.execute(younger.where(r.c.younger.in_(batch))).scalars())
        rows_wanted = sorted(last[one] for one in merged)
        return [one for some in in_batches(rows_wanted) for one in self._versions(RECORDS[kind], t.c.row.in_(some))]

    # -- writing ----------------------------------------------------------------------------------------

    def forget_cards(self, connection: Connection, text_id: str) -> None:
        """Drop what was worked out from a text that is taken out; the whole case is linked anew."""
        t, state = schema.link_cards, schema.link_state
        empty = sa.update(t).where(self.mine(t), t.c.text_id == text_id)
        connection.execute(empty.values(payload=None, name=None))
        for kind in (NAMES, INITIALS, OVERRULED):
            self.keep_facts(connection, kind, [text_id], ())
        connection.execute(sa.delete(state).where(self.mine(state)))
        self.wait(connection, [text_id])

"""Cards and edges: what linking keeps of each mention, and of the pairs that it found close, so that an add reads only
what it touches. Tables: link_cards, link_edges."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from trucewatch.store import rows, schema
from trucewatch.store.case_file import in_batches
from trucewatch.store.decided import Decided
from trucewatch.store.rows import Kind

#: Statements and incidents by the name that cards and edges carry.
MENTIONS: Mapping[str, Kind] = {"statement": rows.STATEMENT_MENTIONS, "incident": rows.INCIDENT_MENTIONS}
#: The name under which edges between mentions that say one thing on two days are kept.
AGAIN = "said again"
RECORDS: Mapping[str, Kind] = {"statement": rows.STATEMENTS, "incident": rows.INCIDENTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """A mention as linking knows it: ``keys`` are what it is looked up by (None until it was compared), ``days`` the
    first and last, ``record_id`` the record it belongs to; ``name`` and ``side`` those of its speaker."""

    id: str
    text_id: str
    record_id: str | None = None
    name: str | None = None
    side: str | None = None
    days: tuple[int, int] | None = None
    keys: Any = None


class Cards(Decided):
    """Each reading method answers for the ids given and no more; writing ones open a transaction of their own unless
    they are handed a connection."""

    def cards_of_texts(self, kind: str, text_ids: Iterable[str]) -> list[CardRow]:
        t = schema.link_cards
        return [c for batch in in_batches(text_ids) for c in self._cards(kind, t.c.text_id.in_(batch))]

    def cards_of(self, kind: str, ids: Iterable[str]) -> list[CardRow]:
        t = schema.link_cards
        return [c for batch in in_batches(ids) for c in self._cards(kind, t.c.id.in_(batch))]

    def cards_of_records(self, kind: str, record_ids: Iterable[str]) -> list[CardRow]:
        t = schema.link_cards
        return [c for batch in in_batches(record_ids) for c in self._cards(kind, t.c.record_id.in_(batch))]

    def cards_near(self, kind: str, spans: Sequence[tuple[int, int]] | None) -> list[CardRow]:
        """The compared cards whose days touch one of the spans, and those without days; all of them for None."""
        t = schema.link_cards
        if spans is None:
            return self._cards(kind, t.c.payload.is_not(None))
        found = {c.id: c for c in self._cards(kind, t.c.payload.is_not(None), t.c.last_day.is_(None))}
        for first, last in spans:
            near = self._cards(kind, t.c.payload.is_not(None), t.c.last_day >= first, t.c.first_day <= last)
            found |= {c.id: c for c in near}
        return list(found.values())

    def _cards(self, kind: str, *conditions: sa.ColumnElement[bool]) -> list[CardRow]:
        t = schema.link_cards
        with self.reading() as connection:
            query = sa.select(t).where(self.mine(t), t.c.kind == kind, *conditions).order_by(t.c.row)
            return [
                CardRow(
                    id=row.id, text_id=row.text_id, record_id=row.record_id, name=row.name, side=row.side,
                    days=None if row.first_day is None else (row.first_day, row.last_day),
                    keys=json.loads(row.payload) if row.payload else None,
                )
                for row in connection.execute(query)
            ]  # fmt: skip

    def sides_of_names(self, names: Iterable[str]) -> dict[str, set[str]]:
        """Which sides the mentions of each name give it."""
        t = schema.link_cards
        found: dict[str, set[str]] = {}
        with self.reading() as connection:
            for batch in in_batches(sorted(set(names))):
                query = sa.select(t.c.name, t.c.side).distinct()
                query = query.where(self.mine(t), t.c.name.in_(batch), t.c.side.is_not(None))
                for row in connection.execute(query):
                    found.setdefault(row.name, set()).add(row.side)
        return found

    def texts_without_side(self, names: Iterable[str]) -> set[str]:
        """The texts in which one of these names speaks and no side is given."""
        t = schema.link_cards
        found: set[str] = set()
        with self.reading() as connection:
            for batch in in_batches(sorted(set(names))):
                query = sa.select(t.c.text_id).where(self.mine(t), t.c.name.in_(batch), t.c.side.is_(None))
                found |= set(connection.execute(query).scalars())
        return found

    def edges_of(self, kind: str, ids: Collection[str]) -> set[tuple[str, str]]:
        """Every edge at one of these mentions."""
        t = schema.link_edges
        found: set[tuple[str, str]] = set()
        with self.reading() as connection:
            for batch in in_batches(sorted(ids)):
                for end in (t.c.left_id, t.c.right_id):
                    query = sa.select(t.c.left_id, t.c.right_id).where(self.mine(t), t.c.kind == kind, end.in_(batch))
                    found |= {(row.left_id, row.right_id) for row in connection.execute(query)}
        return found

    def edges_again(self, ids: Collection[str]) -> set[tuple[str, str]]:
        """The pairs of mentions that say one thing on two days, one of them among these."""
        return self.edges_of(AGAIN, ids)

    def credited_together(self, voices: Iterable[str]) -> set[str]:
        """Those of these pairs of voices that are known to be credited with one speech."""
        t = schema.link_edges
        found: set[str] = set()
        with self.reading() as connection:
            for batch in in_batches(sorted(set(voices))):
                found |= set(
                    connection.execute(sa.select(t.c.voices).where(self.mine(t), t.c.voices.in_(batch))).scalars()
                )
        return found

    def homes(self, mention_ids: Iterable[str]) -> dict[str, str]:
        """Mention -> the statement or incident that it belongs to."""
        t = schema.link_cards
        found: dict[str, str] = {}
        with self.reading() as connection:
            for some in in_batches(sorted(set(mention_ids))):
                query = sa.select(t.c.id, t.c.record_id).where(
                    self.mine(t), t.c.kind.in_(tuple(MENTIONS)), t.c.id.in_(some)
                )
                found |= {row.id: row.record_id for row in connection.execute(query) if row.record_id is not None}
        return found

    def records_in(self, kind: str, text_ids: Iterable[str]) -> set[str]:
        """The statements or incidents that stand in these texts."""
        t = schema.link_cards
        return self._of_cards(t.c.record_id, t.c.kind == kind, t.c.text_id, text_ids)

    def texts_of_records(self, kind: str, record_ids: Iterable[str]) -> set[str]:
        """The texts in which these statements or incidents stand."""
        t = schema.link_cards
        return self._of_cards(t.c.text_id, t.c.kind == kind, t.c.record_id, record_ids)

    def mentions_in(self, kind: str, record_ids: Iterable[str]) -> set[str]:
        """The mentions of these statements or incidents."""
        t = schema.link_cards
        return self._of_cards(t.c.id, t.c.kind == kind, t.c.record_id, record_ids)

    def _of_cards(
        self, wanted: sa.Column[Any], condition: sa.ColumnElement[bool], by: sa.Column[Any], values: Iterable[str]
    ) -> set[str]:
        """The database is told nothing that could tempt it from the narrow index: asked for each once, or for no empty
        ones, it reads an index of the whole case in the order of what is wanted."""
        t = schema.link_cards
        found: set[str | None] = set()
        with self.reading() as connection:
            for some in in_batches(sorted(set(values))):
                found |= set(
                    connection.execute(sa.select(wanted).where(self.mine(t), condition, by.in_(some))).scalars()
                )
        return {one for one in found if one is not None}

    # -- writing ----------------------------------------------------------------------------------------

    def put_cards(self, kind: str, text_ids: Collection[str], cards: Sequence[CardRow]) -> None:
        """Put these cards, which are all of the texts, in the place of those before; edges at those go with them."""
        t, e = schema.link_cards, schema.link_edges
        kinds = (kind, AGAIN) if kind == "statement" else (kind,)
        with self.writing() as connection:
            self.check_lease(connection)
            gone: list[str] = []
            for batch in in_batches(sorted(text_ids)):
                mine = sa.and_(self.mine(t), t.c.kind == kind, t.c.text_id.in_(batch))
                gone += connection.execute(sa.select(t.c.id).where(mine)).scalars()
                connection.execute(sa.delete(t).where(mine))
            for batch in in_batches(gone):
                for end in (e.c.left_id, e.c.right_id):
                    connection.execute(sa.delete(e).where(self.mine(e), e.c.kind.in_(kinds), end.in_(batch)))
            for many in in_batches(cards):
                connection.execute(t.insert(), [self._card_values(kind, card) for card in many])

    def put_keys(
        self, kind: str, cards: Sequence[CardRow], edges: Iterable[tuple[str, str, str | None]],
        again: Iterable[tuple[str, str]] = (),
    ) -> None:  # fmt: skip
        """Note what these mentions are looked up by, which pairs score high enough to join, which say a thing again."""
        t, e = schema.link_cards, schema.link_edges
        update = (
            sa.update(t)
            .where(self.mine(t), t.c.kind == kind, t.c.id == sa.bindparam("of"))
            .values(first_day=sa.bindparam("first"), last_day=sa.bindparam("last"), payload=sa.bindparam("packed"))
        )
        with self.writing() as connection:
            self.check_lease(connection)
            for many in in_batches(cards):
                values = [(c, self._card_values(kind, c)) for c in many]
                connection.execute(
                    update,
                    [
                        {"of": c.id, "first": v["first_day"], "last": v["last_day"], "packed": v["payload"]}
                        for c, v in values
                    ],
                )
            named = chain(((kind, *edge) for edge in edges), ((AGAIN, a, b, None) for a, b in again))
            for batch in in_batches(named):
                connection.execute(
                    e.insert(),
                    [
                        {"case_id": self.case_id, "kind": k, "left_id": a, "right_id": b, "voices": v}
                        for k, a, b, v in batch
                    ],
                )

    def put_records(self, connection: Connection, kind: str, record_of: Mapping[str, str | None]) -> None:
        """Note which record each mention belongs to."""
        t = schema.link_cards
        update = sa.update(t).where(self.mine(t), t.c.kind == kind, t.c.id == sa.bindparam("of"))
        for batch in in_batches(record_of.items()):
            connection.execute(
                update.values(record_id=sa.bindparam("record")), [{"of": m, "record": r} for m, r in batch]
            )

    def _card_values(self, kind: str, card: CardRow) -> dict[str, Any]:
        first, last = card.days or (None, None)
        return {
            "case_id": self.case_id, "kind": kind, "id": card.id, "text_id": card.text_id, "record_id": card.record_id,
            "name": card.name, "side": card.side, "first_day": first, "last_day": last,
            "payload": rows.packed_json(card.keys) if card.keys is not None else None,
        }  # fmt: skip

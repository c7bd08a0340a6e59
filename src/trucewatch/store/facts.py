"""What linking worked out of a text, report or record, kept to be looked up: facts, and the keys they stand under.

A kind of fact is a name that the one who keeps it chooses. Keys are any words; they are stored as numbers, so that two
keys may fall together once in many billions: what is looked up is looked at again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from trucewatch.store import rows, schema
from trucewatch.store.case_file import in_batches
from trucewatch.store.columns import Columns

#: Kinds of facts that repeat words of their text: names that speak in it, initials and what they stand for.
NAMES, INITIALS = "speaker", "written out"

#: Row numbers are short: so many are asked for at once.
ROWS_AT_ONCE = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """``owner`` is the id of the text, report or record it was worked out of, ``held`` of the record it belongs to;
    ``day`` is an ordinal, 0 where none is meant; ``payload`` anything that JSON holds. ``row`` is 0 until it is stored;
    ``keys`` are given to be stored and not read again."""

    owner: str
    keys: tuple[str, ...] = ()
    held: str | None = None
    day: int = 0
    payload: Any = None
    row: int = 0


class Facts(Columns):
    """Facts by owner, by key, by row and by the record that holds them."""

    def put_facts(self, kind: str, owners: Collection[str], facts: Iterable[Fact]) -> None:
        """Put these facts, which are all of the owners, in the place of those before."""
        with self.writing() as connection:
            self.check_lease(connection)
            self.keep_facts(connection, kind, owners, facts)

    def keep_facts(self, connection: Connection, kind: str, owners: Collection[str], facts: Iterable[Fact]) -> None:
        """The same within a transaction."""
        t, k = schema.link_facts, schema.link_keys
        for some in in_batches(sorted(owners)):
            mine = sa.and_(self.mine(t), t.c.kind == kind, t.c.owner.in_(some))
            gone = list(connection.execute(sa.select(t.c.row).where(mine)).scalars())
            for batch in in_batches(gone):
                connection.execute(sa.delete(k).where(k.c.fact.in_(batch)))
            connection.execute(sa.delete(t).where(mine))
        for many in in_batches(facts):
            # how far rows are given out; nobody else writes while this transaction is open
            last = connection.execute(sa.select(sa.func.max(t.c.row))).scalar() or 0
            values = [
                {
                    "case_id": self.case_id, "kind": kind, "owner": f.owner, "held": f.held, "day": f.day,
                    "payload": None if f.payload is None else rows.packed_json(f.payload),
                }
                for f in many
            ]  # fmt: skip
            connection.execute(t.insert(), values)
            fresh = sa.select(t.c.row).where(self.mine(t), t.c.row > last).order_by(t.c.row)
            made = connection.execute(fresh).scalars().all()
            keyed = (
                {"number": number, "day": f.day, "fact": row}
                for f, row in zip(many, made, strict=True)
                for number in {self._number(kind, key) for key in f.keys}
            )
            for batch in in_batches(keyed, 5000):
                connection.execute(k.insert(), batch)

    def hold(self, held: Mapping[int, str | None]) -> None:
        """Note to which record each of these rows belongs."""
        t = schema.link_facts
        update = sa.update(t).where(self.mine(t), t.c.row == sa.bindparam("of")).values(held=sa.bindparam("record"))
        with self.writing() as connection:
            self.check_lease(connection)
            for batch in in_batches(held.items()):
                connection.execute(update, [{"of": row, "record": record} for row, record in batch])

    def facts_of(self, kind: str, owners: Iterable[str]) -> list[Fact]:
        t = schema.link_facts
        return [f for some in in_batches(owners) for f in self._facts(t.c.kind == kind, t.c.owner.in_(some))]

    def facts_at(self, found: Iterable[int]) -> list[Fact]:
        t = schema.link_facts
        many = in_batches(sorted(found), ROWS_AT_ONCE)
        return [f for some in many for f in self._facts(t.c.row.in_(some), mine=False)]

    def owners_of(self, kind: str) -> set[str]:
        """The owners of every fact of a kind."""
        t = schema.link_facts
        with self.reading() as connection:
            return set(connection.execute(sa.select(t.c.owner).where(self.mine(t), t.c.kind == kind)).scalars())

    def rows_of(self, kind: str) -> set[int]:
        """The rows of every fact of a kind."""
        return self._rows(schema.link_facts.c.kind == kind)

    def rows_held(self, kind: str, records: Iterable[str], *, speaking: bool = False) -> set[int]:
        """The rows of the facts that belong to these records; with ``speaking`` only those with a payload."""
        t = schema.link_facts
        more = [t.c.payload.is_not(None)] if speaking else []
        batches = in_batches(sorted(records))
        return {row for some in batches for row in self._rows(t.c.kind == kind, t.c.held.in_(some), *more)}

    def there(self, found: Iterable[int]) -> set[int]:
        """Those of these rows that are there."""
        t = schema.link_facts
        found_there: set[int] = set()
        with self.reading() as connection:
            for some in in_batches(sorted(found), ROWS_AT_ONCE):
                found_there |= set(connection.execute(sa.select(t.c.row).where(t.c.row.in_(some))).scalars())
        return found_there

    def holders(self, found: Iterable[int]) -> set[str]:
        """The records to which the facts of these rows belong."""
        t = schema.link_facts
        held: set[str] = set()
        with self.reading() as connection:
            for some in in_batches(sorted(found), ROWS_AT_ONCE):
                query = sa.select(t.c.held).distinct().where(t.c.row.in_(some), t.c.held.is_not(None))
                held |= set(connection.execute(query).scalars())
        return held

    def _rows(self, *conditions: sa.ColumnElement[bool]) -> set[int]:
        t = schema.link_facts
        with self.reading() as connection:
            return set(connection.execute(sa.select(t.c.row).where(self.mine(t), *conditions)).scalars())

    def _facts(self, *conditions: sa.ColumnElement[bool], mine: bool = True) -> list[Fact]:
        """``mine`` is needed where no row is named: a row is one case's, and asked for with the case's id the database
        reads an index of the whole case."""
        t = schema.link_facts
        with self.reading() as connection:
            query = sa.select(t.c.row, t.c.owner, t.c.held, t.c.day, t.c.payload)
            query = query.where(*conditions, *([self.mine(t)] if mine else []))
            return [
                Fact(row=r.row, owner=r.owner, held=r.held, day=r.day, payload=json.loads(r.payload or "null"))
                for r in connection.execute(query.order_by(t.c.row))
            ]

    def owners_under(
        self, kind: str, keys: Iterable[str], days: tuple[int, int] | None = None
    ) -> dict[str, list[tuple[str, int]]]:
        """Key -> owner and day of each fact that stands under it (in these days, if they are given)."""
        t, k = schema.link_facts, schema.link_keys
        word_of = {self._number(kind, key): key for key in keys}
        found: list[tuple[str, int, int]] = []
        owners: dict[int, str] = {}
        with self.reading() as connection:
            for some in in_batches(sorted(word_of)):
                query = sa.select(k.c.number, k.c.fact, k.c.day).where(k.c.number.in_(some))
                if days is not None:
                    query = query.where(k.c.day >= days[0], k.c.day <= days[1])
                found += [(word_of[r.number], r.fact, r.day) for r in connection.execute(query)]
            # by themselves, for the two in one query let the database begin at the wrong end
            for some_rows in in_batches(sorted({fact for _, fact, _ in found})):
                query = sa.select(t.c.row, t.c.owner).where(t.c.row.in_(some_rows))
                owners |= {r.row: r.owner for r in connection.execute(query)}
        under: dict[str, list[tuple[str, int]]] = {}
        for key, fact, day in found:
            if fact in owners:
                under.setdefault(key, []).append((owners[fact], day))
        return under

    def rows_under(self, kind: str, keys: Iterable[str]) -> set[int]:
        """The rows of the facts that stand under one of these keys."""
        return self._rows_under({self._number(kind, key) for key in keys})

    def rows_beside(self, found: Iterable[int], known: set[int]) -> set[int]:
        """The rows of the facts that share a key with one of these; ``known`` are keys (as numbers) that were looked up
        before, and those looked up now are added to it."""
        k = schema.link_keys
        numbers: set[int] = set()
        with self.reading() as connection:
            for some in in_batches(sorted(found), ROWS_AT_ONCE):
                numbers |= set(connection.execute(sa.select(k.c.number).distinct().where(k.c.fact.in_(some))).scalars())
        numbers -= known
        known |= numbers
        return self._rows_under(numbers)

    def _rows_under(self, numbers: Collection[int]) -> set[int]:
        k = schema.link_keys
        found: set[int] = set()
        with self.reading() as connection:
            for some in in_batches(sorted(numbers)):
                found |= set(connection.execute(sa.select(k.c.fact).distinct().where(k.c.number.in_(some))).scalars())
        return found

    def _number(self, kind: str, key: str) -> int:
        made = blake2b(f"{self.case_id}|{kind}|{key}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
        return int.from_bytes(made, signed=True)

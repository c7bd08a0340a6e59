"""What the machine found in a text, where persons decided otherwise: the version in force is the one they decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from trucewatch.store.case_file import in_batches
from trucewatch.store.conditions import in_force
from trucewatch.store.facts import Fact, Facts
from trucewatch.store.rows import OF_ANNOTATION, Kind

#: The kind of fact: the records of a text that persons set, rejected or added (kind -> id -> the row of the machine's
#: version; None for what no machine made). It holds no words.
OVERRULED = "overruled"


class Decided(Facts):
    """Every reader finds the decided version; linking begins with the machine's each time, so that an undo holds."""

    def machine_made(self, kind: Kind, text_ids: Iterable[str]) -> Iterator[Any]:
        """The records of one kind that rest on these texts, as the machine made them."""
        t = kind.table
        for batch in in_batches(text_ids):
            over = {one: row for fact in self.facts_of(OVERRULED, batch) for one, row in _of(fact, kind).items()}
            found = sa.and_(in_force(t, None), t.c.text_id.in_(batch))
            if over:
                before = [row for row in over.values() if row is not None]
                found = sa.or_(sa.and_(found, t.c.id.not_in(over)), t.c.row.in_(before))
            yield from self._versions(kind, found)

    def overruled(self, text_ids: Iterable[str]) -> set[str]:
        """Those of these texts of which a record is not in force as the machine made it."""
        return {fact.owner for some in in_batches(text_ids) for fact in self.facts_of(OVERRULED, some)}

    def note_overruled(
        self, connection: Connection, text_id: str, changed: Mapping[str, Collection[str]],
        added: Mapping[str, Collection[str]],
    ) -> None:  # fmt: skip
        """Note the ids, by kind, of what persons ``changed`` or rejected in a text, and of what they ``added``; before
        the versions in force are replaced."""
        known = self.facts_of(OVERRULED, [text_id])
        payload: dict[str, dict[str, int | None]] = {}
        for kind in OF_ANNOTATION.values():
            t, ids = kind.table, sorted(changed.get(kind.name, ()))
            now = sa.select(t.c.id, t.c.row).where(self.mine(t), in_force(t, None), t.c.id.in_(ids))
            there: dict[str, int | None] = {r.id: r.row for r in connection.execute(now)} if ids else {}
            for fact in known:
                there |= {one: row for one, row in _of(fact, kind).items() if one in ids}
            over = there | dict.fromkeys(sorted(added.get(kind.name, ())))
            if over:
                payload[kind.name] = over
        facts = [Fact(owner=text_id, payload=payload)] if payload else []
        self.keep_facts(connection, OVERRULED, [text_id], facts)


def _of(fact: Fact, kind: Kind) -> dict[str, int | None]:
    found: dict[str, int | None] = fact.payload.get(kind.name, {})
    return found

"""What persons say in review: comments, assignments, sign-offs, samples. Append-only, beside the chain of decisions."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

import sqlalchemy as sa
from pydantic import TypeAdapter

from trucewatch.records.review import Entry, EntryKind
from trucewatch.store import schema, schema_desk
from trucewatch.store.case_file import in_batches
from trucewatch.store.lease import Leasing
from trucewatch.store.read import Reading
from trucewatch.store.rows import packed_json, plain, unpack

ENTRY = TypeAdapter(Entry)


class Entries(Leasing, Reading):
    """Saving and reading what was said in review."""

    def save_entry(self, entry: Entry) -> None:
        """Add an entry; one that is there already is left alone."""
        t = schema_desk.review_entries
        with self.writing() as connection:
            self.check_lease(connection)
            if connection.execute(sa.select(t.c.row).where(self.mine(t), t.c.id == entry.id)).first():
                return
            connection.execute(
                t.insert().values(
                    case_id=self.case_id, id=entry.id, kind=entry.kind, about_kind=entry.about_kind, about=entry.about,
                    text_id=entry.anchor[0].text_id if entry.anchor else None, who=entry.who, made_at=entry.when,
                    payload=packed_json(plain(ENTRY, entry)),
                )
            )  # fmt: skip

    def entries(
        self, *, kinds: Collection[EntryKind] = (), about_kinds: Collection[str] = (),
        about: Collection[str] | None = None,
        texts: Collection[str] | None = None,
    ) -> list[Entry]:  # fmt: skip
        """What was said, first to last: of these kinds (all), about things of these kinds (all), about one of these
        ids, with words in one of these texts;
        what was redacted is left out."""
        t = schema_desk.review_entries
        query = sa.select(t.c.payload).where(self.mine(t), t.c.payload.is_not(None))
        if kinds:
            query = query.where(t.c.kind.in_(kinds))
        if about_kinds:
            query = query.where(t.c.about_kind.in_(about_kinds))
        queries = [query]
        for column, values in ((t.c.about, about), (t.c.text_id, texts)):
            if values is not None:
                queries = [one.where(column.in_(some)) for one in queries for some in in_batches(sorted(set(values)))]
        with self.reading() as connection:
            found = [row for one in queries for row in connection.execute(one.add_columns(t.c.row))]
        return [cast(Entry, unpack("entry", ENTRY, row.payload)) for row in sorted(found, key=lambda r: r.row)]

    def younger_ids(self, record_id: str) -> set[str]:
        """The ids that lead to this one now, near or far: of records that were merged into it."""
        t = schema.redirects
        found: set[str] = set()
        fresh = {record_id}
        with self.reading() as connection:
            while fresh:
                query = sa.select(t.c.younger).where(
                    self.mine(t), t.c.superseded_at.is_(None), t.c.older.in_(sorted(fresh))
                )
                fresh = set(connection.execute(query).scalars()) - found
                found |= fresh
        return found

"""The search index: which words a text or statement is found by. Names of private persons are not among them.

A name that is withheld from exports (``records/privacy.py``) is covered before words are indexed: of the private
persons that the agreement names, and of those who speak in the text, as it is saved; of those known from other
reports, and of those released since, when the links are saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from trucewatch.records.mention import StatementMention
from trucewatch.records.privacy import Withheld, names_withheld
from trucewatch.records.statement import Statement
from trucewatch.records.text import Text
from trucewatch.store import rows, schema
from trucewatch.store.case_file import in_batches
from trucewatch.store.chain import Chaining
from trucewatch.store.read import Reading
from trucewatch.store.rows import Kind

#: Stands in the index for a withheld name; rows that hold it are looked at again whenever links are saved.
COVER = "[name withheld]"
#: Kind of record -> the search table that holds it, and the words by which one is found (None: by none).
SEARCHED: dict[str, tuple[str, Callable[[Any], str | None]]] = {
    rows.STATEMENT_MENTIONS.name: ("statement_search", rows.statement_words),
    rows.INCIDENT_MENTIONS.name: ("incident_search", lambda mention: mention.words.words),
    rows.REPORTS.name: ("title_search", lambda report: report.title),
}


class Indexing(Chaining, Reading):
    """Keeping the search index in step with texts and mentions; each method works inside the caller's transaction."""

    def index_text(self, connection: Connection, text: Text, names: Withheld) -> None:
        """Put the title and body of a text into the index, with ``names`` covered."""
        t = schema.texts
        row = connection.execute(
            sa.select(t.c.row).where(self.mine(t), t.c.id == text.id, t.c.content.is_not(None))
        ).scalar()
        if row is not None:
            self.sql.index_words(connection, "text_search", row, names.masked(rows.searchable(text), COVER))

    def index_records(
        self,
        connection: Connection,
        kind: Kind,
        records: Sequence[Any],
        names: Withheld,
        *,
        gone: Iterable[int] = (),
        now: datetime | None = None,
    ) -> None:
        """Take the rows ``gone`` out of the index of this kind, and put in those of these records that were recorded
        ``now`` (None: all of them)."""
        table, words_of = SEARCHED[kind.name]
        for row in gone:
            self.sql.unindex(connection, table, row)
        t = kind.table
        words = {record.id: words_of(record) for record in records}
        for some in in_batches(sorted(words)):
            # by id alone: asked for with the time too, the database may read all that was recorded at that time
            query = sa.select(t.c.row, t.c.id, t.c.recorded_at).where(self.mine(t), t.c.superseded_at.is_(None))
            for found in connection.execute(query.where(t.c.id.in_(some))).all():
                if now is not None and found.recorded_at != now:
                    continue
                said = words[found.id]
                if said and any(letter.isalnum() for letter in said):
                    self.sql.index_words(connection, table, found.row, names.masked(said, COVER))
                else:  # redacted
                    self.sql.unindex(connection, table, found.row)

    def cover_names(self, connection: Connection, names: Withheld) -> None:
        """Cover every withheld name in the index, and uncover those that no longer are.

        Only rows that hold such a name or a cover are read.
        """
        for table in schema.SEARCH_TABLES:
            found = self.sql.rows_holding(connection, table, COVER)
            for name in names.sought:
                found |= self.sql.rows_holding(connection, table, name)
            for row in sorted(found):
                words = self._words_of(connection, table, row)
                covered = names.masked(words, COVER) if words is not None else None
                if covered is not None and covered != self.sql.indexed_words(connection, table, row):
                    self.sql.index_words(connection, table, row, covered)

    def withheld(self, statements: Iterable[Statement | StatementMention], others: Iterable[str] = ()) -> Withheld:
        """The names that must not be found, as agreement, actors, releases and ``statements`` have it; ``others`` are
        folded names of speakers that may."""
        private = [a for a in self.actors(kind="private_person") if a.private]
        releases = self.decisions(actions=("release", "undo"))
        return names_withheld(self.agreement(), releases, statements, private, others)

    def _words_of(self, connection: Connection, table: str, row: int) -> str | None:
        """What the row would be found by if no name were withheld; None if it is not of this case."""
        kind = next((rows.kind_named(name) for name, (there, _) in SEARCHED.items() if there == table), None)
        t = kind.table if kind else schema.texts
        found = connection.execute(sa.select(t).where(self.mine(t), t.c.row == row)).first()
        if found is None:
            return None
        if kind is None:
            return rows.searchable(self.text(found.id))
        return SEARCHED[kind.name][1](self.record_of(kind, found.id, found.payload))

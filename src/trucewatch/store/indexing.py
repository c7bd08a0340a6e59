"""The search index: which words a text or statement is found by. Names of private persons are not among them.

A name that is withheld from exports (``records/privacy.py``) is covered before words are indexed: of the private
persons that the agreement names, and of those who speak in the text, as it is saved; of those known from other
reports, and of those released since, when the links are saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from trucewatch.records.mention import Annotation, StatementMention
from trucewatch.records.privacy import Withheld, names_withheld
from trucewatch.records.statement import Statement
from trucewatch.records.text import Text
from trucewatch.store import rows, schema, sqlite
from trucewatch.store.chain import Chaining
from trucewatch.store.read import Reading

#: Stands in the index for a withheld name; rows that hold it are looked at again whenever links are saved.
COVER = "[name withheld]"


class Indexing(Chaining, Reading):
    """Keeping the search index in step with texts and mentions; each method works inside the caller's transaction."""

    def index_text(self, connection: Connection, text: Text, names: Withheld) -> None:
        """Put the title and body of a text into the index, with ``names`` covered."""
        t = schema.texts
        row = connection.execute(
            sa.select(t.c.row).where(self.mine(t), t.c.id == text.id, t.c.content.is_not(None))
        ).scalar()
        if row is not None:
            sqlite.index_words(connection, "text_search", row, names.masked(rows.searchable(text), COVER))

    def index_mentions(
        self, connection: Connection, gone: Sequence[int], annotation: Annotation, names: Withheld, now: datetime
    ) -> None:
        """Take the rows ``gone`` out of the index, and put in the statement mentions recorded ``now``."""
        for row in gone:
            sqlite.unindex(connection, "statement_search", row)
        t = schema.statement_mentions
        words = {m.id: names.masked(rows.statement_words(m), COVER) for m in annotation.statements}
        query = sa.select(t.c.row, t.c.id).where(
            self.mine(t), t.c.text_id == annotation.text_id, t.c.superseded_at.is_(None), t.c.recorded_at == now
        )
        for fresh in connection.execute(query).all():
            sqlite.index_words(connection, "statement_search", fresh.row, words[fresh.id])

    def cover_names(self, connection: Connection, names: Withheld) -> None:
        """Cover every withheld name in the index, and uncover those that no longer are.

        Only rows that hold such a name or a cover are read.
        """
        for table in sqlite.SEARCH_TABLES:
            found = sqlite.rows_holding(connection, table, COVER)
            for name in names.sought:
                found |= sqlite.rows_holding(connection, table, name)
            for row in sorted(found):
                words = self._words_of(connection, table, row)
                covered = names.masked(words, COVER) if words is not None else None
                if covered is not None and covered != sqlite.indexed_words(connection, table, row):
                    sqlite.index_words(connection, table, row, covered)

    def withheld(self, statements: Iterable[Statement | StatementMention], others: Iterable[str] = ()) -> Withheld:
        """The names that must not be found, as agreement, actors, releases and ``statements`` have it; ``others`` are
        folded names of speakers that may."""
        private = [a for a in self.actors(kind="private_person") if a.private]
        releases = self.decisions(actions=("release", "undo"))
        return names_withheld(self.agreement(), releases, statements, private, others)

    def _words_of(self, connection: Connection, table: str, row: int) -> str | None:
        """What the row would be found by if no name were withheld; None if it is not of this case."""
        t = schema.texts if table == "text_search" else schema.statement_mentions
        found = connection.execute(sa.select(t).where(self.mine(t), t.c.row == row)).first()
        if found is None:
            return None
        if table == "text_search":
            return rows.searchable(self.text(found.id))
        mention: StatementMention = self.record_of(rows.STATEMENT_MENTIONS, found.id, found.payload)
        return rows.statement_words(mention)

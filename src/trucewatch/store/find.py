"""Finding one record by what a person types: an id or its beginning, or words to search for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from rapidfuzz.distance import Levenshtein
from sqlalchemy.engine import Connection

from trucewatch.errors import AmbiguousRecord, RedactedRecord, UnknownRecord
from trucewatch.records.ids import LETTERS, SHORTEST, split_shown
from trucewatch.store import rows, schema
from trucewatch.store.proposals import Proposing
from trucewatch.store.read import Reading
from trucewatch.store.schema_proposals import proposals

#: The table in which ids of a kind live.
TABLES: dict[str, sa.Table] = {
    "capture": schema.captures,
    "text": schema.texts,
    "report": schema.reports,
    "statement mention": schema.statement_mentions,
    "incident mention": schema.incident_mentions,
    "statement": schema.statements,
    "incident": schema.incidents,
    "figure": schema.figures,
    "series": schema.series,
    "actor": schema.actors,
    "commitment": schema.commitments,
    "term claim": schema.term_claims,
    "judgement": schema.judgements,
    "decision": schema.decisions,
    "proposal": proposals,
}
#: Ids named in a message at most.
NAMED = 5
#: An id this many edits away (in as many digits as were typed) is still suggested.
NEAR = 3
#: Digits that must be typed at least.
TYPED = 4

_WORD = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a record: from when until when the case held it (None: it still does)."""

    record: Any
    recorded_at: datetime
    superseded_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One place where searched words were found: a text, or the words of a statement mention.

    ``words`` are those around the first hit; ``score`` compares hits of one kind only, higher is better.
    """

    kind: str
    id: str
    text_id: str
    words: str
    score: float


class Finding(Proposing, Reading):
    """Ids, redirects, history and search."""

    def find(self, name: str) -> tuple[str, Any]:
        """The kind and record that an id, a shown id (``s:4f1c09aa``) or a beginning of one names.

        Redirects are followed. A record that is no longer current is given in its last version, so that
        an id once printed resolves for ever.

        Raises: UnknownRecord suggesting near ids; AmbiguousRecord listing what fits; RedactedRecord.
        """
        kind, record_id = self.named(name)
        return kind, self._get(kind, self.resolve(kind, record_id))

    def named(self, name: str) -> tuple[str, str]:
        """The kind and full id that a name stands for, redirects not followed.

        Raises: UnknownRecord suggesting near ids; AmbiguousRecord listing what fits.
        """
        kind, prefix = split_shown(name)
        kinds = kinds_of(kind) if kind else [*TABLES]
        found = []
        if prefix:
            with self.reading() as connection:
                found = [(k, i) for k in kinds for i in self._ids_like(connection, k, prefix)]
            exact = [pair for pair in found if pair[1] == prefix]
            found = exact[:1] or found
        if len(found) > 1:
            shown = [self.shown(k, i) for k, i in found[: NAMED + 1]]
            more = " …" if len(shown) > NAMED else ""
            listed = ", ".join(shown[:NAMED]) + more
            raise AmbiguousRecord(f"{name!r} fits more than one record: {listed}; type more of the id")
        if not found:
            raise UnknownRecord(self._unknown(name, kinds, prefix))
        return found[0]

    def resolve(self, kind: str, record_id: str) -> str:
        """The id that stands for this one now: itself, or what it was merged into."""
        if kind not in ("statement", "incident", "actor"):
            return record_id
        redirects = self.redirects()
        passed = {record_id}
        while record_id in redirects and redirects[record_id] not in passed:
            record_id = redirects[record_id]
            passed.add(record_id)
        return record_id

    def shown(self, kind: str, record_id: str) -> str:
        """The id as people see it: the shortest beginning (8 digits at least) that no other of its kind has."""
        length = SHORTEST
        with self.reading() as connection:
            for one in kinds_of(kind):
                for neighbour in self._neighbours(connection, TABLES[one], record_id) if one in TABLES else []:
                    length = max(length, shared_digits(record_id, neighbour) + 1)
        letter = LETTERS["mention" if kind.endswith(" mention") else kind]
        return f"{letter}:{record_id[:length]}"

    def history(self, kind: str, record_id: str) -> list[Version]:
        """Every version of a record, oldest first. Captures, texts and decisions never change and have none."""
        found = []
        for table_kind in rows.RECORD_KINDS:
            t = table_kind.table
            if t not in [TABLES.get(one) for one in kinds_of(kind)]:
                continue
            with self.reading() as connection:
                for row in connection.execute(sa.select(t).where(self.mine(t), t.c.id == record_id).order_by(t.c.row)):
                    record = self.record_of(table_kind, row.id, row.payload)
                    found.append(Version(record=record, recorded_at=row.recorded_at, superseded_at=row.superseded_at))
        return found

    def search(self, query: str, *, limit: int = 50) -> list[Hit]:
        """Texts (title and body) and statements that hold every word of the query, best first, statements before texts.

        Words in double quotes stand together; a word that ends in ``*`` is a beginning. Anything else is
        taken as words, never as a command to the search engine; a query without words finds nothing.
        Names of private persons are not in the index (indexing.py), so nothing is found by them.
        """
        terms = search_terms(query)
        if not terms or limit < 1:
            return []
        hits = []
        with self.reading() as connection:
            for kind, table, index in (
                ("statement mention", schema.statement_mentions, "statement_search"),
                ("text", schema.texts, "text_search"),
            ):
                found = self.sql.matches(connection, index, terms, limit)
                text_id = table.c.text_id if kind == "statement mention" else table.c.id
                ids = sa.select(table.c.row, table.c.id, text_id.label("of_text")).where(
                    self.mine(table), table.c.row.in_([row for row, _, _ in found])
                )
                named = {row.row: (row.id, row.of_text) for row in connection.execute(ids)}
                hits += [
                    Hit(kind=kind, id=named[row][0], text_id=named[row][1], words=words, score=score)
                    for row, words, score in found
                    if row in named
                ]
        return hits[:limit]

    # -- the parts -----------------------------------------------------------------------------------

    def _get(self, kind: str, record_id: str) -> Any:
        getters: dict[str, Callable[[str], Any]] = {
            "capture": self.capture,
            "text": self.text,
            "decision": self._decision,
            "proposal": self.proposal,
        }
        if kind in getters:
            return getters[kind](record_id)
        versions = self.history(kind, record_id)
        if kind == "actor" and not versions:  # listed in the agreement of a case that nothing was added to yet
            return next(actor for actor in self.agreement().actors if actor.id == record_id)
        return next((v.record for v in versions if v.superseded_at is None), versions[-1].record)

    def _decision(self, decision_id: str) -> Any:
        found = next((d for d in self.decisions_found(decision_id)), None)
        if found is None:
            with self.reading() as connection:
                note = self._redaction_note(connection, "decision", decision_id)
            raise RedactedRecord(note)
        return found

    def decisions_found(self, decision_id: str) -> Iterable[Any]:
        """The decision with this id, if its content is still there."""
        t = schema.decisions
        with self.reading() as connection:
            content = connection.execute(sa.select(t.c.content).where(self.mine(t), t.c.id == decision_id)).scalar()
        return [rows.unpack("decision", rows.DECISION, content)] if content is not None else []

    def _ids_like(self, connection: Connection, kind: str, prefix: str) -> list[str]:
        """Ids of a kind that begin so, in order, a few more than are ever named."""
        t = TABLES[kind]
        # A range and not LIKE, so that the index is used and no character is special
        query = sa.select(t.c.id).where(self.mine(t), t.c.id >= prefix, t.c.id < prefix + "\U0010ffff").distinct()
        found = list(connection.execute(query.order_by(t.c.id).limit(NAMED + 1)).scalars())
        if kind == "actor":  # ids that the agreement's file gives may hold capitals
            found += [a.id for a in self.agreement().actors if a.id.casefold().startswith(prefix) and a.id not in found]
        return found

    def _neighbours(self, connection: Connection, t: sa.Table, record_id: str) -> list[str]:
        before = sa.select(t.c.id).where(self.mine(t), t.c.id < record_id).order_by(t.c.id.desc()).limit(1)
        after = sa.select(t.c.id).where(self.mine(t), t.c.id > record_id).order_by(t.c.id).limit(1)
        return [found for q in (before, after) if (found := connection.execute(q).scalar()) is not None]

    def _unknown(self, name: str, kinds: list[str], prefix: str) -> str:
        near = self._near(kinds, prefix)
        hint = f"did you mean {', '.join(near)}?" if near else f"list what is there with: trucewatch ledger {self.path}"
        return f"no record {name!r} in {self.path}; {hint}"

    def _near(self, kinds: list[str], prefix: str) -> list[str]:
        """Shown ids of those whose first digits are fewest edits away, or begin alike."""
        if len(prefix) < TYPED:
            return []
        found: dict[tuple[str, str], tuple[int, str]] = {}
        with self.reading() as connection:
            for kind in kinds:
                if kind not in TABLES:
                    continue
                t = TABLES[kind]
                for record_id in connection.execute(sa.select(t.c.id).where(self.mine(t)).distinct()).scalars():
                    edits = Levenshtein.distance(prefix, record_id[: len(prefix)], score_cutoff=NEAR)
                    if edits <= NEAR or record_id[:TYPED] == prefix[:TYPED]:
                        found[kind, record_id] = (edits, record_id)
        best = sorted(found, key=lambda pair: (found[pair], pair[0]))[:NAMED]
        return [self.shown(kind, record_id) for kind, record_id in best]


def kinds_of(kind: str) -> list[str]:
    """The kinds a name covers: "mention" stands for both sorts of mention."""
    return ["statement mention", "incident mention"] if kind == "mention" else [kind]


def shared_digits(one: str, other: str) -> int:
    """How many digits two ids begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def search_terms(query: str) -> list[tuple[str, bool]]:
    """The terms of a query as (words, is_prefix): phrases in double quotes kept whole, bare punctuation dropped."""
    terms = []
    for match in _WORD.finditer(query.replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")):
        phrase, word = match.groups()
        prefix = phrase is None and word.endswith("*")
        words = (phrase if phrase is not None else word).strip('"*')
        if any(c.isalnum() for c in words):
            terms.append((words, prefix))
    return terms

"""Checking a case file: every hash, every span's words, every id made from spans, the decision chain, the file itself.

Damaged rows are what this is for, so nothing here may stop at one: each becomes a finding that names the item.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from trucewatch.errors import BadRecord, TrucewatchError
from trucewatch.records.decision import ChainLink
from trucewatch.records.ids import digest
from trucewatch.records.mention import mention_id
from trucewatch.records.text import text_id as id_of_content
from trucewatch.store import rows, schema, schema_proposals
from trucewatch.store.blackout import BLACK
from trucewatch.store.rows import Kind
from trucewatch.store.store import Store

#: Decoded texts kept while their spans are checked.
TEXTS_KEPT = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that does not hold: which item, and what about it."""

    kind: str
    id: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """What was checked and what does not hold.

    ``checked`` counts items by kind (and spans); ``redacted`` is the number of redactions, which are no
    fault; ``head`` is the digest of the chain's last link ("" if there is none): written down elsewhere, it
    shows later that nothing was cut off the end. ``records`` is one hash over all records and their versions: two
    copies of a case have the same.
    """

    findings: tuple[Finding, ...]
    checked: dict[str, int]
    redacted: int
    head: str
    records: str

    @property
    def passed(self) -> bool:
        return not self.findings


def verify(store: Store) -> VerifyReport:
    """Check everything that a case file says about itself; never stops at a damaged row."""
    return _Verifier(store).run()


class _Verifier:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.findings: list[Finding] = []
        self.checked: Counter[str] = Counter()
        self.redacted: set[tuple[str, str]] = set()
        self.head = self.hash = ""
        self._contents: OrderedDict[str, str | None] = OrderedDict()

    def run(self) -> VerifyReport:
        steps: tuple[Callable[[], None], ...] = (
            self._file, self._redactions, self._captures, self._texts,
            *(partial(self._records, kind) for kind in rows.RECORD_KINDS), self._parts, self._briefs, self._proposals,
            self._chain, self._hash,
        )  # fmt: skip
        for step in steps:
            try:
                step()
            except (SQLAlchemyError, TrucewatchError, ValueError, TypeError, OverflowError, RecursionError) as error:
                # A page so damaged that the table cannot be walked: say so and go on with the rest
                self._find("database", str(self.store.path), f"cannot be read through: {error}")
        return VerifyReport(
            findings=tuple(self.findings), checked=dict(self.checked), redacted=len(self.redacted), head=self.head,
            records=self.hash,
        )  # fmt: skip

    def _find(self, kind: str, item: str, problem: str) -> None:
        self.findings.append(Finding(kind=kind, id=item, problem=problem))

    def _rows(self, query: sa.Select[Any]) -> Iterator[sa.Row[Any]]:
        with self.store.engine.connect() as connection:
            yield from connection.execute(query, execution_options={"yield_per": 50})

    # -- the file, captures, texts -------------------------------------------------------------------

    def _file(self) -> None:
        with self.store.engine.connect() as connection:
            for problem in self.store.sql.integrity_problems(connection):
                self._find("database", str(self.store.path), problem)
            if not self.store.sql.guards_stand(connection):
                self._find("database", str(self.store.path), "the guards of the decision chain are gone")

    def _redactions(self) -> None:
        t, d = schema.redactions, schema.decisions
        said = {
            (row.target_kind, row.target)
            for row in self._rows(sa.select(d).where(self.store.mine(d), d.c.action == "redact"))
        }
        for row in self._rows(sa.select(t).where(self.store.mine(t))):
            self.redacted.add((row.target_kind, row.target))
            if (row.target_kind, row.target) not in said:
                self._find(row.target_kind, row.target, "its redaction is not in the decision chain")

    def _captures(self) -> None:
        t = schema.captures
        for row in self._rows(sa.select(t).where(self.store.mine(t)).order_by(t.c.row)):
            self.checked["captures"] += 1
            try:
                values = self._payload("capture", row.id, row.payload, row.digest)
                if values is not None and values.get("sha256") != row.id:
                    self._find("capture", row.id, f"its record names another hash, {values.get('sha256')!r}")
                if not self._emptied("capture", row.id, row.content):
                    content = rows.unpack_bytes(row.content)
                    if hashlib.sha256(content).hexdigest() != row.id:
                        self._find("capture", row.id, "its bytes do not have the hash that names it")
                    elif values is not None:
                        rows.unpack("capture", rows.CAPTURE, values, content=content)
            except (BadRecord, TypeError) as error:
                self._find("capture", row.id, str(error))

    def _texts(self) -> None:
        t, r = schema.texts, schema.readings
        read = set(self._ids(sa.select(r.c.text_id).where(self.store.mine(r)).distinct()))
        for row in self._rows(sa.select(t).where(self.store.mine(t)).order_by(t.c.row)):
            self.checked["texts"] += 1
            if row.id not in read:
                self._find("text", row.id, "no capture in the case is the one it was read from")
            try:
                if self._emptied("text", row.id, row.content):
                    continue
                content = rows.unpack_content(row.content)
                if id_of_content(content) != row.id:
                    self._find("text", row.id, "its words do not have the hash that names it")
                elif len(content) != row.length:
                    self._find("text", row.id, f"it holds {len(content)} characters, not the {row.length} recorded")
            except (BadRecord, TypeError) as error:
                self._find("text", row.id, str(error))

    def _ids(self, query: sa.Select[Any]) -> Iterator[str]:
        return (row[0] for row in self._rows(query))

    def _emptied(self, kind: str, item: str, content: bytes | None) -> bool:
        """True if there is no content to check; a finding if that and the redactions disagree."""
        redacted = (kind, item) in self.redacted
        if content is None and not redacted:
            self._find(kind, item, "its content is gone, and no redaction says why")
        if content is not None and redacted:
            self._find(kind, item, "its content is there although it was redacted")
        return content is None

    # -- records -----------------------------------------------------------------------------------

    def _records(self, kind: Kind) -> None:
        t = kind.table
        order = [t.c.text_id] if "text_id" in t.c else []  # so that each text is decoded once
        for row in self._rows(sa.select(t).where(self.store.mine(t)).order_by(*order, t.c.row)):
            self.checked[t.name] += 1
            item = row.text_id if kind is rows.READINGS else row.id
            try:
                self._record(kind, item, row)
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
                self._find(kind.name, item, f"its record does not hold together: {error}")

    def _record(self, kind: Kind, item: str, row: sa.Row[Any]) -> None:
        values = self._payload(kind.name, item, row.payload, row.digest)
        if values is None:
            return
        for span in rows.spans_in(values):
            self._span(kind.name, item, span)
        if kind is rows.READINGS:
            content = self._content(row.text_id)
            if content is None:
                return
            record = rows.unpack(kind.name, kind.adapter, values, content=content)
        else:
            record = rows.unpack(kind.name, kind.adapter, values)
        if kind.record_id(record) != row.id:
            self._find(kind.name, item, f"its record names another id, {kind.record_id(record)[:12]}")
        for column, value in kind.keys(record).items():
            if row._mapping[column] != value:
                self._find(kind.name, item, f"column {column} says {row._mapping[column]!r}, its record {value!r}")
        expected = id_from_spans(kind, record)
        if expected is not None and expected != record.id:
            self._find(kind.name, item, "its id is not the hash of its spans")

    def _payload(self, kind: str, item: str, payload: Any, expected: str) -> dict[str, Any] | None:
        """The parsed payload, or None (and a finding) if it cannot be parsed."""
        try:
            values = json.loads(payload)
        except (ValueError, TypeError, RecursionError) as error:
            self._find(kind, item, f"its record cannot be parsed: {error}")
            return None
        if not isinstance(values, dict):
            self._find(kind, item, "its record is not an object")
            return None
        if rows.payload_digest(values) != expected:
            self._find(kind, item, "its record does not have the digest stored with it")
        return values

    def _span(self, kind: str, item: str, span: dict[str, Any]) -> None:
        self.checked["spans"] += 1
        text, start, end, words = span["text_id"], span["start"], span["end"], span["words"]
        if not (isinstance(text, str) and isinstance(start, int) and isinstance(end, int) and isinstance(words, str)):
            self._find(kind, item, f"a span has values of the wrong kind: {span!r:.200}")
            return
        if ("text", text) in self.redacted:
            if words != BLACK * (end - start):
                self._find(kind, item, f"a span still holds words of redacted text {text[:12]}")
            return
        content = self._content(text)
        if content is None:
            self._find(kind, item, f"a span lies in text {text[:12]}, which is not in the case or cannot be read")
        elif start < 0 or content[start:end] != words:
            there = content[max(start, 0) : end]
            self._find(
                kind, item, f"span {start}..{end} of text {text[:12]} says {words!r:.80}, there is {there!r:.80}"
            )

    def _content(self, text: str) -> str | None:
        if text not in self._contents:
            t = schema.texts
            row = next(self._rows(sa.select(t.c.content).where(self.store.mine(t), t.c.id == text)), None)
            try:
                packed = row.content if row is not None else None
                self._contents[text] = rows.unpack_content(packed) if packed is not None else None
            except (BadRecord, TypeError):
                self._contents[text] = None
            if len(self._contents) > TEXTS_KEPT:
                self._contents.popitem(last=False)
        return self._contents[text]

    def _parts(self) -> None:
        """Every report's captures and texts are there, and the other way round each reading has its capture."""
        known = {
            "capture": set(self._ids(sa.select(schema.captures.c.id).where(self.store.mine(schema.captures)))),
            "text": set(self._ids(sa.select(schema.texts.c.id).where(self.store.mine(schema.texts)))),
        }
        r = schema.reports
        for row in self._rows(sa.select(r.c.id, r.c.payload).where(self.store.mine(r), r.c.superseded_at.is_(None))):
            try:
                values = json.loads(row.payload)
                missing = [("capture", c) for c in values["capture_ids"] if c not in known["capture"]]
                missing += [("text", t) for t in values["text_ids"] if t not in known["text"]]
            except (ValueError, KeyError, TypeError, RecursionError):
                continue  # already found by _record
            for kind, item in missing:
                self._find("report", row.id, f"{kind} {item[:12]}, a version of it, is not in the case")

    def _briefs(self) -> None:
        """Every issued dossier has the bytes it was issued with, unless it was withdrawn."""
        b, f = schema.briefs, schema.brief_files
        withdrawn = {
            row.number: row.withdrawn
            for row in self._rows(sa.select(b.c.number, b.c.withdrawn).where(self.store.mine(b)))
        }
        for row in self._rows(sa.select(f).where(self.store.mine(f)).order_by(f.c.row)):
            self.checked["brief files"] += 1
            item = f"{row.number} ({row.form})"
            if row.number not in withdrawn:
                self._find("brief", item, "no brief of this number is recorded")
            elif row.content is None and not withdrawn[row.number]:
                self._find("brief", item, "its bytes are gone, and nothing says why")
            elif row.content is not None and hashlib.sha256(rows.unpack_bytes(row.content)).hexdigest() != row.digest:
                self._find("brief", item, "its bytes do not have the digest recorded")

    def _proposals(self) -> None:
        """What language models proposed still rests on words that stand there."""
        t = schema_proposals.proposals
        for row in self._rows(sa.select(t).where(self.store.mine(t), t.c.payload.is_not(None)).order_by(t.c.text_id)):
            self.checked["proposals"] += 1
            try:
                for span in rows.spans_in(json.loads(row.payload)):
                    self._span("proposal", row.id, span)
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                self._find("proposal", row.id, f"its record does not hold together: {error}")

    def _hash(self) -> None:
        with self.store.engine.connect() as connection:
            self.hash = records_hash(self.store, connection)

    # -- the chain -----------------------------------------------------------------------------------

    def _chain(self) -> None:
        d = schema.decisions
        contents = {row.id: row for row in self._rows(sa.select(d).where(self.store.mine(d)))}
        previous: ChainLink | None = None
        linked = set()
        for link in self.store.chain():
            self.checked["decisions"] += 1
            linked.add(link.decision_id)
            if not link.holds(previous):
                self._find("decision", link.decision_id, f"link {link.sequence} of the chain does not hold")
            self._content_of(link, contents.get(link.decision_id))
            previous = link
            self.head = link.digest
        for decision_id in contents.keys() - linked:
            self._find("decision", decision_id, "it is not in the chain")

    def _content_of(self, link: ChainLink, row: sa.Row[Any] | None) -> None:
        item = link.decision_id
        if row is None:
            self._find("decision", item, f"the chain names it at {link.sequence}, and it is gone")
            return
        if self._emptied("decision", item, row.content):
            return
        if digest(link.salt, row.content) != link.content_digest:
            self._find("decision", item, "its content does not have the digest in the chain")
        try:
            decision = rows.unpack("decision", rows.DECISION, row.content)
            for span in rows.spans_in(json.loads(row.content)):
                self._span("decision", item, span)
        except BadRecord as error:
            self._find("decision", item, str(error))
            return
        said = (decision.id, decision.action, decision.target_kind, decision.target, decision.who, decision.when)
        if said != (row.id, row.action, row.target_kind, row.target, row.who, row.made_at):
            self._find("decision", item, "its columns do not say what its content says")


def records_hash(store: Store, connection: sa.Connection) -> str:
    """One hash over what the case holds: captures, texts, decisions and every version of every record with its times.
    The order of rows does not count."""
    total = 0
    for t in (schema.captures, schema.texts, *(kind.table for kind in rows.RECORD_KINDS), schema.chain):
        named = [t.c[name] for name in ("id", "decision_id", "digest", "recorded_at", "superseded_at") if name in t.c]
        query = sa.select(*named).where(store.mine(t))
        for row in connection.execute(query, execution_options={"yield_per": 1000}):
            total += int.from_bytes(hashlib.sha256(repr((t.name, *row)).encode()).digest())
    return f"{total % 2**256:064x}"


def id_from_spans(kind: Kind, record: Any) -> str | None:
    """The id that the record's spans give; None for records that are not named after spans.

    A person may correct a figure's unit, which is part of its id, so a corrected figure keeps the id it had.
    """
    if kind is rows.STATEMENT_MENTIONS:
        return mention_id(record.text_id, "statement", record.spans())
    if kind is rows.INCIDENT_MENTIONS:
        return mention_id(record.text_id, "incident", record.spans())
    if kind is rows.COMMITMENTS:
        return digest(record.text_id, "commitment", record.span.start, record.span.end)
    if kind is rows.TERM_CLAIMS:
        return digest(record.text_id, "term claim", record.span.start, record.span.end)
    if kind is rows.FIGURES and not any(r.rule.startswith("person ") for r in record.reasons):
        return digest(record.text_id, "figure", record.span.start, record.span.end, record.unit)
    return None

"""Records to rows and back: pydantic's adapters for the payloads, and the columns that queries need.

The payload is the whole record in JSON (ASCII, so that a lone surrogate in a source survives as ``\\ud800``);
columns only repeat it. One ``Kind`` describes each record table.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter, ValidationError

from trucewatch.errors import BadRecord
from trucewatch.records.actor import Actor
from trucewatch.records.agreement import Agreement
from trucewatch.records.assessment import Assessment
from trucewatch.records.capture import Capture
from trucewatch.records.commitment import Commitment
from trucewatch.records.decision import Decision
from trucewatch.records.figure import Figure, FigureSeries
from trucewatch.records.ids import digest
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.mention import Annotation, IncidentMention, StatementMention
from trucewatch.records.report import Report
from trucewatch.records.statement import Statement
from trucewatch.records.term_claim import TermClaim
from trucewatch.records.text import BODY_ROLES, Text
from trucewatch.records.when import When
from trucewatch.store import schema

#: Made once: ``json.dumps`` makes an encoder for each call with options.
_IN_ORDER = json.JSONEncoder(separators=(",", ":")).encode
_SORTED = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode
#: Fields that say when a record was made: a record that differs in nothing else is the same record.
TIMES_OF_RECORDING = frozenset({"recorded_at", "made_at"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf:
    """Columns that come from outside the record: the report's day and the capture's time."""

    published: date | None = None
    captured_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One record table: its records' class, how they are named, and their key columns."""

    name: str
    table: sa.Table
    adapter: TypeAdapter[Any]
    keys: Callable[[Any], dict[str, Any]]
    record_id: Callable[[Any], str] = lambda record: record.id


def plain(adapter: TypeAdapter[Any], record: Any, *, without: set[str] | None = None) -> dict[str, Any]:
    """The record as JSON-ready values."""
    values: dict[str, Any] = adapter.dump_python(record, mode="json", exclude=without)
    return values


def packed_json(values: Any) -> str:
    """JSON with every non-ASCII character escaped, in the order of the fields."""
    return _IN_ORDER(values)


def payload_digest(values: Mapping[str, Any]) -> str:
    """SHA-256 of the payload less its times of recording, with sorted keys."""
    stable = {key: value for key, value in values.items() if key not in TIMES_OF_RECORDING}
    return hashlib.sha256(_SORTED(stable).encode()).hexdigest()


def unpack(kind: str, adapter: TypeAdapter[Any], payload: str | Mapping[str, Any], **more: Any) -> Any:
    """The record that ``payload`` holds.

    Raises: BadRecord if it no longer parses or its values do not fit (the file was damaged or changed by hand).
    """
    try:
        values = json.loads(payload) if isinstance(payload, str) else payload
        return adapter.validate_python({**values, **more} if more else values)
    except (ValidationError, ValueError, TypeError, RecursionError) as error:
        first = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise BadRecord(f"a stored {kind} no longer reads as one: {first}") from error


@lru_cache(maxsize=4)
def agreement_of(payload: str) -> Any:
    """The agreement that ``payload`` holds, read once: every write asks for it. Raises: BadRecord."""
    return unpack(AGREEMENTS.name, AGREEMENTS.adapter, payload)


def is_span(values: Any) -> bool:
    """True if JSON values are a span's."""
    return isinstance(values, dict) and set(values) == {"text_id", "start", "end", "words"}


def spans_in(values: Any) -> Iterator[dict[str, Any]]:
    """Every span anywhere inside JSON values."""
    if is_span(values):
        yield values
    elif isinstance(values, dict | list):
        for value in values.values() if isinstance(values, dict) else values:
            yield from spans_in(value)


def pack_bytes(content: bytes) -> bytes:
    return zlib.compress(content, 6)


def unpack_bytes(packed: bytes) -> bytes:
    """Raises: BadRecord if the stored bytes are damaged."""
    try:
        return zlib.decompress(packed)
    except zlib.error as error:
        raise BadRecord(f"stored bytes cannot be unpacked: {error}") from error


def pack_content(content: str) -> bytes:
    return pack_bytes(content.encode("utf-8", "surrogatepass"))


def unpack_content(packed: bytes) -> str:
    """Raises: BadRecord if the stored bytes are damaged."""
    try:
        return unpack_bytes(packed).decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise BadRecord(f"stored words cannot be decoded: {error}") from error


def searchable(text: Text) -> str:
    """Title and body of a text, for the search index."""
    wanted = BODY_ROLES | {"title"}
    return "\n".join(text.content[b.start : b.end] for b in text.blocks if b.role in wanted)


def statement_words(mention: StatementMention) -> str:
    return " … ".join(span.words for span in mention.content)


def made_by(record: StatementMention | IncidentMention | Statement | Incident) -> str:
    """Whose hand is in it: "person" if one added the record, changed or confirmed something, else "machine"."""
    hands = record.maker.kind == "person" or any(r.rule.startswith("person ") for r in record.reasons)
    return "person" if hands else "machine"


def assessment_id(assessment: Assessment) -> str:
    return digest("assessment", assessment.provision, assessment.as_of.isoformat(), assessment.rule)


def _times(when: When | None) -> dict[str, Any]:
    if when is None:
        return {"said_from": None, "said_to": None, "day_from": None, "day_to": None}
    return {
        "said_from": when.earliest, "said_to": when.latest, "day_from": when.first_day, "day_to": when.last_day,
    }  # fmt: skip


def folded(name: str | None) -> str | None:
    return name.casefold() if name is not None else None


def _statement(record: StatementMention | Statement) -> dict[str, Any]:
    return {
        "act": record.act, "side": record.side, "target_side": record.target_side,
        "speaker_folded": folded(record.speaker), **_times(record.said_on),
    }  # fmt: skip


def _country(incident: Incident) -> str | None:
    return incident.where.country if incident.where else None


STATEMENT_MENTIONS = Kind(
    name="statement mention", table=schema.statement_mentions, adapter=TypeAdapter(StatementMention),
    keys=lambda m: {"text_id": m.text_id, **_statement(m), "score": m.score, "made_by": made_by(m)},
)  # fmt: skip
INCIDENT_MENTIONS = Kind(
    name="incident mention", table=schema.incident_mentions, adapter=TypeAdapter(IncidentMention),
    keys=lambda m: {
        "text_id": m.text_id, "type": m.type, "said_as": m.said_as, **_times(m.when), "score": m.score,
        "made_by": made_by(m),
    },
)  # fmt: skip
FIGURES = Kind(
    name="figure", table=schema.figures, adapter=TypeAdapter(Figure),
    keys=lambda f: {"text_id": f.text_id, "unit": f.unit, "side": f.side, **_times(f.as_of or f.period)},
)  # fmt: skip
COMMITMENTS = Kind(
    name="commitment", table=schema.commitments, adapter=TypeAdapter(Commitment),
    keys=lambda c: {"text_id": c.text_id, "obligor_side": c.obligor_side, **_times(c.due)},
)  # fmt: skip
TERM_CLAIMS = Kind(
    name="term claim", table=schema.term_claims, adapter=TypeAdapter(TermClaim),
    keys=lambda c: {"text_id": c.text_id, "side": c.side, "effect": c.effect},
)  # fmt: skip
STATEMENTS = Kind(
    name="statement", table=schema.statements, adapter=TypeAdapter(Statement),
    keys=lambda s: {"founding_mention": s.founding_mention, **_statement(s)},
)  # fmt: skip
INCIDENTS = Kind(
    name="incident", table=schema.incidents, adapter=TypeAdapter(Incident),
    keys=lambda i: {
        "founding_mention": i.founding_mention, "type": i.type, "country": _country(i), **_times(i.when),
    },
)  # fmt: skip
ACTORS = Kind(
    name="actor", table=schema.actors, adapter=TypeAdapter(Actor),
    keys=lambda a: {"name_folded": folded(a.name), "kind": a.kind},
)  # fmt: skip
SERIES = Kind(
    name="series", table=schema.series, adapter=TypeAdapter(FigureSeries),
    keys=lambda s: {"unit": s.unit, "incident_id": s.incident_id},
)  # fmt: skip
JUDGEMENTS = Kind(
    name="judgement", table=schema.judgements, adapter=TypeAdapter(Judgement),
    keys=lambda j: {
        "kind": j.kind, "left_id": j.left, "right_id": j.right, "verdict": j.verdict, "label": j.label,
        "made_by": j.maker.kind,
    },
)  # fmt: skip
ASSESSMENTS = Kind(
    name="assessment", table=schema.assessments, adapter=TypeAdapter(Assessment),
    keys=lambda a: {"provision": a.provision, "status": a.status, "day_from": a.as_of, "day_to": a.as_of},
    record_id=assessment_id,
)  # fmt: skip
REPORTS = Kind(
    name="report", table=schema.reports, adapter=TypeAdapter(Report),
    keys=lambda r: {"publisher": r.publisher, "kind": r.kind, "published": r.published},
)  # fmt: skip
AGREEMENTS = Kind(
    name="agreement", table=schema.agreements, adapter=TypeAdapter(Agreement),
    keys=lambda a: {"version": a.version},
)  # fmt: skip
#: The payload holds what is not in a table of its own: language, places, what was set aside.
ANNOTATIONS = Kind(
    name="annotation", table=schema.annotations, adapter=TypeAdapter(Annotation),
    keys=lambda a: {"text_id": a.text_id, "fingerprint": a.fingerprint},
    record_id=lambda a: a.text_id,
)  # fmt: skip
READINGS = Kind(
    name="text", table=schema.readings, adapter=TypeAdapter(Text),
    keys=lambda t: {"text_id": t.id, "capture_id": t.capture_id},
    record_id=lambda t: digest("reading", t.capture_id, t.id),
)  # fmt: skip

#: What annotate finds in one text, by the name of its field in ``Annotation``.
OF_ANNOTATION: dict[str, Kind] = {
    "statements": STATEMENT_MENTIONS, "incidents": INCIDENT_MENTIONS, "figures": FIGURES, "commitments": COMMITMENTS,
    "term_claims": TERM_CLAIMS,
}  # fmt: skip
RECORD_KINDS: tuple[Kind, ...] = (
    AGREEMENTS, REPORTS, READINGS, ANNOTATIONS, *OF_ANNOTATION.values(), STATEMENTS, INCIDENTS, ACTORS, SERIES,
    JUDGEMENTS, ASSESSMENTS,
)  # fmt: skip


def kind_named(name: str) -> Kind:
    return next(kind for kind in RECORD_KINDS if kind.name == name)


CAPTURE = TypeAdapter(Capture)
DECISION = TypeAdapter(Decision)


def payload_of(kind: Kind, record: Any) -> dict[str, Any]:
    """The JSON-ready payload of a record; a text's words and an annotation's mentions lie in their own tables."""
    if kind is READINGS:
        return plain(kind.adapter, record, without={"content"})
    if kind is ANNOTATIONS:
        return plain(kind.adapter, record, without=set(OF_ANNOTATION))
    return plain(kind.adapter, record)


def row_of(kind: Kind, record: Any, *, case_id: str, now: datetime, beside: AsOf) -> dict[str, Any]:
    """All columns of a new version of ``record``."""
    values = payload_of(kind, record)
    return {
        "case_id": case_id, "id": kind.record_id(record),
        "published": beside.published, "captured_at": beside.captured_at, **kind.keys(record),
        "recorded_at": now, "superseded_at": None,
        "payload": packed_json(values), "digest": payload_digest(values),
    }  # fmt: skip

"""Where one value of a record comes from: the exact words, the rule or person behind it, and how it changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from trucewatch.decided import decisions_of
from trucewatch.errors import BadInput
from trucewatch.records.decision import Decision
from trucewatch.records.incident import Incident
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.store import Store

#: What a value of a statement is read from, first to last: the parts of a mention that hold its words.
STATEMENT_WORDS: dict[str, tuple[str, ...]] = {
    "speaker": ("source", "cue"), "role": ("source",), "side": ("source",), "via": ("source",),
    "reported_by": ("source",), "actor_id": ("source",), "medium": ("cue", "source"), "act": ("cue", "content"),
    "said_on": ("said_on", "cue"), "target_side": ("content",), "direct": ("content",), "words": ("content",),
    "rival_speakers": ("source",), "note": ("content",),
}  # fmt: skip
INCIDENT_WORDS: dict[str, tuple[str, ...]] = {
    "type": ("trigger",), "where": ("places", "words"), "when": ("when", "words"), "actors": ("actors", "words"),
    "targets": ("targets", "words"), "counts": ("counts", "words"), "weapon": ("words",), "accounts": ("words",),
    "said_as": ("words",), "civilian_harm": ("targets", "words"), "words": ("words",), "part_of": ("words",),
    "note": ("words",),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedWords:
    """One telling that bears a value: ``spans`` in one text, what the rules said of it, who read it and how sure
    (``score`` 0 to 1, None if unscored). ``mention_id`` is None where the record itself holds its words."""

    spans: tuple[Span, ...]
    mention_id: str | None
    reasons: tuple[Reason, ...]
    maker: Maker
    score: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One value that the field had, from when on (``when``)."""

    when: datetime
    value: Any
    maker: Maker


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """A value with all that it rests on. ``reasons`` are those of joining (the record's own), ``changes`` its values
    first to last, ``decisions`` what persons decided of this field, first to last."""

    kind: str
    id: str
    field: str
    value: Any
    maker: Maker
    words: tuple[TracedWords, ...]
    reasons: tuple[Reason, ...]
    changes: tuple[Change, ...]
    decisions: tuple[Decision, ...]


def traced(store: Store, name: str, field: str) -> Traced:
    """Trace ``field`` of the record that ``name`` stands for; "words" is the record's wording itself.

    Raises: UnknownRecord, AmbiguousRecord; BadInput for a field that the record does not have.
    """
    kind, record = store.find(name)
    if field != "words" and not hasattr(record, field):
        known = ", ".join(sorted(n for n in getattr(type(record), "__slots__", ()) if not n.startswith("_")))
        raise BadInput(f"a {kind} has no {field!r}; it has {known}")
    return Traced(
        kind=kind, id=record.id, field=field, value=getattr(record, field, None), maker=record.maker,
        words=tuple(_words(store, record, field)),
        reasons=tuple(r for r in getattr(record, "reasons", ()) if about(r, field)),
        changes=tuple(_changes(store, kind, record.id, field)),
        decisions=tuple(_decided(store, record, field)),
    )  # fmt: skip


def _decided(store: Store, record: Any, field: str) -> list[Decision]:
    """What persons decided of this field, of the record or of one of its mentions."""
    return [d for d in decisions_of(store, record) if d.action != "undo" and d.field in (None, field)]


def about(reason: Reason, field: str) -> bool:
    """True if a reason speaks of the field, whatever part of it ("actors", "actor 1")."""
    return field == "words" or reason.field == field or reason.field.split()[0].rstrip("s") == field.rstrip("s")


def _words(store: Store, record: Any, field: str) -> Iterator[TracedWords]:
    if isinstance(record, Statement | Incident):
        found = [(m, _spans(m, field)) for m in store.mentions_of(record)]
        for mention, spans in sorted(found, key=lambda pair: (pair[0].text_id, pair[1][0].start)):
            yield TracedWords(
                spans=spans, mention_id=mention.id, reasons=tuple(r for r in mention.reasons if about(r, field)),
                maker=mention.maker, score=mention.score,
            )  # fmt: skip
        return
    spans = _spans(record, field) if isinstance(record, StatementMention | IncidentMention) else tuple(_own(record))
    if spans:
        yield TracedWords(
            spans=spans, mention_id=None, reasons=tuple(r for r in record.reasons if about(r, field)),
            maker=record.maker, score=getattr(record, "score", None),
        )  # fmt: skip


def _own(record: Any) -> Iterable[Span]:
    if hasattr(record, "spans"):
        spans: Iterable[Span] = record.spans()
        return spans
    return [record.span] if getattr(record, "span", None) else []


def _spans(mention: StatementMention | IncidentMention, field: str) -> tuple[Span, ...]:
    """The spans that bear a field of a mention, in the order of the text; its whole wording if nothing nearer does."""
    table = STATEMENT_WORDS if isinstance(mention, StatementMention) else INCIDENT_WORDS
    for part in table.get(field, ()):
        found = sorted(set(_held(getattr(mention, part))), key=lambda s: s.start)
        if found:
            return tuple(found)
    return mention.rests_on


def _held(part: Any) -> Iterator[Span]:
    """The spans within one part of a mention: itself, those it lists, or that of a time, place, count or name."""
    if isinstance(part, Span):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _held(one)
    elif part is not None and getattr(part, "span", None) is not None:
        yield part.span


def _changes(store: Store, kind: str, record_id: str, field: str) -> Iterator[Change]:
    """The values that the field had, each once as long as it held."""
    last: list[Any] = []
    for version in store.history(kind, record_id):
        value = getattr(version.record, field, None)
        if last and last[0] == value:
            continue
        last = [value]
        yield Change(when=version.recorded_at, value=value, maker=version.record.maker)

"""Blacking out the words of a redacted text wherever records repeat them.

A record keeps its id, offsets, counts, days and the values that come from closed lists; every free word in it becomes
black squares, as many as it had characters, so that spans still fit. What is a free word follows from the types:
every ``str`` field that is not in ``KEPT``.
"""

from __future__ import annotations

import types
from collections.abc import Set
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.report import Found
from trucewatch.records.span import Span
from trucewatch.records.where import Where

#: Stands for one character that was taken out.
BLACK = "\u2588"

#: ``str`` fields that name something in the case or come from a vocabulary: nobody's words.
KEPT = frozenset({
    "id", "text_id", "founding_mention", "mention_id", "mention_ids", "statement_mention", "incident_id", "capture_ids",
    "text_ids", "figure_ids", "part_of", "left", "right", "fingerprint", "side", "target_side", "obligor_side",
    "said_by_side", "act", "medium", "type", "unit", "field", "rule", "basis", "language", "zone", "label", "reason",
    "sides", "form", "sides_basis", "since_basis", "until_basis", "actor_id",
})  # fmt: skip


def black(words: str) -> str:
    return BLACK * len(words)


def blacked_out(record: Any, text_id: str | None = None) -> Any:
    """``record`` with every free word gone: it rests wholly on a redacted text.

    With a ``text_id`` the spans in other texts stay: their words are still there to be read.
    """
    if isinstance(record, str):
        return black(record)
    if isinstance(record, tuple):
        return tuple(blacked_out(one, text_id) for one in record)
    if isinstance(record, Span) and text_id is not None and record.text_id != text_id:
        return record
    if isinstance(record, Maker) or not is_dataclass(record) or isinstance(record, type):
        return record
    if isinstance(record, Where):
        # coordinates and the gazetteer's entry say as much as the name
        span = blacked_out(record.span, text_id) if record.span else None
        return Where(name=black(record.name), span=span, precision=record.precision, role=record.role)
    free = free_words(type(record))
    if isinstance(record, Found) and record.field == "published":
        free -= {"value"}  # a day is nobody's words, and readers need it to be one
    if not isinstance(record, Reason | Found):
        free -= {"value"}  # of a time: its day in TIMEX3
    changed = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if (field.name in free and value is not None) or (field.name not in KEPT and not isinstance(value, str)):
            changed[field.name] = blacked_out(value, text_id)
    return replace(record, **changed)


def blacked_where(record: Any, text_id: str, gone: Set[str]) -> Any:
    """``record`` without what it took from one redacted text; ``gone`` are the ids of all that rests on that text.

    A record all of whose parts lie there is blacked out wholly. Of another, only the spans in that text go, with the
    values that hang on such a span, and the words quoted in its reasons, which do not say where they stood.
    """
    if rests_wholly(record, gone):
        return blacked_out(record, text_id)
    parts = _parts(record)
    record = _without(record, text_id)
    if parts & gone:
        reasons = tuple(replace(r, words=black(r.words) if r.words else r.words) for r in record.reasons)
        record = replace(record, reasons=reasons)
    return record


def rests_wholly(record: Any, gone: Set[str]) -> bool:
    """True if all that a record was made of is ``gone``; of a judgement, one side is enough, for it compares words."""
    parts = _parts(record)
    return bool(parts & gone) if isinstance(record, Judgement) else bool(parts) and parts <= gone


def _parts(record: Any) -> set[str]:
    if isinstance(record, Judgement):
        return {record.left, record.right}
    return set(getattr(record, "mention_ids", ()) or getattr(record, "figure_ids", ()))


def _without(value: Any, text_id: str) -> Any:
    if isinstance(value, tuple):
        return tuple(_without(one, text_id) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    if isinstance(value, Span):
        return blacked_out(value) if value.text_id == text_id else value
    span = getattr(value, "span", None)
    if isinstance(span, Span) and span.text_id == text_id:
        return blacked_out(value, text_id)
    return replace(value, **{f.name: _without(getattr(value, f.name), text_id) for f in fields(value)})


@cache
def free_words(cls: type) -> frozenset[str]:
    """The fields of ``cls`` that hold words as they were found: str, or a tuple of str, and no closed list."""
    hints = get_type_hints(cls)
    return frozenset(f.name for f in fields(cls) if f.name not in KEPT and _holds_words(hints[f.name]))


def _holds_words(hint: Any) -> bool:
    if get_origin(hint) in (Union, types.UnionType, tuple):
        return any(_holds_words(part) for part in get_args(hint))
    return hint is str

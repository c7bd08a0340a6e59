"""Promises, duties and deadlines that a report tells of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from trucewatch.records.ids import digest
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.span import Span
from trucewatch.records.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """Who is said to have promised (or owed) what, to whom, by when, on which condition, according to whom.

    ``due`` keeps its precision: a year, a month or a day; ``due_rule`` are the words where it is counted from an event
    ("within 30 days of the signing"), with ``due`` worked out if the event's day is known. ``forbids``: the thing is
    not to be done. ``obligor_side`` is the party, if it is one. ``disputed``: somebody denies it in the same words.
    """

    id: str
    text_id: str
    obligor: str
    obligor_side: str | None = None
    beneficiary: str | None = None
    what: str
    forbids: bool = False
    due: When | None = None
    due_rule: str | None = None
    condition: str | None = None
    said_by: str | None = None
    disputed: bool = False
    span: Span
    reasons: tuple[Reason, ...] = ()
    maker: Maker

    def spans(self) -> tuple[Span, ...]:
        return (self.span,)

    @classmethod
    def of(cls, *, span: Span, **values: Any) -> Commitment:
        return cls(
            id=digest(span.text_id, "commitment", span.start, span.end), text_id=span.text_id, span=span, **values
        )

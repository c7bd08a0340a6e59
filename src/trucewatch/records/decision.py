"""A person's correction, its place in the append-only chain, and what is left of it after redaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from trucewatch.errors import BadRecord
from trucewatch.records.ids import digest
from trucewatch.records.judgement import JudgementKind
from trucewatch.records.span import Span

Action = Literal[
    "set", "confirm", "reject", "add", "same", "different", "unsure", "undo", "release", "confidential", "redact",
    "grade",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who decided what about which record, when and why.

    The target is named by id **and** by anchor (the spans, with text id and words), so that the decision
    finds its place again when the record is made anew. ``field`` is the value decided on, ``seen`` what the
    person saw there, ``new`` what it shall be. ``add`` carries a whole record in ``new``; ``undo`` names the decision
    it takes back.

    ``grade`` grades a source (``target`` is its name), a report or a mention: ``field`` is the scale (grading.py).

    ``release`` lets a private person's name be shown, ``confidential`` keeps a record out of what may reach anybody.

    ``same``, ``different`` and ``unsure`` name the other record in ``new`` and rest on its words too
    (``other_anchor``). ``relation`` is what is judged if it is not that both are one: that the target answers the
    other record (a ``response``; ``label`` says of which kind), is part of it, repeats it, bears on a provision.
    """

    id: str
    action: Action
    target_kind: str
    target: str
    anchor: tuple[Span, ...] = ()
    field: str | None = None
    seen: Any = None
    new: Any = None
    relation: JudgementKind | None = None
    label: str | None = None
    other_anchor: tuple[Span, ...] = ()
    why: str
    who: str
    when: datetime

    def __post_init__(self) -> None:
        if not self.who.strip():
            raise BadRecord("a decision needs the name of the person who makes it")
        if self.when.tzinfo is None:
            raise BadRecord("a decision needs an aware time")
        if self.action == "set" and not self.field:
            raise BadRecord("a decision that sets a value names the field")


def active(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions that hold: those not undone by a later one that is not undone itself; order kept."""
    undone = taken_back(decisions)
    return [one for one in decisions if one.action != "undo" and one.id not in undone]


def taken_back(decisions: Sequence[Decision]) -> dict[str, Decision]:
    """What was taken back -> the decision that did so and was not taken back itself."""
    undone: dict[str, Decision] = {}
    for decision in reversed(decisions):
        if decision.action == "undo" and decision.id not in undone:
            undone[decision.target] = decision
    return undone


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink:
    """One link of the append-only chain: a salted digest of a decision's content, tied to the link before it.

    The content lies beside the chain and can be redacted; the digest, place, who, when and ground stay.
    """

    sequence: int
    decision_id: str
    salt: str
    content_digest: str
    previous: str
    digest: str

    @classmethod
    def after(cls, previous: ChainLink | None, *, decision_id: str, salt: str, content: str) -> ChainLink:
        """The link that follows ``previous`` for a decision whose stored content is ``content``."""
        content_digest = digest(salt, content)
        before = previous.digest if previous else ""
        sequence = previous.sequence + 1 if previous else 1
        return cls(
            sequence=sequence, decision_id=decision_id, salt=salt, content_digest=content_digest, previous=before,
            digest=digest(sequence, decision_id, content_digest, before),
        )  # fmt: skip

    def holds(self, previous: ChainLink | None) -> bool:
        """True if this link's own digest and its tie to ``previous`` are sound."""
        before = previous.digest if previous else ""
        sequence = previous.sequence + 1 if previous else 1
        return (
            self.sequence == sequence
            and self.previous == before
            and self.digest == digest(sequence, self.decision_id, self.content_digest, before)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """The trace of what was taken out: what kind, which id, its digest, by whom, when, on which ground."""

    target_kind: Literal["capture", "text", "decision"]
    target: str
    digest: str
    ground: str
    who: str
    when: datetime

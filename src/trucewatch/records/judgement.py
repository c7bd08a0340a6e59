"""Judgements: same, different or unsure between two things; record to provision; claim to response."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from trucewatch.errors import BadRecord
from trucewatch.records.ids import digest
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.vocabulary import DISPUTE_KINDS

JudgementKind = Literal[
    "same_statement", "same_incident", "same_report", "same_actor", "response", "provision", "part_of",
    "repeats", "claimed_term",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What was judged about two things, how surely, why, by whom.

    ``left`` and ``right`` are ids (mentions for ``same_*``; claim and response statements for
    ``response``; a statement, incident, commitment or term claim and a provision reference for ``provision``; an
    episode and its campaign for ``part_of``; a statement and the earlier one that it says again for ``repeats``; a term
    claim and the provision or claimed term that it reads, or "not in the text", for ``claimed_term``).
    ``label`` is the dispute kind of a response ("denial"), or what an agreement is claimed to do ("forbids"), else
    None. ``reasons`` keep the values compared.
    """

    id: str
    kind: JudgementKind
    left: str
    right: str
    verdict: Literal["same", "different", "unsure"]
    label: str | None = None
    score: float | None = None
    reasons: tuple[Reason, ...] = ()
    maker: Maker
    made_at: datetime

    def __post_init__(self) -> None:
        if self.left == self.right:
            raise BadRecord(f"a judgement needs two different things, got {self.left[:12]} twice")
        if self.kind == "response" and self.verdict == "same" and self.label not in DISPUTE_KINDS:
            raise BadRecord(f"a response needs a kind out of {', '.join(DISPUTE_KINDS)}, got {self.label!r}")

    @classmethod
    def of(cls, *, kind: JudgementKind, left: str, right: str, **values: Any) -> Judgement:
        """Order the pair where order has no meaning, and name the judgement after it."""
        if kind.startswith("same_") and right < left:
            left, right = right, left
        return cls(
            id=digest("judgement", kind, left, right, values["maker"].kind), kind=kind, left=left, right=right, **values
        )


def standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The judgements in force that say "same": per pair the latest person's, else the machine's.

    A person who is unsure leaves the pair to the machine.
    """
    chosen: dict[tuple[str, str, str], Judgement] = {}
    for judgement in sorted(judgements, key=lambda j: (j.maker.kind == "person", j.made_at, j.id)):
        if judgement.maker.kind == "person" and judgement.verdict == "unsure":
            continue
        chosen[judgement.kind, judgement.left, judgement.right] = judgement
    return sorted((j for j in chosen.values() if j.verdict == "same"), key=lambda j: (j.left, j.right))

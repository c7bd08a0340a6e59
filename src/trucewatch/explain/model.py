"""What an explanation holds. All words are the reports' own; the rules are those that linking goes by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from trucewatch.records.judgement import JudgementKind
from trucewatch.records.maker import Reason

Verdict = Literal["same", "different", "unsure"]
#: What an explanation may be asked for: all that is judged, and whether two figures make one series.
RelationKind = Literal[JudgementKind, "same_series"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """The exact words of one mention, with where they stand. ``id`` is the mention's id as people see it."""

    id: str | None
    words: str
    report: str | None = None
    outlet: str | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One of the two records: ``id`` as it was named, ``now`` the record that stands for it (other if merged)."""

    kind: str
    id: str
    now: str
    summary: str
    tellings: tuple[Telling, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One thing compared. ``left`` and ``right`` are the values, the same twice if they agree or are one measure."""

    field: str
    left: str
    right: str
    rule: str
    weight: float | None = None
    words: str | None = None

    @classmethod
    def of(cls, reason: Reason, *, swapped: bool = False) -> Compared:
        """A reason whose value is "one | other", or one value of both; ``swapped`` if the other is the left one."""
        left, bar, right = reason.value.partition(" | ")
        words = reason.words
        if swapped and bar:
            left, right = right, left
        if swapped and words is not None and words.count(" | ") == 1:
            words = " | ".join(reversed(words.split(" | ")))
        return cls(
            field=reason.field, left=left, right=right if bar else left, rule=reason.rule, weight=reason.score,
            words=words,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One pairwise judgement on the way from one record to the other."""

    left: str
    right: str
    left_words: str
    right_words: str
    score: float | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A decision of a person about the two records: in force, undone, or overruled by a later one."""

    id: str
    who: str
    when: datetime
    what: str
    why: str
    seen: str
    state: Literal["in force", "undone", "overruled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One thing that may hold between the two records, and what the case says about it.

    ``verdict`` is the one in force; ``compared_at`` names the two mentions whose comparison is shown, ``live`` is True
    if it was worked out for this explanation and is not on record. ``score`` and ``reasons`` are the machine's also
    where a person judged; a pair is joined from ``joined_from`` on, and kept on record from ``kept_from``. ``path``
    leads from one to the other where only others join them; ``uncompared`` says why linking never looked at the pair,
    ``apart`` what keeps them apart although the score alone would join them. ``change`` are the arguments of
    ``trucewatch decide CASE …`` with what each would bring about.
    """

    kind: RelationKind
    verdict: Verdict
    label: str | None = None
    score: float | None = None
    joined_from: float | None = None
    kept_from: float | None = None
    compared_at: tuple[str, str] | None = None
    live: bool = False
    by: str | None = None
    made_at: datetime | None = None
    reasons: tuple[Compared, ...] = ()
    path: tuple[Step, ...] = ()
    uncompared: tuple[Compared, ...] = ()
    apart: tuple[Compared, ...] = ()
    past: tuple[Past, ...] = ()
    change: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Two records and what holds between them, the relation that was asked for first."""

    left: Subject
    right: Subject
    relations: tuple[Relation, ...]

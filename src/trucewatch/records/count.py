"""Counts as reported: bound, group and who says so, never a bare fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from trucewatch.errors import BadRecord
from trucewatch.records.span import Span

Bound = Literal["exact", "at_least", "at_most", "about", "vague"]
Effect = Literal[
    "killed",
    "injured",
    "missing",
    "detained",
    "abducted",
    "displaced",
    "released",
    "strength",
    "attacks",
    "harmed",
    "other",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many, of whom, with what effect, according to whom.

    ``value`` is the number as printed (None for a vague word). ``low`` and ``high`` are the range that
    the words allow; for vague words by a stated rule (docs/counts.md, ``annotate.numbers.VAGUE``): dozens 12
    to 99, hundreds 100 to 999, several 2 to 9 (ACLED codebook 2024 for the floors). ``effect`` "harmed" is "killed
    and wounded" in one figure. ``said_by`` is None if the reporter tells it in his own voice. ``part``: some of
    those in another count of the same telling ("12 people, including four children"), never to be added to it.
    ``denied``: ``said_by`` says that it was not so many, or nobody.
    """

    effect: Effect
    value: int | None
    bound: Bound
    low: int | None = None
    high: int | None = None
    unit: str = "people"
    group: str | None = None
    said_by: str | None = None
    part: bool = False
    denied: bool = False
    span: Span

    def __post_init__(self) -> None:
        if self.value is None and self.bound != "vague":
            raise BadRecord(f"count {self.span.words!r} has no value although its bound is {self.bound}")
        if self.value is not None and self.value < 0:
            raise BadRecord(f"count {self.span.words!r} is negative: {self.value}")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise BadRecord(f"count {self.span.words!r} has low {self.low} above high {self.high}")

    @property
    def shown(self) -> int | str:
        """The number, or the words as printed when it is vague."""
        return self.value if self.value is not None else self.span.words

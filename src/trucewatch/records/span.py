"""Exact words in a stored text."""

from __future__ import annotations

from dataclasses import dataclass

from trucewatch.errors import BadSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The exact words in a text that a record rests on.

    ``start`` and ``end`` count code points of the text it names, half-open.
    ``words`` repeats what stands there, so anyone can check the offsets.
    """

    text_id: str
    start: int
    end: int
    words: str

    def __post_init__(self) -> None:
        if self.start < 0 or self.end - self.start != len(self.words) or not self.words:
            raise BadSpan(f"span {self.start}..{self.end} of {self.text_id} does not fit {self.words!r}")

    def overlaps(self, other: Span) -> bool:
        return self.text_id == other.text_id and self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        return self.text_id == other.text_id and self.start <= other.start and other.end <= self.end

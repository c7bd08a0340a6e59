"""What of one text goes to a language model: stretches of it, with blocks over what may not leave, and places in it.

The words that go have as many code points as those that stand in the text, so a quotation of them has its place there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from trucewatch.errors import ProposalRefused
from trucewatch.records.span import Span
from trucewatch.records.text import Text

#: Stands for each code point of what may not leave.
BLOCK: Final = "█"
#: Blocks of a page that are sent: the report itself. Menus, teasers, comments and the like stay.
ROLES: Final = ("title", "standfirst", "dateline", "heading", "body", "notice")
#: Code points of one request at most; a longer report goes in several.
MOST: Final = 12_000
#: A stretch longer than ``MOST`` is cut at white space within so many code points of it.
GIVE: Final = 1_000

ALTERED: Final = "words that do not stand in the report"
SEVERAL: Final = "words that stand in more than one place"
COVERED: Final = "words that were covered before sending"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """``covered`` is the whole text with blocks, as long as ``text.content``; ``stretches`` are the half-open ranges of
    it that go."""

    text: Text
    covered: str = field(repr=False)
    stretches: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        assert len(self.covered) == len(self.text.content), "what is covered keeps its length"

    @property
    def words(self) -> str:
        """The words that go, a blank line between stretches."""
        return "\n\n".join(self.covered[start:end] for start, end in self.stretches)

    def place(
        self, words: str, *, before: str = "", after: str = "", within: Sequence[tuple[int, int]] | None = None
    ) -> Span:
        """The place where these words were sent, code point by code point. Words in several places are told apart by
        those ``before`` and ``after`` them, white space aside; ``within`` narrows where they may stand.

        Raises: ProposalRefused for words that were not sent so, or whose place is not told.
        """
        if BLOCK in words:
            raise ProposalRefused(COVERED)
        found = list(self._places(words, self.stretches if within is None else within))
        if len(found) > 1 and (before.strip() or after.strip()):
            found = [at for at in found if self._fits(at, words, before, after)] or found
        if not found:
            raise ProposalRefused(ALTERED)
        if len(found) > 1:
            raise ProposalRefused(SEVERAL)
        return self.text.span(found[0], found[0] + len(words))

    def stretch_of(self, span: Span) -> tuple[int, int]:
        """The paragraph of the text that holds a span: its line or lines, inside the stretch that was sent."""
        start, end = next((s, e) for s, e in self.stretches if s <= span.start and span.end <= e)
        first = self.covered.rfind("\n\n", start, span.start)
        last = self.covered.find("\n\n", span.end, end)
        return (start if first < 0 else first + 2, end if last < 0 else last)

    def _places(self, words: str, stretches: Iterable[tuple[int, int]]) -> Iterator[int]:
        for start, end in stretches:
            at = self.covered.find(words, start, end)
            while at >= 0:
                yield at
                at = self.covered.find(words, at + 1, end)

    def _fits(self, at: int, words: str, before: str, after: str) -> bool:
        lead, trail = self.covered[:at].rstrip(), self.covered[at + len(words) :].lstrip()
        return lead.endswith(before.strip()) and trail.startswith(after.strip())


def portions(text: Text, covered: str) -> list[Outgoing]:
    """A text in portions of ``MOST`` code points at most, cut between its blocks where that can be."""
    made: list[list[tuple[int, int]]] = [[]]
    size = 0
    for block in sorted(text.blocks_in(*ROLES), key=lambda b: b.start):
        for start, end in _cut(covered, block.start, block.end):
            if not covered[start:end].strip():
                continue
            if size + end - start > MOST and made[-1]:
                made.append([])
                size = 0
            made[-1].append((start, end))
            size += end - start
    return [Outgoing(text=text, covered=covered, stretches=tuple(some)) for some in made if some]


def _cut(words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MOST:
        at = start + MOST
        space = max(words.rfind(" ", at - GIVE, at), words.rfind("\n", at - GIVE, at))
        at = space + 1 if space > start else at
        yield start, at
        start = at
    yield start, end

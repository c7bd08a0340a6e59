"""One reading of a capture. Texts never change; a newer reader makes a second text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from typing import Literal

from trucewatch.errors import BadRecord, BadSpan
from trucewatch.records.span import Span

BlockRole = Literal[
    "title", "byline", "dateline", "standfirst", "body", "heading", "caption", "navigation", "tags", "share", "teaser",
    "notice", "credit", "reading_time", "comment", "spam", "other",
    # of a mail: one before it that it repeats, header lines in its words, what is written above what is passed on
    "quoted", "mail_header", "cover_note", "signature", "disclaimer",
]  # fmt: skip

#: Roles whose words are the report itself; all else stays outside the body.
BODY_ROLES: frozenset[str] = frozenset({"body", "dateline", "standfirst", "heading"})
#: Of these, what may tell something and is not read, and how it is counted.
NOT_READ: dict[str, str] = {
    "quoted": "earlier mail within a mail, not read again",
    "cover_note": "words of who forwarded a mail, not read",
}
#: And what stands in a mail between those who write each other, with their names and addresses: it leaves no house.
BETWEEN_PERSONS: tuple[BlockRole, ...] = ("quoted", "mail_header", "cover_note", "signature")
#: ``why`` of a block of role ``other`` that a transcriber set inside running text: "(applause)".
TRANSCRIPT_MARK = "transcript mark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of a text with the part it plays on the page; ``why`` names the rule that decided.

    ``language`` is set where the stretch is in another language than the text.
    """

    role: BlockRole
    start: int
    end: int
    why: str = ""
    language: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise BadRecord(f"block {self.role} runs from {self.start} to {self.end}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One reading of a capture: all offsets are into ``content`` and never move.

    ``id`` is the SHA-256 of the content's code points in UTF-8. The content is the bytes decoded with
    nothing changed: no newline translation, no Unicode normalisation, no trimming, byte-order mark kept.
    ``reader`` and ``reader_version`` name the decoder or extractor; ``encoding`` the codec used.
    ``blocks`` cover the text in order without overlap (white space between blocks may be left out).
    ``translation_of`` is the id of the text this one translates, ``translator`` who made it.
    """

    id: str
    capture_id: str
    content: str = field(repr=False)
    reader: str
    reader_version: str
    encoding: str | None = None
    encoding_note: str | None = None
    language: str | None = None
    script: str | None = None
    direction: Literal["ltr", "rtl"] = "ltr"
    blocks: tuple[Block, ...] = ()
    translation_of: str | None = None
    translator: str | None = None

    def __post_init__(self) -> None:
        if text_id(self.content) != self.id:
            raise BadRecord(f"text {self.id[:12]} does not have the hash it names")
        at = 0
        for block in self.blocks:
            if block.start < at or block.end > len(self.content):
                raise BadRecord(f"block {block.role} {block.start}..{block.end} overlaps another or leaves the text")
            at = block.end
        if self.translation_of and not self.translator:
            raise BadRecord("a translation needs its maker")

    def span(self, start: int, end: int) -> Span:
        """The span with the words that stand there. Raises: BadSpan outside the text."""
        if not 0 <= start < end <= len(self.content):
            raise BadSpan(f"{start}..{end} is not inside text {self.id[:12]} of {len(self.content)} characters")
        return Span(text_id=self.id, start=start, end=end, words=self.content[start:end])

    def trimmed_span(self, start: int, end: int) -> Span | None:
        """The span without white space at either side; None if nothing is left."""
        words = self.content[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        return self.span(start, end) if start < end else None

    def covered(self, ranges: Iterable[tuple[int, int]], block: str) -> CoveredText:
        """The text with a ``block`` for each character of the half-open ranges, so that no offset moves."""
        content = self.content
        for start, end in ranges:
            content = content[:start] + block * (end - start) + content[end:]
        kept = {field.name: getattr(self, field.name) for field in fields(self)}
        return CoveredText(**{**kept, "content": content})

    def holds(self, span: Span) -> bool:
        """True if the span's words stand in this text where it says."""
        return span.text_id == self.id and self.content[span.start : span.end] == span.words

    def blocks_in(self, *roles: str) -> Iterator[Block]:
        return (block for block in self.blocks if block.role in roles)

    def body(self) -> list[tuple[int, int]]:
        """The report itself as half-open (start, end) pairs; neighbours with only white space between are joined."""
        pieces: list[tuple[int, int]] = []
        for block in self.blocks:
            if block.role not in BODY_ROLES:
                continue
            if pieces and not self.content[pieces[-1][1] : block.start].strip():
                pieces[-1] = (pieces[-1][0], block.end)
            else:
                pieces.append((block.start, block.end))
        return pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredText(Text):
    """A text with words covered. Its id stays that of the text as received, whose hash it no longer has."""

    def __post_init__(self) -> None:
        """Nothing to check: it is made from a text that was."""


def text_id(content: str) -> str:
    """SHA-256 of the content's code points in UTF-8 (lone surrogates pass through)."""
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()

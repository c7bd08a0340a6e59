"""The exact words of spans with at most a sentence on either side, as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from trucewatch.case import Case
from trucewatch.errors import RedactedRecord
from trucewatch.present.brief.sentences import after, before
from trucewatch.records.report import Report
from trucewatch.records.span import Span
from trucewatch.records.text import Text

#: Between two marked stretches more than this many characters are left out.
LONGEST_BETWEEN = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of shown words: those that bear the value, context round them, or a gap."""

    kind: Literal["words", "context", "gap"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words in one text, with the report they stand in. ``start`` is where the first marked word stands; ``text`` is
    None (and ``redacted`` says why) once it was taken out of the case."""

    pieces: tuple[Piece, ...]
    report: Report | None
    text: Text | None
    start: int
    redacted: str = ""

    @property
    def address(self) -> str:
        """The place in the report's page where the words stand."""
        return f"/reports/{self.report.id}?text={self.text.id}#p{self.start}" if self.report and self.text else ""


def passage(case: Case, spans: Sequence[Span], *, context: bool = True) -> Passage:
    """The words of spans that lie in one text."""
    spans = sorted(spans, key=lambda s: (s.start, -s.end))
    report = next(iter(case.store.report_of_text(spans[0].text_id)), None)
    try:
        text = case.store.text(spans[0].text_id)
    except RedactedRecord as error:
        return Passage(pieces=(), report=report, text=None, start=spans[0].start, redacted=str(error))
    return Passage(pieces=tuple(_pieces(text, spans, context)), report=report, text=text, start=spans[0].start)


def _pieces(text: Text, spans: Sequence[Span], context: bool) -> list[Piece]:
    content = text.content
    block = next((b for b in text.blocks if b.start <= spans[0].start < b.end), None)
    floor, ceiling = (block.start, block.end) if block else (0, len(content))
    pieces = []
    if context:
        pieces.append(Piece(kind="context", text=before(content, spans[0].start, floor).lstrip()))
    at = spans[0].start
    for span in spans:
        if span.end <= at:
            continue  # inside one that was shown
        if span.start > at:
            between = content[at : span.start]
            long = len(between) > LONGEST_BETWEEN
            pieces.append(Piece(kind="gap", text="…") if long else Piece(kind="context", text=between))
        pieces.append(Piece(kind="words", text=content[max(at, span.start) : span.end]))
        at = span.end
    if context and at <= ceiling:
        pieces.append(Piece(kind="context", text=after(content, at, ceiling).rstrip()))
    return [p for p in pieces if p.text]

"""From spans to passages: exact words, a sentence of context at most, and a numbered citation."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from trucewatch.present.brief.model import Citation, Passage, Piece, PieceKind
from trucewatch.present.brief.sentences import LONGEST, after, before, one_sentence, shortened
from trucewatch.present.export.people import People
from trucewatch.present.export.reader import CaseReader, text_or_none
from trucewatch.records.report import Report
from trucewatch.records.span import Span
from trucewatch.records.text import BODY_ROLES, Text

#: Passages shown in full for one record; further reports with the same words are only cited.
MOST_WORDINGS = 3
#: Shows where context was cut (sentences.py).
CUT = "[…]"
PARTS = {"title": "title", "standfirst": "lead", "caption": "caption", "byline": "byline", "notice": "notice"}


class Evidence:
    """Passages and citations for the reports of a case, numbered in the order given."""

    def __init__(
        self, reader: CaseReader, reports: Sequence[Report], people: People,
        hidden: Mapping[str, Sequence[tuple[int, int]]] | None = None,
        day_of: Callable[[Report], date | None] = lambda report: report.published,
    ) -> None:  # fmt: skip
        """``hidden`` gives, by text, the stretches that may not be shown even as context; ``day_of`` says on which day
        a report counts as published."""
        self.day_of = day_of
        self._reader = reader
        self._people = people
        self._hidden = hidden or {}
        self.numbers: dict[str, int] = {report.id: number for number, report in enumerate(reports, 1)}
        self._by_id = {report.id: report for report in reports}
        self._reports: dict[str, list[Report]] = {}
        for report in reports:
            for text_id in report.text_ids:
                self._reports.setdefault(text_id, []).append(report)
        self._texts: dict[str, Text | None] = {}
        self._paragraphs: dict[str, list[tuple[int, int, str]]] = {}
        self._names: dict[str, list[tuple[int, int]]] = {}
        self.cited: set[str] = set()

    def report(self, report_id: str) -> Report:
        """One of the reports given."""
        return self._by_id[report_id]

    def text(self, text_id: str) -> Text | None:
        """The text; None once it is redacted."""
        if text_id not in self._texts:
            self._texts[text_id] = text_or_none(self._reader, text_id)
        return self._texts[text_id]

    def reports_of(self, text_ids: Iterable[str]) -> list[Report]:
        """The reports that hold any of the texts, in order of their numbers, each once."""
        found = {report.id: report for text_id in text_ids for report in self._reports.get(text_id, ())}
        return sorted(found.values(), key=lambda report: self.numbers[report.id])

    def citation(self, span: Span, report: Report | None = None) -> Citation | None:
        """Where the span stands; None if no report of this case holds its text."""
        report = report or next(iter(self.reports_of([span.text_id])), None)
        text = self.text(span.text_id)
        if report is None or text is None:
            return None
        self.cited.add(report.id)
        return Citation(number=self.numbers[report.id], part=self._part(text, span.start))

    def passage(self, spans: Sequence[Span], *, context: bool = True) -> Passage | None:
        """The words of these spans, which lie in one text, as they stand there; None without a text or report."""
        spans = sorted(spans, key=lambda span: span.start)
        text = self.text(spans[0].text_id)
        reports = self.reports_of([spans[0].text_id])
        citation = self.citation(spans[0])
        if text is None or citation is None:
            return None
        also = [self.citation(spans[0], report) for report in reports[1:]]
        return Passage(
            pieces=self._pieces(text, spans, context=context), citation=citation, publisher=reports[0].publisher or "",
            spans=tuple(spans), direction=text.direction, language=text.language, also=tuple(c for c in also if c),
        )  # fmt: skip

    def passages(self, mentions: Mapping[str, Sequence[Span]]) -> tuple[Passage, ...]:
        """One passage for each different wording, earliest report first, three at most.

        Where the same words stand again, and where it is told in further words, is cited with them.

        ``mentions`` maps a key (a mention's id) to the spans of one telling.
        """
        found = [passage for spans in mentions.values() if (passage := self.passage(spans)) is not None]
        found.sort(key=lambda passage: (passage.citation.number, passage.spans[0].start))
        shown: dict[str, Passage] = {}
        for passage in found:
            wording = folded(passage.words)
            same = next((key for key in shown if wording in key), None)
            if same is None and len(shown) < MOST_WORDINGS:
                shown[wording] = passage
                continue
            key = same or next(reversed(shown))
            kept = shown[key]
            cited = {passage.citation, *passage.also} - {kept.citation}
            if same is not None:
                shown[key] = replace(kept, also=_in_order({*kept.also, *cited}))
            else:
                shown[key] = replace(kept, others=_in_order({*kept.others, *cited}))
        return tuple(shown.values())

    def _pieces(self, text: Text, spans: Sequence[Span], *, context: bool) -> tuple[Piece, ...]:
        """Context, words, and what stands between the words, with withheld names covered."""
        floor, ceiling = self._bounds(text, spans[0].start, spans[-1].end)
        pieces: list[Piece] = []
        if context and not self._hides(text, floor, spans[0].start):
            cut, ahead = _uncut(before(text.content, spans[0].start, floor).lstrip())
            pieces += [Piece(kind="context", text=f"{CUT} ")] if cut else []
            pieces += self._covered(text, spans[0].start - len(ahead), spans[0].start, "context")
        at = None
        for span in spans:
            if at is not None and span.start < at:
                continue  # a piece inside another
            if at is not None:
                between = text.content[at : span.start]
                marks_only = not any(character.isalnum() for character in between)
                open_to_all = not self._hides(text, at, span.start)
                if marks_only or (open_to_all and one_sentence(between) and len(between) <= LONGEST):
                    pieces += self._covered(text, at, span.start, "context")
                else:
                    pieces.append(Piece(kind="gap", text=" […] "))
            pieces += self._covered(text, span.start, span.end, "words")
            at = span.end
        if context and at is not None and not self._hides(text, at, ceiling):
            cut, behind = _uncut(after(text.content, at, ceiling).rstrip())
            pieces += self._covered(text, at, at + len(behind), "context")
            pieces += [Piece(kind="context", text=f" {CUT}")] if cut else []
        return tuple(pieces)

    def _hides(self, text: Text, start: int, end: int) -> bool:
        return any(start < there and here < end for here, there in self._hidden.get(text.id, ()))

    def _covered(self, text: Text, at: int, last: int, kind: PieceKind) -> list[Piece]:
        """The words between two places; names are sought in the whole text, as one may reach over their end."""
        pieces: list[Piece] = []
        for start, end in self._names_in(text):
            if start < last and at < end:
                pieces.append(Piece(kind=kind, text=text.content[at : max(at, start)]))
                pieces.append(Piece(kind="withheld", text="[name withheld]"))
                at = min(end, last)
        pieces.append(Piece(kind=kind, text=text.content[at:last]))
        return [piece for piece in pieces if piece.text]

    def _names_in(self, text: Text) -> list[tuple[int, int]]:
        if text.id not in self._names:
            self._names[text.id] = list(self._people.names_in(text.content))
        return self._names[text.id]

    def _bounds(self, text: Text, start: int, end: int) -> tuple[int, int]:
        """The paragraph (block) that holds the words: context never leaves it."""
        floor, ceiling = 0, len(text.content)
        for block_start, block_end, _part in self._parts(text):
            if block_start <= start < block_end:
                floor, ceiling = block_start, max(block_end, end)
            elif block_start < end <= block_end:
                ceiling = block_end
        return floor, ceiling

    def _part(self, text: Text, at: int) -> str:
        parts = self._parts(text)
        index = bisect_right([start for start, _, _ in parts], at) - 1
        return parts[max(0, index)][2] if parts else "¶1"

    def _parts(self, text: Text) -> list[tuple[int, int, str]]:
        """Start, end and name of every paragraph; those of the body are counted from 1, over all its blocks."""
        if text.id not in self._paragraphs:
            parts: list[tuple[int, int, str]] = []
            number = 0
            blocks = [(b.start, b.end, b.role) for b in text.blocks] or [(0, len(text.content), "body")]
            for start, end, role in blocks:
                if role not in BODY_ROLES or role == "standfirst":
                    parts.append((start, end, PARTS.get(role, role.replace("_", " "))))
                    continue
                at = start
                for paragraph in text.content[start:end].split("\n\n"):
                    if paragraph.strip():
                        number += 1
                        parts.append((at, at + len(paragraph), f"¶{number}"))
                    at += len(paragraph) + 2
            self._paragraphs[text.id] = parts
        return self._paragraphs[text.id]


def _uncut(context: str) -> tuple[bool, str]:
    """Whether context was shortened, and the words of the text that are left of it."""
    words = context.removeprefix(f"{CUT} ").removesuffix(f" {CUT}")
    return words != context, words


def publisher_of(report: Report) -> str:
    """The publisher, or what else the report is known by."""
    if report.publisher:
        return report.publisher
    return "Note entered by a person" if report.kind == "note" else "Publisher not known"


def quoted(words: str) -> str:
    """Words short enough to stand in a line."""
    return shortened(" ".join(words.split()), keep_end=False)


def _in_order(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    return tuple(sorted(citations, key=lambda citation: (citation.number, citation.part)))


def folded(words: str) -> str:
    """Words compared without case, spacing and marks."""
    return "".join(character for character in words.casefold() if character.isalnum())

"""A report's text with every annotation in place: blocks cut into pieces wherever some record's words begin or end.

Spans nest and overlap, so a piece bears all that holds it; every offset at which some record's words begin has an
anchor ``p{start}``, the address that evidence leads to.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from markupsafe import Markup, escape

from trucewatch.records.commitment import Commitment
from trucewatch.records.figure import Figure
from trucewatch.records.mention import Annotation, IncidentMention, StatementMention
from trucewatch.records.report import Report
from trucewatch.records.span import Span
from trucewatch.records.term_claim import TermClaim
from trucewatch.records.text import BODY_ROLES, Block, Text

Kind = Literal["statement", "incident", "figure", "commitment", "term", "notice"]
#: The kinds in the order of their switches, with what their words are called.
KINDS: tuple[tuple[Kind, str], ...] = (
    ("statement", "Statements"), ("incident", "Incidents"), ("figure", "Figures"), ("commitment", "Commitments"),
    ("term", "Readings of the agreement"), ("notice", "Outlet's notices"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Words in the text that play a ``part`` in what ``key`` names: "content", "cue", "trigger", "place" …"""

    key: str
    kind: Kind
    part: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One record that stands in the text. ``home`` is the statement or incident that a mention belongs to."""

    key: str
    kind: Kind
    record: Any
    start: int
    home: str | None = None

    @property
    def words(self) -> str:
        """The words it rests on, in one line."""
        spans = self.record.content if isinstance(self.record, StatementMention) else (_main(self.record),)
        return " ".join(" … ".join(span.words for span in spans).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the text within which the same marks hold; ``anchor`` if some words begin here."""

    start: int
    text: str
    anchor: bool
    marks: tuple[Mark, ...] = ()

    @property
    def classes(self) -> str:
        """What it is part of: "a-statement a-statement-content …"."""
        return " ".join(sorted({c for m in self.marks for c in (f"a-{m.kind}", f"a-{m.kind}-{m.part}")}))

    @property
    def keys(self) -> str:
        return " ".join(dict.fromkeys(m.key for m in self.marks))

    @property
    def begins(self) -> str:
        """The keys of what has words that begin here."""
        return " ".join(dict.fromkeys(m.key for m in self.marks if m.span.start == self.start))

    @property
    def exact(self) -> Markup:
        """The words escaped so that a browser holds the same characters, one for one: it would fold line ends."""
        return exact(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A block of the page with the part it plays, its words in pieces, and the records that begin in it."""

    role: str
    why: str
    body: bool
    start: int
    language: str | None
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]


def exact(words: str) -> Markup:
    """``words`` escaped, each character kept as one: carriage returns as references, what no page can hold as �."""
    kept = "".join("\ufffd" if "\ud800" <= c <= "\udfff" or c == "\0" else c for c in words)
    return Markup(str(escape(kept)).replace("\r", "&#13;"))


def annotated(
    text: Text,
    annotation: Annotation | None,
    report: Report,
    homes: Mapping[str, str] | None = None,
    *,
    words: str | None = None,
) -> tuple[Stretch, ...]:
    """The whole text by its blocks; ``homes`` gives the record that a mention belongs to. ``words`` are shown in the
    place of the text's own, character by character: those in which names are covered."""
    marks, notes = _found(annotation, report, text.id, homes or {})
    starts = {m.span.start for m in marks} | {s.start for s in _spans((annotation, report)) if s.text_id == text.id}
    cuts = sorted(starts | {m.span.end for m in marks})
    stretches = []
    for block in _blocks(text):
        inside = [m for m in marks if m.span.start < block.end and block.start < m.span.end]
        stretches.append(
            Stretch(
                role=block.role, why=block.why, body=block.role in BODY_ROLES, start=block.start,
                language=block.language or text.language,
                pieces=tuple(_pieces(words or text.content, block, inside, cuts, starts)),
                notes=tuple(n for n in notes if block.start <= n.start < block.end),
            )
        )  # fmt: skip
    return tuple(stretches)


def _blocks(text: Text) -> Iterator[Block]:
    """The text's blocks; words between them, and a text without blocks, as blocks of role "other"."""
    at = 0
    for block in (*text.blocks, None):
        until = block.start if block else len(text.content)
        between = text.trimmed_span(at, until) if until > at else None
        if between:
            yield Block(role="other", start=between.start, end=between.end, why="outside every block")
        if block:
            yield block
            at = block.end


def _pieces(
    content: str, block: Block, marks: Sequence[Mark], cuts: Sequence[int], starts: set[int]
) -> Iterator[Piece]:
    inner = [c for c in cuts if block.start < c < block.end]
    for start, end in zip([block.start, *inner], [*inner, block.end], strict=True):
        held = tuple(m for m in marks if m.span.start <= start and end <= m.span.end)
        yield Piece(start=start, text=content[start:end], anchor=start in starts, marks=held)


# -- what stands in the text -----------------------------------------------------------------------------


def _found(
    annotation: Annotation | None, report: Report, text_id: str, homes: Mapping[str, str]
) -> tuple[list[Mark], list[Note]]:
    marks: list[Mark] = []
    notes: list[Note] = []
    kinds: tuple[tuple[Kind, Sequence[Any]], ...] = (
        ("statement", annotation.statements if annotation else ()),
        ("incident", annotation.incidents if annotation else ()),
        ("figure", annotation.figures if annotation else ()),
        ("commitment", annotation.commitments if annotation else ()),
        ("term", annotation.term_claims if annotation else ()),
        ("notice", [n for n in report.notices if n.span.text_id == text_id]),
    )
    for kind, records in kinds:
        for number, record in enumerate(sorted(records, key=lambda r: _main(r).start)):
            key = f"{kind[0]}{number}"
            marks += [Mark(key=key, kind=kind, part=part, span=span) for part, span in _parts(record)]
            home = homes.get(record.id) if kind in ("statement", "incident") else None
            notes.append(Note(key=key, kind=kind, record=record, start=_first(record), home=home))
    order = {kind: n for n, (kind, _) in enumerate(KINDS)}
    return marks, sorted(notes, key=lambda n: (n.start, order[n.kind]))


def _main(record: Any) -> Span:
    """The span that a record is named after."""
    if isinstance(record, StatementMention):
        return record.content[0]
    span: Span = record.words if isinstance(record, IncidentMention) else record.span
    return span


def _first(record: Any) -> int:
    """Where the first of its words stands."""
    if isinstance(record, StatementMention):
        return min(s.start for s in record.spans())
    return _main(record).start


def _parts(record: Any) -> Iterator[tuple[str, Span]]:
    """The words of a record by the part that they play in it."""
    found: dict[str, list[Any]] = defaultdict(list)
    if isinstance(record, StatementMention):
        found |= {
            "content": [*record.content],
            "source": [record.source],
            "cue": [record.cue],
            "when": [record.said_on],
        }
    elif isinstance(record, IncidentMention):
        found |= {
            "words": [record.words], "trigger": [record.trigger], "who": [*record.actors, *record.targets],
            "place": [p for p in record.places if p.role == "where"], "when": [record.when], "count": [*record.counts],
        }  # fmt: skip
    elif isinstance(record, Figure):
        found |= {"words": [record.span], "when": [record.as_of, record.period]}
    elif isinstance(record, Commitment):
        found |= {"words": [record.span], "when": [record.due]}
    elif isinstance(record, TermClaim):
        found |= {"words": [record.span], "cited": [record.cited]}
    else:
        found |= {"words": [record.span]}
    for part, values in found.items():
        for value in values:
            span = value if isinstance(value, Span) else getattr(value, "span", None)
            if span is not None:
                yield part, span


def _spans(value: Any) -> Iterator[Span]:
    """Every span that a record holds, however deep."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _spans(one)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from _spans(getattr(value, field.name))

"""One paragraph with what the attribution rules need of it: quotation marks, sentences, which words are quoted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from trucewatch.annotate.cues import Cue
from trucewatch.annotate.doc_text import text_of
from trucewatch.annotate.quotations import Quotation, find_quotations
from trucewatch.annotate.sentences import Paragraph

TERMINAL = frozenset(".?!…:;")
CLOSERS = frozenset("\"'”’»)]}")
COMMAS = frozenset({",", "-", "--", "–", "—", ";", "―"})
FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our", "ours", "myself", "ourselves"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def is_first_person(token: Token) -> bool:
    """True for "we", "our", "us"; "US" in capitals is a country."""
    return token.lower_ in FIRST_PERSON and token.text != "US"


@dataclass(slots=True)
class Found:
    """One attribution in word numbers. ``addressee`` is the one accused or addressed, ``carrier`` who hands the
    words on ("was quoted by the daily as saying")."""

    cue: Cue | None
    cue_at: tuple[int, int] | None
    source: Token | None
    pieces: list[tuple[int, int]]
    frame: str
    addressee: tuple[int, int] | None = None
    negated: bool = False
    hypothetical: bool = False
    in_quote: bool = False
    score: float = 0.6
    label: str | None = None
    continued: bool = False
    carrier: Token | None = None


@dataclass(slots=True)
class View:
    """A paragraph with its quotations and sentences worked out once."""

    doc: Doc
    quotations: list[Quotation] = field(default_factory=list)
    quote_of: list[int] = field(default_factory=list)
    sentence_of: list[int] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def at(cls, paragraphs: Sequence[Paragraph], number: int, views: dict[int, View]) -> View:
        """The view of a paragraph by its number, made once and kept in ``views``."""
        if number not in views:
            views[number] = cls.of(paragraphs[number].doc)
        return views[number]

    @classmethod
    def of(cls, doc: Doc) -> View:
        view = cls(doc=doc, quotations=find_quotations(text_of(doc)))
        at = 0
        if not view.quotations:
            view.quote_of = [-1] * len(doc)
        for token in doc if view.quotations else ():
            while at < len(view.quotations) and token.idx >= view.quotations[at].end:
                at += 1
            inside = at < len(view.quotations) and view.quotations[at].start <= token.idx
            view.quote_of.append(at if inside else -1)
        view._cut()
        return view

    def _cut(self) -> None:
        starts = [0] if len(self.doc) else []
        for sentence in self.doc.sents:
            i = sentence.start
            if not i:
                continue
            j = i - 1
            while j > 0 and (self.doc[j].text in CLOSERS or not self.doc[j].text.strip()):
                j -= 1
            last = self.doc[j].text
            if last and last[-1] in TERMINAL:
                starts.append(i)
        self.sentences = list(zip(starts, [*starts[1:], len(self.doc)], strict=True))
        for number, (a, b) in enumerate(self.sentences):
            self.sentence_of += [number] * (b - a)

    def bounds(self, i: int) -> tuple[int, int]:
        return self.sentences[self.sentence_of[i]]

    def quote_span(self, number: int) -> tuple[int, int]:
        """The words of a quotation, without its marks (half-open word numbers)."""
        q = self.quotations[number]
        inside = [t.i for t in self._around(q) if q.inner_start <= t.idx and t.idx + len(t) <= q.inner_end]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    def _around(self, q: Quotation) -> Iterator[Token]:
        span = self.doc.char_span(q.start, q.end, alignment_mode="expand")
        return iter(span if span is not None else ())

    def is_mark(self, i: int) -> bool:
        q = self.quote_of[i]
        if q < 0:
            return False
        quotation, token = self.quotations[q], self.doc[i]
        return token.idx < quotation.inner_start or (quotation.closed and token.idx >= quotation.inner_end)

    def trim(self, a: int, b: int) -> tuple[int, int]:
        """Drop commas, dashes and white space at both ends, and closing full stops outside a quotation."""
        while a < b and (self.doc[a].text in COMMAS or self.doc[a].is_space or self.doc[a].text in {":", "."}):
            a += 1
        while b > a and (
            self.doc[b - 1].text in COMMAS or self.doc[b - 1].is_space or self.doc[b - 1].text in {".", ":", "(", "["}
        ):
            b -= 1
        return a, b

"""Cut attributed words into statements: one act each, sentences and clauses that do the same kept together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.tokens import Token

from trucewatch.annotate.acts import Act
from trucewatch.annotate.cues import verb_cue
from trucewatch.annotate.sentences import Paragraph, Parsed
from trucewatch.annotate.spans import Attribution
from trucewatch.annotate.view import FINITE, View

#: A hostile deed in the passive, by nobody named.
SUFFERED = re.compile(
    r"\b(?:was|were|been|being|came) (?:\w+ly |again |also )?(?:attacked|shelled|bombed|raided|looted|burn(?:ed|t)|"
    r"ambushed|stormed|destroyed|killed|wounded|hit|struck|under (?:attack|fire))\b",
    re.IGNORECASE,
)
#: "On condition that ... and that ...": the second half is a condition too.
CONDITION = re.compile(r"\b(?:on condition|provided|if|unless|as long as)\b", re.IGNORECASE)
#: Least score at which two halves of a sentence are held to do different things.
SURE = 0.45


@dataclass(slots=True)
class Unit:
    """Words that do one thing: pieces in the text and the words as read."""

    pieces: list[tuple[int, int]]
    words: str
    act: Act | None = None


class Cutter:
    """Cuts the content of attributions of one text; ``act`` says what some words of an attribution do."""

    def __init__(self, parsed: Parsed, act: Callable[[Attribution, str, bool], Act], views: dict[int, View]) -> None:
        self.parsed = parsed
        self.content = parsed.text.content
        self.act = act
        self._views = views

    def units(self, attribution: Attribution) -> list[Unit]:
        """Cut the content where what the speaker does changes; neighbours that do the same stay one."""
        sentences: list[Unit] = []
        open_end = False
        for a, b in self._with_noun(attribution):
            for x, y in self._sentences(attribution.paragraph, a, b):
                if (
                    open_end
                    and sentences
                    and (self.content[x : x + 1].islower() or not self.content[x : x + 1].isalpha())
                ):
                    sentences[-1].pieces.append((x, y))
                else:
                    sentences.append(Unit([(x, y)], ""))
                open_end = False
            open_end = bool(sentences) and not self.content[a:b].rstrip().endswith((".", "!", "?", "…", ".”", '."'))
        sentences = self._with_short(sentences)
        for number, unit in enumerate(sentences):
            unit.words = self._words(unit)
            unit.act = self.act(attribution, unit.words, number > 0)
        _join_suffered(self.content, sentences)
        units: list[Unit] = []
        for unit in sentences:
            for part in self._clauses(attribution, unit):
                last = units[-1] if units else None
                if (
                    last is not None
                    and last.act
                    and part.act
                    and last.act.name == part.act.name
                    and _touch(self.content, last.pieces[-1], part.pieces[0])
                ):
                    last.pieces[-1] = (last.pieces[-1][0], part.pieces[0][1])
                    last.pieces += part.pieces[1:]
                    last.words = self._words(last)
                else:
                    units.append(part)
        return units

    def _with_short(self, sentences: list[Unit]) -> list[Unit]:
        """A word or two by itself ("No.", "Yes, sir.") opens the sentence behind it."""
        kept: list[Unit] = []
        for unit in sentences:
            before = kept[-1] if kept else None
            if before and len(self._words(before).split()) <= 2 and _touch(
                self.content, before.pieces[-1], unit.pieces[0]
            ):  # fmt: skip
                (start, _), *_ = before.pieces
                unit.pieces[0] = (start, unit.pieces[0][1])
                kept.pop()
            kept.append(unit)
        return kept

    def _with_noun(self, attribution: Attribution) -> list[tuple[int, int]]:
        """ "Its vow to go on", "a joint call for calm": the noun belongs to what is said."""
        cue = attribution.cue
        if (
            attribution.frame != "noun"
            or cue is None
            or cue.act not in ("urge", "pledge", "demand")
            or not attribution.cue_at
        ):
            return attribution.pieces
        start = attribution.cue_at[0]
        if (
            attribution.source_at
            and start - 60 < attribution.source_at[0] < start
            and attribution.cue_token is not None
        ):
            start = min(
                start, self.parsed.paragraphs[attribution.paragraph].start + attribution.cue_token.left_edge.idx
            )
        (_, end), *rest = attribution.pieces
        return [(start, end), *rest]

    def _words(self, unit: Unit) -> str:
        return " ".join(" ".join(self.content[a:b] for a, b in unit.pieces).split())

    def view(self, number: int) -> View:
        return View.at(self.parsed.paragraphs, number, self._views)

    def _sentences(self, number: int, a: int, b: int) -> list[tuple[int, int]]:
        """The sentences of a piece, as offsets in the text."""
        paragraph = self.parsed.paragraphs[number]
        cuts = [paragraph.start + paragraph.doc[s].idx for s, _ in self.view(number).sentences]
        inner = [c for c in cuts if a < c < b]
        edges = [a, *inner, b]
        found = []
        for x, y in pairwise(edges):
            span = self.parsed.text.trimmed_span(x, y)
            if span is not None and re.search(r"\w", span.words):
                found.append((span.start, span.end))
        return found

    def _clauses(self, attribution: Attribution, unit: Unit) -> list[Unit]:
        """Cut one sentence at a coordination if its two halves do clearly different things."""
        if len(unit.pieces) == 2:
            return self._round_cue(attribution, unit)
        if len(unit.pieces) != 1:
            return [unit]
        paragraph = self.parsed.paragraphs[attribution.paragraph]
        a, b = unit.pieces[0]
        for cut, after, shifted in _coordinations(paragraph, a, b):
            first = Unit([(a, cut)], "")
            second = Unit([(after, b)], "")
            first.words, second.words = self._words(first), self._words(second)
            if len(first.words.split()) < 4 or len(second.words.split()) < 4:
                continue
            first.act = self.act(attribution, first.words, False)
            second.act = self.act(attribution, second.words, True)
            # "... and that ..." sets the halves apart by itself: one act of its own is enough
            # ("... had been closed and would be opened again" likewise: what was and what will be)
            apart = shifted or self.content[cut:after].lower().split()[-1:] == ["that"]
            if apart and CONDITION.search(first.words):
                continue
            least, most = sorted((first.act.score, second.act.score))
            if first.act.name != second.act.name and most >= SURE and (apart or least >= SURE):
                return [first, *self._clauses(attribution, second)]
        return [unit]

    def _round_cue(self, attribution: Attribution, unit: Unit) -> list[Unit]:
        """ "They had fired no shot, he said, and the raid was a crime": one thing before the cue, one after it."""
        first, second = (Unit([piece], "") for piece in unit.pieces)
        first.words, second.words = self._words(first), self._words(second)
        opening = second.words.split()[:1]
        if not opening or opening[0].lower() not in ("and", "but") or CONDITION.search(first.words):
            return [unit]
        if min(len(first.words.split()), len(second.words.split())) < 4:
            return [unit]
        first.act, second.act = (self.act(attribution, half.words, half is second) for half in (first, second))
        if first.act.name != second.act.name and max(first.act.score, second.act.score) >= SURE:
            return [*self._clauses(attribution, first), *self._clauses(attribution, second)]
        return [unit]


def _join_suffered(content: str, sentences: list[Unit]) -> None:
    """ "The house was attacked twice. Their jets did it": the deed without its doer belongs to the charge beside it."""
    for unit, other in [*pairwise(sentences), *((b, a) for a, b in pairwise(sentences))]:
        if (
            unit.act is not None
            and other.act is not None
            and other.act.name == "accuse"
            and unit.act.name == "report"
            and SUFFERED.search(unit.words)
            and (_touch(content, unit.pieces[-1], other.pieces[0]) or _touch(content, other.pieces[-1], unit.pieces[0]))
        ):
            unit.act = replace(
                other.act, rule="deed suffered, beside the charge", score=min(unit.act.score, other.act.score)
            )


def _touch(content: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """True if only white space and marks lie between two pieces."""
    return left[1] <= right[0] and not re.search(r"\w", content[left[1] : right[0]])


def _coordinations(paragraph: Paragraph, a: int, b: int) -> Iterator[tuple[int, int, bool]]:
    """Places where a sentence may be cut: (end of the first half, start of the second), offsets in the text.

    The third value says that the halves tell of different times or that the second tells of somebody's words.
    """
    doc = paragraph.doc
    span = doc.char_span(a - paragraph.start, b - paragraph.start, alignment_mode="contract")
    if span is None or len(span) < 8:
        return
    roots = {t.i for t in span if t.head.i < span.start or t.head.i >= span.end or t.head == t}
    for token in span:
        if token.dep_ != "conj" or token.pos_ not in ("VERB", "AUX") or not _finite(token):
            continue
        # "... and that ..." goes on with what is said, whatever verb the parse hangs it on
        that = any(c.dep_ == "mark" and c.lower_ == "that" for c in token.children)
        if not that and token.head.i not in roots and token.head.dep_ not in ("conj", "ccomp", "xcomp"):
            continue
        edge = token.left_edge.i
        cut = edge
        while cut - 1 > span.start and (
            doc[cut - 1].is_punct or doc[cut - 1].dep_ == "cc" or doc[cut - 1].lower_ in ("and", "but", "that")
        ):
            cut -= 1
        while edge < token.i and (doc[edge].lower_ in ("that", "and", "but") or doc[edge].is_punct):
            edge += 1
        if span.start < cut < edge < span.end:
            stop = paragraph.start + doc[cut - 1].idx + len(doc[cut - 1])
            yield stop, paragraph.start + doc[edge].idx, _shifted(token)


def _shifted(second: Token) -> bool:
    """ "Had closed it and would open it", "had counted them and had asked for ...": two points, one after the other."""
    first = second.head
    if any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in second.children):
        return False
    cue = verb_cue(second.lemma_)
    if cue is not None and cue.kind == "speech" and cue.act and verb_cue(first.lemma_) is None:
        return True
    return _time(first) != _time(second)


def _time(verb: Token) -> str:
    aux = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    if aux & {"will", "would", "shall", "'ll", "wo"}:
        return "to come"
    return "done" if aux & {"had", "has", "have", "'ve"} else "told"


def _finite(token: Token) -> bool:
    return token.tag_ in FINITE or any(c.dep_ in ("aux", "auxpass") and c.tag_ in FINITE for c in token.children)

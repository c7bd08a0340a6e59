"""Words before a colon at the head of a line that name nobody: "Update:", "Photo:", "Kessel:", and those who only ask.

A label is a speaker if it names a person of the page, a party, an office or a body, or if it opens turns of a
transcript. It is none if it is made of everyday words, if it is a place, or if what follows has a speaker of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from trucewatch.annotate.attributed import Attribution
from trucewatch.annotate.cues import word_lists
from trucewatch.annotate.doc_text import text_of
from trucewatch.annotate.labels import ANSWER, LINE_LABEL, QUESTION
from trucewatch.annotate.sentences import Parsed, everyday_word
from trucewatch.annotate.sides import Sides
from trucewatch.annotate.speakers import Speakers
from trucewatch.annotate.world import words_of

#: Words that make a label an office or a body.
BODIES = ("titles", "roles", "groups", "state", "persons", "office", "rebels")
#: Places, as the parser names them.
PLACES = frozenset({"GPE", "LOC", "FAC"})
OPENING = frozenset("\"“«„'‘")


class Labels:
    """The labels at the heads of a text's paragraphs, and which of them name a speaker."""

    def __init__(self, parsed: Parsed, speakers: Speakers, sides: Sides) -> None:
        self._parsed = parsed
        self._speakers = speakers
        self._sides = sides
        self._of: dict[int, str] = {}
        turns: dict[str, list[str]] = defaultdict(list)
        self._questions = False
        for number, paragraph in enumerate(parsed.paragraphs):
            words = text_of(paragraph.doc)
            self._questions = self._questions or bool(QUESTION.match(words) or ANSWER.match(words))
            if label := LINE_LABEL.match(words):
                self._of[number] = label["name"]
                turns[label["name"].casefold()].append(words[label.end() :].rstrip())
        self._turns = {label: len(told) for label, told in turns.items()}
        self._asking = _askers(turns)
        #: Whether the page's labels are headwords: two and more are everyday words that name nobody.
        self._headwords = sum(self._everyday(label) for label in turns) > 1

    def idle(self, attribution: Attribution, found: Sequence[Attribution]) -> bool:
        """True for words that a label alone would give to a speaker, who is none."""
        label = attribution.label if attribution.frame == "name and colon" else self._label_at(attribution)
        if not label:
            return False
        if label.casefold() in self._asking:
            return True
        return not self._names(label, attribution, found)

    def _label_at(self, attribution: Attribution) -> str | None:
        """The label that the tagger takes for a source."""
        source = attribution.source_at
        label = self._of.get(attribution.paragraph)
        if attribution.frame != "tagger" or attribution.cue is not None or source is None or label is None:
            return None
        start = self._parsed.paragraphs[attribution.paragraph].start
        words = text_of(self._parsed.paragraphs[attribution.paragraph].doc)
        head = LINE_LABEL.match(words)
        return label if head and start <= source[0] and source[1] <= start + head.end() else None

    def _names(self, label: str, attribution: Attribution, found: Sequence[Attribution]) -> bool:
        content = self._parsed.text.content
        if content[attribution.pieces[0][0] - 1] in OPENING or content[attribution.pieces[0][0]] in OPENING:
            return True
        if not self._holds_verb(attribution):
            return False  # "Source: press service of the Front"
        speaker = self._speakers.labelled(label)
        if speaker.side or speaker.rule != "name and colon" or _office(label):
            return True
        turns = self._turns.get(label.casefold(), 0)
        if turns > 1 and (self._questions or self._asking):
            return True
        if self._everyday(label) or (self._headwords and " " not in label):
            return False
        if turns < 2 and self._place(attribution, label):
            return False
        return not any(_tells(inner, attribution) for inner in found)

    def _holds_verb(self, attribution: Attribution) -> bool:
        paragraph = self._parsed.paragraphs[attribution.paragraph]
        spans = [
            paragraph.doc.char_span(a - paragraph.start, b - paragraph.start, alignment_mode="expand")
            for a, b in attribution.pieces
        ]
        return any(t.pos_ in ("VERB", "AUX") for span in spans if span is not None for t in span)

    def _everyday(self, label: str) -> bool:
        return self._sides.of_words(label) is None and not _office(label) and all(map(everyday_word, words_of(label)))

    def _place(self, attribution: Attribution, label: str) -> bool:
        paragraph = self._parsed.paragraphs[attribution.paragraph]
        named = [t.ent_type_ for t in paragraph.doc if t.idx < len(label) + 3 and t.text in label.split()]
        if named and all(kind in PLACES for kind in named):
            return True
        told = re.findall(rf"\b(in|at|near|to|from|of)\s+{re.escape(label)}\b", self._parsed.text.content)
        return any(word in ("in", "at", "near") for word in told)


def without_idle_labels(
    found: list[Attribution], parsed: Parsed, speakers: Speakers, sides: Sides
) -> list[Attribution]:
    """The attributions but for those whose speaker is a label that names nobody, or one who only asks."""
    labels = Labels(parsed, speakers, sides)
    idle = {number for number, one in enumerate(found) if labels.idle(one, found)}
    if not idle:
        return found
    places = {old: new for new, old in enumerate(n for n in range(len(found)) if n not in idle)}
    kept = [one for number, one in enumerate(found) if number not in idle]
    for one in kept:
        while one.outer is not None and one.outer in idle:
            one.outer = found[one.outer].outer
        one.outer = places.get(one.outer) if one.outer is not None else None
    return kept


def _office(label: str) -> bool:
    lists = word_lists()
    return any(word in lists[name] for word in words_of(label) for name in BODIES)


def _askers(turns: dict[str, list[str]]) -> frozenset[str]:
    """Labels whose turns are questions, where others answer them."""
    asking = {label for label, told in turns.items() if sum(one.endswith("?") for one in told) > 0.6 * len(told)}
    answering = {label for label in turns if label not in asking}
    return frozenset(label for label in asking if answering and len(turns[label]) > 1)


def _tells(inner: Attribution, outer: Attribution) -> bool:
    """Whether somebody else is told to speak inside these words."""
    spot = inner.cue_at
    return (
        inner is not outer and spot is not None and inner.cue is not None and inner.cue.kind == "speech"
        and inner.source_head is not None and inner.source_head.pos_ != "PRON" and not inner.negated
        and any(a <= spot[0] and spot[1] <= b for a, b in outer.pieces)
    )  # fmt: skip

"""Speakers given by a label and no verb: transcripts, headlines with a colon, recordings in monitored broadcasts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Token

from trucewatch.annotate.attributed import Attribution
from trucewatch.annotate.doc_text import text_of
from trucewatch.annotate.sentences import ASKERS, Paragraph, Parsed
from trucewatch.annotate.view import View

#: "NAME: words" at the head of a paragraph, as in transcripts and headlines; "NAME (@handle): words" of a post.
NAME_COLON = re.compile(
    r"\s*(?P<name>(?:[A-Z][\w.'’-]+|of|the|de|al)(?:\s+(?:[A-Z][\w.'’-]+|of|the|de|al|for)){0,6})"
    r"(?:\s+(?:\(@\w+\)|@\w+|\((?P<of>[^()\n]{2,60})\)))?\s*:\s+(?=\S)"
)
#: A label before a quotation, at the head of a line or behind another sentence.
QUOTED_TURN = re.compile(
    r"(?:^|[.!?\"”’'])\s*(?P<name>(?:[A-Z][\w.'’-]*|of|the)(?:\s+(?:[A-Z][\w.'’-]*|of|the)){0,4})\s*:\s*$"
)
#: Any words of a line before its first colon, signs and pictures before them left out.
LINE_LABEL = re.compile(r"[^\w\n:]*(?P<name>[^\W_][^:\n]{0,60}?)\s*:\s+(?=\S)")
#: "A: words" after "Q: words": whoever was asked answers.
ANSWER = re.compile(r"\s*(?:A|ANS|ANSWER|Answer)\s*[:.]\s+(?=\S)")
#: Letters that mark the turns of a transcript: they name nobody.
LETTERS = frozenset({"Q", "A"})
QUESTION = re.compile(rf"\s*(?:{ASKERS.pattern})\s*[:.]\s+(?=\S)", re.IGNORECASE)
#: "Twelve monitors held at checkpoint: JMC", a headline with its source at the end.
SOURCE_LAST = re.compile(
    r"(?P<words>\S[^:\n]{14,140}):\s+(?P<name>[A-Z][\w.'’&-]*(?:\s+(?:[A-Z][\w.'’&-]*|of|the)){0,4})\s*"
)
_TAPE = r"(?:recording|video ?tape|audio|quote|excerpt|tape|clip)\w*"
#: The mark may name the one heard: "[BEGIN KESSEL RECORDING]", "(END OF RECORDING)".
_BEGIN = rf"[(\[]\s*begin(?:ning)?(?:\s+of)?(?:\s+(?P<within>[^()\[\]]{{2,40}}?))?\s+{_TAPE}\s*[)\]]"
_END = rf"[(\[]\s*end(?:\s+of)?(?:\s+[^()\[\]]{{2,40}}?)?\s+{_TAPE}\s*[)\]]"
_NAMED = r"(?:\s*[(\[](?P<name>[^()\[\]]{2,60})[)\]])?"
#: "(BEGIN RECORDING) (NAME) words (END RECORDING)", as monitoring services write it.
RECORDING = re.compile(rf"{_BEGIN}{_NAMED}\s*(?P<words>.*?)\s*(?:{_END}|$)", re.IGNORECASE | re.DOTALL)
RECORDING_MARK = re.compile(rf"{_BEGIN}{_NAMED}|(?P<end>{_END})", re.IGNORECASE)
#: What may stand between "begin" and "recording" without naming anybody.
NAMELESS = re.compile(r"(?:\W|a|an|the|of|audio|video|live|telephone|studio|taped?|sound)+", re.IGNORECASE)


def labelled(view: View, number: int, paragraph: Paragraph) -> list[Attribution]:
    """The attributions of one paragraph that a label makes."""
    made: list[Attribution] = []
    for match in RECORDING.finditer(text_of(paragraph.doc)):
        if match["words"]:
            made.append(
                with_label(paragraph, number, match.start("words"), match.end("words"), _heard(match), "recording")
            )
    if made:
        return made
    colon = NAME_COLON.match(text_of(paragraph.doc))
    named = colon is not None and not ASKERS.fullmatch(colon["name"]) and not ANSWER.match(text_of(paragraph.doc))
    if turns := _quoted_turns(view, text_of(paragraph.doc)):
        made += [with_label(paragraph, number, a, b, who, "name and colon") for who, a, b in turns]
    elif colon and named and len(text_of(paragraph.doc)) - colon.end() >= 8:
        a, b = colon.end(), len(text_of(paragraph.doc).rstrip())
        quotation = next((q for q in view.quotations if q.start == a and q.end >= b - 1), None)
        if quotation:
            a, b = quotation.inner_start, quotation.inner_end
        made.append(with_label(paragraph, number, a, b, colon["name"], "name and colon"))
        made[-1].label_of = colon["of"]
    elif headline := SOURCE_LAST.fullmatch(text_of(paragraph.doc)):
        words = paragraph.doc.char_span(headline.start("words"), headline.end("words"))
        name = paragraph.doc.char_span(headline.start("name"), headline.end("name"))
        verbs = [t for t in words or () if t.pos_ in ("VERB", "AUX")]
        is_name = name is not None and all(t.pos_ in ("PROPN", "ADP", "DET") for t in name)
        if verbs and words is not None and len(words) >= 4 and is_name:
            made.append(with_label(paragraph, number, *headline.span("words"), headline["name"], "headline"))
            made[-1].quoted = False
    return made


def _quoted_turns(view: View, words: str) -> list[tuple[str, int, int]]:
    """'Army: "They fired." Front: "We did not."': several turns in one line, each with its label (name, start, end)."""
    turns = [
        (match["name"], q.inner_start, q.inner_end)
        for q in view.quotations
        if (match := QUOTED_TURN.search(words, 0, q.start)) is not None
    ]
    return turns if len(turns) > 1 and NAME_COLON.match(words) else []


def answered(paragraphs: Sequence[Paragraph]) -> dict[int, tuple[int, Token | None, int, str | None]]:
    """Paragraphs of answers marked "A:" -> where the one asked is told of (paragraph, word), where the words start, and
    the label under which the one asked speaks, if it is one.

    The one asked is who spoke last under a label, else the last person named in the narration before the first
    question.
    """
    found: dict[int, tuple[int, Token | None, int, str | None]] = {}
    asked: tuple[int, Token] | None = None
    label: str | None = None
    questions = 0
    for number, paragraph in enumerate(paragraphs):
        words = text_of(paragraph.doc)
        answer = ANSWER.match(words)
        if answer:
            if questions and (label or asked) and len(words) - answer.end() >= 8:
                where, head = (number, None) if label or asked is None else asked
                found[number] = (where, head, answer.end(), label)
        elif QUESTION.match(words):
            questions += 1
        elif (turn := NAME_COLON.match(words)) and not ASKERS.fullmatch(turn["name"]):
            label = turn["name"]
        elif not questions:
            persons = [e.root for e in paragraph.doc.ents if e.label_ == "PERSON"]
            asked = (number, persons[-1]) if persons else asked
    return found


def recordings(parsed: Parsed) -> dict[int, str | None]:
    """Paragraphs that stand between the marks of a recording, with the name that the opening mark gives."""
    labels: dict[int, str | None] = {}
    content = parsed.text.content
    at = 0
    name: str | None = None
    running = False
    for number, paragraph in enumerate(parsed.paragraphs):
        gap = content[at : paragraph.start]
        for mark in RECORDING_MARK.finditer(gap):
            running, name = mark["end"] is None, _heard(mark)
        if running and not RECORDING_MARK.search(text_of(paragraph.doc)):
            labels[number] = name
        at = paragraph.end
    return labels


def _heard(mark: re.Match[str]) -> str | None:
    """Whom the mark of a recording names, inside its brackets or right after them."""
    within = mark["within"]
    return mark["name"] or (None if within is None or NAMELESS.fullmatch(within) else str(within))


def with_label(paragraph: Paragraph, number: int, a: int, b: int, name: str | None, frame: str) -> Attribution:
    return Attribution(
        paragraph=number, frame=frame, cue=None, cue_token=None, cue_at=None, source_paragraph=number, source_head=None,
        source_at=None, pieces=[(paragraph.start + a, paragraph.start + b)], quoted=True, label=name, score=0.85,
        sentence_at=(paragraph.start + a, paragraph.start + b),
    )  # fmt: skip

"""Parts of a number ("12 people, including four children"), and numbers whose tie to their effect the parse lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from trucewatch.annotate.count_groups import countable
from trucewatch.annotate.count_lexicon import count_words, effect_verbs, told_effects
from trucewatch.annotate.incident_conditions import is_person
from trucewatch.annotate.incident_lexicon import word_sets
from trucewatch.annotate.incident_syntax import lemma
from trucewatch.annotate.numbers import Number
from trucewatch.records.count import Effect

#: Says that what follows is some of the number before.
_SOME = re.compile(
    r"(?:\b(?:including|included|incl\.?|among (?:them|whom|the (?:dead|victims|wounded|injured|killed))|"
    r"of (?:them|whom)|both|namely)\W*)$",
    re.IGNORECASE,
)
#: Adds people to those before: "freed a blogger, along with six other activists".
_WITH = re.compile(r"\b(?:along|together) with\s*$", re.IGNORECASE)
#: Opens the parts of a number: "nine people (five soldiers and four civilians)".
_OPENED = re.compile(r"(?:\(|[-–—:])\s*$")
#: Before the whole of "four of the ten hostages".
_OF_ALL = re.compile(r"\bof\s+(?:the|its|their|his|those|these|all)\s+$", re.IGNORECASE)
#: Between two parts.
_NEXT = re.compile(r"\s*(?:,|and|,\s*and|plus|as well as)\s*$")
#: A whole further off than this (characters) has other parts.
REACH = 90
#: Words between commas after a number and its noun ("two men, both of Velm, were killed").
LONGEST_ASIDE = 14
_AUXILIARIES = frozenset(("be", "have", "get"))

Found = tuple[Effect, Token, Number, Token]


def head_of(number: Number, sentence: SpacySpan) -> Token | None:
    """The head of the noun phrase that a number counts, going up from the numeral."""
    at = sentence.start_char + number.at
    token = next((t for t in sentence if t.idx <= at < t.idx + len(t)), None)
    while token is not None and token.head.i > token.i and token.dep_ in (
        "nummod", "quantmod", "compound", "amod", "nmod", "advmod", "npadvmod", "det"
    ):  # fmt: skip
        token = token.head
    return token


def parts(
    sentence: SpacySpan,
    numbers: list[Number],
    taken: Callable[[Number], bool],
    wholes: list[tuple[Effect, int, int | None]],
) -> Iterator[tuple[Effect, Token, Number, bool]]:
    """The numbers that give some of a number before: (effect, head, number, part); of "along with six" no part.

    ``wholes`` are the counts found, each with effect, end of its number (characters of the sentence) and value.
    """
    text = sentence.text
    last: tuple[Effect, int] | None = None
    for number in numbers:
        if taken(number):
            last = None
            continue
        before = text[: number.start]
        head = head_of(number, sentence)
        if head is None or not is_person(head) or not countable(head, "killed"):
            last = None
            continue
        end = head.idx + len(head) - sentence.start_char
        if last is not None and _NEXT.fullmatch(text[last[1] : number.start]):
            last = (last[0], end)
            yield last[0], head, number, True
            continue
        whole = next((w for w in reversed(wholes) if w[1] <= number.start and number.start - w[1] <= REACH), None)
        if whole is not None and _WITH.search(before):
            last = None
            yield whole[0], head, number, False
            continue
        marked = _SOME.search(before) or (_OPENED.search(before) and whole is not None and number.start - whole[1] < 40)
        smaller = whole is not None and (whole[2] is None or number.value is None or number.value <= whole[2])
        last = None
        if whole is not None and marked and smaller:
            last = (whole[0], end)
            yield whole[0], head, number, True


def lost(sentence: SpacySpan, numbers: list[Number], taken: Callable[[Number], bool]) -> Iterator[Found]:
    """Numbers next to the word of an effect that the parse did not tie to it: (effect, anchor, number, head).

    "killed at least 62 people" and "two men … were killed" read off the order of words.
    """
    for number in numbers:
        if taken(number):
            continue
        head = head_of(number, sentence)
        if head is None or not (is_person(head) or head.pos_ == "NUM"):
            continue
        if _OF_ALL.search(sentence.text[: number.start]):
            continue
        start = sentence.start_char + number.start
        first = next((t for t in sentence if t.idx + len(t) > start), None)
        doc = sentence.doc
        verb = doc[first.i - 1] if first is not None and first.i > sentence.start else None
        effect = _effect(verb, "object") if verb is not None and verb.tag_ in ("VBG", "VBD", "VB") else None
        if effect is not None and verb is not None and not _has_aux(verb, doc):
            yield effect, verb, number, head
            continue
        told = _told_shortly(head, sentence)
        if told is not None:
            yield told[0], told[1], number, head
            continue
        verb = _after(head, sentence)
        effect = None if verb is None else "injured" if verb.pos_ == "NOUN" else _effect(verb, "object")
        if effect is not None and verb is not None:
            yield effect, verb, number, head


def _told_shortly(head: Token, sentence: SpacySpan) -> tuple[Effect, Token] | None:
    """ "two killed, five wounded", "31 hurt in a blast": the number, the participle, and no more of a clause."""
    if head.i + 1 >= sentence.end:
        return None
    at = head.i + 1
    if lemma(head.doc[at]) in count_words()["fearing"] and head.doc[at].tag_ == "VBN" and at + 1 < sentence.end:
        at += 1  # "dozens feared captured"
    word = head.doc[at]
    if word.lower_ == "shot" and at + 1 < sentence.end and head.doc[at + 1].lower_ == "dead":
        return "killed", word
    after = head.doc[at + 1] if at + 1 < sentence.end else None
    if after is not None and not (after.is_punct or after.pos_ in ("CCONJ", "ADP", "SCONJ")):
        return None
    effect = told_effects().get(word.lower_) or (_effect(word, "object") if word.tag_ in ("VBN", "VBD") else None)
    return None if effect is None else (effect, word)


def _effect(verb: Token, victim: str) -> Effect | None:
    entries = effect_verbs().get(lemma(verb), ()) if verb.pos_ in ("VERB", "NOUN", "ADJ") else ()
    return next((e.effect for e in entries if e.victim == victim and not e.particle and not e.beside), None)


def _has_aux(verb: Token, doc: Doc) -> bool:
    """True for "were killed 12 days later": the verb's victims stand before it."""
    return verb.i > 0 and lemma(doc[verb.i - 1]) == "be"


def _after(head: Token, sentence: SpacySpan) -> Token | None:
    """The participle after "two men" in "two men were killed", "two men, both of Velm, have been arrested"."""
    at = head.i + 1
    if at < sentence.end and head.doc[at].text == ",":
        closing = next((t.i for t in head.doc[at + 1 : min(at + LONGEST_ASIDE, sentence.end)] if t.text == ","), None)
        at = closing + 1 if closing is not None else at
    if at + 1 < sentence.end and lemma(head.doc[at]) in ("sustain", "suffer", "receive"):
        wounds = next((t for t in head.doc[at + 1 : at + 4] if lemma(t) in word_sets()["wound_words"]), None)
        return wounds
    aux = False
    while at < sentence.end and lemma(head.doc[at]) in _AUXILIARIES:
        aux, at = True, at + 1
    return head.doc[at] if aux and at < sentence.end and head.doc[at].tag_ == "VBN" else None

"""Numbers that say no more than how many, of a thing told of just before: "The council spoke of about 500."

Such a number takes unit, definition and place from the figure before it and is its own speaker's: this is how a report
sets one side's count against the other's.
"""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from trucewatch.annotate.count_lexicon import count_words, effect_verbs
from trucewatch.annotate.doc_text import text_of
from trucewatch.annotate.incident_syntax import child, children, clause_head, is_verb, lemma, surface_subjects
from trucewatch.annotate.numbers import Number
from trucewatch.records.figure import Figure

#: A figure further back than this (characters) is out of mind.
REACH = 500
#: Counts of one thing seldom lie further apart than this.
SAME_SIZE = 4.0
#: "19 of those 60".
_OF_THOSE = re.compile(r"\s+of\s+(?:those|these|them|the)\b")
#: Before a number that only points back to one told before ("all 60", "of the 1,000").
POINTING = re.compile(r"\b(?:all|the|those|these|their|its|his)\s+$", re.IGNORECASE)
_SUMS = frozenset({"number", "figure", "count", "total", "toll", "tally"})


def speaker_of(number: Token) -> Token | None:
    """Who gives the bare number: the subject of "spoke of about 500", "put the figure at 500"; else None."""
    verb = clause_head(number)
    subjects = surface_subjects(verb) if is_verb(verb) else []
    if not subjects or lemma(verb) not in count_words()["putting"] | count_words()["recording"]:
        return None
    return subjects[0] if subjects[0].i < number.i and lemma(subjects[0]) not in _SUMS else None


def tells_again(number: Token, sentence: SpacySpan) -> bool:
    """True for a number without a noun that gives how many, in a clause that names nothing else it could count."""
    if number.pos_ != "NUM" or number.ent_type_ not in ("CARDINAL", "QUANTITY", "") or list(number.rights) != [
        c for c in number.rights if c.dep_ in ("prep", "punct", "cc", "conj", "relcl", "npadvmod", "appos")
    ]:  # fmt: skip
        return False
    above = number.head
    verb = clause_head(number)
    if number.dep_ == "pobj" and above.lower_ in ("at", "of"):
        put = lemma(above.head) in count_words()["putting"] or lemma(above.head) in _SUMS
        return put and above.i + 6 > number.i
    if number.dep_ == "attr":
        return any(lemma(s) in _SUMS for s in children(verb, "nsubj"))
    if number.dep_ == "dobj":
        return lemma(verb) in count_words()["recording"]
    if number.dep_ not in ("nsubj", "nsubjpass") or _OF_THOSE.match(_after(number, sentence)):
        return False
    own = [g for c in children(number, "prep") if c.lower_ == "of" for g in children(c, "pobj") if g.pos_ == "NOUN"]
    return not own  # "four of your guns are missing" counts guns


def fits(number: Token, before: Figure) -> bool:
    """False for a subject whose verb tells something else of people than the figure before: "12 had died and 30 were
    being treated"."""
    verb = clause_head(number)
    harmed = before.unit.startswith(("people ", "families ")) and number.dep_ in ("nsubj", "nsubjpass")
    return not harmed or lemma(verb) == "be" or lemma(verb) in effect_verbs()


def described(number: Token, sentence: SpacySpan) -> Token | None:
    """The noun of "only 19 of those 60 were servicemen": who the 19 are."""
    verb = number.head
    if number.dep_ != "nsubj" or lemma(verb) != "be" or not _OF_THOSE.match(_after(number, sentence)):
        return None
    who = child(verb, "attr")
    return who if who is not None and who.pos_ in ("NOUN", "PROPN") else None


def _after(token: Token, sentence: SpacySpan) -> str:
    return text_of(token.doc)[token.idx + len(token) : sentence.end_char]


def same_thing(number: Number, before: Figure | None, at: int) -> bool:
    """True if the number (at an offset of the text) may count what the figure before it does."""
    if before is None or not before.value or not number.value or at - before.span.end > REACH:
        return False
    small, large = sorted((before.value, number.value))
    return large <= SAME_SIZE * small


def again(before: Figure, told: Figure, definition: str | None) -> Figure:
    """The figure ``told`` with what it counts taken from the one before."""
    return replace(
        told, quantity=before.quantity, definition=definition or before.definition, side=before.side,
        place=before.place, kind=before.kind, as_of=None if before.kind == "total" else told.as_of,
        period=before.period if before.kind == "total" else None,
    )  # fmt: skip

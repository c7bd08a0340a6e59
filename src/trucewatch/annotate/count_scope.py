"""What a count holds for: one event or a period, told as done or only wished, asserted or denied.

"1,200 civilians have been killed since January" is a total over a period, no event's toll; "will release 500
prisoners" counts nobody yet; "denied that 40 civilians were killed" gives the number that is denied.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from trucewatch.annotate.count_lexicon import count_words
from trucewatch.annotate.count_tolls import names_event, runs_on
from trucewatch.annotate.counts import Counted
from trucewatch.annotate.incident_lexicon import word_sets
from trucewatch.annotate.incident_syntax import (
    agents,
    children,
    clause_head,
    is_passive,
    is_verb,
    lemma,
    prepositional,
    surface_subjects,
)
from trucewatch.records.mention import StatementMention
from trucewatch.records.when import When

#: A time at least this wide is a period; one event seldom lasts so long.
PERIOD = timedelta(days=6)
#: In a month or year told without "since" or "the past", fewer than this may well have been harmed by one event.
MANY = 50
#: A stretch up to now, however short: "in the past 24 hours".
_PAST = re.compile(
    r"\b(?:past|previous|first|latest|the last|these last)\s+(?:\S+\s+)?"
    r"(?:hours?|days?|weeks?|months?|quarters?|years?)\b|"
    r"\b\S+-(?:day|week|month|year) period\b|\breporting period\b",
    re.IGNORECASE,
)
#: Words that make a number a total without naming the period.
_ALTOGETHER = re.compile(
    r"\b(?:so far|to date|thus far|until now|up to now|over the years|altogether|overall|in total|"
    r"since (?:then|the (?:start|beginning|outbreak|signing|truce|ceasefire|accord|agreement|war|conflict)))\b",
    re.IGNORECASE,
)


def period_in(sentence: SpacySpan, times: Sequence[When], start: int) -> When | None:
    """The period that a sentence names first (``start``: where its paragraph starts in the text)."""
    periods = [
        t
        for t in times
        if t.span is not None
        and sentence.start_char <= t.span.start - start < sentence.end_char
        and t.role != "set"
        and _is_period(t)
    ]
    return min(periods, key=lambda t: t.span.start if t.span else 0, default=None)


def _width(when: When) -> timedelta:
    if when.first_day is None or when.last_day is None:
        return PERIOD if when.role == "since" else timedelta(0)
    return when.last_day - when.first_day


def _is_period(when: When) -> bool:
    if when.role in ("until", "by"):
        return False
    if when.role == "since" or _PAST.search(when.words):
        return True
    if when.role == "duration":
        return False
    return when.precision in ("month", "quarter", "season", "year") or _width(when) >= PERIOD


def is_total(counted: Counted, times: Sequence[When], start: int) -> bool:
    """True for a number of people over a period; False for the toll of one event, however long that lasts.

    A month or year alone may be when one thing happened ("in June gunmen killed 14 students"): with a doer named, or of
    few people, only "since", "from … to …", "in the past month" and "so far" make a total.
    """
    if counted.count.effect == "strength" or counted.count.value in (0, 1) or names_event(counted.anchor):
        return False
    if _altogether(counted.anchor) or runs_on(counted.anchor):
        return True
    period = period_in(counted.anchor.sent, times, start)
    if period is None or period.span is None or not _of_clause(period.span.start - start, counted.anchor):
        return False
    if period.role in ("since", "from_to") or _PAST.search(period.words):
        return True
    return (counted.count.low or counted.count.value or 0) >= MANY and not has_doer(counted)


def stands_alone(counted: Counted, times: Sequence[When], start: int) -> bool:
    """True for a total that belongs to no incident: nobody is named who did it, or it is all "so far"."""
    if counted.part or not is_total(counted, times, start):
        return False
    return not has_doer(counted) or _altogether(counted.anchor) or runs_on(counted.anchor)


def _altogether(anchor: Token) -> bool:
    """True where "so far", "to date", "since the truce" stand in the clause of the effect."""
    sentence = anchor.sent
    return any(_of_clause(m.start() + sentence.start_char, anchor) for m in _ALTOGETHER.finditer(sentence.text))


def has_doer(counted: Counted) -> bool:
    """True if the clause names who did it."""
    anchor = counted.anchor
    if not is_verb(anchor):
        return bool(prepositional(anchor, ("by",)))
    if is_passive(anchor):
        return bool(agents(anchor))
    return any(s is not counted.head for s in surface_subjects(anchor))


def _of_clause(at: int, anchor: Token) -> bool:
    """True if the word at an offset of the document says when the anchor's clause holds, not another's."""
    word = next((t for t in anchor.sent if t.idx <= at < t.idx + len(t) + 1), None)
    if word is None:
        return False
    verb, own = clause_head(word), clause_head(anchor)
    while own.dep_ == "conj" and own != verb and is_verb(own.head):
        own = own.head  # "over the past week 29 were killed and 74 injured"
    if verb == own or (word.dep_ == "mark" and verb.head in (own, anchor)):
        return True
    tells = word_sets()["reporting"] | count_words()["recording"]
    return verb.is_ancestor(own) and lemma(verb) in tells


def is_unreal(anchor: Token) -> bool:
    """True where the words wish, plan, threaten, deny or suppose what the effect says: nobody is counted yet."""
    verb = clause_head(anchor)
    if not is_verb(verb):
        return False
    auxiliaries = {lemma(c) for c in children(verb, "aux", "auxpass")}
    if children(verb, "neg"):
        return True
    if auxiliaries & {"will", "shall", "'ll", "wo", "would"} and "have" not in auxiliaries:
        return True
    if any(c.lower_ in word_sets()["conditional_marks"] for c in children(verb, "mark")):
        return True
    above = verb.head
    wanted = word_sets()["planning"] | word_sets()["threatening"] | word_sets()["trying"] | word_sets()["preventing"]
    return verb.tag_ == "VB" and verb.dep_ in ("xcomp", "acl", "ccomp") and lemma(above) in wanted


def denies(statement: StatementMention) -> bool:
    """True for "denied that …", "rejected reports that …": the content is what is not so."""
    cue = statement.cue.words.casefold().split() if statement.cue is not None else []
    if not any(w.startswith(_DENIALS) for w in cue):
        return False
    if disowns(statement):
        return False
    return statement.act == "deny" or any(_CLAIM.match(piece.words) for piece in statement.content)


def disowns(statement: StatementMention) -> bool:
    """True for "denied involvement in the attack, in which 24 died": the deed is denied, not the number."""
    return any(set(piece.words.casefold().split()[:3]) & _DEEDS for piece in statement.content)


#: Denied for oneself: that it happened, and to how many, is not.
_DEEDS = frozenset(("involvement", "responsibility", "role", "blame", "connection", "link", "hand", "part"))
_DENIALS = ("den", "reject", "refut", "dismiss", "disput", "rebut")
#: What a side rejects when it says that something is not so.
_CLAIM = re.compile(
    r"(?:\S+\s+){0,3}?"
    r"(?:report|claim|allegation|accusation|charge|figure|suggestion|toll)s?\b",
    re.IGNORECASE,
)

"""Where and when: tie the places and times found in a text to the event they belong to.

A time or place belongs to the clause it hangs in. The time of a reporting verb ("said on Monday") is not the
time of what is reported.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from trucewatch.annotate.incident_frames import Frame
from trucewatch.annotate.incident_lexicon import word_sets
from trucewatch.annotate.incident_syntax import DEEPEST, adopted, clause_head, is_verb, lemma
from trucewatch.annotate.sentences import Paragraph
from trucewatch.records.when import When
from trucewatch.records.where import Where

#: What a time rests on that a sentence takes over.
BEFORE = "the sentence before"
#: How far back the day is looked for that a sentence without one goes on from.
SENTENCES_BACK = 2
#: Words that part what a sentence tells from the day told before it.
ELSEWHEN = frozenset({
    "earlier", "later", "previously", "before", "already", "once", "ago", "since", "separate", "separately",
    "elsewhere", "meanwhile", "subsequently", "recently", "last", "then", "another", "former", "formerly", "years",
})  # fmt: skip
#: Words that open a clause with a time of its own.
PARTING = frozenset({"since", "until", "till", "before", "after"})
#: Farther than any word of the clause itself.
BEYOND = 10 * DEEPEST


def start_of(thing: When | Where) -> int:
    return thing.span.start if thing.span else 0


@dataclass(frozen=True, slots=True)
class Setting:
    """Times and places of a text by where they stand."""

    times: tuple[When, ...]
    places: tuple[Where, ...]

    @classmethod
    def of(cls, times: Sequence[When], places: Sequence[Where]) -> Setting:
        return cls(
            tuple(sorted((t for t in times if t.span is not None), key=start_of)),
            tuple(sorted((p for p in places if p.span is not None), key=start_of)),
        )

    def within(self, start: int, end: int) -> Setting:
        return Setting(
            self.times[bisect_left(self.times, start, key=start_of) : bisect_left(self.times, end, key=start_of)],
            self.places[bisect_left(self.places, start, key=start_of) : bisect_left(self.places, end, key=start_of)],
        )

    def days_in(self, start: int, end: int) -> set[tuple[date | None, date | None]]:
        """The first and last days of the times told between two offsets."""
        held = self.within(start, end).times
        return {(t.first_day, t.last_day) for t in held if t.role not in ("duration", "set") and t.first_day}

    def place_at(self, at: int) -> Where | None:
        i = bisect_left(self.places, at + 1, key=start_of) - 1
        if i >= 0:
            span = self.places[i].span
            if span is not None and span.start <= at < span.end:
                return self.places[i]
        return None


def token_at(sentence: SpacySpan, at: int) -> Token | None:
    return next((t for t in sentence if t.idx <= at < t.idx + len(t) + 1), None)


def told_in(token: Token, frame: Frame) -> int | None:
    """How far a word stands from the frame in the tree: 0 inside its phrase or clause; None if elsewhere."""
    parts = frame.all()
    anchors = {t for p in parts for t in (p.trigger, p.verb, p.noun) if t is not None}
    anchors |= {c for p in parts if p.noun is not None for c in adopted(p.noun)}
    at = token
    steps = 0
    for _ in range(2 * DEEPEST):
        if at in anchors:
            return steps
        if at.head == at:
            return None
        if is_verb(at) and at.dep_ in ("ccomp", "relcl", "parataxis"):
            return None
        if is_verb(at) and (at.dep_ not in ("xcomp", "advcl", "conj", "acl", "pcomp", "aux") or at.dep_ == "conj"):
            return None
        if is_verb(at):
            steps += 3
        at = at.head
        steps += 1
    return None


def time_of(frame: Frame, setting: Setting, paragraph: Paragraph, sentence: SpacySpan) -> When | None:
    """The time that the clause or phrase gives; else the only other time of the sentence that no report verb owns.

    "It came two days after they seized the town": the seizure is counted back from the time of "came".
    """
    near: list[tuple[int, int, When]] = []
    loose: list[When] = []
    rest: list[When] = []
    begun = _day_when(frame, setting, paragraph)
    for when in setting.times:
        if when.span is None or when.role in ("duration", "set", "by"):
            continue
        at = when.span.start - paragraph.start
        if not sentence.start_char <= at < sentence.end_char:
            continue
        token = token_at(sentence, at)
        if token is None:
            continue
        head = phrase_head(token, when.span.end - paragraph.start)
        distance = told_in(head, frame)
        if when is begun or (distance is None and _trails(head, frame)):
            distance = 0
        elif distance is not None and (mark := parted(head, frame)):
            if mark != "after":
                continue  # "the first fire since a truce took hold on 2 May": the day of the truce
            distance += BEYOND
        if distance is not None:
            distance += BEYOND if _is_occasion(head) else 0
            near.append((distance, abs(head.i - frame.trigger.i), when))
        elif frame.part != "phrase" and not of_reporting(head):
            if shares_clause(head, frame):
                loose.append(when)
            elif not parted(head, frame):
                rest.append(when)
    apart = _apart(frame, setting, paragraph)
    if apart is not None:
        length, sign = apart
        outside = [w for w in (*(n[2] for n in near), *loose) if start_of(w) < start_of(length)]
        near = [n for n in near if n[2] not in outside]
        if not near:
            return _counted_from(outside[0], length, sign) if len({w.day for w in outside}) == 1 else None
    if near:
        return min(near, key=lambda n: n[:2])[2]
    if not loose and len(rest) == 1 and clause_head(frame.trigger) == sentence.root and rest[0].role == "at":
        return rest[0]  # "bombed what the army called workshops early on Wednesday"
    return loose[0] if len(loose) == 1 else None


def _trails(head: Token, frame: Frame) -> bool:
    """True for the time in "accused them of taking fuel on 11 August", which the parser hangs on the charge."""
    verb = clause_head(frame.trigger)
    if verb.dep_ != "pcomp" or lemma(verb.head.head) not in word_sets()["charging"] or head.i < verb.i:
        return False
    return not any(t.text in ",;" or is_verb(t) for t in head.doc[verb.i + 1 : head.i])


def _day_when(frame: Frame, setting: Setting, paragraph: Paragraph) -> When | None:
    """The time that a clause with "when" takes up: "was put off on Tuesday, when troops shot two men"."""
    verb = clause_head(frame.trigger)
    mark = next((c for c in verb.children if c.dep_ in ("advmod", "mark") and c.lower_ == "when"), None)
    if mark is None:
        return None
    at = paragraph.start + mark.idx
    return next((w for w in setting.times if w.span is not None and w.role == "at" and 0 < at - w.span.end <= 2), None)


def parted(head: Token, frame: Frame) -> str | None:
    """The word that opens a clause of another time between a word and the frame: since, until, before, after."""
    anchors = {t for p in frame.all() for t in (p.trigger, p.verb, p.noun) if t is not None}
    at = head
    for _ in range(2 * DEEPEST):
        if at in anchors or at.head == at:
            return None
        if is_verb(at):
            mark = next((c.lower_ for c in at.children if c.dep_ in ("mark", "advmod") and c.lower_ in PARTING), None)
            if mark is not None:
                return mark
        at = at.head
    return None


def up_to_now(when: When | None, paragraph: Paragraph, published: date | None) -> When | None:
    """What was done "since the exchange on 3 May" was done from that day up to the report, not on that day."""
    if when is None or when.role != "at" or when.span is None or when.day is None or published is None:
        return when
    at = token_in(paragraph, when.span.start - paragraph.start)
    for _ in range(DEEPEST):
        if at is None or at.head == at or is_verb(at):
            return when
        if at.dep_ == "prep" and at.lower_ == "since":
            break
        at = at.head
    if at is None or at.lower_ != "since" or when.day > published:
        return when
    return When.days(
        when.day, published, words=when.words, role="since", precision="days",
        basis=f"since {when.day} up to the report of {published}", span=when.span,
    )  # fmt: skip


def time_before(
    frame: Frame, setting: Setting, paragraph: Paragraph, sentence: SpacySpan, published: date | None
) -> When | None:
    """The day on which the sentence before told of something: "A patrol heard shots on 17 June. Two shells fell".

    Only for what is told on in the simple past, in a sentence without a time or a word that parts it from what went
    before; the day must be the only one of the sentence before, or of the one before that, and no day of saying.
    """
    verb = clause_head(frame.trigger)
    if not _tells_on(verb) or any(t.lower_ in ELSEWHEN for t in sentence) or _timed(setting, paragraph, sentence):
        return None
    doc = paragraph.doc
    at = sentence
    for _ in range(SENTENCES_BACK):
        if at.start == 0:
            return None
        at = doc[at.start - 1].sent
        told = _timed(setting, paragraph, at)
        if not told:
            if any(t.lower_ in ELSEWHEN for t in at):
                return None
            continue
        days = {w.day for w in told}
        first = told[0]
        if (
            len(days) != 1
            or first.day is None
            or first.role != "at"
            or (published is not None and first.day > published)
        ):
            return None
        token = token_at(at, start_of(first) - paragraph.start)
        if token is None:
            return None
        head = phrase_head(token, first.span.end - paragraph.start if first.span else token.idx)
        if of_reporting(head) or not _tells_on(clause_head(head)):
            return None
        return replace(first, basis=f"{BEFORE}: {first.words}")
    return None


def has_own_time(when: When | None) -> bool:
    """True for a time that the sentence itself tells, not one carried over from the sentence before."""
    return when is not None and not when.basis.startswith(BEFORE)


def _timed(setting: Setting, paragraph: Paragraph, sentence: SpacySpan) -> tuple[When, ...]:
    """The times of a sentence that are points, not lengths or habits."""
    held = setting.within(paragraph.start + sentence.start_char, paragraph.start + sentence.end_char).times
    return tuple(w for w in held if w.role not in ("duration", "set"))


def _tells_on(verb: Token) -> bool:
    """True for a clause in the simple past: what follows in time on what was told before."""
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if any(lemma(c) == "have" or c.tag_ == "MD" for c in helpers):
        return False
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and not helpers:
        return _tells_on(verb.head) if is_verb(verb.head) else False
    return verb.tag_ == "VBD" or any(c.tag_ == "VBD" for c in helpers)


def _is_occasion(head: Token) -> bool:
    """True for the time of what a thing is for: "announced a truce on Monday for the feast at the end of the month"."""
    at = head
    for _ in range(DEEPEST):
        if at.head == at or is_verb(at):
            return False
        if at.dep_ == "prep" and at.lower_ == "for":
            return any(o is not head for o in at.children if o.dep_ == "pobj")
        if at.dep_ == "prep" and at.lower_ == "at" and at.i > 0:
            before = at.nbor(-1)  # "for the feast at the end of the month", hung on the verb
            if before.dep_ == "pobj" and before.head.lower_ == "for" and before.head.head == at.head:
                return True
        at = at.head
    return False


def _apart(frame: Frame, setting: Setting, paragraph: Paragraph) -> tuple[When, int] | None:
    """The length before "after" or "before" of the frame's own clause, and the sign of the step to its time."""
    verb = clause_head(frame.trigger)
    mark = next((c for c in verb.children if c.dep_ == "mark" and c.lower_ in ("after", "before")), None)
    if mark is None:
        return None
    at = paragraph.start + mark.idx
    length = next(
        (w for w in setting.times if w.role == "duration" and w.span is not None and 0 < at - w.span.end <= 2), None
    )
    return (length, -1 if mark.lower_ == "after" else 1) if length is not None else None


def _counted_from(when: When, length: When, sign: int) -> When | None:
    """The day so many days before or after another; None for lengths that name no whole days."""
    found = re.fullmatch(r"P(\d+)([DW])", length.value)
    if found is None or when.day is None:
        return None
    day = when.day + timedelta(days=sign * int(found[1]) * (7 if found[2] == "W" else 1))
    return When.days(day, day, words=length.words, basis=f"{length.words} from {when.day}", span=length.span)


def phrase_head(token: Token, end: int) -> Token:
    """The highest token of a phrase that starts at the token and ends before character ``end``."""
    at = token
    for _ in range(DEEPEST):
        head = at.head
        if head == at or not token.idx <= head.idx < end:
            break
        at = head
    return at


def of_reporting(head: Token) -> bool:
    return lemma(clause_head(head)) in word_sets()["reporting"]


def shares_clause(head: Token, frame: Frame) -> bool:
    """True if the word's clause holds the frame's clause, or the other way round, with no third verb between."""
    verb = clause_head(head)
    own = clause_head(frame.trigger)
    if verb == own:
        return True
    return own.head == verb and own.dep_ in ("advcl", "conj", "xcomp", "ccomp", "acl")


def token_in(paragraph: Paragraph, at: int) -> Token | None:
    span = paragraph.doc.char_span(at, at + 1, alignment_mode="expand")
    return span[0] if span is not None and len(span) else None

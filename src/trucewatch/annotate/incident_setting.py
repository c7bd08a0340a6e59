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
from trucewatch.annotate.incident_syntax import DEEPEST, adopted, clause_head, is_verb, left_alone, lemma
from trucewatch.annotate.place_roles import role_of
from trucewatch.annotate.sentences import Paragraph
from trucewatch.records.text import Text
from trucewatch.records.when import When
from trucewatch.records.where import Where

#: Features of the gazetteer that hold others, coarse ones last.
COARSE = {"exact": 0, "within": 0, "unresolved": 1, "admin_area": 2, "country": 3}
#: A place beside one of these is where a body sits ("the administration in X"), not where things happen.
SEATED = frozenset((
    "administration", "government", "authority", "regime", "office", "embassy", "ministry", "leadership", "official",
    "officer", "spokesman", "spokeswoman", "spokesperson", "diplomat", "envoy", "ambassador", "correspondent",
    "reporter", "headquarters",
))  # fmt: skip
#: A place beside one of these is known for a paper ("the accord signed in X").
DEALS = frozenset({"accord", "agreement", "deal", "pact", "treaty", "truce", "protocol", "declaration"})


#: Nouns that stand for a settlement named before.
SETTLEMENTS = frozenset({"city", "town", "village"})
#: Types that are done to a settlement itself.
STRUCK = frozenset({
    "armed_attack", "shelling", "bombing", "airstrike", "drone_strike", "territory_seized", "offensive", "blockade",
})  # fmt: skip
#: Farther than any word of the clause itself.
BEYOND = 10 * DEEPEST
DIRECTIONS = frozenset({"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"})


def _start(thing: When | Where) -> int:
    return thing.span.start if thing.span else 0


@dataclass(frozen=True, slots=True)
class Setting:
    """Times and places of a text by where they stand."""

    times: tuple[When, ...]
    places: tuple[Where, ...]

    @classmethod
    def of(cls, times: Sequence[When], places: Sequence[Where]) -> Setting:
        return cls(
            tuple(sorted((t for t in times if t.span is not None), key=_start)),
            tuple(sorted((p for p in places if p.span is not None), key=_start)),
        )

    def within(self, start: int, end: int) -> Setting:
        return Setting(
            self.times[bisect_left(self.times, start, key=_start) : bisect_left(self.times, end, key=_start)],
            self.places[bisect_left(self.places, start, key=_start) : bisect_left(self.places, end, key=_start)],
        )

    def days_in(self, start: int, end: int) -> set[tuple[date | None, date | None]]:
        """The first and last days of the times told between two offsets."""
        held = self.within(start, end).times
        return {(t.first_day, t.last_day) for t in held if t.role not in ("duration", "set") and t.first_day}

    def place_at(self, at: int) -> Where | None:
        i = bisect_left(self.places, at + 1, key=_start) - 1
        if i >= 0:
            span = self.places[i].span
            if span is not None and span.start <= at < span.end:
                return self.places[i]
        return None


def _token_at(sentence: SpacySpan, at: int) -> Token | None:
    return next((t for t in sentence if t.idx <= at < t.idx + len(t) + 1), None)


def _told_in(token: Token, frame: Frame) -> int | None:
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
    for when in setting.times:
        if when.span is None or when.role in ("duration", "set", "by"):
            continue
        at = when.span.start - paragraph.start
        if not sentence.start_char <= at < sentence.end_char:
            continue
        token = _token_at(sentence, at)
        if token is None:
            continue
        head = _phrase_head(token, when.span.end - paragraph.start)
        distance = _told_in(head, frame)
        if distance is not None:
            distance += BEYOND if _is_occasion(head) else 0
            near.append((distance, abs(head.i - frame.trigger.i), when))
        elif frame.part != "phrase" and not _of_reporting(head) and _shares_clause(head, frame):
            loose.append(when)
    apart = _apart(frame, setting, paragraph)
    if apart is not None:
        length, sign = apart
        outside = [w for w in (*(n[2] for n in near), *loose) if _start(w) < _start(length)]
        near = [n for n in near if n[2] not in outside]
        if not near:
            return _counted_from(outside[0], length, sign) if len({w.day for w in outside}) == 1 else None
    if near:
        return min(near, key=lambda n: n[:2])[2]
    return loose[0] if len(loose) == 1 else None


def up_to_now(when: When | None, paragraph: Paragraph, published: date | None) -> When | None:
    """What was done "since the exchange on 3 May" was done from that day up to the report, not on that day."""
    if when is None or when.role != "at" or when.span is None or when.day is None or published is None:
        return when
    at = _token_in(paragraph, when.span.start - paragraph.start)
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


def _phrase_head(token: Token, end: int) -> Token:
    """The highest token of a phrase that starts at the token and ends before character ``end``."""
    at = token
    for _ in range(DEEPEST):
        head = at.head
        if head == at or not token.idx <= head.idx < end:
            break
        at = head
    return at


def _of_reporting(head: Token) -> bool:
    return lemma(clause_head(head)) in word_sets()["reporting"]


def _shares_clause(head: Token, frame: Frame) -> bool:
    """True if the word's clause holds the frame's clause, or the other way round, with no third verb between."""
    verb = clause_head(head)
    own = clause_head(frame.trigger)
    if verb == own:
        return True
    return own.head == verb and own.dep_ in ("advcl", "conj", "xcomp", "ccomp", "acl")


def _unlisted(frame: Frame, paragraph: Paragraph, known: list[Where], text: Text) -> Where | None:
    """A name under a preposition of place that no gazetteer gave: kept as printed, unresolved, never dropped."""
    for preposition in frame.trigger.sent:
        if preposition.dep_ != "prep" or preposition.lower_ not in word_sets()["where_prepositions"]:
            continue
        for o in preposition.children:
            if o.dep_ != "pobj" or o.pos_ != "PROPN" or o.ent_type_ in ("DATE", "TIME", "NORP"):
                continue
            if _told_in(preposition, frame) is None:
                continue
            first = min(
                (c for c in o.lefts if c.dep_ in ("compound", "nmod") and c.pos_ == "PROPN"),
                key=lambda c: c.i,
                default=o,
            )
            a, b = paragraph.start + first.idx, paragraph.start + o.idx + len(o)
            if not any(k.span is not None and k.span.start < b and a < k.span.end for k in known):
                span = text.span(a, b)
                return Where(name=span.words, span=span, role="where")
    return None


def place_of(
    frame: Frame, setting: Setting, paragraph: Paragraph, sentence: SpacySpan, text: Text
) -> tuple[Where, ...]:
    """The places of the event, the finest and nearest first with role "where", others of the phrase after it."""
    inside: list[tuple[int, int, Where]] = []
    loose: list[tuple[int, Where]] = []
    aside: list[Where] = []
    for place in setting.places:
        if place.span is None or place.match == "demonym":
            continue
        at = place.span.start - paragraph.start
        if not sentence.start_char <= at < sentence.end_char:
            continue
        token = _token_at(sentence, at)
        if token is None:
            continue
        head = _phrase_head(token, place.span.end - paragraph.start)
        if not _locative(head) and not left_alone(head):
            continue
        if head.dep_ in ("compound", "nmod", "poss") and lemma(head.head) in SEATED | DEALS:
            aside.append(place)
            continue  # "prisoners of the X administration"
        distance = _told_in(head, frame)
        if distance is not None:
            if frame.type == "meeting" and _under_purpose(head, frame):
                aside.append(place)
                continue  # "meet to talk about their soldiers in X": what the talks are about
            inside.append((distance, place.span.start, place))
        elif frame.part != "phrase" and _shares_clause(head, frame) and (not _of_reporting(head) or _fronted(head)):
            loose.append((abs(head.i - frame.trigger.i), place))
    inside.sort(key=lambda i: i[:2])
    if not any(COARSE[p.precision] < 2 for _, _, p in inside):
        unlisted = _unlisted(frame, paragraph, [*(p for _, _, p in inside), *aside], text)
        if unlisted is not None:
            return (unlisted, *(replace(p, role="mentioned") for _, _, p in inside))
    chosen = [p for _, _, p in inside] or [p for _, p in sorted(loose, key=lambda x: x[0])][:1]
    if not chosen:
        return ()
    first = _finest(chosen)
    rest = [p for p in chosen if p is not first]
    return (
        replace(first, role="where"),
        *(replace(p, role="where" if _listed(p, first) else "mentioned") for p in rest[:6]),
    )


def settlement_meant(frame: Frame, everywhere: Setting, paragraph: Paragraph, sentence: SpacySpan) -> Where | None:
    """The place that "the city" or "the town" stands for in the clause: the settlement that the text named last."""
    for token in sentence:
        if lemma(token) not in SETTLEMENTS or token.tag_ != "NN" or token.ent_type_ not in ("", "GPE", "LOC"):
            continue
        plain = [c for c in token.children if c.dep_ not in ("det", "punct", "cc", "conj")]
        pointed = any(c.lower_ in ("the", "that", "this") for c in token.lefts)
        if plain or not pointed or not _locative_noun(token, frame) or _told_in(token, frame) is None:
            continue
        before = [p for p in everywhere.places if _start(p) < paragraph.start + token.idx and _may_be_settlement(p)]
        if before:
            return before[-1]
    return None


def _may_be_settlement(place: Where) -> bool:
    """A settlement that the gazetteer knows, or an unknown name that something happened in."""
    if place.match == "demonym":
        return False
    if place.precision == "exact":
        return (place.feature or "").startswith("P.")
    return place.precision in ("within", "unresolved") and place.role == "where"


def _locative_noun(token: Token, frame: Frame) -> bool:
    """Under a preposition of place, part of a part of it ("the centre of the city"), or what is attacked."""
    if token.dep_ in ("dobj", "nsubjpass"):
        return frame.type in STRUCK and token.head in {p.verb for p in frame.all()}
    if token.dep_ != "pobj":
        return False
    before = token.head
    if before.lower_ == "of" and before.head.dep_ == "pobj":
        before = before.head.head
    # "drove them back from the city": they fought there
    pushed = before.lower_ == "from" and frame.type == "clash"
    return pushed or before.lower_ in word_sets()["where_prepositions"]


def place_around(frame: Frame, setting: Setting, paragraph: Paragraph) -> Where | None:
    """The place that the paragraph told last before the event, else next after it in the sentence.

    Only names that stand where things happen, and no countries: what is meant by "there" and by silence. A party
    called by its capital, the seat of a body and the town that an agreement is known by are no such names.
    """
    at = paragraph.start + frame.trigger.idx
    sentence = frame.trigger.sent
    stop = paragraph.start + sentence.end_char
    days = setting.days_in(paragraph.start + sentence.start_char, stop)
    before: Where | None = None
    for place in setting.places:
        if place.span is None or place.match == "demonym" or place.precision == "country" or place.span.start >= stop:
            continue
        token = _token_in(paragraph, place.span.start - paragraph.start)
        if (
            token is None
            or not _locative(_phrase_head(token, place.span.end - paragraph.start))
            or _of_reporting(token)
            or not _is_scene(token, paragraph, place.span.end - paragraph.start)
        ):
            continue
        told = token.sent
        if told != sentence and days:
            # "On 2 June the base at X was given up. In July town after town fell": another day, another place
            there = setting.days_in(paragraph.start + told.start_char, paragraph.start + told.end_char)
            if there and not days & there:
                continue
        if place.span.start < at:
            before = place
        elif before is None:
            return place
    return before


def _fronted(head: Token) -> bool:
    """True for X in "In X, police said gunmen had killed a judge": told of the whole, not of where it was said."""
    verb = clause_head(head)
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or head.i > subject.left_edge.i or verb.head != verb:
        return False
    return any(t.text == "," for t in head.doc[head.i : subject.left_edge.i])


def _under_purpose(head: Token, frame: Frame) -> bool:
    """True for a word in an infinitive clause below the frame's own verb."""
    verb = clause_head(head)
    return verb != clause_head(frame.trigger) and verb.dep_ == "advcl" and verb.tag_ == "VB"


def _is_scene(token: Token, paragraph: Paragraph, end: int) -> bool:
    """True for a place that something happens in: no part of a name, no seat of a body, no town of an agreement."""
    if role_of(paragraph.doc, token.idx, end) != "where":
        return False
    at = token
    for _ in range(DEEPEST):
        if at.dep_ == "prep":
            governor = at.head
            beside = at.nbor(-1) if at.i > 0 else at
            if {lemma(governor), lemma(beside)} & (SEATED | DEALS):
                return False
            return not (lemma(governor) in ("sign", "conclude", "agree") and lemma(governor.head) in DEALS)
        if at.head == at or is_verb(at):
            break
        at = at.head
    return True


def _token_in(paragraph: Paragraph, at: int) -> Token | None:
    span = paragraph.doc.char_span(at, at + 1, alignment_mode="expand")
    return span[0] if span is not None and len(span) else None


def _listed(place: Where, first: Where) -> bool:
    return place.precision == first.precision


def _finest(places: list[Where]) -> Where:
    """The first place, or a finer one right after it ("in X district of Y province")."""
    best = places[0]
    for place in places[1:3]:
        if COARSE[place.precision] < COARSE[best.precision] and COARSE[best.precision] >= 2:
            best = place
    return best


def _locative(head: Token) -> bool:
    """True if a place name stands where places stand: under a preposition of place, as object of an attack, before an
    event noun, or inside another place's phrase."""
    at = head
    for _ in range(6):
        if at.dep_ == "pobj":
            before = at.head.lower_
            if before in word_sets()["place_prepositions"] or before in (
                "on",
                "against",
                "into",
                "to",
                "toward",
                "towards",
                "of",
            ):
                if (
                    before == "of"
                    and at.head.head.lower_ in DIRECTIONS
                    and not any(c.lower_ in ("the", "far") for c in at.head.head.lefts)
                ):
                    return False  # "the province south of X" is not in X, "the south of X" is
                if before == "of":
                    at = at.head.head
                    continue
                return True
            return False
        if at.dep_ in ("conj", "appos", "compound", "nmod", "poss", "amod", "pobj"):
            if at.dep_ == "compound" and at.head.dep_ not in (
                "pobj",
                "conj",
                "appos",
                "compound",
                "dobj",
                "nsubjpass",
                "nsubj",
            ):
                return True
            at = at.head
            continue
        return at.dep_ in ("dobj", "npadvmod", "nsubjpass", "advmod", "ROOT", "dep")
    return False

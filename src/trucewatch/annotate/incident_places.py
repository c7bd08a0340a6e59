"""Where: tie the places found in a text, and names that no list has, to the event they belong to."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from trucewatch.annotate.incident_conditions import is_of
from trucewatch.annotate.incident_frames import Frame
from trucewatch.annotate.incident_lexicon import word_sets
from trucewatch.annotate.incident_needs import checked_triggers
from trucewatch.annotate.incident_setting import (
    Setting,
    of_reporting,
    parted,
    phrase_head,
    shares_clause,
    start_of,
    token_at,
    token_in,
    told_in,
)
from trucewatch.annotate.incident_syntax import DEEPEST, clause_head, is_verb, left_alone, lemma
from trucewatch.annotate.place_roles import role_of
from trucewatch.annotate.sentences import Paragraph, Parsed
from trucewatch.annotate.where import seat_of
from trucewatch.records.text import Text
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
#: What fire does on a place: "shells fell on X".
FALLING = frozenset({"fall", "land", "rain", "drop", "fire", "come", "crash", "open"})
#: Types of what happens in the air.
FLOWN = frozenset({"interception", "airstrike", "drone_strike"})
#: What the model takes for no place: days, peoples.
NO_PLACES = ("DATE", "TIME", "NORP")
#: A name before one of these is a make, not a place ("a drone of the Orsa type").
MAKES = frozenset({"type", "class", "model", "brand", "make", "series", "system", "variety"})
DIRECTIONS = frozenset({"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"})


def _unlisted(frame: Frame, paragraph: Paragraph, known: list[Where], text: Text) -> Where | None:
    """A name under a preposition of place that no gazetteer gave: kept as printed, unresolved, never dropped.

    A site with a name before it is kept with it ("at the Orsa crossing", "in the al-Rim quarter"), as is one that is
    itself struck ("shelled the Orsa market").
    """
    struck = {p.verb for p in frame.all()} if frame.type in STRUCK else set()
    for token in frame.trigger.sent:
        placing = (
            token.lower_ in word_sets()["where_prepositions"]
            or _above(token, frame)
            or _direction(token)
            or (token.lower_ == "on" and token.head in struck and lemma(token.head) in FALLING)
        )
        if token.dep_ == "prep" and placing:
            heads = [o for o in token.children if o.dep_ == "pobj"]
        elif (
            token.dep_ in ("dobj", "nsubjpass")
            and token.head in struck
            and (token.pos_ == "NOUN" or token.ent_type_ in ("GPE", "LOC", "FAC"))
        ):
            heads = [token]
        else:
            continue
        for o in heads:
            first = _first_of_name(o)
            if first is None or told_in(token, frame) is None:
                continue
            a, b = paragraph.start + first.idx, paragraph.start + o.idx + len(o)
            if not any(k.span is not None and k.span.start < b and a < k.span.end for k in known):
                span = text.span(a, b)
                return Where(name=span.words, span=span, role="where")
    return None


def _above(preposition: Token, frame: Frame) -> bool:
    """ "over X" for what flies, "off X" for what is at sea."""
    return preposition.lower_ == "off" or (preposition.lower_ == "over" and frame.type in FLOWN)


def _direction(preposition: Token) -> bool:
    """ "of" in "some 20 km north of X", where north is no part of an area ("the province north of X")."""
    way = preposition.head
    if preposition.lower_ != "of" or way.lower_ not in DIRECTIONS:
        return False
    return lemma(way.head) not in word_sets()["regions"] | word_sets()["territory"]


def _first_of_name(head: Token) -> Token | None:
    """Where the name begins of which the head is the last word; None if the phrase is no name of a place."""
    if head.ent_type_ in NO_PLACES:
        return None
    before = [c for c in head.lefts if c.dep_ in ("compound", "nmod", "amod") and c.text[:1].isupper()]
    if (head.lower_, "noun") in checked_triggers():
        return None  # "Killed in Shooting", a headline
    if head.is_sent_start and is_of(head, "place") and not before:
        return None  # "Village by village ..."
    if head.text[:1].isupper() and head.pos_ in ("PROPN", "NOUN"):
        return min((c for c in before if c.pos_ == "PROPN" and c.dep_ != "amod"), key=lambda c: c.i, default=head)
    named = [c for c in before if c.pos_ == "PROPN" and c.ent_type_ != "NORP" and not c.is_upper]
    site = any(is_of(head, c) for c in ("place", "structure", "way")) and lemma(head) not in word_sets()["posts"]
    if head.pos_ not in ("NOUN", "VERB") or not named or not site or not head.nbor(-1).text[:1].isupper():
        return None
    return min((t for c in named for t in c.subtree if t.text[:1].isupper()), key=lambda t: t.i)


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
        token = token_at(sentence, at)
        if token is None:
            continue
        head = phrase_head(token, place.span.end - paragraph.start)
        if not _locative(head) and not left_alone(head):
            continue
        if head.dep_ in ("compound", "nmod", "poss") and lemma(head.head) in SEATED | DEALS:
            aside.append(place)
            continue  # "prisoners of the X administration"
        if place.precision == "country" and head.dep_ == "poss" and head.head.lower_ == "capital":
            place = seat_of(place, text, paragraph.start + head.head.idx + len(head.head))
        distance = told_in(head, frame)
        if distance is not None:
            if parted(head, frame):
                continue  # "bombed a camp hours after rockets were fired at X"
            if frame.type == "meeting" and _under_purpose(head, frame):
                aside.append(place)
                continue  # "meet to talk about their soldiers in X": what the talks are about
            inside.append((distance, start_of(place), place))
        elif frame.part != "phrase" and shares_clause(head, frame) and (not of_reporting(head) or _fronted(head)):
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
        if plain or not pointed or not _locative_noun(token, frame) or told_in(token, frame) is None:
            continue
        before = [p for p in everywhere.places if start_of(p) < paragraph.start + token.idx and _may_be_settlement(p)]
        if before:
            return before[-1]
    return None


def place_here(frame: Frame, dateline: Where | None) -> Where | None:
    """The place of the dateline where the clause says "here": "shot dead in the market here on Tuesday"."""
    if dateline is None:
        return None
    verb = clause_head(frame.trigger)
    here = [t for t in verb.subtree if t.lower_ == "here" and t.dep_ in ("advmod", "pcomp", "npadvmod")]
    return dateline if any(told_in(t, frame) is not None for t in here) else None


def dateline_of(parsed: Parsed, setting: Setting) -> Where | None:
    """The place that the report's dateline gives, as the gazetteer knows it or as printed."""
    for paragraph in parsed.paragraphs:
        if paragraph.role == "dateline":
            found = setting.within(paragraph.start, paragraph.end).places
            return found[0] if found else None
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
        token = token_in(paragraph, place.span.start - paragraph.start)
        if (
            token is None
            or not _locative(phrase_head(token, place.span.end - paragraph.start))
            or of_reporting(token)
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
                    and lemma(at.head.head.head) in word_sets()["regions"] | word_sets()["territory"]
                ):
                    return False  # "the province south of X" is not in X, "the south of X" is
                if before == "of":
                    at = at.head.head
                    continue
                return True
            return False
        if at.dep_ in ("compound", "nmod") and lemma(at.head) in MAKES:
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

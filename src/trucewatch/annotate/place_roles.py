"""What part a place plays in its sentence: where it happened, merely mentioned, a speaker's place, an origin."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from trucewatch.gazetteer.names import word_set
from trucewatch.records.where import PlaceRole

_LOCATIVE = word_set(
    "in at near outside inside around across along throughout within on over between beyond off against"
)
_ORIGIN = frozenset({"from"})
_SPEECH = word_set(
    "say tell claim deny accuse warn announce declare insist argue state reject condemn call urge demand "
    "respond reply vow pledge promise blame add confirm report note agree refuse welcome want hope believe "
    "threaten criticize criticise denounce"
)
#: Nouns of events and sites: a place before one is where it is ("the Sangar bombing", "Dara market").
_EVENT_NOUNS = word_set(
    "attack bombing blast explosion clash battle raid strike airstrike offensive siege fighting massacre "
    "ambush operation shelling shooting assault incident killing market mosque hospital airport base prison "
    "school checkpoint highway road bazaar university bridge dam port border hotel church camp front frontline "
    "earthquake flood protest riot rally summit talks conference fire crash"
)  # fmt: skip
_TYPE_NOUNS = word_set(
    "province district governorate county village town city municipality state region prefecture oblast area "
    "valley neighborhood neighbourhood suburb checkpoint camp locality settlement hamlet township part "
    "outskirts center centre"
)
#: What is done to a place happens there: "shelled Sangar", "Sangar was captured".
_DONE_TO_PLACES = word_set(
    "attack shell bomb bombard raid storm capture recapture seize take retake overrun besiege encircle target hit "
    "strike shake rock pound loot burn destroy torch enter reach visit evacuate leave flee control hold occupy "
    "liberate defend surround flood ravage devastate cross secure patrol clear"
)
#: Before "of" and a place: what is told of them is told of a place.
_PARTS_OF_PLACES = (
    _TYPE_NOUNS
    | _EVENT_NOUNS
    | word_set(
        "north south east west northeast northwest southeast southwest capital border control streets suburb side"
    )
)
#: How many steps up the tree are looked at: names inside lists inside phrases are deep, clauses deeper.
STEPS = 6


def role_of(doc: Doc, start: int, end: int, *, demonym: bool = False, typed: bool = False) -> PlaceRole:
    """The role of the words at ``start..end`` of the paragraph's doc, by preposition and governor."""
    if demonym:
        return "mentioned"
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not len(span):
        return "mentioned"
    token: Token = span.root
    for _ in range(STEPS):
        head = token.head
        if head is token:
            return "mentioned"
        if token.dep_ == "pobj" and head.dep_ in ("prep", "agent", "pcomp", "advmod"):
            role = _of_preposition(head)
            if role is not None:
                return role
            token = head.head if head.head is not head else head
            if token.pos_ not in ("NOUN", "PROPN"):
                return "mentioned"
            continue
        if token.dep_ in ("dobj", "nsubjpass") and head.lemma_.lower() in _DONE_TO_PLACES:
            return "where"
        if token.dep_ in ("nsubj", "nsubjpass"):
            speaks = head.lemma_.lower() in _SPEECH and token.i >= span.start and token.i < span.end
            return "speaker_place" if speaks else "mentioned"
        if token.dep_ in ("compound", "nmod", "amod", "poss") and not span.start <= head.i < span.end:
            noun = head.lemma_.lower()
            if noun in _TYPE_NOUNS or (head.pos_ == "PROPN" and head.ent_type_ in ("GPE", "LOC", "FAC")):
                token = head
                continue
            if noun in _EVENT_NOUNS:
                return "where"
            return "mentioned"
        if token.dep_ in ("conj", "appos", "npadvmod", "dep", "nummod"):
            token = head
            continue
        if span.start <= head.i < span.end:
            token = head
            continue
        return "mentioned"
    return "mentioned"


def _of_preposition(preposition: Token) -> PlaceRole | None:
    """None means: climb on ("the district of X", "the capital of Y")."""
    word = preposition.lower_
    if word in _LOCATIVE:
        return "where"
    if word in _ORIGIN:
        governor = preposition.head.lemma_.lower()
        return "where" if governor in ("kilometer", "kilometre", "mile", "km", "meter", "metre") else "origin"
    if word == "of" and preposition.head.lemma_.lower() in _PARTS_OF_PLACES:
        return None
    return "mentioned"

"""The conditions that an event noun must meet: what it is "of", what stands beside it, what carries it.

A noun row of ``incident_triggers.csv`` names its condition in ``needs`` ("the fall of" a town, not of a leaf).
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from trucewatch.annotate.incident_conditions import is_abstract, is_of, is_person, noun_phrase, under_fire
from trucewatch.annotate.incident_lexicon import word_sets
from trucewatch.annotate.incident_movements import heavy
from trucewatch.annotate.incident_syntax import child, children, lemma, prepositional

NounCondition = Callable[[Token, bool, set[str]], bool]


def beside(noun: Token) -> set[str]:
    """Lemmas and forms of what stands before a noun in its phrase, hyphens opened."""
    found: set[str] = set()
    for word in noun_phrase(noun)[:-1]:
        found |= {lemma(word), word.lower_}
        found |= set(word.lower_.split("-"))
    previous = noun.nbor(-1) if noun.i > 0 else None
    if previous is not None and previous.lower_ in (
        "air",
        "car",
        "suicide",
        "bomb",
        "drone",
        "missile",
        "rocket",
        "peace",
    ):
        found.add(previous.lower_)
    return found


#: Every condition of a noun, by name: of the noun, whether a light verb carries it, and what stands beside it.
NOUN_CONDITIONS: dict[str, NounCondition] = {
    "strikes": lambda noun, light, near: noun.tag_ in ("NNS", "NNPS") or light or child(noun, "prep") is not None,
    "military": lambda noun, light, near: bool(near & word_sets()["military_words"]) or light,
    "of_fire": lambda noun, light, near: _of(noun, ("fire", "gunfire", "shot", "shots")),
    "under_fire": lambda noun, light, near: under_fire(noun),
    "people": lambda noun, light, near: any(is_person(o) for o in prepositional(noun, ("of",))),
    "talks": lambda noun, light, near: noun.tag_ in ("NNS", "NNPS") or bool(near & word_sets()["talk_words"]) or light,
    "light": lambda noun, light, near: light,
    # many are a figure
    "seen": lambda noun, light, near: light and child(noun, "nummod") is None,
    "of_truce": lambda noun, light, near: any(is_truce(o) for o in prepositional(noun, ("of",))),
    "of_structure": lambda noun, light, near: any(is_of(o, "structure") for o in prepositional(noun, ("of",))),
    "of_way": lambda noun, light, near: any(is_of(o, "way") for o in prepositional(noun, ("of",))),
    "of_people": lambda noun, light, near: any(
        is_person(o) and o.ent_type_ != "NORP"
        for at in (noun, *(p for p in children(noun, "prep") if p.lower_ == "out"))
        for o in prepositional(at, ("of",))
    ),
    "of_troops": lambda noun, light, near: any(is_of(o, "troops") or heavy(o) for o in prepositional(noun, ("of",))),
    "of_craft": lambda noun, light, near: any(
        lemma(o) in word_sets()["aircraft"] or is_of(o, "missiles") for o in prepositional(noun, ("of",))
    ),
    "of_stronghold": lambda noun, light, near: any(
        is_of(o, "stronghold") or o.ent_type_ == "GPE" for o in prepositional(noun, ("of",))
    ),
    "of_aid": lambda noun, light, near: any(
        lemma(t) in word_sets()["relief_words"] for o in prepositional(noun, ("of",)) for t in o.subtree
    ),
    "of_captives": lambda noun, light, near: any(
        lemma(t) in word_sets()["captive_words"] | word_sets()["bodies"] | {"detainee"}
        for o in prepositional(noun, ("of",))
        for t in noun_phrase(o)
    ),
    "on_life": lambda noun, light, near: any(o.lower_ == "life" for o in prepositional(noun, ("on",))),
    "on_people": lambda noun, light, near: any(
        is_person(o) or is_of(o, "forces") or is_of(o, "place") for o in prepositional(noun, ("on", "against"))
    ),
    "incoming": lambda noun, light, near: bool(
        near & {"incoming", "mortar", "artillery", "rocket", "tank", "howitzer"}
    ),
}


def _of(noun: Token, words: tuple[str, ...]) -> bool:
    return any(o.lower_ in words for o in prepositional(noun, ("of",)))


def is_truce(head: Token) -> bool:
    return lemma(head) in word_sets()["truces"] or (lemma(head) == "cessation")


def noun_meets(noun: Token, needs: str, light: bool, near: set[str]) -> bool:
    """Whether the noun's own condition holds; words that make it no event ("a heart attack") refuse it first."""
    if near & word_sets()["not_events"]:
        return False
    if lemma(noun) in ("battle", "fight", "clash") and any(
        is_abstract(o) for o in prepositional(noun, ("for", "over"))
    ):
        return False  # "a battle for votes"
    condition = NOUN_CONDITIONS.get(needs)
    return condition is None or condition(noun, light, near)

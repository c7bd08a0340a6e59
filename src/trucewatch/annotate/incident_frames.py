"""A ``Frame`` is one telling of an event in one sentence: which word tells it, of what type, and what hangs on it.

``incident_finding`` makes frames, ``incident_joining`` joins those that tell of one event.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from trucewatch.annotate.incident_lexicon import word_sets
from trucewatch.annotate.incident_syntax import lemma

#: Types of armed force: they join with the harm they do.
FORCE = frozenset((
    "airstrike", "drone_strike", "shelling", "interception", "armed_attack", "clash", "bombing", "suicide_attack",
    "targeted_killing", "mass_killing", "chemical_attack", "offensive", "accident", "riot", "torture",
    "destruction", "territory_seized", "harm",
))  # fmt: skip


@dataclass(slots=True)
class Frame:
    """One telling: ``trigger`` names the event, ``verb`` heads its clause (None for a noun phrase alone).

    ``part`` is what the light verb does (does, occurs, undergoes, reaches, sees) or "self" for a plain predicate.
    ``harm`` are the verbs that say what harm was done; ``joined`` frames that tell of the same event. ``needs_harm``:
    told only where harm is told with it ("a fire that killed nine"). ``refusal``: its "not" is the event itself;
    ``strict``: the words around its verb met a condition of their own.
    """

    trigger: Token
    type: str
    verb: Token | None
    noun: Token | None
    part: str
    rule: str
    strong: bool = True
    needs_harm: bool = False
    refusal: bool = False
    strict: bool = False
    weapon: str | None = None
    harm: list[Token] = field(default_factory=list)
    joined: list[Frame] = field(default_factory=list)

    def all(self) -> list[Frame]:
        return [self, *self.joined]


def amount_chain(noun: Token) -> list[Token]:
    """The noun with the nouns of amount above it and its conjuncts ("a wave of attacks": attacks, wave)."""
    chain = [noun]
    if noun.dep_ == "acl":
        return [noun, noun.head]
    at = noun
    for _ in range(3):
        if at.dep_ == "conj":
            at = at.head
        elif at.dep_ == "pobj" and at.head.lower_ == "of" and lemma(at.head.head) in word_sets()["general_nouns"]:
            at = at.head.head
        else:
            break
        chain.append(at)
    return chain

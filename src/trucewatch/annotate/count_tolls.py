"""Tolls beside the event that raised them: the toll of one event, or a running number over many.

"The toll in the attack rose to 62 with the death of four men": the four are part of the 62. "Gunmen killed two
farmers, bringing to 30 the number of people killed this month": the two are the event's, the 30 are a total.
"""

from __future__ import annotations

import re

from spacy.tokens import Token

from trucewatch.annotate.count_lexicon import count_words
from trucewatch.annotate.incident_syntax import agents, clause_head, is_passive, lemma, surface_subjects

#: Verbs by which an event raises a running number.
RAISING = frozenset(("bring", "take", "push", "raise", "lift"))
#: Times that a running number covers.
_RUNNING = re.compile(
    r"\b(?:this|past|last)\s+(?:\S+\s+)?(?:week|month|year|days|weeks|months|years)\b|\bsince\b|\bso far\b|\bto date\b|"
    r"\bin \d{4}\b",
    re.IGNORECASE,
)


def is_toll(anchor: Token) -> bool:
    """True for "toll", "number of dead", "tally": a word that sums those of an effect."""
    return lemma(anchor) in count_words()["tolls"]


def runs_on(anchor: Token) -> bool:
    """True for a toll over many events, raised by the one just told of."""
    verb = clause_head(anchor)
    if not is_toll(anchor) or lemma(verb) not in RAISING or names_event(anchor):
        return False
    return lemma(anchor) != "toll" or bool(_RUNNING.search(" ".join(t.text for t in verb.subtree)))


def names_event(anchor: Token) -> bool:
    """True where the clause names one attack, battle or war that did it ("killed in an attack", "the offensive has
    displaced 800 families"): the number is its toll, however long it lasts."""
    verb = clause_head(anchor)
    named: list[Token] = agents(verb) if is_passive(verb) else [] if is_toll(anchor) else surface_subjects(verb)
    named += [t for t in anchor.subtree if t.dep_ == "pobj"] + [t for t in verb.subtree if t.dep_ == "pobj"]
    for token in named:
        word = lemma(token)
        if word in count_words()["campaigns"] | count_words()["ongoing"]:
            return True
        if word in count_words()["single_events"] and token.tag_ in ("NN", "NNP"):
            return True
    return False

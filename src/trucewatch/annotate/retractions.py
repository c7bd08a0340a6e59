"""What is taken back: a charge withdrawn, a toll corrected, a report regretted; never troops, towns or plans."""

from __future__ import annotations

import re

from spacy.tokens import Token

from trucewatch.annotate.cues import Cue, listed

APOLOGISES = frozenset({"apologise", "apologize", "apology", "regret"})
#: "It had been misinformed", "I was wrong to say it", "we were told a thing that was not true".
_WRONG = re.compile(
    r"\b(?:i|we|he|she|it|they) (?:was|were|am|are|had been|have been|has been) (?:(?:misinformed|misled|mistaken)\b"
    r"|wrong (?:to (?:say|claim|accuse|blame|report)|in (?:saying|claiming|reporting))\b"
    r"|told (?:a thing|something|things) that (?:was|were)(?: not|n['’]t) true\b)",
    re.IGNORECASE,
)
#: What somebody is sorry for who takes back what he said: "the false report of an attack".
_FALSELY_SAID = re.compile(
    r"\b(?:false|wrong|mistaken|erroneous|inaccurate|incorrect|misleading|premature|unfounded"
    r"|error in (?:the|its|his|her|their|a))\b[^.;]{0,30}\b(?:reports?|claims?|statements?|accounts?|alarms?"
    r"|accusations?|charges?|allegations?|toll|figures?|bulletin|announcements?)\b",
    re.IGNORECASE,
)


def called_wrong(content: str, cue_word: str) -> str | None:
    """The words by which a speaker calls wrong what he said before; None if there are none."""
    hit = _WRONG.search(content) or (_FALSELY_SAID.search(content) if cue_word in APOLOGISES else None)
    return hit.group() if hit else None


def takes_back(token: Token, cue: Cue) -> bool:
    """True for "withdrew its charge" and "took back what he had said"; "withdrew its men" takes nothing back."""
    if any(c.dep_ == "auxpass" for c in token.children):
        return False
    if cue.preps:
        goals = [g for c in token.children if c.lower_ in cue.preps for g in c.children]
    else:
        goals = [c for c in token.children if c.i > token.i and c.dep_ in ("dobj", "ccomp", "nsubj")]
    return any(listed("taken_back", g.lemma_) or (g.pos_ == "VERB" and g.left_edge.lower_ == "what") for g in goals)

"""Predictions for IndiaPoliceEvents: what police do in each sentence, from the incidents read in it.

KILL, ARREST and FORCE are incidents of killing, detention and armed force whose actor is police or whose kind of
act is theirs alone; FAIL is police that did not act; ANY_ACTION is any verb that police are the actor of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from evals.tasks.happening_rows import Read, read
from trucewatch.annotate.incident_syntax import actors_of, agents, children, conjuncts, is_verb, lemma
from trucewatch.records.mention import IncidentMention

_WHO = r"police\w*|cops?|administration|authorities|force"
POLICE = re.compile(
    r"\b(?:police\w*|cops?|constables?|jawans?|crpf|rpf|srp|bsf|raf|paramilitary|troops|army|inspectors?|commissioner|"
    r"security (?:forces?|men|personnel)|sp|dgp|dcp|law enforcement|armymen|forces?|authorities|administration)\b",
    re.IGNORECASE,
)
FIRING = re.compile(
    r"\b(?:police|army|security) (?:firing|bullets?|lathi-?charge)\b|lathi-?\s?charge\w*|tear-?\s?gas\w*|"
    r"firing by (?:the )?(?:police|army|security)|(?:baton|cane)-?charge\w*|"
    r"fired (?:\w+ )?(?:rounds|shells|in the air)|"
    r"rubber bullets|shoot[- ]at[- ]sight",
    re.IGNORECASE,
)
FAILED = re.compile(
    rf"\b(?:{_WHO})\b[^.]{{0,80}}\b(?:fail\w*|mute|silent|helpless\w*|inaction|did not|didn't|refus\w+|spectators?|"
    r"bystanders?|look(?:ed|ing) the other way|stood by|turned a blind eye|no action|unable|conniv\w+|"
    r"complicit\w*|inactive|inept\w*|ineffective|negligen\w+|abdicat\w+|passive)\b|"
    r"\b(?:inaction|failure|absence|apathy|connivance|complicity|negligence|lack of action)\b"
    rf"[^.]{{0,50}}\b(?:{_WHO})\b|\black of (?:any )?police action",
    re.IGNORECASE,
)
CURFEW = re.compile(
    r"\bcurfew\b[^.]{0,40}\b(?:clamped|imposed|relaxed|lifted|under)|under curfew|clamp\w* curfew", re.IGNORECASE
)
ARREST = re.compile(
    r"\b(?:arrest(?:ed|s|ing)|detained|taken into custody|nabbed|rounded up|picked up|remanded)\b", re.IGNORECASE
)
#: Saying and being are no police action.
IDLE = frozenset((
    "say", "tell", "add", "claim", "be", "have", "report", "believe", "think", "know", "allege", "deny", "admit",
    "state", "inform", "describe", "seem", "fail", "confirm", "expect", "fear", "want", "need", "hope", "suspect",
    "estimate", "put",
))  # fmt: skip


def predict(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One line for each sentence with its labels."""
    for one in read(rows, attribution=False):
        yield {"id": one.id, "labels": sorted(labels(one))}


def labels(one: Read) -> set[str]:
    found: set[str] = set()
    words = one.text.content
    for incident in one.incidents:
        found |= _of_incident(incident)
    if FIRING.search(words):
        found.add("FORCE")
        if re.search(r"\b(?:killed|dead|died|deaths?|toll|shot dead)\b", words, re.IGNORECASE) and re.search(
            r"police (?:firing|bullets?)|firing by|police shot", words, re.IGNORECASE
        ):
            found.add("KILL")
    if ARREST.search(words) and "not been arrested" not in words and "be arrested" not in words:
        found.add("ARREST")
    if FAILED.search(words):
        found.add("FAIL")
    if found - {"FAIL"} or CURFEW.search(words) or _acts(one):
        found.add("ANY_ACTION")
    return found


def _of_incident(incident: IncidentMention) -> set[str]:
    if incident.said_as in ("denied", "hypothetical", "planned", "threatened"):
        return set()
    by_police = any(POLICE.search(a.name) for a in incident.actors)
    found: set[str] = set()
    if incident.type == "detention":
        found.add("ARREST")
    if not by_police:
        return found
    if any(c.effect == "killed" for c in incident.counts) or "kill" in incident.trigger.words.lower():
        found |= {"KILL", "FORCE"}
    if incident.type in ("armed_attack", "clash", "shelling") or incident.weapon == "firearms":
        found.add("FORCE")
    return found


def _acts(one: Read) -> bool:
    """True if police are the actor of a verb other than saying."""
    for paragraph in one.parsed.paragraphs:
        for token in paragraph.doc:
            if not is_verb(token) or lemma(token) in IDLE or token.dep_ in ("aux", "auxpass"):
                continue
            if children(token, "neg") or any(
                c.lower_ in ("would", "could", "should", "may") for c in children(token, "aux")
            ):
                continue
            for head in [*actors_of(token), *agents(token)]:
                for doer in conjuncts(head):
                    if any(POLICE.search(t.text) for t in doer.subtree if t.i <= doer.i):
                        return True
    return False

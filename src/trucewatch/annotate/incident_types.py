"""Of which type an incident is, where its word alone does not say: harm, campaigns, killings of many at once."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from trucewatch.annotate.counts import Counted
from trucewatch.annotate.incident_frames import Frame
from trucewatch.annotate.incident_lexicon import HARM, word_sets
from trucewatch.annotate.incident_syntax import actors_of, children, conjuncts, lemma, of_noun

#: So many killed at once are no single target.
MANY = 10


def type_of(frame: Frame, counted: Sequence[Counted], *, last_force: str | None) -> str | None:
    """The type of the incident that a frame tells of, or None if it tells of none.

    ``counted`` are the counts of harm that belong to it. Harm alone takes ``last_force``, the type of the force told
    just before in the paragraph, or is an attack.
    """
    if frame.type == "armed_attack" and frame.noun is not None and frame.weapon is None and _is_campaign(frame.noun):
        return "offensive"
    dead = max((c.count.low or 0 for c in counted if c.count.effect == "killed"), default=0)
    if frame.type == "targeted_killing" and dead >= MANY:
        return "mass_killing"
    if frame.type != HARM:
        return frame.type
    if (flown := _flown(frame)) is not None:
        return flown
    unsure = not frame.strong and (not counted or last_force is None) and frame.weapon is None
    if unsure and not any(_fights_or_not(c.head) for c in counted):
        return last_force if counted else None
    words = {t.lower_ for t in frame.trigger.subtree}
    words |= {t.lower_ for t in frame.trigger.sent} if frame.noun is not None else set()
    if words & {"riot", "riots", "rioting", "stampede", "communal", "mob", "stone-pelting"}:
        return "riot"
    if words & {"fire", "flood", "floods", "earthquake", "accident", "stampede", "storm", "landslide"} and not (
        words & {"cross", "opened", "artillery", "rocket", "mortar", "police", "enemy", "small", "gun", "sniper"}
    ):
        return "accident"
    if not counted and all(p.verb is None for p in frame.all()):
        return None
    return last_force if last_force and not _has_actor(frame) else "armed_attack"


def _fights_or_not(head: Token) -> bool:
    """True for soldiers and civilians: who dies as the one or the other dies by force."""
    return lemma(head) in word_sets()["state_units"] or lemma(head) in ("civilian", "fighter", "rebel", "militant")


def _is_campaign(noun: Token) -> bool:
    """True where one noun names many engagements: a full-scale attack, attacks on a province, several operations."""
    word = lemma(noun)
    before = noun.doc[noun.left_edge.i : noun.i].text.lower().split()
    if any(w in word_sets()["large_scale"] for w in before):
        return True
    if noun.tag_ != "NNS":
        reached = of_noun(noun, word_sets()["target_prepositions"])
        return word in ("attack", "assault") and any(lemma(o) in ("province", "region", "state") for o in reached)
    if word == "operation":
        return True
    return word in ("attack", "assault") and any(
        lemma(o) in word_sets()["regions"] for o in of_noun(noun, word_sets()["target_prepositions"])
    )


def _has_actor(frame: Frame) -> bool:
    """True if the clause names who or what does it; who dies does not do it."""
    return any(
        children(p.verb, "agent", "nsubj")
        for p in frame.all()
        if p.verb is not None and lemma(p.verb) not in ("die", "perish")
    )


def _flown(frame: Frame) -> str | None:
    """The type of harm done by aircraft: "one of its drones killed two men"."""
    heads = [t for p in frame.all() if p.verb is not None for head in actors_of(p.verb) for t in conjuncts(head)]
    words = {lemma(t) for head in heads for t in [head, *(of_noun(head, ("of",)) if head.pos_ != "PROPN" else [])]}
    if words & {"drone", "uav"}:
        return "drone_strike"
    return "airstrike" if words & (word_sets()["aircraft"] - {"fighter", "bomber"}) else None

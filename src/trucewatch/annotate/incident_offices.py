"""Conditions of what envoys, courts, houses, hackers and crowds do: received, signed, acquitted, banned, marched.

The dealings with aid, access and truces are in ``incident_dealings``.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from trucewatch.annotate.foreseen import is_infinitive
from trucewatch.annotate.incident_conditions import is_force, is_of, is_person, noun_phrase
from trucewatch.annotate.incident_dealings import all_objects, named, phrase
from trucewatch.annotate.incident_syntax import (
    actors_of,
    children,
    conjuncts,
    is_passive,
    lemma,
    prepositional,
    surface_subjects,
)

#: Words before "agreement" that make it none that was just concluded.
UNMADE = frozenset({
    "the", "no", "any", "this", "that", "provisional", "tentative", "preliminary", "possible", "future", "final",
    "draft",
})  # fmt: skip
#: Houses that vote.
HOUSES = frozenset({
    "assembly", "parliament", "council", "senate", "congress", "chamber", "house", "league", "deputy", "lawmaker",
})  # fmt: skip
Condition = Callable[[Token], bool]


def _diplomats(verb: Token) -> bool:
    """Leaders receive envoys, ministers and delegations; who "was seen alive" met nobody."""
    if lemma(verb) == "call" and any(is_infinitive(c) for c in children(verb, "xcomp", "advcl", "ccomp")):
        return False  # "called on the council to act"
    if lemma(verb) == "see" and (is_passive(verb) or children(verb, "acomp", "oprd", "ccomp")):
        return False
    whom = [o for o in all_objects(verb) if is_of(o, "talkpeople") or (o.ent_type_ == "PERSON")]
    who = [s for s in surface_subjects(verb) if is_of(s, "talkpeople") or s.ent_type_ in ("PERSON", "ORG", "GPE")]
    return bool(whom) and bool(who)


def _at_table(verb: Token) -> bool:
    return any(lemma(o) == "table" for o in prepositional(verb, ("at", "around", "round", "across"))) and any(
        is_of(s, "talkpeople") or is_force(s) or lemma(s) == "delegate" for s in surface_subjects(verb)
    )


def _names_to(verb: Token) -> bool:
    """ "Put their names to a protocol", "shook hands on an annex"."""
    given = any(lemma(o) in ("name", "signature", "hand", "seal", "initials") for o in children(verb, "dobj"))
    what = prepositional(verb, ("to", "on", "under")) + [
        o for t in children(verb, "dobj") for o in prepositional(t, ("to", "on", "under"))
    ]
    return given and any(named(phrase(o), "accords") for o in what)


def _deal_between(verb: Token) -> bool:
    """A deal, pact or protocol that two sides, or one with another, have just made."""
    made = [o for o in all_objects(verb) if named(phrase(o), "accords")]
    new = [o for o in made if not any(c.dep_ == "poss" or c.lower_ in UNMADE for c in o.lefts)]
    who = [t for s in surface_subjects(verb) for t in conjuncts(s)]
    return bool(new) and any(is_force(t) or is_of(t, "talkpeople") or lemma(t) == "side" for t in who)


def _courts(verb: Token) -> bool:
    """Judges decide about somebody."""
    judges = [t for a in actors_of(verb) for t in conjuncts(a)]
    people = [*all_objects(verb), *children(verb, "dative"), *prepositional(verb, ("on", "against", "to"))]
    return named(judges, "courts") and any(is_person(o) or o.ent_type_ == "PERSON" for o in people)


def _bills(verb: Token) -> bool:
    """A bill or resolution decided by a vote."""
    what = [*all_objects(verb), *(surface_subjects(verb) if not all_objects(verb) else [])]
    vote = any(lemma(o) in ("vote", "majority") for o in prepositional(verb, ("by", "for", "with", "of"))) or any(
        lemma(a) in HOUSES for a in actors_of(verb)
    )
    return any(named([o], "bills") for o in what) and (
        vote or any(lemma(o) == "want" for o in prepositional(verb, ("for",)))
    )


def _evidence(verb: Token) -> bool:
    """Experts or the police look at a crater, a wreck, bodies, or take evidence."""
    who = [t for a in actors_of(verb) for t in [*conjuncts(a), *noun_phrase(a)]]
    what = [*all_objects(verb), *prepositional(verb, ("at", "through", "from", "into"))]
    return named(who, "looking_people") and any(named([o], "evidence_words") for o in what)


def _truce_flouted(verb: Token) -> bool:
    return any(named([o], "truces") for o in all_objects(verb))


def _trade_ban(verb: Token) -> bool:
    """A ban on trade, arms or travel."""
    return any(lemma(o) in ("ban", "embargo", "sanction") for o in all_objects(verb)) and bool(
        [o for t in [verb, *all_objects(verb)] for o in prepositional(t, ("on", "against"))]
    )


def _legation(verb: Token) -> bool:
    return any(lemma(o) in ("embassy", "legation", "consulate") for o in all_objects(verb))


def _mission_out(verb: Token) -> bool:
    """Diplomats or observers shown the door, or given days to leave."""
    told = [*all_objects(verb), *children(verb, "dative")]
    whom = any(named(phrase(o), "mission_people") or named(o.subtree, "mission_people") for o in told)
    door = any(lemma(o) == "door" for o in all_objects(verb))
    leave = any(lemma(t) in ("leave", "depart", "quit") and t.tag_ == "VB" for t in verb.subtree)
    out = any(c.lower_ == "out" for c in verb.children)
    return whom and (door or leave or out)


def _hackers(verb: Token) -> bool:
    """Hackers or malware do something to a system, or anything to an office."""
    return any(named(phrase(a), "hackers") or _malicious(a) for a in actors_of(verb)) and bool(all_objects(verb))


def _malicious(head: Token) -> bool:
    return lemma(head) in ("software", "code", "program") and any(
        c.lower_ in ("malicious", "hostile") for c in head.lefts
    )


def _offline(verb: Token) -> bool:
    return any(is_of(o, "system") for o in all_objects(verb)) and any(
        c.lower_ in ("offline", "down") or any(t.lower_ == "offline" for t in c.subtree) for c in verb.children
    )


def _with_banners(verb: Token) -> bool:
    """People with placards, banners or candles."""
    who = [s for s in surface_subjects(verb) if named([s], "protest_people")]
    held = [*prepositional(verb, ("with",)), *children(verb, "dobj")]
    held += [o for s in who for o in prepositional(s, ("with",))]
    return bool(who) and named(held, "protest_things")


def _calls_for(verb: Token) -> bool:
    """A crowd gathers to demand something."""
    who = [s for s in surface_subjects(verb) if named([s], "protest_people")]
    wants = [c for c in children(verb, "advcl", "xcomp", "conj") if lemma(c) in ("demand", "call", "protest", "chant")]
    return bool(who) and bool(wants)


def _tools_down(verb: Token) -> bool:
    return any(lemma(o) == "tool" for o in all_objects(verb)) and any(is_person(s) for s in surface_subjects(verb))


def _in_streets(verb: Token) -> bool:
    """People sit, stand or lie down in a road to stop what passes."""
    return any(named([s], "protest_people") for s in surface_subjects(verb)) and any(
        lemma(o) in ("road", "highway", "street", "rail", "track", "bridge")
        for o in prepositional(verb, ("in", "on", "across"))
    )


OFFICES: dict[str, Condition] = {
    "diplomats": _diplomats,
    "at_table": _at_table,
    "names_to": _names_to,
    "deal_between": _deal_between,
    "courts": _courts,
    "bills": _bills,
    "evidence": _evidence,
    "truce_flouted": _truce_flouted,
    "trade_ban": _trade_ban,
    "legation": _legation,
    "mission_out": _mission_out,
    "hackers": _hackers,
    "offline": _offline,
    "with_banners": _with_banners,
    "calls_for": _calls_for,
    "tools_down": _tools_down,
    "in_streets": _in_streets,
}

"""Conditions of force that hang on what strikes and what is struck, whatever the verb: "a bullet found the teacher".

A weapon that does anything to a person, a building or a place tells of an attack; so does whoever sends one at them.
The verb only says how, so ``*`` rows of ``incident_triggers.csv`` ask for these of every verb but the idle ones ("a
shell weighs", "carries rockets to the depot"). Classes of verbs (``@`` rows) tell it where no weapon is named.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from trucewatch.annotate.incident_conditions import (
    is_abstract,
    is_event,
    is_force,
    is_of,
    is_person,
    is_place,
    is_working_mine,
    may_act,
    may_be_place,
    noun_phrase,
)
from trucewatch.annotate.incident_everyday import (
    all_subjects,
    any_listed,
    any_of,
    by_armed,
    by_named_force,
    is_armed,
    listed,
    reached,
)
from trucewatch.annotate.incident_syntax import (
    actors_of,
    child,
    children,
    conjuncts,
    is_passive,
    lemma,
    prepositional,
)

Condition = Callable[[Token], bool]
#: Nouns of amount before what is fired: "a hail of bullets".
AMOUNTS = frozenset(
    {"burst", "hail", "salvo", "volley", "barrage", "string", "number", "dozen", "pair", "couple", "load"}
)


def can_be_hurt(head: Token) -> bool:
    """Persons, places, buildings, vehicles, animals and what has a name; no votes, hopes or records."""
    if is_abstract(head) or is_event(head) or head.ent_type_ in ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"):
        return False
    if is_person(head) or may_be_place(head) or is_force(head):
        return True
    return any(is_of(head, kind) for kind in ("structure", "vehicle", "vessel", "thing", "goods", "stronghold", "way"))


def with_load(head: Token) -> list[Token]:
    """The phrase of a noun, and what it is "of", or is filled, packed or laden with."""
    words = [*noun_phrase(head), *prepositional(head, ("of",))]
    for clause in [*children(head, "acl", "relcl", "amod"), *(c for c in head.rights if c.tag_ in ("JJ", "VBN"))]:
        words += [w for o in prepositional(clause, ("with",)) for w in (*noun_phrase(o), *prepositional(o, ("of",)))]
    return words


def strikes(head: Token) -> bool:
    """True for a bullet, a salvo of rockets, a lorry packed with explosives."""
    if listed(head, "strikers") or (lemma(head) in AMOUNTS and any_listed(prepositional(head, ("of",)), "strikers")):
        return not is_working_mine(head)
    return (
        any_listed(with_load(head), "explosive_words")
        and head.pos_ in ("NOUN", "PROPN")
        and not is_person(head)
        and (is_of(head, "vehicle") or is_of(head, "vessel") or lemma(head) in ("parcel", "package", "bag", "cart"))
    )


def _weapon_strikes(verb: Token) -> bool:
    """ "Shots from a car felled an officer", "a shell came through the roof", "was hit by shrapnel"."""
    if listed(verb, "idle_verbs"):
        return False
    hitting = [t for a in actors_of(verb) for t in conjuncts(a)]
    if is_passive(verb):
        return any(strikes(t) for t in hitting) and any(can_be_hurt(o) for o in reached(verb))
    if not any(strikes(t) for t in hitting):
        return False
    people = any(lemma(t) in ("sniper", "battery") for t in hitting)
    if people or any(lemma(t) in ("drone", "uav", "quadcopter", "gun", "device") for t in hitting):
        return listed(verb, "impact_verbs") and _reaches(verb)
    return _reaches(verb)


def _reaches(verb: Token) -> bool:
    """The verb has somebody or something as object, or a goal."""
    if objects := reached(verb):
        return any(can_be_hurt(o) for o in objects)
    goals = _goals(verb, "hurting_goals")
    return any(can_be_hurt(o) or listed(o, "waters") or any(c.dep_ == "poss" for c in o.lefts) for o in goals) or (
        any_listed(prepositional(verb, ("from", "out")), "sky_words")
    )


def _goals(verb: Token, prepositions: str) -> list[Token]:
    return [o for p in children(verb, "prep") if listed(p, prepositions) for o in children(p, "pobj")]


def _sends_weapon(verb: Token) -> bool:
    """ "Sent a salvo of rockets into the harbour", "emptied his magazine into the crowd"."""
    if is_passive(verb) and any(c.tag_ in ("VBP", "VBZ") for c in children(verb, "auxpass")):
        return False  # what "is directed at" somebody is so at all times
    if listed(verb, "idle_verbs") or listed(verb, "carrying_verbs"):
        return lemma(verb) in ("send", "put") and _sent(verb)
    return _sent(verb)


def _sent(verb: Token) -> bool:
    sent = [t for o in reached(verb) for t in (o, *prepositional(o, ("of",)))]
    goals = _goals(verb, "fired_goals") + [o for t in reached(verb) for o in prepositional(t, ("at", "into"))]
    return any_listed(sent, "projectiles") and any(can_be_hurt(o) for o in goals)


def _persons_or_arms(verb: Token) -> bool:
    """Men, crews, vehicles or posts put out of action by armed men or weapons."""
    hit = any(
        is_person(o) or is_of(o, "forces") or is_of(o, "warcraft") or is_of(o, "vehicle") or listed(o, "posts")
        for o in reached(verb)
    )
    return hit and (by_named_force(verb) or any(strikes(t) for a in actors_of(verb) for t in conjuncts(a)))


def _assailed(verb: Token) -> bool:
    """Armed men, or those whom nobody names, fall upon people, posts and buildings."""
    hit = [*reached(verb), *prepositional(verb, ("upon",))]
    hit += [o for p in children(verb, "prep") if p.lower_ == "on" and p.i == verb.i + 1 for o in children(p, "pobj")]
    return (
        by_named_force(verb)
        and not _charges(verb)
        and any(
            is_person(o) or is_of(o, "forces") or listed(o, "posts") or is_of(o, "vehicle") or may_be_place(o)
            for o in hit
        )
    )


def _charges(verb: Token) -> bool:
    """A charge in words or money: "charged them with breaches", "charge drivers for passage"; men charge with arms."""
    if lemma(verb) != "charge":
        return False
    under = [p for p in children(verb, "prep") if p.lower_ in ("with", "for", "over")]
    armed = any(is_of(o, "weapon") or is_of(o, "firearms") for p in under for o in children(p, "pobj"))
    money = any(o.ent_type_ == "MONEY" or lemma(o) in ("fee", "toll", "tax") for o in children(verb, "dobj"))
    return money or bool(children(verb, "ccomp")) or (bool(under) and not armed)


def _to_death(verb: Token) -> bool:
    killed = {"death", "sword", "wall"}
    under = prepositional(verb, ("to", "against"))
    shot = any(lemma(c) in ("shoot", "execute") for c in children(verb, "conj"))
    return any(is_person(o) for o in reached(verb)) and any(
        lemma(o) in killed and (lemma(o) != "wall" or shot) for o in under
    )


def _murdered(verb: Token) -> bool:
    return any(is_person(o) for o in reached(verb)) and (by_armed(verb) or is_passive(verb))


def _bodies_found(verb: Token) -> bool:
    """Bodies that show how the dead died: shot, bound, with bullets in them."""
    dead = [o for o in [*reached(verb), *all_subjects(verb)] if listed(o, "bodies")]
    around = [t for o in dead for t in o.subtree] + [
        t for c in children(verb, "advcl", "acl", "prep") for t in c.subtree
    ]
    around += [t for o in reached(verb) for t in o.subtree]
    return bool(dead) and any_listed(around, "fatal_words")


def _mass_grave(verb: Token) -> bool:
    """A pit or a grave with many dead in it."""
    words = [t for o in [*reached(verb), *all_subjects(verb)] for t in (o, *o.subtree)]
    grave = any_listed([*reached(verb), *all_subjects(verb)], "grave_words")
    return grave and (any_listed(words, "bodies") or any(lemma(t) == "mass" for t in words))


def _lost_a_limb(verb: Token) -> bool:
    lost = any(listed(t, "body_parts") or lemma(t) == "life" for o in reached(verb) for t in (o,))
    by = prepositional(verb, ("to", "in", "on", "from", "when"))
    return lost and any(listed(o, "strikers") or listed(o, "mines") for o in by)


def _laden(verb: Token) -> bool:
    """Somebody drives or rams a vehicle full of explosives into something."""
    moved = [*reached(verb), *all_subjects(verb)]
    loaded = any(is_of(o, "vehicle") and any_listed(with_load(o), "explosive_words") for o in moved if not is_person(o))
    return loaded and bool(prepositional(verb, ("into", "at", "against", "to"))) and bool(reached(verb))


def _vest(verb: Token) -> bool:
    """Whoever wears explosives sets them off."""
    worn = [
        w
        for s in all_subjects(verb)
        for c in children(s, "acl", "relcl")
        for o in children(c, "dobj")
        for w in noun_phrase(o)
    ]
    return any_listed(worn, "explosive_words") or any(lemma(w) in ("vest", "belt") for o in reached(verb) for w in (o,))


def _from_air(verb: Token) -> bool:
    """Struck "from the air", or by aircraft with men in them."""
    above = any_listed(prepositional(verb, ("from",)), "sky_words")
    return above and any(can_be_hurt(o) for o in reached(verb))


def _warplanes(verb: Token) -> bool:
    """Aircraft come down on a place, and something is said to be hit."""
    who = [t for s in all_subjects(verb) for t in (s,)]
    if not any(listed(t, "aircraft") and lemma(t) != "drone" for t in who):
        return False
    below = [*children(verb, "conj"), *children(verb, "advcl")]
    return any(any(can_be_hurt(o) for o in reached(c)) for c in below)


def _craft_down(verb: Token) -> bool:
    """Aircraft, drones and missiles taken down: by a verb that says down, or in the air."""
    craft = any(listed(o, "aircraft") or is_of(o, "missiles") or lemma(o) == "uav" for o in reached(verb))
    air = prepositional(verb, ("in", "from", "out", "over", "above")) + [
        o for c in verb.children if c.lower_ == "out" for o in prepositional(c, ("of",))
    ]
    aloft = any(listed(o, "sky_words") or lemma(o) in ("flight", "midair", "mid-air") for o in air)
    fire = [t for a in actors_of(verb) for t in conjuncts(a)] if is_passive(verb) else []
    shot = any(lemma(t) in ("fire", "gunfire", "missile", "rocket") for t in fire)
    return craft and (aloft or shot or any(c.lower_ == "down" for c in verb.children))


def _forces_repelled(verb: Token) -> bool:
    """Armed attackers driven off; where their attack is what is driven off, the noun tells it."""
    return any((is_armed(o) or lemma(o) == "enemy") and not is_event(o) for o in reached(verb))


def _crowd(verb: Token) -> bool:
    """A mob breaks what stands, or lays hands on people."""
    angry = any(listed(s, "crowds") or lemma(s) in ("youth", "rioter", "hooligan") for s in all_subjects(verb))
    return angry and any(is_of(o, "structure") or is_of(o, "vehicle") or listed(o, "posts") for o in reached(verb))


def _stoned(verb: Token) -> bool:
    return any(is_person(o) or is_of(o, "vehicle") or is_of(o, "forces") for o in reached(verb))


def _town_by_force(verb: Token) -> bool:
    """Armed men take a place."""
    taken = [t for o in reached(verb) for t in (o, *prepositional(o, ("of",)))]
    place = any(
        is_of(o, "stronghold") or o.ent_type_ in ("GPE", "FAC", "LOC") or lemma(o) in ("hamlet", "ridge", "brickworks")
        for o in taken
    ) or any(is_place(o) and o.tag_ == "NNP" for o in taken)
    return place and by_named_force(verb)


def _place_lost(verb: Token) -> bool:
    """ "Estmark has lost the ridge": an army without one of its places."""
    lost = any(is_of(o, "stronghold") or o.ent_type_ in ("GPE", "FAC", "LOC") for o in reached(verb))
    return lost and any(may_act(s) for s in all_subjects(verb))


def _crowd_free(verb: Token) -> bool:
    return not any(listed(s, "nature_words") for s in all_subjects(verb)) and not all(
        is_abstract(s) for s in all_subjects(verb) or [verb]
    )


def _built(verb: Token) -> bool:
    """Buildings, vehicles and crops, by men or weapons; the weather breaks them too, but that is no force."""
    whom = [t for o in reached(verb) for t in (o, *prepositional(o, ("of",)))]
    broken = any(is_of(t, "structure") or is_of(t, "thing") for t in whom)
    inside = child(verb, "agent") is not None or not is_passive(verb)
    return broken and _crowd_free(verb) and (inside or is_passive(verb))


def _rubble(verb: Token) -> bool:
    """ "Reduced to rubble", "left in ruins"."""
    state = prepositional(verb, ("to", "in", "into"))
    stood = [t for o in reached(verb) for t in (o, *prepositional(o, ("of",)))]
    return any_listed(state, "ruin_states") and (
        any_of(stood, "structure", "place", "vehicle", "thing") or any(may_be_place(o) for o in stood)
    )


def _breakable(verb: Token) -> bool:
    """Windows, doors, gravestones and the like; a line, a rule or a record is broken in peace."""
    return any(listed(t, "breakables") for o in reached(verb) for t in (o,)) and _crowd_free(verb)


def _bullet_holes(verb: Token) -> bool:
    return any(
        lemma(o) == "hole" and any(lemma(c) in ("bullet", "shrapnel", "shell") for c in o.lefts)
        for o in [*prepositional(verb, ("with",)), *reached(verb)]
    )


def _set_light(verb: Token) -> bool:
    """ "Put to the torch", "set light to it", "poured petrol into the sheds"."""
    to = prepositional(verb, ("to", "into", "over", "on"))
    fire = [*children(verb, "dobj"), *to]
    return (any(lemma(o) == "torch" for o in to) and bool(reached(verb))) or (
        any(o.lower_ in ("light", "fire", "petrol", "torch", "match") for o in fire if o.dep_ == "dobj")
        and any(is_of(o, "structure") or is_of(o, "vehicle") or o.pos_ == "PRON" for o in to)
    )


STRIKES: dict[str, Condition] = {
    "weapon_strikes": _weapon_strikes,
    "sends_weapon": _sends_weapon,
    "persons_or_arms": _persons_or_arms,
    "assailed": _assailed,
    "to_death": _to_death,
    "murdered": _murdered,
    "bodies_found": _bodies_found,
    "mass_grave": _mass_grave,
    "lost_a_limb": _lost_a_limb,
    "laden": _laden,
    "vest": _vest,
    "from_air": _from_air,
    "warplanes": _warplanes,
    "craft_down": _craft_down,
    "forces_repelled": _forces_repelled,
    "crowd": _crowd,
    "stoned": _stoned,
    "town_by_force": _town_by_force,
    "place_lost": _place_lost,
    "built": _built,
    "rubble": _rubble,
    "breakable": _breakable,
    "bullet_holes": _bullet_holes,
    "set_light": _set_light,
}

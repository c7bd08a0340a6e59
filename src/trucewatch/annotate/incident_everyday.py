"""Conditions of everyday verbs that tell of an event only in company: "took away at gunpoint", "handed in rifles".

What makes "carried off ninety goats" an incident and "carried off the prize" none is who does it (armed men) and to
what (animals, weapons, roads). Rows of ``incident_triggers.csv`` may ask for several of these at once, a space between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from spacy.tokens import Token

from trucewatch.annotate.incident_conditions import (
    is_abstract,
    is_force,
    is_of,
    is_person,
    may_act,
    may_be_place,
    noun_phrase,
)
from trucewatch.annotate.incident_lexicon import word_sets
from trucewatch.annotate.incident_syntax import (
    actors_of,
    children,
    conjuncts,
    is_passive,
    lemma,
    objects_of,
    prepositional,
    surface_subjects,
)

Condition = Callable[[Token], bool]
INTO = ("into", "in", "onto", "to", "through", "across", "inside")
OUT_OF = ("from", "of", "off", "out")


def listed(token: Token, words: str) -> bool:
    return lemma(token) in word_sets()[words] or token.lower_ in word_sets()[words]


def any_of(tokens: Iterable[Token], *kinds: str) -> bool:
    return any(is_of(t, kind) for t in tokens for kind in kinds)


def reached(verb: Token) -> list[Token]:
    return [t for o in objects_of(verb) for t in conjuncts(o)]


def all_subjects(verb: Token) -> list[Token]:
    return [t for s in surface_subjects(verb) for t in conjuncts(s)]


def is_armed(head: Token) -> bool:
    """Fighters and forces; men in the plural count ("masked men"), for the other words must say what they did."""
    if lemma(head) == "man":
        return head.tag_ == "NNS"
    return (
        may_act(head)
        or listed(head, "armed_people")
        or any(
            lemma(c) in ("army", "police", "militia", "rebel", "navy", "military") for c in children(head, "compound")
        )
    )


def _is_goods(head: Token) -> bool:
    """What can be carried off: animals, vehicles, weapons, stores; or that which a "load of" it is."""
    inner = [head, *prepositional(head, ("of",))]
    return any_of(inner, "goods", "vehicle", "weapon", "aid", "vessel")


def by_armed(verb: Token) -> bool:
    actors = actors_of(verb)
    return any(is_armed(t) for a in actors for t in conjuncts(a)) or (not actors and is_passive(verb))


def by_named_force(verb: Token) -> bool:
    """Armed men are named as those who do it; a passive without them does not say so."""
    return any(is_armed(t) for a in actors_of(verb) for t in conjuncts(a))


def _by_crowd(verb: Token) -> bool:
    """A crowd, not armed, that loots: "the crowd carried off sacks of flour"."""
    return any(listed(t, "crowds") for a in actors_of(verb) for t in conjuncts(a))


def _authority(verb: Token) -> bool:
    return any(listed(a, "authorities") for a in actors_of(verb))


def _goods(verb: Token) -> bool:
    return any(_is_goods(o) for o in reached(verb))


def _with_goods(verb: Token) -> bool:
    return any(_is_goods(o) or is_person(o) for o in prepositional(verb, ("with", "to")))


def _of_goods(verb: Token) -> bool:
    """Somebody, or a lorry or ship, stripped of goods."""
    return any(_is_goods(o) or listed(o, "people_goods") for o in prepositional(verb, ("of",))) and bool(reached(verb))


def _person_from(verb: Token) -> bool:
    """Persons pulled out of where they were, or into where they did not want to go."""
    moved = any(is_person(o) for o in reached(verb))
    return moved and bool(prepositional(verb, (*OUT_OF, *INTO)))


def _at_gunpoint(verb: Token) -> bool:
    held = prepositional(verb, ("at",))
    return _person(verb) and any(listed(o, "gunpoint") for o in held)


def _person(verb: Token) -> bool:
    return any(is_person(o) for o in reached(verb))


def _in_jail(verb: Token) -> bool:
    return _person(verb) and any(
        listed(o, "jails") for o in prepositional(verb, ("in", "into", "behind", "to", "under"))
    )


def _let_go(verb: Token) -> bool:
    """Captives, or anybody whom armed men let go; a firm that lets workers go holds nobody."""
    go = [c for c in children(verb, "ccomp", "xcomp", "advcl") if lemma(c) == "go" and c.i - verb.i < 8]
    whom = [*reached(verb), *(s for c in go for s in children(c, "nsubj"))]
    captive = any(listed(t, "captive_words") or listed(t, "captured") for w in whom for t in noun_phrase(w))
    return bool(go) and any(is_person(w) for w in whom) and (captive or by_named_force(verb))


def _go_free(verb: Token) -> bool:
    return any(c.lower_ == "free" for c in verb.children) and any(is_person(s) for s in all_subjects(verb))


def _structure(verb: Token) -> bool:
    """Buildings, crops, pipes and the like; not a ceasefire, a record or a hope."""
    return any(is_of(t, "structure") for o in reached(verb) for t in (o, *prepositional(o, ("of",))))


def _windows(verb: Token) -> bool:
    """Shells, bullets or a crowd break what stands: the subject or the plain words say that it was violence."""
    return _structure(verb) and (by_armed(verb) or any_listed(all_subjects(verb), "crowds"))


def any_listed(tokens: Iterable[Token], words: str) -> bool:
    return any(listed(t, words) for t in tokens)


def _shells_break(verb: Token) -> bool:
    return any_of(actors_of(verb), "shots") and bool(reached(verb))


def _poisonable(verb: Token) -> bool:
    return any(listed(t, "waters") for o in reached(verb) for t in (o, *prepositional(o, ("of",))))


def _burns(verb: Token) -> bool:
    """ "Two barns burned", "went up in flames": what stands burns of itself."""
    if objects_of(verb):
        return False
    flames = any(o.lower_ in ("flames", "smoke") for o in prepositional(verb, ("in",)))
    return any_of(all_subjects(verb), "structure", "vehicle") and (flames or lemma(verb) != "go")


def _by_chance(verb: Token) -> bool:
    return _burns(verb) and any(listed(t, "chance") for t in verb.subtree)


def _blown(verb: Token) -> bool:
    """ "Blown into the river", "blew a hole in the wall": by explosives, where no wind is named."""
    wind = any(lemma(t) in ("wind", "storm", "gale", "gust") for t in verb.subtree)
    return not wind and (_structure(verb) or any(lemma(o) == "hole" for o in reached(verb)))


def _blown_up(verb: Token) -> bool:
    return not any_listed(reached(verb), "blown_toys")


def _shoots(verb: Token) -> bool:
    """No film, goal or look is shot, and nobody who shoots to the top of a table."""
    objects = objects_of(verb)
    if objects:
        return not any_listed(objects, "shot_in_peace") and not all(is_abstract(o) for o in objects)
    return not prepositional(verb, ("to", "up", "past"))


def _on_mine(verb: Token) -> bool:
    """Somebody or something steps on, drives over or strikes a mine."""
    met = [*objects_of(verb), *prepositional(verb, ("on", "over", "onto", "upon"))]
    return not is_passive(verb) and any(listed(o, "mines") for o in met)


def _set_upon(verb: Token) -> bool:
    return any(is_person(o) or is_force(o) for o in prepositional(verb, ("upon", "on")))


def _laid_mines(verb: Token) -> bool:
    return any(listed(o, "mines") for o in reached(verb)) and by_armed(verb)


def _robbed(verb: Token) -> bool:
    whom = reached(verb)
    return any_of(whom, "vehicle", "vessel", "structure") or any(is_person(o) for o in whom)


def _towed(verb: Token) -> bool:
    return any_of(reached(verb), "vessel") and bool(prepositional(verb, ("to", "into")))


def _pulls_out(verb: Token) -> bool:
    """ "Pulled its men out of the town"."""
    return any_of(reached(verb), "troops", "fighters") and any(c.lower_ in ("out", "back") for c in verb.children)


def _bursts_in(verb: Token) -> bool:
    """Armed men go where they were not asked in."""
    return by_named_force(verb) and any(may_be_place(o) or is_of(o, "structure") for o in prepositional(verb, INTO))


def _with_bullets(verb: Token) -> bool:
    means = [*prepositional(verb, ("with",)), *actors_of(verb)]
    return any_of(means, "firearms", "shots") and bool(reached(verb))


def _opens_up(verb: Token) -> bool:
    return by_named_force(verb) and bool(prepositional(verb, ("on", "with", "at")))


def _returned_fire(verb: Token) -> bool:
    return any(o.lower_ in ("fire", "gunfire") for o in reached(verb)) and not prepositional(verb, ("from",))


def _craft(verb: Token) -> bool:
    whom = [t for o in reached(verb) for t in (o, *prepositional(o, ("of",)))]  # "two of the rockets"
    return any(listed(t, "aircraft") or lemma(t) in ("missile", "rocket", "uav", "quadcopter") for t in whom)


def _hours_with(verb: Token) -> bool:
    """Time spent with somebody: "spent two hours with the prime minister"."""
    spent = any(lemma(o) in ("hour", "minute", "day", "evening", "morning", "afternoon") for o in objects_of(verb))
    beside = [o for at in (verb, *objects_of(verb)) for o in prepositional(at, ("with",))]
    return spent and any(o.ent_type_ == "PERSON" or is_of(o, "talkpeople") for o in beside)


def _munition(verb: Token) -> bool:
    """A bomb, mine or other charge, not a quarrel, is made safe."""
    whom = [t for o in reached(verb) for t in (o, *prepositional(o, ("of",)))]
    return any(is_of(t, "bomb") and not is_of(t, "vehicle") for t in whom)


def _arms(verb: Token) -> bool:
    """Weapons, whatever noun of amount stands before them."""
    return any(is_of(t, "weapon") for o in reached(verb) for t in (o, *prepositional(o, ("of",))))


def _arms_to(verb: Token) -> bool:
    return (
        _arms(verb) and any_of(all_subjects(verb), "fighters", "troops") and bool(prepositional(verb, ("to", "into")))
    )


def _drowns(verb: Token) -> bool:
    metaphor = prepositional(verb, ("in",))
    wet = not metaphor or any(
        listed(o, "waters") or may_be_place(o) or o.ent_type_ in ("DATE", "LOC") for o in metaphor
    )
    who = [*all_subjects(verb), *reached(verb)]
    return wet and any(is_person(s) or s.pos_ == "NUM" for s in who)


def _vessel(verb: Token) -> bool:
    who = [s for s in all_subjects(verb)]
    return not objects_of(verb) and any_of(who, "vehicle", "vessel")


def _sunk_by(verb: Token) -> bool:
    return any_of(reached(verb), "vehicle", "vessel") and by_armed(verb)


def _building_falls(verb: Token) -> bool:
    falling = [s for s in all_subjects(verb) if is_of(s, "structure") and not listed(s, "fall_in_price")]
    return not objects_of(verb) and bool(falling)


def _homes(verb: Token) -> bool:
    """Houses or cars searched by armed men; what they are let do they have not done yet."""
    return verb.tag_ != "VB" and any_of(reached(verb), "structure", "vehicle", "vessel") and by_armed(verb)


def _streets(verb: Token) -> bool:
    return any(lemma(o) == "street" for o in prepositional(verb, ("to",)))


def _on_rampage(verb: Token) -> bool:
    return any(lemma(o) in ("rampage", "rioting") for o in prepositional(verb, ("on",)))


def _silent(verb: Token) -> bool:
    return any(c.lower_ in ("silent", "quiet") for c in verb.children) and any_of(
        all_subjects(verb), "weapon", "firearms"
    )


def _without_incident(verb: Token) -> bool:
    return any(lemma(o) in ("incident", "violation") for o in prepositional(verb, ("without",)))


def _guilty(verb: Token) -> bool:
    return any(c.lower_ == "guilty" for c in verb.children) and _person(verb)


def _chemicals(verb: Token) -> bool:
    words = [t for o in reached(verb) for t in noun_phrase(o)]
    return any(listed(t, "chemicals") for t in words) and any(
        (listed(t, "chemicals") and lemma(t) not in ("chemical", "poison")) or lemma(t) in ("weapon", "gas", "agent")
        for t in words
    )


def _shocks(verb: Token) -> bool:
    """Electric shocks, or blows, given to somebody; a finger laid on him."""
    given = any(
        lemma(o) == "shock" and any(lemma(c) in ("electric", "electrical") for c in o.lefts)
        for o in children(verb, "dobj")
    )
    return given or (
        any(lemma(o) in ("finger", "hand") and o.tag_ == "NN" for o in children(verb, "dobj"))
        and any(is_person(o) for t in [verb, *children(verb, "dobj")] for o in prepositional(t, ("on",)))
    )


def _sexually(verb: Token) -> bool:
    return any(c.lower_ in ("sexually", "indecently") for c in verb.children)


def _boarded(verb: Token) -> bool:
    return any_of([t for o in reached(verb) for t in noun_phrase(o)], "vessel") and by_named_force(verb)


def _trees(verb: Token) -> bool:
    return any(lemma(o) in ("tree", "wood", "timber", "forest") for o in reached(verb)) and by_named_force(verb)


def _family_wiped_out(verb: Token) -> bool:
    return any(is_person(o) or lemma(o) in ("village", "family") for o in reached(verb)) and by_armed(verb)


EVERYDAY: dict[str, Condition] = {
    "armed": by_armed,
    "crowd": _by_crowd,
    "named_force": by_named_force,
    "authority": _authority,
    "goods": _goods,
    "with_goods": _with_goods,
    "of_goods": _of_goods,
    "person_from": _person_from,
    "at_gunpoint": _at_gunpoint,
    "somebody": _person,
    "in_jail": _in_jail,
    "let_go": _let_go,
    "go_free": _go_free,
    "structure": _structure,
    "windows": _windows,
    "shells_break": _shells_break,
    "poisonable": _poisonable,
    "burns": _burns,
    "by_chance": _by_chance,
    "blown": _blown,
    "blown_up": _blown_up,
    "shoots": _shoots,
    "on_mine": _on_mine,
    "set_upon": _set_upon,
    "bursts_in": _bursts_in,
    "with_bullets": _with_bullets,
    "opens_up": _opens_up,
    "returned_fire": _returned_fire,
    "craft": _craft,
    "hours_with": _hours_with,
    "munition": _munition,
    "arms": _arms,
    "arms_to": _arms_to,
    "drowns": _drowns,
    "vessel": _vessel,
    "sunk_by": _sunk_by,
    "building_falls": _building_falls,
    "homes": _homes,
    "streets": _streets,
    "on_rampage": _on_rampage,
    "silent": _silent,
    "without_incident": _without_incident,
    "guilty": _guilty,
    "chemicals": _chemicals,
    "sexually": _sexually,
    "shocks": _shocks,
    "boarded": _boarded,
    "laid_mines": _laid_mines,
    "vehicle_robbed": _robbed,
    "vessel_towed": _towed,
    "pulls_out": _pulls_out,
    "trees": _trees,
    "wiped_out": _family_wiped_out,
}

"""Conditions of what a report says by its outcome or state: "in custody", "in ruins", "in the hands of", "all quiet".

Here the verb says least ("is", "lies", "was led out"): what stands beside it tells what happened before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from spacy.tokens import Token

from trucewatch.annotate.incident_conditions import is_force, is_of, is_person, is_place, may_be_place, noun_phrase
from trucewatch.annotate.incident_everyday import all_subjects, any_listed, any_of, by_armed, listed, reached
from trucewatch.annotate.incident_syntax import children, is_passive, lemma, prepositional

Condition = Callable[[Token], bool]


def _people(verb: Token) -> bool:
    return any(is_person(t) for t in [*reached(verb), *(all_subjects(verb) if not reached(verb) else [])])


def _in_custody(verb: Token) -> bool:
    """Somebody is, is kept or is led somewhere as a prisoner."""
    states = prepositional(verb, ("in", "into", "behind", "under"))
    return _people(verb) and (
        any_listed(states, "captivity")
        or any(lemma(o) == "bar" and o.head.lower_ == "behind" for o in states)
        or any(lemma(t) == "house" and o.head.lower_ == "under" for o in states for t in o.lefts)
    )


def _prisoner(verb: Token) -> bool:
    """ "Taken prisoner", "held captive", "against their will"."""
    words = [c for c in verb.children if c.dep_ in ("oprd", "xcomp", "advmod", "acomp", "attr", "dobj", "ccomp", "dep")]
    will = any(lemma(o) == "will" for o in prepositional(verb, ("against",)))
    return _people(verb) and (
        will or any(lemma(w) in ("prisoner", "captive") and not reached_by(verb, w) for w in words)
    )


def reached_by(verb: Token, word: Token) -> bool:
    """True where the word is itself whom the verb reaches and others are not named ("took prisoners")."""
    return word.dep_ == "dobj" and word.tag_ == "NNS"


def _for_ransom(verb: Token) -> bool:
    return any(lemma(o) == "ransom" for o in [*reached(verb), *prepositional(verb, ("for",))])


def _into_transport(verb: Token) -> bool:
    """Somebody forced into a car or boat."""
    into = prepositional(verb, ("into", "onto", "in", "on"))
    return any(is_person(o) for o in reached(verb)) and any_listed(into, "transport") and by_armed(verb)


def _in_ruins(verb: Token) -> bool:
    """What stood lies in ruins, flat or in flames."""
    subjects = all_subjects(verb)
    stood = any_of(subjects, "structure", "place", "vehicle", "thing")
    states = prepositional(verb, ("in", "on", "to"))
    said = [c for c in verb.children if c.dep_ in ("acomp", "attr", "oprd", "advmod")]
    return stood and (
        any_listed(states, "ruin_states")
        or any(listed(c, "ruin_adjectives") and c.dep_ != "attr" for c in said)
        or any(listed(c, "ruin_nouns") and c.dep_ == "attr" for c in said)
    )


def _in_hands(verb: Token) -> bool:
    """A place is, or passes, into somebody's hands."""
    whose = prepositional(verb, ("in", "into", "to", "under"))
    hands = [o for o in whose if listed(o, "hand_words") and (prepositional(o, ("of",)) or _owned(o))]
    return bool(hands) and any(
        is_place(s) or may_be_place(s) or any(may_be_place(o) for o in prepositional(s, ("of",)))
        for s in all_subjects(verb)
    )


def _goods_in_hands(verb: Token) -> bool:
    whose = prepositional(verb, ("in", "into", "to"))
    hands = [o for o in whose if listed(o, "hand_words") and (prepositional(o, ("of",)) or _owned(o))]
    return bool(hands) and any_of(all_subjects(verb), "goods", "vehicle", "weapon", "vessel", "structure")


def _owned(noun: Token) -> bool:
    return any(c.dep_ == "poss" or is_force(c) for c in noun.lefts)


def _changes_hands(verb: Token) -> bool:
    places = any(is_place(s) or may_be_place(s) for s in all_subjects(verb))
    return places and any(lemma(o) == "hand" and o.tag_ == "NNS" for o in reached(verb))


def _flag_flies(verb: Token) -> bool:
    return any(lemma(s) == "flag" for s in all_subjects(verb)) and any(
        lemma(t) in ("hall", "station", "barrack", "barracks", "fort", "bridge", "town", "hill", "square")
        or t.ent_type_ == "GPE"
        for o in prepositional(verb, ("over", "above", "on", "from"))
        for t in (o,)
    )


def _calm(verb: Token) -> bool:
    """A night, a day or a sector was calm."""
    subjects = [t for s in all_subjects(verb) for t in (s,)]
    said = [c for c in verb.children if c.dep_ in ("acomp", "advmod", "oprd", "attr", "ccomp", "xcomp")]
    said += [g for c in said for g in c.children if c.dep_ == "ccomp" and g.dep_ in ("acomp", "nsubj")]
    quiet = _is_calm(said) or any_listed(said, "calm_adverbs")
    return quiet and any_listed(subjects, "watched")


def _found_calm(verb: Token) -> bool:
    """ "Found the situation calm": a monitor's finding."""
    watching = any(is_of(s, "monitors") or listed(s, "looking_people") for s in all_subjects(verb))
    words = [t for c in verb.children if c.dep_ in ("dobj", "ccomp", "xcomp", "oprd") for t in c.subtree]
    return watching and _is_calm(words)


def _is_calm(words: Sequence[Token]) -> bool:
    """ "Still" as an adverb says nothing of calm ("still warm")."""
    return any(listed(w, "calm_words") and not (w.lower_ == "still" and w.pos_ == "ADV") for w in words)


def _home_again(verb: Token) -> bool:
    """ "Are home after three months in cells", "regained their liberty"."""
    after = [o for o in prepositional(verb, ("after", "from"))] + [
        t for p in children(verb, "prep", "advmod") if p.lower_ == "after" for t in p.subtree
    ]
    back = any(c.lower_ in ("home", "back", "free") for c in verb.children)
    return back and _people(verb) and (any_listed(after, "captivity") or any_listed(after, "jails"))


def _liberty(verb: Token) -> bool:
    return _people(verb) and any_listed(reached(verb), "liberty")


def _captives(verb: Token) -> bool:
    """Captives, or bodies, whatever the verb of giving."""
    return any(
        listed(t, "captive_words") or listed(t, "captured") or lemma(t) in ("detainee", "internee", "inmate")
        for s in [*reached(verb), *all_subjects(verb)]
        for t in noun_phrase(s)
    )


def _bodies_back(verb: Token) -> bool:
    return any(listed(t, "bodies") for o in reached(verb) for t in (o,))


def _captives_change(verb: Token) -> bool:
    return _captives(verb) and any(lemma(o) == "side" for o in reached(verb))


def _open_again(verb: Token) -> bool:
    """A road, bridge or gate is open where it was shut."""
    way = any_of(all_subjects(verb), "way", "crossing") or any(
        lemma(s) in ("traffic", "trade") for s in all_subjects(verb)
    )
    again = any(
        c.lower_ in ("again", "anew", "finally") or (c.lower_ == "for" and any(t.lower_ == "time" for t in c.subtree))
        for c in verb.children
    )
    open_ = lemma(verb) in ("move", "flow", "cross", "resume") or any(c.lower_ == "open" for c in verb.children)
    return way and again and open_ and not is_passive(verb)


def _barrier_up(verb: Token) -> bool:
    raised = any(listed(s, "barriers") or lemma(s) == "boom" for s in all_subjects(verb))
    return raised and any(c.lower_ in ("up", "down", "away") for c in verb.children)


def _shut_way(verb: Token) -> bool:
    """A road or post is or stays shut."""
    way = any_of(all_subjects(verb), "way", "crossing")
    return way and any(
        c.lower_ in ("shut", "closed", "blocked", "impassable", "sealed") and c.dep_ in ("acomp", "oprd", "attr")
        for c in verb.children
    )


def _without_supply(verb: Token) -> bool:
    """A place goes without water, light or bread after somebody cut it off."""
    lacks = any_listed(prepositional(verb, ("without",)), "supplies")
    cut = any(
        lemma(t) in ("cut", "pull", "shut", "turn", "stop", "block") for c in children(verb, "advcl") for t in [c]
    )
    return lacks and cut and any(is_place(s) or may_be_place(s) for s in all_subjects(verb))


def _homeless(verb: Token) -> bool:
    words = [c for c in verb.children if c.dep_ in ("oprd", "acomp", "ccomp", "xcomp", "advmod")]
    words += [t for c in words for t in c.children]
    words += [t for o in children(verb, "dobj") for t in o.rights]
    return any(w.lower_ == "homeless" for w in words)


def _empty_village(verb: Token) -> bool:
    """A village stands empty: its people have gone."""
    empty = any(c.lower_ in ("empty", "deserted", "abandoned") for c in verb.children)
    gone = [t for t in verb.sent if listed(t, "uprooted_people")]
    return empty and bool(gone) and any(is_place(s) or may_be_place(s) for s in all_subjects(verb))


def _sheltering(verb: Token) -> bool:
    """People sleep or shelter in schools, barns and woods."""
    many = any(listed(s, "uprooted_people") for s in all_subjects(verb))
    where = prepositional(verb, ("in", "at", "with"))
    return many and any(
        lemma(o) in ("school", "barn", "church", "mosque", "camp", "tent", "wood", "open") for o in where
    )


STATES: dict[str, Condition] = {
    "in_custody": _in_custody,
    "prisoner": _prisoner,
    "for_ransom": _for_ransom,
    "into_transport": _into_transport,
    "in_ruins": _in_ruins,
    "in_hands": _in_hands,
    "goods_in_hands": _goods_in_hands,
    "changes_hands": _changes_hands,
    "flag_flies": _flag_flies,
    "calm": _calm,
    "found_calm": _found_calm,
    "home_again": _home_again,
    "liberty": _liberty,
    "captives": _captives,
    "bodies_back": _bodies_back,
    "captives_change": _captives_change,
    "open_again": _open_again,
    "barrier_up": _barrier_up,
    "shut_way": _shut_way,
    "without_supply": _without_supply,
    "homeless": _homeless,
    "empty_village": _empty_village,
    "sheltering": _sheltering,
}

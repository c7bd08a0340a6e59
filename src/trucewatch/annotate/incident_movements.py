"""Conditions of everyday verbs of going, passing and holding up: people, roads, relief, troops, borders.

"Left" is a withdrawal where soldiers leave a post, a displacement where villagers leave their homes, and nothing where
a director leaves his bank. The tests of arms, goods and harm are in ``incident_everyday``.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from trucewatch.annotate.incident_conditions import is_of, is_person, is_place, may_be_place, noun_phrase
from trucewatch.annotate.incident_everyday import INTO, all_subjects, any_of, by_armed, listed, reached
from trucewatch.annotate.incident_syntax import children, is_passive, lemma, prepositional

Condition = Callable[[Token], bool]


def _leaves_home(verb: Token) -> bool:
    """People give up their houses: "left their homes", "abandoned the village"."""
    whole = [o for o in reached(verb) if listed(o, "home_words")]
    own = any(c.dep_ == "poss" for o in whole for c in o.lefts)
    many = any(listed(s, "uprooted_people") or s.lower_ == "they" for s in all_subjects(verb))
    return (
        many
        and bool(whole)
        and (own or lemma(verb) != "leave")
        and not any(is_of(s, "troops") for s in all_subjects(verb))
    )


def _streams(verb: Token) -> bool:
    return any(listed(s, "uprooted_people") for s in all_subjects(verb)) and any(
        may_be_place(o) for o in prepositional(verb, (*INTO, "from", "towards", "out"))
    )


def _chased_out(verb: Token) -> bool:
    place = prepositional(verb, ("from", "of", "out")) + [
        o for c in verb.children if c.lower_ == "out" for o in (*children(c, "pobj"), *prepositional(c, ("of",)))
    ]
    moved = any(is_person(o) and not is_of(o, "troops") for o in reached(verb))
    return moved and any(may_be_place(o) or o.text[0].isupper() or listed(o, "home_words") for o in place)


def _way(verb: Token) -> bool:
    """A road, bridge, gate or border, or what closes it."""
    return any(is_of(t, "way") for o in reached(verb) for t in (o, *prepositional(o, ("of",))))


def _old_way(verb: Token) -> bool:
    """A way that is opened again; a new bridge is opened with a ribbon."""
    new = any(c.lower_ in ("new", "modern") for o in reached(verb) for c in o.lefts)
    return _way(verb) and not new


def _barrier(verb: Token) -> bool:
    return any(listed(o, "barriers") for o in reached(verb))


def _across_way(verb: Token) -> bool:
    return any(is_of(o, "way") for o in prepositional(verb, ("across", "over", "on")))


def _cut_off_place(verb: Token) -> bool:
    whom = reached(verb)
    return any(is_place(o) or may_be_place(o) or is_of(o, "way") for o in whom) and (by_armed(verb) or is_passive(verb))


def _sluices(verb: Token) -> bool:
    """The gates of a dam: whose water is it?"""
    words = [t for o in reached(verb) for t in (*noun_phrase(o), *o.subtree)]
    return any(lemma(t) in ("sluice", "floodgate") for t in words) or (
        any(lemma(t) == "gate" for t in words) and any(lemma(t) in ("dam", "canal", "reservoir") for t in words)
    )


def _relief_load(verb: Token) -> bool:
    """A convoy or lorries whose load is said ("six lorries with flour")."""
    beside = prepositional(verb, ("with",))
    return any(
        (is_of(o, "vehicle") or is_of(o, "aid")) and any(listed(t, "relief_words") for t in (*o.subtree, *beside))
        for o in reached(verb)
    )


def _aid_to(verb: Token) -> bool:
    """Food, blankets and the like, brought or given to somebody or some place."""
    loaded = any(
        is_of(t, "aid") or listed(t, "relief_words") for o in reached(verb) for t in (o, *prepositional(o, ("of",)))
    )
    return loaded and bool(prepositional(verb, ("to", "into", "in", "for", "at", "over")) or children(verb, "dative"))


def _through(verb: Token) -> bool:
    """Vehicles, aid or people let through, over or across."""
    passed = any(c.lower_ in ("through", "across", "over", "past", "in", "pass") for c in verb.children)
    # the parser may take "through" itself for the clause
    going = [c for c in children(verb, "ccomp") if lemma(c) in ("pass", "cross", "leave", "through", "across")]
    inner = [s for c in going for s in children(c, "nsubj")]
    whom = [*reached(verb), *inner]
    load = any_of(whom, "vehicle", "aid", "monitors") or any(is_person(o) for o in whom)
    return load and (passed or bool(inner))


def _moves_in(verb: Token) -> bool:
    """Troops go into a town and stay; police who move into a crowd do not."""
    return any_of(all_subjects(verb), "troops") and any(
        is_of(o, "stronghold") or o.ent_type_ == "GPE" or (may_be_place(o) and o.tag_ == "NNP")
        for o in prepositional(verb, ("into",))
    )


def _stronghold(verb: Token) -> bool:
    return any(is_of(o, "stronghold") or o.ent_type_ in ("GPE", "FAC") for o in reached(verb))


def _flag(verb: Token) -> bool:
    return any(lemma(o) == "flag" for o in reached(verb)) and bool(prepositional(verb, ("over", "on", "above", "at")))


def _troops_leave(verb: Token) -> bool:
    """Soldiers or fighters leave a place or position."""
    who = [t for s in all_subjects(verb) for t in (s, *prepositional(s, ("of",)))]
    left = [*reached(verb), *prepositional(verb, ("from", "of"))]
    return (
        not is_passive(verb)
        and any_of(who, "troops", "fighters")
        and any(may_be_place(o) or is_of(o, "stronghold") or lemma(o) == "post" for o in left)
    )


def _troops_moved(verb: Token) -> bool:
    """Troops sent, moved or dropped somewhere."""
    return any_of(reached(verb), "troops") and bool(
        prepositional(verb, ("to", "into", "at", "near", "along", "in", "on", "towards", "behind", "over"))
    )


def _digs_in(verb: Token) -> bool:
    return any_of(all_subjects(verb), "troops", "fighters") and bool(
        prepositional(verb, ("in", "at", "on", "along", "near", "inside", "outside", "around"))
    )


def _post(verb: Token) -> bool:
    return any(listed(o, "posts") for o in reached(verb))


def _crosses_line(verb: Token) -> bool:
    """Armed men, their ships or vehicles go over a border or line."""
    over = [*reached(verb), *prepositional(verb, ("over", "across"))]
    who = [t for s in all_subjects(verb) for t in (s, *(c for c in s.lefts if c.dep_ in ("compound", "nmod", "poss")))]
    return any(listed(o, "lines") for o in over) and not is_passive(verb) and _forces_or_craft(who)


def _forces_or_craft(who: list[Token]) -> bool:
    return any_of(who, "troops", "fighters", "warcraft") or any(lemma(t) in ("navy", "military") for t in who)


def _strays(verb: Token) -> bool:
    return _forces_or_craft(all_subjects(verb)) or (
        any_of(all_subjects(verb), "vehicle")
        and any(lemma(t) in ("army", "military") for s in all_subjects(verb) for t in s.subtree)
    )


def _flies_over(verb: Token) -> bool:
    who = [t for s in all_subjects(verb) for t in noun_phrase(s)]
    return any(listed(t, "aircraft") for t in who) and any(
        may_be_place(o) or o.text[0].isupper() or listed(o, "lines")
        for o in prepositional(verb, ("over", "above", "across", "into"))
    )


def _changes_sides(verb: Token) -> bool:
    return any_of(all_subjects(verb), "troops", "fighters") and any(
        lemma(o) == "side" and o.tag_ == "NNS" for o in reached(verb)
    )


def _soldiers_do(verb: Token) -> bool:
    return any_of(all_subjects(verb), "troops", "fighters")


def _persona(verb: Token) -> bool:
    return any(t.lower_ == "persona" for t in verb.subtree)


def _leaves_jail(verb: Token) -> bool:
    return any(listed(o, "jails") for o in reached(verb)) and any(is_person(s) for s in all_subjects(verb))


def _assets(verb: Token) -> bool:
    return any(lemma(o) in ("asset", "account", "fund") for o in reached(verb))


def _envoy_home(verb: Token) -> bool:
    return any(lemma(o) in ("ambassador", "envoy", "consul") for o in reached(verb))


MOVEMENTS: dict[str, Condition] = {
    "leaves_home": _leaves_home,
    "streams": _streams,
    "chased_out": _chased_out,
    "way": _way,
    "old_way": _old_way,
    "barrier": _barrier,
    "across_way": _across_way,
    "cut_off_place": _cut_off_place,
    "sluices": _sluices,
    "relief_load": _relief_load,
    "aid_to": _aid_to,
    "through": _through,
    "moves_in": _moves_in,
    "stronghold": _stronghold,
    "flag": _flag,
    "troops_leave": _troops_leave,
    "troops_moved": _troops_moved,
    "digs_in": _digs_in,
    "post": _post,
    "crosses_line": _crosses_line,
    "strays": _strays,
    "flies_over": _flies_over,
    "changes_sides": _changes_sides,
    "soldiers_do": _soldiers_do,
    "persona": _persona,
    "assets": _assets,
    "envoy_home": _envoy_home,
    "leaves_jail": _leaves_jail,
}

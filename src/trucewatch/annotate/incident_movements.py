"""Conditions of everyday verbs of going, passing and holding up: people, roads, relief, troops, borders.

"Left" is a withdrawal where soldiers leave a post, a displacement where villagers leave their homes, and nothing where
a director leaves his bank. The tests of arms, goods and harm are in ``incident_everyday``.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from trucewatch.annotate.incident_conditions import is_of, is_person, is_place, may_be_place, noun_phrase
from trucewatch.annotate.incident_dealings import not_let
from trucewatch.annotate.incident_everyday import INTO, all_subjects, any_listed, any_of, by_armed, listed, reached
from trucewatch.annotate.incident_syntax import actors_of, children, is_passive, lemma, prepositional

Condition = Callable[[Token], bool]
#: What is laid across a road to close it.
OBSTACLES = frozenset({
    "log", "tree", "block", "trench", "ditch", "chain", "wire", "rock", "boulder", "earth", "sandbag", "cart", "beam",
    "concrete", "wall", "berm",
})  # fmt: skip


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
    if not_let(verb):
        return False
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
    states = [o for at in (verb, *reached(verb)) for o in prepositional(at, ("in", "without"))]
    return (
        not is_passive(verb)
        and not any_listed(states, "left_states")
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


def _out_of_jail(verb: Token) -> bool:
    """Prisoners walk out of where they were held; workers who walk out protest."""
    out = prepositional(verb, ("from", "of", "out")) + [
        o for c in verb.children if c.lower_ == "out" for o in (*children(c, "pobj"), *prepositional(c, ("of",)))
    ]
    who = [t for s in all_subjects(verb) for t in noun_phrase(s)]
    return any(listed(o, "jails") for o in out) or any(
        listed(t, "captive_words") or listed(t, "captured") or lemma(t) in ("detainee", "internee", "inmate")
        for t in who
    )


def _assets(verb: Token) -> bool:
    return any(lemma(o) in ("asset", "account", "fund") for o in reached(verb))


def _envoy_home(verb: Token) -> bool:
    return any(lemma(o) in ("ambassador", "envoy", "consul") for o in reached(verb))


def heavy(head: Token) -> bool:
    """Troops and what they ride in, or a column of them."""
    owned = any(lemma(c) in ("army", "military", "armoured", "armored", "navy", "enemy") for c in head.lefts)
    inner = prepositional(head, ("of",))
    if lemma(head) == "man":
        return head.tag_ == "NNS" and any(c.ent_type_ in ("NORP", "ORG", "GPE") for c in head.lefts)
    if lemma(head) in ("column", "convoy", "line", "number"):
        return owned or any(listed(o, "heavy_units") for o in inner)
    if lemma(head) in ("vehicle", "boat", "gun", "column"):
        return owned
    return listed(head, "heavy_units") or is_of(head, "fighters") or is_of(head, "troops")


def _troops_out(verb: Token) -> bool:
    """Troops and their vehicles go out of, or back from, where they stood."""
    if is_passive(verb):
        return False
    out = prepositional(verb, ("from", "of", "out")) + [
        o for c in verb.children if c.lower_ == "out" for o in (*children(c, "pobj"), *prepositional(c, ("of",)))
    ]
    left = [*reached(verb), *out]
    packed = any(lemma(o) in ("tent", "camp", "kit", "gear", "baggage") for o in reached(verb))
    place = any(may_be_place(o) or is_of(o, "stronghold") or listed(o, "posts") for o in left)
    return any(heavy(s) for s in all_subjects(verb)) and (place or packed)


def _cleared_out(verb: Token) -> bool:
    """ "Cleared their trenches": both sides leave their own."""
    own = [o for o in reached(verb) if any(c.dep_ == "poss" and c.pos_ == "PRON" for c in o.lefts)]
    return any(listed(o, "posts") or lemma(o) in ("trench", "bunker") for o in own) and any(
        is_of(s, "forces") or lemma(s) == "side" for s in all_subjects(verb)
    )


def _troops_on_way(verb: Token) -> bool:
    """Troops, tanks and guns on their way somewhere."""
    goal = [*prepositional(verb, ("to", "into", "toward", "towards", "through", "along", "across", "on", "near", "at"))]
    turned = any(
        c.lower_ in ("north", "south", "east", "west", "forward", "up", "northwards", "southwards")
        for c in verb.children
    )
    taken = reached(verb)
    if taken and not any(heavy(o) for o in taken):
        return False  # "brought the children to safety", "bringing to 30 the number": no column of theirs moves
    return any(heavy(s) for s in all_subjects(verb)) and not is_passive(verb) and (bool(goal) or turned)


def _heavy_sent(verb: Token) -> bool:
    """Troops or heavy arms sent, brought or placed somewhere."""
    goal = prepositional(
        verb, ("to", "into", "toward", "towards", "through", "along", "across", "near", "at", "in", "on", "over")
    )
    goal = [o for o in goal if not listed(o, "safe_goals")]
    return any(heavy(o) for o in reached(verb)) and bool(goal)


def _called_up(verb: Token) -> bool:
    """Reservists told to report."""
    whom = any(lemma(o) in ("reservist", "conscript", "recruit", "reserve") for o in reached(verb))
    return whom and any(lemma(c) in ("report", "join", "return", "enlist") for c in children(verb, "xcomp", "ccomp"))


def _inside_zone(verb: Token) -> bool:
    """Armed men, ships or aircraft where the agreement lets none be."""
    who = [t for s in [*all_subjects(verb), *reached(verb)] for t in (s, *noun_phrase(s)[:-1])]
    zone = prepositional(verb, ("in", "inside", "into", "within", "across", "over", "through", "beyond"))
    zone += [o for t in reached(verb) for o in prepositional(t, ("in", "inside", "into", "within", "across", "beyond"))]
    marked = any(
        listed(o, "zones") and any(listed(t, "zone_words") for t in noun_phrase(o)[:-1])
        for o in [*zone, *reached(verb)]
    )
    return marked and (_forces_or_craft(who) or any(listed(t, "sea_sky_craft") for t in who))


def _fleeing(verb: Token) -> bool:
    """People on their way from home: out of a town, across a river, to the woods."""
    many = any(listed(s, "uprooted_people") or lemma(s) == "refugee" for s in all_subjects(verb))
    out = [*prepositional(verb, ("from", "out", "of"))] + [
        o for c in verb.children if c.lower_ == "out" for o in (*children(c, "pobj"), *prepositional(c, ("of",)))
    ]
    to = [*prepositional(verb, ("to", "into", "across", "over", "towards", "for", "in")), *reached(verb)]
    feast = any(lemma(o) in ("square", "street", "stadium", "market", "polls", "poll") for o in to)
    away = any(may_be_place(o) or o.text[0].isupper() for o in out) or any(
        listed(o, "away_places") or lemma(o) == "road" for o in to
    )
    return many and away and not feast and not is_passive(verb)


def _people_out(verb: Token) -> bool:
    """People put out of their homes or town by armed men."""
    place = prepositional(verb, ("from", "of", "out")) + [
        o for c in verb.children if c.lower_ == "out" for o in (*children(c, "pobj"), *prepositional(c, ("of",)))
    ]
    people = any(is_person(o) and not is_of(o, "troops") and not is_of(o, "fighters") for o in reached(verb))
    left = any(may_be_place(o) or listed(o, "home_words") for o in place)
    told = any(lemma(c) in ("leave", "go", "get", "flee", "move") for c in children(verb, "xcomp", "ccomp", "advcl"))
    return people and (left or told) and by_armed(verb)


def _time_to_leave(verb: Token) -> bool:
    """ "Gave the residents ten minutes to get out"."""
    going = [t for t in verb.subtree if t.tag_ == "VB" and lemma(t) in ("leave", "get", "go", "quit", "move", "clear")]
    whom = [*children(verb, "dative", "dobj"), *reached(verb)]
    time = any(t.ent_type_ == "TIME" or lemma(t) in ("minute", "hour") for o in whom for t in o.subtree)
    return bool(going) and time and any(listed(o, "uprooted_people") or lemma(o) == "resident" for o in whom)


def _over_border(verb: Token) -> bool:
    """Somebody put on a plane, or sent over the border."""
    to = prepositional(verb, ("on", "across", "over", "to", "onto", "out"))
    way = any(lemma(o) in ("border", "frontier", "plane", "flight", "airport") for o in to)
    return way and any(is_person(o) and not heavy(o) for o in reached(verb))


def _things_across(verb: Token) -> bool:
    """Logs, lorries or a trench put across a road."""
    laid = [*reached(verb)]
    return (
        bool(laid)
        and any(is_of(o, "way") for o in prepositional(verb, ("across", "over", "on")))
        and any(lemma(o) in OBSTACLES or listed(o, "barriers") or is_of(o, "vehicle") for o in laid)
    )


def _ring(verb: Token) -> bool:
    rings = [o for o in reached(verb) if lemma(o) in ("ring", "cordon", "noose", "net")]
    return any(prepositional(at, ("around", "round", "about")) for o in rings for at in (o, verb))


def _way_closed(verb: Token) -> bool:
    """Men close a way; ice, snow and repairs close it too, but block nobody."""
    by_nature = any(listed(s, "nature_words") or lemma(s) == "repair" for s in [*all_subjects(verb), *actors_of(verb)])
    return _way(verb) and not by_nature


MOVEMENTS: dict[str, Condition] = {
    "leaves_home": _leaves_home,
    "streams": _streams,
    "chased_out": _chased_out,
    "way": _way,
    "way_closed": _way_closed,
    "troops_out": _troops_out,
    "cleared_out": _cleared_out,
    "troops_on_way": _troops_on_way,
    "heavy_sent": _heavy_sent,
    "called_up": _called_up,
    "inside_zone": _inside_zone,
    "fleeing": _fleeing,
    "people_out": _people_out,
    "time_to_leave": _time_to_leave,
    "over_border": _over_border,
    "things_across": _things_across,
    "ring": _ring,
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
    "out_of_jail": _out_of_jail,
}

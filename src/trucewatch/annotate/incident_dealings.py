"""Dealings between the sides that are no force: aid, access, monitors, truces, agreements, sanctions, courts.

Each has a named condition for the rows of ``incident_triggers.csv`` (what must stand with the verb) and, where the
grammar of the verb does not say it, who does it to whom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from spacy.tokens import Token

from trucewatch.annotate.incident_conditions import (
    ACTOR_ENTITIES,
    is_abstract,
    is_event,
    is_force,
    is_of,
    is_person,
    is_place,
    may_be_place,
)
from trucewatch.annotate.incident_lexicon import word_sets
from trucewatch.annotate.incident_syntax import (
    actors_of,
    child,
    children,
    conjuncts,
    is_passive,
    lemma,
    objects_of,
    prepositional,
    surface_subjects,
)

#: Types of dealings: told only with two things more (who, whom, when, where), for their words are used loosely.
SOFT = frozenset((
    "protest", "riot", "destruction", "mobilisation", "judgment", "sanction", "withdrawal", "blockade", "curfew",
    "aid_obstruction", "access_granted", "access_denied", "ceasefire_start",
    "ceasefire_violation", "agreement_signed", "mission_expelled", "investigation", "vote", "disarmament",
    "cyber_attack",
))  # fmt: skip
ORDINALS = frozenset({"second", "third", "fourth", "fifth", "final", "last"})
Condition = Callable[[Token], bool]


def named(tokens: Iterable[Token], words: str) -> bool:
    return any(lemma(t) in word_sets()[words] or t.lower_ in word_sets()[words] for t in tokens)


def phrase(head: Token) -> list[Token]:
    """The head, what stands before it, and the object of its "of"."""
    return [*(c for c in head.lefts if c.dep_ in ("compound", "amod", "nmod")), head, *prepositional(head, ("of",))]


def all_objects(verb: Token) -> list[Token]:
    """Direct objects, and what a passive verb keeps beside its subject ("was refused entry")."""
    heads = [*objects_of(verb), *(children(verb, "dobj") if is_passive(verb) else [])]
    return list(dict.fromkeys(t for head in heads for t in conjuncts(head)))


def _object_in(words: str) -> Condition:
    return lambda verb: any(named(phrase(o), words) for o in all_objects(verb))


def _hostage(verb: Token) -> bool:
    near = [*children(verb, "dobj", "oprd", "attr", "advmod", "xcomp", "dep"), *(o.head for o in all_objects(verb))]
    near += [c for o in all_objects(verb) for c in o.subtree]
    return any(lemma(t) in ("hostage", "captive") for t in near)


def _custody(verb: Token) -> bool:
    return any(lemma(o) in ("custody", "arrest", "detention") for o in prepositional(verb, ("into", "in", "under")))


def _emergency(verb: Token) -> bool:
    return any(
        {lemma(t) for t in phrase(o)} & {"emergency", "curfew"}
        or (lemma(o) == "law" and o.nbor(-1).lower_ == "martial")
        for o in all_objects(verb)
        if o.i > 0
    )


def _aid_arrives(verb: Token) -> bool:
    """A convoy, or what carries food and medicine, comes to a place."""
    carried = [t for s in surface_subjects(verb) for t in [s, *s.subtree]]
    to = [*objects_of(verb), *prepositional(verb, ("in", "at", "into", "to"))]
    return (
        not is_passive(verb)
        and any(
            is_of(s, "vehicle") or is_of(s, "aid") or lemma(s) in ("shipment", "flight") for s in surface_subjects(verb)
        )
        and any(lemma(t) in word_sets()["relief_words"] for t in carried)
        and any(may_be_place(o) for o in to)
    )


def _monitors(verb: Token) -> bool:
    return any(is_of(t, "monitors") or named(phrase(t), "monitor_words") for t in all_objects(verb))


def _let_in(verb: Token) -> bool:
    """Monitors, aid or civilians allowed to go somewhere."""
    if not_let(verb):
        return False
    objects = all_objects(verb)
    passing = any(is_of(o, "monitors") or is_of(o, "aid") or named(phrase(o), "monitor_words") for o in objects)
    going = bool(prepositional(verb, ("into", "through", "in", "to"))) or any(
        lemma(c) in word_sets()["entering"] for c in children(verb, "ccomp", "xcomp", "relcl")
    )
    return passing and going


def _access(verb: Token) -> bool:
    return any(lemma(o) in ("access", "entry", "passage") for o in all_objects(verb))


def _kept_from(verb: Token) -> bool:
    """ "prevented observers from entering": monitors or aid, and a verb of entering."""
    kept = any(
        is_of(o, "monitors") or named(phrase(o), "monitor_words") or named(phrase(o), "relief_words")
        for o in all_objects(verb)
    )
    below = [c for p in children(verb, "prep") if p.lower_ == "from" for c in children(p, "pcomp")]
    below += children(verb, "pcomp", "xcomp", "ccomp", "advcl")
    return kept and any(lemma(c) in word_sets()["entering"] for c in below)


def _nothing(verb: Token) -> bool:
    """A monitor's "observed no violations", "did not record any explosions", "no incidents were reported"."""
    seen = [o for o in all_objects(verb) if is_event(o) or named([o], "observed_things")]
    none = any(c.lower_ in ("no", "zero") for o in seen for c in o.lefts)
    not_any = child(verb, "neg") is not None and any(c.lower_ in ("any", "a", "single") for o in seen for c in o.lefts)
    watching = is_passive(verb) or any(
        is_of(s, "monitors") or named(phrase(s), "monitor_words") for s in surface_subjects(verb)
    )
    return bool(seen) and (none or not_any) and watching


def _falls_to(verb: Token) -> bool:
    return any(is_place(s) or s.tag_ == "NNP" for s in surface_subjects(verb)) and any(
        is_force(o) for o in prepositional(verb, ("to",))
    )


def _truce_begins(verb: Token) -> bool:
    truce = named(surface_subjects(verb), "truces")
    force = any(lemma(o) in ("effect", "force", "hold", "place") for o in children(verb, "dobj"))
    force = force or any(lemma(o) in ("effect", "force") for o in prepositional(verb, ("into",)))
    return truce and (force or lemma(verb) in ("begin", "start"))


def _truce_declared(verb: Token) -> bool:
    """A truce that begins; who goes on to observe one, or vows to, begins none."""
    if lemma(verb) == "observe" and verb.dep_ == "xcomp":
        return False
    return any(named([o], "truces") for o in all_objects(verb))


def _new_accord(verb: Token) -> bool:
    """ "Signed an agreement", "the second annex": a new one; "signed the accord" is the one the reports are about."""
    return any(
        named(phrase(o), "accords")
        and (
            not any(c.lower_ == "the" for c in o.lefts)
            or any(c.lower_ in ORDINALS or c.lower_ == "new" for c in o.lefts)
        )
        for o in all_objects(verb)
    )


def _alert(verb: Token) -> bool:
    return any(is_of(o, "troops") or is_of(o, "forces") for o in all_objects(verb)) and any(
        lemma(o) in ("alert", "readiness") for o in prepositional(verb, ("on", "at"))
    )


def _reserves(verb: Token) -> bool:
    return any(
        lemma(o) in ("reservist", "conscript", "reserve", "recruit") or is_of(o, "troops") for o in all_objects(verb)
    )


def _into_system(verb: Token) -> bool:
    return any(is_of(o, "system") for o in prepositional(verb, ("into",)))


def _on_strike(verb: Token) -> bool:
    return any(lemma(o) == "strike" for o in prepositional(verb, ("on",)))


def _on_fire(verb: Token) -> bool:
    on = prepositional(verb, ("on",))
    fire = any(o.lower_ == "fire" for o in [*children(verb, "dobj", "nsubjpass"), *(on if all_objects(verb) else [])])
    doers = actors_of(verb)
    if doers and all(is_abstract(d) for d in doers):
        return False  # "the speech set the hall on fire"
    return fire or any(c.lower_ in ("ablaze", "alight", "afire") for c in verb.children)


def _stones(verb: Token) -> bool:
    return any(lemma(o) in word_sets()["thrown_things"] for o in all_objects(verb))


def _relations(verb: Token) -> bool:
    return any(lemma(o) in ("relation", "tie", "relationship", "link", "contact") for o in all_objects(verb)) and any(
        {t.lower_ for t in o.subtree} & {"diplomatic", "with", "consular", "trade"} for o in all_objects(verb)
    )


def _mission(verb: Token) -> bool:
    return any(named(phrase(o), "mission_people") for o in all_objects(verb))


def _ordered_out(verb: Token) -> bool:
    told = [c for o in all_objects(verb) for c in children(o, "relcl", "acl")] + children(
        verb, "xcomp", "ccomp", "advcl"
    )
    out = any(lemma(c) in ("leave", "depart", "withdraw", "go") and c.tag_ == "VB" for c in told)
    return _mission(verb) and (out or any(c.lower_ == "out" for c in children(verb, "prep", "advmod", "prt")))


def _inquiry(verb: Token) -> bool:
    """Somebody looks into an event."""
    looked = [*all_objects(verb), *(prepositional(verb, ("into",)))]
    return any(is_person(s) or is_force(s) or is_of(s, "talkpeople") for s in surface_subjects(verb)) and any(
        is_event(o) or named(phrase(o), "observed_things") or is_of(o, "events_general") for o in looked
    )


def _inquiry_opened(verb: Token) -> bool:
    return any(lemma(o) in ("investigation", "inquiry", "probe", "enquiry") for o in all_objects(verb))


def _votes(verb: Token) -> bool:
    return any(lemma(o) in ("resolution", "motion") for o in prepositional(verb, ("for", "against", "on", "of")))


def _bodies(verb: Token) -> bool:
    return any(is_person(o) or lemma(o) in ("body", "remains", "remain", "corpse") for o in all_objects(verb))


def not_let(verb: Token) -> bool:
    """ "Would not let a shipment pass", "was not admitted"."""
    refused = verb.dep_ == "xcomp" and lemma(verb.head) in ("refuse", "decline")
    return child(verb, "neg") is not None or refused


def _observers(verb: Token) -> bool:
    """Monitors, inspectors, patrols and missions as those whom the verb reaches."""
    whom = [*all_objects(verb), *(s for c in children(verb, "ccomp") for s in children(c, "nsubj"))]
    return any(
        (is_of(o, "monitors") and lemma(o) not in ("convoy", "access"))
        or named(phrase(o), "monitor_words")
        or named([o], "looking_people")
        or lemma(o) == "team"
        for o in whom
    )


def _relief_people(verb: Token) -> bool:
    """Aid, or what carries it, as what the verb reaches."""
    whom = [*all_objects(verb), *(s for c in children(verb, "ccomp") for s in children(c, "nsubj"))]
    words = [t for o in whom for t in (*phrase(o), *(c for c in o.subtree))]
    return named(words, "relief_words") or any(
        lemma(t) in ("insulin", "vaccine", "fuel", "water", "bread") for t in words
    )


def _told_back(verb: Token) -> bool:
    """Observers told to turn round."""
    going = [c for c in children(verb, "xcomp", "ccomp") if lemma(c) in ("go", "turn", "leave", "return", "retreat")]
    back = any(c.lower_ in ("back", "around", "round", "away", "leave") for g in going for c in [g, *g.children])
    return _observers(verb) and back


def _out_of(verb: Token) -> bool:
    out = [c for c in verb.children if c.lower_ == "out"]
    return bool(out) and _observers(verb)


def _held_outside(verb: Token) -> bool:
    """Tankers, lorries or aid kept waiting, stuck or outside."""
    waiting = any(
        lemma(c) in ("wait", "stand", "stick", "queue", "idle")
        for c in children(verb, "ccomp", "xcomp", "advcl", "acl")
    ) or any(c.lower_ in ("outside", "up", "back") for c in verb.children)
    return waiting and _relief_people(verb)


def _free_run(verb: Token) -> bool:
    """Observers given the run of a place; safe passage given to anybody."""
    given = any(
        lemma(o) in ("passage", "access", "run", "entry", "leave")
        for o in [*all_objects(verb), *children(verb, "dobj")]
    )
    return given and not any(lemma(o) == "leave" and o.dep_ != "dobj" for o in all_objects(verb))


def _plug(verb: Token) -> bool:
    return any(lemma(o) == "plug" for o in all_objects(verb)) and bool(prepositional(verb, ("on",)))


def _treated(verb: Token) -> bool:
    """Children vaccinated, households fed: by name of the verb."""
    return any(is_person(o) or lemma(o) == "household" for o in all_objects(verb))


def _relief_comes(verb: Token) -> bool:
    """ "The relief column pulled into Skarne", "forty tonnes of flour got into Dunholt"."""
    comes = [t for s in surface_subjects(verb) for t in [s, *s.subtree]]
    to = [*objects_of(verb), *prepositional(verb, ("in", "at", "into", "to"))]
    return named(comes, "relief_words") and not is_passive(verb) and any(may_be_place(o) for o in to)


DEALINGS: dict[str, Condition] = {
    "hostage": _hostage,
    "custody": _custody,
    "emergency": _emergency,
    "relief": _object_in("relief_words"),
    "supply": _object_in("supplies"),
    "arrives": _aid_arrives,
    "monitored": _monitors,
    "let_in": _let_in,
    "access": _access,
    "kept_from": _kept_from,
    "nothing": _nothing,
    "falls_to": _falls_to,
    "truce_begins": _truce_begins,
    "truce": _truce_declared,
    "accord": _new_accord,
    "alert": _alert,
    "reserves": _reserves,
    "into_system": _into_system,
    "on_strike": _on_strike,
    "on_fire": _on_fire,
    "stones": _stones,
    "relations": _relations,
    "mission": _mission,
    "ordered_out": _ordered_out,
    "inquiry": _inquiry,
    "inquiry_opened": _inquiry_opened,
    "resolution": _object_in("resolutions"),
    "warrant": _object_in("warrants"),
    "votes": _votes,
    "bodies": _bodies,
    "sanctions": _object_in("sanctions"),
    "not_let": not_let,
    "observers": _observers,
    "relief_people": _relief_people,
    "told_back": _told_back,
    "out_of": _out_of,
    "held_outside": _held_outside,
    "free_run": _free_run,
    "plug": _plug,
    "treated": _treated,
    "relief_comes": _relief_comes,
}


def dealing_roles(kind: str, verb: Token) -> tuple[list[Token], list[Token]] | None:
    """Heads of those who do and those it is done to, where the plain subject and object would mislead; else None."""
    doers = [t for head in actors_of(verb) for t in conjuncts(head)]
    objects = all_objects(verb)
    if kind == "abduction" and _hostage(verb):
        people = [c for o in objects for c in [*children(o, "compound", "nmod", "poss"), o]]
        return doers, [
            t for t in people if lemma(t) not in ("hostage", "captive") and (is_person(t) or t.tag_ == "NNS")
        ]
    if kind == "access_denied" and _access(verb):
        kept = [*children(verb, "dative"), *(c for o in objects for c in children(o, "compound", "poss", "nmod"))]
        kept += [o for o in objects if lemma(o) not in ("access", "entry", "passage")]
        kept += surface_subjects(verb) if is_passive(verb) else []
        kept += [t for o in objects for t in prepositional(o, ("to", "for", "by")) if is_of(t, "monitors")]
        return doers, list(dict.fromkeys(kept))
    if kind == "territory_seized" and _falls_to(verb):
        return [t for o in prepositional(verb, ("to",)) for t in conjuncts(o)], surface_subjects(verb)
    if kind == "no_incident_observed":
        return doers, []
    if kind == "aid_delivery" and _aid_arrives(verb):
        return [], []
    if kind == "disarmament" and any(is_of(o, "weapon") for o in objects):
        return doers, []
    if kind in ("ceasefire_start", "curfew", "mobilisation", "ceasefire_violation", "vote", "protest"):
        return doers, []
    if kind in ("sanction", "judgment", "aid_obstruction"):
        named = [*objects_of(verb), verb]
        reached = [
            t
            for at in named
            for o in prepositional(at, ("on", "to", "with", "against", "for", "of"))
            for t in conjuncts(o)
        ]
        whom = [o for o in objects if is_person(o) or o.ent_type_ in ACTOR_ENTITIES or is_of(o, "aid")]
        if kind == "sanction" and (whom := [o for o in whom if not is_of(o, "aid")]):
            return doers, whom
        whom = whom or [t for t in reached if t.ent_type_ not in ("DATE", "TIME") and not is_event(t)]
        return doers, whom
    return None

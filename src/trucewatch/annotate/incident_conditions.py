"""The conditions that a trigger word must meet to tell of an incident, each a small named test.

A verb row of ``incident_triggers.csv`` names its condition in ``needs``; so does a noun row. A condition looks
at the kinds of the words around the trigger ("captured the town" takes territory, "captured a soldier" a man).
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from trucewatch.annotate.incident_lexicon import classes, means, triggers, word_sets
from trucewatch.annotate.incident_syntax import (
    actors_of,
    agents,
    child,
    children,
    conjuncts,
    is_passive,
    lemma,
    objects_of,
    prepositional,
    surface_subjects,
)

PLACE_ENTITIES = ("GPE", "LOC", "FAC")
ACTOR_ENTITIES = ("PERSON", "NORP", "ORG", "GPE")


def is_of(head: Token, name: str) -> bool:
    """True if the head of a noun phrase belongs to the class (its lemma is listed)."""
    return lemma(head) in classes()[name] or head.lower_ in classes()[name]


def is_person(head: Token) -> bool:
    if head.ent_type_ in ("PERSON", "NORP"):
        return True
    if head.pos_ == "PRON":
        return head.lower_ not in word_sets()["not_actors"] and head.lower_ not in ("it", "itself")
    if head.pos_ == "NOUN" and len(head) > 5 and lemma(head).endswith(("man", "woman")):
        return True  # watchman, boatwoman
    return is_of(head, "people") or head.pos_ == "NUM" or head.ent_type_ == "CARDINAL"


def is_place(head: Token) -> bool:
    return head.ent_type_ in PLACE_ENTITIES or is_of(head, "place")


def may_be_place(head: Token) -> bool:
    """A place, or a proper name that the model knows nothing of: villages are seldom in its books."""
    return is_place(head) or (head.tag_ == "NNP" and head.ent_type_ in ("", "PRODUCT", "WORK_OF_ART", "EVENT"))


def is_force(head: Token) -> bool:
    """Armed men, governments, named groups: those who can march, fire and withdraw."""
    return (
        is_of(head, "forces")
        or head.ent_type_ in ("NORP", "ORG", "GPE")
        or head.lower_ in word_sets()["plural_pronouns"]
    )


def may_act(head: Token) -> bool:
    """Those who can act as a force, and a name of which the model knows nothing."""
    return is_force(head) or (
        head.tag_ in ("NNP", "NNPS") and head.ent_type_ in ("", "PRODUCT", "WORK_OF_ART", "EVENT")
    )


def is_working_mine(head: Token) -> bool:
    """True for a mine that men dig in."""
    if lemma(head) != "mine":
        return False
    dug = ("coal", "gold", "lead", "iron", "salt", "copper", "silver", "diamond", "cobalt", "tin")
    return bool(prepositional(head, ("at",))) or any(lemma(c) in dug for c in head.lefts)


def is_abstract(head: Token) -> bool:
    return is_of(head, "abstract")


def is_event(head: Token) -> bool:
    """True for a noun that may tell of an incident itself."""
    return head.pos_ in ("NOUN", "PROPN") and (lemma(head), "noun") in triggers()


def means_in(tokens: list[Token]) -> tuple[str, str] | None:
    """The first (type, weapon) that the lemmas name, the most telling first; None if no means is named."""
    best: tuple[str, str] | None = None
    lemmas = [lemma(t) for t in tokens]
    for at, word in enumerate(lemmas):
        for entry in means().get(word, ()) or means().get(tokens[at].lower_, ()):
            size = len(entry.words)
            if size > 1 and [w.lower() for w in lemmas[max(0, at - size + 1) : at]] != list(entry.words[:-1]):
                continue
            if best is None or (entry.type and not best[0]) or entry.type in ("suicide_attack", "chemical_attack"):
                best = (entry.type, entry.weapon)
            break
    return best


def noun_phrase(head: Token) -> list[Token]:
    """The head with the words before it that belong to it (compounds, adjectives and theirs)."""
    words: list[Token] = []
    for c in head.lefts:
        if c.dep_ in ("compound", "amod", "poss", "nmod", "nummod"):
            words += [t for t in c.subtree if t.i <= c.i]
    return [*words, head]


def dying_of(verb: Token) -> tuple[str, ...]:
    """What else stands before the cause of what the verb tells: people die "of" a bomb."""
    return ("of",) if lemma(verb) in ("die", "perish") else ()


def means_of(verb: Token) -> tuple[str, str] | None:
    """The weapon that the verb's subject, agent, object or with-phrase names."""
    words: list[Token] = []
    means = ("with", "using", "by", "from", "in", *dying_of(verb))
    for head in [*actors_of(verb), *agents(verb), *prepositional(verb, means)]:
        for one in conjuncts(head):
            if one.ent_type_ not in PLACE_ENTITIES:
                words += noun_phrase(one)
    for using in children(verb, "advcl", "prep", "xcomp"):
        if using.lower_ in ("using", "including", "use"):
            for head in [
                *children(using, "dobj", "pobj"),
                *(o for p in children(using, "pcomp") for o in children(p, "dobj")),
            ]:
                for one in conjuncts(head):
                    words += noun_phrase(one)
            if using.lower_ == "including":
                words += [t for t in using.subtree]
    for t in verb.subtree:
        if t.lower_ == "with" and t.dep_ == "prep" and t.head != verb and t.i > verb.i:
            words += [o for o in children(t, "pobj") if is_of(o, "firearms") or is_of(o, "bomb")]
    named = means_in(words)
    if named is not None and named[0] == "bombing" and any(lemma(t) in ("gun", "rifle", "gunfire") for t in words):
        return "", named[1]  # bombs and guns together: an attack
    return named


def _harmable(verb: Token) -> bool:
    objects = objects_of(verb)
    thrown = prepositional(verb, ("with",))
    if thrown and all(is_abstract(t) or lemma(t) in ("call", "letter", "message", "email", "demand") for t in thrown):
        return False  # "bombarded with questions"
    if objects:
        return not all(is_abstract(o) for o in objects)
    if not any(is_force(a) or is_person(a) for a in actors_of(verb)):
        return False
    return (
        bool(prepositional(verb, ("at", "near", "in"))) or means_of(verb) is not None or child(verb, "conj") is not None
    )


def _weaponed(verb: Token) -> bool:
    objects = objects_of(verb)
    if not objects or all(is_abstract(o) or is_event(o) for o in objects):
        return False
    doers = [*actors_of(verb), *agents(verb)]
    if any(is_event(d) or is_working_mine(d) for d in doers):
        return False  # "the blast hit the city": the noun tells it
    return means_of(verb) is not None or (
        any(is_force(d) and d.ent_type_ != "GPE" for d in doers if is_of(d, "forces"))
        and any(is_place(o) or is_of(o, "forces") or is_of(o, "thing") for o in objects)
    )


def _place(verb: Token) -> bool:
    return any(may_be_place(o) for o in objects_of(verb)) and not any(lemma(o) == "land" for o in objects_of(verb))


def _person(verb: Token) -> bool:
    return any(is_person(o) and not is_abstract(o) for o in objects_of(verb))


def _thing(verb: Token) -> bool:
    return any(is_of(o, "thing") for o in objects_of(verb))


def _shots(verb: Token) -> bool:
    if fired_on(verb):
        return True
    objects = objects_of(verb)
    if objects:
        return any(is_of(o, "shots") for o in objects)
    return bool(prepositional(verb, ("at", "on", "into", "upon"))) or any(
        is_of(s, "shots") for s in surface_subjects(verb)
    )


def fired_on(verb: Token) -> bool:
    """ "A column was fired on": the preposition has lost its object to the subject."""
    stranded = [c for c in verb.children if c.lower_ in ("on", "at", "upon") and c.dep_ in ("prep", "prt", "advmod")]
    return is_passive(verb) and any(not children(c, "pobj") for c in stranded)


def under_fire(noun: Token) -> bool:
    """ "Came under fire": guns where something is hit or somewhere, words where it is for something said or done."""
    verb = noun.head.head
    if noun.head.lower_ != "under" or lemma(verb) not in ("come", "be", "remain"):
        return False
    if prepositional(verb, ("for", "over")) or prepositional(noun, ("for", "over")):
        return False
    hit = [t for s in surface_subjects(verb) for t in (s, *prepositional(s, ("of",)))]
    return any(is_of(t, c) for t in hit for c in ("forces", "troops", "vehicle", "place", "thing")) or any(
        is_place(o) for at in (verb, noun) for o in prepositional(at, ("in", "near", "at", "outside"))
    )


def _open_fire(verb: Token) -> bool:
    return any(
        o.lower_ in ("fire", "gunfire", "shots", "salvoes", "salvos") for o in children(verb, "dobj", "nsubjpass")
    )


def _missiles(verb: Token) -> bool:
    return any(is_of(o, "missiles") for o in objects_of(verb))


def _bomb(verb: Token) -> bool:
    doers = objects_of(verb) if lemma(verb) in ("plant",) or is_passive(verb) else surface_subjects(verb)
    return any(means_in([*noun_phrase(d)]) is not None or is_of(d, "bomb") for d in doers)


def _projectile(verb: Token) -> bool:
    """ "Mortar bombs slammed into a camp", "rockets landed on the market"."""
    fallen = any(is_of(s, "missiles") or lemma(s) == "mortar" for s in surface_subjects(verb))
    return fallen and bool(prepositional(verb, ("into", "on", "in", "near", "at", "onto", "inside", "outside")))


def _opponent(verb: Token) -> bool:
    if any(is_force(o) or is_person(o) for o in [*prepositional(verb, ("with", "against")), *objects_of(verb)]):
        return True
    return any(len(conjuncts(s)) > 1 and is_force(s) for s in surface_subjects(verb)) and not objects_of(verb)


def _no_quarrel(verb: Token) -> bool:
    """False for "clashed over the terms", "clashed over who struck first": a matter, no place, that is fought over."""
    over = [p for p in children(verb, "prep") if p.lower_ in ("over", "about")]
    objects = [o for p in over for o in children(p, "pobj")]
    matter = any(children(p, "pcomp") for p in over) or any(is_event(o) or is_abstract(o) for o in objects)
    where = prepositional(verb, ("in", "near", "at", "outside", "along"))
    return not matter or any(o.ent_type_ not in ("DATE", "TIME") for o in where)


def _to_flee(verb: Token) -> bool:
    return any(lemma(c) in word_sets()["flight"] for c in children(verb, "xcomp", "ccomp", "advcl"))


def _shelter(verb: Token) -> bool:
    return any(lemma(o) in ("shelter", "refuge", "sanctuary") for o in children(verb, "dobj"))


def _control(verb: Token) -> bool:
    return any(lemma(o) == "control" and prepositional(o, ("of", "over")) for o in children(verb, "dobj"))


def _territory(verb: Token) -> bool:
    return any(lemma(o) in word_sets()["territory"] for o in children(verb, "dobj")) and any(
        is_of(s, "forces") or s.ent_type_ in ("ORG", "NORP", "GPE") for s in surface_subjects(verb)
    )


def _set_free(verb: Token) -> bool:
    return any(c.lower_ == "free" for c in verb.children) and _person(verb)


def _from_home(verb: Token) -> bool:
    return any(is_person(o) for o in objects_of(verb)) and any(
        lemma(o) in word_sets()["home_words"] for o in prepositional(verb, ("from", "out"))
    )


def _forces(verb: Token) -> bool:
    taken = children(verb, "dobj")
    if children(verb, "ccomp") or (taken and all(is_abstract(o) or is_event(o) for o in taken)):
        return False  # "withdrew what he had said", "withdrew the charge"
    who = [*surface_subjects(verb), *objects_of(verb)]
    return any(
        is_of(w, "forces") or w.ent_type_ in ("NORP", "GPE") or (w.ent_type_ == "ORG" and not objects_of(verb))
        for w in who
    )


def _troops(verb: Token) -> bool:
    objects = objects_of(verb)
    return any(is_of(o, "troops") for o in objects)


def _no_object(verb: Token) -> bool:
    return not objects_of(verb) and bool(surface_subjects(verb))


def _partner(verb: Token) -> bool:
    objects = objects_of(verb)
    if objects:
        return lemma(verb) in ("meet", "telephone", "phone") and any(
            (is_person(o) or o.ent_type_ in ACTOR_ENTITIES or is_of(o, "talkpeople")) and o.tag_ != "NNPS"
            for o in objects
        )
    if any(
        is_person(o) or o.ent_type_ in ACTOR_ENTITIES or is_of(o, "talkpeople") for o in prepositional(verb, ("with",))
    ):
        return True
    subjects = surface_subjects(verb)
    return any(
        len(conjuncts(s)) > 1
        or (s.tag_ in ("NNS", "NNPS") and (is_of(s, "talkpeople") or is_force(s)))
        or s.ent_type_ == "ORG"
        or (is_of(s, "talkpeople") and lemma(s) in ("council", "committee", "group"))
        for s in subjects
    )


def _visit(verb: Token) -> bool:
    return any(is_person(s) or s.ent_type_ == "PERSON" for s in surface_subjects(verb)) and any(
        o.ent_type_ == "ORG" or may_be_place(o) for o in objects_of(verb)
    )


def _phone(verb: Token) -> bool:
    """A call between two who deal with each other; what staff tell a mission by telephone is their statement."""
    if lemma(verb) == "tell" and not any(o.ent_type_ == "PERSON" or is_of(o, "talkpeople") for o in objects_of(verb)):
        return False
    return any(o.lower_ in ("phone", "telephone") for o in prepositional(verb, ("by", "on", "over")))


def _vehicle(verb: Token) -> bool:
    return any(is_of(s, "vehicle") for s in surface_subjects(verb))


def _object_class(name: str) -> Callable[[Token], bool]:
    return lambda verb: any(is_of(o, name) for o in objects_of(verb))


def _crossing(verb: Token) -> bool:
    """A border or port that men close; ice and floods close it too, but block nobody."""
    nature = any(lemma(a) in word_sets()["nature_words"] for a in actors_of(verb))
    return not nature and any(is_of(o, "crossing") for o in objects_of(verb))


def _living(verb: Token) -> bool:
    """Rents may kill shops, and a storm a hope: no deed, where neither what is killed lives nor who kills is armed."""
    objects = objects_of(verb)
    if not objects or any(is_force(a) or is_of(a, "firearms") or is_of(a, "bomb") for a in actors_of(verb)):
        return True
    lifeless = [
        o
        for o in objects
        if (is_abstract(o) or is_of(o, "structure") or is_of(o, "thing")) and not prepositional(o, ("of",))
    ]
    return len(lifeless) < len(objects)


def _by_event(verb: Token) -> bool:
    return any(is_of(a, "bomb") for a in actors_of(verb))


VERB_NEEDS: dict[str, Callable[[Token], bool]] = {
    "harmable": _harmable,
    "weaponed": _weaponed,
    "place": _place,
    "person": _person,
    "thing": _thing,
    "shots": _shots,
    "fire": _open_fire,
    "missiles": _missiles,
    "bomb": _bomb,
    "projectile": _projectile,
    "opponent": _opponent,
    "no_quarrel": _no_quarrel,
    "to_flee": _to_flee,
    "shelter": _shelter,
    "set_free": _set_free,
    "territory": _territory,
    "control": _control,
    "from_home": _from_home,
    "forces": _forces,
    "troops": _troops,
    "no_object": _no_object,
    "partner": _partner,
    "visit": _visit,
    "phone": _phone,
    "vehicle": _vehicle,
    "by_event": _by_event,
    "living": _living,
    "violent": lambda verb: True,
    "aid": _object_class("aid"),
    "crossing": _crossing,
    "monitors": _object_class("monitors"),
    "weapon": _object_class("weapon"),
    "system": _object_class("system"),
}

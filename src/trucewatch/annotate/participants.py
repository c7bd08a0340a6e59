"""Who did it and to whom: participants of a frame, verbatim, with the side they were read as.

Nobody is dropped because no list knows him; ``incident_names`` turns the heads into names and resolves pronouns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from spacy.tokens import Token

from trucewatch.annotate.incident_conditions import (
    ACTOR_ENTITIES,
    fired_on,
    is_abstract,
    is_event,
    is_of,
    is_person,
    is_place,
    may_act,
)
from trucewatch.annotate.incident_dealings import dealing_roles
from trucewatch.annotate.incident_frames import Frame, amount_chain
from trucewatch.annotate.incident_lexicon import word_sets
from trucewatch.annotate.incident_syntax import (
    actors_of,
    agents,
    antecedent,
    children,
    conjuncts,
    is_passive,
    is_verb,
    lemma,
    objects_of,
    of_noun,
    prepositional,
    surface_subjects,
)
from trucewatch.records.vocabulary import MUTUAL

#: Nouns whose "of" names those it is done to ("the killing of", "the release of").
OF_IS_TARGET = frozenset((
    "killing", "murder", "assassination", "execution", "massacre", "abduction", "kidnapping", "arrest", "detention",
    "torture", "rape", "displacement", "release", "deportation", "bombing", "shelling", "bombardment", "capture",
    "seizure", "destruction", "demolition", "invasion", "siege", "swap", "exchange", "looting", "blockade",
    "shooting",
))  # fmt: skip
#: Nouns whose possessor suffers it unless an "of" follows ("the mayor's assassination").
OWNER_SUFFERS = frozenset((
    "assassination", "murder", "execution", "killing", "arrest", "detention", "abduction", "kidnapping", "release",
    "displacement", "deportation", "capture",
))  # fmt: skip


#: Verbs of people who leave their homes: their subjects suffer it.
GO_AWAY = frozenset({"leave", "abandon", "stream", "pour"})
#: Verbs of those who are let out: "40 men left the prison", "walked free".
GO_FREE = frozenset({"leave", "walk", "emerge", "regain", "gain", "recover"})


#: Verbs that without an object tell what was done to their subject.
HARM = frozenset({"kill", "wound", "injure", "hurt"})


@dataclass(slots=True)
class Roles:
    """Heads of the noun phrases of those who do and those it is done to, in order of the text."""

    actors: list[Token] = field(default_factory=list)
    targets: list[Token] = field(default_factory=list)
    disputed: bool = False


def roles_of(frame: Frame, side_of: Callable[[Token], str | None], is_site: Callable[[Token], bool]) -> Roles:
    """The participants of a frame and of all that joined it; ``is_site`` says that a word names where, not who."""
    roles = Roles()
    for part in frame.all():
        if part.noun is not None:
            _from_noun(part, roles, side_of, is_site)
        if part.verb is not None:
            _from_verb(part, frame, roles, is_site)
    roles.actors = _clean(roles.actors, frame, actor=True)
    roles.targets = [t for t in _clean(roles.targets, frame, actor=False) if t not in roles.actors]
    if frame.type in MUTUAL:
        _even_out(roles)
    return roles


def _clean(heads: list[Token], frame: Frame, *, actor: bool) -> list[Token]:
    """Each once; no event nouns, dates, amounts of nothing or abstractions; nouns of amount opened."""
    triggers = {p.trigger for p in frame.all()}
    kept: list[Token] = []
    for head in heads:
        inner = prepositional(head, ("of",))
        some = lemma(head) == "member" and bool(inner) and inner[0].pos_ == "NOUN"  # "two members of a small faction"
        if inner and lemma(head) in word_sets()["general_nouns"] and not some:
            head = inner[0]
        head = antecedent(head)
        if (
            head in kept
            or head in triggers
            or head.ent_type_ in ("DATE", "TIME", "MONEY", "PERCENT", "ORDINAL", "QUANTITY")
        ):
            continue
        if (head.lower_ in word_sets()["not_actors"] and not _speaks_of_itself(head)) or head.pos_ not in (
            "NOUN",
            "PROPN",
            "PRON",
            "NUM",
            "ADJ",
            "X",
            "DET",
        ):
            continue
        if head.pos_ in ("ADJ", "DET") and not head.ent_type_ and head.lower_ not in ("others", "another"):
            continue
        if is_event(head) and not is_person(head) and not head.ent_type_ and not is_place(head):
            continue
        if actor and (is_abstract(head) or any(is_of(head, c) for c in ("events_general", "bomb", "firearms"))):
            continue
        if not actor and (is_abstract(head) or is_of(head, "events_general")):
            continue
        kept.append(head)
    return kept


def _speaks_of_itself(pronoun: Token) -> bool:
    """True for "it" in "the council says it has freed them": the one that speaks, no empty word."""
    verb = pronoun.head
    if pronoun.lower_ != "it" or pronoun.dep_ != "nsubj" or verb.dep_ != "ccomp":
        return False
    return lemma(verb.head) in word_sets()["reporting"] and bool(children(verb.head, "nsubj"))


def _from_verb(part: Frame, whole: Frame, roles: Roles, is_site: Callable[[Token], bool]) -> None:
    verb = part.verb
    assert verb is not None
    if part.part == "self":
        _from_predicate(part, verb, whole, roles)
        return
    doers = [t for head in actors_of(verb) for t in conjuncts(head)]
    if part.part == "does":
        if whole.type == "meeting" and lemma(verb) in ("host", "chair", "lead", "convene"):
            doers = []
        roles.actors += [t for t in doers if not is_event(t)]
        roles.targets += [
            t
            for head in prepositional(verb, word_sets()["target_prepositions"])
            for t in conjuncts(head)
            if _may_be_target(t, is_site)
        ]
        if lemma(verb) == "lay":  # "laid siege to"
            roles.targets += [t for head in prepositional(verb, ("to",)) for t in conjuncts(head)]
        if whole.type in MUTUAL:
            roles.targets += [t for head in prepositional(verb, ("with", "between")) for t in conjuncts(head)]
    elif part.part == "undergoes":
        roles.targets += doers
    elif part.part == "reaches":
        roles.targets += [t for head in objects_of(verb) for t in conjuncts(head)]
    elif part.part == "occurs" and whole.type in MUTUAL:
        roles.actors += [t for head in prepositional(verb, ("between",)) for t in conjuncts(head)]
        partners = [t for head in prepositional(verb, ("with",)) for t in conjuncts(head)]
        roles.targets += [
            t for t in partners if t.pos_ != "NOUN" or is_person(t) or may_act(t) or is_of(t, "talkpeople")
        ]


def _from_predicate(part: Frame, verb: Token, whole: Frame, roles: Roles) -> None:
    word = lemma(verb)
    doers = [t for head in actors_of(verb) for t in conjuncts(head)]
    objects = [t for head in objects_of(verb) for t in conjuncts(head)]
    kind = part.type
    dealt = dealing_roles(kind, verb)
    if dealt is not None:
        roles.actors += dealt[0]
        roles.targets += dealt[1]
        return
    if kind in MUTUAL:
        roles.actors += [t for head in surface_subjects(verb) for t in conjuncts(head)]
        roles.targets += [t for head in prepositional(verb, ("with", "against")) for t in conjuncts(head)]
        if not (kind == "meeting" and word == "visit"):
            roles.targets += [
                t
                for t in objects
                if is_person(t)
                or t.ent_type_ in ACTOR_ENTITIES
                or is_of(t, "forces")
                or (is_of(t, "talkpeople") and not children(t, "appos"))
            ]
        return
    if kind == "displacement" and (word in ("flee", "seek", "take") or word in GO_AWAY):
        roles.targets += doers
        return
    if kind == "release" and word in GO_FREE and not is_passive(verb):
        roles.targets += doers
        return
    if word in ("die", "perish", "succumb") or (word in HARM and verb.tag_ in ("VBN", "VBD") and not objects):
        # "and three wounded", "one woman hurt": the parser takes them for those who did it
        roles.targets += doers
        return
    if kind == "accident":
        roles.targets += [t for head in surface_subjects(verb) for t in conjuncts(head)]
        return
    if (kind == "bombing" and word in ("step", "tread", "drive", "run", "hit", "strike")) or (
        kind == "destruction" and not objects and word in ("burn", "go")
    ):
        roles.targets += doers
        return
    if word == "fire" and fired_on(verb):
        roles.actors += doers
        roles.targets += objects
        return
    if kind == "bombing" and word in ("explode", "go", "detonate") and not any(is_person(d) for d in doers):
        return
    if word in ("fire", "open", "launch", "lob", "hurl", "throw", "plant", "drop"):
        roles.actors += doers
        for head in prepositional(verb, ("at", "on", "against", "into", "toward", "towards", "upon")):
            roles.targets += conjuncts(head)
        return
    if kind == "withdrawal" and not is_passive(verb):
        roles.actors += [t for t in doers if not is_event(t)]
        return
    roles.actors += [t for t in doers if not is_event(t)]
    roles.targets += objects
    if not objects:
        for head in prepositional(verb, ("with", "to") if kind == "seizure" else ("against", "at", "on", "upon")):
            roles.targets += [t for t in conjuncts(head) if t.ent_type_ not in ("DATE", "TIME")]


def _may_be_target(head: Token, is_site: Callable[[Token], bool]) -> bool:
    return head.ent_type_ not in ("DATE", "TIME") and lemma(head) not in ("phone", "ground", "side", "scale", "agenda")


def _from_noun(
    part: Frame, roles: Roles, side_of: Callable[[Token], str | None], is_site: Callable[[Token], bool]
) -> None:
    noun = part.noun
    assert noun is not None
    word = lemma(noun)
    mutual = part.type in MUTUAL
    if noun.dep_ == "acl":
        roles.actors.append(noun.head)
    for at in amount_chain(noun):
        of_heads = [t for head in of_noun(at, ("of",)) for t in conjuncts(head)] if at is noun else []
        owners = [t for c in children(at, "poss") for t in conjuncts(c)]
        before = [c for c in at.lefts if c.dep_ in ("compound", "amod", "nmod") and _names_actor(c, side_of, is_site)]
        if word in OWNER_SUFFERS and not of_heads:
            roles.targets += owners
        else:
            roles.actors += owners
        roles.actors += before
        if of_heads and (
            word in OF_IS_TARGET or part.type in ("targeted_killing", "displacement", "detention", "abduction")
        ):
            roles.targets += of_heads
        elif of_heads and (part.type != "meeting" or any(is_of(t, "talkpeople") or is_person(t) for t in of_heads)):
            roles.actors += [t for t in of_heads if is_person(t) or is_of(t, "forces") or t.ent_type_ in ACTOR_ENTITIES]
        for by in of_noun(at, ("by",)):
            roles.actors += conjuncts(by)
        if mutual:
            roles.actors += [t for head in of_noun(at, ("between", "among")) for t in conjuncts(head)]
            roles.targets += [t for head in of_noun(at, ("with",)) for t in conjuncts(head)]
        if mutual and not roles.targets and len(roles.actors) < 2:
            roles.targets += _partners_after(at)
        if part.type != "meeting":
            reached = [t for head in of_noun(at, word_sets()["target_prepositions"]) for t in conjuncts(head)]
            roles.targets += [t for t in reached if _may_be_target(t, is_site)]
        _from_clauses(at, part, roles)
    _from_above(part, noun, roles)


def _partners_after(noun: Token) -> list[Token]:
    """The object of a "with" or "between" a few words on that the parser hung elsewhere ("meetings we had with X")."""
    for t in noun.doc[noun.i + 1 : noun.i + 11]:
        if t.is_sent_start:
            break
        if t.lower_ in ("with", "between") and t.dep_ == "prep":
            return [w for o in children(t, "pobj") for w in conjuncts(o)]
    return []


def _names_actor(word: Token, side_of: Callable[[Token], str | None], is_site: Callable[[Token], bool]) -> bool:
    """True for a word before an event noun that says whose it is ("rebel attacks", "army offensive")."""
    if word.left_edge.i == 0 and word.left_edge.is_upper and len(word.left_edge) > 3:
        return False  # a dateline ran into the sentence
    if side_of(word) is not None:
        return True
    if is_site(word) and word.ent_type_ != "NORP":
        return False
    if word.ent_type_ in ("NORP", "ORG", "PERSON"):
        return True
    return (
        is_of(word, "forces")
        and word.dep_ == "compound"
        and lemma(word)
        not in (
            "helicopter",
            "plane",
            "aircraft",
            "drone",
            "tank",
            "warplane",
            "jet",
            "artillery",
            "security",
            "convoy",
            "patrol",
            "group",
            "command",
            "ground",
        )
    )


def _from_clauses(noun: Token, part: Frame, roles: Roles) -> None:
    """Clauses that hang on the noun: "carried out by", "launched by", "claimed by", "blamed on", "targeting"."""
    for clause in children(noun, "acl", "relcl"):
        word = lemma(clause)
        by = [t for head in agents(clause) for t in conjuncts(head)]
        if is_passive(clause) and by and word not in ("condemn", "denounce", "follow", "report", "criticize", "see"):
            roles.actors += by
        elif word == "blame":
            roles.actors += [t for head in prepositional(clause, ("on",)) for t in conjuncts(head)]
        elif part.type == "meeting" and word in ("include", "involve", "bring") and not is_passive(clause):
            roles.actors += [t for head in children(clause, "dobj") for t in conjuncts(head)]
        elif word in ("target", "hit", "strike") and not is_passive(clause):
            roles.targets += [t for head in children(clause, "dobj") for t in conjuncts(head)]
        elif not is_passive(clause) and word in (
            "carry",
            "launch",
            "conduct",
            "mount",
            "stage",
            "have",
            "hold",
            "wage",
        ):
            roles.actors += [
                t for head in children(clause, "nsubj") for t in conjuncts(antecedent(head)) if t not in (noun,)
            ]
            if part.type == "meeting":
                roles.targets += [t for head in prepositional(clause, ("with",)) for t in conjuncts(head)]


def _from_above(part: Frame, noun: Token, roles: Roles) -> None:
    """Blame and responsibility above the noun: "blamed X for the bombing", "claimed responsibility for"."""
    top = amount_chain(noun)[-1]
    preposition = top.head
    if top.dep_ != "pobj" or preposition.dep_ not in ("prep", "agent"):
        return
    above = preposition.head
    if part.type == "meeting" and is_verb(above) and preposition.lower_ in ("at", "in", "during") and not roles.actors:
        roles.actors += [t for head in surface_subjects(above) for t in conjuncts(head)]
    if (
        is_verb(above)
        and lemma(above) in ("accuse", "blame", "suspect")
        and preposition.lower_ in ("for", "of", "over")
    ):
        blamed = objects_of(above)
        roles.actors += [t for head in blamed for t in conjuncts(head)]
        roles.disputed = True
    elif preposition.lower_ == "for" and any(lemma(o) == "responsibility" for o in children(above, "dobj")):
        roles.actors += [t for head in actors_of(above) for t in conjuncts(head)]
    elif lemma(above) == "responsibility" and is_verb(above.head):
        roles.actors += [t for head in actors_of(above.head) for t in conjuncts(head)]
    elif lemma(above) == "responsible" and is_verb(above.head):
        roles.actors += [t for head in surface_subjects(above.head) for t in conjuncts(head)]


def _even_out(roles: Roles) -> None:
    """Talks and clashes have two sides: the first party stands as actor, the rest as targets."""
    everybody = list(dict.fromkeys([*roles.actors, *roles.targets]))
    if len(roles.actors) > 1 and not roles.targets:
        roles.actors, roles.targets = everybody[:1], everybody[1:]

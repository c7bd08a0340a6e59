"""Who did it and to whom: participants of a frame, verbatim, with the side they were read as.

Nobody is dropped because no list knows him. A pronoun is replaced by the words it stands for where those are
near: "we" by the speaker of the statement, "they" and "their" by the last actor before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Token

from trucewatch.annotate.incident_conditions import (
    ACTOR_ENTITIES,
    is_abstract,
    is_event,
    is_of,
    is_person,
    is_place,
)
from trucewatch.annotate.incident_frames import Frame, amount_chain
from trucewatch.annotate.incident_lexicon import HARM, word_sets
from trucewatch.annotate.incident_syntax import (
    actors_of,
    agents,
    antecedent,
    child,
    children,
    clause_head,
    conjuncts,
    is_passive,
    is_verb,
    lemma,
    objects_of,
    of_noun,
    prepositional,
    surface_subjects,
)
from trucewatch.annotate.sides import Sides
from trucewatch.records.mention import Participant, StatementMention
from trucewatch.records.span import Span

MOST = 6
BOUNDS = frozenset(
    {"at", "least", "more", "than", "about", "up", "to", "over", "some", "several", "another", "nearly", "around"}
)
#: Types whose participants stand on one footing.
MUTUAL = frozenset({"meeting", "clash"})
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
        if inner and lemma(head) in word_sets()["general_nouns"]:
            head = inner[0]
        head = antecedent(head)
        if (
            head in kept
            or head in triggers
            or head.ent_type_ in ("DATE", "TIME", "MONEY", "PERCENT", "ORDINAL", "QUANTITY")
        ):
            continue
        if head.lower_ in word_sets()["not_actors"] or head.pos_ not in (
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
        if whole.type in MUTUAL:
            roles.targets += [t for head in prepositional(verb, ("with", "between")) for t in conjuncts(head)]
    elif part.part == "undergoes":
        roles.targets += doers
    elif part.part == "reaches":
        roles.targets += [t for head in objects_of(verb) for t in conjuncts(head)]
    elif part.part == "occurs" and whole.type in MUTUAL:
        roles.actors += [t for head in prepositional(verb, ("between",)) for t in conjuncts(head)]
        roles.targets += [t for head in prepositional(verb, ("with",)) for t in conjuncts(head)]


def _from_predicate(part: Frame, verb: Token, whole: Frame, roles: Roles) -> None:
    word = lemma(verb)
    doers = [t for head in actors_of(verb) for t in conjuncts(head)]
    objects = [t for head in objects_of(verb) for t in conjuncts(head)]
    kind = part.type
    if kind in MUTUAL:
        roles.actors += [t for head in surface_subjects(verb) for t in conjuncts(head)]
        roles.targets += [t for head in prepositional(verb, ("with", "against")) for t in conjuncts(head)]
        if not (kind == "meeting" and word == "visit"):
            roles.targets += [t for t in objects if is_person(t) or t.ent_type_ in ACTOR_ENTITIES or is_of(t, "forces")]
        return
    if kind == "displacement" and word in ("flee", "seek", "take"):
        roles.targets += doers
        return
    if word in ("die", "perish", "succumb"):
        roles.targets += doers
        return
    if kind == "accident":
        roles.targets += [t for head in surface_subjects(verb) for t in conjuncts(head)]
        return
    if kind == "bombing" and word in ("explode", "go", "detonate") and not any(is_person(d) for d in doers):
        return
    if word in ("fire", "open", "launch", "lob", "hurl", "throw", "plant"):
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
        for head in prepositional(verb, ("against", "at", "on")):
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
    if is_site(word) and word.ent_type_ in ("GPE", "LOC", "FAC"):
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
    elif lemma(above) == "responsibility" and is_verb(above.head):
        roles.actors += [t for head in actors_of(above.head) for t in conjuncts(head)]
    elif lemma(above) == "responsible" and is_verb(above.head):
        roles.actors += [t for head in surface_subjects(above.head) for t in conjuncts(head)]


def _even_out(roles: Roles) -> None:
    """Talks and clashes have two sides: the first party stands as actor, the rest as targets."""
    everybody = list(dict.fromkeys([*roles.actors, *roles.targets]))
    if len(roles.actors) > 1 and not roles.targets:
        roles.actors, roles.targets = everybody[:1], everybody[1:]


class Namer:
    """Turns heads of noun phrases into participants, resolving pronouns within the paragraph."""

    def __init__(
        self,
        sides: Sides,
        span_of: Callable[[int, int], Span],
        before: tuple[Namer, Doc] | None = None,
        persons: Mapping[str, str] | None = None,
    ) -> None:
        self.sides = sides
        self.span_of = span_of
        self.before = before
        self.persons = persons or {}

    def side(self, words: str) -> str | None:
        return self.sides.of_words(words)

    def side_of(self, head: Token) -> str | None:
        return self.side(self.phrase(head).words)

    def phrase(self, head: Token) -> Span:
        """The noun phrase without its determiner, relative clauses and most prepositional phrases."""
        first = head
        for c in reversed(list(head.lefts)):
            if c.dep_ in ("compound", "amod", "nmod", "poss", "nummod", "quantmod", "appos", "advmod"):
                first = c.left_edge if c.dep_ != "advmod" else c
            elif c.dep_ == "punct" and c.text in "-–\"'“‘":
                first = c if c.text in "-–" else first
        if first.dep_ in ("det",) or first.lower_ in (
            "the",
            "a",
            "an",
            "some",
            "any",
            "its",
            "their",
            "his",
            "her",
            "our",
        ):
            first = first.nbor(1) if first.i < head.i else first
        while first.i < head.i and (
            first.ent_type_ in ("CARDINAL", "QUANTITY") or first.pos_ == "NUM" or first.lower_ in BOUNDS
        ):
            first = first.nbor(1)  # how many is a count's business
        last = head
        for c in head.rights:
            if (
                c.dep_ == "prep"
                and c.lower_ in ("of", "for")
                and (c.lower_ == "of" or lemma(head) in ("council", "group"))
            ):
                for o in children(c, "pobj"):
                    if o.i - last.i <= 6:
                        last = o
        return self.span_of(first.idx, last.idx + len(last))

    def participant(
        self, head: Token, speaker: str | None, speaker_side: str | None, said_by: str | None
    ) -> Participant | None:
        """The participant, or None for a pronoun whose words are not near."""
        if head.lower_ in word_sets()["speaker_pronouns"]:
            if speaker is None:
                return None
            own = self.span_of(head.idx, head.idx + len(head))
            return Participant(name=speaker_side or speaker, span=own, side=speaker_side, said_by=said_by)
        if head.pos_ == "PRON" or head.tag_ == "PRP$":
            found = self.stands_for(head)
            if found is None:
                return self._from_before(head, said_by)
            head = found
        span = self.phrase(head)
        name = span.words.strip("\"'“”‘’ \n")
        return Participant(
            name=" ".join(name.split()) or span.words, span=span, side=self.side(span.words), said_by=said_by
        )

    def _from_before(self, pronoun: Token, said_by: str | None) -> Participant | None:
        """Who the paragraph before was about, for "they" and "it" in the first sentence of this one."""
        first = pronoun.sent.start == 0 and pronoun.lower_ not in ("he", "him", "his", "she", "her")
        if not first or self.before is None:
            return None
        namer, doc = self.before
        told = namer.about(doc)
        return replace(told, said_by=said_by) if told is not None else None

    def about(self, doc: Doc) -> Participant | None:
        """The subject of a paragraph's last sentence, if it is somebody of a side or a named group."""
        last = next(reversed(list(doc.sents)), None)
        for token in last or ():
            if token.dep_ in ("nsubj", "nsubjpass") and token.pos_ in ("NOUN", "PROPN"):
                one = self.participant(token, None, None, None)
                if one is not None and (one.side is not None or token.ent_type_ in ("NORP", "ORG")):
                    return one
        return None

    def stands_for(self, pronoun: Token) -> Token | None:
        """The nearest earlier subject that fits in number, in this sentence's clauses above or the one before."""
        plural = pronoun.lower_ in word_sets()["plural_pronouns"]
        doc = pronoun.doc
        own = clause_head(pronoun)
        fallback: Token | None = None
        for i in range(pronoun.i - 1, max(-1, pronoun.i - 70), -1):
            t = doc[i]
            if t.dep_ not in ("nsubj", "nsubjpass", "poss", "agent", "pobj", "dobj") or t.pos_ not in ("NOUN", "PROPN"):
                continue
            if is_event(t):
                continue
            fits = t.tag_ in ("NNS", "NNPS") if plural else t.tag_ in ("NN", "NNP")
            group = t.ent_type_ in ("NORP", "ORG", "GPE") or self.side(self.phrase(t).words) is not None
            if not (fits or (plural and group) or (group and pronoun.lower_ in ("its", "it"))):
                continue
            if pronoun.lower_ in ("he", "him", "his", "she", "her") and not (
                t.ent_type_ == "PERSON" or is_of(t, "people")
            ):
                continue
            if not (group or is_person(t) or is_of(t, "forces")) or t.ent_type_ in ("LOC", "FAC", "DATE"):
                continue
            if t.dep_ in ("nsubj", "nsubjpass") and clause_head(t) != own:
                return t
            if t.dep_ in ("nsubj", "poss") and pronoun.tag_ == "PRP$":
                return t
            fallback = fallback or t
        return fallback


def sides_of_persons(docs: Sequence[Doc], statements: Sequence[StatementMention], sides: Sides) -> dict[str, str]:
    """Last names (lower case) and the side they act for, from the statements and from titles before names.

    A name that would fit two sides fits none.
    """
    found: dict[str, set[str]] = {}
    for statement in statements:
        if statement.speaker_kind == "named" and statement.speaker and statement.side:
            found.setdefault(statement.speaker.split()[-1].casefold(), set()).add(statement.side)
    for doc in docs:
        for name in doc.ents:
            if name.label_ != "PERSON":
                continue
            first = name.start
            while first > 0 and name.start - first < 8 and doc[first - 1].pos_ in ("ADJ", "NOUN", "PROPN"):
                first -= 1
            side = sides.of_words(doc[first : name.end].text) if first < name.start else None
            if side is not None:
                found.setdefault(doc[name.end - 1].lower_, set()).add(side)
    return {name: next(iter(of)) for name, of in found.items() if len(of) == 1}


def distinct(found: Sequence[Participant | None]) -> tuple[Participant, ...]:
    """Each participant once, by side or name, at most ``MOST``."""
    kept: dict[str, Participant] = {}
    for one in found:
        if one is not None:
            kept.setdefault((one.side or one.name).casefold(), one)
    return tuple(list(kept.values())[:MOST])


__all__ = ["HARM", "Namer", "Roles", "Sides", "child", "distinct", "roles_of", "surface_subjects"]

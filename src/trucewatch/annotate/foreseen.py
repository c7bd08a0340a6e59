"""What a clause only foresees: infinitives, wishes that a thing be left undone, cases that may come."""

from __future__ import annotations

from spacy.tokens import Token

from trucewatch.annotate.incident_lexicon import word_sets
from trucewatch.annotate.incident_syntax import DEEPEST, children, is_verb, lemma

#: Marks of a clause that is only imagined where the clause above it is still to come.
WHENEVER = frozenset({"when", "whenever", "where", "wherever", "once"})


def is_infinitive(verb: Token) -> bool:
    """True for "to free" and for "to be freed", whose verb is a participle."""
    to = any(c.tag_ == "TO" for c in children(verb, "aux"))
    return to and (verb.tag_ == "VB" or any(c.lower_ == "be" for c in children(verb, "auxpass")))


def nobody(head: Token) -> bool:
    """True for "nobody", "nothing", "no soldier of ours", "not one shell"."""
    if head.lower_ in ("nobody", "nothing", "none") or (
        head.lower_ == "one" and head.i > 0 and head.nbor(-1).lower_ == "no"
    ):
        return True
    if any(c.lower_ == "no" and c.dep_ == "det" for c in head.lefts):
        return True
    return any(c.lower_ in ("one", "single") and c.i > 0 and c.nbor(-1).lower_ == "not" for c in head.lefts)


def neither(verb: Token) -> bool:
    """True in "had neither ordered nor mounted the raid", for both verbs, and where nobody did or suffered it."""
    if any(c.lower_ in ("neither", "nor") and c.i < verb.i for c in children(verb, "preconj", "advmod", "cc")):
        return True
    if any(nobody(s) for s in children(verb, "nsubj", "nsubjpass", "dobj")):
        return True
    return verb.dep_ == "conj" and any(c.lower_ == "nor" and verb.head.i < c.i < verb.i for c in verb.head.children)


def negated_wish(verb: Token) -> str | None:
    """What "asked them not to attack", "will not attack" and "should never be freed" make of the deed: none is told."""
    sets = word_sets()
    if not any(c.dep_ == "neg" or (c.dep_ == "advmod" and c.lower_ in ("never", "not")) for c in verb.children):
        return None
    if is_infinitive(verb):
        return "not to"
    aux = next((a.lower_ for a in children(verb, "aux") if a.lower_ in sets["future_aux"] | sets["maybe_aux"]), None)
    return f"{aux} not" if aux is not None else None


def not_yet(noun: Token) -> str | None:
    """The verb that says of an event noun that it is still to come or waits: "the release was delayed", "approved the
    withdrawal"; None if no such verb stands above it.
    """
    if (before := _parted(noun)) is not None:
        return before
    at = noun
    while at.dep_ in ("conj", "appos") and at.head.pos_ in ("NOUN", "PROPN"):
        at = at.head
    verb = at.head
    if not is_verb(verb):
        return None
    word = lemma(verb)
    told = at.dep_ in ("dobj", "nsubjpass") and word in word_sets()["awaited"]
    return word if told or (at.dep_ == "nsubj" and word in word_sets()["stalling"]) else None


def _parted(noun: Token) -> str | None:
    """The verb of "approved on Sunday the release", which the model reads as a clause of its own before the noun."""
    if noun.dep_ not in ("appos", "conj", "dep", "ROOT", "pobj") or noun.left_edge.i < 2:
        return None
    for verb in noun.head.subtree:
        if verb.dep_ not in ("acl", "relcl") or lemma(verb) not in word_sets()["awaited"]:
            continue
        between = [t for c in verb.rights for t in c.subtree]
        dated = all(t.ent_type_ in ("DATE", "TIME") or t.pos_ == "ADP" for t in between)
        if dated and verb.right_edge.i == noun.left_edge.i - 1:
            return lemma(verb)
    return None


def is_generic(verb: Token) -> bool:
    """True for a case foreseen by a clause still to come: "would help units when they were attacked", "... troops who
    were attacked". With a doer, time or place of its own it is a deed; so is what "would later" be known for.
    """
    at, head = verb, verb.head
    if any(c.dep_ in ("prep", "agent", "npadvmod", "dobj", "neg") for c in verb.children):
        return False
    if at.dep_ == "relcl":
        if head.tag_ != "NNS" or any(c.dep_ in ("det", "nummod", "poss") for c in head.children):
            return False
    elif at.dep_ != "advcl" or not any(c.lower_ in WHENEVER for c in children(at, "advmod", "mark")):
        return False
    for _ in range(DEEPEST):
        if is_verb(head):
            aux = {a.lower_ for a in children(head, "aux")}
            if aux & word_sets()["future_aux"] | aux & {"would", "'d"}:
                return not any(c.lower_ in ("later", "subsequently", "eventually") for c in children(head, "advmod"))
        if head.head == head or head.dep_ in ("ccomp", "relcl", "parataxis"):
            return False
        head = head.head
    return False

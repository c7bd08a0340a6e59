"""Which words make a promise, a duty or a prohibition: rules over one word of a parse, no names and no records.

Each rule gives ``Found``: what is owed, whose it is, whether it is a thing not to be done. The reader in
``commitments`` turns that into records.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Token

from trucewatch.annotate.incident_frames import FORCE
from trucewatch.annotate.incident_lexicon import HARM, rows, triggers
from trucewatch.annotate.incident_syntax import (
    agents,
    child,
    children,
    is_passive,
    is_verb,
    lemma,
    prepositional,
    surface_subjects,
)

#: Words of a promise at most.
LONGEST_WHAT = 40  # tokens


@lru_cache(maxsize=1)
def words() -> dict[str, frozenset[str]]:
    return {row["set"]: frozenset(row["words"].split()) for row in rows("commitment_words.csv")}


@dataclass(frozen=True, slots=True)
class Found:
    """One reading: head of what is promised, from which token the words run, the obligor's head, and the rule.

    ``forbids``: the thing is not to be done. ``duty``: laid on the obligor by the agreement or by others, so that it
    binds only where the agreement is spoken of or a time is set. ``deadline``: the words that hold the due time,
    where it does not stand in what is owed. ``negation``: the word that forbids, if it belongs to the promise.
    """

    what: Token
    start: Token
    obligor: Token | None
    rule: str
    needs_side: bool = False
    forbids: bool = False
    duty: bool = False
    deadline: Token | None = None
    negation: Token | None = None


def tells_force(verb: Token) -> bool:
    """True for a threat rather than a promise: "vowed to avenge the dead"."""
    return lemma(verb) in words()["threatening"] or any(
        t.type in FORCE or t.type == HARM
        for t in triggers().get((lemma(verb), "verb"), ())
        if not t.needs or t.needs == "harmable"
    )


def of_the_deal(token: Token) -> bool:
    """True if the sentence says that it speaks of what the agreement holds: "under the accord", "the terms"."""
    return any(
        lemma(t) in words()["deals"] and (t.dep_ == "pobj" and t.head.lower_ in words()["deal_prepositions"])
        for t in token.sent
    )


def promise(verb: Token) -> Iterator[Found]:
    """ "pledged to VP", "agreed not to VP", "agreed that X would VP", "agreed to a truce", "guaranteed the safety"."""
    if lemma(verb) not in words()["promising"] or child(verb, "neg") is not None:
        return
    subjects = agents(verb) if is_passive(verb) else surface_subjects(verb)
    if not subjects:
        return
    for c in children(verb, "xcomp", "ccomp"):
        negation = child(c, "neg")
        if not is_verb(c) or (tells_force(c) and negation is None and lemma(verb) != "agree"):
            continue
        own = children(c, "nsubj", "nsubjpass")
        if own and not any(a.lower_ in ("will", "would", "shall", "should", "must", "to") for a in children(c, "aux")):
            return  # "agreed that there has been progress" promises nothing
        if not own and c.tag_ != "VB":
            return
        for one in (c, *_further(c)):
            negation = child(one, "neg")
            start = (own[0].left_edge if own else verb) if one == c else one.left_edge
            rule = f"{lemma(verb)} {'that' if own else 'to'}"
            yield Found(one, start, subjects[0], rule, forbids=negation is not None, negation=negation)
        return
    if lemma(verb) in words()["accepting"]:
        for o in prepositional(verb, ("to", "on")):
            yield Found(o, verb, subjects[0], f"{lemma(verb)} to a thing")
    if lemma(verb) in words()["giving"] and not is_passive(verb):
        for o in children(verb, "dobj"):
            if o.pos_ == "NOUN" and o.ent_type_ not in ("DATE", "TIME", "PERSON") and lemma(o) not in ("way", "people"):
                yield Found(o, verb, subjects[0], f"{lemma(verb)} a thing")


def _further(verb: Token) -> list[Token]:
    """ "to lift the siege and to free the prisoners": each infinitive with a "to" of its own is a promise."""
    return [c for c in children(verb, "conj") if c.tag_ == "VB" and any(a.tag_ == "TO" for a in children(c, "aux"))]


def duty(verb: Token) -> Iterator[Found]:
    """ "are prohibited from", "is required to", "are not allowed to", "are meant to"."""
    if not is_passive(verb) or children(verb, "agent"):
        return
    word = lemma(verb)
    allowed = word in words()["allowing"]
    bound = word in words()["duty_participles"] or word in words()["meant_participles"]
    if not bound and not (allowed and child(verb, "neg") is not None):
        return
    subjects = surface_subjects(verb)
    if not subjects:
        return
    barred = word in words()["barring"] or allowed
    for c in children(verb, "xcomp"):
        yield Found(c, subjects[0].left_edge, subjects[0], f"{word} to", forbids=barred)
    if barred or word == "bind":
        for p in children(verb, "prep"):
            for c in children(p, "pcomp"):
                yield Found(c, subjects[0].left_edge, subjects[0], f"{word} {p.lower_}", forbids=barred)
    if word == "commit":
        for o in prepositional(verb, ("to",)):
            yield Found(o, subjects[0].left_edge, subjects[0], "committed to")


def deal_says(verb: Token) -> Iterator[Found]:
    """ "the accord obliges X to", "bars X from", "calls for X to"; the accord is the subject."""
    subjects = surface_subjects(verb)
    if not subjects or lemma(subjects[0]) not in words()["deals"] or is_passive(verb):
        return
    word = lemma(verb)
    if child(verb, "neg") is not None and word not in words()["allowing"]:
        return
    barred = word in words()["barring"] or (word in words()["allowing"] and child(verb, "neg") is not None)
    if not barred and word not in words()["laying_duties"]:
        return
    for c in children(verb, "xcomp", "ccomp", "advcl"):
        who = children(c, "nsubj") or children(verb, "dobj")
        if is_verb(c) and who and (c.dep_ != "advcl" or any(a.tag_ == "TO" for a in children(c, "aux"))):
            yield Found(c, who[0].left_edge, who[0], f"the deal {word}s", forbids=barred)
    for preposition in children(verb, "prep"):
        for c in children(preposition, "pcomp"):
            who = children(c, "nsubj") or children(verb, "dobj")
            if is_verb(c) and who:
                yield Found(c, who[0].left_edge, who[0], f"the deal {word}s {preposition.lower_}", forbids=barred)
        for o in children(preposition, "pobj") if preposition.lower_ == "for" else ():
            for c in children(o, "acl", "relcl"):
                if any(a.tag_ == "TO" for a in children(c, "aux")):
                    yield Found(c, o.left_edge, o, f"the deal {word}s for", forbids=barred)


def modal_duty(verb: Token) -> Iterator[Found]:
    """ "must", "may not", "has to", "is to", "is due to": binding only beside the agreement or a set time."""
    above = verb.head
    due = verb.dep_ == "xcomp" and above.lower_ == "due" and above.dep_ in ("acomp", "attr")
    subjects = surface_subjects(above.head if due else verb)
    if not subjects or verb.dep_ in ("relcl", "advcl") or (tells_force(verb) and child(verb, "neg") is None):
        return
    negation = child(verb, "neg")
    auxiliaries = {a.lower_ for a in children(verb, "aux")}
    own = subjects[0]
    if auxiliaries & {"must", "shall"} or (negation is not None and auxiliaries & {"may", "can", "ca", "cannot"}):
        modal = sorted(auxiliaries & {"must", "shall", "may", "can", "ca", "cannot"})[0]
        yield Found(
            verb, own.left_edge, own, modal, duty=True, needs_side=True, forbids=negation is not None, negation=negation
        )
    if verb.dep_ != "xcomp" or not any(a.tag_ == "TO" for a in children(verb, "aux")):
        return
    bound = lemma(above) == "have" and is_verb(above) and not children(above, "dobj")
    if due or bound or lemma(above) == "be":
        yield Found(
            verb, own.left_edge, own, f"{lemma(above)} to", duty=True, needs_side=True, forbids=negation is not None,
            negation=negation,
        )  # fmt: skip


def ready(word: Token) -> Iterator[Found]:
    """ "is ready to", "was committed to the deal"."""
    if lemma(word) not in words()["bound_adjectives"] and word.lower_ not in words()["bound_adjectives"]:
        return
    above = word.head
    if word.dep_ not in ("acomp", "attr") or lemma(above) not in ("be", "remain", "stay", "stand"):
        return
    if child(above, "neg") is not None or (
        above.dep_ == "xcomp" and lemma(above.head) in ("urge", "ask", "call", "want")
    ):
        return
    aux = [c.lower_ for c in children(above, "aux")]
    subjects = surface_subjects(above)
    if not subjects or "must" in aux or "should" in aux:
        return
    for c in children(word, "xcomp"):
        yield Found(c, subjects[0].left_edge, subjects[0], f"{word.lower_} to")
        return
    for p in children(word, "prep"):
        if p.lower_ in ("to", "for"):
            for o in [*children(p, "pobj"), *children(p, "pcomp")]:
                yield Found(o, subjects[0].left_edge, subjects[0], f"{word.lower_} {p.lower_}")


def promise_noun(noun: Token) -> Iterator[Found]:
    """ "their commitment to reduce violence"; whose it is stands before it."""
    if lemma(noun) not in words()["promise_nouns"]:
        return
    owners = children(noun, "poss")
    if not owners:
        return
    for c in children(noun, "acl"):
        if any(a.tag_ == "TO" for a in children(c, "aux")):
            negation = child(c, "neg")
            yield Found(
                c, noun.left_edge, owners[0], f"{lemma(noun)} to", forbids=negation is not None, negation=negation
            )
    for p in children(noun, "prep"):
        if p.lower_ == "to":
            for c in [*children(p, "pcomp"), *children(p, "pobj")]:
                yield Found(c, noun.left_edge, owners[0], f"{lemma(noun)} to")


def deadline_noun(noun: Token) -> Iterator[Found]:
    """ "a 30 June deadline to withdraw", "the deadline for the handover of prisoners", "has until 30 June to"."""
    if lemma(noun) not in words()["deadlines"]:
        return
    governor = noun.head
    holders = surface_subjects(governor) if is_verb(governor) and noun.dep_ in ("dobj", "attr") else []
    if lemma(governor) == "be":
        holders = []
    for c in [*children(noun, "acl", "relcl"), *(children(governor, "xcomp", "advcl") if holders else [])]:
        own = children(c, "nsubj") or holders
        if own and any(a.tag_ == "TO" for a in children(c, "aux")):
            yield Found(c, noun.left_edge, own[0], "deadline to", deadline=noun)
            return
    at = [noun, *prepositional(noun, ("of",))]  # "a deadline of 1 May for …" hangs the rest on the date
    for o in [o for one in at for o in prepositional(one, ("for",))]:
        inner = [c for c in children(o, "acl", "relcl") if any(a.tag_ == "TO" for a in children(c, "aux"))]
        if inner:
            yield Found(inner[0], noun.left_edge, o, "deadline for", deadline=noun)
        else:
            owner = owner_of(o)
            yield Found(o, noun.left_edge, owner or (holders[0] if holders else None), "deadline for", deadline=noun)


def owner_of(noun: Token) -> Token | None:
    """Who does what a noun names: "Norland's withdrawal", "the withdrawal of Norland troops"."""
    owners = [*children(noun, "poss"), *prepositional(noun, ("by",)), *prepositional(noun, ("of",))]
    if noun.lower_ in words()["done_to"]:
        owners = [*children(noun, "poss"), *prepositional(noun, ("by",))]
    return next((o for o in owners if o.ent_type_ not in ("DATE", "TIME")), None)


def until_to(verb: Token) -> Iterator[Found]:
    """ "has until 30 June to withdraw"."""
    if lemma(verb) not in ("have", "give"):
        return
    until = next((p for p in children(verb, "prep") if p.lower_ in ("until", "till")), None)
    if until is None:
        return
    who = children(verb, "dobj", "dative") if lemma(verb) == "give" else surface_subjects(verb)
    for c in [*children(verb, "xcomp", "advcl"), *children(until, "acl"), *(
        a for o in children(until, "pobj") for a in children(o, "acl", "relcl")
    )]:  # fmt: skip
        if who and any(a.tag_ == "TO" for a in children(c, "aux")):
            yield Found(c, until, who[0], "until to", deadline=until)
            return


def blamed(pronoun: Token) -> Token | None:
    """Whose "their promise" is in "accused the rebels of breaking their promise": the ones accused, not the accuser."""
    at = pronoun
    for _ in range(12):
        if at.head == at:
            return None
        at = at.head
        if is_verb(at) and lemma(at) in words()["at_others"]:
            objects = children(at, "dobj")
            return objects[0] if objects and objects[0].i < pronoun.i else None
    return None


def is_denied(token: Token) -> bool:
    """True if a denial governs the words: "denied that it had promised to"."""
    at = token
    for _ in range(6):
        if at.head == at:
            return False
        at = at.head
        if is_verb(at) and lemma(at) in words()["denying"] and at.i < token.i:
            return True
    return False


def end_of(what: Token) -> Token:
    """Where the promise's words end: before a clause with a subject of its own, at most ``LONGEST_WHAT`` words on."""
    last = what
    apart = {t for c in children(what, "conj") if is_verb(c) and (_has_subject(c) or _own_to(c)) for t in c.subtree}
    apart |= {c for c in children(what, "cc") if apart and any(t.i > c.i for t in apart)}
    stop = min((t.i for t in apart), default=None)
    for t in what.subtree:
        if t.i > last.i and t.i - what.i <= LONGEST_WHAT and (stop is None or t.i < stop):
            last = t
    while last.i > what.i and (last.is_punct or last.is_space):
        last = last.nbor(-1)
    doc = what.doc
    if last.i + 2 < len(doc) and doc[last.i + 1].text == "-" and doc[last.i + 1].idx == last.idx + len(last):
        # the parser broke at a hyphen ("re-open roads")
        rest = last.i
        for t in what.sent:
            if t.i > last.i and t.i - last.i <= 30:
                if t.is_quote or t.text in ",;":
                    break
                rest = t.i
        last = doc[rest]
        while last.is_punct or last.is_space:
            last = last.nbor(-1)
    return last


def _has_subject(verb: Token) -> bool:
    return bool(children(verb, "nsubj", "nsubjpass"))


def _own_to(verb: Token) -> bool:
    return verb.tag_ == "VB" and any(a.tag_ == "TO" for a in children(verb, "aux"))

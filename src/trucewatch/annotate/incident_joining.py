"""Join the frames of a sentence that tell of one event: an attack and what it did, a death and its cause.

"Stormed the post, killing two", a blast and the verb that says where it hit: the frame whose type says most leads.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from trucewatch.annotate.incident_conditions import dying_of, is_event
from trucewatch.annotate.incident_frames import FORCE, Frame, amount_chain
from trucewatch.annotate.incident_lexicon import HARM, word_sets
from trucewatch.annotate.incident_syntax import (
    children,
    conjuncts,
    is_passive,
    is_verb,
    lemma,
    prepositional,
    surface_subjects,
)


def joined(frames: Sequence[Frame]) -> list[Frame]:
    """Join frames that tell of one event; the frame whose type says most leads."""
    alive = list(frames)
    for frame in frames:
        if frame not in alive:
            continue
        for other in frames:
            if other is frame or other not in alive or frame not in alive:
                continue
            if any(_same_event(a, b) for a in frame.all() for b in other.all()):
                leader, follower = _lead(frame, other)
                leader.joined += [follower, *follower.joined]
                follower.joined = []
                leader.harm += follower.harm
                leader.weapon = leader.weapon or follower.weapon
                alive.remove(follower)
                if follower is frame:
                    break
    return alive


def _lead(one: Frame, two: Frame) -> tuple[Frame, Frame]:
    def telling(frame: Frame) -> tuple[bool, bool, bool, int]:
        general = frame.type in ("armed_attack", "accident")
        return (frame.type == HARM, not frame.strong and frame.type == HARM, general, frame.trigger.i)

    return (one, two) if telling(one) <= telling(two) else (two, one)


def _same_event(one: Frame, two: Frame) -> bool:
    """True if ``two`` hangs on ``one`` as part of the same telling (asked both ways by ``_join``)."""
    if one.verb is not None and one.verb == two.verb:
        return (one.type in FORCE and two.type in FORCE) or one.type == two.type
    if one.noun is not None and two.noun is None and two.verb is not None:
        return _noun_and_verb(one, two)
    if one.noun is not None and two.noun is not None:
        return _two_nouns(one.noun, two.noun) and (one.type == two.type or {one.type, two.type} <= FORCE)
    if one.noun is None and two.noun is None and one.verb is not None and two.verb is not None:
        return _two_verbs(one, two)
    return False


def _noun_and_verb(one: Frame, two: Frame) -> bool:
    """An event noun and a verb of force: subject, cause, or the noun that the verb's clause hangs on."""
    noun, verb = one.noun, two.verb
    assert noun is not None and verb is not None
    if one.type not in FORCE or two.type not in FORCE | {"detention"}:
        return False
    heads = amount_chain(noun)
    if two.harm and any(lemma(c) in ("displace", "uproot") for c in children(verb, "conj")):
        return False  # "raids that hurt some and uprooted others": the displacement is told for itself
    if any(s in heads for s in surface_subjects(verb)) and not (is_passive(verb) and two.harm):
        return bool(two.harm) or two.type == "destruction" or one.type == two.type
    if verb.dep_ in ("relcl", "acl") and (verb.head in heads or _inside(verb.head, noun)):
        return bool(two.harm) or verb.head in heads
    if two.harm and verb.dep_ == "ccomp" and verb.head.dep_ == "relcl" and verb.head.head in heads:
        return True  # "the clash, in which officials said 20 were killed"
    if two.harm or two.type == "destruction":
        causes = prepositional(verb, (*("in", "by", "during", "after", "from", "amid"), *dying_of(verb)))
        if any(c in heads for c in causes) or any(cc in heads for c in causes for cc in conjuncts(c)):
            return True
        # "dozens were killed as the attack began" and "launched an attack, killing two"
        if one.verb is not None and _hangs_on(verb, one.verb):
            return True
        if one.verb is not None and _hangs_on(one.verb, verb) and _adverbial(one.verb):
            return True
    elif one.verb is not None and two.type == one.type and _hangs_on(verb, one.verb):
        return True
    return False


def _inside(low: Token, noun: Token) -> bool:
    """True if a noun that is no event stands in the event noun's phrase ("an attack on shrines that killed")."""
    at = low
    for _ in range(8):
        if at == noun:
            return True
        if at.dep_ not in ("pobj", "prep", "conj", "poss", "compound", "nmod", "appos") or is_event(at):
            return False
        at = at.head
    return False


def _two_nouns(one: Token, two: Token) -> bool:
    """Coordination, apposition, or one under the other's "of", "in", "from", "during"."""
    if two.dep_ in ("conj", "appos") and two.head == one:
        return True
    return two.dep_ == "pobj" and two.head.lower_ in ("of", "in", "from", "during") and two.head.head == one


def _two_verbs(one: Frame, two: Frame) -> bool:
    first, second = one.verb, two.verb
    assert first is not None and second is not None
    both = {one.type, two.type}
    if not both <= FORCE | {"detention", "displacement", "territory_seized"}:
        return False
    harmful = bool(one.harm or two.harm)
    if both == {"riot", "destruction"}:
        return second.dep_ == "conj" and second.head == first and not children(second, "nsubj")
    if not harmful and one.type != two.type and "destruction" not in both and not both <= FORCE:
        return False
    if second.dep_ in ("acl", "relcl") and second.head in surface_subjects(first) and both <= FORCE:
        return True  # "a shell fired by the rebels hit a school"
    if _hangs_on(second, first):
        if second.dep_ == "conj" and not harmful and one.type != two.type:
            return False
        if second.dep_ == "conj" and "destruction" in both and one.type != two.type:
            return False  # "killed a guard and burned the office" is two things done
        own = [c for c in second.children if c.dep_ in ("nsubj", "nsubjpass")]
        if second.dep_ == "conj" and own and not (one.harm and two.harm):
            return False
        if own and "territory_seized" in both:
            return False  # "a bomb killed ten as the army took back two villages"
        if own and second.dep_ in ("advcl", "ccomp") and not _adverbial(second):
            return False
        return not (own and _adverbial(second) and not harmful)
    return False


def _adverbial(verb: Token) -> bool:
    """True for a clause that says when or how ("when a bomb exploded", "as troops attacked")."""
    return verb.dep_ == "advcl" and any(
        c.lower_ in ("when", "as", "after", "while", "in", "because")
        for c in verb.children
        if c.dep_ in ("advmod", "mark")
    )


def _hangs_on(lower: Token, upper: Token) -> bool:
    """True if ``lower`` is an adverbial, coordinated, controlled or participial part of ``upper``'s clause."""
    at = lower
    participle = lower.tag_ in ("VBG", "VBN")
    for _ in range(6):
        label, head = at.dep_, at.head
        if head == at:
            return False
        if is_verb(at):
            if label not in ("advcl", "conj", "xcomp", "acl", "pcomp", "ccomp", "dep", "relcl"):
                return False
            if label == "ccomp" and at.tag_ not in ("VBG", "VBN"):
                return False
            if label == "relcl" and at is not lower:
                return False
        elif label not in ("prep", "mark", "conj", "dep") and not (participle and label in ("pobj", "npadvmod")):
            return False
        if head == upper:
            return True
        if is_verb(head) and lemma(head) in word_sets()["reporting"] and label in ("advcl", "prep", "dep"):
            # "X attacked, officials said, killing two": the killing hangs on the attack
            return upper.head == head and upper.dep_ in ("ccomp", "parataxis") and upper.i < at.i
        if is_verb(head) and head.dep_ not in ("conj", "xcomp", "advcl", "pcomp", "acl"):
            return False
        if not is_verb(head) and head.pos_ not in ("ADP", "SCONJ", "NOUN", "NUM", "PROPN"):
            return False
        at = head
    return False

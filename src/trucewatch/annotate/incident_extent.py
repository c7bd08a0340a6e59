"""Cut the words that tell of an event: the clause of its verb, or the noun phrase of its noun.

The reporting clause stays outside, and so do coordinated clauses that tell of something else and relative
clauses that only add to a noun.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from trucewatch.annotate.incident_frames import Frame, amount_chain
from trucewatch.annotate.incident_lexicon import word_sets
from trucewatch.annotate.incident_syntax import DEEPEST, adopted, children, is_verb, lemma
from trucewatch.records.span import Span

EDGE = frozenset({"punct", "cc", "mark", "SPACE"})
OPENING = "\"'“‘(["
LONGEST = 60  # tokens; a longer clause is cut back to what stands near the trigger


def words_of(frame: Frame, span_of: Callable[[int, int], Span]) -> Span:
    """The span of the words that tell of the event."""
    inside = {t for p in frame.all() for t in (p.trigger, p.verb, p.noun) if t is not None}
    head = _top(frame)
    kept = _clause(head, inside) if is_verb(head) else _phrase(head, inside)
    first, last = _trim(kept, frame.trigger)
    driver = head.head
    if is_verb(head) and head.tag_ == "VB" and lemma(driver) in word_sets()["causing"]:
        for driven in children(driver, "dobj"):
            first = driven.left_edge if driven.left_edge.i < first.i else first
    return span_of(first.idx, last.idx + len(last))


def _top(frame: Frame) -> Token:
    """The highest verb of the telling, or the noun with the noun of amount above it."""
    verbs = [p.verb for p in frame.all() if p.verb is not None]
    if frame.part == "sees" and frame.noun is not None and (children(frame.noun, "prep", "poss", "relcl")):
        return amount_chain(frame.noun)[-1]
    if frame.verb is None and frame.noun is not None:
        hanging = [v for v in verbs if v.is_ancestor(frame.noun)]
        if hanging:
            return max(hanging, key=lambda v: len(list(v.subtree)))
        return amount_chain(frame.noun)[-1] if frame.noun.dep_ != "conj" else frame.noun
    if not verbs:
        return frame.trigger
    top = frame.verb or verbs[0]
    for _ in range(DEEPEST):
        above = next((v for v in verbs if v != top and v.is_ancestor(top)), None)
        if above is None:
            return _raised(top)
        top = above
    return top


def _raised(verb: Token) -> Token:
    """The verb whose subject an infinitive shares ("are due to resume talks"), or that tells of "those killed"."""
    at = verb
    for _ in range(4):
        head = at.head
        if lemma(head) in word_sets()["causing"]:
            break
        if at.dep_ == "xcomp" and at.tag_ == "VB" and (is_verb(head) or head.pos_ == "ADJ") and not _reports(head):
            at = head.head if head.pos_ == "ADJ" and is_verb(head.head) else head
        elif at.dep_ == "advcl" and at.tag_ == "VB" and any(c.dep_ == "acomp" and _plans(c) for c in head.children):
            at = head
        elif at.dep_ == "acl" and head.lower_ in ("those", "them") and head.dep_ == "pobj" and is_verb(head.head.head):
            at = head.head.head
        else:
            break
    return at


def _clause(verb: Token, inside: set[Token]) -> list[Token]:
    """The verb's subtree without clauses that stand beside it."""
    kept: list[Token] = [verb]
    for c in verb.children:
        if c in inside or any(t in inside for t in c.subtree):
            kept += list(c.subtree)
            continue
        if c.dep_ in ("conj", "parataxis", "cc", "preconj") and is_verb(c):
            continue
        if c.dep_ == "ccomp" and verb.tag_ != "VB" and lemma(verb) in word_sets()["reporting"]:
            continue
        if c.dep_ in ("ccomp", "parataxis") and c.i < verb.i and is_verb(c):
            continue
        if c.dep_ == "advcl" and (_reports(c) or _stands_beside(c)):
            continue
        kept += list(c.subtree)
    if verb.dep_ in ("conj", "xcomp") and not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
        return kept
    return kept


def _stands_beside(clause: Token) -> bool:
    """True for a finite clause that only sets something else beside the event ("though …", "as the world …")."""
    marks = {c.lower_ for c in clause.children if c.dep_ in ("mark", "advmod")}
    own = any(c.dep_ in ("nsubj", "nsubjpass") for c in clause.children)
    return own and bool(marks & word_sets()["beside_marks"])


def _plans(state: Token) -> bool:
    return lemma(state) in word_sets()["planning"]


def _reports(clause: Token) -> bool:
    return lemma(clause) in word_sets()["reporting"]


def _phrase(noun: Token, inside: set[Token]) -> list[Token]:
    kept = [noun]
    for c in noun.children:
        if c.dep_ in ("relcl", "appos", "parataxis") and not any(t in inside for t in c.subtree):
            if c.dep_ == "relcl" and c.i - noun.i <= 12 and len(list(c.subtree)) <= 14 and _restrictive(noun, c):
                kept += list(c.subtree)
            continue
        if c.dep_ == "conj" and not any(t in inside for t in c.subtree):
            continue
        if c.dep_ in ("cc",):
            continue
        kept += list(c.subtree)
    for preposition in adopted(noun):
        kept += list(preposition.subtree)
    return kept


def _restrictive(noun: Token, clause: Token) -> bool:
    first = clause.left_edge
    return first.i > noun.i and (first.i == 0 or first.nbor(-1).text != ",")


def _trim(kept: list[Token], trigger: Token) -> tuple[Token, Token]:
    """First and last token, without marks, conjunctions and punctuation at the edges, one unbroken run."""
    tokens = sorted(set(kept), key=lambda t: t.i)
    while len(tokens) > 1 and (tokens[0].dep_ in EDGE or tokens[0].is_space) and tokens[0] != trigger:
        tokens.pop(0)
    while (
        len(tokens) > 1
        and (tokens[-1].dep_ in EDGE or tokens[-1].is_space or tokens[-1].text in ",;:-–—")
        and (tokens[-1] != trigger)
    ):
        tokens.pop()
    if tokens[-1].i - tokens[0].i > LONGEST:
        tokens = [t for t in tokens if abs(t.i - trigger.i) <= LONGEST // 2]
    # a gap is what was left out (a coordinated clause): stay on the trigger's side of a long one
    run: list[Token] = []
    runs: list[list[Token]] = []
    for t in tokens:
        if run and t.i - run[-1].i > 12:
            runs.append(run)
            run = []
        run.append(t)
    runs.append(run)
    mine = next((r for r in runs if r[0].i <= trigger.i <= r[-1].i), runs[0])
    return mine[0], mine[-1]

"""Count the killed, injured, missing, detained, abducted, displaced and released of a sentence, and the strength of
those who act.

A number counts people of an effect only where the parse ties it to the word for the effect (``count_victims``). A
singular person without a numeral counts as one ("killed a soldier"); a name with others ("himself and four
relatives", "a mother and her three sons") is summed. "No casualties" is zero. Some of a number ("12 people, including
four children") are a part: kept, and never added to the whole (``count_parts``). A number of things is never taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from trucewatch.annotate.count_groups import (
    Counting,
    bound_after,
    countable,
    group_of,
    is_amount,
    is_one,
    number_of,
    with_others,
)
from trucewatch.annotate.count_lexicon import count_words, effect_nouns
from trucewatch.annotate.count_parts import lost, parts
from trucewatch.annotate.count_tolls import is_toll, runs_on
from trucewatch.annotate.count_victims import victims_of
from trucewatch.annotate.incident_conditions import is_person
from trucewatch.annotate.incident_lexicon import word_sets
from trucewatch.annotate.incident_syntax import child, children, conjuncts, is_passive, is_verb, lemma, prepositional
from trucewatch.annotate.numbers import Number, find_numbers
from trucewatch.records.count import Bound, Count, Effect
from trucewatch.records.span import Span

#: Gives the span of the text for tokens first..last (included), cut to characters [a, b) of the paragraph if given.
Spanner = Callable[[int, int], Span]
#: Effects of which a report may say that there were none.
ZERO_EFFECTS: frozenset[Effect] = frozenset(("killed", "injured", "harmed", "missing"))
#: What may stand between a verb and its number where the parser saw no object.
_BETWEEN = frozenset((
    "at", "least", "more", "than", "about", "up", "to", "as", "many", "some", "over", "nearly", "around", "almost",
    "fewer", "less", "only", "an", "estimated",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """A count with the word that says the effect (``anchor``) and the head of the noun phrase counted.

    ``part`` marks some of a larger number ("33 civilians were among those killed").
    """

    anchor: Token
    head: Token
    count: Count
    part: bool = False

    @property
    def is_harm(self) -> bool:
        """True for a count of those to whom something was done: no part, no strength, not nobody."""
        return not self.part and self.count.effect != "strength" and self.count.value != 0


def find_counts(sentence: SpacySpan, span_of: Spanner) -> list[Counted]:
    """The counts of people in a sentence, in order; ``span_of`` takes character offsets in the sentence's document."""
    numbers = {_token_at(sentence, n.at): _without_particle(n, sentence) for n in find_numbers(sentence.text)}
    found: list[Counted] = []
    for token in sentence:
        for effect, heads in victims_of(token):
            if not heads and is_verb(token) and not is_passive(token) and effect != "strength":
                heads = _right_after(token, numbers)
            counts = list(_count(token, effect, heads, numbers, sentence, span_of))
            if token.dep_ == "acl" and token.head.lower_ in ("those", "them"):
                # a name among those killed counts nobody, a number only a part
                counts = [replace(c, part=True) for c in counts if c.count.value != 1]
            found += counts
    found = _tidy(_without_dead_hurt(_with_toll(found)))
    return found + _beside_the_parse(sentence, list(numbers.values()), found, span_of)


def _beside_the_parse(
    sentence: SpacySpan, numbers: list[Number], found: list[Counted], span_of: Spanner
) -> list[Counted]:
    """What the order of words gives: numbers that the parse lost, then the parts of those found."""
    used = {(c.count.span.start, c.count.span.end) for c in found}

    def place(number: Number) -> tuple[int, int]:
        span = span_of(
            sentence.start_char + (number.at if number.vague else number.start), sentence.start_char + number.end
        )
        return span.start, span.end

    def taken(number: Number) -> bool:
        a, b = place(number)
        return any(start < b and a < end for start, end in used)

    more: list[Counted] = []
    for effect, anchor, number, head in lost(sentence, numbers, taken):
        made = _make(anchor, effect, head, number, sentence, span_of)
        more += [made] if made is not None and countable(head, effect) else []
    used |= {(c.count.span.start, c.count.span.end) for c in more}
    offset = span_of(sentence.start_char, sentence.start_char + 1).start
    wholes = [(c.count.span.end - offset, c.count.effect, c.count.value, c) for c in [*found, *more] if c.is_harm]
    wholes.sort(key=lambda w: w[0])
    given = [(effect, end, value) for end, effect, value, _ in wholes]
    for effect, head, number, some in parts(sentence, numbers, taken, given):
        whole = next(c for end, e, _, c in reversed(wholes) if e == effect and end <= number.start)
        made = _make(whole.anchor, effect, head, number, sentence, span_of)
        more += [replace(made, part=some)] if made is not None else []
    return more


def _with_toll(found: list[Counted]) -> list[Counted]:
    """The counts of a sentence that gives an event's toll: the others of its effect are part of it.

    "Two of the wounded died overnight, bringing the toll to 16": the two are among the 16.
    """
    tolls = [c for c in found if is_toll(c.anchor) and c.count.value and not runs_on(c.anchor)]
    return [
        replace(c, part=True)
        if any(
            t.count.effect == c.count.effect and (t.count.value or 0) > (c.count.value or 0) > 0
            for t in tolls
            if t is not c
        )
        else c
        for c in found
    ]


def _without_dead_hurt(found: list[Counted]) -> list[Counted]:
    """Without the wounds of those who died of them ("four men who had been injured in the blast died")."""
    dead = {c.head for c in found if c.count.effect == "killed"}
    return [
        c for c in found if not (c.count.effect == "injured" and c.head in dead and c.anchor.dep_ in ("relcl", "acl"))
    ]


def told_by(counted: Counted, speaker: str | None, *, denied: bool = False) -> Count:
    """The count as a record, with who says it (or, if ``denied``, who says that it was not so)."""
    return replace(counted.count, said_by=speaker, part=counted.part, denied=denied)


def _right_after(verb: Token, numbers: dict[int, Number]) -> list[Token]:
    """The numbered phrase just after a verb that the parser gave no object ("killed at least 62 people, X said")."""
    doc = verb.doc
    for i in range(verb.i + 1, min(verb.i + 5, len(doc))):
        if i in numbers:
            head = doc[i]
            while head.dep_ in ("nummod", "quantmod", "compound", "amod") and head.head.i > head.i:
                head = head.head
            return [head]
        if doc[i].lower_ not in _BETWEEN:
            return []
    return []


def _without_particle(number: Number, sentence: SpacySpan) -> Number:
    """ "handed over 25 men" is 25 men, not more than 25."""
    if number.start == number.at or sentence.doc[_token_at(sentence, number.start)].dep_ != "prt":
        return number
    return replace(number, start=number.at, bound="exact", low=number.value, high=number.value)


def _token_at(sentence: SpacySpan, offset: int) -> int:
    """Index in the document of the token at a character offset of the sentence."""
    at = sentence.start_char + offset
    return next((t.i for t in sentence if t.idx <= at < t.idx + len(t)), -1)


def _count(
    anchor: Token, effect: Effect, heads: list[Token], numbers: dict[int, Number], sentence: SpacySpan, span_of: Spanner
) -> Iterator[Counted]:
    for first in (_amount_of(head, numbers) for head in heads):
        none = _none(anchor, effect, first, span_of)
        if none is not None:
            yield none
            continue
        group = [t for t in conjuncts(first) if countable(t, effect) and not _belongs_elsewhere(t, first)]
        read: list[Counting] = [(t, number_of(t, numbers)) for t in group]
        if read and read[0][1] is not None and (read[0][1].value or 2) > 1:
            # "two shopkeepers, X and Y": the names say who the two are
            read = [read[0], *(r for r in read[1:] if r[1] is not None or r[0].pos_ != "PROPN" or child(r[0], "det"))]
        if effect == "strength":
            read = [r for r in read if r[1] is not None]
        elif len(read) > 1 and with_others(read):
            yield from _sum(anchor, effect, read, sentence, span_of)
            continue
        for head, number in read:
            made = _make(anchor, effect, head, number, sentence, span_of)
            if made is not None:
                yield made


def _amount_of(head: Token, numbers: dict[int, Number]) -> Token:
    """ "scores" of "scores of people killed": the number that the people hang on."""
    amount = head.head.head if head.dep_ == "pobj" and head.head.lower_ == "of" else head
    return amount if amount.i in numbers and (amount.pos_ == "NUM" or is_amount(amount)) else head


def _belongs_elsewhere(head: Token, first: Token) -> bool:
    """True for a later conjunct with an effect of its own ("12 deaths and 35 injuries", "killed four and two were cut")
    or that is the speaker of the sentence ("killing five, activists and a monitor reported")."""
    if head is first:
        return False
    if lemma(head) in effect_nouns():
        return effect_nouns()[lemma(head)] != effect_nouns().get(lemma(first))
    after = head.doc[head.right_edge.i + 1] if head.right_edge.i + 1 < len(head.doc) else None
    if after is not None and after.dep_ in ("aux", "auxpass") and not children(after.head, "nsubj", "nsubjpass"):
        return after.head.dep_ == "conj" and after == after.head.left_edge
    return after is not None and is_verb(after) and lemma(after) in word_sets()["reporting"] and after.tag_ == "VBD"


def _none(anchor: Token, effect: Effect, head: Token, span_of: Spanner) -> Counted | None:
    """Zero: "no casualties", "nobody was hurt", "without casualties", "no reports of casualties"."""
    if effect not in ZERO_EFFECTS:
        return None
    above = head.head
    said_no = next((c for c in head.lefts if c.lower_ in count_words()["no"] and c.dep_ in ("det", "nummod")), None)
    if head.lower_ in count_words()["nobody"] or (head.lower_ == "one" and said_no is not None):
        start = said_no or head
        group = next((t.text for t in prepositional(head, ("of",))), None)
    elif said_no is not None:
        start, group = said_no, _who(head)
    elif lemma(head) in count_words()["zero_things"] and (start_of := _negated(head)) is not None:
        start, group = start_of, _who(head)
    elif lemma(head) in count_words()["zero_things"] and lemma(above.head) in ("report", "sign", "word"):
        no = next((c for c in above.head.lefts if c.lower_ == "no"), None)
        if no is None:
            return None
        start, group = no, _who(head)
    else:
        return None
    end = head if start.i <= head.i else start
    span = span_of(min(start.idx, head.idx), end.idx + len(end))
    count = Count(effect=effect, value=0, bound="exact", low=0, high=0, group=group, span=span)
    return Counted(anchor, head, count)


def _negated(head: Token) -> Token | None:
    """The word that says there were none: "without casualties", "did not cause any casualties"."""
    above = head.head
    for _ in range(3):
        if above.lower_ == "without":
            return above
        if is_verb(above):
            no = child(above, "neg")
            if no is not None and head.dep_ in ("dobj", "attr", "nsubjpass", "conj"):
                return no
            if above.dep_ != "pcomp":
                return None
        if above.head == above:
            return None
        above = above.head
    return None


def _who(head: Token) -> str | None:
    """Of whom there were none: "civilian" of "no civilian casualties", "soldiers" of "no soldiers were hurt"."""
    if lemma(head) not in count_words()["zero_things"]:
        return head.text
    return next((c.text for c in children(head, "amod", "compound") if is_person(c)), None) or next(
        (t.text for t in prepositional(head, ("among", "on"))), None
    )


def _sum(
    anchor: Token, effect: Effect, read: list[Counting], sentence: SpacySpan, span_of: Spanner
) -> Iterator[Counted]:
    total = 0
    for _, number in read:
        total += 1 if number is None else int(number.value or 0)
    first = min(t.left_edge.i for t, _ in read)
    last = max(t.i for t, _ in read)
    doc = sentence.doc
    span = span_of(doc[first].idx, doc[last].idx + len(doc[last]))
    bound: Bound = next((n.bound for _, n in read if n is not None and n.bound != "exact"), "exact")
    yield Counted(
        anchor,
        read[0][0],
        Count(
            effect=effect,
            value=total,
            bound=bound,
            low=total if bound in ("exact", "at_least") else None,
            high=total if bound == "exact" else None,
            group=span.words,
            span=span,
        ),
    )


def _make(
    anchor: Token, effect: Effect, head: Token, number: Number | None, sentence: SpacySpan, span_of: Spanner
) -> Counted | None:
    if number is None:
        return _one_or_some(anchor, effect, head, span_of)
    if any(c.lower_ == "no" for c in head.lefts):
        return None
    unit = "people"
    if any(lemma(t) in ("family", "household") for t in [head, *prepositional(head, ("of",))]):
        unit = "families"
    elif is_toll(anchor) and any(lemma(t) in ("family", "household") for t in prepositional(anchor, ("of",))):
        unit = "families"  # "put the number of families who fled at 300"
    a = sentence.start_char + (number.at if number.vague else number.start)
    b = sentence.start_char + number.end
    bound = bound_after(head, number.bound)
    high = number.high if bound == number.bound or bound == "at_most" else None
    low = number.low if bound == number.bound or bound == "at_least" else None
    words = group_of(head, number, sentence)
    return Counted(
        anchor,
        head,
        Count(
            effect=effect,
            value=number.whole,
            bound="vague" if number.whole is None else bound,
            low=None if low is None else int(low),
            high=None if high is None else int(high),
            unit=unit,
            group=span_of(*words).words if isinstance(words, tuple) else words,
            span=span_of(a, b),
        ),
    )


def _one_or_some(anchor: Token, effect: Effect, head: Token, span_of: Spanner) -> Counted | None:
    """A phrase without a numeral: a single person, or casualties inflicted on somebody."""
    if lemma(head) == "casualty" and lemma(anchor) in ("inflict", "cause"):
        span = span_of(head.idx, head.idx + len(head))
        reached = prepositional(anchor, ("on", "among")) or prepositional(head, ("on", "among"))
        group = reached[0].text if reached else None
        return Counted(anchor, head, Count(effect="harmed", value=None, bound="vague", low=1, group=group, span=span))
    if not is_one(head) or effect == "displaced" or (effect == "released" and not is_person(head)):
        return None  # one man is evacuated, not displaced
    first = next((t for t in head.subtree if t.dep_ not in ("det", "punct", "cc", "advmod", "predet")), head)
    first = first if first.i <= head.i else head
    span = span_of(first.idx, head.idx + len(head))
    bare = first.nbor(1) if first.tag_ == "PRP$" and first.i < head.i else first
    group = span_of(bare.idx, head.idx + len(head)).words
    return Counted(anchor, head, Count(effect=effect, value=1, bound="exact", low=1, high=1, group=group, span=span))


def _tidy(found: list[Counted]) -> list[Counted]:
    """One count per number and effect; a number told twice ("killed" inside "shot dead") is kept once; "harmed"
    wins over the parts it sums, a deed over its strength."""
    kept: list[Counted] = []
    harmed = {(c.count.span.start, c.count.span.end) for c in found if c.count.effect == "harmed"}
    done = {(c.count.span.start, c.count.span.end) for c in found if c.count.effect != "strength"}
    seen: set[tuple[str, int, int]] = set()
    for counted in found:
        place = (counted.count.span.start, counted.count.span.end)
        if place in harmed and counted.count.effect in ("killed", "injured"):
            continue
        if counted.count.effect == "strength" and place in done:
            continue
        key = (counted.count.effect, *place)
        if key not in seen:
            seen.add(key)
            kept.append(counted)
    return kept

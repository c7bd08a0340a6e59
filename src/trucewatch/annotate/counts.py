"""Count the killed, injured, detained, abducted, displaced and released of a sentence.

A number counts people of an effect only where the parse ties it to the word for the effect: as object of
"killed", subject of "were killed" or "died", in "the killing of 24", "left 166 people dead", "sustained injuries",
"59 dead", "the toll rose to 62". A singular person without a numeral counts as one ("killed a soldier"); a
name with others ("himself and four relatives") is summed. A number of things is never taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from trucewatch.annotate.incident_conditions import is_of, is_person
from trucewatch.annotate.incident_lexicon import rows, word_sets
from trucewatch.annotate.incident_syntax import (
    child,
    children,
    conjuncts,
    is_passive,
    is_verb,
    lemma,
    objects_of,
    particle,
    prepositional,
    surface_subjects,
)
from trucewatch.annotate.numbers import Number, find_numbers
from trucewatch.records.count import Bound, Count, Effect
from trucewatch.records.span import Span

#: Gives the span of the text for tokens first..last (included), cut to characters [a, b) of the paragraph if given.
Spanner = Callable[[int, int], Span]


@dataclass(frozen=True, slots=True)
class Counted:
    """A count with the word that says the effect (``anchor``) and the head of the noun phrase counted.

    ``part`` marks some of a larger number ("33 civilians were among those killed").
    """

    anchor: Token
    head: Token
    count: Count
    part: bool = False


@dataclass(frozen=True, slots=True)
class EffectVerb:
    lemma: str
    particle: str
    beside: str
    effect: Effect
    victim: str


@lru_cache(maxsize=1)
def effect_verbs() -> dict[str, tuple[EffectVerb, ...]]:
    found: dict[str, list[EffectVerb]] = {}
    for row in rows("count_effects.csv"):
        verb = EffectVerb(row["lemma"], row["particle"], row["with"], row["effect"], row["victim"])  # type: ignore[arg-type]
        found.setdefault(verb.lemma, []).append(verb)
    return {key: tuple(group) for key, group in found.items()}


@lru_cache(maxsize=1)
def effect_nouns() -> dict[str, Effect]:
    return {row["lemma"]: row["effect"] for row in rows("count_nouns.csv")}  # type: ignore[misc]


def find_counts(sentence: SpacySpan, span_of: Spanner) -> list[Counted]:
    """The counts of people in a sentence, in order; ``span_of`` takes character offsets in the sentence's document."""
    text = sentence.text
    numbers = {_token_at(sentence, n.at): _without_particle(n, sentence) for n in find_numbers(text)}
    found: list[Counted] = []
    for token in sentence:
        for effect, heads in _victims(token):
            if not heads and is_verb(token) and not is_passive(token):
                heads = _right_after(token, numbers)
            counts = list(_count(token, effect, heads, numbers, sentence, span_of))
            if token.dep_ == "acl" and token.head.lower_ in ("those", "them"):
                # a name among those killed counts nobody, a number only a part
                counts = [replace(c, part=True) for c in counts if c.count.value != 1]
            found += counts
    return _tidy(found)


def _right_after(verb: Token, numbers: dict[int, Number]) -> list[Token]:
    """The numbered phrase just after a verb that the parser gave no object ("killed at least 62 people, X said")."""
    doc = verb.doc
    for i in range(verb.i + 1, min(verb.i + 5, len(doc))):
        if i in numbers:
            head = doc[i]
            while head.dep_ in ("nummod", "quantmod", "compound", "amod") and head.head.i > head.i:
                head = head.head
            return [head]
        if doc[i].lower_ not in (
            "at",
            "least",
            "more",
            "than",
            "about",
            "up",
            "to",
            "as",
            "many",
            "some",
            "over",
            "nearly",
        ):
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


def _victims(token: Token) -> Iterator[tuple[Effect, list[Token]]]:
    """What a word says was done to whom: (effect, heads of the noun phrases of those it was done to)."""
    word = lemma(token)
    if is_verb(token) and token.dep_ not in ("amod", "compound"):
        yield from _victims_of_verb(token, word)
    elif token.pos_ in ("NOUN", "PROPN"):
        effect = effect_nouns().get(word)
        if effect is not None:
            yield effect, prepositional(token, ("of",)) or ([token] if child(token, "nummod") is not None else [])
        elif word in word_sets()["toll_words"]:
            yield ("killed" if word != "casualty" else "harmed"), [token, *_toll_values(token)]
    if token.lower_ in ("dead", "wounded", "injured") and token.pos_ in ("ADJ", "NOUN", "VERB"):
        if (
            child(token, "nummod", "npadvmod") is not None
            and not is_passive(token)
            and not children(token, "nsubj", "auxpass")
        ):
            yield ("killed" if token.lower_ == "dead" else "injured"), [token]
        elif token.lower_ == "dead" and token.i > 0 and token.nbor(-1).pos_ == "NUM":
            yield "killed", [token.nbor(-1)]


def _toll_values(toll: Token) -> list[Token]:
    """The number that a toll is put at: "the toll rose to 62", "put the toll at 14"."""
    if lemma(toll) != "toll":
        return []
    above = toll.head
    return prepositional(toll, ("of", "at")) or prepositional(above, ("to", "at")) or children(above, "attr")


def _victims_of_verb(verb: Token, word: str) -> Iterator[tuple[Effect, list[Token]]]:
    for entry in effect_verbs().get(word, ()):
        if entry.particle and particle(verb) != entry.particle:
            continue
        if entry.beside and not any(t.lower_ == entry.beside for t in verb.subtree if abs(t.i - verb.i) <= 14):
            continue
        if entry.effect == "killed" and _shared(verb, "injured") and not children(verb, "dobj"):
            yield "harmed", (objects_of(verb) if entry.victim == "object" else surface_subjects(verb))
        else:
            yield entry.effect, (objects_of(verb) if entry.victim == "object" else surface_subjects(verb))
        return
    if word == "leave":
        yield from _left(verb)
    elif word in ("claim", "take", "lose") and any(lemma(o) == "life" for o in children(verb, "dobj")):
        lives = next(o for o in children(verb, "dobj") if lemma(o) == "life")
        yield "killed", prepositional(lives, ("of",)) or [lives]
    elif word in ("inflict", "cause") and any(lemma(o) == "casualty" for o in children(verb, "dobj")):
        yield "harmed", [o for o in children(verb, "dobj") if lemma(o) == "casualty"]
    elif word in ("sustain", "suffer", "receive"):
        hurt = [o for o in children(verb, "dobj") if lemma(o) in word_sets()["wound_words"]]
        if hurt:
            yield "injured", surface_subjects(verb)
    elif word in ("seek", "take") and any(lemma(o) in ("shelter", "refuge") for o in children(verb, "dobj")):
        yield "displaced", surface_subjects(verb)
    elif word in ("force", "drive"):
        if (
            any(lemma(c) in word_sets()["flight"] for c in children(verb, "xcomp", "ccomp", "advcl"))
            or particle(verb) == "out"
        ):
            yield "displaced", objects_of(verb)
    elif word in ("take", "hold") and any(
        lemma(c) in word_sets()["captive_words"] for c in children(verb, "oprd", "dobj", "advmod", "xcomp", "acomp")
    ):
        yield "abducted", [o for o in objects_of(verb) if lemma(o) not in word_sets()["captive_words"]]


def _shared(verb: Token, effect: str) -> bool:
    """True if the verb and one of the other effect share one phrase ("killed and wounded 30")."""
    other = child(verb, "conj")
    if other is None or child(other, "nsubj", "nsubjpass") is not None:
        return False
    known = effect_verbs().get(lemma(other), ())
    if not known or known[0].effect != effect:
        return False
    return (is_passive(verb) and not children(other, "dobj")) or (
        not is_passive(verb) and bool(children(other, "dobj"))
    )


def _left(verb: Token) -> Iterator[tuple[Effect, list[Token]]]:
    """ "left 166 people dead and ten wounded": small clauses under "leave"."""
    for word in verb.subtree:
        if word == verb:
            continue
        effect: Effect | None = None
        if word.lower_ in word_sets()["dead_words"]:
            effect = "killed"
        elif word.lower_ in word_sets()["hurt_words"]:
            effect = "injured"
        elif word.lower_ in word_sets()["homeless_words"]:
            effect = "displaced"
        if effect is None or abs(word.i - verb.i) > 25 or child(word, "auxpass") is not None:
            continue
        heads = children(word, "nsubj", "nsubjpass", "npadvmod", "nummod") or [
            o for o in children(verb, "dobj") if o.i < word.i
        ]
        if heads:
            yield effect, heads[-1:]


def _count(
    anchor: Token, effect: Effect, heads: list[Token], numbers: dict[int, Number], sentence: SpacySpan, span_of: Spanner
) -> Iterator[Counted]:
    for first in heads:
        group = [t for t in conjuncts(first) if _countable(t, effect)]
        read: list[tuple[Token, Number | None]] = [(t, number_of(t, numbers)) for t in group]
        if read and read[0][1] is not None and (read[0][1].value or 2) > 1:
            # "two shopkeepers, X and Y": the names say who the two are
            read = [read[0], *(r for r in read[1:] if r[1] is not None or r[0].pos_ != "PROPN" or child(r[0], "det"))]
        if len(read) > 1 and _with_others(read):
            yield from _sum(anchor, effect, read, sentence, span_of)
            continue
        for head, number in read:
            made = _make(anchor, effect, head, number, sentence, span_of)
            if made is not None:
                yield made


def _countable(head: Token, effect: Effect) -> bool:
    """People only: no vehicles, no abstractions; numerals alone count."""
    if head.pos_ == "NUM" or head.ent_type_ == "CARDINAL" or lemma(head) in word_sets()["general_nouns"]:
        return True
    if lemma(head) in word_sets()["toll_words"] or lemma(head) == "life" or lemma(head) in effect_nouns():
        return True
    if head.lower_ in ("dead", "wounded", "injured"):
        return True
    if is_of(head, "abstract") or (is_of(head, "thing") and not is_of(head, "people")):
        return False
    if effect in ("released", "detained", "displaced") and not is_person(head) and not is_of(head, "forces"):
        return head.lower_.endswith("s") and head.tag_ == "NNPS"
    return head.pos_ in ("NOUN", "PROPN", "PRON", "ADJ", "DET")


def number_of(head: Token, numbers: dict[int, Number]) -> Number | None:
    """The number that counts a noun phrase: before its head, or the head itself ("dozens of men", "killed 12")."""
    if head.i in numbers:
        return numbers[head.i]
    for c in head.lefts:
        if c.dep_ in ("nummod", "amod", "quantmod", "det", "compound", "advmod", "nmod", "predet", "npadvmod"):
            for t in c.subtree:
                if t.i in numbers and t.i < head.i:
                    return numbers[t.i]
    # "a dozen" parsed as det + head, "several" as amod of a numeral
    for t in head.subtree:
        if t.i >= head.i:
            break
        if t.i in numbers and t.head in (head, *head.lefts) and t.dep_ != "pobj":
            return numbers[t.i]
    return None


def _is_one(head: Token) -> bool:
    """True for a single person without a numeral: "a soldier", "the mayor", a personal name, "another"."""
    if head.lower_ in ("another", "himself", "herself"):
        return True
    if head.pos_ == "PRON" or head.tag_ not in ("NN", "NNP"):
        return False
    if lemma(head) in word_sets()["collectives"]:
        return False
    if head.ent_type_ == "PERSON":
        return True
    det = child(head, "det", "poss")
    if not is_person(head) and not is_of(head, "people"):
        # any other singular with an article: a man by his work, if no list has it
        things = ("thing", "place", "abstract", "vehicle", "forces", "events_general")
        return det is not None and det.lower_ in ("a", "an") and not any(is_of(head, c) for c in things)
    return det is not None or head.tag_ == "NNP"


def _with_others(read: list[tuple[Token, Number | None]]) -> bool:
    """ "himself and four relatives", "X and four others of his family", or a list of names."""
    head, number = read[0]
    rest = read[1:]
    if number is not None or not (_is_one(head) or head.pos_ == "PRON"):
        return False
    if all(n is None and t.ent_type_ == "PERSON" for t, n in rest) and head.ent_type_ == "PERSON":
        return True
    return all(n is not None and n.value is not None for _, n in rest) and (
        head.pos_ == "PRON"
        or head.ent_type_ == "PERSON"
        or head.tag_ == "NNP"
        or any(c.tag_ == "PRP$" or c.lower_ in ("other", "others") for t, _ in rest for c in [t, *t.subtree])
    )


def _sum(
    anchor: Token, effect: Effect, read: list[tuple[Token, Number | None]], sentence: SpacySpan, span_of: Spanner
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
            low=total if bound == "exact" else None,
            high=total if bound == "exact" else None,
            group=span.words,
            span=span,
        ),
    )


def _make(
    anchor: Token, effect: Effect, head: Token, number: Number | None, sentence: SpacySpan, span_of: Spanner
) -> Counted | None:
    unit = (
        "families"
        if any(lemma(t) in ("family", "household") for t in [head, *prepositional(head, ("of",))])
        else "people"
    )
    if number is None:
        if lemma(head) == "casualty" and lemma(anchor) in ("inflict", "cause"):
            span = span_of(head.idx, head.idx + len(head))
            reached = prepositional(anchor, ("on", "among")) or prepositional(head, ("on", "among"))
            group = reached[0].text if reached else None
            return Counted(
                anchor, head, Count(effect="harmed", value=None, bound="vague", low=1, group=group, span=span)
            )
        if head.lower_ in ("casualty", "casualties") and any(c.lower_ == "no" for c in head.lefts):
            span = span_of(head.left_edge.idx, head.idx + len(head))
            return Counted(anchor, head, Count(effect="harmed", value=0, bound="exact", low=0, high=0, span=span))
        if not _is_one(head) or (effect == "released" and not is_person(head)):
            return None
        first = next((t for t in head.subtree if t.dep_ not in ("det", "punct", "cc", "advmod", "predet")), head)
        first = first if first.i <= head.i else head
        span = span_of(first.idx, head.idx + len(head))
        return Counted(
            anchor, head, Count(effect=effect, value=1, bound="exact", low=1, high=1, group=span.words, span=span)
        )
    if any(c.lower_ == "no" for c in head.lefts):
        return None
    a = sentence.start_char + (number.at if number.vague else number.start)
    b = sentence.start_char + number.end
    span = span_of(a, b)
    whole = number.whole
    return Counted(
        anchor,
        head,
        Count(
            effect=effect,
            value=whole,
            bound="vague" if whole is None else number.bound,
            low=None if number.low is None else int(number.low),
            high=None if number.high is None else int(number.high),
            unit=unit,
            group=_group(head, number, sentence, span_of),
            span=span,
        ),
    )


def _group(head: Token, number: Number, sentence: SpacySpan, span_of: Spanner) -> str | None:
    """The words for those counted, without the number: "Hamas fighters" of "three Hamas fighters"."""
    inner = prepositional(head, ("of",))
    if inner and (head.pos_ == "NUM" or lemma(head) in word_sets()["general_nouns"] or lemma(head) in effect_nouns()):
        head = inner[0]
    doc = sentence.doc
    after = sentence.start_char + number.end
    words = [t for t in head.subtree if t.i <= head.i and t.idx >= after and t.dep_ not in ("punct",)]
    if not words:
        return None if head.pos_ == "NUM" else head.text
    first = words[0]
    end = doc[head.i]
    if first.lower_ in ("of", "the", "more", "other", "others") and len(words) > 1:
        first = words[1]
    return span_of(first.idx, end.idx + len(end)).words


def _tidy(found: list[Counted]) -> list[Counted]:
    """One count per number and effect; a number told twice ("killed" inside "shot dead") is kept once; "harmed"
    wins over the parts it sums."""
    kept: list[Counted] = []
    harmed = {(c.count.span.start, c.count.span.end) for c in found if c.count.effect == "harmed"}
    seen: set[tuple[str, int, int]] = set()
    for counted in found:
        place = (counted.count.span.start, counted.count.span.end)
        if place in harmed and counted.count.effect in ("killed", "injured"):
            continue
        key = (counted.count.effect, *place)
        if key not in seen:
            seen.add(key)
            kept.append(counted)
    return kept


def told_by(counted: Counted, speaker: str | None) -> Count:
    """The count with who says it."""
    return replace(counted.count, said_by=speaker) if speaker else counted.count

"""Read the noun phrases that a count counts: the number before a head, the words for the group, who counts as one."""

from __future__ import annotations

import re

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from trucewatch.annotate.count_lexicon import count_words, effect_nouns
from trucewatch.annotate.doc_text import text_of
from trucewatch.annotate.incident_conditions import is_of, is_person
from trucewatch.annotate.incident_lexicon import word_sets
from trucewatch.annotate.incident_syntax import child, children, conjuncts, lemma, prepositional
from trucewatch.annotate.numbers import Number
from trucewatch.records.count import Bound, Effect

#: A number with the head of the noun phrase that it counts; None for a phrase without a numeral.
Counting = tuple[Token, Number | None]
#: A bound said after the noun: "five people at least".
_AFTERWARDS = re.compile(
    r"\s*,?\s*(?:(?P<least>at (?:the very )?least|or more)|(?P<most>at (?:the )?most|or fewer))"
    r"(?=[\s]*[.,;:)\"”]|\s*$)"
)
#: Words that stand between a number and the noun but say nothing of the group.
_FILLERS = frozenset({"of", "the", "more", "other", "others", "additional", "further", "another", "-", "+"})


def countable(head: Token, effect: Effect) -> bool:
    """People only: no vehicles, no animals, no abstractions; numerals alone count."""
    if lemma(head) in count_words()["animals"]:
        return False
    if head.pos_ == "NUM" or head.ent_type_ == "CARDINAL" or is_amount(head):
        inner = prepositional(head, ("of",))
        return not inner or not (lemma(inner[0]) in count_words()["animals"] or _is_thing(inner[0], effect))
    if lemma(head) in word_sets()["toll_words"] or lemma(head) == "life" or lemma(head) in effect_nouns():
        return True
    if head.lower_ in ("dead", "wounded", "injured", "hurt") or lemma(head) in count_words()["bodies"]:
        return True
    return not _is_thing(head, effect) and head.pos_ in ("NOUN", "PROPN", "PRON", "ADJ", "DET")


def is_amount(head: Token) -> bool:
    """True for "dozens", "a handful", "a number": who is counted stands after "of"."""
    return lemma(head) in word_sets()["general_nouns"] or lemma(head) in count_words()["amounts"]


def _is_thing(head: Token, effect: Effect) -> bool:
    if is_of(head, "abstract") or (is_of(head, "thing") and not is_of(head, "people")):
        return True
    if effect in ("released", "detained", "displaced", "missing") and not is_person(head) and not is_of(head, "forces"):
        beside = head.dep_ == "conj" and head.tag_ == "NNP" and not _is_thing(head.head, effect)
        return not (beside or head.tag_ == "NNPS" or (head.tag_ == "NNS" and _means_people(head)))
    return False


def _means_people(head: Token) -> bool:
    """True for a plural that no list has but whose ending or company says people ("miners", "fishermen")."""
    if any(is_of(head, kind) for kind in ("weapon", "firearms", "warcraft", "vehicle")):
        return False  # "howitzers", "launchers"
    return head.lower_.endswith(("men", "women", "ers", "ors", "ists", "ees", "ians", "ants"))


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


#: Classes of nouns that are no single person.
_NOBODY = ("thing", "place", "abstract", "vehicle", "forces", "events_general")


def is_one(head: Token) -> bool:
    """True for a single person without a numeral: "a soldier", "the mayor", a personal name, "another"."""
    if head.lower_ in ("another", "himself", "herself"):
        return True
    if head.pos_ == "PRON" or head.tag_ not in ("NN", "NNP"):
        return False
    if lemma(head) in word_sets()["collectives"] or lemma(head) in effect_nouns() or is_amount(head):
        return False
    if head.ent_type_ == "PERSON":
        return True
    det = child(head, "det", "poss")
    if head.tag_ == "NNP" and head.ent_type_ == "" and det is None and not any(is_of(head, c) for c in _NOBODY):
        return True  # a surname that the model takes for nothing
    if not is_person(head) and not is_of(head, "people"):
        # any other singular with an article: a man by his work, if no list has it
        if det is None or any(is_of(head, c) for c in _NOBODY):
            return False
        return det.lower_ in ("a", "an", "another") or head.lower_.endswith(("man", "woman", "ist", "ian"))
    return det is not None or head.tag_ == "NNP"


def with_others(read: list[Counting]) -> bool:
    """ "himself and four relatives", "a mother and her three sons", or a list of names: told as one number."""
    head, number = read[0]
    rest = read[1:]
    if number is not None or not (is_one(head) or head.pos_ == "PRON"):
        return False
    if all(n is None and t.ent_type_ == "PERSON" for t, n in rest) and head.ent_type_ == "PERSON":
        return True
    kin = [t for t, _ in rest if _is_his(t)]
    counted = [n for _, n in rest if n is not None]
    if len(kin) == len(rest) and counted and all(n.value is not None for n in counted):
        return all(n is not None or is_one(t) for t, n in rest)
    return all(n is not None and n.value is not None for _, n in rest) and (
        head.pos_ == "PRON"
        or head.ent_type_ == "PERSON"
        or head.tag_ == "NNP"
        or any(c.lower_ in ("other", "others") for t, _ in rest for c in [t, *t.subtree])
        or bool(kin)
    )


def _is_his(head: Token) -> bool:
    """True for "his wife", "two of his bodyguards": tied to the person named before."""
    return any(c.tag_ == "PRP$" for c in head.subtree)


def bound_after(head: Token, bound: Bound) -> Bound:
    """The bound with what is said of it after the noun: "five people at least"."""
    if bound != "exact":
        return bound
    rest = text_of(head.doc)[head.idx + len(head) : head.sent.end_char]
    said = _AFTERWARDS.match(rest)
    return bound if said is None else "at_least" if said["least"] else "at_most"


def group_of(head: Token, number: Number, sentence: SpacySpan) -> tuple[int, int] | str | None:
    """The words for those counted, without the number, as characters of the document ("Hamas fighters" of "three
    Hamas fighters", "women and children" of "nine women and children"); None if the number stands alone."""
    if head.lower_ == "hurt" or (lemma(head) == "life" and head.tag_ == "NNS"):
        return None
    inner = prepositional(head, ("of",))
    after = sentence.start_char + number.end
    if inner and (
        head.pos_ == "NUM" or is_amount(head) or lemma(head) in effect_nouns()
        or lemma(head) in count_words()["bodies"] or head.idx < after
    ):  # fmt: skip
        head = inner[0]
    words = [t for t in head.subtree if t.i <= head.i and t.idx >= after and t.dep_ not in ("punct",)]
    if not words:
        return None if head.pos_ == "NUM" or head.idx < after else head.text
    while len(words) > 1 and (words[0].lower_ in _FILLERS or words[0].tag_ in ("PRP$", "CD") or words[0].pos_ == "NUM"):
        words.pop(0)
    last = _end(head)
    if len(words) == 1 and (words[0].lower_ in _FILLERS or words[0].pos_ == "PRON"):
        return None  # "100 others", "thousands of them"
    return words[0].idx, last.idx + len(last)


def _end(head: Token) -> Token:
    """The last word of the group: of "women and girls" girls, of "members of the security forces" forces."""
    last = head
    for other in conjuncts(head)[1:]:
        bare = not list(other.lefts) or all(c.dep_ in ("amod", "compound") and c.pos_ != "NUM" for c in other.lefts)
        if other.tag_ not in ("NNS", "NNPS") or not bare or other.i - last.i > 3 or is_amount(other):
            break
        if any(c.dep_ == "punct" for c in last.rights):
            break
        last = other
    if last is head and (lemma(head) in count_words()["holders_of_of"] or head.lower_ in ("people", "men", "women")):
        for preposition in children(head, "prep"):
            if preposition.i == head.i + 1 and preposition.lower_ == "of":
                whole = child(preposition, "pobj")
                if whole is not None and whole.ent_type_ not in ("GPE", "LOC", "DATE"):
                    return whole
    return last

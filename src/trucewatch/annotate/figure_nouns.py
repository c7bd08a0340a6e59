"""Find what a number counts when it counts no people of an effect: troops, prisoners, attacks, violations.

The noun after the numeral, the forces before "to 2,500" after a verb of change, the words that say which of them
(``definition_of``), the place in the clause and who counted ("the mission recorded 312 violations").
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from spacy.tokens import Token

from trucewatch.annotate.count_lexicon import count_words
from trucewatch.annotate.incident_lexicon import classes, rows, word_sets
from trucewatch.annotate.incident_syntax import (
    agents,
    children,
    clause_head,
    conjuncts,
    is_passive,
    is_verb,
    lemma,
    prepositional,
    surface_subjects,
)

Kind = Literal["level", "total", "toll"]
#: Verbs that bring a level to a number ("cut its deployment to 2,500").
CHANGING = frozenset((
    "cut", "reduce", "increase", "raise", "lower", "bring", "drop", "fall", "rise", "grow", "shrink", "decline",
    "expand", "swell", "climb",
))  # fmt: skip
#: Verbs whose object is the number that something has come to ("has reached 3,200").
REACHING = frozenset({"reach", "total", "exceed", "top", "pass", "hit", "number", "equal"})
#: What is said to be, or to stand at, a number of things ("the tally of attacks stood at 52").
TALLIES = frozenset({"number", "count", "total", "tally", "figure", "sum"})
#: Who holds prisoners: the subject of these verbs, or whose the place is in which they are.
HOLDING = frozenset({"hold", "keep", "detain", "jail", "imprison", "house", "have"})
HELD_IN = frozenset({"jail", "prison", "custody", "hand", "camp", "detention", "captivity", "cell"})
#: What areas are called behind their names ("Karsk district").
AREAS = frozenset({"district", "province", "county", "region", "governorate", "prefecture", "municipality", "state"})
#: Words before "2,500" in "to just 2,500".
_NEARLY = ("just", "only", "about", "around", "some", "roughly", "nearly")


@lru_cache(maxsize=1)
def units() -> dict[str, tuple[str, Kind]]:
    """Unit and kind of figure by the lemma of the noun counted."""
    return {
        word: (row["unit"], row["kind"])  # type: ignore[misc]
        for row in rows("figure_units.csv")
        for word in row["lemmas"].split()
    }


def counted_noun(token: Token, end: int) -> Token | None:
    """The noun that a numeral counts; for "cut its deployment to 2,500" the deployment. ``end``: of the number."""
    at = token
    if (
        token.dep_ == "nummod"
        and token.head.i < token.i
        and token.head.ent_type_ == "DATE"
        and token.i + 1 < len(token.doc)
    ):
        behind = token.nbor()  # "since 5 November 950 families": parsed as a part of the date
        return behind if lemma(behind) in units() else None
    for _ in range(4):
        if (
            at.dep_ in ("nummod", "quantmod", "compound", "amod", "advmod", "npadvmod", "nmod")
            and at.head != at
            and at.head.i > at.i
        ):
            at = at.head
            if lemma(at) in units():
                return at
            continue
        break
    inner = prepositional(at, ("of",))
    if inner and (at.pos_ == "NUM" or lemma(at) in word_sets()["general_nouns"] or lemma(at) in ("ten", "million")):
        return conjuncts(inner[0])[0]
    if (at.idx >= end or at is not token) and at.pos_ != "NUM":
        return at
    return _changed_to(token) or _changed(at) or _tallied(token)


def _tallied(number: Token) -> Token | None:
    """What "the number of ..." counts where it comes to a number at the end of a clause, read off the order of words if
    the parse broke."""
    doc, at = number.doc, number.i - 1
    while at > 0 and doc[at].lower_ in _NEARLY:
        at -= 1
    if doc[at].lower_ in ("at", "to") and lemma(doc[at - 1]) in (*CHANGING, "stand"):
        at -= 1
    elif lemma(doc[at]) not in REACHING:
        return None
    before = doc[number.sent.start : at]
    tally = next((t for t in before if lemma(t) in TALLIES and t.i + 1 < at and doc[t.i + 1].lower_ == "of"), None)
    if tally is None:
        return None
    return next((t for t in before if t.i > tally.i + 1 and t.pos_ == "NOUN" and lemma(t) in units()), None)


def _changed(number: Token) -> Token | None:
    """What a verb brings to or from the number, or what is said to stand at it or to have reached it."""
    above, verb = number.head, clause_head(number)
    subjects = list(surface_subjects(verb))
    if number.dep_ == "pobj" and above.lower_ in ("to", "at", "from"):
        if lemma(verb) in CHANGING:
            nouns = [*children(verb, "dobj"), *subjects]
        elif lemma(verb) in ("stand", "remain"):
            nouns = subjects
        else:
            return None
    elif number.dep_ in ("dobj", "attr", "npadvmod", "acomp", "oprd") and above == verb:
        if lemma(verb) in REACHING:
            nouns = subjects
        elif lemma(verb) == "be":
            nouns = [noun for noun in subjects if lemma(noun) in TALLIES]
        else:
            return None
    else:
        return None
    for noun in nouns:
        if lemma(noun) in units() or lemma(noun) in classes()["troops"]:
            return noun
        inner = prepositional(noun, ("of",))
        if inner and lemma(inner[0]) in units():
            return inner[0]
    return None


def _changed_to(number: Token) -> Token | None:
    """The forces before "to 2,500" after a verb of change, read off the order of words where the parse broke."""
    doc, at = number.doc, number.i - 1
    while at > 0 and doc[at].lower_ in _NEARLY:
        at -= 1
    if doc[at].lower_ not in ("to", "from"):
        return None
    before = doc[max(number.sent.start, at - 14) : at]

    def counted(noun: Token) -> str | None:
        return units()[lemma(noun)][0] if lemma(noun) in units() else None

    forces = [t for t in before if counted(t) == "troops" or lemma(t) in ("force", "troop")]
    changes = [t for t in before if lemma(t) in CHANGING]
    return forces[-1] if forces and changes and changes[0].i < forces[-1].i else None


def definition_of(head: Token, end: int) -> tuple[int, int] | None:
    """The words that say which of the things are counted, as characters of the document, with the noun itself.

    "ceasefire violations", "violations of the truce", "attacks on convoys"; None where the noun stands bare. ``end``:
    where the number ends.
    """
    before = [
        c
        for c in head.lefts
        if c.idx >= end and c.dep_ in ("compound", "amod", "nmod", "poss") and c.lower_ not in ("more", "other", "new")
    ]
    after = [c for c in head.rights if c.dep_ == "prep" and c.lower_ in ("of", "against", "on") and c.i == head.i + 1]
    after = [c for c in after if not any(t.ent_type_ in ("DATE", "TIME") for t in c.subtree)]
    if not before and not after:
        return None
    first = before[0].left_edge if before else head
    objects = [o for c in after for o in children(c, "pobj")]
    last = objects[-1] if objects else head
    return first.idx, last.idx + len(last)


def recorder(head: Token) -> Token | None:
    """Who counted: the subject of "recorded 312 violations", the agent of "were documented by the mission"."""
    at = head
    for _ in range(3):
        verb = clause_head(at)
        if not is_verb(verb):
            return None
        if lemma(verb) in count_words()["recording"]:
            found = agents(verb) if is_passive(verb) else [s for s in surface_subjects(verb) if s.i < head.i]
            return found[0] if found and found[0].pos_ != "PRON" else None
        if verb.head == verb:
            return None
        at = verb.head
    return None


def holder_of(head: Token) -> Token | None:
    """Who holds the prisoners that a number counts: not those whose men they are."""
    verb = clause_head(head)
    for held in [v for v in (*children(head, "acl", "relcl"), verb) if lemma(v) in HOLDING]:
        by = agents(held) if (held == verb and is_passive(held)) or held.dep_ == "acl" else surface_subjects(held)
        found = [noun for noun in by if noun != head and head not in conjuncts(noun)]
        if found:
            return found[0]
    around = [t for t in head.subtree if t.dep_ == "pobj" and t.head.lower_ in ("in", "from")]
    around += prepositional(verb, ("in", "from", "out", "of"))
    around += [o for p in children(verb, "prep") if p.lower_ == "out" for o in prepositional(p, ("of",))]
    for place in (noun for noun in around if lemma(noun) in HELD_IN):
        whose = [*children(place, "poss"), *children(place, "compound", "nmod", "amod"), *prepositional(place, ("of",))]
        if whose:
            return whose[0]
    return None


def counts_only(verb: Token) -> bool:
    """True for a verb whose subject counts, and owns nothing of it: "it recorded 19", "put the tally at 612"."""
    return lemma(verb) in count_words()["recording"] or any(lemma(o) in TALLIES for o in children(verb, "dobj"))


def points_there(head: Token) -> bool:
    """True for "19 violations there": the place is the one told before."""
    return any(t.lower_ == "there" and t.dep_ == "advmod" for t in (*head.rights, *clause_head(head).rights))


def places_near(head: Token) -> list[Token]:
    """Heads of the places that the clause names for what is counted, the nearest first."""
    verb = clause_head(head)
    near = [*prepositional(head, ("in", "at", "across")), *prepositional(verb, ("in", "across"))]
    near += [p for o in children(verb, "dobj") for p in prepositional(o, ("in",))]
    found = [t for t in near if t.ent_type_ in ("GPE", "LOC", "FAC") or _is_area(t)]
    for noun in [head, *children(verb, "dobj")]:
        found += [c for c in children(noun, "amod", "compound") if c.ent_type_ == "GPE"]
    return found


def places_before(head: Token) -> list[Token]:
    """Heads of the places named in the sentences before, the last first."""
    before = reversed([t for t in head.doc[: head.sent.start] if t.ent_type_ in ("GPE", "LOC", "FAC") or _is_area(t)])
    return [t for t in before if t.dep_ == "pobj"]


def _is_area(noun: Token) -> bool:
    """ "the delta", "the south of the country": an area by a common noun, if the text says "the"; "Karsk district"."""
    if lemma(noun) in AREAS and any(c.pos_ == "PROPN" for c in children(noun, "compound", "nmod")):
        return True
    return lemma(noun) in count_words()["geography"] and any(c.lower_ == "the" for c in noun.lefts)

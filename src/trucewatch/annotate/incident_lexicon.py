"""The word lists behind incidents, read once from ``lexicon/``.

``incident_triggers.csv``: a lemma, its part of speech, what must stand with it (a particle for a verb, a word
of the same noun phrase for a noun), the incident type it tells of and what else it needs. ``harm`` is no type:
killing and injuring tell that something happened, not what. ``incident_light_verbs.csv``: verbs that lend a noun
their arguments ("launched an attack": does; "fighting broke out": occurs; "repelled an attack": undergoes; "a blast
hit the city": reaches). ``incident_weapons.csv``: means that narrow the type. ``incident_classes.csv``: heads of
noun phrases by kind.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from trucewatch.errors import BrokenLexicon

HARM = "harm"
#: Before the name of a class of verbs in the column of lemmas.
CLASS_MARK = "@"
#: The lemma of a row that any verb may meet.
ANY_VERB = "*"


@dataclass(frozen=True, slots=True)
class Trigger:
    """One row: ``beside`` is the particle or the word beside a noun (empty for none).

    ``needs`` are named conditions, a space between; a verb must meet them all. ``of_class``: the row is that of a
    class of verbs.
    """

    lemma: str
    pos: str
    beside: str
    type: str
    needs: str
    of_class: bool = False


@dataclass(frozen=True, slots=True)
class Means:
    """A weapon or vehicle as words (lemmas), the type it narrows an attack to (or empty) and its plain name."""

    words: tuple[str, ...]
    type: str
    weapon: str


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one list in ``lexicon/``, by column name."""
    table = (files("trucewatch") / "annotate" / "lexicon" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(table.splitlines()))


@lru_cache(maxsize=1)
def triggers() -> dict[tuple[str, str], tuple[Trigger, ...]]:
    """Triggers by (lemma, part of speech); rows with a word beside come first, for they say more."""
    found: dict[tuple[str, str], list[Trigger]] = {}
    for row in rows("incident_triggers.csv"):
        for word, beside in _words_of(row):
            of_class = row["lemma"].startswith(CLASS_MARK)
            trigger = Trigger(word, row["pos"], beside, row["type"], row["needs"], of_class)
            found.setdefault((trigger.lemma, trigger.pos), []).append(trigger)
    return {key: tuple(sorted(group, key=lambda t: not t.beside)) for key, group in found.items()}


def _words_of(row: dict[str, str]) -> list[tuple[str, str]]:
    """The lemma of a row with what stands beside it; for "@class" those of every verb of the class."""
    if not row["lemma"].startswith(CLASS_MARK):
        return [(row["lemma"], row["with"])]
    verbs = verb_classes().get(row["lemma"].removeprefix(CLASS_MARK))
    if verbs is None:
        raise BrokenLexicon(
            f"incident_triggers.csv: no class of verbs {row['lemma']!r}; add it to incident_verb_classes.csv"
        )
    return [(word, beside) for word, beside in verbs if not row["with"] or row["with"] == beside]


@lru_cache(maxsize=1)
def verb_classes() -> dict[str, tuple[tuple[str, str], ...]]:
    """Verbs of like meaning by the name of their class, each with its particle ("tear_down": tear, down)."""
    found = {}
    for row in rows("incident_verb_classes.csv"):
        found[row["class"]] = tuple((v.partition("_")[0], v.partition("_")[2]) for v in row["verbs"].split())
    return found


@lru_cache(maxsize=1)
def light_verbs() -> dict[tuple[str, str], frozenset[str]]:
    """What a verb (lemma, particle) may do with an event noun: does, occurs, undergoes, reaches, sees."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in rows("incident_light_verbs.csv"):
        found.setdefault((row["lemma"], row["particle"]), set()).add(row["part"])
    return {key: frozenset(parts) for key, parts in found.items()}


@lru_cache(maxsize=1)
def verb_forms() -> dict[str, str]:
    """Regular inflected forms of verbs in -e and their base: the model cuts too much off some of them."""
    bases = {word for word, pos in triggers() if pos == "verb"} | {word for word, _ in light_verbs()}
    found: dict[str, str] = {}
    for base in bases:
        if base.endswith("e"):
            found |= {base + "d": base, base[:-1] + "ing": base, base + "s": base}
    return found


@lru_cache(maxsize=1)
def particle_verbs() -> frozenset[tuple[str, str]]:
    """Verbs with the particle that makes them tell of an event ("hand", "in")."""
    return frozenset((t.lemma, t.beside) for (_, pos), group in triggers().items() if pos == "verb" for t in group)


@lru_cache(maxsize=1)
def means() -> dict[str, tuple[Means, ...]]:
    """Means by their last word, longest first."""
    found: dict[str, list[Means]] = {}
    for row in rows("incident_weapons.csv"):
        words = tuple(row["words"].split())
        found.setdefault(words[-1], []).append(Means(words, row["type"], row["weapon"]))
    return {last: tuple(sorted(group, key=lambda m: -len(m.words))) for last, group in found.items()}


@lru_cache(maxsize=1)
def classes() -> dict[str, frozenset[str]]:
    """Lemmas of heads by class: people, forces, place, thing, vehicle, abstract …"""
    return {row["class"]: frozenset(row["lemmas"].split()) for row in rows("incident_classes.csv")}


@lru_cache(maxsize=1)
def word_sets() -> dict[str, frozenset[str]]:
    """Sets of function words and verbs that rules ask for by name (``incident_words.csv``)."""
    return {row["set"]: frozenset(row["words"].split()) for row in rows("incident_words.csv")}

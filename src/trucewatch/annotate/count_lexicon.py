"""The word lists of counts as data (``lexicon/count_*.csv``): verbs and nouns of effects, sets of words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from trucewatch.annotate.incident_lexicon import rows
from trucewatch.records.count import Effect


@dataclass(frozen=True, slots=True)
class EffectVerb:
    """A verb with what it does to whom: ``victim`` is the object or the subject; ``beside`` must stand near it."""

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


@lru_cache(maxsize=1)
def told_effects() -> dict[str, Effect]:
    """Words that tell an effect beside a number, without a clause: "two dead", "number of wounded", "Injured: 4"."""
    return {word: row["effect"] for row in rows("count_told.csv") for word in row["words"].split()}  # type: ignore[misc]


@lru_cache(maxsize=1)
def count_words() -> dict[str, frozenset[str]]:
    """Sets of words that the rules of counts ask for by name (``count_words.csv``)."""
    return {row["set"]: frozenset(row["words"].split()) for row in rows("count_words.csv")}

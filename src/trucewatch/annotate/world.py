"""What is known of the world without an agreement: countries and international organisations, by their words.

The tables (``lexicon/countries.csv``, ``lexicon/organisations.csv``) hold names, adjectives, capitals and state
institutions. ``words_of`` is how every phrase is taken apart that is compared with them.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

WORD = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+(?:['’](?!s\b)[^\W_]+)*", re.UNICODE)
#: Initials that are a little word in lower case.
LITTLE = frozenset((
    "AM", "AN", "AS", "AT", "BE", "DO", "GO", "HE", "IF", "IN", "IS", "IT", "ME", "NO", "OR", "SO", "TO", "UP", "US",
    "WE", "WHO", "ALL", "ARE", "CAN", "FOR", "HAS", "NOT", "ONE", "OUR", "OUT",
))  # fmt: skip
#: A phrase of more characters than this without a small letter is in capitals as a whole: there initials cannot be told
#: from little words, and only "US" is read as initials.
SHOUTED = 12
#: State bodies of one country whose names other countries use too: taken only for a main party.
SHARED_BODIES = frozenset({"Joint Chiefs of Staff", "Central Command", "Foreign Office", "Revolutionary Guards"})


def words_of(text: str) -> list[str]:
    """The words of a phrase in lower case, dots of initials and accents taken out: "U.N." -> "un".

    Initials that read as a little word in lower case ("US", "IS", "WHO") keep their capitals, so that nobody is named
    by "it is" or "they told us".
    """
    return list(_words_of(text))


@lru_cache(maxsize=1 << 13)
def _words_of(text: str) -> tuple[str, ...]:
    folded = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    shouted = len(folded) > SHOUTED and not any(c.islower() for c in folded)
    found = (w.replace(".", "") for w in WORD.findall(folded))
    return tuple(w if w in LITTLE and (not shouted or w == "US") else w.lower() for w in found)


@lru_cache(maxsize=1)
def country_rows() -> tuple[Mapping[str, tuple[str, ...]], ...]:
    """One mapping per country: ``name``, ``also``, ``demonyms``, ``capital``, ``institutions``."""
    table = (files("trucewatch") / "annotate" / "lexicon" / "countries.csv").read_text(encoding="utf-8")
    return tuple(
        {k: tuple(filter(None, (v or "").split("|"))) for k, v in row.items()}
        for row in csv.DictReader(table.splitlines())
    )


@lru_cache(maxsize=1)
def organisation_rows() -> tuple[tuple[str, ...], ...]:
    """Each international organisation as its name followed by other names and its bodies."""
    table = (files("trucewatch") / "annotate" / "lexicon" / "organisations.csv").read_text(encoding="utf-8")
    return tuple((row["name"], *filter(None, row["also"].split("|"))) for row in csv.DictReader(table.splitlines()))


@lru_cache(maxsize=1)
def world_names() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Names of countries and organisations, their people, capitals and bodies, by their first word."""
    found: dict[str, set[tuple[str, ...]]] = {}
    phrases = [
        x
        for row in country_rows()
        for part in ("name", "also", "demonyms", "capital", "institutions")
        for x in row[part]
        if x not in SHARED_BODIES
    ]
    phrases += [x for row in organisation_rows() for x in row if len(x) > 2]
    for phrase in phrases:
        key = _words_of(phrase)
        if key:
            found.setdefault(key[0], set()).add(key)
    return {first: tuple(sorted(keys)) for first, keys in found.items()}


@lru_cache(maxsize=1)
def demonyms_alone() -> frozenset[tuple[str, ...]]:
    """Every country's adjectives and the names of its people, each as its words."""
    return frozenset(_words_of(d) for row in country_rows() for d in row["demonyms"])

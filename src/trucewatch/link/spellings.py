"""When two spellings may be one name: of a person, and of an institution.

Nothing here decides that two are one actor: ``actors.py`` asks for roles and sides as well.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from trucewatch.link.profile import name_words
from trucewatch.records.transliteration import skeleton
from trucewatch.records.wording import fold, tokens, word_set

#: Parts of names that come and go between spellings.
PARTICLES = word_set("al el ul ud bin ibn bint van von de da der di du la le")
#: Two words with one skeleton are spellings of one name if so much of the longer is kept.
ALIKE = 0.6
#: In words longer than this one letter may be astray.
LONG_WORD = 5
#: Skeletons of short words tell too little below this: the vowels must be of one kind as well ("Jane" is not "June").
TELLING = 3

_VOWEL_KINDS = {"a": "a", "e": "i", "i": "i", "y": "i", "o": "u", "u": "u"}
_REPEATED = re.compile(r"(.)\1+")

#: Words that open an institution's name in running text and are no part of it.
_LEADS = word_set("the a an its his her their our this that")
#: Nouns at the end that only say what kind of thing it is.
_TAILS = word_set("group movement organisation organization")
_SMALL = word_set("of for the and in on to de la del von a an")
_HYPHENED = re.compile(r"^\S+-(?:based|backed|led|run|linked|affiliated|aligned|controlled)\s+", re.IGNORECASE)
_ACRONYM = re.compile(r"[A-Z][A-Z-]{1,9}")


@lru_cache(maxsize=1 << 14)
def person_words(name: str) -> tuple[str, ...]:
    """The words of a person's name, folded, without titles and particles (which stay if nothing else is there)."""
    words = name_words(name)
    return tuple(w for w in words if w not in PARTICLES) or words


@lru_cache(maxsize=1 << 15)
def may_be_one_word(a: str, b: str) -> bool:
    """True if two folded words may be spellings of one name, or one is the initial of the other."""
    if a == b:
        return True
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0]
    if min(len(a), len(b)) > LONG_WORD and Levenshtein.distance(a, b) <= 1:
        return True
    if skeleton(a) != skeleton(b) or Levenshtein.normalized_similarity(a, b) < ALIKE:
        return False
    return len(skeleton(a)) >= TELLING or min(len(a), len(b)) > LONG_WORD or _vowels(a) == _vowels(b)


def _vowels(word: str) -> str:
    return _REPEATED.sub(r"\1", "".join(_VOWEL_KINDS.get(c, "") for c in word))


def variant(a: tuple[str, ...], b: tuple[str, ...]) -> str | None:
    """How two full names may be one: "shorter form", "another spelling", or None.

    Names of two words or more. A shorter form has its words in the order of the longer, the last with the last.
    """
    if len(a) > len(b):
        a, b = b, a
    if len(a) < 2 or not may_be_one_word(a[-1], b[-1]):
        return None
    at = 0
    for word in a:
        while at < len(b) and not may_be_one_word(word, b[at]):
            at += 1
        if at == len(b):
            return None
        at += 1
    return "another spelling" if len(a) == len(b) else "shorter form"


def is_acronym(name: str) -> bool:
    """True for initials written in capitals ("LUOM", "U.N.")."""
    return _ACRONYM.fullmatch(name.strip().replace(".", "")) is not None


def institution_name(printed: str) -> str | None:
    """The proper name in what stands for an institution; None if it is only described.

    "a monitoring group" and "government forces" are descriptions; "the shore-based Lake Council" is the Lake Council,
    "the research group Shore Institute" the Shore Institute.
    """
    words = " ".join(printed.split())
    opening, _, rest = words.partition(" ")
    if opening.casefold() in ("a", "an", "some", "several", "many", "both", "two", "other", "another", "most"):
        return None
    if opening.casefold() in _LEADS:
        words = rest
    words = _HYPHENED.sub("", words)
    if re.search(r"['’]s?\s", words):
        # "Norland's main lake group" is described by its owner; "Norland's Lake Office" is an office of that name
        words = re.split(r"['’]s?\s", words)[-1]
        if not words[:1].isupper():
            return None
    parts = words.split()
    while parts and not parts[0][:1].isupper():
        parts.pop(0)
    if not parts:
        return None
    return " ".join(parts)


def institution_key(name: str) -> tuple[str, ...]:
    """The folded words by which spellings of an institution are held against each other."""
    words = tokens(name)
    while words and words[0] in _LEADS:
        words = words[1:]
    while len(words) > 1 and words[-1] in _TAILS:
        words = words[:-1]
    return tuple(words)


def initials(name: str) -> frozenset[str]:
    """What the initials of a name may be: with its small words, without them."""
    words = [w for w in re.split(r"[\s-]+", name) if w[:1].isalpha()]
    if len(words) < 2:
        return frozenset()
    every = "".join(w[0] for w in words)
    large = "".join(w[0] for w in words if w.casefold() not in _SMALL)
    return frozenset({every.casefold(), large.casefold()})


def completes(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    """True if the longer name is the shorter and what it is for: "Lake Observatory", "Lake Observatory for Peace"."""
    size = len(shorter)
    return size >= 2 and len(longer) > size + 1 and longer[:size] == shorter and longer[size] in ("for", "of", "on")


def same_letters(a: str, b: str) -> bool:
    """True if two spellings differ in case, accents, dots or white space only."""
    return a == b or letters_of(a) == letters_of(b)


def letters_of(name: str) -> str:
    """A spelling without what case, accents, dots and white space tell."""
    return fold(" ".join(name.split())).replace(".", "")

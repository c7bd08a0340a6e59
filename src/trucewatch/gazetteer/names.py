"""How place names are compared: a folded key for exact hits, a consonant key for other spellings."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


def word_set(words: str) -> frozenset[str]:
    """The words of a list written out with spaces between them."""
    return frozenset(words.split())


_LETTERS = str.maketrans({
    "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ß": "ss",
    "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ı": "i", "ə": "a", "Ə": "a", "ħ": "h", "Ħ": "h", "ŋ": "ng", "ʃ": "sh",
})  # fmt: skip
#: Apostrophes, ayn and hamza in their many shapes: dropped, since spellings with and without them mix.
_DROPPED = re.compile("['\u2018\u2019\u02bb\u02bc\u02bf\u02be\u2032`\u00b4\u02b9\u0301\u02ba\u201b]")
_SPACED = re.compile(r"[\s\-\u2010-\u2015./,_()]+")
_SHORT_FORMS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_LONG_FORMS = {"saint": "st", "mount": "mt", "fort": "ft"}
#: Words that tell the kind of a place; a name is also looked up without them.
TYPE_WORDS = (
    "province", "district", "governorate", "county", "region", "state", "city", "town", "village", "municipality",
    "prefecture", "oblast", "department", "division", "township", "wilaya", "woreda", "zone", "parish", "canton",
    "territory",
)  # fmt: skip
_PARTICLES = frozenset({"e", "i", "ye", "al", "ad", "an", "ar", "as", "at", "az", "el", "ul", "de", "the", *TYPE_WORDS})


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Lower case, no accents, apostrophes, dots or hyphens, single spaces: "Mūsá Qal‘ah" -> "musa qalah"."""
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name.translate(_LETTERS))
        name = "".join(c for c in name if not unicodedata.combining(c))
    return _SPACED.sub(" ", _DROPPED.sub("", name)).strip().lower()


def variants(key: str) -> list[tuple[str, ...]]:
    """The folded key itself, then forms under which the gazetteer may know it: those of one kind together."""
    words = key.split()
    if not words:
        return [(key,)]
    found: list[tuple[str, ...]] = []
    if words[0] == "the" and len(words) > 1:
        found.append((key,))
        words = words[1:]
    other = (_SHORT_FORMS | _LONG_FORMS).get(words[0]) if len(words) > 1 else None
    found.append((" ".join(words), *([" ".join([other, *words[1:]])] if other else [])))
    if len(words) > 1 and words[-1] in TYPE_WORDS:
        found.append((" ".join(words[:-1]),))
    elif len(words) > 2 and words[0] in TYPE_WORDS and words[1] == "of":
        found.append((" ".join(words[2:]),))
    if len(words) > 1 and words[0] in ("al", "el", "ad", "an", "ar", "as", "at", "az"):
        found.append((" ".join(words[1:]),))
    return list(dict.fromkeys(found))


@lru_cache(maxsize=65536)
def spelling_key(key: str) -> str:
    """Consonants that different romanisations share: "gereshk", "girishk" and "greshk" are all "grshk".

    Vowels after the first letter, y, w and h fall away; q is k, gh g, kh k, dh d, th t; doubled letters are
    one; "sh" and "ch" stay letters of their own. Keys under three letters say too little to be used.
    """
    words = [w for w in key.split() if w not in _PARTICLES] or key.split()
    joined = "".join(words)
    for two, one in (
        ("sh", "\u0161"),
        ("ch", "\u010d"),
        ("gh", "g"),
        ("kh", "k"),
        ("dh", "d"),
        ("th", "t"),
        ("ph", "f"),
        ("zh", "z"),
    ):
        joined = joined.replace(two, one)
    joined = joined.replace("q", "k").replace("c", "k").replace("x", "ks")
    if not joined:
        return ""
    rest = re.sub(r"[aeiouywh]", "", joined[1:])
    first = "a" if joined[0] in "aeiou" else joined[0]
    return re.sub(r"(.)\1+", r"\1", first + rest)

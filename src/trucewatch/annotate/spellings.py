"""When two spellings are one name: accents, letters that transliterations exchange, and single slips.

Only for joining names within one report, where a name that stands alone must be somebody told of. The folding is of
sounds that romanisations write in several ways (g/h/kh, y/i/j, ou/u/oo, q/k/c, w/v), not of one language.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

#: Two given names before one family name are spellings of one from this share of equal letters on.
GIVEN_NAMES = 0.75
#: A family name of fewer letters has too many neighbours for a slip to tell.
SLIP_LENGTH = 6
_FOLD = (
    (r"[’'ʼ`-]", ""), (r"sch|sh|ch|ş|š", "s"), (r"zh|dzh|dj|ž", "z"), (r"kh|gh|h|g", "g"), (r"ph", "f"), (r"th", "t"),
    (r"oo|ou|ow", "u"), (r"ee|ie|ei|ey|ay|ai", "i"), (r"[yj]", "i"), (r"[qc]", "k"), (r"w", "v"), (r"ks", "x"),
    (r"(.)\1+", r"\1"),
)  # fmt: skip


@lru_cache(maxsize=1 << 14)
def fold(word: str) -> str:
    """The word without accents and with exchangeable letters made one; for comparison only."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    for pattern, one in _FOLD:
        plain = re.sub(pattern, one, plain)
    return plain


def skeleton(word: str) -> str:
    """The consonants of a folded word: "Moataz" and "Mu'taz" share theirs."""
    folded = fold(word)
    return folded[:1].translate(str.maketrans("aeiou", "aaaaa")) + re.sub(r"[aeiou]", "", folded[1:])


def same_family_name(one: str, other: str) -> bool:
    """True for two spellings of one family name: equal when folded, or one letter apart in a long name."""
    a, b = fold(one), fold(other)
    if a == b:
        return len(a) > 2
    if min(len(a), len(b)) < SLIP_LENGTH or a[0] != b[0]:
        return False
    return Levenshtein.distance(a, b) == 1


def same_given_name(one: str, other: str) -> bool:
    """True if two given names before one family name may be one person's: an initial or a spelling."""
    a, b = fold(one.rstrip(".")), fold(other.rstrip("."))
    if not a or not b or one[:1] == "" or other[:1] == "":
        return False
    if len(one.rstrip(".")) == 1 or len(other.rstrip(".")) == 1:
        return a[0] == b[0]
    if a[:-1] == b[:-1] and {a[-1], b[-1]} == {"a", "o"}:
        return False  # Maria and Mario
    return (
        a == b
        or (skeleton(one) == skeleton(other) and len(skeleton(one)) > 2)
        or Levenshtein.normalized_similarity(a, b) >= GIVEN_NAMES
    )

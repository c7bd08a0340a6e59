"""When two spellings are one name: accents, letters that transliterations exchange, and single slips.

Only for joining names within one report, where a name that stands alone must be somebody told of.
"""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

from trucewatch.records.transliteration import skeleton, sounds

#: Two given names before one family name are spellings of one from this share of equal letters on.
GIVEN_NAMES = 0.75
#: A family name of fewer letters has too many neighbours for a slip to tell.
SLIP_LENGTH = 6


def same_family_name(one: str, other: str) -> bool:
    """True for two spellings of one family name: equal when folded, or one letter apart in a long name."""
    a, b = sounds(one), sounds(other)
    if a == b:
        return len(a) > 2
    if min(len(a), len(b)) < SLIP_LENGTH or a[0] != b[0]:
        return False
    return Levenshtein.distance(a, b) == 1


def same_given_name(one: str, other: str) -> bool:
    """True if two given names before one family name may be one person's: an initial or a spelling."""
    a, b = sounds(one.rstrip(".")), sounds(other.rstrip("."))
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

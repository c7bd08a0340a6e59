"""What stays of a name in every romanisation: its exchangeable letters made one, and its consonants alone.

The folding is of sounds that romanisations write in several ways (g/h/kh, y/i/j, ou/u/oo, q/k/c, w/v), not of one
language. Keys are for comparison only and are never shown. Shared by ``annotate``, which joins names within a report,
and ``link``, which joins them across reports and asks for more.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_EXCHANGED = tuple(
    (re.compile(pattern), one)
    for pattern, one in (
        (r"[’'ʼ`-]", ""), (r"sch|sh|ch|ş|š", "s"), (r"zh|dzh|dj|ž", "z"), (r"kh|gh|h|g", "g"), (r"ph", "f"),
        (r"th", "t"), (r"oo|ou|ow", "u"), (r"ee|ie|ei|ey|ay|ai", "i"), (r"[yj]", "i"), (r"[qc]", "k"), (r"w", "v"),
        (r"ks", "x"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
_VOWELS = re.compile(r"[aeiou]")
_ALL_VOWELS = str.maketrans("eiou", "aaaa")


@lru_cache(maxsize=1 << 15)
def sounds(word: str) -> str:
    """The word without case and accents, with exchangeable letters made one."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    for pattern, one in _EXCHANGED:
        plain = pattern.sub(one, plain)
    return plain


@lru_cache(maxsize=1 << 15)
def skeleton(word: str) -> str:
    """The consonants of ``sounds``, an opening vowel kept as "a": "Moataz" and "Mu'taz" share theirs."""
    heard = sounds(word)
    return heard[:1].translate(_ALL_VOWELS) + _VOWELS.sub("", heard[1:])

"""What a mention says, as it is compared: terms with weights, names, numbers; and how much of it another mention says.

Terms are matched one by one with the most alike term of the other mention (``alike.py``); names, days and
numbers only with themselves, since near ones are other things.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from trucewatch.link.alike import STEM, best_likeness, opening
from trucewatch.records.wording import NEGATORS, STOP, notion, tokens, word_set


def word_list(words: str, *, first: int = 0) -> dict[str, int]:
    """Words with white space between them, each with its number."""
    return {word: n for n, word in enumerate(words.split(), first)}


_ONES = word_list(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen"""
)
_TENS = {w: 10 * n for w, n in word_list("ten twenty thirty forty fifty sixty seventy eighty ninety", first=1).items()}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12, "score": 20}
#: Two of a thing under a name of their own; a number alone is "one" seldom enough to be left out.
_PAIRS = {"pair": 2, "couple": 2, "twice": 2, "both": 2, "double": 2}
_ORDINALS = word_list(
    """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth""",
    first=1,
)
DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = word_set("january february march april june july august september october november december")
#: Terms that say that something was said, and no more: a denial of "the claim" may be of any claim.
_BARE = frozenset(notion(w) for w in word_set(
    """accusation accusations accuse allegation allegations allege charge charges claim claims report reports reported
    assertion suggestion rumour rumours idea thing things kind sort true untrue nonsense invention lie lies fable
    involvement role responsibility comment remark question matter case issue baseless basis contrary foundation
    groundless unfounded false wrong termed called such whole entirely completely"""
))  # fmt: skip
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.?"
#: Numbers that count nothing: days and years, hours, the number of an item, of an aircraft or unit, "the two sides".
_NOT_COUNTS = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? (?:19|20)\d\d)?\b"
    rf"|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? (?:19|20)\d\d)?\b"
    rf"|\b(?:in|since|by|until|before|after|during|of|early|late|mid|{_MONTH})[ -](?:19|20)\d\d\b"
    r"|\b\d{1,2}[:.]\d\d(?! ?%)\b|\b\d{1,2} ?[ap]\.?m\b|\b[a-z]{1,4}-\d+[a-z]*\b|^\s*\(?\d{1,2}[.)](?= )"
    r"|\b(?:the|these|those|both) two (?:[a-z]+ )?(?:sides|parties|countries|nations|states|men|women|leaders|"
    r"ministers|governments|neighbou?rs|foes|rivals|allies|officials|presidents|enemies|groups|camps|armies)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """``terms`` are the notions with their weights, ``names`` those that are names, ``days`` those that are days of the
    week or months, ``common`` the others and ``openings`` the same by their first letters. ``numbers`` are the values
    counted, ``mass`` the weight of all terms; ``bare`` is True if nothing telling is said. ``alike`` keeps how much of
    each term that it was compared with stands here in another word.
    """

    terms: Mapping[str, float]
    names: frozenset[str]
    days: frozenset[str]
    common: frozenset[str]
    openings: Mapping[str, tuple[str, ...]]
    numbers: frozenset[int]
    mass: float
    bare: bool
    alike: dict[str, float] = field(default_factory=dict, compare=False, repr=False)


def point_of(pieces: Iterable[str], weights: Mapping[str, float], *, muted: frozenset[str]) -> Point:
    """Read the point of some words. ``weights`` are those of their notions; ``muted`` notions name the parties."""
    pieces = list(pieces)
    names = frozenset(names_in(pieces)) - muted
    words = [w for piece in pieces for w in tokens(piece)]
    terms: dict[str, float] = {}
    days: set[str] = set()
    for word in words:
        if word in STOP or word in NEGATORS or _is_number(word):
            continue
        one = notion(word)
        if word in DAYS or word in MONTHS:
            days.add(one)
        terms[one] = weights.get(one, 1.0)
    names = frozenset(n for n in names if n in terms and n not in days)
    common = sorted(n for n in terms if n not in names and n not in days)
    openings: dict[str, tuple[str, ...]] = {}
    for term in common:
        if len(term) >= STEM:
            openings[opening(term)] = (*openings.get(opening(term), ()), term)
    return Point(
        terms=terms, names=names, days=frozenset(days), common=frozenset(common), openings=openings,
        numbers=numbers_in([w for piece in pieces for w in tokens(countable(piece))]), mass=math.fsum(terms.values()),
        bare=all(n in _BARE or n in muted for n in terms),
    )  # fmt: skip


def countable(piece: str) -> str:
    """The words without the numbers that count nothing: dates, hours, the names of aircraft, "the two sides"."""
    return _NOT_COUNTS.sub(" ", piece)


def covered(a: Point, b: Point) -> float:
    """The share of the weight of a's terms that b has alike, 0 to 1."""
    if not a.mass:
        return 0.0
    terms, alike = b.terms, b.alike
    found = []
    for term, weight in a.terms.items():
        if term in terms:
            found.append(weight)
        elif term not in a.names and term not in a.days:
            worth = alike.get(term)
            if worth is None:
                worth = alike[term] = best_likeness(term, b.common, b.openings)[0]
            if worth:
                found.append(weight * worth)
    return math.fsum(found) / a.mass


def aligned(a: Point, b: Point) -> tuple[tuple[str, str], ...]:
    """The terms of a for which b has another word, and that word, for people to read."""
    found = ((term, _best(term, a, b)) for term in a.terms if term not in b.terms)
    return tuple((term, other) for term, (worth, other) in found if worth)


def _best(term: str, a: Point, b: Point) -> tuple[float, str]:
    if term in b.terms:
        return 1.0, term
    return (0.0, "") if term in a.names or term in a.days else best_likeness(term, b.common, b.openings)


def numbers_in(words: Sequence[str]) -> frozenset[int]:
    """The numbers that some words give, figures and words alike: "forty-one", "two thousand", "half a dozen"."""
    found: set[int] = set()
    total = current = 0
    open_ = False
    half = False
    for n, word in enumerate([*words, ""]):
        if word.isdigit() and len(word) < 12:
            if open_:
                found.add(total + current)
                total = 0
            current, open_ = int(word), True
        elif word in _ONES and not (word == "one" and not open_):
            tens = open_ and current % 100 >= 20 and current % 10 == 0 and _ONES[word] < 10
            if open_ and not tens and current % 100 and current < 100:
                found.add(total + current)
                total = current = 0
            current, open_ = (current if open_ else 0) + _ONES[word], True
        elif word in _TENS:
            if open_ and current % 100 and current < 100:
                found.add(total + current)
                total = current = 0
            current, open_ = (current if open_ else 0) + _TENS[word], True
        elif word in _SCALES and (open_ or words[n - 1 : n] in (["a"], ["one"])):
            scale = _SCALES[word]
            current = (current or 1) * scale
            if half:
                current //= 2
            if scale >= 1000:
                total, current = total + current, 0
            open_ = True
        elif word == "and" and open_ and (current >= 100 or total):
            continue
        else:
            if open_:
                found.add(total + current)
            total, current, open_ = 0, 0, False
            if word in _PAIRS:
                found.add(_PAIRS[word])
            elif word in _ORDINALS:
                found.add(_ORDINALS[word])
        half = word == "half" or (half and word == "a")
    return frozenset(found - {0})


def _is_number(word: str) -> bool:
    return word.isdigit() or word in _ONES or word in _TENS or word in _SCALES or word in _PAIRS


def names_in(pieces: Iterable[str]) -> Iterable[str]:
    """Notions of words with a capital inside a piece; in capitals throughout, nothing is known."""
    for piece in pieces:
        words = _WORD.findall(piece)
        if piece.isupper():
            continue
        for n, word in enumerate(words):
            if n and word[0].isupper() and len(word) > 1:
                yield from (notion(w) for w in tokens(word))

"""Read numbers as English reports write them: digits, number words, vague words, ranges and bounds.

Every number found has its place in the words, a value (None for a vague word), the bound that the
words before it set, and the lowest and highest value that they allow. What is only shaped like a
number (years, ordinals, ages, ranks of units, clock times, road numbers) is left out by the rules here
or, where it takes a parse to see it, by ``counts``.

Source: floors of vague words after the ACLED codebook (2024): dozens 12, hundreds 100, thousands 1000; the table of all
vague words stands in docs/counts.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from trucewatch.records.count import Bound

UNITS: dict[str, int] = {
    word: n
    for n, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS: dict[str, int] = {
    word: 10 * n
    for n, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
SCALES: dict[str, int] = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
GROUPS: dict[str, int] = {"dozen": 12, "score": 20}
#: Vague words with the lowest and the highest number that they can mean. The rule: a word reaches from the least that
#: it can be said of to just below the next round word ("dozens" are 12 to 99, "hundreds" 100 to 999); "several",
#: "a few" and "a handful" are 2 to 9. "Many" has no upper end.
VAGUE: dict[str, tuple[int, int | None]] = {
    "tens of thousands": (10_000, 99_999), "hundreds of thousands": (100_000, 999_999),
    "tens of millions": (10_000_000, 99_999_999), "dozens": (12, 99), "tens": (10, 99), "scores": (20, 99),
    "hundreds": (100, 999), "thousands": (1_000, 9_999), "millions": (1_000_000, 9_999_999),
    "several dozens": (12, 99), "several dozen": (24, 99), "several hundred": (200, 999),
    "several thousand": (2_000, 9_999), "several million": (2_000_000, 9_999_999), "several": (2, 9),
    "a few dozen": (24, 99), "a few hundred": (200, 999), "a few thousand": (2_000, 9_999), "a few": (2, 9),
    "few dozen": (24, 99), "few hundred": (200, 999), "few thousand": (2_000, 9_999), "a handful": (2, 9),
    "handful": (2, 9), "a couple of dozen": (24, 99), "a couple of hundred": (200, 999),
    "a couple of thousand": (2_000, 9_999), "a couple": (2, 9), "numerous": (2, None), "many": (2, None),
    "countless": (2, None), "a number": (2, None), "a large number": (2, None), "large numbers": (2, None),
}  # fmt: skip

AT_LEAST = (
    r"at\s+least|more\s+than|over|no\s+fewer\s+than|no\s+less\s+than|not\s+less\s+than|upwards?\s+of|in\s+excess\s+of|"
    r"above|exceeding|a\s+minimum\s+of|as\s+low\s+as|well\s+over"
)
AT_MOST = (
    r"up\s+to|as\s+many\s+as|as\s+much\s+as|at\s+most|fewer\s+than|less\s+than|under|no\s+more\s+than|not\s+more\s+than|"
    r"a\s+maximum\s+of|below"
)
ABOUT = (
    r"about|around|some|approximately|roughly|nearly|almost|close\s+to|an\s+estimated|estimated|circa|nearly|"
    r"in\s+the\s+region\s+of|more\s+or\s+less"
)
#: Thousands parted by commas, by spaces ("12 500") or by dots ("1.250.000"; one dot alone only before no scale word);
#: a decimal point, or a decimal comma before a scale word ("3,5 million").
_DIGITS = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d.,]\d)\b|\d{1,3}(?:\.\d{3}){2,}\b|"
    r"\d+,\d{1,2}(?=\s+(?:million|billion|thousand))|\d+(?:\.\d+)?"
)
_SHORT = {"k": 1_000, "mn": 1_000_000, "mln": 1_000_000, "m": 1_000_000, "bn": 1_000_000_000}
_WORD = "|".join([*UNITS, *TENS])
_TENS = "|".join(TENS)
_SCALE = "|".join(SCALES)
_SPELLED = (
    rf"(?:(?:{_TENS})[-\s](?:{_WORD})|{_WORD})"
    rf"(?:\s+and\s+a\s+half(?=\s+(?:{_SCALE}|dozen)))?"
    rf"(?:\s+(?:{_SCALE}|dozen)(?:\s+(?:and\s+)?(?:(?:{_TENS})[-\s](?:{_WORD})|{_WORD}))?)*"
)
_NUMBER = re.compile(
    rf"(?<![\w.,$€£/:-])(?:(?P<before>{AT_LEAST}|{AT_MOST}|{ABOUT}|between|from|just|only|another|a\s+further|a\s+total\s+of)"
    rf"\s+)?(?:(?P<before2>{AT_LEAST}|{AT_MOST}|{ABOUT})\s+)?"
    r"(?:"
    rf"(?P<vague>{'|'.join(w.replace(' ', chr(92) + 's+') for w in sorted(VAGUE, key=len, reverse=True))})\b"
    rf"|(?P<fraction>(?:a\s+)?(?:half|quarter)(?:\s+of)?\s+a\s+(?:{_SCALE}|dozen))\b"
    rf"|(?P<one>an?)\s+(?P<scale>{_SCALE}|dozen|score)\b(?!\s+of\s+the\b)"
    rf"(?:\s+and\s+(?P<rest>(?:{_TENS})[-\s](?:{_WORD})|{_WORD})\b)?"
    rf"|(?P<digits>{_DIGITS})(?:\s*[-–]\s*(?P<dash>{_DIGITS})(?![\w-]))?"
    rf"(?:(?P<short>k|mn|mln|bn|m(?=\s+(?:people|refugees|civilians|children)))\b|(?P<plus>\+)|\s+(?P<dscale>{_SCALE}|dozen)\b)?"
    rf"|(?P<spelled>{_SPELLED})\b"
    r")"
    rf"(?:\s+(?:to|and|or)\s+(?P<high>{_DIGITS}|{_SPELLED})\b(?:\s+(?P<hscale>{_SCALE})\b)?)?"
    r"(?P<odd>-odd\b)?(?P<after>\s+or\s+(?:more|so|fewer|less)\b)?",
    re.IGNORECASE,
)
#: "a 10,000-strong mission"
STRONG = re.compile(rf"(?<![\w.,])({_DIGITS})-?\s?strong\b", re.IGNORECASE)
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_NOT_AFTER = re.compile(
    r"\s*(?:%|per\s?cent|st\b|nd\b|rd\b|th\b|[ap]\.?m\b|-?\s?(?:km|kms|kilomet|miles?|met(?:er|re)s?|feet|years?|yrs?|months?|"
    r"weeks?|days?|hours?|minutes?|seconds?|degrees|decades?|centur|percentage|o'clock|gmt|dollars|euros|pounds|tons?|tonnes|"
    r"kg|nautical|acres|hectares|year-old|-year|-day|-hour|-month|-week|-point|-mile|-km|-member|-nation|-strong|-page))"
    r"|\s*[/:]\d|\s*(?:"
    + "|".join([*_MONTHS, r"jan\b", r"feb\b", r"aug\b", r"sept?\b", r"oct\b", r"nov\b", r"dec\b"])
    + ")",
    re.IGNORECASE,
)
#: What is done with people or arms "over" to somebody: before a number the word says nothing of how many.
HANDING = frozenset({"hand", "turn", "pass", "sign"})
_HANDED = re.compile(rf"\b(?:{'|'.join(sorted(HANDING))})(?:s|es|ed|ing)?\s+$", re.IGNORECASE)
_NO_YEAR = re.compile(r"\d{3}|[3-9]\d{3}|\d{5,}")
_ANY_MONTH = "|".join([*_MONTHS, "jan", "feb", "mar", "apr", "aug", "sept?", "oct", "nov", "dec"])
_DAY_BEFORE = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_ANY_MONTH})\.?\s*$", re.IGNORECASE)
_NOT_BEFORE = re.compile(
    rf"(?:\b(?:{_ANY_MONTH}"
    r")\.?|article|resolution|highway|route|no\.|number|room|phase|chapter|page|paragraph|annex|km|"
    r"(?<!the )day|aged|age|(?:group|brigade|battalion|division|p[dr]))\s*$",
    re.IGNORECASE,
)  # fmt: skip


#: No count of anything told here is larger.
MOST = 1e12
#: "how many", "as many", "so many", "too many" say no number.
_MEASURED = re.compile(r"\b(?:how|as|so|too)\s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in some words: ``start`` and ``end`` (half-open) of the whole phrase with its bound, ``at`` where the
    numeral itself begins."""

    start: int
    at: int
    end: int
    value: float | None
    bound: Bound
    low: float | None
    high: float | None
    vague: bool
    more: bool = False

    @property
    def whole(self) -> int | None:
        return int(self.value) if self.value is not None else None


def value_of(words: str) -> float | None:
    """The value of one numeral in digits or words ("2,500", "3,5", "twenty-five", "two dozen"); None if it is none."""
    flat = " ".join(words.lower().replace("-", " ").split())
    if re.fullmatch(r"\d+,\d{1,2}", flat):
        flat = flat.replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", flat):
        flat = flat.replace(".", "")
    elif re.fullmatch(r"[\d .,]+", flat):
        flat = flat.replace(" ", "")
    flat = flat.replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", flat):
        # a numeral longer than any count of people would only overflow further on
        return float(flat) if len(flat) <= 15 else None
    total = 0.0
    part = 0.0
    for word in flat.replace("and a half", "half").split():
        if word == "and":
            continue
        if word == "half":
            part += 0.5
        elif word in UNITS:
            part += UNITS[word]
        elif word in TENS:
            part += TENS[word]
        elif word == "hundred":
            part = max(part, 1) * 100
        elif word in GROUPS:
            part = max(part, 1) * GROUPS[word]
        elif word in SCALES:
            total += max(part, 1) * SCALES[word]
            part = 0
        else:
            return None
    return float(total + part)


@lru_cache(maxsize=8)
def _kind(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})\Z", re.IGNORECASE)


def _bound(words: str | None) -> Bound | None:
    if not words:
        return None
    for bound, pattern in (("at_least", AT_LEAST), ("at_most", AT_MOST), ("about", ABOUT)):
        if _kind(pattern).match(words):
            return bound  # type: ignore[return-value]
    return None


def find_numbers(words: str) -> list[Number]:
    """Every number in ``words``, in order, without dates, ordinals, ages, measures and money.

    A bare four-digit numeral from 1900 to 2099 without a bound before it counts as a year.
    """
    numbers: list[Number] = []
    at = 0
    while (found := _NUMBER.search(words, at)) is not None:
        number = _read(found, words)
        if number is not None:
            numbers.append(number)
        # "two and three" gives back the second number when the first is cut short
        at = max(number.end if number is not None else found.end(), at + 1)
    return numbers


def _read(found: re.Match[str], words: str) -> Number | None:
    at = min(found.start(g) for g in ("vague", "fraction", "one", "digits", "spelled") if found[g])
    end = found.end()
    bound = _bound(found["before2"]) or _bound(found["before"])
    begins = found.start()
    if (found["before"] or "").lower() == "over" and _HANDED.search(words[max(0, begins - 10) : begins]):
        bound, begins = None, at  # "handed over 25 men" are 25 men, not more than 25
    more = (found["before"] or "").lower().split()[:1] in (["another"], ["a", "further"])
    dated = _NOT_BEFORE.search(words[max(0, at - 14) : at]) and not (
        # "since 5 November 950 families …": the day is told, and it is no year
        _DAY_BEFORE.search(words[max(0, at - 18) : at]) and _NO_YEAR.fullmatch(found["digits"] or "")
    )
    if dated and bound is None and "," not in (found["digits"] or ""):
        return None  # "since January 1,200 people …" is no date
    if _NOT_AFTER.match(words, end) or (words[:at].endswith("(") and words[end : end + 1] == ")"):
        return None
    if found["vague"]:
        if found["vague"].lower() == "many" and _MEASURED.search(words[max(0, at - 5) : at]):
            return None
        floor, top_of_word = VAGUE[" ".join(found["vague"].lower().split())]
        highest = None if top_of_word is None or bound == "at_least" else float(top_of_word)
        return Number(begins, at, found.end("vague"), None, "vague", float(floor), highest, True, more)
    value = _value(found)
    if value is None or value > MOST:
        return None
    if found["digits"]:
        raw = found["digits"]
        if re.match(r"[-\w]", words[end : end + 1]) and not found["odd"] and not found["short"]:
            return None  # part of a word or code: "MI-17", "7.62mm", "10-point"
        if bound is None and not found["dscale"] and re.fullmatch(r"(?:19|20)\d\d", raw):
            return None
    elif words[end : end + 1] == "-":
        return None
    high = _high(found)
    first = (found["before"] or "").lower()
    joint = re.search(r"\s+(to|and|or)\s+\Z", words[at : found.start("high")]) if found["high"] else None
    if joint and ((joint[1] == "and" and first != "between") or (joint[1] == "to" and first == "from")):
        # "two and three" and "rose from 58 to 62" are two numbers: keep the first, the next search finds the other
        end = at + joint.start()
        high = None
    scale = SCALES.get((found["hscale"] or found["high"] or "").lower().rpartition(" ")[2])
    if high is not None and scale and value < 100 <= high and value * scale < high:
        value *= scale  # "five to six thousand"
    if high is not None and high > value:
        return Number(begins, at, end, value, "about", value, high, False, more)
    after = (found["after"] or "").split()[-1:]
    if found["odd"] or after == ["so"]:
        bound = "about"
    elif after == ["more"] or found["plus"]:
        bound = "at_least"
    elif after:
        bound = "at_most"
    bound = bound or "exact"
    low = value if bound in ("exact", "at_least") else None
    top = value if bound in ("exact", "at_most") else None
    return Number(begins, at, end, value, bound, low, top, False, more)


def _value(found: re.Match[str]) -> float | None:
    if found["fraction"]:
        share = 0.5 if "half" in found["fraction"].lower() else 0.25
        scale = found["fraction"].lower().split()[-1]
        return share * SCALES.get(scale, GROUPS.get(scale, 1))
    if found["one"]:
        scale = found["scale"].lower()
        return float(SCALES.get(scale, GROUPS.get(scale, 1))) + (value_of(found["rest"] or "zero") or 0.0)
    if found["spelled"]:
        return value_of(found["spelled"])
    value = value_of(found["digits"])
    scale = (found["dscale"] or found["hscale"] or found["short"] or "").lower()
    if value is not None and not scale and re.fullmatch(r"\d{1,3}\.\d{3}", found["digits"]):
        value *= 1_000  # nobody counts "1.250 people" to the thousandth: a dot between thousands
    return None if value is None else value * (SCALES.get(scale) or GROUPS.get(scale) or _SHORT.get(scale) or 1)


def _high(found: re.Match[str]) -> float | None:
    raw = found["dash"] or found["high"]
    if not raw:
        return None
    value = value_of(raw)
    scale = (found["dscale"] if found["dash"] else found["hscale"]) or ""
    return None if value is None else value * SCALES.get(scale.lower(), 1)

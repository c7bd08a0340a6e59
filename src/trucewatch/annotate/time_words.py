"""Words that times are made of: months, weekdays, units, numbers, parts of the day, holidays.

All patterns are written for lower-cased text; ``time_grammar`` looks at the capitals of the original
where they matter ("may", "march", "second").
"""

from __future__ import annotations

import re

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
#: Months whose names are also words or given names: alone they need a preposition or a modifier.
DOUBTFUL_MONTHS = frozenset({"march", "may", "april", "june", "august"})

MONTH = (
    r"(?P<month>jan(?:uary|\b\.?)|feb(?:ruary|\b\.?)|mar(?:ch|\b\.?)|apr(?:il|\b\.?)|may|june?\b\.?|july?\b\.?"
    r"|aug(?:ust|\b\.?)|sept?(?:ember|\b\.?)|oct(?:ober|\b\.?)|nov(?:ember|\b\.?)|dec(?:ember|\b\.?))"
)
FULL_MONTH = r"(?P<month>" + "|".join(MONTHS) + r"|(?:jan|feb|aug|sept?|oct|nov|dec)\.)"
WEEKDAY = (
    r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|(?:mon|tues?|wed|thurs?|fri|sat|sun)\.)"
)
DAY_OF_MONTH = r"(?:3[01]|[12]\d|0?[1-9])(?:\s?(?:st|nd|rd|th))?(?!\d|[,.:]\d|%|\s?per\s?cent)"
YEAR = r"(?:1[0-9]|20)\d\d(?!\d|[,.]\d|%)"

SMALL = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
    "twenty-first": 21, "twenty-second": 22, "twenty-third": 23, "twenty-fourth": 24, "twenty-fifth": 25,
    "twenty-sixth": 26, "twenty-seventh": 27, "twenty-eighth": 28, "twenty-ninth": 29, "thirty-first": 31,
}  # fmt: skip

_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_BELOW_100 = rf"(?:(?:{_TENS})(?:[- ](?:{_ONES}))?|{_TEENS}|{_ONES})"
WORD_NUMBER = rf"(?:(?:{_BELOW_100}|a) (?:hundred|thousand)(?: (?:and )?{_BELOW_100})?|{_BELOW_100})"
FIGURE = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?(?: 1/2)?"
#: A number that can be counted with, or a word for an unknown number.
NUMBER = rf"(?:{FIGURE}|{WORD_NUMBER})"
VAGUE_NUMBER = (
    r"(?:several|a few|few|many|some|dozens of|hundreds of|thousands of|scores of|a number of|a handful of|countless)"
)
COUPLE = r"(?:a couple of|a couple|couple of)"

UNITS = {
    "second": ("S", 0), "minute": ("M", 0), "hour": ("H", 0), "hr": ("H", 0), "min": ("M", 0), "day": ("D", 1),
    "night": ("D", 1), "week": ("W", 7), "fortnight": ("W", 14), "weekend": ("WE", 7), "month": ("M", 30),
    "quarter": ("Q", 91), "year": ("Y", 365), "decade": ("E", 3650), "century": ("C", 36500),
    "centurie": ("C", 36500),
}  # fmt: skip
UNIT = r"(?:seconds?|minutes?|hours?|days?|weeks?|fortnights?|months?|quarters?|years?|decades?|century|centuries)"
LONG_UNIT = r"(?:days?|weeks?|fortnights?|months?|quarters?|years?|decades?|century|centuries)"
APPROX = (
    r"(?:(?:about|around|approximately|nearly|almost|roughly|some|more than|less than|fewer than|just over|just under"
    r"|well over|under|at least|at most|up to|no (?:more|less|fewer) than"
    r"|close to|barely|a little more than)\s+)"
)
PART_OF_DAY = (
    r"(?P<part>morning|midmorning|mid-morning|afternoon|mid-afternoon|evening|night|overnight|dawn|dusk|daybreak"
    r"|sunrise|sunset|midday|noon|midnight)s?"
)
#: Part of the day -> TIMEX3 suffix and the civil hours it spans; a last hour over 24 runs past midnight.
PARTS = {
    "morning": ("TMO", 4, 12), "midmorning": ("TMO", 8, 12), "mid-morning": ("TMO", 8, 12),
    "dawn": ("TMO", 3, 8), "daybreak": ("TMO", 3, 8), "sunrise": ("TMO", 3, 9), "midday": ("TMI", 10, 15),
    "noon": ("T12:00", 11, 13), "afternoon": ("TAF", 12, 18), "mid-afternoon": ("TAF", 13, 17),
    "evening": ("TEV", 16, 24), "dusk": ("TEV", 16, 22),
    "nightfall": ("TEV", 16, 22), "sunset": ("TEV", 16, 22), "night": ("TNI", 17, 30),
    "overnight": ("TNI", 17, 30), "midnight": ("T24:00", 22, 26),
}  # fmt: skip
#: Civil hours of a night told by both of its days: from the evening of the first into the morning of the last.
NIGHT = (float(PARTS["night"][1]), float(PARTS["night"][2] - 24))
SEASON = r"(?P<season>spring|summer|fall|autumn|winter)"
SEASONS = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}
ORDINAL_WORD = "|".join(sorted(ORDINALS, key=len, reverse=True))


def month_number(word: str) -> int:
    """1 to 12 for a month's name or abbreviation, lower case, with or without a point."""
    key = word.strip(". ")[:3]
    return next(i for i, name in enumerate(MONTHS, start=1) if name.startswith(key))


def weekday_number(word: str) -> int:
    """0 (Monday) to 6 for a weekday's name or abbreviation, lower case."""
    key = word.strip(". ")[:3]
    return next(i for i, name in enumerate(WEEKDAYS) if name.startswith(key))


def number_of(words: str) -> float | None:
    """The number that the words say ("a hundred and five", "2 1/2", "1,200"), None for vague ones.

    "a couple of" is two, as in TimeML; "a" and "an" are one.
    """
    words = re.sub(r"\s+", " ", words.strip().lower())
    if words in ("a", "an", "the"):
        return 1.0
    if "couple" in words:
        return 2.0
    if re.fullmatch(r"[\d,.]+(?: 1/2)?", words):
        half = words.endswith(" 1/2")
        digits = words.removesuffix(" 1/2").replace(",", "").strip(".")
        try:
            return float(digits) + (0.5 if half else 0.0)
        except ValueError:
            return None
    total = 0.0
    for word in re.split(r"[ -]", words):
        if word in ("a", "and"):
            continue
        if word in SMALL:
            total += SMALL[word]
        elif word == "hundred":
            total = max(total, 1) * 100
        elif word == "thousand":
            total = max(total, 1) * 1000
        else:
            return None
    return total or None


def ordinal_of(words: str) -> int | None:
    """The number of an ordinal or a day of the month ("8th", "eighth", "8"), None if it is none."""
    words = words.strip().lower()
    digits = re.match(r"\d+", words)
    return int(digits.group()) if digits else ORDINALS.get(words)


def unit_of(word: str) -> tuple[str, int]:
    """TIMEX3 letter and length in days of a unit word, singular or plural ("weeks" -> ("W", 7))."""
    word = word.strip().lower()
    return UNITS.get(word) or UNITS[word.removesuffix("s")]

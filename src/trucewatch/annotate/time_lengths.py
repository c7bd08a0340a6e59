"""The rules for lengths ("six months"), repeated times ("every Friday") and clock times ("at 7:15 p.m.")."""

from __future__ import annotations

import re
from datetime import date

from trucewatch.annotate.time_context import Context, Reading
from trucewatch.annotate.time_grammar import reading, rule
from trucewatch.annotate.time_relative import duration_value
from trucewatch.annotate.time_values import hijri_to_date, safe_date, shift, solar_hijri_to_date
from trucewatch.annotate.time_words import (
    APPROX,
    COUPLE,
    DAY_OF_MONTH,
    LONG_UNIT,
    MONTH,
    NUMBER,
    PART_OF_DAY,
    PARTS,
    UNIT,
    VAGUE_NUMBER,
    WEEKDAY,
    YEAR,
    ZONE,
    ZONES,
    month_number,
    number_of,
    ordinal_of,
    unit_of,
    weekday_number,
)

# -- lengths ---------------------------------------------------------------------------------


@rule(
    rf"(?:{APPROX}|another\s+|a\s+further\s+|an\s+additional\s+|the\s+(?=\w+\s+\w+s\b))?(?P<n>{NUMBER}|{COUPLE}"
    rf"|{VAGUE_NUMBER}|half\s+an?|an?|one\s+and\s+a\s+half)"
    rf"(?:\s+(?:to|or)\s+(?P<to>{NUMBER}))?(?:\s+|-)(?:more\s+|full\s+|consecutive\s+|straight\s+|whole\s+"
    rf"|trading\s+|long\s+)?(?P<unit>{UNIT})(?:-long)?(?:\s+or\s+so)?(?:\s+and\s+a\s+half)?"
)
def length(match: re.Match[str], context: Context) -> Reading | None:
    words, unit_word = match["n"], match["unit"]
    unit, days = unit_of(unit_word)
    low = context.lowered
    if words in ("a", "an", "the") and unit in ("S", "D", "M") and days == 0 and unit != "H":
        return None
    if unit == "S" and words not in ("a", "an") and not unit_word.endswith("s") and not words[0].isdigit():
        return None  # "one second", "two second-hand cars": an ordinal or an adjective
    if unit == "S" and unit_word == "second":
        return None
    if unit == "Q" and (unit_word == "quarter" or words == "three"):
        return None  # fractions far more often than lengths
    after = low[match.end() : match.end() + 8]
    if re.match(r"[- ]olds?\b|-[a-z]", after):
        # ages are counts of a person's years, not times of the report
        return None
    if words in ("a", "an", "one") and re.match(r"\s+(?:ago|earlier|later)\b", after):
        return None
    if words in ("a", "an") and re.search(
        r"[\d%]\s*(?:million|billion|dollars|percent|people|times|barrels)?\s+$", context.before(match.start(), 30)
    ):
        return reading(match, duration_value(1, unit_word), role="set")
    count = None if match["to"] else number_of(words)
    if words.startswith("half"):
        count = 0.5
    if match[0].endswith("and a half") and count is not None:
        count += 0.5
    if words == "one and a half":
        count = 1.5
    if unit == "H" and count == 0.5:
        return reading(match, "PT30M", role="duration")
    return reading(match, duration_value(count, unit_word), role="duration")


@rule(r"the\s+(?:full\s+|fiscal\s+)?(?P<unit>year|month|week|quarter)(?=\s+(?:end(?:ed|ing)|to)\s)")
def the_year_ended(match: re.Match[str], context: Context) -> Reading | None:
    """ "the year ended March 31": a length; the date after it is an expression of its own."""
    return reading(match, duration_value(1, match["unit"]), role="duration")


@rule(r"(?:for\s+)?(?P<unit>hours|days|weeks|months|years|decades|centuries)(?P<long>-long|\s+of)?")
def bare_units(match: re.Match[str], context: Context) -> Reading | None:
    """ "for years", "decades-long": a length of unknown number."""
    start = match.start("unit")
    if (
        not match[0].startswith("for")
        and match["long"] is None
        and not re.search(
            r"\b(?:for|in|over|after|within|by|took|take|lasted|last|of|spent|two|few|and)\s+$", context.before(start)
        )
    ):
        return None
    end = match.end("unit") if (match["long"] or "").strip() == "of" else match.end()
    return Reading(start=start, end=end, value=duration_value(None, match["unit"]), role="duration")


# -- repeated times --------------------------------------------------------------------------

_ADVERBS = {
    "daily": "P1D", "weekly": "P1W", "monthly": "P1M", "hourly": "PT1H", "nightly": "P1D",
}  # fmt: skip


@rule(rf"(?P<word>{'|'.join(_ADVERBS)})")
def adverb(match: re.Match[str], context: Context) -> Reading | None:
    content, start, end = context.content, match.start(), match.end()
    before = content[max(0, start - 12) : start]
    named = content[end : end + 2].strip()[:1].isupper() or re.search(r"[A-Z]\w* $", before)
    if content[start].isupper() and content[start - 1 : start] == " " and named:
        return None  # "The Weekly Standard", "Daily News": a newspaper's name
    return reading(match, _ADVERBS[match["word"]], role="set")


@rule(rf"(?:every|each|per)\s+(?:(?P<n>{NUMBER}|other)\s+)?(?:(?P<unit>{UNIT})|{WEEKDAY}|{PART_OF_DAY})")
@rule(
    rf"(?:once|twice|(?:{NUMBER}|several)\s+times)\s+(?:an?|every|each"
    rf"|per)\s+(?P<unit>{UNIT})(?P<n>)(?P<weekday>)(?P<part>)"
)
def repeated(match: re.Match[str], context: Context) -> Reading | None:
    if match["unit"]:
        count = 2.0 if match["n"] == "other" else number_of(match["n"] or "a")
        return reading(match, duration_value(count, match["unit"]), role="set")
    if match["weekday"]:
        return reading(match, f"XXXX-WXX-{weekday_number(match['weekday']) + 1}", role="set", precision="unknown")
    return reading(match, f"XXXX-XX-XX{PARTS[match['part']][0]}", role="set", precision="unknown")


@rule(
    r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)s(?:\s+(?P<part>morning|afternoon"
    r"|evening|night)s)?"
)
@rule(
    r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\s+(?P<part>morning|afternoon"
    r"|evening|night)s"
)
def weekdays(match: re.Match[str], context: Context) -> Reading | None:
    part = PARTS[match["part"]][0] if match["part"] else ""
    return reading(match, f"XXXX-WXX-{weekday_number(match['weekday']) + 1}{part}", role="set", precision="unknown")


# -- clock times -----------------------------------------------------------------------------

_CLOCK = (
    r"(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>a\.m\.?|p\.m\.?|am|pm)(?!\w)"
    r"|(?P<hour24>[01]?\d|2[0-4])[:](?P<minute24>[0-5]\d)(?::[0-5]\d)?(?!\d|:)"
    r"|(?P<four>(?:[01]\d|2[0-4])[0-5]\d)(?=\s?(?:gmt|utc|hours|hrs|local))|(?P<word>noon|midnight))"
)
_CLOCK_DAY = (
    rf"(?:,?\s+(?:on\s+)?(?:{WEEKDAY}|{MONTH}\s+(?P<day>{DAY_OF_MONTH})(?:,?\s+(?P<year>{YEAR}))?"
    rf"|(?P<day2>{DAY_OF_MONTH})\s+{MONTH.replace('month', 'month2')}(?:,?\s+(?P<year2>{YEAR}))?"
    rf"|(?P<near>today|yesterday|tomorrow)|(?P<this>this)\s+(?:morning|afternoon|evening)))?"
)


@rule(
    rf"(?:(?:about|around|shortly\s+after|shortly\s+before|approximately|just\s+before|just\s+after)\s+)?{_CLOCK}"
    rf"(?:\s*(?:\(?(?:local\s+time|hours|hrs)\)?))?(?:\s+{ZONE})?{_CLOCK_DAY}"
)
def clock(match: re.Match[str], context: Context) -> Reading | None:
    """ "10 p.m. Wednesday", "14:30 GMT"; without a day, the day told in the sentence or the report's."""
    if match["hour"]:
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        if hour > 12:
            return None
        hour = hour % 12 + (12 if match["half"].startswith("p") else 0)
    elif match["hour24"]:
        hour, minute = int(match["hour24"]), int(match["minute24"])
    elif match["four"]:
        hour, minute = int(match["four"][:2]), int(match["four"][2:])
    else:
        if (
            match["word"]
            and re.search(r"\b(?:after|before)\b\s*$", context.before(match.start()))
            and not match["weekday"]
        ):
            hour, minute = (12, 0) if match["word"] == "noon" else (24, 0)
        hour, minute = (12, 0) if match["word"] == "noon" else (24, 0)
    day, basis = _clock_day(match, context)
    zone_hours = ZONES.get(match["tz"]) if match["tz"] else None
    if day is None:
        return reading(
            match, f"XXXX-XX-XXT{hour:02d}:{minute:02d}", "unknown", precision="unknown", zone_hours=zone_hours
        )
    return reading(match, f"{day.isoformat()}T{hour:02d}:{minute:02d}", basis, zone_hours=zone_hours)


def _clock_day(match: re.Match[str], context: Context) -> tuple[date | None, str | None]:
    reference = context.reference
    if reference is None and not context.told:
        return None, None
    if match["near"]:
        return (
            shift(reference, {"today": 0, "yesterday": -1, "tomorrow": 1}[match["near"]]) if reference else None
        ), context.reference_basis
    if match["weekday"] and reference:
        back = (reference.weekday() - weekday_number(match["weekday"])) % 7
        ahead = context.future(match.start(), match.end())
        return shift(reference, (7 - back) % 7 if ahead else -back), context.reference_basis
    month, number = match["month"] or match["month2"], ordinal_of(match["day"] or match["day2"] or "")
    if month and number:
        year = match["year"] or match["year2"]
        if year:
            return safe_date(int(year), month_number(month), number), "stated"
        return context.nearest(month_number(month), number, match.start(), match.end()), context.reference_basis
    told = context.told
    if told and told.first and told.first == told.last and context.sentence_start(match.start()) <= told.start:
        return told.first, told.basis
    if context.narrative and told and told.first:
        return told.first, "stated"
    return reference, context.reference_basis


# -- calendars as printed --------------------------------------------------------------------

_HIJRI = (
    "muharram", "safar", "rabi al-awwal", "rabi al-thani", "jumada al-ula", "jumada al-akhira", "rajab", "shaban",
    "ramadan",
    "shawwal", "dhul qada", "dhul hijja",
)  # fmt: skip
_HIJRI_WORDS = {
    **{name: i for i, name in enumerate(_HIJRI, start=1)},
    "rabi' al-awwal": 3, "rabi al-awal": 3, "rabi' al-thani": 4, "rabi al-akhir": 4, "jumada al-awwal": 5,
    "jumada al-thani": 6,
    "sha'ban": 8, "ramadhan": 9, "ramazan": 9, "shawal": 10, "dhu al-qadah": 11, "dhul-qadah": 11, "zul qada": 11,
    "dhu al-hijjah": 12, "dhul-hijjah": 12, "zul hijja": 12,
}  # fmt: skip
_SOLAR = (
    "farvardin",
    "ordibehesht",
    "khordad",
    "tir",
    "mordad",
    "shahrivar",
    "mehr",
    "aban",
    "azar",
    "dey",
    "bahman",
    "esfand",
)
_SOLAR_AFGHAN = (
    "hamal",
    "sawr",
    "jawza",
    "saratan",
    "asad",
    "sunbula",
    "mizan",
    "aqrab",
    "qaws",
    "jadi",
    "dalw",
    "hut",
)
_SOLAR_WORDS = {name: i for names in (_SOLAR, _SOLAR_AFGHAN) for i, name in enumerate(names, start=1)} | {
    "dalwa": 11,
    "hoot": 12,
}
_OTHER_MONTH = "|".join(re.escape(w) for w in sorted([*_HIJRI_WORDS, *_SOLAR_WORDS], key=len, reverse=True))


@rule(
    rf"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<name>{_OTHER_MONTH})(?:,?\s+(?P<year>1[1-5]\d\d)(?:\s*(?:a\.?h\.?|hijri|h\.?s\.?))?)?"
)
@rule(
    rf"(?P<name>{_OTHER_MONTH})\s+(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd"
    rf"|th)?,?\s+(?P<year>1[1-5]\d\d)(?:\s*(?:a\.?h\.?|hijri|h\.?s\.?))?"
)
def other_calendar(match: re.Match[str], context: Context) -> Reading | None:
    """A lunar or solar Hijri date: kept as printed in the value, with civil bounds a day wider for the moon."""
    if not match["year"] or not context.content[match.start("name")].isupper():
        return None
    name, day, year = match["name"], int(match["day"]), int(match["year"])
    if name in _HIJRI_WORDS:
        civil = hijri_to_date(year, _HIJRI_WORDS[name], day)
        kind, slack = "hijri", 1
    else:
        civil = solar_hijri_to_date(year, _SOLAR_WORDS[name], day)
        kind, slack = "solar hijri", 0
    if civil is None:
        return None
    return reading(
        match, civil.isoformat(), f"stated ({kind})", first=shift(civil, -slack), last=shift(civil, slack),
        precision="days" if slack else "day",
    )  # fmt: skip


__all__ = ["LONG_UNIT"]

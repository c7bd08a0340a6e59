"""The rules for clock times ("at 7:15 p.m.", "0300 GMT on 5 May", "9 a.m. Harbour City time") and their zones."""

from __future__ import annotations

import re
import zoneinfo
from datetime import date
from functools import lru_cache

from trucewatch.annotate.time_context import Context, Reading
from trucewatch.annotate.time_grammar import reading, rule
from trucewatch.annotate.time_values import safe_date, shift
from trucewatch.annotate.time_words import DAY_OF_MONTH, MONTH, WEEKDAY, YEAR, month_number, ordinal_of, weekday_number

#: Zone abbreviations with one meaning in news -> hours from UTC. Others are kept in their letters, unread, and
#: the bounds widened: "IST", "AST", "BST" (Britain, Bangladesh, Bougainville), "CST" (America, China, Cuba).
ZONES = {
    "GMT": 0.0, "UTC": 0.0, "Z": 0.0, "WAT": 1.0, "CET": 1.0, "CEST": 2.0, "CAT": 2.0, "SAST": 2.0,
    "EET": 2.0, "EEST": 3.0, "EAT": 3.0, "MSK": 3.0, "TRT": 3.0, "IDT": 3.0, "IRST": 3.5, "AFT": 4.5, "PKT": 5.0,
    "NPT": 5.75, "MMT": 6.5, "WIB": 7.0, "ICT": 7.0, "PHT": 8.0, "HKT": 8.0, "JST": 9.0, "KST": 9.0, "BRT": -3.0,
    "ART": -3.0, "VET": -4.0, "COT": -5.0, "PET": -5.0, "EST": -5.0, "EDT": -4.0, "CDT": -5.0,
    "MST": -7.0, "MDT": -6.0, "PST": -8.0, "PDT": -7.0,
}  # fmt: skip
#: Capitals after which the zone database names none of its zones -> the zone they keep.
CAPITALS = {
    "abuja": "Africa/Lagos", "ankara": "Europe/Istanbul", "beijing": "Asia/Shanghai", "canberra": "Australia/Sydney",
    "delhi": "Asia/Kolkata", "new delhi": "Asia/Kolkata", "geneva": "Europe/Zurich", "hanoi": "Asia/Bangkok",
    "islamabad": "Asia/Karachi", "kiev": "Europe/Kyiv", "rabat": "Africa/Casablanca", "sanaa": "Asia/Aden",
    "sana'a": "Asia/Aden", "washington": "America/New_York", "yaounde": "Africa/Douala",
    "pretoria": "Africa/Johannesburg", "brasilia": "America/Sao_Paulo",
    "ottawa": "America/Toronto", "quito": "America/Guayaquil", "the hague": "Europe/Amsterdam",
}  # fmt: skip

_CLOCK = (
    r"(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>a\.m\.?|p\.m\.?|am|pm)(?!\w)"
    r"|(?P<hour12>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?:\s+o['\u2019]clock)?"
    r"\s+in\s+the\s+(?P<part>morning|afternoon|evening)"
    r"|(?P<hour24>[01]?\d|2[0-4])[:](?P<minute24>[0-5]\d)(?::[0-5]\d)?(?!\d|:)"
    r"|(?P<four>(?:[01]\d|2[0-4])[0-5]\d)(?:hrs|h|(?=\s?(?:gmt|utc|hours|hrs|local|h\b)))|(?P<word>noon|midnight))"
)
_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_OFFSET = r"(?:GMT|UTC)\s?[+\u2212\u2013-]\s?\d{1,2}(?::?[0-5]\d)?"
_ZONE = re.compile(
    rf"\s*(?:hours|hrs|h\b)?\s*(?P<bracket>\()?(?P<zone>{_OFFSET}|[Ll]ocal\s+time|(?P<place>[A-Z][\w'\u2019-]+(?:\s[A-Z][\w'\u2019-]+)?)"
    r"(?:\s+local)?\s+time|[A-Z]{3,4}(?!\w))(?(bracket)\))"
)
_PLAIN_HOURS = re.compile(r"\s*\(?(?:hours|hrs)\)?(?!\w)")
#: The same moment by another clock: "(0145 GMT)".
_ALSO = re.compile(
    r"\s*\(\s*(?:about\s+|around\s+)?(?P<hour>[01]?\d|2[0-3])[:.]?(?P<minute>[0-5]\d)?\s?(?:h|hrs|hours)?\s?(?:GMT|UTC)\s*\)"
)
_DAY = re.compile(
    rf",?\s+(?:on\s+)?(?:{WEEKDAY}(?:,?\s+{MONTH.replace('month', 'month3')}\s+(?P<day3>{DAY_OF_MONTH})"
    rf"(?:,?\s+(?P<year3>{YEAR}))?)?|{MONTH}\s+(?P<day>{DAY_OF_MONTH})(?:,?\s+(?P<year>{YEAR}))?"
    rf"|(?P<day2>{DAY_OF_MONTH})\s+{MONTH.replace('month', 'month2')}(?:,?\s+(?P<year2>{YEAR}))?"
    r"|(?P<near>today|yesterday|tomorrow)|(?P<this>this)\s+(?:morning|afternoon|evening))(?!\w)"
)


@rule(rf"(?:(?:about|around|shortly\s+after|shortly\s+before|approximately|just\s+before|just\s+after)\s+)?{_CLOCK}")
def clock(match: re.Match[str], context: Context) -> Reading | None:
    """ "10 p.m. Wednesday", "14:30 GMT"; without a day, the day told in the sentence or the report's."""
    told = _hour(match)
    if told is None:
        return None
    hour, minute = told
    end = match.end()
    zone = _ZONE.match(context.content, end)
    if zone and not _is_zone(zone):
        zone = None
    plain = _PLAIN_HOURS.match(context.lowered, end)
    end = zone.end() if zone else plain.end() if plain else end
    hours, name = _zone(zone) if zone else (None, None)
    also = _ALSO.match(context.content, end)
    if also and zone is None:
        hours = _difference(hour * 60 + minute, int(also["hour"]) * 60 + int(also["minute"] or 0))
    named = _DAY.match(context.lowered, also.end() if also else end)
    day, basis = _day(match, named, context)
    if named and not also:
        end = named.end()
    value = f"T{hour:02d}:{minute:02d}"
    if day is None:
        found = reading(match, f"XXXX-XX-XX{value}", "unknown", precision="unknown", zone_hours=hours)
    else:
        found = reading(match, day.isoformat() + value, basis, zone_hours=hours)
    found.zone, found.end = name, end
    return found


def _hour(match: re.Match[str]) -> tuple[int, int] | None:
    if match["hour"]:
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        return (hour % 12 + (12 if match["half"].startswith("p") else 0), minute) if hour <= 12 else None
    if match["hour12"]:
        word = match["hour12"]
        hour = _HOURS.index(word) + 1 if word in _HOURS else int(word)
        return (hour % 12 + (0 if match["part"] == "morning" else 12), 0) if 1 <= hour <= 12 else None
    if match["hour24"]:
        return int(match["hour24"]), int(match["minute24"])
    if match["four"]:
        return int(match["four"][:2]), int(match["four"][2:])
    return (12, 0) if match["word"] == "noon" else (24, 0)


def _day(match: re.Match[str], named: re.Match[str] | None, context: Context) -> tuple[date | None, str | None]:
    """The civil day of a clock time: named after it, else told in the sentence, else the report's own."""
    start, end = match.start(), named.end() if named else match.end()
    reference, basis = context.reference, context.reference_basis
    if reference is None and not context.told:
        return None, None
    if named:
        if named["near"] or named["this"]:
            step = {"yesterday": -1, "tomorrow": 1}.get(named["near"] or "", 0)
            return (shift(reference, step) if reference else None), basis
        month = named["month"] or named["month2"] or named["month3"]
        number = ordinal_of(named["day"] or named["day2"] or named["day3"] or "")
        if month and number:
            year = named["year"] or named["year2"] or named["year3"]
            if year:
                return safe_date(int(year), month_number(month), number), "stated"
            return context.nearest(month_number(month), number, start, end), basis
        if named["weekday"] and reference:
            back = (reference.weekday() - weekday_number(named["weekday"])) % 7
            return shift(reference, (7 - back) % 7 if context.future(start, end) else -back), basis
    told = context.told
    if told and told.first and told.first == told.last and context.sentence_start(start) <= told.start:
        return told.first, told.basis
    if context.narrative and told and told.first:
        return told.first, "stated"
    clock = _hour(match)
    if reference and clock and context.until and f"{clock[0]:02d}:{clock[1]:02d}" > context.until:
        return shift(reference, -1), basis  # 22:10 in a report as of 06:00
    return reference, basis


# -- zones as printed ------------------------------------------------------------------------


def _is_zone(match: re.Match[str]) -> bool:
    """False for capitals that are no zone: a zone's letters are known, or three or four that end in T ("IST")."""
    words = match["zone"]
    return not (words.isupper() and words.isalpha()) or words in ZONES or words.endswith("T")


def _zone(match: re.Match[str]) -> tuple[float | None, str]:
    """Hours from UTC (None where the words have no one meaning, or a named zone that changes) and what to call it."""
    words = " ".join(match["zone"].split())
    if offset := re.fullmatch(r"(?:GMT|UTC)\s?([+\u2212\u2013-])\s?(\d{1,2})(?::?([0-5]\d))?", words):
        hours = int(offset[2]) + int(offset[3] or 0) / 60
        return (hours if offset[1] == "+" else -hours) if hours <= 14 else None, words
    if match["place"]:
        return None, zone_of(match["place"].removesuffix(" local")) or words
    return ZONES.get(words), words


@lru_cache(maxsize=1)
def _zones_by_city() -> dict[str, str]:
    """City or island -> its zone in the zone database; empty where the machine has none."""
    keys = sorted(key for key in zoneinfo.available_timezones() if "/" in key)
    cities = {key.rsplit("/", 1)[-1].replace("_", " ").lower(): key for key in keys}
    return {**cities, **CAPITALS}


def zone_of(place: str) -> str | None:
    """The zone database's name for "Harbour City time", None if it knows no such city."""
    return _zones_by_city().get(place.replace("\u2019", "'").lower())


def _difference(local: int, utc: int) -> float | None:
    """Hours from UTC of a clock that shows ``local`` minutes of its day when UTC shows ``utc``; -12 to +14 hours."""
    minutes = (local - utc) % 1440
    if minutes > 14 * 60:
        minutes -= 1440
    return minutes / 60 if minutes % 15 == 0 else None

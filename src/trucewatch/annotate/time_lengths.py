"""The rules for lengths ("six months", "within two weeks") and repeated times ("every Friday")."""

from __future__ import annotations

import re

from trucewatch.annotate.time_context import Context, Reading
from trucewatch.annotate.time_grammar import reading, rule
from trucewatch.annotate.time_relative import duration_value, move
from trucewatch.annotate.time_values import shift
from trucewatch.annotate.time_words import (
    APPROX,
    COUPLE,
    LONG_UNIT,
    NUMBER,
    ORDINAL_WORD,
    PART_OF_DAY,
    PARTS,
    UNIT,
    VAGUE_NUMBER,
    WEEKDAY,
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
    if count and context.published and not context.narrative and _GOES_ON.search(context.before(match.start(), 120)):
        base = context.published
        begin = move(base, unit, -count) if days else move(base, "D", -(-count // (24 if unit == "H" else 1440)))
        return reading(
            match, duration_value(count, unit_word), context.now_basis, first=begin, last=base,
            precision="year" if unit == "Y" else "month" if unit == "M" else "days", role="since",
        )  # fmt: skip
    if count and _WITHIN.search(context.before(match.start())) and not _OF_EVENT.match(after):
        found = _within(match, context, count, unit_word)
        if found is not None:
            return found
    return reading(match, duration_value(count, unit_word), role="duration")


#: "have been shelling the town for three days": the days up to the report.
_GOES_ON = re.compile(
    r"\b(?:has|have)\s+(?:now\s+|also\s+|already\s+)?been\s+(?:[a-z]+ly\s+)?[a-z]+ing\b[^.;!?]{0,70}"
    r"\bfor\s+(?:the\s+(?:past|last)\s+)?$"
)
_WITHIN = re.compile(r"\bwithin\s+(?:the\s+(?:next|coming)\s+|a\s+period\s+of\s+|at\s+most\s+)?$")
_OF_EVENT = re.compile(r"\s+(?:of|after|from|follow|since|to)\b|\s+followi")


def _within(match: re.Match[str], context: Context, count: float, unit_word: str) -> Reading | None:
    """ "will leave within two weeks": due so many days after the report; "within two weeks, both were dead" is none."""
    base = context.published
    if base is None or context.narrative or context.tense(match.start(), match.end()) is not True:
        return None
    unit, days = unit_of(unit_word)
    last = move(base, unit, count) if days else move(base, "D", -(-count * {"H": 1, "M": 1 / 60, "S": 0}[unit] // 24))
    return reading(
        match, duration_value(count, unit_word), context.now_basis, first=base, last=last, precision="days", role="by"
    )


@rule(
    rf"for\s+(?:a|the)\s+(?P<nth>{ORDINAL_WORD}|\d{{1,2}}(?:st|nd|rd|th))\s+(?:consecutive\s+|straight\s+|successive\s+"
    r"|running\s+)?(?P<unit>day|night|week|month)"
)
def nth_running(match: re.Match[str], context: Context) -> Reading | None:
    """ "for a sixth day": the days from the first to the report's."""
    nth, base = ordinal_of(match["nth"]), context.published
    if not nth or nth < 2 or context.narrative:
        return None
    start = match.start() + 4
    value = f"P{nth}{unit_of(match['unit'])[0]}"
    if base is None:
        return Reading(start=start, end=match.end(), value=value, role="duration", basis="unknown")
    begin = shift(move(base, unit_of(match["unit"])[0], -nth), 1)
    return Reading(
        start=start, end=match.end(), value=value, role="since", first=begin, last=base, precision="days",
        basis=context.now_basis,
    )  # fmt: skip


@rule(r"(?:another|an\s+additional|a\s+further)\s+(?:full\s+)?(?P<unit>hour|day|week|fortnight|month|year|decade)")
def one_more(match: re.Match[str], context: Context) -> Reading | None:
    return reading(match, duration_value(1, match["unit"]), role="duration")


@rule(r"the\s+(?:full\s+|fiscal\s+)?(?P<unit>year|month|week|quarter)(?=\s+(?:end(?:ed|ing)|to)\s)")
def the_year_ended(match: re.Match[str], context: Context) -> Reading | None:
    """ "the year ended March 31": a length; the date after it is an expression of its own."""
    return reading(match, duration_value(1, match["unit"]), role="duration")


@rule(r"(?:for\s+)?(?P<unit>hours|days|weeks|months|years|decades|centuries)(?P<long>-long|\s+of)?")
def bare_units(match: re.Match[str], context: Context) -> Reading | None:
    """ "for years", "decades-long": a length of unknown number."""
    start = match.start("unit")
    if match["unit"] == "hours" and re.search(r"\b(?:early|small|wee)\s+(?:morning\s+)?$", context.before(start)):
        return None  # "the early hours of Sunday" are a part of the day
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
    if match["word"] in ("daily", "weekly") and re.match(r"\s[A-Z][a-z]", content[end : end + 3]):
        return None  # "the party daily Morning Star"
    return reading(match, _ADVERBS[match["word"]], role="set")


@rule(rf"(?:every|each|per)\s+(?:(?P<n>{NUMBER}|other)\s+)?(?:(?P<unit>{UNIT})|{WEEKDAY}|{PART_OF_DAY})")
@rule(
    rf"(?:once|twice|(?:{NUMBER}|several)\s+times)\s+(?:an?|every|each"
    rf"|per)\s+(?P<unit>{UNIT})(?P<n>)(?P<weekday>)(?P<part>)"
)
def repeated(match: re.Match[str], context: Context) -> Reading | None:
    if match["unit"] in ("second", "minute", "hour") and match[0].startswith("per"):
        return None  # "60 miles per hour": a speed
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


__all__ = ["LONG_UNIT"]

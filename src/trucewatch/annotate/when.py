"""Find the times in a text: own rule grammar over words, no model, every value with its words.

``find_times`` reads left to right. Rules (``time_grammar``, ``time_relative``, ``time_lengths``, …) propose
readings; the longest that starts first wins; prefixes ("late", "the end of") and prepositions ("since",
"by", "until") then narrow the days and set the role (``time_around``). What an undated expression was counted
from is kept in ``basis``, so that a wrong publication date moves everything with it visibly; words quoted from
an older statement are counted from that statement's date (``time_anchors``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from trucewatch.annotate import (  # noqa: F401  (their rules join RULES)
    time_calendars,
    time_clock,
    time_lengths,
    time_quarters,
    time_relative,
    time_vague,
    time_years,
)
from trucewatch.annotate.time_anchors import find_anchors
from trucewatch.annotate.time_around import join_ranges, take_prefix, take_role
from trucewatch.annotate.time_context import Anchor, Context, Reading
from trucewatch.annotate.time_grammar import RULES
from trucewatch.annotate.time_values import shift
from trucewatch.annotate.time_words import PARTS, YEAR
from trucewatch.records.span import Span
from trucewatch.records.when import EARLIEST_OFFSET, LATEST_OFFSET, TimeRole, When, ZoneBasis

_EXPLICIT_YEAR = re.compile(rf"(?<![\d$\u20ac\u00a3.,]){YEAR}")
_TITLED = re.compile(r"(?:\d+|This|The|Last|Next|One|First) (?:Minutes?|Hours?|Days?|Weeks?|Months?|Years?)")
_FULL_STOP = re.compile(r"(?:[Mm]ay|[Jj]une|[Jj]uly|MAY|JUNE|JULY)\.$")
_MARKS = frozenset("\"'\u201c\u2018\u00ab`")
_NEWS_WORDS = re.compile(
    r"\b(?:yesterday|today|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|last week|this week|last month)\b"
)
#: A text is told as history if it has so many explicit years before the publication year …
HISTORY_YEARS = 12
#: … and so many of them for each word of the news ("yesterday", a weekday).
HISTORY_SHARE = 3
#: A short text is history with fewer years, if they lie so far back and no word of the news is in it.
SHORT_HISTORY_YEARS, LONG_AGO = 5, 10
#: Two days unlike in weekday, month and year: what is the same distance from both is so from any day.
_ANY_DAYS = (date(2001, 3, 14), date(2006, 10, 20))


def find_times(
    content: str,
    *,
    published: date | None,
    text_id: str,
    start: int = 0,
    end: int | None = None,
    zone: tzinfo | None = None,
) -> list[When]:
    """Find the times in ``content[start:end]``, in order; offsets count code points of ``content``.

    ``published`` is the civil date that "Friday" and "last week" are counted from; without it such times keep
    their words and a value with X for what is unknown, no days, and ``basis`` "unknown", but the distance from the
    unknown day where the words give one (``offset``). ``zone`` is the zone of
    the place of publication; without one the UTC bounds are widened to hold the day anywhere on Earth, and a zone
    printed beside a clock time goes before both.
    "from X to Y" is one time with role ``from_to``.
    """
    end = len(content) if end is None else min(end, len(content))
    readings = _readings(content, published, start, end)
    offsets = _offsets(content, start, end) if published is None and readings else {}
    return [_to_when(content, r, text_id, zone, offsets.get((r.start, r.end))) for r in readings]


def _readings(content: str, published: date | None, start: int, end: int) -> list[Reading]:
    return join_ranges(content, find_readings(content, published=published, start=start, end=end), published)


def _offsets(content: str, start: int, end: int) -> dict[tuple[int, int], tuple[int, int]]:
    """For a report of unknown date: days from its publication to the first and the last day of each time, where that
    is the same for any day ("yesterday" but not "Friday")."""
    found: list[dict[tuple[int, int], tuple[int, int]]] = []
    for day in _ANY_DAYS:
        basis = f"published {day.isoformat()}"
        found.append(
            {
                (r.start, r.end): ((r.first - day).days, (r.last - day).days)
                for r in _readings(content, day, start, end)
                if r.first and r.last and r.first <= r.last and r.basis == basis
            }
        )
    return {place: days for place, days in found[0].items() if found[1].get(place) == days}


def find_readings(content: str, *, published: date | None, start: int = 0, end: int | None = None) -> list[Reading]:
    """The single expressions before ranges are joined; for ``find_times`` and the time benchmark."""
    end = len(content) if end is None else min(end, len(content))
    lowered = _lower(content)
    found = [
        (match.start(), -match.end(), order, match)
        for order, (pattern, _) in enumerate(RULES)
        for match in pattern.finditer(lowered, start, end)
    ]
    found.sort(key=lambda item: item[:3])
    matches = [(order, match) for _, _, order, match in found]
    narrative = _is_history(lowered[start:end], published)
    context = Context(content, lowered, published, narrative=narrative)
    readings = _read(context, matches, start)
    anchors: Sequence[Anchor] = () if narrative else find_anchors(context, readings, end)
    if anchors:
        readings = _read(Context(content, lowered, published, anchors=anchors), matches, start)
    return readings


def _read(context: Context, matches: list[tuple[int, re.Match[str]]], start: int) -> list[Reading]:
    """One pass from left to right."""
    readings: list[Reading] = []
    at = start
    for order, match in matches:
        if match.start() < at:
            continue
        context.move_to(match.start())
        reading = RULES[order][1](match, context)
        if reading is None or _is_title(context, match):
            continue
        while context.content[reading.end - 1 : reading.end].isspace():
            reading.end -= 1
        if _FULL_STOP.search(context.content, max(reading.start, reading.end - 10), reading.end):
            reading.end -= 1  # "in June.": a month's whole name takes no point
        reading.settle()
        take_prefix(context, reading, at)
        context.remember(reading)
        take_role(context, reading)
        at = reading.end
        readings.append(reading)
    return readings


def _is_title(context: Context, match: re.Match[str]) -> bool:
    """True for the name of a programme or a paper ("60 Minutes", "This Week"): units with a capital inside prose."""
    words = context.content[match.start() : match.end()]
    return bool(_TITLED.fullmatch(words)) and context.content[max(0, match.start() - 1) : match.start()] in _MARKS


def _lower(content: str) -> str:
    """Lower case of the same length: the few letters that change length stay as they are."""
    lowered = content.lower()
    if len(lowered) != len(content):
        lowered = "".join(low if len(low := c.lower()) == 1 else c for c in content)
    return lowered


def _is_history(lowered: str, published: date | None) -> bool:
    """Whether undated days follow the date told before them: many explicit old years, few words of the news."""
    limit = published.year if published else 3000
    told = [year for m in _EXPLICIT_YEAR.finditer(lowered) if (year := int(m[0])) < limit]
    years = len(told)
    if years < SHORT_HISTORY_YEARS and published is not None:
        return False
    news = sum(1 for _ in _NEWS_WORDS.finditer(lowered))
    if years < HISTORY_YEARS and published is not None:
        return not news and sum(year < limit - LONG_AGO for year in told) > 0.8 * years
    return years >= 2 and years > HISTORY_SHARE * news


def _to_when(content: str, reading: Reading, text_id: str, zone: tzinfo | None, offset: tuple[int, int] | None) -> When:
    words = content[reading.start : reading.end]
    span = Span(text_id=text_id, start=reading.start, end=reading.end, words=words)
    first, last = reading.first, reading.last
    if first and last and first > last:
        first, last = last, first
    role: TimeRole = reading.role
    value = reading.value
    if value.endswith("T24:00") and first:
        last = last or first
    earliest, latest, zone_name, zone_basis = _instants(reading, first, last, zone)
    return When(
        words=words, value=value, precision=reading.precision or "unknown", role=role, first_day=first, last_day=last,
        earliest=earliest, latest=latest, zone=zone_name, zone_basis=zone_basis,
        basis="unknown" if offset and not (first or last) else reading.basis or "stated",
        span=span, calendar=reading.calendar, printed=reading.printed, offset=None if first or last else offset,
    )  # fmt: skip


def _instants(
    reading: Reading, first: date | None, last: date | None, zone: tzinfo | None
) -> tuple[datetime | None, datetime | None, str | None, ZoneBasis]:
    """UTC bounds: the days' own, cut to the hours of a part of the day, widened where no zone is known."""
    basis: ZoneBasis = "outlet" if zone else "assumed"
    printed = _printed_zone(reading)
    if printed is not None:
        zone, basis = printed, "stated"
    from_hour, to_hour = reading.hours or (0.0, 24.0)
    if reading.hours is None and first is not None and first == last and "T" in reading.value:
        clock = reading.value.split("T", 1)[1]
        if re.match(r"\d\d:\d\d", clock):
            from_hour = int(clock[:2]) + int(clock[3:5]) / 60
            to_hour = from_hour + 1 / 60
            if from_hour == 24:
                from_hour = 0.0  # "midnight on Sunday" may begin or end the day
        else:
            from_hour, to_hour = next(((a, b) for suffix, a, b in PARTS.values() if suffix == "T" + clock), (0, 24))
    return (
        _instant(first, from_hour, zone, EARLIEST_OFFSET, -1),
        _instant(last, to_hour, zone, LATEST_OFFSET, 1),
        str(zone) if zone else reading.zone,
        basis,
    )


def _printed_zone(reading: Reading) -> tzinfo | None:
    """The zone that stands beside the clock time, where it has one meaning."""
    if reading.zone_hours is not None:
        return timezone(timedelta(hours=reading.zone_hours))
    if reading.zone and "/" in reading.zone:
        return ZoneInfo(reading.zone)
    return None


def _instant(day: date | None, hour: float, zone: tzinfo | None, slack: timedelta, sign: int) -> datetime | None:
    if day is None:
        return None
    try:
        at = datetime.combine(day, time.min) + timedelta(hours=hour)
        if sign > 0:
            at -= timedelta(microseconds=1)
        return at.replace(tzinfo=zone).astimezone(UTC) if zone else at.replace(tzinfo=UTC) + sign * slack
    except OverflowError:
        return None


__all__ = ["find_readings", "find_times", "shift"]

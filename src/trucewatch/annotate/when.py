"""Find the times in a text: own rule grammar over words, no model, every value with its words.

``find_times`` reads left to right. Rules (``time_grammar``, ``time_relative``, ``time_lengths``) propose
readings; the longest that starts first wins; prefixes ("late", "the end of") and prepositions ("since",
"by", "until") then narrow the days and set the role. What an undated expression was counted from is kept
in ``basis``, so that a wrong publication date moves everything with it visibly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from trucewatch.annotate import time_lengths, time_relative, time_years  # noqa: F401  (their rules join RULES)
from trucewatch.annotate.time_context import Context, Reading
from trucewatch.annotate.time_grammar import RULES
from trucewatch.annotate.time_values import bounds_of, narrow, shift, week_bounds
from trucewatch.annotate.time_words import PARTS, YEAR
from trucewatch.records.span import Span
from trucewatch.records.when import EARLIEST_OFFSET, LATEST_OFFSET, Precision, TimeRole, When, ZoneBasis

_PREFIX = re.compile(
    r"(?:(?P<of>(?:the\s+|its\s+)?(?:very\s+)?(?P<point>end|beginning|start|middle|early\s+part|latter\s+part"
    r"|turn|close|eve"
    r"|week|night|morning|afternoon|evening)\s+of\s+(?:the\s+)?)"
    r"|(?P<early>(?:the\s+)?(?:early|late|mid|earlier|later|sometime)(?:\s+(?:on|in|of))?(?:\s+the)?(?:\s+|-)))$"
)
_ROLE = re.compile(
    r"\b(?:(?P<since>(?:ever\s+)?since|after|from|starting|beginning|as\s+of|as\s+from)|(?P<until>until|till"
    r"|up\s+to|through|before|prior\s+to)"
    r"|(?P<by>by|no\s+later\s+than|not\s+later\s+than))\s+(?:the\s+|on\s+|about\s+|around\s+|at\s+least\s+)?$"
)
_FROM = re.compile(r"\b(?:from|between)\s+(?:the\s+)?$")
_TO = re.compile(r"\s+(?:to|until|till|through|and)\s+(?:the\s+)?$|\s?[-\u2013\u2014]\s?$")
_EXPLICIT_YEAR = re.compile(rf"(?<![\d$\u20ac\u00a3.,]){YEAR}")
_NEWS_WORDS = re.compile(
    r"\b(?:yesterday|today|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|last week|this week|last month)\b"
)
#: A text is told as history if it has so many explicit years before the publication year …
HISTORY_YEARS = 12
#: … and so many of them for each word of the news ("yesterday", a weekday).
HISTORY_SHARE = 3
_MODS = {"early": "start", "late": "end", "mid": "mid", "earlier": "start", "later": "end"}


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
    their words and a value with X for what is unknown, no days, and ``basis`` "unknown". ``zone`` is the zone of
    the place of publication; without one the UTC bounds are widened to hold the day anywhere on Earth.
    "from X to Y" is one time with role ``from_to``.
    """
    end = len(content) if end is None else min(end, len(content))
    readings = _join_ranges(content, list(find_readings(content, published=published, start=start, end=end)))
    return [_to_when(content, reading, text_id, zone) for reading in readings]


def find_readings(content: str, *, published: date | None, start: int = 0, end: int | None = None) -> Iterator[Reading]:
    """The single expressions before ranges are joined; for ``find_times`` and the time benchmark."""
    end = len(content) if end is None else min(end, len(content))
    lowered = _lower(content)
    context = Context(content, lowered, published, narrative=_is_history(lowered[start:end], published))
    found = [
        (match.start(), -match.end(), order, match)
        for order, (pattern, _) in enumerate(RULES)
        for match in pattern.finditer(lowered, start, end)
    ]
    found.sort(key=lambda item: item[:3])
    at = start
    for _, _, order, match in found:
        if match.start() < at:
            continue
        reading = RULES[order][1](match, context)
        if reading is None:
            continue
        while content[reading.end - 1 : reading.end].isspace():
            reading.end -= 1
        reading.settle()
        _take_prefix(context, reading, at)
        context.remember(reading)
        _take_role(context, reading)
        at = reading.end
        yield reading


def _lower(content: str) -> str:
    """Lower case of the same length: the few letters that change length stay as they are."""
    lowered = content.lower()
    if len(lowered) != len(content):
        lowered = "".join(low if len(low := c.lower()) == 1 else c for c in content)
    return lowered


def _is_history(lowered: str, published: date | None) -> bool:
    """Whether undated days follow the date told before them: many explicit old years, few words of the news."""
    limit = published.year if published else 3000
    years = sum(1 for m in _EXPLICIT_YEAR.finditer(lowered) if int(m[0]) < limit)
    if years < HISTORY_YEARS and published is not None:
        return False
    news = sum(1 for _ in _NEWS_WORDS.finditer(lowered))
    return years >= 2 and years > HISTORY_SHARE * news


def _take_prefix(context: Context, reading: Reading, floor: int) -> None:
    """Draw "late", "the end of", "the week of" into the expression and narrow or widen its days."""
    if reading.role in ("duration", "set") or not reading.value[:2].isdigit():
        return
    low = max(floor, reading.start - 40)
    match = _PREFIX.search(context.lowered[low : reading.start])
    if match is None or (match.start() and context.lowered[low + match.start() - 1].isalnum()):
        return
    first, last = reading.first, reading.last
    point = re.sub(r"\s+", " ", match["point"] or "")
    if point in ("night", "morning", "afternoon", "evening"):
        if len(reading.value) != 10:
            return
        reading.value += PARTS[point][0]
        reading.precision = "part_of_day"
    elif point == "week":
        if first is None or first != last:
            return
        iso = first.isocalendar()
        reading.value = f"{iso.year:04d}-W{iso.week:02d}"
        reading.first, reading.last, reading.precision = week_bounds(iso.year, iso.week)
    elif point == "eve":
        return
    elif first and last and reading.role == "at":
        word = (match["early"] or "").replace("the", "").split("-")[0].split()
        part = (
            _MODS.get(word[0])
            if word
            else {"end": "end", "close": "end", "latter part": "end", "middle": "mid"}.get(point, "start")
        )
        if part:
            reading.first, reading.last = narrow(first, last, part)
    reading.start = low + match.start()


def _take_role(context: Context, reading: Reading) -> None:
    """Set since, until or by from the preposition before a calendar time, with open ends closed where known."""
    if reading.role != "at" or (reading.first is None and reading.last is None):
        return
    match = _ROLE.search(context.before(reading.start, 30))
    if match is None:
        return
    if reading.precision == "day" and match[0].rstrip().endswith("the"):
        return  # "after the Feb. 29 deal": the date only says which deal
    published = context.published
    if match["since"]:
        word = match["since"].split()[-1]
        if word == "from" and re.match(r"\s+(?:to|until|till)\s", context.lowered[reading.end : reading.end + 8]):
            return
        reading.role = "since"
        later = published if published and reading.first and published >= reading.first else None
        reading.last = later if word == "since" else None
    elif match["until"]:
        reading.role = "until"
        reading.first = None
    else:
        reading.role = "by"
        ahead = published and reading.last and published <= reading.last
        reading.first = published if ahead else None


def _join_ranges(content: str, readings: list[Reading]) -> list[Reading]:
    """ "from X to Y" and "between X and Y" become one time from X's first to Y's last day."""
    joined: list[Reading] = []
    for reading in readings:
        before = joined[-1] if joined else None
        if before is not None and before.value[:1].isdigit() and reading.value[:1].isdigit():
            gap = content[before.end : reading.start].lower()
            lead = content[max(0, before.start - 12) : before.start].lower()
            last = reading.last or bounds_of(reading.value)[1]
            if len(gap) <= 12 and _TO.fullmatch(gap) and (_FROM.search(lead) or "and" not in gap):
                first = bounds_of(before.value)[0] or before.first
                if first and last and first <= last and before.role != "from_to":
                    joined[-1] = Reading(
                        start=before.start, end=reading.end, value=f"{before.value}/{reading.value}", role="from_to",
                        first=first, last=last, precision=_coarser(before, reading),
                        basis=reading.basis or before.basis,
                    )  # fmt: skip
                    continue
        joined.append(reading)
    return joined


def _coarser(one: Reading, other: Reading) -> Precision | None:
    fine = ("instant", "part_of_day", "day", "days")
    return "days" if one.precision in fine and other.precision in fine else other.precision


def _to_when(content: str, reading: Reading, text_id: str, zone: tzinfo | None) -> When:
    words = content[reading.start : reading.end]
    span = Span(text_id=text_id, start=reading.start, end=reading.end, words=words)
    first, last = reading.first, reading.last
    if first and last and first > last:
        first, last = last, first
    role: TimeRole = reading.role
    basis = reading.basis or "stated"
    value = reading.value
    if value.endswith("T24:00") and first:
        last = last or first
    earliest, latest, zone_name, zone_basis = _instants(reading, first, last, zone)
    return When(
        words=words, value=value, precision=reading.precision or "unknown", role=role, first_day=first, last_day=last,
        earliest=earliest, latest=latest, zone=zone_name, zone_basis=zone_basis, basis=basis, span=span,
    )  # fmt: skip


def _instants(
    reading: Reading, first: date | None, last: date | None, zone: tzinfo | None
) -> tuple[datetime | None, datetime | None, str | None, ZoneBasis]:
    """UTC bounds: the days' own, cut to the hours of a part of the day, widened where no zone is known."""
    basis: ZoneBasis = "outlet" if zone else "assumed"
    if reading.zone_hours is not None:
        zone, basis = timezone(timedelta(hours=reading.zone_hours)), "stated"
    from_hour, to_hour = 0.0, 24.0
    if first is not None and first == last and "T" in reading.value:
        clock = reading.value.split("T", 1)[1]
        if re.match(r"\d\d:\d\d", clock):
            from_hour = int(clock[:2]) + int(clock[3:5]) / 60
            to_hour = from_hour + 1 / 60
            if from_hour == 24:
                from_hour = 0.0  # "midnight on Sunday" may begin or end the day
        else:
            from_hour, to_hour = next(((a, b) for suffix, a, b in PARTS.values() if suffix == "T" + clock), (0, 24))
    name = str(zone) if zone else None
    return (
        _instant(first, from_hour, zone, EARLIEST_OFFSET, -1),
        _instant(last, to_hour, zone, LATEST_OFFSET, 1),
        name,
        basis,
    )


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

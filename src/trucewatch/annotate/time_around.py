"""The words around a time: "late", "the night of", "since", "by", "from … to".

They narrow the time, widen it or set its role.
"""

from __future__ import annotations

import re
from datetime import date

from trucewatch.annotate.time_context import Context, Reading
from trucewatch.annotate.time_values import bounds_of, narrow, shift, week_bounds
from trucewatch.annotate.time_words import NIGHT, PARTS
from trucewatch.records.due import add_months
from trucewatch.records.when import Precision

_PREFIX = re.compile(
    r"(?:(?P<of>(?:the\s+|its\s+)?(?:very\s+)?(?P<point>end|beginning|start|middle|early\s+part|latter\s+part"
    r"|turn|close|eve"
    r"|week|night|morning|afternoon|evening)\s+of\s+(?:the\s+)?)"
    r"|(?:the\s+)?(?P<small>early|small|wee)\s+(?:morning\s+)?hours\s+(?:of|on)\s+(?:the\s+)?"
    r"|(?P<dawn>dawn|daybreak|sunrise|midday|dusk|sunset|nightfall|overnight)\s+(?:on\s+|of\s+)?(?P<into>into\s+)?"
    r"|(?:the|a)\s+(?P<day>day)\s+(?P<way>before|after)\s+"
    r"|(?P<early>(?:the\s+)?(?:early|late|mid|earlier|later|sometime)(?:\s+(?:on|in|of))?(?:\s+the)?(?:\s+|-)))$"
)
_ROLE = re.compile(
    r"\b(?:(?P<since>(?:ever\s+)?since|after|from|starting|beginning|as\s+of|as\s+from)|(?P<until>until|till"
    r"|up\s+to|through|before|prior\s+to)"
    r"|(?P<by>by|no\s+later\s+than|not\s+later\s+than))\s+(?:the\s+|on\s+|about\s+|around\s+|at\s+least\s+)?$"
)
_FROM = re.compile(r"\b(?:from|between)\s+(?:the\s+)?$")
_TO = re.compile(r"\s+(?:to|until|till|through|and)\s+(?:the\s+)?$|\s?[-\u2013\u2014]\s?$")
_MODS = {"early": "start", "late": "end", "mid": "mid", "earlier": "start", "later": "end"}


def take_prefix(context: Context, reading: Reading, floor: int) -> None:
    """Draw "late", "the end of", "the week of" into the expression and narrow or widen its days."""
    if reading.role in ("duration", "set") or not reading.value[:2].isdigit():
        return
    low = max(floor, reading.start - 40)
    match = _PREFIX.search(context.lowered[low : reading.start])
    if match is None or (match.start() and context.lowered[low + match.start() - 1].isalnum()):
        return
    first, last = reading.first, reading.last
    if match["small"] or match["dawn"] or match["day"]:
        if first is None or first != last or len(reading.value) != 10:
            return
        if match["day"]:
            day = shift(first, -1 if match["way"] == "before" else 1)
            reading.value, reading.first, reading.last = day.isoformat(), day, day
        elif match["dawn"] == "overnight":
            _overnight(context, reading, first, into=bool(match["into"]))
        else:
            suffix, *hours = PARTS[match["dawn"]] if match["dawn"] else ("TMO", 0, 6)
            reading.value += suffix
            reading.precision, reading.hours = "part_of_day", (float(hours[0]), float(hours[1]))
        reading.start = low + match.start()
        return
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


def _overnight(context: Context, reading: Reading, day: date, *, into: bool) -> None:
    """ "overnight into Sunday" ends on it; "overnight on Sunday" printed later may be the night before or after."""
    later = not into and context.published is not None and context.published > day
    reading.value += "TNI"
    reading.precision = "part_of_day"
    reading.first, reading.last = shift(day, -1), shift(day, 1) if later else day
    reading.hours = NIGHT


def take_role(context: Context, reading: Reading) -> None:
    """Set since, until or by from the preposition before a calendar time, with open ends closed where known."""
    undated = reading.first is None and reading.last is None
    if reading.role != "at" or (undated and not reading.value.startswith("XXXX")):
        return
    match = _ROLE.search(context.before(reading.start, 30))
    if match is None:
        if context.deadline(reading.start, reading.end):
            _by(context, reading)
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
        _by(context, reading)


def _by(context: Context, reading: Reading) -> None:
    """A deadline: from the publication, if that is before it, to its last day."""
    published = context.published
    reading.role = "by"
    reading.first = published if published and reading.last and published <= reading.last else None


def join_ranges(content: str, readings: list[Reading], published: date | None) -> list[Reading]:
    """ "from X to Y" and "between X and Y" become one time from X's first to Y's last day."""
    joined: list[Reading] = []
    for reading in readings:
        before = joined[-1] if joined else None
        if before is not None and _is_range(content, before, reading):
            whole = _range(before, reading, published)
            if whole is not None:
                joined[-1] = whole
                continue
        joined.append(reading)
    return joined


def _is_range(content: str, before: Reading, reading: Reading) -> bool:
    """True if only "to", "until", "and" or a dash stands between two calendar times, and "from" or "between" before."""
    if before.role == "from_to" or not (before.value[:1].isdigit() and reading.value[:1].isdigit()):
        return False
    if len(before.value) == 10 and reading.precision == "instant":
        return False  # "3 May 2020 - 18:40": a day and its hour
    gap = content[before.end : reading.start].lower()
    lead = content[max(0, before.start - 12) : before.start].lower()
    return len(gap) <= 12 and bool(_TO.fullmatch(gap)) and (bool(_FROM.search(lead)) or "and" not in gap)


def _range(before: Reading, reading: Reading, published: date | None) -> Reading | None:
    """The range of two times; None where its end lies before its beginning."""
    first = bounds_of(before.value)[0] or before.first
    last = reading.last or bounds_of(reading.value)[1]
    begin, end = before.value, reading.value
    if first is None or last is None:
        return None
    hours = _clock_hours(before, reading)
    if hours and begin[:10] == end[:10] and hours[1] <= hours[0]:
        last = shift(last, 1)  # "from 8 p.m. to 5 a.m."
        end = last.isoformat() + end[10:]
    step = _repeats_after(before, reading)
    if first > last and step:
        # each end was read alone: the first "Monday" before today may lie after the last "Thursday"
        if published and last <= published:
            first = _moved(first, step, -1)
            begin = first.isoformat()[: len(begin)]
        else:
            last = _moved(last, step, 1)
            end = last.isoformat()[: len(end)]
    if first > last:
        return None
    return Reading(
        start=before.start, end=reading.end, value=f"{begin}/{end}", role="from_to", first=first, last=last,
        precision=_coarser(before, reading), basis=reading.basis or before.basis, hours=hours,
        zone_hours=reading.zone_hours if before.zone_hours is None else before.zone_hours,
        zone=before.zone or reading.zone,
    )  # fmt: skip


def _clock_hours(before: Reading, reading: Reading) -> tuple[float, float] | None:
    """The hours of two clock times."""
    clocks = [re.fullmatch(r"\d{4}-\d\d-\d\dT(\d\d):(\d\d)", r.value) for r in (before, reading)]
    if clocks[0] is None or clocks[1] is None:
        return None
    return int(clocks[0][1]) + int(clocks[0][2]) / 60, int(clocks[1][1]) + int(clocks[1][2]) / 60


def _repeats_after(before: Reading, reading: Reading) -> str:
    """ "week" for two weekdays, "year" for two dates or months without a year: what a wrong choice is off by."""
    if before.basis in (None, "stated") or before.basis != reading.basis or len(before.value) != len(reading.value):
        return ""
    if len(before.value) == 7 and "W" not in before.value:
        return "year"
    if len(before.value) != 10 or before.first is None or reading.first is None:
        return ""
    return "week" if abs((before.first - reading.first).days) < 14 else "year"


def _moved(day: date, step: str, count: int) -> date:
    return shift(day, 7 * count) if step == "week" else add_months(day, 12 * count)


def _coarser(one: Reading, other: Reading) -> Precision | None:
    fine = ("instant", "part_of_day", "day", "days")
    return "days" if one.precision in fine and other.precision in fine else other.precision

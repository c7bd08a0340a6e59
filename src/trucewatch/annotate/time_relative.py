"""The rules for times told by distance: "last week", "two days ago", "the past 24 hours", "recently"."""

from __future__ import annotations

import re
from datetime import date

from trucewatch.annotate.time_context import Context, Reading
from trucewatch.annotate.time_grammar import reading, rule, with_part
from trucewatch.annotate.time_values import bounds_of, month_value, quarter_value, shift, week_value
from trucewatch.annotate.time_words import (
    APPROX,
    COUPLE,
    LONG_UNIT,
    MONTH,
    NUMBER,
    PART_OF_DAY,
    UNIT,
    VAGUE_NUMBER,
    WEEKDAY,
    number_of,
    unit_of,
)
from trucewatch.records.due import add_months

COUNT = rf"(?P<n>{NUMBER}|{COUPLE}|{VAGUE_NUMBER}|an?)"
#: Days that "recent UNITs" and "the coming UNITs" reach from the publication date; vague by nature.
REACH = {"D": 7, "W": 42, "M": 180, "Q": 270, "Y": 1825, "E": 7300, "C": 36500}
_NAMED_NIGHT = re.compile(
    rf"\s+(?:on\s+|into\s+|from\s+|between\s+)?(?:the\s+)?"
    rf"(?:{WEEKDAY}|{MONTH}\s+\d|\d{{1,2}}\s+{MONTH.replace('month', 'month2')})"
)
_NAMED_DAY = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0}


def calendar_value(unit: str, day: date) -> str:
    """The value of the unit that holds the day: its day, week, month, quarter, year, decade or century."""
    return {
        "D": day.isoformat(), "W": week_value(day), "WE": f"{week_value(day)}-WE", "M": month_value(day),
        "Q": quarter_value(day), "Y": f"{day.year:04d}", "E": f"{day.year // 10:03d}", "C": f"{day.year // 100:02d}",
    }[unit]  # fmt: skip


def move(day: date, unit: str, count: float) -> date:
    """The day so many units on; months and longer keep the day of the month."""
    if unit in ("D", "W", "WE"):
        return shift(day, round(count * {"D": 1, "W": 7, "WE": 7}[unit]))
    return add_months(day, round(count * {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}[unit]))


def duration_value(count: float | None, unit_word: str) -> str:
    """TIMEX3 duration: (2, "days") -> P2D, (None, "hours") -> PTXH, (2.5, "years") -> P2Y6M."""
    letter, days = unit_of(unit_word)
    clock = "T" if days == 0 else ""
    if letter == "WE":
        letter = "WE"
    if unit_word.startswith("fortnight") and count is not None:
        count *= 2
    if count is None:
        return f"P{clock}X{letter}"
    whole = int(count)
    if count == whole:
        return f"P{clock}{whole}{letter}"
    if letter == "Y" and count - whole == 0.5:
        return f"P{whole}Y6M"
    if letter == "H" and count - whole == 0.5:
        return f"PT{whole}H30M"
    return f"P{clock}{count:g}{letter}"


# -- named days ------------------------------------------------------------------------------


@rule(
    rf"(?:(?P<part0>mid-?morning|mid-?afternoon|late\s+afternoon)\s+)?(?P<name>today|yesterday|tomorrow"
    rf"|tonight)(?:\s+(?:at\s+)?{PART_OF_DAY})?"
)
def named_day(match: re.Match[str], context: Context) -> Reading | None:
    part = "night" if match["name"] == "tonight" else match["part"] or (match["part0"] and match["part0"].split()[-1])
    return _day_away(match, context, _NAMED_DAY[match["name"]], part)


@rule(r"the\s+day\s+(?P<way>before\s+yesterday|after\s+tomorrow)")
def day_beyond(match: re.Match[str], context: Context) -> Reading | None:
    return _day_away(match, context, -2 if match["way"].startswith("before") else 2, None)


@rule(r"(?P<way>last\s+night|this\s+(?:early\s+)?(?:morning|afternoon|evening)|overnight)")
def part_of_this_day(match: re.Match[str], context: Context) -> Reading | None:
    way = match["way"]
    if way.startswith("last"):
        return _day_away(match, context, -1, "night")
    if way == "overnight":
        if _NAMED_NIGHT.match(context.lowered, match.end()):
            return None  # "overnight on Sunday": the day named says which night
        return _day_away(match, context, 0, "overnight") if not match[0].startswith("the") else None
    return _day_away(match, context, 0, way.split()[-1])


def _day_away(match: re.Match[str], context: Context, days: int, part: str | None) -> Reading:
    base = context.published
    if base is None:
        return reading(match, with_part("XXXX-XX-XX", part), "unknown", precision="unknown")
    day, basis = shift(base, days), context.now_basis
    if part == "overnight":
        # "overnight" runs from the evening before into the day
        return reading(
            match,
            day.isoformat() + "TNI",
            basis,
            first=shift(day, -1),
            last=day,
            precision="part_of_day",
        )
    return reading(match, with_part(day.isoformat(), part), basis)


@rule(
    rf"(?:the\s+)?(?P<mod>same|that|that\s+same|that\s+very|next|following|previous|preceding"
    rf"|day\s+before)\s+(?P<unit>day|{PART_OF_DAY})"
)
@rule(r"(?:the|a)\s+(?P<mod>day\s+(?:before|after|earlier|later))(?P<unit>)(?P<part>)(?=\s*(?:[.,;:)]|$))")
def told_day(match: re.Match[str], context: Context) -> Reading | None:
    """ "the next day", "that night", "the same morning": counted from the time told last."""
    mod, unit = match["mod"], match["unit"]
    if mod == "next" and not match[0].startswith("the"):
        return None
    if mod in ("same", "following", "previous", "preceding") and not re.match(r"the\b", match[0]):
        return None
    told = context.told
    base = told.last or told.first if told and told.precision in ("day", "part_of_day", "instant", "days") else None
    basis = "stated" if base else context.reference_basis
    base = base or context.reference
    if base is None:
        return None
    if mod.startswith("day"):
        step = -1 if mod.endswith(("before", "earlier")) else 1
    else:
        step = {"next": 1, "following": 1, "previous": -1, "preceding": -1}.get(mod, 0)
    part = match["part"] if unit != "day" else None
    return reading(match, with_part(shift(base, step).isoformat(), part or None), basis)


# -- weeks, months, years relative to now ----------------------------------------------------


@rule(
    r"(?:(?P<pre>early|late|earlier|later|mid-?|sometime)\s+(?:in\s+)?)?(?:the\s+)?"
    r"(?P<mod>last|this|next|past|coming|current|previous|following|same|this\s+past|this\s+coming|that"
    r"|that\s+same|preceding|present)\s+"
    r"(?:calendar\s+|fiscal\s+|full\s+)?(?P<unit>week|weekend|month|quarter|year|decade|century|fortnight)"
)
def unit_around(match: re.Match[str], context: Context) -> Reading | None:
    mod, word, pre = match["mod"], match["unit"], match["pre"] or ""
    unit, _ = unit_of(word)
    the = bool(re.search(r"\bthe\s", match[0]))
    reference = context.reference
    if mod in ("past", "coming", "same", "following", "current", "present", "preceding") and not the:
        return None
    if reference is None:
        return reading(
            match, "PAST_REF" if mod in ("last", "past", "previous") else "XXXX", "unknown", precision="unknown"
        )
    if mod == "past" or (mod == "last" and the and unit != "C"):
        # "the past year" is the stretch that ends now; "last year" the calendar year before
        begin = shift(move(reference, unit, -1), 1)
        value = calendar_value(unit, move(reference, unit, -1)) if unit in ("W", "WE") else f"P1{unit}"
        return reading(
            match, value, context.reference_basis, first=begin, last=reference, precision="days", role="from_to"
        )
    told, basis = context.told_day(), context.reference_basis
    base = reference
    if mod in ("same", "that", "that same", "following", "previous", "preceding"):
        if mod.startswith("that") and told is None and context.told_year is None:
            return None
        if unit == "Y" and context.told_year and (told is None or told.year != context.told_year):
            told = date(context.told_year, 1, 1)
        if told is not None and (mod != "previous" or context.narrative):
            base, basis = told, "stated"
    step = {"last": -1, "previous": -1, "preceding": -1, "next": 1, "following": 1, "coming": 1, "this coming": 1}.get(
        mod, 0
    )
    if unit == "WE":
        return _weekend(match, context, base, mod, step)
    if mod == "this past":
        step = -1
    day = move(base, unit, step)
    if unit in ("M", "Q", "Y"):
        day = day.replace(day=1)
    value = calendar_value(unit, day)
    first, last, precision = bounds_of(value)
    if step == 0 and first and last:
        if pre == "earlier":
            first, last = first, max(first, min(last, base))
        elif pre == "later":
            first, last = min(last, max(first, base)), last
    return reading(match, value, basis, first=first, last=last, precision=precision)


def _weekend(match: re.Match[str], context: Context, base: date, mod: str, step: int) -> Reading:
    monday = shift(base, -base.weekday())
    if mod == "last" or mod == "this past":
        week = shift(monday, -7) if base.weekday() < 5 or mod == "last" else monday
    elif step > 0:
        week = monday if base.weekday() < 5 else shift(monday, 7)
    else:
        week = monday
    return reading(match, f"{week_value(week)}-WE", context.reference_basis)


@rule(
    r"(?:over\s+)?the\s+weekend|the\s+(?:end|start|beginning|middle)\s+of\s+the\s+(?P<unit>week|month|year|day)|(?:year"
    r"|month|week)(?:['\u2019]s\s+|[- ])end"
)
def this_unit(match: re.Match[str], context: Context) -> Reading | None:
    reference = context.reference
    if reference is None:
        return None
    start = match.start() + match[0].index("the") if "over" in match[0] else match.start()
    if "weekend" in match[0]:
        monday = shift(reference, -reference.weekday())
        ahead = reference.weekday() >= 5 or context.future(match.start(), match.end())
        value = f"{week_value(monday if ahead else shift(monday, -7))}-WE"
        return Reading(start=start, end=match.end(), value=value, basis=context.reference_basis)
    word = match["unit"] or re.split(r"(?:['\u2019]s\s+|[- ])end", match[0])[0]
    base = (context.told_day() if context.narrative else None) or reference
    value = calendar_value(unit_of(word)[0], base)
    first, last, precision = bounds_of(value)
    if "end" in match[0] and first and last and (last - first).days > 6:
        first = shift(last, -(last - first).days // 3)
    elif re.search("start|beginning", match[0]) and first and last and (last - first).days > 6:
        last = shift(first, (last - first).days // 3)
    return reading(match, value, context.reference_basis, first=first, last=last, precision=precision)


@rule(r"(?P<pre>earlier|later|early|late)\s+in\s+the\s+(?P<unit>day|week|month|year)")
def within_unit(match: re.Match[str], context: Context) -> Reading | None:
    told = context.told_day() if context.narrative or match["unit"] == "day" else None
    base = told or context.reference
    if base is None:
        return None
    return reading(
        match, calendar_value(unit_of(match["unit"])[0], base), "stated" if told else context.reference_basis
    )


@rule(
    r"(?P<pre>the\s+)?(?:latest\s+|current\s+|comparable\s+)?(?P<rel>year-earlier|year-ago"
    r"|prior-year)(?:\s+(?P<what>quarter|period|month))|(?P<rel2>year-earlier|year-ago)"
    r"|the\s+(?P<late>latest\s+)?(?P<quarter>quarter)|the\s+latest\s+(?P<period>period)"
)
def told_quarter(match: re.Match[str], context: Context) -> Reading | None:
    """The quarter that an earnings report speaks of, or the same quarter a year before."""
    reference = context.reference
    if reference is None:
        return None
    ended = quarter_value(add_months(reference.replace(day=1), -3))
    quarter = ended if match["late"] or match["period"] else context.told_quarter or ended
    if match["rel"] or match["rel2"]:
        quarter = f"{int(quarter[:4]) - 1}{quarter[4:]}"
        if not context.told_quarter and match["what"] != "quarter":
            quarter = quarter[:4]
    elif (
        re.match(r"\s+(?:end(?:ed|ing)|to)\b", context.lowered[match.end() : match.end() + 10])
        and not context.told_quarter
    ):
        return reading(match, "P1Q", role="duration")
    return reading(match, quarter, context.reference_basis)


# -- so many units ago, later ----------------------------------------------------------------


@rule(
    rf"(?P<approx>{APPROX})?(?:(?P<n>{NUMBER}|{COUPLE}|{VAGUE_NUMBER}|an?|the)\s+)?(?:full\s+"
    rf"|more\s+)?(?P<unit>{UNIT}|nights?)(?:\s+or\s+(?:so|two|more))?\s+"
    rf"(?P<way>ago|earlier|later|before|after|afterwards?|previously|from\s+now|hence|from\s+today|prior)"
)
def units_away(match: re.Match[str], context: Context) -> Reading | None:
    """ "two weeks ago", "a year earlier", "three days later"; the bounds give what such words leave open."""
    way = match["way"]
    unit, days = unit_of(match["unit"])
    words = match["n"]
    if words == "the" or (words is None and way in ("after", "before", "earlier", "previously", "prior")):
        return None
    if way in ("before", "after", "prior") and (
        not re.match(r"\s*(?:[.,;:)]|$|that\b)", context.lowered[match.end() : match.end() + 8])
    ):
        return None
    count = number_of(words) if words else None
    back = way in ("ago", "earlier", "before", "previously", "prior")
    deictic = way in ("ago", "from now", "hence", "from today")
    told = context.told_day()
    base = context.published if deictic and not context.narrative else (told or context.reference)
    basis = context.reference_basis if deictic or not told else "stated"
    if not back and not deictic and told is None and count is not None:
        # "a week later" with nothing told before it: a length that starts nobody knows when
        return reading(match, duration_value(count, match["unit"]), "unknown", role="duration")
    if count is None and told is not None and not days and not back and not deictic:
        # "hours later" with a day told before it: that day or the next
        return reading(match, "FUTURE_REF", "stated", first=told, last=shift(told, 1), precision="days")
    if count is None or base is None:
        value = "PAST_REF" if back else "FUTURE_REF"
        if base is not None and days and back and deictic:
            return reading(match, value, basis, first=shift(base, -REACH[unit]), last=base, precision="vague")
        return reading(match, value, basis, precision="vague")
    if unit == "Y" and count == 1 and back and context.told_quarter and not context.narrative:
        quarter = context.told_quarter
        return reading(match, f"{int(quarter[:4]) - 1}{quarter[4:]}", basis)
    if not days:
        hours = count * {"H": 1, "M": 1 / 60, "S": 1 / 3600}[unit]
        spread = int(hours // 24) + 1
        first, last = (shift(base, -spread), base) if back else (base, shift(base, spread))
        near = first if spread > 1 and back else last if spread > 1 else base
        return reading(match, near.isoformat(), basis, first=first, last=last, precision="days")
    there = move(base, unit, -count if back else count)
    if unit == "D" and not match["approx"]:
        return reading(match, with_part(there.isoformat(), "night" if "night" in match["unit"] else None), basis)
    if unit in ("D", "W"):
        slack = max(1, round(count * days * 0.2))
        value = there.isoformat() if unit == "D" or not deictic else week_value(there)
        return reading(match, value, basis, first=shift(there, -slack), last=shift(there, slack), precision="days")
    value = calendar_value(unit, there)
    if unit == "M":
        slack = min(45, 10 + 5 * int(count))
        return reading(match, value, basis, first=shift(there, -slack), last=shift(there, slack), precision="month")
    return reading(match, value, basis)


# -- stretches that end or begin now ---------------------------------------------------------

_STRETCH = (
    r"(?:(?:the|this|these|those|his|her|its|their|our)\s+)?(?P<mod>past|last|next|coming|previous|preceding"
    r"|following|first|final|latest"
    r"|recent|opening|early|remaining)"
)


@rule(
    r"(?:the\s+|these\s+)?(?:most\s+|more\s+)?(?P<mod>recent|past|coming|last|next|previous|future"
    r"|preceding)\s+(?:few\s+|several\s+|many\s+)?"
    r"(?P<unit>days|weeks|months|quarters|years|decades|centuries|hours|minutes)(?:\s+and\s+(?:days|weeks"
    r"|months|years))?(?P<ahead>\s+ahead)?"
)
@rule(r"(?:the\s+)(?P<unit>hours|days|weeks|months|years)(?P<mod>\s+ahead|\s+to\s+come)")
def vague_stretch(match: re.Match[str], context: Context) -> Reading | None:
    """ "in recent days": never a point; bounds by ``REACH``, and said to be vague."""
    unit, days = unit_of(match["unit"])
    mod = match["mod"].strip()
    past = mod in ("recent", "past", "last", "previous", "preceding")
    counted = re.search(r"\b(?:few|several|many)\b", match[0])
    if (
        mod in ("past", "last", "next", "previous", "preceding")
        and not counted
        and not match[0].startswith(("the", "these"))
        and not (mod == "past" and re.search(r"\b(?:in|over|from)\s+$", context.before(match.start())))
    ):
        return None
    bare = mod == "past" and not counted and not match[0].startswith(("the", "these"))  # "in past years": no length
    value = (
        ("PAST_REF" if past else "FUTURE_REF")
        if bare or mod in ("recent", "future")
        else duration_value(None, match["unit"])
    )
    base = context.published
    if base is None:
        return reading(match, value, "unknown", precision="vague")
    reach = REACH.get(unit, 2) if days else 2
    first, last = (shift(base, -reach), base) if past else (base, shift(base, reach))
    return reading(match, value, context.reference_basis, first=first, last=last, precision="vague", role="from_to")


@rule(
    rf"(?:each\s+of\s+)?{_STRETCH}\s+(?P<approx>{APPROX})?(?P<n>{NUMBER}"
    rf"|couple\s+of)[\s-]+(?:to\s+(?P<to>{NUMBER})\s+)?(?:full\s+|fiscal\s+|trading\s+"
    rf"|consecutive\s+)?(?P<unit>{UNIT})(?:\s+or\s+so)?"
)
def counted_stretch(match: re.Match[str], context: Context) -> Reading | None:
    """ "the past 24 hours", "the next two weeks", "the first nine months": a length with its place in time."""
    unit, days = unit_of(match["unit"])
    count = number_of(match["n"])
    mod = match["mod"]
    value = duration_value(None if match["to"] else count, match["unit"])
    if value == "PT24H":
        value = "P1D"
    base = context.reference
    if (
        count is None
        or base is None
        or mod not in ("past", "last", "next", "coming", "previous", "preceding", "recent", "following")
    ):
        return reading(
            match, value, "unknown" if base is None else None, precision="days" if days == 1 else None, role="duration"
        )
    span = -(-count // 24) if unit == "H" else 1.0 if not days else count
    letter = unit if days else "D"
    if mod in ("next", "coming", "following"):
        first, last = base, move(base, letter, span)
    else:
        first, last = move(base, letter, -span), base
    return reading(match, value, context.reference_basis, first=first, last=last, precision="days", role="from_to")


@rule(r"the\s+(?:past|last|previous)\s+(?P<unit>day|night)(?!\s+of\b)")
def past_day(match: re.Match[str], context: Context) -> Reading | None:
    """ "over the past day": the 24 hours before the report."""
    base = context.published
    if not re.search(r"\b(?:over|in|during|within|for)\s+$", context.before(match.start())) or context.narrative:
        return None
    first = shift(base, -1) if base else None
    return reading(
        match, "P1D", context.now_basis, first=first, last=base, role="from_to" if base else "duration",
        precision="days",
    )  # fmt: skip


__all__ = ["COUNT", "LONG_UNIT", "duration_value"]

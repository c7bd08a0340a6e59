"""The rules for dates: days, weekdays, months, quarters, seasons, years, centuries.

Each rule is a pattern over lower-cased text and a function that reads a match in its context. The
longest match that starts first wins; a function may refuse (None), and then the next rule is tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from trucewatch.annotate.time_context import Context, Reading
from trucewatch.annotate.time_values import (
    safe_date,
    shift,
)
from trucewatch.annotate.time_words import (
    DAY_OF_MONTH,
    DOUBTFUL_MONTHS,
    FULL_MONTH,
    MONTH,
    NIGHT,
    ORDINAL_WORD,
    PART_OF_DAY,
    PARTS,
    WEEKDAY,
    YEAR,
    month_number,
    ordinal_of,
    weekday_number,
)
from trucewatch.records.due import add_months
from trucewatch.records.when import Precision, TimeRole

Handler = Callable[[re.Match[str], Context], Reading | None]
Rule = tuple[re.Pattern[str], Handler]
RULES: list[Rule] = []

_AND = r"\s?(?:-|\u2013|\u2014|/|to|and|&|through|until)\s?"
_LAST_NEXT = r"(?:last|next|this|that|the following|the previous|the same|the next|the current)"


def rule(pattern: str) -> Callable[[Handler], Handler]:
    """Add a rule. Every pattern starts and ends at a word's edge."""

    def add(handler: Handler) -> Handler:
        RULES.append((re.compile(rf"(?<![\w$\u00a3\u20ac#])(?:{pattern})(?!\w|-to-)"), handler))
        return handler

    return add


def reading(
    match: re.Match[str],
    value: str,
    basis: str | None = None,
    *,
    role: TimeRole = "at",
    first: date | None = None,
    last: date | None = None,
    precision: Precision | None = None,
    zone_hours: float | None = None,
    last_value: str | None = None,
    quarter_named: bool = False,
) -> Reading:
    """The reading of the whole match."""
    return Reading(
        start=match.start(), end=match.end(), value=value, basis=basis, role=role, first=first, last=last,
        precision=precision, zone_hours=zone_hours, last_value=last_value, quarter_named=quarter_named,
    )  # fmt: skip


def with_part(value: str, part: str | None) -> str:
    return value + PARTS[part][0] if part else value


# -- full dates ------------------------------------------------------------------------------


@rule(r"(\d{4})-(\d\d)-(\d\d)(?:[t ](\d\d:\d\d)(?::\d\d)?(?P<zone>z|(?P<sign>[+-])(?P<h>\d\d):?(?P<m>\d\d))?)?")
def iso_date(match: re.Match[str], context: Context) -> Reading | None:
    day = safe_date(int(match[1]), int(match[2]), int(match[3]))
    if day is None:
        return None
    hours = None
    if match["zone"]:
        hours = int(match["h"] or 0) + int(match["m"] or 0) / 60
        hours = (-hours if match["sign"] == "-" else hours) if hours <= 14 else None
    return reading(match, day.isoformat() + (f"T{match[4]}" if match[4] else ""), zone_hours=hours)


@rule(r"(\d{1,2})([/.])(\d{1,2})\2((?:19|20)\d\d|\d\d)")
def numeric_date(match: re.Match[str], context: Context) -> Reading | None:
    """13/01/2021 has one reading; 02/03/2021 has two, so its bounds hold both and it is ``vague``."""
    a, b, year = int(match[1]), int(match[3]), int(match[4])
    if year < 100:
        if match[2] == ".":
            return None
        year += 1900 if year > 50 else 2000
    month_first, day_first = safe_date(year, a, b), safe_date(year, b, a)
    if match[2] == ".":
        month_first = None
    if month_first and day_first and month_first != day_first:
        low, high = sorted((month_first, day_first))
        if context.published and low <= context.published < high:
            return reading(match, low.isoformat())
        return reading(match, month_first.isoformat(), first=low, last=high, precision="vague")
    day = month_first or day_first
    return reading(match, day.isoformat()) if day else None


_DATE_TAIL = rf"(?:(?:\s*,\s*|\s+of\s+|\s+)(?P<year>{YEAR})|(?:\s*,)?\s+(?:of\s+)?(?P<rel>{_LAST_NEXT})\s+year)?"
_DATE_HEAD = (
    rf"(?:{WEEKDAY}(?:\s+{PART_OF_DAY})?(?:\s*,\s*|\s+)(?:the\s+)?|(?:the\s+)?{PART_OF_DAY.replace('part', 'part2')}"
    r"(?:(?<!s)\s+(?:from|between)|\s+(?:of|on))\s+(?:the\s+)?)?"
)


@rule(
    rf"{_DATE_HEAD}{MONTH}\s+(?:the\s+)?(?P<day>{DAY_OF_MONTH}"
    rf"|{ORDINAL_WORD})(?:{_AND}(?P<to>{DAY_OF_MONTH}))?{_DATE_TAIL}"
)
@rule(
    rf"{_DATE_HEAD}(?:the\s+)?(?P<day>{DAY_OF_MONTH}|(?:{ORDINAL_WORD})(?=\s+of))(?:{_AND}(?P<to>{DAY_OF_MONTH}))?"
    rf"\s*-?(?:of\s+)?{MONTH}{_DATE_TAIL}"
)
def day_of_month(match: re.Match[str], context: Context) -> Reading | None:
    """ "Saturday, April 25", "14 Sep", "January 9-10", "the night of 3 May 1915", "5 March last year"."""
    if not _capital(match, context):
        return None
    month, day = month_number(match["month"]), ordinal_of(match["day"])
    if day is None or day > 31:
        return None
    weekday = weekday_number(match["weekday"]) if match["weekday"] else None
    year = _year_of(match, context)
    if year is not None:
        found = safe_date(year, month, day)
        basis = "stated" if match["year"] else context.reference_basis
    else:
        found = context.nearest(month, day, match.start(), match.end(), weekday)
        basis = context.reference_basis
        if found is None and context.reference is None:
            return reading(match, f"XXXX-{month:02d}-{day:02d}", "unknown", precision="unknown")
    if found is None:
        return None
    part = match["part"] or match["part2"]
    last_day = ordinal_of(match["to"]) if match["to"] else None
    last = safe_date(found.year, month, last_day) if last_day else None
    if last and last > found:
        if part in ("night", "overnight") and (last - found).days == 1:
            return night(match, found, basis, last_value=last.isoformat())
        both = re.search(r"\b(?:and|&)\b", match[0]) and not _BETWEEN.search(context.before(match.start()))
        return reading(
            match, found.isoformat(), basis, first=found, last=last, precision="days",
            role="at" if both else "from_to", last_value=last.isoformat(),
        )  # fmt: skip
    return reading(match, with_part(found.isoformat(), part), basis)


_BETWEEN = re.compile(r"\b(?:between|from)\s+(?:the\s+)?$")
_DAY_ALONE = r"3[01]|[12]\d|0?[1-9]"


@rule(
    rf"(?P<days>(?:(?:{_DAY_ALONE}),\s+)+(?:{_DAY_ALONE}),?\s+(?:and|&)\s+(?:{_DAY_ALONE}))\s+{MONTH}(?:,?\s+(?P<year>{YEAR}))?"
)
@rule(
    rf"{MONTH}\s+(?P<days>(?:(?:{_DAY_ALONE}),\s+)+(?:and|&)?\s*(?:{_DAY_ALONE})?(?:\s*(?:and|&)\s+(?:{_DAY_ALONE}))?)(?:,?\s+(?P<year>{YEAR}))?"
)
def several_days(match: re.Match[str], context: Context) -> Reading | None:
    """ "3, 5 and 7 January": one time that holds all of its days."""
    numbers = [int(n) for n in re.findall(r"\d+", match["days"])]
    if len(numbers) < 3 or sorted(set(numbers)) != numbers or not _capital(match, context):
        return None
    month = month_number(match["month"])
    first = (
        safe_date(int(match["year"]), month, numbers[0])
        if match["year"]
        else context.nearest(month, numbers[0], match.start(), match.end())
    )
    last = safe_date(first.year, month, numbers[-1]) if first else None
    if first is None or last is None:
        return None
    basis = "stated" if match["year"] else context.reference_basis
    return reading(match, f"{first.isoformat()}/{last.isoformat()}", basis, first=first, last=last, precision="days")


_MONTH_AFTER = r"\s+of\s+(?:the|this|that)\s+month"


@rule(
    r"(?<=\bon\s)the\s+(?P<day>\d{1,2}(?:st|nd|rd|th))"
    rf"(?=\s*(?:[.,;:)]|$)|{_MONTH_AFTER}|\s+(?:and|but|at|after|when)\b)(?:{_MONTH_AFTER})?"
)
def day_alone(match: re.Match[str], context: Context) -> Reading | None:
    """ "on the 25th": of the month told last in the sentence, else the past one, or the coming one under a cue."""
    number, reference = ordinal_of(match["day"]), context.reference
    if not number or not 1 <= number <= 31 or reference is None:
        return None
    told = context.told
    if told and told.first and len(told.value) >= 10 and context.sentence_start(match.start()) <= told.start:
        day, basis = safe_date(told.first.year, told.first.month, number), told.basis
    else:
        ahead, basis = context.future(match.start(), match.end()), context.reference_basis
        months = [add_months(reference.replace(day=1), k) for k in ((0, 1, 2) if ahead else (0, -1, -2))]
        days = [d for m in months if (d := safe_date(m.year, m.month, number))]
        day = next((d for d in days if (d >= reference if ahead else d <= reference)), None)
    return reading(match, day.isoformat(), basis) if day else None


def night(match: re.Match[str], first: date, basis: str | None, *, last_value: str | None = None) -> Reading:
    """The night that begins on the day and ends on the next: "the night of 3 to 4 May"."""
    found = reading(
        match, first.isoformat() + "TNI", basis, first=first, last=shift(first, 1), precision="part_of_day",
        last_value=last_value,
    )  # fmt: skip
    found.hours = NIGHT
    return found


def _capital(match: re.Match[str], context: Context) -> bool:
    """Months are printed with a capital; "may 5 soldiers" is none, nor "at 10 dec"."""
    return context.content[match.start("month")].isupper()


def _year_of(match: re.Match[str], context: Context) -> int | None:
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    if groups.get("rel"):
        base = context.reference
        if groups["rel"] in ("that", "the same", "the following", "the previous") and context.told_year:
            year = context.told_year
            return year + {"the following": 1, "the previous": -1}.get(groups["rel"], 0)
        if base:
            return base.year + {"last": -1, "the previous": -1, "next": 1, "the following": 1, "the next": 1}.get(
                groups["rel"], 0
            )
    return None


# -- months ----------------------------------------------------------------------------------


@rule(rf"{MONTH},?\s+(?:of\s+)?(?:(?P<year>{YEAR})|(?P<rel>{_LAST_NEXT})\s+year)")
def month_and_year(match: re.Match[str], context: Context) -> Reading | None:
    if not _capital(match, context):
        return None
    year = _year_of(match, context)
    month = month_number(match["month"])
    if year is None:
        return reading(match, f"XXXX-{month:02d}", "unknown", precision="unknown")
    return reading(match, f"{year}-{month:02d}", "stated" if match["year"] else context.reference_basis)


#: "under a June agreement", "since the May elections": a month before the thing that bears its name.
_MONTHS_THING = re.compile(r"\b(?:an?|the|its|their|his|her|this|that|last)\s+$")
_THING = re.compile(
    r"\s+(?!of\b|on\b|to\b|in\b|at\b|by\b|for\b|from\b|with\b|and\b|or\b|was\b|is\b|had\b|has\b|said\b)[a-z]{3,}"
)
_SURE_LEAD = re.compile(r"\b(?:in|since|by|until|last|next|this|early|late)\s+$")
_MONTH_LEAD = re.compile(
    r"\b(?:in|since|by|until|till|from|of|last|next|this|early|late|mid|and|or|between|before|after|during|to"
    r"|through|for"
    r"|around|every|each|end|beginning|mid-|on|,)[\s-]+(?:early\s+|late\s+|mid-?)?$"
)


@rule(rf"(?:(?P<mod>last|next|this(?:\s+past|\s+coming)?)\s+)?{FULL_MONTH}(?P<bare>\s+year)?")
def month_alone(match: re.Match[str], context: Context) -> Reading | None:
    """ "November", "last April", "next May", and the telex "September year" (the last one)."""
    if not _capital(match, context):
        return None
    name = match["month"].strip(".")
    if name in DOUBTFUL_MONTHS or len(name) < 5:
        lead = match["mod"] or _MONTH_LEAD.search(context.before(match.start()))
        follows = context.content[match.end() : match.end() + 2]
        clear = follows[:1] in ",.;" and name in ("march", "june", "august") and match.start() > 0
        clear = clear or bool(
            _MONTHS_THING.search(context.before(match.start())) and _THING.match(context.lowered, match.end())
        )
        if not lead and not clear:
            return None
        surname = not clear and re.match(r" [A-Z][a-z]", context.content[match.end() : match.end() + 3])
        timed = match["mod"] or _SURE_LEAD.search(context.before(match.start()))
        if name in ("april", "may", "june", "august") and surname and not timed:
            return None  # a given name before a surname
    month = month_number(match["month"])
    mod = (match["mod"] or "").split()
    reference = context.reference
    if reference is None:
        return reading(match, f"XXXX-{month:02d}", "unknown", precision="unknown")
    if "last" in mod or "past" in mod:
        year = reference.year - (month >= reference.month)
    elif "next" in mod or "coming" in mod:
        year = reference.year + (month <= reference.month)
    elif "this" in mod:
        year = reference.year
    else:
        found = context.nearest_month(month, match.start(), match.end())
        year = found[0] if found else reference.year
    return reading(match, f"{year}-{month:02d}", context.reference_basis)


# -- weekdays --------------------------------------------------------------------------------

#: "would meet later on Sunday", printed on Sunday.
_LATER = re.compile(r"\b(?:later|earlier|still)\s+(?:on\s+)?$")
_POSSESSIVE = re.compile(r"['\u2019]s\b")


@rule(
    rf"(?:(?P<when>(?:early|late)(?:\s+on)?)\s+)?"
    rf"(?:(?:the\s+)?(?P<mod>last|next|this\s+past|this\s+coming|this|the\s+following|the\s+previous|past|coming"
    rf"|following)\s+)?"
    rf"{WEEKDAY}(?:\s+(?P<mod2>last|next))?(?:,?\s+(?:in\s+the\s+|at\s+)?{PART_OF_DAY})?"
)
def weekday(match: re.Match[str], context: Context) -> Reading | None:
    """The nearest past day of that name, publication day included; the coming one only under a cue."""
    if not context.content[match.start("weekday")].isupper():
        return None
    number = weekday_number(match["weekday"])
    reference = context.reference
    part = match["part"]
    if reference is None:
        return reading(match, with_part(f"XXXX-WXX-{number + 1}", part), "unknown", precision="unknown")
    mod = f"{match['mod'] or ''} {match['mod2'] or ''}"
    back = (reference.weekday() - number) % 7
    told = context.told_day()
    if "following" in mod and told:
        day = shift(told, (number - told.weekday()) % 7 or 7)
    elif "previous" in mod and told:
        day = shift(told, -((told.weekday() - number) % 7 or 7))
    elif "last" in mod or "past" in mod or "previous" in mod:
        day = shift(reference, -(back or 7))
    elif "next" in mod or "coming" in mod or "following" in mod:
        day = shift(reference, (7 - back) or 7)
    elif "this" in mod:
        day = shift(reference, number - reference.weekday())
    elif context.narrative:
        day = shift(reference, (7 - back) % 7)
    elif not _POSSESSIVE.match(context.content, match.end()) and context.future(match.start(), match.end()):
        same_day = part or _LATER.search(context.before(match.start()))
        day = shift(reference, (7 - back) % 7 or (0 if same_day else 7))
    else:
        day = shift(reference, -back)
    return reading(match, with_part(day.isoformat(), part), context.reference_basis)


@rule(
    rf"(?:(?:the\s+)?night\s+(?:of\s+|from\s+|between\s+)?|overnight\s+(?:on\s+|from\s+|between\s+)?){WEEKDAY}"
    rf"(?:\s+(?:to|and|into)\s+|\s?[-\u2013/]\s?){WEEKDAY.replace('weekday', 'next')}"
)
@rule(
    rf"(?:late\s+(?:on\s+)?)?{WEEKDAY}(?:\s+night)?(?:\s+(?:and\s+)?into\s+|\s?[-\u2013/]\s?)"
    rf"(?:early\s+|the\s+early\s+hours\s+of\s+)?{WEEKDAY.replace('weekday', 'next')}(?:\s+morning|\s+night)"
)
def weekday_night(match: re.Match[str], context: Context) -> Reading | None:
    """ "the night of Saturday to Sunday", "late Saturday into Sunday morning"."""
    number, reference = weekday_number(match["weekday"]), context.reference
    if (weekday_number(match["next"]) - number) % 7 != 1 or not context.content[match.start("weekday")].isupper():
        return None
    if reference is None:
        return reading(match, f"XXXX-WXX-{number + 1}TNI", "unknown", precision="unknown")
    back = (reference.weekday() - number) % 7
    ahead = context.future(match.start(), match.end())
    return night(match, shift(reference, (7 - back) if ahead else -back), context.reference_basis)

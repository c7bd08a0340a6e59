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
    add_months,
    bounds_of,
    easter,
    hijri_to_date,
    hijri_year,
    month_value,
    quarter_value,
    safe_date,
    shift,
    week_value,
)
from trucewatch.annotate.time_words import (
    DAY_OF_MONTH,
    DOUBTFUL_MONTHS,
    FULL_MONTH,
    MONTH,
    MONTHS,
    ORDINAL_WORD,
    PART_OF_DAY,
    PARTS,
    SEASON,
    SEASONS,
    WEEKDAY,
    WORD_NUMBER,
    YEAR,
    month_number,
    number_of,
    ordinal_of,
    weekday_number,
)

Handler = Callable[[re.Match[str], Context], Reading | None]
Rule = tuple[re.Pattern[str], Handler]
RULES: list[Rule] = []

_AND = r"\s?(?:-|\u2013|\u2014|to|and|&|through|until)\s?"
_LAST_NEXT = r"(?:last|next|this|that|the following|the previous|the same|the next|the current)"


def rule(pattern: str) -> Callable[[Handler], Handler]:
    """Add a rule. Every pattern starts and ends at a word's edge."""

    def add(handler: Handler) -> Handler:
        RULES.append((re.compile(rf"(?<![\w$\u00a3\u20ac#])(?:{pattern})(?!\w)"), handler))
        return handler

    return add


def reading(match: re.Match[str], value: str, basis: str | None = None, **more: object) -> Reading:
    return Reading(start=match.start(), end=match.end(), value=value, basis=basis, **more)  # type: ignore[arg-type]


def with_part(value: str, part: str | None) -> str:
    return value + PARTS[part][0] if part else value


# -- full dates ------------------------------------------------------------------------------


@rule(r"(\d{4})-(\d\d)-(\d\d)(?:[t ](\d\d:\d\d)(?::\d\d)?(?:z|[+-]\d\d:?\d\d)?)?")
def iso_date(match: re.Match[str], context: Context) -> Reading | None:
    day = safe_date(int(match[1]), int(match[2]), int(match[3]))
    if day is None:
        return None
    return reading(match, day.isoformat() + (f"T{match[4]}" if match[4] else ""))


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
        return reading(match, month_first.isoformat(), first=low, last=high, precision="vague")
    day = month_first or day_first
    return reading(match, day.isoformat()) if day else None


_DATE_TAIL = rf"(?:(?:\s*,\s*|\s+of\s+|\s+)(?P<year>{YEAR})|(?:\s*,)?\s+(?:of\s+)?(?P<rel>{_LAST_NEXT})\s+year)?"
_DATE_HEAD = (
    rf"(?:{WEEKDAY}(?:\s+{PART_OF_DAY})?(?:\s*,\s*|\s+)(?:the\s+)?|(?:the\s+)?{PART_OF_DAY.replace('part', 'part2')}"
    r"\s+(?:of|on)\s+(?:the\s+)?)?"
)


@rule(
    rf"{_DATE_HEAD}{MONTH}\s+(?:the\s+)?(?P<day>{DAY_OF_MONTH}|{ORDINAL_WORD})(?:{_AND}(?P<to>{DAY_OF_MONTH}))?{_DATE_TAIL}"
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
        return reading(
            match, found.isoformat(), basis, first=found, last=last, precision="days", role="from_to",
            last_value=last.isoformat(),
        )  # fmt: skip
    return reading(match, with_part(found.isoformat(), part), basis)


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


_MONTH_LEAD = re.compile(
    r"\b(?:in|since|by|until|till|from|of|last|next|this|early|late|mid|and|or|between|before|after|during|to|through|for"
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
        if not lead and not clear:
            return None
        if name in ("april", "may", "june", "august") and re.match(
            r" [A-Z][a-z]", context.content[match.end() : match.end() + 3]
        ):
            # a given name before a surname, unless a preposition of time leads
            if (
                not re.search(r"\b(?:in|since|by|until|last|next|this|early|late)\s+$", context.before(match.start()))
                and not match["mod"]
            ):
                return None
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

_POSSESSIVE = re.compile(r"['\u2019]s\b")


@rule(
    rf"(?:(?P<when>(?:early|late)(?:\s+on)?)\s+)?"
    rf"(?:(?:the\s+)?(?P<mod>last|next|this\s+past|this\s+coming|this|the\s+following|the\s+previous|past|coming|following)\s+)?"
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
        day = shift(reference, (7 - back) % 7 or (0 if part else 7))
    else:
        day = shift(reference, -back)
    return reading(match, with_part(day.isoformat(), part), context.reference_basis)


# -- quarters, halves, seasons ---------------------------------------------------------------

_NTH = r"(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th)"


@rule(
    rf"(?:(?P<whose>last|this|next)\s+year's\s+|(?:the\s+)?(?:(?P<rel>last|next|this|same|current|latest|year-earlier|year-ago|fiscal)\s+"
    rf"(?:fiscal\s+)?)?(?:fiscal\s+)?(?:(?P<year0>{YEAR})(?:'s)?\s+)?){_NTH}[- ]quarter(?:\s+of)?(?:,?\s+(?P<year>{YEAR})|\s+(?P<rel2>last|this|next)\s+year)?(?<!of)"
)
@rule(rf"q(?P<nth>[1-4])(?:\s+(?:of\s+)?(?P<year>{YEAR}))?")
def quarter(match: re.Match[str], context: Context) -> Reading | None:
    groups = match.groupdict()
    nth = ordinal_of(groups["nth"])
    if not nth or not 1 <= nth <= 4:
        return None
    year_text = groups.get("year") or groups.get("year0")
    if year_text:
        return reading(match, f"{year_text}-Q{nth}")
    reference = context.reference
    if reference is None:
        return reading(match, f"XXXX-Q{nth}", "unknown", precision="unknown")
    whose = groups.get("whose") or groups.get("rel2")
    year = reference.year
    if whose:
        year += {"last": -1, "next": 1}.get(whose, 0)
    else:
        current = (reference.month - 1) // 3 + 1
        ahead = nth > current and not context.future(match.start(), match.end())
        year -= ahead and nth - current > 1
        if groups.get("rel") in ("year-earlier", "year-ago"):
            year -= 1
    named = not whose and groups.get("rel") not in ("year-earlier", "year-ago")
    return reading(match, f"{year}-Q{nth}", context.reference_basis, quarter_named=named)


@rule(
    rf"(?:the\s+)?(?P<nth>first|second)\s+half\s+of\s+(?:(?P<year>{YEAR})|(?P<rel>last|this|next|the)\s+year|{FULL_MONTH}(?:\s+(?P<year2>{YEAR}))?)"
)
def half(match: re.Match[str], context: Context) -> Reading | None:
    nth = 1 if match["nth"] == "first" else 2
    if match["month"]:
        month = month_number(match["month"])
        if match["year2"]:
            year = int(match["year2"])
        else:
            found = context.nearest_month(month, match.start(), match.end())
            if found is None:
                return None
            year = found[0]
        first, last, _ = bounds_of(f"{year}-{month:02d}")
        if first is None or last is None:
            return None
        first, last = (first, shift(first, 14)) if nth == 1 else (shift(first, 15), last)
        return reading(match, f"{year}-{month:02d}", first=first, last=last, precision="days")
    if match["year"]:
        return reading(match, f"{match['year']}-H{nth}")
    reference = context.reference
    if reference is None:
        return None
    year = reference.year + {"last": -1, "next": 1}.get(match["rel"], 0)
    return reading(match, f"{year}-H{nth}", context.reference_basis)


@rule(
    rf"(?:(?:the\s+)?(?P<mod>last|next|this(?:\s+past|\s+coming)?|early|late|mid-?|the|that|previous|following|coming|past)\s+)?"
    rf"{SEASON}(?:\s+(?:of\s+)?(?P<year>{YEAR})|\s+of\s+that\s+year)?(?:-\d\d)?"
)
def season(match: re.Match[str], context: Context) -> Reading | None:
    """Seasons need a year, a modifier or a preposition: "fall" and "spring" are verbs as well."""
    mod, name = match["mod"] or "", match["season"]
    if match["year"]:
        return reading(match, f"{match['year']}-{SEASONS[name]}")
    in_season = re.search(r"\b(?:in|during|since|by|of|until|over|for|through)\s+$", context.before(match.start()))
    if not mod and not in_season:
        return None
    if mod in ("the", "") and re.match(r"\s+(?:of|in)\s+(?!that)", context.lowered[match.end() : match.end() + 8]):
        return None
    if mod == "the" and name in ("fall", "spring") and not in_season:
        return None
    if not mod and name in ("fall",) and not in_season:
        return None
    reference = context.reference
    if reference is None:
        return reading(match, f"XXXX-{SEASONS[name]}", "unknown", precision="unknown")
    start_month = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[SEASONS[name]]
    year = reference.year
    if context.narrative:
        year = context.told_year or year
    elif mod in ("last", "past", "previous") or "past" in mod:
        year -= reference.month < start_month + 3 if start_month < 12 else 1
    elif mod in ("next", "coming") or "coming" in mod:
        year += reference.month >= start_month
    elif mod != "this":
        ahead = start_month > reference.month
        year -= bool(ahead and not context.future(match.start(), match.end()))
    return reading(match, f"{year}-{SEASONS[name]}", context.reference_basis)


# -- years, decades, centuries ---------------------------------------------------------------

_YEAR_LEAD = re.compile(
    r"(?:\b(?:in|of|since|by|until|till|from|during|before|after|between|and|to|through|late|early|mid|year|fiscal|around"
    r"|about|circa|ca\.|end|the|spring|summer|autumn|winter|than|for|back|as|or|post|pre|beginning|ending|ended|on|throughout"
    r"|late|again|dated)[\s-]+(?:the\s+)?(?:fiscal\s+)?(?:year\s+)?|[(\[,;\u2013\u2014-]\s?)$"
)
_NOT_YEAR = re.compile(
    r"\s*(?:%|per\s?cent|people|men|women|troops|soldiers|fighters|civilians|families|dollars|tons|tonnes|miles|km|meters"
    r"|metres|feet|prisoners|shares|jobs|homes|houses|yards|points|votes|[a-z]+\s+(?:were|have|had)\b|°|hours|hrs|gmt"
    r"|days|degrees|employees|workers|members|refugees|students|tanks|aircraft|guns|rounds|casualties|local)"
)


@rule(
    rf"(?:(?:the\s+)?(?:fiscal\s+)?year\s+|fiscal\s+)?(?P<year>{YEAR})(?:[-\u2013/](?P<to>\d{{2}}(?:\d\d)?)(?!\d|-))?"
)
def year(match: re.Match[str], context: Context) -> Reading | None:
    digits = match["year"]
    number = int(digits)
    named = match.start("year") > match.start()
    if not named:
        lead = _YEAR_LEAD.search(context.before(match.start()))
        alone = 1900 <= number <= (context.published.year + 30 if context.published else 2100)
        if _NOT_YEAR.match(context.lowered[match.end() : match.end() + 30]):
            return None
        if not lead and not alone and not (match["to"] and len(match["to"]) == 4 and number >= 1500):
            return None
        if not lead and not context.narrative and re.search(r"\d\s*$|[a-z]-$", context.before(match.start(), 3)):
            return None
    if match["to"]:
        to = match["to"] if len(match["to"]) == 4 else digits[:2] + match["to"]
        first, last = safe_date(number, 1, 1), safe_date(int(to), 12, 31)
        if first is None or last is None or int(to) <= number:
            return None
        return reading(match, digits, first=first, last=last, precision="year", role="from_to", last_value=to)
    return reading(match, digits)


@rule(rf"(?:{MONTH}\s+(?:of\s+)?|{SEASON}\s+(?:of\s+)?)?(?P<year>\d{{1,4}})\s*(?:bc|b\.c\.?|bce|b\.c\.e\.?)")
def year_before_christ(match: re.Match[str], context: Context) -> Reading | None:
    """ "480 BC": a value only, since Python's calendar begins with year 1."""
    value = f"BC{int(match['year']):04d}"
    if match["month"]:
        value += f"-{month_number(match['month']):02d}"
    elif match["season"]:
        value += f"-{SEASONS[match['season']]}"
    return reading(match, value, precision="year")


@rule(rf"(?:the\s+)(?P<year>{YEAR})\s+(?P<what>period|quarter)")
def year_and_period(match: re.Match[str], context: Context) -> Reading | None:
    """ "the 1988 quarter": the quarter that the report speaks of, in that year."""
    if match["what"] == "quarter" and context.told_quarter:
        return reading(match, match["year"] + context.told_quarter[4:])
    return reading(match, match["year"])


@rule(
    r"(?:the\s+)?(?P<part>(?:early|late|mid)[- ])?(?:(?P<decade>(?:1[0-9]|20)\d)0s|'(?P<short>[2-9])0s|(?P<word>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties))"
)
def decade(match: re.Match[str], context: Context) -> Reading | None:
    if match["decade"]:
        digits = match["decade"]
    elif match["short"]:
        digits = "19" + match["short"]
    else:
        words = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
        if not match[0].startswith("the ") or (
            re.search(r"\b(?:his|her|their|in)\s+$", context.before(match.start())) and not match[0].startswith("the")
        ):
            return None
        digits = "19" + str(words.index(match["word"]) + 2)
    return reading(match, digits)


@rule(rf"(?:the\s+)?(?:(?P<nth>\d{{1,2}})(?:st|nd|rd|th)|(?P<word>{ORDINAL_WORD}))[- ]century")
def century(match: re.Match[str], context: Context) -> Reading | None:
    nth = ordinal_of(match["nth"] or match["word"])
    return reading(match, f"{nth - 1:02d}") if nth and 1 < nth < 30 else None


@rule(rf"(?P<century>nineteen|eighteen|twenty)\s+(?:(?P<rest>{WORD_NUMBER})|hundred)")
def year_in_words(match: re.Match[str], context: Context) -> Reading | None:
    rest = number_of(match["rest"]) if match["rest"] else 0
    if rest is None or not (rest == 0 or 10 <= rest <= 99):
        return None
    base = {"nineteen": 1900, "eighteen": 1800, "twenty": 2000}[match["century"]]
    if base == 2000 and not re.search(r"\b(?:in|since|of|by|year)\s+$", context.before(match.start())):
        return None
    return reading(match, str(int(base + rest)))


# -- holidays --------------------------------------------------------------------------------

_HOLIDAYS = {
    "new year's day": (1, 1), "new year's eve": (12, 31), "new year's": (1, 1), "christmas day": (12, 25),
    "christmas eve": (12, 24), "christmas": (12, 25), "boxing day": (12, 26), "valentine's day": (2, 14),
    "may day": (5, 1), "veterans day": (11, 11), "armistice day": (11, 11), "halloween": (10, 31),
    "independence day": (7, 4), "bastille day": (7, 14), "international women's day": (3, 8), "nowruz": (3, 21),
}  # fmt: skip
_MOVING = {
    "easter sunday": 0,
    "easter monday": 1,
    "easter": 0,
    "good friday": -2,
    "palm sunday": -7,
    "ash wednesday": -46,
}
_ISLAMIC = {
    "eid al-fitr": (10, 1), "eid ul-fitr": (10, 1), "eid-ul-fitr": (10, 1), "eid al-adha": (12, 10), "eid ul-adha": (12, 10),
    "eid-ul-adha": (12, 10), "ashura": (1, 10), "ramadan": (9, 1), "ramazan": (9, 1), "eid": (10, 1),
}  # fmt: skip
_HOLIDAY = "|".join(
    re.escape(w)
    for w in sorted(
        [*_HOLIDAYS, *_MOVING, *_ISLAMIC, "thanksgiving day", "thanksgiving", "labor day"], key=len, reverse=True
    )
)


def _holiday_day(name: str, year: int) -> date | None:
    if name in _HOLIDAYS:
        return safe_date(year, *_HOLIDAYS[name])
    if name in _MOVING:
        return shift(easter(year), _MOVING[name])
    if name in _ISLAMIC:
        middle = safe_date(year, 7, 1)
        if middle is None:
            return None
        options = [hijri_to_date(hijri_year(middle) + k, *_ISLAMIC[name]) for k in (-1, 0, 1)]
        return next((d for d in options if d and d.year == year), None)
    month, weekday_wanted, nth = (11, 3, 4) if name.startswith("thanksgiving") else (9, 0, 1)
    first = safe_date(year, month, 1)
    return shift(first, (weekday_wanted - first.weekday()) % 7 + 7 * (nth - 1)) if first else None


@rule(rf"(?:(?P<mod>last|next|this)\s+)?(?P<name>{_HOLIDAY})(?:\s+(?:in\s+|of\s+)?(?P<year>{YEAR}))?")
def holiday(match: re.Match[str], context: Context) -> Reading | None:
    """A feast day. Islamic feasts are by the tabular calendar, so their bounds hold a day either side."""
    if not context.content[match.start("name")].isupper():
        return None
    name = match["name"]
    reference = context.reference
    if match["year"]:
        found, basis = _holiday_day(name, int(match["year"])), "stated"
    elif reference is None:
        return None
    else:
        basis = context.reference_basis
        options = [d for k in (-1, 0, 1) if (d := _holiday_day(name, reference.year + k))]
        past = [d for d in options if d <= reference]
        coming = [d for d in options if d > reference]
        ahead = match["mod"] == "next" or (match["mod"] != "last" and context.future(match.start(), match.end()))
        near = coming and (coming[0] - reference).days <= 14 and match["mod"] != "last"
        found = coming[0] if coming and (ahead or near) else (past[-1] if past else None)
    if found is None:
        return None
    if name in ("ramadan", "ramazan"):
        return reading(
            match, month_value(found), basis, first=shift(found, -1), last=shift(found, 30), precision="month"
        )
    if name in _ISLAMIC:
        return reading(match, found.isoformat(), basis, first=shift(found, -1), last=shift(found, 3), precision="days")
    return reading(match, found.isoformat(), basis)


__all__ = ["MONTHS", "RULES", "add_months", "quarter_value", "reading", "rule", "week_value", "with_part"]

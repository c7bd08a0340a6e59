"""The rules for years, decades, centuries and feast days."""

from __future__ import annotations

import re
from datetime import date

from trucewatch.annotate.time_context import Context, Reading
from trucewatch.annotate.time_grammar import reading, rule
from trucewatch.annotate.time_values import easter, hijri_to_date, hijri_year, month_value, safe_date, shift
from trucewatch.annotate.time_words import (
    MONTH,
    ORDINAL_WORD,
    SEASON,
    SEASONS,
    WORD_NUMBER,
    YEAR,
    month_number,
    number_of,
    ordinal_of,
)

# -- years, decades, centuries ---------------------------------------------------------------

_YEAR_LEAD = re.compile(
    r"(?:\b(?:in|of|since|by|until|till|from|during|before|after|between|and|to|through|late|early|mid|year"
    r"|fiscal|around"
    r"|about|circa|ca\.|end|the|spring|summer|autumn|winter|than|for|back|as|or|post|pre|beginning|ending|ended"
    r"|on|throughout"
    r"|late|again|dated)[\s-]+(?:the\s+)?(?:fiscal\s+)?(?:year\s+)?|[(\[,;\u2013\u2014-]\s?)$"
)
_NOT_YEAR = re.compile(
    r"\s*(?:%|per\s?cent|people|men|women|troops|soldiers|fighters|civilians|families|dollars|tons|tonnes|miles"
    r"|km|meters"
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
    r"(?:the\s+)?(?P<part>(?:early|late|mid)[- ])?(?:(?P<decade>(?:1[0-9]|20)\d)0s|'(?P<short>[2-9])0s"
    r"|(?P<word>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties))"
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


@rule(rf"(?:{MONTH}\s+)?(?P<century>nineteen|eighteen|twenty)\s+(?:(?P<rest>{WORD_NUMBER})|hundred)")
def year_in_words(match: re.Match[str], context: Context) -> Reading | None:
    rest = number_of(match["rest"]) if match["rest"] else 0
    if rest is None or not (rest == 0 or 10 <= rest <= 99):
        return None
    base = {"nineteen": 1900, "eighteen": 1800, "twenty": 2000}[match["century"]]
    if match["month"]:
        return reading(match, f"{int(base + rest)}-{month_number(match['month']):02d}")
    if base == 2000 and not re.search(r"\b(?:in|since|of|by|year)\s+$", context.before(match.start())):
        return None
    return reading(match, str(int(base + rest)))


@rule(rf"(?:the\s+)?year\s+two\s+thousand(?:\s+(?:and\s+)?(?P<rest>{WORD_NUMBER}))?")
def year_two_thousand(match: re.Match[str], context: Context) -> Reading | None:
    """ "the year two thousand and eleven", as broadcasts say it."""
    rest = number_of(match["rest"]) if match["rest"] else 0
    return reading(match, str(int(2000 + rest))) if rest is not None and rest < 100 else None


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
    "eid al-fitr": (10, 1), "eid ul-fitr": (10, 1), "eid-ul-fitr": (10, 1), "eid al-adha": (12, 10),
    "eid ul-adha": (12, 10),
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


@rule(
    rf"(?:(?P<mod>last|next|this)\s+)?(?P<name>{_HOLIDAY})(?:\s+(?:in\s+|of\s+)?(?P<year>{YEAR})|,?\s+(?:of\s+)?(?P<rel>last|this|next)\s+year)?"
)
def holiday(match: re.Match[str], context: Context) -> Reading | None:
    """A feast day. Islamic feasts are by the tabular calendar, so their bounds hold a day either side."""
    if not context.content[match.start("name")].isupper():
        return None
    name = match["name"]
    reference = context.reference
    if match["rel"] and reference is not None:
        year = reference.year + {"last": -1, "this": 0, "next": 1}[match["rel"]]
        found, basis = _holiday_day(name, year), context.reference_basis
    elif match["year"]:
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

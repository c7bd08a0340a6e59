"""The rules for dates printed in another calendar: "12 Ramadan 1442", "24 Hamal 1400", "1399/10/24".

Kept as printed (``calendar``, ``printed``) beside the civil days they were converted to. The lunar calendar is the
arithmetic one; the moon is seen a day earlier or later in one country than in the next, so the bounds are wider.
"""

from __future__ import annotations

import re
from datetime import date

from trucewatch.annotate.time_context import Context, Reading
from trucewatch.annotate.time_grammar import rule
from trucewatch.annotate.time_values import hijri_to_date, hijri_year, shift, solar_hijri_to_date
from trucewatch.annotate.time_words import WEEKDAY
from trucewatch.records.when import Calendar

#: Days that the arithmetic lunar calendar may be late and early: of the 1,896 months of the Umm al-Qura calendar of
#: 1343 to 1500 AH (measured with hijridate 2.6.0) 5 % begin two days before it, 58 % one, 36 % with it, 1 % one after.
MOON_BEFORE, MOON_AFTER = 2, 1
#: A year printed in figures alone ("1399/10/24") is of the calendar in which it lies so near the report.
NEAR_YEARS = 6

_LUNAR_NAMES = {
    1: "muharram|moharram", 2: "safar", 3: r"rabi['`]? (?:al[- ]|ul[- ])?(?:awwal|awal|ula|i)",
    4: r"rabi['`]? (?:al[- ]|ath?[- ]|ul[- ])?(?:thani|sani|akhir|akhar|ii)",
    5: r"jum[ao]da (?:al[- ]|ul[- ])?(?:ula|awwal|awal|i)",
    6: r"jum[ao]da (?:al[- ]|ath?[- ]|ul[- ])?(?:thani|thaniya|sani|akhira|akhir|ii)", 7: "rajab",
    8: r"sh?a['`]?baan|sh?a['`]?ban", 9: "ramadan|ramadhan|ramazan|ramzan", 10: "shawwal|shawal",
    11: r"(?:dhu|zu|dhi)l?[- ](?:al[- ])?q[ai]['`]?d[ae]h?|zi(?:l)?[- ]?qa['`]?da",
    12: r"(?:dhu|zu|dhi)l?[- ](?:al[- ])?hij?jah?|zi(?:l)?[- ]?haj",
}  # fmt: skip
#: Iranian, Afghan (Dari) and Afghan (Pashto) names of the twelve months; the year begins with the spring.
_SOLAR_NAMES = {
    1: "farvardin|hamal|wray", 2: "ordibehesht|sawr|saur|thawr|ghwayay", 3: "khordad|jawza|ghbargolay",
    4: "tir|saratan|chungash", 5: "mordad|asad|zmaray", 6: "shahrivar|sunbula|sonbola|wazhay",
    7: "mehr|mizan|tala", 8: "aban|aqrab|larum|laram", 9: "azar|qaws|qaus|lindai|lindey",
    10: "dey|jadi|jaddi|marghumay", 11: "bahman|dalw|dalwa|salwagha", 12: "esfand|hut|hoot|kab",
}  # fmt: skip
_LUNAR = "|".join(_LUNAR_NAMES.values())
_SOLAR = "|".join(_SOLAR_NAMES.values())
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[1-5]\d\d)"
_LUNAR_ERA = r"(?:,?\s*(?:a\.h\.|h\.q\.|ah|hijri|lunar hijri|hijri qamari|qamari|h))?"
_SOLAR_ERA = r"(?:,?\s*(?:s\.h\.|h\.s\.|hijri shamsi|solar hijri|shamsi|hijri|sh|hs|ap))?"
_HEAD = rf"(?:{WEEKDAY},?\s+(?:the\s+)?)?"
_TO = r"(?:\s?(?:-|\u2013|to|and)\s?(?P<to>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?)?"


def _number(name: str, names: dict[int, str]) -> int:
    return next(number for number, pattern in names.items() if re.fullmatch(pattern, name))


@rule(rf"{_HEAD}{_DAY}{_TO}\s+(?:of\s+)?(?P<name>{_LUNAR})(?:,?\s+{_YEAR}{_LUNAR_ERA}|(?=\W))")
@rule(rf"{_HEAD}(?P<name>{_LUNAR})\s+{_DAY}{_TO},?\s+{_YEAR}{_LUNAR_ERA}")
@rule(rf"(?P<name>{_LUNAR})(?:,?\s+|\s+of\s+){_YEAR}{_LUNAR_ERA}(?P<day>)(?P<to>)")
def lunar_date(match: re.Match[str], context: Context) -> Reading | None:
    """A date of the lunar Hijri calendar; without a year the one nearest before the report."""
    if not _capital(match, context):
        return None
    month = _number(match["name"], _LUNAR_NAMES)
    groups = match.groupdict()
    if groups["year"]:
        return _reading(match, "hijri", int(groups["year"]), month)
    published = context.published
    if published is None:
        return None
    this_year = hijri_year(published)
    ahead = context.future(match.start(), match.end())
    years = [this_year + k for k in ((0, 1) if ahead else (0, -1))]
    for year in years:
        day = hijri_to_date(year, month, int(match["day"]))
        if day and (day >= published if ahead else day <= published):
            return _reading(match, "hijri", year, month, basis=context.reference_basis)
    return None


@rule(rf"{_HEAD}{_DAY}{_TO}\s+(?:of\s+)?(?P<name>{_SOLAR}),?\s+{_YEAR}{_SOLAR_ERA}")
@rule(rf"{_HEAD}(?P<name>{_SOLAR})\s+{_DAY}{_TO},?\s+{_YEAR}{_SOLAR_ERA}")
@rule(rf"(?P<name>{_SOLAR})(?:,?\s+|\s+of\s+){_YEAR}{_SOLAR_ERA}(?P<day>)(?P<to>)")
def solar_date(match: re.Match[str], context: Context) -> Reading | None:
    """A date of the Solar Hijri calendar of Iran and Afghanistan. Its months are words and names too: never without
    a year."""
    if not _capital(match, context):
        return None
    return _reading(match, "solar hijri", int(match["year"]), _number(match["name"], _SOLAR_NAMES))


@rule(
    r"(?P<year>1[2-5]\d\d)(?P<mark>[/.-])(?P<month>1[0-2]|0?[1-9])(?P=mark)(?P<day>3[01]|[12]\d|0?[1-9])"
    r"(?P<era>\s*(?:a\.h\.|ah|hijri|qamari|s\.h\.|h\.s\.|hijri shamsi|solar hijri|shamsi|hs))?(?P<to>)"
)
def figures(match: re.Match[str], context: Context) -> Reading | None:
    """ "1399/10/24": solar or lunar as printed, else the one of the two that lies near the report."""
    year, month = int(match["year"]), int(match["month"])
    era = (match["era"] or "").strip()
    kinds: tuple[Calendar, ...] = ("solar hijri", "hijri")
    if era:
        kinds = ("solar hijri",) if "s" in era.replace(".", "").removesuffix("hijri") else ("hijri",)
    for kind in kinds:
        found = _reading(match, kind, year, month)
        if found is None or found.first is None:
            continue
        near = context.published and abs(context.published.year - found.first.year) <= NEAR_YEARS
        if era or near:
            return found
    return None


def _capital(match: re.Match[str], context: Context) -> bool:
    return context.content[match.start("name")].isupper()


def _reading(match: re.Match[str], kind: Calendar, year: int, month: int, *, basis: str = "stated") -> Reading | None:
    """The reading of a day, a range of days or a month; None where the calendar has no such day."""
    convert = hijri_to_date if kind == "hijri" else solar_hijri_to_date
    before, after = (MOON_BEFORE, MOON_AFTER) if kind == "hijri" else (0, 0)
    printed = f"{year:04d}-{month:02d}"
    month_end = _before(convert(*((year, month + 1) if month < 12 else (year + 1, 1)), 1))
    if match["day"]:
        number = int(match["day"])
        begin, printed = convert(year, month, number), f"{printed}-{number:02d}"
        end = convert(year, month, int(match["to"])) if match["to"] else begin
    else:
        begin, end = convert(year, month, 1), month_end
    if begin is None or end is None or month_end is None or not begin <= end <= month_end:
        return None
    value = begin.isoformat()
    if end != begin:
        value += f"/{end.isoformat()}"
        if match["to"]:
            printed += f"/{int(match['to']):02d}"
    return Reading(
        start=match.start(), end=match.end(), value=value, basis=basis, role="from_to" if match["to"] else "at",
        first=shift(begin, -before), last=shift(end, after),
        precision="month" if not match["day"] else "day" if begin == end and not before else "days",
        calendar=kind, printed=printed,
    )  # fmt: skip


def _before(day: date | None) -> date | None:
    return shift(day, -1) if day else None

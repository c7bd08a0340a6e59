"""TIMEX3 values and the civil days they span."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from trucewatch.records.when import Precision

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(.*))?$")
_MONTH = re.compile(r"(\d{4})-(\d\d)$")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?$")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])$")
_HALF = re.compile(r"(\d{4})-H([12])$")
_SEASON = re.compile(r"(\d{4})-(SP|SU|FA|WI)$")
_YEAR = re.compile(r"\d{4}$")
_DECADE = re.compile(r"\d{3}X?$")
_CENTURY = re.compile(r"\d\d(?:XX)?$")

Bounds = tuple[date | None, date | None, Precision]
UNKNOWN: Bounds = (None, None, "unknown")


def safe_date(year: int, month: int, day: int) -> date | None:
    """The day, or None where there is none such (30 February, year 0)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift(day: date, days: int) -> date:
    """The day so many days on, held inside the calendar that Python knows."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def month_value(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def week_value(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def quarter_value(day: date) -> str:
    return f"{day.year:04d}-Q{(day.month - 1) // 3 + 1}"


def month_bounds(year: int, first: int, last: int, precision: Precision) -> Bounds:
    if not 1 <= year <= 9999:
        return UNKNOWN
    return date(year, first, 1), date(year, last, monthrange(year, last)[1]), precision


def week_bounds(year: int, week: int) -> Bounds:
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return UNKNOWN
    return monday, shift(monday, 6), "week"


def bounds_of(value: str) -> Bounds:
    """First and last civil day (both included) and precision of a calendar value; open if it names none.

    Seasons are the northern ones by month (spring is March to May, winter December to February of the
    next year) widened by nothing: reports seldom mean more. A decade or a century is ``vague``.
    """
    if match := _DAY.match(value):
        day = safe_date(int(match[1]), int(match[2]), int(match[3]))
        if day is None:
            return UNKNOWN
        clock = match[4]
        if clock is None:
            return day, day, "day"
        return day, day, "instant" if clock[:1].isdigit() else "part_of_day"
    if match := _MONTH.match(value):
        month = int(match[2])
        return month_bounds(int(match[1]), month, month, "month") if 1 <= month <= 12 else UNKNOWN
    if match := _WEEK.match(value):
        first, last, precision = week_bounds(int(match[1]), int(match[2]))
        return (shift(first, 5), last, "days") if match[3] and first else (first, last, precision)
    if match := _QUARTER.match(value):
        last_month = 3 * int(match[2])
        return month_bounds(int(match[1]), last_month - 2, last_month, "quarter")
    if match := _HALF.match(value):
        last_month = 6 * int(match[2])
        return month_bounds(int(match[1]), last_month - 5, last_month, "season")
    if match := _SEASON.match(value):
        year = int(match[1])
        if match[2] == "WI":
            return (
                (date(year, 12, 1), date(year + 1, 3, 1) - timedelta(days=1), "season") if 1 <= year < 9999 else UNKNOWN
            )
        first_month = {"SP": 3, "SU": 6, "FA": 9}[match[2]]
        return month_bounds(year, first_month, first_month + 2, "season")
    if _YEAR.match(value):
        return month_bounds(int(value), 1, 12, "year")
    for pattern, width in ((_DECADE, 1), (_CENTURY, 2)):
        if pattern.match(value):
            digits = value.rstrip("X")
            first_year = int(digits.ljust(4, "0"))
            if first_year < 1:
                return UNKNOWN
            return date(first_year, 1, 1), date(first_year + 10**width - 1, 12, 31), "vague"
    return UNKNOWN


def narrow(first: date, last: date, part: str) -> tuple[date, date]:
    """The early, middle or late part of a stretch of days, cut generously (each part is over a third)."""
    length = (last - first).days + 1
    if length < 3:
        return first, last
    if part == "start":
        return first, shift(first, (length + 1) // 2 - 1)
    if part == "end":
        return shift(first, length // 2), last
    return shift(first, length // 4), shift(last, -(length // 4))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar. Source: the anonymous algorithm printed in Nature, 1876."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    x = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * x) // 451
    month, day = divmod(h + x - 7 * m + 114, 31)
    return date(year, month, day + 1)


def hijri_to_date(year: int, month: int, day: int) -> date | None:
    """The civil day of an Islamic date by the tabular calendar; the seen moon may be a day or two off.

    Source: Reingold and Dershowitz, Calendrical Calculations (arithmetic Islamic calendar).
    """
    ordinal = day + 29 * (month - 1) + (6 * month - 1) // 11 + (year - 1) * 354 + (3 + 11 * year) // 30 + 227014
    try:
        return date.fromordinal(ordinal)
    except (ValueError, OverflowError):
        return None


def hijri_year(day: date) -> int:
    """The Islamic year that holds the civil day, by the tabular calendar."""
    return (30 * (day.toordinal() - 227015) + 10646) // 10631


def solar_hijri_to_date(year: int, month: int, day: int) -> date | None:
    """The civil day of an Iranian or Afghan (Solar Hijri) date, years 1200 to 1500.

    Source: the 33-year leap cycle (leap years: remainder 1, 5, 9, 13, 17, 22, 26, 30), exact for 1206 to 1498.
    """
    if not (1200 <= year <= 1500 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    leaps = (1, 5, 9, 13, 17, 22, 26, 30)
    cycles, rest = divmod(year - 1, 33)
    days = 365 * (year - 1) + 8 * cycles + sum(1 for leap in leaps if leap <= rest)
    days += 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    # 1 Farvardin 1 is 19 March 622 in the Julian calendar, day 226895 or so; fixed on 1 Farvardin 1400 = 21 March 2021
    base = 365 * 1399 + 8 * (1399 // 33) + sum(1 for leap in leaps if leap <= 1399 % 33)
    return shift(date(2021, 3, 21), days + day - 1 - base)

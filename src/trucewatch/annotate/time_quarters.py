"""The rules for quarters, halves of a year or month, and seasons."""

from __future__ import annotations

import re

from trucewatch.annotate.time_context import Context, Reading
from trucewatch.annotate.time_grammar import reading, rule
from trucewatch.annotate.time_values import bounds_of, shift
from trucewatch.annotate.time_words import FULL_MONTH, SEASON, SEASONS, YEAR, month_number, ordinal_of

# -- quarters, halves, seasons ---------------------------------------------------------------

_NTH = r"(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th)"


@rule(
    rf"(?:(?P<whose>last|this|next)\s+year's\s+|(?:the\s+)?(?:(?P<rel>last|next|this|same|current|latest"
    rf"|year-earlier|year-ago|fiscal)\s+"
    rf"(?:fiscal\s+)?)?(?:fiscal\s+)?(?:(?P<year0>{YEAR})(?:'s)?\s+)?){_NTH}[- ]quarter"
    rf"(?:\s+of)?(?:,?\s+(?P<year>{YEAR})|\s+(?P<rel2>last|this|next)\s+year)?(?<!of)"
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
    rf"(?:the\s+)?(?P<nth>first|second)\s+half\s+of\s+(?:(?P<year>{YEAR})|(?P<rel>last|this|next|the)\s+year"
    rf"|{FULL_MONTH}(?:\s+(?P<year2>{YEAR}))?)"
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
    rf"(?:(?:the\s+)?(?P<mod>last|next|this(?:\s+past|\s+coming)?|early|late|mid-?|the|that|previous|following"
    rf"|coming|past)\s+)?"
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

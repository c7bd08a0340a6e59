"""The clock that a paragraph of an agreement sets: "within 14 days of the signature", "D+10", "every two weeks"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from trucewatch.annotate.draft_paragraphs import NUMERAL
from trucewatch.annotate.time_words import NUMBER, number_of
from trucewatch.annotate.when import find_times
from trucewatch.records.agreement import Clock, Event
from trucewatch.records.wording import fold

SIGNATURE = "signature"
_UNITS = {"hour": 0, "day": 1, "week": 7, "month": 0, "year": 0}
_UNIT = r"(?:\s*\(\d+\))?\s+(?P<unit>hour|day|week|month|year)s?"
_COUNT = rf"(?P<n>{NUMBER}|an?)"
_FROM = r"(?:of|after|from|following|since)\s+(?P<event>[^,;.:()]{3,70})"
_WINDOW = re.compile(
    rf"\b(?:between|from)\s+(?:the\s+)?(?P<first>{NUMBER})(?:st|nd|rd|th)?\s+(?:and|to)\s+(?:the\s+)?(?P<n>{NUMBER})(?:st|nd|rd|th)?"
    rf"{_UNIT}\s+{_FROM}",
    re.I,
)
_WITHIN = re.compile(
    rf"\b(?:within|in|over|during|no\s+later\s+than|not\s+later\s+than|at\s+the\s+latest|at\s+most)\s+"
    rf"(?:a\s+(?:period|time)\s+of\s+|the\s+(?:first|next|following)\s+)?{_COUNT}{_UNIT}(?:\s+{_FROM})?",
    re.I,
)
_AFTER = re.compile(rf"\b{_COUNT}{_UNIT}\s+{_FROM}", re.I)
_D_DAY = re.compile(r"\bD\s*\+\s*(?P<n>\d{1,4})\b")
_DAY_AFTER = re.compile(r"\bon\s+the\s+(?:first\s+)?day\s+(?:after|following)\s+(?P<event>[^,;.:()]{3,70})", re.I)
_EVERY = re.compile(
    rf"\b(?:(?:once\s+)?every(?:\s+(?P<n>{NUMBER}))?{_UNIT}|(?P<word>daily|weekly|fortnightly|monthly|yearly|annually))\b",
    re.I,
)
_PERIODS = {
    "daily": (1, 0),
    "weekly": (7, 0),
    "fortnightly": (14, 0),
    "monthly": (0, 1),
    "yearly": (0, 12),
    "annually": (0, 12),
}
_WITH = re.compile(
    r"\b(?:with\s+the\s+(?:start|beginning|opening)\s+of|upon|as\s+soon\s+as|once)\s+(?P<event>[^,;.:()]{3,70})", re.I
)
_AT_ONCE = re.compile(
    r"\b(?:immediately|forthwith|at\s+once|with\s+immediate\s+effect|at\s+all\s+times|permanent(?:ly)?)\b", re.I
)
#: An hour is left to the person who edits: without its zone it says nothing.
_HOUR = re.compile(r"\b\d{1,2}:\d{2}(?:\s*(?:hours|hrs|h))?\b")
_BY_DATE = r"\b(?:by|until|before|on|from|(?:no|not)\s+later\s+than|at\s+the\s+latest)\s+(?:the\s+)?"
_BEFORE_DATE = re.compile(rf"{_BY_DATE}$", re.I)
_DATE_ITSELF = re.compile(_BY_DATE, re.I)
_OF_SIGNING = re.compile(
    r"\b(?:sign(?:ing|ature|ed)?|this\s+agreement|the\s+agreement|its\s+(?:announcement|conclusion)|the\s+date\s+hereof)\b",
    re.I,
)
_ENTRY = re.compile(r"\bent(?:ry|ers|ering)\s+into\s+force\b", re.I)
_CITES = re.compile(rf"\b(?:article|point|paragraph|section|provision)s?\s+(?P<ref>{NUMERAL}(?:\.\d+)*)\b", re.I)


def clock_of(words: str, events: dict[str, Event], refs: Iterable[str]) -> Clock:
    """The clock that the paragraph sets, the most exact expression first. Events it names are added to ``events``."""
    refs = list(refs)
    for pattern in (_WINDOW, _WITHIN, _AFTER):
        for found in pattern.finditer(words):
            number, unit = number_of(found["n"]), found["unit"].lower()
            if number is None:
                continue
            days, months = _length(number, unit)
            opens: tuple[int | None, int | None] = (None, None)
            if pattern is _WINDOW and (first := number_of(found["first"])) is not None:
                opens = _length(first, unit)
            event = found["event"] if "event" in found.groupdict() else None
            if event is None and pattern is _AFTER:
                continue
            return Clock(
                kind="offset", days=days, months=months, opens_days=opens[0], opens_months=opens[1],
                after=_event(event, events, refs), text=_said(found.group()),
            )  # fmt: skip
    if (one := _D_DAY.search(words)) is not None:
        return Clock(kind="offset", days=int(one["n"]), after=SIGNATURE, text=one.group())
    if (one := _DAY_AFTER.search(words)) is not None:
        return Clock(kind="offset", days=1, after=_event(one["event"], events, refs), text=_said(one.group()))
    if (one := _EVERY.search(words)) is not None:
        if one["word"]:
            days, months = (n or None for n in _PERIODS[one["word"].lower()])
        else:
            days, months = _length(number_of(one["n"]) or 1.0 if one["n"] else 1.0, one["unit"].lower())
        return Clock(kind="recurring", days=days, months=months, after=SIGNATURE, text=_said(one.group()))
    for when in find_times(_HOUR.sub(" ", words), published=None, text_id=""):
        day = when.first_day if when.role == "since" else when.last_day
        if when.span is None or day is None or (when.first_day or day) != (when.last_day or day):
            continue
        before = _HOUR.sub(" ", words)[: when.span.start]
        if when.role in ("by", "since") or _BEFORE_DATE.search(before) or _DATE_ITSELF.match(when.words):
            return Clock(kind="fixed", day=day, text=_said(when.words))
    if (one := _WITH.search(words)) is not None:
        return Clock(kind="with", after=_event(one["event"], events, refs), text=_said(one.group()))
    if (one := _AT_ONCE.search(words)) is not None:
        return Clock(kind="continuing", after=SIGNATURE, text=one.group())
    return Clock()


def _length(number: float, unit: str) -> tuple[int | None, int | None]:
    """(days, months) of so many hours, days, weeks, months or years; hours are rounded up to days."""
    if unit == "hour":
        return max(1, -int(-number // 24)), None
    if unit in ("month", "year"):
        return None, round(number * (12 if unit == "year" else 1))
    return round(number * _UNITS[unit]), None


def _event(words: str | None, events: dict[str, Event], refs: Sequence[str]) -> str:
    """The name of what a clock hangs on: the signature, "provision REF" for a paragraph that is cited, or an event."""
    if words is None:
        return SIGNATURE
    cited = _CITES.search(words)
    if cited is not None:
        ref = next((r for r in refs if fold(r) in (fold(cited["ref"]), fold(cited.group()))), None)
        if ref is not None:
            return f"provision {ref}"
    if _ENTRY.search(words):
        events.setdefault("entry into force", Event(name="entry into force", title="Entry into force (date it)"))
        return "entry into force"
    if _OF_SIGNING.search(words):
        return SIGNATURE
    name = re.split(r"\b(?:shall|will|must|and|which|that|the\s+parties)\b", words, maxsplit=1)[0].strip(" ,-")
    name = re.sub(r"^(?:the|a|an)\s+", "", name)[:60].strip() or words.strip()[:60]
    known = next((n for n in events if fold(n) == fold(name)), None)
    if known is None:
        events[name] = Event(name=name, title=f"{name[0].upper()}{name[1:]} (date it, or confirm it later)")
    return known or name


def _said(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip(" ,;")

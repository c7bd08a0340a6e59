"""The words that mail programs and their users set round a mail: read from ``vocabulary/mail_words.csv``.

``wrote`` ends the line over a quoted mail; ``forwarded`` and ``original`` stand on the border above an earlier one;
``from``, ``date``, ``to``, ``subject`` and ``other`` name its header lines; ``reply`` and ``forward`` go before a
subject; ``greeting`` begins a letter, ``closing`` and ``mobile`` a signature; ``disclaimer`` and ``list`` are set below
every mail of a house or a list (terms parted by " + " all stand in one paragraph, "/" parts alternatives); ``months``
are in order.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from importlib.resources import files
from typing import Final

from trucewatch.text.dates import read_date


def _table() -> dict[str, list[tuple[str, list[str]]]]:
    found: dict[str, list[tuple[str, list[str]]]] = {}
    words = (files("trucewatch") / "vocabulary" / "mail_words.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(io.StringIO(words)):
        told = [one.strip() for one in row["words"].split(";")]
        found.setdefault(row["kind"], []).append((row["language"], told))
    return found


TABLE: Final = _table()
ADDRESS: Final = re.compile(r"[^\s<>()\[\]@,;:]+@[^\s<>()\[\]@,;:]+\.[^\s<>()\[\]@,;:]+")
#: Marks that mail programs set round a label: bold in plain text, directions of writing.
_MARKS = r"[\s*_>|\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00a0]*"


def _words(kind: str) -> list[str]:
    """All words of a kind, longest first."""
    return sorted({one for _, told in TABLE[kind] for one in told}, key=lambda one: (-len(one), one))


def _any(kind: str) -> str:
    return "|".join(re.escape(one).replace(r"\ ", r"\s+").replace(r"\*", r".{1,40}") for one in _words(kind))


KINDS: Final = ("from", "date", "to", "subject", "other")
HEADER: Final = re.compile(
    rf"{_MARKS}(?:{'|'.join(f'(?P<{kind}>{_any(kind)})' for kind in KINDS)}){_MARKS}[:：]{_MARKS}(?P<value>.*)",
    re.IGNORECASE | re.DOTALL,
)
_DASHES = r"[\s\-–—_*=#]"
FORWARDED: Final = re.compile(
    rf"{_DASHES}{{5,}}(?:{_any('forwarded')})\b.{{0,120}}?:?{_DASHES}*|"
    rf"{_DASHES}*(?:{_any('forwarded')}){_DASHES}*[:：]{_DASHES}*|{_DASHES}{{3,}}(?:{_any('forwarded')}){_DASHES}{{3,}}",
    re.IGNORECASE,
)
ORIGINAL: Final = re.compile(rf"{_DASHES}{{3,}}(?:{_any('original')}){_DASHES}{{2,}}:?", re.IGNORECASE)
WROTE: Final = re.compile(rf"(?<!\w)(?:{_any('wrote')})(?!\w)|写道|寫道", re.IGNORECASE)
#: A day in numbers, a year or a clock: what the line over a quoted mail tells besides its writer.
WHEN: Final = re.compile(r"\d{1,4}[./\-年]\s?\d{1,2}|\b(?:19|20)\d{2}\b|\b\d{1,2}[:.]\d{2}\b")
_PREFIX = re.compile(
    rf"\s*(?:\[[^\]]{{1,60}}\]\s*)?(?:(?P<forward>{_any('forward')})|(?P<reply>{_any('reply')}))"
    r"\s*(?:[\[(]\d{1,3}[\])])?\s*[:：]\s*",
    re.IGNORECASE,
)
CLOSING: Final = re.compile(rf"{_MARKS}(?:{_any('closing')})\s*[,.!،]?{_MARKS}", re.IGNORECASE)
#: The same with a name in its line: "Best regards, Ana Berg".
CLOSING_NAMED: Final = re.compile(
    rf"{_MARKS}(?:{_any('closing')})\s*[,.!،]\s*\w[\w.'’-]*(?:\s+\w[\w.'’-]*){{0,3}}{_MARKS}", re.IGNORECASE
)
#: A line of its own that greets: who writes whom, in few words, with a comma, colon or exclamation mark behind.
GREETING: Final = re.compile(
    rf"{_MARKS}(?:{_any('greeting')})(?!\w)[^,.!?:;،]{{0,60}}(?:,[^,.!?:;،]{{0,40}})?[,:!،]{_MARKS}", re.IGNORECASE
)
MOBILE: Final = re.compile(rf"{_MARKS}[(\[]?(?:{_any('mobile')})[)\]]?\.?{_MARKS}", re.IGNORECASE)


def _terms(kind: str) -> list[list[list[str]]]:
    """For each rule its terms, each with its alternatives."""
    return [
        [[way.strip() for way in term.split("/")] for term in rule.casefold().split(" + ")]
        for _, told in TABLE[kind]
        for rule in told
    ]


_RULES: Final = {kind: _terms(kind) for kind in ("disclaimer", "list")}


def tells(kind: str, words: str) -> bool:
    """True if a paragraph is of a kind: one of its rules has all its terms there."""
    told = " ".join(words.casefold().split())
    return any(all(any(way in told for way in term) for term in rule) for rule in _RULES[kind])


def opens(kind: str, words: str) -> bool:
    """True if a line has the first words of a rule of the kind."""
    told = " ".join(words.casefold().split())
    return any(way in told for rule in _RULES[kind] for way in rule[0])


def prefix_of(subject: str) -> str | None:
    """ "reply" or "forward" by what stands first before a subject ("AW: WG: …" is a reply), or None."""
    match = _PREFIX.match(subject)
    if match is None:
        return None
    return "forward" if match["forward"] else "reply"


def without_prefixes(subject: str) -> str:
    """The subject without what mail programs set before it."""
    while match := _PREFIX.match(subject):
        subject = subject[match.end() :]
    return subject.strip()


# -- days -------------------------------------------------------------------------------------------------

_MONTHS: Final = [[name.casefold() for name in told[0].split()] for _, told in TABLE["months"]]
_CLOCK = re.compile(
    r"(?<![\d:.])(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?(?![\d.])\s*([ap]\.?\s?m\b|[صم](?!\w))?", re.IGNORECASE
)
_ZONE = re.compile(r"(?:UTC|GMT|(?<=\d)\s)\s*([+-])(\d{1,2}):?(\d{2})?\b|\b(UTC|GMT|Z)\b")
_SLASHED = re.compile(r"(?<!\d)(\d{1,4})\s?[./\-年]\s?(\d{1,2})\s?[./\-月]\s?(\d{1,4})(?!\d)")


def date_told(words: str, *, english: bool, latest: datetime | None = None) -> str | None:
    """When a header line or the line over a quoted mail says that it was sent, in ISO 8601; None if that is unsure.

    Knows the months of the languages in the table. Of numbers alone the day stands first unless ``english``, where
    either may: then they count only if one reading is no day, or lies after ``latest`` (the mail that holds the line).
    """
    if re.match(r"\s*[A-Za-z]{3},.*\d\d:\d\d:\d\d [+-]\d{4}", words):  # as headers have it
        with suppress(ValueError, TypeError, IndexError):
            return parsedate_to_datetime(words).isoformat()
    return _read(words, english, latest)


def _read(words: str, english: bool, latest: datetime | None) -> str | None:
    plain = "".join(str(unicodedata.digit(c)) if c.isdigit() and unicodedata.digit(c, -1) >= 0 else c for c in words)
    day = _day(plain, english, latest)
    if day is None:
        return None
    match = _CLOCK.search(_SLASHED.sub(" ", plain))
    if match is None:
        return day.date().isoformat()
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    half = (match[4] or "").casefold()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[0] in "pم" else 0)
    try:
        moment = day.replace(hour=hour, minute=minute, second=second)
        zone = _ZONE.search(plain, match.end())
        if zone:
            away = timedelta(hours=int(zone[2] or 0), minutes=int(zone[3] or 0))
            moment = moment.replace(tzinfo=timezone(-away if zone[1] == "-" else away))
    except ValueError:
        return day.date().isoformat()
    return moment.isoformat()


def _day(words: str, english: bool, latest: datetime | None) -> datetime | None:
    numbers = _SLASHED.search(words)
    if numbers:
        return _of_numbers([int(n) for n in numbers.groups()], numbers[1], english and "." not in numbers[0], latest)
    year = re.search(r"\b((?:19|20)\d{2})\b", words)
    month = _month(words)
    if year and month:
        rest = words[: year.start()] + " " + words[year.end() :]
        days = [int(n) for n in re.findall(r"(?<![\d:.])(\d{1,2})(?:st|nd|rd|th|er|º|ª)?(?![\d:])", rest)]
        for one in days:
            if made := _made(int(year[1]), month, one):
                return made
    iso = read_date(words)
    return datetime.fromisoformat(iso[:10]) if iso else None


def _of_numbers(numbers: list[int], first: str, either: bool, latest: datetime | None) -> datetime | None:
    a, b, c = numbers
    if len(first) == 4:
        return _made(a, b, c)
    year = c if c > 99 else 2000 + c
    ways = [made for made in ((_made(year, b, a), _made(year, a, b)) if either else (_made(year, b, a),)) if made]
    if latest is not None and len(ways) > 1:
        ways = [one for one in ways if one.date() <= latest.date() + timedelta(days=1)] or ways
    return ways[0] if ways and len({one.date() for one in ways}) == 1 else None


def _made(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day) if 1900 <= year <= 2100 else None
    except ValueError:
        return None


def _month(words: str) -> int | None:
    """The month that words name, whole or shortened; None where they name none, or two languages differ."""
    for told in re.findall(r"[^\W\d_]{3,}", words.casefold()):
        whole = {number for names in _MONTHS for number, name in enumerate(names, 1) if name == told}
        short = whole or {n for names in _MONTHS for n, name in enumerate(names, 1) if name.startswith(told)}
        if len(short) == 1:
            return short.pop()
    return None

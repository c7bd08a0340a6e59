"""The small language of the templates, and how numbers and days are printed.

``{a|b}`` one of several wordings, ``[x]`` said by outlets that write at length, ``$name`` a fact. Marks: ``((…))`` the
content of a statement, ``<<…>>`` the words that tell of an incident, ``^…^`` its trigger, ``##…##`` a figure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

_CHOICE = re.compile(r"\{([^{}]*)\}")
_OPTION = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\$([A-Za-z_]+)")
_UNITS = "one two three four five six seven eight nine"
_NUMBERS = tuple(
    f"zero {_UNITS} ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(" ")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How an outlet writes: quotation marks, dates, numbers as words up to, how often it says more than it must."""

    quotes: tuple[str, str] = ("“", "”")
    dates: str = "weekday"
    words_to: int = 10
    length: float = 0.5
    dateline: bool = False

    @classmethod
    def drawn(cls, rng: Random) -> Style:
        return cls(
            quotes=rng.choice([("“", "”"), ("“", "”"), ('"', '"')]),
            dates=rng.choice(["weekday", "weekday", "weekday", "day month", "month day", "relative"]),
            words_to=rng.choice([0, 9, 10, 12, 20]),
            length=rng.choice([0.1, 0.5, 0.9]),
            dateline=rng.random() < 0.4,
        )

    def number(self, value: int) -> str:
        if 0 < value <= self.words_to:
            return _NUMBERS[value]
        return f"{value:,}" if value >= 1000 else str(value)

    def day(self, day: date, printed: date) -> str:
        """A day in a report of a later (or the same) day: "on Tuesday", "yesterday", "on 4 March"."""
        ago = (printed - day).days
        if self.dates == "relative" and ago in (0, 1):
            return ("today", "yesterday")[ago]
        if self.dates in ("weekday", "relative") and 0 <= ago <= 6:
            return f"on {day:%A}"
        if self.dates == "month day":
            return f"on {day:%B} {day.day}"
        return f"on {day.day} {day:%B}"


def expanded(template: str, slots: Mapping[str, str], rng: Random, style: Style) -> str:
    """The template with choices made and facts filled in; its marks stay.

    Raises: KeyError for a fact that is not given.
    """
    text = template
    while True:
        text, choices = _CHOICE.subn(lambda m: rng.choice(m.group(1).split("|")), text, count=1)
        if not choices:
            text, choices = _OPTION.subn(lambda m: m.group(1) if rng.random() < style.length else "", text, count=1)
        if not choices:
            break
    while _SLOT.search(text):
        text = _SLOT.sub(lambda m: slots[m.group(1)], text)
    return tidy(text)


def slots_of(template: str) -> set[str]:
    """The facts that a template asks for."""
    return set(_SLOT.findall(template))


def tidy(text: str) -> str:
    """Single blanks, no blank before a stop, no doubled commas; marks may stand between."""
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\s+((?:>>|\)\)|\^|##)*[,.;:])", r"\1", text)
    text = re.sub(r",((?:>>|\)\))*)([.,;:])", r"\1\2", text)
    return re.sub(r",((?:>>|\)\))*)([”\"])([,.])", r"\1\3\2", text)


def capital(text: str) -> str:
    """The text with a capital first letter, marks before it left alone."""
    found = re.search(r"\w", text)
    return text[: found.start()] + found.group().upper() + text[found.end() :] if found else text


def days_between(first: date, last: date) -> Sequence[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]

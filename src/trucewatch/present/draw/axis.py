"""The axis of time that timelines and trends share: days to places, ticks, numbered marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from trucewatch.assess.trends import Mark
from trucewatch.present.brief.words import day_words
from trucewatch.present.draw.svg import line, num, tag, text, titled, width_of

#: Height of the numbers of marks above a plot, by how many levels they need.
TAG_LEVEL = 17
MOST_LEVELS = 4


@dataclass(frozen=True, slots=True)
class Days:
    """The days from ``first`` to ``last``, both whole, laid out from ``left`` to ``right``."""

    first: date
    last: date
    left: float
    right: float

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1

    def start(self, day: date) -> float:
        """Where a day begins; days outside stand at the edge."""
        n = min(max((day - self.first).days, 0), self.count)
        return self.left + (self.right - self.left) * n / self.count

    def middle(self, day: date) -> float:
        return self.start(day) + (self.right - self.left) / self.count / 2

    def ticks(self) -> list[tuple[date, str]]:
        """First days of months (or of years, or days of a short time) with their labels, as many as have room."""
        if self.count <= 140:
            step = next(n for n in (1, 7, 14) if self.count / n <= 10)
            days = [self.first + timedelta(days=n) for n in range(0, self.count, step)]
            return [(day, f"{day.day} {day:%b}" + (f" {day.year}" if not n else "")) for n, day in enumerate(days)]
        months = _months(self.first, self.last)
        every = next(n for n in (1, 2, 3, 6, 12, 24, 60, 120, 600, 1200, 12000) if len(months) / n <= 11)
        kept = [m for m in months if (m.year * 12 + m.month - 1) % every == 0] or months[:1]
        return [
            (
                max(m, self.first),
                str(m.year) if every >= 12 else f"{m:%b} {m.year}" if not n or m.month <= every else f"{m:%b}",
            )
            for n, m in enumerate(kept)
        ]


def _months(first: date, last: date) -> list[date]:
    found, month = [], first.replace(day=1)
    while month <= last:
        found.append(month)
        if month.year == date.max.year and month.month == 12:
            break
        month = (month + timedelta(days=32)).replace(day=1)
    return found


def axis(days: Days, y: float, top: float) -> str:
    """The line of time at ``y`` with ticks and labels below, and faint lines up to ``top``."""
    parts = [line(days.left, y, days.right, y, "axis")]
    ends = days.left - 40
    for day, label in days.ticks():
        x = days.start(day)
        parts.append(line(x, top, x, y, "grid"))
        parts.append(line(x, y, x, y + 4, "axis"))
        if x - 2 >= ends and x + width_of(label, 11) <= days.right + 30:
            parts.append(text(x, y + 16, label, "small soft"))
            ends = x + width_of(label, 11) + 6
    return "".join(parts)


def numbered(marks: Sequence[Mark]) -> list[tuple[int, date, list[Mark]]]:
    """Marks of one day share one number, counted from 1 in order of time."""
    by_day: dict[date, list[Mark]] = {}
    for mark in sorted(marks, key=lambda m: (m.day, m.kind, m.name)):
        by_day.setdefault(mark.day, []).append(mark)
    return [(n, day, own) for n, (day, own) in enumerate(by_day.items(), 1)]


def mark_lines(days: Days, marks: Sequence[Mark], top: float, bottom: float) -> tuple[str, float]:
    """Dashed lines at the marks with their numbers above ``top``, and how high the numbers stand over it.

    Events have round numbers, deadlines square ones.
    """
    ends = [-1000.0] * MOST_LEVELS
    parts = []
    levels = 0
    for number, day, own in numbered(marks):
        x = days.middle(day)
        level = next((n for n, end in enumerate(ends) if x - 9 >= end), MOST_LEVELS - 1)
        ends[level] = x + 9
        levels = max(levels, level + 1)
        y = top - 9 - level * TAG_LEVEL
        due = all(mark.kind == "deadline" for mark in own)
        shape = (
            tag("rect", cls="tag", x=x - 7.5, y=y - 7.5, width=15, height=15)
            if due
            else tag("circle", cls="tag", cx=x, cy=y, r=8)
        )
        words = f"{day_words(day)}: {'; '.join(mark.name for mark in own)}"
        parts.append(line(x, y + 8, x, bottom, "mark"))
        parts.append(titled(shape + text(x, y + 3.8, num(number), "small mid"), words))
    return "".join(parts), levels * TAG_LEVEL

"""What was said and what happened by days, weeks or months, out of counts by day: the lanes of a timeline.

A trend (``trends.py``) parts what lasts longer than a stretch from what does not. A timeline draws each record once, on
the day on which it stands in lists: that said, the first of several, or else that of its first report.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trucewatch.assess.trends import Per, What, stretches_between

#: Days up to which a timeline counts by days, and by weeks, where nobody says by what.
MOST_DAYS, MOST_WEEKS = 120, 750


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One row of a timeline: what is alike in ``key`` (a side, the sides together, an act, a type; () for all), with
    one number a stretch."""

    what: What
    key: tuple[str, ...]
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """``stretches`` are the first and last day of each; ``reports`` and ``outlets`` how many published in each: where
    there are none, nothing could be told. ``dayless`` are those without any day, ``outside`` before or after."""

    per: Per
    stretches: tuple[tuple[date, date], ...]
    lanes: tuple[Lane, ...]
    reports: tuple[int, ...]
    outlets: tuple[int, ...]
    dayless: int = 0
    outside: int = 0


def timeline(
    told: Iterable[tuple[What, date | None, tuple[str, ...], int]],
    reports: Iterable[tuple[date | None, str | None, int]],
    *,
    per: Per | None = None,
    since: date | None = None,
    until: date | None = None,
    sides: Sequence[str] = (),
) -> Timeline:
    """Fold counts by day (kind, day, key, number) and by day and outlet into stretches; what was counted by weeks or
    months already stands on the first day of each.

    The days shown are those asked for, or else from the first to the last on which something is told or published.
    Statements stand before incidents; ``sides`` is the order in which sides stand, other keys stand by number.

    Raises: BadInput for days that run backwards or for more stretches than can be shown.
    """
    counted, received = list(told), list(reports)
    days = [day for _, day, _, _ in counted if day] + [day for day, _, _ in received if day]
    first, last = since or min(days, default=until), until or max(days, default=since)
    if first and last and first > last and not (since and until):
        first = last = since or until
    per = per or fitting(first, last)
    bounds = stretches_between(first, last, per) if first and last else []
    starts = [start for start, _ in bounds]

    def place(day: date) -> int | None:
        return bisect_right(starts, day) - 1 if bounds and starts[0] <= day <= bounds[-1][1] else None

    lanes: dict[tuple[What, tuple[str, ...]], list[int]] = {}
    dayless = outside = 0
    for what, day, key, number in counted:
        at = place(day) if day else None
        if at is None:
            dayless, outside = (dayless + number, outside) if day is None else (dayless, outside + number)
        else:
            lanes.setdefault((what, key), [0] * len(bounds))[at] += number
    published = [0] * len(bounds)
    outlets: list[set[str]] = [set() for _ in bounds]
    for day, outlet, number in received:
        if day and (at := place(day)) is not None:
            published[at] += number
            if outlet:
                outlets[at].add(outlet)
    return Timeline(
        per=per, stretches=tuple(bounds), lanes=tuple(_in_order(lanes, {side: n for n, side in enumerate(sides)})),
        reports=tuple(published), outlets=tuple(len(named) for named in outlets), dayless=dayless, outside=outside,
    )  # fmt: skip


def fitting(first: date | None, last: date | None) -> Per:
    """By what a timeline between two days counts, where nobody says."""
    days = (last - first).days if first and last else 0
    return "day" if days <= MOST_DAYS else "week" if days <= MOST_WEEKS else "month"


def _in_order(lanes: Mapping[tuple[What, tuple[str, ...]], list[int]], rank: Mapping[str, int]) -> Iterable[Lane]:
    """Statements first; sides as given, then several together, then people of none, then what names nobody."""

    def place(lane: Lane) -> tuple[object, ...]:
        known = [rank[one] for one in lane.key if one in rank]
        group = 0 if len(known) == len(lane.key) == 1 else 1 if known else 2
        return (lane.what == "incident", group, known, -lane.total, lane.key)

    return sorted((Lane(what=w, key=key, counts=tuple(n)) for (w, key), n in lanes.items()), key=place)

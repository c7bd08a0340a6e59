"""Statements and incidents in lanes of time: one for each side, in the order of the agreement, and one for no side.

Statements are circles above a lane's line, incidents diamonds below it; hollow ones have no day of their own and stand
on that of their first report. Arcs lead from a claim to what answered it. Where there is too much for single shapes,
each lane has bars.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trucewatch.assess.trends import Mark
from trucewatch.present.brief.words import counted, day_words, range_words
from trucewatch.present.draw.axis import Days, axis, mark_lines
from trucewatch.present.draw.svg import (
    WIDTH,
    Picture,
    Shape,
    cut_to,
    dot,
    hatch,
    joined,
    line,
    linked,
    num,
    rect,
    tag,
    text,
    titled,
)

LEFT, RIGHT = 8.0, WIDTH - 8.0
#: A column of shapes is so wide, a shape in it so high.
STEP, RISE = 7.4, 7.4
#: Shapes on one side of a lane's line; what does not fit is told as a number.
MOST_STACKED = 8
#: More points than this are drawn as bars.
MOST_POINTS = 700
LEGEND = (
    "Circles: statements. Diamonds: incidents, in the lane of the side that reports name as having done it; a dotted "
    "line ties one incident for which several sides are named. Hollow: no day of its own, at its first report. Arcs: "
    "from a claim to what answered it. Hatched: no coverage. Numbers: dated events (round), deadlines (square)."
)
#: Height of the bars of a lane, above and below its line.
BAR = 26.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A statement or incident in the lanes of all the sides that speak, or are named as having done it.

    ``day`` is the day itself, or where ``dated`` is False that of the first report. ``anchor`` is its place on the
    page.
    """

    anchor: str
    shape: Shape
    lanes: tuple[str, ...]
    day: date
    dated: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """A claim (its anchor) and what answered it."""

    claim: str
    answer: str
    words: str


def timeline_picture(
    points: Sequence[Point],
    arcs: Sequence[Arc],
    *,
    lanes: Sequence[str],
    days: tuple[date, date],
    marks: Sequence[Mark] = (),
    uncovered: Sequence[tuple[date, date]] = (),
    name: str,
    title: str,
) -> Picture | None:
    """Draw what lies within ``days``; ``uncovered`` are stretches without any report. None if nothing does."""
    within = sorted((p for p in points if days[0] <= p.day <= days[1]), key=lambda p: (p.day, not p.dated, p.shape))
    if not within:
        return None
    scale = Days(days[0], days[1], LEFT, RIGHT)
    marks = [m for m in marks if days[0] <= m.day <= days[1]]
    _, over = mark_lines(scale, marks, 0, 0)
    lay = _Lanes(within, scale, lanes, top=over + 6)
    drawn = [_bare(uncovered, scale, over + 6, lay.bottom, name), axis(scale, lay.bottom, over + 6)]
    drawn += lay.lines
    if lay.single:
        drawn += [_arc(arc, lay) for arc in arcs]
    drawn += lay.shapes
    drawn.append(mark_lines(scale, marks, over + 6, lay.bottom)[0])
    drawn += lay.names
    return Picture(
        name=name, title=title, told=_told(within, arcs, lanes, days), width=WIDTH, height=lay.bottom + 20,
        body=joined(drawn),
        legend=LEGEND,
    )  # fmt: skip


class _Lanes:
    """Every point with its place."""

    def __init__(self, points: Sequence[Point], scale: Days, lanes: Sequence[str], *, top: float) -> None:
        self.scale = scale
        self.single = len(points) <= MOST_POINTS
        self.places: dict[str, tuple[float, float]] = {}
        self.lines: list[str] = []
        self.names: list[str] = []
        self.shapes: list[str] = []
        columns: dict[tuple[str, Shape, int], list[Point]] = {}
        for point in points:
            for lane in point.lanes:
                columns.setdefault((lane, point.shape, self._column(point.day)), []).append(point)
        self._tallest = max((len(c) for c in columns.values()), default=1)
        y = top
        self._of: dict[str, list[tuple[float, float]]] = {}
        for lane in lanes:
            up, down = (self._height(columns, lane, shape) for shape in ("statement", "incident"))
            base = y + 21 + up
            self.names.append(text(LEFT, y + 13, cut_to(lane, RIGHT - LEFT, 12), "lab"))
            self.lines.append(line(LEFT, base, RIGHT, base, "axis"))
            for (own, shape, at), held in columns.items():
                if own == lane:
                    self._stack(held, shape, self._x(at), base) if self.single else self._bar(held, shape, at, base)
            y = base + down + 6
        self.bottom = y + 4
        # one incident in the lanes of several sides is tied together, so that nobody takes it for two
        for spots in self._of.values():
            if len(spots) > 1:
                x, ends = spots[0][0], [spot[1] for spot in spots]
                self.lines.append(line(x, min(ends), x, max(ends), "tie"))

    def _column(self, day: date) -> int:
        return int((self.scale.middle(day) - LEFT) // STEP)

    def _x(self, column: int) -> float:
        return min(LEFT + STEP * (column + 0.5), RIGHT)

    def _height(self, columns: dict[tuple[str, Shape, int], list[Point]], lane: str, shape: Shape) -> float:
        tallest = max((len(held) for (own, of, _), held in columns.items() if own == lane and of == shape), default=0)
        if not tallest:
            return 4.0
        if not self.single:
            return BAR + 4
        return RISE * min(tallest, MOST_STACKED) + (12 if tallest > MOST_STACKED else 4)

    def _stack(self, held: Sequence[Point], shape: Shape, x: float, base: float) -> None:
        way = -1 if shape == "statement" else 1
        for n, point in enumerate(held[:MOST_STACKED]):
            y = base + way * (RISE * n + 5)
            self.shapes.append(linked(titled(dot(shape, x, y, hollow=not point.dated), _words(point)), point.anchor))
            self.places.setdefault(point.anchor, (x, y))
            if len(point.lanes) > 1:
                self._of.setdefault(point.anchor, []).append((x, y))
        if len(held) > MOST_STACKED:
            y = base + way * (RISE * MOST_STACKED + (3 if way < 0 else 9))
            more = len(held) - MOST_STACKED
            self.shapes.append(titled(text(x, y, f"+{more}", "num"), f"{counted(more, shape)} more here"))

    def _bar(self, held: Sequence[Point], shape: Shape, at: int, base: float) -> None:
        high = max(1.0, BAR * len(held) / self._tallest)
        y, cls = (base - high, "st") if shape == "statement" else (base, "in")
        days = range_words(held[0].day, held[-1].day)
        self.shapes.append(titled(rect(self._x(at) - 3, y, 6, high, cls), f"{days}: {counted(len(held), shape)}"))


def _words(point: Point) -> str:
    return f"{day_words(point.day)}{'' if point.dated else ' (first report)'}: {point.words}"


def _arc(arc: Arc, lay: _Lanes) -> str:
    """A bow from the claim to the answer; flat ones bend upwards."""
    if arc.claim not in lay.places or arc.answer not in lay.places:
        return ""
    (x1, y1), (x2, y2) = lay.places[arc.claim], lay.places[arc.answer]
    bend = 14 + min(abs(x2 - x1), 60) * 0.35
    middle, high = (x1 + x2) / 2, (y1 + y2) / 2
    control = (middle, min(y1, y2) - bend) if abs(y1 - y2) < 20 else (max(x1, x2) + bend, high)
    path = f"M{num(x1)} {num(y1)}Q{num(control[0])} {num(control[1])} {num(x2)} {num(y2)}"
    return titled(tag("path", cls="arc", d=path), arc.words)


def _bare(uncovered: Sequence[tuple[date, date]], scale: Days, top: float, bottom: float, name: str) -> str:
    fields = [
        titled(
            rect(
                scale.start(first),
                top,
                scale.middle(last) - scale.start(first),
                bottom - top,
                fill=f"url(#{name}-none)",
            ),
            f"{range_words(first, last)}: no coverage",
        )
        for first, last in uncovered
        if first <= scale.last and last >= scale.first
    ]
    return f"<defs>{hatch(f'{name}-none', 'hatch')}</defs>{joined(fields)}" if fields else ""


def _told(points: Sequence[Point], arcs: Sequence[Arc], lanes: Sequence[str], days: tuple[date, date]) -> str:
    told = [f"From {day_words(days[0])} to {day_words(days[1])}."]
    for lane in lanes:
        own = [p for p in points if lane in p.lanes]
        statements = sum(p.shape == "statement" for p in own)
        told.append(f"{lane}: {counted(statements, 'statement')}, {counted(len(own) - statements, 'incident')}.")
    several = sum(len(p.lanes) > 1 for p in points)
    if several:
        told.append(f"{counted(several, 'incident')} in the lanes of several sides.")
    if arcs:
        told.append(f"{counted(len(arcs), 'link')} from a claim to what answered it.")
    return " ".join(told)

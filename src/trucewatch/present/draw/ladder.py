"""Rival values of one figure: a dot for each on a scale from zero, with who gives it and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trucewatch.present.draw.svg import WIDTH, Picture, cut_to, joined, line, num, tag, text, titled, width_of

#: The scale stands left, what is told of each value right of it.
LEFT, RIGHT, WORDS = 10.0, 250.0, 270.0
ROW = 22.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value as told: ``number``, or the range that vague words stand for (``high`` None: open); who and when."""

    number: float | None
    low: float | None
    high: float | None
    bound: str
    denied: bool
    shown: str
    words: str


def ladder_picture(values: Sequence[Value], *, name: str, title: str) -> Picture | None:
    """The values in the order given; None if fewer than two can be placed on the scale."""
    if sum(v.number is not None or v.low is not None for v in values) < 2:
        return None
    highest = max(n for v in values for n in (v.number, v.low, v.high) if n is not None) or 1
    scale = (RIGHT - LEFT) / highest
    bottom = 8 + ROW * len(values)
    drawn = [line(LEFT, bottom, RIGHT + 6, bottom, "axis")]
    for tick in _ticks(highest):
        x = LEFT + tick * scale
        drawn += [line(x, 4, x, bottom, "grid"), text(x, bottom + 13, f"{tick:,}", "small soft mid")]
    for n, value in enumerate(values):
        drawn.append(_value(value, 8 + ROW * (n + 0.5), scale))
    told = "; ".join(f"{v.shown}, {v.words}" for v in values)
    return Picture(name=name, title=title, told=f"{told}.", width=WIDTH, height=bottom + 20, body=joined(drawn))


def _value(value: Value, y: float, scale: float) -> str:
    low, high, end = value.low, value.high, RIGHT + 6
    shape = ""
    if value.number is not None:
        x = LEFT + value.number * scale
        if value.bound == "at_least":
            shape += _arrow(x, min(x + 22, end), y)
        elif value.bound == "at_most":
            shape += _arrow(x, max(x - 22, LEFT), y)
        if value.denied:
            shape += tag("path", cls="span", d=f"M{num(x - 4)} {num(y - 4)}l8 8M{num(x + 4)} {num(y - 4)}l-8 8")
        else:
            shape += tag("circle", cls="ino" if value.bound == "about" else "in", cx=x, cy=y, r=4.6)
    elif low is not None:
        x1, x2 = LEFT + low * scale, LEFT + high * scale if high is not None else end
        shape += line(x1, y, x2, y, "span") + line(x1, y - 4, x1, y + 4, "span")
        shape += line(x2, y - 4, x2, y + 4, "span") if high is not None else _arrow(x1, x2, y)
    wide = width_of(value.shown)
    who = cut_to(value.words, WIDTH - WORDS - wide - 10, 11.5)
    return (
        titled(shape, f"{value.shown}, {value.words}")
        + text(WORDS, y + 4.5, value.shown, "bold")
        + text(WORDS + wide + 10, y + 4.5, who, "small")
    )


def _arrow(start: float, end: float, y: float) -> str:
    back = end - 4 if end >= start else end + 4
    head = f"M{num(back)} {num(y - 3.5)}L{num(end)} {num(y)}L{num(back)} {num(y + 3.5)}"
    return line(start, y, end, y, "span") + tag("path", cls="span", fill="none", d=head)


def _ticks(highest: float) -> list[int]:
    """Zero, and two to five round numbers up to the highest."""
    step = next(n * 10**power for power in range(40) for n in (1, 2, 5) if highest / (n * 10**power) <= 5)
    return list(range(0, int(highest) + 1, step))

"""Incidents on a map of one country: circles for places, hatched areas where no more than the area is told.

Outlines are those of the shipped gazetteer (Natural Earth, simplified); the points are the gazetteer's, never the spot
of an event. Plate carrée with the scale of the middle parallel, which is true enough for one country.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from trucewatch.gazetteer.blocks import Ring
from trucewatch.gazetteer.lookup import Gazetteer
from trucewatch.present.brief.words import counted
from trucewatch.present.draw.svg import WIDTH, Picture, hatch, joined, line, num, rect, tag, text, titled, width_of

DISCLAIMER = (
    "Borders as in the data source (Natural Earth, simplified); no position is taken on them. Points are those of the "
    "gazetteer (GeoNames), not the spot of an event."
)
LEGEND = (
    "Circles: places by name, the larger the more incidents. Dashed rings: somewhere around there. Hatched: no more "
    f"than the area is known. {DISCLAIMER}"
)
MOST_HIGH = 520.0
#: Degrees that a map shows at least, and how much is left around what it shows.
LEAST_SPAN, MARGIN = 1.2, 0.06
#: Where what is told fills less of a country than this, both ways, the map shows that part.
PART = 0.45
KM_A_DEGREE = 111.2
#: Points of an outline nearer than this to the one before are left out.
NEAR = 0.9

Kind = Literal["place", "area", "around", "country"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """So many incidents at one place: a place itself, a first-level area (``area``: its GeoNames id), somewhere around
    a point, or the whole country."""

    name: str
    kind: Kind
    incidents: int
    words: str
    area: str | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class _Frame:
    """The part of the globe that is shown, and how degrees become places on the drawing."""

    south: float
    west: float
    north: float
    east: float

    @property
    def narrow(self) -> float:
        """How much narrower a degree of longitude is than one of latitude."""
        return max(math.cos(math.radians((self.south + self.north) / 2)), 0.05)

    @property
    def scale(self) -> float:
        """Units of the drawing for one degree of latitude."""
        return min(WIDTH / ((self.east - self.west) * self.narrow), MOST_HIGH / (self.north - self.south))

    @property
    def width(self) -> float:
        return (self.east - self.west) * self.narrow * self.scale

    @property
    def height(self) -> float:
        return (self.north - self.south) * self.scale

    def place(self, lat: float, lon: float) -> tuple[float, float]:
        around = (lon - (self.west + self.east) / 2 + 180) % 360 - 180 + (self.west + self.east) / 2
        return (around - self.west) * self.narrow * self.scale, (self.north - lat) * self.scale

    def meets(self, rings: Iterable[Ring]) -> bool:
        points = [self.place(lat, lon) for ring in rings for lat, lon in ring]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return bool(points) and max(xs) > 0 and min(xs) < self.width and max(ys) > 0 and min(ys) < self.height


def map_picture(country: str, spots: Sequence[Spot], gazetteer: Gazetteer, *, name: str, title: str) -> Picture | None:
    """The incidents of one country (ISO 3166-1); None where the gazetteer has no outline and no point of it."""
    own = [(place, rings) for place in gazetteer.first_level(country) if (rings := gazetteer.outline(place))]
    areas = {place.id: rings for place, rings in own}
    points = [(s.lat, s.lon) for s in spots if s.lat is not None and s.lon is not None and s.kind != "country"]
    told = [[(lat, lon) for lat, lon in points], *(ring for s in spots for ring in areas.get(s.area or "", ()))]
    frame = _frame([ring for _, rings in own for ring in rings], [ring for ring in told if ring])
    if frame is None:
        return None
    marked = {s.area for s in spots if s.kind == "area"}
    drawn = [
        f"<defs>{hatch(f'{name}-area', 'area')}<clipPath id=\"{name}-frame\">"
        f"{rect(0, 0, frame.width, frame.height)}</clipPath></defs>",
        f'<g clip-path="url(#{name}-frame)">',
        rect(0, 0, frame.width, frame.height, "ground"),
        *(tag("path", cls="land", d=_path(rings, frame)) for _, rings in own if frame.meets(rings)),
        *(_hatched(_path(rings, frame), name) for i, rings in areas.items() if i in marked),
        _graticule(frame),
        *_symbols(spots, frame),
        "</g>",
        f'<rect width="{num(frame.width)}" height="{num(frame.height)}" fill="none" class="axis"/>',
        _bar(frame),
    ]  # fmt: skip
    return Picture(
        name=name, title=title, told=_told(spots), width=frame.width, height=frame.height + 26, body=joined(drawn),
        legend=LEGEND,
    )  # fmt: skip


def _hatched(path: str, name: str) -> str:
    return tag("path", d=path, fill=f"url(#{name}-area)") + tag("path", cls="areaedge", d=path)


def _frame(country: Sequence[Ring], told: Sequence[Ring]) -> _Frame | None:
    """The whole country, or the part of it where something is told if that is small."""
    middle = next((ring[0][1] for ring in (*told, *country)), 0.0)
    whole, part = _box(country, middle), _box(told, middle)
    if part is None and whole is None:
        return None
    shown = whole or part
    assert shown is not None
    if part is not None and whole is not None:
        high, wide = whole[2] - whole[0], whole[3] - whole[1]
        if part[2] - part[0] < PART * high and part[3] - part[1] < PART * wide:
            around = max(0.35 * max(part[2] - part[0], part[3] - part[1]), LEAST_SPAN / 2)
            shown = (part[0] - around, part[1] - around, part[2] + around, part[3] + around)
        else:
            shown = (min(whole[0], part[0]), min(whole[1], part[1]), max(whole[2], part[2]), max(whole[3], part[3]))
    south, west, north, east = shown
    up, along = max((LEAST_SPAN - (north - south)) / 2, 0), max((LEAST_SPAN - (east - west)) / 2, 0)
    south, north, west, east = south - up, north + up, west - along, east + along
    edge = MARGIN * max(north - south, east - west)
    return _Frame(max(south - edge, -89.0), west - edge, min(north + edge, 89.0), east + edge)


def _box(rings: Sequence[Ring], middle: float) -> tuple[float, float, float, float] | None:
    """South, west, north and east of the rings, longitudes counted around ``middle``."""
    points = [(lat, (lon - middle + 180) % 360 - 180 + middle) for ring in rings for lat, lon in ring]
    if not points:
        return None
    lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
    return min(lats), min(lons), max(lats), max(lons)


def _path(rings: Iterable[Ring], frame: _Frame) -> str:
    """The rings as one path, without points that would not be seen apart."""
    parts = []
    for ring in rings:
        kept: list[tuple[float, float]] = []
        for lat, lon in ring:
            x, y = frame.place(lat, lon)
            if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= NEAR:
                kept.append((x, y))
        if len(kept) > 2:
            parts.append("M" + "L".join(f"{num(x)} {num(y)}" for x, y in kept) + "z")
    return "".join(parts)


def _graticule(frame: _Frame) -> str:
    """Lines of latitude and longitude at whole steps, with their degrees at the edge."""
    span = max(frame.north - frame.south, frame.east - frame.west)
    step = next((n for n in (0.25, 0.5, 1, 2, 5, 10, 20, 30) if span / n <= 7), 45)
    parts = []
    lat = math.ceil(frame.south / step) * step
    while lat < frame.north:
        _, y = frame.place(lat, frame.west)
        parts.append(line(0, y, frame.width, y, "grid"))
        if 16 < y < frame.height - 16:
            parts.append(text(3, y - 3, f"{_degrees(abs(lat))}{'N' if lat >= 0 else 'S'}", "small soft"))
        lat += step
    lon = math.ceil(frame.west / step) * step
    while lon < frame.east:
        x = (lon - frame.west) * frame.narrow * frame.scale
        parts.append(line(x, 0, x, frame.height, "grid"))
        shown = (lon + 180) % 360 - 180
        if 34 < x < frame.width - 34:
            parts.append(
                text(x + 3, frame.height - 4, f"{_degrees(abs(shown))}{'E' if shown >= 0 else 'W'}", "small soft")
            )
        lon += step
    return joined(parts)


def _degrees(value: float) -> str:
    return f"{value:g}°"


def _symbols(spots: Sequence[Spot], frame: _Frame) -> list[str]:
    """The signs of the spots, the most told of first, with labels where they fit."""
    shapes: list[str] = []
    labels: list[str] = []
    taken: list[tuple[float, float, float, float]] = []
    ordered = sorted((s for s in spots if s.kind != "country"), key=lambda s: (s.kind == "area", -s.incidents, s.name))
    for spot in ordered:
        if spot.lat is None or spot.lon is None:
            continue
        x, y = frame.place(spot.lat, spot.lon)
        reach = 4 + 2.6 * math.sqrt(spot.incidents)
        if spot.kind == "area":
            reach = 3
        elif spot.kind == "around":
            shapes.append(titled(tag("circle", cls="ring", cx=x, cy=y, r=reach + 5), spot.words))
            reach += 5
        else:
            shapes.append(titled(tag("circle", cls="in", cx=x, cy=y, r=reach), spot.words))
        taken.append((x - reach, y - reach, x + reach, y + reach))
        words = f"{spot.name}: {spot.incidents}"
        placed = _free(x, y, reach, width_of(words, 11.5), taken, frame)
        if placed is not None:
            labels.append(titled(text(placed[0], placed[1] + 9, words, "small halo"), spot.words))
            taken.append(placed)
    return [*shapes, *labels]


def _free(
    x: float, y: float, reach: float, wide: float, taken: Sequence[tuple[float, float, float, float]], frame: _Frame
) -> tuple[float, float, float, float] | None:
    """A box for a label right, left, above or below that meets no other; None where there is none."""
    own = taken[-1]
    tried = (
        (x + reach + 3, y - 7), (x - reach - 3 - wide, y - 7), (x - wide / 2, y - reach - 15),
        (x - wide / 2, y + reach + 2), (x + reach + 1, y - reach - 12), (x + reach + 1, y + reach - 2),
    )  # fmt: skip
    for left, top in tried:
        box = (left, top, left + wide, top + 13)
        inside = left > 2 and top > 2 and box[2] < frame.width - 2 and box[3] < frame.height - 2
        if inside and not any(other is not own and _meet(box, other) for other in taken):
            return box
    return None


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _bar(frame: _Frame) -> str:
    """A scale in kilometres, true along the middle parallel."""
    km = KM_A_DEGREE / frame.scale
    length = next(n for n in (1000, 500, 200, 100, 50, 20, 10, 5, 2, 1) if n / km <= frame.width / 4 or n == 1)
    wide, y = length / km, frame.height + 12
    ends = joined(line(x, y - 4, x, y + 4, "axis") for x in (1, 1 + wide))
    return line(1, y, 1 + wide, y, "axis") + ends + text(wide + 8, y + 4, f"{length} km", "small soft")


def _told(spots: Sequence[Spot]) -> str:
    ordered = sorted(spots, key=lambda s: (-s.incidents, s.name))
    told = "; ".join(f"{spot.name}, {counted(spot.incidents, 'incident')}" for spot in ordered[:20])
    return f"{told}." + (f" And {len(ordered) - 20} more places." if len(ordered) > 20 else "")

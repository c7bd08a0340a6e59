"""Points of a map put together where they lie close, so that a map of many shows no more marks than one can look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from trucewatch.records.where import PlacePrecision

#: How far round its point each precision reaches at least, in km: the point of an area says nothing finer. Nominal, for
#: a circle where no outline is drawn.
RADIUS_KM: Mapping[PlacePrecision, float] = {
    "exact": 0.0, "within": 20.0, "admin_area": 75.0, "country": 300.0, "unresolved": 0.0,
}  # fmt: skip


class Point(Protocol):
    """Incidents at one place."""

    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...
    @property
    def precision(self) -> PlacePrecision: ...
    @property
    def number(self) -> int: ...


P = TypeVar("P", bound=Point)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster(Generic[P]):
    """Points of one precision that lie in one cell of a grid. It is drawn at the point that holds most (never at one
    that nobody told of)."""

    points: tuple[P, ...]

    @property
    def at(self) -> P:
        return max(self.points, key=lambda p: p.number)

    @property
    def number(self) -> int:
        return sum(point.number for point in self.points)

    @property
    def radius_km(self) -> float:
        return RADIUS_KM[self.at.precision]


def clusters(points: Iterable[P], *, cell: float | None) -> tuple[Cluster[P], ...]:
    """The points by cells of ``cell`` degrees each way; each by itself for None. In the order given."""
    cells: dict[tuple[object, ...], list[P]] = {}
    for point in points:
        where = (point.lat, point.lon) if cell is None else (point.lat // cell, point.lon // cell)
        cells.setdefault((point.precision, *where), []).append(point)
    return tuple(Cluster(points=tuple(together)) for together in cells.values())

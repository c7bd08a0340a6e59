"""The pictures of a brief with what stands beside them in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from trucewatch.assess.trends import Trend
from trucewatch.present.draw.svg import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkShown:
    """A numbered day that timelines and trends are read against; ``due`` if it is a deadline only."""

    number: int
    day: date
    names: tuple[str, ...]
    due: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceShown:
    """A place of the map: how many incidents, how exactly it is known, and where they stand (shown id, anchor)."""

    name: str
    precision: str
    incidents: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapShown:
    """The map of one country, and its places in words; without a picture where no outline is at hand."""

    country: str
    picture: Picture | None
    places: tuple[PlaceShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """A trend parted by side, type or place: the picture of its rows, and the rows themselves in the trend."""

    heading: str
    trend: Trend
    picture: Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """``trend`` counts all; ``ladders`` are by the anchor of the ladder.

    ``held`` incidents are at places not shown for ``hold_hours``, ``coarse`` are shown by their area, ``nowhere`` have
    no place that can be drawn.
    """

    trend: Trend
    marks: tuple[MarkShown, ...]
    over_time: Picture | None
    parted: tuple[Parted, ...]
    timeline: Picture | None
    maps: tuple[MapShown, ...]
    held: int = 0
    hold_hours: int = 72
    coarse: int = 0
    nowhere: int = 0
    ladders: Mapping[str, Picture] = field(default_factory=dict)

    def named(self) -> dict[str, Picture]:
        """Every picture by its name."""
        every = [self.over_time, self.timeline, *(p.picture for p in self.parted), *(m.picture for m in self.maps)]
        return {one.name: one for one in (*every, *self.ladders.values()) if one is not None}

"""A place as the gazetteer knows it."""

from __future__ import annotations

from dataclasses import dataclass

from trucewatch.records.where import PlaceMatch


@dataclass(frozen=True, slots=True)
class Place:
    """One row. ``feature`` is the GeoNames class and code ("P.PPLC"), ``lat`` and ``lon`` WGS 84 degrees.

    ``admin1`` and ``admin2`` are GeoNames codes within the country; a region that crosses borders has no country
    and lists them (ISO 3166-1 alpha-2, ";") in ``admin2``. ``own`` places are a project's: they win over namesakes.
    """

    number: int
    id: str
    name: str
    lat: float
    lon: float
    feature: str
    country: str
    admin1: str
    admin2: str
    population: int
    own: bool = False

    @property
    def is_country(self) -> bool:
        return self.feature.startswith("A.PCL")

    @property
    def is_region(self) -> bool:
        """A stretch of land or water without an administration of its own."""
        return self.feature[0] in "LHT"


@dataclass(frozen=True, slots=True)
class Hit:
    """A place found under a name: by its main name, an alternate one, a demonym or a like spelling.

    ``inside`` marks a place that a longer name names inside itself: it holds what is meant.
    """

    place: Place
    match: PlaceMatch
    similarity: float = 1.0
    inside: bool = False

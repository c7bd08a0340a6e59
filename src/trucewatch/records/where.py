"""Places with the precision that was reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from trucewatch.errors import BadRecord
from trucewatch.records.span import Span

PlacePrecision = Literal["exact", "within", "admin_area", "country", "unresolved"]
PlaceRole = Literal["where", "mentioned", "speaker_place", "origin"]
PlaceMatch = Literal["exact", "alternate", "spelling", "demonym", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place as printed and, if the gazetteer knows it, where that is.

    ``lat`` and ``lon`` are WGS 84 degrees of the gazetteer's point, never of the event. ``precision``
    says what that point stands for: the place itself (``exact``), the smallest known container of an
    unknown place (``within``), an admin area, a country. ``country`` is ISO 3166-1 alpha-2,
    ``country_name`` and ``admin1`` are English names,
    ``admin1_id`` is the first-level area's GeoNames id. ``score`` (0 to 1) is how sure the choice is.
    """

    name: str
    span: Span | None = None
    precision: PlacePrecision = "unresolved"
    role: PlaceRole = "mentioned"
    match: PlaceMatch = "none"
    gazetteer_id: str | None = None
    gazetteer_name: str | None = None
    feature: str | None = None
    lat: float | None = None
    lon: float | None = None
    admin1: str | None = None
    admin1_id: str | None = None
    country: str | None = None
    country_name: str | None = None
    score: float | None = None

    def __post_init__(self) -> None:
        if (self.lat is None) != (self.lon is None):
            raise BadRecord(f"place {self.name!r} has one coordinate without the other")
        if self.lat is not None and self.lon is not None and not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise BadRecord(f"place {self.name!r} lies outside the globe: {self.lat}, {self.lon}")

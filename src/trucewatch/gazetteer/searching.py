"""Looking a place up by what a person types: candidates as places of an event, to choose one of."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock

from trucewatch.gazetteer.lookup import Gazetteer
from trucewatch.gazetteer.records import Hit, Place
from trucewatch.records.where import PlacePrecision, Where

#: A gazetteer is read through one connection: one look-up at a time.
_one_at_a_time = Lock()


def candidates(gazetteer: Gazetteer, name: str, *, countries: Iterable[str] = (), limit: int = 12) -> list[Where]:
    """Places of this name, those in ``countries`` (ISO 3166-1 alpha-2) first, else as the gazetteer has them, the
    populous before others; where the name itself is not known, like spellings in these countries."""
    wanted = tuple(countries)
    if not name.strip():
        return []
    with _one_at_a_time:
        hits: list[Hit] = list(gazetteer.find(name.strip())) or gazetteer.find_like(name.strip(), wanted)
        hits.sort(key=lambda h: (not h.place.own, h.place.country not in wanted, h.match != "exact"))
        return [as_place_of_event(gazetteer, hit) for hit in hits[:limit]]


def as_place_of_event(gazetteer: Gazetteer, hit: Hit) -> Where:
    """The place with its own point, as precise as its kind allows."""
    place = hit.place
    country = place.country or None
    inside = place.admin1 and not place.is_country
    return Where(
        name=place.name, precision=precision_of(place), role="where", match=hit.match, gazetteer_id=place.id,
        gazetteer_name=place.name, feature=place.feature, lat=place.lat, lon=place.lon, country=country,
        country_name=gazetteer.country_name(country),
        admin1=gazetteer.admin1_name(place.country, place.admin1) if inside else None,
        admin1_id=gazetteer.admin1_id(place.country, place.admin1) if inside else None,
    )  # fmt: skip


def precision_of(place: Place) -> PlacePrecision:
    """What the point of a place stands for."""
    if place.is_country:
        return "country"
    return "admin_area" if place.feature.startswith("A.") or place.is_region else "exact"

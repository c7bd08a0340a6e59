"""What the map shows: incidents by place, each as exact as it was told and no more exact than it may be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from trucewatch.assess.clusters import Cluster, clusters
from trucewatch.assess.holding import PlaceTold
from trucewatch.gazetteer.lookup import with_places
from trucewatch.present.brief.picture_maps import kind_of
from trucewatch.present.draw.map import Kind
from trucewatch.present.web.families import TYPE_FAMILIES, TYPE_FAMILY
from trucewatch.records.where import PlacePrecision, Where
from trucewatch.store import Store
from trucewatch.store.choosing import IncidentFilter

#: Where several sides are named for one incident; where people of no side are, or nobody.
SEVERAL, NO_SIDE, NOBODY = "several", "none", "nobody"
#: Marks nearer than so many pixels are put together.
APART: Final = 46
#: From this zoom on no marks are put together.
NEAREST: Final = 11


@dataclass(slots=True)
class MapPlace:
    """The incidents of one place: a point of the gazetteer, a first-level area by its outline (``area``: its id),
    somewhere around a point, or a whole country. ``coarse``: some of them are shown no finer than they were told."""

    key: str
    name: str
    kind: Kind
    precision: PlacePrecision
    country: str
    country_name: str
    lat: float
    lon: float
    area: str = ""
    coarse: int = 0
    kinds: Counter[tuple[str, tuple[str, ...]]] = field(default_factory=Counter)

    @property
    def number(self) -> int:
        return sum(self.kinds.values())

    @property
    def parts(self) -> list[tuple[str, str, int]]:
        """(family, side, how many), most first."""
        return _parts([self])

    @property
    def types(self) -> list[tuple[str, int]]:
        counted: Counter[str] = Counter()
        for (kind, _), number in self.kinds.items():
            counted[kind] += number
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))

    @property
    def sides(self) -> list[tuple[str, int]]:
        counted: Counter[str] = Counter()
        for (_, sides), number in self.kinds.items():
            counted[side_key(sides)] += number
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """Places by how many incidents, most first; ``held`` incidents are not shown at all yet, ``nowhere`` name no place
    that the gazetteer knows."""

    places: tuple[MapPlace, ...]
    total: int
    held: int = 0
    coarse: int = 0
    nowhere: int = 0


def mapped(store: Store, wanted: IncidentFilter, held: Mapping[str, PlaceTold]) -> Mapped:
    """The incidents asked for by place. ``held`` says what may be shown of a place where that is not what is told."""
    places: dict[str, MapPlace] = {}
    for one in store.places_of_incidents(wanted, without=held):
        _add(places, one.where, one.kinds, coarse=False)
    hidden = coarse = 0
    for incident, kind in store.kinds_of_incidents(wanted, held).items():
        told = held[incident]
        if told.where is None or not _add(places, told.where, {kind: 1}, coarse=True):
            hidden += 1
        else:
            coarse += 1
    found = sorted(places.values(), key=lambda place: (-place.number, place.name))
    total = store.number_between(wanted)
    shown = sum(place.number for place in found)
    return Mapped(places=tuple(found), total=total, held=hidden, coarse=coarse, nowhere=total - shown - hidden)


def place_key(where: Where) -> str:
    """What names a place in an address: an area by its id, another by its point and precision."""
    spot = _spot(where)
    return spot.key if spot else ""


def _add(
    places: dict[str, MapPlace], where: Where, kinds: Mapping[tuple[str, tuple[str, ...]], int], *, coarse: bool
) -> bool:
    """False if there is nowhere to draw it."""
    spot = _spot(where)
    if spot is None:
        return False
    held = places.setdefault(spot.key, spot)
    held.kinds.update(kinds)
    held.coarse += sum(kinds.values()) if coarse else 0
    return True


def _spot(where: Where) -> MapPlace | None:
    kind = kind_of(where)
    country, country_name = where.country or "", where.country_name or where.country or ""
    if kind == "area":
        area = areas_of(country).get(where.admin1_id or where.gazetteer_id or "")
        if area is not None:
            return MapPlace(
                key=f"area:{area.id}", name=where.admin1 or area.name, kind="area", precision="admin_area",
                country=country, country_name=country_name, lat=area.lat, lon=area.lon, area=area.id,
            )  # fmt: skip
        kind = "around" if where.lat is not None else "country"
    if kind == "country":
        return MapPlace(
            key=f"country:{country}", name=country_name, kind="country", precision="country", country=country,
            country_name=country_name, lat=where.lat or 0.0, lon=where.lon or 0.0,
        ) if country else None  # fmt: skip
    if where.lat is None or where.lon is None:
        return None
    return MapPlace(
        key=f"{where.precision}:{where.lat},{where.lon}", name=where.gazetteer_name or where.name, kind=kind,
        precision=where.precision, country=country, country_name=country_name, lat=where.lat, lon=where.lon,
    )  # fmt: skip


def side_key(sides: Sequence[str]) -> str:
    """The one side named as having done it; else that there are several, people of none, or nobody."""
    if not sides:
        return NOBODY
    if len(sides) > 1:
        return SEVERAL
    return sides[0] or NO_SIDE


def marks(places: Iterable[MapPlace], *, zoom: int) -> list[Cluster[MapPlace]]:
    """The places put together where their marks would meet at this zoom; areas and countries stand for themselves."""
    shown = [place for place in places if place.kind in ("place", "around")]
    cell = None if zoom >= NEAREST else APART * 360 / (256 * 2**zoom)
    return list(clusters(shown, cell=cell))


def mark_parts(cluster: Cluster[MapPlace]) -> list[tuple[str, str, int]]:
    return _parts(cluster.points)


def _parts(places: Iterable[MapPlace]) -> list[tuple[str, str, int]]:
    order = {family.key: n for n, family in enumerate(TYPE_FAMILIES)}
    counted: Counter[tuple[str, str]] = Counter()
    for place in places:
        for (kind, sides), number in place.kinds.items():
            counted[(TYPE_FAMILY[kind].key, side_key(sides))] += number
    listed = [(family, side, number) for (family, side), number in counted.items()]
    return sorted(listed, key=lambda part: (-part[2], order[part[0]], part[1]))


# -- outlines ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A first-level area with its outline as closed rings of (lat, lon)."""

    id: str
    name: str
    lat: float
    lon: float
    rings: tuple[tuple[tuple[float, float], ...], ...]


@cache
def areas_of(country: str) -> Mapping[str, Area]:
    """The first-level areas of a country that the gazetteer has an outline of, by their ids."""
    if not country:
        return {}
    gazetteer = with_places(None)  # one of our own: a gazetteer is not for several threads
    found = {}
    for place in gazetteer.first_level(country):
        rings = tuple(tuple((lat, lon) for lat, lon in ring) for ring in gazetteer.outline(place))
        if rings:
            found[place.id] = Area(id=place.id, name=place.name, lat=place.lat, lon=place.lon, rings=rings)
    return found


def geojson(countries: Iterable[str]) -> dict[str, Any]:
    """The outlines of these countries' first-level areas."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": area.id,
                "properties": {"name": area.name, "country": country},
                "geometry": {
                    "type": "MultiPolygon",
                    "coordinates": [[[[lon, lat] for lat, lon in ring]] for ring in area.rings],
                },
            }
            for country in countries
            for area in areas_of(country).values()
        ],
    }

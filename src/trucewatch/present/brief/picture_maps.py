"""Which incidents stand where on which map: one map for each country where several places are told of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from trucewatch.assess.holding import FIRST_LEVEL, PlaceTold
from trucewatch.assess.trends import told_as_happened
from trucewatch.gazetteer.lookup import Gazetteer
from trucewatch.present.brief.model import IncidentShown
from trucewatch.present.brief.picture_model import MapShown, PlaceShown
from trucewatch.present.brief.words import counted
from trucewatch.present.draw.map import Kind, Spot, map_picture
from trucewatch.records.agreement import Agreement
from trucewatch.records.incident import Incident
from trucewatch.records.where import Where

#: Maps at most; further countries are told in words.
MOST_MAPS = 3
WORDS: Mapping[Kind, str] = {
    "place": "a place by name",
    "area": "no more than the area is known",
    "around": "somewhere in the district or stretch of land",
    "country": "no more than the country is known",
}


@dataclass(slots=True)
class _Gathered:
    """The incidents of one spot while they are gathered."""

    name: str
    kind: Kind
    area: str | None
    lat: float | None
    lon: float | None
    incidents: list[tuple[str, str]] = field(default_factory=list)
    types: Counter[str] = field(default_factory=Counter)
    coarse: bool = False


class Maps:
    """Makes the maps, and counts what they leave out: ``held``, ``coarse``, ``nowhere``.

    ``places`` says of each incident what may be shown of its place.
    """

    def __init__(
        self,
        agreement: Agreement,
        shown: Mapping[str, IncidentShown],
        gazetteer: Gazetteer,
        places: Mapping[str, PlaceTold],
    ) -> None:
        self._agreement = agreement
        self._shown = shown
        self._gazetteer = gazetteer
        self._places = places
        self.held = self.coarse = self.nowhere = 0

    def maps(self, incidents: Iterable[Incident]) -> tuple[MapShown, ...]:
        """Countries of the agreement first, in its order, then by the number of incidents; a picture for those with
        two places or more, and for the first if none has."""
        gathered: dict[str, dict[tuple[Kind, str], _Gathered]] = {}
        for incident in incidents:
            if told_as_happened(a.said_as for a in incident.accounts):
                self._gather(incident, gathered)
        number = {country: sum(len(s.incidents) for s in spots.values()) for country, spots in gathered.items()}
        listed = list(self._agreement.countries)
        order = sorted(
            gathered,
            key=lambda c: (listed.index(c) if c in listed else len(listed), -number[c], c),
        )
        several = [c for c in order if sum(kind != "country" for kind, _ in gathered[c]) > 1]
        drawn = (several or [c for c in order if any(kind != "country" for kind, _ in gathered[c])][:1])[:MOST_MAPS]
        return tuple(self._map(country, list(gathered[country].values()), country in drawn) for country in order)

    def _gather(self, incident: Incident, gathered: dict[str, dict[tuple[Kind, str], _Gathered]]) -> None:
        place = self._places[incident.id]
        where = place.where
        if place.how == "held":
            self.held += 1
            return
        if where is None or where.country is None:
            self.nowhere += 1
            return
        coarsened = place.how == "area"
        kind, key, spot = self._spot(where, coarse=coarsened)
        self.coarse += coarsened
        one = self._shown[incident.id]
        held = gathered.setdefault(where.country, {}).setdefault((kind, key), spot)
        held.incidents.append((one.shown_id, one.anchor))
        held.types[one.type] += 1
        held.coarse |= coarsened

    def _spot(self, where: Where, *, coarse: bool) -> tuple[Kind, str, _Gathered]:
        """The spot at which a place is drawn; one kept ``coarse`` by its country, where the area is not known."""
        kind = kind_of(where)
        if kind == "area":
            area = where.admin1_id or where.gazetteer_id or ""
            place = next((p for p in self._gazetteer.first_level(where.country or "") if p.id == area), None)
            if place is not None:
                name = f"{where.admin1 or place.name} (area)"
                return "area", area, _Gathered(name, "area", area, place.lat, place.lon)
            kind = "country" if coarse else "around"
        if kind == "country":
            name = where.country_name or where.country or ""
            return "country", "", _Gathered(name, "country", None, None, None)
        name = where.gazetteer_name or where.admin1 or where.name
        return kind, where.gazetteer_id or name, _Gathered(name, kind, None, where.lat, where.lon)

    def _map(self, country: str, spots: Sequence[_Gathered], drawn: bool) -> MapShown:
        name = self._gazetteer.country_name(country) or country
        ordered = sorted(spots, key=lambda s: (-len(s.incidents), s.kind, s.name))
        picture = None
        if drawn:
            picture = map_picture(
                country, [_drawn(one) for one in ordered], self._gazetteer, name=f"picture-map-{country.lower()}",
                title=f"Incidents by place: {name}",
            )  # fmt: skip
        return MapShown(
            country=name,
            picture=picture,
            places=tuple(
                PlaceShown(name=one.name, precision=_precision(one), incidents=tuple(one.incidents)) for one in ordered
            ),
        )


def kind_of(where: Where) -> Kind:
    """What is drawn of a place: a first-level area by its outline, other areas and unknown places as around a point."""
    if where.precision != "country" and where.feature == FIRST_LEVEL and where.precision != "exact":
        return "area"
    if where.precision == "country" or where.lat is None:
        return "country"
    return "place" if where.precision == "exact" else "around"


def _precision(one: _Gathered) -> str:
    return WORDS[one.kind] + ("; in part shown by the area only, for safety" if one.coarse else "")


def _drawn(one: _Gathered) -> Spot:
    types = ", ".join(f"{kind} {n}" if n > 1 else kind for kind, n in sorted(one.types.items()))
    return Spot(
        name=one.name, kind=one.kind, incidents=len(one.incidents), area=one.area, lat=one.lat, lon=one.lon,
        words=f"{one.name} ({WORDS[one.kind]}): {counted(len(one.incidents), 'incident')}: {types}",
    )  # fmt: skip

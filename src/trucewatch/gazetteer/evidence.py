"""What speaks for and against each place that a name may mean, as numbers that trained weights are put to.

``STILL`` needs the name alone: what the place is, how the name fits, which namesakes it has. ``MOVING`` needs the other
names of the document, as they are taken at the moment: shares of countries and areas, what stands beside, distances.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from trucewatch.gazetteer.geometry import distance_km
from trucewatch.gazetteer.lookup import Gazetteer
from trucewatch.gazetteer.names import TYPE_WORDS, fold
from trucewatch.gazetteer.records import Hit, Place
from trucewatch.gazetteer.together import TOGETHER, together

STILL = (
    "population", "uncounted", "country", "continent", "land", "water", "site", "admin1", "admin2", "admin_other",
    "capital", "seat1", "seat2", "seat_lower", "section", "hand_listed", "alternate", "part_of_name", "short_alternate",
    "beside_exact", "spelling", "unlike", "behind_largest", "largest", "strong_rival", "namesakes", "typed",
    "typed_wrong", "bare_admin2", "kind_in_name", "capitals", "capitals_alternate", "inside",
)  # fmt: skip
MOVING = (
    "country_share", "admin1_share", "named_country", "beside", "beside_other", "holds", "near",
    "very_near", "nearest", "named_admin1", "named_admin2", "neighbour_share", "other_country", "lone",
    "kin_share", "kin_next", "area_next", *TOGETHER,
)  # fmt: skip
#: Kilometres at which the worth of a neighbour is down to a third.
NEAR_KM, VERY_NEAR_KM = 150.0, 30.0
#: Taken as the population of seats and areas that have none in the file: not counted, not empty.
UNCOUNTED = 5000
#: Points that distances are taken to, and candidates of a name that they are taken from.
MOST_POINTS, MOST_NEAR = 40, 12

TYPE_FEATURES = {
    "province": ("A.ADM1",), "governorate": ("A.ADM1",), "state": ("A.ADM1",), "oblast": ("A.ADM1",),
    "region": ("A.ADM1", "L.RGN"),
    "district": ("A.ADM2", "A.ADM3", "P.PPLA2", "P.PPLX"), "county": ("A.ADM2", "A.ADM1"), "woreda": ("A.ADM2",),
    "city": ("P.",), "town": ("P.",), "village": ("P.",), "municipality": ("P.", "A.ADM2"), "township": ("A.", "P."),
    "prefecture": ("A.ADM1", "A.ADM2"), "department": ("A.ADM1", "A.ADM2"), "valley": ("T.", "L."),
    "parish": ("A.",), "zone": ("A.",),
}  # fmt: skip


@dataclass(slots=True)
class Group:
    """All mentions of one name in the document, with the places that it may mean and their present scores."""

    key: str
    words: str
    hits: Sequence[Hit]
    beside: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    #: Where in the document's row of names this one stands.
    spots: list[int] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.spots)

    def best(self) -> int | None:
        return max(range(len(self.scores)), key=self.scores.__getitem__) if self.scores else None


def magnitude(place: Place) -> float:
    """Orders of magnitude of inhabitants; 0 for what has none."""
    if place.is_country or place.is_region or place.feature[0] in "SRV":
        return 0.0
    people = place.population or (UNCOUNTED if place.feature.startswith(("P.PPLA", "P.PPLC", "A.")) else 0)
    return math.log10(people + 10) - 1.0


def still(group: Group) -> list[list[float]]:
    """A row of ``STILL`` for each place that the name may mean."""
    sizes = [magnitude(hit.place) for hit in group.hits]
    ranked = sorted(sizes, reverse=True)
    exact = any(hit.match == "exact" for hit in group.hits)
    strong = [
        hit.place.is_country or hit.place.feature == "L.CONT"
        or (hit.match == "exact" and hit.place.feature in ("A.ADM1", "P.PPLC")) for hit in group.hits
    ]  # fmt: skip
    capitals = group.words.isupper() and len(group.words) <= 5
    wanted = tuple(f for kind in group.kinds for f in TYPE_FEATURES.get(kind, ()))
    kind_in_name = group.key.rpartition(" ")[2] in TYPE_WORDS
    rows = []
    for hit, size, is_strong in zip(group.hits, sizes, strong, strict=True):
        place, feature = hit.place, hit.place.feature
        kind = feature.removesuffix("H")  # areas of old are areas
        country = place.is_country
        alternate = hit.match == "alternate" and not country
        part = alternate and f" {group.key} " in f" {fold(place.name)} "
        largest_other = ranked[1] if size == ranked[0] and len(ranked) > 1 else ranked[0]
        town = feature[0] == "P"
        rows.append([
            size, float(not place.population and not country), float(country), float(feature == "L.CONT"),
            float(feature[0] == "L" and feature != "L.CONT"), float(feature[0] in "HT"), float(feature[0] in "SRV"),
            float(kind == "A.ADM1"), float(kind == "A.ADM2"),
            float(feature[0] == "A" and not country and kind not in ("A.ADM1", "A.ADM2")),
            float(feature == "P.PPLC"), float(feature == "P.PPLA"), float(feature == "P.PPLA2"),
            float(feature in ("P.PPLA3", "P.PPLA4", "P.PPLA5")),
            float(feature in ("P.PPLX", "P.PPLL", "P.PPLH", "P.PPLQ", "P.PPLF")), float(place.id.startswith("tw:")),
            float(alternate and not part), float(part),
            float(alternate and len(group.key) <= 3 and feature != "A.ADM1"),
            float(alternate and not part and exact), float(hit.match == "spelling"), 1.0 - hit.similarity,
            max(-4.0, size - largest_other) if town else 0.0, float(size == ranked[0] and not country),
            float(any(strong) and not is_strong), math.log(len(group.hits)),
            float(bool(wanted) and feature.startswith(wanted)), float(bool(wanted) and not feature.startswith(wanted)),
            float(feature == "A.ADM2" and not kind_in_name and "county" not in group.kinds),
            float(kind_in_name and feature[0] == "A"), float(capitals and country), float(capitals and alternate),
            float(hit.inside),
        ])  # fmt: skip
    return rows


class Setting:
    """Where the document is set, by the present best choices: shares of countries and areas, points, what is named."""

    def __init__(self, groups: dict[str, Group], gazetteer: Gazetteer) -> None:
        self.gazetteer, self.groups = gazetteer, groups
        self.keys = {id(group): key for key, group in groups.items()}
        self.together = dict(zip(groups, together(list(groups.values())), strict=True))
        self.chosen: dict[str, Place] = {}
        self.weight: dict[str, float] = {}
        self.country: dict[str, float] = defaultdict(float)
        self.admin1: dict[tuple[str, str], float] = defaultdict(float)
        self.named: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        self.points: list[tuple[str, float, float]] = []
        self.held: dict[str, list[Place]] = defaultdict(list)
        for key, group in groups.items():
            best = group.best()
            if best is None:
                continue
            place = group.hits[best].place
            self.chosen[key] = place
            if not place.is_country and not place.is_region:
                self.points.append((key, place.lat, place.lon))
            if not place.country:
                continue
            # names with one strong reading speak louder than ambiguous ones
            rivals = sum(1 for s in group.scores if s > group.scores[best] - 1.5)
            weight = (1.0 + math.log(group.count)) / rivals
            self.weight[key] = weight
            self.country[place.country] += weight
            if place.admin1:
                self.admin1[place.country, place.admin1] += weight
            if place.is_country:
                self.named[place.country, "", ""].add(key)
            elif place.feature == "A.ADM1":
                self.named[place.country, place.admin1, ""].add(key)
            elif place.feature == "A.ADM2" and place.admin2:
                self.named[place.country, place.admin1, place.admin2].add(key)
        self.points = self.points[:MOST_POINTS]
        self.kinds = Counter(kind_of(place) for place in self.chosen.values())
        self.row = dict(sorted((spot, key) for key, group in groups.items() for spot in group.spots))
        self.total = sum(self.country.values())
        for key, group in groups.items():
            if key in self.chosen:
                for other in group.beside:
                    self.held[other].append(self.chosen[key])

    def tells(self, group: Group) -> bool:
        """Whether anything else in the document speaks about where the name lies."""
        key = self.keys[id(group)]
        return bool(group.beside) or self.total - self.weight.get(key, 0.0) > 0 or key in self.held

    def _kin(self, key: str, group: Group) -> tuple[Counter[str], Counter[tuple[str, str]], int]:
        """Kinds and areas of the places whose names stand next to the name's, and how many there are."""
        near = [
            place
            for spot in group.spots
            for at in (spot - 1, spot + 1)
            if (other := self.row.get(at)) is not None and other != key and (place := self.chosen.get(other))
        ]
        kinds = Counter(kind_of(place) for place in near)
        areas = Counter((p.country, p.admin1) for p in near if p.admin1)
        return kinds, areas, len(near)

    def moving(self, group: Group) -> list[list[float]]:
        """A row of ``MOVING`` for each place that the name may mean."""
        key, own = self.keys[id(group)], self.chosen.get(self.keys[id(group)])
        weight = self.weight.get(key, 0.0)
        total = self.total - weight
        shares: dict[str, float] = {}
        strongest = max(
            ((n - (weight if own is not None and own.country == c else 0.0)) for c, n in self.country.items()),
            default=0.0,
        )
        outer = [
            hit.place
            for other in group.beside
            for hit in (self.groups[other].hits if other in self.groups else self.gazetteer.find(other))
            if hit.place.country and hit.place.feature[0] == "A"
        ]
        top = set(sorted(range(len(group.hits)), key=lambda i: -group.scores[i])[:MOST_NEAR]) if group.scores else set()
        points = [(lat, lon) for other, lat, lon in self.points if other != key]
        own_kind = kind_of(own) if own is not None else ""
        kinds_next, areas_next, many_next = self._kin(key, group)
        rows = []
        for i, (hit, others) in enumerate(zip(group.hits, self.together[key], strict=True)):
            place, iso = hit.place, hit.place.country
            if iso not in shares:
                mine = weight if own is not None and own.country == iso else 0.0
                shares[iso] = (self.country.get(iso, 0.0) - mine) / (total + 1.0) if total > 0 and iso else 0.0
            in_country = shares[iso]
            in_admin1 = 0.0
            if place.admin1 and total > 0:
                mine = weight if own is not None and (own.country, own.admin1) == (iso, place.admin1) else 0.0
                in_admin1 = (self.admin1.get((iso, place.admin1), 0.0) - mine) / (total + 1.0)
            country = place.is_country
            beside = any(contains(o, place) for o in outer)
            near = very_near = nearest = 0.0
            if i in top and points and not country:
                distances = sorted(distance_km(place.lat, place.lon, lat, lon) for lat, lon in points)[:3]
                near = sum(math.exp(-d / NEAR_KM) for d in distances) / (len(distances) + 0.5)
                very_near = math.exp(-distances[0] / VERY_NEAR_KM)
                nearest = -math.log10(distances[0] + 10.0)
            elif points and not country:
                nearest = -4.0
            neighbours = self.gazetteer.neighbours.get(iso, frozenset())
            rows.append([
                0.0 if country else math.sqrt(max(0.0, in_country)), 0.0 if country else math.sqrt(max(0.0, in_admin1)),
                float(not country and bool(self.named.get((iso, "", "")))),
                float(beside), float(bool(outer) and not beside),
                float(any(contains(place, inner) for inner in self.held.get(key, ()))), near, very_near, nearest,
                float(bool(place.admin1) and bool(self.named.get((iso, place.admin1, ""), set()) - {key})),
                float(bool(place.admin2) and bool(self.named.get((iso, place.admin1, place.admin2), set()) - {key})),
                sum(self.country.get(n, 0.0) for n in neighbours) / (total + 1.0) if total > 0 and not country else 0.0,
                max(0.0, strongest / (total + 1.0) - in_country) if total > 0 and not country else 0.0,
                float(not country and total <= 0),
                (self.kinds[kind] - (kind == own_kind)) / len(self.chosen) if (kind := kind_of(place)) else 0.0,
                kinds_next[kind] / (many_next + 0.5) if kind else 0.0,
                areas_next[iso, place.admin1] / (many_next + 0.5) if place.admin1 else 0.0,
                *others,
            ])  # fmt: skip
        return rows


def kind_of(place: Place) -> str:
    """What lists have in common: states, or the areas or towns of one country; "" for what no list is of."""
    if place.is_country:
        return "country"
    area = place.feature.removesuffix("H")
    kind = area if area in ("A.ADM1", "A.ADM2") else place.feature[0]
    return f"{kind} {place.country}" if place.country else ""


def contains(outer: Place, inner: Place) -> bool:
    """Whether one place is a country, province or district that holds the other."""
    if outer.number == inner.number or not outer.country or outer.country != inner.country:
        return False
    if outer.is_country:
        return not inner.is_country
    if outer.feature == "A.ADM1":
        return outer.admin1 == inner.admin1 and inner.feature != "A.ADM1" and not inner.is_country
    if outer.feature == "A.ADM2":
        return (
            outer.admin1 == inner.admin1
            and bool(outer.admin2)
            and outer.admin2 == inner.admin2
            and inner.feature not in ("A.ADM2", "A.ADM1")
            and not inner.is_country
        )
    return False

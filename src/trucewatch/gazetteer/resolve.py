"""Choose which place each name of a document means.

Hand-weighted scores: what the place is (population, kind, main or other name), what stands beside the name
("X, Y", "X district"), and what else the document names (countries, provinces, distance). One sense per name
per document. The numbers in ``W`` were set on the development halves of GeoWebNews, LGL and GeoVirus; each
says what it is worth.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from trucewatch.gazetteer.geometry import distance_km
from trucewatch.gazetteer.lookup import Gazetteer
from trucewatch.gazetteer.names import fold
from trucewatch.gazetteer.records import Hit, Place
from trucewatch.records.where import PlaceMatch

#: Weights in units of about one order of magnitude of population.
W = {
    "country": 3.6, "region": 4.5, "continent": 6.0, "admin1": 1.32, "admin2": -0.72, "capital": 1.6, "seat1": 0.6,
    "seat2": 0.1,
    "section": -1.0, "alternate": -0.8, "short_alternate": -2.0, "spelling": -1.0, "unlike": -18.0, "population": 1.0,
    "beside": 4.2, "typed": 3.0, "typed_wrong": -1.5, "country_share": 3.0, "admin1_share": 4.5, "named_country": 1.2,
    "prior_country": 4.5, "country_context": 4.0, "near": 3.0,
}  # fmt: skip
#: Kilometres at which the worth of a neighbour is down to a third.
NEAR_KM = 150.0
#: Score at which a lone candidate is as likely right as wrong, and how steeply that turns.
EVEN_SCORE, STEEPNESS = 1.6, 0.9
#: Below this the name is left unresolved: a wrong place is worse than none.
LEAST_SURE = 0.25
#: How fast a rival far away stops casting doubt as its score falls behind.
RIVALRY = 1.6
#: Taken as the population of seats and districts that have none in the file: not counted, not empty.
UNCOUNTED = 5000

TYPE_FEATURES = {
    "province": ("A.ADM1",), "governorate": ("A.ADM1",), "state": ("A.ADM1",), "oblast": ("A.ADM1",),
    "region": ("A.ADM1", "L.RGN"),
    "district": ("A.ADM2", "A.ADM3", "P.PPLA2", "P.PPLX"), "county": ("A.ADM2", "A.ADM1"), "woreda": ("A.ADM2",),
    "city": ("P.",), "town": ("P.",), "village": ("P.",), "municipality": ("P.", "A.ADM2"), "township": ("A.", "P."),
    "prefecture": ("A.ADM1", "A.ADM2"), "department": ("A.ADM1", "A.ADM2"), "valley": ("T.", "L."),
    "parish": ("A.",), "zone": ("A.",),
}  # fmt: skip


@dataclass(slots=True)
class Name:
    """One name as printed, with what stands beside it. ``beside`` are the names after a comma ("X, Y")."""

    words: str
    beside: tuple[str, ...] = ()
    kind: str | None = None


@dataclass(slots=True)
class Choice:
    """What a name was taken for: its place (None if unresolved), how sure (0 to 1), by which kind of match."""

    place: Place | None
    score: float
    match: PlaceMatch


@dataclass(slots=True)
class _Group:
    """All mentions of one name in the document."""

    key: str
    hits: Sequence[Hit]
    beside: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    count: int = 0
    scores: list[float] = field(default_factory=list)

    def best(self) -> int | None:
        return max(range(len(self.scores)), key=self.scores.__getitem__) if self.scores else None


def resolve(names: Sequence[Name], *, gazetteer: Gazetteer, countries: Iterable[str] = ()) -> list[Choice]:
    """A choice for each name, in order. ``countries`` are ISO codes that the case is about (a prior)."""
    prior = frozenset(c.upper() for c in countries)
    groups: dict[str, _Group] = {}
    for name in names:
        key = fold(name.words)
        if key not in groups:
            groups[key] = _Group(key, _candidates(name, gazetteer) if key else ())
        group = groups[key]
        group.count += 1
        group.beside |= {fold(b) for b in name.beside if fold(b) != key}
        if name.kind:
            group.kinds.add(name.kind)
    _by_spelling(groups, gazetteer, prior)
    bases = {key: [_base(hit, group) for hit in group.hits] for key, group in groups.items()}
    for key, group in groups.items():
        group.scores = list(bases[key])
    for _ in range(2):
        shares = _Shares(groups)
        for key, group in groups.items():
            if not group.hits:
                continue
            group.scores = [
                base + _context(hit.place, group, groups, shares, prior, gazetteer)
                for base, hit in zip(bases[key], group.hits, strict=True)
            ]
        _add_nearness(groups)
    chosen = {key: _choose(group, groups, prior) for key, group in groups.items()}
    return [chosen[fold(name.words)] for name in names]


def _candidates(name: Name, gazetteer: Gazetteer) -> Sequence[Hit]:
    """Places of the name; a project's own place of it, if of the kind that is named, leaves no other."""
    hits = gazetteer.find(name.words)
    wanted = TYPE_FEATURES.get(name.kind or "", ("",))
    own = [hit for hit in hits if hit.place.own and hit.place.feature.startswith(wanted)]
    return own or hits


def _base(hit: Hit, group: _Group) -> float:
    """Worth of a candidate by itself."""
    place = hit.place
    feature = place.feature
    population = place.population or (UNCOUNTED if feature.startswith(("P.PPLA", "P.PPLC", "A.")) else 0)
    score = W["population"] * math.log10(population + 10) - 3.0
    if place.is_country:
        score = W["country"]
    elif feature == "L.CONT":
        score = W["continent"]
    elif place.is_region or place.id.startswith("tw:") or place.feature[0] == "S":
        score = W["region"]
    elif feature == "A.ADM1":
        score += W["admin1"] - 1.0
    elif feature == "A.ADM2":
        score += W["admin2"]
    elif feature == "P.PPLC":
        score += W["capital"]
    elif feature == "P.PPLA":
        score += W["seat1"]
    elif feature == "P.PPLA2":
        score += W["seat2"]
    elif feature in ("P.PPLX", "P.PPLL", "P.PPLH", "P.PPLQ"):
        score += W["section"]
    if hit.match == "alternate" and f" {group.key} " in f" {fold(place.name)} ":
        pass  # "New York" for "New York City"
    elif hit.match == "alternate" and not place.is_country and not place.id.startswith("tw:"):
        score += W["short_alternate"] if len(group.key) <= 3 and feature != "A.ADM1" else W["alternate"]
    elif hit.match == "spelling":
        score += W["spelling"] + W["unlike"] * (1.0 - hit.similarity)
    for kind in group.kinds:
        wanted = TYPE_FEATURES.get(kind)
        if wanted:
            score += W["typed"] if feature.startswith(wanted) else W["typed_wrong"]
    return score


class _Shares:
    """How much of the document each country and province has, by the present best choices."""

    def __init__(self, groups: dict[str, _Group]) -> None:
        self.of_group: dict[str, tuple[str, tuple[str, str]] | None] = {}
        self.country: dict[str, float] = defaultdict(float)
        self.admin1: dict[tuple[str, str], float] = defaultdict(float)
        self.named: set[str] = set()
        self.weight: dict[str, float] = {}
        for key, group in groups.items():
            best = group.best()
            self.of_group[key] = None
            if best is None:
                continue
            place = group.hits[best].place
            if not place.country:
                continue
            # names with one strong reading speak louder than ambiguous ones
            rivals = sum(1 for s in group.scores if s > group.scores[best] - 1.5)
            weight = (1.0 + math.log(group.count)) / rivals
            self.of_group[key] = (place.country, (place.country, place.admin1))
            self.weight[key] = weight
            self.country[place.country] += weight
            if place.admin1:
                self.admin1[place.country, place.admin1] += weight
            if place.is_country:
                self.named.add(place.country)
        self.total = sum(self.country.values())

    def without(self, key: str, country: str, admin1: str) -> tuple[float, float]:
        """Share of the country and of the province among the other names."""
        own = self.of_group.get(key)
        weight = self.weight.get(key, 0.0) if own else 0.0
        total = self.total - weight
        if total <= 0:
            return 0.0, 0.0
        in_country = self.country.get(country, 0.0) - (weight if own and own[0] == country else 0.0)
        in_admin1 = self.admin1.get((country, admin1), 0.0) - (
            weight if own and own[1] == (country, admin1) and admin1 else 0.0
        )
        # few witnesses say little: one more name that lies nowhere
        return in_country / (total + 1.0), (in_admin1 / (total + 1.0) if admin1 else 0.0)


def _context(
    place: Place, group: _Group, groups: dict[str, _Group], shares: _Shares, prior: frozenset[str], gazetteer: Gazetteer
) -> float:
    score = 0.0
    in_country, in_admin1 = shares.without(group.key, place.country, place.admin1)
    if place.is_country:
        score += W["country_context"]
    else:
        score += W["country_share"] * math.sqrt(in_country) + W["admin1_share"] * math.sqrt(in_admin1)
        if place.country in shares.named:
            score += W["named_country"]
        if place.country in prior:
            score += W["prior_country"]
    for other in group.beside:
        hits = groups[other].hits if other in groups else gazetteer.find(other)
        if any(contains(hit.place, place) for hit in hits):
            score += W["beside"]
            break
    return score


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
            and inner.feature != "A.ADM2"
        )
    return False


def _add_nearness(groups: dict[str, _Group]) -> None:
    """Worth of lying near the places that the other names are now taken for."""
    points = []
    for key, group in groups.items():
        best = group.best()
        if best is not None and not group.hits[best].place.is_country and not group.hits[best].place.is_region:
            points.append((key, group.hits[best].place))
    points = points[:60]
    for key, group in groups.items():
        if len(group.hits) < 2:
            continue
        top = sorted(range(len(group.scores)), key=group.scores.__getitem__, reverse=True)[:8]
        others = [place for other, place in points if other != key]
        if not others:
            continue
        for i in top:
            place = group.hits[i].place
            if place.is_country:
                continue
            near = sorted(distance_km(place.lat, place.lon, o.lat, o.lon) for o in others)[:3]
            group.scores[i] += W["near"] * sum(math.exp(-d / NEAR_KM) for d in near) / (len(near) + 0.5)


def _by_spelling(groups: dict[str, _Group], gazetteer: Gazetteer, prior: frozenset[str]) -> None:
    """Names with no candidate where the document is set get those of like spelling there."""
    where: dict[str, float] = defaultdict(float)
    for group in groups.values():
        if group.hits:
            best = max(group.hits, key=lambda h: _base(h, group))
            if best.place.country and (best.place.is_country or best.place.population > 50_000 or len(group.hits) == 1):
                where[best.place.country] += 1.0
    total = sum(where.values()) or 1.0
    settings = prior | {c for c, n in where.items() if n / total >= 0.25}
    for group in groups.values():
        hits = group.hits
        if any(h.place.country in settings or h.place.is_country or h.place.is_region for h in hits):
            continue
        if any(h.place.population >= 500_000 for h in hits):
            continue
        like = gazetteer.find_like(group.key, sorted(settings))
        if like:
            group.hits = [*hits, *like[:5]]


def _choose(group: _Group, groups: dict[str, _Group], prior: frozenset[str]) -> Choice:
    best = group.best()
    if best is None:
        return Choice(None, 0.0, "none")
    hit, score = group.hits[best], group.scores[best]
    alone = 1.0 / (1.0 + math.exp(-STEEPNESS * (score - EVEN_SCORE)))
    rivals = sum(
        math.exp(RIVALRY * min(0.0, s - score)) for i, s in enumerate(group.scores)
        if i != best and distance_km(hit.place.lat, hit.place.lon, group.hits[i].place.lat,
        group.hits[i].place.lon) > 100
    )  # fmt: skip
    sure = round(alone / (1.0 + rivals), 3)
    if hit.place.own:
        sure = max(sure, 0.9)
    if sure < LEAST_SURE:
        return Choice(None, sure, "none")
    return Choice(hit.place, sure, hit.match)

"""Other datasets' records beside our incidents: which may tell of one event, and what each has that the other lacks.

Nothing here changes the record: no incident is joined with, corrected by or weighed against what another dataset has.
The weights below are set by hand on invented pairs (tests/beside) and were fitted to no dataset.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from trucewatch.records.incident import Incident
from trucewatch.records.maker import Reason
from trucewatch.records.other import OtherJudged, OtherRecord, OtherSet

#: What each comparison counts for; what one of the two does not tell is left out of the mean.
WEIGHTS: Final[Mapping[str, float]] = {"day": 0.3, "place": 0.3, "type": 0.15, "actors": 0.15, "killed": 0.1}
#: From here on two are shown as one event that both may have; from the second on as a likely one.
MAY_BE, LIKELY = 0.55, 0.8
#: Days that may lie between the two and still be compared: what happens at night is told of either day.
DAYS_BETWEEN = 1
#: How far our own points stand for an event (km), by precision; None: for an area.
OUR_RADIUS: Final[Mapping[str, float | None]] = {"exact": 10.0, "within": 40.0}
EARTH_KM = 6371.0
#: Beyond both radii so many km more and the two are elsewhere.
ELSEWHERE_KM = 25.0
#: Kinds of event of which datasets code one for another. What is of two such families is two events.
FAMILIES: Final = (
    frozenset({
        "airstrike", "drone_strike", "shelling", "armed_attack", "clash", "bombing", "suicide_attack",
        "targeted_killing", "mass_killing", "chemical_attack", "offensive", "territory_seized", "destruction",
        "interception", "torture",
    }),
    frozenset({"abduction", "detention", "deportation"}),
    frozenset({"protest", "riot"}),
)  # fmt: skip
#: Words that tell no actor from another.
COMMON: Final = frozenset({
    "the", "and", "forces", "force", "military", "army", "police", "government", "group", "armed", "unidentified",
    "civilians", "people", "state",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Another dataset's record and an incident of ours that may tell of one event; ``by`` is the person who said so."""

    other: OtherRecord
    incident: Incident
    score: float
    reasons: tuple[Reason, ...]
    by: OtherJudged | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A set beside the record, in the days that the set covers. ``theirs`` are records of the set without an incident
    here, ``ours`` incidents here without a record there; ``undated`` how many incidents have no day and were not
    compared."""

    set: OtherSet
    records: int
    since: date | None
    until: date | None
    matches: tuple[Match, ...]
    theirs: tuple[OtherRecord, ...]
    ours: tuple[Incident, ...]
    undated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartBeside:
    """A part of a set held against our incidents, in order of days: those of one of ``matches``, ``theirs``, ``ours``
    that were asked for. ``looked`` of ``total`` records (or incidents) were looked through from ``start`` on to find
    them; ``further`` is where the next part begins, None at the end."""

    set: OtherSet
    since: date | None
    until: date | None
    matches: tuple[Match, ...] = ()
    theirs: tuple[OtherRecord, ...] = ()
    ours: tuple[Incident, ...] = ()
    start: int
    looked: int
    total: int
    further: int | None


def beside(
    one: OtherSet, others: Sequence[OtherRecord], incidents: Iterable[Incident], judged: Iterable[OtherJudged]
) -> Beside:
    """Hold a set against our incidents: each of its records with the incident that it is most like, if it is like one.

    A person's "same" and "different" bind; of several judgements of a pair the last holds.
    """
    since = min((r.first_day for r in others), default=None)
    until = max((r.last_day for r in others), default=None)
    held = Held(judged)
    held.know(incidents)
    matches = [m for other in others if (m := held.match(other)) is not None]
    matched = {m.other.id for m in matches}
    met = {m.incident.id for m in matches}
    ours = [
        i for i in held.incidents.values()
        if i.id not in met and since and until and (days := days_of(i)) and days[0] <= until and days[1] >= since
    ]  # fmt: skip
    return Beside(
        set=one, records=len(others), since=since, until=until, matches=tuple(matches),
        theirs=tuple(o for o in others if o.id not in matched),
        ours=tuple(sorted(ours, key=lambda i: (days_of(i) or (date.max,), i.id))),
        undated=sum(days_of(i) is None for i in held.incidents.values()),
    )  # fmt: skip


class Held:
    """Records of a set held against the incidents that are known, one by one; what was found of one is kept."""

    def __init__(self, judged: Iterable[OtherJudged]) -> None:
        self.incidents: dict[str, Incident] = {}
        self._ours: dict[str, _Ours] = {}
        self._by_day: dict[date, dict[str, None]] = {}
        self._told = {(j.other_id, j.incident_id): j for j in judged}
        self._same: dict[str, list[OtherJudged]] = {}
        for (other_id, _), one in self._told.items():
            if one.verdict == "same":
                self._same.setdefault(other_id, []).append(one)
        self._theirs: dict[str, _Theirs] = {}
        self._scores: dict[tuple[str, str], float] = {}  # of pairs that were asked about: they come up again
        self._best: dict[str, str | None] = {}

    def know(self, incidents: Iterable[Incident]) -> None:
        """Take in incidents; whoever asks for the match of a record has given all that lie near it."""
        for incident in incidents:
            if incident.id in self.incidents:
                continue
            self.incidents[incident.id] = incident
            days = days_of(incident)
            self._ours[incident.id] = _Ours.of(incident, days)
            if days is not None:
                for number in range((days[1] - days[0]).days + 1):
                    self._by_day.setdefault(days[0] + timedelta(days=number), {})[incident.id] = None

    def match(self, other: OtherRecord) -> Match | None:
        """The incident that the record is most like, with the reasons; None if it is like none."""
        found = self.best(other)
        if found is None:
            return None
        incident = self.incidents[found]
        score, reasons = compare(other, incident) or (0.0, ())
        return Match(other=other, incident=incident, score=score, reasons=reasons, by=self._joined(other))

    def best(self, other: OtherRecord) -> str | None:
        """The id of the incident that the record is most like, or that a person joined it with."""
        if other.id not in self._best:
            joined = self._joined(other)
            self._best[other.id] = joined.incident_id if joined else self._most_alike(other)
        return self._best[other.id]

    def may_be(self, other: OtherRecord, incident_id: str) -> bool:
        """True if the record may tell of an incident, which is known, or a person joined the two."""
        if any(j.incident_id == incident_id for j in self._same.get(other.id, ())):
            return True
        self._scores[other.id, incident_id] = score = self._score(other, incident_id)
        return score >= MAY_BE

    def _joined(self, other: OtherRecord) -> OtherJudged | None:
        same = [j for j in self._same.get(other.id, ()) if j.incident_id in self.incidents]
        return max(same, key=lambda j: j.when, default=None)

    def _most_alike(self, other: OtherRecord) -> str | None:
        first, last = other.first_day - timedelta(days=DAYS_BETWEEN), other.last_day + timedelta(days=DAYS_BETWEEN)
        near: dict[str, None] = {}
        for number in range((last - first).days + 1):
            near.update(self._by_day.get(first + timedelta(days=number), {}))
        found = []
        for incident_id in near:
            judged = self._told.get((other.id, incident_id))
            if judged is not None and judged.verdict == "different":
                continue
            if (score := self._score(other, incident_id)) >= MAY_BE:
                found.append((score, incident_id))
        return max(found)[1] if found else None

    def _score(self, other: OtherRecord, incident_id: str) -> float:
        """How alike the two are; 0 where ``compare`` gives None."""
        if (known := self._scores.get((other.id, incident_id))) is not None:
            return known
        if (theirs := self._theirs.get(other.id)) is None:
            theirs = self._theirs[other.id] = _Theirs.of(other)
        parts = _parts(theirs, self._ours[incident_id])
        return 0.0 if parts is None else _weighed(parts)


@dataclass(frozen=True, slots=True)
class _Point:
    """A place as the comparing takes it: folded names, latitude and longitude in radians."""

    name: str
    admin1: str
    lat: float | None
    lon: float | None
    across: float
    radius_km: float | None

    @classmethod
    def of(
        cls, name: str | None, admin1: str | None, lat: float | None, lon: float | None, radius_km: float | None
    ) -> _Point:
        across = math.cos(math.radians(lat or 0.0))
        north = None if lat is None else math.radians(lat)
        east = None if lon is None else math.radians(lon)
        return cls(_folded(name or ""), _folded(admin1 or ""), north, east, across, radius_km)


@dataclass(frozen=True, slots=True)
class _Theirs:
    """What is compared of another dataset's record."""

    days: tuple[date, date]
    where: _Point
    types: frozenset[str]
    families: frozenset[int]
    names: frozenset[str]
    killed: int | None

    @classmethod
    def of(cls, other: OtherRecord) -> _Theirs:
        return cls(
            (other.first_day, other.last_day),
            _Point.of(other.place, other.admin1, other.lat, other.lon, other.radius_km),
            frozenset(other.types), frozenset(n for n, family in enumerate(FAMILIES) if family & set(other.types)),
            frozenset(names_in(other.actors)), other.killed or None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Ours:
    """What is compared of an incident; ``type`` is None where it tells nothing, ``families`` are those it is of."""

    days: tuple[date, date] | None
    where: _Point | None
    type: str | None
    families: frozenset[int]
    names: frozenset[str]
    killed: tuple[int, ...]

    @classmethod
    def of(cls, incident: Incident, days: tuple[date, date] | None) -> _Ours:
        where = incident.where
        point = None
        if where is not None:
            point = _Point.of(where.name, where.admin1, where.lat, where.lon, OUR_RADIUS.get(where.precision))
        return cls(
            days, point, None if incident.type in ("other", "ceasefire_violation") else incident.type,
            frozenset(n for n, family in enumerate(FAMILIES) if incident.type in family),
            frozenset(names_in(_named(incident))), tuple(_tolls(incident)),
        )  # fmt: skip


#: What one comparison comes to: its part of the score, the rule, and the number that the rule tells, if it tells one.
_Part = tuple[float, str, float]


def compare(other: OtherRecord, incident: Incident) -> tuple[float, tuple[Reason, ...]] | None:
    """How alike the two are (0 to 1) and why; None where days, places or kinds exclude that they are one."""
    theirs, ours = _Theirs.of(other), _Ours.of(incident, days_of(incident))
    parts = _parts(theirs, ours)
    if parts is None:
        return None
    values = _values(other, incident)
    shared = ", ".join(sorted(theirs.names & ours.names))
    reasons = tuple(
        Reason(field=field, value=values[field](), rule=rule.format(number, shared=shared), score=score)
        for field, (score, rule, number) in parts.items()
    )
    return _weighed(parts), reasons


def _weighed(parts: Mapping[str, _Part]) -> float:
    weight = sum(WEIGHTS[field] for field in parts)
    return round(sum(WEIGHTS[field] * part[0] for field, part in parts.items()) / weight, 2)


def _parts(theirs: _Theirs, ours: _Ours) -> dict[str, _Part] | None:
    """Each comparison that both tell something for; None where one excludes, or fewer than three are left."""
    # most pairs are excluded by one of these, and looked at no further; what costs least is asked first
    if (day := _day_of(theirs, ours)) is not None and day[0] == 0.0:
        return None
    if (kind := _type_of(theirs, ours)) is not None and kind[0] == 0.0:
        return None
    if (place := _place_of(theirs, ours)) is not None and place[0] == 0.0:
        return None
    actors, killed = _actors_of(theirs, ours), _killed_of(theirs, ours)
    every = (("day", day), ("place", place), ("type", kind), ("actors", actors), ("killed", killed))
    parts = {field: part for field, part in every if part is not None}
    return parts if len(parts) >= 3 else None


def _day_of(theirs: _Theirs, ours: _Ours) -> _Part | None:
    if ours.days is None:
        return None
    (first, last), days = theirs.days, ours.days
    gap = max((days[0] - last).days, (first - days[1]).days)
    if gap > DAYS_BETWEEN:
        return 0.0, "{:.0f} days apart", gap
    if gap > 0:
        return 0.3, "one day apart", gap
    wide = max((last - first).days, (days[1] - days[0]).days)
    if wide == 0:
        return 1.0, "the same day", 0
    return 0.8 if wide < 7 else 0.6, "days overlap, told to {:.0f} days", wide + 1


def _place_of(theirs: _Theirs, ours: _Ours) -> _Part | None:
    one, other = theirs.where, ours.where
    if other is None:
        return None
    if one.name and one.name == other.name:
        return 1.0, "places of one name", 0
    if None not in (one.lat, other.lat, one.radius_km, other.radius_km):
        within = (one.radius_km or 0.0) + (other.radius_km or 0.0)
        if EARTH_KM * abs((one.lat or 0.0) - (other.lat or 0.0)) > within + ELSEWHERE_KM:
            return 0.0, "far to the north or south", 0
        km = _km(one, other)
        if km <= within:
            return 1.0, "{:.0f} km apart, within what both tell", km
        return 0.0 if km > within + ELSEWHERE_KM else 0.4, "{:.0f} km apart", km
    if one.admin1 and other.admin1:
        return (0.6, "one province", 0) if one.admin1 == other.admin1 else (0.0, "different provinces", 0)
    return None


def _type_of(theirs: _Theirs, ours: _Ours) -> _Part | None:
    if not theirs.types or ours.type is None:
        return None
    if ours.type in theirs.types:
        return 1.0, "equivalent in the crosswalk", 0
    if theirs.families & ours.families:
        return 0.4, "kinds that are coded for each other", 0
    return 0.0, "kinds of two sorts", 0


def _actors_of(theirs: _Theirs, ours: _Ours) -> _Part | None:
    if not theirs.names or not ours.names:
        return None
    if theirs.names.isdisjoint(ours.names):
        return 0.2, "no name in common", 0
    return 1.0, "both name {shared}", 0


def _killed_of(theirs: _Theirs, ours: _Ours) -> _Part | None:
    """How near their tolls are; None where one of them tells of no dead."""
    if not theirs.killed or not ours.killed:
        return None
    share = max(min(theirs.killed, one) / max(theirs.killed, one) for one in ours.killed)
    if share == 1.0:
        return 1.0, "one toll", 0
    return (0.6, "tolls within a half", 0) if share >= 0.5 else (0.1, "tolls far apart", 0)


def _values(other: OtherRecord, incident: Incident) -> dict[str, Callable[[], str]]:
    """What the two tell, side by side, for each comparison."""
    place = other.place or other.admin1 or other.country or "not told"
    days = days_of(incident) or (date.min, date.min)
    return {
        "day": lambda: f"{_stretch(other.first_day, other.last_day)} | {_stretch(*days)}",
        "place": lambda: f"{place} | {incident.where.name if incident.where else ''}",
        "type": lambda: f"{other.code} | {incident.type}",
        "actors": lambda: f"{'; '.join(other.actors)} | {'; '.join(dict.fromkeys(_named(incident)))}",
        "killed": lambda: f"{other.killed} | {', '.join(map(str, dict.fromkeys(_tolls(incident))))}",
    }


def _named(incident: Incident) -> list[str]:
    return [name for p in (*incident.actors, *incident.targets) for name in (p.side, p.name) if name]


def _tolls(incident: Incident) -> list[int]:
    return [c.value for c in incident.counts if c.effect == "killed" and c.value and not c.part and not c.denied]


def names_in(names: Iterable[str]) -> set[str]:
    """The words of names, without those that tell no actor from another."""
    found = {word for name in names for word in re.findall(r"\w{3,}", _folded(name))}
    return found - COMMON


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def days_of(incident: Incident) -> tuple[date, date] | None:
    """The days on which an incident may have been; None if it has none."""
    when = incident.when
    if when is None or when.first_day is None:
        return None
    return when.first_day, when.last_day or when.first_day


def _stretch(first: date, last: date) -> str:
    return f"{first}" if first == last else f"{first}..{last}"


def _km(one: _Point, other: _Point) -> float:
    """Great-circle distance; both have coordinates."""
    lat1, lon1, lat2, lon2 = one.lat or 0.0, one.lon or 0.0, other.lat or 0.0, other.lon or 0.0
    half = math.sin((lat2 - lat1) / 2) ** 2 + one.across * other.across * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))

"""Other datasets' records beside our incidents: which may tell of one event, and what each has that the other lacks.

Nothing here changes the record: no incident is joined with, corrected by or weighed against what another dataset has.
The weights below are set by hand on invented pairs (tests/beside) and were fitted to no dataset.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from trucewatch.records.incident import Incident
from trucewatch.records.maker import Reason
from trucewatch.records.other import OtherJudged, OtherRecord, OtherSet
from trucewatch.records.where import Where

#: What each comparison counts for; what one of the two does not tell is left out of the mean.
WEIGHTS: Final[Mapping[str, float]] = {"day": 0.3, "place": 0.3, "type": 0.15, "actors": 0.15, "killed": 0.1}
#: From here on two are shown as one event that both may have; from the second on as a likely one.
MAY_BE, LIKELY = 0.55, 0.8
#: Days that may lie between the two and still be compared: what happens at night is told of either day.
DAYS_BETWEEN = 1
#: How far our own points stand for an event (km), by precision; None: for an area.
OUR_RADIUS: Final[Mapping[str, float | None]] = {"exact": 10.0, "within": 40.0}
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
    told = {(j.other_id, j.incident_id): j for j in judged}
    by_id: dict[str, Incident] = {}
    by_day: dict[date, dict[str, Incident]] = {}
    undated = 0
    for incident in incidents:
        by_id[incident.id] = incident
        days = days_of(incident)
        if days is None:
            undated += 1
            continue
        for number in range((days[1] - days[0]).days + 1):
            by_day.setdefault(days[0] + timedelta(days=number), {})[incident.id] = incident
    matches = []
    for other in others:
        if (best := _best(other, by_id, by_day, told)) is not None:
            matches.append(best)
    matched = {m.other.id for m in matches}
    met = {m.incident.id for m in matches}
    ours = [
        i for i in by_id.values()
        if i.id not in met and since and until and (days := days_of(i)) and days[0] <= until and days[1] >= since
    ]  # fmt: skip
    return Beside(
        set=one, records=len(others), since=since, until=until, matches=tuple(matches),
        theirs=tuple(o for o in others if o.id not in matched),
        ours=tuple(sorted(ours, key=lambda i: (days_of(i) or (date.max,), i.id))), undated=undated,
    )  # fmt: skip


def _best(
    other: OtherRecord,
    by_id: Mapping[str, Incident],
    by_day: Mapping[date, Mapping[str, Incident]],
    told: Mapping[tuple[str, str], OtherJudged],
) -> Match | None:
    same = [j for (o, i), j in told.items() if o == other.id and i in by_id and j.verdict == "same"]
    if same:
        judged = max(same, key=lambda j: j.when)
        incident = by_id[judged.incident_id]
        score, reasons = compare(other, incident) or (0.0, ())
        return Match(other=other, incident=incident, score=score, reasons=reasons, by=judged)
    first, last = other.first_day - timedelta(days=DAYS_BETWEEN), other.last_day + timedelta(days=DAYS_BETWEEN)
    near = {
        i: incident
        for number in range((last - first).days + 1)
        for i, incident in by_day.get(first + timedelta(days=number), {}).items()
    }
    found = []
    for incident_id, incident in near.items():
        judged_pair = told.get((other.id, incident_id))
        if judged_pair is not None and judged_pair.verdict == "different":
            continue
        compared = compare(other, incident)
        if compared is not None and compared[0] >= MAY_BE:
            found.append(Match(other=other, incident=incident, score=compared[0], reasons=compared[1]))
    return max(found, key=lambda m: (m.score, m.incident.id), default=None)


def compare(other: OtherRecord, incident: Incident) -> tuple[float, tuple[Reason, ...]] | None:
    """How alike the two are (0 to 1) and why; None where days, places or kinds exclude that they are one."""
    first: list[Reason | None] = []
    for one in (_day_of, _place_of, _type_of):  # most pairs are excluded by one of these, and looked at no further
        part = one(other, incident)
        if part is not None and part.score == 0.0:
            return None
        first.append(part)
    known = [p for p in (*first, _actors_of(other, incident), _killed_of(other, incident)) if p is not None]
    if len(known) < 3:
        return None
    weight = sum(WEIGHTS[p.field] for p in known)
    return round(sum(WEIGHTS[p.field] * (p.score or 0.0) for p in known) / weight, 2), tuple(known)


def may_be(other: OtherRecord, incident: Incident) -> bool:
    """True if the two are alike enough to be shown as one event that both may have."""
    compared = compare(other, incident)
    return compared is not None and compared[0] >= MAY_BE


def _day_of(other: OtherRecord, incident: Incident) -> Reason | None:
    days = days_of(incident)
    if days is None:
        return None
    value = f"{_stretch(other.first_day, other.last_day)} | {_stretch(*days)}"
    gap = max((days[0] - other.last_day).days, (other.first_day - days[1]).days)
    if gap > DAYS_BETWEEN:
        return Reason(field="day", value=value, rule=f"{gap} days apart", score=0.0)
    if gap > 0:
        return Reason(field="day", value=value, rule="one day apart", score=0.3)
    wide = max((other.last_day - other.first_day).days, (days[1] - days[0]).days)
    if wide == 0:
        return Reason(field="day", value=value, rule="the same day", score=1.0)
    return Reason(
        field="day", value=value, rule=f"days overlap, told to {wide + 1} days", score=0.8 if wide < 7 else 0.6
    )


def _place_of(other: OtherRecord, incident: Incident) -> Reason | None:
    where = incident.where
    if where is None:
        return None
    value = f"{other.place or other.admin1 or other.country or 'not told'} | {where.name}"
    if other.place and _folded(other.place) == _folded(where.name):
        return Reason(field="place", value=value, rule="places of one name", score=1.0)
    mine = OUR_RADIUS.get(where.precision)
    if None not in (other.lat, where.lat, other.radius_km, mine):
        km = _km(other, where)
        within = (other.radius_km or 0.0) + (mine or 0.0)
        if km <= within:
            return Reason(field="place", value=value, rule=f"{km:.0f} km apart, within what both tell", score=1.0)
        far = km > within + ELSEWHERE_KM
        return Reason(field="place", value=value, rule=f"{km:.0f} km apart", score=0.0 if far else 0.4)
    if other.admin1 and where.admin1:
        one = _folded(other.admin1) == _folded(where.admin1)
        rule = "one province" if one else "different provinces"
        return Reason(field="place", value=value, rule=rule, score=0.6 if one else 0.0)
    return None


def _type_of(other: OtherRecord, incident: Incident) -> Reason | None:
    if not other.types or incident.type in ("other", "ceasefire_violation"):
        return None
    value = f"{other.code} | {incident.type}"
    if incident.type in other.types:
        return Reason(field="type", value=value, rule="equivalent in the crosswalk", score=1.0)
    near = any(incident.type in family and family & set(other.types) for family in FAMILIES)
    if near:
        return Reason(field="type", value=value, rule="kinds that are coded for each other", score=0.4)
    return Reason(field="type", value=value, rule="kinds of two sorts", score=0.0)


def _actors_of(other: OtherRecord, incident: Incident) -> Reason | None:
    told = [name for p in (*incident.actors, *incident.targets) for name in (p.side, p.name) if name]
    theirs, mine = names_in(other.actors), names_in(told)
    if not theirs or not mine:
        return None
    shared = theirs & mine
    value = f"{'; '.join(other.actors)} | {'; '.join(dict.fromkeys(told))}"
    if shared:
        rule = f"both name {', '.join(sorted(shared))}"
        return Reason(field="actors", value=value, rule=rule, score=1.0)
    return Reason(field="actors", value=value, rule="no name in common", score=0.2)


def _killed_of(other: OtherRecord, incident: Incident) -> Reason | None:
    """How near their tolls are; None where one of them tells of no dead."""
    told = [c.value for c in incident.counts if c.effect == "killed" and c.value and not c.part and not c.denied]
    if not other.killed or not told:
        return None
    share = max(min(other.killed, one) / max(other.killed, one) for one in told)
    value = f"{other.killed} | {', '.join(map(str, dict.fromkeys(told)))}"
    if share == 1.0:
        return Reason(field="killed", value=value, rule="one toll", score=1.0)
    rule = "tolls within a half" if share >= 0.5 else "tolls far apart"
    return Reason(field="killed", value=value, rule=rule, score=0.6 if share >= 0.5 else 0.1)


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


def _km(other: OtherRecord, where: Where) -> float:
    """Great-circle distance; both have coordinates."""
    lat1, lon1, lat2, lon2 = (math.radians(n or 0.0) for n in (other.lat, other.lon, where.lat, where.lon))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))

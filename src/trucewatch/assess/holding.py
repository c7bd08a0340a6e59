"""Which places are held back from whoever does not work on the case: those of people who could be found there.

Incidents about convoys, shelters, camps, aid sites, hospitals, observers, and people held or driven away are shown no
finer than their first-level area (which is coarser than a district), and not at all in the first hours. Coordinates are
left out or are those of the area; nothing is moved about. What is shown in the place's stead says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final, Literal

from trucewatch.records.incident import Incident
from trucewatch.records.when import LATEST_OFFSET
from trucewatch.records.where import Where

#: For how long such a place is not shown at all, if no setting says otherwise.
HELD_FOR: Final = timedelta(hours=72)
FIRST_LEVEL: Final = "A.ADM1"
#: Types of incident that tell where people at risk are.
TYPES: Final = frozenset({
    "abduction", "access_denied", "access_granted", "aid_delivery", "aid_obstruction", "deportation", "detention",
    "displacement", "mission_expelled", "no_incident_observed", "sexual_violence", "torture",
})  # fmt: skip
#: Features of the gazetteer that are such places themselves: hospitals, clinics, camps for people on the move.
FEATURES: Final = frozenset({"S.HSP", "S.HSPC", "S.HSPD", "S.HSPL", "S.CTRM", "S.CMPRF", "S.CMP", "S.CMPL"})
#: Words for them where they are named as struck or taking part.
WORDS: Final = re.compile(
    r"\b(?:convoys?|hospitals?|clinics?|ambulances?|maternity|medical|medics?|doctors?|nurses?|shelters?|refuges?|"
    r"refugees?|displaced|camps?|evacuees?|aid|relief|humanitarian|observers?|monitors?|monitoring|witness(?:es)?|"
    r"safe ?houses?|orphanages?|hostages?|captives?|detainees?)\b",
    re.IGNORECASE,
)
How = Literal["as told", "area", "held"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTold:
    """What may be shown of an incident's place: ``where`` itself, its area or country, or nothing.

    ``words`` say why it is not shown as told; "" if it is.
    """

    how: How
    where: Where | None
    words: str = ""


def place_shown(incident: Incident, *, reported: date | None, now: datetime, hold: timedelta = HELD_FOR) -> PlaceTold:
    """How finely the place of an incident may be shown at ``now``; ``reported`` is the day of its first report.

    The hours of ``hold`` run from the end of the incident's last day anywhere on Earth; without a day, of that of its
    first report; without either, they have not begun.
    """
    if not (incident.where or incident.places) or not at_risk(incident):
        return PlaceTold(how="as told", where=incident.where)
    over = _over(incident, reported, now.tzinfo, hold)
    if over is None:
        return PlaceTold(
            how="held", where=None, words="place held back, as no day is told: people could be found there"
        )
    if now < over:
        day = f"{over.day} {over:%B} {over.year}"
        return PlaceTold(how="held", where=None, words=f"place held back until {day}: people could be found there")
    return coarsened(incident.where)


def coarsened(where: Where | None) -> PlaceTold:
    """A place no finer than its first-level area, else its country; what is no finer already stays."""
    if where is None or where.precision == "country" or (where.feature == FIRST_LEVEL and where.precision != "exact"):
        return PlaceTold(how="as told", where=where)
    by: Where | None = None
    if where.admin1:
        by = Where(
            name=where.admin1, precision="admin_area", role=where.role, gazetteer_id=where.admin1_id,
            gazetteer_name=where.admin1, feature=FIRST_LEVEL, admin1=where.admin1, admin1_id=where.admin1_id,
            country=where.country, country_name=where.country_name,
        )  # fmt: skip
    elif where.country_name or where.country:
        by = Where(
            name=where.country_name or where.country or "", precision="country", role=where.role,
            country=where.country, country_name=where.country_name,
        )  # fmt: skip
    if by is None:
        return PlaceTold(how="area", where=None, words="place held back: people could be found there")
    return PlaceTold(how="area", where=by, words="shown no finer: people could be found there")


def at_risk(incident: Incident) -> bool:
    """True for an incident of a type, at a site, or with participants that tell where people at risk are."""
    where = incident.where
    if incident.type in TYPES or (where is not None and where.feature in FEATURES):
        return True
    return any(WORDS.search(words) for words in _named(incident))


def _named(incident: Incident) -> Iterable[str]:
    yield from (p.name for p in (*incident.actors, *incident.targets))
    yield from (count.group for count in incident.counts if count.group)
    if incident.where is not None:
        yield incident.where.name


def _over(incident: Incident, reported: date | None, zone: tzinfo | None, hold: timedelta) -> datetime | None:
    """The instant from which the area may be shown; None while no day is known."""
    when = incident.when
    if when and when.latest:
        return when.latest + hold
    day = (when.last_day or when.first_day if when else None) or reported
    return None if day is None else datetime.combine(day, time.max, tzinfo=zone) + LATEST_OFFSET + hold

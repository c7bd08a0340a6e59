"""Which places pictures hold back: those of people who could be found there.

Incidents about convoys, shelters, camps, aid sites, hospitals, observers, and people held or driven away are shown no
finer than their first-level area, and not at all in the first 72 hours. What is held back is counted; nothing is
moved about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final, Literal

from trucewatch.records.incident import Incident
from trucewatch.records.when import LATEST_OFFSET

HELD_FOR: Final = timedelta(hours=72)
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
Shown = Literal["as told", "area", "held"]


def place_shown(incident: Incident, *, reported: date | None, now: datetime) -> Shown:
    """How finely the place of an incident may be drawn at ``now``; ``reported`` is the day of its first report.

    The 72 hours run from the end of the incident's last day anywhere on Earth; without a day, of that of its first
    report; without either, they have not begun.
    """
    if not _at_risk(incident):
        return "as told"
    when = incident.when
    if when and when.latest:
        over = when.latest + HELD_FOR
    else:
        day = (when.last_day or when.first_day if when else None) or reported
        if day is None:
            return "held"
        over = _end_of(day, now.tzinfo) + HELD_FOR
    return "held" if now < over else "area"


def _at_risk(incident: Incident) -> bool:
    where = incident.where
    if incident.type in TYPES or (where is not None and where.feature in FEATURES):
        return True
    return any(WORDS.search(words) for words in _named(incident))


def _named(incident: Incident) -> Iterable[str]:
    yield from (p.name for p in (*incident.actors, *incident.targets))
    yield from (count.group for count in incident.counts if count.group)
    if incident.where is not None:
        yield incident.where.name


def _end_of(day: date, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, time.max, tzinfo=zone) + LATEST_OFFSET

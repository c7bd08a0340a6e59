"""Other datasets' records: what somebody else coded of events, shown beside our incidents and never mixed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from trucewatch.errors import BadRecord
from trucewatch.records.ids import SHORTEST

Source = Literal["acled", "ged", "case", "pax", "ceasefires"]
#: Sets whose records are agreements and declarations; those of the others are events.
OF_AGREEMENTS: Final[tuple[Source, ...]] = ("pax", "ceasefires")
#: What PA-X codes an agreement for, by its column, and the topic of ours that comes nearest (vocabulary/topics.csv).
PAX_TOPICS: Final = {
    "Ce": "ceasefire", "CeProv": "ceasefire", "CeGen": "ceasefire", "SsrFf": "withdrawal of troops",
    "ImE": "verification and monitoring", "ImPK": "peacekeeping force of the UN", "SsrDdr": "disarmament",
    "SsrArm": "military reform", "SsrPol": "police reform", "SsrPsf": "paramilitary groups",
    "TjPrire": "prisoner release", "TjAm": "amnesty", "TjRep": "reparations",
    "Polps": "power sharing in a transitional government",
    "Terps": "territorial power sharing", "StSd": "self-determination", "StRef": "independence referendum",
    "GRef": "refugees", "Pubad": "civil administration", "NatRes": "natural resources",
    "DevSoc": "economic and social development",
}  # fmt: skip
Verdict = Literal["same", "different", "unsure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherSet:
    """A file of another dataset as it was taken in: ``name`` is what a person calls it, ``terms_by`` who accepted the
    terms under which it may be used, where there are any. The file itself is not kept, only its hash."""

    name: str
    source: Source
    file: str
    sha256: str
    who: str
    added_at: datetime
    terms_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherRecord:
    """One event, agreement or declaration as another dataset has it.

    ``types`` are our incident types that its code may stand for, none where the crosswalk has no equivalent.
    ``radius_km`` is how far from its point the event may have been. ``topics`` are codes of ``PAX_TOPICS``.
    """

    set_name: str
    id: str
    source: Source
    first_day: date
    last_day: date
    code: str
    types: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    place: str | None = None
    admin1: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    killed: int | None = None
    words: str = ""
    topics: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.first_day > self.last_day:
            raise BadRecord(f"{self.shown} ends ({self.last_day}) before it begins ({self.first_day})")
        if (self.lat is None) != (self.lon is None):
            raise BadRecord(f"{self.shown} has one coordinate without the other")
        if self.lat is not None and self.lon is not None and not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise BadRecord(f"{self.shown} lies outside the globe: {self.lat}, {self.lon}")

    @property
    def shown(self) -> str:
        """How people name it: the set and its id there, of another case's record the beginning of it."""
        return f"{self.set_name}:{self.id[:SHORTEST] if self.source == 'case' else self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherJudged:
    """What a person judged of another dataset's record and one of our incidents: they tell of one event, or of two. For
    an agreement or declaration ``incident_id`` is a day of our agreement file ("text:ID", "event:NAME")."""

    set_name: str
    other_id: str
    incident_id: str
    verdict: Verdict
    why: str
    who: str
    when: datetime

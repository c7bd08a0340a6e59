"""Other datasets' records: what somebody else coded of events, shown beside our incidents and never mixed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from trucewatch.errors import BadRecord
from trucewatch.records.ids import SHORTEST

Source = Literal["acled", "ged", "case"]
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
    """One event as another dataset has it. ``types`` are our incident types that its code may stand for, none where the
    crosswalk has no equivalent. ``radius_km`` is how far from its point the event may have been."""

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
    """What a person judged of another dataset's record and one of our incidents: they tell of one event, or of two."""

    set_name: str
    other_id: str
    incident_id: str
    verdict: Verdict
    why: str
    who: str
    when: datetime

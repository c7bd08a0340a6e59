"""The mentions judged to be one incident, with every account of it side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from trucewatch.errors import BadRecord
from trucewatch.records.count import Count
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.mention import Participant, SaidAs
from trucewatch.records.vocabulary import INCIDENT_TYPES
from trucewatch.records.when import When
from trucewatch.records.where import Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One telling of an incident: how it is said, and by whom (None: the reporter)."""

    mention_id: str
    said_as: SaidAs
    said_by: str | None = None
    side: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What reportedly happened: no status and no perpetrator of its own, only accounts and attributions.

    ``actors`` and ``targets`` keep *every* attribution with who makes it. ``part_of`` is the campaign
    this belongs to. ``id`` is minted once from ``founding_mention`` and kept.
    """

    id: str
    founding_mention: str
    mention_ids: tuple[str, ...]
    type: str
    accounts: tuple[Account, ...]
    actors: tuple[Participant, ...] = ()
    targets: tuple[Participant, ...] = ()
    where: Where | None = None
    places: tuple[Where, ...] = ()
    when: When | None = None
    counts: tuple[Count, ...] = ()
    weapon: str | None = None
    civilian_harm: bool = False
    part_of: str | None = None
    note: str | None = None
    reasons: tuple[Reason, ...] = ()
    maker: Maker
    recorded_at: datetime

    def __post_init__(self) -> None:
        if self.founding_mention not in self.mention_ids:
            raise BadRecord(f"incident {self.id[:12]} does not hold its founding mention")
        if not self.accounts:
            raise BadRecord(f"incident {self.id[:12]} has no account")
        if self.type not in INCIDENT_TYPES:
            raise BadRecord(f"unknown incident type {self.type!r}; the vocabulary has {', '.join(INCIDENT_TYPES)}")

    @property
    def actor_disputed(self) -> bool:
        """True if two accounts name different actors, or somebody denies an attribution.

        "Gunmen", all in small letters, are no rival of a group that somebody names; those who meet have no rivals.
        """
        named = {(p.side or p.name).casefold() for p in self.actors if p.side or not p.name.islower()}
        if self.type == "meeting":
            named = set()
        denied = any(p.denied_by for p in self.actors) or any(a.said_as == "denied" for a in self.accounts)
        return len(named) > 1 or denied

    @property
    def alleged_only(self) -> bool:
        """True if no reporter tells it in his own voice."""
        return all(a.said_as != "narrated" for a in self.accounts)

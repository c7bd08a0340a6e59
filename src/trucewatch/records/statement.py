"""The mentions judged to be one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from trucewatch.errors import BadRecord
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.vocabulary import ACTS, MEDIA
from trucewatch.records.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One speaker, one occasion, one act, one point; told in one mention or in many.

    ``id`` is minted once from ``founding_mention`` and kept. ``rival_speakers`` are other names that
    some outlets credit with the same words: a conflict to show, not a second statement. ``actor_id`` is the actor
    that the speaker is, None where nobody is named.
    """

    id: str
    founding_mention: str
    mention_ids: tuple[str, ...]
    speaker: str | None
    actor_id: str | None = None
    rival_speakers: tuple[str, ...] = ()
    role: str | None = None
    side: str | None = None
    act: str
    target_side: str | None = None
    medium: str = "unknown"
    said_on: When | None = None
    direct: bool = False
    via: str | None = None
    reported_by: str | None = None
    note: str | None = None
    reasons: tuple[Reason, ...] = ()
    maker: Maker
    recorded_at: datetime

    def __post_init__(self) -> None:
        if self.founding_mention not in self.mention_ids:
            raise BadRecord(f"statement {self.id[:12]} does not hold its founding mention")
        if self.act not in ACTS or self.medium not in MEDIA:
            raise BadRecord(
                f"statement {self.id[:12]} has act {self.act!r}, medium {self.medium!r}: not in the vocabulary; "
                f"acts are {', '.join(ACTS)}; media are {', '.join(MEDIA)}"
            )

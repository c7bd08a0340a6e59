"""Keep the bytes of an arrival, hashed, before anything reads them."""

from __future__ import annotations

from datetime import datetime

from trucewatch.intake.arrival import Arrival
from trucewatch.records.capture import Capture


def keep(arrival: Arrival, *, now: datetime, previous: str | None = None) -> Capture:
    """The capture of an arrival; the same bytes give the same id whenever and from wherever they come.

    ``now`` is an aware time, for what does not say when it was fetched; ``previous`` the id of the capture of the
    same address before this one.
    """
    return Capture.of(
        arrival.content,
        media_type=arrival.media_type,
        fetched_at=arrival.fetched_at or now,
        file=arrival.file,
        url=arrival.url,
        headers=arrival.headers,
        previous=previous,
        fetch=arrival.fetch,
    )

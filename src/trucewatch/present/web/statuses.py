"""Which HTTP status says the same as an error of ours."""

from __future__ import annotations

from trucewatch.errors import (
    AmbiguousRecord,
    BadInput,
    BadRecord,
    CannotWrite,
    CaseBusy,
    Conflict,
    RedactedRecord,
    TrucewatchError,
    UnknownRecord,
)

#: An error -> its status; the first that fits counts.
STATUS: tuple[tuple[type[TrucewatchError], int], ...] = (
    (UnknownRecord, 404), (AmbiguousRecord, 409), (Conflict, 409), (RedactedRecord, 410), (CaseBusy, 503),
    (CannotWrite, 503), (BadInput, 400), (BadRecord, 400),
)  # fmt: skip


def status_of(error: TrucewatchError) -> int:
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)

"""Which HTTP status says the same as an error of ours."""

from __future__ import annotations

from pathlib import Path

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


def told(error: TrucewatchError, case: Path) -> str:
    """The error in its own words, for who reads it in a browser or program elsewhere: where the case lies on this
    machine is left out, and so is the command that would list what it holds."""
    words = str(error).replace(str(case), case.name)
    if isinstance(error, UnknownRecord):
        words = words.partition("; list what is there")[0]
    return words[:1].upper() + words[1:]


def status_of(error: TrucewatchError) -> int:
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)

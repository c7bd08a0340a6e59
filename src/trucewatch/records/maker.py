"""Who made a value, and why: the same two small records serve machine and person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from trucewatch.errors import BadRecord

#: How a record that was entered as a row of a sheet says so: in the value of a reason, before the number of the row.
ROW: Final = "row "


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """What or who produced a record: a stage of the program with its version, or a named person."""

    kind: Literal["machine", "person"]
    name: str
    version: str | None = None

    def __post_init__(self) -> None:
        if not self.name:
            raise BadRecord("a maker needs a name: the stage of the program, or the person")
        if self.kind == "machine" and not self.version:
            raise BadRecord(f"machine maker {self.name!r} needs a version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a field has its value: the rule or model, the words looked at, and how sure (0 to 1, None if unscored)."""

    field: str
    value: str
    rule: str
    score: float | None = None
    words: str | None = None

    def __post_init__(self) -> None:
        if self.score is not None and not 0.0 <= self.score <= 1.0:
            raise BadRecord(f"score of {self.field} must lie between 0 and 1, got {self.score}")


def is_row(reasons: Iterable[Reason]) -> bool:
    """True if a record with these reasons was entered as a row of a sheet."""
    return any(reason.field == "record" and reason.value.startswith(ROW) for reason in reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """Something the program met and did not use, counted by reason so that nothing is lost quietly."""

    reason: str
    what: str
    count: int = field(default=1)

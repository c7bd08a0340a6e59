"""What persons say in review beside their decisions: comments, assignments, sign-offs, samples and readings of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from trucewatch.errors import BadRecord
from trucewatch.records.span import Span

EntryKind = Literal["comment", "assigned", "claimed", "finished", "reopened", "signed", "sample", "reading"]


#: How far a review has come.
Stage = Literal["open", "claimed", "finished", "signed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that a person said in review. None is ever changed; a later one takes its place.

    ``about`` is the id of a record (of the kind ``about_kind``), of a sample (``sample``) or of an item of the queue
    (``item``); ``anchor`` are the words of that record, so that it is found again when it was made anew. ``words`` are
    the comment; ``to`` is the person that it was assigned to; ``values`` hold a sample's records and fields, or what a
    reader decided of a record, field by field.
    """

    id: str
    kind: EntryKind
    about_kind: str
    about: str
    anchor: tuple[Span, ...] = ()
    words: str = ""
    to: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    who: str
    when: datetime

    def __post_init__(self) -> None:
        if not self.who.strip():
            raise BadRecord("what is said in review needs the name of the person who says it")
        if self.when.tzinfo is None:
            raise BadRecord("what is said in review needs an aware time")
        if self.kind == "assigned" and self.to is not None and not self.to.strip():
            raise BadRecord("an assignment needs the name of a person; None takes it away")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewState:
    """How far the review of a record or an item of the queue has come. ``finished_by`` looked at it and is done,
    ``signed_by`` looked at it after them and agrees."""

    assigned_to: str | None = None
    assigned_by: str | None = None
    claimed_by: str | None = None
    finished_by: str | None = None
    signed_by: str | None = None
    comments: int = 0

    @property
    def stage(self) -> Stage:
        if self.signed_by:
            return "signed"
        if self.finished_by:
            return "finished"
        return "claimed" if self.claimed_by else "open"


def state_of(entries: Iterable[Entry]) -> ReviewState:
    """Where the entries about one thing, first to last, leave it."""
    known: dict[str, Any] = {}
    comments = 0
    for entry in entries:
        if entry.kind == "comment":
            comments += 1
        elif entry.kind == "assigned":
            known |= {"assigned_to": entry.to, "assigned_by": entry.who if entry.to else None}
        elif entry.kind == "claimed":
            known["claimed_by"] = entry.who
        elif entry.kind == "finished":
            known |= {"finished_by": entry.who, "claimed_by": None, "signed_by": None}
        elif entry.kind == "signed":
            known["signed_by"] = entry.who
        elif entry.kind == "reopened":
            known |= {"finished_by": None, "signed_by": None, "claimed_by": None}
    return ReviewState(**known, comments=comments)

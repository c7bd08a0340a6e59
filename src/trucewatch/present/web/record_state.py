"""Where a record stands with the persons who work on it: still in the record, confidential, reviewed by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from trucewatch.case import Case
from trucewatch.decided import decisions_of
from trucewatch.records.decision import active
from trucewatch.records.review import ReviewState

#: Kinds of record that leave the record when they are rejected, or when their words are read otherwise.
LEAVING = ("statement", "incident", "figure", "commitment")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordState:
    """``in_force`` is False for what was rejected, or joined to other words; ``rejected_by`` says who did."""

    in_force: bool
    rejected_by: str | None
    confidential: bool
    review: ReviewState


def state_of_record(case: Case, kind: str, record: Any) -> RecordState:
    """Where a record stands: in force or not, what persons decided, and how far its review has come."""
    held = active(decisions_of(case.store, record))
    return RecordState(
        in_force=kind not in LEAVING or bool(case.store.live(kind, [record.id])),
        rejected_by=next((d.who for d in reversed(held) if d.action == "reject" and d.target_kind == kind), None),
        confidential=any(d.action == "confidential" for d in held),
        review=case.review_states([record.id]).get(record.id, ReviewState()),
    )  # fmt: skip

"""What language models proposed of a report or about a statement, as its page shows it: apart from the record."""

from __future__ import annotations

from dataclasses import dataclass

from trucewatch.case import Case
from trucewatch.explain.subjects import summary
from trucewatch.explain.values import proposal_key
from trucewatch.present.web.passages import Passage, passage
from trucewatch.records.proposal import Proposal
from trucewatch.records.report import Report
from trucewatch.records.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """``key`` is that of its item in the queue; ``accepted_by`` is set for a gist that a person let stand."""

    proposal: Proposal
    summary: str
    passage: Passage
    key: str
    accepted_by: str = ""


def proposed(case: Case, about: Report | Statement) -> list[Proposed]:
    """The proposals that are open, and gists that persons accepted; first to last."""
    made = case.proposals(about=about, settled=True)
    if not made:
        return []
    standing = {one.id for one in case.proposals(about=about)}
    settled = case.settlements(made)
    shown = []
    for one in made:
        by = settled.get(one.id)
        accepted = by.who if by is not None and by.action == "confirm" and one.gist is not None else ""
        if one.id in standing or accepted:
            shown.append(
                Proposed(
                    proposal=one, summary=summary(one), passage=passage(case, one.quotes), key=proposal_key(one.id),
                    accepted_by=accepted,
                )
            )  # fmt: skip
    return shown

"""What the record supports about a provision at a date, by a named rule, with its evidence. Never a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from trucewatch.records.maker import Maker

AssessmentStatus = Literal[
    "no reports", "mentioned", "performance reported", "breach alleged", "breach alleged and answered", "disputed"
]


FindingRule = Literal[
    "performance reported", "breach alleged", "response found", "no response found", "charges both ways",
    "independent origins", "single origin", "mentioned", "no reports",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one named rule finds about a provision: the records it rests on, and the last day that any of them is of.

    ``number`` is what the rule counts: records, or independent origins.
    """

    rule: FindingRule
    number: int = 0
    evidence: tuple[str, ...] = ()
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Which reports bear on a provision, and what rule put them under ``status``.

    ``evidence`` are ids of statements, incidents and commitments; ``origins`` counts independent origins. ``findings``
    are those of every rule that holds, beside the one that gives the status.
    """

    provision: str
    as_of: date
    status: AssessmentStatus
    rule: str
    evidence: tuple[str, ...] = ()
    reports: int = 0
    origins: int = 0
    findings: tuple[Finding, ...] = ()
    maker: Maker

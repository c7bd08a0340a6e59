"""What the record supports about a provision at a date, by a named rule, with its evidence. Never a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from trucewatch.records.maker import Maker

AssessmentStatus = Literal[
    "no reports", "mentioned", "performance reported", "breach alleged", "breach alleged and answered", "disputed"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Which reports bear on a provision, and what rule put them under ``status``.

    ``evidence`` are ids of statements, incidents and commitments; ``origins`` counts independent origins.
    """

    provision: str
    as_of: date
    status: AssessmentStatus
    rule: str
    evidence: tuple[str, ...] = ()
    reports: int = 0
    origins: int = 0
    maker: Maker

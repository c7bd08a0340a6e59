"""The way through: intake, text, annotate, link, assess, store. Read this file first.

Every function here takes an open store and does one whole job; what one report needs is written in one short
transaction, so that a kill at any moment loses at most the report in hand and a second run completes it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from trucewatch.annotate.annotator import Annotator
from trucewatch.assess.provisions import assess, link_provisions
from trucewatch.errors import BadInput
from trucewatch.intake.captures import keep
from trucewatch.intake.files import Arrival, Refusal, arrivals
from trucewatch.link.corrections import Corrections, corrections_of
from trucewatch.link.linker import LinkInput, link
from trucewatch.records.capture import Capture
from trucewatch.records.ids import digest
from trucewatch.records.maker import SetAside
from trucewatch.records.mention import Annotation
from trucewatch.records.report import Found, Report
from trucewatch.records.text import Text
from trucewatch.settings import Settings
from trucewatch.store import Store
from trucewatch.text.reading import Reading, read_capture

#: Called as work goes on: how many are done, how many there are (None if not known), what is in hand.
Progress = Callable[[int, int | None, str], None]


def no_progress(done: int, total: int | None, what: str) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddResult:
    """What one `add` did. ``set_aside`` names every file or row that was not used, and why."""

    added: int = 0
    new_versions: int = 0
    already: int = 0
    set_aside: tuple[Refusal, ...] = ()
    remarks: tuple[str, ...] = ()
    not_annotated: Counter[str] = field(default_factory=Counter)

"""An outlet's own notes that it corrected, updated or withdrew a report."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal

from trucewatch.records.report import Notice
from trucewatch.records.text import Text
from trucewatch.text.dates import read_date

RETRACTION = re.compile(
    r"\b(?:retract(?:s|ed|ion)|withdr(?:awn|awal|ew|aws)|taken down|removed from (?:the|our) (?:site|website)"
    r"|kill(?:ed)? this story)\b",
    re.I,
)
CORRECTION = re.compile(
    r"\b(?:correct(?:s|ed|ion|ions|ing)|clarif(?:y|ies|ied|ication)|amend(?:s|ed)|an (?:earlier|previous) version"
    r"|misstated|misspelled|incorrectly|erroneously|in error|mistakenly|fixes)\b",
    re.I,
)
UPDATE = re.compile(r"\b(?:updat(?:e|es|ed|ing)|revised|modified|adds?|added|recast|republished|edited)\b", re.I)


def notice_kind(words: str) -> Literal["correction", "update", "retraction"] | None:
    """What a notice says was done; the gravest wins. None for a note that tells of no change."""
    if RETRACTION.search(words):
        return "retraction"
    if CORRECTION.search(words):
        return "correction"
    return "update" if UPDATE.search(words) else None


def find_notices(text: Text) -> tuple[Notice, ...]:
    """A record for each block with the role "notice" that tells of a change."""
    return tuple(_notices(text))


def _notices(text: Text) -> Iterable[Notice]:
    for block in text.blocks_in("notice"):
        span = text.trimmed_span(block.start, block.end)
        kind = notice_kind(span.words) if span else None
        if span and kind:
            day = read_date(span.words)
            yield Notice(kind=kind, span=span, dated=date.fromisoformat(day[:10]) if day else None)

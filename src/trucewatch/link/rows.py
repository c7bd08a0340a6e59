"""Rows of one sheet: whoever wrote it lists each as a statement or incident of its own, so none is joined with another.

A row may well be one with what reports tell, or with a row of another sheet; a person can join two of the same.
"""

from __future__ import annotations

from trucewatch.records.maker import is_row
from trucewatch.records.mention import IncidentMention, StatementMention


def two_rows(one: StatementMention | IncidentMention, other: StatementMention | IncidentMention) -> bool:
    """True if both were entered as rows of the same sheet."""
    return one.text_id == other.text_id and is_row(one.reasons) and is_row(other.reasons)

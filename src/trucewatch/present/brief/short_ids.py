"""Ids as people see them, for many records at once."""

from __future__ import annotations

from collections.abc import Iterable

from trucewatch.records.ids import shown


def short_ids(kind: str, ids: Iterable[str]) -> dict[str, str]:
    """Each id -> its shown form, with a prefix that no other shares: neighbours in order share the most."""
    ordered = sorted(set(ids))
    return {one: shown(kind, one, ordered[max(0, number - 1) : number + 2]) for number, one in enumerate(ordered)}


def anchor(shown_id: str) -> str:
    """``s:4f1c09aa`` as the name of a place in a page."""
    return shown_id.replace(":", "-")

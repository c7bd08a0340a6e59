"""Which versions of records hold, and which lie between two days, as conditions of queries."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa


def in_force(table: sa.Table, as_of: datetime | None) -> sa.ColumnElement[bool]:
    """The condition that a version holds now, or held at ``as_of`` (from its recording until it was superseded)."""
    if as_of is None:
        return table.c.superseded_at.is_(None)
    return sa.and_(table.c.recorded_at <= as_of, sa.or_(table.c.superseded_at.is_(None), table.c.superseded_at > as_of))


def by_time(t: sa.Table) -> list[sa.ColumnElement[Any]]:
    day = sa.func.coalesce(t.c.day_from, t.c.day_to, t.c.published)
    return [day.is_(None), day]


def between(t: sa.Table, since: date | None, until: date | None) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if since is not None:
        found.append(sa.func.coalesce(t.c.day_to, t.c.day_from, t.c.published) >= since)
    if until is not None:
        found.append(sa.func.coalesce(t.c.day_from, t.c.day_to, t.c.published) <= until)
    return found

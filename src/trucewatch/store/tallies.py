"""What a trend counts, without making every record: statements grouped by the database, of the rest a few fields."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from trucewatch.store import schema
from trucewatch.store.conditions import in_force
from trucewatch.store.read import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementTally:
    """How many statements are alike in act, side and days."""

    act: str
    side: str | None
    first: date | None
    last: date | None
    published: date | None
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentOutline:
    """An incident's type, days, area, and the sides and tellings of its accounts."""

    type: str
    first: date | None
    last: date | None
    published: date | None
    actors: tuple[str | None, ...]
    targets: tuple[str | None, ...]
    area: tuple[str, str] | None
    said_as: tuple[str, ...]


class Tallying(Reading):
    """Counting over a whole case."""

    def statement_tallies(self) -> Iterator[StatementTally]:
        t = schema.statements
        alike = (t.c.act, t.c.side, t.c.day_from, t.c.day_to, t.c.published)
        query = sa.select(*alike, sa.func.count().label("number")).where(self.mine(t), in_force(t, None))
        for row in self._stream(query.group_by(*alike)):
            yield StatementTally(
                act=row.act, side=row.side, first=row.day_from, last=row.day_to, published=row.published,
                number=row.number,
            )  # fmt: skip

    def incident_outlines(self) -> Iterator[IncidentOutline]:
        t = schema.incidents
        query = sa.select(t.c.id, t.c.type, t.c.day_from, t.c.day_to, t.c.published, t.c.payload)
        for row in self._stream(query.where(self.mine(t), in_force(t, None))):
            yield self._sound("incident", row.id, lambda row=row: _outline(row))  # type: ignore[misc]

    def languages(self) -> dict[str, str | None]:
        """The language of every text that was not redacted, by the text's id, as its first reading tells it."""
        r, t = schema.readings, schema.texts
        query = (
            sa.select(r.c.text_id, r.c.payload)
            .join(t, sa.and_(r.c.case_id == t.c.case_id, r.c.text_id == t.c.id))
            .where(self.mine(r), in_force(r, None), t.c.content.is_not(None))
            .order_by(r.c.row)
        )
        found: dict[str, str | None] = {}
        for row in self._stream(query):
            if row.text_id not in found:
                found[row.text_id] = json.loads(row.payload).get("language")
        return found


def _outline(row: sa.Row[Any]) -> IncidentOutline:
    values = json.loads(row.payload)
    where = values["where"]
    return IncidentOutline(
        type=row.type, first=row.day_from, last=row.day_to, published=row.published,
        actors=tuple(one["side"] for one in values["actors"]), targets=tuple(one["side"] for one in values["targets"]),
        area=(where["admin1"] or "", where["country_name"] or "") if where else None,
        said_as=tuple(one["said_as"] for one in values["accounts"]),
    )  # fmt: skip

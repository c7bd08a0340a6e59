"""Other datasets' records: kept apart from the record, read by nothing but what shows them beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, cast

import sqlalchemy as sa
from pydantic import TypeAdapter

from trucewatch.records.other import OtherJudged, OtherRecord, OtherSet
from trucewatch.store.case_file import in_batches
from trucewatch.store.lease import Leasing
from trucewatch.store.rows import packed_json, plain, unpack
from trucewatch.store.schema_beside import other_judged, other_records, other_sets

SET, RECORD, JUDGED = TypeAdapter(OtherSet), TypeAdapter(OtherRecord), TypeAdapter(OtherJudged)


class Besides(Leasing):
    """Saving and reading other datasets' records."""

    def __init__(self, *given: Any, **values: Any) -> None:
        super().__init__(*given, **values)
        #: By the name of a set: when it was added, and what ``others_days`` gives of it.
        self._others_days: dict[str, tuple[datetime | None, tuple[int, date | None, date | None]]] = {}

    def save_others(self, one: OtherSet, records: Iterable[OtherRecord]) -> None:
        """Keep a set with its records, in the place of an earlier one of the same name; what persons judged stays."""
        with self.writing() as connection:
            self.check_lease(connection)
            for t in (other_records, other_sets):
                name = t.c.set_name if t is other_records else t.c.name
                connection.execute(sa.delete(t).where(self.mine(t), name == one.name))
            connection.execute(
                other_sets.insert().values(
                    case_id=self.case_id, name=one.name, source=one.source, added_at=one.added_at,
                    payload=packed_json(plain(SET, one)),
                )
            )  # fmt: skip
            for some in in_batches(records):
                rows = [
                    {
                        "case_id": self.case_id, "set_name": one.name, "id": r.id, "first_day": r.first_day,
                        "last_day": r.last_day, "payload": packed_json(plain(RECORD, r)),
                    }
                    for r in some
                ]  # fmt: skip
                connection.execute(other_records.insert(), rows)

    def drop_others(self, name: str) -> int:
        """Take a set out with its records and what was judged of them; how many records there were."""
        with self.writing() as connection:
            self.check_lease(connection)
            there = (self.mine(other_records), other_records.c.set_name == name)
            number = connection.execute(sa.select(sa.func.count()).where(*there)).scalar_one()
            connection.execute(sa.delete(other_records).where(*there))
            connection.execute(sa.delete(other_judged).where(self.mine(other_judged), other_judged.c.set_name == name))
            connection.execute(sa.delete(other_sets).where(self.mine(other_sets), other_sets.c.name == name))
        return number

    def other_sets(self) -> list[OtherSet]:
        """In the order in which they came."""
        t = other_sets
        with self.reading() as connection:
            query = sa.select(t.c.payload).where(self.mine(t)).order_by(t.c.added_at, t.c.name)
            return [cast(OtherSet, unpack("set", SET, row.payload)) for row in connection.execute(query)]

    def others(self, name: str) -> list[OtherRecord]:
        """The records of a set, by day."""
        t = other_records
        return self._others(
            sa.select(t.c.payload).where(self.mine(t), t.c.set_name == name).order_by(t.c.first_day, t.c.id)
        )

    def others_days(self, name: str) -> tuple[int, date | None, date | None]:
        """How many records a set has, and their first and last day: looked up once for a set as it was added."""
        t, s = other_records, other_sets
        query = sa.select(sa.func.count(), sa.func.min(t.c.first_day), sa.func.max(t.c.last_day))
        added = sa.select(s.c.added_at).where(self.mine(s), s.c.name == name)
        with self.reading() as connection:
            stamp = connection.execute(added).scalar()
            if name not in self._others_days or self._others_days[name][0] != stamp:
                number, first, last = connection.execute(query.where(self.mine(t), t.c.set_name == name)).one()
                self._others_days[name] = stamp, (number, first, last)
        return self._others_days[name][1]

    def others_part(self, name: str, *, offset: int, limit: int) -> list[OtherRecord]:
        """A part of the records of a set, by day."""
        t = other_records
        query = sa.select(t.c.payload).where(self.mine(t), t.c.set_name == name).order_by(t.c.first_day, t.c.id)
        return self._others(query.offset(offset).limit(limit))

    def others_between(self, name: str, first: date, last: date) -> list[OtherRecord]:
        """The records of a set that may have been on one of these days."""
        t = other_records
        query = sa.select(t.c.payload).where(
            self.mine(t), t.c.set_name == name, t.c.first_day <= last, t.c.last_day >= first
        )
        return self._others(query.order_by(t.c.first_day, t.c.id))

    def others_of(self, name: str, ids: Iterable[str]) -> list[OtherRecord]:
        """The records of a set with these ids."""
        t = other_records
        found = []
        for some in in_batches(ids):
            query = sa.select(t.c.payload).where(self.mine(t), t.c.set_name == name, t.c.id.in_(some))
            found += self._others(query)
        return found

    def _others(self, query: sa.Select[tuple[str]]) -> list[OtherRecord]:
        with self.reading() as connection:
            return [cast(OtherRecord, unpack("record", RECORD, row.payload)) for row in connection.execute(query)]

    def save_other_judged(self, judged: OtherJudged) -> None:
        with self.writing() as connection:
            self.check_lease(connection)
            connection.execute(
                other_judged.insert().values(
                    case_id=self.case_id, set_name=judged.set_name, other_id=judged.other_id,
                    payload=packed_json(plain(JUDGED, judged)),
                )
            )  # fmt: skip

    def others_judged(self, name: str) -> Sequence[OtherJudged]:
        """What persons judged of a set's records, first to last."""
        t = other_judged
        query = sa.select(t.c.payload).where(self.mine(t), t.c.set_name == name).order_by(t.c.row)
        with self.reading() as connection:
            return [cast(OtherJudged, unpack("judged", JUDGED, row.payload)) for row in connection.execute(query)]

"""What watching remembers: small JSON records by kind and name, and what became of pages that are gone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from trucewatch.records.capture import Capture
from trucewatch.records.report import Report
from trucewatch.store import schema
from trucewatch.store.case_file import utc_now
from trucewatch.store.write import Writing


class Watching(Writing):
    """The memory of a case; the values are replaced, no versions are kept: they are no part of the record."""

    def recall(self, kind: str, name: str) -> Mapping[str, Any] | None:
        t = schema.memory
        with self.reading() as connection:
            query = sa.select(t.c.value).where(self.mine(t), t.c.kind == kind, t.c.name == name)
            value = connection.execute(query).scalar()
        return json.loads(value) if value is not None else None

    def remembered(self, kind: str) -> dict[str, Mapping[str, Any]]:
        """Everything of one kind, by name."""
        t = schema.memory
        with self.reading() as connection:
            query = sa.select(t.c.name, t.c.value).where(self.mine(t), t.c.kind == kind).order_by(t.c.name)
            return {row.name: json.loads(row.value) for row in connection.execute(query)}

    def remember(self, kind: str, name: str, value: Mapping[str, Any]) -> None:
        t = schema.memory
        here = (self.mine(t), t.c.kind == kind, t.c.name == name)
        told = {"value": json.dumps(dict(value)), "changed_at": utc_now()}
        with self.writing() as connection:
            if not connection.execute(sa.update(t).where(*here).values(**told)).rowcount:
                connection.execute(t.insert().values(case_id=self.case_id, kind=kind, name=name, **told))

    def forget(self, kind: str, name: str) -> None:
        t = schema.memory
        with self.writing() as connection:
            connection.execute(sa.delete(t).where(self.mine(t), t.c.kind == kind, t.c.name == name))

    def save_page_note(self, report: Report, capture: Capture | None = None, *, now: datetime | None = None) -> None:
        """Keep a report whose page notes changed, and the bytes that gave rise to the note; no text is read from them.

        Raises: RedactedRecord if these bytes were taken out of the case.
        """
        now = now or utc_now()
        with self.writing() as connection:
            self.check_lease(connection)
            if capture is not None:
                self._refuse_redacted(connection, capture.id, "")
                self._keep_capture(connection, capture, now)
            self.put_report(connection, report, now=now)

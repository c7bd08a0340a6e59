"""Runs: which command worked on the case, with which versions, what it counted and what it set aside."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from trucewatch.records.ids import random_id
from trucewatch.store import schema
from trucewatch.store.case_file import utc_now
from trucewatch.store.listing import Listing


class Running(Listing):
    """Runs as they are noted; ``Store.runs`` and ``Store.set_aside`` read them."""

    def begin_run(self, what: str, versions: Mapping[str, str], *, now: datetime | None = None) -> str:
        """Note that a command starts, with the versions it works with; returns the run's id."""
        run_id = random_id()
        with self.writing() as connection:
            self.check_lease(connection)
            connection.execute(
                schema.runs.insert().values(
                    case_id=self.case_id, id=run_id, what=what, versions=json.dumps(dict(versions)),
                    started_at=now or utc_now(),
                )
            )  # fmt: skip
        return run_id

    def end_run(self, run_id: str, counts: Mapping[str, int], *, now: datetime | None = None) -> None:
        """Note that a run is done, and what it counted."""
        t = schema.runs
        with self.writing() as connection:
            self.check_lease(connection)
            ended = sa.update(t).where(self.mine(t), t.c.id == run_id)
            connection.execute(ended.values(ended_at=now or utc_now(), counts=json.dumps(dict(counts))))

    def save_set_aside(self, run_id: str, items: Iterable[Any]) -> None:
        """Keep what a run did not use: anything with ``reason`` and ``what``, and perhaps more."""
        values = [
            {
                "case_id": self.case_id, "run_id": run_id, "reason": item.reason, "what": item.what,
                "message": getattr(item, "message", None), "count": getattr(item, "count", 1),
            }
            for item in items
        ]  # fmt: skip
        if not values:
            return
        with self.writing() as connection:
            self.check_lease(connection)
            connection.execute(schema.set_aside.insert(), values)

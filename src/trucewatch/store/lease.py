"""One writer at a time: a row that says who writes, since when, and that he is still there.

To a case in a file only the holder writes until the lease ends. On a server the lease is a turn that others wait for:
long work gives way between its steps (``give_way``), so that several people work at once.
"""

from __future__ import annotations

import os
import platform
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from trucewatch.errors import CannotWrite, CaseBusy, TrucewatchError
from trucewatch.store import schema
from trucewatch.store.case_file import CaseFile, in_plain_words, utc_now

#: A living holder beats this many times before the lease would run out.
BEATS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds the lease, and since when."""

    who: str
    since: datetime


class Leasing(CaseFile):
    """The lease; every write also checks that no other process holds it."""

    @contextmanager
    def lease(self, who: str, *, seconds: int = 120) -> Iterator[None]:
        """Hold the case for writing. The lease runs out after ``seconds`` without a sign of life.

        A lease that ran out, or whose process is known to be dead, is taken over at once. A second lease
        inside the first, by the same store, is the first one.

        Raises: CaseBusy naming the holder and since when; on a server only after half a minute.
        """
        if self._lease is not None:
            yield
            return
        if not self.write:
            raise CannotWrite(f"{self.path} was opened for reading only: open it for writing")
        with self._in_turn():
            token = secrets.token_hex(32)
            lease = {"token": token, "holder": who, "seconds": seconds}
            self._take(lease)
            self._lease = lease
            stop = threading.Event()
            beating = threading.Thread(target=self._beat, args=(token, stop, seconds / BEATS), daemon=True)
            beating.start()
            try:
                yield
            finally:
                stop.set()
                beating.join()
                self._lease = None
                with self.writing() as connection:
                    connection.execute(sa.delete(schema.leases).where(self._held_by(token)))

    def give_way(self) -> None:
        """Between two steps of long work: on a server let those who wait write first. A file stays held."""
        if self._turn is not None and self._lease is not None:
            with in_plain_words(self.path, self.engine):
                if self._turn.give_way():
                    self._take(self._lease)

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """Where writers wait for each other: hold the turn."""
        with ExitStack() as stack:
            try:
                self._turn = stack.enter_context(self.sql.turn(self.engine))
            except DBAPIError as error:
                if self.sql.is_busy(error):
                    with self.reading() as connection:
                        self._refuse_holder(connection)
                with in_plain_words(self.path, self.engine):
                    raise
            try:
                yield
            finally:
                self._turn = None

    def _take(self, lease: Mapping[str, Any]) -> None:
        """Write down who holds the lease. Raises: CaseBusy if another does."""
        with self.writing() as connection:
            self._refuse_if_held(connection)
            now = utc_now()
            connection.execute(sa.delete(schema.leases).where(self.mine(schema.leases)))
            connection.execute(
                schema.leases.insert().values(
                    case_id=self.case_id, pid=os.getpid(), host=platform.node(),
                    process=process_mark(os.getpid()) or "", since=now, heartbeat=now, **lease,
                )
            )  # fmt: skip

    def holder(self) -> Holder | None:
        """Who is writing to the case now; None if nobody is."""
        with self.reading() as connection:
            row = connection.execute(sa.select(schema.leases).where(self.mine(schema.leases))).first()
        if row is None or is_over(row.heartbeat, row.seconds, row.process, now=utc_now()):
            return None
        return Holder(who=row.holder, since=row.since)

    def check_lease(self, connection: Connection) -> None:
        """Called at the head of every write: refuse if another holds the case, else show a sign of life.

        Raises: CaseBusy.
        """
        if self._lease is None:
            self._refuse_if_held(connection)
            return
        beat = sa.update(schema.leases).where(self._held_by(self._lease["token"])).values(heartbeat=utc_now())
        if connection.execute(beat).rowcount == 0:
            self._refuse_if_held(connection)
            raise CaseBusy(f"the lease on {self.path} ran out and another took it; run the command again")

    def _beat(self, token: str, stop: threading.Event, pause: float) -> None:
        while not stop.wait(pause):
            try:
                with self.writing() as connection:
                    beat = sa.update(schema.leases).where(self._held_by(token)).values(heartbeat=utc_now())
                    connection.execute(beat)
            except TrucewatchError:
                # The next beat may get through; if none does, the next write says so itself
                continue

    def _held_by(self, token: str) -> sa.ColumnElement[bool]:
        return sa.and_(self.mine(schema.leases), schema.leases.c.token == token)

    def _refuse_if_held(self, connection: Connection) -> None:
        if not self.sql.QUEUED:  # else this process has the turn, and whoever is written down lost it
            self._refuse_holder(connection)

    def _refuse_holder(self, connection: Connection) -> None:
        row = connection.execute(sa.select(schema.leases).where(self.mine(schema.leases))).first()
        if row is None or is_over(row.heartbeat, row.seconds, row.process, now=utc_now()):
            return
        since = row.since.astimezone().strftime("%Y-%m-%d %H:%M:%S %Z")
        raise CaseBusy(
            f"{row.holder} (process {row.pid} on {row.host}) has been writing to {self.path} since {since}; "
            f"wait until it is done, or stop that process and try again"
        )


def is_over(heartbeat: datetime, seconds: int, process: str, *, now: datetime) -> bool:
    """True if the holder has been silent too long, or ran on this very machine and is gone."""
    if now - heartbeat > timedelta(seconds=seconds):
        return True
    here = process_mark(os.getpid())
    if not process or here is None or process.split(" ")[:2] != here.split(" ")[:2]:
        return False  # another machine or container: only silence tells
    return process_mark(int(process.split(" ")[2])) != process


def process_mark(pid: int) -> str | None:
    """Names one process for good: boot, process space, pid and start. None if it is gone or the system does not tell.

    A pid alone is given out again, and means another process in another container.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        space = os.readlink("/proc/self/ns/pid")
        # field 22 counts from the state that follows the command's name in brackets
        start = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return None
    return f"{boot} {space} {pid} {start}"

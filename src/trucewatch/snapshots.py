"""What cannot be read by pages, worked out once for each state of a case: clocks, assessments, trends, silences, the
queue of review, deadlines, outlets, what was left out.

A small case is read at once, so that a correction is seen immediately. A large one is worked out in the background, in
one other process, so that those who read meanwhile do not wait; what was last worked out is served until then, marked
as stale. The queue is brought up to what changed in this process: after a decision the next item must not wait. Nothing
is written to disk: what is redacted stays nowhere.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from threading import Condition, Lock, Thread
from typing import Any

from trucewatch.case import Case, open_case
from trucewatch.errors import BadInput, TrucewatchError
from trucewatch.settings import Settings
from trucewatch.store.address import CasePlace
from trucewatch.store.state import State

#: A case of so many statements at most is worked out at once: under a second for the slowest of the makers.
SMALL = 500
#: What fails is not tried again for the same state within this time.
PATIENCE = timedelta(minutes=1)
#: Seconds for which the other process waits for more work before it ends.
IDLE = 20.0

MAKERS: Mapping[str, Callable[..., Any]] = {
    "assessments": lambda case: case.assessments(),
    "clocks": lambda case: case.clocks(),
    "deadlines": lambda case: case.deadlines(),
    "left_out": lambda case: case.left_out(),
    "outlets": lambda case: case.outlets(),
    "marks": lambda case: case.marks(),
    "open claims": lambda case: case.ledger_page(answered=False, order="newest", limit=5),
    "overview": lambda case: case.overview(),
    "queue": lambda case: case.doubts(),
    "trend": lambda case, **wanted: case.trend(**wanted),
    "unspoken": lambda case, **wanted: case.unspoken(**wanted),
}
#: What is brought up to a new state out of what it was in an earlier one (``at`` that time), here and not in the other
#: process: its maker's answer for the new state, or None where so much was changed that all is to be worked out anew.
UPDATERS: Mapping[str, Callable[[Case, Any, State, datetime], Any]] = {
    "queue": lambda case, known, since, at: case.doubts_since(known, since, at=at),
}
Key = tuple[str, tuple[tuple[str, Any], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """``value`` as of ``state`` (both None: nothing is worked out yet). ``stale``: the case has changed since, and it
    is being worked out anew. ``error`` says why the last attempt failed; ``made_at`` when the value was worked out."""

    value: Any
    state: State | None
    made_at: datetime | None
    stale: bool
    error: str | None = None

    @property
    def ready(self) -> bool:
        return self.state is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    value: Any = None
    state: State | None = None
    made_at: datetime | None = None
    begun_at: datetime | None = None
    failed: State | None = None
    failed_at: datetime | None = None
    error: str | None = None


class Snapshots:
    """The snapshots of one case. ``case`` is read for small cases and for the state; close it after this."""

    def __init__(
        self, case: Case, *, small: int = SMALL, makers: Mapping[str, Callable[..., Any]] = MAKERS, idle: float = IDLE
    ) -> None:
        """``makers`` are functions of an open case by name; for the other process each is found under its name in the
        module's own ``MAKERS``, so others are for tests that work at once."""
        self._case = case
        self._small = small
        self._makers = makers
        self._idle = idle
        self._kept: dict[Key, _Kept] = {}
        self._wanted: dict[Key, None] = {}
        self._changed = Condition(Lock())
        self._at_once: dict[Key, Lock] = {}
        self._updating: dict[Key, Thread] = {}
        self._thread: Thread | None = None
        self._closed = False

    def get(self, name: str, **wanted: Any) -> Snapshot:
        """The snapshot of this name, and of what is ``wanted`` of it (``get("trend", by="side")``).

        Raises: BadInput for a name that there is none of; TrucewatchError where a small case cannot be worked out.
        """
        if name not in self._makers:
            raise BadInput(f"there is no snapshot {name!r}; there are {', '.join(self._makers)}")
        key: Key = (name, tuple(sorted(wanted.items())))
        state = self._case.store.state()
        kept = self._held(key, state)
        if kept.state == state:
            return _shown(kept, state)
        if state.statements <= self._small:
            return self._now(key)
        self._ask(key, state)
        return _shown(self._held(key, state), state)

    def settle(self, timeout: float = 600.0) -> bool:
        """Wait until nothing more is to be worked out; False if that took too long."""
        with self._changed:
            return self._changed.wait_for(
                lambda: not self._updating and (self._thread is None or not self._wanted), timeout
            )  # fmt: skip

    def close(self) -> None:
        """End the work in the background; what is under way is given up."""
        with self._changed:
            self._closed = True
            self._wanted.clear()
            threads = [t for t in (self._thread, *self._updating.values()) if t is not None]
            self._changed.notify_all()
        for thread in threads:
            thread.join()

    # -- at once ------------------------------------------------------------------------------------------

    def _now(self, key: Key) -> Snapshot:
        with self._changed:
            lock = self._at_once.setdefault(key, Lock())
        with lock:  # who asks for the same meanwhile waits for this answer
            state = self._case.store.state()
            kept = self._held(key, state)
            if kept.state != state:
                value = self._makers[key[0]](self._case, **dict(key[1]))
                kept = _Kept(value=value, state=state, made_at=datetime.now(UTC))
                with self._changed:
                    self._kept[key] = kept
        return _shown(kept, state)

    # -- in the background --------------------------------------------------------------------------------

    def _held(self, key: Key, state: State) -> _Kept:
        with self._changed:
            kept = self._kept.get(key, _Kept())
            if kept.state is not None and kept.state.redactions != state.redactions:
                kept = self._kept[key] = _Kept()  # it may hold words that were taken out since
            return kept

    def _ask(self, key: Key, state: State) -> None:
        with self._changed:
            kept = self._kept.get(key, _Kept())
            tried = kept.failed == state and kept.failed_at is not None
            if self._closed or (tried and kept.failed_at and datetime.now(UTC) - kept.failed_at < PATIENCE):
                return
            if key in self._updating or key in self._wanted:
                return
            if kept.state is not None and not key[1] and key[0] in UPDATERS:
                self._updating[key] = Thread(
                    target=self._update, args=(key, kept), name="snapshot brought up", daemon=True
                )
                self._updating[key].start()
            else:
                self._want(key)

    def _want(self, key: Key) -> None:
        """Let the other process work it out; the caller holds the lock."""
        self._wanted.setdefault(key)
        if self._thread is None:
            self._thread = Thread(target=self._work, name="snapshots", daemon=True)
            self._thread.start()
        self._changed.notify_all()

    def _update(self, key: Key, before: _Kept) -> None:
        """Bring a value up to the state that the case is in now, or have it worked out anew."""
        begun, made = datetime.now(UTC), None
        try:
            state = self._case.store.state()
            assert before.state is not None and before.begun_at is not None
            value = UPDATERS[key[0]](self._case, before.value, before.state, before.begun_at)
            if value is not None:
                made = _Kept(value=value, state=state, made_at=datetime.now(UTC), begun_at=begun)
        finally:
            with self._changed:
                del self._updating[key]
                if made is not None:
                    self._kept[key] = made
                elif not self._closed:
                    self._want(key)
                self._changed.notify_all()

    def _work(self) -> None:
        """Hand what is wanted to the other process, one after the other, until nothing is wanted for a while."""
        worker: _Worker | None = None
        try:
            while True:
                with self._changed:
                    self._changed.wait_for(lambda: self._closed or bool(self._wanted), self._idle)
                    key = next(iter(self._wanted), None)
                    if self._closed or key is None:
                        if worker is not None:
                            worker.end()  # before another could be started
                            worker = None
                        self._thread = None
                        self._changed.notify_all()
                        return
                worker = worker or _Worker(self._case.store.path, self._case.settings)
                kept = self._made(worker, key)
                if not worker.alive:
                    worker.end()
                    worker = None
                with self._changed:
                    self._wanted.pop(key, None)
                    self._kept[key] = kept
                    self._changed.notify_all()
        finally:
            if worker is not None:
                worker.end()

    def _made(self, worker: _Worker, key: Key) -> _Kept:
        # the state from before the work: should the case change meanwhile, the value counts as stale
        begun, state = datetime.now(UTC), self._case.store.state()
        before = self._kept.get(key, _Kept())
        value, error = worker.do(key, lambda: self._closed)
        if error is not None:
            return replace(before, failed=state, failed_at=datetime.now(UTC), error=error)
        return _Kept(value=value, state=state, made_at=datetime.now(UTC), begun_at=begun)


def _shown(kept: _Kept, state: State) -> Snapshot:
    error = kept.error if kept.failed == state else None
    return Snapshot(
        value=kept.value, state=kept.state, made_at=kept.made_at, stale=kept.state != state, error=error
    )  # fmt: skip


class _Worker:
    """The other process: it opens the case for reading and works out what it is asked for, one thing at a time."""

    def __init__(self, path: CasePlace, settings: Settings) -> None:
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, path, settings), name="snapshots", daemon=True)
        self._process.start()
        theirs.close()

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    def do(self, key: Key, given_up: Callable[[], bool]) -> tuple[Any, str | None]:
        """(the value, None), or (None, why there is none)."""
        try:
            self._line.send(key)
            while not self._line.poll(0.2):
                if given_up():
                    return None, "given up: the program is closing"
            value, error = self._line.recv()
            return value, error
        except (EOFError, OSError) as broken:
            return None, f"the process that works it out has ended ({type(broken).__name__}); it is started again"

    def end(self) -> None:
        self._line.close()
        self._process.terminate()
        self._process.join()
        self._process.close()


def _serve(line: Connection, path: CasePlace, settings: Settings) -> None:
    """What the other process does until the line is closed."""
    with contextlib.suppress(OSError):
        os.nice(10)  # who reads comes first
    while True:
        try:
            name, wanted = line.recv()
        except (EOFError, OSError):
            return
        try:
            with open_case(path, settings=settings) as case:
                made: tuple[Any, str | None] = (MAKERS[name](case, **dict(wanted)), None)
        except TrucewatchError as error:
            made = (None, str(error))
        except Exception as error:  # told to who asks, whatever it is: nothing here is swallowed
            made = (None, f"{type(error).__name__}: {error}")
        try:
            line.send(made)
        except (BrokenPipeError, OSError):
            return

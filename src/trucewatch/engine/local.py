"""Processes on this machine: each holds one job and gets one item after the other; one that dies is replaced."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from typing import Any

from trucewatch.engine.engines import ONE_THREAD, TRIES, Job, Outcome, told

#: A process that was asked to end gets so many seconds before it is ended.
GRACE = 5.0


class LocalEngine:
    """``workers`` processes, started afresh (spawn): nothing of the caller's memory is shared."""

    name = "local"

    def __init__(self, workers: int | None = None) -> None:
        self._workers = workers or _cores()

    @property
    def workers(self) -> int:
        return self._workers

    def run(self, job: Job, items: Iterable[Any], *, tries: int = TRIES) -> Iterator[Outcome]:
        """The outcomes as they come. As many processes are started as there are items, ``workers`` at most."""
        with self.session(job) as session:
            yield from session.run(items, tries=tries)

    @contextmanager
    def session(self, job: Job) -> Iterator[_Session]:
        """Processes that are started when they are needed, and ended with the block."""
        session = _Session(job, self._workers)
        try:
            yield session
        finally:
            session.end()


class _Session:
    """The processes of one job."""

    def __init__(self, job: Job, workers: int) -> None:
        self._job = job
        self._workers = workers
        self._at_work: list[_Worker] = []
        self._idle: list[_Worker] = []

    def run(self, items: Iterable[Any], *, tries: int = TRIES) -> Iterator[Outcome]:
        fresh = iter(items)
        again: deque[tuple[Any, int]] = deque()
        try:
            while True:
                while len(self._at_work) < self._workers:
                    given = again.popleft() if again else next(((item, 1) for item in fresh), None)
                    if given is None:
                        break
                    worker = self._idle.pop() if self._idle else _Worker(self._job)
                    self._at_work.append(worker)
                    worker.give(*given)
                if not self._at_work:
                    return
                ready = wait([worker.pipe for worker in self._at_work])
                for worker in [w for w in self._at_work if w.pipe in ready]:
                    self._at_work.remove(worker)
                    outcome, lives = worker.outcome()
                    if lives:
                        self._idle.append(worker)
                    else:
                        worker.end()
                    if outcome.reason is not None and outcome.tries < tries:
                        again.append((outcome.item, outcome.tries + 1))
                    else:
                        yield outcome
        finally:
            while self._at_work:
                self._at_work.pop().end(now=True)

    def end(self) -> None:
        while self._idle:
            self._idle.pop().end()


class _Worker:
    """One process, seen from whoever gives it work."""

    def __init__(self, job: Job) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, job), daemon=True)
        with _environment(ONE_THREAD), _deaf():
            self._process.start()
        theirs.close()
        self._item: Any = None
        self._tries = 0

    def give(self, item: Any, tries: int) -> None:
        self._item, self._tries = item, tries
        with suppress(OSError):  # it died meanwhile: asking for the outcome tells
            self.pipe.send(item)

    def outcome(self) -> tuple[Outcome, bool]:
        """What became of the item, and whether the process is still there."""
        try:
            value, reason = self.pipe.recv()
        except (EOFError, OSError):
            self._process.join(GRACE)
            return Outcome(item=self._item, reason=_end(self._process.exitcode), tries=self._tries), False
        return Outcome(item=self._item, value=value, reason=reason, tries=self._tries), True

    def end(self, *, now: bool = False) -> None:
        self.pipe.close()
        if now:
            self._process.terminate()
        self._process.join(GRACE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


def _serve(pipe: Connection, job: Job) -> None:
    """A process's whole life: item in, value or reason out, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    work = None
    while True:
        try:
            item = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            work = work or job.begin()
            answer: tuple[Any, str | None] = (work(item), None)
        except Exception as error:
            answer = (None, told(error))
        try:
            pipe.send(answer)
        except OSError:
            return


def _end_with_parent() -> None:
    """Whoever gave the work is gone (killed): nobody waits for what comes of it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _end(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            return f"its process was ended by {signal.Signals(-code).name}"
        except ValueError:
            return f"its process was ended by signal {-code}"
    return f"its process ended by itself with code {code}"


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _deaf() -> Iterator[None]:
    """Ctrl-C reaches all processes of a terminal, and the one that gives the work decides: those that are started here
    do not hear it, from their first moment on."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """The environment with these values, for a process that is started now; what the user set wins."""
    added = {name: value for name, value in values.items() if name not in os.environ}
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)

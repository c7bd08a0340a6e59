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
        fresh = iter(items)
        again: deque[tuple[Any, int]] = deque()
        at_work: list[_Worker] = []
        idle: list[_Worker] = []

        def next_item() -> tuple[Any, int] | None:
            if again:
                return again.popleft()
            for item in fresh:
                return item, 1
            return None

        try:
            while True:
                while len(at_work) < self._workers and (given := next_item()) is not None:
                    worker = idle.pop() if idle else _Worker(job)
                    at_work.append(worker)
                    worker.give(*given)
                if not at_work:
                    return
                ready = wait([worker.pipe for worker in at_work])
                for worker in [w for w in at_work if w.pipe in ready]:
                    at_work.remove(worker)
                    outcome, lives = worker.outcome()
                    if lives:
                        idle.append(worker)
                    else:
                        worker.end()
                    if outcome.reason is not None and outcome.tries < tries:
                        again.append((outcome.item, outcome.tries + 1))
                    else:
                        yield outcome
        finally:
            for worker in (*at_work, *idle):
                worker.end(now=worker in at_work)


class _Worker:
    """One process, seen from whoever gives it work."""

    def __init__(self, job: Job) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, job), daemon=True)
        with _environment(ONE_THREAD):
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
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the one that gives work decides
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
def _environment(values: dict[str, str]) -> Iterator[None]:
    """The environment with these values, for a process that is started now; what the user set wins."""
    added = {name: value for name, value in values.items() if name not in os.environ}
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)

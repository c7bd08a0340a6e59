"""A Ray cluster: started on this machine, or one that is there at an address. Needs the package ray (extra ``ray``)."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from trucewatch.engine.engines import ONE_THREAD, TRIES, Job, Outcome, told
from trucewatch.errors import BadInput, Unreachable
from trucewatch.outside.reach import check_listening

#: Seconds after which a cluster is asked again how many cores it has.
LOOK_AGAIN = 10.0
#: Seconds that a cluster may take to answer for the first time.
ANSWER = 10.0
#: Ray asks nobody outside: no statistics of its use, no pages.
SILENT = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}
#: A port where something else listens is given up after two tries of so many seconds.
IMPATIENT = {"RAY_py_gcs_connect_timeout_s": "10", "RAY_NUM_REDIS_GET_RETRIES": "2"}


class RayEngine:
    """Items as Ray tasks of one core each. Without an ``address`` Ray is started here and stopped at the end."""

    name = "ray"

    def __init__(self, workers: int | None = None, *, address: str | None = None) -> None:
        """Raises: BadInput if Ray is not installed, or nobody listens at the address."""
        os.environ.update({**SILENT, **IMPATIENT})
        self._ray = _imported()
        self._given = workers
        self._address = address
        self._look_for()

    @property
    def workers(self) -> int:
        """As many as were asked for, else the cores of the cluster (of this machine, before it is started)."""
        if self._given is not None:
            return self._given
        if not self._ray.is_initialized():
            return os.cpu_count() or 1
        return max(1, int(self._ray.cluster_resources().get("CPU", 1)))

    def run(self, job: Job, items: Iterable[Any], *, tries: int = TRIES) -> Iterator[Outcome]:
        """The outcomes as they come; a task whose process or machine was lost goes to another."""
        with self.session(job) as session:
            yield from session.run(items, tries=tries)

    @contextmanager
    def session(self, job: Job) -> Iterator[_Session]:
        """Ray, asked to do one job; what it loads for it stays in its processes."""
        with self._connected():
            yield _Session(self, self._ray, job)

    @contextmanager
    def _connected(self) -> Iterator[None]:
        """Ray, started or found; left as it was before. Raises: BadInput if nobody answers at the address."""
        ray = self._ray
        if ray.is_initialized():
            yield
            return
        here: dict[str, Any] = {"num_cpus": self._given, "include_dashboard": False, "_node_ip_address": "127.0.0.1"}
        where: dict[str, Any] = {"address": self._address} if self._address else {"address": "local", **here}
        try:
            ray.init(**where, log_to_driver=False, logging_level="ERROR", configure_logging=True)
        except (ConnectionError, ValueError, RuntimeError, TimeoutError) as error:
            raise self._nobody(told(error)) from error
        try:
            yield
        finally:
            ray.shutdown()

    def _look_for(self) -> None:
        """Try the address: Ray itself would wait for minutes. Raises: BadInput if nobody listens there."""
        if self._address is None or self._address == "auto":
            return
        host, _, port = self._address.removeprefix("ray://").rpartition(":")
        if not host or not port.isdecimal():
            raise self._nobody("an address is HOST:PORT, or auto for the cluster that this machine is part of")
        try:
            check_listening(host.strip("[]"), int(port), seconds=ANSWER)
        except Unreachable as error:
            raise self._nobody(str(error)) from error

    def _nobody(self, why: str) -> BadInput:
        where = f"at {self._address}" if self._address else "here"
        return BadInput(
            f"no Ray cluster can be reached {where} ({why}); start one with: ray start --head --disable-usage-stats, "
            "and give the address that it prints"
        )


class _Session:
    """One job on a cluster that is there."""

    def __init__(self, engine: RayEngine, ray: Any, job: Job) -> None:
        self._engine = engine
        self._ray = ray
        self._task = ray.remote(_work).options(num_cpus=1, max_retries=0)
        self._job = ray.put(job)

    def run(self, items: Iterable[Any], *, tries: int = TRIES) -> Iterator[Outcome]:
        fresh = iter(items)
        again: deque[tuple[Any, int]] = deque()
        in_work: dict[Any, tuple[Any, int]] = {}
        try:
            while True:
                while len(in_work) < self._engine.workers:
                    given = again.popleft() if again else next(((item, 1) for item in fresh), None)
                    if given is None:
                        break
                    in_work[self._task.remote(self._job, given[0])] = given
                if not in_work:
                    return
                ready, _ = self._ray.wait(list(in_work), num_returns=1, timeout=LOOK_AGAIN)
                for reference in ready:
                    item, tried = in_work.pop(reference)
                    value, reason = self._outcome(reference)
                    if reason is not None and tried < tries:
                        again.append((item, tried + 1))
                    else:
                        yield Outcome(item=item, value=value, reason=reason, tries=tried)
        finally:
            for reference in in_work:
                self._ray.cancel(reference, force=True)

    def _outcome(self, reference: Any) -> tuple[Any, str | None]:
        try:
            value, reason = self._ray.get(reference)
        except self._ray.exceptions.RayError as error:
            return None, f"its process or machine was lost ({told(error)[:200]})"
        return value, reason


#: In a process of Ray's: what does the job that it got last.
_begun: tuple[Job, Callable[[Any], Any]] | None = None


def _work(job: Job, item: Any) -> tuple[Any, str | None]:
    """One item, in a process of Ray's; what was loaded for the job serves the next item too."""
    global _begun
    for name, value in ONE_THREAD.items():
        os.environ.setdefault(name, value)
    try:
        if _begun is None or _begun[0] != job:
            _begun = job, job.begin()
        return _begun[1](item), None
    except Exception as error:
        return None, told(error)


def _imported() -> Any:
    """Raises: BadInput if Ray is not installed."""
    try:
        import ray
        import ray.exceptions
    except ModuleNotFoundError as missing:
        raise BadInput(
            f"the engine ray needs the package {missing.name}, which is not installed; install it with: "
            'pip install "trucewatch[ray]", or take --engine local'
        ) from missing
    return ray

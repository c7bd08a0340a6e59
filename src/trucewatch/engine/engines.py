"""What an engine is: it does one job over many items, in any order, and loses none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from trucewatch.errors import BadInput

#: The engines by name, and what each is.
ENGINES = {"local": "processes on this machine", "ray": "a Ray cluster, on this machine or at an address"}
#: Before an item is given up it is tried so often.
TRIES = 3
#: Whoever works holds one core: the libraries below take no threads of their own.
ONE_THREAD = {
    "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "0",
}  # fmt: skip


class Job(Protocol):
    """Work that travels to where it is done: a value that can be pickled."""

    def begin(self) -> Callable[[Any], Any]:
        """What does the work, made once in each process: models are loaded here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one item: its ``value``, or the ``reason`` why there is none after so many ``tries``."""

    item: Any
    value: Any = None
    reason: str | None = None
    tries: int = 1


class Session(Protocol):
    """A job that is begun: what does it stays loaded from one call to the next."""

    def run(self, items: Iterable[Any], *, tries: int = TRIES) -> Iterator[Outcome]:
        """The outcomes as they come. Whoever stops asking stops the work."""


class Engine(Protocol):
    """Does a job in processes. An item whose process died, or whose work failed, is tried ``tries`` times in all."""

    name: str

    @property
    def workers(self) -> int:
        """How many items are in work at one time."""

    def run(self, job: Job, items: Iterable[Any], *, tries: int = TRIES) -> Iterator[Outcome]:
        """A session for these items alone."""

    def session(self, job: Job) -> AbstractContextManager[Session]:
        """The job for as many calls as come, until the end of the block."""


def engine_named(name: str, *, workers: int | None = None, address: str | None = None) -> Engine:
    """The engine of a name, with so many ``workers`` (if not given, one a core); ``address`` is a Ray cluster's.

    Raises: BadInput for another name, or for an address where there is none to ask; for Ray if it is not installed.
    """
    if workers is not None and workers < 1:
        raise BadInput(f"workers must be 1 or more, got {workers}")
    if name == "local":
        from trucewatch.engine.local import LocalEngine

        if address:
            raise BadInput(f"the local engine has no address, got {address}; give --engine ray with it")
        return LocalEngine(workers)
    if name == "ray":
        from trucewatch.engine.on_ray import RayEngine

        return RayEngine(workers, address=address)
    raise BadInput(f"there is no engine {name!r}; there are {' and '.join(ENGINES)}")


def told(error: BaseException) -> str:
    """An exception as the reason why an item failed, on one line."""
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words}" if words else type(error).__name__

"""What a long run over a case does with Python's memory."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

#: Objects made before Python looks for cycles among the youngest, and how often it looks at older ones with them.
SELDOM = (20_000, 20, 50)

_LOCK = Lock()
_under_way = 0
_before = gc.get_threshold()


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """A run makes records by the ten thousand that stay until it ends, beside models of a million objects: to look for
    cycles among them as often as Python does by itself takes a sixth of its time. Runs may overlap in threads."""
    global _under_way, _before
    with _LOCK:
        if not _under_way:
            _before = gc.get_threshold()
            gc.set_threshold(*SELDOM)
        _under_way += 1
    try:
        yield
    finally:
        with _LOCK:
            _under_way -= 1
            if not _under_way:
                gc.set_threshold(*_before)

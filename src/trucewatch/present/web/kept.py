"""Answers kept for as long as the case is in one state: a picture is asked for again at every zoom."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Final, TypeVar

from trucewatch.store import Store
from trucewatch.store.state import State

#: Answers kept at once.
MOST: Final = 64
T = TypeVar("T")


class Kept:
    """What was worked out of a case, by what was asked; forgotten when the case changes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._state: State | None = None
        self._held: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The answer kept under ``key``, else what ``make`` gives, kept if the case did not change meanwhile."""
        state = self._store.state()
        with self._lock:
            if self._state != state:
                self._held.clear()
                self._state = state
            if key in self._held:
                self._held.move_to_end(key)
                found: T = self._held[key]
                return found
        made = make()
        with self._lock:
            if self._state == state:
                self._held[key] = made
                while len(self._held) > MOST:
                    self._held.popitem(last=False)
        return made

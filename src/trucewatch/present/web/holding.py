"""Which places are held back or coarsened now, where what is shown may reach anybody.

That hangs on all incidents and on what reports of the last days tell of them, so it is worked out once for each state
of the case and hour: at once for a small case, else by a thread of its own, and no place is shown until it is done.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from threading import Lock, Thread

from trucewatch.assess.holding import PlaceTold
from trucewatch.case import Case
from trucewatch.present.export.held import Held
from trucewatch.snapshots import SMALL
from trucewatch.store.state import State

Key = tuple[State, str]


def hour_of(now: datetime) -> str:
    """What is held back stays so within an hour."""
    return f"{now:%Y-%m-%d %H}"


class HeldBack:
    """``places`` gives by incident what may be shown where that is not what is told; None while it is worked out."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._lock = Lock()
        self._key: Key | None = None
        self._found: Mapping[str, PlaceTold] = {}
        self._thread: Thread | None = None

    def places(self) -> Mapping[str, PlaceTold] | None:
        state = self._case.store.state()
        key = (state, hour_of(datetime.now(UTC)))
        with self._lock:
            if self._key == key:
                return self._found
            if state.statements > SMALL:
                if self._thread is None or not self._thread.is_alive():
                    self._thread = Thread(target=self._work, args=(key,), name="held places", daemon=True)
                    self._thread.start()
                return None
        self._work(key)
        return self._found

    def _work(self, key: Key) -> None:
        held = Held.of(self._case.store, now=datetime.now(UTC), hold=self._case.hold)
        found = {one: told for one, told in held.places.items() if told.how != "as told"}
        with self._lock:
            self._key, self._found = key, found

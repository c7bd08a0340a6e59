"""The case as the pages use it: open for reading all the time, for writing one action long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Lock

from trucewatch.case import Case, open_case
from trucewatch.present.web.kept import Kept
from trucewatch.records.decision import Action
from trucewatch.records.privacy import Withheld
from trucewatch.settings import Settings
from trucewatch.snapshots import Snapshots
from trucewatch.store.address import CasePlace


class Desk:
    """One case, read by many threads, written by one at a time.

    ``case`` is open for reading only; every request sees what was last written. ``snapshots`` are what takes too long
    to work out for a page, ``kept`` the answers that hold as long as the case stays as it is. ``writing`` opens the
    case for one short action in a person's name; a second action of this process waits for the first, one of another
    process is told who holds the case (CaseBusy); on a server it waits for its turn first.
    """

    def __init__(self, path: CasePlace, *, settings: Settings) -> None:
        self.path = path
        self.settings = settings
        self.case = open_case(path, settings=settings)
        self.snapshots = Snapshots(self.case)
        self.kept = Kept(self.case.store)
        #: Told the decisions of each action, whether it ended well or not; the audit log takes this place.
        self.noting: Callable[[list[tuple[str, Action]]], None] = lambda decided: None
        self._writer = Lock()

    def withheld(self) -> Withheld:
        """The names of private persons, looked up once for each state of the case."""
        return self.kept.get("names withheld", self.case.store.all_withheld)

    @contextmanager
    def writing(self, person: str) -> Iterator[Case]:
        """The case open for writing; what is decided is signed by ``person``."""
        with self._writer, open_case(self.path, write=True, settings=replace(self.settings, person=person)) as case:
            _, last = case.store.decided_up_to()
            try:
                yield case
            finally:
                if decided := case.store.decided_after(last):
                    self.noting(decided)

    def close(self) -> None:
        self.snapshots.close()
        self.case.close()

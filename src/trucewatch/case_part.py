"""What the parts of ``Case`` have in common: the store, the settings, and who writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from trucewatch.found import Found
from trucewatch.records.agreement import Agreement
from trucewatch.settings import Settings
from trucewatch.store import Store

R = TypeVar("R")


class CasePart:
    """A part of ``Case``. What is written is signed by ``who``, else by the person of the settings."""

    store: Store
    settings: Settings

    @property
    def agreement(self) -> Agreement:
        """The agreement that the case follows, as the case holds it."""
        return self.store.agreement()

    def _found(self, records: Iterable[R], table: str) -> Found[R]:
        """The records as a list that is a data frame as well, of the columns of a ``table``."""
        return Found(records, table=table, case=self)

    @contextmanager
    def _signed(self, who: str | None = None) -> Iterator[str]:
        """The person who writes, while the case's lease is held in that name.

        Raises: CaseBusy while another process writes; CannotWrite for a case opened for reading.
        """
        person = who or self.settings.person
        with self.store.lease(person or "trucewatch", seconds=self.settings.lease_seconds):
            yield person

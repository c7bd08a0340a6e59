"""A page of a long list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from trucewatch.errors import BadInput

T = TypeVar("T")
#: Rows that a page has at most.
MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """``items`` are those from number ``offset`` on, ``limit`` at most; ``total`` is how many there are on all pages.

    ``counts`` are what stands at the head of the list: numbers over all pages, by what is counted.
    """

    items: tuple[T, ...]
    total: int
    offset: int = 0
    limit: int
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def more(self) -> bool:
        """True if a page follows."""
        return self.offset + len(self.items) < self.total

    @property
    def next(self) -> int | None:
        """The number at which the page that follows begins; None if this is the last."""
        return self.offset + len(self.items) if self.more else None

    @property
    def previous(self) -> int | None:
        """The number at which the page before begins; None if this is the first."""
        return max(self.offset - self.limit, 0) if self.offset > 0 else None


def check_page(offset: int, limit: int) -> None:
    """Raises: BadInput for a page that there cannot be."""
    if offset < 0 or not 1 <= limit <= MOST:
        raise BadInput(
            f"a page begins at 0 or later and has 1 to {MOST} rows, got offset {offset} and limit {limit}; "
            "ask for further pages one after the other"
        )

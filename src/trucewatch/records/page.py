"""A page of a long list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


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

"""What is remembered of pages and hosts between two visits: validators, robots.txt, pauses asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class Memory(Protocol):
    """Small JSON records by kind ("page", "host") and name; a case keeps them (store/watching.py)."""

    def recall(self, kind: str, name: str) -> Mapping[str, Any] | None: ...

    def remember(self, kind: str, name: str, value: Mapping[str, Any]) -> None: ...


class ShortMemory:
    """A memory that lasts as long as the process."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Mapping[str, Any]] = {}

    def recall(self, kind: str, name: str) -> Mapping[str, Any] | None:
        return self._known.get((kind, name))

    def remember(self, kind: str, name: str, value: Mapping[str, Any]) -> None:
        self._known[kind, name] = dict(value)

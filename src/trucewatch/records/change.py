"""One record at two instants of the case's own time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A record as it was at the earlier instant and at the later one; None where the case did not hold it.

    ``kind`` is the kind as the store names it ("statement", "report", "figure" …).
    """

    kind: str
    id: str
    before: Any = None
    after: Any = None

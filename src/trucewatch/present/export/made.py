"""What a format makes of what is told: files, how many records of each kind are in them, and what is not and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Made:
    """``files`` by name, ``counts`` by kind of record, ``left_out`` by reason: what the format has no room for.

    ``remarks`` are the rules that the reader of the files must know ("fatalities: lowest …").
    """

    files: Mapping[str, bytes]
    counts: Mapping[str, int]
    left_out: Mapping[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

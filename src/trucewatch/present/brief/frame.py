"""What a brief says of itself: what was asked, what is new, the first page in sentences, how it was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from trucewatch.present.brief.handling import Mark
from trucewatch.present.brief.model import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of our own words; ``quote`` are words of a source, ``citations`` where they stand, ``leads`` the records
    that it is about, as (id, place in the brief; "" where it has none)."""

    words: str
    quote: str = ""
    citations: tuple[Citation, ...] = ()
    leads: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsGroup:
    """One kind of change. ``more`` are not listed for want of room, ``outside``: the brief does not show them."""

    heading: str
    lines: tuple[Line, ...]
    more: int = 0
    outside: int = 0

    @property
    def total(self) -> int:
        return len(self.lines) + self.more + self.outside


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What changed since an earlier brief, ``since`` in words."""

    since: str
    groups: tuple[NewsGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What holds for the whole brief besides its period: one sentence each; ``left_out`` counts by kind what a filter
    leaves out."""

    sentences: tuple[str, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """``number`` is that under which the case keeps the brief (None: a draft, kept nowhere), ``known_at`` the instant
    of the case's record it was made from; ``in_short`` are the sentences of the first page by heading, ``settings`` how
    the program was set."""

    mark: Mark
    number: int | None = None
    known_at: datetime | None = None
    scope: Scope = Scope()
    in_short: tuple[tuple[str, tuple[Line, ...]], ...] = ()
    news: News | None = None
    settings: tuple[tuple[str, str], ...] = ()

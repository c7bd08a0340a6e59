"""The agreement that is followed: parties, instruments, provisions with their clocks, and claimed terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from trucewatch.errors import BadRecord
from trucewatch.records.actor import Actor

PartyRole = Literal["signatory", "non-signatory", "guarantor", "monitor", "third party"]
ClockKind = Literal["none", "fixed", "offset", "with", "continuing", "recurring"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A side that a statement may be made for; its name is exported exactly so."""

    name: str
    role: PartyRole
    members: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """When something is due.

    ``fixed``: on ``day``. ``offset``: ``days``/``months`` after ``after`` ("signature", an event's name, or
    "provision REF": that it was carried out), not before ``opens_days``/``opens_months`` after it where a window is
    given. ``with``: when ``after`` happens, no date before that. ``continuing``: from the start, no end.
    ``recurring``: every ``days``/``months``. ``hour`` is the hour on the day due, in ``zone``. ``reported`` are dates
    that outlets give instead, ``text`` is the rule in words.

    ``start``, ``opens`` and ``due`` are computed (``records.due``), from what the agreement file itself dates; what
    reports or persons date comes to them in ``assess.clocks``.
    """

    kind: ClockKind = "none"
    day: date | None = None
    days: int | None = None
    months: int | None = None
    after: str | None = None
    opens_days: int | None = None
    opens_months: int | None = None
    hour: time | None = None
    start: date | None = None
    opens: date | None = None
    due: date | None = None
    reported: tuple[date, ...] = ()
    zone: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a side reads a provision or term, or how a translation puts it, with where that is known from.

    ``side`` is a party, ``source`` a translation or printing of the text; one of the two. ``clock`` is the provision's
    clock on that reading, where the readings part over dates.
    """

    side: str | None = None
    source: str | None = None
    reading: str
    basis: str | None = None
    clock: Clock | None = None

    @property
    def owner(self) -> str:
        """Whose reading it is, as it is printed."""
        return self.side or self.source or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One paragraph of an instrument, in our own words, with who owes what to whom by when.

    ``confirmed`` is False where the wording was not checked against the official text.
    ``keywords`` are words by which reports refer to it; ``conditions`` are refs of other provisions.
    """

    ref: str
    instrument: str
    what: str
    obligors: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    clock: Clock = Clock()
    topics: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    part_of: str | None = None
    readings: tuple[Reading, ...] = ()
    confirmed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedTerm:
    """A term that a side says the agreement holds, though the published text does not."""

    ref: str
    owner: str
    what: str
    keywords: tuple[str, ...] = ()
    answers: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A text that belongs to the agreement: the agreement itself, a declaration beside it, an annex."""

    id: str
    title: str
    signed: date | None = None
    parties: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A dated happening that clocks may hang on or that trends are read against ("signature", "talks open").

    Without a ``day`` it has not happened as far as the file knows. ``types`` are the types of incident that it would
    be told as, ``sides`` the parties that take part, ``keywords`` words of which reports of it hold one: by these a
    dated incident of the record may start the clocks that hang on it (``assess.clocks``).
    """

    name: str
    day: date | None = None
    title: str = ""
    types: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """An agreement file, read and checked. ``version`` is the SHA-256 of the file's bytes."""

    id: str
    title: str
    signed: date | None
    parties: tuple[Party, ...]
    provisions: tuple[Provision, ...] = ()
    claimed_terms: tuple[ClaimedTerm, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    events: tuple[Event, ...] = ()
    actors: tuple[Actor, ...] = ()
    countries: tuple[str, ...] = ()
    note: str | None = None
    version: str = ""

    def __post_init__(self) -> None:
        names = [p.name for p in self.parties]
        if len(names) != len({n.casefold() for n in names}):
            raise BadRecord(f"agreement {self.id} lists a party twice: {', '.join(names)}")
        refs = [p.ref for p in self.provisions] + [t.ref for t in self.claimed_terms]
        if len(refs) != len(set(refs)):
            raise BadRecord(f"agreement {self.id} gives a provision reference twice")

    def party(self, name: str) -> Party | None:
        wanted = name.casefold()
        return next((p for p in self.parties if p.name.casefold() == wanted), None)

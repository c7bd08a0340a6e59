"""The agreement that is followed: parties, instruments, provisions with their clocks, and claimed terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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
    "provision REF"). ``with``: when ``after`` happens, no date before that. ``continuing``: from the start,
    no end. ``recurring``: every ``days``. ``due`` is the computed date where one can be computed, ``reported``
    dates that outlets give instead. ``text`` is the rule in words.
    """

    kind: ClockKind = "none"
    day: date | None = None
    days: int | None = None
    months: int | None = None
    after: str | None = None
    due: date | None = None
    reported: tuple[date, ...] = ()
    zone: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a side reads a provision or term, with where that is known from."""

    side: str
    reading: str
    basis: str | None = None


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
    """A dated happening that clocks may hang on or that trends are read against ("signature", "talks open")."""

    name: str
    day: date | None = None
    title: str = ""


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

"""What a person asks of a brief, checked, and as it is kept with the brief that was issued."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from trucewatch.assess.holding import HELD_FOR
from trucewatch.errors import BadInput
from trucewatch.present.brief.cutoff import Cutoff
from trucewatch.present.brief.handling import Mark, mark_of
from trucewatch.present.brief.words import day_words, listed
from trucewatch.records.agreement import Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The days covered (both included), as of which day, which sides and provisions, the mark, the look.

    ``as_of``: only what was published by the end of that day, of what the case held by then. ``cutoff``: the clock
    time at which days end. Several sides (or provisions) mean one or the other. ``hold``: for how long places of people
    at risk are not shown at all.
    """

    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    cutoff: Cutoff | None = None
    sides: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()
    handling: str = "internal"
    with_texts: bool = False
    typeface: Literal["sans", "serif"] = "sans"
    hold: timedelta = HELD_FOR

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise BadInput(f"--since {self.since} lies after --until {self.until}; give the earlier day first")
        if self.since and self.as_of and self.since > self.as_of:
            raise BadInput(
                f"--since {self.since} lies after --as-of {self.as_of}; nothing of those days was known then"
            )
        mark = mark_of(self.handling)
        if self.with_texts and mark.public:
            raise BadInput(
                f"--with-texts adds the publishers' texts, and {self.handling} lets the dossier reach anybody; "
                f"leave out one of the two"
            )

    @property
    def narrowed(self) -> bool:
        return bool(self.sides or self.provisions)

    def to_json(self) -> dict[str, Any]:
        """Only what was asked for, so that the list stays short."""
        given: dict[str, Any] = {
            "since": self.since and self.since.isoformat(), "until": self.until and self.until.isoformat(),
            "as_of": self.as_of and self.as_of.isoformat(), "cutoff": self.cutoff and self.cutoff.words,
            "sides": list(self.sides), "provisions": list(self.provisions), "handling": self.handling,
            "with_texts": self.with_texts, "typeface": self.typeface if self.typeface != "sans" else "",
            "hold_hours": self.hold // timedelta(hours=1) if self.hold != HELD_FOR else 0,
        }  # fmt: skip
        return {name: value for name, value in given.items() if value}

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Options:
        """The options that ``to_json`` gave; what it left out is as by default."""

        def day(name: str) -> date | None:
            return date.fromisoformat(given[name]) if given.get(name) else None

        return cls(
            since=day("since"), until=day("until"), as_of=day("as_of"),
            cutoff=Cutoff.of(given["cutoff"]) if given.get("cutoff") else None,
            sides=tuple(given.get("sides", ())), provisions=tuple(given.get("provisions", ())),
            handling=given.get("handling", "internal"), with_texts=given.get("with_texts", False),
            typeface=given.get("typeface", "sans"),
            hold=timedelta(hours=given["hold_hours"]) if given.get("hold_hours") else HELD_FOR,
        )  # fmt: skip


def sides_named(names: Iterable[str], agreement: Agreement) -> tuple[str, ...]:
    """The parties as the agreement file writes them. Raises: BadInput naming those there are."""
    found = []
    for name in names:
        wanted = name.strip().casefold()
        party = next(
            (p for p in agreement.parties if wanted in {n.casefold() for n in (p.name, *p.aliases)}),
            None,
        )
        if party is None:
            there = ", ".join(p.name for p in agreement.parties) or "none"
            raise BadInput(f"--side {name!r} is no party of {agreement.title}; its parties are {there}")
        found.append(party.name)
    return tuple(dict.fromkeys(found))


def provisions_named(refs: Sequence[str], agreement: Agreement) -> tuple[str, ...]:
    """The references as the agreement file writes them. Raises: BadInput naming those there are."""
    known = {ref.casefold(): ref for ref in (*_refs(agreement), *(t.ref for t in agreement.claimed_terms))}
    found = []
    for ref in refs:
        if ref.strip().casefold() not in known:
            there = ", ".join(known.values()) or "none"
            raise BadInput(f"--provision {ref!r} is no provision of {agreement.title}; there are {there}")
        found.append(known[ref.strip().casefold()])
    return tuple(dict.fromkeys(found))


def _refs(agreement: Agreement) -> list[str]:
    return [p.ref for p in agreement.provisions]


def scope_words(options: Options, mark: Mark, *, made_later: bool) -> tuple[str, ...]:
    """What was asked beside the period, one sentence each. ``made_later``: than the day asked for was the case made."""
    told = []
    if options.as_of:
        day = day_words(options.as_of)
        told.append(
            f"As of {day}: only what was published by then. The case was made later, so what its records say was "
            f"worked out over all its reports."
            if made_later
            else f"As of {day}: only what was published by then, by the record that the case held when it ended."
        )
    if options.cutoff:
        told.append(
            f"Days end at {options.cutoff.words}; what is known to the day only counts for the civil day that it names."
        )
    if options.sides:
        told.append(
            f"Side: {listed(options.sides, 'or')}. Statements by or about it, incidents in which it is named, and "
            f"claims with what answers them."
        )
    if options.provisions:
        told.append(f"Provision: {listed(options.provisions, 'or')}, with its parts. What was tied to it.")
    if mark.public:
        told.append("What a person marked confidential is left out.")
        told.append(
            f"Places where people could be found (convoys, shelters, aid sites, hospitals, observers, people held or "
            f"driven away) are told by their area only, and not at all for {options.hold // timedelta(hours=1)} hours "
            f"from the end of their day. Blocks (█) cover their names in the words of reports; nothing is moved about."
        )
    return tuple(told)

"""What a brief shows of the agreement: clocks, findings by named rules, claimed readings, who has not spoken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trucewatch.present.brief.model import Citation, IncidentShown, Item, Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A record that something rests on: its id, its place in the brief ("" if it has none) and where it stands."""

    shown_id: str
    anchor: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherDay:
    """A day that is given in place of the computed one: by reports (cited) or, without these, by the agreement file."""

    day: str
    apart: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Untied:
    """A reported incident that may be what a clock waits for, and why it does not start it."""

    day: str
    why_not: str
    record: Lead | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockShown:
    """A provision's clock as of the day that the brief looks from.

    ``words`` say where it stands, ``counted`` how its day comes about, ``trigger`` what it hangs on and why that day
    holds, ``records`` where that stands; ``performed`` what a person entered of the provision being carried out,
    ``performed_by`` in which decision; ``readings`` are rival readings' owners with the clock on their reading.
    """

    state: str
    words: str
    rule: str
    counted: str
    due: date | None
    days_left: int | None
    distance: str
    opens: date | None
    zone: str
    trigger: str
    records: tuple[Lead, ...] = ()
    others: tuple[OtherDay, ...] = ()
    untied: tuple[Untied, ...] = ()
    readings: tuple[tuple[str, str], ...] = ()
    performed: str = ""
    performed_by: tuple[Lead, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionShown:
    """A provision or claimed term (which has no clock), its status by rule and what was said about it."""

    anchor: str
    ref: str
    what: str
    who: str
    clock: ClockShown | None
    status: str
    rule: str
    confirmed: bool
    readings: tuple[tuple[str, str, str], ...]
    said: tuple[Item, ...]
    incidents: tuple[IncidentShown, ...]
    findings: tuple[FindingShown, ...] = ()
    claimed: tuple[ReadingShown, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingShown:
    """What one named rule finds, the records it rests on (``more``: how many are not named) and their last day."""

    words: str
    leads: tuple[Lead, ...]
    more: int
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingShown:
    """What somebody says the agreement holds. ``ref`` is the provision or claimed term that it reads, "" if none;
    ``why`` says by which words it was put there, ``statement`` is the statement it stands in."""

    anchor: str
    shown_id: str
    owner: str
    effect: str
    when: str
    ref: str
    why: str
    checked: bool
    statement: Lead
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class UnspokenShown:
    """An open claim or a provision, the parties with a recorded statement on it and those without, and what was looked
    through: ``reports`` from ``since`` on."""

    lead: Lead
    words: str
    spoke: tuple[str, ...]
    silent: tuple[str, ...]
    reports: int
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Silences:
    """Who has not spoken on what. ``parties`` are (party, reports of its own outlets, its statements on any matter) in
    the ``reports`` looked through up to ``up_to``; ``nobody`` are provisions without a statement of any party."""

    claims: tuple[UnspokenShown, ...] = ()
    provisions: tuple[UnspokenShown, ...] = ()
    nobody: tuple[Lead, ...] = ()
    parties: tuple[tuple[str, int, int], ...] = ()
    reports: int = 0
    up_to: str = ""

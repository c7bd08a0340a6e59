"""What a page over time was asked for: the period and the filters, read from the address and written into links."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final, Literal, Self

from trucewatch.case import Case
from trucewatch.present.web.filters import Filters
from trucewatch.records.vocabulary import ACTS, INCIDENT_TYPES
from trucewatch.store.choosing import IncidentFilter, StatementFilter

Grain = Literal["single", "day", "week", "month"]
#: How fine time is drawn, the finest first, with the words of its button.
GRAINS: Final[Mapping[str, str]] = {"single": "Single", "day": "Days", "week": "Weeks", "month": "Months"}
WHATS: Final[Mapping[str, str]] = {"statement": "Statements", "incident": "Incidents"}
MADE: Final[Mapping[str, str]] = {"machine": "Machine alone", "person": "A person had a hand in it"}
#: Scores of the surest attribution under which a record counts as doubtful.
DOUBTS: Final[Mapping[str, str]] = {"0.3": "score under .3", "0.5": "score under .5", "0.7": "score under .7"}
#: Days that a period has at least when it is drawn nearer.
NEAREST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Everything optional; ``grain`` None lets the page choose by the length of the period. ``listed`` is the kind that
    the list under a picture holds."""

    since: date | None = None
    until: date | None = None
    grain: str | None = None
    what: str | None = None
    side: str | None = None
    act: str | None = None
    type: str | None = None
    provision: str | None = None
    publisher: str | None = None
    doubt: str | None = None
    made: str | None = None
    listed: str | None = None
    offset: int = 0

    @classmethod
    def of(cls, filters: Filters, case: Case) -> Self:
        """Raises: BadInput for a value that cannot be meant."""
        since, until = filters.days()
        return cls(
            since=since, until=until, grain=filters.choice("grain", GRAINS), what=filters.choice("what", WHATS),
            side=filters.party("side", case), act=filters.choice("act", ACTS),
            type=filters.choice("type", INCIDENT_TYPES), provision=filters.ref("provision", case),
            publisher=filters.text("publisher"), doubt=filters.choice("doubt", DOUBTS),
            made=filters.choice("made", MADE), listed=filters.choice("listed", WHATS), offset=filters.offset,
        )  # fmt: skip

    def statements(self, publishers: Collection[str]) -> StatementFilter | None:
        """Which statements are asked for; None for none: who asks for a type of incident asks for no statement.

        ``publishers`` are the outlets of the case, of which part of a name is enough.
        """
        if self.what == "incident" or (self.type and not self.act):
            return None
        return StatementFilter(act=self.act, side=self.side, **self._both(publishers))

    def incidents(self, publishers: Collection[str]) -> IncidentFilter | None:
        """The same of incidents: those that somebody tells as having happened."""
        if self.what == "statement" or (self.act and not self.type):
            return None
        return IncidentFilter(type=self.type, side=self.side, happened=True, **self._both(publishers))

    def _both(self, publishers: Collection[str]) -> dict[str, Any]:
        part = (self.publisher or "").casefold()
        return {
            "since": self.since,
            "until": self.until,
            "provision": self.provision,
            "made_by": self.made,
            "doubt": float(self.doubt) if self.doubt else None,
            "publisher": tuple(p for p in publishers if part in p.casefold()) if part else None,
        }

    def named(self) -> dict[str, str]:
        """What was asked for as it stands in an address, without what was left open and the part of the list."""
        given = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "offset"}
        return {name: str(value) for name, value in given.items() if value is not None}

    @property
    def narrowed(self) -> bool:
        """True if anything but the way of showing was chosen."""
        return any(getattr(self, f.name) for f in fields(self) if f.name not in ("grain", "listed", "offset"))


def grain_for(first: date, last: date, number: int, *, most_single: int) -> Grain:
    """How fine a period is drawn when nothing was chosen: single records where they are few, else by its length."""
    if number <= most_single:
        return "single"
    days = (last - first).days
    return "day" if days <= 62 else "week" if days <= 800 else "month"


def moved(first: date, last: date, how: Literal["earlier", "later", "nearer", "wider"]) -> tuple[date, date]:
    """The period half its length earlier or later, half as long or twice as long around its middle."""
    days = (last - first).days + 1
    by = {"earlier": (-days / 2, -days / 2), "later": (days / 2, days / 2), "nearer": (days / 4, -days / 4),
          "wider": (-days / 2, days / 2)}[how]  # fmt: skip
    if how == "nearer" and days <= NEAREST:
        return first, last
    return _shifted(first, by[0]), _shifted(last, by[1])


def _shifted(day: date, days: float) -> date:
    """Some days on, within what the calendar has."""
    whole = int(days) if abs(days) >= 1 else (1 if days > 0 else -1)
    return date.fromordinal(min(max(day.toordinal() + whole, date.min.toordinal()), date.max.toordinal()))

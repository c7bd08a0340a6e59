"""Who says or does things, under which names, in which role and for which side, from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from trucewatch.errors import BadRecord
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.span import Span

ActorKind = Literal["public_figure", "official", "institution", "private_person"]
#: What a spelling is: the whole name; a surname alone; a name with its title; the initials of an institution; a name
#: of war or nickname; the same name in other letters.
NameForm = Literal["full", "surname", "title", "acronym", "nickname", "spelling"]
#: How a bound of a role is known: from the agreement file, from words in a report, from the first or last report
#: that tells of the role, or from a person.
DateBasis = Literal["agreement", "words", "seen", "person"]
#: The title of a role of which only the side is known.
NO_OFFICE = "no office told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One spelling of an actor's name; ``basis`` and ``span`` say where it was met, as in ``Role``."""

    text: str
    language: str | None = None
    script: str | None = None
    form: NameForm = "full"
    basis: str = "agreement"
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What an actor is, in a time; the first side is the one the role speaks for first, others also.

    ``basis`` says what it rests on: the agreement file, a report (``span``: the words) or a person ("person NAME").
    ``sides_basis`` says so of the sides where that is something else. A bound that is only ``seen`` is the day of the
    first or last of the ``reports`` reports that tell of the role: it may have begun earlier and gone on. ``time_span``
    holds words that give a bound ("since 2019", "former"); ``last_span`` the source in the last report seen.
    """

    title: str
    organisation: str | None = None
    sides: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    basis: str = "agreement"
    span: Span | None = None
    sides_basis: str | None = None
    since_basis: DateBasis = "agreement"
    until_basis: DateBasis = "agreement"
    time_span: Span | None = None
    last_span: Span | None = None
    reports: int = 0

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise BadRecord(f"role {self.title!r} ends before it begins")

    def holds_on(self, day: date | None) -> bool:
        """True on any day if the role has no dates; an unknown day counts as inside, a bound only seen as open."""
        if day is None:
            return True
        begun = self.since is None or self.since_basis == "seen" or self.since <= day
        return begun and (self.until is None or self.until_basis == "seen" or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Anyone who says or does something. The id is given in the agreement file or random, never a hash of a name.

    ``mention_ids`` are the statement mentions in which the actor speaks, first told first; the id was minted for
    ``founding_mention`` and goes where that goes. ``reasons`` say why the spellings are one actor. Actors as the
    agreement file lists them have neither.
    """

    id: str
    names: tuple[Name, ...]
    kind: ActorKind
    roles: tuple[Role, ...] = ()
    founding_mention: str | None = None
    mention_ids: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    maker: Maker | None = None
    recorded_at: datetime | None = None

    def __post_init__(self) -> None:
        if not self.names:
            raise BadRecord(f"actor {self.id} has no name")
        if self.founding_mention is not None and self.founding_mention not in self.mention_ids:
            raise BadRecord(f"actor {self.id[:12]} does not hold its founding mention")

    @property
    def name(self) -> str:
        return self.names[0].text

    @property
    def private(self) -> bool:
        """Private persons are described, never named, in anything that leaves the case."""
        return self.kind == "private_person"

    @property
    def role(self) -> str | None:
        """The title told of last, None if no office is told."""
        return next((r.title for r in reversed(self.roles) if r.title != NO_OFFICE), None)

    @property
    def side(self) -> str | None:
        """The side spoken for first in the role told of last that has one."""
        return next((r.sides[0] for r in reversed(self.roles) if r.sides), None)

    def sides_on(self, day: date | None) -> tuple[str, ...]:
        return tuple(dict.fromkeys(side for role in self.roles if role.holds_on(day) for side in role.sides))

    def spans(self) -> tuple[Span, ...]:
        """The words that names, roles and their times rest on, each once."""
        found = [name.span for name in self.names]
        found += [span for role in self.roles for span in (role.span, role.time_span, role.last_span)]
        return tuple(dict.fromkeys(span for span in found if span is not None))

"""Who says or does things, under which names, in which role and for which side, from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from trucewatch.errors import BadRecord
from trucewatch.records.span import Span

ActorKind = Literal["public_figure", "official", "institution", "private_person"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One spelling of an actor's name."""

    text: str
    language: str | None = None
    script: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What an actor is, in a time; the first side is the one the role speaks for first, others also.

    ``basis`` says what it rests on: the agreement file, the words in a report (``span``) or a person.
    """

    title: str
    organisation: str | None = None
    sides: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    basis: str = "agreement"
    span: Span | None = None

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise BadRecord(f"role {self.title!r} ends before it begins")

    def holds_on(self, day: date | None) -> bool:
        """True on any day if the role has no dates; an unknown day counts as inside."""
        return day is None or ((self.since is None or self.since <= day) and (self.until is None or day <= self.until))


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Anyone who says or does something. The id is given in the agreement file or random, never a hash of a name."""

    id: str
    names: tuple[Name, ...]
    kind: ActorKind
    roles: tuple[Role, ...] = ()

    def __post_init__(self) -> None:
        if not self.names:
            raise BadRecord(f"actor {self.id} has no name")

    @property
    def name(self) -> str:
        return self.names[0].text

    @property
    def private(self) -> bool:
        """Private persons are described, never named, in anything that leaves the case."""
        return self.kind == "private_person"

    def sides_on(self, day: date | None) -> tuple[str, ...]:
        return tuple(dict.fromkeys(side for role in self.roles if role.holds_on(day) for side in role.sides))

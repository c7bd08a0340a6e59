"""Who tells of an incident, each once, and whether two independent accounts bear each other out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from trucewatch.records.agreement import Agreement, Party
from trucewatch.records.incident import Incident
from trucewatch.records.mention import IncidentMention
from trucewatch.records.statement import Statement
from trucewatch.records.wording import fold

#: Said as one of these, an account does not say that it happened.
NO_ACCOUNT = frozenset({"denied", "threatened", "planned", "hypothetical"})
#: Words by which an outlet that bears a state's name is that state's own, and not a paper that is printed there.
OF_A_STATE = re.compile(
    r"\b(?:state|government|ministry|presiden\w+|army|navy|forces|defen[cs]e|national|official|military|police|guards?)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """One who tells of an incident: an outlet in its own voice, or a side. ``origin`` is the report that brought it."""

    name: str
    kind: Literal["outlet", "side"]
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Who tells of an incident, each once: ``origins`` that report it in their own voice, ``sides`` and ``others``
    (people and bodies of no side) whose account is passed on. It says nothing about who is right.

    ``corroborated`` names two who tell of it and do not hang together: other outlets or sides, from other origins,
    neither passing on the other's account. A side never bears itself out.
    """

    origins: tuple[str, ...]
    sides: tuple[str, ...]
    others: tuple[str, ...]
    corroborated: tuple[Teller, Teller] | None = None


def support(
    incident: Incident,
    report_of: Mapping[str, str],
    origin_of: Mapping[str, str],
    *,
    publishers: Mapping[str, str | None],
    agreement: Agreement,
    speakers: Mapping[str, str] | None = None,
) -> Support:
    """Count the tellers of an incident; outlets of a side count as that side, and denials count for nobody.

    ``report_of`` is mention id -> report id, ``publishers`` report id -> outlet. ``speakers`` is mention id -> the name
    of who says it in all reports: "the driver" here and "Ann Brook" there are one teller if what they say is one.
    """
    told: set[str] = set()
    sides: set[str] = set()
    others: set[str] = set()
    tellers: set[tuple[str, Literal["outlet", "side"], str]] = set()
    for account in incident.accounts:
        if account.said_as in NO_ACCOUNT:
            continue
        report = report_of.get(account.mention_id)
        origin = origin_of.get(report, report) if report is not None else None
        outlet = publishers.get(report) if report is not None else None
        side = account.side or (None if account.said_by else side_of_outlet(outlet, agreement))
        if side:
            sides.add(side)
            if origin is not None:
                tellers.add((side, "side", origin))
        elif account.said_by:
            others.add(fold((speakers or {}).get(account.mention_id, account.said_by)))
        elif origin is not None:
            told.add(origin)
            tellers.add((outlet or origin, "outlet", origin))
    return Support(
        origins=tuple(sorted(told)), sides=tuple(sorted(sides)), others=_persons(others),
        corroborated=_independent([Teller(name=n, kind=k, origin=o) for n, k, o in sorted(tellers)]),
    )  # fmt: skip


def speakers_of(mentions: Iterable[IncidentMention], statements: Iterable[Statement]) -> dict[str, str]:
    """Mention of an incident inside somebody's words -> the name under which all reports know who said them."""
    within = {m.statement_mention: m.id for m in mentions if m.statement_mention is not None}
    return {
        within[said]: statement.speaker
        for statement in statements
        if statement.speaker
        for said in statement.mention_ids
        if said in within
    }


def _persons(names: set[str]) -> tuple[str, ...]:
    """The names, a surname ("Brook") left out where the whole name stands too ("Ann Brook", "Colonel Ann Brook")."""
    words = {name: name.split() for name in names}
    return tuple(
        name
        for name in sorted(names)
        if not any(
            len(own) < len(full) and own[-1:] == full[-1:] and set(own) < set(full)
            for own, full in ((words[name], words[other]) for other in names)
        )
    )


def _independent(tellers: Sequence[Teller]) -> tuple[Teller, Teller] | None:
    """The first two tellers of other names whose origins do not pass on each other's account; outlets come first."""
    carriers: dict[tuple[str, str], set[str]] = {}
    for one in tellers:
        carriers.setdefault((one.kind, fold(one.name)), set()).add(one.origin)
    for one, other in combinations(sorted(tellers, key=lambda t: (t.kind, t.name, t.origin)), 2):
        mine, theirs = (one.kind, fold(one.name)), (other.kind, fold(other.name))
        if mine != theirs and one.origin not in carriers[theirs] and other.origin not in carriers[mine]:
            return one, other
    return None


def side_of_outlet(publisher: str | None, agreement: Agreement) -> str | None:
    """The party whose own outlet this is: named so in the agreement's actors, or carrying the party's name.

    A state's name alone makes no state's outlet ("The Northland Post"): that takes one of its bodies, or a word that
    says whose it is ("Northland State Radio").
    """
    if not publisher:
        return None
    name = fold(publisher).strip()
    for actor in agreement.actors:
        if actor.kind == "institution" and any(fold(n.text).strip() == name for n in actor.names):
            side = next(iter(actor.sides_on(None)), None)
            if side:
                return side
    for party in agreement.parties:
        if any(_carries(name, known) for known in (*party.members, *_own_names(party))):
            return party.name
        lands = (party.name, *party.aliases, *party.demonyms) if party.demonyms else ()
        if OF_A_STATE.search(name) and any(_carries(name, known) for known in lands):
            return party.name
    return None


def _own_names(party: Party) -> tuple[str, ...]:
    """The names that only the party itself bears: those of states are also where papers are printed."""
    return () if party.demonyms else (party.name, *party.aliases)


def _carries(outlet: str, known: str) -> bool:
    """True if the name stands in the outlet's; two letters ("US", "UN") stand in too many."""
    folded = fold(known).strip().removeprefix("the ")
    enough = len(folded) > 3 or (len(folded) == 3 and known.isupper())
    return enough and re.search(rf"(?<!\w){re.escape(folded)}(?!\w)", outlet) is not None

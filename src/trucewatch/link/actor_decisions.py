"""A person's decisions about an actor: its side, a role, the name shown, its kind; confirmed or set aside.

Joining and parting are judgements, and done while the groups are made (``namesakes.py``). What stands here is applied
after the machine each time, to the actor with the id, or the one that the id now redirects to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, get_args

from trucewatch.errors import BadRecord
from trucewatch.link.offices import office_of
from trucewatch.records.actor import NO_OFFICE, Actor, ActorKind, Name, Role
from trucewatch.records.decision import Decision
from trucewatch.records.maker import Reason

#: What a person may set of an actor.
FIELDS = ("side", "role", "name", "kind")
#: How a role is written on the command line.
ROLE_FORM = "TITLE; SIDE; SINCE; UNTIL (all but the title may be left empty; days like 2031-03-01)"
#: Stands for no side at all.
NONE = frozenset({"", "none"})


def decided_actors(
    actors: Iterable[Actor], decisions: Sequence[Decision], redirects: Mapping[str, str]
) -> tuple[list[Actor], list[Decision]]:
    """The actors as persons decided them, and the decisions whose actor is not there any more.

    ``decisions`` are those that hold (``corrections.active``), in their order.
    """
    work = {actor.id: actor for actor in actors}
    set_aside: set[str] = set()
    lost = []
    for decision in decisions:
        if decision.target_kind != "actor" or decision.action not in ("set", "confirm", "reject"):
            continue
        target = _in_use(decision.target, work, redirects)
        if target is None:
            lost.append(decision)
        elif decision.action == "reject":
            set_aside.add(target)
        else:
            work[target] = decided(work[target], decision)
    return [actor for actor in work.values() if actor.id not in set_aside], lost


def decided(actor: Actor, decision: Decision) -> Actor:
    """The actor with one decision of a person carried out, and the person as its reason.

    Raises: BadRecord for an unknown field, or a value that does not fit it.
    """
    who = f"person {decision.who}"
    if decision.action == "confirm":
        field, value = decision.field or "record", "confirmed"
    else:
        field = decision.field or ""
        if field not in FIELDS:
            raise BadRecord(f"{field!r} cannot be set on an actor; fields that can: {', '.join(FIELDS)}")
        actor, value = _set(actor, field, decision.new, who)
    reason = Reason(field=field, value=value, rule=who, score=1.0 if decision.action == "confirm" else None)
    # the earlier decision on a field gives way to the later, but one role beside another stays
    kept = tuple(r for r in actor.reasons if field == "role" or not (r.field == field and r.rule.startswith("person ")))
    return replace(actor, reasons=(*kept, reason))


def _in_use(target: str, work: Mapping[str, Actor], redirects: Mapping[str, str]) -> str | None:
    passed = {target}
    while target not in work and target in redirects and redirects[target] not in passed:
        target = redirects[target]
        passed.add(target)
    return target if target in work else None


def _set(actor: Actor, field: str, new: Any, who: str) -> tuple[Actor, str]:
    if field == "role":
        role = role_of(new, who)
        office = office_of(role.title)
        others = tuple(r for r in actor.roles if r.title != NO_OFFICE and not office_of(r.title).like(office))
        ordered = sorted((*others, role), key=lambda r: (r.since or r.until or date.max, r.until or date.max))
        return replace(actor, roles=tuple(ordered)), role.title
    if not isinstance(new, str) or (not new.strip() and field != "side"):
        raise BadRecord(f"the {field} of an actor is given in words, got {new!r}")
    if field == "kind":
        if new not in get_args(ActorKind):
            raise BadRecord(f"the kind of an actor is one of {', '.join(get_args(ActorKind))}, got {new!r}")
        return replace(actor, kind=new), new  # type: ignore[arg-type]
    if field == "name":
        name = next((n for n in actor.names if n.text == new), Name(text=new, basis=who))
        return replace(actor, names=(name, *(n for n in actor.names if n.text != new))), new
    sides = () if new.strip().casefold() in NONE else (new.strip(),)
    roles = actor.roles or ((Role(title=NO_OFFICE, basis=who),) if sides else ())
    roles = tuple(replace(role, sides=sides, sides_basis=who) for role in roles)
    return replace(actor, roles=roles), ", ".join(sides) or "none"


def role_of(given: Any, who: str) -> Role:
    """A role as a person gives it: by name, or in one line (``ROLE_FORM``).

    Raises: BadRecord if it does not hold.
    """
    if isinstance(given, str):
        title, side, since, until, *more = (*(part.strip() for part in given.split(";")), "", "", "")
        if any(more):
            raise BadRecord(f"a role has four parts, {ROLE_FORM}; got {given!r}")
        given = {"title": title, "sides": [side] if side else [], "since": since, "until": until}
    if not isinstance(given, Mapping) or not str(given.get("title") or "").strip():
        raise BadRecord(f"a role needs a title: {ROLE_FORM}; got {given!r}")
    unknown = set(given) - {"title", "organisation", "sides", "since", "until"}
    if unknown:
        raise BadRecord(f"a role has no {', '.join(sorted(map(repr, unknown)))}; it has title, organisation, sides, "
                        "since, until")  # fmt: skip
    return Role(
        title=str(given["title"]).strip(), organisation=given.get("organisation") or None,
        sides=tuple(given.get("sides") or ()), since=_day(given.get("since")), until=_day(given.get("until")),
        basis=who, sides_basis=who, since_basis="person", until_basis="person",
    )  # fmt: skip


def _day(given: Any) -> date | None:
    if given is None or given == "" or isinstance(given, date):
        return given or None
    try:
        return date.fromisoformat(given)
    except (TypeError, ValueError):
        raise BadRecord(f"the bounds of a role are days like 2031-03-01, got {given!r}") from None

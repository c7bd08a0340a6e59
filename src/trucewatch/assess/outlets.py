"""The outlets of a case: how much each brought, and how much of that is its own and not taken over from another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from trucewatch.assess.corroborate import side_of_outlet
from trucewatch.records.agreement import Agreement
from trucewatch.records.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """``name`` is as the reports give it ("": none do). Of its ``reports`` so many are the ``first`` told of their
    origin; ``taken_over`` share one that another outlet told first, by outlet; ``credits`` are the agencies that its
    reports name. ``side`` is the party whose own outlet it is."""

    name: str
    reports: int
    since: date | None
    until: date | None
    side: str | None
    first: int
    taken_over: tuple[tuple[str, int], ...]
    credits: tuple[tuple[str, int], ...]


def outlets(
    reports: Iterable[Report], origin_of: Mapping[str, str], *, agreement: Agreement
) -> tuple[Outlet, ...]:  # fmt: skip
    """The outlets, those with most reports first. ``origin_of`` is report -> the report first told with its origin."""
    held: dict[str, list[Report]] = defaultdict(list)
    named: dict[str, str] = {}
    for report in reports:
        if report.kind == "note":
            continue  # entered by hand: no outlet's
        named[report.id] = report.publisher or ""
        held[named[report.id]].append(report)
    made = []
    for name, own in held.items():
        days = sorted(r.published for r in own if r.published)
        taken = Counter(
            named[origin] for r in own if (origin := origin_of.get(r.id, r.id)) in named and named[origin] != name
        )
        credits = Counter(wire for r in own for wire in r.wires)
        made.append(
            Outlet(
                name=name, reports=len(own), since=days[0] if days else None, until=days[-1] if days else None,
                side=side_of_outlet(name, agreement), first=sum(origin_of.get(r.id, r.id) == r.id for r in own),
                taken_over=tuple(taken.most_common()), credits=tuple(credits.most_common()),
            )
        )  # fmt: skip
    return tuple(sorted(made, key=lambda one: (-one.reports, one.name.casefold())))

"""The outlets of a case: how much each brought, and with whom its reports share an origin."""

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
    """``name`` is as the reports give it ("": none do). ``origins`` counts the independent origins of its ``reports``;
    ``shared`` how many of these share one with a report of which other outlet; ``credits`` are the agencies that they
    name. ``side`` is the party whose own outlet it is."""

    name: str
    reports: int
    since: date | None
    until: date | None
    side: str | None
    origins: int
    shared: tuple[tuple[str, int], ...]
    credits: tuple[tuple[str, int], ...]


def outlets(reports: Iterable[Report], origin_of: Mapping[str, str], *, agreement: Agreement) -> tuple[Outlet, ...]:
    """The outlets, those with most reports first. ``origin_of`` is report -> the report that stands for its origin."""
    held: dict[str, list[Report]] = defaultdict(list)
    tellers: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        if report.kind == "note":
            continue  # entered by hand: no outlet's
        name = report.publisher or ""
        held[name].append(report)
        tellers[origin_of.get(report.id, report.id)].add(name)
    made = []
    for name, own in held.items():
        days = sorted(r.published for r in own if r.published)
        origins = [origin_of.get(r.id, r.id) for r in own]
        shared = Counter(other for origin in origins for other in sorted(tellers[origin]) if other != name)
        credits = Counter(wire for r in own for wire in r.wires)
        made.append(
            Outlet(
                name=name, reports=len(own), since=days[0] if days else None, until=days[-1] if days else None,
                side=side_of_outlet(name, agreement), origins=len(set(origins)), shared=tuple(shared.most_common()),
                credits=tuple(credits.most_common()),
            )
        )  # fmt: skip
    return tuple(sorted(made, key=lambda one: (-one.reports, one.name.casefold())))

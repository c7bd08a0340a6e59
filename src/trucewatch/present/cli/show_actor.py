"""An actor in lines for a terminal: names, roles in time, where each is from, and how much it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from trucewatch.case import Case
from trucewatch.present.brief.words import counted
from trucewatch.records.actor import NO_OFFICE, Actor, DateBasis, Role
from trucewatch.records.hands import maker_words
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement

LABEL = 14
#: Statements listed at most; the rest is counted.
LISTED = 10
#: How a bound is known -> how it is said.
KNOWN_BY: dict[DateBasis, str] = {
    "agreement": "agreement file", "words": "the words say so", "seen": "by report", "person": "set by a person",
}  # fmt: skip


def actor_lines(case: Case, actor: Actor) -> Iterator[str]:
    """Kind, names and roles with their sources, then the statements."""
    yield f"  {'kind':{LABEL}} {actor.kind.replace('_', ' ')}"
    if actor.maker is not None:
        yield f"  {'maker':{LABEL}} {maker_words(actor)}"
    yield "  names"
    for name in actor.names:
        form = "" if name.form == "full" else f" ({name.form})"
        tongue = f" [{name.language}]" if name.language else ""
        yield f"    {name.text}{form}{tongue} — {_source(case, name.basis, name.span)}"
    if actor.roles:
        yield "  roles"
    for role in actor.roles:
        yield from _role(case, role)
    spoken = [s for s in case.store.statements() if s.actor_id == actor.id]
    yield from _statements(case, actor, spoken)


def _role(case: Case, role: Role) -> Iterator[str]:
    sides = f" for {', '.join(role.sides)}" if role.sides else " for no side"
    of = f", {role.organisation}" if role.organisation else ""
    title = f"({NO_OFFICE})" if role.title == NO_OFFICE else role.title
    yield f"    {title}{of}{sides}: {_times(role)}"
    yield f"      {_source(case, role.basis, role.span)}"
    if role.sides_basis:
        yield f"      side: {role.sides_basis}"
    if role.time_span is not None:
        yield f"      dates: {_place(case, role.time_span)}"
    if role.reports:
        last = f", last {_place(case, role.last_span)}" if role.last_span is not None and role.reports > 1 else ""
        yield f"      told of in {counted(role.reports, 'report')}{last}"


def _times(role: Role) -> str:
    if role.since_basis == role.until_basis == "seen" and (role.since or role.until):
        days = dict.fromkeys(str(day) for day in (role.since, role.until) if day)
        return f"seen {' to '.join(days)}"
    parts = []
    for word, day, basis in (("since", role.since, role.since_basis), ("until", role.until, role.until_basis)):
        if day is not None:
            said = "seen until" if basis == "seen" and word == "until" else "seen since" if basis == "seen" else word
            parts.append(f"{said} {day} ({KNOWN_BY[basis]})")
    return ", ".join(parts) or "no dates known"


def _source(case: Case, basis: str, span: Span | None) -> str:
    """Where a fact is from: the agreement file, a person, or the words in a report."""
    words = f"“{' '.join(span.words.split())}” in {_report(case, span)}" if span is not None else ""
    if basis == "report":
        return words or "read in a report"
    known = "agreement file" if basis == "agreement" else basis
    return f"{known}; {words}" if words else known


def _place(case: Case, span: Span) -> str:
    return f"“{' '.join(span.words.split())}” in {_report(case, span)}"


def _report(case: Case, span: Span) -> str:
    reports = case.store.report_of_text(span.text_id)
    if not reports:
        return "a text of no report"
    published = f" of {reports[0].published}" if reports[0].published else ""
    return f"{case.store.shown('report', reports[0].id)}{published}"


def _statements(case: Case, actor: Actor, spoken: list[Statement]) -> Iterator[str]:
    acts = Counter(s.act for s in spoken)
    listed = ", ".join(f"{act} {n}" for act, n in acts.most_common())
    told = counted(len(actor.mention_ids), "mention")
    yield f"  {'statements':{LABEL}} {len(spoken)}{f' ({listed})' if listed else ''}, {told}"
    for statement in spoken[:LISTED]:
        day = statement.said_on.first_day if statement.said_on else None
        side = f", for {statement.side}" if statement.side else ""
        yield f"    {case.store.shown('statement', statement.id)} {statement.act}{f' {day}' if day else ''}{side}"
    if len(spoken) > LISTED:
        yield f"    and {len(spoken) - LISTED} more"

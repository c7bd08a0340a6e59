"""A case in a dozen lines: what was read, what was found, what stands open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from trucewatch.case import Case
from trucewatch.present.brief.words import counted


def summary(case: Case) -> list[str]:
    """Short, readable lines about what a case holds."""
    return list(_lines(case))


def _lines(case: Case) -> Iterator[str]:
    reports = case.reports()
    days = sorted(report.published for report in reports if report.published)
    outlets = {report.publisher for report in reports if report.publisher}
    origins = case.origins().count(report.id for report in reports)
    yield case.agreement.title
    period = f", {days[0]} to {days[-1]}" if days else ""
    yield (
        f"  {counted(len(reports), 'report')} of {counted(len(outlets), 'outlet')}"
        f" ({counted(origins, 'independent origin')}){period}"
    )
    statements = case.statements()
    acts = Counter(statement.act.replace("_", " ") for statement in statements)
    yield (
        f"  {counted(len(statements), 'statement')}: "
        + ", ".join(f"{n} {act}" for act, n in acts.most_common(6))
        + " …"
    )
    several = sum(1 for s in statements if len(s.mention_ids) > 1)
    yield f"    {several} of them told more than once, each kept as one statement with all its tellings"
    incidents = case.incidents()
    types = Counter(incident.type.replace("_", " ") for incident in incidents)
    yield (
        f"  {counted(len(incidents), 'incident')}: "
        + ", ".join(f"{n} {kind}" for kind, n in types.most_common(6))
        + " …"
    )
    yield f"    {sum(i.actor_disputed for i in incidents)} with a disputed actor"
    rows = case.ledger()
    answered = sum(row.answered for row in rows)
    claims = counted(len(rows), "claim")
    yield f"  {claims} against a side: {answered} with a response, {len(rows) - answered} with none found"
    series = case.series()
    conflicts = [s for s in series if s.agreement == "conflict"]
    yield f"  {counted(len(series), 'reported figure')}, {len(conflicts)} of them in conflict"
    provisions = case.agreement.provisions
    due = [p for p in provisions if p.clock.due]
    yield f"  {counted(len(provisions), 'provision')}, {len(due)} with a computed date"

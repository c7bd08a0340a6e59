"""Which reports share an origin, as the judgements of a case say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Reason
from trucewatch.records.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """``origin_of``: report id -> id of the report that stands for its origin (itself, if it copies none).

    ``reasons`` names for each copy which earlier reports it was joined to and why (``value`` is the report's id).
    """

    origin_of: Mapping[str, str]
    reasons: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)

    def count(self, report_ids: Iterable[str]) -> int:
        """How many independent origins the reports have."""
        return len({self.origin_of.get(r, r) for r in report_ids})


def told_first(report: Report) -> tuple[date, datetime, str]:
    """Sorts reports: the earliest published, then the first added, then by id."""
    return (report.published or report.added_at.date(), report.added_at, report.id)


def origins_of(reports: Iterable[Report], judgements: Iterable[Judgement]) -> Origins:
    """Gather the reports by the judgements of kind "same_report"; a person's stands in place of the machine's, unless
    it is "unsure".

    The earliest report of a group stands for its origin. Judgements about reports that are not given count for nothing.
    """
    ordered = sorted(reports, key=told_first)
    rank = {report.id: n for n, report in enumerate(ordered)}
    standing: dict[tuple[str, str], Judgement] = {}
    for judgement in sorted(judgements, key=lambda j: (j.maker.kind == "person", j.made_at, j.id)):
        if judgement.maker.kind == "person" and judgement.verdict == "unsure":
            continue
        if judgement.maker.kind == "person" and judgement.verdict == "unsure":
            continue  # leaves the pair to the machine
        if judgement.kind == "same_report" and judgement.left in rank and judgement.right in rank:
            standing[judgement.left, judgement.right] = judgement
    parent = list(range(len(ordered)))
    reasons: dict[str, list[Reason]] = {}

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for (left, right), judgement in sorted(standing.items()):
        if judgement.verdict != "same":
            continue
        first, second = sorted((rank[left], rank[right]))
        a, b = sorted((root(first), root(second)))
        parent[b] = a
        reasons.setdefault(ordered[second].id, []).extend(_pointing(judgement.reasons, ordered[first].id))
    return Origins(
        origin_of={report.id: ordered[root(n)].id for n, report in enumerate(ordered)},
        reasons={report: tuple(found) for report, found in reasons.items()},
    )


def _pointing(reasons: Sequence[Reason], earlier: str) -> list[Reason]:
    return [
        Reason(field="origin", value=earlier, rule=r.rule, score=r.score, words=r.words)
        for r in reasons
        if r.field in ("origin", "person", "identity")
    ]

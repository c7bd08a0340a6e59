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
    known = [j for j in judgements if j.kind == "same_report" and j.left in rank and j.right in rank]
    # persons' judgements before the machine's, the later before the earlier: what they exclude does not hold
    known.sort(key=lambda j: (j.maker.kind == "person", j.made_at, j.id), reverse=True)
    groups = _Groups(len(ordered))
    reasons: dict[str, list[Reason]] = {}
    judged: set[tuple[str, str]] = set()
    for judgement in known:
        pair = (judgement.left, judgement.right)
        if pair in judged or judgement.verdict == "unsure":
            continue
        judged.add(pair)
        first, second = sorted((rank[judgement.left], rank[judgement.right]))
        if judgement.verdict == "same" and groups.join(first, second):
            reasons.setdefault(ordered[second].id, []).extend(_pointing(judgement.reasons, ordered[first].id))
        elif judgement.verdict == "different" and judgement.maker.kind == "person":
            groups.keep_apart(first, second)
    return Origins(
        origin_of={report.id: ordered[groups.root(n)].id for n, report in enumerate(ordered)},
        reasons={report: tuple(found) for report, found in reasons.items()},
    )


class _Groups:
    """Groups of ranks, each named by its first; two that a person parted never become one."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))
        self._apart: set[tuple[int, int]] = set()

    def root(self, n: int) -> int:
        while self._parent[n] != n:
            self._parent[n] = self._parent[self._parent[n]]
            n = self._parent[n]
        return n

    def join(self, i: int, j: int) -> bool:
        """Make the groups of two one; False if they are kept apart."""
        a, b = sorted((self.root(i), self.root(j)))
        if (a, b) in self._apart:
            return False
        self._parent[b] = a
        self._apart = {(min(p), max(p)) for p in ((self.root(x), self.root(y)) for x, y in self._apart)}
        return True

    def keep_apart(self, i: int, j: int) -> None:
        """Keep the groups of two apart, unless they are one already."""
        a, b = sorted((self.root(i), self.root(j)))
        if a != b:
            self._apart.add((a, b))


def _pointing(reasons: Sequence[Reason], earlier: str) -> list[Reason]:
    return [
        Reason(field="origin", value=earlier, rule=r.rule, score=r.score, words=r.words)
        for r in reasons
        if r.field in ("origin", "person", "identity")
    ]

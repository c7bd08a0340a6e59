"""The way from one mention or report to another over pairs that were judged the same."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

from trucewatch.records.judgement import Judgement


def way_between(
    judgements: Sequence[Judgement], left: Sequence[str], right: Sequence[str], *, same_at: float
) -> tuple[tuple[str, str, Judgement], ...]:
    """The way of pairwise judgements from one side to the other, the one whose weakest step is surest."""
    steps: dict[str, list[tuple[str, Judgement]]] = {}
    for judgement in judgements:
        joins = judgement.maker.kind == "person" or (judgement.score or 0.0) >= same_at
        if judgement.verdict == "same" and joins:
            steps.setdefault(judgement.left, []).append((judgement.right, judgement))
            steps.setdefault(judgement.right, []).append((judgement.left, judgement))
    # widest path (Dijkstra over the weakest step), shorter ways first among equals, then as found
    count = 0
    queue: list[tuple[float, int, int, str, tuple[tuple[str, str, Judgement], ...]]] = []
    for mention in sorted(left):
        heappush(queue, (-1.0, 0, (count := count + 1), mention, ()))
    done: set[str] = set()
    while queue:
        weakest, length, _, at, way = heappop(queue)
        if at in right:
            return way
        if at in done:
            continue
        done.add(at)
        for other, judgement in steps.get(at, ()):
            if other not in done:
                sure = 1.0 if judgement.maker.kind == "person" else judgement.score or 0.0
                step = (at, other, judgement)
                heappush(queue, (max(weakest, -sure), length + 1, (count := count + 1), other, (*way, step)))
    return ()

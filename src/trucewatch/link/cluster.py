"""Clusters out of judged pairs: agglomerative, constrained, and independent of the order of arrival.

A person's "different" is never broken, a person's "same" always kept; where two persons' judgements cannot
both hold, the later one does and the earlier is reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

#: A merge of two clusters needs this likeness on average over their cross pairs ...
AVERAGE_AT = 0.33
#: ... where a pair that was not worth comparing counts so much ...
NOT_COMPARED = 0.20
#: ... unless the best pair is as sure as this: a reprint needs no more.
SURE_AT = 0.80
#: Of a large cluster the first so many members stand for all in the average.
SPOKESMEN = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Clustered:
    """``groups`` hold indices, each sorted, in the order of their first member; ``unkept`` the persons' judgements
    (indices into ``persons``) that a later judgement of a person overrules."""

    groups: tuple[tuple[int, ...], ...]
    unkept: tuple[int, ...]


class _Clusters:
    """Union by rank of index with, per cluster, its members and the clusters it must stay apart from."""

    def __init__(self, count: int) -> None:
        self.home = list(range(count))
        self.members: dict[int, list[int]] = {i: [i] for i in range(count)}
        self.apart: dict[int, set[int]] = defaultdict(set)

    def of(self, i: int) -> list[int]:
        return self.members[self.home[i]]

    def keep_apart(self, i: int, j: int) -> None:
        a, b = self.home[i], self.home[j]
        self.apart[a].add(b)
        self.apart[b].add(a)

    def may_join(self, i: int, j: int) -> bool:
        return self.home[j] not in self.apart[self.home[i]]

    def join(self, i: int, j: int) -> None:
        keep, gone = sorted((self.home[i], self.home[j]))
        if keep == gone:
            return
        for member in self.members[gone]:
            self.home[member] = keep
        self.members[keep] = sorted(self.members[keep] + self.members.pop(gone))
        for other in self.apart.pop(gone, set()):
            self.apart[other].discard(gone)
            self.apart[other].add(keep)
            self.apart[keep].add(other)


def cluster(
    count: int,
    scores: Mapping[tuple[int, int], float],
    forbidden: Iterable[tuple[int, int]],
    *,
    same_at: float,
    persons: Sequence[tuple[int, int, bool]] = (),
    apart: Callable[[int, int], bool] | None = None,
) -> Clustered:
    """Group 0..count-1.

    ``scores`` holds compared pairs (i < j); ``forbidden`` pairs that the machine keeps apart; ``persons`` (i, j,
    True for same, False for different), latest judgement first. ``apart`` says of any pair, compared or not, that the
    machine keeps it apart; it is asked when two clusters are about to join, but not of what a person joined. A person's
    "same" overrules the machine's bans. Best pairs join first; equal scores by index, so that the result depends on
    nothing else.

    Source: constrained agglomerative clustering, Davidson and Ravi, PKDD 2005.
    """
    state = _Clusters(count)
    # what a person joined may be of two sides or days: it keeps nothing out
    named = {n for i, j, same in persons if same for n in (i, j)}
    unkept = []
    for n, (i, j, same) in enumerate(persons):
        together = state.home[i] == state.home[j]
        if (same and not together and not state.may_join(i, j)) or (not same and together):
            unkept.append(n)
        elif same:
            state.join(i, j)
        else:
            state.keep_apart(i, j)
    for i, j in sorted(forbidden):
        if state.home[i] != state.home[j]:
            state.keep_apart(i, j)
    for score, i, j in sorted(((-s, i, j) for (i, j), s in scores.items() if s >= same_at)):
        if state.home[i] == state.home[j] or not state.may_join(i, j):
            continue
        if -score < SURE_AT and _average(state, scores, i, j) < AVERAGE_AT:
            continue
        across = (pair for pair in product(state.of(i), state.of(j)) if named.isdisjoint(pair))
        if apart is not None and any(apart(a, b) for a, b in across):
            state.keep_apart(i, j)
        else:
            state.join(i, j)
    groups = sorted(tuple(members) for members in state.members.values())
    return Clustered(groups=tuple(groups), unkept=tuple(unkept))


def _average(state: _Clusters, scores: Mapping[tuple[int, int], float], i: int, j: int) -> float:
    left = state.members[state.home[i]][:SPOKESMEN]
    right = state.members[state.home[j]][:SPOKESMEN]
    if i not in left:
        left = [*left, i]
    if j not in right:
        right = [*right, j]
    total = sum(scores.get((a, b) if a < b else (b, a), NOT_COMPARED) for a in left for b in right)
    return total / (len(left) * len(right))

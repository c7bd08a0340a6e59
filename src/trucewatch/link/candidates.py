"""Whom to compare: pairs that share rare features and lie near each other in time.

An inverted index instead of all pairs: the work grows with the number of mentions times a fixed crowd, not
with its square. The result depends on the order told (``order.Told``), never on the order of arrival.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence

from trucewatch.link.profile import Window

#: The features of an item that it is looked up by, rarest first. Chosen for speed; more changes no judgement.
LOOKED_UP = 10
#: How many earlier holders of one feature are looked at, nearest in the order told first.
CROWD = 120
#: How many partners an item is compared with, best overlap first.
PARTNERS = 40


def candidate_pairs(
    features: Sequence[Mapping[str, float]],
    windows: Sequence[Window | None],
    *,
    max_gap_days: int,
    least_overlap: float,
) -> list[tuple[int, int]]:
    """List the pairs (i, j), i < j, whose shared features weigh enough and whose days lie near enough.

    ``features`` gives each item's features with their weights, in the order told. The overlap of two items is
    the squared weight that they share, divided by the squared weight of the lighter of the two (0 to 1). An
    item without a window is near to all.

    Raises: ValueError if the two sequences differ in length.
    Source: containment by inverted index, as in Chaudhuri et al., ICDE 2006 (prefix filter by rarest tokens).
    """
    if len(features) != len(windows):
        raise ValueError(f"{len(features)} items but {len(windows)} windows")
    holders: dict[str, list[int]] = defaultdict(list)
    weight: list[float] = []
    pairs: list[tuple[int, int]] = []
    for i, mine in enumerate(features):
        chosen = sorted(mine.items(), key=lambda f: (-f[1], f[0]))[:LOOKED_UP]
        weight.append(sum(w * w for _, w in chosen) or 1.0)
        shared: dict[int, float] = defaultdict(float)
        for feature, w in chosen:
            square = w * w
            for j in holders[feature][-CROWD:]:
                shared[j] += square
            holders[feature].append(i)
        near = []
        ours = weight[i]
        for j, overlap in shared.items():
            lighter = weight[j] if weight[j] < ours else ours
            if overlap >= least_overlap * lighter and near_in_time(windows[i], windows[j], max_gap_days):
                near.append((overlap / lighter, -j))
        pairs += [(-j, i) for _, j in heapq.nlargest(PARTNERS, near)]
    return pairs


def near_in_time(one: Window | None, other: Window | None, max_gap_days: int) -> bool:
    return one is None or other is None or one.gap(other) <= max_gap_days

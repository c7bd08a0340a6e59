"""Whom to compare: pairs that share telling features and lie near each other in time.

What a mention is looked up by stands on its card, which is kept with the case. Whether two mentions are compared hangs
on their two cards alone, never on what else the case holds or on the order of arrival: so a new mention is compared
with the same ones whether it comes first or last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from trucewatch.link.profile import Window

#: The features of an item that it is looked up by, heaviest first. Chosen for speed; more changes no judgement.
LOOKED_UP = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who says something, doing what: as much of it as tells at a glance that two mentions cannot be one.

    ``long`` is True if the words are enough to be known again as a quotation.
    """

    act: str
    side: str | None
    actor: str | None
    name: tuple[str, ...]
    kind: str
    long: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What one mention is looked up by.

    ``features`` with their weights are met by others within the days that the kind of mention allows; ``within`` are
    keys met in the same text only, ``close`` keys met within so many days as stand beside them. A statement mention has
    a ``voice``.
    """

    id: str
    text_id: str
    window: Window | None
    features: tuple[tuple[str, float], ...]
    within: tuple[str, ...] = ()
    close: tuple[tuple[str, int], ...] = ()
    voice: Voice | None = None

    @property
    def weight(self) -> float:
        return sum(w * w for _, w in self.features) or 1.0


def looked_up(features: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """The features that an item is looked up by, with their weights."""
    return tuple(sorted(features.items(), key=lambda f: (-f[1], f[0]))[:LOOKED_UP])


def candidate_pairs(
    cards: Sequence[Card],
    *,
    max_gap_days: int,
    least_overlap: float,
    touched: Collection[int] | None = None,
    apart: Callable[[Card, Card, float], bool] | None = None,
) -> list[tuple[int, int]]:
    """List the pairs (i, j), i < j, that are worth comparing; with ``touched`` only those that hold one of these.

    The overlap of two cards is the squared weight that they share, divided by the squared weight of the lighter of the
    two (0 to 1); it must be ``least_overlap``, unless another key is shared. A card without a window is near to all.
    ``apart`` says of two cards and their overlap that nothing could come of comparing them.

    Source: containment by inverted index, as in Chaudhuri et al., ICDE 2006.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    keyed: dict[tuple[str, ...], list[int]] = defaultdict(list)
    weight = [card.weight for card in cards]
    for i, card in enumerate(cards):
        for feature, _ in card.features:
            holders[feature].append(i)
        for key in _keys(card):
            keyed[key].append(i)
    pairs: set[tuple[int, int]] = set()
    for i in range(len(cards)) if touched is None else sorted(touched):
        card = cards[i]
        shared: dict[int, float] = defaultdict(float)
        for feature, w in card.features:
            square = w * w
            for j in holders[feature]:
                shared[j] += square
        mine = weight[i]
        found = {
            j
            for j, overlap in shared.items()
            if overlap >= least_overlap * (mine if mine < weight[j] else weight[j])
            and near_in_time(card.window, cards[j].window, max_gap_days)
        }
        found.update(_by_key(i, cards, keyed))
        found.discard(i)
        if apart is not None:
            found = {j for j in found if not apart(card, cards[j], shared.get(j, 0.0) / min(mine, weight[j]))}
        pairs.update(_pair(i, j) for j in found)
    return sorted(pairs)


def _pair(i: int, j: int) -> tuple[int, int]:
    return (i, j) if i < j else (j, i)


def _keys(card: Card) -> Iterator[tuple[str, ...]]:
    yield from ((card.text_id, key) for key in card.within)
    yield from ((key,) for key, _ in card.close)


def _by_key(i: int, cards: Sequence[Card], keyed: Mapping[tuple[str, ...], Sequence[int]]) -> Iterable[int]:
    card = cards[i]
    for key in card.within:
        yield from keyed[card.text_id, key]
    for key, days in card.close:
        yield from (j for j in keyed[(key,)] if near_in_time(card.window, cards[j].window, days))


def near_in_time(one: Window | None, other: Window | None, max_gap_days: int) -> bool:
    return one is None or other is None or one.gap(other) <= max_gap_days

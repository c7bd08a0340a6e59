"""What pairs of mentions came to when they were compared, kept for the clustering that follows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from trucewatch.link import happened
from trucewatch.link.compare import RULED_OUT, Compared, compare, compare_as_one_voice, ruled_out
from trucewatch.link.decide import WRITTEN_FROM
from trucewatch.link.profile import Profile

#: So many pairs are kept at most with their reasons, and so many without; what comes later is compared again when it is
#: asked for. Clustering asks in the order of comparing, so that the first ones serve best.
MOST, MOST_PLAIN = 200_000, 400_000


class Scores:
    """Of pairs of which nothing is written no reasons are kept, unless a person judged one of the two (``bound``)."""

    def __init__(self, bound: Collection[str] = ()) -> None:
        self._bound = bound
        self._made: dict[tuple[str, str, Callable[[Any, Any], Any]], Any] = {}
        self._with_reasons = 0
        #: compared elsewhere, for who asks next
        self._ready: dict[tuple[str, str, Callable[[Any, Any], Any]], Any] = {}

    def said(self, one: Profile, other: Profile, compare: Callable[[Profile, Profile], Compared]) -> Compared:
        """``of`` two statement mentions; those of two sides, or of days too far apart, are not looked at further."""
        if one.mention.id not in self._bound and other.mention.id not in self._bound and ruled_out(one, other):
            return RULED_OUT
        found: Compared = self.of(one, other, compare)
        return found

    def of(self, one: Any, other: Any, compare: Callable[[Any, Any], Any]) -> Any:
        """``compare`` of two items, by their mentions."""
        left, right = one.mention.id, other.mention.id
        made = self._made.get((left, right, compare))
        if made is None:
            made = self._ready.get((left, right, compare)) or compare(one, other)
            if made.score < WRITTEN_FROM and left not in self._bound and right not in self._bound:
                made = made.plain()
            if not made.reasons:
                if len(self._made) - self._with_reasons < MOST_PLAIN:
                    self._made[left, right, compare] = made
            elif self._with_reasons < MOST:
                self._made[left, right, compare] = made
                self._with_reasons += 1
        return made

    def has(self, one: Any, other: Any) -> bool:
        """True if the two were compared, and what came out is kept."""
        left, right = one.mention.id, other.mention.id
        return (left, right, compare) in self._made or (left, right, happened.compare) in self._made

    def made(self) -> list[tuple[str, str, str, Any]]:
        """All that is kept: two mentions, the name of the comparison, what it came to."""
        names = {made_by: name for name, made_by in COMPARISONS.items()}
        return [(left, right, names[by], found) for (left, right, by), found in self._made.items()]

    def lay_ready(self, found: Iterable[tuple[str, str, str, Any]]) -> None:
        """Take what another made of pairs, until it is forgotten."""
        self._ready.update({(left, right, COMPARISONS[name]): one for left, right, name, one in found})

    def forget_ready(self) -> None:
        self._ready.clear()


#: By names, since functions do not travel.
COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "said": compare, "as one voice": compare_as_one_voice, "happened": happened.compare,
}  # fmt: skip

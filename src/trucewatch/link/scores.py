"""What pairs of mentions came to when they were compared, kept for the clustering that follows."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from trucewatch.link import happened
from trucewatch.link.compare import RULED_OUT, Compared, compare, compare_as_one_voice, ruled_out
from trucewatch.link.decide import WRITTEN_FROM
from trucewatch.link.happened import ComparedIncidents
from trucewatch.link.profile import Profile
from trucewatch.link.telling import Seen

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
        found: Compared | None = self._made.get((one.mention.id, other.mention.id, compare))
        if found is not None:
            return found
        if one.mention.id not in self._bound and other.mention.id not in self._bound and ruled_out(one, other):
            return RULED_OUT
        found = self.of(one, other, compare)
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
        return (one.mention.id, other.mention.id, COMPARED[type(one)]) in self._made

    def made(self) -> Made:
        """All that is kept, in a form that travels lightly: what has no reasons as bare values."""
        names = {made_by: name for name, made_by in COMPARISONS.items()}
        plain: dict[str, list[tuple[str, str, float, bool, bool]]] = {name: [] for name in COMPARISONS}
        whole: list[tuple[str, str, str, Any]] = []
        for (left, right, by), one in self._made.items():
            if one.reasons:
                whole.append((left, right, names[by], one))
            else:
                plain[names[by]].append((left, right, one.score, one.forbidden, getattr(one, "rival", False)))
        return plain, whole

    def lay_ready(self, found: Made) -> None:
        """Take what another made of pairs, until it is forgotten."""
        plain, whole = found
        ready = self._ready
        for name, values in plain.items():
            by = COMPARISONS[name]
            for left, right, score, forbidden, rival in values:
                ready[left, right, by] = (
                    ComparedIncidents(score=score, forbidden=forbidden, reasons=())
                    if by is happened.compare
                    else Compared(score=score, forbidden=forbidden, rival=rival, reasons=())
                )
        for left, right, name, one in whole:
            ready[left, right, COMPARISONS[name]] = one

    def forget_ready(self) -> None:
        self._ready.clear()


#: What was made of pairs, by the name of the comparison: two mentions, score, forbidden, rival; and those with reasons.
Made = tuple[dict[str, list[tuple[str, str, float, bool, bool]]], list[tuple[str, str, str, Any]]]
#: By names, since functions do not travel.
COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "said": compare, "as one voice": compare_as_one_voice, "happened": happened.compare,
}  # fmt: skip
#: By what items of each sort are compared first.
COMPARED: dict[type, Callable[[Any, Any], Any]] = {Profile: compare, Seen: happened.compare}

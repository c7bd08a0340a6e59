"""Which statements must be heard again as claims and answers after a run of linking, and which with them.

What the weighing of a pair hangs on is stated at the head of ``link/responses.py``; this is its reverse. In the steps
below "answers to" and "claims before" are statements whose days fit, whatever they say:

1. touched: all that stand in a text that was reached;
2. weighed otherwise: the answers to these, as their days were or are, and whatever shares a text with one (the turns);
3. chosen otherwise: claims before those too, for of two charges back that answer each other only one is kept;
4. heard: what all of these answer or are answered by, with the claims before each, for an answer's rivals count.

A set that is too large costs time and changes nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from trucewatch.link.order import Told
from trucewatch.link.profile import window_of
from trucewatch.link.responses import MAX_DELAY_DAYS
from trucewatch.records.statement import Statement
from trucewatch.relink.run import Relinked

Days = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """``answers`` are the statements whose claims may be others now, ``heard`` those that must be at hand to say."""

    answers: frozenset[str]
    heard: frozenset[str]


def hearing(said: Sequence[Statement], text_of: Mapping[str, str], told: Told, touched: Relinked) -> Hearing:
    """Work out the steps above. ``text_of`` says in which text a mention stands; ``touched`` what was linked anew."""
    if touched.whole:
        everyone = frozenset(s.id for s in said)
        return Hearing(answers=everyone, heard=everyone)
    near = _Neighbours(said, text_of, told)
    fresh = near.standing_in(touched.reach)
    weighed = near.mates(fresh | near.answers_to(near.days_of(fresh) | touched.days))
    chosen = near.mates(weighed) | near.claims_before(near.days_of(weighed))
    turns = near.mates(near.mates(chosen) | near.answers_to(near.days_of(chosen)))
    heard = near.mates(turns | near.claims_before(near.days_of(turns)))
    return Hearing(answers=frozenset(chosen), heard=frozenset(heard))


class _Neighbours:
    """Statements by their texts and days. Every set that is given holds what was asked about as well."""

    def __init__(self, said: Iterable[Statement], text_of: Mapping[str, str], told: Told) -> None:
        self._texts: dict[str, set[str]] = {}
        self._in_text: dict[str, list[str]] = defaultdict(list)
        self._days: dict[str, Days] = {}
        for statement in said:
            texts = {text_of[m] for m in statement.mention_ids if m in text_of}
            self._texts[statement.id] = texts
            for text_id in texts:
                self._in_text[text_id].append(statement.id)
            published = min((day for t in texts if (day := told.published(t)) is not None), default=None)
            window = window_of(statement.said_on, published)
            if window is not None:
                self._days[statement.id] = (window.first.toordinal(), window.last.toordinal())

    def standing_in(self, text_ids: Iterable[str]) -> set[str]:
        return {one for text_id in text_ids for one in self._in_text.get(text_id, ())}

    def mates(self, ids: set[str]) -> set[str]:
        """With whatever shares a text with one."""
        return ids | self.standing_in({t for one in ids for t in self._texts[one]})

    def days_of(self, ids: Iterable[str]) -> set[Days]:
        return {self._days[one] for one in ids if one in self._days}

    def answers_to(self, days: Iterable[Days]) -> set[str]:
        """What may answer a claim of these days."""
        return self._on((first, last + MAX_DELAY_DAYS) for first, last in days)

    def claims_before(self, days: Iterable[Days]) -> set[str]:
        """What may be answered on these days."""
        return self._on((first - MAX_DELAY_DAYS, last) for first, last in days)

    def _on(self, days: Iterable[Days]) -> set[str]:
        """The statements whose own days touch one of these stretches."""
        stretches: list[Days] = []
        for first, last in sorted(days):
            if stretches and first <= stretches[-1][1]:
                stretches[-1] = (stretches[-1][0], max(stretches[-1][1], last))
            else:
                stretches.append((first, last))
        starts = [first for first, _ in stretches]
        found = set()
        for one, (first, last) in self._days.items():
            at = bisect_right(starts, last) - 1
            if at >= 0 and stretches[at][1] >= first:
                found.add(one)
        return found

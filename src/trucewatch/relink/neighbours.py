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

from collections.abc import Iterable

from trucewatch.link.responses import MAX_DELAY_DAYS
from trucewatch.relink.run import Relinked
from trucewatch.store import Store

Days = tuple[int, int]


def answers_to_weigh(store: Store, touched: Relinked) -> set[str]:
    """The statements whose claims may be others now: steps 1 to 3."""
    fresh = store.records_in("statement", touched.reach)
    weighed = _mates(store, fresh | _answers_to(store, store.days_of_statements(fresh) | touched.days))
    return _mates(store, weighed) | _claims_before(store, store.days_of_statements(weighed))


def heard_with(store: Store, answers: set[str]) -> set[str]:
    """The statements that must be at hand to say what these answer: step 4."""
    beside = _mates(store, answers)
    turns = _mates(store, beside | _answers_to(store, store.days_of_statements(answers)))
    return _mates(store, turns | _claims_before(store, store.days_of_statements(turns)))


def _mates(store: Store, ids: set[str]) -> set[str]:
    """With whatever shares a text with one."""
    return ids | store.records_in("statement", store.texts_of_records("statement", ids))


def _answers_to(store: Store, days: Iterable[Days]) -> set[str]:
    """What may answer a claim of these days."""
    return store.statements_on(_stretches((first, last + MAX_DELAY_DAYS) for first, last in days))


def _claims_before(store: Store, days: Iterable[Days]) -> set[str]:
    """What may be answered on these days."""
    return store.statements_on(_stretches((first - MAX_DELAY_DAYS, last) for first, last in days))


def _stretches(days: Iterable[Days]) -> list[Days]:
    """The same days in as few stretches as they make."""
    found: list[Days] = []
    for first, last in sorted(days):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found

"""The hand-written sets for origins can be scored, and the scores say what they count."""

from __future__ import annotations

from evals.origins import Found, figures, halves, sets


def found(name: str, right: int, wanted: set[str], made: set[str]) -> Found:
    pairs = [frozenset(frozenset(pair) for pair in some) for some in (wanted, made)]
    return Found(name=name, phenomenon="copies", reports=3, right=right, wanted=pairs[0], made=pairs[1])


def test_every_set_names_its_reports_once_and_both_halves_hold_some():
    assert len({one["name"] for one in sets()}) == len(sets()) >= 10
    parts = halves(found(one["name"], 3, set(), set()) for one in sets())
    assert len(parts["read"]) >= 5 and len(parts["aside"]) >= 5


def test_a_pair_that_is_missed_and_one_too_many_lower_what_they_should():
    scored = figures([found("one", 1, {"ab"}, set()), found("other", 3, {"ab"}, {"ab", "bc"})])
    assert scored == {"reports exact": 4 / 6, "pairs P": 0.5, "pairs R": 0.5}

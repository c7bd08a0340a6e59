"""The invented pairs by which the matches of other datasets are measured, and what each comparison tells of them."""

from __future__ import annotations

import pytest
from beside_pair import pairs
from evals.halved import set_aside

PAIRS = {pair.name: pair for pair in pairs()}


def test_both_halves_have_pairs_of_both_sorts_and_names_are_given_once():
    assert len(PAIRS) == len(pairs()) >= 40
    assert {(set_aside(pair.name), pair.same) for pair in PAIRS.values()} == {
        (aside, same) for aside in (True, False) for same in (True, False)
    }


@pytest.mark.parametrize(
    ("name", "field", "rule"),
    [
        ("shelling at night, coded the day after", "day", "one day apart"),
        ("clash with shelling coded as a battle, held as shelling here", "type", "kinds that are coded for each other"),
        ("shelling, told alike by both", "killed", "one toll"),
        ("town taken over, held as an offensive here", "killed", "tolls within a half"),
        ("fighting between others at one place and day", "actors", "no name in common"),
    ],
)
def test_each_comparison_gives_its_reason(name, field, rule):
    made = PAIRS[name].compared()
    assert made is not None and {r.field: r.rule for r in made[1]}[field] == rule


@pytest.mark.parametrize(
    "name",
    [
        "protest and shelling in one town on one day",
        "shelling of two towns far apart on one day",
        "shelling of one town three days later",
    ],
)
def test_kinds_of_two_sorts_far_places_and_days_exclude_each_other(name):
    assert PAIRS[name].compared() is None

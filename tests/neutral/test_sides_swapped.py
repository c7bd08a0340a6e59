"""Who the sides are changes nothing but their names, in anything that the program prints."""

from __future__ import annotations

import re

import pytest
from swapped import SIDES, lines, printed
from verdicts import verdicts_in


@pytest.fixture(scope="module")
def one(tmp_path_factory) -> dict[str, str]:
    return printed(tmp_path_factory.mktemp("one"), *SIDES)


@pytest.fixture(scope="module")
def other(tmp_path_factory) -> dict[str, str]:
    return printed(tmp_path_factory.mktemp("other"), *reversed(SIDES))


def swapped(words: str) -> str:
    return re.sub("|".join(SIDES), lambda found: SIDES[1 - SIDES.index(found.group())], words)


def test_swapping_the_names_of_the_sides_changes_only_the_names(one, other):
    assert sorted(one) == sorted(other)
    for name in one:
        assert lines(one[name]) == lines(swapped(other[name])), name


def own(name: str, words: str) -> str:
    """What the program itself says: without the words that a page marks as a source's or as the agreement file's."""
    if name.endswith(".html"):
        words = re.sub(r"<style.*?</style>", " ", words, flags=re.DOTALL)
        words = re.sub(r"<(\w+)[^>]* data-from=[^>]*>.*?</\1>", " ", words, flags=re.DOTALL)
        return re.sub(r"<[^>]*>", " ", words)
    return re.sub(r"^>.*$", " ", words, flags=re.MULTILINE) if name.endswith(".md") else words


def test_nothing_that_is_printed_holds_a_verdict_outside_quotation_marks(one):
    printed = {name: own(name, words) for name, words in one.items() if not name.startswith("records/")}
    assert {name: found for name, words in printed.items() if (found := verdicts_in(words))} == {}


def test_the_case_holds_what_the_comparison_is_meant_for(one):
    """Claims of both sides, answers, clocks, figures in conflict, something to review."""
    ledger = one["ledger CASE"]
    assert all(f"against {side}" in ledger for side in SIDES)
    assert "-> denial" in ledger and "no response found" in ledger
    assert "people killed" in one["figures CASE"] and "to look at" in one["review CASE"]
    assert all(one[f"records/{name}.jsonl"] for name in ("statements", "incidents", "disputes"))

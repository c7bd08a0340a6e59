"""Quotation marks are paired; an odd one costs one quotation at most."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch.annotate.quotations import find_quotations, pair_quotations


def inner(words: str) -> list[str]:
    return [words[q.inner_start : q.inner_end] for q in pair_quotations(words)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param('"We go," he said. "They stay."', ["We go,", "They stay."], id="straight"),
        pytest.param("“We go,” he said.", ["We go,"], id="curly"),
        pytest.param("„Wir gehen“, sagte er.", ["Wir gehen"], id="low and high"),
        pytest.param("«Мы уходим», сказал он.", ["Мы уходим"], id="guillemets"),
        pytest.param("« Nous partons », dit-il.", [" Nous partons "], id="guillemets with spaces"),
        pytest.param("»Wir gehen«, sagte er.", ["Wir gehen"], id="guillemets turned inwards"),
        pytest.param("``We go,'' he said.", ["We go,"], id="grave accents"),
        pytest.param("''We go,'' he said.", ["We go,"], id="doubled apostrophes"),
        pytest.param("He called it 'fair to all' and left.", ["fair to all"], id="single"),
        pytest.param("“Say ‘never’ now,” he said.", ["Say ‘never’ now,", "never"], id="nested"),
        pytest.param("It's the rebels' own road, isn't it?", [], id="apostrophes"),
        pytest.param(
            "'The rebels' demands are unfair' he said.", ["The rebels' demands are unfair"], id="plural inside"
        ),
        pytest.param('A 6" gun and “open words” here.', ["open words"], id="inches"),
        pytest.param('("We go") and -- "they stay"', ["We go", "they stay"], id="behind brackets and dashes"),
        pytest.param('He said "" and no more.', [], id="nothing between"),
    ],
)
def test_marks_of_every_kind_are_paired(words, expected):
    assert inner(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param('He said "this is left. "But this is fine," he added.', ["But this is fine,"], id="odd opening"),
        pytest.param("“One” and “two and “three” and “four”", ["One", "three", "four"], id="odd opening, curly"),
        pytest.param("One” and “two” and three”", ["two"], id="odd closing"),
        pytest.param("„One and “two” and “three” too", ["two", "three"], id="odd opening of another kind"),
        pytest.param("« One and “two” and “three” too", ["two", "three"], id="odd guillemet inside a paragraph"),
    ],
)
def test_an_odd_mark_costs_one_quotation_at_most(words, expected):
    words = f"So: {words}"
    assert [words[q.inner_start : q.inner_end] for q in find_quotations(words)] == expected


def test_a_mark_left_open_runs_to_the_end_of_its_paragraph():
    found = pair_quotations("He said: “We go, and ‘never’ was their word. ")
    assert [(q.start, q.end, q.depth, q.closed) for q in found] == [(9, 44, 0, False), (21, 28, 1, True)]


def test_one_or_two_words_after_an_odd_mark_are_no_quotation():
    assert find_quotations("He left “the valley") == []


def test_only_outermost_quotations_are_given_to_the_rules():
    words = "“Say ‘never’ now,” he said. ‘No.’"
    assert [words[q.start : q.end] for q in find_quotations(words)] == ["“Say ‘never’ now,”", "‘No.’"]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab .,\"'“”‘’„«»`\n", max_size=40))
def test_quotations_stay_in_the_paragraph_and_never_cross_whatever_the_marks(words):
    found = pair_quotations(words)
    for q in found:
        assert 0 <= q.start < q.inner_start <= q.inner_end <= q.end <= len(words)
    for one, other in combinations(found, 2):
        apart = one.end <= other.start or other.end <= one.start
        inside = (one.start <= other.start and other.end <= one.end) or (
            other.start <= one.start and one.end <= other.end
        )
        assert apart or (inside and one.depth != other.depth)


def test_a_long_paragraph_of_odd_marks_takes_little_time():
    assert find_quotations("' " * 20_000) == []
    assert len(find_quotations("“a ‘b’ " * 3_000)) == 3_000

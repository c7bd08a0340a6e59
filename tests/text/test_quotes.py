"""Quotation marks are paired; an odd one costs one quotation at most."""

from __future__ import annotations

import pytest

from trucewatch.text.quotes import pair_quotations


def inner(content: str, **more) -> list[str]:
    return [content[q.inner_start : q.inner_end] for q in pair_quotations(content, **more)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param('"We go," he said. "They stay."', ["We go,", "They stay."], id="straight"),
        pytest.param("“We go,” he said.", ["We go,"], id="curly"),
        pytest.param("„Wir gehen“, sagte er.", ["Wir gehen"], id="low and high"),
        pytest.param("«Мы уходим», сказал он.", ["Мы уходим"], id="guillemets"),
        pytest.param("« Nous partons », dit-il.", [" Nous partons "], id="guillemets with spaces"),
        pytest.param("»Wir gehen«, sagte er.", ["Wir gehen"], id="guillemets turned inwards"),
        pytest.param("He called it 'fair to all' and left.", ["fair to all"], id="single"),
        pytest.param("“Say ‘never’ now,” he said.", ["Say ‘never’ now,", "never"], id="nested"),
        pytest.param("It's the rebels' own road, isn't it?", [], id="apostrophes"),
        pytest.param(
            "'The rebels' demands are unfair' he said.", ["The rebels' demands are unfair"], id="plural inside"
        ),
        pytest.param('A 6" gun and “open words” here.', ["open words"], id="inches"),
        pytest.param('("We go") and -- "they stay"', ["We go", "they stay"], id="behind brackets and dashes"),
    ],
)
def test_marks_of_every_kind_are_paired(content, expected):
    assert inner(content) == expected


def test_an_odd_mark_costs_one_quotation_at_most():
    assert inner('He said "this is left open. "But this is fine," he added.') == ["But this is fine,"]
    assert inner("“One” and “two and “three” and “four”") == ["One", "three", "four"]
    assert inner("One” and “two” and three”") == ["two"]


def test_an_odd_mark_does_not_reach_into_the_next_paragraph():
    content = 'He said that "this was left open.\nThe council met.\n"We go," she said.'
    assert inner(content) == ["We go,"]


def test_a_quotation_goes_on_where_each_paragraph_opens_with_a_mark():
    content = "“First part of it.\n“Second part.\n“Third part,” he said. “More.”"
    got = pair_quotations(content)
    assert [content[q.inner_start : q.inner_end] for q in got] == [
        "First part of it.",
        "Second part.",
        "Third part,",
        "More.",
    ]
    assert [(q.closed, q.continued) for q in got] == [(False, False), (False, True), (True, True), (True, False)]


def test_a_quotation_goes_on_without_an_opening_mark_to_its_closing_one():
    content = "“First part of it.\nSecond part ends here,” he said."
    got = pair_quotations(content)
    assert [content[q.inner_start : q.inner_end] for q in got] == ["First part of it.", "Second part ends here,"]
    assert got[1].continued


def test_paragraphs_may_be_given():
    content = '"one\ntwo" three'
    assert inner(content, paragraphs=[(0, len(content))]) == ["one\ntwo"]


def test_dashes_open_speech_only_when_asked():
    content = "— Nous partons, — dit-il."
    assert inner(content) == []
    assert inner(content, dashes=True) == [" Nous partons, "]


def test_depth_counts_from_the_outermost():
    assert [q.depth for q in pair_quotations("“Say ‘never’ now,” he said.")] == [0, 1]

"""Promises, duties and deadlines read from our own sentences."""

from __future__ import annotations

from datetime import date

import pytest
from tests.annotate.happening_texts import AGREEMENT, PUBLISHED, parsed, statement

from trucewatch.annotate.commitments import find_commitments
from trucewatch.annotate.when import find_times


def commitments(content, *statements):
    read = parsed(content)
    said = [statement(read.text, w, speaker=who, side=side, act=act) for w, who, side, act in statements]
    times = find_times(content, published=PUBLISHED, text_id=read.text.id)
    return find_commitments(read, statements=said, agreement=AGREEMENT, times=times)


@pytest.mark.parametrize(
    ("words", "obligor"),
    [
        pytest.param("The Southern Front pledged to release its prisoners.", "Southern Front", id="pledge"),
        pytest.param("Norland agreed to a truce in Velm.", "Norland", id="agree to a thing"),
        pytest.param("Norland Army troops are prohibited from entering Odrin.", "Norland", id="prohibition"),
        pytest.param("Norland will cut its troops in Odrin.", "Norland", id="will of a side"),
        pytest.param("Norland is committed to the Lake Accord.", "Norland", id="committed to"),
    ],
)
def test_the_obligor_is_the_one_who_owes(words, obligor):
    found = commitments(words)
    assert [c.obligor_side for c in found] == [obligor]


def test_a_deadline_is_resolved():
    (found,) = commitments("Norland agreed that its troops would leave Odrin by 30 June 2031.")
    assert found.due is not None
    assert found.due.last_day == date(2031, 6, 30)


def test_we_is_the_speakers_side():
    content = '"We will monitor the truce," Mira Tal said.'
    (found,) = commitments(content, ("We will monitor the truce", "Mira Tal", "Norland", "pledge"))
    assert (found.obligor, found.said_by) == ("Norland", "Mira Tal")


def test_a_condition_is_kept():
    (found,) = commitments("The Southern Front promised to disarm if Norland frees its prisoners.")
    assert found.condition == "if Norland frees its prisoners"


def test_what_is_owed_in_return_falls_to_the_other_side():
    found = commitments("Norland agreed to leave Odrin in return for a halt to all raids.")
    assert [(c.obligor, c.what) for c in found][1:] == [("Southern Front", "a halt to all raids")]


def test_two_promisers_are_named_together():
    (found,) = commitments("Norland and the Southern Front agreed to exchange prisoners.")
    assert found.obligor == "Norland and Southern Front"


@pytest.mark.parametrize(
    "words",
    [
        "Norland did not agree to the plan.",
        "The Southern Front will attack Odrin.",
        "Mediators urged the Southern Front to remain committed to the truce.",
        "The sides agreed there has been progress.",
        "Norland's army would not say more.",
    ],
)
def test_refusals_threats_and_urgings_bind_nobody(words):
    assert commitments(words) == []

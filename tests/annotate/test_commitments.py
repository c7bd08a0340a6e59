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


@pytest.mark.parametrize(
    ("words", "obligor", "what"),
    [
        pytest.param("The Southern Front agreed not to attack towns in the valley.", "Southern Front",
                     "not to attack towns in the valley", id="agreed not to"),
        pytest.param("Under the accord, Norland may not fly aircraft over Odrin.", "Norland",
                     "not fly aircraft over Odrin", id="may not, under the accord"),
        pytest.param("Norland is not allowed to move guns into the zone.", "Norland", "move guns into the zone",
                     id="not allowed to"),
        pytest.param("The Southern Front is barred from recruiting children.", "Southern Front", "recruiting children",
                     id="barred from"),
        pytest.param("The accord bans Norland from moving heavy guns.", "Norland", "moving heavy guns",
                     id="the accord bans"),
    ],
)  # fmt: skip
def test_what_must_not_be_done_is_marked(words, obligor, what):
    (found,) = commitments(words)
    assert (found.obligor_side, found.what, found.forbids) == (obligor, what, True)


@pytest.mark.parametrize(
    ("words", "obligor", "what", "due"),
    [
        pytest.param("The accord requires the Southern Front to hand over its guns by the end of June.",
                     "Southern Front", "hand over its guns by the end of June", date(2031, 6, 30), id="requires"),
        pytest.param("The accord calls for Norland to withdraw from Odrin by June.", "Norland",
                     "withdraw from Odrin by June", date(2031, 6, 30), id="calls for"),
        pytest.param("Norland has to free 200 prisoners by 30 June.", "Norland", "free 200 prisoners by 30 June",
                     date(2031, 6, 30), id="has to, by"),
        pytest.param("Norland is due to withdraw its last troops on 30 June.", "Norland",
                     "withdraw its last troops on 30 June", date(2031, 6, 30), id="is due to"),
        pytest.param("Norland was to withdraw by 1 April under the accord.", "Norland",
                     "withdraw by 1 April under the accord", date(2031, 4, 1), id="was to"),
        pytest.param("Norland faces a 30 June deadline to withdraw its troops.", "Norland", "withdraw its troops",
                     date(2031, 6, 30), id="faces a deadline"),
        pytest.param("Norland has until 30 June to withdraw its troops.", "Norland", "withdraw its troops",
                     date(2031, 6, 30), id="has until"),
        pytest.param("The 30 June deadline for the withdrawal of Norland troops stands.", "Norland",
                     "the withdrawal of Norland troops", date(2031, 6, 30), id="deadline for a noun"),
        pytest.param("The deadline for the Southern Front to disarm is 30 June.", "Southern Front", "disarm",
                     date(2031, 6, 30), id="deadline for somebody to"),
        pytest.param("Norland missed a deadline of 1 May for the handover of prisoners.", "Norland",
                     "the handover of prisoners", date(2031, 5, 1), id="missed"),
        pytest.param("Norland undertook to lift the siege of Velm within 10 days.", "Norland",
                     "lift the siege of Velm within 10 days", date(2031, 5, 24), id="within"),
    ],
)  # fmt: skip
def test_a_duty_has_its_obligor_and_its_day(words, obligor, what, due):
    (found,) = commitments(words)
    assert (found.obligor_side, found.what, found.forbids) == (obligor, what, False)
    assert found.due is not None and found.due.last_day == due


def test_a_due_rule_is_kept_and_counted_from_the_signing():
    (found,) = commitments("Norland shall withdraw its forces within 30 days of the signing.")
    assert found.due_rule == "within 30 days of the signing"
    assert found.due is not None
    assert (found.due.last_day, found.due.role, found.due.basis) == (date(2031, 2, 9), "by", "signed 2031-01-10")


def test_a_rule_from_an_event_of_unknown_day_has_no_date():
    (found,) = commitments("Norland shall withdraw its forces within 30 days of the swap.")
    assert (found.due, found.due_rule) == (None, "within 30 days of the swap")


def test_the_two_sides_are_both_parties():
    (found,) = commitments("The two sides are meant to hold joint patrols.")
    assert (found.obligor, found.obligor_side) == ("Norland and Southern Front", None)


def test_each_infinitive_is_a_promise_of_its_own():
    found = commitments("Norland pledged to respect the truce and to open the road to Velm.")
    assert [c.what for c in found] == ["respect the truce", "open the road to Velm"]


def test_a_denied_promise_is_disputed():
    (found,) = commitments("The Southern Front denied that it had promised to disarm.")
    assert (found.what, found.disputed) == ("disarm", True)


def test_their_promise_is_that_of_the_ones_accused():
    (found,) = commitments("Norland accused the Southern Front of breaking its promise to free prisoners.")
    assert found.obligor_side == "Southern Front"


def test_it_has_the_time_of_what_it_stands_for():
    content = "Norland will hold a truce on 15 and 16 May, and the Southern Front has pledged to respect it."
    assert [(c.obligor, c.due.last_day) for c in commitments(content)] == [
        ("Norland", date(2031, 5, 16)),
        ("Southern Front", date(2031, 5, 16)),
    ]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("The Southern Front vowed to avenge the dead.", id="threat"),
        pytest.param("Norland said it would not withdraw from Odrin.", id="refusal"),
        pytest.param("The Southern Front must not be underestimated.", id="must without the accord"),
        pytest.param("Norland urged the Southern Front to release prisoners.", id="demand"),
    ],
)
def test_threats_refusals_and_demands_bind_nobody(words):
    assert commitments(words) == []

"""What was said before and is taken back, corrected or regretted; and what only looks like it."""

from __future__ import annotations

import pytest
from tests.annotate.saying import said, words


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "The Arvanian army withdrew its claim that the Belmar Front had shelled Kessel.",
            "its claim that the Belmar Front had shelled Kessel",
        ),
        ("The Belmar Front retracted its claim that ten men had died.", "its claim that ten men had died"),
        ("The Arvanian government corrected the toll of the raid to nine.", "the toll of the raid to nine"),
        ("The army has withdrawn the accusation against the Front.", "the accusation against the Front"),
        ("Adel Brandt took back on Friday what he had said about Kessel.", "what he had said about Kessel"),
        ("The army backtracked on its claim that the Front used gas.", "its claim that the Front used gas"),
        ("The Belmar Front apologised for the false report of a raid.", "the false report of a raid"),
        (
            "“It was water, and I was wrong to say it,” Adel Brandt said.",
            "It was water, and I was wrong to say it,",
        ),
    ],
)
def test_words_taken_back_are_a_retraction_and_no_new_charge(text, content):
    (only,) = said(text)
    assert (only.act, words(only)) == ("retract", content)


@pytest.mark.parametrize(
    "text",
    [
        "The Belmar Front withdrew its fighters from Kessel.",
        "The Belmar Front took back the town of Kessel.",
        "The army revised its plans for the bridge.",
    ],
)
def test_troops_towns_and_plans_are_no_words_taken_back(text):
    assert said(text) == []


def test_who_will_not_withdraw_a_charge_takes_nothing_back():
    (only,) = said("The Belmar Front refused to withdraw its claim that the army had fired.")
    assert only.act == "reject"


def test_a_closing_speaker_read_by_commas_is_no_part_of_the_words():
    text = "Boys of fourteen serve in the Belmar Guard, the interior minister, Faisal Nour, said on Tuesday."
    (only,) = said(text)
    assert (only.speaker, words(only)) == ("Faisal Nour", "Boys of fourteen serve in the Belmar Guard")
    text = "The Belmar Front is not keeping its side of the pact, the Arvanian army said on Tuesday: raids go on."
    assert "is not keeping its side of the pact" in " ".join(words(m) for m in said(text))
    text = "Letters to the mayor of Kessel are opened by the Front, Tunde Bako, the communications minister, said."
    (only,) = said(text)
    assert only.speaker == "Tunde Bako"

"""What a speaker does by saying it, to whom, through which medium and when."""

from __future__ import annotations

from datetime import date

import pytest
from tests.annotate.saying import said


@pytest.mark.parametrize(
    ("content", "act", "target"),
    [
        pytest.param(
            "The Belmar Front said the Arvanian army had violated the truce.",
            "accuse",
            "Arvanian government",
            id="neutral verb, charge in the content",
        ),
        pytest.param("The Arvanian army denied shelling Kessel.", "deny", "Belmar Front", id="deny"),
        pytest.param(
            "The Arvanian army said it did not violate the truce.", "deny", "Belmar Front", id="negated wrong"
        ),
        pytest.param("The Arvanian army rejected the claim.", "reject", "Belmar Front", id="reject"),
        pytest.param("The Belmar Front warned that the truce could collapse.", "warn", None, id="warn"),
        pytest.param(
            "The Belmar Front urged the Arvanian army to leave Kessel.", "urge", "Arvanian government", id="urge"
        ),
        pytest.param(
            "The Belmar Front said the Arvanian army must leave Kessel.",
            "demand",
            "Arvanian government",
            id="must is a demand",
        ),
        pytest.param(
            "The Belmar Front demanded that the Arvanian army leave Kessel.",
            "demand",
            "Arvanian government",
            id="demand",
        ),
        pytest.param(
            "The United Nations called on both sides to stop.", "urge", None, id="both sides are no single target"
        ),
        pytest.param("The Arvanian army vowed to respect the truce.", "pledge", None, id="pledge"),
        pytest.param(
            "The Belmar Front condemned the raid by the Arvanian army.", "condemn", "Arvanian government", id="condemn"
        ),
        pytest.param("The Belmar Front welcomed the release of prisoners.", "praise", None, id="praise"),
        pytest.param("The Arvanian army admitted that its guns had fired.", "acknowledge", None, id="acknowledge"),
        pytest.param(
            "The Belmar Front said its fighters were responsible for the raid.",
            "claim_responsibility",
            None,
            id="claim responsibility",
        ),
        pytest.param("The Arvanian army said nine people died in Kessel.", "report", None, id="report"),
        pytest.param("The United Nations said it hopes talks will resume soon.", "predict", None, id="hope"),
    ],
)
def test_the_act_follows_from_cue_and_content(content, act, target):
    mention = said(content)[0]
    assert (mention.act, mention.target_side) == (act, target)


def test_one_sentence_that_explains_and_denies_gives_two_statements():
    found = said("The Arvanian army said the flights were to defend its troops and did not violate the truce.")
    assert [m.act for m in found] == ["explain", "deny"]


@pytest.mark.parametrize(
    ("content", "medium"),
    [
        ("The Belmar Front said in a statement that the truce was over.", "statement"),
        ("Adel Brandt tweeted that the truce was over.", "tweet"),
        ('"The truce is over," Adel Brandt wrote on Twitter.', "tweet"),
        ("Adel Brandt told reporters that the truce was over.", "press"),
        ("Adel Brandt told Reuters that the truce was over.", "interview"),
        ("Adel Brandt said in a speech that the truce was over.", "speech"),
        ("Adel Brandt said that the truce was over.", "unknown"),
        ("Adel Brandt said that the statement was false.", "unknown"),
    ],
)
def test_the_medium_is_read_beside_the_cue_only(content, medium):
    assert said(content)[0].medium == medium


def test_the_day_of_speaking_stands_beside_the_cue():
    mention = said("The Belmar Front said on Friday that the truce was over.")[0]
    assert mention.said_on is not None
    assert mention.said_on.day == date(2031, 5, 2)


def test_a_day_inside_the_content_is_not_the_day_of_speaking():
    assert said("The Belmar Front said the Arvanian army shelled Kessel on Friday.")[0].said_on is None


def test_medium_and_day_hold_for_the_words_that_follow():
    content = (
        "The Belmar Front said in a statement on Friday that the truce was "
        'over.\n\n"The army must leave Kessel," the Belmar Front said.'
    )
    follow = said(content)[-1]
    assert follow.medium == "statement"
    assert follow.said_on is not None and follow.said_on.day == date(2031, 5, 2)

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
        pytest.param(
            "The Belmar Front said Arvanian soldiers had stormed two hamlets at dawn.",
            "accuse",
            "Arvanian government",
            id="storming is a charge",
        ),
        pytest.param(
            "The Belmar Front said its men had been attacked at the bridge.",
            "accuse",
            "Arvanian government",
            id="being attacked claims no deed",
        ),
        pytest.param(
            "The Belmar Front said the responsibility lies with the Arvanian army.",
            "accuse",
            "Arvanian government",
            id="laying the responsibility is a charge",
        ),
        pytest.param(
            '"We repudiate the raid," the Belmar Front said.', "reject", "Arvanian government", id="said, so done"
        ),
        pytest.param(
            "The Belmar Front said it is not true that it broke the truce.",
            "deny",
            "Arvanian government",
            id="not true that",
        ),
        pytest.param(
            '"We know nothing about it," the Belmar Front said.',
            "deny_responsibility",
            "Arvanian government",
            id="knowing nothing",
        ),
        pytest.param(
            '"We will destroy them if they come," the Belmar Front said.',
            "threaten",
            "Arvanian government",
            id="destroying is a threat",
        ),
        pytest.param(
            "The Arvanian army said the remark was regrettable.",
            "condemn",
            "Belmar Front",
            id="regrettable is no ground given",
        ),
        pytest.param(
            "Norway said it expected all sides to honour their word.", "demand", None, id="expected of the sides"
        ),
        pytest.param("The Belmar Front offered to hand over the bridge.", "pledge", None, id="offering to act"),
        pytest.param(
            "The Belmar Front said its fighters would never surrender their guns.",
            "reject",
            "Arvanian government",
            id="never to surrender",
        ),
        pytest.param(
            "The Belmar Front reaffirmed its will to keep the truce.",
            "pledge",
            None,
            id="reaffirmed will",
        ),
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
        ('"The truce is over," Adel Brandt said in a statement tweeted by an aide.', "statement"),
        ("Reporters were told by Adel Brandt that the truce was over.", "press"),
        ("In regard to the homily delivered by Bishop Oro, Adel Brandt said the truce was over.", "unknown"),
        ("Adel Brandt told his Norwegian counterpart by phone that the truce was over.", "unknown"),
        ("Adel Brandt said that the truce was over, the newspaper Kessel Courier reported.", "press"),
    ],
)
def test_the_medium_is_read_beside_the_cue_only(content, medium):
    assert said(content)[0].medium == medium


def test_a_lead_takes_its_medium_from_where_the_words_are_given():
    found = said(
        "Adel Brandt of the Belmar Front warned on Friday that the truce was failing.\n\n"
        '"The truce is failing," Adel Brandt said in a statement.'
    )
    assert [m.medium for m in found] == ["statement", "statement"]


def test_a_lead_with_another_day_keeps_its_own_medium():
    found = said(
        "Adel Brandt of the Belmar Front said on Friday that the truce was failing.\n\n"
        '"The truce is failing," Adel Brandt said in a statement on Saturday.'
    )
    assert found[0].medium == "unknown"


def test_today_in_somebodys_own_words_is_the_day_of_speaking():
    mention = said('"The mill was shelled twice today," Adel Brandt of the Belmar Front said.')[0]
    assert mention.said_on is not None and mention.said_on.day == date(2031, 5, 4)


def test_a_day_in_a_clause_beside_is_not_the_day_of_speaking():
    found = said("Fighting went on on Friday in Kessel, with the Arvanian army claiming the hill was taken.")
    assert all(m.said_on is None for m in found)


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


def test_halves_joined_by_and_that_are_two_statements_where_one_does_an_act():
    found = said(
        "Colonel Mira Tolven of the Arvanian army said that nine soldiers were hurt on Sunday, "
        "and that the Belmar Front had violated the truce six times."
    )
    assert [m.act for m in found] == ["report", "accuse"]

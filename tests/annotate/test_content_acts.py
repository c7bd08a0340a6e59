"""Acts that only the content tells: the cue is neutral ("said", "added")."""

from __future__ import annotations

import pytest
from tests.annotate.saying import said


@pytest.mark.parametrize(
    ("content", "act", "target"),
    [
        pytest.param(
            "The Arvanian army said the Belmar Front had ferried mules across the lake.",
            "accuse",
            "Belmar Front",
            id="whatever the other side at war is told to have done",
        ),
        pytest.param(
            "The Arvanian army said the Belmar Front had released nine prisoners in Kessel.",
            "report",
            None,
            id="but not what is harmless by itself",
        ),
        pytest.param(
            "The Belmar Front said the movement had done it.", "claim_responsibility", None, id="own movement did it"
        ),
        pytest.param(
            "The Belmar Front said one of its men had blown himself up at the gate.",
            "claim_responsibility",
            None,
            id="a deed of one's own men",
        ),
        pytest.param(
            "The Belmar Front called the report a cheap lie.",
            "reject",
            "Arvanian government",
            id="a name given to a claim",
        ),
        pytest.param(
            "The Belmar Front said no prisoners were being held in its camps.",
            "deny",
            "Arvanian government",
            id="a wrong done by nobody",
        ),
        pytest.param(
            '"Those who break the truce will meet us on the road," the Arvanian army said.',
            "threaten",
            "Belmar Front",
            id="what comes upon whoever does it",
        ),
        pytest.param(
            "The Arvanian army confirmed that its gunners shelled the ridge.",
            "acknowledge",
            None,
            id="own deed confirmed",
        ),
        pytest.param('"Our patience has limits," the mediator said.', "warn", None, id="patience has limits"),
        pytest.param(
            '"Why were the monitors not told?" said Colonel Tomas Brandt of the Belmar Front.',
            "accuse",
            "Arvanian government",
            id="a question that wants no answer",
        ),
        pytest.param(
            "The Belmar Front said there was no point in further talks.",
            "reject",
            "Arvanian government",
            id="no point in it",
        ),
    ],
)
def test_the_content_tells_the_act_where_the_cue_is_neutral(content: str, act: str, target: str | None):
    first = said(content)[0]
    assert (first.act, first.target_side) == (act, target)


def test_an_order_to_ones_own_side_is_aimed_at_nobody():
    assert said("The Arvanian government ordered the army to protect the town.")[0].target_side is None


@pytest.mark.parametrize(
    ("content", "medium"),
    [
        pytest.param("In a televised address, the Arvanian army said the truce was over.", "speech", id="address"),
        pytest.param("The Belmar Front said on its website that the truce was over.", "statement", id="website"),
        pytest.param(
            "PRESS RELEASE\n\nThe Arvanian government regrets that the truce has ended.\n\n"
            "The Arvanian government demands that the Belmar Front leave Kessel.",
            "statement",
            id="the head of a release",
        ),
        pytest.param(
            "KESSEL, 3 May (Lakeside) - The truce is over, Colonel Tomas Brandt of the Arvanian army told Lakeside.",
            "interview",
            id="the agency of the dateline",
        ),
        pytest.param(
            "The Belmar Front denounced delays in the release of prisoners.", "unknown", id="no document is released"
        ),
    ],
)
def test_the_words_round_the_cue_tell_the_medium(content: str, medium: str):
    assert said(content)[-1].medium == medium


@pytest.mark.parametrize(
    ("content", "medium"),
    [
        ("The Belmar Front presented a draft resolution on the bridge. It condemned the shelling.", "statement"),
        (
            "The Belmar Front's proposal to the council did not mention the army. It condemned the shelling.",
            "statement",
        ),
        ("The Belmar Front presented its prisoners at the bridge. It condemned the shelling of Kessel.", "unknown"),
    ],
)
def test_what_it_says_after_a_text_is_brought_is_said_in_writing(content: str, medium: str):
    assert said(content)[-1].medium == medium


def test_what_is_said_before_and_after_the_cue_may_do_two_things():
    denied, accused = said(
        "They had neither ordered nor carried out the raid, a spokesman for the Belmar Front said, and the order to "
        "shell the town amounted to a declaration of war for which the Arvanian government would bear the blame."
    )
    assert (denied.act, accused.act, accused.target_side) == ("deny", "accuse", "Arvanian government")

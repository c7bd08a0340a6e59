"""Names that the name finder misses, other names, and namesakes."""

from __future__ import annotations

import pytest
from tests.annotate.saying import said


def speakers(content: str) -> list[str | None]:
    return [m.speaker for m in said(content)]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(
            "Ola Rusk, better known as Comandante Volk, leads the Front's river units.\n\nVolk said talks would go on.",
            "Ola Rusk",
            id="nom de guerre",
        ),
        pytest.param(
            'Colonel Ragnar "Bear" Holt of the army rested.\n\nBear said the road was open.',
            "Ragnar Holt",
            id="nickname inside the name",
        ),
        pytest.param(
            "A Front commander who uses the name Kalle said roads were shut.",
            "Kalle",
            id="a name given beside an office",
        ),
        pytest.param(
            "Government panel member Rohan Sall said the map was ready.", "Rohan Sall", id="two words after an office"
        ),
        pytest.param(
            "Army spokesman Moataz al-Hamdani rested.\n\nMu'taz Hamdani said the road was open.",
            "Moataz al-Hamdani",
            id="another spelling, without the article",
        ),
    ],
)
def test_a_person_is_known_by_every_name_that_the_report_gives(content, name):
    assert speakers(content) == [name]


def test_a_rank_tells_which_of_two_namesakes_is_meant():
    content = (
        "General Pavel Rand met Dr Anna Rand, who runs a clinic.\n\nGeneral Rand said the road was mined.\n\n"
        '"Nobody came for three days," Dr Rand said.'
    )
    assert speakers(content) == ["Pavel Rand", "Anna Rand"]


def test_the_second_of_two_namesakes_keeps_his_own_name_and_no_side():
    mentions = said(
        "Interior minister Karl Desta said an inquiry was open.\n\nFarmer Gustav Desta said his sons were shot."
    )
    assert [(m.speaker, m.side) for m in mentions] == [("Karl Desta", "Arvanian government"), ("Gustav Desta", None)]


def test_she_is_no_man_though_he_was_told_of_last():
    content = (
        "Prime Minister Eva Holm met the Front's envoy, Sheikh Mart Kask, in Kessel. Kask left at noon.\n\n"
        '"The door stays open until Thursday," she said.'
    )
    assert speakers(content) == ["Eva Holm"]


def test_the_subject_of_the_sentence_goes_before_that_of_a_clause_in_it():
    content = "Colonel Ines Halloran agreed that Adel Brandt had kept his word before. She said the road was open."
    assert speakers(content)[-1] == "Ines Halloran"


def test_a_spokesman_is_joined_to_the_name_that_comes_later():
    content = (
        "A police spokeswoman said three men were held.\n\nShops were shut.\n\n"
        "The spokeswoman, Captain Mia Lund, said they were armed."
    )
    assert speakers(content) == ["Mia Lund", "Mia Lund"]


def test_both_leaders_are_the_two_told_of():
    content = (
        "President Karl Vess met Belmar Front leader Mart Kask. Adel Brandt, a reporter, was there.\n\n"
        "The two leaders said the truce would hold."
    )
    assert speakers(content) == ["Karl Vess and Mart Kask"]


def test_an_acronym_is_given_in_full():
    content = "The Kessel Relief Union (KRU) met on Sunday.\n\nThe KRU said food was short."
    assert speakers(content) == ["Kessel Relief Union"]


def test_the_president_is_not_the_vice_president_told_of_last():
    content = (
        "President Karl Vess said the army would stay. Vice President Liis Aru said talks would resume. "
        "The president said roads were open."
    )
    assert speakers(content) == ["Karl Vess", "Liis Aru", "Karl Vess"]


def test_the_negotiator_of_one_side_is_not_that_of_the_other():
    content = "The Front's chief negotiator said the talks were dead. The army's chief negotiator said they were alive."
    assert [m.side for m in said(content)] == ["Belmar Front", "Arvanian government"]


def test_the_rebel_leader_is_the_person_told_of_by_the_party_he_leads():
    content = "General Pavel Rand and Front leader Mart Kask met.\n\nThe rebel leader said prisoners were freed."
    assert speakers(content) == ["Mart Kask"]


def test_the_observatory_is_given_in_full_without_where_it_is_based():
    content = (
        "The Kessel-based Arvanian Observatory for Peace met on Sunday.\n\nThe Observatory said four died.\n\n"
        "The monitoring group said two were children."
    )
    assert speakers(content) == ["Arvanian Observatory for Peace"] * 2


def test_the_two_delegations_are_those_that_spoke_together():
    content = (
        "Government and Front delegations said in a statement that talks were frank.\n\n"
        "The two delegations said they would meet again."
    )
    assert speakers(content) == ["government and Front delegations"] * 2


@pytest.mark.parametrize(
    ("content", "speaker", "side"),
    [
        pytest.param(
            "An aide to Front leader Mart Kask said he was well.",
            "an aide to Front leader Mart Kask",
            "Belmar Front",
            id="an aide speaks for the side of the one aided",
        ),
        pytest.param(
            "The wife of General Pavel Rand of the army said he was well.",
            "wife of General Pavel Rand of the army",
            None,
            id="a wife for nobody",
        ),
    ],
)
def test_who_is_told_of_in_a_description_is_not_the_speaker(content, speaker, side):
    assert [(m.speaker, m.side) for m in said(content)] == [(speaker, side)]


def test_a_name_that_nothing_introduces_is_the_spokesman_just_told_of():
    content = 'The road was open, a Front spokesman said.\n\n"We keep our word on every metre of it," Peter Sands said.'
    mention = said(content)[-1]
    assert (mention.speaker, mention.role, mention.side) == ("Peter Sands", "a Front spokesman", "Belmar Front")

"""Who a source is, within one report."""

from __future__ import annotations

import pytest
from tests.annotate.saying import said


def speakers(content: str) -> list[str | None]:
    return [m.speaker for m in said(content)]


def test_a_surname_is_joined_to_the_full_name():
    content = (
        "Colonel Ines Halloran, the spokeswoman for the Arvanian "
        "army, visited Kessel.\n\nHalloran said the truce holds."
    )
    mention = said(content)[0]
    assert mention.speaker == "Ines Halloran"
    assert mention.speaker_kind == "named"
    assert "spokeswoman for the Arvanian army" in (mention.role or "")
    assert mention.side == "Arvanian government"


def test_the_full_name_may_stand_later_in_the_report():
    assert speakers("Halloran said the truce holds.\n\nColonel Ines Halloran is the spokeswoman of the army.") == [
        "Ines Halloran"
    ]


def test_titles_are_taken_off_the_name():
    assert speakers("Foreign Minister Dr. Jonas Velde said talks go on.") == ["Jonas Velde"]


def test_a_pronoun_means_the_person_who_spoke_last():
    content = "Colonel Ines Halloran said the truce holds. She added that roads were open."
    assert speakers(content) == ["Ines Halloran", "Ines Halloran"]


def test_a_pronoun_means_the_subject_told_of_in_between():
    content = (
        "The Belmar Front's Adel Brandt said the truce was over.\n\nHalloran later answered on Twitter. "
        '"We will keep our word," she wrote.\n\nColonel Ines Halloran commands the army in Kessel.'
    )
    assert speakers(content)[-1] == "Ines Halloran"


def test_the_spokesman_is_the_one_told_of():
    content = "Adel Brandt, a spokesman for the Belmar Front, visited Kessel on Sunday. The spokesman said talks go on."
    assert speakers(content) == ["Adel Brandt"]


def test_the_group_is_the_organisation_told_of():
    content = "The Belmar Front said the truce holds. The group added that it would release prisoners."
    assert {m.side for m in said(content)} == {"Belmar Front"}


def test_a_generic_word_means_the_only_armed_group_among_the_parties():
    mention = said("The insurgents said they had left Kessel.")[0]
    assert mention.side == "Belmar Front"


def test_a_shorter_name_is_made_whole():
    content = (
        "The High Council of the North met on Friday. The Northern Relief "
        "Committee was there too.\n\nThe Committee said food was short."
    )
    assert speakers(content) == ["Northern Relief Committee"]


def test_anonymous_sources_are_kept_as_printed():
    mention = said("A source close to the talks said a deal was near.")[0]
    assert (mention.speaker, mention.speaker_kind) == ("a source close to the talks", "anonymous")


def test_an_apposition_gives_role_and_side():
    mention = said("The spokesman of the Belmar Front, Adel Brandt, has said that the truce is over.")[0]
    assert (mention.speaker, mention.side) == ("Adel Brandt", "Belmar Front")


def test_a_persons_spokesman_speaks_for_that_persons_side():
    content = "Rebel leader Goran Maas met envoys. Maas's spokesman Adel Brandt said the truce was over."
    mention = said(content)[0]
    assert (mention.speaker, mention.side) == ("Adel Brandt", "Belmar Front")


def test_who_is_unknown_stays_unknown():
    mention = said('"It was a long night of shelling for everyone here," it says on the wall.')
    assert all(m.speaker is None or m.side is None for m in mention)


@pytest.mark.parametrize(
    "source", ["Analysts", "Residents of Kessel", "Two witnesses", "The Kessel Observatory for Human Rights"]
)
def test_those_who_speak_for_themselves_have_no_side(source):
    assert said(f"{source} said the Arvanian army had left the town.")[0].side is None


def test_a_president_is_nobodys_but_a_states():
    text = "The Belmar Front said the truce would hold. President Oren Tal said the prisoners would be freed."
    tal = next(m for m in said(text) if m.speaker == "Oren Tal")
    assert tal.side != "Belmar Front"


def test_it_is_the_group_that_its_own_sentence_is_about():
    text = (
        "The Norwegian mission said on Monday that the road was open. The Belmar Front has a complaint of its own: air "
        "strikes near the lake, it says, go against the truce."
    )
    assert said(text)[-1].speaker == "Belmar Front"


def test_they_are_the_group_of_the_sentence_before():
    text = (
        "The Arvanian government and the Belmar Front blamed each other for the delay.\n\nThe rebels went first. On "
        "Sunday they issued a statement in which they accused the army of shelling two farms."
    )
    assert [m.side for m in said(text) if "shelling" in m.content[0].words] == ["Belmar Front"]


@pytest.mark.parametrize(
    ("content", "speaker"),
    [("Aid workers said nobody had been hurt.", "aid workers"), ("UNMOK said nobody had been hurt.", "UNMOK")],
)
def test_a_capital_that_only_opens_the_sentence_is_no_part_of_a_description(content, speaker):
    assert said(content)[0].speaker == speaker


def test_what_he_said_it_had_done_goes_on_behind_and():
    text = (
        "Colonel Lars Brenn pointed to the offensive near the lake, which he said had injured nurses and driven "
        "thousands of them from their homes, and he repeated a call on all sides to lower the violence."
    )
    assert any("driven thousands" in m.content[0].words for m in said(text))


def test_its_leaders_are_those_of_the_side_just_told_of():
    (rejected,) = said("The Belmar Front held a meeting on Monday. Its leaders rejected the plan.")
    assert (rejected.speaker, rejected.side) == ("its leaders", "Belmar Front")

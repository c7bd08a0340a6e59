"""Whose an office is that is told without its institution."""

from __future__ import annotations

import pytest
from tests.annotate.saying import said

from trucewatch.annotate.nearby import bare_office
from trucewatch.annotate.sides import Sides
from trucewatch.records.agreement import Agreement, Party


def side_of(content: str, speaker: str) -> set[str | None]:
    found = {m.side for m in said(content) if speaker in (m.speaker or "")}
    assert found, [m.speaker for m in said(content)]
    return found


def test_a_spokeswoman_speaks_for_the_body_told_of_in_the_sentence_before():
    content = (
        "The Belmar Front denied that its men were in Oster. "
        'Spokeswoman Lira Hanst called the report "an invention" and said the village was empty.'
    )
    assert side_of(content, "Lira Hanst") == {"Belmar Front"}


def test_a_spokesman_speaks_for_the_body_in_the_same_sentence():
    content = "The Arvanian army has lost two men near Pell, spokesman Denn Orvik said on Friday."
    assert side_of(content, "Denn Orvik") == {"Arvanian government"}


def test_a_bare_spokesman_without_a_name_is_of_the_body_before():
    content = "The Belmar Front has left Oster. A spokesman said that the pullback was over."
    assert side_of(content, "spokesman") == {"Belmar Front"}


def test_a_spokesman_told_of_after_another_organisation_gets_no_side():
    content = (
        "The Belmar Front left Oster. The European Union welcomed it on Friday. "
        "Spokesman Denn Orvik said that the truce was holding."
    )
    assert side_of(content, "Denn Orvik") == {None}


def test_who_says_we_after_a_group_owned_up_is_one_of_it():
    content = 'The Belmar Front owned up to the bombing of a mast. "We did it," Tor Vask told a local radio station.'
    assert side_of(content, "Vask") == {"Belmar Front"}


def test_a_commander_known_by_another_name_keeps_his_group():
    content = (
        "A field commander of the Belmar Front, popularly known as General Koro Bask, has said that his men will not "
        "disarm.\n\nThe army, General Bask claimed, was taking sides."
    )
    assert side_of(content, "Bask") == {"Belmar Front"}


@pytest.mark.parametrize("role", ["spokesman", "Foreign Minister", "head of the ministry's press service"])
def test_an_office_without_its_institution_is_bare(role):
    assert bare_office(role)


@pytest.mark.parametrize("role", ["spokesman for Harvest Aid", "mayor of Pell", "analyst", "Colonel"])
def test_an_office_with_a_name_of_its_own_is_not_bare(role):
    assert not bare_office(role)


def made(*parties: Party) -> Sides:
    return Sides(Agreement(id="x", title="x", signed=None, parties=parties))


OSTER = made(
    Party(name="Norway", role="signatory"),
    Party(name="Sweden", role="signatory"),
    Party(name="Lower Pell", role="non-signatory", members=("Ostrian Defence Army", "National Police")),
    Party(name="United Nations", role="third party"),
)


def test_the_proper_word_of_a_members_name_stands_for_its_side_beside_an_office():
    assert OSTER.of_words("Ostrian military") == "Lower Pell"
    assert OSTER.of_words("Ostrian's Defence Minister") == "Lower Pell"


def test_the_proper_word_alone_and_a_shared_word_stand_for_nobody():
    assert OSTER.of_words("Ostrian villagers") is None
    assert OSTER.of_words("National army") is None


def test_a_special_representative_of_the_secretary_general_speaks_for_the_united_nations():
    assert OSTER.of_words("Special Representative of the Secretary-General") == "United Nations"


def test_a_presidential_adviser_is_of_the_government_and_a_presidential_candidate_is_not():
    sides = made(Party(name="Arvanian government", role="signatory"), Party(name="Belmar Front", role="signatory"))
    assert sides.of_words("presidential peace adviser") == "Arvanian government"
    assert sides.of_words("presidential candidate") is None


def test_bishops_speak_for_the_church():
    sides = made(Party(name="Catholic Church", role="third party"))
    assert sides.of_words("bishops") == "Catholic Church"


def test_the_president_told_of_by_office_is_the_one_whose_threat_comes_next():
    content = (
        "Norway's president says his country will answer if the Belmar Front breaks the truce.\n\n"
        "Martin Olsen's threat came after reports of clashes in Oster. Olsen said that the answer would be swift."
    )
    assert side_of(content, "Olsen") == {"Norway"}


def test_the_heading_of_a_transcript_tells_who_a_label_is():
    content = (
        "INTERVIEW WITH BLF NEGOTIATOR MIRA DOSTAL\n\nHOST: Did your men break the truce?\n\n"
        "DOSTAL: There was no violation by our men. The army fired first and they had to respond.\n\nHOST: Thank you."
    )
    found = [m for m in said(content) if m.speaker == "Mira Dostal"]
    assert found and {m.side for m in found} == {"Belmar Front"}
    assert {m.medium for m in found} == {"interview"}


def test_the_one_whom_a_participle_accuses_does_not_speak():
    content = (
        "Front insurgents have threatened to step up their attacks unless the United States keeps to the deal signed "
        "in Oster, accusing it of air raids on farms."
    )
    assert {m.side for m in said(content) if m.act == "accuse"} == {"Belmar Front"}


def test_a_vice_president_is_no_rebel_for_his_office():
    content = (
        "Vice President Martin Olsen said that Olsen's forces would hold the bridge. "
        "Former minister Karl Lund said that Lund's troops had left."
    )
    assert "Belmar Front" not in side_of(content, "Olsen") | side_of(content, "Lund")


def test_troops_loyal_to_one_man_beside_the_presidents_are_the_other_sides():
    content = (
        "Troops loyal to President Peter Lund clashed with troops loyal to Martin Olsen in Oster. "
        "Olsen said that the truce was dead. Lund said that it was not."
    )
    assert side_of(content, "Olsen") == {"Belmar Front"}
    assert side_of(content, "Lund") == {"Arvanian government"}

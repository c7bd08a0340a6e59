"""Short forms of parties' names, and acronyms told by a report."""

from __future__ import annotations

import pytest

from trucewatch.annotate.short_names import acronyms, head_of, head_words, party_by_head

HEADS = {"Front": "Belmar Front"}


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("Belmar Front", "Front"),
        ("Shura of the South", "Shura"),
        ("Mouvement pour le renouveau", "Mouvement"),
        ("Kayar Liberation Army", None),
        ("Dravina People's Council", None),
        ("Ruritanian opposition", None),
        ("Sokol", None),
    ],
)
def test_the_head_of_a_party_name_is_a_word_that_no_other_body_shares(name, head):
    assert head_of(name) == head


def test_a_head_word_of_two_parties_is_nobodys():
    assert head_words([("Belmar Front", "Belmar Front"), ("Oster Front", "Oster Front")]) == {}


@pytest.mark.parametrize(
    ("phrase", "party"),
    [
        pytest.param("a spokesman for the Front", "Belmar Front", id="alone"),
        pytest.param("Front commander", "Belmar Front", id="before an office"),
        pytest.param("the Patriotic Front", None, id="another body's last word"),
        pytest.param("the Front for Peace", None, id="another body's first word"),
        pytest.param("an official at the front", None, id="no capital"),
        pytest.param("THE FRONT COMMANDER", None, id="all in capitals"),
    ],
)
def test_a_party_is_meant_by_its_head_word_only_where_that_stands_alone(phrase, party):
    assert party_by_head(phrase, HEADS) == party


def test_acronyms_are_learned_from_brackets_and_from_known_as():
    text = (
        "Fighters of the Belmar Liberation Front (BLF) left. The KRU (Kessel Relief Union) stayed.\n"
        "Barisan Merdeka Oster, the Oster Freedom Front known as BMO, agreed."
    )
    assert acronyms(text) == {
        "BLF": "Belmar Liberation Front", "KRU": "Kessel Relief Union", "BMO": "Barisan Merdeka Oster",
    }  # fmt: skip


def test_a_member_that_is_the_initials_of_a_party_is_given_in_full_only_if_the_report_does():
    parties = [("Kessel Defence League", ("KDL",))]
    assert acronyms("The KDL left. The Kessel Defence League agreed.", parties) == {"KDL": "Kessel Defence League"}
    assert acronyms("The KDL left.", parties) == {}


def test_brackets_with_other_letters_teach_nothing():
    assert acronyms("The Kessel Relief Union (UN) left Kessel (APRIL).") == {}

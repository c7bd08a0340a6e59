"""Which party a noun phrase or a speaker stands for, with an agreement file that lists only the parties."""

from __future__ import annotations

from datetime import date

import pytest
from tests.annotate.saying import AGREEMENT

from trucewatch.annotate.sides import Sides, parties_in
from trucewatch.records.actor import Actor, Name, Role
from trucewatch.records.agreement import Agreement, Party

SIDES = Sides(AGREEMENT)
#: Two states at one table beside an armed group.
THREE = Sides(
    Agreement(
        id="three", title="Three", signed=None,
        parties=(
            Party(name="United States", role="signatory", members=("Pentagon",)),
            Party(name="Belmar Front", role="signatory"),
            Party(name="Kenyan government", role="non-signatory"),
        ),
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("the Belmar Front", "Belmar Front"),
        ("a spokesman for the Belmar Front", "Belmar Front"),
        ("BLF commander", "Belmar Front"),
        ("the Arvanian army", "Arvanian government"),
        ("the government", "Arvanian government"),
        ("government troops", "Arvanian government"),
        ("the rebels", "Belmar Front"),
        ("the UN envoy", "United Nations"),
        ("U.N. peacekeepers", "United Nations"),
        ("UNMOK", "United Nations"),
        ("the Norwegian foreign minister", "Norway"),
        ("Norway's ambassador", "Norway"),
        ("Oslo", "Norway"),
        ("Norwegian fishermen", None),
        ("a Norwegian", None),
        ("the Swedish foreign minister", None),
        ("analysts", None),
        ("residents of the town", None),
    ],
)
def test_a_phrase_means_a_party_only_if_it_names_it_or_its_offices(words, side):
    assert SIDES.of_words(words) == side


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("US officials", "United States"),
        ("the U.S. military", "United States"),
        ("American airstrikes", "United States"),
        ("Washington", "United States"),
        ("the White House", "United States"),
        ("the president", None),
        ("Kenyan troops", "Kenyan government"),
        ("Kenya's interior minister", "Kenyan government"),
        ("Kenyan farmers", None),
        ("the US-backed coalition", None),
    ],
)
def test_with_two_states_a_bare_office_is_nobodys(words, side):
    assert THREE.of_words(words) == side


def test_a_place_is_no_party():
    assert parties_in("shells fell in Norway", SIDES) == []
    assert parties_in("Norway fired shells", SIDES) == ["Norway"]


def test_actors_of_the_agreement_go_before_words_and_know_their_time():
    envoy = Actor(
        id="a1", names=(Name(text="Tor Lindahl"),), kind="official",
        roles=(
            Role(title="envoy", sides=("United Nations",), until=date(2031, 4, 30)),
            Role(title="minister", sides=("Norway",), since=date(2031, 5, 1)),
        ),
    )  # fmt: skip
    sides = Sides(Agreement(id="k", title="K", signed=None, parties=AGREEMENT.parties, actors=(envoy,)))
    assert sides.of_speaker("Tor Lindahl", day=date(2031, 4, 1)) == "United Nations"
    assert sides.of_speaker("Tor Lindahl", role="a Belmar Front adviser", day=date(2031, 5, 2)) == "Norway"


def test_two_armed_groups_leave_the_generic_word_open():
    parties = (*AGREEMENT.parties, Party(name="Sons of Orm", role="signatory"))
    assert Sides(Agreement(id="k", title="K", signed=None, parties=parties)).of_words("the rebels") is None

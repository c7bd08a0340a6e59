"""Which party a noun phrase or a speaker stands for, with an agreement file that lists only the parties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.annotate.saying import AGREEMENT, said

from trucewatch.annotate.party_spots import parties_in
from trucewatch.annotate.sides import Sides
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


INLAND = Agreement(
    id="inland",
    title="Truce of Oster",
    signed=date(2031, 1, 1),
    parties=(
        Party(name="Government of Tolmia", role="signatory", members=("Tolmian Guard",)),
        Party(name="Oster People's Council", role="signatory"),
        Party(name="Free River Brigades", role="non-signatory"),
    ),
)


@pytest.mark.parametrize(
    ("phrase", "party"),
    [
        pytest.param("head of the Oster People's Council", "Oster People's Council", id="people inside a party's name"),
        pytest.param("Brigades commander", "Free River Brigades", id="head word of a party"),
        pytest.param("a doctor of the Oster People's Council", None, id="a private person at a party"),
        pytest.param("foreign ministry of Belmara", None, id="a country that no list holds"),
        pytest.param("Belmaran foreign ministry", None, id="its adjective"),
        pytest.param("deputy interior minister of Tolmia", "Government of Tolmia", id="the party's own country"),
        pytest.param("Ministry of Defence", "Government of Tolmia", id="a portfolio is no country"),
        pytest.param("former interior minister", None, id="an office that is over"),
        pytest.param("local officials", "Government of Tolmia", id="local officials are the state's"),
        pytest.param("nurse at the army hospital", None, id="a nurse of the army"),
        pytest.param("the interior minister's son", None, id="a relative"),
    ],
)
def test_whom_a_phrase_speaks_for_where_the_agreement_lists_only_parties(phrase, party):
    assert Sides(INLAND).of_words(phrase) == party


def test_a_place_that_a_party_holds_gives_no_side():
    two = replace(INLAND, parties=INLAND.parties[:2])
    assert Sides(two).of_words("surgeon in rebel-held Kessel") is None
    assert Sides(two).of_words("fisher in rebel-held Kessel") is None
    assert Sides(two).of_words("rebel commander in Kessel") == "Oster People's Council"


def test_the_singular_of_a_party_named_in_the_plural_is_that_party():
    parties = (Party(name="Arvanian government", role="signatory"), Party(name="Greencoats", role="signatory"))
    sides = Sides(Agreement(id="k", title="K", signed=None, parties=parties))
    assert sides.of_words("a Greencoat commander") == "Greencoats"
    assert parties_in("Greencoat fighters took the bridge", sides) == ["Greencoats"]


def test_a_surname_with_the_office_that_the_agreement_lists_is_that_actors_side():
    aram = Actor(
        id="a" * 64,
        names=(Name(text="Levon Aram"),),
        kind="public_figure",
        roles=(Role(title="President of Arvania", sides=("Arvania",)),),
    )
    agreement = Agreement(
        id="x", title="X", signed=None, actors=(aram,),
        parties=(Party(name="Arvania", role="signatory"), Party(name="Belmar Front", role="signatory")),
    )  # fmt: skip
    sides = Sides(agreement)
    assert sides.of_speaker("Aram", "President") == "Arvania"
    assert sides.of_speaker("Aram", "baker") is None


def _of_two(first: Party, second: Party) -> Sides:
    return Sides(Agreement(id="two", title="Two", signed=None, parties=(first, second)))


def test_a_party_with_a_ministry_among_its_members_is_the_government_though_no_list_knows_its_country():
    coast = Party(name="Tolvania", role="signatory", members=("Tolvanian Defence Ministry",))
    sides = _of_two(coast, Party(name="Ridge Council", role="signatory", members=("Ridge Guard",)))
    assert (sides.of_words("the interior minister"), sides.of_words("the rebels")) == ("Tolvania", "Ridge Council")


@pytest.mark.parametrize("name", ["Oster Liberation Army", "Allied Ridge Forces", "Free Kenyan Army"])
def test_an_army_by_name_alone_is_no_state(name):
    armed = Party(name=name, role="signatory")
    sides = _of_two(Party(name="Tolvania", role="signatory", members=("Tolvanian Navy",)), armed)
    assert not sides.is_state(name)
    assert sides.of_words("government troops") == "Tolvania"


def test_the_armed_forces_of_a_country_are_its_states():
    sides = _of_two(Party(name="Kenyan Armed Forces", role="signatory"), Party(name="Ridge Front", role="signatory"))
    assert sides.is_state("Kenyan Armed Forces")


def test_whose_office_it_is_goes_before_what_office_it_is():
    coast = Party(name="Tolvania", role="signatory", members=("Tolvanian Navy",))
    sides = _of_two(coast, Party(name="Ridge Council", role="signatory", aliases=("the Council",)))
    assert sides.of_words("the Council's head of police") == "Ridge Council"


def test_little_words_name_nobody_by_the_initials_that_they_might_be():
    sides = Sides(
        Agreement(
            id="x",
            title="x",
            signed=None,
            parties=(
                Party(name="United States", role="signatory"),
                Party(name="Inner Shore", role="third party", aliases=("IS",)),
            ),
        )
    )
    assert parties_in("it is said that they told us who is late", sides) == []
    assert parties_in("IS fighters shelled US troops", sides) == ["Inner Shore", "United States"]
    assert parties_in("the U.S. embassy", sides) == ["United States"]


def test_where_a_spokesman_serves_is_not_whom_he_serves():
    (told,) = said("Its spokesman in Arvania, Adel Brandt, said the road of the United Nations was open.")
    assert told.speaker == "Adel Brandt" and told.side != "Arvanian government"


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("the opposition leader", None),
        ("an opposition lawmaker", None),
        ("opposition fighters", "Belmar Front"),
        ("the foreign ministry of Norway", "Norway"),
        ("the Ministry of Defence of Norway", "Norway"),
        ("the Ministry of Defence", "Arvanian government"),
    ],
)
def test_an_opposition_in_parliament_fights_nobody_and_a_ministry_is_whose_it_is_said_to_be(words, side):
    assert SIDES.of_words(words) == side


def test_those_who_call_themselves_an_opposition_have_leaders_of_their_own():
    parties = (
        Party(name="Arvanian government", role="signatory"),
        Party(name="Belmar Front", role="signatory", aliases=("armed opposition",)),
    )
    sides = Sides(Agreement(id="two", title="Two", signed=None, parties=parties))
    assert sides.of_words("an opposition leader") == "Belmar Front"
    assert parties_in("the opposition leader spoke", sides) == ["Belmar Front"]
    assert parties_in("the opposition leader spoke", SIDES) == []

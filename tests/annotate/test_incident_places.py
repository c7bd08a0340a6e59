"""Where an incident happened, and days and places of another clause that are not its own."""

from __future__ import annotations

from datetime import date

import pytest
from tests.annotate.happening_texts import incidents, parsed

from trucewatch.annotate.where import find_places, seat_of


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param(
            "Norlandic forces struck the Orsava market on Monday.", "Orsava market", id="a site that is struck"
        ),
        pytest.param("Shells fell on Shirak Khel on Monday and killed a boy.", "Shirak Khel", id="what fire falls on"),
        pytest.param("Soldiers shot two men at the Salim bridge on Monday.", "Salim bridge", id="a named bridge"),
        pytest.param(
            "Three soldiers were killed some 20 kilometres north of Idelva on Monday.", "Idelva", id="some way north of"
        ),
        pytest.param("Air defences brought down a drone over Stavkov on Monday.", "Stavkov", id="over, for what flies"),
    ],
)
def test_an_incident_has_the_place_that_its_clause_names(text, place):
    (found,) = incidents(text)
    assert found.where is not None and found.where.name == place


def test_what_happens_in_a_countrys_capital_happens_in_that_town():
    content = "Fighting erupted in Norway's capital on Monday."
    read = parsed(content)
    (country,) = find_places(read)
    seat = seat_of(country, read.text, content.index(" on Monday"))
    assert (seat.name, seat.gazetteer_name, seat.precision) == ("Norway's capital", "Oslo", "exact")


def test_a_make_of_drone_is_no_place():
    (found,) = incidents("Air defences brought down a drone of the Orlev type over Stavkov on Monday.")
    assert [p.name for p in found.places] == ["Stavkov"]


def test_a_sentence_goes_on_from_the_day_of_the_one_before():
    first, second = incidents("A mortar round hit a school in Velm on 12 May. Soldiers shelled a clinic nearby.")
    assert first.when is not None and second.when is not None
    assert second.when.day == first.when.day == date(2031, 5, 12)
    assert second.when.basis.startswith("the sentence before")


@pytest.mark.parametrize(
    "next_one",
    [
        "Soldiers had shelled a clinic.",
        "Soldiers later shelled a clinic.",
        "In a separate incident soldiers shelled a clinic.",
    ],
)
def test_earlier_later_and_separate_events_take_no_day_over(next_one):
    *_, last = incidents(f"A mortar round hit a school in Velm on 12 May. {next_one}")
    assert last.when is None


def test_the_day_of_a_clause_with_since_is_not_that_of_the_event():
    found = incidents("Rebels fired three rockets at Odrin, the first such fire since a truce took hold on 2 May.")
    assert all(m.when is None for m in found if m.type == "shelling")


def test_a_clause_with_when_takes_up_the_day_before_it():
    found = incidents(
        "The talks were nearly called off on Tuesday, when Norlandic troops shot dead two men at the fence."
    )
    shot = next(m for m in found if m.type == "armed_attack")
    assert shot.when is not None and shot.when.words == "Tuesday"


def test_a_toll_that_is_raised_is_no_seizure_and_a_defused_bomb_an_attempt():
    assert {m.type for m in incidents("A guard died of his wounds on Monday, taking the toll to three.")} <= {
        "armed_attack"
    }
    (bomb,) = incidents("A bomb planted under a bridge in Velm was defused on Monday.")
    assert (bomb.type, bomb.said_as) == ("bombing", "attempted")


def test_what_is_told_in_a_claim_called_a_lie_is_denied():
    (found,) = incidents("The claims that Norlandic forces struck the market in Velm on Monday are a lie.")
    assert found.said_as == "denied"

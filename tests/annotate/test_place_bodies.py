"""Places in the names of bodies, places taken for something else, persons that bear a place's name, roles."""

from __future__ import annotations

import pytest

from trucewatch.annotate.place_bodies import places_inside
from trucewatch.annotate.sentences import parse
from trucewatch.annotate.where import find_places
from trucewatch.gazetteer.lookup import shipped
from trucewatch.records.text import Block, Text, text_id


def places(content, countries=()):
    text = Text(
        id=text_id(content), capture_id="c", content=content, reader="test", reader_version="1",
        blocks=(Block(role="body", start=0, end=len(content)),),
    )  # fmt: skip
    return {where.name: where for where in find_places(parse(text), countries=countries)}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Nakuru County Police", ["Nakuru County"]), ("the Mombasa City Council", ["Mombasa"]),
        ("University of Ghana", ["Ghana"]), ("Kenyan Air Force", ["Kenyan"]), ("Nairobi Times", []),
        ("Superior Court", []), ("North Regional Hospital", []), ("Faith Community Church", []),
    ],
)  # fmt: skip
def test_bodies_bear_the_names_of_their_places(words, found):
    assert [words[a:b] for a, b in places_inside(words, shipped(), set())] == found


def test_a_place_of_the_document_is_seen_inside_a_body_of_any_kind():
    assert places_inside("Old Friends of Karvan", shipped(), {"Karvan"}) == [(15, 21)]


def test_who_speaks_and_has_a_mother_is_no_place():
    found = places("Chester said he was tired. Chester's mother laughed. Nothing moved in Leeds.")
    assert "Chester" not in found and "Leeds" in found


def test_an_unknown_village_lies_in_the_smallest_known_place_that_is_told():
    found = places("Men burned houses in the village of Qorvanzai in Panjwai district on Monday.", ["AF"])
    village = found["Qorvanzai"]
    assert (village.precision, village.gazetteer_name, village.country) == ("within", "Panjwai", "AF")


def test_a_name_known_elsewhere_is_not_moved_to_what_stands_near():
    found = places("The convoy from Paris was stopped near Herat.", ["AF"])
    assert found["Paris"].country in ("FR", None)


def test_first_level_areas_come_with_their_ids():
    assert places("A mine went off in Kunduz province, Afghanistan.")["Kunduz"].admin1_id == "1135690"


@pytest.mark.parametrize(
    ("content", "name", "role"),
    [
        ("Rebels attacked Aleppo on Sunday.", "Aleppo", "where"),
        ("Mosul was captured by the army.", "Mosul", "where"),
        ("A mine went off in Herat, Afghanistan.", "Afghanistan", "where"),
        ("Fighters from Mosul joined them.", "Mosul", "origin"),
    ],
)
def test_what_is_done_to_a_place_happens_there(content, name, role):
    assert places(content)[name].role == role

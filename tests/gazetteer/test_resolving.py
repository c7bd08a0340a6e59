"""Places named inside longer names, outlines, what the case's countries settle."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from trucewatch.errors import ModelProblem
from trucewatch.gazetteer import model
from trucewatch.gazetteer.blocks import PlaceBlock, pack_outline, pack_places, unpack_outline
from trucewatch.gazetteer.inside import inside
from trucewatch.gazetteer.lookup import shipped
from trucewatch.gazetteer.resolve import Name, resolve

WEIGHTS = files("trucewatch") / "weights"


def chosen(words, *others, kind=None, countries=()):
    names = [Name(words=words, kind=kind), *(Name(words=other) for other in others)]
    return resolve(names, gazetteer=shipped(), countries=countries)[0]


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("Nairobi General Hospital", "KE"), ("University of Ghana", "GH"), ("Kenyan Parliament", "KE"),
        ("Northern Kenya", "KE"), ("Port of Mombasa", "KE"),
    ],
)  # fmt: skip
def test_a_place_named_inside_a_name_holds_what_is_meant(words, country):
    choice = chosen(words)
    assert choice.place is not None and choice.place.country == country
    assert choice.within and choice.match == "none"


@pytest.mark.parametrize("words", ["Friends of the Sea", "General Hospital", "Xyzzy Tower", "Republic", "Of"])
def test_nothing_is_taken_out_of_names_that_hold_no_place(words):
    assert inside(words, shipped()) == []


def test_a_great_place_abroad_stays_great_in_a_case():
    assert chosen("Paris", "Lyon", countries=["AF"]).place.country == "FR"
    assert chosen("Vienna", countries=["US"]).place.country == "AT"


def test_a_type_word_tells_the_province_from_its_city():
    assert chosen("Ghazni", "Afghanistan", kind="province").place.feature == "A.ADM1"


def test_another_romanisation_is_found_where_the_document_is_set():
    choice = chosen("Qunduz", "Afghanistan")
    assert choice.place is not None and choice.place.country == "AF"


@pytest.mark.parametrize("name", ["Helmand", "Lombardy", "Nord-Kivu", "Texas"])
def test_first_level_areas_have_closed_outlines_round_their_point(name):
    place = next(h.place for h in shipped().find(name) if h.place.feature == "A.ADM1")
    rings = shipped().outline(place)
    assert rings and all(ring[0] == ring[-1] and len(ring) >= 4 for ring in rings)
    lats, lons = zip(*(point for ring in rings for point in ring), strict=True)
    assert min(lats) < place.lat < max(lats) and min(lons) < place.lon < max(lons)


def test_outlines_come_back_as_they_were_packed():
    rings = [[(1.0, 2.0), (1.5, -2.25), (-0.75, 179.99), (1.0, 2.0)], [(5.0, 5.0), (6.0, 5.0), (6.0, 6.0), (5.0, 5.0)]]
    assert unpack_outline(pack_outline(rings)) == rings


def test_places_come_back_as_they_were_packed():
    rows = [
        ("77", "Sangar", 1.234, -5.6, "P.PPL", "AF", "10", "", 1234),
        ("tw:x", "Dara", 0.0, 0.0, "L.RGN", "", "", "", 0),
    ]
    block = PlaceBlock.unpack(pack_places(rows))
    first, second = block.place(0, 5), block.place(1, 6)
    assert (first.id, first.name, first.lat, first.lon, first.population) == ("77", "Sangar", 1.234, -5.6, 1200)
    assert (second.id, second.country, second.number) == ("tw:x", "", 6)


def test_weights_of_other_features_are_refused(tmp_path):
    told = json.loads((WEIGHTS / "open" / model.FILE).read_text())
    told["still_features"] = ["something else"]
    (tmp_path / "places.json").write_text(json.dumps(told))
    with pytest.raises(ModelProblem, match="other features"):
        model._read(tmp_path / "places.json")


@pytest.mark.parametrize("name", model.SETS)
def test_every_set_of_weights_tells_how_it_does_on_documents_it_did_not_see(name):
    told = json.loads((WEIGHTS / name / model.FILE).read_text())
    assert set(told["held_out"]) == {"gwn", "lgl", "geovirus"}
    assert all(60 < figure <= 100 for figure in told["held_out"].values())


@pytest.mark.parametrize("name", ["news", "open", "rules", "/some/folder"])
def test_the_world_stays_where_it_is_under_any_weights(name):
    names = [Name(words=words) for words in ("Kenya", "Nairobi", "Mombasa")]
    found = resolve(names, gazetteer=shipped(), weights=name)
    assert [choice.place and choice.place.country for choice in found] == ["KE", "KE", "KE"]


def test_the_program_resolves_without_any_weights(monkeypatch):
    monkeypatch.setattr(model, "FILE", "none.json")
    assert chosen("Nairobi", "Kenya").place.country == "KE"


def test_the_weights_in_force_are_told_by_name_and_digest():
    assert model.weights_version("news").startswith("news, sha256 ")
    assert model.weights_version("rules") == model.weights_version("open") != model.weights_version("auto")

"""The shipped gazetteer and how names are compared."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from pathlib import Path

import pytest

from trucewatch.errors import MissingInput
from trucewatch.gazetteer.lookup import Gazetteer, shipped
from trucewatch.gazetteer.names import fold, spelling_key, variants
from trucewatch.gazetteer.resolve import Name, resolve


@pytest.fixture(scope="module")
def gazetteer():
    return shipped()


def one(gazetteer, words, countries=()):
    return resolve([Name(words=words)], gazetteer=gazetteer, countries=countries)[0]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        pytest.param("Mūsá Qal‘ah", "musa qalah", id="accents and ayn"),
        pytest.param("U.S.", "u s", id="dots"),
        pytest.param("Łódź", "lodz", id="letters without a decomposition"),
        pytest.param("", "", id="empty"),
    ],
)
def test_folding_takes_away_what_spellings_differ_in(name, key):
    assert fold(name) == key


@pytest.mark.parametrize(
    ("one_way", "other"),
    [("Gereshk", "Greshk"), ("Nahr-e Saraj", "Nahr Siraj"), ("Mek'ele", "Mekelle"), ("Al Hudaydah", "Hodeidah")],
)
def test_other_spellings_share_a_consonant_key(one_way, other):
    assert spelling_key(fold(one_way)) == spelling_key(fold(other))


def test_a_type_word_is_left_off_as_a_second_try():
    assert variants("balkh province") == [("balkh province",), ("balkh",)]


def test_the_file_is_the_one_in_its_manifest_and_small_enough():
    data = files("trucewatch.gazetteer") / "data"
    content = (data / "gazetteer.sqlite").read_bytes()
    manifest = json.loads((data / "MANIFEST.json").read_text())
    assert hashlib.sha256(content).hexdigest() == manifest["sha256"]
    assert len(content) <= 10_000_000
    assert "CC BY 4.0" in manifest["attribution"]


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(MissingInput, match="make gazetteer"):
        Gazetteer(Path(tmp_path) / "none.sqlite")


@pytest.mark.parametrize(
    ("words", "country", "feature"),
    [
        pytest.param("Kenya", "KE", "A.PCLI", id="country"),
        pytest.param("DRC", "CD", "A.PCLI", id="abbreviation"),
        pytest.param("Nairobi", "KE", "P.PPLC", id="capital"),
        pytest.param("Georgia", "GE", "A.PCLI", id="country over state by default"),
        pytest.param("China", "CN", "A.PCLI", id="country over small towns"),
    ],
)
def test_a_name_alone_means_the_best_known(gazetteer, words, country, feature):
    choice = one(gazetteer, words)
    assert choice.place is not None
    assert (choice.place.country, choice.place.feature) == (country, feature)


def test_the_document_settles_a_namesake(gazetteer):
    names = [Name(words=w) for w in ("Athens", "Atlanta", "Savannah", "Macon")]
    assert resolve(names, gazetteer=gazetteer)[0].place.admin1 == "GA"
    assert one(gazetteer, "Athens").place.country == "GR"


def test_a_prior_country_settles_a_namesake(gazetteer):
    assert one(gazetteer, "Doha").place.country == "QA"
    assert one(gazetteer, "Nawa", ["AF"]).place.country == "AF"


def test_another_spelling_is_found_in_the_prior_country(gazetteer):
    choice = one(gazetteer, "Greshk", ["AF"])
    assert (choice.place.name, choice.match) == ("Gereshk", "spelling")


def test_demonyms_lead_to_their_countries(gazetteer):
    assert gazetteer.demonym("Kenyans") == ("KE",)
    assert gazetteer.demonym_place("European").name == "Europe"
    assert gazetteer.demonym("Nairobi") == ()


@pytest.mark.parametrize("words", ["", " ", "'", "\u0000", "x" * 500, "'''---", "\ud800"])
def test_odd_names_are_no_places(gazetteer, words):
    assert one(gazetteer, words).place is None


@pytest.mark.parametrize(
    ("country", "code", "name"),
    [
        pytest.param("QA", "01", "Doha", id="English name"),
        pytest.param("UA", "05", "Donetsk", id="English name of a plain one"),
        pytest.param("AF", "41", "Daykundi", id="cut from another, whose name is not taken"),
        pytest.param("LY", "74", "Nalut", id="another area's name is not taken"),
        pytest.param("CO", "28", "Tolima", id="Latin script"),
        pytest.param("CO", "30", "Vaupés", id="own marks stay"),
    ],
)
def test_areas_are_shown_under_their_common_english_name(country, code, name):
    assert shipped().admin1_name(country, code) == name


def test_romanised_places_are_shown_in_plain_letters_and_found_under_either_spelling():
    plain, marked = shipped().find("Kandahar"), shipped().find("Kandahār")
    assert [h.place for h in plain] == [h.place for h in marked]
    assert {h.place.name for h in plain if h.match == "exact"} == {"Kandahar"}

"""Places in sentences of our own; the parser's model is loaded once for the file."""

from __future__ import annotations

import pytest

from trucewatch.annotate.sentences import load_model, parse
from trucewatch.annotate.where import find_places
from trucewatch.records.text import Block, Text, text_id


@pytest.fixture(scope="module")
def nlp():
    return load_model()


@pytest.fixture
def places(nlp):
    def find(content, countries=()):
        text = Text(
            id=text_id(content), capture_id="c", content=content, reader="test", reader_version="1",
            blocks=(Block(role="body", start=0, end=len(content)),),
        )  # fmt: skip
        return find_places(parse(text, nlp), countries=countries)

    return find


def by_name(found, name):
    hits = [w for w in found if w.name == name]
    assert hits, [w.name for w in found]
    return hits[0]


def test_a_city_after_in_is_where_it_happened(places):
    where = by_name(places("A bomb exploded in Nairobi on Monday, police said."), "Nairobi")
    assert (where.country, where.country_name, where.role, where.precision) == ("KE", "Kenya", "where", "exact")


def test_a_province_is_an_admin_area_with_its_country(places):
    where = by_name(places("Fighters attacked a convoy in Sanaa province in Yemen."), "Sanaa")
    assert (where.country, where.precision) == ("YE", "admin_area")


def test_a_capital_that_speaks_is_the_speakers_place(places):
    where = by_name(places("Khartoum said it would withdraw its troops."), "Khartoum")
    assert where.role == "speaker_place"


def test_the_governor_of_a_province_is_only_a_mention_of_it(places):
    where = by_name(places("The Nangarhar governor denied the report on Tuesday."), "Nangarhar")
    assert where.role == "mentioned"


def test_a_demonym_is_flagged_and_has_no_point(places):
    where = by_name(places("Two Kenyan soldiers were killed."), "Kenyan")
    assert (where.match, where.country, where.lat) == ("demonym", "KE", None)


def test_a_container_beside_the_name_settles_a_namesake(places):
    found = places("The fair opened in Paris, Texas, on Sunday.")
    assert by_name(found, "Paris").admin1 == "Texas"


def test_an_unknown_village_is_tied_to_its_container(places):
    where = by_name(places("Shells hit the village of Qorbanzai in Balkh province."), "Qorbanzai")
    assert (where.precision, where.gazetteer_name, where.country) == ("within", "Balkh", "AF")


def test_the_cases_countries_settle_an_ambiguous_name(places):
    where = by_name(places("Clashes went on in Nawa district.", countries=["AF"]), "Nawa")
    assert where.country == "AF"


def test_a_name_in_no_gazetteer_stays_unresolved(places):
    where = by_name(places("Shells hit the village of Xqrbanzvik overnight."), "Xqrbanzvik")
    assert (where.precision, where.lat, where.country) == ("unresolved", None, None)


def test_spans_hold_the_words_at_their_place(places):
    content = "Rain fell in Lagos.\n\nThe districts of Kibera and Langata were flooded."
    for where in places(content):
        assert content[where.span.start : where.span.end] == where.name == where.span.words


def test_odd_input_gives_no_error(places):
    assert places("…") == []
    places("A" * 300 + " in " + "\u0000\ufffd İstanbul'da, (,) ,,, the of in near")

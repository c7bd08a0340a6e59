"""Unknown names tied to what holds them, and names that only together say where they lie."""

from __future__ import annotations

import pytest

from trucewatch.gazetteer.lookup import shipped
from trucewatch.gazetteer.names import variants
from trucewatch.gazetteer.resolve import Name, resolve
from trucewatch.gazetteer.tied import tied


def answers(*names):
    given = [name if isinstance(name, Name) else Name(words=name) for name in names]
    return tied(given, resolve(given, gazetteer=shipped()), shipped())


def test_an_unknown_village_lies_in_the_province_that_the_report_is_about():
    *_, village = answers("Lashkargah", "Gereshk", "Helmand", "Zarqandeh Kushteh")
    assert village.place is not None and village.place.name == "Helmand"
    assert village.within and village.score <= 0.6


def test_what_follows_after_a_comma_holds_an_unknown_name():
    village, *_ = answers(Name(words="Zarqandeh Kushteh", beside=("Kenya",)), "Kenya", "Lombardy", "Milan", "Bergamo")
    assert village.place is not None and village.place.country == "KE" and village.within


def test_a_name_without_any_place_beside_it_stays_open():
    (alone,) = answers("Zarqandeh Kushteh")
    assert alone.place is None


def test_a_people_is_tied_to_nothing():
    *_, people = answers("Milan", "Bergamo", "Norwegians")
    assert people.place is None


def test_a_state_in_a_row_of_states_is_no_town():
    row = resolve([Name(words=w) for w in ("Nova Scotia", "New Brunswick", "Quebec", "Manitoba")], gazetteer=shipped())
    assert [choice.place.feature for choice in row if choice.place] == ["A.ADM1"] * 4


@pytest.mark.parametrize("name", ["Mt. Sangar", "Mount Sangar"])
def test_short_and_long_forms_are_looked_up_together(name):
    assert set(variants(name.lower().replace(".", ""))[0]) == {"mt sangar", "mount sangar"}

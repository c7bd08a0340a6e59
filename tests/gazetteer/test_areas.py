"""Points and the first-level areas that hold them."""

from __future__ import annotations

import pytest

from trucewatch.gazetteer.areas import area_of_point, holds
from trucewatch.gazetteer.importing import import_files
from trucewatch.gazetteer.lookup import shipped, with_places

SQUARE = [(0.0, 0.0), (0.0, 10.0), (10.0, 10.0), (10.0, 0.0), (0.0, 0.0)]
HOLE = [(4.0, 4.0), (4.0, 6.0), (6.0, 6.0), (6.0, 4.0), (4.0, 4.0)]


@pytest.mark.parametrize(
    ("lat", "lon", "inside"),
    [
        pytest.param(2.0, 3.0, True, id="in the square"),
        pytest.param(5.0, 5.0, False, id="in its hole"),
        pytest.param(5.0, 11.0, False, id="east of it"),
        pytest.param(5.0, -1.0, False, id="west of it"),
        pytest.param(-1.0, 5.0, False, id="south of it"),
    ],
)
def test_a_point_is_told_inside_or_out(lat, lon, inside):
    assert holds([SQUARE, HOLE], lat, lon) is inside


@pytest.mark.parametrize(
    ("lat", "lon", "country", "name"),
    [
        (31.58, 64.37, "AF", "Helmand"),
        (45.47, 9.19, "IT", "Lombardia"),
        (31.0, -99.0, "US", "Texas"),
    ],
)
def test_the_area_that_holds_a_point_is_found(lat, lon, country, name):
    found = area_of_point(shipped(), lat, lon)
    assert found is not None and (found.country, found.name) == (country, name)


def test_no_area_holds_the_open_sea_or_a_point_of_another_country():
    assert area_of_point(shipped(), 30.0, -40.0) is None
    assert area_of_point(shipped(), 45.47, 9.19, country="FR") is None


def test_a_village_of_a_project_lies_where_its_point_is(tmp_path):
    table = tmp_path / "villages.csv"
    table.write_text("name,lat,lon,admin1,country\nKarvan Dara,31.6,64.3,,\nZoltepe,31.6,64.3,Kabul,AF\n")
    result = import_files([table], tmp_path / "p.places")[0]
    gazetteer = with_places(tmp_path / "p.places")
    place = next(hit.place for hit in gazetteer.find("Karvan Dara") if hit.place.own)
    assert (place.country, gazetteer.admin1_name(place.country, place.admin1)) == ("AF", "Helmand")
    assert place.id == "project:karvan-dara"
    assert result.conflicts == ["Zoltepe: its point lies in Helmand, not in Kabul"]

"""Places of a user's own: dumps, alternate names and CSV into a file that is looked up beside the shipped one."""

from __future__ import annotations

import sqlite3
import zipfile

import pytest
from typer.testing import CliRunner

from trucewatch.errors import BadInput, MissingInput
from trucewatch.gazetteer.importing import import_files
from trucewatch.gazetteer.lookup import with_places
from trucewatch.gazetteer.manifest import gazetteer_version
from trucewatch.gazetteer.own import OwnPlaces, places_beside
from trucewatch.gazetteer.resolve import Name, resolve
from trucewatch.present.cli.app import app

HEAD = "name,lat,lon,country,admin1,kind,other_names\n"


def dump_line(gid, name, *, others="", lat="34.5", lon="69.1", country="AF", feature=("P", "PPL"), people="120"):
    cells = [str(gid), name, name, others, lat, lon, *feature, country, "", "13", "", "", "", people, "", "", "", ""]
    return "\t".join(cells)


@pytest.fixture
def folder(tmp_path):
    def write(name, *lines):
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def places(path):
    return sqlite3.connect(path).execute("SELECT id, name FROM place ORDER BY id").fetchall()


def test_a_village_of_a_dump_is_found_by_all_its_names(folder, tmp_path):
    dump = folder("AF.txt", dump_line(91, "Karvan Dara", others="Karvandara,Qarvan"), dump_line(92, "Zoltepe"))
    result = import_files([dump], tmp_path / "p.places")[0]
    gazetteer = with_places(tmp_path / "p.places")
    assert (result.kind, result.rows) == ("GeoNames dump", 2)
    assert {hit.place.id for hit in gazetteer.find("Karvan Dara")} == {"91"}
    assert [hit.match for hit in gazetteer.find("Karvandara") if hit.place.id == "91"] == ["alternate"]
    assert any(hit.place.id == "92" for hit in gazetteer.find_like("Zoltepa", ["AF"]))


def test_a_dump_in_a_zip_archive_is_read_as_it_is(folder, tmp_path):
    dump = folder("AF.txt", dump_line(91, "Karvan Dara"))
    with zipfile.ZipFile(tmp_path / "AF.zip", "w") as archive:
        archive.write(dump, "AF.txt")
        archive.writestr("readme.txt", "about")
    assert import_files([tmp_path / "AF.zip"], tmp_path / "p.places")[0].rows == 1


def test_alternate_names_join_the_places_imported_before(folder, tmp_path):
    dump = folder("AF.txt", dump_line(91, "Karvan Dara"))
    names = folder(
        "alternateNamesV2.txt", "1\t91\ten\tOld Karvan\t\t\t\t\t\t", "2\t91\tlink\thttps://example.org\t\t\t\t\t\t",
        "3\t99\ten\tNowhere\t\t\t\t\t\t",
    )  # fmt: skip
    result = import_files([dump, names], tmp_path / "p.places")[1]
    assert result.rows == 1 and sum(result.left_out.values()) == 2
    assert with_places(tmp_path / "p.places").find("Old Karvan")[0].place.id == "91"


def test_only_the_countries_asked_for_are_kept(folder, tmp_path):
    dump = folder("all.txt", dump_line(91, "Karvan Dara"), dump_line(92, "Zoltepe", country="UZ"))
    result = import_files([dump], tmp_path / "p.places", countries=["af"])[0]
    assert places(tmp_path / "p.places") == [("91", "Karvan Dara")]
    assert result.left_out == {"other countries": 1}


def test_a_faulty_line_is_named_and_leaves_nothing_of_its_file(folder, tmp_path):
    good, bad = (
        folder("a.txt", dump_line(91, "Karvan")),
        folder("b.txt", dump_line(92, "X"), dump_line(93, "Y", lat="ab")),
    )
    with pytest.raises(BadInput, match=r"b\.txt line 2: latitude must be a number from -90 to 90, got 'ab'"):
        import_files([good, bad], tmp_path / "p.places")
    assert places(tmp_path / "p.places") == [("91", "Karvan")]


def test_importing_again_replaces_the_rows_and_their_names(folder, tmp_path):
    import_files([folder("a.txt", dump_line(91, "Karvan", others="Karwan"))], tmp_path / "p.places")
    before = OwnPlaces(tmp_path / "p.places").digest
    import_files([folder("a.txt", dump_line(91, "Karvan Nau"))], tmp_path / "p.places")
    own = OwnPlaces(tmp_path / "p.places")
    assert places(tmp_path / "p.places") == [("91", "Karvan Nau")]
    assert not own.has("karwan") and own.has("karvan nau")
    assert own.digest != before


def test_a_projects_place_wins_over_its_namesakes(folder, tmp_path):
    table = folder("mine.csv", HEAD + "Paris,34.2,69.5,Afghanistan,,village,Pariz;Paariz")
    result = import_files([table], tmp_path / "p.places")[0]
    gazetteer = with_places(tmp_path / "p.places")
    assert [c.split(":")[0] for c in result.conflicts] == []  # no namesake within its own country
    for words in ("Paris", "Pariz"):
        choice = resolve([Name(words=words)], gazetteer=gazetteer)[0]
        assert choice.place is not None and choice.place.own and choice.place.country == "AF"
    district = resolve([Name(words="Paris", kind="district")], gazetteer=gazetteer)[0]
    assert district.place is None or not district.place.own


def test_names_that_stand_elsewhere_are_counted(folder, tmp_path):
    table = folder("mine.csv", HEAD + "Kandahar,35.9,64.7,AF,,village,")
    assert len(import_files([table], tmp_path / "p.places")[0].conflicts) == 1


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Karvan,95,69,AF,,,", "line 2: lat '95' is no number from -90 to 90"),
        (",34,69,AF,,,", "line 2: name '' is empty"),
        ("Karvan,34,69,Atlantis,,,", "line 2: country 'Atlantis' is no country"),
        ("Karvan,34,69,AF,Nowhere,,", "line 2: admin1 'Nowhere' is no first-level area of AF"),
        ("Karvan,34,69,AF,,castle,", "line 2: kind 'castle' is not known"),
        ("Karvan,34,69,AF,,,\nKarvan,35,69,AF,,,", "line 3: 'Karvan' stands in line 2 already"),
    ],
)
def test_a_faulty_row_of_a_csv_is_told_with_its_line(folder, tmp_path, row, told):
    with pytest.raises(BadInput, match=told):
        import_files([folder("mine.csv", HEAD + row)], tmp_path / "p.places")


def test_a_csv_without_its_columns_is_refused_with_what_it_should_have(folder, tmp_path):
    with pytest.raises(BadInput, match="lacks lat, lon"):
        import_files([folder("mine.csv", "name,country\nKarvan,AF")], tmp_path / "p.places")


def test_semicolons_and_areas_by_name_are_read(folder, tmp_path):
    table = folder("mine.csv", "name;lat;lon;country;admin1;other_names", "Karvan;34;69;AF;Kabul;Karwan|Qarvan")
    import_files([table], tmp_path / "p.places")
    place = with_places(tmp_path / "p.places").find("Qarvan")[0].place
    assert place.own and place.admin1 == "13"


@pytest.mark.parametrize("content", ["", "a\tb\tc\n"])
def test_other_files_are_refused(folder, tmp_path, content):
    path = tmp_path / "x.txt"
    path.write_text(content)
    with pytest.raises(BadInput):
        import_files([path], tmp_path / "p.places")


def test_what_is_no_file_of_places_is_refused(tmp_path):
    with pytest.raises(MissingInput, match="gazetteer import"):
        OwnPlaces(tmp_path / "none.places")
    (tmp_path / "x.places").write_text("no database, but long enough to be read as one " * 9)
    with pytest.raises(BadInput, match="no file of places"):
        OwnPlaces(tmp_path / "x.places")


def test_the_version_tells_of_the_imported_places(folder, tmp_path):
    import_files([folder("a.txt", dump_line(91, "Karvan"))], tmp_path / "p.places")
    assert gazetteer_version(with_places(tmp_path / "p.places")) != gazetteer_version()


def test_the_command_keeps_the_places_beside_the_case(folder, tmp_path):
    case = tmp_path / "x.truce"
    case.write_bytes(b"a case")
    dump = folder("a.txt", dump_line(91, "Karvan"))
    done = CliRunner().invoke(app, ["gazetteer", "import", str(dump), "--case", str(case)])
    assert done.exit_code == 0, done.output
    assert places_beside(case) == tmp_path / "x.truce.places"


def test_the_command_takes_the_file_that_the_setting_names(folder, tmp_path, monkeypatch):
    dump = folder("a.txt", dump_line(91, "Karvan"))
    refused = CliRunner().invoke(app, ["gazetteer", "import", str(dump)])
    assert refused.exit_code != 0 and "TRUCEWATCH_GAZETTEER" in str(refused.exception)
    monkeypatch.setenv("TRUCEWATCH_GAZETTEER", str(tmp_path / "all.places"))
    assert CliRunner().invoke(app, ["gazetteer", "import", str(dump)]).exit_code == 0
    assert (tmp_path / "all.places").is_file()


@pytest.mark.parametrize("name", ["truce #2.places", "who?.places", "100%25.places"])
def test_a_file_of_places_may_have_any_name(folder, tmp_path, name):
    import_files([folder("v.csv", HEAD + "Karvan Dara,34.5,69.1,AF,,,")], tmp_path / name)
    assert [hit.place.own for hit in with_places(tmp_path / name).find("Karvan Dara")] == [True]


@pytest.mark.parametrize("country", ["Norland", "AFG", "4F"])
def test_a_country_to_keep_that_is_no_code_is_refused_before_anything_is_read(folder, tmp_path, country):
    with pytest.raises(BadInput, match="two letters"):
        import_files([folder("v.csv", HEAD + "Karvan Dara,34.5,69.1,AF,,,")], tmp_path / "p", countries=[country])
    assert not (tmp_path / "p").exists()

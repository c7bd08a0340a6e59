"""Other datasets' records lie beside the record: compared, judged by persons, in no export, changing nothing."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from tests.commands import run
from tests.conftest import AGREEMENT

import trucewatch
from trucewatch.beside import compare
from trucewatch.case import Case
from trucewatch.errors import BadInput, UnknownRecord
from trucewatch.intake.datasets import GED_AT, GED_COLUMNS, read_dataset, types_of
from trucewatch.intake.sheets import read_sheet
from trucewatch.present.export.formats import FORMATS, export_case

#: Words that stand in no report of the tests: they would be found in an output that held an ACLED row.
MARK = "Quillbeck"
HEAD = (
    "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,country,admin1,location,latitude,"
    "longitude,geo_precision,notes,fatalities"
)
SHELLED = (
    f"ARV1,02 May 2031,1,Explosions/Remote violence,Shelling/artillery/missile attack,Military Forces of Arvania,"
    f"Civilians,Arvania,,Kessel,,,1,{MARK} note one,3"
)
MARCHED = f"ARV2,2031-05-20,1,Protests,Peaceful protest,Protesters ({MARK}),,Arvania,,Dorn,,,1,{MARK} note two,0"
LOG = """\
day,words,type,place,actor
2031-05-02,Shells fell on the grain store at Kessel,shelling,Kessel,Arvania
2031-05-11,A patrol was shot at near Dorn,armed_attack,Dorn,Belmar Front
"""
MAPPING = """\
trucewatch_mapping: 1
tables:
  - kind: incident
    columns: {words: words, date: day, type: type, place: place, actor: actor}
"""


@pytest.fixture
def logged(tmp_path: Path):
    """A case with two incidents."""
    (tmp_path / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    (tmp_path / "log.yaml").write_text(MAPPING, encoding="utf-8")
    with trucewatch.create(tmp_path / "logged.truce", agreement=str(tmp_path / "agreement.yaml")) as made:
        made.import_sheet(tmp_path / "log.csv", mapping=tmp_path / "log.yaml", who="Ana Reyes")
        yield made


def acled(folder: Path, *rows: str) -> Path:
    path = folder / "arv.csv"
    path.write_text("\n".join([HEAD, *(rows or (SHELLED, MARCHED))]) + "\n", encoding="utf-8")
    return path


def ged_row(**values: str) -> list[str]:
    cells = ["NA"] * GED_COLUMNS
    told = {
        "id": "77", "type_of_violence": "1", "side_a": "Government of Arvania", "side_b": "Belmar Front",
        "where_prec": "1", "where_description": "Kessel", "where_coordinates": "Kessel", "adm_1": "", "latitude": "",
        "longitude": "", "country": "Arvania", "date_start": "2031-05-02 00:00:00.000",
        "date_end": "2031-05-02 00:00:00.000", "best": "3", "source_headline": "",
    }  # fmt: skip
    for name, value in {**told, **values}.items():
        cells[GED_AT[name]] = value
    return cells


def ged(folder: Path, *rows: list[str], header: list[str] | None = None) -> Path:
    out = io.StringIO()
    csv.writer(out).writerows([*([header] if header else []), *rows])
    path = folder / "GEDEvent.csv"
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def test_acled_needs_its_terms_accepted_once_and_says_what_they_are(logged: Case, tmp_path: Path):
    with pytest.raises(BadInput, match=r"terms of use.*--accept-terms"):
        logged.add_beside(acled(tmp_path))
    assert logged.beside_sets() == []
    done = logged.add_beside(acled(tmp_path), accept_terms=True, who="Ana Reyes")
    assert (done.records, done.refused, done.set.terms_by) == (2, (), "Ana Reyes")
    again = logged.add_beside(acled(tmp_path, SHELLED), name="second", who="Tom Vale")
    assert again.set.terms_by == "Ana Reyes"


def test_what_both_have_is_matched_with_reasons_and_the_rest_listed_on_its_side(logged: Case, tmp_path: Path):
    logged.add_beside(acled(tmp_path), accept_terms=True)
    found = logged.beside("arv")
    [match] = found.matches
    assert match.other.id == "ARV1" and match.incident.type == "shelling" and match.score >= 0.9
    assert {r.field: r.rule for r in match.reasons} == {
        "day": "the same day", "place": "places of one name", "type": "equivalent in the crosswalk",
        "actors": "both name arvania",
    }  # fmt: skip
    assert [o.id for o in found.theirs] == ["ARV2"]
    assert [i.type for i in found.ours] == ["armed_attack"]


def test_persons_judgements_bind_the_match_and_nothing_else(logged: Case, tmp_path: Path):
    logged.add_beside(acled(tmp_path), accept_terms=True)
    shelling, attack = sorted(logged.incidents(), key=lambda i: i.when.first_day)
    before = logged.verify().records
    logged.judge_beside("arv:ARV1", "different", f"i:{shelling.id}", why="another store", who="Ana Reyes")
    assert logged.beside("arv").matches == ()
    logged.judge_beside("arv:ARV2", "same", f"i:{attack.id}", why="the march was shot at", who="Ana Reyes")
    [match] = logged.beside("arv").matches
    assert (match.other.id, match.incident.id, match.by.who) == ("ARV2", attack.id, "Ana Reyes")
    logged.judge_beside("arv:ARV1", "unsure", f"i:{shelling.id}", why="I cannot tell", who="Ana Reyes")
    assert {m.other.id for m in logged.beside("arv").matches} == {"ARV1", "ARV2"}
    assert logged.verify().records == before and logged.verify().passed
    with pytest.raises(UnknownRecord, match="ARV9"):
        logged.judge_beside("arv:ARV9", "same", f"i:{attack.id}", why="x", who="Ana Reyes")


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("whom", [{"public": True}, {"confidential": True}])
def test_no_row_of_acled_leaves_in_an_export(logged: Case, tmp_path: Path, format: str, whom: dict[str, bool]):
    logged.add_beside(acled(tmp_path), accept_terms=True)
    logged.judge_beside("arv:ARV1", "same", f"i:{logged.incidents()[0].id}", why=f"{MARK} again", who="Ana Reyes")
    out = tmp_path / "out"
    export_case(logged.store, out, format, **whom)
    written = [path for path in out.rglob("*") if path.is_file()]
    assert written
    for path in written:
        content = path.read_bytes()
        if path.suffix == ".xlsx":
            tabs = read_sheet(path, max_bytes=10_000_000, headed=False).tabs
            content = str(tabs).encode()
        assert MARK.encode() not in content and b"ARV1" not in content


def test_a_set_beside_changes_no_record_no_linking_and_can_be_taken_away(logged: Case, tmp_path: Path):
    before = (logged.counts(), logged.verify().records, len(logged.store.decisions()))
    logged.add_beside(acled(tmp_path), accept_terms=True)
    logged.reannotate()
    assert (logged.counts(), logged.verify().records, len(logged.store.decisions())) == before
    assert logged.drop_beside("arv") == 2 and logged.beside_sets() == []
    with pytest.raises(UnknownRecord, match="there are: none"):
        logged.beside("arv")


def test_ged_is_read_by_header_and_by_position_alike(tmp_path: Path):
    header = [f"column{n}" for n in range(GED_COLUMNS)]
    for name, at in GED_AT.items():
        header[at] = name
    named = read_dataset(read_sheet(ged(tmp_path, ged_row(), header=header), max_bytes=10**6), set_name="ged")
    placed = read_dataset(read_sheet(ged(tmp_path, ged_row()), max_bytes=10**6, headed=False), set_name="ged")
    assert named == placed
    source, [record], refused = placed
    assert (source, record.id, record.killed, refused) == ("ged", "77", 3, [])
    assert record.first_day == record.last_day == date(2031, 5, 2) and "shelling" in record.types


def test_where_a_candidate_release_is_not_sure_it_says_so_and_cells_without_a_value_are_empty(tmp_path: Path):
    rows = [ged_row(code_status="Check dead", best="NA", latitude="NA"), ged_row(id="78", code_status="Clear")]
    _, found, refused = read_dataset(read_sheet(ged(tmp_path, *rows), max_bytes=10**6, headed=False), set_name="ged")
    assert [(one.code, one.killed) for one in found] == [
        ("state-based violence (status: Check dead)", None), ("state-based violence", 3),
    ]  # fmt: skip
    assert refused == []


def test_rows_that_do_not_fit_are_refused_with_their_number(logged: Case, tmp_path: Path):
    bad = SHELLED.replace("02 May 2031", "soon").replace("ARV1", "ARV3")
    done = logged.add_beside(acled(tmp_path, SHELLED, bad, SHELLED), accept_terms=True)
    assert done.records == 1
    assert [(one.what, one.message) for one in done.refused] == [
        ("arv.csv, row 3", "event_date is a day like 2020-10-18 or 18 October 2020, got 'soon'"),
        ("arv.csv, row 4", "has the id ARV1 of an earlier row"),
    ]


def test_a_file_of_neither_is_refused_with_what_would_do(logged: Case, tmp_path: Path):
    with pytest.raises(BadInput, match=r"neither a file of ACLED.*trucewatch import"):
        logged.add_beside(tmp_path / "log.csv")


def test_a_case_on_a_server_is_refused_with_the_way_and_without_its_password(logged: Case):
    with pytest.raises(BadInput, match="trucewatch copy") as refused:
        logged.add_beside("postgresql://ann:s3cret@db.example.org/sorn")
    assert "s3cret" not in str(refused.value)


def test_another_case_lies_beside_by_its_incidents(logged: Case, tmp_path: Path, made_case: Path):
    done = logged.add_beside(made_case, name="team")
    assert done.set.source == "case" and done.records + sum(done.passed_over.values()) > 0
    found = logged.beside("team")
    assert len(found.matches) + len(found.theirs) == done.records
    theirs = (*(m.other for m in found.matches), *found.theirs)[0]
    assert theirs.shown == f"team:{theirs.id[:8]}"
    ours = logged.incidents()[0].id
    judged = logged.judge_beside(theirs.shown, "same", f"i:{ours}", why="one event", who="Ana Reyes")
    assert judged.other_id == theirs.id
    assert (theirs.id, ours) in {(m.other.id, m.incident.id) for m in logged.beside("team").matches if m.by}


def test_days_and_places_that_exclude_each_other_are_no_match(logged: Case, tmp_path: Path):
    week = SHELLED.replace("02 May 2031,1", "06 May 2031,2")
    _, [near], _ = read_dataset(read_sheet(acled(tmp_path, week), max_bytes=10**6), set_name="arv")
    _, [far], _ = read_dataset(
        read_sheet(acled(tmp_path, SHELLED.replace("02 May", "05 May")), max_bytes=10**6), set_name="arv"
    )
    shelling = min(logged.incidents(), key=lambda i: i.when.first_day)
    assert compare(far, shelling) is None
    told = compare(near, shelling)
    assert told is not None and told[1][0].rule == "one day apart"


def test_codes_stand_for_our_types_by_the_crosswalk():
    assert types_of("acled", "Explosions/Remote violence", "Air/drone strike") == (
        "airstrike", "drone_strike", "targeted_killing",
    )  # fmt: skip
    assert "clash" in types_of("acled", "Battles", "Armed clash")
    assert types_of("acled", "Protests", "Peaceful protest") in ((), ("protest",))
    assert "detention" not in types_of("ged", "1")


def test_the_command_shows_adds_judges_and_drops(logged: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = logged.store.path
    incident = min(logged.incidents(), key=lambda i: i.when.first_day).id
    logged.close()
    code, _, told = run(capsys, "beside", path, "--add", acled(tmp_path))
    assert code != 0 and "--accept-terms" in told
    assert run(capsys, "beside", path, "--add", acled(tmp_path), "--accept-terms", "--who", "Ana Reyes")[0] == 0
    code, shown, _ = run(capsys, "beside", path)
    assert code == 0 and "may tell of one event: 1" in shown and "arv:ARV2" in shown and "never mixed in" in shown
    judged = (
        "beside",
        path,
        "--other",
        "arv:ARV1",
        "--same",
        f"i:{incident}",
        "--why",
        "one store",
        "--who",
        "Ana Reyes",
    )
    assert run(capsys, *judged)[0] == 0
    assert "judged the same by Ana Reyes" in run(capsys, "beside", path)[1]
    assert run(capsys, "beside", path, "--other", "arv:ARV1")[0] != 0
    assert "2 records of arv taken away" in run(capsys, "beside", path, "--drop", "arv")[2]


def test_no_row_of_acled_is_in_an_archive_or_a_brief(logged: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    logged.add_beside(acled(tmp_path), accept_terms=True)
    path = logged.store.path
    logged.close()
    kept = tmp_path / "kept.wacz"
    assert run(capsys, "archive", "--new-key", tmp_path / "desk.key")[0] == 0
    code, _, told = run(capsys, "archive", path, kept, "--key", tmp_path / "desk.key")
    assert code == 0, told
    with zipfile.ZipFile(kept) as packed:
        for name in packed.namelist():
            content = packed.read(name)
            assert MARK.encode() not in (gzip.decompress(content) if name.endswith(".gz") else content)
    assert run(capsys, "brief", path, "--out", tmp_path / "brief")[0] == 0
    assert all(MARK not in one.read_text(encoding="utf-8") for one in (tmp_path / "brief").rglob("*.md"))

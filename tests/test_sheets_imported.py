"""A person's own sheet comes into a case by its mapping, row by row, and goes round through the exports."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from tests.commands import run
from tests.conftest import AGREEMENT

import trucewatch
from trucewatch.case import Case
from trucewatch.errors import BadInput, MissingInput
from trucewatch.intake.mappings import proposed, read_mapping
from trucewatch.intake.sheets import read_sheet
from trucewatch.present.export.formats import export_case
from trucewatch.present.export.view import View

MOST = 10_000_000
LOG = """\
Date,What happened,Kind,Place,By,Dead,Source
2031-05-02,Shells fell on the grain store at Kessel,shelling,Kessel,Arvania,3,market women
2031-05-02,Shells fell on the grain store at Kessel,shelling,Kessel,Arvania,3,the miller
04/05/2031,A patrol was shot at,shooting,Dorn,Belmar Front,,patrol log
2031-05-05,The mill was shelled,shellng,Dorn,Arvania,1,patrol log
2031-05-06,The bridge was mined,explosion,Kessel,Arvania,some,patrol log
"""
MAPPING = """\
trucewatch_mapping: 1
tables:
  - kind: incident
    columns:
      words: What happened
      date: Date
      type: Kind
      place: Place
      actor: By
      killed: Dead
    values:
      type: {shooting: clash}
"""
SAID = """\
date;who;party;act;quote
2031-05-07;Adel Brandt;Belmar Front;deny;"We mined nothing; the road is open"
2031-05-07;Ines Halloran;Arvanians;accuse;They mined the bridge
"""


@pytest.fixture
def empty(tmp_path: Path):
    (tmp_path / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    with trucewatch.create(tmp_path / "empty.truce", agreement=str(tmp_path / "agreement.yaml")) as made:
        yield made


def put(folder: Path, name: str, words: str) -> Path:
    path = folder / name
    path.write_text(words, encoding="utf-8")
    return path


def log_into(case: Case, folder: Path, words: str = LOG, mapping: str = MAPPING, who: str = "Ana Reyes"):
    sheet = put(folder, "log.csv", words)
    return case.import_sheet(sheet, mapping=put(folder, "log.yaml", mapping), who=who)


def test_rows_become_records_that_rest_on_their_own_cells(empty: Case, tmp_path: Path):
    done = log_into(empty, tmp_path)
    assert done.added == {"incident": 2}
    [report] = empty.reports()
    assert report.kind == "note" and report.title == "Sheet log.csv, entered by Ana Reyes"
    text = empty.store.text(report.text_id)
    capture = empty.store.capture(report.capture_id)
    assert capture.content == LOG.encode() and capture.file == "log.csv"
    mentions = list(empty.store.incident_mentions())
    assert {m.words.words for m in mentions} == {"Shells fell on the grain store at Kessel"}
    for mention in mentions:
        assert mention.maker.kind == "person" and mention.maker.name == "Ana Reyes"
        assert mention.counts[0].value == 3 and mention.counts[0].span.words == "3"
        assert all(text.holds(span) for span in (*mention.spans(), mention.counts[0].span, mention.actors[0].span))
        assert mention.actors[0].side == "Arvania"
    assert {r.value for m in mentions for r in m.reasons} >= {"row 2", "row 3"}
    assert empty.verify().passed


def test_rows_that_do_not_fit_are_refused_with_number_value_and_way_out(empty: Case, tmp_path: Path):
    refused = {one.what: one.message for one in log_into(empty, tmp_path).refused}
    assert list(refused) == ["log.csv, row 4", "log.csv, row 5", "log.csv, row 6"]
    assert "'04/05/2031'" in refused["log.csv, row 4"] and "dates:" in refused["log.csv, row 4"]
    assert "'shellng'" in refused["log.csv, row 5"] and "shelling" in refused["log.csv, row 5"]
    assert "'some'" in refused["log.csv, row 6"]
    assert {one.what for one in empty.store.set_aside()} == set(refused)


def test_two_rows_of_one_sheet_stay_two_and_a_person_may_join_them(empty: Case, tmp_path: Path):
    log_into(empty, tmp_path)
    one, other = empty.incidents()
    told = empty.why(f"i:{one.id}", f"i:{other.id}")
    assert any("lists each row" in reason.rule for relation in told.relations for reason in relation.uncompared)
    empty.decide(f"i:{one.id}", "same", new=f"i:{other.id}", why="one shelling, told twice", who="Ana Reyes")
    assert len(empty.incidents()) == 1


def test_the_same_sheet_again_changes_nothing(empty: Case, tmp_path: Path):
    good = "\n".join(LOG.splitlines()[:3]) + "\n"
    log_into(empty, tmp_path, good)
    before = (empty.counts(), len(empty.store.decisions()), len(empty.store.runs()), empty.verify().records)
    again = log_into(empty, tmp_path, good, who="Tom Vale")
    assert (again.added, again.already, again.refused) == ({}, 2, ())
    after = (empty.counts(), len(empty.store.decisions()), len(empty.store.runs()), empty.verify().records)
    assert after == before


def test_of_a_longer_sheet_only_what_is_new_comes_in_and_what_was_taken_back_stays_out(empty: Case, tmp_path: Path):
    first = "\n".join(LOG.splitlines()[:2]) + "\n"
    log_into(empty, tmp_path, first)
    [decision] = empty.store.decisions()
    empty.decide(f"d:{decision.id}", "undo", why="a mistake", who="Ana Reyes")
    assert empty.incidents() == []
    done = log_into(empty, tmp_path, "\n".join(LOG.splitlines()[:3]) + "\n")
    assert done.added == {"incident": 1} and done.already == 1
    assert len(empty.incidents()) == 1


def test_a_row_known_with_other_values_is_refused_not_overwritten(empty: Case, tmp_path: Path):
    good = "\n".join(LOG.splitlines()[:2]) + "\n"
    log_into(empty, tmp_path, good)
    done = log_into(
        empty, tmp_path, good, MAPPING.replace("    values:", "    always: {said_as: alleged}\n    values:")
    )
    assert not done.added and "other values" in done.refused[0].message
    assert empty.incidents()[0].accounts[0].said_as == "narrated"


def test_the_same_row_twice_in_a_sheet_is_taken_once(empty: Case, tmp_path: Path):
    lines = LOG.splitlines()
    done = log_into(empty, tmp_path, "\n".join([*lines[:2], lines[1]]) + "\n")
    assert done.added == {"incident": 1} and "row 2" in done.refused[0].message


def test_statements_of_a_sheet_speak_for_their_side(empty: Case, tmp_path: Path):
    sheet = put(tmp_path, "said.csv", SAID)
    mapping = put(tmp_path, "said.yaml", proposed(read_sheet(sheet, max_bytes=MOST)))
    done = empty.import_sheet(sheet, mapping=mapping, who="Ana Reyes")
    [said] = empty.statements()
    assert (said.speaker, said.side, said.act) == ("Adel Brandt", "Belmar Front", "deny")
    assert said.said_on.day.isoformat() == "2031-05-07"
    assert [span.words for span in empty.words(said) if "mined" in span.words] == ["We mined nothing; the road is open"]
    assert "'Arvanians'" in done.refused[0].message and "Arvania" in done.refused[0].message


def test_a_row_may_be_one_with_what_a_report_tells(case: Case, tmp_path: Path):
    before = {i.id: len(i.mention_ids) for i in case.incidents()}
    log = (
        "day,words,type,place,actor,target\n2031-05-03,The army shelled the bridge at Kessel,shelling,Kessel,Arvania,\n"
    )
    sheet = put(tmp_path, "own.csv", log)
    mapping = put(tmp_path, "own.yaml", proposed(read_sheet(sheet, max_bytes=MOST)))
    case.import_sheet(sheet, mapping=mapping, who="Ana Reyes")
    mention = next(m for m in case.store.incident_mentions() if m.maker.kind == "person")
    home = next(i for i in case.incidents() if mention.id in i.mention_ids)
    assert len(case.incidents()) in (len(before), len(before) + 1)
    assert home.id in before or len(home.mention_ids) == 1


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_what_is_exported_comes_back_in_equal_numbers(case: Case, empty: Case, tmp_path: Path, format: str):
    out = tmp_path / "out"
    made = export_case(View(case.store), out, format)
    sheets = [out / "record.xlsx"] if format == "xlsx" else [out / f"{t}.csv" for t in ("statements", "incidents")]
    for sheet in sheets:
        mapping = put(tmp_path, f"{sheet.stem}.yaml", proposed(read_sheet(sheet, max_bytes=MOST)))
        assert empty.import_sheet(sheet, mapping=mapping, who="Ana Reyes").refused == ()
    again = export_case(View(empty.store), tmp_path / "again", "csv")
    there = {name: made.counts[name] for name in ("statements", "incidents")}
    assert {name: again.counts[name] for name in there} == there
    assert there["statements"] > 3 and there["incidents"] > 0

    def columns(folder: Path, table: str, *names: str) -> list[tuple[str, ...]]:
        rows = csv.DictReader(io.StringIO((folder / f"{table}.csv").read_text(encoding="utf-8")))
        return sorted(tuple(row[name] for name in names) for row in rows)

    if format == "csv":
        for table, names in (
            ("statements", ("speaker", "party", "act", "target_party", "said_on", "words")),
            ("incidents", ("type", "status", "actor", "date_from", "killed", "words")),
        ):
            assert columns(out, table, *names) == columns(tmp_path / "again", table, *names)


def test_no_name_of_who_imported_leaves_in_an_export_for_anybody(empty: Case, tmp_path: Path):
    log_into(empty, tmp_path)
    export_case(empty.store, tmp_path / "out", "jsonl", public=True)
    assert "Ana Reyes" not in (tmp_path / "out" / "record.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("trucewatch_mapping: 1\n", ""), "not marked as a mapping file"),
        (("killed: Dead", "kiled: Dead"), "no field 'kiled'"),
        (("type: Kind", "weapon: Kind"), "needs its type"),
        (("place: Place", "place: Town"), "no column 'Town'"),
        (("kind: incident", "kind: event"), "line 3"),
        (("    values:", '    dates: "%d/%m"\n    values:'), "leaves out"),
        (("    values:", "    allways: {said_as: alleged}\n    values:"), "no key of a mapping file"),
    ],
)
def test_a_mapping_that_does_not_hold_says_where_and_takes_nothing_in(empty: Case, tmp_path: Path, change, says):
    with pytest.raises(BadInput, match=says):
        log_into(empty, tmp_path, LOG, MAPPING.replace(*change))
    assert empty.counts()["reports"] == 0 and list(empty.store.runs()) == []


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"day,day\n1,2\n", "two columns named 'day'"),
        ("a.csv", b"day,type\n\xff\xfe1,2\n", "line 2"),
        ("a.csv", b'day,type\n"1,2\n', "quotation marks"),
        ("a.xlsx", b"PK\x03\x04 no workbook", "cannot be read as a workbook"),
        ("a.ods", b"PK", "no spreadsheet that I read"),
    ],
)
def test_a_sheet_that_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, says: str):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInput, match=says):
        read_sheet(tmp_path / name, max_bytes=MOST)


def test_a_missing_mapping_says_how_one_is_made(tmp_path: Path):
    with pytest.raises(MissingInput, match="--new-mapping"):
        read_mapping(tmp_path / "none.yaml")


def test_the_command_proposes_a_mapping_and_imports_by_it(
    empty: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = empty.store.path
    empty.close()
    sheet = put(tmp_path, "log.csv", LOG.replace("What happened", "description"))
    mapping = tmp_path / "log.yaml"
    assert run(capsys, "import", "--new-mapping", mapping, sheet)[0] == 0
    assert "words: description" in mapping.read_text(encoding="utf-8")
    assert "is there already" in run(capsys, "import", "--new-mapping", mapping, sheet)[2]
    code, _, told = run(capsys, "import", path, sheet, "--mapping", mapping, "--who", "Ana Reyes")
    assert code == 0 and "2 incidents added" in told and "3 not taken" in told and "row 5" in told
    code, _, told = run(capsys, "import", path, sheet)
    assert code != 0 and "--mapping" in told

"""``trucewatch custody``, ``archive`` and ``verify ARCHIVE`` from the command line."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zlib
from pathlib import Path

import archived_case as made
import pytest
from tests.commands import run
from tests.invented import accord

from trucewatch.case import Case, create, open_case
from trucewatch.custody import custody
from trucewatch.errors import BadInput
from trucewatch.present.archive.check import check_archive
from trucewatch.present.archive.keys import new_key
from trucewatch.present.archive.make import write_archive


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.build(tmp_path_factory.mktemp("custody") / "case")


@pytest.fixture
def path(built: Path, tmp_path: Path) -> Path:
    shutil.copy(built, tmp_path / "skaft.truce")
    return tmp_path / "skaft.truce"


@pytest.fixture
def case(path: Path):
    with open_case(path, write=True) as opened:
        yield opened


def charge(case: Case):
    return next(iter(case.statements(act="accuse")))


def lines_of(capsys: pytest.CaptureFixture[str], path: Path, record: str) -> tuple[int, list[str], str]:
    code, out, err = run(capsys, "custody", path, record)
    return code, out.splitlines(), err


# -- custody ---------------------------------------------------------------------------------------------


def test_it_leads_from_the_words_to_text_capture_fetch_and_decisions(case: Case, path: Path, capsys):
    record = charge(case)
    report = made.report(case, "shelling")
    case.close()
    code, lines, _ = lines_of(capsys, path, record.id)
    assert code == 0
    wanted = (
        f"({record.id})", "“shelling the bridge at Selfoss”", "stand there", f"sha256 {report.text_id}: holds",
        "Skaft Wire", f"sha256 {report.capture_id}: holds", "/old answered 301 and led to", "request   GET",
        "User-Agent: Trucewatch/", "answer    HTTP/1.1 200 OK by 127.0.0.1", "x-served-by: quay-7",
        "3. 20", "Ada Quill: confirm statement", "why: Backnote: asked for", "chain of decisions: holds, 6 links",
    )  # fmt: skip
    at = 0
    for words in wanted:  # in this order
        found = next((n for n in range(at, len(lines)) if words in lines[n]), None)
        assert found is not None, (words, lines)
        at = found


def test_as_json_it_holds_the_same_with_whole_ids(case: Case, path: Path, capsys):
    record = charge(case)
    link = case.store.chain()[2]
    case.close()
    code, out, _ = run(capsys, "custody", path, record.id, "--json")
    told = json.loads(out)
    assert code == 0 and told["holds"] and told["id"] == record.id
    (telling,) = [t for t in told["tellings"] if t["capture"]["fetch"]["steps"]]
    assert telling["capture"]["fetch"]["status"] == 200 and telling["words"][0]["stand"] is True
    (decided,) = told["decisions"]
    assert (decided["place"], decided["digest"], decided["who"]) == (3, link.digest, "Ada Quill")
    assert decided["in_force"] is True


def test_a_decision_taken_back_is_shown_and_not_in_force(case: Case):
    record = charge(case)
    (confirmed,) = custody(case.store, "statement", record).decisions
    case.decide(f"d:{confirmed.id}", "undo", why="too soon", who="Bo Lind")
    first, second = custody(case.store, "statement", case.record("statement", record.id)).decisions
    assert (first.in_force, second.action, second.who) == (False, "undo", "Bo Lind")


@pytest.mark.parametrize("kind", ["report", "text", "capture", "statement mention", "incident", "commitment"])
def test_every_record_that_rests_on_words_has_one(case: Case, kind: str):
    report = made.report(case, "shelling")
    records = {
        "report": report, "text": case.store.text(report.text_id), "capture": case.store.capture(report.capture_id),
        "statement mention": next(iter(case.store.statement_mentions())), "incident": case.incidents()[0],
        "commitment": next(iter(case.store.commitments())),
    }  # fmt: skip
    found = custody(case.store, kind, records[kind])
    assert found.holds and found.tellings and all(t.capture and t.sources for t in found.tellings)


def test_what_rests_on_no_words_has_none(case: Case, path: Path, capsys):
    with pytest.raises(BadInput, match="rests on no words"):
        custody(case.store, "actor", case.actors()[0])


def test_a_redacted_source_is_said_and_is_no_fault(case: Case):
    found = custody(case.store, "report", made.report(case, "fled"))
    assert found.holds and [t.holds for t in found.tellings] == [None]
    assert found.tellings[0].capture and found.tellings[0].capture.holds is None
    assert {r.ground for r in found.redactions} == {"a witness is at risk"}


def test_a_file_has_no_fetch_and_none_is_made_up(case: Case, path: Path, capsys):
    report = next(r for r in case.reports() if "hospital.txt" in r.files)
    case.close()
    code, lines, _ = lines_of(capsys, path, f"r:{report.id}")
    assert code == 0 and any("handed over as the file hospital.txt" in line for line in lines)
    assert not any(line.strip().startswith(("request", "answer")) for line in lines)


def test_what_a_person_entered_by_hand_names_who_did(case: Case):
    words = case.store.text(made.report(case, "shelling").text_id).content
    at = words.index("Selfoss")
    entered = {
        "statement": case.note("the road is open again", kind="statement", speaker="the warden", act="report",
                               source="call", why="rang up", who="Bo Lind"),
        "incident": case.note("two carts burned at Selfoss", kind="incident", type="destruction", why="seen",
                              who="Bo Lind"),
        "figure": case.note(words[at : at + 7], kind="figure", report=f"r:{made.report(case, 'shelling').id}", at=at,
                            quantity="displaced", value=7, why="as told", who="Bo Lind"),
    }  # fmt: skip
    by_hand = {
        "statement": next(s for s in case.statements() if s.speaker == "the warden"),
        "incident": next(
            i for i in case.incidents() if any("two carts" in m.rests_on[0].words for m in case.store.mentions_of(i))
        ),
        "figure": next(f for f in case.store.figures() if f.maker.kind == "person"),
    }
    for kind, record in by_hand.items():
        (decided,) = custody(case.store, kind, record).decisions
        assert (decided.id, decided.action, decided.who) == (entered[kind].id, "add", "Bo Lind")


def test_a_step_that_does_not_hold_is_marked_and_ends_with_code_3(case: Case, path: Path, capsys):
    record = charge(case)
    text = made.report(case, "shelling").text_id
    case.close()
    with sqlite3.connect(path) as database:
        (packed,) = database.execute("SELECT content FROM texts WHERE id = ?", (text,)).fetchone()
        words = zlib.decompress(packed).replace(b"Belmar", b"Belnar")
        database.execute("UPDATE texts SET content = ? WHERE id = ?", (zlib.compress(words), text))
    code, lines, err = lines_of(capsys, path, record.id)
    assert code == 3 and any("DOES NOT HOLD" in line for line in lines) and "does not hold; marked above" in err


# -- archive and verify ----------------------------------------------------------------------------------


def test_a_key_an_archive_and_its_check_from_the_command_line(path: Path, tmp_path: Path, capsys):
    code, out, err = run(capsys, "archive", "--new-key", tmp_path / "desk.key")
    assert code == 0 and len(out.strip()) == 64 and "desk.key.pub" in err
    fingerprint = out.strip()
    code, out, err = run(
        capsys, "archive", path, tmp_path / "a.wacz", "--key", tmp_path / "desk.key", "--licence", "CC0"
    )
    assert code == 0 and out == "" and "7 captures" in err and "captures not in it: 2 of reports" in err
    assert "for anybody to read: --public" in err and fingerprint in err
    path.unlink()
    code, out, err = run(capsys, "verify", tmp_path / "a.wacz", "--key", tmp_path / "desk.key.pub")
    assert code == 0 and out.startswith("all holds; checked ") and f"signed with the key given, {fingerprint}" in err
    code, out, err = run(capsys, "verify", tmp_path / "a.wacz")
    assert code == 0 and "anybody can make a key" in err and "whoever works on the case" in err


def test_a_changed_archive_ends_with_code_3_and_its_parts_named(path: Path, tmp_path: Path, capsys):
    run(capsys, "archive", "--new-key", tmp_path / "desk.key")
    run(capsys, "archive", path, tmp_path / "a.wacz", "--key", tmp_path / "desk.key")
    content = bytearray((tmp_path / "a.wacz").read_bytes())
    content[1000] ^= 4
    (tmp_path / "a.wacz").write_bytes(content)
    code, out, err = run(capsys, "verify", tmp_path / "a.wacz")
    assert code == 3 and "member archive/captures-00001.warc.gz: was changed" in out and "not hold in" in err


def test_by_its_handling_mark_an_archive_is_for_anybody(path: Path, tmp_path: Path, capsys, monkeypatch):
    run(capsys, "archive", "--new-key", tmp_path / "desk.key")
    monkeypatch.setenv("TRUCEWATCH_HANDLING", "public")
    code, _, err = run(capsys, "archive", path, tmp_path / "a.wacz", "--key", tmp_path / "desk.key")
    assert code == 0 and "--public" not in err and "are not told to anybody" in err


@pytest.mark.parametrize(("words", "told"), [
    pytest.param(("CASE",), "make a key with --new-key", id="no key"),
    pytest.param(("CASE", "OUT", "--key", "NONE"), "no key at", id="key missing"),
    pytest.param(("--new-key", "OUT", "--public"), "a key and nothing else", id="both"),
    pytest.param(("CASE", "OUT", "--key", "KEY", "--public", "--with-confidential"), "may reach anybody", id="two"),
])  # fmt: skip
def test_what_cannot_be_done_is_said_in_one_line(path: Path, tmp_path: Path, capsys, words, told):
    run(capsys, "archive", "--new-key", tmp_path / "desk.key")
    meant = {"CASE": path, "OUT": tmp_path / "out.wacz", "NONE": tmp_path / "none.key", "KEY": tmp_path / "desk.key"}
    code, _, err = run(capsys, "archive", *(meant.get(word, word) for word in words))
    assert code != 0 and told in " ".join(err.split()) and not (tmp_path / "out.wacz").exists()


def test_a_key_goes_with_an_archive_alone(path: Path, tmp_path: Path, capsys):
    run(capsys, "archive", "--new-key", tmp_path / "desk.key")
    code, _, err = run(capsys, "verify", path, "--key", tmp_path / "desk.key.pub")
    assert code != 0 and "a case is not signed" in err


def test_a_case_on_a_server_is_archived_and_followed_like_one_in_a_file(postgres, tmp_path: Path):
    (tmp_path / "agreement.yaml").write_text(accord(of="Skaft"), encoding="utf-8")
    new_key(tmp_path / "desk.key")
    with create(postgres.database(), agreement=str(tmp_path / "agreement.yaml")) as case:
        case.add_words(made.FILES["hospital.txt"].encode(), publisher="Skaft Wire", published="2031-05-18")
        record = next(iter(case.statements()))
        case.decide(record.id, "confirm", why="as printed", who="Ada Quill")
        for public in (False, True):
            out = tmp_path / f"{public}.wacz"
            write_archive(case.store, out, key=tmp_path / "desk.key", public=public)
            assert check_archive(out).passed
        found = custody(case.store, "statement", case.record("statement", record.id))
        assert found.holds and [d.who for d in found.decisions] == ["Ada Quill"]

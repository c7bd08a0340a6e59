"""The command line: data to stdout, remarks to stderr, one clear line and a non-zero exit for what cannot be done."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.commands import run

from trucewatch.case import Case


@pytest.fixture
def case_file(case: Case) -> Path:
    """A closed case file with three reports in it, the test's own."""
    case.close()
    return Path(case.store.path)


def test_init_and_add_say_what_they_did(
    tmp_path: Path, agreement: Path, reports: Path, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "new.truce"
    code, _, err = run(capsys, "init", path, "--agreement", agreement)
    assert code == 0 and "3 parties" in err
    code, out, err = run(capsys, "add", path, reports)
    assert code == 0 and out == "" and "3 added" in err


def test_one_of_a_kind_is_not_told_in_the_plural(
    tmp_path: Path, agreement: Path, reports: Path, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "new.truce"
    run(capsys, "init", path, "--agreement", agreement)
    first = sorted(one for one in reports.iterdir() if one.suffix in (".html", ".txt"))[0]
    code, _, err = run(capsys, "add", path, first)
    assert code == 0 and "1 report," in err and "1 reports" not in err


def test_the_first_minute_goes_as_the_readme_says(case_file: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path):
    code, out, _ = run(capsys, "ledger", case_file)
    assert code == 0 and "Belmar Front" in out and "denial" in out
    shown = next(word for word in out.split() if word.startswith("s:"))
    code, out, _ = run(capsys, "show", case_file, shown)
    assert code == 0 and ">>" in out and "why" in out
    code, out, _ = run(capsys, "brief", case_file, "--out", tmp_path / "dossier")
    assert code == 0 and (tmp_path / "dossier.html").exists() and (tmp_path / "dossier.md").exists()
    code, _, err = run(capsys, "export", case_file, tmp_path / "out", "--format", "records")
    assert code == 0 and "statements" in err
    code, out, _ = run(capsys, "verify", case_file)
    assert code == 0 and "all holds" in out
    code, out, _ = run(capsys, "search", case_file, "bridge")
    assert code == 0 and "Kessel" in out


def test_doctor_says_which_model_is_loaded(capsys: pytest.CaptureFixture[str]):
    code, out, _ = run(capsys, "doctor")
    assert code == 0 and "en_core_web_sm" in out and "as recorded" in out


def test_a_model_with_another_hash_stops_annotate(
    case_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    from trucewatch.annotate import sentences

    monkeypatch.setattr(sentences, "MODEL_SHA256", "0" * 64)
    sentences.load_model.cache_clear()
    page = tmp_path / "more.txt"
    page.write_text("More\n\nThe Belmar Front said it would wait.\n", encoding="utf-8")
    code, _, err = run(capsys, "add", case_file, page)
    sentences.load_model.cache_clear()
    assert code == 1 and "hash" in err and "reinstall" in err


def test_standard_input_is_taken_with_its_publisher(
    case_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    words = b"Front waits\n\nThe Belmar Front said on Monday that it would wait for the observers.\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(words)))
    code, _, err = run(capsys, "add", case_file, "-", "--publisher", "Lowland Echo", "--published", "2031-05-09")
    assert code == 0 and "1 added" in err


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(["add", "CASE", "nowhere.txt"], "no file or folder", id="missing file"),
        pytest.param(["add", "CASE", "EMPTY"], "empty", id="empty file"),
        pytest.param(["add", "CASE", "BINARY"], "BINARY.txt", id="binary file"),
        pytest.param(["add", "nowhere.truce", "EMPTY"], "trucewatch init", id="missing case"),
        pytest.param(["show", "CASE", "s:00000000"], "s:00000000", id="unknown record"),
        pytest.param(["show", "CASE", "z:00000000"], "kind", id="unknown kind of id"),
        pytest.param(["init", "CASE", "--agreement", "AGREEMENT"], "CASE", id="case exists"),
        pytest.param(["init", "new.truce", "--agreement", "doah"], "doha", id="unknown agreement"),
        pytest.param(["init", "new.truce", "--agreement", "BROKEN"], "line", id="broken YAML"),
        pytest.param(["verify", "EMPTY"], "EMPTY", id="not a case"),
        pytest.param(["brief", "CASE", "--since", "yesterday"], "2020-10-01", id="bad day"),
        pytest.param(["ledger", "CASE", "--side", "Nobody"], "Arvania", id="unknown side"),
        pytest.param(["add", "CASE", "SIDECAR"], "line 2", id="bad date in the sidecar"),
        pytest.param(["search", "CASE", "?!"], "no word", id="search without words"),
        pytest.param(["note", "CASE", "the road", "--side", "Nobody"], "Arvania", id="note for an unknown side"),
        pytest.param(["note", "CASE", "the road", "--day", "never"], "2020-10-18", id="note on a day that is none"),
        pytest.param(["note", "CASE", "7", "--kind", "figure", "--value", "nan"], "nan", id="figure that is no number"),
    ],
)
def test_bad_input_gets_one_clear_message_and_a_non_zero_exit(
    words, expected, case_file: Path, agreement: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "EMPTY.txt").write_bytes(b"")
    (tmp_path / "BINARY.txt").write_bytes(bytes(range(256)) * 30)
    (tmp_path / "BROKEN.yaml").write_text("trucewatch: 1\nparties: [}\n", encoding="utf-8")
    (tmp_path / "SIDECAR").mkdir()
    (tmp_path / "SIDECAR" / "a.txt").write_text("Words\n\nThe Front said so.\n", encoding="utf-8")
    (tmp_path / "SIDECAR" / "sources.csv").write_text("file,published\na.txt,the 5th\n", encoding="utf-8")
    names = {
        "CASE": str(case_file), "EMPTY": "EMPTY.txt", "BINARY": "BINARY.txt", "BROKEN": "BROKEN.yaml",
        "AGREEMENT": str(agreement),
    }  # fmt: skip
    code, _, err = run(capsys, *(names.get(word, word) for word in words))
    assert code != 0
    assert names.get(expected, expected) in err
    assert "Traceback" not in err


def test_a_case_in_a_read_only_folder_can_be_read_and_says_so_when_written(
    case_file: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere; the store's own tests cover this with a read-only file system")
    case_file.parent.chmod(0o555)
    try:
        assert run(capsys, "verify", case_file)[0] == 0
        code, _, err = run(capsys, "note", case_file, "words", "--act", "report")
        assert code != 0 and "write" in err
    finally:
        case_file.parent.chmod(0o755)


def test_a_full_disk_is_one_clear_line(case_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch):
    def full(*_args, **_values):
        raise OSError(28, "No space left on device", "/somewhere/dossier.html")

    monkeypatch.setattr(Path, "write_bytes", full)
    code, _, err = run(capsys, "brief", case_file)
    assert code != 0 and "No space left" in err and "Traceback" not in err


def test_show_json_is_json(case_file: Path, capsys: pytest.CaptureFixture[str]):
    import json

    _, out, _ = run(capsys, "ledger", case_file)
    shown = next(word for word in out.split() if word.startswith("s:"))
    code, out, _ = run(capsys, "show", case_file, shown, "--json")
    assert code == 0 and json.loads(out)["kind"] == "statement"


def test_a_note_by_hand_is_signed(case_file: Path, capsys: pytest.CaptureFixture[str]):
    code, _, err = run(
        capsys,
        "note",
        case_file,
        "the ferry runs again",
        "--source",
        "call",
        "--speaker",
        "harbour master",
        "--by",
        "Reader One",
    )
    assert code == 0 and "Reader One" in err
    assert "ferry runs again" in run(capsys, "search", case_file, "ferry")[1]


def test_a_note_that_is_refused_leaves_nothing_behind(case_file: Path, capsys: pytest.CaptureFixture[str]):
    _, before, _ = run(capsys, "verify", case_file)
    for wrong in (("--act", "lie"), ("--day", "never"), ("--side", "Nobody"), ("--medium", "pigeon")):
        assert run(capsys, "note", case_file, "words of a call", *wrong)[0] == 1
    assert run(capsys, "verify", case_file)[1] == before


def test_standard_input_is_held_to_the_largest_size(
    case_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("TRUCEWATCH_MAX_BYTES", "50")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"The Front said so. " * 10)))
    code, _, err = run(capsys, "add", case_file, "-")
    assert code == 1 and "TRUCEWATCH_MAX_BYTES" in err


def test_a_closed_standard_input_is_said(
    case_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.stdin", None)
    code, _, err = run(capsys, "add", case_file, "-")
    assert code == 1 and "standard input is closed" in err


def test_search_prints_ids_that_show_takes(case_file: Path, capsys: pytest.CaptureFixture[str]):
    _, out, _ = run(capsys, "search", case_file, "bridge")
    first = out.splitlines()[0].split()[0]
    assert "Hit(" not in out and run(capsys, "show", case_file, first)[0] == 0


def test_ids_in_a_shown_record_can_be_shown_in_turn(case_file: Path, capsys: pytest.CaptureFixture[str]):
    _, out, _ = run(capsys, "ledger", case_file)
    shown = next(word for word in out.split() if word.startswith("s:"))
    _, out, _ = run(capsys, "show", case_file, shown)
    links = [line for line in out.splitlines() if "response:" in line]
    others = [word for line in links for word in line.split() if word.startswith("s:")]
    assert others and all(run(capsys, "show", case_file, other)[0] == 0 for other in others)


def test_ctrl_c_is_one_line_and_exit_code_130(
    case_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    def stopped(*_args, **_values):
        raise KeyboardInterrupt

    monkeypatch.setattr(Case, "verify", stopped)
    code, _, err = run(capsys, "verify", case_file)
    assert code == 130 and "interrupted" in err and "Traceback" not in err


def test_a_full_disk_leaves_the_earlier_dossier_whole(
    case_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    assert run(capsys, "brief", case_file, "--out", tmp_path / "dossier")[0] == 0
    before = (tmp_path / "dossier.html").read_text(encoding="utf-8")

    def full(path: Path, *_args, **_values):
        path.open("wb").close()
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    assert run(capsys, "brief", case_file, "--out", tmp_path / "dossier")[0] == 1
    monkeypatch.undo()
    assert (tmp_path / "dossier.html").read_text(encoding="utf-8") == before
    assert not list(tmp_path.glob(".*making"))


def test_the_demo_leaves_a_case_alone_that_is_not_its_own(
    case_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folder = tmp_path / "mine"
    folder.mkdir()
    mine = folder / "doha.truce"
    mine.write_bytes(case_file.read_bytes())
    before = mine.read_bytes()
    code, _, err = run(capsys, "demo", folder)
    assert code == 1 and "another folder" in err
    assert mine.read_bytes() == before


def test_a_report_dated_ahead_is_remarked_on(case_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "late").mkdir()
    (tmp_path / "late" / "a.txt").write_text("Front waits\n\nThe Belmar Front said it would wait.\n", encoding="utf-8")
    (tmp_path / "late" / "sources.csv").write_text("file,published\na.txt,2999-05-01\n", encoding="utf-8")
    code, _, err = run(capsys, "add", case_file, tmp_path / "late")
    assert code == 0 and "2999-05-01" in err and "a day to come" in err


def test_many_reports_dated_ahead_are_one_remark_with_the_first_of_them(
    case_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "late").mkdir()
    rows = ["file,published"]
    for n in range(5):
        words = f"Front waits {n}\n\nThe Belmar Front said on day {n} that it would wait.\n"
        (tmp_path / "late" / f"{n}.txt").write_text(words, encoding="utf-8")
        rows.append(f"{n}.txt,2999-05-0{n + 1}")
    (tmp_path / "late" / "sources.csv").write_text("\n".join(rows), encoding="utf-8")
    code, _, err = run(capsys, "add", case_file, tmp_path / "late")
    told = " ".join(err.split())
    assert code == 0 and told.count("a day to come") == 1
    assert "5 reports are dated on a day to come (" in told and "2999-05-01" in told and "; and 2 more)" in told


@pytest.mark.parametrize("value", ["²", "99999999999999999999", "", "-1", "1.5"])
def test_a_setting_that_is_no_number_is_named(
    value: str, case_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("TRUCEWATCH_LEASE_SECONDS", value)
    code, _, err = run(capsys, "verify", case_file)
    assert code == 1 and "TRUCEWATCH_LEASE_SECONDS" in err


def test_a_correction_and_its_undoing_go_through_the_command_line(case_file: Path, capsys: pytest.CaptureFixture[str]):
    _, out, _ = run(capsys, "ledger", case_file)
    shown = next(word for word in out.split() if word.startswith("s:"))
    code, _, err = run(
        capsys,
        "decide",
        case_file,
        shown,
        "set",
        "--field",
        "speaker",
        "--value",
        "Somebody Else",
        "--why",
        "try",
        "--by",
        "R One",
    )
    assert code == 0 and "R One" in err
    assert "Somebody Else" in run(capsys, "show", case_file, shown)[1]
    decision = next(word for word in err.replace(":", " ").split() if len(word) == 8)
    code, _, _ = run(capsys, "decide", case_file, f"d:{decision}", "undo", "--why", "was wrong", "--by", "R One")
    assert code == 0
    fields = [line for line in run(capsys, "show", case_file, shown)[1].splitlines() if line.startswith("  speaker")]
    assert fields and "Somebody Else" not in fields[0]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["set", "--why", "x"], "--field"),
        (["same", "--why", "x"], "--value"),
        (["set", "--field", "act", "--value", "grumble", "--why", "x"], "grumble"),
        (["set", "--field", "speech", "--value", "y", "--why", "x"], "speech"),
    ],
)
def test_a_decision_that_cannot_be_carried_out_is_refused(words, expected, case_file: Path, capsys):
    _, out, _ = run(capsys, "ledger", case_file)
    shown = next(word for word in out.split() if word.startswith("s:"))
    code, _, err = run(capsys, "decide", case_file, shown, *words)
    assert code != 0 and expected in err and "Traceback" not in err


def test_a_report_is_redacted_only_when_told_twice_and_its_trace_stays(
    case_file: Path, capsys: pytest.CaptureFixture[str]
):
    _, out, _ = run(capsys, "search", case_file, "eleven")
    report = next(word for word in out.split() if word.startswith("r:"))
    code, _, err = run(capsys, "redact", case_file, report, "--ground", "witness at risk")
    assert code != 0 and "--yes" in err
    code, out, _ = run(capsys, "redact", case_file, report, "--ground", "witness at risk", "--by", "R One", "--yes")
    assert code == 0 and "witness at risk" in out
    code, out, _ = run(capsys, "verify", case_file)
    assert code == 0 and "0 redacted" not in out
    assert "eleven" not in run(capsys, "search", case_file, "eleven")[1]


def test_an_incident_says_who_tells_of_it(case_file: Path, capsys: pytest.CaptureFixture[str]):
    import trucewatch

    with trucewatch.open(case_file) as opened:
        incident = opened.incidents()[0]
    assert "told by" in run(capsys, "show", case_file, f"i:{incident.id}")[1]


def test_a_demo_is_made_anew_over_an_earlier_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    bundle = tmp_path / "package" / "bundled" / "doha" / "reports"
    bundle.mkdir(parents=True)
    (bundle / "a.txt").write_text("Waiting\n\nThe Taliban said they would wait.\n", encoding="utf-8")
    row = '{"title": "Rows", "text": "The Taliban said on Monday that they would wait for the talks."}\n'
    (bundle / "rows.jsonl").write_text(row, encoding="utf-8")
    monkeypatch.setattr("trucewatch.present.cli.demo.files", lambda _: tmp_path / "package")
    for _ in range(2):
        code, out, err = run(capsys, "demo", tmp_path / "out")
        assert code == 0 and "2 reports" in out, err


def test_the_package_runs_as_a_module():
    told = subprocess.run([sys.executable, "-m", "trucewatch", "--version"], capture_output=True, text=True, check=True)
    assert told.stdout.startswith("trucewatch ")

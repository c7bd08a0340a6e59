"""Shards of a big corpus are annotated, each into one file, and a case takes them as it takes the reports."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

import pyarrow.parquet
import pytest
from benchmarks.engine_kill import BEFORE, contents, disturbed, is_whole
from evals.tasks.clusters import lasting_rows
from tests.commands import run
from tests.engine import big_corpus

import trucewatch
from trucewatch.annotate.annotator import Annotator
from trucewatch.annotate.sentences import load_model
from trucewatch.engine.annotated import about_of, prepared_in
from trucewatch.engine.annotating import UNFORESEEN, AnnotateJob, fingerprint_of
from trucewatch.engine.engines import Job, Outcome, engine_named
from trucewatch.engine.manifest import read_manifest
from trucewatch.engine.merging import prepared_of
from trucewatch.engine.run import ShardRun, annotate_shards
from trucewatch.errors import BadInput, CannotWrite, CaseBusy, ModelProblem, TrucewatchError
from trucewatch.intake.agreements import read_agreement
from trucewatch.intake.arrival import Refusal
from trucewatch.settings import Settings

AGREEMENT = """\
trucewatch: 1
id: doha
title: Agreement between the United States and the Taliban
signed: 2020-02-29
parties:
  - {name: United States, role: signatory}
  - {name: Taliban, role: signatory}
provisions: []
"""


class Here:
    """An engine that works in the test's own process."""

    name = "here"
    workers = 1

    def run(self, job: Job, items, *, tries=3):  # type: ignore[no-untyped-def]
        work = job.begin()
        for item in items:
            yield Outcome(item=item, value=work(item))


def annotate(inputs: list[Path], out: Path, *, size: int = 2, agreement: str = "doha", **more) -> ShardRun:  # type: ignore[no-untyped-def]
    return annotate_shards(inputs, out, agreement=agreement, size=size, **{"engine": Here(), **more})


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return big_corpus.json_lines(tmp_path_factory.mktemp("corpus") / "rows.jsonl")


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory, rows: Path) -> Path:
    """The rows in three shards, annotated with nothing going wrong."""
    out = tmp_path_factory.mktemp("shards") / "calm"
    assert len(annotate([rows], out).made) == 3
    return out


def exported(case_file: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, list[dict[str, object]]]:
    assert run(capsys, "export", case_file, out)[0] == 0
    return {path.name: lasting_rows(path) for path in sorted(out.glob("*.jsonl"))}


def test_a_second_run_does_only_what_changed(rows, calm, tmp_path):
    corpus = big_corpus.json_lines(tmp_path / "rows.jsonl", big_corpus.ROWS[:5])
    out = tmp_path / "out"
    assert len(annotate([corpus], out).made) == 3
    again = annotate([corpus], out)
    assert (len(again.made), len(again.kept)) == (0, 3)
    big_corpus.json_lines(corpus)  # one line more
    grown = annotate([corpus], out)
    assert [entry.name for entry in grown.made] == ["rows.jsonl-00003"] and contents(out) == contents(calm)
    (out / "rows.jsonl-00001.parquet").write_bytes(b"PAR1 not any more")
    (out / "manifest.json").unlink()
    mended = annotate([corpus], out)
    assert [entry.name for entry in mended.made] == ["rows.jsonl-00001"] and contents(out) == contents(calm)
    shorter = annotate([big_corpus.json_lines(corpus, big_corpus.ROWS[:4])], out)
    assert shorter.removed == ("rows.jsonl-00003.parquet",) and len(shorter.kept) == 2


@pytest.mark.parametrize("listed", [True, False])
def test_a_shard_that_was_damaged_since_is_annotated_again(rows, calm, tmp_path, listed):
    out = tmp_path / "out"
    shutil.copytree(calm, out)
    damaged = out / "rows.jsonl-00002.parquet"
    content = bytearray(damaged.read_bytes())
    content[len(content) // 4] ^= 0xFF  # of the same length, and its foot is whole
    damaged.write_bytes(content)
    if not listed:
        (out / "manifest.json").unlink()
    mended = annotate([rows], out)
    assert [entry.name for entry in mended.made] == ["rows.jsonl-00002"] and contents(out) == contents(calm)


def test_another_agreement_calls_for_all_shards_again(rows, calm, tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text(AGREEMENT, encoding="utf-8")
    out = tmp_path / "out"
    annotate([rows], out)
    assert len(annotate([rows], out, agreement=str(mine)).made) == 3


def test_the_manifest_accounts_for_every_shard(calm, rows):
    told = json.loads((calm / "manifest.json").read_text(encoding="utf-8"))
    assert [s["state"] for s in told["shards"]] == ["done"] * 3
    assert [s["reports"] for s in told["shards"]] == [2, 2, 2] and told["totals"]["report"] == 6
    first = told["shards"][0]
    assert first["input"] == str(rows) and len(first["input_sha256"]) == 64
    assert first["fingerprint"] == told["fingerprint"] and first["tries"] == 1 and first["seconds"] > 0


def test_the_files_are_tables_for_anybody(calm):
    table = pyarrow.parquet.read_table(calm / "rows.jsonl-00001.parquet").to_pylist()
    reports = [row for row in table if row["kind"] == "report"]
    assert [row["title"] for row in reports] == [row["title"] for row in big_corpus.ROWS[:2]]
    accused = next(row for row in table if row["act"] == "accuse")
    assert (accused["side"], accused["target_side"]) == ("Taliban", "United States")
    assert accused["words"] in reports[0]["text"] and accused["publisher"] == "Kessel Post"


@pytest.mark.parametrize("name", ["rows.jsonl.gz", "news.warc.gz", "news.wacz"])
def test_a_case_of_shards_holds_what_a_case_of_the_reports_holds(tmp_path, capsys, name):
    write = {"rows.jsonl.gz": big_corpus.json_lines, "news.warc.gz": big_corpus.archive, "news.wacz": big_corpus.wacz}
    corpus = write[name](tmp_path / name, big_corpus.ROWS[:3])
    assert not annotate([corpus], tmp_path / "out").given_up
    for case, given in (("direct", corpus), ("merged", tmp_path / "out")):
        trucewatch.create(tmp_path / f"{case}.truce", agreement="doha").close()
        code, _, said = run(capsys, "add", tmp_path / f"{case}.truce", given)
        assert code == 0 and "3 added" in said and "annotated here" not in said
    direct = exported(tmp_path / "direct.truce", tmp_path / "d", capsys)
    assert direct["statements.jsonl"] and direct == exported(tmp_path / "merged.truce", tmp_path / "m", capsys)
    _, _, said = run(capsys, "add", tmp_path / "merged.truce", tmp_path / "out")
    assert "0 added" in said and "3 already there" in said
    assert run(capsys, "verify", tmp_path / "merged.truce")[0] == 0


def test_reports_annotated_for_another_agreement_are_annotated_again_and_counted(calm, tmp_path, capsys):
    mine = tmp_path / "mine.yaml"
    mine.write_text(AGREEMENT, encoding="utf-8")
    trucewatch.create(tmp_path / "a.truce", agreement=str(mine)).close()
    code, _, said = run(capsys, "add", tmp_path / "a.truce", calm / "rows.jsonl-00001.parquet")
    assert code == 0 and "2 added" in said and "2 reports had come annotated for another agreement" in said


def test_a_damaged_file_is_one_clear_error(calm, tmp_path, capsys):
    damaged = tmp_path / "damaged.parquet"
    content = bytearray((calm / "rows.jsonl-00001.parquet").read_bytes())
    content[len(content) // 2] ^= 0xFF
    damaged.write_bytes(content)
    trucewatch.create(tmp_path / "a.truce", agreement="doha").close()
    for path in (damaged, big_corpus.table(tmp_path / "raw.parquet")):
        code, _, said = run(capsys, "add", tmp_path / "a.truce", path)
        assert code == 1 and "Set aside: 1" in said and "Traceback" not in said
        (only,) = prepared_in(path)
        assert isinstance(only, Refusal) and "annotate it" in only.message


def test_one_bad_report_is_counted_and_stops_nothing(tmp_path, monkeypatch):
    corpus = tmp_path / "rows.jsonl"
    good = [json.dumps(row) for row in big_corpus.ROWS[:2]]
    corpus.write_text(f'{good[0]}\nno json\n{{"title": "x", "text": ""}}\n{good[1]}\n', encoding="utf-8")
    plain = Annotator.annotate

    def stumbling(self, text, **more):  # type: ignore[no-untyped-def]
        if "Almere" in text.content:
            raise RecursionError("too deep")
        return plain(self, text, **more)

    monkeypatch.setattr(Annotator, "annotate", stumbling)
    made = annotate([corpus], tmp_path / "out", size=10)
    assert not made.given_up and made.manifest.totals()["report"] == 1
    assert made.set_aside == {"unreadable": 1, "empty file": 1, UNFORESEEN: 1}
    kinds = [type(one).__name__ for one in prepared_in(tmp_path / "out" / "rows.jsonl-00001.parquet")]
    assert kinds == ["Prepared", "Refusal", "Refusal", "Refusal"]


def test_what_is_set_aside_is_told_by_reason_and_listed_whole(tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "bad.jsonl").write_text('no json\n[1]\n{"title": "x"}\n', encoding="utf-8")
    (corpus / "blank.jsonl").write_text("\n\n", encoding="utf-8")
    (corpus / "none.warc.gz").write_bytes(b"")
    out = tmp_path / "out"
    done = annotate([corpus], out, size=10)
    assert [(one.reason, one.number, one.first.what) for one in done.asides] == [
        ("unreadable", 2, "bad.jsonl#1"),
        ("no article text", 1, "bad.jsonl#3"),
    ]
    assert [(one.what, one.message[:25]) for one in done.barren] == [
        ("bad.jsonl", "bad.jsonl line 1 is no JS"),
        ("blank.jsonl", "it holds nothing but empt"),
    ]
    assert done.listed == out / "set-aside.jsonl"
    told = [json.loads(line) for line in done.listed.read_text(encoding="utf-8").splitlines()]
    assert [(row["shard"], row["what"]) for row in told] == [
        (None, "none.warc.gz"),
        *[("bad.jsonl-00001", f"bad.jsonl#{n}") for n in (1, 2, 3)],
    ]


def test_a_run_that_annotated_no_report_says_so_and_fails(tmp_path, capsys):
    (tmp_path / "blank.jsonl").write_text("\n\n", encoding="utf-8")
    asked = ("annotate", "--agreement", "doha", "--workers", 1)
    code, _, said = run(capsys, *asked, tmp_path / "blank.jsonl", tmp_path / "out")
    assert code == 1 and "no report in blank.jsonl" in said and "no report was annotated" in said


def test_what_the_machine_lacks_is_no_fault_of_a_report(rows, tmp_path, monkeypatch):
    def full(self, text, **more):  # type: ignore[no-untyped-def]
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Annotator, "annotate", full)
    with pytest.raises(CannotWrite, match="every shard that was finished is kept"):
        annotate([rows], tmp_path / "out")
    assert not list((tmp_path / "out").glob("*.parquet")) and not list((tmp_path / "out").glob(".*unfinished"))


def test_shards_are_no_input_of_another_run(calm, tmp_path):
    done = annotate([calm, calm / "rows.jsonl-00001.parquet"], tmp_path / "out")
    assert [("trucewatch add CASE" in one.message) for one in done.refused] == [True, True]


def test_a_folder_that_lost_its_manifest_is_taken_with_a_remark(calm, tmp_path, capsys):
    out = tmp_path / "out"
    shutil.copytree(calm, out)
    (out / "manifest.json").unlink()
    trucewatch.create(tmp_path / "a.truce", agreement="doha").close()
    code, _, said = run(capsys, "add", tmp_path / "a.truce", out, "--no-link")
    assert code == 0 and "6 added" in said and "has no manifest.json" in " ".join(said.split())
    (out / "notes.txt").write_text("All quiet at the bridge today.", encoding="utf-8")
    code, _, said = run(capsys, "add", tmp_path / "a.truce", out, "--no-link")
    assert code == 0 and "name the file itself" in " ".join(said.replace("│", " ").split())


def test_a_file_that_is_not_the_one_the_manifest_tells_of_is_refused(calm, tmp_path):
    out = tmp_path / "out"
    shutil.copytree(calm, out)
    shutil.copy(out / "rows.jsonl-00001.parquet", out / "rows.jsonl-00002.parquet")  # whole, and of another shard
    found = list(prepared_of([out]))
    (refused,) = [one for one in found if isinstance(one, Refusal)]
    assert refused.what == "rows.jsonl-00002.parquet" and "manifest.json" in refused.message and len(found) == 5


def test_a_process_killed_in_mid_run_changes_nothing(rows, calm, tmp_path):
    # Two processes write what one does; benchmarks/engine_kill.py is the same at 20 moments
    out = tmp_path / "out"
    assert is_whole(disturbed(rows, out, at=2, whom="worker", size=2), out, contents(calm))


def test_a_run_killed_in_mid_work_is_completed_by_the_same_call(rows, calm, tmp_path):
    out = tmp_path / "out"
    one = engine_named("local", workers=1)
    assert is_whole(disturbed(rows, out, at=BEFORE, whom="giver", size=2, engine=one), out, contents(calm))


def test_shards_that_fail_are_listed_with_the_reason(tmp_path):
    lost = big_corpus.json_lines(tmp_path / "lost.jsonl")

    class Losing(Here):
        def run(self, job, items, *, tries=3):  # type: ignore[no-untyped-def]
            lost.unlink(missing_ok=True)  # after it was cut
            for item in items:
                yield Outcome(item=item, reason="FileNotFoundError: gone", tries=tries)

    failing = annotate([lost], tmp_path / "out", engine=Losing(), tries=2)
    assert [(entry.state, entry.tries) for entry in failing.given_up] == [("given up", 2)] * 3
    manifest = read_manifest(tmp_path / "out")
    assert manifest is not None and {shard.reason for shard in manifest.shards} == {"FileNotFoundError: gone"}


def test_a_worker_that_would_read_otherwise_refuses_the_work(tmp_path):
    agreement, _ = read_agreement("doha")
    job = AnnotateJob(
        agreement=agreement, attribution="auto", places=None, max_bytes=1, out=tmp_path, fingerprint="another version"
    )
    with pytest.raises(ModelProblem, match="install the same on all"):
        job.begin()


def test_the_fingerprint_tells_how_large_a_report_may_be():
    agreement, _ = read_agreement("doha")
    annotator = Annotator(agreement)
    assert fingerprint_of(annotator, 10) != fingerprint_of(annotator, 20)


def test_the_language_model_forgets_the_words_of_a_shard_with_it(rows, calm, tmp_path):
    named = [{**big_corpus.ROWS[0], "text": big_corpus.ROWS[0]["text"].replace("Kessel", "Quorvexstead")}]
    annotate([big_corpus.json_lines(tmp_path / "named.jsonl", named)], tmp_path / "named")
    assert "Quorvexstead" not in load_model().vocab.strings
    annotate([rows], tmp_path / "out")
    assert contents(tmp_path / "out") == contents(calm)


def test_two_runs_do_not_write_to_one_folder(rows, tmp_path):
    fcntl = pytest.importorskip("fcntl")
    out = tmp_path / "out"
    out.mkdir()
    with (out / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CaseBusy, match="another run"):
            annotate([rows], out)


def test_the_command_lists_what_it_would_do_and_says_what_is_wrong(rows, calm, tmp_path, capsys):
    asked = ("annotate", "--agreement", "doha", "--size")
    code, listed, said = run(capsys, *asked, 4, "--dry-run", rows, tmp_path / "out")
    assert code == 0 and not (tmp_path / "out").exists() and "2 shards to do (6 reports" in said
    assert [line.split("\t")[:3] for line in listed.splitlines()] == [
        ["to do", "4", "rows.jsonl-00001"],
        ["to do", "2", "rows.jsonl-00002"],
    ]
    code, _, said = run(capsys, *asked, 2, rows, tmp_path / "no.jsonl", calm)
    assert code == 1 and "3 done before" in said and "no.jsonl" in said and "1 input not annotated" in said
    for words, wrong in (("last the folder", [rows]), ("'spark' is not one of", [rows, calm, "--engine", "spark"])):
        code, _, said = run(capsys, "annotate", "--agreement", "doha", *wrong)
        assert code == 2 and words in said and "Value error" not in said
    for wrong in (["--workers", 0], ["--address", "127.0.0.1:1"], ["--agreement", "nowhere"]):
        code, _, said = run(capsys, "annotate", "--agreement", "doha", *wrong, rows, tmp_path / "out")
        assert code != 0 and "Traceback" not in said


def test_a_shard_for_many_workers_is_told_which_size_would_keep_them_all_at_work(tmp_path, capsys):
    (tmp_path / "rows.jsonl").write_text('{"text": "All quiet."}\n' * 500, encoding="utf-8")
    asked = ("annotate", "--agreement", "doha", "--dry-run", tmp_path / "rows.jsonl", tmp_path / "out", "--workers")
    assert "1 shard for 2 workers: with --size 250" in run(capsys, *asked, 2)[2]
    assert "--size" not in run(capsys, *asked, 1)[2]


def test_a_folder_with_other_things_in_it_is_not_written_to(rows, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear", encoding="utf-8")
    with pytest.raises(CannotWrite, match=r"letter\.txt"):
        annotate([rows], tmp_path)


def test_ray_that_is_not_installed_is_named_with_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    with pytest.raises(BadInput, match=r"trucewatch\[ray\]"):
        annotate([Path("x")], Path("out"), engine="ray")


def test_a_file_says_what_it_was_made_of(calm):
    told = about_of(calm / "rows.jsonl-00002.parquet")
    assert (told["input"], told["number"], told["after"], told["kinds"]["report"]) == ("rows.jsonl", 2, 2, 2)


def test_places_of_the_settings_count_for_the_shards(rows, tmp_path):
    with pytest.raises(TrucewatchError, match="places"):
        annotate([rows], tmp_path / "out", settings=Settings(gazetteer=os.devnull))

"""Grades of sources and of what they tell: by persons, each scale for itself, shown where the case is worked on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from test_judging import GUNS, about
from test_reviewing import run
from trucewatch.case import Case
from trucewatch.errors import BadInput
from trucewatch.records.vocabulary import CREDIBILITY, RELIABILITY


def test_a_source_is_graded_by_name_a_report_and_a_mention_by_id_each_on_its_scale(case: Case):
    mention = about(case, GUNS).mention_ids[0]
    report = case.reports()[0]
    case.grade("kessel wire", "b", why="mostly borne out", who="Ann Reader")
    case.grade(f"r:{report.id}", "3", why="nobody else tells it", who="Ann Reader")
    case.grade(f"m:{mention}", "4", why="second hand", who="Bo Reader")
    grades = case.grades()
    source = grades.of_source("Kessel Wire")
    assert source and (source.scale, source.code, source.who) == ("reliability", "B", "Ann Reader")
    assert source.words == RELIABILITY["B"]
    own = grades.of_report(report)
    assert own and (own.scale, own.words) == ("credibility", CREDIBILITY["3"])
    assert [(m.id, g.code) for m, g in case.credibility(about(case, GUNS))] == [(mention, "4")]


def test_a_later_grade_takes_the_place_of_an_earlier_and_can_be_taken_away_or_undone(case: Case):
    case.grade("Kessel Wire", "B", why="mostly borne out", who="Ann Reader")
    second = case.grade("Kessel Wire", "D", why="twice wrong", who="Bo Reader")
    assert second.seen == "B"
    assert case.grades().of_source("Kessel Wire").code == "D"
    case.decide(f"d:{second.id}", "undo", why="not wrong", who="Bo Reader")
    assert case.grades().of_source("Kessel Wire").code == "B"
    case.grade("Kessel Wire", None, why="too little known", who="Ann Reader")
    assert case.grades().of_source("Kessel Wire") is None


def test_a_grade_of_words_holds_when_the_text_is_read_anew(case: Case, monkeypatch: pytest.MonkeyPatch):
    mention = about(case, GUNS).mention_ids[0]
    case.grade(f"m:{mention}", "2", why="fits the rest", who="Ann Reader")
    monkeypatch.setenv("TRUCEWATCH_ATTRIBUTION", "rules")
    case.reannotate()
    assert [g.code for _, g in case.credibility(about(case, GUNS))] == ["2"]
    assert case.store.lost_places() == []


def test_the_machine_gives_no_grade_and_a_grade_changes_no_record(case: Case):
    assert not case.grades().sources and not case.grades().records
    before = (case.statements(), case.assessments(), case.ledger())
    case.grade("Kessel Wire", "E", why="made up once", who="Ann Reader")
    assert (case.statements(), case.assessments(), case.ledger()) == before


def test_what_cannot_be_graded_and_grades_that_there_are_none_of_are_refused(case: Case):
    for target, code, told in (
        ("Kessel Wire", "2", "graded for reliability"),
        (f"r:{case.reports()[0].id}", "B", "graded for credibility"),
        ("Nobody's Post", "B", "is no source of this case"),
        (f"s:{case.statements()[0].id}", "2", "is no source of this case"),
    ):
        with pytest.raises(BadInput, match=told):
            case.grade(target, code, why="hm", who="Ann Reader")
    with pytest.raises(BadInput, match="needs a reason"):
        case.grade("Kessel Wire", "B", why=" ", who="Ann Reader")


def test_grades_stand_in_show_dossier_and_export_and_not_in_what_may_reach_anybody(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = str(case.store.path)
    mention, report = about(case, GUNS).mention_ids[0], case.reports()[0]
    case.close()
    run(capsys, "grade", path, "Kessel Wire", "B", "--why", "mostly borne out", "--by", "Ann Reader")
    run(capsys, "grade", path, f"r:{report.id}", "3", "--why", "nobody else tells it", "--by", "Ann Reader")
    run(capsys, "grade", path, f"m:{mention}", "4", "--why", "second hand", "--by", "Bo Reader")
    run(capsys, "comment", path, f"m:{mention}", "who heard it?", "--by", "Ann Reader")
    assert "reliability B (usually reliable" in run(capsys, "grade", path)[0]
    assert "graded         source reliability B (usually reliable) by Ann Reader" in run(
        capsys, "show", path, f"r:{report.id}"
    )[0].replace("\n", " ")
    assert "credibility 4 (doubtful) by Bo Reader: second hand" in run(capsys, "show", path, f"m:{mention}")[0]
    run(capsys, "brief", path, "--out", str(tmp_path / "own"), "--format", "md")
    dossier = (tmp_path / "own.md").read_text(encoding="utf-8").replace("\\", "")
    assert "Source graded B (usually reliable) by Ann Reader" in dossier
    assert "graded 4 (doubtful) by Bo Reader" in dossier
    run(capsys, "export", path, str(tmp_path / "out"))
    rows = [json.loads(line) for line in (tmp_path / "out" / "grades.jsonl").open(encoding="utf-8")]
    assert {(r["source"], r["record"], r["grade"]) for r in rows} == {
        ("Kessel Wire", None, "B"), (None, report.id, "3"), (None, mention, "4"),
    }  # fmt: skip
    said = [json.loads(line) for line in (tmp_path / "out" / "review.jsonl").open(encoding="utf-8")]
    assert [(s["kind"], s["about"], s["words"]) for s in said] == [("comment", mention, "who heard it?")]
    run(capsys, "export", path, str(tmp_path / "out"), "--public")
    assert not (tmp_path / "out" / "grades.jsonl").exists() and not (tmp_path / "out" / "review.jsonl").exists()


def test_what_is_confidential_takes_its_grade_and_comments_along(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    mention = about(case, GUNS).mention_ids[0]
    case.grade(f"m:{mention}", "4", why="second hand", who="Bo Reader")
    case.comment(f"m:{mention}", "who heard it?", who="Ann Reader")
    case.decide(f"m:{mention}", "confidential", why="a source at risk", who="Ann Reader")
    path = str(case.store.path)
    case.close()
    run(capsys, "export", path, str(tmp_path / "out"))
    assert (tmp_path / "out" / "grades.jsonl").read_text() == ""
    assert (tmp_path / "out" / "review.jsonl").read_text() == ""
    run(capsys, "export", path, str(tmp_path / "all"), "--with-confidential")
    assert len((tmp_path / "all" / "review.jsonl").read_text().splitlines()) == 1

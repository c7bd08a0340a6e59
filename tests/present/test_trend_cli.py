"""``trucewatch trend`` and ``Case.trend`` on a case file."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.commands import run

import trucewatch
from trucewatch.case import Case
from trucewatch.errors import BadInput
from trucewatch.present.trend_words import RULES


def test_the_counts_of_the_database_are_those_of_the_records(case: Case):
    made = case.trend(by="side", per="day")
    assert made.every[0].total == case.counts()["statements"]
    assert made.every[1].total + made.not_happened == case.counts()["incidents"]
    assert [s.reports for s in made.stretches] == [1, 1, 0, 1]
    assert made.stretches[0].languages == ("en",)
    assert sum(line.total for line in made.lines if line.what == "statement") == made.every[0].total


def test_a_marked_day_stands_in_the_trend_until_it_is_taken_away(case: Case):
    case.mark_event("re-set", date(2031, 5, 4), why="agreed by letter", who="R. Reviewer")
    assert [m.name for m in case.trend().marks] == ["re-set (marked by a person)"]
    case.mark_event("re-set", None, why="no letter", who="R. Reviewer")
    assert case.trend().marks == ()
    decision = case.mark_event("re-set", date(2031, 5, 5), why="letter found", who="R. Reviewer")
    case.decide(case.store.shown("decision", decision.id), "undo", why="wrong", who="R. Reviewer")
    assert case.trend().marks == ()
    assert case.verify().passed
    with pytest.raises(BadInput, match="name"):
        case.mark_event(" ", date(2031, 5, 5), why="x", who="R. Reviewer")


def test_what_cannot_be_counted_by_is_refused(case: Case):
    with pytest.raises(BadInput, match="all, side, type, act, place"):
        case.trend(by="colour")  # type: ignore[arg-type]


def test_text_says_where_there_was_no_coverage_and_ends_with_the_rules(case: Case, capsys):
    path = Path(case.store.path)
    case.close()
    code, out, err = run(capsys, "trend", path, "--by", "side", "--per", "day")
    assert code == 0, err
    assert "no coverage" in out and "5 May 2031" in out and "attributed to Arvania" in out
    assert out.rstrip().endswith(RULES[-1])


def test_csv_leaves_numbers_empty_where_nothing_was_published(case: Case, capsys):
    path = Path(case.store.path)
    case.close()
    _, out, _ = run(capsys, "trend", path, "--per", "day", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    bare = [r for r in rows if r["from"] == "2031-05-05" and r["counts"] == "incident"]
    assert [(r["dated"], r["coverage"], r["reports"]) for r in bare] == [("", "none", "0")]
    assert {r["coverage"] for r in rows if r["from"]} == {"yes", "none"}


def test_json_holds_the_rows_with_their_labels_and_the_rules(case: Case, capsys):
    path = Path(case.store.path)
    case.close()
    _, out, _ = run(capsys, "trend", path, "--by", "type", "--format", "json", "--since", "2031-05-01")
    made = json.loads(out)
    assert made["rules"] == list(RULES) and made["stretches"][0]["first"] == "2031-04-28"
    assert {"label", "dated", "undated", "what"} <= set(made["every"][0])


def test_a_day_that_is_not_marked_cannot_be_taken_away(case: Case):
    case.mark_event("re-set", date(2031, 5, 4), why="agreed by letter", who="R. Reviewer")
    decisions = len(list(case.store.decisions()))
    with pytest.raises(BadInput, match=r"no day is marked as 'reset', .* marked are: 're-set'"):
        case.mark_event("reset", None, why="a slip", who="R. Reviewer")
    assert len(list(case.store.decisions())) == decisions


@pytest.mark.parametrize("by", ["all", "side"])
def test_a_trend_is_drawn_as_a_file_of_its_own(case: Case, capsys, by):
    path = Path(case.store.path)
    case.close()
    _, out, _ = run(capsys, "trend", path, "--by", by, "--format", "svg")
    assert ElementTree.fromstring(out).get("role") == "img"
    code, _, err = run(capsys, "trend", path, "--by", "side", "--format", "svg", "--since", "2033-01-01")
    assert code and "no picture" in err


def test_a_day_is_marked_at_the_command_line(case: Case, capsys):
    path = Path(case.store.path)
    case.close()
    words = ("--mark", "re-set", "--day", "2031-05-04", "--why", "agreed by letter", "--who", "R. Reviewer")
    code, _, err = run(capsys, "trend", path, *words)
    assert code == 0 and "re-set: 2031-05-04" in err
    _, out, _ = run(capsys, "trend", path)
    assert "4 May 2031: re-set (marked by a person)" in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--since", "May"), "--since takes a day"),
        (("--since", "2031-05-09", "--until", "2031-05-01"), "give the earlier first"),
        (("--mark", "re-set"), "--mark needs --day"),
        (("--day", "2031-05-04"), "belong to --mark"),
        (("--per", "day", "--since", "1900-01-01"), "per week or month"),
    ],
)
def test_what_does_not_fit_is_said_in_one_message(case: Case, capsys, words, told):
    path = Path(case.store.path)
    case.close()
    code, out, err = run(capsys, "trend", path, *words)
    assert code != 0 and told in err and not out


def test_an_empty_case_says_that_there_is_no_time_to_count_over(tmp_path: Path, agreement: Path, capsys):
    path = tmp_path / "empty.truce"
    trucewatch.create(path, agreement=str(agreement)).close()
    code, out, _ = run(capsys, "trend", path)
    assert code == 0 and "no report has a day" in out

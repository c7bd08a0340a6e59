"""The list of doubtful judgements: what is on it, what is not, in which order."""

from __future__ import annotations

import json
import math

import pytest

from test_judging import judge
from trucewatch.case import Case
from trucewatch.explain.review import LINES, REACH
from trucewatch.present.cli import main


def test_only_what_lies_near_the_line_is_listed_most_doubtful_and_farthest_reaching_first(case: Case):
    rows = case.review()
    assert rows
    assert all(abs(row.score - LINES[row.kind]) < REACH for row in rows)
    weights = [row.doubt * math.log2(1 + row.reports) for row in rows]
    assert weights == sorted(weights, reverse=True)
    assert case.review(limit=1) == rows[:1]


def test_each_row_can_be_given_to_why(case: Case):
    for row in case.review():
        found = case.why(row.left, row.right)
        assert any(r.kind == row.kind for r in found.relations)


def test_what_a_person_judged_is_off_the_list_until_it_is_undone(case: Case):
    doubtful = next(row for row in case.review(kinds=["same_statement"]) if row.verdict == "same")

    def listed() -> bool:
        return (doubtful.left, doubtful.right) in [(r.left, r.right) for r in case.review(kinds=["same_statement"])]

    made = judge(case, doubtful.left, "same", doubtful.right)
    assert not listed()
    case.decide(f"d:{made.id}", "undo", why="no", who="Reader One")
    assert listed()


def test_a_sure_bond_beside_a_doubtful_one_leaves_no_doubt(case: Case):
    """A mention that a sure pair holds in its statement is not listed for an unsure pair of the same statement."""
    judgements = [j for j in case.store.judgements("same_statement") if j.verdict == "same"]
    held = {one for j in judgements if (j.score or 0) > LINES["same_statement"] + REACH for one in (j.left, j.right)}
    listed = {(r.left, r.right) for r in case.review(kinds=["same_statement"]) if r.left.startswith("m:")}
    sure_all = [j for j in judgements if {j.left, j.right} <= held and (j.score or 0) < LINES["same_statement"] + REACH]
    shown = [{case.store.shown("statement mention", one) for one in (j.left, j.right)} for j in sure_all]
    assert not [pair for pair in shown if tuple(sorted(pair)) in {tuple(sorted(p)) for p in listed}]


def test_the_command_prints_rows_or_json_and_counts_on_the_side(case: Case, capsys: pytest.CaptureFixture[str]):
    case.close()
    for extra in (("--limit", "2"), ("--kind", "response", "--json")):
        with pytest.raises(SystemExit) as end:
            main(["review", str(case.store.path), *extra])
        assert not end.value.code
        seen = capsys.readouterr()
        if "--json" in extra:
            assert all(row["kind"] == "response" for row in json.loads(seen.out))
        else:
            assert "2 shown" in seen.err and len(seen.out.splitlines()) == 6

"""``trucewatch decide`` for two records: every form, its remark, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.commands import run

import trucewatch
from trucewatch.case import Case


@pytest.fixture
def pair(case: Case) -> tuple[Path, str, str, str, str]:
    """A closed case; two statements and two incidents in it, as they are shown."""
    claim, answer = (
        next(s for s in case.statements() if any(words in span.words for span in case.words(s)))
        for words in ("fired forty shells", "guns were silent")
    )
    said = [case.store.shown("statement", s.id) for s in (claim, answer)]
    told = [case.store.shown("incident", i.id) for i in case.incidents()[:2]]
    case.close()
    return (Path(case.store.path), *said, *told)  # type: ignore[return-value]


def test_an_answer_is_linked_and_taken_back_on_the_command_line(
    pair: tuple[Path, str, str, str, str], capsys: pytest.CaptureFixture[str]
):
    path, claim, answer, *_ = pair
    why = ("--why", "read both", "--by", "Reader One")
    code, _, err = run(capsys, "decide", path, answer, "answers", "--value", claim, *why)
    assert code and "an answer needs its kind" in err
    code, _, err = run(capsys, "decide", path, answer, "answers", "--value", claim, "--kind", "denial", *why)
    assert not code and "before: not judged" in err
    with trucewatch.open(path) as case:
        assert any(
            r.kind == "denial" and r.judgement.maker.name == "Reader One"
            for row in case.ledger()
            for r in row.responses
        )
        (decision,) = case.store.decisions()
    assert not run(capsys, "decide", path, answer, "not-answers", "--value", claim, *why)[0]
    assert not run(capsys, "decide", path, f"d:{decision.id}", "undo", *why)[0]


@pytest.mark.parametrize("action", ["same", "different", "unsure", "repeats", "not-repeats"])
def test_two_statements_are_judged_on_the_command_line(
    pair: tuple[Path, str, str, str, str], capsys: pytest.CaptureFixture[str], action: str
):
    path, claim, answer, *_ = pair
    code, _, err = run(
        capsys, "decide", path, answer, action, "--value", claim, "--why", "read both", "--by", "Reader One"
    )
    assert not code and f"{action} {answer}, by Reader One" in err


@pytest.mark.parametrize("action", ["same", "different", "part-of", "not-part-of"])
def test_two_incidents_are_judged_on_the_command_line(
    pair: tuple[Path, str, str, str, str], capsys: pytest.CaptureFixture[str], action: str
):
    path, _, _, one, other = pair
    code, _, err = run(
        capsys, "decide", path, one, action, "--value", other, "--why", "read both", "--by", "Reader One"
    )
    assert not code and f"{action} {one}, by Reader One" in err


def test_a_kind_belongs_to_an_answer_and_a_judgement_needs_the_other_record(
    pair: tuple[Path, str, str, str, str], capsys: pytest.CaptureFixture[str]
):
    path, claim, answer, *_ = pair
    code, _, err = run(capsys, "decide", path, answer, "same", "--value", claim, "--kind", "denial", "--why", "x")
    assert code and "same takes none" in err
    code, _, err = run(capsys, "decide", path, answer, "repeats", "--why", "x")
    assert code and "needs the other record" in err


def test_a_side_is_a_party_of_the_agreement_or_none_and_a_decision_has_its_reason(
    pair: tuple[Path, str, str, str, str], capsys: pytest.CaptureFixture[str]
):
    path, claim, *_ = pair
    code, _, err = run(capsys, "decide", path, claim, "set", "--field", "side", "--value", "Nobody", "--why", "x")
    assert code and "is no side of this agreement" in err
    code, _, err = run(capsys, "decide", path, claim, "set", "--field", "target_side", "--value", "none", "--why", "x")
    assert not code, err
    with trucewatch.open(path) as case:
        assert case.find(claim)[1].target_side is None
    code, _, err = run(capsys, "decide", path, claim, "set", "--field", "act", "--value", "shouts", "--why", "x")
    assert code and "acts are" in err and "accuse" in err
    code, _, err = run(capsys, "decide", path, claim, "confirm", "--why", " ")
    assert code and "needs a reason" in err


def test_a_series_is_corrected_by_its_figures(
    pair: tuple[Path, str, str, str, str], capsys: pytest.CaptureFixture[str]
):
    path = pair[0]
    with trucewatch.open(path) as case:
        shown = case.store.shown("series", case.series()[0].id)
    code, _, err = run(capsys, "decide", path, shown, "reject", "--why", "two things", "--by", "Reader One")
    assert code and "decide about one of these (f:…)" in err

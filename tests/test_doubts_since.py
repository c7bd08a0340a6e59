"""The queue brought up to what changed is the queue worked out anew."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from test_judging import GUNS, SHELLS, about, judge
from trucewatch.case import Case, open_case
from trucewatch.explain import values
from trucewatch.snapshots import Snapshots


def accept(case: Case) -> None:
    first = next(d for d in case.doubts() if d.about_kind in ("statement", "incident"))
    case.decide(f"{first.about_kind[0]}:{first.about}", "confirm", why="read again", who="Ann Reader")


def amend(case: Case) -> None:
    case.decide(f"s:{about(case, GUNS).id}", "set", field="side", new=None, why="nobody says so", who="Ann Reader")


def reject_a_mention(case: Case) -> None:
    case.decide(f"m:{about(case, GUNS).mention_ids[0]}", "reject", why="a headline", who="Ann Reader")


def merge(case: Case) -> None:
    judge(case, f"s:{about(case, GUNS).id}", "same", f"s:{about(case, SHELLS).id}")


def split(case: Case) -> None:
    several = next(s for s in case.statements() if len(s.mention_ids) > 1)
    judge(case, f"s:{several.id}", "different", f"m:{several.mention_ids[-1]}")


def judge_an_answer(case: Case) -> None:
    judge(case, f"s:{about(case, GUNS).id}", "same", f"s:{about(case, SHELLS).id}", relation="response", label="denial")


def undo(case: Case) -> None:
    amend(case)
    case.decide(f"d:{case.store.decisions()[-1].id}", "undo", why="too soon", who="Ann Reader")


def add_a_report(case: Case) -> None:
    case.add_words(
        b'The mill was shelled at noon\n\n"The guns were silent all night," a spokesman said on Monday.\n',
        publisher="Lantern", published="2031-03-09",
    )  # fmt: skip


CHANGES = [accept, amend, reject_a_mention, merge, split, judge_an_answer, undo, add_a_report]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_changed_is_worked_out_anew_and_the_rest_stays(case: Case, change: Callable[[Case], None]):
    at, known, state = datetime.now(UTC), case.doubts(), case.store.state()
    change(case)
    assert case.doubts_since(known, state, at=at) == case.doubts()


def test_an_earlier_change_counts_no_more(case: Case, monkeypatch: pytest.MonkeyPatch):
    case.decide(f"s:{about(case, GUNS).id}", "confirm", why="read again", who="Ann Reader")
    monkeypatch.setattr("trucewatch.store.state.MARGIN", timedelta(0))
    time.sleep(0.01)
    assert case.store.touched_since(case.store.state(), at=datetime.now(UTC), most=100) == set()


def test_too_much_change_and_a_run_under_way_are_left_to_the_whole(case: Case, monkeypatch: pytest.MonkeyPatch):
    at, known, state = datetime.now(UTC), case.doubts(), case.store.state()
    amend(case)
    monkeypatch.setattr(values, "MOST_TOUCHED", 0)
    assert case.doubts_since(known, state, at=at) is None
    monkeypatch.undo()
    assert case.doubts_since(known, state, at=at) is not None
    case.store.linking_begins()
    assert case.doubts_since(known, state, at=at) is None


@pytest.fixture
def far(case: Case) -> Iterator[Snapshots]:
    """The snapshots of a case that counts as large."""
    with open_case(case.store.path) as reading:
        held = Snapshots(reading, small=0, idle=0)
        yield held
        held.close()


def test_the_queue_of_a_large_case_is_brought_up_without_the_other_process(
    case: Case, far: Snapshots, monkeypatch: pytest.MonkeyPatch
):
    far.get("queue")
    assert far.settle(120) and far.get("queue").ready
    wanted: list[object] = []
    monkeypatch.setattr(far, "_want", wanted.append)
    amend(case)
    assert far.get("queue").stale
    assert far.settle(60) and not wanted
    assert not far.get("queue").stale and far.get("queue").value == case.doubts()

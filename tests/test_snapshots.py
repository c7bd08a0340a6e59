"""Snapshots: a small case at once, a large one in one other process, never old words after a redaction."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from threading import Thread

import pytest

from test_judging import about
from trucewatch.case import Case, open_case
from trucewatch.errors import BadInput
from trucewatch.snapshots import MAKERS, Snapshots


@pytest.fixture
def far(case: Case) -> Iterator[Snapshots]:
    """The snapshots of a case that counts as large, read as the pages read it."""
    with open_case(case.store.path) as reading:
        held = Snapshots(reading, small=0, idle=30)
        yield held
        held.close()


def workers() -> int:
    return sum(child.name == "snapshots" for child in multiprocessing.active_children())


def test_a_small_case_is_worked_out_at_once_and_again_only_after_a_change(case: Case):
    made: list[int] = []

    def count(case: Case) -> int:
        made.append(1)
        return len(case.statements())

    held = Snapshots(case, makers={"count": count})
    first = held.get("count")
    assert (first.value, first.stale, first.error, first.ready) == (len(case.statements()), False, None, True)
    assert held.get("count") == first and len(made) == 1
    gone = case.statements()[0]
    for mention in gone.mention_ids:
        case.decide(f"m:{mention}", "reject", why="a headline", who="Ann Reader")
    assert held.get("count").value == len(case.statements()) == first.value - 1
    held.close()


def test_what_many_ask_for_at_once_is_worked_out_once(case: Case):
    made: list[int] = []

    def slow(case: Case) -> int:
        made.append(1)
        time.sleep(0.2)
        return 7

    held = Snapshots(case, makers={"slow": slow})
    found: list[int] = []
    threads = [Thread(target=lambda: found.append(held.get("slow").value)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [7] * 5 and len(made) == 1


def test_a_large_case_is_worked_out_by_one_other_process_and_the_old_value_served_meanwhile(case: Case, far: Snapshots):
    first = far.get("clocks")
    assert (first.ready, first.stale, first.value) == (False, True, None)
    far.get("queue")
    far.get("trend", by="side")
    assert workers() <= 1
    assert far.settle(120)
    assert far.get("clocks").value == case.clocks()
    assert far.get("queue").value == case.doubts()
    assert far.get("trend", by="side").value == case.trend(by="side")
    assert not far.get("queue").stale
    statement = about(case, "guns were silent")
    case.decide(f"s:{statement.id}", "confirm", why="read again", who="Ann Reader")
    old = far.get("queue")
    assert old.stale and old.ready and old.state != case.store.state()
    assert far.settle(120) and workers() <= 1
    new = far.get("queue")
    assert not new.stale and new.value == case.doubts()


def test_after_a_redaction_what_was_worked_out_before_is_not_served(case: Case, far: Snapshots):
    far.get("queue")
    assert far.settle(120) and far.get("queue").ready
    case.redact(f"r:{case.reports()[0].id}", ground="asked for", who="Ann Reader")
    after = far.get("queue")
    assert after.value is None and after.stale and not after.ready


def test_what_fails_is_reported_with_the_last_value(far: Snapshots):
    assert far.get("trend", per="century").error is None
    assert far.settle(120)
    failed = far.get("trend", per="century")
    assert failed.error and not failed.ready
    assert far.settle(1)  # not tried again at once


def test_closing_ends_the_other_process(case: Case):
    held = Snapshots(case, small=0)
    held.get("queue")
    for _ in range(100):
        if workers():
            break
        time.sleep(0.05)
    held.close()
    assert workers() == 0
    assert held.get("queue").stale  # nothing is begun any more


def test_an_unknown_name_is_refused_with_those_there_are(case: Case):
    with pytest.raises(BadInput, match="there is no snapshot 'moods'; there are assessments, clocks"):
        Snapshots(case).get("moods")
    assert set(MAKERS) >= {"assessments", "clocks", "deadlines", "queue", "trend", "unspoken"}

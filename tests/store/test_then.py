"""The case as it was at an instant, and what differs between two."""

from __future__ import annotations

from dataclasses import replace

import pytest
from case_parts import DAY1, DAY2, DAY3, Story

from trucewatch.records.decision import Decision
from trucewatch.store import Store


@pytest.fixture
def store(anywhere: Store) -> Store:
    return anywhere


def test_a_report_that_came_later_is_not_in_the_case_as_it_was(store):
    early, late = Story(), Story(title="Later", url="https://late.example/1")
    store.save_report(*early.parts(), now=DAY1)
    store.save_report(*late.parts(), now=DAY3)
    then = store.at(DAY2)
    assert [r.id for r in then.reports()] == [early.report.id]
    assert {m.text_id for m in then.statement_mentions()} == {early.text.id}
    assert len(list(store.at(DAY3).reports())) == 2


def test_what_changed_is_each_record_that_is_another_at_the_later_instant(store):
    story = Story()
    store.save_report(*story.parts(), now=DAY1)
    (mention,) = story.annotation.statements
    store.save_annotation(replace(story.annotation, statements=(replace(mention, act="reject"),)), now=DAY3)
    (one,) = store.changed("statement mention", since=DAY2, until=DAY3)
    assert (one.id, one.before.act, one.after.act) == (mention.id, "deny", "reject")
    assert list(store.changed("statement mention", since=DAY1, until=DAY2)) == []
    assert list(store.changed("report", since=DAY1, until=DAY3)) == []


def test_from_the_empty_case_everything_is_new(store):
    store.save_report(*Story().parts(), now=DAY1)
    (one,) = store.changed("report", since=None, until=DAY2)
    assert one.before is None
    assert one.after is not None


def test_what_changed_and_changed_back_did_not_change(store):
    story = Story()
    store.save_report(*story.parts(), now=DAY1)
    (mention,) = story.annotation.statements
    store.save_annotation(replace(story.annotation, statements=(replace(mention, act="reject"),)), now=DAY2)
    store.save_annotation(story.annotation, now=DAY3)
    assert list(store.changed("statement mention", since=DAY1, until=DAY3)) == []


def test_a_decision_that_lost_its_place_is_kept_until_it_is_found(store):
    decision = Decision(
        id="d" * 64, action="set", target_kind="statement", target="a" * 64, field="act", new="deny", why="heard it",
        who="R. Reviewer", when=DAY1,
    )  # fmt: skip
    store.save_decision(decision, now=DAY1)
    store.save_lost_places([decision.id], (), now=DAY2)
    store.save_lost_places([decision.id], (), now=DAY3)
    assert store.lost_places() == [decision]
    assert store.lost_places(since=DAY1) == [decision]
    assert store.lost_places(since=DAY2) == []
    store.save_lost_places((), [decision.id], now=DAY3)
    assert store.lost_places() == []
    assert store.lost_places(as_of=DAY2) == [decision]


@pytest.mark.parametrize("kind", ["report", "statement", "judgement", "series"])
def test_nothing_changed_in_a_case_that_nobody_touched(store, kind):
    assert list(store.changed(kind, since=DAY1, until=DAY3)) == []

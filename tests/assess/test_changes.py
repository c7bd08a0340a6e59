"""What changed in a case between two instants of its record; the reports are of our own invention."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import trucewatch
from trucewatch.assess.changes import Changes, changes, said
from trucewatch.case import Case
from trucewatch.records.when import When

PROVISIONS = """\
  - {ref: "1a", what: "Heavy guns are withdrawn from Kessel", obligors: [Arvania], keywords: [heavy guns],
     clock: {kind: fixed, day: 2031-05-20}}
  - {ref: "1b", what: "Both sides meet", obligors: [Arvania], clock: {kind: fixed, day: 2031-06-30}}
"""
DENIAL = """\
Army denies firing on Kessel bridge

Arvania's Ministry of Defence denied on Sunday that its forces had shelled the bridge at Kessel.

"We reject the accusation," said Colonel Ines Halloran, spokeswoman for the Arvanian army. "Our guns were silent."
"""
AGAIN = """\
Front blames army for bridge

The Belmar Front accused the Arvanian army on Saturday of shelling the bridge at Kessel.

"The army fired forty shells at our positions near the bridge," said Adel Brandt, a spokesman for the Belmar Front.
"""


@pytest.fixture
def case(tmp_path: Path, agreement: Path, reports: Path) -> Case:
    """The first report is in; the others wait in the folder."""
    agreement.write_text(agreement.read_text().replace("provisions: []\n", "provisions:\n" + PROVISIONS))
    with trucewatch.create(tmp_path / "kessel.truce", agreement=str(agreement)) as made:
        made.add([reports / "wire.txt"], sources=reports / "sources.csv")
        yield made


def since(case: Case, *, today: date = date(2031, 5, 10)) -> tuple[datetime, callable]:
    start = case.store.latest()

    def changed() -> Changes:
        return changes(case.store, since=start, until=case.store.latest() + timedelta(seconds=1), today=today)

    return start, changed


def test_nothing_changes_in_a_case_that_is_left_alone(case):
    _, changed = since(case)
    assert not changed().any


def test_from_the_empty_case_all_is_new(case):
    found = changes(case.store, since=None, until=datetime.now(UTC), today=date(2031, 5, 10))
    assert [r.publisher for r in found.reports] == ["Kessel Wire"]
    assert {s.id for s in found.statements} == {s.id for s in case.statements()}
    assert {i.id for i in found.incidents} == {i.id for i in case.incidents()}
    assert found.changed == found.told_again == ()


def test_a_further_report_brings_new_records_and_the_answer_to_a_claim(case, reports):
    _, changed = since(case)
    case.add([reports / "daily.txt"], sources=reports / "sources.csv")
    found = changed()
    assert [r.publisher for r in found.reports] == ["Arvania Daily"]
    assert found.any
    assert {s.act for s in found.statements} & {"deny", "deny_responsibility", "reject"}
    claims = {row.claim.id for row in case.ledger() if row.answered}
    assert {a.claim.id for a in found.answered} & claims
    assert not found.unanswered


def test_a_record_told_once_more_is_not_a_changed_one(case):
    _, changed = since(case)
    case.add_words(AGAIN.encode(), publisher="Second Paper", published="2031-05-03")
    found = changed()
    assert found.told_again
    assert all(after > before for before, after in (c.tellings for c in found.told_again))
    assert found.statements == ()


def test_a_value_that_a_person_set_names_the_person_and_why(case):
    claim = next(s for s in case.statements() if s.act == "accuse")
    _, changed = since(case)
    case.decide(claim.id, "set", field="act", new="condemn", why="heard it on air", who="R. Reviewer")
    (record,) = changed().changed
    (value,) = record.values
    assert (value.field, value.before, value.after) == ("act", "accuse", "condemn")
    assert (value.by.kind, value.by.name, value.why) == ("person", "R. Reviewer", "heard it on air")


def test_a_rejected_record_is_gone_and_a_merged_one_is_not(case):
    first, second, *_ = case.statements()
    _, changed = since(case)
    case.judge(first.id, "same", second.id, why="one speech", who="R. Reviewer")
    merged = changed()
    assert [m.kind for m in merged.merged] == ["statement"]
    assert merged.gone == ()
    _, changed = since(case)
    incident = case.incidents()[0]
    case.decide(incident.id, "reject", why="an exercise", who="R. Reviewer")
    assert [g.before.id for g in changed().gone] == [incident.id]


def test_deadlines_of_fourteen_days_ahead_are_told(case):
    found = changes(case.store, since=None, until=datetime.now(UTC), today=date(2031, 5, 6))
    assert [(d.ref, d.days_left) for d in found.deadlines if d.ref] == [("1a", 14)]
    late = changes(case.store, since=None, until=datetime.now(UTC), today=date(2031, 5, 21))
    assert [d.ref for d in late.deadlines if d.ref] == []


def test_a_clock_that_ran_out_since_is_a_changed_state(case):
    start = datetime(2031, 5, 10, tzinfo=UTC)
    found = changes(case.store, since=start, until=datetime(2031, 5, 22, tzinfo=UTC))
    clocks = [s for s in found.states if s.what == "clock"]
    assert [(s.ref, s.before, s.after, s.due) for s in clocks] == [("1a", "running", "passed", date(2031, 5, 20))]


def test_instants_in_the_wrong_order_are_refused(case):
    with pytest.raises(ValueError, match="give the earlier instant first"):
        changes(case.store, since=datetime(2031, 5, 2, tzinfo=UTC), until=datetime(2031, 5, 1, tzinfo=UTC))


def test_times_that_say_the_same_in_other_words_are_no_change():
    day = date(2031, 5, 3)
    saturday = When.days(day, day, words="on Saturday", basis="published 2031-05-03")
    assert said(saturday) == said(When.days(day, day, words="3 May"))
    assert said(saturday) != said(When.days(day, day + timedelta(days=1), words="at the weekend"))

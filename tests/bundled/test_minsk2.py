"""The bundled Minsk II agreement: its clocks, what they hang on, and the rival readings of point 4."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from trucewatch.assess.clocks import Trigger, run_clocks
from trucewatch.intake.agreements import read_agreement

MINSK = read_agreement("minsk2")[0]
BEGUN = "withdrawal of heavy weapons begins"
ENDED = "withdrawal of heavy weapons ends"


def runs(as_of: date, **days: date):
    dated = {e.name: Trigger(name=e.name, day=e.day, basis="agreement file", rule="") for e in MINSK.events if e.day}
    for name, day in (("begun", BEGUN), ("ended", ENDED)):
        if name in days:
            dated[day] = Trigger(name=day, day=days[name], basis="person", rule="", who="R. Reviewer")
    return {run.ref: run for run in run_clocks(MINSK, dated, as_of=as_of)}


def test_all_thirteen_points_are_there():
    assert {p.ref.split()[0] for p in MINSK.provisions} == {str(n) for n in range(1, 14)}


def test_the_ceasefire_begins_at_midnight_in_kyiv_which_is_the_evening_before_in_greenwich():
    run = runs(date(2015, 2, 13))["1"]
    assert (run.due, run.days_left) == (date(2015, 2, 15), 2)
    assert run.instant == datetime(2015, 2, 14, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ref", "due"),
    [("2 (begins)", date(2015, 2, 17)), ("4 (resolution)", date(2015, 3, 14)), ("11", date(2015, 12, 31))],
)
def test_what_the_file_itself_dates_is_computed(ref, due):
    assert runs(date(2015, 2, 16))[ref].due == due


def test_what_hangs_on_the_pull_back_waits_for_it():
    waiting = runs(date(2015, 3, 1))
    assert {waiting[ref].state for ref in ("2 (ends)", "3", "4 (dialogue)", "6", "9")} == {"not started"}
    run = runs(date(2015, 3, 1), begun=date(2015, 2, 24))
    assert (run["2 (ends)"].due, run["3"].state) == (date(2015, 3, 10), "in force")
    assert run["6"].state == "not started"


def test_the_translations_of_point_4_come_to_different_days():
    run = runs(date(2015, 3, 20), begun=date(2015, 2, 24), ended=date(2015, 3, 8))["4 (dialogue)"]
    assert run.due == date(2015, 3, 9)
    assert [(owner, rival.due) for owner, rival in run.by_reading] == [
        ("Two printings in English", date(2015, 3, 9)),
        ("BBC's translation", date(2015, 2, 24)),
        ("A fourth printing", date(2015, 2, 24)),
    ]


def test_points_read_in_summaries_only_say_so():
    assert {p.ref for p in MINSK.provisions if not p.confirmed} == {str(n) for n in range(5, 14)}


def test_each_side_s_reading_of_where_the_ceasefire_holds_stands_beside_the_other():
    (first,) = (p for p in MINSK.provisions if p.ref == "1")
    assert [r.owner for r in first.readings] == ["Ukraine", "Armed groups in Donetsk and Luhansk"]

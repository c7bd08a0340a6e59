"""Counting over time: each thing once, what has no day apart, and no coverage told from nothing."""

from __future__ import annotations

from datetime import date, datetime
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trucewatch.assess.clocks import ClockRun
from trucewatch.assess.trend_marks import MARKED_EVENT, marks_of
from trucewatch.assess.trends import (
    NO_SIDE,
    By,
    Mark,
    Per,
    Received,
    Told,
    incident_told,
    sides_named,
    statement_told,
    told_as_happened,
    trend,
)
from trucewatch.errors import BadInput
from trucewatch.records.agreement import Agreement, Clock, Event
from trucewatch.records.decision import Decision
from trucewatch.records.incident import Account, Incident
from trucewatch.records.maker import Maker
from trucewatch.records.mention import Participant
from trucewatch.records.statement import Statement
from trucewatch.records.when import When
from trucewatch.records.where import Where

NOW = datetime.fromisoformat("2031-05-01T09:00:00+00:00")
MACHINE = Maker(kind="machine", name="test", version="1")
#: 3 March 2031 is a Monday.
MONDAY = date(2031, 3, 3)


def day(n: int) -> date:
    """The n-th of March 2031."""
    return date(2031, 3, n)


def said(n: int | None = None, *, last: int | None = None, reported: int | None = None, side: str = "Arvania") -> Told:
    first = day(n) if n else None
    return Told(
        what="statement", first=first, last=day(last) if last else first, published=day(reported) if reported else None,
        sides=(side,), kind="accuse",
    )  # fmt: skip


def happened(n: int | None, *sides: str, kind: str = "shelling", place: tuple[str, str] | None = None) -> Told:
    first = day(n) if n else None
    return Told(
        what="incident", first=first, last=first, published=day(20), sides=sides, kind=kind, place=place
    )  # fmt: skip


def report(n: int | None, outlet: str = "Hill Post", origin: str | None = None, language: str = "en") -> Received:
    return Received(
        published=day(n) if n else None, outlet=outlet, origin=origin or f"{outlet}{n}", languages=(language,)
    )


def test_a_week_runs_from_monday_and_holds_what_was_said_on_its_days():
    made = trend([said(3), said(9), said(10)], [report(3), report(12)])
    assert [s.first for s in made.stretches] == [MONDAY, day(10)]
    assert made.every[0].dated == (2, 1)


def test_days_and_months_are_counted_as_well():
    told, reports = [said(3), said(9)], [report(3), report(12)]
    assert trend(told, reports, per="day").every[0].dated == (1, 0, 0, 0, 0, 0, 1, 0, 0, 0)
    assert trend(told, reports, per="month").every[0].dated == (2,)


def test_a_week_without_a_report_has_no_coverage_though_later_reports_may_tell_of_it():
    made = trend([said(12)], [report(3), report(20)])
    assert [s.reports for s in made.stretches] == [1, 0, 1]
    assert made.uncovered == 1 and made.every[0].dated == (0, 1, 0)


def test_what_has_no_day_stands_apart_in_the_week_of_its_first_report():
    made = trend([said(reported=4), said()], [report(3)])
    line = made.every[0]
    assert (line.dated, line.undated, line.dayless) == ((0,), (1,), 1)


def test_what_runs_over_two_weeks_and_what_lies_outside_are_counted_apart():
    made = trend(
        [said(5, last=12), said(1), said(1, last=31), said(1, reported=4)], [report(3), report(12)], since=MONDAY
    )
    line = made.every[0]
    assert (line.wider, line.outside, line.within) == (2, 2, 0)


def test_an_open_end_is_wider_where_the_known_end_lies_inside():
    since = Told(what="statement", first=day(4), last=None, published=day(4), sides=("Arvania",), kind="report")
    assert trend([since], [report(3)]).every[0].wider == 1


def test_an_incident_that_two_sides_are_named_for_stands_in_one_row_of_both():
    made = trend(
        [happened(4, "Arvania"), happened(4, "Arvania", "Belmar"), happened(5, NO_SIDE), happened(5)],
        [report(3)], by="side", sides=["Belmar", "Arvania"],
    )  # fmt: skip
    rows = {line.key: line.total for line in made.lines}
    assert list(rows.items()) == [(("Arvania",), 1), (("Belmar", "Arvania"), 1), ((NO_SIDE,), 1), ((), 1)]
    assert sum(rows.values()) == made.every[1].total


def test_sides_of_a_clash_are_all_that_take_part_and_who_is_of_no_side_counts_only_alone():
    assert sides_named("clash", ["Arvania"], ["Belmar"]) == ("Arvania", "Belmar")
    assert sides_named("shelling", ["Arvania"], ["Belmar"]) == ("Arvania",)
    assert sides_named("shelling", ["Arvania", None], []) == ("Arvania",)
    assert sides_named("shelling", [None], ["Belmar"]) == (NO_SIDE,)
    assert sides_named("shelling", [], ["Belmar"]) == ()


def test_what_nobody_tells_as_having_happened_is_counted_apart():
    planned = Told(what="incident", first=day(4), last=day(4), published=None, sides=(), kind="meeting", happened=False)
    made = trend([planned, happened(4)], [report(3)], by="type")
    assert (made.not_happened, made.every[1].total, len(made.lines)) == (1, 1, 1)
    assert not told_as_happened(["denied", "threatened"]) and told_as_happened(["denied", "alleged"])


def test_types_and_places_stand_by_how_often_they_are_told():
    told = [
        happened(4, kind="shelling", place=("Orla", "Arvania")),
        happened(4, kind="shelling", place=("Orla", "Arvania")),
        happened(4, kind="clash", place=("", "Arvania")),
        happened(4, kind="abduction"),
    ]
    assert [line.key for line in trend(told, [report(3)], by="type").lines] == [
        ("shelling",), ("abduction",), ("clash",)
    ]  # fmt: skip
    places = trend(told, [report(3)], by="place").lines
    assert [(line.key, line.total) for line in places] == [(("Orla", "Arvania"), 2), (("", "Arvania"), 1), (None, 1)]


def test_the_coverage_of_a_week_names_its_outlets_origins_and_languages():
    reports = [
        report(3, "Hill Post", "wire"),
        report(4, "Bay Daily", "wire", "fr"),
        report(4, "Bay Daily"),
        report(None),
    ]
    made = trend([], reports)
    (week,) = made.stretches
    assert (week.reports, week.outlets, week.origins, week.languages) == (
        3,
        ("Hill Post", "Bay Daily"),
        2,
        ("en", "fr"),
    )
    assert made.undated_reports == 1


def test_outlets_are_marked_where_they_come_and_go_but_none_as_new_in_the_first_week_or_gone_in_the_last():
    reports = [report(3, "Post"), report(10, "Daily"), report(12, "Daily"), report(17, "Post"), report(24, "Late")]
    made = trend([], reports)
    assert [(s.first_seen, s.last_seen) for s in made.stretches] == [
        ((), ()), (("Daily",), ("Daily",)), ((), ("Post",)), (("Late",), ())
    ]  # fmt: skip
    # an outlet that was there before the days shown is not new in them
    assert [s.first_seen for s in trend([], reports, since=day(17)).stretches] == [(), ("Late",)]


def test_only_marks_of_the_days_shown_are_kept_in_order_of_time():
    marks = [Mark(day=day(5), name="re-set", kind="person"), Mark(day=day(3), name="signed", kind="event")]
    late = Mark(day=date(2032, 1, 1), name="due", kind="deadline")
    assert [m.name for m in trend([], [report(3)], marks=[*marks, late]).marks] == ["signed", "re-set"]


def test_without_a_dated_report_there_is_nothing_to_count_over_unless_days_are_asked_for():
    assert trend([said(4)], []).stretches == ()
    assert trend([said(4)], []).every[0].outside == 1
    assert trend([said(4)], [], since=day(3), until=day(9)).every[0].dated == (1,)


def test_a_first_day_after_every_report_is_a_stretch_without_coverage():
    made = trend([said(4)], [report(3)], since=day(17))
    assert [(s.first, s.reports) for s in made.stretches] == [(day(17), 0)] and made.every[0].outside == 1


def test_days_that_run_backwards_or_are_too_many_are_refused_with_the_next_step():
    with pytest.raises(BadInput, match="earlier day first"):
        trend([], [], since=day(4), until=day(3))
    with pytest.raises(BadInput, match="per week or month"):
        trend([], [], since=date(1900, 1, 1), until=day(3), per="day")


def test_the_ends_of_the_calendar_are_counted_as_well():
    assert trend([], [], since=date(9999, 12, 1), until=date.max).stretches[-1].last == date.max
    assert trend([], [], since=date.min, until=date(1, 1, 9), per="day").stretches[0].first == date.min


DAYS = st.one_of(st.none(), st.dates(date(2031, 1, 1), date(2031, 6, 30)))


# a machine at work on other things makes slow lists; that says nothing about the counting
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.sampled_from(["statement", "incident"]), DAYS, DAYS, DAYS, st.booleans())),
    st.lists(DAYS), st.sampled_from(get_args(By)), st.sampled_from(get_args(Per)),
)  # fmt: skip
def test_nothing_is_lost_and_nothing_doubled_however_it_is_parted(told, reports, by, per):
    every = [
        Told(
            what=what, first=min(a, b) if a and b else a, last=max(a, b) if a and b else b, published=c,
            sides=("Arvania", "Belmar") if two else (), kind="clash" if two else "shelling",
        )
        for what, a, b, c, two in told
    ]  # fmt: skip
    made = trend(
        every,
        [report(None) if d is None else Received(published=d, outlet="P", origin="P") for d in reports],
        by=by,
        per=per,
    )
    for line, what in zip(made.every, ("statement", "incident"), strict=True):
        assert line.total == sum(one.what == what for one in every)
        parted = [one for one in made.lines if one.what == what]
        if parted:
            assert sum(one.total for one in parted) == line.total
    assert sum(s.reports for s in made.stretches) == sum(d is not None for d in reports)


def test_records_are_counted_by_their_own_values():
    statement = Statement(
        id="s", founding_mention="m", mention_ids=("m",), speaker="Brandt", act="deny", maker=MACHINE, recorded_at=NOW,
        said_on=When.days(day(4), day(4), words="on Tuesday"),
    )  # fmt: skip
    told = statement_told(statement, day(5))
    assert (told.first, told.published, told.sides, told.kind) == (day(4), day(5), (NO_SIDE,), "deny")
    incident = Incident(
        id="i", founding_mention="m", mention_ids=("m",), type="shelling", maker=MACHINE, recorded_at=NOW,
        accounts=(Account(mention_id="m", said_as="alleged"),), actors=(Participant(name="guns", side="Arvania"),),
        where=Where(name="Orla", admin1="Orla", country_name="Arvania"),
    )  # fmt: skip
    told = incident_told(incident, None)
    assert (told.sides, told.place, told.happened, told.first) == (("Arvania",), ("Orla", "Arvania"), True, None)


AGREEMENT = Agreement(
    id="kessel", title="Kessel", signed=date(2031, 2, 28), parties=(),
    events=(Event(name="talks", day=day(10), title="Talks open"), Event(name="bridge opens")),
)  # fmt: skip


def test_marks_are_dated_events_the_signature_deadlines_of_one_day_together_and_what_persons_mark():
    runs = [
        ClockRun(ref=ref, as_of=day(1), clock=Clock(kind="fixed"), state="running", due=day(20)) for ref in ("1", "2")
    ]
    decision = Decision(
        id="d", action="set", target_kind=MARKED_EVENT, target="re-set", field="day", new="2031-03-18", why="agreed",
        who="R. Reviewer", when=NOW,
    )  # fmt: skip
    assert [(m.day, m.name, m.kind) for m in marks_of(AGREEMENT, runs, [decision])] == [
        (day(10), "Talks open", "event"),
        (date(2031, 2, 28), "Agreement signed", "event"),
        (day(20), "Due by the rule: 1, 2", "deadline"),
        (day(18), "re-set (marked by a person)", "person"),
    ]

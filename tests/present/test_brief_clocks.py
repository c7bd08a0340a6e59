"""Clocks in the brief: where each stands, what it hangs on, the days given beside it, and what is due soon."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from build_case import build_case
from built_case import MACHINE, NOW, BuiltCase, on, span_of

from trucewatch.assess.clocks import CLOCK_EVENT
from trucewatch.present.brief.agreement_model import ClockShown
from trucewatch.present.brief.make import make_brief
from trucewatch.present.brief.model import Brief
from trucewatch.present.brief.options import Options
from trucewatch.present.brief.render import render_html, render_markdown
from trucewatch.records.agreement import Clock, Event, Provision, Reading
from trucewatch.records.commitment import Commitment
from trucewatch.records.decision import Decision
from trucewatch.records.ids import digest


def with_provision(case: BuiltCase, clock: Clock, *readings: Reading, events: tuple[Event, ...] = ()) -> BuiltCase:
    """The case with one more provision, 9.9, under ``clock``."""
    more = Provision(ref="9.9", instrument="main", what="The ferry goes.", clock=clock, readings=readings)
    held = case.the_agreement
    case.the_agreement = replace(held, provisions=(*held.provisions, more), events=(*held.events, *events))
    return case


def ferry(brief: Brief) -> ClockShown:
    clock = next(p for p in brief.provisions if p.ref == "9.9").clock
    assert clock is not None
    return clock


def dated(name: str, day: date | None) -> Decision:
    return Decision(
        id=digest("decision", name), action="set", target_kind=CLOCK_EVENT, target=name, field="day",
        new=day.isoformat() if day else None, why="both letters name it", who="R. Reader",
        when=datetime(2031, 4, 2, tzinfo=UTC),
    )  # fmt: skip


def test_what_is_due_within_fourteen_days_stands_on_the_first_page_in_every_form():
    brief = make_brief(build_case(), now=NOW)
    assert [p.ref for p in brief.near] == ["2.2"]
    page, written = render_html(brief), render_markdown(brief)
    assert "due in 7 days, on 10 April 2031" in page[: page.index('id="summary"')]
    assert "2.2" in page[: page.index('id="summary"')]
    assert "Due within 14 days of 3 April 2031: [2.2](#p-2-2), due in 7 days" in written


def test_a_window_that_opens_soon_is_near_too():
    clock = Clock(kind="offset", days=90, opens_days=40, after="signature")
    brief = make_brief(with_provision(build_case(), clock), now=NOW)
    assert [p.ref for p in brief.near] == ["2.2", "9.9"]
    assert ferry(brief).words.startswith("not open before 9 April 2031; due in 56 days")


def test_a_clock_on_an_event_stands_still_until_a_person_dates_it_and_says_who():
    case = with_provision(
        build_case(), Clock(kind="offset", days=30, after="ferry ready"), events=(Event(name="ferry ready"),)
    )
    waiting = ferry(make_brief(case, now=NOW))
    assert (waiting.state, waiting.due, waiting.words) == ("not started", None, "not started")
    assert waiting.trigger == "ferry ready: not dated by the agreement file, by the record or by a person"
    case.the_decisions.append(dated("ferry ready", date(2031, 3, 20)))
    running = ferry(make_brief(case, now=NOW))
    assert running.counted == "30 days from 20 March 2031 = 19 April 2031"
    assert "by R. Reader" in running.trigger and "both letters name it" in running.trigger
    assert [lead.shown_id for lead in running.records] == [f"d:{digest('decision', 'ferry ready')[:8]}"]


def test_an_incident_that_the_record_supports_starts_a_clock_and_is_cited():
    event = Event(name="guns heard", types=("shelling",))
    brief = make_brief(
        with_provision(build_case(), Clock(kind="offset", days=2, after="guns heard"), events=(event,)), now=NOW
    )
    clock = ferry(brief)
    assert clock.counted == "2 days from 4 March 2031 = 6 March 2031"
    (lead,) = clock.records
    assert (lead.anchor, bool(lead.citations)) == (brief.incidents[0].anchor, True)


def test_a_reported_incident_that_does_not_suffice_is_shown_with_the_reason_and_its_place_in_the_reports():
    event = Event(name="commanders meet", types=("meeting",))
    clock = ferry(
        make_brief(with_provision(build_case(), Clock(kind="with", after="commanders meet"), events=(event,)), now=NOW)
    )
    assert clock.state == "not started"
    (one,) = clock.untied
    assert (one.day, one.why_not) == ("1 April 2031", "reports give no single day")
    assert one.record is not None and one.record.citations and one.record.anchor


def test_a_rival_reading_brings_its_own_day_with_its_owner():
    reading = Reading(side="Tolmir", reading="Sixty days.", clock=Clock(kind="offset", days=60, after="signature"))
    clock = ferry(
        make_brief(with_provision(build_case(), Clock(kind="offset", days=30, after="signature"), reading), now=NOW)
    )
    assert clock.words == "fell due 4 days ago, on 30 March 2031"
    assert clock.readings == (
        ("Tolmir", "due in 26 days, on 29 April 2031; 60 days from 28 February 2031 = 29 April 2031"),
    )


def test_the_time_zone_of_the_file_is_shown_with_the_instant_in_utc():
    clock = Clock(kind="offset", days=40, after="signature", zone="Asia/Qatar")
    shown = ferry(make_brief(with_provision(build_case(), clock), now=NOW))
    assert shown.zone == "Asia/Qatar; runs out at the end of that day, 9 April 2031 21:00 UTC"


@pytest.mark.parametrize(("until", "others"), [(date(2031, 3, 2), 0), (date(2031, 4, 2), 1)])
def test_only_days_that_reports_had_given_by_then_stand_beside_the_computed_one(until: date, others: int):
    case = with_provision(build_case(), Clock(kind="offset", days=40, after="signature"))
    text = next(m for m in case.the_incident_mentions if "April" in m.words.words).text_id
    promised = Commitment.of(
        span=span_of(case.text(text), "a meeting of commanders in April"), obligor="both", what="let the ferry go",
        due=on(date(2031, 4, 11), words="in April"), maker=MACHINE,
    )  # fmt: skip
    case.the_commitments.append(promised)
    case.judge("provision", promised.id, "9.9")
    clock = ferry(make_brief(case, now=NOW, until=until))
    assert [other.day for other in clock.others] == ["11 April 2031"] * others
    assert all(other.apart == "2 days later" and other.citations for other in clock.others)


def test_no_provision_with_a_clock_that_waits_is_said_to_have_no_date():
    case = with_provision(build_case(), Clock(kind="with", after="ferry ready"), events=(Event(name="ferry ready"),))
    page = render_html(make_brief(case, now=NOW))
    assert "no date before" not in page and "date not computed" not in page


def test_that_a_provision_was_carried_out_stands_with_its_clock_and_who_says_so():
    case = with_provision(build_case(), Clock(kind="fixed", day=date(2031, 4, 20), due=date(2031, 4, 20)))
    assert ferry(make_brief(case, now=NOW)).performed == ""
    case.the_decisions.append(dated("provision 9.9", date(2031, 4, 1)))
    brief = make_brief(case, now=NOW)
    told = "1 April 2031, by R. Reader, dated by a person: both letters name it"
    assert ferry(brief).performed == told and ferry(brief).performed_by
    assert told in render_html(brief) and f"- Carried out: {told}" in render_markdown(brief)


def test_that_a_provision_was_not_carried_out_is_shown_as_well():
    case = with_provision(build_case(), Clock(kind="fixed", day=date(2031, 4, 20), due=date(2031, 4, 20)))
    case.the_decisions.append(dated("provision 9.9", None))
    assert "a person says that it has not been carried out" in ferry(make_brief(case, now=NOW)).performed


def test_who_dated_an_event_and_why_is_not_told_to_anybody():
    case = with_provision(build_case(), Clock(kind="fixed", day=date(2031, 4, 20), due=date(2031, 4, 20)))
    case.the_decisions.append(dated("provision 9.9", date(2031, 4, 1)))
    public = make_brief(case, options=Options(handling="public"), now=NOW)
    assert ferry(public).performed == "1 April 2031, dated by a person"
    assert "R. Reader" not in render_html(public) and "both letters" not in render_html(public)

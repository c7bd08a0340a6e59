"""Clocks: what they hang on, where they stand at a day, and whose word sets them going."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from trucewatch.assess.clocks import CLOCK_EVENT, find_triggers, run_clocks
from trucewatch.assess.corroborate import Support
from trucewatch.records.agreement import Agreement, Clock, Event, Instrument, Party, Provision
from trucewatch.records.commitment import Commitment
from trucewatch.records.decision import Decision
from trucewatch.records.incident import Account, Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Maker
from trucewatch.records.mention import Participant
from trucewatch.records.span import Span
from trucewatch.records.when import When

NOW = datetime(2031, 6, 1, 12, tzinfo=UTC)
SIGNED = date(2031, 1, 31)
TALKS = Event(name="talks open", types=("meeting",), sides=("Northland", "River Front"), keywords=("peace talks",))
TWO_ORIGINS = Support(origins=("r1", "r2"), sides=(), others=())
ONE_ORIGIN = Support(origins=("r1",), sides=("Northland",), others=())
BOTH_SIDES = Support(origins=("r1",), sides=("Northland", "River Front"), others=())


def agreement(*clocks: Clock, events: tuple[Event, ...] = (TALKS,)) -> Agreement:
    return Agreement(
        id="lakes",
        title="Lakes accord",
        signed=SIGNED,
        parties=(Party(name="Northland", role="signatory"), Party(name="River Front", role="signatory")),
        instruments=(
            Instrument(id="accord", title="Lakes accord", signed=SIGNED),
            Instrument(id="annex", title="Annex on boats", signed=date(2031, 3, 1)),
        ),
        events=events,
        provisions=tuple(
            Provision(ref=str(n), instrument="accord", what="Something is owed.", clock=clock)
            for n, clock in enumerate(clocks, 1)
        ),
    )


def met(day: date, *, last: date | None = None, said_as: str = "narrated", id: str = "i" * 64) -> Incident:
    return Incident(
        id=id,
        founding_mention="m",
        mention_ids=("m",),
        type="meeting",
        accounts=(Account(mention_id="m", said_as=said_as),),
        actors=(Participant(name="the envoys", side="Northland"), Participant(name="the Front", side="River Front")),
        when=When.days(day, last or day, words="then"),
        maker=Maker(kind="machine", name="test", version="1"),
        recorded_at=NOW,
    )


def dated(name: str, day: str | None, *, id: str = "d1") -> Decision:
    return Decision(
        id=id, action="set", target_kind=CLOCK_EVENT, target=name, field="day", new=day, why="the envoy's letter",
        who="R. Reviewer", when=NOW,
    )  # fmt: skip


def found(given, incidents=(), decisions=(), *, support=TWO_ORIGINS, words="The peace talks began in the boat house."):
    return find_triggers(given, incidents, decisions, words_of=lambda _: words, support_of=lambda _: support)


def run(given, day, incidents=(), decisions=(), **more):
    return run_clocks(given, *found(given, incidents, decisions, **more), as_of=day)


def test_a_term_of_months_ends_on_the_same_day_or_the_last_of_a_shorter_month():
    given = agreement(Clock(kind="offset", months=1, after="signature"))
    (clock,) = run(given, date(2031, 2, 18))
    assert (clock.state, clock.due, clock.days_left) == ("running", date(2031, 2, 28), 10)


def test_a_term_is_due_on_its_day_and_passed_on_the_next():
    given = agreement(Clock(kind="offset", days=10, after="signature"))
    assert [run(given, d)[0].state for d in (date(2031, 2, 9), date(2031, 2, 10), date(2031, 2, 11))] == [
        "running", "due", "passed",
    ]  # fmt: skip


def test_before_the_signature_nothing_has_started():
    given = agreement(Clock(kind="offset", days=10, after="signature"), Clock(kind="continuing", after="signature"))
    assert [clock.state for clock in run(given, date(2031, 1, 1))] == ["not started", "not started"]
    assert [clock.state for clock in run(given, date(2031, 2, 1))] == ["running", "in force"]


def test_the_signature_is_that_of_the_provisions_own_instrument():
    given = agreement(Clock(kind="offset", days=10, after="signature"))
    given = replace(given, provisions=(replace(given.provisions[0], instrument="annex"),))
    assert run(given, date(2031, 3, 2))[0].due == date(2031, 3, 11)


def test_a_window_opens_and_closes():
    given = agreement(Clock(kind="offset", days=30, opens_days=10, after="signature"))
    (clock,) = run(given, date(2031, 2, 1))
    assert (clock.clock.opens, clock.due) == (date(2031, 2, 10), date(2031, 3, 2))


def test_a_monthly_duty_of_the_31st_comes_back_to_the_31st():
    given = agreement(Clock(kind="recurring", months=1, after="signature"))
    days = [run(given, d)[0] for d in (date(2031, 2, 1), date(2031, 3, 1), date(2031, 3, 31), date(2031, 4, 1))]
    assert [(c.rounds, c.due) for c in days] == [
        (0, date(2031, 2, 28)), (1, date(2031, 3, 31)), (1, date(2031, 3, 31)), (2, date(2031, 4, 30)),
    ]  # fmt: skip


def test_an_hour_is_an_instant_only_in_a_zone_and_a_day_ends_where_it_is_told():
    given = agreement(
        Clock(kind="fixed", day=date(2031, 2, 15), hour=time(0), zone="Europe/Kyiv"),
        Clock(kind="fixed", day=date(2031, 2, 15), zone="Asia/Kabul"),
        Clock(kind="fixed", day=date(2031, 2, 15)),
    )
    assert [clock.instant for clock in run(given, date(2031, 2, 1))] == [
        datetime(2031, 2, 14, 22, tzinfo=UTC), datetime(2031, 2, 15, 19, 30, tzinfo=UTC), None,
    ]  # fmt: skip


def test_what_hangs_on_an_undated_event_does_not_start():
    given = agreement(Clock(kind="with", after="talks open"), Clock(kind="offset", days=5, after="provision 1"))
    assert [(c.state, c.due) for c in run(given, NOW.date())] == [("not started", None), ("not started", None)]


def test_an_event_that_the_file_dates_starts_nothing_before_its_day():
    given = agreement(Clock(kind="with", after="talks open"), events=(replace(TALKS, day=date(2031, 5, 1)),))
    assert run(given, date(2031, 4, 30))[0].state == "not started"
    (clock,) = run(given, date(2031, 5, 3))
    assert (clock.state, clock.due, clock.trigger.basis) == ("passed", date(2031, 5, 1), "agreement file")


def test_a_dated_incident_that_two_origins_report_starts_the_clock():
    given = agreement(Clock(kind="offset", days=5, after="talks open"))
    (clock,) = run(given, date(2031, 5, 2), [met(date(2031, 5, 1))])
    assert (clock.due, clock.trigger.basis, clock.trigger.evidence) == (date(2031, 5, 6), "record", ("i" * 64,))
    assert clock.trigger.rule == "2 independent origins report it"


def test_what_both_sides_tell_starts_it_too():
    given = agreement(Clock(kind="with", after="talks open"))
    (clock,) = run(given, date(2031, 5, 2), [met(date(2031, 5, 1))], support=BOTH_SIDES)
    assert clock.trigger.rule == "told by Northland and River Front"


@pytest.mark.parametrize(
    ("incident", "more", "why_not"),
    [
        (met(date(2031, 5, 1)), {"support": ONE_ORIGIN}, "one origin only, and not told by two sides"),
        (met(date(2031, 5, 1), last=date(2031, 5, 9)), {}, "reports give no single day"),
        (met(date(2031, 5, 1), said_as="denied"), {}, "somebody denies it"),
        (met(date(2031, 5, 1), said_as="planned"), {}, "told only as planned, threatened or supposed"),
    ],
)
def test_what_does_not_suffice_is_shown_with_its_reason(incident, more, why_not):
    given = agreement(Clock(kind="with", after="talks open"))
    (clock,) = run(given, NOW.date(), [incident], **more)
    assert clock.state == "not started"
    assert [c.why_not for c in clock.candidates] == [why_not]


def test_reports_that_give_two_days_start_nothing():
    given = agreement(Clock(kind="with", after="talks open"))
    (clock,) = run(given, NOW.date(), [met(date(2031, 5, 1)), met(date(2031, 5, 3), id="j" * 64)])
    assert (clock.state, len(clock.candidates)) == ("not started", 2)


def test_another_meeting_is_not_the_event():
    given = agreement(Clock(kind="with", after="talks open"))
    assert not run(given, NOW.date(), [met(date(2031, 5, 1))], words="They met over fishing rights.")[0].candidates


def test_a_person_dates_an_event_over_file_and_record():
    given = agreement(Clock(kind="with", after="talks open"), events=(replace(TALKS, day=date(2031, 5, 1)),))
    (clock,) = run(given, NOW.date(), [met(date(2031, 5, 2))], [dated("talks open", "2031-05-04")])
    assert (clock.due, clock.trigger.basis, clock.trigger.who) == (date(2031, 5, 4), "person", "R. Reviewer")


def test_a_person_may_say_that_it_has_not_been():
    given = agreement(Clock(kind="with", after="talks open"))
    (clock,) = run(given, NOW.date(), [met(date(2031, 5, 2))], [dated("talks open", None)])
    assert clock.state == "not started"


def test_the_day_after_completion_waits_for_a_person():
    given = agreement(Clock(), Clock(kind="offset", days=1, after="provision 1"))
    assert run(given, NOW.date(), (), [dated("provision 1", "2031-03-07")])[1].due == date(2031, 3, 8)


def test_days_that_outlets_and_reports_give_stand_beside_the_computed_one():
    clock = Clock(kind="offset", months=3, after="signature", reported=(date(2031, 5, 1),))
    given = agreement(clock)
    promise = Commitment(
        id="c1", text_id="t", obligor="Northland", what="leave", due=When.days(date(2031, 5, 4), None, words="by"),
        span=Span(text_id="t", start=0, end=5, words="leave"), maker=Maker(kind="machine", name="test", version="1"),
    )  # fmt: skip
    link = Judgement.of(
        kind="provision", left="c1", right="1", verdict="same", score=1.0, reasons=(),
        maker=Maker(kind="machine", name="test", version="1"), made_at=NOW,
    )  # fmt: skip
    (one,) = run_clocks(given, {}, as_of=NOW.date(), links=[link], commitments=[promise])
    assert one.due == date(2031, 4, 30)
    assert [(r.day, r.commitments) for r in one.reported] == [(date(2031, 5, 1), ()), (date(2031, 5, 4), ("c1",))]


def test_swapping_the_sides_changes_nothing_else():
    given = agreement(Clock(kind="with", after="talks open"))
    swapped = replace(given, parties=given.parties[::-1])
    assert run(given, NOW.date(), [met(date(2031, 5, 1))]) == run(swapped, NOW.date(), [met(date(2031, 5, 1))])

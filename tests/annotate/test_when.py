"""Times in sentences of our own, published Wednesday 13 January 2021 unless said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from trucewatch.annotate.when import find_times

PUBLISHED = date(2021, 1, 13)


def times(content, published=PUBLISHED, **more):
    return find_times(content, published=published, text_id="t", **more)


def one(content, published=PUBLISHED, **more):
    found = times(content, published, **more)
    assert len(found) == 1, [w.words for w in found]
    return found[0]


@pytest.mark.parametrize(
    ("content", "value"),
    [
        pytest.param("Rebels shelled the town on Monday.", "2021-01-11", id="weekday in the past"),
        pytest.param("Rebels shelled the town on Wednesday.", "2021-01-13", id="weekday of publication"),
        pytest.param("The two sides will meet on Friday.", "2021-01-15", id="weekday under will"),
        pytest.param(
            "He set terms for any truce plan, saying on Wednesday he was ready.", "2021-01-13", id="saying after a noun"
        ),
        pytest.param("The front agreed to a short truce Saturday.", "2021-01-09", id="agreed to a thing"),
        pytest.param("The front agreed to stop its raids on Saturday.", "2021-01-16", id="agreed to do"),
        pytest.param('The front agreed to the "chance" of talks Friday.', "2021-01-08", id="agreed to what is quoted"),
        pytest.param("On Friday, the two sides will meet again.", "2021-01-15", id="weekday first, will after"),
        pytest.param("Officials said on Friday they will meet again.", "2021-01-08", id="said before, will after"),
        pytest.param("The envoy is due to arrive on Sunday.", "2021-01-17", id="due"),
        pytest.param("They killed five men last Friday.", "2021-01-08", id="last Friday"),
        pytest.param("The clash began late Sunday.", "2021-01-10", id="late Sunday"),
        pytest.param("A blast hit the market Monday night.", "2021-01-11TNI", id="Monday night"),
        pytest.param("The army left last week.", "2021-W01", id="last week"),
        pytest.param("The base fell in October.", "2020-10", id="month alone"),
        pytest.param("It happened on January 5.", "2021-01-05", id="day and month"),
        pytest.param("It happened on December 5.", "2020-12-05", id="day and month of last year"),
        pytest.param("It was signed on Feb. 29, 2020, in the capital.", "2020-02-29", id="full date"),
        pytest.param("KABULPUR, 14 Sep (Wire) - Fighting went on.", "2020-09-14", id="telex date"),
        pytest.param("The raid took place two weeks ago.", "2020-W53", id="two weeks ago"),
        pytest.param("The raid took place three days ago.", "2021-01-10", id="three days ago"),
        pytest.param("He came back in February last year.", "2020-02", id="month last year"),
        pytest.param("Attacks rose in the third quarter of 2020.", "2020-Q3", id="quarter"),
        pytest.param("They fought there in the 1990s.", "199", id="decade"),
        pytest.param("A truce held over Christmas 2020.", "2020-12-25", id="holiday"),
        pytest.param("Prisoners were freed earlier this month.", "2021-01", id="earlier this month"),
    ],
)
def test_a_calendar_time_gets_its_timex_value(content, value):
    assert one(content).value == value


def test_a_range_of_days_is_one_time():
    when = one("Talks were held on January 9-10 in the capital.")
    assert (when.words, when.first_day, when.last_day, when.role) == (
        "January 9-10", date(2021, 1, 9), date(2021, 1, 10), "from_to",
    )  # fmt: skip


def test_from_one_day_to_another_is_one_time():
    when = one("Clashes went on from January 3 to January 8 in the valley.")
    assert (when.first_day, when.last_day, when.role) == (date(2021, 1, 3), date(2021, 1, 8), "from_to")


def test_since_runs_to_the_publication_day():
    when = one("At least 40 have died since November.")
    assert (when.role, when.first_day, when.last_day) == ("since", date(2020, 11, 1), PUBLISHED)


def test_a_deadline_runs_from_the_publication_day():
    when = one("They agreed to withdraw all troops by May 2021.")
    assert (when.role, when.first_day, when.last_day) == ("by", PUBLISHED, date(2021, 5, 31))


def test_recent_days_are_vague_and_bounded():
    when = one("Violence has grown in recent days.")
    assert (when.value, when.precision, when.first_day, when.last_day) == (
        "PAST_REF",
        "vague",
        date(2021, 1, 6),
        PUBLISHED,
    )


def test_the_past_24_hours_end_at_publication():
    when = one("Nine posts were attacked in the past 24 hours.")
    assert (when.words, when.first_day, when.last_day, when.role) == (
        "the past 24 hours",
        date(2021, 1, 12),
        PUBLISHED,
        "from_to",
    )


def test_without_a_publication_date_relative_times_stay_open():
    found = times("He spoke on Friday, two weeks ago and last month, and again on 3 May 2020.", published=None)
    assert [w.first_day for w in found[:-1]] == [None] * 3
    assert {w.basis for w in found[:-1]} == {"unknown"}
    assert found[-1].first_day == date(2020, 5, 3)


def test_a_night_reaches_into_the_next_day_in_its_bounds():
    when = one("A blast hit the market Monday night.", zone=timezone(timedelta(hours=4, minutes=30)))
    assert when.day == date(2021, 1, 11)
    assert when.latest > datetime(2021, 1, 11, 20, 0, tzinfo=UTC)


def test_spans_hold_the_words_at_their_place():
    content = "Intro. The raid began on Monday and ended two days later."
    for when in times(content):
        assert content[when.span.start : when.span.end] == when.words == when.span.words


def test_only_the_asked_stretch_is_read():
    content = "On Monday it began. On Tuesday it ended."
    assert [w.words for w in times(content, start=20)] == ["Tuesday"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            "He may march on the town in a second-hand car, she said, and will fall.", id="month words as verbs"
        ),
        pytest.param("About 2000 fighters and 1,990 shells cost $2012.", id="numbers that look like years"),
        pytest.param("A 23-year-old man and a boy aged 12 years old.", id="ages"),
        pytest.param("", id="empty"),
    ],
)
def test_other_words_are_no_times(content):
    assert times(content) == []


def test_capitals_are_read_as_well():
    assert one("FIGHTING WENT ON UNTIL LATE ON SUNDAY NIGHT.").value == "2021-01-10TNI"


def test_a_deadline_said_in_the_past_is_still_to_come():
    found = times("The envoy said that the talks resume by the end of April.")
    assert [(w.value, w.role, w.last_day) for w in found] == [("2021-04", "by", date(2021, 4, 30))]


def test_a_date_that_only_names_the_deal_opens_no_stretch():
    assert times("Attacks fell after the Feb. 29 deal.")[0].role == "at"


def test_history_follows_the_date_told_before():
    years = " ".join(f"It was {y}." for y in range(1931, 1945))
    found = times(years + " In March 1946 the front moved. On 5 April the town fell. Two days later it burned.")
    assert [w.value for w in found[-2:]] == ["1946-04-05", "1946-04-07"]


def test_an_ambiguous_numeric_date_holds_both_readings_unless_one_is_to_come():
    assert (one("Dated 03/02/2020.").first_day, one("Dated 03/02/2020.").last_day) == (
        date(2020, 2, 3),
        date(2020, 3, 2),
    )
    assert one("Dated 12/01/2021.").day == date(2021, 1, 12)


@pytest.mark.parametrize("published", [None, date.min, date.max, PUBLISHED])
def test_odd_times_raise_nothing(published):
    odd = (
        "9999 centuries ago, February 30, the last 99999999 years, year 0001, 24:00, W,"
        " the next 500 decades, by Friday, 0 days ago"
    )
    for when in times(odd + " \u0130stanbul \u0000 " + odd.upper(), published=published):
        assert when.words


@pytest.mark.parametrize(("zone", "basis"), [("GMT", "stated"), ("BST", "assumed"), ("CST", "assumed")])
def test_zones_of_several_countries_widen_the_bounds(zone, basis):
    when = one(f"The shelling began at 3 a.m. {zone} on 5 May 2031.")
    assert when.zone_basis == basis and when.zone is not None
    assert (when.latest - when.earliest > timedelta(hours=20)) == (basis == "assumed")

"""What times are counted from, the calendars and zones they are printed with, and deadlines; published on Wednesday
13 January 2021 unless said. Parties, places and sentences are our own.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from trucewatch.annotate.time_clock import zone_of
from trucewatch.annotate.when import find_times
from trucewatch.present.plain import as_json, plain_value

PUBLISHED = date(2021, 1, 13)


def times(content, published=PUBLISHED):
    return find_times(content, published=published, text_id="t")


def one(content, published=PUBLISHED):
    found = times(content, published)
    assert len(found) == 1, [w.words for w in found]
    return found[0]


def last(content, published=PUBLISHED):
    return times(content, published)[-1]


# -- calendars as printed --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "calendar", "printed", "first", "last"),
    [
        pytest.param("He came on 12 Ramadan 1442.", "hijri", "1442-09-12", (2021, 4, 22), (2021, 4, 25), id="lunar"),
        pytest.param("It was on Sha'ban 14, 1441 AH.", "hijri", "1441-08-14", (2020, 4, 6), (2020, 4, 9), id="era"),
        pytest.param("He left in Ramadan 1442.", "hijri", "1442-09", (2021, 4, 11), (2021, 5, 13), id="lunar month"),
        pytest.param("It fell on 3 Dhu al-Hijjah.", "hijri", "1441-12-03", (2020, 7, 22), (2020, 7, 25), id="no year"),
        pytest.param(
            "The act of 24 Hamal 1400.", "solar hijri", "1400-01-24", (2021, 4, 13), (2021, 4, 13), id="solar, Dari"
        ),
        pytest.param(
            "The act of 24 Farvardin 1400.", "solar hijri", "1400-01-24", (2021, 4, 13), (2021, 4, 13), id="solar"
        ),
        pytest.param(
            "It began in Jawza 1399.", "solar hijri", "1399-03", (2020, 5, 21), (2020, 6, 20), id="solar month"
        ),
        pytest.param(
            "It ran on 3-5 Dalw 1399.", "solar hijri", "1399-11-03/05", (2021, 1, 22), (2021, 1, 24), id="solar days"
        ),
        pytest.param("Act of 1399/10/24.", "solar hijri", "1399-10-24", (2021, 1, 13), (2021, 1, 13), id="figures"),
        pytest.param("Act of 1442/5/29.", "hijri", "1442-05-29", (2021, 1, 11), (2021, 1, 14), id="lunar figures"),
    ],
)
def test_a_date_of_another_calendar_keeps_what_was_printed_beside_its_civil_days(
    content, calendar, printed, first, last
):
    when = one(content)
    assert (when.calendar, when.printed) == (calendar, printed)
    assert (when.first_day, when.last_day) == (date(*first), date(*last))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("He led 15 Asad loyalists and a man called Mehr.", id="month names that are names"),
        pytest.param("He drew 1399/10 and 1200/45/2 rials.", id="figures that are no date"),
    ],
)
def test_other_words_are_no_dates_of_another_calendar(content):
    assert [w for w in times(content) if w.calendar] == []


def test_of_a_day_that_the_month_has_not_the_month_is_kept():
    assert one("He was born on 31 Hut 1400.").printed == "1400-12"


# -- zones as printed ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "zone", "at"),
    [
        pytest.param("Shells fell at 22:30 GMT on 5 January.", "UTC", (5, 22, 30), id="GMT"),
        pytest.param("Shells fell at 15:00 (UTC+3) on 5 January.", "UTC+03:00", (5, 12, 0), id="offset"),
        pytest.param("Shells fell at 15:00 EAT on 5 January.", "UTC+03:00", (5, 12, 0), id="letters"),
    ],
)
def test_a_clock_time_is_converted_by_the_zone_printed_beside_it(content, zone, at):
    when = one(content)
    assert (when.zone, when.zone_basis, when.earliest) == (zone, "stated", datetime(2021, 1, *at, tzinfo=UTC))


@pytest.mark.skipif(zone_of("nairobi") is None, reason="this machine has no zone database")
def test_a_city_names_its_zone():
    when = one("Shells fell at 9 a.m. Nairobi time on 5 January.")
    assert (when.words, when.zone) == ("9 a.m. Nairobi time on 5 January", "Africa/Nairobi")
    assert when.earliest == datetime(2021, 1, 5, 6, 0, tzinfo=UTC)


def test_the_same_moment_by_another_clock_tells_the_zone_and_the_day():
    local, utc, _ = times("The blast came at 6:15 am (0145 GMT) on Monday.")
    assert (local.value, local.zone) == ("2021-01-11T06:15", "UTC+04:30")
    assert local.earliest == utc.earliest == datetime(2021, 1, 11, 1, 45, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["local time", "IST"])
def test_a_zone_without_one_meaning_is_kept_in_its_words_and_the_bounds_stay_wide(zone):
    when = one(f"The blast came at 10:30 p.m. {zone} on Tuesday.")
    assert (when.zone, when.zone_basis) == (zone, "assumed")
    assert (when.latest - when.earliest).total_seconds() > 24 * 3600


# -- parts of the day ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "first", "last"),
    [
        pytest.param("On the night of 3 to 4 January it fell.", 3, 4, id="night of"),
        pytest.param("In the night from 3 to 4 January it fell.", 3, 4, id="night from"),
        pytest.param("Overnight on January 3-4 it fell.", 3, 4, id="overnight on"),
        pytest.param("On the night between Saturday and Sunday it fell.", 9, 10, id="between weekdays"),
        pytest.param("It fell late Saturday into Sunday morning.", 9, 10, id="into"),
        pytest.param("It fell overnight into Sunday.", 9, 10, id="overnight into"),
        pytest.param("It fell overnight on Sunday.", 9, 11, id="a night of two meanings"),
    ],
)
def test_a_night_holds_both_of_its_days(content, first, last):
    when = one(content)
    assert when.precision == "part_of_day" and when.value.endswith("TNI")
    assert (when.first_day, when.last_day) == (date(2021, 1, first), date(2021, 1, last))


@pytest.mark.parametrize(
    ("content", "value"),
    [
        pytest.param("It fell in the early hours of Tuesday.", "2021-01-12TMO", id="early hours"),
        pytest.param("It fell at dawn on Monday.", "2021-01-11TMO", id="dawn"),
        pytest.param("It fell the day before last Tuesday.", "2021-01-11", id="the day before a day"),
        pytest.param("They left at 4 in the morning on Monday.", "2021-01-11T04:00", id="clock in words"),
    ],
)
def test_words_before_a_day_belong_to_it(content, value):
    assert one(content).value == value


# -- ranges ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "first", "last"),
    [
        pytest.param("From Monday to Thursday the posts were shelled.", (1, 4), (1, 7), id="weekdays gone by"),
        pytest.param("Talks will go on from Monday to Thursday.", (1, 18), (1, 21), id="weekdays to come"),
        pytest.param("On 9/10 January it was shelled.", (1, 9), (1, 10), id="slash"),
        pytest.param("A curfew held from 8 p.m. to 5 a.m.", (1, 13), (1, 14), id="hours past midnight"),
    ],
)
def test_a_range_runs_forward(content, first, last):
    when = one(content)
    assert (when.first_day, when.last_day) == (date(2021, *first), date(2021, *last))
    assert when.role == "from_to"


# -- deadlines -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "due"),
    [
        pytest.param("The 1 May deadline for withdrawal stands.", (5, 1), id="deadline after"),
        pytest.param("They set a deadline of 1 May.", (5, 1), id="deadline before"),
        pytest.param("They missed the 4 January deadline.", (1, 4), id="gone by"),
        pytest.param("They will leave within two weeks.", (1, 27), id="within"),
        pytest.param("They have until Friday to sign.", (1, 15), id="until, to do"),
        pytest.param("Both sides must pull back by Thursday evening.", (1, 14), id="by"),
    ],
)
def test_a_deadline_has_its_day_and_its_role(content, due):
    when = one(content)
    assert when.role in ("by", "until") and when.last_day == date(2021, *due)


def test_within_a_length_told_as_past_is_no_deadline():
    assert one("Within two weeks, both were dead.").role == "duration"


@pytest.mark.parametrize(
    ("content", "value"),
    [
        pytest.param("The front announced the plan Dec. 21.", "2020-12-21", id="a plan is a noun"),
        pytest.param("The truce had been due to expire Friday.", "2021-01-08", id="had been due"),
        pytest.param(
            "A council in the Riverland States Friday refused it.", "2021-01-08", id="between subject and verb"
        ),
        pytest.param("The father would come to the United Valleys Friday.", "2021-01-15", id="a name ending in -ed"),
        pytest.param("They could leave as soon as Friday.", "2021-01-15", id="as soon as"),
        pytest.param("The front has decided to free them in early March.", "2021-03", id="decided to"),
        pytest.param("The truce takes effect on Friday.", "2021-01-15", id="takes effect"),
    ],
)
def test_the_words_around_a_time_put_it_before_or_after_the_report(content, value):
    assert one(content).value == value


# -- older statements ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "value", "basis"),
    [
        pytest.param(
            "In a letter dated 3 March he wrote that the post was hit yesterday.",
            "2020-03-02", "document dated 2020-03-03", id="letter",
        ),
        pytest.param(
            "In a letter of 3 March the council said that shells fell on Tuesday.",
            "2020-03-03", "document dated 2020-03-03", id="weekday in a letter",
        ),
        pytest.param(
            "On 2 January the envoy said: “Shells fell yesterday.”", "2021-01-01", "said 2021-01-02", id="date first"
        ),
        pytest.param(
            "The envoy told reporters on Monday: “They came yesterday.”", "2021-01-10", "said 2021-01-11", id="weekday"
        ),
    ],
)  # fmt: skip
def test_words_of_an_older_statement_are_counted_from_its_own_date(content, value, basis):
    when = last(content)
    assert (when.value, when.basis) == (value, basis)


def test_a_date_after_the_quotation_anchors_it_too():
    quoted, said = times("“They came yesterday,” she said on 2 January.")
    assert (quoted.value, quoted.basis) == ("2021-01-01", "said 2021-01-02")
    assert said.basis == "published 2021-01-13"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            "In a statement of 3 March 2020 it rejected the plan, which fell yesterday.", id="no content verb"
        ),
        pytest.param("He spoke on 2 January. “They came yesterday,” she said.", id="another sentence"),
        pytest.param("“We signed on 2 January and they came yesterday,” he said.", id="a date inside the quotation"),
    ],
)
def test_other_dates_anchor_nothing(content):
    assert next(w for w in times(content) if w.words == "yesterday").value == "2021-01-12"


# -- a report of unknown date ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "offset"),
    [
        pytest.param("yesterday", (-1, -1), id="yesterday"),
        pytest.param("in recent days", (-7, 0), id="recent days"),
        pytest.param("over the past 24 hours", (-1, 0), id="past hours"),
        pytest.param("on Friday", None, id="weekday"),
        pytest.param("last month", None, id="month"),
    ],
)
def test_without_the_reports_date_the_distance_from_it_is_kept(words, offset):
    when = one(f"Shells fell on the mill {words}.", published=None)
    assert (when.offset, when.first_day, when.last_day, when.basis) == (offset, None, None, "unknown")


def test_what_is_shown_says_the_value_the_bounds_and_the_anchor():
    (shown,) = plain_value("when", as_json(one("It fell late on Saturday night.")))
    assert shown == (
        "2021-01-09 (“late on Saturday night”, part of day, 2021-01-09TNI, published 2021-01-13, "
        "in UTC 2021-01-09 03:00 to 2021-01-10 17:59)"
    )
    (shown,) = plain_value("when", as_json(one("It fell yesterday.", published=None)))
    assert shown.startswith("day not known: 1 day before the report's own date, which is not known (“yesterday”")
    (shown,) = plain_value("when", as_json(one("He came on 24 Hamal 1400.")))
    assert shown == "2021-04-13 (“24 Hamal 1400”, day, solar hijri 1400-01-24, stated)"


@pytest.mark.parametrize(
    ("content", "words", "first", "last"),
    [
        pytest.param("Shells fell on 3, 5 and 7 January.", "3, 5 and 7 January", 3, 7, id="days before the month"),
        pytest.param("Shells fell on January 3, 5 and 7.", "January 3, 5 and 7", 3, 7, id="days after the month"),
        pytest.param("Shells fell on 5 and 7 January.", "5 and 7 January", 5, 7, id="two days"),
        pytest.param("They will be freed on the 25th.", "the 25th", 25, 25, id="a day of the coming month"),
        pytest.param("Shells fell on the 5th and again last night.", "the 5th", 5, 5, id="a day gone by"),
    ],
)
def test_days_are_read_without_a_month_each(content, words, first, last):
    when = times(content)[0]
    assert (when.words, when.role) == (words, "at")
    assert (when.first_day, when.last_day) == (date(2021, 1, first), date(2021, 1, last))


@pytest.mark.parametrize(
    ("content", "zone"),
    [("Logged 2021-01-05T10:00Z.", "UTC"), ("Logged 2021-01-05T10:00+04:30.", "UTC+04:30")],
)
def test_a_time_stamp_has_its_zone(content, zone):
    assert (one(content).zone, one(content).zone_basis) == (zone, "stated")


def test_without_the_reports_date_a_deadline_is_still_one():
    assert [(w.value, w.role) for w in times("It fights since Friday and will leave by 30 June.", published=None)] == [
        ("XXXX-WXX-5", "since"),
        ("XXXX-06-30", "by"),
    ]


def test_a_day_and_its_hour_are_no_range():
    assert [w.value for w in times("Velmgate, 3 May 2020 - 18:40")] == ["2020-05-03", "2020-05-03T18:40"]


def test_the_past_day_is_the_24_hours_before_the_report():
    when = one("Two were killed over the past day.")
    assert (when.words, when.first_day, when.last_day) == ("the past day", date(2021, 1, 12), PUBLISHED)


def test_clock_times_of_a_daily_report_are_of_the_day_it_is_told_as_of():
    content = (
        "Daily report of the mission\nBased on information received as of 18:00, 1 May 2031\n\n"
        "- At 09:20 a patrol heard five explosions.\n- At 23:10 a drone fell on the mill.\n"
        "- On 28 April a patrol was turned back. It came back on Tuesday."
    )
    found = {w.words: w.value for w in find_times(content, published=date(2031, 5, 3), text_id="x" * 64)}
    assert (found["09:20"], found["23:10"]) == ("2031-05-01T09:20", "2031-04-30T23:10")
    assert (found["28 April"], found["Tuesday"]) == ("2031-04-28", "2031-04-29")


def test_a_deadline_at_the_head_is_no_day_that_a_report_is_told_as_of():
    content = "The truce holds until 2 May 2031, the mission said.\n\nAt 09:20 a patrol heard five explosions."
    found = {w.words: w.value for w in find_times(content, published=date(2031, 5, 3), text_id="x" * 64)}
    assert found["09:20"] == "2031-05-03T09:20"

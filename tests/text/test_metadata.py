"""What a text says about itself: dates, dateline, outlet, agencies, language, notices."""

from __future__ import annotations

from datetime import date

import pytest
from captured_text import found, read

from trucewatch.text.dates import date_in_url, read_date
from trucewatch.text.language import identify

TITLE = "River council says the truce is holding"
ONE = "The river council said on Monday that the truce between the two banks was holding despite two incidents."
TWO = "A spokesman for the northern bank said that nobody had been hurt and that the bridge was open again."


def page(*lines: str) -> str:
    return "\n\n".join(lines)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("Oct. 19, 2020", "2020-10-19"),
        ("Posted on 19 October 2020", "2020-10-19"),
        ("Monday, October 19th, 2020 at 10:30 am", "2020-10-19"),
        ("2020-10-19T08:30:00Z", "2020-10-19T08:30:00+00:00"),
        ("2020/10/19", "2020-10-19"),
        ("19.10.2020", "2020-10-19"),
        ("10/19/2020", "2020-10-19"),
        ("11 SEP 89", "1989-09-11"),
        ("10/11/2020", None),  # November or October: not guessed
        ("31 February 2020", None),
        ("Monday", None),
        ("99999-99-99", None),
    ],
)
def test_dates_are_read_or_left_alone(words, value):
    assert read_date(words) == value


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("https://post.example/2020/10/19/truce", "2020-10-19"),
        ("https://post.example/world/truce-20201019.html", "2020-10-19"),
        ("https://post.example/world/2020/oct/19/truce", "2020-10-19"),
        ("https://post.example/2020-10-19-truce", "2020-10-19"),
        ("https://post.example/article/12345678", None),
        ("https://post.example/2020/13/45/truce", None),
    ],
)
def test_an_address_may_hold_a_day(url, value):
    assert date_in_url(url) == value


@pytest.mark.parametrize(
    ("lead", "published", "wire"),
    [
        ("KESSEL, Oct. 19, 2020 (Reuters) - ", "2020-10-19", "Reuters"),
        ("KESSEL, 19 October 2020 (AFP) – ", "2020-10-19", "AFP"),
        ("KESSEL (AP) — ", None, "AP"),
        ("KESSEL, Oct. 19 (Xinhua) -- ", None, "Xinhua"),  # no year anywhere
        ("KESSEL, 19 OCT 89 (EFE) -- ", "1989-10-19", "EFE"),
        ("KESSEL: ", None, None),
        ("", None, None),
    ],
)
def test_a_dateline_gives_day_and_agency_and_stays_body(lead, published, wire):
    reading = read(page(TITLE, lead + ONE, TWO))
    assert found(reading, "published") == ([(published, "dateline", "dateline")] if published else [])
    assert [f.value for f in reading.found if f.field == "wire"] == ([wire] if wire else [])
    start, _ = reading.text.body()[0]
    assert reading.text.content[start:].startswith(lead + ONE)


def test_a_dateline_without_a_year_takes_that_of_the_pages_date():
    reading = read(page(TITLE, "October 20, 2020", f"KESSEL, Oct. 19 (Reuters) - {ONE}", TWO))
    assert [(v, b) for v, b, _ in found(reading, "published")] == [("2020-10-20", "page"), ("2020-10-19", "dateline")]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("The bridge was open, a merchant told Reuters by telephone on Monday.", "Reuters"),
        ("AFP reported that two men had been held at the bridge on Sunday.", "AFP"),
        ("Two men had been held at the bridge, according to the Associated Press.", "AP"),
        ("Two men had been held at the bridge on Sunday, the council said (AP).", "AP"),
        ("The PA said that it would keep to the truce on the northern bank.", None),
        ("Getty, a merchant, said that the bridge was open on Monday morning.", None),
    ],
)
def test_an_agency_named_in_the_report_is_found_with_its_words(line, name):
    reading = read(page(TITLE, ONE, line, TWO))
    got = [f for f in reading.found if f.field == "wire"]
    assert [f.value for f in got] == ([name] if name else [])
    for one in got:
        assert reading.text.holds(one.span)


@pytest.mark.parametrize("line", ["AFP", "Reuters/AFP", "By Agencies, AFP"])
def test_an_agency_in_the_byline_is_a_credit(line):
    assert "AFP" in [f.value for f in read(page(TITLE, line, ONE, TWO)).found if f.field == "wire"]


def test_a_picture_agency_is_no_credit_for_the_report():
    line = "Fishermen cross the river below the bridge. Mira Holt/AFP via Getty Images"
    assert found(read(page(TITLE, line, ONE, TWO)), "wire") == []


@pytest.mark.parametrize(
    ("line", "kind", "dated"),
    [
        ("This article was updated on 20 October 2020 with the council's answer.", "update", date(2020, 10, 20)),
        ("Correction: An earlier version of this story gave the wrong name of the bridge.", "correction", None),
        ("This story has been corrected to show that two men were held, not three.", "correction", None),
        ("This article has been retracted because its source could not be confirmed.", "retraction", None),
        ("(This version corrects the number of men in paragraph three)", "correction", None),
    ],
)
def test_notices_are_kept_with_kind_day_and_words(line, kind, dated):
    (notice,) = read(page(TITLE, ONE, TWO, line)).notices
    assert (notice.kind, notice.dated, notice.span.words) == (kind, dated, line)


def test_an_outlets_name_under_the_title_is_the_publisher():
    assert found(read(page(TITLE, "Valley News", ONE, TWO)), "publisher") == [
        ("Valley News", "page", "line after the title")
    ]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (ONE, "en"),
        (ONE.upper(), "en"),
        ("Совет долины заявил в понедельник, что перемирие соблюдается, несмотря на два инцидента за выходные.", "ru"),
        ("El consejo del valle dijo el lunes que la tregua se mantiene a pesar de dos incidentes en el puente.", "es"),
        ("Truce holds", None),
        ("", None),
    ],
)
def test_the_language_is_named_only_where_there_is_enough_to_tell(words, language):
    assert identify(words) == language

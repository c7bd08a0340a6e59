"""Who is credited for the news, and whose outlet a name is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from trucewatch.link.credits import credits, same_outlet
from trucewatch.records.report import Found, Report
from trucewatch.records.text import Text, text_id


def found(words, *, publisher="Shore Post", wire=None):
    text = Text(id=text_id(words), capture_id="c", content=words, reader="test", reader_version="1")
    known = [Found(field="publisher", value=publisher, basis="sidecar")]
    known += [Found(field="wire", value=wire, basis="page")] if wire else []
    report = Report(
        id="r", capture_ids=("c",), text_ids=(text.id,), found=tuple(known), added_at=datetime(2031, 3, 1, tzinfo=UTC)
    )
    return credits(report, text)


REST = " The market was open and onions were cheap. A band played in the rain until the square was empty again."


@pytest.mark.parametrize(
    ("words", "name"),
    [
        pytest.param("The chain was cut by night, Radio Kalmar reported.", "Radio Kalmar", id="reported"),
        pytest.param("According to the newspaper Diario Lago, the chain was cut.", "Diario Lago", id="according to"),
        pytest.param("The chain was cut, the Bay Herald wrote on Monday.", "Bay Herald", id="wrote"),
        pytest.param("Brook told the Hill Mail that the chain was cut.", "Hill Mail", id="told"),
        pytest.param("In an interview with Kalmar TV, Brook spoke of the chain.", "Kalmar TV", id="interview"),
        pytest.param("The chain, the Bay Herald’s correspondent saw, was cut.", "Bay Herald", id="correspondent"),
        pytest.param("The chain was cut, citing the Kalmar News Agency.", "Kalmar News Agency", id="citing"),
        pytest.param("The chain was cut by night.\n\nWith input from Lago Press", "Lago Press", id="input"),
        pytest.param("The chain was cut, as Ilkuna Post first reported.", "Ilkuna Post", id="first reported"),
    ],
)  # fmt: skip
def test_a_source_is_read_from_the_words_round_its_name(words, name):
    assert name.removeprefix("the ") in {c.name.removeprefix("the ") for c in found(words) if c.medium}


def test_a_dateline_or_a_line_at_the_end_credits_the_whole_report_and_a_sentence_its_paragraph():
    assert found("KALMAR (AFP) – The chain was cut." + REST, wire="AFP")[0].whole
    assert found("The chain was cut." + REST + " (AFP)", wire="AFP")[0].whole
    assert found("The chain was cut." + REST + "\n\nSource: AFP", wire="AFP")[0].whole
    middle = found("The chain was cut." + REST + "\n\nAFP reported that the winch was gone." + REST, wire="AFP")[0]
    assert not middle.whole and middle.scope[0] > 0


def test_days_pronouns_and_the_outlet_itself_are_no_sources():
    words = "On Monday said the clerk. He reported it. The Shore Post wrote of it, and the Post said so again."
    assert not [c.name for c in found(words) if c.medium]


def test_a_person_or_a_party_is_no_medium():
    assert not [
        c for c in found("The chain was cut, Ansel Brook said. The River Front reported it as well.") if c.medium
    ]


@pytest.mark.parametrize(
    ("credited", "publisher", "same"),
    [
        pytest.param("Radio Kalmar reported", "Radio Kalmar", True, id="the same name"),
        pytest.param("the Bay Herald reported", "The Bay Herald", True, id="with an article"),
        pytest.param("the newspaper Kalmar reported", "Kalmar Post", True, id="short, and said to be a newspaper"),
        pytest.param("Kalmar reported", "Kalmar Post", False, id="a town's name"),
        pytest.param("the Herald reported", "Bay Herald", True, id="short, as its readers say"),
        pytest.param("Radio Kalmar reported", "Kalmar Post", False, id="another outlet of the town"),
    ],
)  # fmt: skip
def test_a_name_is_an_outlets_only_if_it_says_so(credited, publisher, same):
    assert any(same_outlet(c, publisher) for c in found(f"The chain was cut, {credited}.")) is same

"""The demo reports: in our own words, under invented outlets, marked, with what each is based on."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from demo_texts import REPORTS, SIDECAR, TEXTS, rows

MARK = "Written for the Trucewatch demo; not a news report"
MOST_QUOTED = 25
LONGEST_RUN = 8
SHARED = Path(__file__).resolve().parents[3] / "shared"

#: Wire agencies and outlets that exist: none may be given as the publisher of words that we wrote.
REAL_OUTLETS = re.compile(
    r"\b(?:reuters|afp|associated press|xinhua|tass|bbc|cnn|voa|rfe|tolo|ariana|guardian|telegraph|sputnik|khaama"
    r"|pajhwok)\b",
    re.I,
)


QUOTATION = re.compile(r'"([^"]+)"|“([^”]+)”')
each_report = pytest.mark.parametrize("name", list(TEXTS))


def test_there_are_reports_enough_in_every_form():
    assert len(TEXTS) >= 26
    assert {path.suffix for path in REPORTS.iterdir()} == {".txt", ".html", ".eml", ".jsonl", ".csv"}


def test_the_sidecar_names_every_report_and_no_other():
    assert sorted(row["file"] for row in SIDECAR) == sorted(TEXTS)


def test_the_sidecar_is_complete():
    for row in SIDECAR:
        assert row["publisher"], row["file"]
        assert row["licence"] == "Apache-2.0"
        published = date.fromisoformat(row["published"])
        assert date(2020, 2, 29) <= published <= date(2021, 9, 30)
        if "#" not in row["file"]:
            assert row["file"].startswith(row["published"]), "the file name begins with the day of publication"


def test_every_address_is_in_the_domain_that_leads_nowhere():
    for row in SIDECAR:
        assert not row["url"] or re.fullmatch(r"https://[a-z-]+\.demo\.example/\S+", row["url"]), row["file"]


def test_the_outlets_are_invented():
    for row in SIDECAR:
        assert row["publisher"].startswith("Demo ")
        assert not REAL_OUTLETS.search(row["publisher"])


def test_what_each_report_is_based_on_is_written_down_with_outlets_and_dates():
    based_on = {row["file"]: row["based_on"] for row in rows("based_on.csv")}
    assert sorted(based_on) == sorted(TEXTS)
    for name, basis in based_on.items():
        assert re.search(r"\b20(?:20|21)\b", basis), name


@each_report
def test_the_last_line_says_that_it_is_not_a_news_report(name):
    assert [line.strip() for line in TEXTS[name].splitlines() if line.strip()][-1] == MARK


@each_report
def test_a_report_is_short(name):
    assert 80 <= len(TEXTS[name].split()) <= 350


@each_report
def test_quoted_words_are_few(name):
    quoted = [words for pair in QUOTATION.findall(TEXTS[name]) for words in pair if words]
    assert sum(len(words.split()) for words in quoted) <= MOST_QUOTED
    assert TEXTS[name].count('"') % 2 == 0
    assert TEXTS[name].count("“") == TEXTS[name].count("”")


@each_report
def test_the_names_of_real_outlets_stand_in_no_report(name):
    assert not REAL_OUTLETS.search(TEXTS[name])


def test_one_wire_story_comes_in_three_reprints_besides_the_wire_s_own():
    lead = "breaking the Doha agreement with air strikes in Helmand"
    printed = {row["publisher"] for row in SIDECAR if lead in TEXTS[row["file"]]}
    assert printed == {"Demo Wire", "Demo Herald", "Demo Online", "Demo City Times"}


def test_five_outlets_and_more_tell_of_the_charge_and_denial_of_5_april():
    told = {
        row["publisher"]
        for row in SIDECAR
        if "2020-04-05" <= row["published"] <= "2020-04-07" and "leggett" in TEXTS[row["file"]].casefold()
    }
    assert len(told) >= 5


@pytest.mark.parametrize(
    ("published", "figure"),
    [
        pytest.param("2020-03-11", "late on Tuesday", id="decree signed on the 10th"),
        pytest.param("2020-03-12", "March 11", id="decree signed on the 11th"),
        pytest.param("2020-04-18", "only 19", id="servicemen among the sixty"),
        pytest.param("2020-05-12", "at least 14", id="hospital, first toll"),
        pytest.param("2020-05-13", "risen to 16", id="hospital, second toll"),
        pytest.param("2020-05-14", "killed 24 people", id="hospital, third toll"),
        pytest.param("2020-05-14", "from 24 to 32", id="funeral"),
        pytest.param("2020-05-31", "2,284", id="prisoners as the Taliban count"),
        pytest.param("2020-05-31", "2,700", id="prisoners as Kabul counts"),
        pytest.param("2020-07-11", "4,019", id="prisoners in July"),
        pytest.param("2020-07-11", "more than 900", id="captives as the Taliban count"),
        pytest.param("2020-07-11", "about 500", id="captives as Kabul counts"),
        pytest.param("2021-04-15", "May 1", id="the deadline as reported"),
        pytest.param("2021-04-16", "April 29", id="the deadline as counted"),
        pytest.param("2021-05-09", "More than 50", id="school, first toll"),
        pytest.param("2021-05-10", "risen to 58", id="school, second toll"),
        pytest.param("2021-05-11", "Around 60", id="school, third toll"),
        pytest.param("2021-07-02", "on Friday", id="Bagram left on 2 July"),
        pytest.param("2021-07-09", "July 6, 2021: American troops vacate Bagram", id="Bagram left on 6 July"),
        pytest.param("2021-09-01", "June 2", id="Bagram left on 2 June"),
        pytest.param("2021-08-31", "Monday, Aug. 30", id="last flight on the 30th"),
        pytest.param("2021-09-01", "August 31", id="last flight on the 31st"),
    ],
)
def test_figures_and_dates_in_conflict_are_in_the_reports(published, figure):
    assert any(figure in TEXTS[row["file"]] for row in SIDECAR if row["published"] == published)


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", re.sub(r"['’]", "", text.casefold()))


def runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + LONGEST_RUN]) for at in range(len(words) - LONGEST_RUN + 1)}


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="../shared/seeds is not here")
def test_no_run_of_eight_words_is_shared_with_a_starting_report():
    theirs: set[tuple[str, ...]] = set()
    seeds = sorted((SHARED / "seeds").glob("*.txt"))
    assert seeds
    for seed in seeds:
        theirs |= runs(words_of(seed.read_text(encoding="utf-8")))
    for name, text in TEXTS.items():
        without_quotations = QUOTATION.sub(" § ", text).split("§")
        ours = set().union(*(runs(words_of(piece)) for piece in without_quotations))
        assert not ours & theirs, name

"""The first page: what is new, open, due and covered, with counts that lead on; a new case says how to begin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.present.web.web_case import AGREEMENT

from trucewatch.assess.clocks import ClockRun
from trucewatch.case import Case, create, open_case
from trucewatch.present.web.app import create_app
from trucewatch.present.web.overview import by_reason, due_soon, left_out, news, plain_counts, weeks
from trucewatch.records.agreement import Clock
from trucewatch.records.maker import SetAside
from trucewatch.settings import Settings
from trucewatch.store import Run


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[TestClient]:
    """The pages of a case to which nothing was added."""
    (tmp_path / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    create(tmp_path / "bare.truce", agreement=str(tmp_path / "agreement.yaml")).close()
    app = create_app(tmp_path / "bare.truce", settings=Settings(person="Mira Holt"))
    with TestClient(app, base_url="http://127.0.0.1:8722") as asking:
        yield asking


def test_counts_lead_to_what_they_count(client: TestClient, opened: Case):
    page = client.get("/").text
    counts = opened.overview().counts
    assert f'<a href="/statements"><b>{counts["statement"]}</b>' in page
    for place in ("/reports", "/statements", "/incidents"):
        assert client.get(place).status_code == 200
    open_claims = opened.ledger_page(answered=False).total
    assert f'<a href="/ledger?answered=no"><b>{open_claims}</b>' in page


def test_an_open_claim_stands_with_the_search_behind_it(client: TestClient, opened: Case):
    page = client.get("/").text
    rows = opened.ledger_page(answered=False).items
    assert rows
    for row in rows:
        assert "<b>No response found.</b> Looked through" in page
        assert f"by {row.search.side}." in page
        assert f'href="/statements/{row.claim.id}"' in page


def test_what_the_last_run_brought_is_counted_and_listed(client: TestClient, opened: Case):
    last = [run for run in opened.store.runs() if run.what == "add"][-1]
    fresh = opened.store.new_counts(last.started_at - timedelta(microseconds=1), most=99)
    page = client.get("/").text
    for kind, number in fresh.items():
        assert f'"/new?since=run#{kind}s">{number} new' in page if number else f"no new {kind}s" in page
    assert client.get("/new?since=run").status_code == 200


def test_news_since_a_dossier_count_from_what_it_knew(app_case: Path):
    with open_case(app_case, write=True) as case:
        runs = case.store.runs()
        assert news(case, "brief", runs) is None
        now = case.store.latest()
        case.store.save_brief(
            {"html": b"<p>"}, made_at=now, known_at=now, who="Mira Holt", options={}, versions={}, texts=[]
        )
        told = news(case, "brief", runs)
        assert told is not None
        assert told.since == now
        assert case.store.new_counts(told.since, most=9) == {"report": 0, "statement": 0, "incident": 0}


def test_weeks_without_reports_are_told_as_no_coverage(client: TestClient, opened: Case):
    strip = weeks(opened.store)
    assert [(week.reports, week.outlets, week.height) for week in strip] == [(3, 3, 100), (1, 1, 33), (2, 2, 67)]
    assert "No week is without a report" in client.get("/").text


def test_a_week_between_two_reports_that_has_none_is_hatched(app_case: Path, client: TestClient):
    with open_case(app_case, write=True) as case:
        case.add_words(
            b"The ferry to Husavik ran again, the harbour said.", publisher="Skaft Wire", published="2031-06-04"
        )
    page = client.get("/").text
    assert "2 weeks without any report" in page
    assert '<td class="num" colspan="2">no coverage</td>' in page


def test_deadlines_within_thirty_days_are_told_and_the_nearer_stand_out():
    today = date(2031, 5, 1)
    runs = [
        ClockRun(
            ref=str(days), as_of=today, clock=Clock(kind="fixed"), state="running", due=today + timedelta(days=days)
        )
        for days in (40, 30, 14, 15, 0, -1)
    ]
    told = due_soon(runs, [], today=today)
    assert [(due.ref, due.near) for due in told] == [("0", True), ("14", True), ("15", False), ("30", False)]


def test_what_a_run_set_aside_is_counted_by_reason(client: TestClient):
    run = Run(
        id="1", what="add", versions={}, started_at=datetime(2031, 5, 3, tzinfo=UTC), ended_at=None,
        counts={"added": 6, "left out: no cue of speech": 2, "left out: a name or a thing": 3},
    )  # fmt: skip
    assert left_out(run) == [("a name or a thing", 3), ("no cue of speech", 2)]
    assert plain_counts(run.counts) == [("added", 6)]
    refused = [
        SetAside(reason="empty", what="a.txt"),
        SetAside(reason="binary", what="b"),
        SetAside(reason="empty", what="c"),
    ]
    assert by_reason(refused) == [("empty", 2), ("binary", 1)]
    assert "set aside in the last run" in client.get("/").text.casefold()


def test_a_new_case_says_how_to_add_reports(bare: TestClient):
    page = bare.get("/")
    assert page.status_code == 200
    assert "This case holds no reports yet" in page.text
    assert "trucewatch add" in page.text
    for place in ("/timeline", "/map", "/statements", "/incidents"):
        assert bare.get(place).status_code == 200
    assert bare.get("/new", follow_redirects=False).headers["location"] == "/"


def test_who_holds_the_case_is_told(client: TestClient, app_case: Path):
    assert "has been writing to this case" not in client.get("/").text
    with open_case(app_case, write=True) as case, case.store.lease("Orla Brandt"):
        assert "<b>Orla Brandt</b> has been writing to this case since" in client.get("/").text


# -- in the browser --------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_overview_keeps_to_wcag_on_a_phone_too(new_page: Any, no_violations: Any, scheme: str):
    for width in (1280, 360):
        page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        for place in ("/", "/new"):
            page.goto(place)
            no_violations(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_claims_speaker_opens_the_words_it_rests_on(browser_page: Any):
    browser_page.goto("/")
    browser_page.locator("section[aria-labelledby=open] a.value").first.click()
    browser_page.locator("#evidence").get_by_text("Rests on these words").wait_for()

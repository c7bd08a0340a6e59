"""The ledger page: claims beside what answered them, the search behind "none found", filters, parts, CSV, silences."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from fastapi.testclient import TestClient

from trucewatch.case import Case
from trucewatch.present.ledger_lines import ledger_csv


def test_a_claim_stands_beside_its_denial_with_the_delay(client: TestClient, opened: Case):
    claim = next(row for row in opened.ledger() if row.answered)
    page = client.get("/ledger?answered=yes").text
    assert "Adel Brandt" in page
    assert "<b>Denial</b>" in page
    assert f"/statements/{claim.responses[0].statement.id}" in page
    assert f"left=s%3A{claim.claim.id[:8]}" in page


def test_an_open_claim_says_what_was_looked_through(client: TestClient):
    page = client.get("/ledger?answered=no").text
    assert "flying armed drones over Akureyri" in page
    assert "<b>None found.</b> Looked through" in page
    assert "none of outlets of Belmar Front" in page
    assert "shelling the bridge at Selfoss" not in page


@pytest.mark.parametrize(
    ("query", "number"),
    [
        pytest.param("", 2, id="all"),
        pytest.param("?side=Arvania", 1, id="who makes it"),
        pytest.param("?against=arvania", 1, id="whom it is against, in any case"),
        pytest.param("?provision=1", 1, id="provision"),
        pytest.param("?act=condemn", 0, id="act"),
        pytest.param("?since=2031-05-10", 1, id="first day"),
        pytest.param("?until=2031-05-10", 1, id="last day"),
        pytest.param("?publisher=harbour", 1, id="part of an outlet's name"),
    ],
)
def test_the_ledger_is_narrowed(client: TestClient, opened: Case, query: str, number: int):
    answer = client.get(f"/ledger{query}")
    assert answer.status_code == 200
    rows = list(csv.DictReader(io.StringIO(client.get(f"/ledger.csv{query}").text)))
    assert len(rows) == number
    assert (f"{number} claim" in answer.text) == bool(number)


def test_a_filter_that_leaves_nothing_says_what_to_do(client: TestClient):
    assert "Leave one out, or clear them" in client.get("/ledger?act=condemn").text


@pytest.mark.parametrize(
    ("query", "told"),
    [
        pytest.param("since=May", "takes a day like", id="no day"),
        pytest.param("since=2031-05-09&until=2031-05-01", "lies after", id="days the wrong way round"),
        pytest.param("side=Arvanja", "did you mean &#39;Arvania&#39;", id="no party"),
        pytest.param("offset=-1", "takes a number from 0 on", id="no number"),
    ],
)
def test_a_filter_that_cannot_be_meant_is_refused_in_words(client: TestClient, query: str, told: str):
    answer = client.get(f"/ledger?{query}")
    assert answer.status_code == 400
    assert told in answer.text


def test_the_download_holds_the_rows_that_the_command_line_gives(client: TestClient, opened: Case):
    answer = client.get("/ledger.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text == ledger_csv(opened, opened.ledger())


def test_who_has_not_spoken_is_told_for_provisions_and_for_open_claims(client: TestClient):
    assert "Arvania withdraws its heavy guns" in client.get("/ledger/silence?side=Belmar+Front").text
    claims = client.get("/ledger/silence?of=claims").text
    assert "flying armed drones" in claims
    assert "<bdi>Belmar Front</bdi>" in claims
    assert "none_recorded_of" in client.get("/ledger/silence.csv").text


def test_a_value_of_the_ledger_opens_its_evidence_beside_the_list(browser_page: Any, no_violations: Any):
    browser_page.goto("/ledger")
    no_violations(browser_page)
    browser_page.get_by_role("link", name="accusation").first.click()
    panel = browser_page.locator("#evidence")
    panel.get_by_text("Rests on these words").wait_for()
    assert "shelling the bridge" in panel.inner_text()
    browser_page.keyboard.press("Escape")
    browser_page.get_by_label("Response").select_option("no")
    browser_page.get_by_role("button", name="Show").click()
    browser_page.get_by_text("None found.").first.wait_for()
    assert "answered=no" in browser_page.url


def test_the_ledger_holds_on_a_phone_in_the_dark(new_page: Any, no_violations: Any):
    page = new_page(viewport={"width": 360, "height": 740}, color_scheme="dark")
    for address in ("/ledger", "/ledger/silence"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        no_violations(page)

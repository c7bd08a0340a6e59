"""Provisions and commitments: text, clock, readings, evidence by pages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient

from trucewatch.case import Case


@pytest.fixture
def in_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clocks and standings are those of 10 May 2031."""
    clocks, assessments = Case.clocks, Case.assessments
    monkeypatch.setattr(Case, "clocks", lambda self: clocks(self, as_of=date(2031, 5, 10)))
    monkeypatch.setattr(Case, "assessments", lambda self: assessments(self, as_of=date(2031, 5, 10)))


@pytest.mark.usefixtures("in_may")
def test_every_provision_stands_with_its_clock_and_what_reports_say(client: TestClient):
    page = client.get("/provisions").text
    assert "Arvania withdraws its heavy guns within 90 days of signing." in page
    assert "on 29 May 2031" in page
    assert "breach alleged and answered" in page
    assert "Drones may not fly over Akureyri at any hour." in page


@pytest.mark.usefixtures("in_may")
def test_a_provision_shows_the_computed_day_beside_the_one_that_reports_give(client: TestClient, opened: Case):
    commitment = next(iter(opened.store.commitments()))
    page = client.get("/provisions/2").text
    assert "90 days from 28 February 2031 = 29 May 2031" in page
    assert "signature: 28 February 2031, dated in the agreement file" in page
    assert f"/commitments/{commitment.id}" in page


def test_evidence_is_listed_by_kind_and_side_in_parts(client: TestClient):
    statements = client.get("/provisions/1?kind=statement").text
    assert "shelling the bridge at Selfoss" in statements
    only = client.get("/provisions/1?kind=statement&side=Belmar+Front").text
    assert "shelling the bridge at Selfoss" in only
    assert "Ines Halloran" not in only.partition('id="evidence-list"')[2]
    assert "withdraw its heavy guns" in client.get("/provisions/2?kind=commitment").text


def test_a_claimed_term_says_whose_it_is(client: TestClient):
    page = client.get("/provisions/x1", follow_redirects=False)
    assert page.headers["location"] == "/provisions/X1"
    assert "claimed by Belmar Front" in client.get("/provisions/X1").text


def test_a_reference_that_is_not_there_names_those_that_are(client: TestClient):
    answer = client.get("/provisions/9")
    assert answer.status_code == 404
    assert "it has 1, 2, X1" in answer.text


def test_a_commitment_shows_its_words_its_day_and_the_provision(client: TestClient, opened: Case):
    commitment = next(iter(opened.store.commitments()))
    assert "withdraw its heavy guns from Selfoss" in client.get("/commitments?side=Arvania").text
    page = client.get(f"/commitments/{commitment.id}").text
    assert "<mark>" in page
    assert 'href="/provisions/2"' in page
    assert client.get("/commitments?since=2032-01-01").text.count("<tr>") == 0


def test_provisions_and_commitments_can_be_read_by_everybody(new_page: Any, no_violations: Any):
    for scheme, width in (("light", 1280), ("dark", 360)):
        page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        for address in ("/provisions", "/provisions/2", "/commitments"):
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            no_violations(page)

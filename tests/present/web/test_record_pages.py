"""What the pages of statements and incidents show beside their words, and why two records are one or two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from tests.present.web.forms import forms_in

from trucewatch.case import Case, open_case
from trucewatch.settings import Settings


def said(opened: Case, words: str) -> Any:
    return next(s for s in opened.statements() for span in opened.words(s) if words in span.words)


def test_a_claim_shows_what_answers_it_and_the_answer_what_it_answers(client: TestClient, opened: Case):
    row = next(row for row in opened.ledger() if row.answered)
    answer = row.responses[0].statement
    claim = client.get(f"/statements/{row.claim.id}").text
    assert "What answers it" in claim
    assert f"/statements/{answer.id}" in claim
    reply = client.get(f"/statements/{answer.id}").text
    assert f"/statements/{row.claim.id}" in reply.partition("What it answers")[2]


def test_an_open_claim_says_what_was_looked_through(client: TestClient, opened: Case):
    page = client.get(f"/statements/{said(opened, 'flying armed drones').id}").text
    assert "<b>None found</b> by Belmar Front" in page


def test_a_statement_shows_provisions_reports_and_history(client: TestClient, opened: Case):
    page = client.get(f"/statements/{said(opened, 'shelling the bridge').id}").text
    assert 'href="/provisions/1"' in page
    assert "independent origin" in page
    assert "Harbour Online" in page
    assert "recorded by" in page
    assert "pairs of its mentions judged one" in page or "pair of its mentions judged one" in page


def test_an_incident_shows_who_tells_of_it_rival_figures_and_statements(client: TestClient, opened: Case):
    incident = next(i for i in opened.incidents() if any("nine people" in s.words for s in opened.words(i)))
    page = client.get(f"/incidents/{incident.id}").text
    assert "Who tells of it" in page
    assert "Figures given for it" in page
    assert "at least 12" in page
    assert "Statements that tell of it" in page


def test_why_shows_both_in_their_words_with_the_values_compared(client: TestClient, opened: Case):
    row = next(row for row in opened.ledger() if row.answered)
    answer = row.responses[0].statement
    page = client.get(f"/why?left=s:{row.claim.id[:8]}&right=s:{answer.id[:8]}").text
    assert "linked as an answer (denial)" in page
    assert "Values compared" in page
    assert page.index("An answer?") < page.index("One statement?")
    assert "trucewatch decide CASE" in page


def test_why_needs_two_records_that_can_be_held_against_each_other(client: TestClient, opened: Case):
    assert "Name two statements" in client.get("/why").text
    incident = next(iter(opened.incidents()))
    answer = client.get(f"/why?left=s:{said(opened, 'drones').id}&right=i:{incident.id}")
    assert answer.status_code == 400
    assert "Nothing is judged between" in answer.text


def test_a_record_that_is_not_there_is_told_without_where_the_case_lies(client: TestClient, app_case: Path):
    answer = client.get("/statements/0000")
    assert answer.status_code == 404
    assert "No record" in answer.text
    for told in (answer.text, client.get("/api/v1/statements/0000").text):
        assert str(app_case.parent) not in told
        assert "trucewatch ledger" not in told


def test_what_cannot_be_asked_leads_back_to_the_page_itself(client: TestClient):
    answer = client.get("/ledger?since=soon")
    assert answer.status_code == 400
    assert '<a href="/ledger">Show this page' in answer.text


def test_an_error_that_nobody_foresaw_is_told_on_a_page_of_ours(app: FastAPI, monkeypatch: pytest.MonkeyPatch):
    def fails(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr("trucewatch.present.web.pages.ledger.Filters", fails)
    with TestClient(app, base_url="http://127.0.0.1:8722", raise_server_exceptions=False) as client:
        answer = client.get("/ledger")
    assert answer.status_code == 500
    assert "The program met an error of its own" in answer.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]


def test_on_the_page_that_explains_two_records_a_person_decides_and_takes_it_back(client: TestClient, opened: Case):
    row = next(row for row in opened.ledger() if row.answered)
    answer = row.responses[0].statement
    address = f"/why?left=s:{row.claim.id[:8]}&right=s:{answer.id[:8]}"
    form = next(f for f in forms_in(client.get(address).text) if f.values.get("verb") == "not-answers")
    assert client.post(form.action, data={**form.values, "why": ""}).status_code == 400
    told = client.post(form.action, data={**form.values, "why": "it speaks of another day"}).text
    assert "not linked as an answer" in told
    assert "it speaks of another day" in told
    back = next(f for f in forms_in(told) if f.values.get("verb") == "undo")
    told = client.post(back.action, data={**back.values, "why": "it does after all"}).text
    assert "linked as an answer (denial)" in told


def test_who_decides_second_of_two_records_is_told(client: TestClient, app_case: Path, opened: Case):
    row = next(row for row in opened.ledger() if row.answered)
    claim, answer = f"s:{row.claim.id[:8]}", f"s:{row.responses[0].statement.id[:8]}"
    page = client.get(f"/why?left={claim}&right={answer}").text
    form = next(f for f in forms_in(page) if f.values.get("verb") == "not-answers")
    with open_case(app_case, write=True, settings=Settings(person="Oskar Dahl")) as case:
        case.judge(claim, "same", answer, relation="response", label="counter_accusation", why="it turns the charge")
    second = client.post(form.action, data={**form.values, "why": "it speaks of another day"})
    assert second.status_code == 409
    assert "Oskar Dahl decided on this meanwhile" in second.text
    assert "it speaks of another day" in second.text


def test_records_and_why_can_be_read_by_everybody(new_page: Any, opened: Case, no_violations: Any):
    row = next(row for row in opened.ledger() if row.answered)
    incident = next(i for i in opened.incidents() if any("nine people" in s.words for s in opened.words(i)))
    addresses = (
        f"/statements/{row.claim.id}", f"/incidents/{incident.id}",
        f"/why?left=s:{row.claim.id}&right=s:{row.responses[0].statement.id}",
    )  # fmt: skip
    for scheme, width in (("light", 1280), ("dark", 360)):
        page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        for address in addresses:
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            no_violations(page)

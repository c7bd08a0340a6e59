"""What the pages of statements and incidents show beside their words, and why two records are one or two."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from trucewatch.case import Case


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
    assert "nothing is judged between" in answer.text


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

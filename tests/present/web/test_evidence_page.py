"""Every value opens the exact words it rests on, with the capture's hash, the method and the history."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from trucewatch.case import Case


def said(opened: Case, words: str) -> Any:
    return next(s for s in opened.statements() for span in opened.words(s) if words in span.words)


def test_a_value_shows_the_words_it_was_read_from_and_the_captures_hash(client: TestClient, opened: Case):
    statement = said(opened, "fired forty shells")
    answer = client.get(f"/evidence/statement/{statement.id}/speaker")
    assert answer.status_code == 200
    assert "<mark>Adel Brandt" in answer.text
    assert opened.store.report_of_text(opened.words(statement)[0].text_id)[0].capture_id in answer.text
    assert "machine:" in answer.text


def test_an_unknown_field_is_refused_with_the_fields_there_are(client: TestClient, opened: Case):
    answer = client.get(f"/evidence/statement/{said(opened, 'fired forty shells').id}/guilt")
    assert answer.status_code == 400
    assert "target_side" in answer.text


def test_an_id_that_is_not_there_gives_a_page_that_says_what_to_do(client: TestClient):
    answer = client.get("/statements/ffffffffffff")
    assert answer.status_code == 404
    assert 'href="/search"' in answer.text


def test_an_id_as_printed_in_a_dossier_leads_to_its_page(client: TestClient, opened: Case):
    statement = said(opened, "fired forty shells")
    answer = client.get(f"/r/s:{statement.id[:8]}", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/statements/{statement.id}"


def test_a_mention_leads_to_the_record_that_holds_it(client: TestClient, opened: Case):
    statement = said(opened, "fired forty shells")
    answer = client.get(f"/r/m:{statement.mention_ids[0]}", follow_redirects=False)
    assert answer.headers["location"] == f"/statements/{statement.id}"


def test_the_panel_opens_beside_the_page_and_escape_gives_focus_back(
    browser_page: Any, opened: Case, no_violations: Any
):
    statement = said(opened, "fired forty shells")
    browser_page.goto(f"/statements/{statement.id}")
    value = browser_page.get_by_role("link", name="Adel Brandt").first
    value.click()
    panel = browser_page.locator("#evidence")
    panel.get_by_text("Rests on these words").wait_for()
    assert any("Adel Brandt" in words for words in panel.locator("mark").all_inner_texts())
    no_violations(browser_page)
    browser_page.keyboard.press("Escape")
    assert panel.is_hidden()
    assert value.evaluate("one => one === document.activeElement")

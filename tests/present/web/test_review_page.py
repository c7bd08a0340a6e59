"""Review: one item at a time, both sides in their words, each action by button and by key, and on to the next."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.present.web.forms import form_with, forms_in

from trucewatch.case import Case


def items(opened: Case, *kinds: str) -> list[Any]:
    return [d for d in opened.doubts() if not kinds or d.kind in kinds]


@pytest.fixture
def doubt(opened: Case) -> Any:
    """Something in doubt about one record."""
    return items(opened, "attribution", "event", "speaker", "side", "date", "place")[0]


def press(client: TestClient, address: str, button: str, *, follow: bool = True, **typed: str) -> Any:
    form = form_with(client.get(address).text, button)
    return client.post(
        form.action, data={**form.values, "why": "looked at it", **typed, "action": button}, follow_redirects=follow
    )  # fmt: skip


def test_the_queue_shows_the_weightiest_first_with_its_reason_and_words(client: TestClient, opened: Case):
    first = items(opened)[0]
    page = client.get("/review").text
    assert f'action="/review/{first.key}' in page
    assert 'aria-current="true"' in page


def test_the_queue_is_narrowed_to_one_kind_of_doubt(client: TestClient, opened: Case, doubt: Any):
    page = client.get(f"/review?kind={doubt.kind}").text
    assert f"1 of {len(items(opened, doubt.kind))}" in page
    assert client.get("/review?kind=guilt").status_code == 400


def test_an_empty_part_of_the_queue_says_what_to_do(client: TestClient):
    assert "Show the whole queue" in client.get("/review?stage=signed+off").text


def test_a_pair_shows_both_sides_their_values_and_what_a_decision_changes(client: TestClient, opened: Case):
    pair = items(opened, "response", "provision", "same_statement", "same_incident")[0]
    page = client.get(f"/review?item={pair.key}").text
    assert 'class="sides two"' in page
    assert page.count('class="way"') >= 3
    assert "/why?left=" in page


@pytest.mark.parametrize("way", ["same", "different"])
def test_a_pair_is_judged_and_leaves_the_queue(client: TestClient, opened: Case, way: str):
    pair = items(opened, "response", "provision", "same_statement", "same_incident")[0]
    answer = press(client, f"/review?item={pair.key}", way)
    assert answer.status_code == 200
    assert opened.store.decisions()[-1].action == way
    assert pair.key not in {d.key for d in opened.doubts()}


def test_a_record_is_accepted_and_the_next_item_comes(client: TestClient, opened: Case, doubt: Any):
    answer = press(client, f"/review?item={doubt.key}", "confirm")
    assert "accepted it as it is" in answer.text
    assert f"/review/{doubt.key}" not in answer.text
    assert doubt.key not in {d.key for d in opened.doubts()}


def test_a_decision_is_taken_back_at_once(client: TestClient, opened: Case, doubt: Any):
    answer = press(client, f"/review?item={doubt.key}", "reject")
    undo = next(form for form in forms_in(answer.text) if form.action == "/undo")
    client.post("/undo", data=undo.values)
    assert [d.action for d in opened.store.decisions()] == ["reject", "undo"]
    assert doubt.key in {d.key for d in opened.doubts()}


def test_without_a_reason_nothing_is_decided_and_the_item_stays(client: TestClient, opened: Case, doubt: Any):
    answer = press(client, f"/review?item={doubt.key}", "confirm", why="")
    assert answer.status_code == 400
    assert opened.store.decisions() == []
    assert f'action="/review/{doubt.key}' in answer.text


def test_the_value_in_doubt_is_given_where_it_is_asked_for(client: TestClient, opened: Case):
    doubt = next(d for d in items(opened) if d.field == "where")
    typed = {"where.name": "the old quay", "where.lat": "64.1", "where.lon": "-21.9", "where.precision": "exact"}
    press(client, f"/review?item={doubt.key}", "save", **typed)
    where = opened.find(f"i:{doubt.about}")[1].where
    assert (where.name, where.lat) == ("the old quay", 64.1)
    assert doubt.key not in {d.key for d in opened.doubts()}


def test_an_item_is_commented_assigned_finished_and_reopened(client: TestClient, opened: Case, doubt: Any):
    address = f"/review?item={doubt.key}"
    assert "which tape?" in press(client, address, "comment", words="which tape?").text
    assert "for Tor Vale" in press(client, address, "assign", to="Tor Vale").text
    press(client, address, "finish", why="")
    assert f'action="/review/{doubt.key}' in client.get("/review?stage=finished").text
    press(client, f"{address}&stage=finished", "reopen")
    assert opened.review_states([doubt.key])[doubt.key].stage == "open"


def test_an_item_that_is_there_no_more_is_told(client: TestClient):
    assert client.get("/review?item=0123456789abcdef").status_code == 404


def test_two_readers_read_one_sample_and_their_agreement_is_printed(client: TestClient, opened: Case):
    drawn = client.post(
        "/samples", data={**form_with(client.get("/samples").text, "draw").values, "size": "2", "seed": "7"}
    )  # fmt: skip
    address = drawn.url.path
    for n in (0, 1):
        form = form_with(client.get(f"{address}?n={n}").text, "keep")
        unsaid = client.post(address, data={**form.values, "act": "accuse", "speaker": "Adel Brandt"})
        assert unsaid.status_code == 400
        assert "Choose an answer first: Is it there at all?, For which side" in unsaid.text
        assert 'value="Adel Brandt"' in unsaid.text
        answers = {"real": "yes", "side": "none", "target_side": "none", "act": "accuse", "speaker": "Adel Brandt"}
        client.post(address, data={**form.values, **(answers if n else {"real": "no"})})
    (sample,) = opened.samples()
    assert sample.readers == {"Mira Holt": 2}
    assert "once two persons have read" in client.get(address).text


def test_a_sample_larger_than_the_case_is_refused(client: TestClient):
    form = form_with(client.get("/samples").text, "draw")
    answer = client.post("/samples", data={**form.values, "size": "9999"})
    assert answer.status_code == 400
    assert "as many as the case has" in answer.text


# -- in the browser -----------------------------------------------------------------------------------------


def test_the_keys_lead_through_the_queue_and_decide(browser_page: Any, opened: Case, no_violations: Any, doubt: Any):
    page = browser_page
    page.goto(f"/review?kind={doubt.kind}")
    no_violations(page)
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    if len(items(opened, doubt.kind)) > 1:
        page.keyboard.press("j")
        page.get_by_text("2 of").wait_for()
        page.keyboard.press("k")
        page.get_by_text("1 of").wait_for()
    page.keyboard.press("a")  # no reason yet: the field is next
    assert page.evaluate("document.activeElement.name") == "why"
    page.keyboard.type("heard on the tape")
    page.keyboard.press("Enter")
    page.locator(".done").wait_for()
    assert opened.store.decisions()[-1].action == "confirm"
    page.keyboard.press("u")
    page.get_by_text("took a decision back").wait_for()
    assert opened.store.decisions()[-1].action == "undo"


def test_a_reason_and_enter_alone_decide_nothing(browser_page: Any, opened: Case):
    browser_page.goto("/review")
    browser_page.locator("#why").fill("a reason")
    browser_page.locator("#why").press("Enter")
    browser_page.wait_for_timeout(300)
    assert opened.store.decisions() == []


def test_the_key_for_a_comment_leads_to_its_field(browser_page: Any):
    browser_page.goto("/review")
    browser_page.keyboard.press("c")
    assert browser_page.evaluate("document.activeElement.id") == "comment"


def test_review_works_on_a_phone_in_the_dark(new_page: Any, no_violations: Any):
    page = new_page(viewport={"width": 360, "height": 740}, color_scheme="dark")
    for place in ("/review", "/samples"):
        page.goto(place)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
        no_violations(page)


def test_nothing_to_change_by_key_is_told_and_taken_back_by_key(browser_page: Any, opened: Case, doubt: Any):
    page = browser_page
    page.goto(f"/review?item={doubt.key}")
    page.keyboard.press("f")
    page.get_by_text("The item before left the queue; nothing was changed.").wait_for()
    assert opened.review_states([doubt.key])[doubt.key].stage == "finished"
    page.keyboard.press("u")
    page.get_by_role("button", name="Look at it again").click()
    page.wait_for_load_state()
    page.locator(f'form[action^="/review/{doubt.key}"]').first.wait_for()
    assert opened.review_states([doubt.key])[doubt.key].stage == "open"


def test_pairs_are_split_and_merged_by_key(browser_page: Any, opened: Case):
    page = browser_page
    for key, action in (("d", "different"), ("m", "same")):
        pair = items(opened, "response", "provision", "same_statement", "same_incident")[0]
        page.goto(f"/review?item={pair.key}")
        page.keyboard.press(key)
        page.keyboard.type("read side by side")
        page.keyboard.press("Enter")
        page.locator(".done").wait_for()
        assert opened.store.decisions()[-1].action == action


def test_an_item_is_commented_on_assigned_and_rejected_by_key(new_page: Any, opened: Case, doubt: Any):
    page = new_page()
    page.goto(f"/review?item={doubt.key}")
    page.locator("#comment").fill("which tape?")
    page.get_by_role("button", name="Comment").click()
    page.get_by_text("which tape?").wait_for()
    page.locator("#to").fill("Tor Vale")
    page.get_by_role("button", name="Assign", exact=True).click()
    page.get_by_text("for Tor Vale").wait_for()
    page.keyboard.press("r")
    page.keyboard.type("nobody said it")
    page.keyboard.press("Enter")
    page.locator(".done").wait_for()
    assert opened.store.decisions()[-1].action == "reject"

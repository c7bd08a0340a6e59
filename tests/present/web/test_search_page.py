"""Search: words with filters and facets, marked hits, addresses that can be shared, kept searches."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from trucewatch.case import Case
from trucewatch.errors import BadInput
from trucewatch.searches import LONGEST, drop_search, keep_search, kept_searches


def test_found_words_are_marked_and_lead_to_the_record_and_to_the_report(client: TestClient, opened: Case):
    page = client.get("/search?words=drones").text
    assert "<mark>drones</mark>" in page
    statement = next(s for s in opened.statements(act="accuse") if s.side == "Arvania")
    assert f"/statements/{statement.id}" in page
    span = opened.words(statement)[0]
    assert f"?text={span.text_id}#p{span.start}" in page


def test_facets_count_what_was_found_and_narrow_it(client: TestClient):
    page = client.get("/search?words=selfoss").text
    facets = page.partition('class="facets"')[2].partition("</nav>")[0]
    assert "side=Belmar+Front" in facets
    assert "publisher=Observer+Post" in facets
    narrowed = client.get("/search?words=selfoss&publisher=Observer+Post").text
    assert "urge" in narrowed or "appeal" in narrowed
    assert "Adel Brandt" not in narrowed.partition('class="items hits"')[2]


@pytest.mark.parametrize(
    ("query", "there"),
    [
        pytest.param("words=convoy&kind=incident", "Akureyri", id="incidents by words"),
        pytest.param("words=guns&kind=report", "Army denies firing", id="reports by words"),
        pytest.param("kind=incident&place=husavik", "three soldiers were wounded", id="place without words"),
        pytest.param("speaker=halloran&act=reject", "We reject the accusation", id="speaker and act"),
        pytest.param("provision=2&side=Arvania", "withdraw its heavy guns", id="provision"),
        pytest.param("since=2031-05-10&target_side=Belmar+Front", "flying armed drones", id="days"),
        pytest.param("made_by=machine&words=silent", "silent", id="who made it"),
    ],
)
def test_a_search_is_narrowed_by_each_field(client: TestClient, query: str, there: str):
    hits = client.get(f"/search?{query}").text.partition('class="items hits"')[2]
    assert there in hits.replace("<mark>", "").replace("</mark>", "")


def test_a_private_persons_name_finds_nothing(client: TestClient):
    page = client.get('/search?words="Runa+Vik"').text
    assert "Nothing of this kind fits" in page


def test_what_finds_nothing_says_what_else_there_is(client: TestClient):
    page = client.get("/search?words=convoy&act=praise").text
    assert "Search without the filters" in page
    assert client.get("/search").status_code == 200


def test_a_search_is_kept_for_one_person_and_dropped_again(client: TestClient, opened: Case):
    token = client.get("/search?words=drones").text.partition('name="csrf" value="')[2].partition('"')[0]
    kept = client.post(
        "/search/keep", data={"csrf": token, "label": "Drones in May", "query": "?words=drones&offset=20"},
        follow_redirects=False,
    )  # fmt: skip
    assert kept.headers["location"] == "/search?words=drones"
    assert "Drones in May" in client.get("/search").text
    held = kept_searches(opened.store, "mira holt")
    assert [(one.label, one.query) for one in held] == [("Drones in May", "words=drones")]
    assert kept_searches(opened.store, "Otto Berg") == []
    client.post("/search/drop", data={"csrf": token, "id": held[0].id})
    assert "Drones in May" not in client.get("/search").text


def test_a_search_is_not_kept_without_the_forms_token(client: TestClient, opened: Case):
    answer = client.post(
        "/search/keep", data={"label": "x", "query": "words=y"}, headers={"Origin": "http://127.0.0.1:8722"}
    )
    assert answer.status_code == 403
    assert kept_searches(opened.store, "Mira Holt") == []


@pytest.mark.parametrize(
    ("person", "label", "query"),
    [
        pytest.param("", "a", "words=a", id="nobody's"),
        pytest.param("Mira Holt", " ", "words=a", id="without a label"),
        pytest.param("Mira Holt", "a" * (LONGEST + 1), "words=a", id="with too long a label"),
        pytest.param("Mira Holt", "a", "", id="of nothing"),
    ],
)
def test_what_cannot_be_kept_is_refused(opened: Case, person: str, label: str, query: str):
    with pytest.raises(BadInput):
        keep_search(opened.store, person, label, query)


def test_nobody_drops_another_persons_search(opened: Case):
    with pytest.raises(BadInput, match="keeps no search"):
        drop_search(opened.store, "Otto Berg", "0" * 64)


def test_searching_in_a_browser(browser_page: Any, no_violations: Any):
    browser_page.goto("/")
    browser_page.get_by_role("searchbox", name="Search the record").fill("guns")
    browser_page.keyboard.press("Enter")
    browser_page.locator("mark").first.wait_for()
    no_violations(browser_page)
    facets = browser_page.get_by_role("navigation", name="Narrow what was found")
    facets.get_by_role("link", name="Arvania", exact=True).first.click()
    browser_page.wait_for_url("**side=Arvania**")
    browser_page.get_by_label("Keep this search as").fill("Guns of one side")
    browser_page.get_by_role("button", name="Keep", exact=True).click()
    browser_page.get_by_role("link", name="Guns of one side").wait_for()
    browser_page.get_by_role("button", name="Drop the search Guns of one side").click()
    browser_page.get_by_role("heading", name="What can be found").wait_for()


def test_words_that_run_right_to_left_are_shown_so(browser_page: Any):
    browser_page.goto("/search?kind=report&words=الجيش")
    title = browser_page.locator(".hits a bdi").first
    assert "الجيش" in title.inner_text()
    said = browser_page.locator(".hits .said").first
    assert said.evaluate("one => getComputedStyle(one).direction") == "rtl"


def test_search_holds_on_a_phone_in_the_dark(new_page: Any, no_violations: Any):
    page = new_page(viewport={"width": 360, "height": 740}, color_scheme="dark")
    page.goto("/search?words=selfoss")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    no_violations(page)

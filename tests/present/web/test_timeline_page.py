"""The timeline draws and lists the same records; its address says what is shown; it asks for nothing outside."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from trucewatch.case import Case
from trucewatch.present.web.asking import grain_for, moved
from trucewatch.present.web.families import ACT_FAMILIES, TYPE_FAMILIES
from trucewatch.records.vocabulary import ACTS, INCIDENT_TYPES


def drawn(client: TestClient, query: str = "") -> dict[str, Any]:
    answer = client.get(f"/timeline.json{query}")
    assert answer.status_code == 200
    return answer.json()


def listed(client: TestClient, query: str = "") -> list[str]:
    return re.findall(r'data-record="(\w+)"', client.get(f"/timeline{query}").text)


def test_every_act_and_type_belongs_to_one_family():
    for families, known in ((ACT_FAMILIES, ACTS), (TYPE_FAMILIES, INCIDENT_TYPES)):
        members = [member for family in families for member in family.members]
        assert sorted(members) == sorted(known)


def test_lanes_stand_in_agreement_order_then_no_party_then_incidents(client: TestClient):
    names = [lane["name"] for lane in drawn(client)["lanes"]]
    assert names == ["Arvania", "Belmar Front", "Joint Observer Mission", "Of no party, or not known", "Incidents"]


def test_few_records_are_drawn_one_by_one_each_with_the_words_it_opens(client: TestClient, opened: Case):
    told = drawn(client)
    assert told["shape"] == "single"
    said = [one for one in told["singles"] if one["kind"] == "statement"]
    assert len(said) == opened.overview().counts["statement"]
    [charge] = [one for one in said if one["lane"] == "Belmar Front" and one["family"] == "charge"]
    assert charge["day"] == "2031-05-03"
    assert charge["words"]
    assert "<mark>" in client.get(charge["address"]).text


def test_counts_by_stretches_come_to_the_same_records(client: TestClient):
    singles = drawn(client)["singles"]
    for grain in ("day", "week", "month"):
        told = drawn(client, f"?grain={grain}")
        assert sum(one["number"] for one in told["bins"]) == len(singles)


def test_a_stretch_without_reports_says_no_coverage(client: TestClient):
    weeks = drawn(client, "?grain=day")["coverage"]
    bare = [one for one in weeks if not one["reports"]]
    assert bare
    assert all(one["words"].endswith("no coverage") for one in bare)
    assert any(one["words"] == "3 May 2031: 2 reports from 2 outlets" for one in weeks)


def test_dated_events_of_the_period_stand_in_the_picture_and_as_a_list(client: TestClient):
    query = "?since=2031-02-01&until=2031-06-30"
    assert (
        '<time datetime="2031-02-28">28 February 2031</time> <bdi>Agreement signed</bdi>'
        in client.get(f"/timeline{query}").text
    )
    assert [(m["day"], m["number"]) for m in drawn(client, query)["marks"]] == [("2031-02-28", 1)]
    assert not drawn(client, "?since=2031-05-01&until=2031-06-30")["marks"]


@pytest.mark.parametrize(("query", "expected"), [
    ("?act=deny_responsibility", {("statement", "Arvania")}),
    ("?side=Belmar+Front&what=statement", {("statement", "Belmar Front")}),
    ("?what=incident&type=shelling", {("incident", "incident")}),
    ("?publisher=gazette&what=statement", {("statement", "Arvania")}),
    ("?provision=2&what=statement&act=pledge", {("statement", "Arvania")}),
    ("?until=2031-05-03&what=statement&since=2031-05-03&side=Belmar+Front", {("statement", "Belmar Front")}),
    ("?made=person", set()),
])  # fmt: skip
def test_filters_hold_for_the_picture_and_the_list(client: TestClient, query: str, expected: set[tuple[str, str]]):
    told = drawn(client, f"{query}&grain=single")
    singles = told.get("singles", [])
    kinds = {one["kind"] for one in singles}
    assert {(one["kind"], one["lane"]) for one in singles} == expected
    shown = [i for kind in kinds or {"statement"} for i in listed(client, f"{query}&listed={kind}")]
    assert sorted(shown) == sorted(one["address"].split("/")[3] for one in singles)


def test_doubtful_records_are_those_whose_score_lies_under_the_bound(client: TestClient, opened: Case):
    shown = set(listed(client, "?what=statement&doubt=0.7"))
    scores = {m.id: m.score or 0 for m in opened.store.statement_mentions()}
    best = {s.id: max(scores[m] for m in s.mention_ids) for s in opened.statements()}
    assert shown == {one for one, score in best.items() if score < 0.7}


def test_the_filters_of_the_address_stand_in_the_form_and_in_every_link(client: TestClient):
    page = client.get("/timeline?side=Arvania&since=2031-05-01&grain=day").text
    assert '<option value="Arvania" selected>' in page
    assert 'value="2031-05-01"' in page
    for link in re.findall(r'<a class="step" data-steer href="([^"]+)"', page):
        assert "side=Arvania" in link


def test_what_cannot_be_meant_is_refused_in_words(client: TestClient):
    for query, words in (("since=soon", "2020-10-01"), ("grain=hour", "single"), ("side=Atlantis", "Arvania")):
        answer = client.get(f"/timeline?{query}")
        assert answer.status_code == 400
        assert words in answer.text
    assert client.get("/timeline?since=2031-06-01&until=2031-05-01").status_code == 400


def test_private_persons_are_shown_by_description(client: TestClient):
    assert "Runa Vik" not in client.get("/statements").text


def test_a_list_without_finds_says_what_to_do(client: TestClient):
    assert "Take a filter away" in client.get("/statements?since=1990-01-01&until=1990-02-01").text


def test_lists_are_read_by_pages(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("trucewatch.present.web.pages.timeline.LIMIT", 5)
    first, second = client.get("/statements"), client.get("/statements?offset=5")
    assert 'rel="next"' in first.text
    assert 'rel="prev"' in second.text
    assert not set(re.findall(r'data-record="(\w+)"', first.text)) & set(
        re.findall(r'data-record="(\w+)"', second.text)
    )


@pytest.mark.parametrize(
    ("days", "number", "grain"), [(30, 10, "single"), (30, 500, "day"), (300, 500, "week"), (3000, 500, "month")]
)
def test_the_grain_follows_number_and_length(days: int, number: int, grain: str):
    first = date(2031, 1, 1)
    assert grain_for(first, date.fromordinal(first.toordinal() + days), number, most_single=240) == grain


def test_periods_move_by_half_and_never_leave_the_calendar():
    first, last = date(2031, 5, 1), date(2031, 5, 20)
    assert moved(first, last, "later") == (date(2031, 5, 11), date(2031, 5, 30))
    assert moved(first, last, "nearer") == (date(2031, 5, 6), date(2031, 5, 15))
    assert moved(date.min, date.max, "wider") == (date.min, date.max)
    assert moved(first, first, "nearer") == (first, first)


# -- in the browser --------------------------------------------------------------------------------


def marks(page: Any) -> Any:
    return page.locator("#chart a")


def test_a_mark_opens_its_words_and_escape_gives_the_focus_back(browser_page: Any, no_violations: Any):
    browser_page.goto("/timeline")
    mark = marks(browser_page).first
    mark.click()
    panel = browser_page.locator("#evidence")
    expect(panel.get_by_text("Rests on these words")).to_be_visible()
    browser_page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(mark).to_be_focused()
    no_violations(browser_page)


def test_a_mark_that_is_pressed_slowly_opens_its_words_too(browser_page: Any):
    """Plot pins its tip over a mark that is pressed; the click came too late for the mark then."""
    browser_page.goto("/timeline")
    marks(browser_page).first.hover()
    browser_page.mouse.down()
    browser_page.wait_for_timeout(300)
    browser_page.mouse.up()
    expect(browser_page.locator("#evidence").get_by_text("Rests on these words")).to_be_visible()


def test_the_marks_are_one_stop_of_tab_and_arrow_keys_go_from_one_to_the_next(browser_page: Any, no_violations: Any):
    browser_page.goto("/timeline?grain=single")
    marks(browser_page).first.wait_for()
    stop = browser_page.locator("#chart a[tabindex='0']")
    expect(stop).to_have_count(1)
    browser_page.locator("nav[aria-label=Period] a").last.focus()
    browser_page.keyboard.press("Tab")
    expect(stop).to_be_focused()
    words = [stop.get_attribute("aria-label")]
    for key in ("End", "ArrowDown", "ArrowRight", "Home"):
        browser_page.keyboard.press(key)
        expect(stop).to_be_focused()
        words.append(stop.get_attribute("aria-label"))
    assert "Arvania" in words[0] and "Arvania" in words[1]
    assert "Belmar Front" in words[2]
    assert browser_page.locator(".reading").inner_text().replace(" · ", "; ") == words[-1]
    no_violations(browser_page)
    browser_page.keyboard.press("Enter")
    expect(browser_page.locator("#evidence").get_by_text("Rests on these words")).to_be_visible()
    browser_page.keyboard.press("Escape")
    expect(stop).to_be_focused()


def test_who_opens_a_bar_by_keyboard_goes_on_in_the_picture_of_its_stretch(browser_page: Any):
    browser_page.goto("/timeline?grain=month")
    stop = browser_page.locator("#chart a[tabindex='0']")
    stop.focus()
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url("**since=2031-0*")
    browser_page.locator("a.step[aria-current]", has_text="Single").wait_for()
    expect(stop).to_be_focused()


def test_zooming_and_filtering_change_the_address_and_going_back_undoes_it(browser_page: Any):
    browser_page.goto("/timeline")
    marks(browser_page).first.wait_for()
    every = marks(browser_page).count()
    browser_page.get_by_role("link", name="Days", exact=True).click()
    browser_page.wait_for_url("**/timeline?grain=day")
    browser_page.locator("a.step[aria-current]", has_text="Days").wait_for()
    browser_page.get_by_label("Side").select_option("Belmar Front")
    browser_page.get_by_role("button", name="Show").click()
    browser_page.wait_for_url("**side=Belmar+Front**")
    assert "grain=day" in browser_page.url
    browser_page.go_back()
    browser_page.go_back()
    browser_page.wait_for_url("**/timeline")
    browser_page.locator("a.step[aria-current]", has_text="Single").wait_for()
    expect(marks(browser_page)).to_have_count(every)


def test_dragging_over_the_lanes_chooses_a_period(browser_page: Any):
    browser_page.goto("/timeline")
    marks(browser_page).first.wait_for()
    # from near a mark too, where Plot would keep the press to itself
    lanes = browser_page.locator("#chart svg").nth(1 if browser_page.locator("#chart svg").count() > 2 else 0)
    box = lanes.bounding_box()
    browser_page.mouse.move(box["x"] + 5, box["y"] + 60)
    browser_page.mouse.down()
    browser_page.mouse.move(box["x"] + box["width"] / 3, box["y"] + 70, steps=5)
    browser_page.mouse.up()
    browser_page.wait_for_url("**since=**until=**")
    assert "since=2031-05-0" in browser_page.url


def test_a_bar_opens_its_stretch(browser_page: Any):
    browser_page.goto("/timeline?grain=month")
    marks(browser_page).first.wait_for()
    marks(browser_page).first.click()
    browser_page.wait_for_url("**since=2031-0*")
    browser_page.locator("a.step[aria-current]", has_text="Single").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_timeline_keeps_to_wcag_on_a_phone_too(new_page: Any, no_violations: Any, scheme: str):
    for width in (1280, 360):
        page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        for place in ("/timeline", "/timeline?grain=week", "/incidents"):
            page.goto(place)
            if "timeline" in place:
                marks(page).first.wait_for()
            no_violations(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_javascript_the_list_and_the_links_are_there(new_page: Any):
    page = new_page(java_script_enabled=False)
    page.goto("/timeline?what=statement")
    page.get_by_role("link", name="Days", exact=True).click()
    expect(page.locator("tr[data-record]")).to_have_count(12)  # the page asked for may still be on its way
    assert "list below holds the same" in page.locator(".plot").inner_text()

"""Figures: ladders of rival values, and sums by a named rule alone."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from trucewatch.case import Case


def test_rival_values_stand_on_one_ladder_with_who_gives_them(client: TestClient, opened: Case):
    series = next(one for one in opened.figures() if one.series.agreement == "conflict")
    page = client.get("/figures?state=conflict").text
    assert "values differ" in page
    assert "at least 9" in page
    assert "at least 12" in page
    assert "Skaft Wire" in page
    assert f"/figures/series/{series.series.id}" in page
    assert "people injured" not in page


def test_every_value_of_a_series_stands_in_its_words(client: TestClient, opened: Case):
    series = next(one for one in opened.figures() if one.series.agreement == "conflict")
    page = client.get(f"/figures/series/{series.series.id}").text
    assert page.count('<blockquote class="said"') == len(series.values)
    assert "In the reports’ words" in page


def test_one_figure_shows_its_words_and_its_rivals(client: TestClient, opened: Case):
    series = next(one for one in opened.figures() if one.series.agreement == "conflict")
    page = client.get(f"/figures/one/{series.values[0].figure.id}").text
    assert "Values of the same quantity" in page
    assert "at least 12" in page


def test_a_sum_names_its_rule_what_was_added_and_where_it_stands(client: TestClient):
    page = client.get("/figures?words=Akureyri&rule=highest").text
    assert "<b>4</b>" in page
    assert "of each series the highest value" in page
    assert "Northern Gazette" in page


def test_unlike_figures_are_not_added_up_and_it_says_why(client: TestClient):
    page = client.get("/figures?rule=highest").text
    assert "are not added up" in page
    assert 'role="alert"' in page


def test_nothing_is_added_without_a_rule(client: TestClient):
    assert "by the rule" not in client.get("/figures?words=Akureyri").text


def test_ladders_hold_on_a_phone_and_in_the_dark(new_page: Any, no_violations: Any):
    for scheme, width in (("light", 1280), ("dark", 360)):
        page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        page.goto("/figures")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        no_violations(page)
        page.get_by_role("link", name="people killed in shelling").first.click()
        page.get_by_role("heading", name="In the reports’ words").wait_for()
        no_violations(page)


def test_a_value_that_its_page_changed_since_says_so(client: TestClient):
    shown = client.get("/figures").text
    assert "an earlier text, changed since" in shown

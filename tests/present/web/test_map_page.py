"""The map shows places as exactly as they were told, no more exactly than they may be shown, and as a table."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from fastapi.testclient import TestClient

from trucewatch.assess.holding import PlaceTold
from trucewatch.case import Case, open_case
from trucewatch.present.web import mapped as m
from trucewatch.present.web.app import create_app
from trucewatch.present.web.holding import HeldBack
from trucewatch.present.web.pages import map as map_page
from trucewatch.records.where import Where
from trucewatch.settings import Settings
from trucewatch.store import Store
from trucewatch.store.choosing import IncidentFilter
from trucewatch.store.drawn import PlaceCount


def town(name: str, lat: float, lon: float, **more: Any) -> Where:
    given = {"precision": "exact", "feature": "P.PPL", "country": "UA", "country_name": "Ukraine"} | more
    return Where(name=name, role="where", lat=lat, lon=lon, gazetteer_name=name, gazetteer_id=f"own:{name}", **given)


def an_area() -> Where:
    """A first-level area of which the shipped gazetteer has an outline."""
    area = next(iter(m.areas_of("UA").values()))
    return town(
        area.name, area.lat, area.lon, precision="admin_area", feature="A.ADM1", admin1=area.name, admin1_id=area.id
    )


class Counted:
    """A store that holds these places."""

    def __init__(self, places: list[PlaceCount], kinds: dict[str, tuple[str, tuple[str, ...]]], total: int) -> None:
        self._places, self._kinds, self._total = places, kinds, total

    def places_of_incidents(self, wanted: IncidentFilter, *, without: Collection[str] = ()) -> list[PlaceCount]:
        return self._places

    def kinds_of_incidents(
        self, wanted: IncidentFilter, ids: Collection[str]
    ) -> dict[str, tuple[str, tuple[str, ...]]]:
        return {one: self._kinds[one] for one in ids}

    def number_between(self, wanted: IncidentFilter) -> int:
        return self._total


def mapped(places: list[PlaceCount], held: dict[str, PlaceTold] | None = None, *, total: int) -> m.Mapped:
    held = held or {}
    store = Counted(places, {one: ("detention", ("Arvania",)) for one in held}, total)
    return m.mapped(cast(Store, store), IncidentFilter(), held)


# -- places ----------------------------------------------------------------------------------------


def test_an_area_is_drawn_as_an_area_and_a_country_not_at_all():
    area, place = an_area(), town("Vilsk", 49.0, 30.0)
    country = town("Ukraine", 49.0, 32.0, precision="country", feature="A.PCLI")
    within = town("Sula", 50.0, 31.0, precision="within", feature="A.ADM2")
    kinds = {("shelling", ("Arvania",)): 1}
    found = mapped([PlaceCount(where=one, kinds=kinds) for one in (area, place, country, within)], total=6)
    assert {one.name: one.kind for one in found.places} == {
        area.name: "area", "Vilsk": "place", "Ukraine": "country", "Sula": "around",
    }  # fmt: skip
    assert found.nowhere == 2
    drawn = m.marks(found.places, zoom=3)
    assert {point.kind for cluster in drawn for point in cluster.points} == {"place", "around"}
    outline = m.geojson(["UA"])["features"]
    assert any(one["id"] == area.admin1_id for one in outline)


def test_places_are_put_together_when_far_and_parted_when_near():
    near = [PlaceCount(where=town(n, 49.0, 30.0 + at / 50), kinds={("clash", ()): 1}) for at, n in enumerate("abc")]
    found = mapped(near, total=3)
    assert [cluster.number for cluster in m.marks(found.places, zoom=3)] == [3]
    assert [cluster.number for cluster in m.marks(found.places, zoom=12)] == [1, 1, 1]


def test_marks_tell_type_and_side_apart_and_name_no_perpetrator():
    kinds = {
        ("shelling", ("Arvania",)): 2,
        ("clash", ("Arvania", "Belmar Front")): 1,
        ("bombing", ()): 1,
        ("protest", ("",)): 1,
    }
    [place] = mapped([PlaceCount(where=town("Vilsk", 49.0, 30.0), kinds=kinds)], total=5).places
    assert place.parts == [
        ("strike", "Arvania", 2), ("attack", "nobody", 1), ("attack", "several", 1), ("other", "none", 1),
    ]  # fmt: skip


def test_held_places_are_not_drawn_and_coarsened_ones_as_their_area():
    area = an_area()
    held = {
        "one": PlaceTold(how="held", where=None, words="place held back"),
        "two": PlaceTold(how="area", where=area, words="shown no finer"),
    }
    found = mapped([], held, total=2)
    assert [(one.kind, one.name, one.coarse) for one in found.places] == [("area", area.name, 1)]
    assert (found.held, found.coarse, found.nowhere) == (1, 1, 0)


# -- the page --------------------------------------------------------------------------------------


def test_table_and_marks_hold_the_same_places(client: TestClient):
    page = client.get("/map").text
    marks = client.get("/map.json?zoom=9").json()["marks"]
    assert {one["name"] for one in marks} >= {"Selfoss"}
    for one in marks:
        assert f"<bdi>{one['name']}</bdi>" in page
    assert "Borders as in the data source" in page


def test_a_place_opens_its_incidents_with_the_words_they_rest_on(client: TestClient, opened: Case):
    [mark] = [one for one in client.get("/map.json?zoom=12").json()["marks"] if one["name"] == "Selfoss"]
    page = client.get(mark["address"]).text
    shelling = next(i for i in opened.incidents() if i.where and i.where.name == "Selfoss")
    assert f'href="/evidence/incident/{shelling.id}/type"' in page
    assert "according to" in page
    assert client.get("/map/at?place=exact:0.0,0.0").status_code == 404


def test_the_filters_of_the_timeline_hold_on_the_map(client: TestClient):
    assert client.get("/map.json?type=shelling&zoom=9").json()["marks"]
    assert not client.get("/map.json?type=shelling&until=2031-01-01&since=2030-01-01").json()["marks"]
    assert (
        "No incident that fits these filters names a place" in client.get("/map?since=1990-01-01&until=1990-02-01").text
    )


def test_outlines_of_no_more_than_some_countries_are_given(client: TestClient):
    found = client.get("/map/areas.json?countries=UA,xx,<b>").json()
    assert {one["properties"]["country"] for one in found["features"]} == {"UA"}


def test_tiles_are_asked_for_only_where_a_person_set_them(app_case: Path, client: TestClient):
    assert "data-tiles" not in client.get("/map").text
    settings = Settings(person="Mira Holt", tiles="https://tiles.example.org/{z}/{x}/{y}.png")
    with TestClient(create_app(app_case, settings=settings), base_url="http://127.0.0.1:8722") as asking:
        assert 'data-tiles="https://tiles.example.org/{z}/{x}/{y}.png"' in asking.get("/map").text


# -- what may reach anybody ------------------------------------------------------------------------


@pytest.fixture
def at_risk(monkeypatch: pytest.MonkeyPatch, opened: Case) -> str:
    """The id of an incident at Selfoss whose place is held back under a public mark."""
    shelling = next(i for i in opened.incidents() if i.where and i.where.name == "Selfoss")
    held = {shelling.id: PlaceTold(how="held", where=None, words="place held back: people could be found there")}
    monkeypatch.setattr(HeldBack, "places", lambda self: held)
    return shelling.id


def test_under_a_public_mark_held_places_are_nowhere_and_it_says_so(app_case: Path, at_risk: str):
    app = create_app(app_case, settings=Settings(person="Mira Holt", handling="public"))
    with TestClient(app, base_url="http://127.0.0.1:8722") as asking:
        page = asking.get("/map").text
        assert "1 incident held back now" in page
        assert "<bdi>Selfoss</bdi>" not in page
        assert all(one["name"] != "Selfoss" for one in asking.get("/map.json?zoom=12").json()["marks"])
        assert asking.get("/map/at?place=exact:63.933,-20.997").status_code == 404


def test_within_the_house_nothing_is_held_back(client: TestClient, at_risk: str):
    page = client.get("/map").text
    assert "<bdi>Selfoss</bdi>" in page
    assert "marked for the public" not in page


def test_while_it_is_worked_out_what_may_be_shown_no_place_is(app_case: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("trucewatch.present.web.holding.SMALL", 0)
    with open_case(app_case) as case:
        back = HeldBack(case)
        assert back.places() is None
        until = datetime.now(UTC) + timedelta(seconds=30)
        while (found := back.places()) is None and datetime.now(UTC) < until:
            pass
        assert found is not None


def test_the_page_says_that_places_are_being_worked_out(app_case: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(HeldBack, "places", lambda self: None)
    app = create_app(app_case, settings=Settings(person="Mira Holt", handling="tlp:clear"))
    with TestClient(app, base_url="http://127.0.0.1:8722") as asking:
        assert "being worked out" in asking.get("/map").text
        assert asking.get("/map.json").json() == {"marks": [], "areas": []}


# -- in the browser --------------------------------------------------------------------------------


def test_a_mark_opens_its_incidents_by_pointer_and_by_keyboard(browser_page: Any, no_violations: Any):
    browser_page.goto("/map")
    browser_page.locator("#map[data-ready]").wait_for()
    spot = browser_page.locator("#map .spot[aria-label^=Selfoss]")
    spot.locator(".pin").click()
    panel = browser_page.locator("#evidence")
    panel.get_by_text("according to").first.wait_for()
    browser_page.keyboard.press("Escape")
    assert panel.is_hidden()
    spot.focus()
    browser_page.keyboard.press("Enter")
    panel.get_by_text("according to").first.wait_for()
    panel.locator("a.value").first.click()
    panel.get_by_text("Rests on these words").wait_for()
    browser_page.keyboard.press("Escape")
    no_violations(browser_page)


def test_filters_change_the_map_without_loading_the_page_anew(browser_page: Any):
    browser_page.goto("/map")
    browser_page.locator("#map[data-ready]").wait_for()
    browser_page.evaluate("window.kept = true")
    browser_page.get_by_label("Type of incident").select_option("armed_attack")
    browser_page.get_by_role("button", name="Show").click()
    browser_page.wait_for_url("**/map?type=armed_attack")
    browser_page.locator("#map[data-ready]").wait_for()
    assert browser_page.evaluate("window.kept")
    assert browser_page.locator("#map .spot[aria-label^=Selfoss]").count() == 0


def test_what_lies_beyond_the_part_shown_is_counted_and_can_be_seen(browser_page: Any):
    page = browser_page

    def with_one_far_away(route: Any) -> None:
        answer = route.fetch()
        told = answer.json()
        far = {**told["marks"][0], "lat": -35.0, "lon": 149.0, "country": "AU", "number": 1, "words": "Far away: 1"}
        near = [{**mark, "number": mark["number"] * 9} for mark in told["marks"]]
        route.fulfill(response=answer, json={**told, "marks": [*near, far]})

    page.route("**/map.json*", with_one_far_away)
    page.goto("/map")
    page.locator("#map[data-ready]").wait_for()
    page.get_by_text("1 incident lies beyond the part shown.").wait_for()
    page.get_by_role("button", name="Show all places").click()
    assert page.locator("#beyond").is_hidden()
    page.wait_for_function(
        """() => {
            const map = document.getElementById("map").getBoundingClientRect();
            const far = document.querySelector(".spot[aria-label^=Far]")?.getBoundingClientRect();
            return far && far.left > map.left && far.right < map.right && far.top > map.top && far.bottom < map.bottom;
        }"""
    )
    page.wait_for_load_state("networkidle")
    page.unroute_all(behavior="wait")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_keeps_to_wcag_on_a_phone_too(new_page: Any, no_violations: Any, scheme: str):
    for width in (1280, 360):
        page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        page.goto("/map")
        page.locator("#map[data-ready]").wait_for()
        no_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_javascript_the_table_holds_the_places(new_page: Any):
    page = new_page(java_script_enabled=False)
    page.goto("/map")
    page.get_by_role("link", name="Selfoss").click()
    page.get_by_text("according to").first.wait_for()
    page.get_by_role("link", name="Back to the map").click()


def test_the_patterns_of_the_sides_are_those_of_the_legend(client: TestClient):
    page = client.get("/map").text
    assert "side-0" in page
    assert "Arvania" in page
    assert set(map_page.NO_ONE_SIDE) == {m.SEVERAL, m.NO_SIDE, m.NOBODY}

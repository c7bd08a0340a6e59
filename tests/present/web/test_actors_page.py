"""Actors: spellings and roles with the words they rest on, what each said; private persons by description."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from trucewatch.case import Case, open_case


def actor(opened: Case, name: str) -> Any:
    return next(one for one in opened.actors() if one.name == name)


def test_actors_stand_with_side_role_and_how_often_they_speak(client: TestClient):
    page = client.get("/actors").text
    assert "Ines Halloran" in page
    assert "a spokesman for the Belmar Front" in page


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        pytest.param("name=halloran", "Ines Halloran", "Adel Brandt", id="part of a name"),
        pytest.param("side=Belmar+Front", "Adel Brandt", "Ines Halloran", id="side"),
        pytest.param("kind=institution", "Joint Observer Mission", "Adel Brandt", id="kind"),
    ],
)
def test_actors_are_narrowed(client: TestClient, query: str, there: str, absent: str):
    rows = client.get(f"/actors?{query}").text.partition("<tbody>")[2]
    assert there in rows
    assert absent not in rows


def test_an_actor_shows_spellings_and_roles_with_the_words_they_rest_on_and_what_was_said(
    client: TestClient, opened: Case
):
    page = client.get(f"/actors/{actor(opened, 'Ines Halloran').id}").text
    assert "Arvania Daily" in page
    assert "Our guns were silent." in page
    assert "Our guns were silent." not in client.get(
        f"/actors/{actor(opened, 'Ines Halloran').id}?act=reject"
    ).text  # fmt: skip


def test_a_private_person_is_described_and_never_named(client: TestClient, opened: Case):
    private = actor(opened, "Runa Vik")
    assert "Runa Vik" not in client.get("/actors").text
    page = client.get(f"/actors/{private.id}").text
    assert "Runa Vik" not in page
    assert "A shopkeeper" in page
    assert "she had heard the guns" in page


def test_a_name_that_a_person_released_is_shown(client: TestClient, app_case: Any, opened: Case):
    private = actor(opened, "Runa Vik")
    with open_case(app_case, write=True) as case:
        case.decide(f"a:{private.id}", "release", why="she agreed in writing", who="Mira Holt")
    assert "Runa Vik" in client.get(f"/actors/{private.id}").text


def test_actors_can_be_read_by_everybody(new_page: Any, opened: Case, no_violations: Any):
    for scheme, width in (("light", 1280), ("dark", 360)):
        page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        for address in ("/actors", f"/actors/{actor(opened, 'Ines Halloran').id}"):
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            no_violations(page)

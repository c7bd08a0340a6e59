"""How records are made, what persons decided, and where reports come from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from trucewatch.case import Case, open_case


def token_of(page: str) -> str:
    return page.partition('name="csrf" value="')[2].partition('"')[0]


def test_the_method_names_versions_what_was_set_aside_and_whose_work_it_rests_on(client: TestClient, opened: Case):
    page = client.get("/method").text
    assert opened.agreement.version in page
    assert "not annotated: ar (Arabic)" in page
    assert "leaflet" in page
    assert "BSD-2-Clause" in page
    licence = page.partition("/static/vendor/leaflet/LICENSE")[2].partition('"')[0]
    assert client.get(f"/static/vendor/leaflet/LICENSE{licence}").status_code == 200


def test_a_decision_stands_with_who_when_old_new_and_why_also_when_taken_back(
    client: TestClient, app_case: Path, opened: Case
):
    statement = next(iter(opened.statements(act="urge")))
    assert "No person has decided anything yet" in client.get("/decisions").text
    with open_case(app_case, write=True) as case:
        made = case.decide(f"s:{statement.id}", "set", field="act", new="demand", why="it was no plea", who="Otto Berg")
    page = client.get("/decisions").text
    for told in ("Otto Berg", "urge", "demand", "it was no plea", f"/r/s:{statement.id}"):
        assert told in page
    with open_case(app_case, write=True) as case:
        case.decide(f"d:{made.id}", "undo", why="it was one after all", who="Mira Holt")
    assert "taken back by Mira Holt" in client.get("/decisions?who=Otto+Berg").text
    assert "it was no plea" not in client.get("/decisions?who=Mira+Holt").text
    assert "No decision fits" in client.get("/decisions?until=2020-01-01").text


def test_an_outlet_stands_with_its_reports_and_whom_it_shares_an_origin_with(client: TestClient):
    page = client.get("/sources").text
    wire = page.partition("Skaft Wire")[2].partition("</tr>")[0]
    assert "Harbour Online" in wire
    assert "outlet of Arvania" in page
    assert "Skaft Wire" not in client.get("/sources?side=Arvania").text.partition("<tbody>")[2]


def test_a_source_is_graded_by_a_person_with_a_reason(client: TestClient):
    page = client.get("/sources").text
    assert "not graded" in page
    client.post(
        "/sources/grade",
        data={"csrf": token_of(page), "source": "Observer Post", "code": "B", "why": "its counts held so far"},
    )
    graded = client.get("/sources?name=observer").text
    assert "usually reliable" in graded
    assert "its counts held so far" in graded
    assert "graded it" in client.get("/decisions").text


def test_these_pages_can_be_read_by_everybody(new_page: Any, no_violations: Any):
    for scheme, width in (("light", 1280), ("dark", 360)):
        page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        for address in ("/method", "/decisions", "/sources"):
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            no_violations(page)

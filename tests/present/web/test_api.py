"""The JSON interface: pages, one shape of errors, nothing that may not leave, decisions with conflicts."""

from __future__ import annotations

from typing import Any

import feedparser
import pytest
from fastapi.testclient import TestClient

from trucewatch.case import Case, open_case

V1 = "/api/v1"
HEADERS = {"Origin": "http://127.0.0.1:8722"}


def said(opened: Case, words: str) -> Any:
    return next(s for s in opened.statements() for span in opened.words(s) if words in span.words)


def token(client: TestClient) -> dict[str, str]:
    """The header that lets a browser's session on this machine write."""
    page = client.get(f"/statements/{client.get(f'{V1}/statements?limit=1').json()['items'][0]['id']}").text
    return {"X-CSRF-Token": page.split('name="csrf-token" content="')[1].split('"')[0], **HEADERS}


def test_a_list_comes_by_pages_whose_addresses_lead_through_all_of_it(client: TestClient, opened: Case):
    seen, address = [], f"{V1}/statements?limit=3&order=oldest"
    while address:
        page = client.get(address).json()
        seen += [item["id"] for item in page["items"]]
        address = page["next"]
    assert seen == [s.id for s in opened.statements()]
    assert page["total"] == len(seen)


@pytest.mark.parametrize(
    "asked",
    [
        "statements?side=Belmar+Front",
        "statements?act=accuse",
        "statements?words=forty+shells",
        "statements?since=2031-05-06",
    ],
)
def test_filters_give_what_the_library_gives(client: TestClient, opened: Case, asked: str):
    found = {item["id"] for item in client.get(f"{V1}/{asked}&limit=200").json()["items"]}
    everything = {s.id for s in opened.statements()}
    assert found
    assert found < everything


def test_words_stand_where_the_text_says(client: TestClient, opened: Case):
    item = client.get(f"{V1}/statements", params={"words": "forty shells"}).json()["items"][0]
    for words in item["words"]:
        assert opened.store.text(words["text"]).content[words["start"] : words["end"]] == words["words"]


def test_an_incident_keeps_every_account_and_toll_side_by_side(client: TestClient):
    found = [i for i in client.get(f"{V1}/incidents?limit=200").json()["items"] if len(i["counts"]) > 1]
    assert found
    assert {c["value"] for i in found for c in i["counts"]} >= {9.0, 12.0}


def test_the_ledger_gives_the_answer_with_its_claim_and_the_search_where_there_is_none(client: TestClient):
    rows = client.get(f"{V1}/ledger").json()["items"]
    assert any(r["answered"] and r["responses"][0]["statement"]["side"] == "Arvania" for r in rows)
    unanswered = client.get(f"{V1}/ledger?answered=false").json()["items"]
    assert all("no response found in" in r["search"] for r in unanswered)


def test_search_gives_ranges_of_the_words_sought_and_facets(client: TestClient):
    found = client.get(f"{V1}/search", params={"words": "shells"}).json()
    hit = found["items"][0]
    start, end = hit["marked"][0]
    assert hit["words"][start:end].casefold().startswith("shell")
    assert "side" in found["facets"]


def test_every_refusal_has_one_shape_and_says_the_next_step(client: TestClient):
    for address, status in (
        (f"{V1}/statements/ffffffffffff", 404),
        (f"{V1}/nowhere", 404),
        (f"{V1}/statements?limit=100000", 422),
        (f"{V1}/statements?act=lie", 400),
        (f"{V1}/statements?since=2031-05-09&until=2031-05-01", 400),
        (f"{V1}/search", 422),
    ):
        answer = client.get(address)
        assert answer.status_code == status, address
        error = answer.json()["error"]
        assert error["status"] == status
        assert error["code"]
        assert error["message"]


def test_a_private_person_is_shown_by_description_unless_a_reviewer_asks(client: TestClient, opened: Case):
    speaker = said(opened, "heard the guns")
    assert speaker.speaker == "Runa Vik"
    shown = client.get(f"{V1}/statements/{speaker.id}").json()
    assert shown["speaker"] != "Runa Vik"
    assert shown["speaker_withheld"]
    for address in ("statements?limit=200", "actors?limit=200", "search?words=guns", "incidents?limit=200", "ledger"):
        assert "Runa Vik" not in client.get(f"{V1}/{address}").text
    assert client.get(f"{V1}/statements/{speaker.id}?internal=true").json()["speaker"] == "Runa Vik"


def test_what_is_marked_confidential_is_not_given(client: TestClient, app_case: Any, opened: Case):
    secret = said(opened, "fired forty shells")
    with open_case(app_case, write=True) as case:
        case.decide(f"s:{secret.id}", "confidential", why="a source at risk", who="Mira Holt")
    for address in ("statements?limit=200", "ledger", "search?words=shells", "incidents?limit=200"):
        assert "fired forty shells" not in client.get(f"{V1}/{address}").text, address
    assert client.get(f"{V1}/statements/{secret.id}").status_code == 404
    assert client.get(f"{V1}/statements/{secret.id}?internal=true").status_code == 200


def test_a_decision_is_made_shown_and_taken_back(client: TestClient, opened: Case):
    statement = said(opened, "fired forty shells")
    given = {"target": f"s:{statement.id}", "action": "set", "field": "act", "new": "warn", "why": "he threatens more"}
    made = client.post(f"{V1}/decisions", json=given, headers=token(client))
    assert made.status_code == 201, made.text
    assert client.get(f"{V1}/statements/{statement.id}").json()["act"] == "warn"
    assert client.get(f"{V1}/statements/{statement.id}").json()["decided"]
    undone = client.post(
        f"{V1}/decisions",
        json={"target": f"d:{made.json()['id']}", "action": "undo", "why": "misread"},
        headers=token(client),
    )
    assert undone.status_code == 201, undone.text
    assert client.get(f"{V1}/statements/{statement.id}").json()["act"] == statement.act


def test_who_decides_on_what_another_changed_meanwhile_is_told_and_nothing_is_overwritten(
    client: TestClient, app_case: Any, opened: Case
):
    statement = said(opened, "fired forty shells")
    seen = client.get(f"{V1}/statements/{statement.id}").headers["Trucewatch-Seen"]
    with open_case(app_case, write=True) as case:
        case.decide(f"s:{statement.id}", "set", field="act", new="threaten", why="first reader", who="Jon Asker")
    given = {
        "target": f"s:{statement.id}", "action": "set", "field": "act", "new": "warn", "why": "second", "seen": seen,
    }  # fmt: skip
    answer = client.post(f"{V1}/decisions", json=given, headers=token(client))
    assert answer.status_code == 409
    assert answer.json()["error"]["who"] == "Jon Asker"
    assert client.get(f"{V1}/statements/{statement.id}").json()["act"] == "threaten"
    assert client.post(f"{V1}/decisions", json={**given, "anyway": True}, headers=token(client)).status_code == 201


def test_a_missed_statement_is_noted_by_its_words(client: TestClient, opened: Case):
    report = next(r for r in opened.reports() if r.publisher == "Observer Post")
    given = {
        "words": "The mission urged both sides to withdraw heavy guns by 20 May.", "report": f"r:{report.id}",
        "values": {"speaker": "Joint Observer Mission", "act": "urge"}, "why": "missed",
    }  # fmt: skip
    answer = client.post(f"{V1}/notes", json=given, headers=token(client))
    assert answer.status_code == 201, answer.text


def test_writing_from_another_site_is_refused(client: TestClient, opened: Case):
    given = {"target": f"s:{said(opened, 'fired forty shells').id}", "action": "reject", "why": "forged"}
    for headers in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = client.post(f"{V1}/decisions", json=given, headers=headers)
        assert answer.status_code == 403
        assert answer.json()["error"]["message"]


def test_every_address_of_the_interface_stands_in_its_description(client: TestClient):
    described = client.get(f"{V1}/openapi.json").json()
    assert described["openapi"].startswith("3.")
    for path in ("/statements", "/incidents/{record_id}", "/ledger", "/search", "/decisions", "/notes"):
        assert path in described["paths"]
    for path, methods in described["paths"].items():
        for method, told in methods.items():
            assert told.get("description"), f"{method} {path} says nothing of itself"


def test_geojson_is_read_by_place(client: TestClient):
    made = client.get(f"{V1}/incidents.geojson").json()
    points = [f["geometry"]["coordinates"] for f in made["features"] if f["geometry"]]
    assert points
    assert [-20.997, 63.933] in points  # Selfoss, as the gazetteer has it: longitude first


def test_the_feed_is_read_as_a_feed_and_keeps_private_names_back(client: TestClient):
    answer = client.get(f"{V1}/feed.atom")
    found = feedparser.parse(answer.content)
    assert not found.bozo
    assert any("shelling the bridge" in e.summary for e in found.entries)
    assert all(e.link.startswith("http://127.0.0.1:8722/") for e in found.entries)
    assert "Runa Vik" not in answer.text

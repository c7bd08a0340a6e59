"""The pages of a case on a PostgreSQL server say what those of the same case in a file say, and correct it too."""

from __future__ import annotations

import re
from collections import deque
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.postgres_server import PASSWORD, QUOTED, TestServer

import trucewatch
from trucewatch.present.web.app import create_app
from trucewatch.present.web.desk import Desk
from trucewatch.settings import Settings
from trucewatch.store.address import case_at

#: Pages that are looked at, found by following links from the first.
MOST = 100
HERE = "http://127.0.0.1:8722"
SETTINGS = Settings(person="Mira Holt", handling="internal")
#: What differs between two answers to one question: tokens and times.
VARIES = re.compile(r"[0-9a-f]{80,}|<time[^>]*>[^<]*</time>|\d\d:\d\d(?::\d\d)?")


@pytest.fixture(scope="module")
def address(case_template: Path, postgres: TestServer) -> str:
    address = postgres.database()
    trucewatch.copy(case_template, address)
    return address


def test_every_page_says_the_same(case_template, address):
    seen: dict[str, int] = {}
    with (
        TestClient(create_app(case_template, settings=SETTINGS), base_url=HERE) as on_file,
        TestClient(create_app(case_at(address), settings=SETTINGS), base_url=HERE) as there,
    ):
        waiting = deque(["/", "/search?q=bridge", "/ledger", "/timeline", "/map", "/review"])
        while waiting and len(seen) < MOST:
            path = waiting.popleft()
            if path in seen:
                continue
            expected, found = on_file.get(path), there.get(path)
            assert (found.status_code, path) == (expected.status_code, path)
            assert PASSWORD not in found.text and QUOTED not in found.text
            seen[path] = found.status_code
            if path.startswith("/search"):  # the words around a hit are chosen by the database
                continue
            assert VARIES.sub("", found.text) == VARIES.sub("", expected.text), path
            for link in re.findall(r'href="(/[^"#]*)', expected.text):
                if not link.startswith(("/static", "/api", "/search")):
                    waiting.append(link.replace("&amp;", "&"))
    assert len(seen) == MOST and set(seen.values()) <= {200, 303, 404}


def test_what_is_decided_on_a_page_of_one_stands_on_the_pages_of_all(case_template, postgres):
    address = postgres.database()
    trucewatch.copy(case_template, address)
    ours, theirs = (create_app(case_at(address), settings=SETTINGS) for _ in range(2))
    with TestClient(ours, base_url=HERE) as here, TestClient(theirs, base_url=HERE) as there:
        desk: Desk = ours.state.desk
        shown = desk.case.store.shown("statement", next(desk.case.store.statements()).id)
        assert "heard the recording" not in there.get(f"/r/{shown}", follow_redirects=True).text
        with desk.writing("Mira Holt") as case:
            case.decide(shown, "confirm", why="heard the recording")
        for client in (here, there):
            assert "heard the recording" in client.get(f"/r/{shown}", follow_redirects=True).text

"""What the tests of the pages share: a case, the application over it, and Chromium where there is one.

``app_case`` is a fresh copy of the case each time; ``client`` asks the application in-process; ``guarded`` is the
application behind sign-in, with ``people``; ``live`` serves it on loopback; ``browser_page`` is a page of Chromium that
fails the test if anything outside loopback is asked for; ``no_violations(page)`` runs axe.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from tests.present.web import web_case
from tests.present.web.people_of_tests import people_beside, with_routes_to_try

from trucewatch.case import Case, open_case
from trucewatch.present.web.access import for_serving
from trucewatch.present.web.access.people import People
from trucewatch.present.web.app import create_app
from trucewatch.settings import Settings

#: axe's rules for WCAG 2.2 AA.
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def case_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case as built once for all tests; nobody writes to it."""
    home = tmp_path_factory.mktemp("web")
    web_case.build(home / "skaft.truce", home / "given")
    return home / "skaft.truce"


@pytest.fixture
def app_case(case_template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "skaft.truce"
    shutil.copy(case_template, path)
    return path


@pytest.fixture
def opened(app_case: Path) -> Iterator[Case]:
    """The case open for reading beside the application."""
    with open_case(app_case) as case:
        yield case


@pytest.fixture
def web_settings() -> Settings:
    return Settings(person="Mira Holt", handling="internal")


@pytest.fixture
def app(app_case: Path, web_settings: Settings) -> FastAPI:
    return create_app(app_case, settings=web_settings)


@pytest.fixture
def people(app_case: Path) -> People:
    """A lead, a reviewer and a reader with accounts."""
    return people_beside(app_case)


@pytest.fixture
def guarded(app_case: Path, web_settings: Settings, people: People) -> FastAPI:
    """The application behind sign-in, with routes of every role to try."""
    access = replace(for_serving("127.0.0.1", app_case, login=True), people=people)
    return with_routes_to_try(create_app(app_case, settings=web_settings, access=access))


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://127.0.0.1:8722") as asking:
        yield asking


@pytest.fixture
def live(app: FastAPI) -> Iterator[str]:
    """The address at which the application answers on loopback."""
    yield from serving(app)


def serving(app: FastAPI) -> Iterator[str]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        until = time.monotonic() + 20
        while not server.started and time.monotonic() < until:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)


# -- Chromium --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Chromium of the machine; without one the test is counted as not run (``make test`` says how many)."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("NOT RUN: no Chromium on this machine; install it with: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"] if root else [])
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Any, live: str) -> Iterator[Callable[..., Any]]:
    """Makes pages, each of a browser of its own (cookies apart), with ``live`` as their base address."""
    contexts, outside, problems = [], [], []

    def make(**options: Any) -> Any:
        context = chromium.new_context(base_url=live, **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: outside.append(request.url) if not _ours(request.url) else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.append(line.text) if "Content Security Policy" in line.text else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert not outside, f"the pages asked for something outside: {outside}"
    assert not problems, f"the pages' scripts failed: {problems}"


@pytest.fixture
def browser_page(new_page: Callable[..., Any]) -> Any:
    return new_page(viewport={"width": 1280, "height": 900})


def _ours(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob", "about") or parts.hostname in ("127.0.0.1", "localhost")


@pytest.fixture
def no_violations() -> Callable[[Any], None]:
    """Fails with what axe finds against WCAG 2.2 AA on a page."""

    def check(page: Any) -> None:
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
        told = [f"{v['id']}: {v['help']} — {[n['html'][:120] for n in v['nodes'][:3]]}" for v in found]
        assert not told, "\n".join(told)

    return check

"""The pages of accounts in Chromium: without violations, scripts or anything from outside, with keys alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyotp
import pytest
from fastapi import FastAPI
from playwright.sync_api import expect
from tests.present.web.people_of_tests import PASSWORDS, people_beside

from trucewatch.present.web.access import for_serving
from trucewatch.present.web.access.people import People
from trucewatch.present.web.app import create_app
from trucewatch.settings import Settings


@pytest.fixture
def people(app_case: Path) -> People:
    return people_beside(app_case, lambda: datetime.now(UTC))  # type: ignore[arg-type]


@pytest.fixture
def app(app_case: Path, web_settings: Settings, people: People) -> FastAPI:
    access = replace(for_serving("127.0.0.1", app_case, login=True), people=people)
    return create_app(app_case, settings=web_settings, access=access)


def sign_in(page: Any, name: str, *, then: str = "/account") -> None:
    page.goto(f"/login?next={then}")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORDS[name])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: urlsplit(url).path == then)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_lead_adds_a_person_sets_up_the_second_step_and_reads_the_log(
    new_page: Callable[..., Any], no_violations: Callable[[Any], None], width: int
):
    page = new_page(viewport={"width": width, "height": 800}, color_scheme="dark" if width < 500 else "light")

    def is_fine() -> None:
        no_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    page.goto("/people")
    is_fine()  # the form to sign in
    sign_in(page, "Ines Halden", then="/people")
    page.get_by_label("Name", exact=True).fill("Tor Vang")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("heading", name="Start password of Tor Vang").wait_for()
    is_fine()
    page.get_by_label("Role of Tor Vang", exact=True).select_option("reviewer")
    page.get_by_role("button", name="Save the role of Tor Vang").click()
    page.get_by_role("heading", name="Start password").wait_for(state="detached")
    assert page.get_by_label("Role of Tor Vang", exact=True).input_value() == "reviewer"

    page.goto("/account")
    is_fine()
    page.get_by_label("Your password").fill(PASSWORDS["Ines Halden"])
    page.get_by_role("button", name="Set up the second step").click()
    box = page.locator(".qr svg").bounding_box()
    assert box["width"] == pytest.approx(box["height"], abs=1) and box["width"] > 200
    is_fine()
    page.get_by_label("Code of six digits").fill(pyotp.TOTP(page.locator("code").inner_text().replace(" ", "")).now())
    page.get_by_role("button", name="Switch it on").click()
    expect(page.locator(".codes li")).to_have_count(10)
    is_fine()

    page.goto("/audit")
    assert page.get_by_role("row").nth(1).inner_text().count("second step set up") == 1
    is_fine()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/login")


def test_two_browsers_one_is_signed_out_by_the_other(new_page: Callable[..., Any]):
    here, there = new_page(), new_page()
    for page in (here, there):
        sign_in(page, "Oskar Brun")
    here.get_by_role("button", name="Sign out everywhere").click()
    here.wait_for_url("**/login")
    there.reload()
    there.wait_for_url("**/login?next=%2Faccount")


def test_a_page_of_elsewhere_cannot_send_a_form_in_the_name_of_who_is_signed_in(new_page: Callable[..., Any]):
    """Another port of this machine is another origin but the same site: the cookie goes with the form."""
    import http.server
    import threading

    class Elsewhere(http.server.BaseHTTPRequestHandler):
        target = ""

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            form = f'<form method="post" action="{self.target}/account/sign-out-everywhere"><button>Go</button></form>'
            self.wfile.write(form.encode())

        def log_message(self, *_: object) -> None:
            pass

    page = new_page()
    sign_in(page, "Oskar Brun")
    Elsewhere.target = page.url.removesuffix("/account")
    server = http.server.HTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        with page.expect_response("**/account/sign-out-everywhere") as answered:
            page.get_by_role("button", name="Go").click()
        assert answered.value.status == 403
        assert "sent by a page of elsewhere" in page.content()
    finally:
        server.shutdown()
    page.goto("/account")
    assert page.get_by_role("heading", name="Your account").count() == 1

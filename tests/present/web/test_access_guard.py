"""The guard: tokens of forms, origins, hosts, proxies, headers, sizes."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI, Response
from fastapi.testclient import TestClient
from tests.present.web.people_of_tests import HERE, Browser, with_routes_to_try

from trucewatch.present.web.access import Access, for_serving
from trucewatch.present.web.access.people import People
from trucewatch.present.web.access.request_rules import client_address, host_name, same_origin
from trucewatch.present.web.access.serving import _network
from trucewatch.present.web.access.sessions import form_token, form_token_fits, new_id
from trucewatch.present.web.app import create_app
from trucewatch.settings import Settings

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def open_app(case_template: Path) -> FastAPI:
    """Without accounts, on loopback; no test here writes to its case."""
    return with_routes_to_try(create_app(case_template, settings=Settings(person="Mira Holt")))


@pytest.fixture
def alone(open_app: FastAPI) -> Browser:
    browser = Browser(open_app)
    browser.get("/statements/none")  # any page: it gives the cookie
    return browser


def meta_token(browser: Browser) -> str:
    found = re.search(r'name="csrf-token" content="([0-9a-f]+)"', browser.get("/statements/none").text)
    assert found
    return found[1]


# -- the token of forms ------------------------------------------------------------------------


def test_a_form_without_its_token_changes_nothing(alone: Browser):
    assert alone.http.post("/try/form", data={"word": "a"}, headers=HTML).status_code == 403
    token = meta_token(alone)
    changed = token[:-1] + ("1" if token[-1] == "0" else "0")
    assert alone.http.post("/try/form", data={"word": "a", "csrf": changed}).status_code == 403
    assert alone.http.post("/try/form", data={"word": "a", "csrf": "0" * 128}).status_code == 403
    assert alone.http.post("/try/form", data={"word": "a", "csrf": token}).json()["word"] == "a"


def test_the_token_goes_as_a_field_a_header_or_beside_a_file(alone: Browser):
    token = meta_token(alone)
    assert alone.http.post("/try/form", data={"word": "ä ß"}, headers={"X-CSRF-Token": token}).json()["word"] == "ä ß"
    files = {"given": ("a.txt", b"x" * 70_000)}
    assert alone.http.post("/try/file", data={"word": "w"}, files=files).status_code == 403
    assert alone.http.post("/try/file", data={"word": "w", "csrf": token}, files=files).json()["bytes"] == "70000"
    assert alone.http.post("/api/try", json={"a": "b"}, headers={"X-CSRF-Token": token}).json()["a"] == "b"
    assert alone.http.post("/api/try", json={"a": "b", "csrf": token}).status_code == 403  # not in a JSON body


def test_the_token_of_one_browser_is_worth_nothing_in_another(alone: Browser, open_app: FastAPI):
    other = Browser(open_app)
    stolen = meta_token(other)
    assert alone.http.post("/try/form", data={"word": "a", "csrf": stolen}).status_code == 403


def test_a_browser_without_cookies_is_refused_also_with_a_token(open_app: FastAPI):
    token = meta_token(Browser(open_app))
    fresh = TestClient(open_app, base_url=HERE)
    assert fresh.post("/try/form", data={"word": "a", "csrf": token}).status_code == 403


def test_the_token_from_before_signing_in_no_longer_fits(guarded: FastAPI):
    browser = Browser(guarded)
    before = browser.token("/login")
    browser.sign_in("Petra Lind")
    assert browser.http.post("/logout", data={"csrf": before}).status_code == 403
    assert browser.get("/account").status_code == 200


def test_tokens_look_different_each_time_and_all_fit():
    session = new_id()
    tokens = {form_token(session) for _ in range(20)}
    assert len(tokens) == 20 and all(form_token_fits(session, token) for token in tokens)
    assert not any(form_token_fits(new_id(), token) for token in tokens)
    assert not any(form_token_fits(session, bad) for bad in ("", "zz", "00", "0" * 64, "é" * 128))


@pytest.mark.parametrize("body", [b"\xff\xfe", b"csrf=%zz&&&==", b"a=b" * 9000])
def test_a_form_that_cannot_be_read_is_refused_and_nothing_breaks(alone: Browser, body: bytes):
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data", "x"):
        answer = alone.http.post("/try/form", content=body, headers={"Content-Type": kind})
        assert answer.status_code in (400, 403)


# -- pages of elsewhere ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({}, True),
        ({"Origin": HERE}, True),
        ({"Origin": HERE, "Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Origin": "https://elsewhere.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://127.0.0.1:9999"}, False),
        ({"Origin": "https://127.0.0.1:8722"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": HERE, "Sec-Fetch-Site": "cross-site"}, False),
    ],
)
def test_a_form_of_a_page_of_elsewhere_is_refused_even_with_the_token(
    alone: Browser, headers: dict[str, str], passes: bool
):
    data = {"word": "a", "csrf": meta_token(alone)}
    assert (alone.http.post("/try/form", data=data, headers=headers).status_code == 200) is passes


def test_the_origin_is_compared_whole():
    asked = {"scheme": "https", "host": "watch.example.org", "fetch_site": None}
    assert same_origin(**asked, origin="https://watch.example.org")
    assert not same_origin(**asked, origin="https://watch.example.org.elsewhere.example")
    assert not same_origin(**asked, origin="http://watch.example.org")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8722", 200),
        ("localhost:8722", 200),
        ("LOCALHOST", 200),
        ("[::1]:8722", 200),
        ("rebound.example", 421),
        ("rebound.example:8722", 421),
        ("127.0.0.1.rebound.example", 421),
        ("localhost.rebound.example", 421),
        ("127.0.0.1@rebound.example", 421),
        ("127.0.0.1:8722/x", 421),
        ("2130706433", 421),
        ("", 421),
    ],
)
def test_a_name_that_was_pointed_at_this_machine_is_refused(open_app: FastAPI, host: str, status: int):
    answer = TestClient(open_app, base_url=HERE).get("/try/where", headers={"Host": host})
    assert answer.status_code == status
    assert status == 200 or ("Skaft" not in answer.text and "Trucewatch" in answer.text)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Watch.Example.org:443", "watch.example.org"),
        ("[::1]", "[::1]"),
        ("a b", ""),
        ("-a", ""),
        ("a:b", ""),
        ("a\n", ""),
    ],
)
def test_a_host_header_is_read_strictly(header: str, name: str):
    assert host_name(header) == name


def test_a_program_at_this_machine_may_write_json_where_nobody_signs_in(open_app: FastAPI, guarded: FastAPI):
    program = TestClient(open_app, base_url=HERE)
    assert program.post("/api/try", json={"a": "b"}).json() == {"a": "b", "person": "Mira Holt", "role": "lead"}
    assert program.delete("/api/try").status_code == 200
    for header in ({"Origin": HERE}, {"Sec-Fetch-Site": "none"}, {"Referer": HERE + "/"}, {"Cookie": "a=b"}):
        assert program.post("/api/try", json={"a": "b"}, headers=header).status_code == 403
    assert program.post("/api/try", content=b'{"a": "b"}', headers={"Content-Type": "text/plain"}).status_code == 403
    assert TestClient(guarded, base_url=HERE).post("/api/try", json={"a": "b"}).status_code == 401


def test_no_page_opens_a_web_socket(open_app: FastAPI):
    with pytest.raises(Exception) as ended, TestClient(open_app, base_url=HERE).websocket_connect("/"):
        pass
    assert "1008" in repr(ended.value) or "Disconnect" in repr(ended.type)


# -- what goes out, what comes in --------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/login", "/try/where", "/nothing-here", "/static/app.css"])
def test_every_answer_has_the_security_headers(open_app: FastAPI, path: str):
    headers = TestClient(open_app, base_url=HERE).get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers
    assert path.startswith("/static/") or headers["cache-control"] == "no-store"
    assert not path.startswith("/static/") or "set-cookie" not in headers


def test_only_https_promises_https(open_app: FastAPI):
    secure = TestClient(open_app, base_url="https://127.0.0.1:8722")
    assert secure.get("/try/where").headers["strict-transport-security"].startswith("max-age=")


def test_tiles_may_come_from_the_host_that_the_user_named_and_no_other(app_case: Path, web_settings: Settings):
    access = for_serving("127.0.0.1", app_case, tiles="https://{s}.tiles.example/{z}/{x}/{y}.png")
    app = create_app(app_case, settings=web_settings, access=access)
    policy = TestClient(app, base_url=HERE).get("/nothing").headers["content-security-policy"]
    assert "img-src 'self' data: https://*.tiles.example;" in policy


def test_a_request_that_is_too_large_is_refused(app_case: Path, web_settings: Settings, guarded: FastAPI):
    access = replace(for_serving("127.0.0.1", app_case), most_bytes=1000)
    app = with_routes_to_try(create_app(app_case, settings=web_settings, access=access))
    program = TestClient(app, base_url=HERE)
    assert program.post("/api/try", json={"a": "b" * 900}).status_code == 200
    assert program.post("/api/try", json={"a": "b" * 2000}).status_code == 413
    chunked = (b"x" * 300 for _ in range(9))
    assert program.post("/api/try", content=chunked, headers={"Content-Type": "application/json"}).status_code == 413
    stranger = Browser(guarded)
    assert stranger.sign_in("Petra Lind", "x" * 20_000).status_code == 413


def test_what_leaves_as_a_file_is_noted_as_an_export(guarded: FastAPI, people: People):
    @guarded.get("/try/list.csv")
    def download() -> Response:
        return Response("a,b", headers={"Content-Disposition": 'attachment; filename="list.csv"'})

    browser = Browser(guarded)
    browser.sign_in("Petra Lind")
    assert browser.get("/try/list.csv?side=Arvania").text == "a,b"
    line = people.audit.lines()[0]
    assert (line.who, line.did, line.about) == ("Petra Lind", "exported", "/try/list.csv?side=Arvania")


# -- proxies -----------------------------------------------------------------------------------------


@pytest.fixture
def proxied(app_case: Path, web_settings: Settings, people: People) -> FastAPI:
    access = for_serving("10.0.0.5", app_case, behind_proxy=["10.0.0.2"], names=["watch.example.org"])
    return with_routes_to_try(create_app(app_case, settings=web_settings, access=replace(access, people=people)))


FORWARDED = {"Host": "watch.example.org", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}


def test_behind_a_proxy_its_headers_say_who_asks_and_how(proxied: FastAPI, people: People):
    browser = Browser(proxied, base="https://watch.example.org", address="10.0.0.2")
    browser.http.headers.update(FORWARDED)
    assert "Secure" in browser.sign_in("Petra Lind").headers["set-cookie"]
    assert browser.get("/try/where").json() == {"address": "203.0.113.9", "scheme": "https"}
    assert people.audit.lines()[0].origin == "203.0.113.9"


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        pytest.param("203.0.113.9", FORWARDED, id="past the proxy"),
        pytest.param("10.0.0.2", {**FORWARDED, "X-Forwarded-Proto": "http"}, id="the proxy takes plain http"),
        pytest.param("10.0.0.2", {"Host": "watch.example.org"}, id="the proxy says nothing"),
        pytest.param("10.0.0.2", {**FORWARDED, "Host": "elsewhere.example"}, id="another name"),
    ],
)
def test_behind_a_proxy_nothing_else_comes_in(proxied: FastAPI, address: str, headers: dict[str, str]):
    asking = TestClient(proxied, base_url="http://watch.example.org", client=(address, 5))
    assert asking.get("/login", headers=headers).status_code in (403, 421)


def test_without_a_proxy_forwarding_headers_are_not_believed(open_app: FastAPI):
    asking = TestClient(open_app, base_url=HERE, client=("127.0.0.1", 5))
    told = asking.get("/try/where", headers={"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}).json()
    assert told == {"address": "127.0.0.1", "scheme": "http"}


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("", "10.0.0.2"),
        ("203.0.113.9", "203.0.113.9"),
        ("198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("203.0.113.9, 10.0.0.3", "203.0.113.9"),
        ("203.0.113.9, not an address", "10.0.0.2"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_the_nearest_address_that_is_no_proxy_counts(forwarded: str, address: str):
    assert client_address("10.0.0.2", forwarded, [_network("10.0.0.0/28")]) == address


def test_two_cases_on_one_machine_do_not_share_a_cookie(app_case: Path, tmp_path: Path):
    one, other = for_serving("127.0.0.1", app_case), for_serving("127.0.0.1", tmp_path / "other.truce")
    assert isinstance(one, Access) and one.cookie != other.cookie

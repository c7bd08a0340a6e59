"""Who reaches what: every route against every role, and tokens of programs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from tests.present.web.people_of_tests import (
    BY,
    HERE,
    ROLES,
    Browser,
    Clock,
    least_of,
    routes_below,
)

from trucewatch.present.web.access.people import People

HTML = {"Accept": "text/html"}


#: Each route of accounts, with the least role it asks for; None: open to who is not signed in.
ROUTES: dict[tuple[str, str], str | None] = {
    ("GET", "/login"): None,
    ("POST", "/login"): None,
    ("POST", "/logout"): "reader",
    ("GET", "/account"): "reader",
    ("POST", "/account/password"): "reader",
    ("POST", "/account/second-step/begin"): "reader",
    ("POST", "/account/second-step/confirm"): "reader",
    ("POST", "/account/second-step/off"): "reader",
    ("POST", "/account/sign-out-everywhere"): "reader",
    ("POST", "/account/tokens"): "reader",
    ("POST", "/account/tokens/revoke"): "reader",
    ("GET", "/people"): "lead",
    ("POST", "/people"): "lead",
    ("POST", "/people/role"): "lead",
    ("POST", "/people/disable"): "lead",
    ("POST", "/people/enable"): "lead",
    ("POST", "/people/start-password"): "lead",
    ("POST", "/people/second-step-off"): "lead",
    ("POST", "/people/tokens/revoke"): "lead",
    ("GET", "/audit"): "lead",
}
ORDER = ["reader", "reviewer", "lead"]


def test_every_route_of_accounts_is_in_the_table():
    from trucewatch.present.web.access import account_pages, people_pages, sign_in_pages

    routers = (sign_in_pages.router, account_pages.router, people_pages.router)
    found = {(method, path) for r in routers for path, route in routes_below(r.routes) for method in route.methods}
    assert found == set(ROUTES)


@pytest.mark.parametrize("role", [None, *ORDER])
def test_no_role_reaches_what_asks_for_more(guarded: FastAPI, people: People, role: str | None):
    fields = {"name": "Petra Lind", "role": "lead", "password": "no", "old": "no", "code": "0"}
    before = people.accounts.all()
    for (method, path), least in sorted(ROUTES.items()):
        browser = Browser(guarded)
        token = browser.token("/login")
        if role:
            browser.sign_in(next(name for name, one in ROLES.items() if one == role))
            token = browser.token("/account")
        data = {"csrf": token, **fields} if method == "POST" else None
        answer = browser.http.request(method, path, headers=HTML, data=data)
        if least is None:
            allowed: tuple[int, ...] = (200, 303, 401)
        elif role is None:
            allowed = (303,)
            assert answer.headers["location"].startswith("/login?next="), path
        elif ORDER.index(role) < ORDER.index(least):
            allowed = (403,)
        else:
            allowed = (200, 303, 400)
        assert answer.status_code in allowed, (method, path)
        if role == "lead":  # take back what a lead may do to the others
            people.accounts.enable("Petra Lind", by=BY)
    if role != "lead":
        assert people.accounts.all() == before


def test_a_reviewer_cannot_make_a_token_of_a_lead(guarded: FastAPI):
    browser = Browser(guarded)
    browser.sign_in("Oskar Brun")
    refused = browser.send("/account/tokens", on="/account", label="raise", role="lead", days="9")
    assert refused.status_code == 400 and "cannot be a lead" in refused.text


def test_needs_lets_in_who_has_the_role_or_a_higher_one(guarded: FastAPI):
    answers = {}
    for name, role in ROLES.items():
        browser = Browser(guarded)
        browser.sign_in(name)
        answers[role] = browser.get("/try/lead").status_code
    assert answers == {"reader": 403, "reviewer": 403, "lead": 200}


def test_every_writing_route_of_the_application_asks_for_a_role(guarded: FastAPI):
    writing = {
        path: least_of(route)
        for path, route in routes_below(guarded.routes)
        if route.methods - {"GET", "HEAD"} and path != "/login" and not path.startswith(("/try/", "/api/try"))
    }
    assert writing["/people/role"] == "lead" and writing["/logout"] == "reader"
    assert [path for path, least in writing.items() if least is None] == []


@pytest.mark.parametrize("role", ["reader", "reviewer"])
def test_every_route_of_the_application_that_asks_for_more_refuses_less(guarded: FastAPI, role: str):
    browser = Browser(guarded)
    browser.sign_in(next(name for name, one in ROLES.items() if one == role))
    token, passed = browser.token("/account"), []
    for path, route in routes_below(guarded.routes):
        least = least_of(route)
        if least is None or ORDER.index(least) <= ORDER.index(role):
            continue
        filled = re.sub(r"\{[^}]+\}", "x", path)
        for method in route.methods:
            answer = browser.http.request(method, filled, headers={**HTML, "X-CSRF-Token": token})
            passed += [(method, path, answer.status_code)] if answer.status_code != 403 else []
    assert passed == []


# -- tokens of programs ----------------------------------------------------------------------------


def test_a_token_acts_in_its_persons_name_with_the_lesser_role_and_needs_no_form_token(
    guarded: FastAPI, people: People
):
    token = people.tokens.make(people.accounts.get("Oskar Brun"), label="night", role="reviewer", days=2, by=BY)
    program = TestClient(guarded, base_url=HERE, headers={"Authorization": f"Bearer {token}"})
    assert program.post("/api/try", json={}).json() == {"person": "Oskar Brun", "role": "reviewer"}
    people.accounts.set_role("Oskar Brun", "reader", by=BY)
    assert program.post("/api/try", json={}).json()["role"] == "reader"
    people.accounts.disable("Oskar Brun", by=BY)
    assert program.post("/api/try", json={}).status_code == 401


@pytest.mark.parametrize("path", ["/account", "/people", "/audit", "/login", "/account/tokens"])
def test_a_token_manages_no_accounts(guarded: FastAPI, people: People, path: str):
    token = people.tokens.make(people.accounts.get("Ines Halden"), label="night", role="lead", days=2, by=BY)
    program = TestClient(guarded, base_url=HERE, headers={"Authorization": f"Bearer {token}"})
    assert program.get(path).status_code == 403


def test_tokens_that_expired_were_revoked_or_invented_fail(app_case: Path, guarded: FastAPI, people: People):
    clock = people.file.now
    assert isinstance(clock, Clock)
    account = people.accounts.get("Petra Lind")
    good, revoked, short = (
        people.tokens.make(account, label=label, role="reader", days=days, by=BY)
        for label, days in (("good", 9), ("revoked", 9), ("short", 1))
    )
    people.tokens.revoke(revoked.split("_")[1], by=BY)
    clock.move(days=2)
    invented = good[:-4] + "AAAA", good.replace("tw_", "xx_"), "tw_00000000_x", "tw", "", "é"
    statuses = {
        token: TestClient(guarded, base_url=HERE)
        .get("/try/where", headers={"Authorization": f"Bearer {token}".encode()})
        .status_code
        for token in (good, revoked, short, *invented)
    }
    assert statuses.pop(good) == 200
    assert set(statuses.values()) == {401}
    assert good.split("_", 2)[2].encode() not in people.file.path.read_bytes()
    assert {one.label: one.state for one in people.tokens.all()} == {
        "good": "holds", "revoked": "revoked", "short": "expired",
    }  # fmt: skip


def test_a_start_password_revokes_the_tokens(people: People):
    token = people.tokens.make(people.accounts.get("Petra Lind"), label="x", role="reader", days=9, by=BY)
    people.accounts.give_start_password("Petra Lind", by=BY)
    assert people.tokens.find(token) is None

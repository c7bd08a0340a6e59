"""Signing in, staying in, signing out: sessions, limits, the second step, where one is sent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyotp
import pytest
from fastapi import FastAPI, Request
from tests.present.web.people_of_tests import BY, PASSWORDS, Browser, Clock, people_beside

from trucewatch.present.web.access import Access, for_serving
from trucewatch.present.web.access.brakes import Brakes
from trucewatch.present.web.access.people import People
from trucewatch.present.web.access.request_rules import local_path
from trucewatch.present.web.app import create_app
from trucewatch.settings import Settings


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def people(app_case: Path, clock: Clock) -> People:
    return people_beside(app_case, clock)


@pytest.fixture
def access(app_case: Path, people: People) -> Access:
    return replace(for_serving("127.0.0.1", app_case, login=True), people=people, brakes=Brakes(there="3/5 minutes"))


@pytest.fixture
def guarded(app_case: Path, web_settings: Settings, access: Access) -> FastAPI:
    return create_app(app_case, settings=web_settings, access=access)


@pytest.fixture
def browser(guarded: FastAPI) -> Browser:
    return Browser(guarded)


def did(people: People) -> list[str]:
    return [f"{line.who}: {line.did}" for line in reversed(people.audit.lines()) if line.origin != "command line"]


def test_a_stranger_is_sent_to_sign_in_and_then_to_the_page_that_was_asked_for(browser: Browser):
    asked = browser.get("/reports/r1?q=a%26b")
    assert (asked.status_code, asked.headers["location"]) == (303, "/login?next=%2Freports%2Fr1%3Fq%3Da%2526b")
    form = browser.get(asked.headers["location"])
    assert 'value="/reports/r1?q=a%26b"' in form.text
    assert browser.sign_in("Petra Lind", next="/reports/r1?q=a%26b").headers["location"] == "/reports/r1?q=a%26b"
    assert browser.get("/account").status_code == 200


def test_the_page_to_sign_in_tells_nothing_of_the_case(browser: Browser):
    page = browser.get("/login").text
    assert "Skaft" not in page and "Timeline" not in page


def test_a_program_and_a_part_of_a_page_are_told_in_their_own_ways(browser: Browser):
    told = browser.http.get("/api/v1/statements")
    assert told.status_code == 401 and told.json()["error"]["message"] == "Sign in first."
    part = browser.http.get(
        "/evidence/x/y/z", headers={"HX-Request": "true", "HX-Current-URL": "http://127.0.0.1:8722/ledger?side=a"}
    )
    assert part.status_code == 401 and part.headers["HX-Redirect"] == "/login?next=%2Fledger%3Fside%3Da"


def test_the_cookie_is_kept_from_scripts_other_sites_and_plain_http(
    app_case: Path, web_settings: Settings, access: Access
):
    plain = Browser(create_app(app_case, settings=web_settings, access=access))
    cookie = plain.sign_in("Petra Lind").headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie
    assert "Secure" not in cookie and "Max-Age" not in cookie and "Domain" not in cookie
    secure = Browser(create_app(app_case, settings=web_settings, access=access), base="https://127.0.0.1:8722")
    cookie = secure.sign_in("Petra Lind").headers["set-cookie"]
    assert cookie.startswith("__Host-trucewatch-") and "Secure" in cookie and "HttpOnly" in cookie


def test_signing_in_gives_a_new_id_and_the_one_before_is_worth_nothing(browser: Browser, guarded: FastAPI):
    browser.get("/login")
    planted = browser.cookie()
    browser.sign_in("Petra Lind")
    assert browser.cookie() != planted
    other = Browser(guarded)
    name = next(c.name for c in browser.http.cookies.jar)
    other.http.cookies.set(name, planted)
    assert other.get("/account").status_code == 303
    first = browser.cookie()
    browser.http.post("/logout", data={"csrf": browser.token("/account")})
    browser.sign_in("Petra Lind")
    other.http.cookies.set(name, first)
    assert other.get("/account").status_code == 303


def test_only_the_hash_of_a_session_is_stored(browser: Browser, people: People):
    browser.sign_in("Petra Lind")
    assert browser.cookie().encode() not in people.file.path.read_bytes()
    assert len(browser.cookie()) >= 43


@pytest.mark.parametrize(
    ("moves", "still_in"),
    [
        pytest.param([{"minutes": 119}, {"minutes": 119}], True, id="used within two hours each time"),
        pytest.param([{"minutes": 121}], False, id="idle for more than two hours"),
        pytest.param([{"minutes": 110}] * 7, False, id="used all the time, for more than twelve hours"),
    ],
)
def test_a_session_ends_when_idle_or_old(browser: Browser, clock: Clock, moves: list[dict[str, int]], still_in: bool):
    browser.sign_in("Petra Lind")
    for move in moves:
        clock.move(**move)
        answer = browser.get("/account")
    assert (answer.status_code == 200) is still_in


def test_signing_out_everywhere_ends_the_other_browser_too(browser: Browser, guarded: FastAPI):
    other = Browser(guarded)
    for one in (browser, other):
        one.sign_in("Oskar Brun")
    assert browser.get("/account").text.count('data-is="since"') == 2
    browser.send("/account/sign-out-everywhere", on="/account")
    assert [one.get("/account").status_code for one in (browser, other)] == [303, 303]


def test_a_new_password_ends_the_other_sessions_and_gives_this_one_a_new_id(browser: Browser, guarded: FastAPI):
    other = Browser(guarded)
    for one in (browser, other):
        one.sign_in("Oskar Brun")
    before, new = browser.cookie(), "seven lanterns over moss"
    wrong = browser.send("/account/password", on="/account", old="not it at all", new=new, again=new)
    assert wrong.status_code == 400 and "not your password" in wrong.text
    browser.send("/account/password", on="/account", old=PASSWORDS["Oskar Brun"], new=new, again=new)
    assert browser.get("/account").status_code == 200 and browser.cookie() != before
    assert other.get("/account").status_code == 303
    assert Browser(guarded).sign_in("Oskar Brun").status_code == 401
    assert Browser(guarded).sign_in("Oskar Brun", new).status_code == 303


def test_a_disabled_account_is_out_at_once_and_cannot_come_back(browser: Browser, people: People, guarded: FastAPI):
    browser.sign_in("Petra Lind")
    people.accounts.disable("Petra Lind", by=BY)
    assert browser.get("/account").status_code == 303
    assert Browser(guarded).sign_in("Petra Lind").status_code == 401


def test_a_role_counts_from_the_next_request_on(browser: Browser, people: People):
    browser.sign_in("Oskar Brun")
    assert browser.get("/people").status_code == 403
    people.accounts.set_role("Oskar Brun", "lead", by=BY)
    assert browser.get("/people").status_code == 200


def test_a_start_password_must_be_changed_before_anything_else(browser: Browser, people: People):
    _, start = people.accounts.add_with_start_password("Runa Dahl", "reviewer", by=BY)
    assert browser.sign_in("runa dahl", start, next="/reports").headers["location"] == "/account"
    assert browser.get("/reports").headers["location"] == "/account"
    refused = browser.http.post("/account/tokens", data={"csrf": browser.token("/account"), "label": "x"})
    assert refused.status_code == 403
    new = "seven lanterns over moss"
    kept = browser.send("/account/password", on="/account", old=start, new=start, again=start)
    assert kept.status_code == 400 and "take another" in kept.text
    browser.send("/account/password", on="/account", old=start, new=new, again=new)
    assert "Tokens" in browser.get("/account").text


# -- guessing --------------------------------------------------------------------------------


def test_guessing_is_stopped_and_the_right_password_too_until_the_time_is_over(browser: Browser, people: People):
    for _ in range(3):
        assert browser.sign_in("Petra Lind", "wrong guess").status_code == 401
    stopped = browser.sign_in("Petra Lind")
    assert stopped.status_code == 429 and 1 <= int(stopped.headers["retry-after"]) <= 300
    assert "Too many tries" in stopped.text
    assert did(people) == ["Petra Lind: sign-in failed"] * 3 + ["Petra Lind: sign-in limit reached"]


def test_guessing_one_name_does_not_shut_out_others_nor_the_same_name_elsewhere(guarded: FastAPI):
    guessing = Browser(guarded)
    for _ in range(4):
        guessing.sign_in("Petra Lind", "wrong guess")
    assert guessing.sign_in("Oskar Brun").status_code == 303
    assert Browser(guarded, address="127.0.0.9").sign_in("Petra Lind").status_code == 303


def test_one_address_cannot_try_many_names(app_case: Path, web_settings: Settings, access: Access):
    access = replace(access, brakes=Brakes(from_address="4/5 minutes"))
    browser = Browser(create_app(app_case, settings=web_settings, access=access))
    answers = [browser.sign_in(f"Name {n}", "wrong guess").status_code for n in range(6)]
    assert answers == [401] * 4 + [429] * 2


def test_signing_in_forgives_the_tries_before(browser: Browser):
    for _ in range(2):
        browser.sign_in("Petra Lind", "wrong guess")
        browser.sign_in("Petra Lind", "wrong guess")
        assert browser.sign_in("Petra Lind").status_code == 303
        browser.send("/logout", on="/account")


def test_too_many_writes_are_told_to_wait(app_case: Path, web_settings: Settings, access: Access):
    access = replace(access, brakes=Brakes(writes="3/1 minute"))
    browser = Browser(create_app(app_case, settings=web_settings, access=access))
    browser.sign_in("Petra Lind")
    answers = [browser.send("/account/tokens/revoke", on="/account", token="none").status_code for _ in range(5)]
    assert 429 in answers and answers[0] == 400


def test_a_wrong_name_a_wrong_password_and_a_disabled_account_get_one_answer(browser: Browser, people: People):
    people.accounts.disable("Oskar Brun", by=BY)
    tried = [("Nobody Here", "x" * 20), ("Petra Lind", "x" * 20), ("Oskar Brun", PASSWORDS["Oskar Brun"])]
    pages = []
    for name, password in tried:
        answer = browser.sign_in(name, password)
        assert answer.status_code == 401
        pages.append(answer.text.replace(name, "NAME").split("</form>")[0].split("csrf")[0])
    assert len(set(pages)) == 1


def test_an_unknown_name_costs_the_work_of_one_hash(people: People, monkeypatch: pytest.MonkeyPatch):
    """Work is counted, on hashes of the same settings: time on a busy machine varies."""
    from tests.present.web.people_of_tests import QUICK

    worked: list[str] = []
    whole = type(QUICK).verify

    def counted(self: object, stored: str, password: str) -> bool:
        worked.append(stored.rsplit("$", 2)[0])  # the settings, without salt and hash
        return whole(self, stored, password)  # type: ignore[arg-type]

    monkeypatch.setattr(type(QUICK), "verify", counted)
    people.accounts.disable("Oskar Brun", by=BY)
    for name in ("Nobody Here", "Petra Lind", "Oskar Brun"):
        assert people.accounts.check(name, "x" * 20) is None
    assert len(worked) == 3 and len(set(worked)) == 1


def test_a_failure_with_an_unknown_name_keeps_what_was_typed_out_of_the_log(browser: Browser, people: People):
    browser.sign_in("gravel tin seldom harbour", "Ines Halden")  # the fields mixed up
    assert did(people) == ["(no such name): sign-in failed"]
    assert b"gravel tin" not in people.file.path.read_bytes()


# -- the second step ---------------------------------------------------------------------------


def set_up(browser: Browser, clock: Clock, name: str) -> tuple[pyotp.TOTP, list[str]]:
    """Set the second step up as a person does; give the app and the recovery codes."""
    import re

    page = browser.send("/account/second-step/begin", on="/account", password=PASSWORDS[name]).text
    assert "<svg" in page and "style=" not in page.split("<svg")[1].split("</svg>")[0]
    found = re.search(r"Secret: <code[^>]*>([A-Z2-7 ]+)<", page)
    assert found
    secret = pyotp.TOTP(found[1].replace(" ", ""))
    token = re.findall(r'name="csrf" value="([0-9a-f]+)"', page)[-1]
    wrong = browser.http.post("/account/second-step/confirm", data={"csrf": token, "code": "000000"})
    assert wrong.status_code == 400
    done = browser.http.post("/account/second-step/confirm", data={"csrf": token, "code": secret.at(clock())})
    return secret, re.findall(r"<li><code>([a-z2-9-]+)</code>", done.text)


def test_with_a_second_step_the_password_alone_is_not_enough(browser: Browser, clock: Clock, guarded: FastAPI):
    browser.sign_in("Ines Halden")
    totp, codes = set_up(browser, clock, "Ines Halden")
    assert len(codes) == 10
    clock.move(seconds=60)
    assert Browser(guarded).sign_in("Ines Halden").status_code == 401
    assert Browser(guarded).sign_in("Ines Halden", code=totp.at(clock())).status_code == 303


def test_a_code_that_was_used_is_refused_and_so_are_older_ones(browser: Browser, clock: Clock, guarded: FastAPI):
    browser.sign_in("Ines Halden")
    totp, _ = set_up(browser, clock, "Ines Halden")
    assert Browser(guarded, address="127.0.0.2").sign_in("Ines Halden", code=totp.at(clock())).status_code == 401
    clock.move(seconds=60)
    code, older = totp.at(clock()), totp.at(clock(), counter_offset=-1)
    answers = [
        Browser(guarded, address=f"127.0.0.{n}").sign_in("Ines Halden", code=c).status_code
        for n, c in enumerate((code, code, older), 3)
    ]
    assert answers == [303, 401, 401]


def test_a_recovery_code_signs_in_once(browser: Browser, clock: Clock, guarded: FastAPI, people: People):
    browser.sign_in("Ines Halden")
    _, codes = set_up(browser, clock, "Ines Halden")
    answers = [Browser(guarded).sign_in("Ines Halden", code=codes[3].upper()).status_code for _ in range(2)]
    assert answers == [303, 401]
    assert people.second_step.left(people.accounts.get("Ines Halden")) == 9
    stored = people.file.path.read_bytes()
    assert not any(code.replace("-", "").encode() in stored or code.encode() in stored for code in codes)


def test_the_second_step_is_taken_away_with_the_password_only(browser: Browser, clock: Clock, people: People):
    browser.sign_in("Ines Halden")
    set_up(browser, clock, "Ines Halden")
    browser.send("/account/second-step/off", on="/account", password="not it at all")
    assert people.accounts.get("Ines Halden").second_step
    browser.send("/account/second-step/off", on="/account", password=PASSWORDS["Ines Halden"])
    assert not people.accounts.get("Ines Halden").second_step


# -- where one is sent --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("/ledger?side=Arvania&x=1", "/ledger?side=Arvania&x=1"),
        ("/reports/%D8%A7", "/reports/%D8%A7"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("///elsewhere.example/", "/"),
        ("/\\elsewhere.example/", "/"),
        ("/%5Celsewhere.example/", "/"),
        ("/\t/elsewhere.example/", "/"),
        ("/%09/elsewhere.example/", "/"),
        ("/\r\nSet-Cookie: a=b", "/"),
        ("javascript:alert(1)", "/"),
        ("elsewhere.example", "/"),
        ("", "/"),
        (None, "/"),
    ],
)
def test_after_signing_in_nobody_is_sent_elsewhere(asked: str | None, sent: str):
    assert local_path(asked) == sent


def test_the_form_does_not_send_elsewhere_either(browser: Browser):
    assert "elsewhere" not in browser.get("/login?next=https://elsewhere.example/").text
    assert browser.sign_in("Petra Lind", next="//elsewhere.example/").headers["location"] == "/"
    assert browser.get("/login?next=//elsewhere.example/").headers["location"] == "/"


# -- what is decided ------------------------------------------------------------------------------


def test_what_is_decided_at_the_desk_goes_into_the_audit_log_by_its_id(
    app_case: Path, guarded: FastAPI, browser: Browser, people: People
):
    @guarded.post("/try/decide")
    def decide(request: Request) -> dict[str, str]:
        desk = request.app.state.desk
        with desk.writing(request.state.person) as case:
            statement = case.statements()[0]
            made = case.decide(f"s:{statement.id}", "confirm", why="read it again")
        return {"id": made.id, "who": made.who}

    browser.sign_in("Oskar Brun")
    made = browser.http.post("/try/decide", data={"csrf": browser.token("/account")}).json()
    again = browser.http.post("/try/decide", data={"csrf": browser.token("/account")}).json()
    assert made["who"] == "Oskar Brun"
    logged = [(line.who, line.about) for line in people.audit.lines(did="decided")]
    assert logged == [("Oskar Brun", f"d:{again['id']}"), ("Oskar Brun", f"d:{made['id']}")]

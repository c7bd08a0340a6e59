"""Signing in and out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from trucewatch.present.web.access.accounts import Account, key_of
from trucewatch.present.web.access.audit import By
from trucewatch.present.web.access.guard import is_https, set_cookie
from trucewatch.present.web.access.people import People
from trucewatch.present.web.access.request_rules import local_path
from trucewatch.present.web.access.roles import needs
from trucewatch.present.web.access.serving import Access, by_of
from trucewatch.present.web.access.telling import door

router = APIRouter()
#: One answer for every reason, so that nobody learns which names and passwords are right.
DOES_NOT_FIT = "Name, password or code do not fit."
UNKNOWN = "(no such name)"


def people_of(request: Request) -> People:
    """The people of the case, where persons sign in. Raises: HTTPException where nobody does."""
    access: Access = request.app.state.access
    if not access.login or access.people is None:
        raise HTTPException(404, "Nobody signs in here: the pages are open to this machine alone (docs/serving.md).")
    return access.people


@router.get("/login")
def sign_in_form(request: Request, next: str = "/") -> Response:
    people_of(request)
    if request.state.account:
        return RedirectResponse(local_path(next), 303)
    return _form(request, next)


@router.post("/login")
def sign_in(
    request: Request,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    code: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    access: Access = request.app.state.access
    people = people_of(request)
    account = tried(request, people, name, password, code)
    if isinstance(account, int):
        return _form(
            request, next, status=429, name=name, headers={"Retry-After": str(account)},
            problem=f"Too many tries. Wait {account} seconds, then try again.",
        )  # fmt: skip
    if account is None:
        return _form(request, next, status=401, name=name, problem=DOES_NOT_FIT)
    people.sessions.end(request.state.cookie)
    people.audit.append(By(who=account.name, origin=request.state.address), "signed in")
    place = "/account" if account.must_change else local_path(next)
    return signed_in(request, access, people, account, RedirectResponse(place, 303))


@router.post("/logout", dependencies=[Depends(needs("reader"))])
def sign_out(request: Request) -> Response:
    people = people_of(request)
    people.sessions.end(request.state.cookie)
    people.audit.append(by_of(request), "signed out")
    return signed_out(request)


def tried(request: Request, people: People, name: str, password: str, code: str) -> Account | int | None:
    """The account, if all fits; None if not; the seconds to wait, if there were too many tries."""
    access: Access = request.app.state.access
    key, address = key_of(name), request.state.address
    wait = access.brakes.sign_in(key, address)
    if wait is not None:
        return wait
    account = people.accounts.check(name, password)
    if account and people.second_step.passes(account, code, by=By(who=account.name, origin=address)):
        access.brakes.signed_in(key, address)
        return account
    # a password typed into the field of the name must not come to stand in the log: only known names do
    known = next((one.name for one in people.accounts.all() if one.key == key), UNKNOWN)
    by = By(who=known, origin=address)
    people.audit.append(by, "sign-in failed")
    if access.brakes.was_last(key, address):
        people.audit.append(by, "sign-in limit reached")
    return None


def signed_in(request: Request, access: Access, people: People, account: Account, response: Response) -> Response:
    """A session of its own for a browser that has shown who it is: never an id that was there before."""
    browser = request.headers.get("user-agent", "")
    session_id = people.sessions.begin(account, address=request.state.address, browser=browser)
    set_cookie(response, access, session_id, https=is_https(request))
    return response


def signed_out(request: Request) -> Response:
    access: Access = request.app.state.access
    response = RedirectResponse("/login", 303)
    https = is_https(request)
    response.delete_cookie(access.cookie_name(https=https), path="/", secure=https, httponly=True, samesite="lax")
    return response


def _form(
    request: Request, next: str, *, status: int = 200, problem: str = "", name: str = "",
    headers: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    return door(
        "access/login.html", status=status, headers=headers, csrf=request.state.csrf, next=local_path(next),
        problem=problem, name=name,
    )  # fmt: skip

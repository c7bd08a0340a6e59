"""One's own account: password, second step, sessions, tokens."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from trucewatch.errors import AccountProblem
from trucewatch.present.web.access.accounts import Account
from trucewatch.present.web.access.people import People
from trucewatch.present.web.access.roles import ROLES, at_least, needs
from trucewatch.present.web.access.second_step import address_of, picture_of
from trucewatch.present.web.access.serving import Access, by_of
from trucewatch.present.web.access.sign_in_pages import people_of, signed_in, signed_out
from trucewatch.present.web.frame import page

router = APIRouter(prefix="/account", dependencies=[Depends(needs("reader"))])
#: Set with the answer to a form that ended well: ``/account?done=password``.
DONE = {
    "password": "Your password was changed; your other sessions have ended.",
    "step-off": "The second step was taken away: your password alone signs you in.",
    "revoked": "The token was revoked.",
}


@router.get("")
def account(request: Request, done: str = "") -> Response:
    return _page(request, done=DONE.get(done, ""))


@router.post("/password")
def change_password(
    request: Request, old: Annotated[str, Form()] = "", new: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    access: Access = request.app.state.access
    people, own = people_of(request), request.state.account
    if new != again:
        return _problem(request, "The two new passwords are not the same.")
    if (told := _not_sure(request, people, old)) is not None:
        return told
    try:
        changed = people.accounts.set_password(own.name, new, by=by_of(request))
    except AccountProblem as problem:
        return _problem(request, str(problem))
    return signed_in(request, access, people, changed, RedirectResponse("/account?done=password", 303))


@router.post("/second-step/begin")
def begin_second_step(request: Request, password: Annotated[str, Form()] = "") -> Response:
    people, own = people_of(request), request.state.account
    if (told := _not_sure(request, people, password)) is not None:
        return told
    return _step_page(request, own, people.second_step.begin(own))


@router.post("/second-step/confirm")
def confirm_second_step(request: Request, code: Annotated[str, Form()] = "") -> Response:
    people, own = people_of(request), request.state.account
    try:
        codes = people.second_step.confirm(own, code, by=by_of(request))
    except AccountProblem as problem:
        waiting = people.second_step.pending(own)
        return _step_page(request, own, waiting, str(problem)) if waiting else _problem(request, str(problem))
    return page(request, "access/recovery.html", codes=codes)


@router.post("/second-step/off")
def take_second_step_away(request: Request, password: Annotated[str, Form()] = "") -> Response:
    people, own = people_of(request), request.state.account
    if (told := _not_sure(request, people, password)) is not None:
        return told
    people.second_step.take_away(own, by=by_of(request))
    return RedirectResponse("/account?done=step-off", 303)


@router.post("/sign-out-everywhere")
def sign_out_everywhere(request: Request) -> Response:
    people, own = people_of(request), request.state.account
    people.sessions.end_all(own)
    people.audit.append(by_of(request), "signed out everywhere")
    return signed_out(request)


@router.post("/tokens")
def make_token(
    request: Request, label: Annotated[str, Form()] = "", role: Annotated[str, Form()] = "reader",
    days: Annotated[int, Form()] = 30,
) -> Response:  # fmt: skip
    people, own = people_of(request), request.state.account
    try:
        token = people.tokens.make(own, label=label, role=role, days=days, by=by_of(request))
    except AccountProblem as problem:
        return _problem(request, str(problem))
    return _page(request, token=token)


@router.post("/tokens/revoke")
def revoke_token(request: Request, token: Annotated[str, Form()] = "") -> Response:
    people, own = people_of(request), request.state.account
    try:
        people.tokens.revoke(token, by=by_of(request), account=own)
    except AccountProblem as problem:
        return _problem(request, str(problem))
    return RedirectResponse("/account?done=revoked", 303)


def _not_sure(request: Request, people: People, password: str) -> Response | None:
    """An answer that goes no further, if the password that protects a change is not the person's."""
    access: Access = request.app.state.access
    own: Account = request.state.account
    wait = access.brakes.sign_in(own.key, request.state.address)
    if wait is not None:
        response = _problem(request, f"Too many tries. Wait {wait} seconds, then try again.", status=429)
        response.headers["Retry-After"] = str(wait)
        return response
    if people.accounts.check(own.name, password) is None:
        people.audit.append(by_of(request), "sign-in failed", "asked for the password again")
        return _problem(request, "That is not your password as it is now.")
    access.brakes.signed_in(own.key, request.state.address)
    return None


def _problem(request: Request, words: str, *, status: int = 400) -> Response:
    return _page(request, status=status, problem=words)


def _page(request: Request, *, status: int = 200, problem: str = "", done: str = "", token: str = "") -> Response:
    people, own = people_of(request), request.state.account
    values: dict[str, Any] = {
        "account": people.accounts.get(own.name), "sessions": people.sessions.of(own), "this": request.state.session,
        "codes_left": people.second_step.left(own), "tokens": people.tokens.all(own), "token": token,
        "roles": [role for role in ROLES if at_least(own.role, role)], "problem": problem, "done": done,
    }  # fmt: skip
    return page(request, "access/account.html", status=status, **values)


def _step_page(request: Request, own: Account, secret: str, problem: str = "") -> Response:
    spaced = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    return page(
        request, "access/second_step.html", status=400 if problem else 200, secret=spaced, problem=problem,
        picture=Markup(picture_of(address_of(own, secret))),
    )  # fmt: skip

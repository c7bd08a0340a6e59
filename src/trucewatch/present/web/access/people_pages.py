"""For leads: who has an account and as what, and the audit log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from trucewatch.errors import AccountProblem
from trucewatch.present.web.access.audit import BEGINNING, DEEDS, PAGE
from trucewatch.present.web.access.roles import ROLES, needs
from trucewatch.present.web.access.serving import by_of
from trucewatch.present.web.access.sign_in_pages import people_of
from trucewatch.present.web.frame import page

router = APIRouter(dependencies=[Depends(needs("lead"))])
Name = Annotated[str, Form()]


@router.get("/people")
def people(request: Request) -> Response:
    return _page(request)


@router.post("/people")
def add(request: Request, name: Name = "", role: Annotated[str, Form()] = "reader") -> Response:
    accounts = people_of(request).accounts
    try:
        account, password = accounts.add_with_start_password(name, role, by=by_of(request))
    except AccountProblem as problem:
        return _page(request, problem=str(problem), typed=name)
    return _page(request, given=(account.name, password))


@router.post("/people/role")
def change_role(request: Request, name: Name = "", role: Annotated[str, Form()] = "") -> Response:
    return _changed(request, lambda: people_of(request).accounts.set_role(name, role, by=by_of(request)))


@router.post("/people/disable")
def disable(request: Request, name: Name = "") -> Response:
    return _changed(request, lambda: people_of(request).accounts.disable(name, by=by_of(request)))


@router.post("/people/enable")
def enable(request: Request, name: Name = "") -> Response:
    return _changed(request, lambda: people_of(request).accounts.enable(name, by=by_of(request)))


@router.post("/people/start-password")
def give_start_password(request: Request, name: Name = "") -> Response:
    accounts = people_of(request).accounts
    try:
        account, password = accounts.give_start_password(name, by=by_of(request))
    except AccountProblem as problem:
        return _page(request, problem=str(problem))
    return _page(request, given=(account.name, password))


@router.post("/people/second-step-off")
def take_second_step_away(request: Request, name: Name = "") -> Response:
    everybody = people_of(request)
    return _changed(request, lambda: everybody.second_step.take_away(everybody.accounts.get(name), by=by_of(request)))


@router.post("/people/tokens/revoke")
def revoke_token(request: Request, token: Annotated[str, Form()] = "") -> Response:
    return _changed(request, lambda: people_of(request).tokens.revoke(token, by=by_of(request)))


@router.get("/audit")
def audit(request: Request, before: int | None = None, did: str = "", who: str = "") -> Response:
    log = people_of(request).audit
    lines = log.lines(before=before, did=did, who=who, limit=PAGE + 1)
    more = lines[PAGE - 1].n if len(lines) > PAGE else None
    return page(
        request, "access/audit.html", lines=lines[:PAGE], more=more, did=did, who=who, deeds=DEEDS,
        broken=[line.n for line in lines[:PAGE] if not line.holds() or (line.n == 1) != (line.previous == BEGINNING)],
        names=[one.name for one in people_of(request).accounts.all()],
    )  # fmt: skip


def _page(request: Request, *, problem: str = "", typed: str = "", given: tuple[str, str] | None = None) -> Response:
    everybody = people_of(request)
    return page(
        request, "access/people.html", status=400 if problem else 200, accounts=everybody.accounts.all(), roles=ROLES,
        tokens=[one for one in everybody.tokens.all() if one.state == "holds"], problem=problem, typed=typed,
        given=given,
    )  # fmt: skip


def _changed(request: Request, change: Callable[[], object]) -> Response:
    """Back to the list once the change is made; the list with the reason where it is refused."""
    try:
        change()
    except AccountProblem as problem:
        return _page(request, problem=str(problem))
    return RedirectResponse("/people", 303)

"""Outlets: what each brought, with whom it shares origins, and its grade, which only a person gives."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from trucewatch.grading import SCALES
from trucewatch.present.web.access.roles import at_least, needs
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.filters import Filters
from trucewatch.present.web.frame import page
from trucewatch.present.web.posted import Posted, done, person_of
from trucewatch.records.page import Page

router = APIRouter()


@router.get("/sources")
def sources(request: Request) -> Response:
    desk: Desk = request.app.state.desk
    asked = Filters(request)
    name, side = asked.text("name"), asked.party("side", desk.case)
    snapshot = desk.snapshots.get("outlets")
    every = [
        one
        for one in snapshot.value or ()
        if (name is None or name.casefold() in one.name.casefold()) and (side is None or one.side == side)
    ]
    found = Page(
        items=tuple(every[asked.offset : asked.offset + asked.limit]), total=len(every), offset=asked.offset,
        limit=asked.limit,
    )  # fmt: skip
    grades = desk.case.grades()
    return page(
        request, "sources.html", found=found, snapshot=snapshot, current=asked.current,
        grades={one.name: grades.of_source(one.name) for one in found.items}, scale=SCALES["reliability"],
        sides=[party.name for party in desk.case.agreement.parties],
        may_grade=at_least(getattr(request.state, "role", None), "reviewer"),
    )  # fmt: skip


@router.post("/sources/grade", dependencies=[Depends(needs("reviewer"))])
def grade(request: Request, form: Posted) -> Response:
    """Grade an outlet for reliability, or take its grade away."""
    desk: Desk = request.app.state.desk
    person = person_of(request)
    with desk.writing(person) as case:
        made = case.grade(form.get("source", ""), form.get("code") or None, why=form.get("why", ""), who=person)
    return done(form, "/sources", made.id)

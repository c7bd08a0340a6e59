"""Actors: names and spellings, roles in time with the words they rest on, and what each said. Private persons are shown
by description only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from trucewatch.case import Case
from trucewatch.decided import made
from trucewatch.present.brief.words import act_label
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.filters import Filters
from trucewatch.present.web.frame import link, page
from trucewatch.present.web.listed import Quoted, first_reports, one_line, quoted, speakers
from trucewatch.records.actor import NO_OFFICE, ActorKind
from trucewatch.records.decision import active
from trucewatch.records.privacy import UNNAMED
from trucewatch.records.span import Span
from trucewatch.records.vocabulary import ACTS
from trucewatch.store.choosing import StatementFilter
from trucewatch.store.more_pages import ActorFilter

router = APIRouter()

KINDS = {kind: kind.replace("_", " ") for kind in get_args(ActorKind)}
#: What a spelling is, in words.
FORMS = {
    "full": "whole name", "surname": "surname alone", "title": "with a title", "acronym": "initials",
    "nickname": "name of war or nickname", "spelling": "in other letters",
}  # fmt: skip
#: How a bound of a role is known, in words.
KNOWN_BY = {
    "agreement": "agreement file",
    "words": "the words say so",
    "seen": "by report",
    "person": "set by a person",
}
STATEMENTS = 25


@router.get("/actors")
def actors(request: Request) -> Response:
    desk: Desk = request.app.state.desk
    case = desk.case
    asked = Filters(request)
    wanted = ActorFilter(
        name=asked.text("name"), kind=asked.choice("kind", KINDS), side=asked.party("side", case)
    )  # fmt: skip
    found = case.actors_page(wanted, offset=asked.offset, limit=asked.limit)
    released = _released(case)
    shown = {
        item.id: _described(item.role) if item.private and item.id not in released else item.name
        for item in found.items
    }
    return page(
        request, "actors.html", found=found, shown=shown, current=asked.current, kinds=KINDS,
        sides=[party.name for party in case.agreement.parties],
    )  # fmt: skip


@router.get("/actors/{record_id}")
def actor(request: Request, record_id: str) -> Response:
    desk: Desk = request.app.state.desk
    case = desk.case
    found = case.record("actor", record_id)
    if found.id != record_id:
        return RedirectResponse(link("actor", found.id), status_code=303)
    asked = Filters(request, limit=STATEMENTS)
    wanted = StatementFilter(actor_id=found.id, act=asked.choice("act", ACTS))
    said = case.statements_page(wanted, offset=asked.offset, limit=asked.limit)
    private = found.private and found.id not in _released(case)
    statements = [item.record for item in said.items]
    return page(
        request, "actor.html", record=found, made=made(case.store, found), private=private,
        shown=_described(found.role) if private else found.name, said=said, current=asked.current,
        acts={act: act_label(act) for act in ACTS}, forms=FORMS, known_by=KNOWN_BY, no_office=NO_OFFICE,
        reasons=list(dict.fromkeys(f"{r.field.replace('_', ' ')}: {r.value}, {r.rule}" for r in found.reasons)),
        rests=_rests(case, found.spans()), quotes=quoted(case.store, statements), speakers=speakers(case, statements),
    )  # fmt: skip


def _released(case: Case) -> set[str]:
    """The private persons whose name a person released."""
    return {d.target for d in active(case.store.decisions(actions=("release", "undo")))}


def _described(role: str | None) -> str:
    return role or UNNAMED


def _rests(case: Case, spans: Iterable[Span]) -> dict[Span, Quoted]:
    """The words that names and roles rest on, with the report they stand in."""
    every = list(spans)
    reports: dict[str, Any] = first_reports(case.store, {span.text_id for span in every})
    return {span: Quoted(words=one_line([span]), span=span, report=reports.get(span.text_id)) for span in every}

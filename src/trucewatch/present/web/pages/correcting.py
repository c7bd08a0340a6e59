"""Correcting one record: its values, and whether it holds at all; each with a reason, each can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, get_args

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from trucewatch.case import Case
from trucewatch.decided import decisions_of, made
from trucewatch.errors import AmbiguousRecord, BadInput, BadRecord, Conflict, TrucewatchError, UnknownRecord
from trucewatch.grading import SCALES
from trucewatch.present.web.access.roles import needs
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.fields import Field, decided, entered, fields_of, sealed, standing
from trucewatch.present.web.frame import PLACES, link, page
from trucewatch.present.web.passages import passage
from trucewatch.present.web.places import place_picked, places_named
from trucewatch.present.web.posted import Posted, done, person_of
from trucewatch.present.web.record_actions import TYPED, carry_out, grading, near, written
from trucewatch.present.web.record_state import state_of_record
from trucewatch.records.actor import Actor
from trucewatch.records.count import Effect
from trucewatch.records.decision import taken_back
from trucewatch.records.ids import LETTERS
from trucewatch.records.incident import Incident
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.report import Report
from trucewatch.records.statement import Statement
from trucewatch.records.where import Where

router = APIRouter()


@router.get("/correct/{kind}/{record_id}")
def forms(request: Request, kind: str, record_id: str) -> Response:
    """All that may be decided of a record; readers see what was decided and said."""
    return _shown(request, *_named(request, kind, record_id))


@router.post("/correct/{kind}/{record_id}", dependencies=[Depends(needs("reviewer"))])
def correct(request: Request, kind: str, record_id: str, form: Posted) -> Response:
    """Carry out what the form asks for; what cannot be done is told beside what was typed."""
    desk: Desk = request.app.state.desk
    found, record = _named(request, kind, record_id)
    person = person_of(request)
    if form.get("action") == "look up":
        return _shown(request, found, record, typed=form)
    try:
        values = changed_values(desk, found, record, form) if form.get("action", "save") == "save" else {}
        with desk.writing(person) as case:
            made = carry_out(case, found, record, form, values, who=person, role=str(request.state.role))
    except (BadInput, BadRecord, Conflict, UnknownRecord, AmbiguousRecord) as error:
        return _shown(request, *_named(request, kind, record_id), typed=form, problem=error)
    return done(form, place_of(desk.case, found, record), *made)


@router.post("/undo", dependencies=[Depends(needs("reviewer"))])
def undo(request: Request, form: Posted) -> Response:
    """Take decisions back, the last first; they stay in the history, with who took them back and why."""
    desk: Desk = request.app.state.desk
    ids = form.get("decision", "").split()
    if not ids:
        raise BadInput("nothing to take back: the form names no decision")
    made = []
    with desk.writing(person_of(request)) as case:
        for one in reversed(ids):
            made.append(case.decide(f"d:{one}", "undo", why=form.get("why", ""), who=person_of(request)).id)
    return done(form, "/review", *made)


@router.get("/places")
def places(request: Request, name: str, field: str = "where") -> Response:
    """The places of a name, to choose from."""
    desk: Desk = request.app.state.desk
    return page(request, "place_picks.html", places=places_named(desk, name[:200]), field=field)


# -- the page ---------------------------------------------------------------------------------------------


def _named(request: Request, kind: str, record_id: str) -> tuple[str, Any]:
    """The kind and the record in use that the address names."""
    desk: Desk = request.app.state.desk
    letter = LETTERS.get("mention" if kind.endswith("mention") else kind)
    if letter is None:
        raise UnknownRecord(f"no kind of record is named {kind!r}")
    return desk.case.find(f"{letter}:{record_id}")


def changed_values(desk: Desk, kind: str, record: Any, form: Mapping[str, str]) -> dict[str, Any]:
    """The fields that the person gave another value than the one that they saw, as decisions hold them."""
    changed = {}
    for field in fields_of(kind, desk.case.agreement):
        was = form.get(f"was.{field.name}")
        if was is None:
            continue
        value = entered(field, form)
        if sealed(value) != was:
            changed[field.name] = decided(field, value, record, place=_picked(desk, field, value, record, form))
    if not changed:
        raise BadInput("No value was changed. Change one, or accept the record as it is.")
    return changed


def _picked(desk: Desk, field: Field, value: Any, record: Any, form: Mapping[str, str]) -> Where | None:
    if field.control != "place":
        return None
    searched = form.get(f"{field.name}.search", "")
    return place_picked(desk, value, looked_up=searched, before=getattr(record, field.name))


def _shown(
    request: Request, kind: str, record: Any, *, typed: Mapping[str, str] | None = None,
    problem: TrucewatchError | None = None,
) -> Response:  # fmt: skip
    desk: Desk = request.app.state.desk
    seen = desk.case.seen()  # before anything is read
    fields = fields_of(kind, desk.case.agreement)
    status = 200 if problem is None else 409 if isinstance(problem, Conflict) else 400
    return page(
        request, "correct.html", status=status, kind=kind, record=record, seen=seen,
        made=made(desk.case.store, record), rows=rows_of(fields, record, typed), typed=typed or {}, problem=problem,
        conflict=problem if isinstance(problem, Conflict) else None,
        reasons=desk.case.reasons_given(person_of(request)), mentions=_mentions(desk, record),
        effects=get_args(Effect), searched=(typed or {}).get("where.search", ""),
        back=(typed or request.query_params).get("next", ""),
        place=place_of(desk.case, kind, record), name=shown_name(kind, record.id), near=near(desk.case, record),
        written=written(kind, record.id), said=desk.case.entries(written(kind, record.id)), scales=SCALES, typing=TYPED,
        state=state_of_record(desk.case, kind, record), **grading(desk.case, record), **_looked_up(desk, typed),
        **_around(desk.case, kind, record),
    )  # fmt: skip


def _looked_up(desk: Desk, typed: Mapping[str, str] | None) -> dict[str, Any]:
    """The places of the name that was looked up, if one was."""
    name = typed.get("where.search", "") if typed and typed.get("action") == "look up" else ""
    return {"places": places_named(desk, name)} if name else {}


def rows_of(fields: Iterable[Field], record: Any, typed: Mapping[str, str] | None) -> list[dict[str, Any]]:
    """Fields with what stands there now and what their inputs show: what was typed, where something was."""
    return [_row(field, record, typed) for field in fields]


def _row(field: Field, record: Any, typed: Mapping[str, str] | None) -> dict[str, Any]:
    value = standing(field, record)
    shown = value
    if typed is not None and f"was.{field.name}" in typed:
        try:
            shown = entered(field, typed)
        except BadInput:
            shown = value
    return {"field": field, "now": value, "sealed": sealed(value), "shown": shown, "edited": shown != value}


def _mentions(desk: Desk, record: Any) -> list[dict[str, Any]]:
    """The words of each telling, for records that are joined out of several."""
    if not isinstance(record, Statement | Incident):
        return []
    found = []
    for mention in desk.case.store.mentions_of(record):
        found.append({"mention": mention, "passage": passage(desk.case, mention.rests_on, context=False)})
    return found


def _around(case: Case, kind: str, record: Any) -> dict[str, Any]:
    """What was decided of the record so far."""
    found = decisions_of(case.store, record)
    return {"decisions": [d for d in found if d.action != "undo"], "undone": set(taken_back(found))}


def place_of(case: Case, kind: str, record: Any) -> str:
    """The page on which a record stands; of a mention that of its record."""
    if isinstance(record, StatementMention | IncidentMention):
        home = case.store.homes([record.id]).get(record.id)
        if home is not None:
            return link("statement" if isinstance(record, StatementMention) else "incident", home)
    if isinstance(record, Report | Actor) or kind in PLACES:
        return link(kind, record.id)
    return f"/correct/{'mention' if kind.endswith(' mention') else kind}/{record.id}"


def shown_name(kind: str, record_id: str) -> str:
    return f"{LETTERS['mention' if kind.endswith(' mention') else kind]}:{record_id[:8]}"

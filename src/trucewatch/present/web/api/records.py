"""Single records of the interface, what a value rests on, and why two records are one or two."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from trucewatch.errors import UnknownRecord
from trucewatch.explain import traced
from trucewatch.present.plain import as_json
from trucewatch.present.web.api import making, shapes
from trucewatch.present.web.api.leaving import Leaving, wants_internal
from trucewatch.present.web.api.lists import Internal
from trucewatch.present.web.desk import Desk
from trucewatch.records.ids import LETTERS

router = APIRouter(responses={code: {"model": shapes.Refusal} for code in (400, 401, 403, 404, 409, 410, 422)})
#: With this header an answer tells what of the case it saw; a decision names it as ``seen``.
SEEN = "Trucewatch-Seen"


@router.get("/statements/{record_id}", response_model=shapes.Statement)
def statement(request: Request, response: Response, record_id: str, internal: Internal) -> Any:
    """One statement, by its id or the beginning of it; merged ids lead to the record in use."""
    desk: Desk = request.app.state.desk
    response.headers[SEEN] = desk.case.seen()
    found = desk.case.record("statement", record_id)
    item = desk.case.store.statement_items([found.id])[0]
    leaving = Leaving(desk, internal=internal)
    _let(leaving, found, record_id, item.words)
    return making.statement(leaving, item)


@router.get("/incidents/{record_id}", response_model=shapes.Incident)
def incident(request: Request, response: Response, record_id: str, internal: Internal) -> Any:
    """One incident with every account of it."""
    desk: Desk = request.app.state.desk
    response.headers[SEEN] = desk.case.seen()
    found = desk.case.record("incident", record_id)
    item = desk.case.store.incident_items([found.id])[0]
    leaving = Leaving(desk, internal=internal, incidents=[found])
    _let(leaving, found, record_id, item.words)
    return making.incident(leaving, item)


@router.get("/reports/{record_id}", response_model=shapes.Report)
def report(request: Request, record_id: str, internal: Internal) -> Any:
    """One report; its words are not given, only their hashes: they are their publisher's."""
    desk: Desk = request.app.state.desk
    found = desk.case.record("report", record_id)
    item = desk.case.store.report_items([found.id])[0]
    leaving = Leaving(desk, internal=internal)
    _let(leaving, found, record_id, ())
    return making.report(leaving, found, item.statements, item.incidents)


@router.get("/actors/{record_id}", response_model=shapes.Actor)
def actor(request: Request, record_id: str, internal: Internal) -> Any:
    """One person or institution."""
    desk: Desk = request.app.state.desk
    found = desk.case.record("actor", record_id)
    leaving = Leaving(desk, internal=internal)
    _let(leaving, found, record_id, ())
    return making.actor(leaving, found, None)


@router.get("/trace/{kind}/{record_id}/{field}", response_model=shapes.Trace)
def trace(request: Request, kind: str, record_id: str, field: str) -> Any:
    """What one value rests on: exact words, rules, decisions. For reviewers, as it gives words as they are."""
    desk: Desk = request.app.state.desk
    wants_internal(request, True)
    if kind not in LETTERS:
        raise UnknownRecord(f"no kind of record is named {kind!r}; kinds are {', '.join(LETTERS)}")
    found = traced(desk.case.store, f"{LETTERS[kind]}:{record_id}", field)
    leaving = Leaving(desk, internal=True)
    return shapes.Trace(
        kind=found.kind, id=found.id, field=found.field, value=as_json(found.value), made_by=making.person(found.maker),
        words=[w for one in found.words for w in making.words(leaving, one.spans)],
        rules=[f"{r.field} = {r.value}: {r.rule}" for one in found.words for r in one.reasons],
        decisions=[making.decided(d) for d in found.decisions],
    )  # fmt: skip


@router.get("/why")
def why(request: Request, left: str, right: str) -> dict[str, Any]:
    """Why two records are one or two, or why one answers the other. For reviewers."""
    desk: Desk = request.app.state.desk
    wants_internal(request, True)
    made: dict[str, Any] = as_json(desk.case.why(left, right))
    return made


def _let(leaving: Leaving, record: Any, name: str, words: Any) -> None:
    """Raises: UnknownRecord for what is confidential, in the words of one that is not there."""
    if leaving.hides(record.id, getattr(record, "mention_ids", ()), words):
        raise UnknownRecord(f"no record {name!r} that may be given; a reviewer asks with internal=1")

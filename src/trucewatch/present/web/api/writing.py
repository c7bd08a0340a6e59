"""Deciding and noting through the interface: the same checks as on the pages and the command line."""

from __future__ import annotations

from typing import Any, cast, get_args

from fastapi import APIRouter, Depends, Request

from trucewatch.errors import BadInput
from trucewatch.present.web.access import needs
from trucewatch.present.web.api import making, shapes
from trucewatch.present.web.desk import Desk
from trucewatch.records.decision import Action
from trucewatch.records.judgement import JudgementKind

router = APIRouter(
    dependencies=[Depends(needs("reviewer"))],
    responses={code: {"model": shapes.Refusal} for code in (400, 401, 403, 404, 409, 422, 503)},
)
#: What is decided here; redaction is a lead's own act on the pages or the command line, notes have their own address.
ACTIONS = tuple(action for action in get_args(Action) if action not in ("add", "redact"))


@router.post("/decisions", response_model=shapes.Decision, status_code=201)
def decide(request: Request, given: shapes.DecisionIn) -> Any:
    """Correct a record, judge two records, or take a decision back; it wins over the machine and can be undone."""
    desk: Desk = request.app.state.desk
    if given.action not in ACTIONS:
        raise BadInput(f"no action {given.action!r} can be taken here; there are {', '.join(ACTIONS)}")
    if given.relation is not None and given.relation not in get_args(JudgementKind):
        raise BadInput(f"no relation {given.relation!r}; there are {', '.join(get_args(JudgementKind))}")
    action = cast(Action, given.action)
    with desk.writing(request.state.person) as case:
        if given.relation is not None:
            made = case.judge(
                given.target, action, str(given.new), why=given.why, label=given.label, seen=given.seen,
                anyway=given.anyway, relation=cast(JudgementKind, given.relation),
            )  # fmt: skip
        else:
            made = case.decide(
                given.target, action, why=given.why, field=given.field, new=given.new, seen=given.seen,
                anyway=given.anyway,
            )  # fmt: skip
    request.app.state.access.note(request, "decision", made.id)
    return making.decided(made)


@router.post("/notes", response_model=shapes.Decision, status_code=201)
def note(request: Request, given: shapes.NoteIn) -> Any:
    """Enter a statement, incident or figure that the machine missed, by its words in a report or as a note."""
    desk: Desk = request.app.state.desk
    with desk.writing(request.state.person) as case:
        made = case.note(
            given.words, kind=given.kind, why=given.why, report=given.report, source=given.source,
            said=making.day(given.said), **given.values,
        )  # fmt: skip
    request.app.state.access.note(request, "decision", made.id)
    return making.decided(made)

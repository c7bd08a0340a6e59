"""What persons decided: who, when, of which record, old and new value, why, and whether it still holds."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import get_args

from fastapi import APIRouter, Request
from fastapi.responses import Response

from trucewatch.case import Case
from trucewatch.present.web.decision_words import DECIDED, plainly
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.filters import Filters
from trucewatch.present.web.frame import page, short_id
from trucewatch.records.decision import Action, Decision
from trucewatch.records.ids import LETTERS
from trucewatch.store.more_pages import DecisionFilter

router = APIRouter()


@router.get("/decisions")
def decisions(request: Request) -> Response:
    desk: Desk = request.app.state.desk
    case = desk.case
    asked = Filters(request)
    since, until = asked.days()
    midnight = time(tzinfo=UTC)
    wanted = DecisionFilter(
        who=asked.text("who"), action=asked.choice("action", get_args(Action)),
        target_kind=asked.choice("kind", _kinds()), target=asked.text("target"),
        since=datetime.combine(since, midnight) if since else None,
        until=datetime.combine(until + timedelta(days=1), midnight) if until else None,
    )  # fmt: skip
    found = case.decisions_page(wanted, offset=asked.offset, limit=asked.limit)
    return page(
        request, "decisions.html", found=found, current=asked.current, undone=_undone(case),
        actions={action: DECIDED.get(action, action) for action in get_args(Action)}, kinds=_kinds(),
        places={one.id: _target(one) for one in found.items}, other=_other, DECIDED=DECIDED, plainly=plainly,
    )  # fmt: skip


def _kinds() -> list[str]:
    """What can be decided on."""
    return [*(kind for kind in LETTERS if kind not in ("mention", "judgement", "capture", "text")), "statement mention",
            "incident mention", "clock event", "source"]  # fmt: skip


def _undone(case: Case) -> dict[str, Decision]:
    """Decision -> what took it back, if that was not taken back itself."""
    undoing = case.store.decisions(actions=["undo"])
    back = {one.target for one in undoing}
    return {one.target: one for one in undoing if one.id not in back}


def _target(decision: Decision) -> tuple[str, str]:
    """(address, name) of what was decided on; no address for what has no page, nor for what a decision added: its id is
    made of its words, and the decision's target is a mark of its own."""
    if decision.action == "add":
        return "", ""
    return _named(decision.target_kind, decision.target)


def _other(decision: Decision) -> tuple[str, str]:
    """The same of the other record of a judgement; ("", "") for a decision about one."""
    if decision.action not in ("same", "different", "unsure") or not isinstance(decision.new, str):
        return "", ""
    if decision.relation == "provision":
        return f"/provisions/{decision.new}", decision.new
    return _named(decision.target_kind, decision.new)


def _named(kind: str, target: str) -> tuple[str, str]:
    letter = LETTERS.get("mention" if kind.endswith(" mention") else kind)
    if letter is None:
        return "", target
    return f"/r/{letter}:{target}", short_id(kind, target)

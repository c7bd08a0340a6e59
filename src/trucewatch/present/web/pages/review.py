"""The queue of review: one item at a time, by doubt and by what hangs on it; every button has a key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from trucewatch.case import Case
from trucewatch.case_review import TO_DO, QueueItem
from trucewatch.errors import BadInput, BadRecord, Conflict, TrucewatchError, UnknownRecord
from trucewatch.explain.values import KINDS, Doubt
from trucewatch.present.web.access.roles import needs
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.fields import fields_of
from trucewatch.present.web.filters import Filters
from trucewatch.present.web.frame import page
from trucewatch.present.web.pages.correcting import changed_values, rows_of
from trucewatch.present.web.posted import Posted, person_of
from trucewatch.present.web.review_items import PAIRS, action_of, item_of, judged, name_of
from trucewatch.present.why_lines import ASKED
from trucewatch.records.review import ReviewState

router = APIRouter()

#: Items listed beside the one in hand.
LISTED = 20
#: What the filter of stages offers.
STAGES = {"to do": TO_DO, "finished": ("finished",), "signed off": ("signed",)}


@router.get("/review")
def review(request: Request) -> Response:
    return _shown(request, Filters(request))


@router.post("/review/{key}", dependencies=[Depends(needs("reviewer"))])
def decide(request: Request, key: str, form: Posted) -> Response:
    """Decide or say something of an item, and go on to the next; what cannot be done is told beside what was typed."""
    desk: Desk = request.app.state.desk
    asked = Filters(request)
    doubt = _named(desk, key)
    try:
        values = _values(desk, doubt, form) if form.get("action") == "save" else {}
        with desk.writing(person_of(request)) as case:
            made = _carry_out(case, doubt, form, values, who=person_of(request))
    except (BadInput, BadRecord, Conflict) as error:
        return _shown(request, asked, key=key, typed=form, problem=error)
    staying = form.get("action") in ("comment", "assign", "claim", "reopen")
    place = {"item": key} if staying else {"after": key}
    asked.text("kind"), asked.text("person"), asked.text("stage"), asked.text("n")
    query = urlencode({**asked.current, **place, "done": made}, doseq=True)
    return RedirectResponse(f"/review?{query}", status_code=303)


def _carry_out(
    case: Case, doubt: Doubt, form: Mapping[str, str], values: Mapping[str, Any], *, who: str
) -> list[str]:  # fmt: skip
    """Ids of the decisions made, none where something was only said."""
    action, why, seen = form.get("action", ""), form.get("why", ""), form.get("seen") or None
    if action == "comment":
        case.comment(doubt.key, form.get("words", ""), who=who)
    elif action == "assign":
        case.assign(doubt.key, form.get("to", "").strip() or None, who=who)
    elif action == "claim":
        case.claim(doubt.key, who=who)
    elif action == "finish":
        case.finish(doubt.key, who=who, words=why)
    elif action == "reopen":
        case.reopen(doubt.key, who=who, words=why)
    elif action == "sign":
        case.sign_off(doubt.key, who=who, words=why)
    elif action == "undo" and doubt.kind == "lost":
        return [case.decide(f"d:{doubt.about}", "undo", why=why, who=who).id]
    elif action == "save":
        return [d.id for d in case.amend(name_of(doubt.about_kind, doubt.about), values, why=why, who=who, seen=seen)]
    elif doubt.kind in PAIRS:
        first, second, relation = judged(doubt)
        label = (form.get("label") or None) if relation == "response" and action == "same" else None
        made = case.judge(
            first, action_of(action), second, relation=relation, label=label, why=why, who=who, seen=seen
        )  # fmt: skip
        return [made.id]
    else:
        name = name_of(doubt.about_kind, doubt.about)
        return [case.decide(name, action_of(action), why=why, who=who, seen=seen).id]
    return []


def _values(desk: Desk, doubt: Doubt, form: Mapping[str, str]) -> dict[str, Any]:
    kind, record = desk.case.find(name_of(doubt.about_kind, doubt.about))
    return changed_values(desk, kind, record, form)


def _known(desk: Desk) -> list[Doubt]:
    snapshot = desk.snapshots.get("queue")
    return snapshot.value or []


def _named(desk: Desk, key: str) -> Doubt:
    found = next((doubt for doubt in _known(desk) if doubt.key == key), None)
    if found is None:
        raise UnknownRecord("this item is not in the queue any more: somebody decided it, or its words were read anew")
    return found


# -- the page ---------------------------------------------------------------------------------------------


def _shown(
    request: Request, asked: Filters, *, key: str | None = None, typed: Mapping[str, str] | None = None,
    problem: TrucewatchError | None = None,
) -> Response:  # fmt: skip
    desk: Desk = request.app.state.desk
    seen = desk.case.seen()  # before anything is read
    snapshot = desk.snapshots.get("queue")
    kind = asked.choice("kind", list(KINDS))
    person, stage = asked.text("person"), asked.choice("stage", list(STAGES)) or "to do"
    at = int(n) if (n := asked.text("n")) and n.isascii() and n.isdigit() and len(n) < 8 else 0
    key, after = key or request.query_params.get("item"), request.query_params.get("after")
    found = desk.case.queue(
        snapshot.value or [], kinds=[kind] if kind else [], person=person, stages=STAGES[stage],
        offset=max(0, at - at % LISTED), limit=LISTED + 1,
    )  # fmt: skip
    place, chosen = _chosen(found.items, at - found.offset, key=key, after=after)
    if chosen is None and key:
        chosen = QueueItem(doubt=_named(desk, key), state=desk.case.review_states([key]).get(key, ReviewState()))
    item = item_of(desk.case, chosen.doubt) if chosen else None
    settled = desk.case.review_states([after]).get(after) if after and not request.query_params.get("done") else None
    status = 200 if problem is None else 409 if isinstance(problem, Conflict) else 400
    return page(
        request, "review.html", status=status, found=found, item=item, state=chosen.state if chosen else None,
        at=found.offset + place, kinds=KINDS, asked=asked.current, stage=stage, stages=list(STAGES),
        snapshot=snapshot, seen=seen, typed=typed or {}, problem=problem,
        conflict=problem if isinstance(problem, Conflict) else None, listed=LISTED, asked_of=ASKED,
        said=desk.case.entries(chosen.doubt.key) if chosen else [],
        rows=_rows(desk, chosen, typed) if item and not item.gone else [],
        reasons=desk.case.reasons_given(person_of(request)), effects=(), searched="", after=after,
        settled=settled.stage if settled and settled.stage in ("finished", "signed") else None,
    )  # fmt: skip


def _chosen(
    items: tuple[QueueItem, ...], at: int, *, key: str | None, after: str | None
) -> tuple[int, QueueItem | None]:
    """The item in hand and its place in the part of the list: by its key, else by its place; the next one where that
    is still the one that was just decided."""
    if key is not None:
        return next(((n, one) for n, one in enumerate(items) if one.doubt.key == key), (at, None))
    if at < len(items) and items[at].doubt.key == after:
        at += 1
    at = min(at, len(items) - 1)
    return (at, items[at]) if items else (0, None)


def _rows(desk: Desk, chosen: QueueItem | None, typed: Mapping[str, str] | None) -> list[dict[str, Any]]:
    """The one value that is in doubt, as its form shows it."""
    if chosen is None or not chosen.doubt.field or chosen.doubt.about_kind not in ("statement", "incident"):
        return []
    kind, record = desk.case.find(name_of(chosen.doubt.about_kind, chosen.doubt.about))
    fields = [f for f in fields_of(kind, desk.case.agreement) if f.name == chosen.doubt.field]
    return rows_of(fields, record, typed)

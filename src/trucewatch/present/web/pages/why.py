"""Why two records are one or two, or why one answers the other: both in their words, and the values compared;
a reviewer changes it there."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from trucewatch.errors import AmbiguousRecord, BadInput, BadRecord, Conflict, TrucewatchError, UnknownRecord
from trucewatch.explain import Explanation
from trucewatch.present.web.access.roles import needs
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.filters import Filters
from trucewatch.present.web.frame import page, query
from trucewatch.present.web.passages import Passage, passage
from trucewatch.present.web.posted import Posted, done, person_of
from trucewatch.present.web.statuses import status_of
from trucewatch.present.web.ways import decide, ways_of
from trucewatch.present.why_lines import ASKED, TELLINGS
from trucewatch.records.mention import IncidentMention, StatementMention

router = APIRouter()


@router.get("/why")
def why(request: Request) -> Response:
    return _shown(request)


@router.post("/why", dependencies=[Depends(needs("reviewer"))])
def decide_of_two(request: Request, form: Posted) -> Response:
    """Decide what the two are to each other; the page then tells it, and takes it back on demand."""
    desk: Desk = request.app.state.desk
    person = person_of(request)
    try:
        with desk.writing(person) as case:
            made = decide(case, form, who=person)
    except (BadInput, BadRecord, Conflict, UnknownRecord, AmbiguousRecord) as error:
        return _shown(request, typed=form, problem=error)
    return done(
        form, request.url.path + query({name: request.query_params.get(name) for name in ("left", "right")}), made.id
    )


def _shown(
    request: Request, *, typed: Mapping[str, str] | None = None, problem: TrucewatchError | None = None
) -> Response:
    desk: Desk = request.app.state.desk
    seen = desk.case.seen()  # before anything is read
    asked = Filters(request)
    left, right = asked.text("left"), asked.text("right")
    found = desk.case.why(left, right) if left and right else None
    return page(
        request, "why.html", status=status_of(problem) if problem else 200, found=found, current=asked.current,
        asked=ASKED, most=TELLINGS, tellings=_tellings(desk, found) if found else {}, ways_of=ways_of, seen=seen,
        typed=typed or {}, problem=problem, conflict=problem if isinstance(problem, Conflict) else None,
        reasons=desk.case.reasons_given(person_of(request)),
    )  # fmt: skip


def _tellings(desk: Desk, found: Explanation) -> dict[str, Passage]:
    """Mention (as its id is shown) -> its words with a sentence round them."""
    case = desk.case
    shown = [t.id for side in (found.left, found.right) for t in side.tellings[:TELLINGS] if t.id]
    mentions = {one: case.find(one)[1] for one in shown}
    return {
        one: passage(case, mention.rests_on)
        for one, mention in mentions.items()
        if isinstance(mention, StatementMention | IncidentMention)
    }

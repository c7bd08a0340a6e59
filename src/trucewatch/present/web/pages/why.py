"""Why two records are one or two, or why one answers the other: both in their words, and the values compared."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from trucewatch.explain import Explanation
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.filters import Filters
from trucewatch.present.web.frame import page
from trucewatch.present.web.listed import words_of
from trucewatch.present.web.passages import Passage, passage
from trucewatch.present.why_lines import ASKED, TELLINGS
from trucewatch.records.mention import IncidentMention, StatementMention

router = APIRouter()


@router.get("/why")
def why(request: Request) -> Response:
    desk: Desk = request.app.state.desk
    asked = Filters(request)
    left, right = asked.text("left"), asked.text("right")
    found = desk.case.why(left, right) if left and right else None
    return page(
        request, "why.html", found=found, current=asked.current, asked=ASKED, most=TELLINGS,
        tellings=_tellings(desk, found) if found else {},
    )  # fmt: skip


def _tellings(desk: Desk, found: Explanation) -> dict[str, Passage]:
    """Mention (as its id is shown) -> its words with a sentence round them."""
    case = desk.case
    shown = [t.id for side in (found.left, found.right) for t in side.tellings[:TELLINGS] if t.id]
    mentions = {one: case.find(one)[1] for one in shown}
    return {
        one: passage(case, words_of(mention))
        for one, mention in mentions.items()
        if isinstance(mention, StatementMention | IncidentMention)
    }

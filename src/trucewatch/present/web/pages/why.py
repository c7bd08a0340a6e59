"""Why two records are one or two, or why one answers the other: both in their words, the values compared, who judged."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from trucewatch.present.web.filters import Filters
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.frame import page
from trucewatch.present.why_lines import ASKED, TELLINGS

router = APIRouter()


@router.get("/why")
def why(request: Request) -> Response:
    desk: Desk = request.app.state.desk
    asked = Filters(request)
    left, right = asked.text("left"), asked.text("right")
    found = desk.case.why(left, right) if left and right else None
    return page(
        request, "why.html", found=found, current=asked.current, asked=ASKED, most=TELLINGS,
        refs={target.ref for target in (*desk.case.agreement.provisions, *desk.case.agreement.claimed_terms)},
    )  # fmt: skip

"""Figures: every value of a quantity on one ladder, what the values say together, and sums by a named rule."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from trucewatch.assess.sums import KINDS, RULES, FigureSum, chosen, sum_of, unsure_incidents
from trucewatch.case import Case
from trucewatch.decided import made
from trucewatch.errors import BadInput
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.filters import Filters
from trucewatch.present.web.frame import link, page
from trucewatch.present.web.ladders import STATES, ladders, valued
from trucewatch.present.web.listed import quoted
from trucewatch.present.web.passages import passage
from trucewatch.store.more_pages import SeriesFilter
from trucewatch.store.rows import INCIDENTS

router = APIRouter()

#: Ladders on one page of the list.
LADDERS = 12
#: Series that one sum takes at most.
ADDED = 500


@router.get("/figures")
def figures(request: Request) -> Response:
    """The series that the filters choose; with a rule their sum, or why there is none."""
    desk: Desk = request.app.state.desk
    case = desk.case
    asked = Filters(request, limit=LADDERS)
    wanted = SeriesFilter(
        unit=asked.text("unit"), state=asked.choice("state", STATES), kind=asked.choice("kind", KINDS),
        words=asked.text("words"),
    )  # fmt: skip
    narrowed = dict(asked.current)
    rule, definition, on = asked.choice("rule", RULES), asked.text("definition"), asked.day("on")
    found = case.figures_page(wanted, offset=asked.offset, limit=asked.limit)
    total, refused = None, ""
    if rule is not None:
        try:
            total = _sum(case, wanted, rule, definition=definition, on=on)
        except BadInput as error:
            refused = str(error)
    return page(
        request, "figures.html", found=found, ladders=ladders(case, found.items), current=asked.current,
        narrowed=narrowed, states=STATES, kinds=KINDS, rules=RULES, total=total, refused=refused,
        quotes=quoted(case.store, [a.taken.figure for a in total.addends]) if total else {},
    )  # fmt: skip


@router.get("/figures/series/{record_id}")
def series(request: Request, record_id: str) -> Response:
    """One ladder, with the words of every value."""
    desk: Desk = request.app.state.desk
    found = desk.case.record("series", record_id)
    if found.id != record_id:
        return RedirectResponse(link("series", found.id), status_code=303)
    return page(
        request, "series.html", record=found, made=made(desk.case.store, found),
        ladder=ladders(desk.case, valued(desk.case, [found]), around=True)[0],
    )  # fmt: skip


@router.get("/figures/one/{record_id}")
def figure(request: Request, record_id: str) -> Response:
    """One value with the words it stands in, and the series that it belongs to."""
    desk: Desk = request.app.state.desk
    found = desk.case.record("figure", record_id)
    if found.id != record_id:
        return RedirectResponse(link("figure", found.id), status_code=303)
    holding = desk.case.figures_with(found)
    return page(
        request, "figure.html", record=found, made=made(desk.case.store, found),
        passage=passage(desk.case, found.spans()), kinds=KINDS, ladders=ladders(desk.case, holding),
    )  # fmt: skip


def _sum(case: Case, wanted: SeriesFilter, rule: str, **narrower: Any) -> FigureSum:
    """The sum of all series that the filters choose.

    Raises: BadInput for more series than one sum takes, and for what is never added up.
    """
    found = case.figures_page(wanted, limit=ADDED)
    if found.more:
        raise BadInput(f"{found.total:,} series fit, and one sum takes {ADDED} at most; choose a unit or words")
    series = chosen(found.items, unit=None, state=None, kind=wanted.kind, **narrower)
    about = sorted({one.series.incident_id for one in series if one.series.incident_id})
    incidents = list(case.store.of_ids(INCIDENTS, about))
    judged = case.store.joins_of({m for one in incidents for m in one.mention_ids})
    return sum_of(series, rule, perhaps_one=unsure_incidents(judged, incidents))

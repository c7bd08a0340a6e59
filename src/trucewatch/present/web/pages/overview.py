"""The first page: what is new, what stands open, what falls due, and what there is to rest on."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from trucewatch.present.web import overview as o
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.filters import Filters
from trucewatch.present.web.frame import page
from trucewatch.present.web.listed import quoted, speakers
from trucewatch.store.more_pages import CommitmentFilter, SeriesFilter

router = APIRouter()

#: Records of each kind that the first page shows; that the page of what is new shows.
FEW, MANY = 5, 50
#: New records are counted no further than this.
MOST = 2_000
#: Runs told of.
RUNS = 5


@router.get("/")
def overview(request: Request) -> Response:
    desk: Desk = request.app.state.desk
    case, store = desk.case, desk.case.store
    filters = Filters(request)
    wanted = filters.choice("since", ("run", "brief")) or "run"
    runs = store.runs()
    if store.report_span() == (None, None) and not store.reports_page(limit=1).total:
        return page(request, "new_case.html", path=desk.path, holder=store.holder(), runs=runs[-RUNS:])
    today = datetime.now(UTC).date()
    fresh = o.news(case, "brief" if wanted == "brief" else "run", runs)
    claims = desk.snapshots.get("open claims")
    clocks = desk.snapshots.get("clocks")
    queue = desk.snapshots.get("queue")
    promised = store.commitments_page(CommitmentFilter(since=today, until=today + o.AHEAD), limit=MANY)
    conflicts = store.series_page(SeriesFilter(state="conflict"), limit=FEW)
    said = [row.claim for row in claims.value.items] if claims.ready else []
    last_run = next((run for run in reversed(runs) if run.what in o.READING and run.ended_at), None)
    return page(
        request, "overview.html", held=desk.snapshots.get("overview"), news=fresh, wanted=wanted,
        counts=store.new_counts(fresh.since, most=MOST) if fresh else {}, most=MOST, briefs=bool(store.briefs()),
        claims=claims, quotes=quoted(store, said), speaking=speakers(case, said),
        clocks=clocks, due=o.due_soon(clocks.value or (), [one.record for one in promised.items], today=today),
        running=o.running(clocks.value or ()), states=o.states(clocks.value or ()), today=today,
        weeks=o.weeks(store), conflicts=conflicts, queue=queue,
        holder=store.holder(), runs=runs[-RUNS:][::-1], last_run=last_run, plain_counts=o.plain_counts,
        aside=o.by_reason(store.set_aside(last_run.id)) if last_run else [], left_out=o.left_out(last_run),
    )  # fmt: skip


@router.get("/new")
def new(request: Request) -> Response:
    """What the case did not hold before the last run, or the last dossier."""
    desk: Desk = request.app.state.desk
    store = desk.case.store
    wanted = Filters(request).choice("since", ("run", "brief")) or "run"
    fresh = o.news(desk.case, "brief" if wanted == "brief" else "run", store.runs())
    if fresh is None:
        return RedirectResponse("/", status_code=303)
    statements = [one.record for one in store.newest_statements(fresh.since, limit=MANY)]
    incidents = [one.record for one in store.newest_incidents(fresh.since, limit=MANY)]
    return page(
        request, "new.html", news=fresh, counts=store.new_counts(fresh.since, most=MOST), statements=statements,
        incidents=incidents, reports=store.newest_reports(fresh.since, limit=MANY),
        quotes=quoted(store, [*statements, *incidents]), speaking=speakers(desk.case, statements), most=MANY,
        counted_to=MOST,
    )  # fmt: skip

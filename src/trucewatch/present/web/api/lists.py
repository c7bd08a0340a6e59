"""Lists of the interface, by pages."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request

from trucewatch.present.web.api import making, shapes
from trucewatch.present.web.api.leaving import Leaving, wants_internal
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.frame import link
from trucewatch.records.page import Page
from trucewatch.store.choosing import IncidentFilter, ReportFilter, StatementFilter
from trucewatch.store.hits import SearchFilter
from trucewatch.store.more_pages import ActorFilter, DecisionFilter, SeriesFilter
from trucewatch.store.rows import ACTORS

router = APIRouter(responses={code: {"model": shapes.Refusal} for code in (400, 401, 403, 404, 422)})
T = TypeVar("T")
Offset = Annotated[int, Query(ge=0, description="how many to pass over")]
Limit = Annotated[int, Query(ge=1, le=200, description="how many to give at most")]
Internal = Annotated[bool, Depends(wants_internal)]
Order = Annotated[Literal["newest", "oldest"], Query()]
ORIGIN = "/api/v1"


def listed(request: Request, page: Page[Any], items: list[T], *, withheld: int = 0) -> dict[str, Any]:
    """A page in its shape, with the address of the one that follows."""
    following = None
    if page.more:
        asked = [(k, v) for k, v in request.query_params.multi_items() if k != "offset"]
        path = request.url.path if request.url.path.startswith(ORIGIN) else ORIGIN + request.url.path
        following = f"{path}?{urlencode([*asked, ('offset', page.offset + page.limit)])}"
    return {
        "items": items, "total": page.total, "offset": page.offset, "limit": page.limit, "next": following,
        "withheld": withheld,
    }  # fmt: skip


@router.get("/case", response_model=shapes.CaseInfo)
def case_info(request: Request) -> Any:
    """What case this is, and how much it holds."""
    desk: Desk = request.app.state.desk
    agreement = desk.case.agreement
    return shapes.CaseInfo(
        title=desk.case.store.title, agreement=agreement.title, parties=[p.name for p in agreement.parties],
        program=request.app.state.program, counts=desk.case.counts(),
    )  # fmt: skip


@router.get("/statements", response_model=shapes.Listed[shapes.Statement])
def statements(
    request: Request, internal: Internal, offset: Offset = 0, limit: Limit = 50, order: Order = "newest",
    act: str | None = None, side: str | None = None, target_side: str | None = None, speaker: str | None = None,
    actor: str | None = None, provision: str | None = None, publisher: str | None = None, since: date | None = None,
    until: date | None = None, words: str | None = None,
    doubt: Annotated[float | None, Query(ge=0, le=1, description="those no attribution of which is as sure")] = None,
    made_by: Literal["machine", "person"] | None = None,
) -> Any:  # fmt: skip
    """Who said what: by act, side, speaker, provision, outlet, period, words."""
    desk: Desk = request.app.state.desk
    wanted = StatementFilter(
        act=act, side=side, target_side=target_side, speaker=speaker, actor_id=actor, provision=provision,
        publisher=publisher, since=since, until=until, words=words, doubt=doubt, made_by=made_by,
    )  # fmt: skip
    page = desk.case.statements_page(wanted, order=order, offset=offset, limit=limit)
    leaving = Leaving(desk, internal=internal)
    kept = [i for i in page.items if not leaving.hides(i.record.id, i.record.mention_ids, i.words)]
    return listed(
        request, page, [making.statement(leaving, item) for item in kept], withheld=len(page.items) - len(kept)
    )


@router.get("/incidents", response_model=shapes.Listed[shapes.Incident])
def incidents(
    request: Request, internal: Internal, offset: Offset = 0, limit: Limit = 50, order: Order = "newest",
    type: str | None = None, country: str | None = None, place: str | None = None, side: str | None = None,
    actor_side: str | None = None, target_side: str | None = None, provision: str | None = None,
    publisher: str | None = None, since: date | None = None, until: date | None = None, words: str | None = None,
    alleged: bool | None = None, disputed: bool | None = None, happened: bool | None = None,
    made_by: Literal["machine", "person"] | None = None,
) -> Any:  # fmt: skip
    """What reportedly happened, with every account of it. ``happened=true`` leaves out what is only planned,
    threatened, supposed or denied."""
    desk: Desk = request.app.state.desk
    page, leaving = _incidents(desk, internal, order, offset, limit, IncidentFilter(
        type=type, country=country, place=place, side=side, actor_side=actor_side, target_side=target_side,
        provision=provision, publisher=publisher, since=since, until=until, words=words, alleged=alleged,
        disputed=disputed, happened=happened, made_by=made_by,
    ))  # fmt: skip
    kept = [i for i in page.items if not leaving.hides(i.record.id, i.record.mention_ids, i.words)]
    return listed(
        request, page, [making.incident(leaving, item) for item in kept], withheld=len(page.items) - len(kept)
    )


@router.get("/incidents.geojson")
def incidents_geojson(
    request: Request, internal: Internal, offset: Offset = 0, limit: Limit = 50, type: str | None = None,
    side: str | None = None, since: date | None = None, until: date | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The same as GeoJSON features; those whose place is not known or held back have no geometry. Points are those of
    the gazetteer, never the spot of an event."""
    desk: Desk = request.app.state.desk
    wanted = IncidentFilter(type=type, side=side, since=since, until=until, happened=True)
    page, leaving = _incidents(desk, internal, "newest", offset, limit, wanted)
    kept = [i for i in page.items if not leaving.hides(i.record.id, i.record.mention_ids, i.words)]
    features = []
    for item in kept:
        one = making.incident(leaving, item)
        at = one.place
        point = {"type": "Point", "coordinates": [at.lon, at.lat]} if at.lat is not None else None
        features.append({"type": "Feature", "id": one.id, "geometry": point, "properties": one.model_dump(mode="json")})
    return {
        "type": "FeatureCollection", "features": features,
        "total": page.total, "next": listed(request, page, [])["next"],
    }  # fmt: skip


def _incidents(
    desk: Desk, internal: bool, order: Literal["newest", "oldest"], offset: int, limit: int, wanted: IncidentFilter
) -> tuple[Page[Any], Leaving]:
    page = desk.case.incidents_page(wanted, order=order, offset=offset, limit=limit)
    return page, Leaving(desk, internal=internal, incidents=[item.record for item in page.items])


@router.get("/reports", response_model=shapes.Listed[shapes.Report])
def reports(
    request: Request, internal: Internal, offset: Offset = 0, limit: Limit = 50, order: Order = "newest",
    publisher: str | None = None, kind: Literal["article", "note"] | None = None, since: date | None = None,
    until: date | None = None, words: str | None = None,
) -> Any:  # fmt: skip
    """The articles, with the hashes of what was received and read."""
    desk: Desk = request.app.state.desk
    wanted = ReportFilter(publisher=publisher, kind=kind, since=since, until=until, words=words)
    page = desk.case.reports_page(wanted, order=order, offset=offset, limit=limit)
    leaving = Leaving(desk, internal=internal)
    kept = [i for i in page.items if not leaving.hides(i.record.id)]
    made = [making.report(leaving, i.record, i.statements, i.incidents) for i in kept]
    return listed(request, page, made, withheld=len(page.items) - len(kept))


@router.get("/actors", response_model=shapes.Listed[shapes.Actor])
def actors(
    request: Request, internal: Internal, offset: Offset = 0, limit: Limit = 50, name: str | None = None,
    side: str | None = None, kind: str | None = None,
) -> Any:  # fmt: skip
    """Persons and institutions by how many statements they make."""
    desk: Desk = request.app.state.desk
    page = desk.case.actors_page(ActorFilter(name=name, side=side, kind=kind), offset=offset, limit=limit)
    leaving = Leaving(desk, internal=internal)
    known = {a.id: a.mention_ids for a in desk.case.store.of_ids(ACTORS, [i.id for i in page.items])}
    kept = [i for i in page.items if not leaving.hides(i.id, known.get(i.id, ()))]
    made = [
        shapes.Actor(
            id=i.id,
            page=link("actor", i.id),
            kind=i.kind,
            side=i.side,
            role=leaving.name(i.role),
            name=(i.name if internal or not i.private else leaving.name(i.name, i.role)) or "",
            statements=i.statements,
        )
        for i in kept
    ]
    return listed(request, page, made, withheld=len(page.items) - len(kept))


@router.get("/figures", response_model=shapes.Listed[shapes.Series])
def figures(
    request: Request, internal: Internal, offset: Offset = 0, limit: Limit = 50, unit: str | None = None,
    state: Literal["single", "agreeing", "growing", "conflict"] | None = None, words: str | None = None,
) -> Any:  # fmt: skip
    """What is counted, with every value that reports give of it; those in conflict first."""
    desk: Desk = request.app.state.desk
    page = desk.case.figures_page(SeriesFilter(unit=unit, state=state, words=words), offset=offset, limit=limit)
    leaving = Leaving(desk, internal=internal)
    made = [making.series(leaving, one) for one in page.items if not leaving.hides(one.series.id)]
    kept = [one for one in made if one.values]
    return listed(request, page, kept, withheld=len(page.items) - len(kept))


@router.get("/ledger", response_model=shapes.Listed[shapes.Claim])
def ledger(
    request: Request, internal: Internal, offset: Offset = 0, limit: Limit = 50, order: Order = "oldest",
    side: str | None = None, against: str | None = None, provision: str | None = None, act: str | None = None,
    since: date | None = None, until: date | None = None, answered: bool | None = None, publisher: str | None = None,
) -> Any:  # fmt: skip
    """Claims against a side and what answered them, or the search that found no answer."""
    desk: Desk = request.app.state.desk
    page = desk.case.ledger_page(
        offset=offset, limit=limit, order=order, side=side, against=against, provision=provision, act=act, since=since,
        until=until, answered=answered, publisher=publisher,
    )  # fmt: skip
    told = [s for row in page.items for s in (row.claim, *(r.statement for r in row.responses))]
    items = {item.record.id: item for item in desk.case.store.statement_items([s.id for s in told])}
    leaving = Leaving(desk, internal=internal)
    seen = {k: i for k, i in items.items() if not leaving.hides(k, i.record.mention_ids, i.words)}
    kept = [row for row in page.items if row.claim.id in seen]
    return listed(
        request, page, [making.claim(leaving, row, seen) for row in kept], withheld=len(page.items) - len(kept)
    )


@router.get("/provisions", response_model=list[shapes.Provision])
def provisions(request: Request) -> Any:
    """The agreement's provisions with their clocks."""
    desk: Desk = request.app.state.desk
    return [making.provision(one) for one in desk.case.agreement.provisions]


@router.get("/decisions", response_model=shapes.Listed[shapes.Decision])
def decisions(
    request: Request, offset: Offset = 0, limit: Limit = 50, who: str | None = None, action: str | None = None,
    target: str | None = None,
) -> Any:  # fmt: skip
    """What persons decided, the last first; for reviewers, as it names what is confidential."""
    desk: Desk = request.app.state.desk
    wants_internal(request, True)
    page = desk.case.decisions_page(DecisionFilter(who=who, action=action, target=target), offset=offset, limit=limit)
    return listed(request, page, [making.decided(one) for one in page.items])


@router.get("/search", response_model=shapes.Found)
def search(
    request: Request, internal: Internal, words: Annotated[str, Query(min_length=1)], offset: Offset = 0,
    limit: Limit = 20, kind: Literal["statement", "incident", "report"] = "statement",
    order: Literal["best", "newest"] = "best", speaker: str | None = None, act: str | None = None,
    side: str | None = None, type: str | None = None, place: str | None = None, provision: str | None = None,
    publisher: str | None = None, since: date | None = None, until: date | None = None,
) -> Any:  # fmt: skip
    """What holds all the words ("…" for words that stand together, * for a beginning), with facets to narrow it by."""
    desk: Desk = request.app.state.desk
    wanted = SearchFilter(
        words=words, speaker=speaker, act=act, side=side, type=type, place=place, provision=provision,
        publisher=publisher, since=since, until=until,
    )  # fmt: skip
    page = desk.case.search_page(wanted, kind=kind, order=order, offset=offset, limit=limit)
    records = [one.item.record for one in page.items]
    leaving = Leaving(
        desk,
        internal=internal,
        incidents=records if kind == "incident" else (),  # type: ignore[arg-type]
    )
    kept = []
    for one in page.items:
        record = one.item.record
        if leaving.hides(record.id, getattr(record, "mention_ids", ()), getattr(one.item, "words", ())):
            continue
        shown = leaving.told(one.words, record)
        marked = list(one.marked) if shown == one.words else []
        kept.append(shapes.Hit(kind=kind, id=record.id, page=link(kind, record.id), words=shown, marked=marked))
    made = listed(request, page, kept, withheld=len(page.items) - len(kept))
    facets = {name: counts for name, counts in page.facets.items() if name != "publisher"}
    outlets = page.facets.get("publisher", {})
    return {**made, "facets": {"publisher": {o: outlets[o] for o in leaving.outlets(outlets)}, **facets}}

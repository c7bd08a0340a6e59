"""Search: full text with filters and facets; every search has an address, and a person may keep it under a label."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from trucewatch.asked import country
from trucewatch.present.brief.words import act_label, type_label
from trucewatch.present.web.access.roles import needs
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.filters import Filters
from trucewatch.present.web.frame import page
from trucewatch.present.web.hits import facet_values, search
from trucewatch.present.web.posted import Posted, done, person_of
from trucewatch.records.vocabulary import ACTS, INCIDENT_TYPES
from trucewatch.searches import drop_search, keep_search, kept_searches
from trucewatch.store.choosing import MadeBy
from trucewatch.store.hits import HitKind, SearchFilter

router = APIRouter()

KINDS: dict[HitKind, str] = {"statement": "Statements", "incident": "Incidents", "report": "Reports"}
ORDERS = {"best": "best first", "newest": "newest first"}
MADE: dict[MadeBy, str] = {"machine": "by the machine alone", "person": "where a person had a hand in it"}
#: A record whose surest reading scores less is in doubt.
DOUBTS = {"0.5": "surest score below 0.50", "0.7": "surest score below 0.70", "0.9": "surest score below 0.90"}
HITS = 20


@router.get("/search")
def found(request: Request) -> Response:
    desk: Desk = request.app.state.desk
    case = desk.case
    asked = Filters(request, limit=HITS)
    words = asked.text("words") or ""
    since, until = asked.days()
    doubt = asked.choice("doubt", DOUBTS)
    wanted = SearchFilter(
        words=words, speaker=asked.text("speaker"), side=asked.party("side", case),
        target_side=asked.party("target_side", case), act=asked.choice("act", ACTS),
        type=asked.choice("type", INCIDENT_TYPES), place=asked.text("place"), country=country(asked.text("country")),
        provision=asked.ref("provision", case), publisher=asked.choice("publisher", case.store.publishers()),
        since=since, until=until, doubt=float(doubt) if doubt else None,
        made_by=asked.choice("made_by", MADE),
    )  # fmt: skip
    narrowed = {name: value for name, value in asked.current.items() if name != "words"}
    kind = asked.choice("kind", KINDS) or "statement"
    order = asked.choice("order", ORDERS) or "best"
    hits, shown, facets = (
        search(case, wanted, kind, order=order, offset=asked.offset, limit=asked.limit)
        if asked.current
        else (None, (), {})
    )
    person = person_of(request)
    return page(
        request, "search.html", hits=hits, shown=shown, facets=facet_values(facets, asked.current), kind=kind,
        kinds=KINDS, orders=ORDERS, current=asked.current, narrowed=narrowed, words=words,
        kept=kept_searches(case.store, person) if person else [], made=MADE, doubts=DOUBTS,
        acts={act: act_label(act) for act in ACTS}, types={one: type_label(one) for one in INCIDENT_TYPES},
        sides=[party.name for party in case.agreement.parties], outlets=case.store.publishers(),
        refs=[*((p.ref, p.what) for p in case.agreement.provisions),
              *((t.ref, t.what) for t in case.agreement.claimed_terms)],
    )  # fmt: skip


@router.post("/search/keep", dependencies=[Depends(needs("reader"))])
def keep(request: Request, form: Posted) -> Response:
    """Keep a search under a label, for the person who asks."""
    desk: Desk = request.app.state.desk
    query = urlencode([pair for pair in parse_qsl(form.get("query", "").lstrip("?")) if pair[0] != "offset"])
    person = person_of(request)
    with desk.writing(person) as case:
        kept = keep_search(case.store, person, form.get("label", ""), query)
    return done({}, f"/search?{kept.query}")


@router.post("/search/drop", dependencies=[Depends(needs("reader"))])
def drop(request: Request, form: Posted) -> Response:
    desk: Desk = request.app.state.desk
    person = person_of(request)
    with desk.writing(person) as case:
        drop_search(case.store, person, form.get("id", ""))
    return done({}, "/search")

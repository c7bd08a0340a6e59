"""The map: incidents by type and side where they are told of, areas where no more than the area is known; below it a
table of the same places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from trucewatch.assess.holding import PlaceTold
from trucewatch.errors import UnknownRecord
from trucewatch.present.brief.handling import mark_of
from trucewatch.present.brief.words import counted, type_label
from trucewatch.present.draw.map import DISCLAIMER
from trucewatch.present.web import mapped as m
from trucewatch.present.web.asking import Asked, moved
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.families import TYPE_FAMILIES
from trucewatch.present.web.filters import LIMIT, Filters
from trucewatch.present.web.frame import page, query
from trucewatch.present.web.holding import HeldBack, hour_of
from trucewatch.present.web.overtime import OverTime
from trucewatch.present.web.pages.timeline import choices
from trucewatch.records.incident import Incident
from trucewatch.records.page import Page
from trucewatch.store.choosing import IncidentFilter
from trucewatch.store.pages import IncidentItem
from trucewatch.store.spread import Box

router = APIRouter()

NOTHING_HELD: Mapping[str, PlaceTold] = {}

#: Countries whose areas are drawn at most; incidents listed of one place at most.
MOST_COUNTRIES, MOST_HERE = 8, 500
#: How the sides of an incident stand in words where no one side is named.
NO_ONE_SIDE: Mapping[str, str] = {
    m.SEVERAL: "several sides", m.NO_SIDE: "of no party, or not known", m.NOBODY: "nobody named",
}  # fmt: skip


@router.get("/map")
def map_page(request: Request) -> Response:
    desk: Desk = request.app.state.desk
    asked = _asked(request, desk)
    held = _held(request)
    over = OverTime(desk.case, asked)
    found = _mapped(request, _wanted(over), held) if held is not None else None
    places = found.places if found else ()
    return page(
        request, "map.html", asked=asked, current=_current(asked), found=found, part=_part(places, asked),
        public=_public(desk), hours=desk.settings.hold_hours, disclaimer=DISCLAIMER, families=TYPE_FAMILIES,
        side_rows=_sides(desk, places), side_words=NO_ONE_SIDE, kind_words=KINDS, tiles=desk.settings.tiles,
        countries=_countries(desk, places), steps=_steps(asked, over), not_happened=over.not_happened(),
        first=over.first, last=over.last, **choices(desk),
    )  # fmt: skip


#: What a place stands for, in words.
KINDS: Mapping[str, str] = {
    "place": "a place by name", "area": "no more than the area is known",
    "around": "somewhere in the district or stretch of land", "country": "no more than the country is known",
}  # fmt: skip


@router.get("/map.json")
def map_json(request: Request) -> Response:
    """The marks at a zoom, those that would meet put together, and the areas; whole countries are not drawn."""
    desk: Desk = request.app.state.desk
    zoom = min(_zoom(request), 18)
    held = _held(request)
    if held is None:
        return JSONResponse({"marks": [], "areas": []})
    asked = _asked(request, desk)
    found = _mapped(request, _wanted(OverTime(desk.case, asked)), held)
    here = _current(asked)
    return JSONResponse(
        {
            "marks": [_mark(one, here) for one in m.marks(found.places, zoom=zoom)],
            "areas": [
                {"id": p.area, "name": p.name, "country": p.country, "number": p.number, "lat": p.lat, "lon": p.lon,
                 "words": _words([p]), "parts": _parts(p.parts), "address": _address(p, here)}
                for p in found.places
                if p.kind == "area"
            ],
        }
    )  # fmt: skip


@router.get("/map/areas.json")
def areas(request: Request) -> Response:
    """Outlines of the first-level areas of some countries (ISO 3166-1), out of the gazetteer."""
    named = [c for c in request.query_params.get("countries", "").upper().split(",") if len(c) == 2 and c.isalpha()]
    answer = JSONResponse(m.geojson(named[:MOST_COUNTRIES]))
    answer.headers["Cache-Control"] = "private, max-age=86400"
    return answer


@router.get("/map/at")
def at(request: Request) -> Response:
    """The incidents of one place, with the filters of the map; beside the map, or as a page of its own."""
    desk: Desk = request.app.state.desk
    asked = _asked(request, desk)
    held = _held(request)
    wanted = _wanted(OverTime(desk.case, asked))
    found = _mapped(request, wanted, held) if held is not None else None
    keys = request.query_params.getlist("place")
    places = [one for one in (found.places if found else ()) if one.key in keys]
    if not places or held is None:
        raise UnknownRecord("no incident that fits these filters stands at that place; go back to the map")
    items = _incidents(desk, wanted, places, held)
    part = items[asked.offset : asked.offset + LIMIT]
    listed = Page(items=tuple(part), total=len(items), offset=asked.offset, limit=LIMIT)
    return page(
        request, "map_at.html", places=places, listed=listed, asked=asked, kind_words=KINDS, public=_public(desk),
        current={**_current(asked), "place": keys}, back="/map" + query(_current(asked)), held=held,
        attributions=_attributions, full=len(items) >= MOST_HERE,
    )  # fmt: skip


# -- the parts ------------------------------------------------------------------------------------


def _asked(request: Request, desk: Desk) -> Asked:
    """The filters of the timeline that incidents have."""
    return replace(Asked.of(Filters(request), desk.case), what="incident", act=None, grain=None, listed=None)


def _current(asked: Asked) -> dict[str, str]:
    return {name: value for name, value in asked.named().items() if name != "what"}


def _wanted(over: OverTime) -> IncidentFilter:
    assert over.done is not None  # incidents are what is asked for
    return over.done


def _public(desk: Desk) -> bool:
    return mark_of(desk.settings.handling).public


def _held(request: Request) -> Mapping[str, PlaceTold] | None:
    """What may be shown of places: as told within the house; None while it is worked out what may reach anybody."""
    desk: Desk = request.app.state.desk
    if not _public(desk):
        return NOTHING_HELD
    state = request.app.state
    if getattr(state, "held_back", None) is None:
        state.held_back = HeldBack(desk.case)
    back: HeldBack = state.held_back
    return back.places()


def _mapped(request: Request, wanted: IncidentFilter, held: Mapping[str, PlaceTold]) -> m.Mapped:
    """The places, kept while the case and what is held back stay as they are."""
    desk: Desk = request.app.state.desk
    key = ("mapped", wanted, hour_of(datetime.now(UTC)) if held else "")
    return desk.kept.get(key, lambda: m.mapped(desk.case.store, wanted, held))


def _zoom(request: Request) -> int:
    given = request.query_params.get("zoom", "5")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 3 else 5


def _part(places: tuple[m.MapPlace, ...], asked: Asked) -> Page[m.MapPlace]:
    part = places[asked.offset : asked.offset + LIMIT]
    return Page(items=part, total=len(places), offset=asked.offset, limit=LIMIT)


def _sides(desk: Desk, places: tuple[m.MapPlace, ...]) -> list[tuple[str, str, int]]:
    """(key, words, number of its pattern) of the sides in agreement order, then where no one side is named."""
    named = {side for place in places for side, _ in place.sides}
    parties = [party.name for party in desk.case.agreement.parties]
    listed = [(name, name, n) for n, name in enumerate(parties) if name in named]
    others = sorted(named - set(parties) - set(NO_ONE_SIDE))
    listed += [(name, name, len(parties) + n) for n, name in enumerate(others)]
    return listed + [(key, words, -1) for key, words in NO_ONE_SIDE.items() if key in named]


def _countries(desk: Desk, places: tuple[m.MapPlace, ...]) -> list[str]:
    """Those of the agreement, then those told of most."""
    told = [place.country for place in places if place.country]
    return list(dict.fromkeys([*desk.case.agreement.countries, *told]))[:MOST_COUNTRIES]


def _steps(asked: Asked, over: OverTime) -> list[tuple[str, str]]:
    if over.first is None or over.last is None:
        return []
    found = []
    for how, name in (("earlier", "← Earlier"), ("later", "Later →"), ("nearer", "Shorter"), ("wider", "Longer")):
        since, until = moved(over.first, over.last, how)  # type: ignore[arg-type]
        found.append((name, query(_current(asked), since=since, until=until)))
    if asked.since or asked.until:
        found.append(("Whole time", query(_current(asked), since=None, until=None)))
    return found


def _mark(cluster: Any, current: Mapping[str, str]) -> dict[str, Any]:
    place = cluster.at
    return {
        "lat": place.lat, "lon": place.lon, "country": place.country, "kind": place.kind,
        "number": cluster.number, "name": place.name, "places": len(cluster.points),
        "radius": cluster.radius_km, "words": _words(cluster.points),
        "parts": _parts(m.mark_parts(cluster)),
        "address": "/map/at" + query({**current, "place": [p.key for p in cluster.points]}),
    }  # fmt: skip


def _address(place: m.MapPlace, current: Mapping[str, str]) -> str:
    return "/map/at" + query({**current, "place": place.key})


def _parts(parts: list[tuple[str, str, int]]) -> list[dict[str, Any]]:
    return [{"family": family, "side": side, "number": number} for family, side, number in parts]


def _words(places: Any) -> str:
    """A mark in words: what a screen reader says and a pointer sees."""
    names = [place.name for place in places]
    listed = ", ".join(names[:3]) + (f" and {len(names) - 3} more places" if len(names) > 3 else "")
    types: dict[str, int] = {}
    for place in places:
        for kind, number in place.types:
            types[kind] = types.get(kind, 0) + number
    most = sorted(types.items(), key=lambda pair: (-pair[1], pair[0]))
    told = ", ".join(f"{type_label(kind)} {number}" for kind, number in most[:4])
    return f"{listed}: {counted(sum(types.values()), 'incident')} ({told})"


def _incidents(
    desk: Desk, wanted: IncidentFilter, places: list[m.MapPlace], held: Mapping[str, PlaceTold]
) -> list[IncidentItem]:
    """The incidents of these places, the newest first; those kept coarser with the area that they are shown as."""
    store = desk.case.store
    keys = {place.key for place in places}
    found: dict[str, IncidentItem] = {}
    for place in places:
        box = Box(south=place.lat, west=place.lon, north=place.lat, east=place.lon)
        if place.kind in ("country", "area"):  # its point is the gazetteer's, not always that of the area
            box = Box(south=-90, west=-180, north=90, east=180)
        narrowed = replace(wanted, country=place.country) if place.country else wanted
        for item in store.incidents_in(box, narrowed, limit=MOST_HERE):
            where = item.record.where
            if item.record.id not in held and where is not None and m.place_key(where) in keys:
                found[item.record.id] = item
    coarse = [one for one in store.kinds_of_incidents(wanted, held) if _stands(held[one], keys)]
    found |= {item.record.id: _coarsened(item, held) for item in store.incident_items(coarse[:MOST_HERE])}
    return sorted(found.values(), key=lambda item: (item.day is not None, item.day), reverse=True)[:MOST_HERE]


def _attributions(incident: Incident) -> list[tuple[str, str | None, str | None]]:
    """Who is named as having done it, by whom, and who denies it; each once."""
    return list(dict.fromkeys((p.side or p.name, p.said_by, p.denied_by) for p in incident.actors))


def _stands(told: PlaceTold, keys: set[str]) -> bool:
    return told.where is not None and m.place_key(told.where) in keys


def _coarsened(item: IncidentItem, held: Mapping[str, PlaceTold]) -> IncidentItem:
    where = held[item.record.id].where
    record: Incident = replace(item.record, where=where, places=(where,) if where else ())
    return replace(item, record=record, words=())

"""Other datasets' records beside the case: what may be one event, why, and what each has that the other lacks. A person
says same, different or unsure. Nothing of this is in the API, an export or a brief."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from trucewatch.beside import LIKELY, Match
from trucewatch.case_beside import NOTES, View
from trucewatch.errors import BadInput
from trucewatch.present.brief.words import type_label, when_words
from trucewatch.present.web.access.roles import at_least, needs
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.filters import Filters
from trucewatch.present.web.frame import page
from trucewatch.present.web.listed import quoted
from trucewatch.present.web.posted import Posted, done, person_of
from trucewatch.records.incident import Incident
from trucewatch.records.other import OF_AGREEMENTS, OtherRecord, Source, Verdict
from trucewatch.records.page import Page

router = APIRouter()

VIEWS: Final[dict[View, str]] = {
    "matches": "May be one event", "theirs": "Not among our incidents", "ours": "Not in this set",
}  # fmt: skip
SOURCES: Final[dict[Source, str]] = {
    "acled": "ACLED", "ged": "UCDP GED", "case": "another case", "pax": "PA-X",
    "ceasefires": "ETH/PRIO ceasefires",
}  # fmt: skip
VERDICTS: Final[dict[Verdict, str]] = {"same": "the same", "different": "different", "unsure": "unsure"}
#: Matches and records on one page; incidents without a record are fewer, since each takes a look at all of its days.
MOST: Final = 25
MOST_OURS: Final = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What each of the two tells of one thing; empty where it tells nothing."""

    what: str
    theirs: str
    ours: str


@router.get("/beside")
def sets(request: Request) -> Response:
    desk: Desk = request.app.state.desk
    every = [(one, desk.case.store.others_days(one.name)) for one in desk.case.beside_sets()]
    return page(request, "beside_sets.html", sets=every, sources=SOURCES)


@router.get("/beside/{name}")
def one_set(request: Request, name: str) -> Response:
    desk: Desk = request.app.state.desk
    case = desk.case
    asked = Filters(request, limit=MOST)
    found_set = next((one for one in case.beside_sets() if one.name == name), None)
    may_judge = at_least(getattr(request.state, "role", None), "reviewer")
    if found_set is not None and found_set.source in OF_AGREEMENTS:
        held = case.beside_agreement(name)
        shown = held.theirs[asked.offset : asked.offset + MOST]
        theirs = Page(items=shown, total=len(held.theirs), offset=asked.offset, limit=MOST)
        return page(
            request, "beside_agreement.html", found=held, theirs=theirs, sources=SOURCES, note=NOTES[held.set.source],
            likely=LIKELY, may_judge=may_judge, current=asked.current, verdicts=VERDICTS, address_of=address_of,
        )  # fmt: skip
    view: View = asked.choice("view", list(VIEWS)) or "matches"
    part = case.beside_part(name, view, start=asked.offset, most=MOST_OURS if view == "ours" else MOST)
    incidents = [*(m.incident for m in part.matches), *part.ours]
    return page(
        request, "beside.html", found=part, view=view, views=VIEWS, sources=SOURCES, note=NOTES[part.set.source],
        likely=LIKELY, told={m.other.id: told(m) for m in part.matches}, may_judge=may_judge, verdicts=VERDICTS,
        quotes=quoted(case.store, incidents, around=False), current=asked.current, address_of=address_of,
    )  # fmt: skip


@router.post("/beside/{name}/judge", dependencies=[Depends(needs("reviewer"))])
def judge(request: Request, name: str, form: Posted) -> Response:
    """Keep what a person judges of a record of the set and an incident, or a text or day of the agreement file."""
    desk: Desk = request.app.state.desk
    person = person_of(request)
    verdict = next((one for one in VERDICTS if one == form.get("verdict")), None)
    if verdict is None:
        raise BadInput(f"choose same, different or unsure, got {form.get('verdict', '')[:20]!r}")
    other, ours = f"{name}:{form.get('other', '')}", form.get("ours", "").strip()
    with desk.writing(person) as case:
        case.judge_beside(other, verdict, ours, why=form.get("why", ""), who=person)
    return done(form, address_of(name))


def address_of(name: str) -> str:
    return f"/beside/{quote(name, safe='')}"


def told(match: Match) -> list[Told]:
    """What the two tell of day, place, kind, actors and killed, side by side."""
    other, incident = match.other, match.incident
    rows = (
        Told(what="day", theirs=days_told(other), ours=when_words(incident.when) if incident.when else ""),
        Told(what="place", theirs=place_told(other), ours=_place(incident)),
        Told(what="kind", theirs=other.code, ours=type_label(incident.type)),
        Told(what="actors", theirs=_listed(other.actors), ours=_actors(incident)),
        Told(what="killed", theirs="" if other.killed is None else str(other.killed), ours=_killed(incident)),
    )  # fmt: skip
    return [row for row in rows if row.theirs or row.ours]


def days_told(other: OtherRecord) -> str:
    first, last = f"{other.first_day}", f"{other.last_day}"
    return first if first == last else f"{first}..{last}"


def place_told(other: OtherRecord) -> str:
    return _listed((other.place, other.admin1, other.country), ", ")


def _place(incident: Incident) -> str:
    where = incident.where
    return _listed((where.name, where.admin1, where.country_name), ", ") if where else ""


def _actors(incident: Incident) -> str:
    """Sides and kinds, and no names: some are private persons'."""
    return _listed(p.side or p.kind for p in (*incident.actors, *incident.targets))


def _killed(incident: Incident) -> str:
    return _listed(str(c.shown) for c in incident.counts if c.effect == "killed" and not c.part and not c.denied)


def _listed(words: Iterable[str | None], between: str = "; ") -> str:
    return between.join(dict.fromkeys(one for one in words if one))

"""The timeline: lanes by side, incidents, dated events and coverage, drawn from one answer in JSON; below it the same
as a list. ``/statements`` and ``/incidents`` are that list alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from trucewatch.assess.trends import Mark, Per
from trucewatch.present.brief.words import act_label, counted, range_words, type_label
from trucewatch.present.web.asking import DOUBTS, GRAINS, MADE, WHATS, Asked, grain_for, moved
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.families import ACT_FAMILIES, TYPE_FAMILIES
from trucewatch.present.web.filters import LIMIT, Filters
from trucewatch.present.web.frame import evidence, page, query
from trucewatch.present.web.listed import speakers
from trucewatch.present.web.overtime import OverTime, family_of, lane_of
from trucewatch.records.statement import Statement
from trucewatch.records.vocabulary import ACTS, INCIDENT_TYPES

router = APIRouter()

#: As many single records are drawn where nothing was chosen, and at most.
MOST_SINGLE, MOST_DRAWN = 240, 1200
#: Characters of a record's words that a mark shows.
SHOWN = 140
#: Days of a period drawn by single days at most; by weeks.
MOST_DAYS, MOST_WEEKS = 420, 2900


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What is drawn: the period, how fine, and why not finer."""

    first: date
    last: date
    grain: str
    told: str = ""

    @property
    def per(self) -> Per:
        return "day" if self.grain == "single" else self.grain  # type: ignore[return-value]


@router.get("/timeline")
def timeline(request: Request) -> Response:
    desk: Desk = request.app.state.desk
    asked = Asked.of(Filters(request), desk.case)
    over = _over(request, asked)
    drawn = _drawn(asked, over)
    counts = over.counts
    kind = asked.listed or ("incident" if over.said is None or not counts["statement"] else "statement")
    return page(
        request, "timeline.html", asked=asked, current=asked.named(), drawn=drawn, counts=counts, kind=kind,
        marks=_marks(desk, drawn) if drawn else [], outside=over.outside, not_happened=over.not_happened(),
        grains=GRAINS, families=_families(), steps=_steps(asked, drawn), **listed(desk, over, kind, asked.offset),
        **choices(desk),
    )  # fmt: skip


@router.get("/timeline.json")
def timeline_json(request: Request) -> Response:
    """What the picture is drawn from: counts by stretches, or single records, with coverage and dated events."""
    desk: Desk = request.app.state.desk
    asked = Asked.of(Filters(request), desk.case)
    over = _over(request, asked)
    drawn = _drawn(asked, over)
    if drawn is None:
        return JSONResponse({"shape": "none"})
    told: dict[str, Any] = {
        "shape": "single" if drawn.grain == "single" else "bins", "grain": drawn.grain,
        "first": drawn.first.isoformat(), "last": drawn.last.isoformat(),
        "lanes": [{"key": key, "name": name} for key, name in _lanes(desk)], "families": _families(),
        "coverage": [
            {"first": c.first.isoformat(), "last": c.last.isoformat(), "reports": c.reports, "outlets": c.outlets,
             "words": _covered(c.first, c.last, c.reports, c.outlets)}
            for c in desk.kept.get(("coverage", drawn.per, asked), lambda: over.coverage(drawn.per))
        ],
        "marks": [
            {"day": m.day.isoformat(), "name": m.name, "kind": m.kind, "number": n}
            for n, m in enumerate(_marks(desk, drawn), 1)
        ],
    }  # fmt: skip
    if drawn.grain == "single":
        told["singles"] = [
            {"kind": e.kind, "lane": lane_of(e), "family": family_of(e), "day": e.day.isoformat(), "dated": e.dated,
             "name": type_label(e.what) if e.kind == "incident" else act_label(e.what).capitalize(),
             "words": shortened(e.words), "address": evidence(e.kind, e.id, "words")}
            for e in over.singles(most=MOST_DRAWN)
        ]  # fmt: skip
    else:
        filters = query(asked.named(), since=None, until=None, grain=None, offset=None)
        bare = f"/timeline{filters}&" if filters != "?" else "/timeline?"  # put together once, not for each bar
        told["bins"] = [
            {"kind": b.kind, "lane": b.lane, "family": b.family, "first": b.first.isoformat(),
             "last": b.last.isoformat(), "number": b.number,
             "address": f"{bare}since={b.first}&until={b.last}"}
            for b in desk.kept.get(("bins", drawn.per, asked), lambda: over.bins(drawn.per))
        ]  # fmt: skip
    return JSONResponse(told)


@router.get("/statements")
def statements(request: Request) -> Response:
    return _listed(request, "statement", "Statements")


@router.get("/incidents")
def incidents(request: Request) -> Response:
    return _listed(request, "incident", "Incidents")


def _listed(request: Request, kind: str, heading: str) -> Response:
    desk: Desk = request.app.state.desk
    asked = replace(Asked.of(Filters(request), desk.case), what=kind)
    over = OverTime(desk.case, asked)
    current = {name: value for name, value in asked.named().items() if name != "what"}
    return page(
        request, "listed.html", asked=asked, current=current, kind=kind, name=heading, place=request.url.path,
        not_happened=over.not_happened(), **listed(desk, over, kind, asked.offset), **choices(desk),
    )  # fmt: skip


# -- what the pages over time share ---------------------------------------------------------------


def _over(request: Request, asked: Asked) -> OverTime:
    """The records asked for; what was counted of them is kept while the case stays as it is."""
    desk: Desk = request.app.state.desk
    what = replace(asked, grain=None, listed=None, offset=0)
    return desk.kept.get(("over", what), lambda: OverTime(desk.case, what))


def listed(desk: Desk, over: OverTime, kind: str, offset: int) -> dict[str, Any]:
    """A page of a list: its items, and the speakers as they may be shown."""
    found = over.page(kind, offset=offset, limit=LIMIT)
    said = [one.record for one in found.items if isinstance(one.record, Statement)]
    return {"listed": found, "speaking": speakers(desk.case, said)}


def shortened(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


def choices(desk: Desk) -> dict[str, Any]:
    """What the filters offer."""
    agreement = desk.case.agreement
    return {
        "sides": [p.name for p in agreement.parties],
        "acts": dict(sorted(((a, act_label(a)) for a in ACTS), key=lambda one: one[1])),
        "types": dict(sorted(((t, type_label(t)) for t in INCIDENT_TYPES), key=lambda one: one[1])),
        "refs": [(p.ref, p.what) for p in agreement.provisions] + [(t.ref, t.what) for t in agreement.claimed_terms],
        "whats": WHATS, "made": MADE, "doubts": DOUBTS, "publishers": sorted(desk.case.store.publishers()),
    }  # fmt: skip


def _lanes(desk: Desk) -> list[tuple[str, str]]:
    parties = [(p.name, p.name) for p in desk.case.agreement.parties]
    return [*parties, ("", "Of no party, or not known"), ("incident", "Incidents")]


def _families() -> dict[str, list[dict[str, str]]]:
    return {
        "statement": [{"key": f.key, "name": f.name, "sign": f.sign} for f in ACT_FAMILIES],
        "incident": [{"key": f.key, "name": f.name, "sign": f.sign} for f in TYPE_FAMILIES],
    }


def _drawn(asked: Asked, over: OverTime) -> Drawn | None:
    """The period and how fine it is drawn; None if there is nothing to draw."""
    if over.first is None or over.last is None:
        return None
    first, last = over.first, over.last
    days = (last - first).days
    wanted = asked.grain or grain_for(first, last, over.drawn, most_single=MOST_SINGLE)
    told = ""
    if wanted == "single" and over.drawn > MOST_DRAWN:
        wanted, told = "day", f"{over.drawn:,} are too many to be drawn one by one; choose a shorter period."
    if wanted == "day" and days > MOST_DAYS:
        wanted, told = "week", told or "The period is too long to be drawn by days."
    if wanted == "week" and days > MOST_WEEKS:
        wanted, told = "month", told or "The period is too long to be drawn by weeks."
    return Drawn(first=first, last=last, grain=wanted, told=told)


def _steps(asked: Asked, drawn: Drawn | None) -> list[tuple[str, str]]:
    """The buttons that move or stretch the period: words and address."""
    if drawn is None:
        return []
    found = []
    for how, name in (("earlier", "← Earlier"), ("later", "Later →"), ("nearer", "Zoom in"), ("wider", "Zoom out")):
        since, until = moved(drawn.first, drawn.last, how)  # type: ignore[arg-type]
        found.append((name, query(asked.named(), since=since, until=until, offset=None, grain=None)))
    if asked.since or asked.until:
        found.append(("Whole time", query(asked.named(), since=None, until=None, offset=None, grain=None)))
    return found


def _covered(first: date, last: date, reports: int, outlets: int) -> str:
    days = range_words(first, last)
    if not reports:
        return f"{days}: no coverage"
    return f"{days}: {counted(reports, 'report')} from {counted(outlets, 'outlet')}"


def _marks(desk: Desk, drawn: Drawn) -> list[Mark]:
    """The dated events of the period."""
    marks = desk.snapshots.get("marks").value or ()
    return [mark for mark in marks if drawn.first <= mark.day <= drawn.last]

"""Adding what the machine missed, and putting a record on other words: both by words selected in a report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from trucewatch.errors import BadInput, BadRecord, Conflict, TrucewatchError, UnknownRecord
from trucewatch.notes import NOTED
from trucewatch.present.brief.sentences import after, before
from trucewatch.present.web.access.roles import needs
from trucewatch.present.web.annotated import exact
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.fields import decided, entered, fields_of, sealed
from trucewatch.present.web.frame import link, page
from trucewatch.present.web.pages.correcting import place_of, shown_name
from trucewatch.present.web.pages.reports import report_named
from trucewatch.present.web.places import place_picked, places_named
from trucewatch.present.web.posted import Posted, done, person_of
from trucewatch.records.count import Effect
from trucewatch.records.ids import LETTERS
from trucewatch.records.report import Report
from trucewatch.records.text import Text

router = APIRouter()

#: Places of the same words that are offered to choose from.
MOST_PLACES = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the words stand in the text: ``at`` is their first character; with the sentence before and after."""

    at: int
    words: str
    before: str
    after: str


@router.get("/reports/{report_id}/add")
def form(request: Request, report_id: str) -> Response:
    """The form for a statement, incident or figure, once it is known by which words."""
    return _shown(request, report_id, dict(request.query_params))


@router.post("/reports/{report_id}/add", dependencies=[Depends(needs("reviewer"))])
def add(request: Request, report_id: str, form: Posted) -> Response:
    desk: Desk = request.app.state.desk
    report = report_named(desk.case, report_id)
    if form.get("action") == "look up":
        return _shown(request, report_id, form)
    try:
        kind = _kind(form)
        values = _values(desk, kind, form)
        chosen = _one(places_of(_current(desk, report, form), form))
        with desk.writing(person_of(request)) as case:
            made = case.note(
                chosen.words, kind=kind, why=form.get("why", ""), report=f"r:{report.id}", at=chosen.at,
                who=person_of(request), **values,
            )  # fmt: skip
    except (BadInput, BadRecord) as error:
        return _shown(request, report_id, form, problem=error)
    return done(form, f"{link('report', report.id)}#p{chosen.at}", made.id)


@router.post("/correct/{kind}/{record_id}/words", dependencies=[Depends(needs("reviewer"))])
def reword(request: Request, kind: str, record_id: str, form: Posted) -> Response:
    """Let a mention, figure or commitment rest on the words that were selected."""
    desk: Desk = request.app.state.desk
    found, record = desk.case.find(f"{LETTERS['mention' if kind.endswith('mention') else kind]}:{record_id}")
    try:
        chosen = _one(places_of(desk.case.store.text(record.text_id), form))
        pieces = [(chosen.at, chosen.words)]
        with desk.writing(person_of(request)) as case:
            made = case.reword(
                f"{LETTERS['mention' if found.endswith(' mention') else found]}:{record.id}", pieces,
                why=form.get("why", ""), who=person_of(request), seen=form.get("seen") or None,
            )  # fmt: skip
    except (BadInput, BadRecord, Conflict) as error:
        return _other_words(request, found, record, form, problem=error)
    report = next(iter(desk.case.store.report_of_text(record.text_id)))
    return done(form, f"{link('report', report.id)}?text={record.text_id}#p{chosen.at}", *(d.id for d in made))


@router.get("/correct/{kind}/{record_id}/words")
def other_words(request: Request, kind: str, record_id: str) -> Response:
    """The report of a mention, figure or commitment, to select other words in."""
    desk: Desk = request.app.state.desk
    found, record = desk.case.find(f"{LETTERS['mention' if kind.endswith('mention') else kind]}:{record_id}")
    return _other_words(request, found, record, dict(request.query_params))


# -- the pages --------------------------------------------------------------------------------------------


def _other_words(
    request: Request, kind: str, record: Any, form: Mapping[str, str], *, problem: TrucewatchError | None = None
) -> Response:
    desk: Desk = request.app.state.desk
    if not hasattr(record, "text_id"):
        raise UnknownRecord(f"a {kind} rests on the words of its mentions; correct the words of one of these")
    seen = desk.case.seen()
    text = desk.case.store.text(record.text_id)
    spans = sorted(record.content if hasattr(record, "content") else (record.spans()[0],), key=lambda s: s.start)
    return page(
        request, "other_words.html", status=400 if problem else 200, kind=kind, record=record, seen=seen,
        pieces=_cut(text, spans[0].start, spans[-1].end), found=places_of(text, form),
        asked=any(form.get(name) for name in ("first", "at")), typed=form, problem=problem,
        conflict=problem if isinstance(problem, Conflict) else None,
        name=shown_name(kind, record.id), place=place_of(desk.case, kind, record),
        reasons=desk.case.reasons_given(person_of(request)), language=text.language,
        form_at=f"/correct/{'mention' if kind.endswith(' mention') else kind}/{record.id}/words",
    )  # fmt: skip


def _cut(text: Text, start: int, end: int) -> list[tuple[int, Any, bool]]:
    """The text before, in and after the words that the record rests on now: (offset, words, whether it does)."""
    cuts = [(0, start, False), (start, end, True), (end, len(text.content), False)]
    return [(a, exact(text.content[a:b]), held) for a, b, held in cuts if b > a]


def _shown(
    request: Request, report_id: str, form: Mapping[str, str], *, problem: TrucewatchError | None = None
) -> Response:
    desk: Desk = request.app.state.desk
    report = report_named(desk.case, report_id)
    try:
        text = _current(desk, report, form)
    except BadInput as error:
        text, problem, form = desk.case.store.text(report.text_id), error, {}
    places = places_of(text, form)
    kind = form.get("kind") if form.get("kind") in NOTED else "statement"
    looked_up = form.get("where.search", "") if form.get("action") == "look up" else ""
    values: dict[str, Any] = {"places": places_named(desk, looked_up)} if looked_up else {}
    return page(
        request, "add.html", status=400 if problem else 200, report=report, found=places, kind=kind, kinds=[*NOTED],
        rows=_rows(desk, kind or "statement", form), typed=form, problem=problem, effects=get_args(Effect),
        searched=form.get("where.search", ""), reasons=desk.case.reasons_given(person_of(request)),
        asked=any(form.get(name) for name in ("words", "first", "at")), language=text.language,
        text_id=text.id, conflict=None, **values,
    )  # fmt: skip


def _rows(desk: Desk, kind: str, form: Mapping[str, str]) -> list[dict[str, Any]]:
    """Empty fields, or what was typed in them."""
    rows = []
    for field in fields_of(f"{kind} mention" if kind != "figure" else kind, desk.case.agreement):
        empty: Any = [] if field.control in ("counts", "people") else False if field.control == "flag" else None
        try:
            shown = entered(field, form) if f"was.{field.name}" in form else empty
        except BadInput:
            shown = empty
        defaults = {"act": "report", "medium": "unknown", "bound": "exact", "kind": "level", "unit": "people"}
        if f"was.{field.name}" not in form and field.required:
            shown = defaults.get(field.name)
        rows.append({"field": field, "now": shown, "sealed": sealed(empty), "shown": shown, "edited": False})
    return rows


# -- what was selected and typed --------------------------------------------------------------------------


def places_of(text: Text, form: Mapping[str, str]) -> list[Place]:
    """Where the selected words stand: ``at`` the characters "start-end", or wherever ``words`` do, or from ``first``
    words to the ``last`` that follow them; white space in them stands for any."""
    picked = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", form.get("at", ""))
    if picked:
        start, end = int(picked[1]), int(picked[2])
        span = text.trimmed_span(start, end) if 0 <= start < end <= len(text.content) else None
        return [_place(text, span.start, span.end)] if span else []
    words, first, last = (form.get(name, "").strip() for name in ("words", "first", "last"))
    if words:
        found = [m.span() for m in _loosely(words).finditer(text.content)]
    elif first:
        ends = _loosely(last) if last else None
        found = []
        for begin in _loosely(first).finditer(text.content):
            close = ends.search(text.content, begin.end()) if ends else begin
            if close:
                found.append((begin.start(), close.end()))
    else:
        found = []
    return [_place(text, begin, end) for begin, end in found[:MOST_PLACES]]


def _loosely(words: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(re.escape(word) for word in words.split()))


def _place(text: Text, start: int, end: int) -> Place:
    block = next((b for b in text.blocks if b.start <= start < b.end), None)
    floor, ceiling = (block.start, block.end) if block else (0, len(text.content))
    return Place(
        at=start, words=text.content[start:end], before=before(text.content, start, floor),
        after=after(text.content, end, max(end, ceiling)),
    )  # fmt: skip


def _one(places: list[Place]) -> Place:
    """Raises: BadInput unless the words stand in one place."""
    if not places:
        raise BadInput("Those words do not stand in that text; select them, or copy them exactly.")
    if len(places) > 1:
        raise BadInput(f"Those words stand there {len(places)} times; choose one of the places.")
    return places[0]


def _current(desk: Desk, report: Report, form: Mapping[str, str]) -> Text:
    """The current text of a report. Raises: BadInput if the words were selected in another one."""
    if form.get("text", report.text_id) != report.text_id:
        raise BadInput("Those words were selected in an earlier version; select them in the current one.")
    return desk.case.store.text(report.text_id)


def _kind(form: Mapping[str, str]) -> str:
    kind = form.get("kind", "")
    if kind not in NOTED:
        raise BadInput(f"what is added is one of {', '.join(NOTED)}, got {kind!r}")
    return kind


def _values(desk: Desk, kind: str, form: Mapping[str, str]) -> dict[str, Any]:
    """What was given, as a note takes it; what was left empty is left out."""
    given: dict[str, Any] = {}
    for field in fields_of(f"{kind} mention" if kind != "figure" else kind, desk.case.agreement):
        value = entered(field, form)
        if value in (None, [], False):
            continue
        if field.control == "place":
            picked = place_picked(desk, value, looked_up=form.get("where.search", ""))
            given["places"] = [decided(field, value, None, place=picked)]
        else:
            given[field.name] = decided(field, value, None)
    return given

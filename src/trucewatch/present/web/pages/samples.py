"""Two readers on one sample: each decides without seeing the other; how far they agree is printed field by field."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from trucewatch.case import Case
from trucewatch.errors import BadInput
from trucewatch.explain.subjects import summary
from trucewatch.present.brief.words import act_label, type_label
from trucewatch.present.web.access.roles import needs
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.frame import page
from trucewatch.present.web.passages import passage
from trucewatch.present.web.posted import Posted, person_of
from trucewatch.records.vocabulary import ACTS, INCIDENT_TYPES
from trucewatch.reviewing import FIELDS, Sample, record_named

router = APIRouter()

#: What is asked of a reader, in the words of the form.
ASKED = {
    "real": "Is it there at all?", "speaker": "Who speaks", "side": "For which side", "act": "Which act",
    "target_side": "To or about which side", "day": "Which day", "type": "Which type",
    "actor_side": "Which side did it", "place": "Where",
}  # fmt: skip


@router.get("/samples")
def samples(request: Request) -> Response:
    desk: Desk = request.app.state.desk
    return _list(request, desk)


@router.post("/samples", dependencies=[Depends(needs("reviewer"))])
def draw(request: Request, form: Posted) -> Response:
    desk: Desk = request.app.state.desk
    try:
        size, seed = _whole(form, "size"), _whole(form, "seed")
        with desk.writing(person_of(request)) as case:
            made = case.draw_sample(form.get("kind", ""), size=size, seed=seed)  # type: ignore[arg-type]
    except BadInput as error:
        return _list(request, desk, typed=form, problem=str(error))
    return RedirectResponse(f"/samples/{made.id}", status_code=303)


@router.get("/samples/{sample_id}")
def sample(request: Request, sample_id: str, n: int = 0) -> Response:
    """The agreement so far, and the record that this reader has before them."""
    return _one(request, sample_id, n)


def _one(
    request: Request, sample_id: str, n: int, *, typed: dict[str, str] | None = None, problem: str = ""
) -> Response:
    desk: Desk = request.app.state.desk
    drawn = desk.case.sample(sample_id)
    own = desk.case.readings(drawn.id, who=person_of(request))
    n = max(0, min(n, len(drawn.records) - 1))
    record = record_named(desk.case.store, drawn.kind, drawn.records[n])
    several = sum(read > 0 for read in drawn.readers.values()) > 1
    return page(
        request, "sample.html", status=400 if problem else 200, problem=problem, sample=drawn, own=own, at=n,
        record=record, tellings=_tellings(desk.case, record),
        read=typed or own.get(record.id, own.get(drawn.records[n], {})), asked=ASKED,
        options=_options(desk.case, drawn),
        agreement=desk.case.reader_agreement(drawn.id) if several else {}, summary=summary,
    )  # fmt: skip


@router.post("/samples/{sample_id}", dependencies=[Depends(needs("reviewer"))])
def read(request: Request, sample_id: str, form: Posted) -> Response:
    """Keep what the reader decided, and go on to the next record."""
    desk: Desk = request.app.state.desk
    drawn = desk.case.sample(sample_id)
    n = _whole(form, "n")
    # of what is no statement or incident at all nothing further is asked
    real = form.get("real") != "no"
    left = [field for field in _options(desk.case, drawn) if not form.get(field) and (real or field == "real")]
    if left:
        asked = ", ".join(ASKED[field] for field in left)
        return _one(request, sample_id, n, typed=form, problem=f"Choose an answer first: {asked}.")
    values = {field: form.get(field, "") if real or field == "real" else "" for field in drawn.fields}
    with desk.writing(person_of(request)) as case:
        case.read_sample(drawn.id, f"{drawn.kind[0]}:{form.get('record', '')}", values)
    return RedirectResponse(f"/samples/{drawn.id}?n={min(n + 1, len(drawn.records) - 1)}", status_code=303)


def _list(request: Request, desk: Desk, *, typed: dict[str, str] | None = None, problem: str = "") -> Response:
    return page(
        request,
        "samples.html",
        status=400 if problem else 200,
        samples=desk.case.samples(),
        kinds=[*FIELDS],
        typed=typed or {},
        problem=problem,
    )


def _whole(form: dict[str, str], name: str) -> int:
    value = form.get(name, "").strip()
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise BadInput(f"{name} takes a whole number, got {value[:20]!r}")
    return int(value)


def _tellings(case: Case, record: Any) -> list[Any]:
    mentions = case.store.mentions_of(record)
    return [passage(case, m.rests_on) for m in mentions]


def _options(case: Case, drawn: Sample) -> dict[str, dict[str, str]]:
    """The answers to choose from, each with its words; what has none is typed."""
    sides = {party.name: party.name for party in case.agreement.parties} | {"none": "no party, or not known"}
    every = {
        "real": {"yes": "yes", "no": "no"}, "side": sides, "target_side": sides, "actor_side": sides,
        "act": {act: act_label(act) for act in sorted(ACTS)},
        "type": {kind: type_label(kind) for kind in sorted(INCIDENT_TYPES)},
    }  # fmt: skip
    return {field: every[field] for field in drawn.fields if field in every}

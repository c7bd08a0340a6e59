"""What one value rests on: the exact words, the capture's hash, its origin, the method, the history."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from trucewatch.errors import UnknownRecord
from trucewatch.explain import TracedWords, traced
from trucewatch.present.plain import as_json, plain_value
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.frame import PLACES, link, page, short_id
from trucewatch.present.web.passages import passage
from trucewatch.records.ids import LETTERS

router = APIRouter()

#: Tellings shown in full; further ones are counted and linked.
MOST = 12


@router.get("/evidence/{kind}/{record_id}/{field}")
def evidence(request: Request, kind: str, record_id: str, field: str) -> Response:
    """The panel that opens from a value; without JavaScript a page of its own."""
    desk: Desk = request.app.state.desk
    if kind not in LETTERS:
        raise UnknownRecord(f"no kind of record is named {kind!r}; kinds are {', '.join(LETTERS)}")
    found = traced(desk.case.store, f"{LETTERS[kind]}:{record_id}", field)
    tellings = sorted((_telling(desk, one) for one in found.words[:MOST]), key=_published)
    return page(
        request, "evidence.html", found=found, tellings=tellings, more=len(found.words) - MOST,
        shown=_plain(field, found.value), plain=_plain,
        place=link(kind, found.id) if kind in PLACES else "", name=short_id(kind, found.id),
    )  # fmt: skip


def _telling(desk: Desk, words: TracedWords) -> dict[str, Any]:
    shown = passage(desk.case, words.spans)
    capture = desk.case.store.capture(shown.report.capture_id, content=False) if shown.report else None
    if shown.text is not None:  # a report may have several captures: the one that this text was read from counts
        capture = desk.case.store.capture(shown.text.capture_id, content=False)
    return {"passage": shown, "capture": capture, "words": words}


def _published(telling: dict[str, Any]) -> str:
    report = telling["passage"].report
    return str(report.published or "9999") if report else "9999"


def _plain(field: str, value: Any) -> str:
    """A value as words: what ``show`` prints, in one line."""
    if value is None or value == () or value == "":
        return "none"
    return "; ".join(plain_value(field, as_json(value)))


@router.get("/r/{name}")
def resolve(request: Request, name: str) -> Response:
    """The page of a record, by its id as printed anywhere (s:4f1c09aa): ids in a dossier resolve for ever."""
    desk: Desk = request.app.state.desk
    kind, record = desk.case.find(name)
    if kind.endswith(" mention"):
        kind, record = desk.case.find(f"{'s' if kind.startswith('statement') else 'i'}:{_home(desk, kind, record.id)}")
    if kind == "proposal":  # shown with what it is about
        place = link("statement", record.statement_id) if record.statement_id else link("report", record.report_id)
        return RedirectResponse(f"{place}#proposals", status_code=303)
    if kind not in PLACES:
        return RedirectResponse(f"/evidence/{kind}/{record.id}/words", status_code=303)
    return RedirectResponse(link(kind, record.id), status_code=303)


def _home(desk: Desk, kind: str, mention_id: str) -> str:
    """The statement or incident that holds a mention."""
    home = desk.case.store.homes([mention_id]).get(mention_id)
    if home is None:
        raise UnknownRecord(f"m:{mention_id[:8]} belongs to no {kind.split()[0]} now; look at its report")
    return home

"""One statement or incident: its values, its words in every report, and what it hangs together with."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from trucewatch.present.web.desk import Desk
from trucewatch.present.web.frame import link, page
from trucewatch.present.web.linked import days_between, links_of, names_for_links
from trucewatch.present.web.passages import passage
from trucewatch.present.web.proposed import proposed
from trucewatch.records.incident import Incident
from trucewatch.records.statement import Statement

router = APIRouter()


@router.get("/statements/{record_id}")
def statement(request: Request, record_id: str) -> Response:
    return _record(request, "statement", record_id, "statement.html")


@router.get("/incidents/{record_id}")
def incident(request: Request, record_id: str) -> Response:
    return _record(request, "incident", record_id, "incident.html")


def _record(request: Request, kind: str, record_id: str, template: str) -> Response:
    desk: Desk = request.app.state.desk
    record = desk.case.record(kind, record_id)
    if record.id != record_id:  # merged into another, or only the beginning of an id was given
        return RedirectResponse(link(kind, record.id), status_code=303)
    around = desk.case.statement_page(record) if kind == "statement" else desk.case.incident_page(record)
    return page(
        request, template, record=record, made=around.made, tellings=_tellings(desk, record),
        links=links_of(desk.case, around), days_between=days_between,
        proposed=proposed(desk.case, record) if isinstance(record, Statement) else [],
        **names_for_links(desk.case),
    )  # fmt: skip


def _tellings(desk: Desk, record: Statement | Incident) -> list[dict[str, object]]:
    """The words of each mention with the report they stand in, first published first."""
    found = []
    for mention in desk.case.store.mentions_of(record):
        found.append({"mention": mention, "passage": passage(desk.case, mention.rests_on)})
    return sorted(found, key=_published)


def _published(telling: dict[str, object]) -> tuple[str, str]:
    report = telling["passage"].report  # type: ignore[attr-defined]
    return (str(report.published or "9999"), report.id) if report else ("9999", "")

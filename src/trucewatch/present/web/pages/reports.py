"""The reports: which there are, and each with its text, its versions and all that is known of where it comes from."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from trucewatch.case import Case
from trucewatch.errors import RedactedRecord, UnknownRecord
from trucewatch.present.export.covering import BLOCK, between_persons
from trucewatch.present.version_lines import about, count_words, value_words
from trucewatch.present.web.access import at_least
from trucewatch.present.web.annotated import KINDS, annotated
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.differences import differences
from trucewatch.present.web.filters import Filters
from trucewatch.present.web.frame import link, page
from trucewatch.present.web.proposed import proposed
from trucewatch.records.decision import Decision
from trucewatch.records.mention import Annotation
from trucewatch.records.page import Page
from trucewatch.records.report import CORRECTABLE, DECIDED, Report
from trucewatch.records.text import Text
from trucewatch.store.choosing import ReportFilter
from trucewatch.store.pages import Order, ReportItem

router = APIRouter()

#: Before the language, in the reason for which a whole text was set aside.
NOT_READ = "not annotated: "
#: What the list's filter of kinds offers, and its orders, each in words.
KINDS_OF = {"article": "articles", "note": "notes by hand"}
ORDER_WORDS = {"oldest": "oldest first"}
ORDERS: dict[str, Order] = {"newest": "newest", "oldest": "oldest"}


@router.get("/reports")
def reports(request: Request) -> Response:
    desk: Desk = request.app.state.desk
    asked = Filters(request)
    found = _listed(desk.case, asked)
    return page(request, "reports.html", found=found, asked=asked.current, orders=ORDER_WORDS, kinds=KINDS_OF)


def _listed(case: Case, asked: Filters) -> Page[ReportItem]:
    since, until = asked.days()
    outlet, order = asked.text("outlet"), asked.choice("order", ORDERS) or "newest"
    outlets = tuple(o for o in case.store.publishers() if outlet.casefold() in o.casefold()) if outlet else None
    wanted = ReportFilter(
        publisher=outlets, kind=asked.choice("kind", KINDS_OF), words=asked.text("words"), since=since, until=until
    )
    return case.reports_page(wanted, order=ORDERS[order], offset=asked.offset, limit=asked.limit)


# -- one report -------------------------------------------------------------------------------------------


@router.get("/reports/{report_id}")
def report(request: Request, report_id: str, text: str | None = None) -> Response:
    """Its words with what was found in them; ``text`` is the version that is shown."""
    desk: Desk = request.app.state.desk
    found = report_named(desk.case, report_id)
    if found.id != report_id:
        return RedirectResponse(link("report", found.id), status_code=303)
    shown = _version(found, text)
    try:
        content: Text | None = desk.case.store.text(shown)
        redacted = ""
    except RedactedRecord as error:
        content, redacted = None, str(error)
    words = content.content if content else ""
    if content is not None and not at_least(getattr(request.state, "role", None), "reviewer"):
        # before it is cut where annotations begin and end, which may be within a name
        words = desk.withheld().blacked_out(content.covered(between_persons(content), BLOCK).content)
    annotation = desk.case.store.annotation(shown) if content else None
    mentions = [m.id for many in (annotation.statements, annotation.incidents) for m in many] if annotation else []
    stretches = annotated(content, annotation, found, desk.case.store.homes(mentions), words=words) if content else ()
    noted = [note.kind for stretch in stretches for note in stretch.notes]
    return page(
        request, "report.html", report=found, text=content, redacted=redacted, annotation=annotation,
        stretches=stretches, kinds=[(kind, name, noted.count(kind)) for kind, name in KINDS if kind in noted],
        unread=_unread(annotation), proposed=proposed(desk.case, found), number=found.text_ids.index(shown) + 1,
        **_head(desk.case, found),
    )  # fmt: skip


def _unread(annotation: Annotation | None) -> str:
    """The language of a text that is in none of those that are read; empty if it was read."""
    left = [aside.reason for aside in annotation.set_aside] if annotation else []
    return next((reason.removeprefix(NOT_READ) for reason in left if reason.startswith(NOT_READ)), "")


@router.get("/reports/{report_id}/versions")
def versions(request: Request, report_id: str) -> Response:
    """What each later text tells otherwise: recorded values first, then the words."""
    desk: Desk = request.app.state.desk
    found = report_named(desk.case, report_id)
    steps = [
        {"step": step, "summary": count_words(step.edits), "words": differences(step.before, step.after)}
        for step in desk.case.versions(f"r:{found.id}")
    ]
    return page(
        request, "report_versions.html", report=found, steps=steps, about=about, value_words=value_words,
        **_head(desk.case, found),
    )  # fmt: skip


@router.get("/reports/{report_id}/source")
def source(request: Request, report_id: str) -> Response:
    """Every value found for title, publisher and date with how it is known, and what was received."""
    desk: Desk = request.app.state.desk
    found = report_named(desk.case, report_id)
    captures = [desk.case.store.capture(one, content=False) for one in found.capture_ids]
    texts = [_text(desk.case, one) for one in found.text_ids]
    return page(
        request, "report_source.html", report=found, captures=[c for c in captures if c is not None],
        texts=[t for t in texts if t is not None], fields=_found(found), decided=_decided(desk.case, found),
        sent=desk.case.sent(found), **_head(desk.case, found),
    )  # fmt: skip


def report_named(case: Case, report_id: str) -> Report:
    """Raises: UnknownRecord if the id is that of something else."""
    kind, record = case.find(f"r:{report_id}")
    if not isinstance(record, Report):
        raise UnknownRecord(f"{report_id} is a {kind}, not a report")
    return record


def _version(report: Report, text_id: str | None) -> str:
    if text_id is None:
        return report.text_id
    if text_id not in report.text_ids:
        raise UnknownRecord(f"r:{report.id[:8]} has no version {text_id[:12]!r}; it has {len(report.text_ids)}")
    return text_id


def _text(case: Case, text_id: str) -> Text | None:
    try:
        return case.store.text(text_id)
    except RedactedRecord:
        return None


def _head(case: Case, report: Report) -> dict[str, Any]:
    """What stands above every page of a report."""
    return {"versions": len(report.text_ids), "conflicts": {f: report.conflicts(f) for f in ("title", "published")}}


def _decided(case: Case, report: Report) -> dict[str, Decision]:
    """Where a value is known from -> the decision by which a person gave it."""
    return {f"{DECIDED}{one.id}": one for one in case.store.decisions_on(report.id)}


def _found(report: Report) -> list[tuple[str, list[dict[str, Any]]]]:
    """Field -> every value found for it, the one in use first."""
    fields: list[tuple[str, list[dict[str, Any]]]] = []
    for field in (*CORRECTABLE, "url", "wire", "found_in", "licence"):
        best = report.best(field)
        every = [f for f in report.found if f.field == field]
        every.sort(key=lambda f: f is not best)
        if every:
            fields.append((field, [{"found": f, "used": f is best} for f in every]))
    return fields

"""Rendering: one frame for all pages, and the words and links that their templates share."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, partial
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, meta
from markupsafe import Markup

from trucewatch.present.brief import words
from trucewatch.present.brief.handling import mark_of
from trucewatch.present.web.decision_words import DECISION_WORDS
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.record_state import state_of_record
from trucewatch.records.decision import Decision
from trucewatch.records.ids import LETTERS, SHORTEST
from trucewatch.records.languages import language_name

#: The pages by their addresses, in the order of the navigation.
NAVIGATION: tuple[tuple[str, str], ...] = (
    ("/", "Overview"), ("/timeline", "Timeline"), ("/map", "Map"), ("/ledger", "Ledger"),
    ("/provisions", "Provisions"), ("/figures", "Figures"), ("/actors", "Actors"), ("/reports", "Reports"),
    ("/search", "Search"), ("/review", "Review"),
)  # fmt: skip
#: Pages of no entry of their own -> the entry that they belong to.
BELONG = {
    "/statements": "/timeline", "/incidents": "/timeline", "/commitments": "/provisions", "/samples": "/review",
}  # fmt: skip
#: Kind of record -> the address of its page, before the id.
PLACES = {
    "statement": "/statements/", "incident": "/incidents/", "report": "/reports/", "actor": "/actors/",
    "provision": "/provisions/", "series": "/figures/series/", "figure": "/figures/one/",
    "commitment": "/commitments/",
}  # fmt: skip

#: A day, or one and another, as values hold them.
DAYS = re.compile(r"(?<![\w-])(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?(?![\w:-])")


def page(request: Request, template: str, /, *, status: int = 200, **values: Any) -> HTMLResponse:
    """The ``template`` in the frame of all pages. ``values`` are what it shows; what the frame needs is added.

    A request that htmx makes gets what the template gives without its frame (``fragment`` is true there).
    """
    desk: Desk = request.app.state.desk
    given = {
        "title": desk.case.store.title or desk.case.agreement.title,
        "mark": mark_of(desk.settings.handling),
        "navigation": NAVIGATION,
        "here": _section(request.url.path),
        "person": getattr(request.state, "person", ""),
        "role": getattr(request.state, "role", "reader"),
        "login": getattr(request.state, "login", False),
        "csrf": getattr(request.state, "csrf", ""),
        "fragment": "hx-request" in request.headers,
        "address": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        "done": _done(request, desk),
        "state_of": partial(state_of_record, desk.case),
        **values,
    }
    return HTMLResponse(environment().get_template(template).render(given), status_code=status)


def _done(request: Request, desk: Desk) -> list[Decision]:
    """The decisions that the page before made: told at the top of this one, where they can be taken back."""
    ids = [one for one in request.query_params.getlist("done")[:20] if re.fullmatch("[0-9a-f]{64}", one)]
    return [decision for one in ids for decision in desk.case.store.decisions_found(one)]


def _section(path: str) -> str:
    """The entry of the navigation that a page belongs to."""
    first = "/" + path.strip("/").split("/")[0]
    return BELONG.get(first, first)


def link(kind: str, record_id: str) -> str:
    """The address of a record's page."""
    return PLACES[kind] + quote(record_id, safe="")


def short_id(kind: str, record_id: str) -> str:
    """An id as it is shown: its letter and first digits. The link beside it holds the whole."""
    letter = LETTERS["mention" if kind.endswith(" mention") else kind]
    return f"{letter}:{record_id[:SHORTEST]}"


def query(current: Mapping[str, Any], **changes: Any) -> str:
    """The query of an address with some values changed; what is None or "" is left out."""
    kept = {k: v for k, v in {**current, **changes}.items() if v not in (None, "")}
    return f"?{urlencode(kept, doseq=True)}" if kept else "?"


@cache
def static(name: str) -> str:
    """The address of a file of ours, with a mark of its content so that browsers may keep it for good."""
    content = (files("trucewatch.present.web") / "static" / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"


def evidence(kind: str, record_id: str, field: str) -> str:
    """The address of what a value rests on."""
    return f"/evidence/{quote(kind, safe='')}/{quote(record_id, safe='')}/{quote(field, safe='')}"


def moment(when: datetime | None) -> str:
    return f"{when:%Y-%m-%d %H:%M} UTC" if when else ""


def day(when: date | None) -> str:
    return words.day_words(when) if when else ""


def dated(text: object) -> str:
    """Words of the record with the days in them, or from one to another, as people write them."""
    return DAYS.sub(_days, str(text))


def _days(found: re.Match[str]) -> str:
    try:
        first, last = date.fromisoformat(found[1]), date.fromisoformat(found[2] or found[1])
    except ValueError:  # digits that are no day
        return found[0]
    return words.range_words(first, last)


def compiled(template: str) -> None:
    """Compile a template and those that it extends, includes or imports, so that the first answer need not."""
    made = environment()
    assert made.loader is not None
    wanted, done = [template], set[str]()
    while wanted:
        name = wanted.pop()
        if name not in done:
            done.add(name)
            made.get_template(name)
            source = made.parse(made.loader.get_source(made, name)[0])
            wanted += [other for other in meta.find_referenced_templates(source) if other]


@cache
def environment() -> Environment:
    made = Environment(
        loader=PackageLoader("trucewatch.present.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.filters |= {
        "day": day, "dated": dated, "moment": moment, "when": words.when_words, "act": words.act_label,
        "type": words.type_label, "plain": lambda text: str(text).replace("_", " "), "language": language_name,
        "listed": words.listed,
        "delay": words.delay_words, "capfirst": lambda text: text[:1].upper() + text[1:],
        "oneline": lambda text: " ".join(str(text).split()),
    }  # fmt: skip
    made.globals |= {
        "counted": words.counted, "link": link, "short_id": short_id, "query": query, "static": static,
        "evidence": evidence, "SAID_AS": words.SAID_AS, "RESPONSES": words.RESPONSES, "MEDIA": words.MEDIA,
        "PRECISIONS": words.PRECISIONS, "BOUNDS": words.BOUNDS, "EFFECTS": words.EFFECTS, "Markup": Markup,
        **DECISION_WORDS, "who_heads": lambda kind: words.HEADS.get(kind, words.DID),
    }  # fmt: skip
    return made

"""A trend that may reach anybody: nothing that is marked confidential is counted, no place that is held back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from trucewatch.assess.trends import Told, Trend, incident_told, statement_told
from trucewatch.case import Case
from trucewatch.present.export.held import Held
from trucewatch.present.export.people import People
from trucewatch.present.export.view import View


def public_trend(case: Case, *, now: datetime, **asked: Any) -> Trend:
    """``Case.trend`` for whoever does not work on the case; ``asked`` is what that takes. Raises: BadInput."""
    held = Held.of(case.store, now=now, hold=case.hold)
    view = View(case.store, public=True, held=held)
    made = case.trend(told=_told(view, held), reports=view.reports(), **asked)
    people = People(view)
    return replace(made, marks=tuple(replace(mark, name=people.masked(held.covered(mark.name))) for mark in made.marks))


def _told(view: View, held: Held) -> Iterator[Told]:
    days = {text_id: report.published for report in view.reports() for text_id in report.text_ids}
    text_of = {m.id: m.text_id for m in view.statement_mentions()}
    text_of |= {m.id: m.text_id for m in view.incident_mentions()}

    def first(mention_ids: Iterable[str]) -> date | None:
        known = (days.get(text_of[m]) for m in mention_ids if m in text_of)
        return min((day for day in known if day), default=None)

    for statement in view.statements():
        yield statement_told(statement, first(statement.mention_ids))
    for incident in view.incidents():
        one = incident_told(incident, first(incident.mention_ids))
        yield replace(one, place=None) if held.place(incident).how == "held" else one

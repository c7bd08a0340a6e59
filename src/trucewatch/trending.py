"""What of a case a trend counts, read by the database or in one pass; and days that a person marks.

``Case`` hands its ``trend`` and ``mark_event`` on to here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from trucewatch.assess.clocks import find_triggers, run_clocks
from trucewatch.assess.corroborate import support
from trucewatch.assess.trend_marks import MARKED_EVENT, marked_days, marks_of
from trucewatch.assess.trends import BYS, NO_SIDE, PERS, By, Mark, Per, Received, Told, Trend, sides_named
from trucewatch.assess.trends import told_as_happened as happened
from trucewatch.assess.trends import trend as counted
from trucewatch.errors import BadInput
from trucewatch.records.agreement import Agreement
from trucewatch.records.decision import Decision, active
from trucewatch.records.ids import random_id
from trucewatch.records.incident import Incident
from trucewatch.records.mention import IncidentMention
from trucewatch.records.origins import Origins, origins_of
from trucewatch.records.report import Report
from trucewatch.store import Store

#: A report whose outlet is not known.
NO_OUTLET = "outlet not known"


def trend(
    store: Store, *, by: By = "all", per: Per = "week", since: date | None = None, until: date | None = None,
    told: Iterable[Told] | None = None, reports: Iterable[Report] | None = None,
) -> Trend:  # fmt: skip
    """Count the statements and incidents of a case over time; or those ``told``, beside these ``reports``.

    Raises: BadInput.
    """
    for given, known, what in ((by, BYS, "by"), (per, PERS, "per")):
        if given not in known:
            raise BadInput(f"a trend counts {what} {', '.join(known)}; got {given!r}")
    agreement = store.agreement()
    every = list(store.reports())
    origins = origins_of(every, store.judgements("same_report"))
    shown = every if reports is None else list(reports)
    return counted(
        _told(store) if told is None else told, received(shown, origins, store.languages()), by=by, per=per,
        since=since, until=until, marks=_marks(store, agreement, every, origins),
        sides=[party.name for party in agreement.parties],
    )  # fmt: skip


def marks(store: Store) -> list[Mark]:
    """Every dated event of the agreement and the record, every deadline, and the days that persons marked."""
    reports = list(store.reports())
    return _marks(store, store.agreement(), reports, origins_of(reports, store.judgements("same_report")))


def received(reports: list[Report], origins: Origins, languages: dict[str, str | None]) -> Iterator[Received]:
    """The reports as the coverage counts them; ``languages`` are those of the texts."""
    for report in reports:
        spoken = {language for text_id in report.text_ids if (language := languages.get(text_id))}
        yield Received(
            published=report.published, outlet=report.publisher or NO_OUTLET,
            origin=origins.origin_of.get(report.id, report.id), languages=tuple(sorted(spoken)),
        )  # fmt: skip


def _told(store: Store) -> Iterator[Told]:
    for one in store.statement_tallies():
        yield Told(
            what="statement", first=one.first, last=one.last, published=one.published,
            sides=(one.side or NO_SIDE,), kind=one.act, number=one.number,
        )  # fmt: skip
    for outline in store.incident_outlines():
        yield Told(
            what="incident", first=outline.first, last=outline.last, published=outline.published, kind=outline.type,
            sides=sides_named(outline.type, outline.actors, outline.targets), place=outline.area,
            happened=happened(outline.said_as),
        )  # fmt: skip


def _marks(store: Store, agreement: Agreement, reports: list[Report], origins: Origins) -> list[Mark]:
    """Only incidents of the types that an undated event of the agreement waits for are read."""
    decisions = active(list(store.decisions()))
    types = dict.fromkeys(t for event in agreement.events if event.day is None for t in event.types)
    incidents = [incident for kind in types for incident in store.incidents(type=kind)]
    mentions: dict[str, list[IncidentMention]] = {i.id: list(store.mentions_of(i)) for i in incidents}
    texts = {text_id: report.id for report in reports for text_id in report.text_ids}
    publishers = {report.id: report.publisher for report in reports}

    def words_of(incident: Incident) -> str:
        return " … ".join(m.words.words for m in mentions[incident.id])

    triggers, _ = find_triggers(
        agreement, incidents, decisions, words_of=words_of,
        support_of=lambda incident: support(
            incident, {m.id: texts[m.text_id] for m in mentions[incident.id] if m.text_id in texts},
            origins.origin_of, publishers=publishers, agreement=agreement,
        ),
    )  # fmt: skip
    return marks_of(agreement, run_clocks(agreement, triggers, as_of=datetime.now(UTC).date()), decisions)


def mark_event(store: Store, name: str, day: date | None, *, why: str, who: str) -> Decision:
    """Record that something against which trends are read took place on a day ("re-set"); None takes the day away.

    Raises: BadInput for a name that is empty or that the agreement file dates itself; without a day for one that is not
    marked.
    """
    if not name.strip():
        raise BadInput("a marked event needs a name; say what took place on that day")
    marked = marked_days(active(list(store.decisions())))
    if day is None and name.strip() not in marked:
        there = ", ".join(map(repr, marked)) or "none"
        raise BadInput(f"no day is marked as {name.strip()!r}, so there is none to take away; marked are: {there}")
    dated = next((e for e in store.agreement().events if e.name == name and e.day), None)
    if dated:
        raise BadInput(f"the agreement file dates {name!r} ({dated.day}); it is marked already")
    decision = Decision(
        id=random_id(), action="set", target_kind=MARKED_EVENT, target=name.strip(), field="day",
        new=day.isoformat() if day else None, why=why, who=who, when=datetime.now(UTC),
    )  # fmt: skip
    store.save_decision(decision)
    return decision

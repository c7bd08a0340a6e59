"""What the interface may give of a record to whoever asks, worked out for the records of one answer alone.

Confidential records are left out, private persons are shown by description and their names covered in words, places of
people at risk are coarsened or held back (``assess/holding.py``): as in an export.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from typing import Any

from fastapi import HTTPException, Query, Request

from trucewatch.assess.holding import at_risk
from trucewatch.present.export.held import Held
from trucewatch.present.export.people import WITHHELD
from trucewatch.present.export.reader import text_or_none
from trucewatch.present.export.unsigned import unnamed, unsigned, unsigned_report
from trucewatch.present.web.access import at_least
from trucewatch.present.web.desk import Desk
from trucewatch.records.incident import Incident
from trucewatch.records.privacy import UNNAMED, confidential, elsewhere
from trucewatch.records.report import Report
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.store import Store
from trucewatch.store.choosing import IncidentFilter, ReportFilter
from trucewatch.store.rows import INCIDENT_MENTIONS

#: Reports tell of an incident some days after it; those of so many days before the hold are looked at for held places.
LATE = timedelta(days=4)
#: Incidents whose places may still be held back are looked up to this many.
MOST_HELD = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What persons marked confidential: ``ids`` of records, with the mentions that stand in marked words or texts;
    those words and texts; ``outlets`` of which every report is marked."""

    ids: frozenset[str] = frozenset()
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    texts: frozenset[str] = frozenset()
    outlets: frozenset[str] = frozenset()

    def covers(self, span: Span) -> bool:
        over = (one.start < span.end and span.start < one.end for one in self.spans.get(span.text_id, ()))
        return span.text_id in self.texts or any(over)


NOTHING = Marked()


def marked(store: Store) -> Marked:
    """What is confidential in a case now."""
    ids, words = confidential(store.decisions(actions=("confidential", "undo")))
    if not ids:
        return NOTHING
    near = store.reports_of_texts(sorted({span.text_id for span in words}))
    words = (*words, *elsewhere(words, near, partial(text_or_none, store)))
    spans: dict[str, tuple[Span, ...]] = {}
    for one in words:
        spans[one.text_id] = (*spans.get(one.text_id, ()), one)
    reports = store.reports_named(ids)
    texts = frozenset(text_id for report in reports for text_id in report.text_ids)
    told = Marked(ids=ids, spans=spans, texts=texts)
    read = [annotation for text_id in {*texts, *spans} if (annotation := store.annotation(text_id)) is not None]
    every: list[Any] = [one for a in read for one in (*a.statements, *a.incidents, *a.figures, *a.commitments)]
    found = {one.id for one in every if any(told.covers(span) for span in _own(one))}
    own = Counter(report.publisher for report in reports if report.publisher)
    alone = {o for o, n in own.items() if store.reports_page(ReportFilter(publisher=(o,)), limit=1).total <= n}
    return replace(told, ids=ids | found, outlets=frozenset(alone))


def _own(record: Any) -> tuple[Span, ...]:
    """The words that make a record, not those of its source."""
    content = getattr(record, "content", None) or getattr(record, "words", None) or record.spans()
    return (content,) if isinstance(content, Span) else content


class Leaving:
    """Made for the incidents of one answer. ``internal`` gives everything as it is."""

    def __init__(self, desk: Desk, *, internal: bool, incidents: Sequence[Incident] = ()) -> None:
        self.internal = internal
        self._case = desk.case
        self._desk = desk
        self._now = datetime.now(UTC)
        self._incidents = tuple(incidents)
        self._names = None if internal else desk.withheld()

    @cached_property
    def _marked(self) -> Marked:
        return NOTHING if self.internal else self._desk.kept.get("confidential", lambda: marked(self._case.store))

    @cached_property
    def _held(self) -> Held:
        """Of the incidents of this answer, and of those so late that their places may still be held back."""
        late = self._desk.kept.get(("late at risk", self._now.date()), self._late_at_risk)
        incidents = {i.id: i for i in (*late, *self._incidents)}
        store = self._case.store
        mentions = list(store.of_ids(INCIDENT_MENTIONS, sorted({m for i in incidents.values() for m in i.mention_ids})))
        reports = store.reports_of_texts(sorted({m.text_id for m in mentions}))
        return Held(
            incidents.values(), mentions, reports, agreement=self._case.agreement, now=self._now, hold=self._case.hold
        )

    def _late_at_risk(self) -> tuple[Incident, ...]:
        since = (self._now - self._case.hold - LATE).date()
        late = self._case.incidents_page(IncidentFilter(since=since), limit=MOST_HELD).items
        return tuple(item.record for item in late if at_risk(item.record))

    def hides(self, record_id: str, mention_ids: Iterable[str] = (), spans: Iterable[Span] = ()) -> bool:
        """True for what a person marked confidential: the record, all its mentions, or the words it stands on."""
        mentions = set(mention_ids)
        over = any(self._marked.covers(one) for one in spans)
        return record_id in self._marked.ids or (bool(mentions) and mentions <= self._marked.ids) or over

    def outlets(self, names: Iterable[str]) -> list[str]:
        """Those that carry a record where it may be seen."""
        return [name for name in names if name not in self._marked.outlets]

    def statement(self, statement: Statement) -> Statement:
        return statement if self.internal else unsigned(self._held.covered(statement))

    def parts(self, record: Statement | Incident) -> list[Any]:
        """The mentions of a record, by whom they are told as it may be told."""
        mentions = self._case.store.mentions_of(record)
        return [one if self.internal else unsigned(one) for one in mentions]

    def report(self, report: Report) -> Report:
        """Without who noted it by hand, and without an address that tells the name of a private person."""
        return report if self._names is None else unnamed(unsigned_report(report), self._names)

    def incident(self, incident: Incident) -> tuple[Incident, str]:
        """The incident as it may be shown, and why its place is not told as reported ("" if it is)."""
        if self.internal:
            return incident, ""
        shown = self._held.place(incident)
        if shown.how != "as told":
            places = (shown.where,) if shown.where else ()
            incident = replace(incident, where=shown.where, places=places)
        return unsigned(self._held.covered(incident)), shown.words

    def words(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Words with withheld names and held places covered, offsets as they are."""
        if self.internal:
            return tuple(spans)
        covered = [self._held.covered(span, [span.text_id]) for span in spans]
        return tuple(replace(span, words=self._blacked(span.words)) for span in covered)

    def told(self, words: str, record: Any) -> str:
        """Words that an index holds of a record, covered as the record's own are."""
        return words if self.internal else self._blacked(self._held.covered_for(words, record))

    def _blacked(self, words: str) -> str:
        return self._names.blacked_out(words) if self._names else words

    def name(self, name: str | None, role: str | None = None) -> str | None:
        """A name, or the description under which a private person is shown."""
        if name is None or self._names is None:
            return name
        if name.casefold() in self._names.descriptions:
            return self._names.masked(role or self._names.descriptions[name.casefold()] or UNNAMED, WITHHELD)
        return self._names.masked(name, WITHHELD)

    def withholds(self, name: str | None) -> bool:
        return name is not None and self._names is not None and name.casefold() in self._names.descriptions


def wants_internal(
    request: Request,
    internal: bool = Query(False, description="Everything as it is, for reviewers; else what may leave the house."),
) -> bool:
    """True if a reviewer asked for what may not leave. Raises: HTTPException (403) for a reader who did."""
    if internal and not at_least(getattr(request.state, "role", None), "reviewer"):
        raise HTTPException(403, "internal=1 needs the role reviewer; leave it out for what readers may take away")
    return internal

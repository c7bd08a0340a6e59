"""What of a case may be sent to a language model: reports without anything confidential, private persons' names and
places of people at risk covered. What an export for anybody would not hold does not go; whole reports stay rather than
parts of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Final

from trucewatch.assess.holding import coarsened, place_shown
from trucewatch.errors import RedactedRecord
from trucewatch.records.incident import Incident
from trucewatch.records.privacy import Withheld, confidential, elsewhere, names_withheld
from trucewatch.records.report import Report
from trucewatch.records.text import Text
from trucewatch.store import Store

BLOCK: Final = "█"
#: Words marked confidential that are as long as this (code points) hold back every text that repeats them.
REPEATED: Final = 25
#: Why a report stays.
CONFIDENTIAL: Final = "holds what is confidential"
NOTED: Final = "entered by hand, or a sheet of your own"
REDACTED: Final = "its words were redacted"
RECENT: Final = "tells of places that are held back for now"


@dataclass(frozen=True, slots=True, kw_only=True)
class MayLeave:
    """A report with the words of its current text as they may leave: as many code points, some of them blocks."""

    report: Report
    text: Text = field(repr=False)
    covered: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stays:
    """A report that is not sent, and why."""

    report: Report
    reason: str


class Leaving:
    """Decides of each report; made anew for each run, as persons may have decided since."""

    def __init__(self, store: Store, *, now: datetime, hold: timedelta) -> None:
        self._store = store
        self._now = now
        self._hold = hold

    def each(self, reports: Iterable[Report]) -> Iterator[MayLeave | Stays]:
        for report in reports:
            yield self.of(report)

    def of(self, report: Report) -> MayLeave | Stays:
        if report.kind == "note":
            return Stays(report=report, reason=NOTED)
        if report.id in self._ids or self._texts & {*report.text_ids}:
            return Stays(report=report, reason=CONFIDENTIAL)
        try:
            text = self._store.text(report.text_id)
        except RedactedRecord:
            return Stays(report=report, reason=REDACTED)
        if self._repeated:
            told = _folded(text.content)
            if any(words in told for words in self._repeated):
                return Stays(report=report, reason=CONFIDENTIAL)
        if text.id in self._recent:
            return Stays(report=report, reason=RECENT)
        return MayLeave(report=report, text=text, covered=self._cover(text))

    @cached_property
    def names(self) -> Withheld:
        """The names of private persons, as exports withhold them."""
        private = (actor for actor in self._store.actors() if actor.private)
        return names_withheld(self._store.agreement(), self._store.decisions(), self._store.statements(), private)

    def _text(self, text_id: str) -> Text | None:
        try:
            return self._store.text(text_id)
        except RedactedRecord:
            return None

    # -- what is confidential --------------------------------------------------------------------------

    @cached_property
    def _marked(self) -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
        """(ids that are marked, or hold or are held by what is; texts where they stand; longer words of theirs)."""
        store = self._store
        ids, spans = confidential(store.decisions())
        if not ids:
            return frozenset(), frozenset(), ()
        near = store.reports_of_texts(sorted({span.text_id for span in spans}))
        spans = (*spans, *elsewhere(spans, near, self._text))
        redirects = store.redirects()
        found = set(ids)
        for one in ids:
            while one in redirects and redirects[one] not in found:
                one = redirects[one]
                found.add(one)
        texts, words = {span.text_id for span in spans}, {span.words for span in spans}
        records: list[Any] = [*store.statements(), *store.incidents()]
        for record in records:
            if record.id in found or not found.isdisjoint(record.mention_ids):
                found |= {record.id, *record.mention_ids}
        for series in store.series():
            if series.id in found:
                found |= {*series.figure_ids}
        resting: Iterable[Any] = (
            *store.statement_mentions(), *store.incident_mentions(), *store.figures(), *store.commitments(),
            *store.term_claims(),
        )  # fmt: skip
        for record in resting:
            if record.id in found:
                texts |= {span.text_id for span in record.spans()}
                words |= {span.words for span in record.spans()}
        for report in store.reports():
            if report.id in found or texts & {*report.text_ids}:
                texts |= {*report.text_ids}  # another reading of the same page tells the same
        return frozenset(found), frozenset(texts), tuple(sorted({_folded(w) for w in words if len(w) >= REPEATED}))

    @property
    def _ids(self) -> frozenset[str]:
        return self._marked[0]

    @property
    def _texts(self) -> frozenset[str]:
        return self._marked[1] | self._marked[0]  # a text may be marked itself

    @property
    def _repeated(self) -> tuple[str, ...]:
        return self._marked[2]

    # -- places of people at risk ----------------------------------------------------------------------

    @cached_property
    def _places(self) -> tuple[frozenset[str], dict[str, set[str]], set[str]]:
        """(texts that tell of a place not shown at all for now; text -> names to cover; names to cover everywhere)."""
        store = self._store
        mentions = {mention.id: mention for mention in store.incident_mentions()}
        days: dict[str, date] = {}
        for report in store.reports():
            for text_id in report.text_ids:
                if report.published is not None:
                    days[text_id] = min(report.published, days.get(text_id, report.published))
        open_names = {n.casefold() for p in store.agreement().parties for n in (p.name, *p.aliases)}
        recent: set[str] = set()
        named: dict[str, set[str]] = {}
        firmly: set[str] = set()
        for incident in store.incidents():
            texts = {mentions[m].text_id for m in incident.mention_ids if m in mentions}
            reported = min((days[t] for t in texts if t in days), default=None)
            shown = place_shown(incident, reported=reported, now=self._now, hold=self._hold)
            if shown.how == "as told":
                continue
            told = [mentions[m] for m in incident.mention_ids if m in mentions]
            names = {n for n in _names(incident, told, shown.how) if n.casefold() not in open_names}
            if shown.how == "held":
                recent |= texts
                firmly |= names
            for text_id in texts:
                named.setdefault(text_id, set()).update(names)
        return frozenset(recent), named, firmly

    @property
    def _recent(self) -> frozenset[str]:
        return self._places[0]

    def _cover(self, text: Text) -> str:
        names = self._places[1].get(text.id, set()) | self._places[2]
        words = text.content
        if names:
            either = "|".join(sorted((_however_parted(n) for n in names), key=lambda n: (-len(n), n)))
            pattern = re.compile(rf"(?<![^\W_])(?:{either})(?![^\W_])", re.IGNORECASE)
            words = pattern.sub(lambda found: BLOCK * len(found.group()), words)
        return self.names.blacked_out(words)


def _names(incident: Incident, told: Iterable[Any], how: str) -> Iterator[str]:
    """The names by which the place would be told finer than it may be shown."""
    places = [p for mention in told for p in mention.places if p.role == "where"]
    for where in (incident.where, *incident.places, *places):
        if where is None or (how == "area" and coarsened(where).how == "as told"):
            continue
        area = coarsened(where).where
        left = {where.country_name, area.name if area is not None and how == "area" else None}
        for name in (where.name, where.gazetteer_name):
            if name and name not in left and re.search(r"\w", name):
                yield name


def _folded(words: str) -> str:
    """Words without regard to capitals and white space."""
    return " ".join(words.casefold().split())


def _however_parted(name: str) -> str:
    return r"[\W_]+".join(map(re.escape, re.findall(r"\w+", name)))


def chosen(reports: Iterable[Report], among: Collection[str] | None) -> Iterator[Report]:
    """The reports with these ids, or all."""
    return (report for report in reports if among is None or report.id in among)

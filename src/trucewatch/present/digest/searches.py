"""Which new records a saved search finds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trucewatch.present.brief.evidence import Evidence
from trucewatch.present.brief.incidents import Incidents
from trucewatch.present.brief.statements import Items
from trucewatch.records.incident import Incident
from trucewatch.records.report import Report
from trucewatch.records.statement import Statement
from trucewatch.records.watch import SavedSearch
from trucewatch.records.when import When
from trucewatch.store.find import search_terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Seekable:
    """A case as searches look at it. ``bears_on`` gives the provisions of each statement and incident."""

    items: Items
    incidents: Incidents
    evidence: Evidence
    bears_on: Mapping[str, frozenset[str]]

    def statement(self, search: SavedSearch, one: Statement) -> bool:
        mentions = self.items.mentions(one)
        reports = self.evidence.reports_of(m.text_id for m in mentions)
        return (
            bool(mentions)
            and search.place is None
            and _part(search.speaker, one.speaker)
            and _same(search.side, one.side)
            and _same(search.against, one.target_side)
            and _same(search.act, one.act)
            and self._bears(search, one.id)
            and _within(search, one.said_on, reports)
            and _published(search, reports)
            and holds_words(search.words, (" ".join(s.words for s in m.spans()) for m in mentions))
        )

    def incident(self, search: SavedSearch, one: Incident) -> bool:
        mentions = self.incidents.mentions(one)
        reports = self.evidence.reports_of(m.text_id for m in mentions)
        sides = {p.side.casefold() for p in (*one.actors, *one.targets) if p.side}
        place = one.where
        named = (place.name, place.gazetteer_name, place.admin1, place.country_name) if place else ()
        return (
            bool(mentions)
            and (search.speaker, search.act, search.against) == (None, None, None)
            and (search.side is None or search.side.casefold() in sides)
            and (search.place is None or any(_part(search.place, name) for name in named if name))
            and self._bears(search, one.id)
            and _within(search, one.when, reports)
            and _published(search, reports)
            and holds_words(search.words, (m.words.words for m in mentions))
        )

    def report(self, search: SavedSearch, one: Report) -> bool:
        """By words, publisher and day alone: the other filters are about statements and incidents."""
        others = (search.speaker, search.side, search.against, search.act, search.provision, search.place)
        if any(value is not None for value in others):
            return False
        text = self.evidence.text(one.text_id)
        if text is None:
            return False
        words = " ".join(text.content[b.start : b.end] for b in text.blocks_in("title", "standfirst", "body"))
        return _within(search, None, [one]) and _published(search, [one]) and holds_words(search.words, [words])

    def _bears(self, search: SavedSearch, record_id: str) -> bool:
        bears = {ref.casefold() for ref in self.bears_on.get(record_id, ())}
        return search.provision is None or search.provision.casefold() in bears


def holds_words(query: str | None, pieces: Iterable[str]) -> bool:
    """True if one of the pieces holds all words of the query, read as ``search`` reads them: "…" together, begin*."""
    if query is None:
        return True
    wanted = [_pattern(words, prefix=prefix) for words, prefix in search_terms(query)]
    return bool(wanted) and any(all(one.search(piece) for one in wanted) for piece in pieces)


def _pattern(words: str, *, prefix: bool) -> re.Pattern[str]:
    together = r"\W+".join(map(re.escape, words.split()))
    return re.compile(rf"(?<!\w){together}" + ("" if prefix else r"(?!\w)"), re.I)


def _same(wanted: str | None, value: str | None) -> bool:
    return wanted is None or (value is not None and wanted.casefold() == value.casefold())


def _part(wanted: str | None, value: str | None) -> bool:
    return wanted is None or (value is not None and wanted.casefold() in value.casefold())


def _published(search: SavedSearch, reports: Iterable[Report]) -> bool:
    return search.publisher is None or any(_part(search.publisher, report.publisher) for report in reports)


def _within(search: SavedSearch, when: When | None, reports: Iterable[Report]) -> bool:
    """By the day said or happened, else by the days of publication; without any, only if no bound is asked for."""
    if search.since is None and search.until is None:
        return True
    first, last = (when.first_day or when.last_day, when.last_day or when.first_day) if when else (None, None)
    days = [(first, last)] if first and last else [(r.published, r.published) for r in reports if r.published]
    return any(
        (search.since is None or (until is not None and until >= search.since))
        and (search.until is None or (since is not None and since <= search.until))
        for since, until in days
    )

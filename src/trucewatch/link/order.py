"""The order in which mentions count as told: by report, then by place in the text, whatever order they arrive in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What linking needs to know of the report that a text belongs to."""

    report_id: str
    day: date
    published: date | None
    publisher: str | None
    #: Which of the report's texts it is, from 0; a page that changed has several.
    edition: int = 0


class Told:
    """Looks up the report of a text, and orders mentions by it.

    A report without a date of its own counts from the day on which it was added. A text that no report
    claims (a note by hand under way) stands for itself, last.
    """

    def __init__(self, reports: Iterable[Report] = ()) -> None:
        self._sources: dict[str, Source] = {}
        self.take(reports)

    def take(self, reports: Iterable[Report]) -> None:
        """Know these reports as well."""
        for report in reports:
            for edition, text_id in enumerate(report.text_ids):
                source = Source(
                    report_id=report.id,
                    day=report.published or report.added_at.date(),
                    published=report.published,
                    publisher=report.publisher,
                    edition=edition,
                )
                # one text under several outlets' names counts from the first
                held = self._sources.get(text_id)
                if held is None or (source.day, source.report_id) < (held.day, held.report_id):
                    self._sources[text_id] = source

    def source(self, text_id: str) -> Source:
        found = self._sources.get(text_id)
        return found or Source(report_id=text_id, day=date.max, published=None, publisher=None)

    def report_id(self, text_id: str) -> str:
        return self.source(text_id).report_id

    def published(self, text_id: str) -> date | None:
        return self.source(text_id).published

    def key(self, mention: StatementMention | IncidentMention) -> tuple[date, str, int, str]:
        """Sorts mentions from the earliest told: report's day, text, place in the text, id."""
        start = min(s.start for s in mention.spans())
        return (self.source(mention.text_id).day, mention.text_id, start, mention.id)

    def ranks(self, mentions: Iterable[StatementMention | IncidentMention]) -> Mapping[str, int]:
        """Mention id -> place in that order, from 0."""
        return {m.id: n for n, m in enumerate(sorted(mentions, key=self.key))}

"""Looking through a case by pages: lists, timeline, map, search. Each asks the database for what is shown and no more,
so that a case of 100,000 statements opens as quickly as a small one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, Literal, TypeVar

from trucewatch.assess.bins import Timeline, fitting, timeline
from trucewatch.assess.clusters import Cluster, clusters
from trucewatch.assess.sums import Figures, with_values
from trucewatch.assess.trends import Per
from trucewatch.case_part import CasePart
from trucewatch.errors import BadInput
from trucewatch.records.decision import Decision
from trucewatch.records.page import Page
from trucewatch.records.vocabulary import ACTS, INCIDENT_TYPES
from trucewatch.store.choosing import Choice, IncidentFilter, ReportFilter, StatementFilter
from trucewatch.store.hits import FoundPage, HitKind, SearchFilter
from trucewatch.store.more_pages import (
    ActorFilter,
    ActorItem,
    CommitmentFilter,
    CommitmentItem,
    DecisionFilter,
    SeriesFilter,
)
from trucewatch.store.pages import IncidentItem, Order, ReportItem, StatementItem
from trucewatch.store.rows import FIGURES
from trucewatch.store.spread import Box, By, Event, Listed, Overview, Spot

#: The whole globe.
GLOBE = Box(south=-90, west=-180, north=90, east=180)
#: Incidents that a map shows one by one, and single events that a timeline does.
MOST_SHOWN = 400
F = TypeVar("F", StatementFilter, IncidentFilter, SearchFilter)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentMap:
    """What a map shows of a box: ``clusters`` of incidents by place, and, where there are few enough, each of the
    ``incidents``, the newest first. ``total`` have coordinates in the box."""

    total: int
    clusters: tuple[Cluster[Spot], ...]
    incidents: tuple[IncidentItem, ...] | None


class Browsing(CasePart):
    """A part of ``Case``."""

    # -- lists -------------------------------------------------------------------------------------

    def statements_page(
        self, wanted: StatementFilter | None = None, *, order: Order = "newest", offset: int = 0, limit: int = 50
    ) -> Page[StatementItem]:
        """Statements in order of time, each with its first words, the number of its reports, and their outlets.

        Raises: BadInput for words that are in no vocabulary, and for a page that there cannot be.
        """
        wanted = self._checked(wanted or StatementFilter())
        return self.store.statements_page(wanted, order=order, offset=offset, limit=limit)

    def incidents_page(
        self, wanted: IncidentFilter | None = None, *, order: Order = "newest", offset: int = 0, limit: int = 50
    ) -> Page[IncidentItem]:
        """The same of incidents."""
        wanted = self._checked(wanted or IncidentFilter())
        return self.store.incidents_page(wanted, order=order, offset=offset, limit=limit)

    def reports_page(
        self, wanted: ReportFilter | None = None, *, order: Order = "newest", offset: int = 0, limit: int = 50
    ) -> Page[ReportItem]:
        """Reports by day of publication, each with how many statements and incidents it carries."""
        return self.store.reports_page(wanted, order=order, offset=offset, limit=limit)

    def actors_page(self, wanted: ActorFilter | None = None, *, offset: int = 0, limit: int = 50) -> Page[ActorItem]:
        """Actors by how many statements they make."""
        return self.store.actors_page(wanted, offset=offset, limit=limit)

    def figures_page(self, wanted: SeriesFilter | None = None, *, offset: int = 0, limit: int = 20) -> Page[Figures]:
        """Figure series with their values in the order told; those in conflict first."""
        page = self.store.series_page(wanted, offset=offset, limit=limit)
        figures = list(self.store.of_ids(FIGURES, [f for one in page.items for f in one.figure_ids]))
        reports = self.store.reports_of_texts(sorted({figure.text_id for figure in figures}))
        items = with_values(page.items, figures, reports)
        return Page(items=items, total=page.total, offset=page.offset, limit=page.limit)

    def decisions_page(
        self, wanted: DecisionFilter | None = None, *, offset: int = 0, limit: int = 50
    ) -> Page[Decision]:
        """What persons decided, the last first."""
        return self.store.decisions_page(wanted, offset=offset, limit=limit)

    def commitments_page(
        self, wanted: CommitmentFilter | None = None, *, offset: int = 0, limit: int = 50
    ) -> Page[CommitmentItem]:
        """Promises and duties by the day due, each with its report."""
        return self.store.commitments_page(wanted, offset=offset, limit=limit)

    def search_page(
        self,
        wanted: SearchFilter,
        *,
        kind: HitKind = "statement",
        order: Literal["best", "newest"] = "best",
        offset: int = 0,
        limit: int = 20,
    ) -> FoundPage:
        """What holds all the words, of one kind, with how many there are of every kind, and by what it can be narrowed.

        Raises: BadInput as for the lists.
        """
        return self.store.search_page(self._checked(wanted), kind=kind, order=order, offset=offset, limit=limit)

    # -- over time and place -----------------------------------------------------------------------

    def timeline(
        self,
        statements: StatementFilter | None = None,
        incidents: IncidentFilter | None = None,
        *,
        by: By = "side",
        per: Per | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> Timeline:
        """Statements and incidents (told as having happened, unless the filter says otherwise) by day, week or month
        and by ``side`` ("type" and "act" part one kind only), beside the reports of each stretch.

        Raises: BadInput for days that run backwards or for more stretches than can be shown.
        """
        said = self._checked(_within(statements or StatementFilter(), since, until))
        done = self._checked(_within(incidents or IncidentFilter(), since, until))
        done = replace(done, happened=True) if done.happened is None else done
        per = per or fitting(*self._days_of(since, until))
        told = [*self.store.statement_days(said, by=by, per=per), *self.store.incident_days(done, by=by, per=per)]
        reports = self.store.report_days(ReportFilter(since=since, until=until, publisher=said.publisher), per=per)
        return timeline(
            ((one.what, one.day, one.key, one.number) for one in told), reports, per=per, since=since, until=until,
            sides=[party.name for party in self.agreement.parties],
        )  # fmt: skip

    def events(
        self,
        statements: StatementFilter | None = None,
        incidents: IncidentFilter | None = None,
        *,
        since: date | None = None,
        until: date | None = None,
        most: int = MOST_SHOWN,
    ) -> tuple[Event, ...] | None:
        """The single statements and incidents of a timeline in order of time; None if there are more than ``most``."""
        said = self._checked(_within(statements or StatementFilter(), since, until))
        done = self._checked(_within(incidents or IncidentFilter(), since, until))
        done = replace(done, happened=True) if done.happened is None else done
        return self.store.events(said, done, most=most)

    def incident_map(
        self, box: Box = GLOBE, wanted: IncidentFilter | None = None, *, cell: float = 1.0, most: int = MOST_SHOWN
    ) -> IncidentMap:
        """The incidents in a part of the globe by place; above ``most`` put together by cells of ``cell`` degrees.

        Raises: BadInput for a box or cell that there cannot be.
        """
        if not (-90 <= box.south <= box.north <= 90 and -180 <= box.west <= 180 and -180 <= box.east <= 180):
            raise BadInput(f"a box lies between -90 and 90 degrees north, -180 and 180 degrees east, got {box}")
        if cell <= 0:
            raise BadInput(f"the cells of a map are more than 0 degrees wide, got {cell}")
        wanted = self._checked(wanted or IncidentFilter())
        spots = self.store.spots(box, wanted)
        total = sum(spot.number for spot in spots)
        few = total <= most
        return IncidentMap(
            total=total, clusters=clusters(spots, cell=None if few else cell),
            incidents=self.store.incidents_in(box, wanted, limit=most) if few else None,
        )  # fmt: skip

    # -- at a glance -------------------------------------------------------------------------------

    def overview(self) -> Overview:
        """How much the case holds, from when to when, by act, type and side."""
        return self.store.overview()

    def newest(
        self, since: datetime | None = None, *, limit: int = 20
    ) -> tuple[tuple[StatementItem, ...], tuple[IncidentItem, ...], tuple[ReportItem, ...]]:
        """The statements, incidents and reports that the case did not hold at ``since``, the last recorded first."""
        store = self.store
        return (
            store.newest_statements(since, limit=limit), store.newest_incidents(since, limit=limit),
            store.newest_reports(since, limit=limit),
        )  # fmt: skip

    def neighbours(self, kind: Listed, record_id: str) -> tuple[str | None, str | None]:
        """The records just before and just after this one in the order of time."""
        return self.store.neighbours(kind, record_id)

    # -- the parts ---------------------------------------------------------------------------------

    def _days_of(self, since: date | None, until: date | None) -> tuple[date | None, date | None]:
        """The days asked for, or else those of the first and last report."""
        first, last = self.store.published_between() if since is None or until is None else (None, None)
        return since or first, until or last

    def _checked(self, wanted: F) -> F:
        """The filter with provisions as the agreement writes them. Raises: BadInput for words in no vocabulary."""
        if wanted.since and wanted.until and wanted.since > wanted.until:
            raise BadInput(
                f"the first day ({wanted.since}) lies after the last ({wanted.until}); give the earlier first"
            )
        for field, words in (("act", ACTS), ("type", INCIDENT_TYPES)):
            for value in _several(getattr(wanted, field, None)):
                known(field, value, words)
        if not wanted.provision:
            return wanted
        refs = {p.ref.casefold(): p.ref for p in self.agreement.provisions}
        refs |= {term.ref.casefold(): term.ref for term in self.agreement.claimed_terms}
        asked = _several(wanted.provision)
        for ref in asked:
            if ref.casefold() not in refs:
                known("provision", ref, refs)
        return replace(wanted, provision=tuple(refs[ref.casefold()] for ref in asked))


def _within(wanted: Any, since: date | None, until: date | None) -> Any:
    """The filter, with these days where it names none."""
    return replace(wanted, since=wanted.since or since, until=wanted.until or until)


def _several(choice: Choice) -> tuple[str, ...]:
    return () if choice is None else (choice,) if isinstance(choice, str) else choice


def known(field: str, value: str | None, words: Mapping[str, Any]) -> str | None:
    """The value itself, None for none. Raises: BadInput if it is none of the words."""
    if value is None or value in words:
        return value
    near = get_close_matches(value, words, n=1)
    step = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(words)}"
    raise BadInput(f"no {field} is named {value!r}; {step}")


def as_day(name: str, given: date | str | None) -> date | None:
    """The day that was asked for, given as one or in words (2020-10-01). Raises: BadInput for words that are no day."""
    if given is None or isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given)
    except (TypeError, ValueError):
        raise BadInput(f"{name} {given!r} is no day; give it as YYYY-MM-DD, or as a datetime.date") from None

"""Looking through a case by pages: lists, timeline, map, search. Each asks the database for what is shown and no more,
so that a case of 100,000 statements opens as quickly as a small one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal, get_args

from trucewatch.asked import F, checked, known
from trucewatch.assess.bins import Timeline, fitting, timeline
from trucewatch.assess.clusters import Cluster, clusters
from trucewatch.assess.sums import Figures, with_values
from trucewatch.assess.trends import Per
from trucewatch.case_part import CasePart
from trucewatch.decided import ids_of
from trucewatch.errors import BadInput, UnknownRecord
from trucewatch.records.decision import Decision
from trucewatch.records.ids import LETTERS
from trucewatch.records.page import Page
from trucewatch.store.choosing import IncidentFilter, ReportFilter, StatementFilter
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
        known("order", order, get_args(Order))
        wanted = self._checked(wanted or StatementFilter())
        if wanted.actor_id is not None:
            wanted = replace(wanted, actor_id=self._actor(wanted.actor_id))
        return self.store.statements_page(wanted, order=order, offset=offset, limit=limit)

    def incidents_page(
        self, wanted: IncidentFilter | None = None, *, order: Order = "newest", offset: int = 0, limit: int = 50
    ) -> Page[IncidentItem]:
        """The same of incidents."""
        known("order", order, get_args(Order))
        wanted = self._checked(wanted or IncidentFilter())
        return self.store.incidents_page(wanted, order=order, offset=offset, limit=limit)

    def reports_page(
        self, wanted: ReportFilter | None = None, *, order: Order = "newest", offset: int = 0, limit: int = 50
    ) -> Page[ReportItem]:
        """Reports by day of publication, each with how many statements and incidents it carries."""
        known("order", order, get_args(Order))
        wanted = self._checked(wanted or ReportFilter())
        return self.store.reports_page(wanted, order=order, offset=offset, limit=limit)

    def actors_page(self, wanted: ActorFilter | None = None, *, offset: int = 0, limit: int = 50) -> Page[ActorItem]:
        """Actors by how many statements they make."""
        return self.store.actors_page(self._checked(wanted or ActorFilter()), offset=offset, limit=limit)

    def figures_page(self, wanted: SeriesFilter | None = None, *, offset: int = 0, limit: int = 20) -> Page[Figures]:
        """Figure series with their values in the order told; those in conflict first."""
        page = self.store.series_page(self._checked(wanted or SeriesFilter()), offset=offset, limit=limit)
        figures = list(self.store.of_ids(FIGURES, [f for one in page.items for f in one.figure_ids]))
        reports = self.store.reports_of_texts(sorted({figure.text_id for figure in figures}))
        items = with_values(page.items, figures, reports)
        return Page(items=items, total=page.total, offset=page.offset, limit=page.limit)

    def decisions_page(
        self, wanted: DecisionFilter | None = None, *, offset: int = 0, limit: int = 50
    ) -> Page[Decision]:
        """What persons decided, the last first."""
        return self.store.decisions_page(
            self._about_record(self._checked(wanted or DecisionFilter())), offset=offset, limit=limit
        )

    def commitments_page(
        self, wanted: CommitmentFilter | None = None, *, offset: int = 0, limit: int = 50
    ) -> Page[CommitmentItem]:
        """Promises and duties by the day due, each with its report."""
        return self.store.commitments_page(self._checked(wanted or CommitmentFilter()), offset=offset, limit=limit)

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
        known("kind", kind, get_args(HitKind))
        known("order", order, ("best", "newest"))
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
        known("way of parting", by, get_args(By))
        known("stretch", per, get_args(Per))
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

    def _actor(self, name: str) -> str:
        """The whole id of an actor, for an id or the beginning of one. Raises: UnknownRecord, AmbiguousRecord."""
        kind, record_id = self.store.named(name if ":" in name else f"{LETTERS['actor']}:{name}")
        if kind != "actor":
            raise UnknownRecord(f"{name} is a {kind}, not an actor; ids of actors begin with {LETTERS['actor']}:")
        return self.store.resolve(kind, record_id)

    def _about_record(self, wanted: DecisionFilter) -> DecisionFilter:
        """The filter with all ids under which decisions about its record stand. Raises: AmbiguousRecord; UnknownRecord
        for what is no record and no whole name (of an outlet, of an event) that a decision is about."""
        if not isinstance(wanted.target, str):
            return wanted
        try:
            _, record = self.store.find(wanted.target)
        except UnknownRecord:
            if not self.store.decisions_on(wanted.target):
                raise
            return wanted
        return replace(wanted, target=tuple(sorted(ids_of(self.store, record))))

    def _checked(self, wanted: F) -> F:
        return checked(wanted, self.agreement)


def _within(wanted: Any, since: date | None, until: date | None) -> Any:
    """The filter, with these days where it names none."""
    return replace(wanted, since=wanted.since or since, until=wanted.until or until)

"""``make_brief``: from a case to a plain record of what the dossier shows, ready to be rendered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from trucewatch.assess.clocks import clocks_at
from trucewatch.assess.contradict import LedgerRow, ledger, standing
from trucewatch.assess.provisions import assess
from trucewatch.present.brief.clocks import Clocks
from trucewatch.present.brief.evidence import Evidence
from trucewatch.present.brief.figures import ladders
from trucewatch.present.brief.incidents import Incidents
from trucewatch.present.brief.ledger import claims
from trucewatch.present.brief.model import Brief, ClockShown, IncidentShown, Ladder
from trucewatch.present.brief.period import Period, coverage, origin_numbers, outlets_of
from trucewatch.present.brief.provisions import claimed_terms, commitments, provisions
from trucewatch.present.brief.sources import in_order, method, sources
from trucewatch.present.brief.statements import Items, by_side
from trucewatch.present.brief.words import ROLES
from trucewatch.present.export.people import People
from trucewatch.present.export.reader import CaseReader
from trucewatch.records.agreement import Agreement
from trucewatch.records.assessment import Assessment
from trucewatch.records.commitment import Commitment
from trucewatch.records.decision import active
from trucewatch.records.figure import Figure, FigureSeries
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Maker
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.origins import origins_of
from trucewatch.records.statement import Statement

Made = Statement | Incident | FigureSeries | Judgement | Commitment | StatementMention | IncidentMention


def make_brief(
    reader: CaseReader,
    *,
    since: date | None = None,
    until: date | None = None,
    handling: str = "internal",
    with_texts: bool = False,
    now: datetime,
) -> Brief:
    """Gather what the case holds about the days from ``since`` to ``until`` (both included, None: open).

    A record belongs to the period by the day it was said or happened; if that is not known, by a report of it
    published in the period. Every provision is shown. ``handling`` is printed on each page; ``with_texts`` adds the
    full texts of the reports; ``now`` is when the brief is made, and deadlines are counted from its day.

    Raises: ValueError if ``since`` lies after ``until``.
    """
    if since and until and since > until:
        raise ValueError(f"since ({since}) lies after until ({until}); give the earlier day first")
    return _Making(reader, Period(since=since, until=until), now).brief(handling=handling, with_texts=with_texts)


class _Making:
    """The parts of one brief, each made once."""

    def __init__(self, reader: CaseReader, period: Period, now: datetime) -> None:
        self.reader = reader
        self.period = period
        self.now = now
        # Clocks and statuses are those of the last day of the period; of today, if that is open or still to come.
        self.as_of = min(period.until or now.date(), now.date())
        self.agreement: Agreement = reader.agreement()
        self.people = People(reader)
        every = in_order(reader.reports())
        # Reports from outside the period may still tell of what happened inside it, so all can be cited.
        self.all_reports = every
        self.reports = [r for r in every if r.published is None or period.holds(r.published, r.published)]
        self.evidence = Evidence(reader, every, self.people)
        self.origins = origins_of(every, reader.judgements("same_report")).origin_of
        self.items = Items(reader.statements(), reader.statement_mentions(), self.evidence, self.people)
        self.incidents = Incidents(
            reader.incidents(), reader.incident_mentions(), self.evidence, self.people, self.origins
        )
        self.outside = 0
        self.wordless = 0

    def brief(self, *, handling: str, with_texts: bool) -> Brief:
        agreement, evidence, as_of = self.agreement, self.evidence, self.as_of
        statements = self._statements()
        incidents = self._incidents()
        shown = {incident.id: self.incidents.shown(incident) for incident in incidents}
        in_period = {statement.id for statement in statements}
        kept_ids = in_period | shown.keys()
        links = [link for link in standing(self.reader.judgements("provision")) if link.left in kept_ids]
        figures, series = self._figures()
        every_ladder = ladders(
            series, figures, evidence, self.people, {i: (one.shown_id, one.anchor) for i, one in shown.items()}
        )
        kept = [commitment for commitment in self.reader.commitments() if self._keeps_commitment(commitment)]
        sides = by_side(statements, self.items, agreement)
        charged = claims((row for row in self._ledger() if row.claim.id in in_period), self.items, in_period)
        statuses = self._assessments()
        told = provisions(agreement, links, statuses, self.items, shown, self._clocks(shown))
        terms = claimed_terms(agreement, links, statuses, self.items, shown)
        promised = commitments(kept, evidence, self.people, as_of)
        listed = {report.id for report in self.reports} | evidence.cited
        cited = [report for report in self.all_reports if report.id in listed]
        return Brief(
            title=agreement.title,
            handling=handling,
            made_at=self.now,
            as_of=as_of,
            period=self.period.words(self.reports),
            signed=agreement.signed,
            parties=tuple((party.name, ROLES.get(party.role, party.role)) for party in agreement.parties),
            reports=len(self.reports),
            outlets=len(outlets_of(self.reports)),
            origins=len({self.origins[report.id] for report in self.reports}),
            coverage=coverage(self.reports, self.period),
            sides=sides,
            claims=charged,
            incidents=tuple(sorted(shown.values(), key=_by_day)),
            differing=_of(every_ladder, "conflict"),
            growing=_of(every_ladder, "growing"),
            alike=len(series) - len(every_ladder),
            provisions=told,
            claimed_terms=terms,
            commitments=promised,
            sources=sources(
                cited, self.reader, evidence, self.people, origin_numbers(cited, self.origins), with_texts=with_texts
            ),
            method=method(
                self.reader, _makers([*statements, *incidents, *series, *links, *kept, *self._told()]), cited, evidence,
                withheld=sum(1 for s in statements if self.people.withheld(s.speaker)),
                places_named=any(i.where is not None and i.where.gazetteer_id for i in incidents),
                outside=self.outside, wordless=self.wordless,
            ),
            with_texts=with_texts,
        )  # fmt: skip

    def _told(self) -> Iterator[StatementMention | IncidentMention]:
        yield from self.reader.statement_mentions()
        yield from self.reader.incident_mentions()

    def _ledger(self) -> tuple[LedgerRow, ...]:
        """Claims of the whole case: a response may have come after the period."""
        statements = list(self.items.statements.values())
        return ledger(
            statements, list(self.reader.judgements()), list(self.reader.statement_mentions()), self.all_reports,
            agreement=self.agreement,
        )  # fmt: skip

    def _clocks(self, listed: Mapping[str, IncidentShown]) -> dict[str, ClockShown]:
        """Every provision's clock; ``listed`` are the incidents that the brief shows."""
        decisions = active(list(self.reader.decisions()))
        promised = [c for c in self.reader.commitments() if self._told_by_then(c.text_id)]
        runs = clocks_at(
            self.agreement, incidents=list(self.incidents.incidents.values()),
            mentions=self.reader.incident_mentions(), statements=self.items.statements.values(),
            reports=self.all_reports, origin_of=self.origins, judgements=self.reader.judgements("provision"),
            commitments=promised, decisions=decisions, as_of=self.as_of,
        )  # fmt: skip
        anchors = {i: one.anchor for i, one in listed.items()}
        clocks = Clocks(self.agreement, self.incidents, promised, decisions, self.evidence, anchors=anchors)
        return {run.ref: clocks.shown(run) for run in runs}

    def _told_by_then(self, text_id: str) -> bool:
        """False for what only reports after the day looked from tell of."""
        published = [report.published for report in self.evidence.reports_of([text_id])]
        return any(day is None or day <= self.as_of for day in published)

    def _assessments(self) -> tuple[Assessment, ...]:
        return assess(
            self.agreement, list(self.reader.judgements()), list(self.items.statements.values()),
            list(self.incidents.incidents.values()), as_of=self.as_of, mentions=self._told(),
            reports=self.all_reports, origin_of=self.origins,
        )  # fmt: skip

    def _statements(self) -> list[Statement]:
        """Those of the period whose words are at hand; what is left out is counted."""
        kept = []
        for statement in self.items.statements.values():
            if not self.items.mentions(statement):
                self.wordless += 1
                continue
            if self.period.holds_when(statement.said_on, self.items.published(statement)):
                kept.append(statement)
            else:
                self.outside += 1
        return kept

    def _incidents(self) -> list[Incident]:
        kept = []
        for incident in self.incidents.incidents.values():
            if not self.incidents.mentions(incident):
                self.wordless += 1
                continue
            if self.period.holds_when(incident.when, self.incidents.published(incident)):
                kept.append(incident)
            else:
                self.outside += 1
        return kept

    def _figures(self) -> tuple[dict[str, Figure], list[FigureSeries]]:
        """The values of the period, and the series that hold any of them."""
        figures = {figure.id: figure for figure in self.reader.figures() if self._keeps_figure(figure)}
        return figures, [one for one in self.reader.series() if any(i in figures for i in one.figure_ids)]

    def _keeps_figure(self, figure: Figure) -> bool:
        published = [report.published for report in self.evidence.reports_of([figure.text_id])]
        kept = self.period.holds_when(figure.as_of or figure.period, published)
        self.outside += not kept
        return kept

    def _keeps_commitment(self, commitment: Commitment) -> bool:
        """Made or due in the period."""
        published = [report.published for report in self.evidence.reports_of([commitment.text_id])]
        kept = self.period.holds_when(None, published) or (
            commitment.due is not None and self.period.holds(commitment.due.first_day, commitment.due.last_day)
        )
        self.outside += not kept
        return kept


def _makers(records: Iterable[Made]) -> set[tuple[str, str | None]]:
    makers: set[Maker] = {record.maker for record in records}
    return {(maker.name, maker.version) if maker.kind == "machine" else ("by hand", None) for maker in makers}


def _by_day(incident: IncidentShown) -> tuple[date, int]:
    return incident.day or date.max, incident.accounts[0].passage.citation.number if incident.accounts else 0


def _of(every: Sequence[Ladder], agreement: str) -> tuple[Ladder, ...]:
    return tuple(ladder for ladder in every if ladder.agreement == agreement)

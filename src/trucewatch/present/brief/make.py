"""``make_brief``: from a case to a plain record of what the dossier shows, ready to be rendered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from trucewatch.assess.changes import Changes
from trucewatch.assess.claimed import claimed_readings
from trucewatch.assess.clocks import ClockRun, clocks_at
from trucewatch.assess.contradict import LedgerRow, ledger
from trucewatch.assess.silence import unspoken
from trucewatch.assess.status import assess
from trucewatch.assess.trend_marks import marks_of
from trucewatch.grading import grades_of
from trucewatch.present.brief.agreement_model import ClockShown, ProvisionShown, Silences
from trucewatch.present.brief.bearing import Bearing, silences
from trucewatch.present.brief.clocks import Clocks
from trucewatch.present.brief.cutoff import end_of_day
from trucewatch.present.brief.evidence import Evidence
from trucewatch.present.brief.figures import ladders
from trucewatch.present.brief.first_page import in_short
from trucewatch.present.brief.frame import Frame, News, Scope
from trucewatch.present.brief.handling import mark_of
from trucewatch.present.brief.incidents import Incidents
from trucewatch.present.brief.ledger import claims
from trucewatch.present.brief.model import Brief, Claim, IncidentShown, Ladder
from trucewatch.present.brief.narrow import KINDS, Narrowing
from trucewatch.present.brief.news import NewsLines
from trucewatch.present.brief.options import Options, scope_words
from trucewatch.present.brief.period import Period, origin_numbers, outlets_of
from trucewatch.present.brief.picture_model import Pictures
from trucewatch.present.brief.pictures import pictures
from trucewatch.present.brief.provisions import claimed_terms, commitments, provisions
from trucewatch.present.brief.short_ids import short_ids
from trucewatch.present.brief.sources import in_order, method, sources
from trucewatch.present.brief.statements import Items, by_side
from trucewatch.present.brief.words import ROLES
from trucewatch.present.export.held import Held
from trucewatch.present.export.people import People
from trucewatch.present.export.reader import CaseReader
from trucewatch.present.export.view import View
from trucewatch.records.agreement import Agreement
from trucewatch.records.assessment import Assessment
from trucewatch.records.commitment import Commitment
from trucewatch.records.decision import active
from trucewatch.records.figure import Figure, FigureSeries
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement, standing
from trucewatch.records.maker import Maker
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.origins import origins_of
from trucewatch.records.report import Report
from trucewatch.records.statement import Statement

Made = Statement | Incident | FigureSeries | Judgement | Commitment | StatementMention | IncidentMention


def make_brief(
    reader: CaseReader,
    *,
    options: Options | None = None,
    now: datetime,
    since: date | None = None,
    until: date | None = None,
    handling: str = "internal",
    with_texts: bool = False,
    issue: Issue | None = None,
) -> Brief:
    """Gather what the case holds, as the ``options`` ask (or those few that are given one by one).

    A record belongs to the period by the day it was said or happened; if that is not known, by a report of it
    published in the period. ``now`` is when the brief is made, and deadlines are counted from its day or the day of
    ``as_of``. ``issue`` says under which number the case keeps the brief, and what changed since an earlier one.

    Raises: BadInput if the options do not go together or name what the agreement does not have.
    """
    asked = options or Options(since=since, until=until, handling=handling, with_texts=with_texts)
    return _Making(reader, asked, now, issue or Issue()).brief()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """How a brief is issued: its number (None: a draft), the instant of the record it is made from, what changed since
    the brief named in ``since``, and whether the case was made after the day looked from."""

    number: int | None = None
    known_at: datetime | None = None
    changes: Changes | None = None
    since: str = ""
    made_later: bool = False
    settings: tuple[tuple[str, str], ...] = ()


class _Making:
    """The parts of one brief, each made once."""

    def __init__(self, reader: CaseReader, options: Options, now: datetime, issue: Issue) -> None:
        self.options = options
        self.issue = issue
        self.mark = mark_of(options.handling)
        self.period = Period(since=options.since, until=options.until, cutoff=options.cutoff)
        self.now = now
        self.reader, held = self._seen(reader)
        # Clocks and statuses are those of the day asked for, or of the last day of the period; of today at the latest.
        self.as_of = options.as_of or min(options.until or now.date(), now.date())
        self.agreement: Agreement = reader.agreement()
        self.people = People(self.reader)
        every = in_order(self.reader.reports())
        # Reports from outside the period may still tell of what happened inside it, so all can be cited.
        self.all_reports = every
        self.reports = [r for r in every if (day := self.period.published(r)) is None or self.period.holds(day, day)]
        hidden = self.reader.hidden if isinstance(self.reader, View) else None
        self.evidence = Evidence(self.reader, every, self.people, hidden, day_of=self.period.published)
        self.judgements = list(self.reader.judgements())
        same = [j for j in self.judgements if j.kind == "same_report"]
        self.origins = origins_of(every, same).origin_of
        self.said = list(self.reader.statement_mentions())
        self.told = list(self.reader.incident_mentions())
        self.items = Items(self.reader.statements(), self.said, self.evidence, self.people)
        happened = list(self.reader.incidents())
        self.held = held or Held(happened, self.told, every, agreement=self.agreement, now=now, hold=options.hold)
        self.incidents = Incidents(
            happened, self.told, self.evidence, self.people, self.origins, held=self.held if self.mark.public else None
        )
        self.promises = list(self.reader.commitments())
        self.narrow = Narrowing(
            self.agreement, frozenset(options.sides), frozenset(options.provisions),
            standing(j for j in self.judgements if j.kind == "provision"),
        )  # fmt: skip
        self.runs: tuple[ClockRun, ...] = ()
        self.outside = 0
        self.wordless = 0

    def _seen(self, reader: CaseReader) -> tuple[CaseReader, Held | None]:
        """The case as this brief may show it, and what it keeps back of places, if anything."""
        day = self.options.as_of
        if day is None and not self.mark.public:
            return reader, None
        end = end_of_day(day, self.options.cutoff) if day else None

        def published(report: Report) -> bool:
            if day is None or end is None:
                return True
            known = self.period.published(report)
            return known <= day if known else report.added_at <= end

        held = None
        if self.mark.public:  # what is held back is told by all that the case holds, also by what is not seen here
            held = Held.of(reader, now=self.now, hold=self.options.hold)
        return View(reader, keeps=published, public=self.mark.public, held=held), held

    def brief(self) -> Brief:
        options, agreement, evidence, as_of = self.options, self.agreement, self.evidence, self.as_of
        statements, rows = self._statements(self._ledger())
        incidents = self._incidents()
        self._take_words(statements, incidents)
        shown = {incident.id: self.incidents.shown(incident) for incident in incidents}
        in_period = {statement.id for statement in statements}
        kept_ids = in_period | shown.keys()
        links = [link for link in self.narrow.links if link.left in kept_ids]
        figures, series = self._figures(shown)
        every_ladder = ladders(
            series, figures, evidence, self.people, {i: (one.shown_id, one.anchor) for i, one in shown.items()}
        )
        kept = [commitment for commitment in self.promises if self._keeps_commitment(commitment)]
        sides = by_side(statements, self.items, agreement)
        charged = claims(rows, self.items, in_period)
        statuses = self._assessments()
        bearing = self._bearing(statements, shown, kept)
        told = self._narrowed(
            provisions(agreement, links, statuses, self.items, shown, self._clocks(shown), bearing), "provisions"
        )
        terms = self._narrowed(claimed_terms(agreement, links, statuses, self.items, shown, bearing), "claimed terms")
        refs = {p.ref for p in (*told, *terms)}
        charged = tuple(replace(c, provisions=tuple(ref for ref in c.provisions if ref in refs)) for c in charged)
        promised = commitments(kept, evidence, self.people, as_of)
        by_title = {ladder.shown_id for ladder in every_ladder}
        news = self._news(shown, kept_ids | {c.id for c in kept}, series, by_title, refs)
        listed = evidence.cited if self.narrow.holds else {report.id for report in self.reports} | evidence.cited
        cited = [report for report in self.all_reports if report.id in listed]
        self.narrow.left["reports"] = sum(report.id not in listed for report in self.reports)
        brief = Brief(
            title=agreement.title,
            handling=self.mark.label,
            made_at=self.now,
            as_of=as_of,
            period=self.period.words(self.reports),
            signed=agreement.signed,
            parties=tuple((party.name, ROLES.get(party.role, party.role)) for party in agreement.parties),
            reports=len(self.reports),
            outlets=len(outlets_of(self.reports)),
            origins=len({self.origins[report.id] for report in self.reports}),
            pictures=self._pictures(statements, incidents, shown, charged, every_ladder),
            sides=sides,
            claims=charged,
            incidents=tuple(sorted(shown.values(), key=_by_day)),
            differing=_of(every_ladder, "conflict"),
            growing=_of(every_ladder, "growing"),
            alike=len(series) - len(every_ladder),
            provisions=told,
            claimed_terms=terms,
            loose_readings=bearing.of("") if not options.provisions else (),
            silences=self._silences(rows, bearing, [*told, *terms]),
            commitments=promised,
            sources=sources(
                cited, self.reader, evidence, self.people, origin_numbers(cited, self.origins),
                with_texts=options.with_texts,
                grades=None if self.mark.public else grades_of(list(self.reader.decisions())),
            ),
            method=method(
                self.reader, _makers([*statements, *incidents, *series, *links, *kept, *self.said, *self.told]), cited,
                evidence, withheld=sum(1 for s in statements if self.people.withheld(s.speaker)),
                places_named=any(i.where is not None and i.where.gazetteer_id for i in incidents),
                outside=self.outside, wordless=self.wordless,
            ),
            frame=Frame(
                mark=self.mark, number=self.issue.number, known_at=self.issue.known_at, scope=self._scope(), news=news,
                settings=self.issue.settings,
            ),
            with_texts=options.with_texts,
        )  # fmt: skip
        return replace(brief, frame=replace(brief.frame, in_short=in_short(brief)))

    def _scope(self) -> Scope:
        return Scope(
            sentences=scope_words(self.options, self.mark, made_later=self.issue.made_later),
            left_out=tuple((kind, self.narrow.left[kind]) for kind in KINDS) if self.narrow.holds else (),
        )

    def _news(
        self, shown: Mapping[str, IncidentShown], listed: set[str], series: Sequence[FigureSeries],
        ladders_shown: set[str], refs: set[str],
    ) -> News | None:  # fmt: skip
        if self.issue.changes is None:
            return None
        ids = short_ids("series", (one.id for one in series))
        in_brief = listed | {r.id for r in self.all_reports} | {i for i, name in ids.items() if name in ladders_shown}
        public = {m.id for m in self.said} | {m.id for m in self.told} if self.mark.public else None
        held = self.held if self.mark.public else None
        lines = NewsLines(self.items, shown, in_brief, self.evidence, self.people, public=public, held=held)
        return lines.news(self.issue.changes, self.issue.since, refs=refs)

    def _narrowed(self, found: tuple[ProvisionShown, ...], kind: str) -> tuple[ProvisionShown, ...]:
        kept = tuple(one for one in found if self.narrow.provision(one))
        self.narrow.left[kind] = len(found) - len(kept)
        return kept

    def _take_words(self, statements: Sequence[Statement], incidents: Sequence[Incident]) -> None:
        if self.narrow.holds:
            for statement in statements:
                self.narrow.take_words(self.items.mentions(statement))
            for incident in incidents:
                self.narrow.take_words(self.incidents.mentions(incident))

    def _ledger(self) -> tuple[LedgerRow, ...]:
        """Claims of the whole case: a response may have come after the period."""
        return ledger(
            list(self.items.statements.values()), self.judgements, self.said, self.all_reports, agreement=self.agreement
        )

    def _pictures(
        self, statements: Sequence[Statement], incidents: Sequence[Incident], shown: Mapping[str, IncidentShown],
        charged: Sequence[Claim], every_ladder: Sequence[Ladder],
    ) -> Pictures:  # fmt: skip
        return pictures(
            self.agreement, statements, incidents, self.items, self.incidents, shown, charged, every_ladder,
            self.all_reports, self.evidence, self.people, origin_of=self.origins, period=self.period,
            places=self.held.places, hold=self.options.hold,
            marks=marks_of(self.agreement, self.runs, active(list(self.reader.decisions()))),
        )  # fmt: skip

    def _bearing(
        self, statements: Sequence[Statement], shown: Mapping[str, IncidentShown], promised: Sequence[Commitment]
    ) -> Bearing:
        """What bears on provisions: readings that the statements of this brief claim, findings with their records."""
        kept = {s.id for s in statements}
        readings = claimed_readings(
            self.reader.term_claims(), statements, self.judgements,
            confirmed={d.target for d in active(list(self.reader.decisions())) if d.action == "confirm"},
        )  # fmt: skip
        anchors = {i: self.items.item(self.items.statements[i]).anchor for i in kept}
        anchors |= {i: one.anchor for i, one in shown.items()}
        return Bearing(readings, promised, self.items, self.incidents, self.evidence, self.people, anchors)

    def _silences(self, rows: Sequence[LedgerRow], bearing: Bearing, shown: Sequence[ProvisionShown]) -> Silences:
        """Who has not spoken on what in the period: open claims of this brief, provisions that it shows."""
        found = unspoken(
            rows, [p.ref for p in shown], agreement=self.agreement, statements=list(self.items.statements.values()),
            mentions=self.said, judgements=self.judgements, reports=self.all_reports, since=self.period.since,
            until=min(self.period.until or self.as_of, self.as_of),
        )  # fmt: skip
        return silences(found, bearing, self.agreement, {p.ref: p.anchor for p in shown})

    def _clocks(self, listed: Mapping[str, IncidentShown]) -> dict[str, ClockShown]:
        """Every provision's clock; ``listed`` are the incidents that the brief shows."""
        decisions = active(list(self.reader.decisions()))
        promised = [c for c in self.promises if self._told_by_then(c.text_id)]
        runs = clocks_at(
            self.agreement, incidents=list(self.incidents.incidents.values()),
            mentions=self.told, statements=self.items.statements.values(), reports=self.all_reports,
            origin_of=self.origins, judgements=[j for j in self.judgements if j.kind == "provision"],
            commitments=promised, decisions=decisions, as_of=self.as_of,
        )  # fmt: skip
        self.runs = runs
        anchors = {i: one.anchor for i, one in listed.items()}
        clocks = Clocks(self.agreement, self.incidents, promised, decisions, self.evidence, anchors=anchors)
        return {run.ref: clocks.shown(run) for run in runs}

    def _told_by_then(self, text_id: str) -> bool:
        """False for what only reports after the day looked from tell of."""
        published = [report.published for report in self.evidence.reports_of([text_id])]
        return any(day is None or day <= self.as_of for day in published)

    def _assessments(self) -> tuple[Assessment, ...]:
        return assess(
            self.agreement, self.judgements, list(self.items.statements.values()),
            list(self.incidents.incidents.values()), as_of=self.as_of, mentions=[*self.said, *self.told],
            reports=self.all_reports, origin_of=self.origins,
        )  # fmt: skip

    def _statements(self, rows: Sequence[LedgerRow]) -> tuple[list[Statement], list[LedgerRow]]:
        """Those of the period whose words are at hand, and the claims among them; what is left out is counted."""
        held: dict[str, Statement] = {}
        for statement in self.items.statements.values():
            if not self.items.mentions(statement):
                self.wordless += 1
            elif self.period.holds_when(statement.said_on, self.items.published(statement)):
                held[statement.id] = statement
            else:
                self.outside += 1
        charged = [row for row in rows if row.claim.id in held]
        claimed = [row for row in charged if self.narrow.claim(row)]
        wanted = {row.claim.id for row in claimed}
        kept = [s for s in held.values() if s.id in wanted or self.narrow.statement(s)]
        self.narrow.left["statements"] = len(held) - len(kept)
        self.narrow.left["claims"] = len(charged) - len(claimed)
        return kept, claimed

    def _incidents(self) -> list[Incident]:
        held = []
        for incident in self.incidents.incidents.values():
            if not self.incidents.mentions(incident):
                self.wordless += 1
            elif self.period.holds_when(incident.when, self.incidents.published(incident)):
                held.append(incident)
            else:
                self.outside += 1
        kept = [incident for incident in held if self.narrow.incident(incident)]
        self.narrow.left["incidents"] = len(held) - len(kept)
        return kept

    def _figures(self, incidents: Iterable[str]) -> tuple[dict[str, Figure], list[FigureSeries]]:
        """The values of the period, and the series that hold any of them."""
        figures = {figure.id: figure for figure in self.reader.figures() if self._keeps_figure(figure)}
        shown = set(incidents)
        kept, left = [], 0
        for series in self.reader.series():
            values = [figures[i] for i in series.figure_ids if i in figures]
            if values and self.narrow.series(series, values, shown):
                kept.append(series)
            else:
                left += bool(values)
        self.narrow.left["figures"] = left
        return figures, kept

    def _keeps_figure(self, figure: Figure) -> bool:
        published = [self.period.published(report) for report in self.evidence.reports_of([figure.text_id])]
        kept = self.period.holds_when(figure.as_of or figure.period, published)
        self.outside += not kept
        return kept

    def _keeps_commitment(self, commitment: Commitment) -> bool:
        """Made or due in the period."""
        published = [self.period.published(report) for report in self.evidence.reports_of([commitment.text_id])]
        kept = self.period.holds_when(None, published) or (
            commitment.due is not None and self.period.holds(commitment.due.first_day, commitment.due.last_day)
        )
        self.outside += not kept
        belongs = not kept or self.narrow.commitment(commitment)
        self.narrow.left["commitments"] += not belongs
        return kept and belongs


def _makers(records: Iterable[Made]) -> set[tuple[str, str | None]]:
    makers: set[Maker] = {record.maker for record in records}
    return {(maker.name, maker.version) if maker.kind == "machine" else ("by hand", None) for maker in makers}


def _by_day(incident: IncidentShown) -> tuple[date, int]:
    return incident.day or date.max, incident.accounts[0].passage.citation.number if incident.accounts else 0


def _of(every: Sequence[Ladder], agreement: str) -> tuple[Ladder, ...]:
    return tuple(ladder for ladder in every if ladder.agreement == agreement)

"""What the record of a case comes to: figures and their sums, the ledger of claims, assessments, clocks, trends.

Nothing of this is stored as a record of its own; each is worked out from the records by named rules when asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any, get_args

from trucewatch import trending
from trucewatch.around import support_of
from trucewatch.asked import FIGURE_KINDS, as_day, known, ledger_filter, period, reference
from trucewatch.assess.changes import Deadline, deadlines
from trucewatch.assess.claimed import ClaimedReading, claimed_readings
from trucewatch.assess.clocks import ClockRun, clocks_at
from trucewatch.assess.contradict import LedgerRow, chosen_rows, ledger
from trucewatch.assess.corroborate import Support
from trucewatch.assess.silence import Unspoken, unspoken
from trucewatch.assess.status import assess
from trucewatch.assess.sums import Figures, FigureSum, chosen, rule_named, sum_of, unsure_incidents, with_values
from trucewatch.assess.trends import By, Mark, Per, Told
from trucewatch.assess.versions import Step, steps
from trucewatch.case_part import CasePart
from trucewatch.errors import BadInput
from trucewatch.found import Found, FoundTrend
from trucewatch.records.assessment import Assessment
from trucewatch.records.decision import active
from trucewatch.records.figure import Agreement as State
from trucewatch.records.incident import Incident
from trucewatch.records.origins import Origins, origins_of
from trucewatch.records.report import Report


class CaseAssessing(CasePart):
    """A part of ``Case``."""

    def figures(
        self, *, unit: str | None = None, state: str | None = None, kind: str | None = None,
        definition: str | None = None, on: date | str | None = None,
    ) -> Found[Figures]:  # fmt: skip
        """The series with their values in the order told: by unit, state (single, agreeing, growing, conflict), kind
        (level, total, toll), words of the definition, or a day for which the values hold.

        Raises: BadInput for a state or kind that there is none of, and for what is no day.
        """
        known("state", state, get_args(State))
        known("kind", kind, FIGURE_KINDS)
        every = with_values(self.store.series(), self.store.figures(), self.store.reports())
        found = chosen(every, unit=unit, state=state, kind=kind, definition=definition, on=as_day("on", on))
        return self._found(found, "figures")

    def sum_figures(self, rule: str | None = None, **filters: Any) -> FigureSum:
        """The sum of one value of each series that ``figures`` gives for the filters, by a named rule.

        Raises: BadInput without a rule, and for series of unlike units, kinds, definitions, days or periods.
        """
        rule = rule_named(rule)
        perhaps_one = unsure_incidents(self.store.judgements("same_incident"), self.store.incidents())
        return sum_of(self.figures(**filters), rule, perhaps_one=perhaps_one)

    def ledger(
        self, *, side: str | None = None, against: str | None = None, provision: str | None = None,
        act: str | None = None, since: date | str | None = None, until: date | str | None = None,
        answered: bool | None = None, publisher: str | None = None,
    ) -> Found[LedgerRow]:  # fmt: skip
        """Claims against a side, with what answered them or the search that found nothing; by who makes them
        (``side``), whom they are ``against``, a ``provision`` or claimed term they bear on, ``act``, day, whether they
        are ``answered``, an outlet (``publisher``, part of its name) that carries them.

        Raises: BadInput for a side, provision or act that there is none of, for what is no day.
        """
        wanted = ledger_filter(
            self.agreement, side=side, against=against, provision=provision, act=act, since=since, until=until,
            answered=answered, publisher=publisher,
        )  # fmt: skip
        rows = ledger(
            list(self.store.statements()), list(self.store.judgements()), list(self.store.statement_mentions()),
            list(self.store.reports()), agreement=self.agreement,
        )  # fmt: skip
        return self._found(chosen_rows(rows, wanted), "ledger")

    def unspoken(
        self, *, provision: str | None = None, since: date | str | None = None, until: date | str | None = None,
        **filters: Any,
    ) -> tuple[Unspoken, ...]:  # fmt: skip
        """For each open claim and each provision of a period the parties that spoke on it, and those of which no
        statement on it is recorded, with the search behind that. ``filters`` are those of ``ledger`` for claims."""
        first, last = period(since, until)
        provision = reference(self.agreement, provision)
        refs = [*(p.ref for p in self.agreement.provisions), *(t.ref for t in self.agreement.claimed_terms)]
        return unspoken(
            self.ledger(provision=provision, since=first, until=last, answered=False, **filters),
            [ref for ref in refs if provision in (None, ref)],
            agreement=self.agreement, statements=list(self.store.statements()),
            mentions=self.store.statement_mentions(), judgements=self.store.judgements(),
            reports=list(self.store.reports()), since=first, until=last,
        )  # fmt: skip

    def origins(self) -> Origins:
        """Which reports share an origin (wire copies, reprints, outlets quoting each other), with the reasons."""
        return origins_of(self.store.reports(), self.store.judgements("same_report"))

    def assessments(self, *, as_of: date | None = None) -> tuple[Assessment, ...]:
        """What the record supports about each provision, by named rules."""
        reports = list(self.store.reports())
        return assess(
            self.agreement, list(self.store.judgements()), list(self.store.statements()), list(self.store.incidents()),
            as_of=as_of or datetime.now(UTC).date(),
            mentions=chain(self.store.statement_mentions(), self.store.incident_mentions()),
            reports=reports, origin_of=self.origins().origin_of,
        )  # fmt: skip

    def claimed_terms(self) -> Found[ClaimedReading]:
        """What statements say that the agreement holds, each with its owner, what the agreement is said to do, and the
        provision or claimed term that it reads (``ref``; None: claimed, not in the text)."""
        found = claimed_readings(
            self.store.term_claims(), self.store.statements(), self.store.judgements(),
            confirmed={d.target for d in active(list(self.store.decisions())) if d.action == "confirm"},
        )  # fmt: skip
        return self._found(found, "claimed_terms")

    def clocks(self, *, as_of: date | None = None) -> tuple[ClockRun, ...]:
        """Each provision's clock as of a day (today), what set it going, and the other days that reports give."""
        store = self.store
        return clocks_at(
            self.agreement, incidents=list(store.incidents()), mentions=store.incident_mentions(),
            statements=store.statements(), reports=store.reports(), origin_of=self.origins().origin_of,
            judgements=store.judgements("provision"), commitments=store.commitments(),
            decisions=active(list(store.decisions())), as_of=as_of or datetime.now(UTC).date(),
        )  # fmt: skip

    def deadlines(self, *, today: date | None = None) -> tuple[Deadline, ...]:
        """What falls due within 14 days: clocks of provisions, and promises that reports tell of."""
        day = today or datetime.now(UTC).date()
        return deadlines(self.clocks(as_of=day), self.store.commitments(), today=day)

    def trend(
        self, *, by: By = "all", per: Per = "week", since: date | str | None = None, until: date | str | None = None,
        told: Iterable[Told] | None = None, reports: Iterable[Report] | None = None,
    ) -> FoundTrend:  # fmt: skip
        """Statements and incidents (or those ``told``) by day, week or month, each counted once, beside the reports
        that there were (or these).

        ``by`` parts them by side, type, act or place; the rules of counting stand in ``trucewatch.assess.trends``.
        Raises: BadInput for days that run backwards or for more days than can be shown.
        """
        first, last = period(since, until)
        made = trending.trend(self.store, by=by, per=per, since=first, until=last, told=told, reports=reports)
        return FoundTrend.of(made)

    def marks(self) -> tuple[Mark, ...]:
        """Every day against which a trend or timeline is read: dated events, deadlines, days that persons marked."""
        return tuple(sorted(trending.marks(self.store), key=lambda mark: (mark.day, mark.kind, mark.name)))

    def versions(self, shown: str) -> tuple[Step, ...]:
        """What each later text of a report (r:…) tells otherwise than the one before, in recorded values.

        Raises: UnknownRecord, AmbiguousRecord; BadInput for what is no report.
        """
        kind, record = self.store.find(shown)
        if not isinstance(record, Report):
            raise BadInput(f"{shown} is a {kind}, not a report; report ids begin with r:")
        return steps(self.store, record)

    def support(self, incident: Incident) -> Support:
        """Who tells of an incident, each once: independent origins, sides, and people or bodies of no side."""
        return support_of(self.store, incident, agreement=self.agreement)

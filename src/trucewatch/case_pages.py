"""What pages ask of a case: a page of a list, one record with all that hangs on it, without reading the whole case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import get_args

from trucewatch import around, claims
from trucewatch.around import Evidence, EvidenceCount, IncidentAround, ProvisionAround, StatementAround
from trucewatch.asked import known, ledger_filter, party
from trucewatch.assess.outlets import Outlet, outlets
from trucewatch.assess.sums import Figures
from trucewatch.case_part import CasePart
from trucewatch.claims import LedgerPage
from trucewatch.records.figure import Figure
from trucewatch.records.incident import Incident
from trucewatch.records.languages import with_name
from trucewatch.records.origins import origins_of
from trucewatch.records.page import Page, check_page
from trucewatch.records.statement import Statement
from trucewatch.store.around import EvidenceKind
from trucewatch.store.told import ClaimOrder


class CasePages(CasePart):
    """A part of ``Case``."""

    def ledger_page(
        self, *, offset: int = 0, limit: int = 50, order: ClaimOrder = "oldest", side: str | None = None,
        against: str | None = None, provision: str | None = None, act: str | None = None, since: date | None = None,
        until: date | None = None, answered: bool | None = None, publisher: str | None = None,
    ) -> LedgerPage:  # fmt: skip
        """A page of what ``ledger`` gives for the same filters, ``oldest`` or ``newest`` first, with how many claims
        against each side are open and answered.

        Raises: BadInput for a page that cannot be, and as ``ledger``.
        """
        check_page(offset, limit)
        known("order", order, get_args(ClaimOrder))
        wanted = ledger_filter(
            self.agreement, side=side, against=against, provision=provision, act=act, since=since, until=until,
            answered=answered, publisher=publisher,
        )  # fmt: skip
        return claims.ledger_page(self.store, wanted, agreement=self.agreement, offset=offset, limit=limit, order=order)

    def statement_page(self, statement: Statement) -> StatementAround:
        """A statement with what answers it, what it answers, repeats and bears on, the judgements it is part of, rival
        speakers, figures, history and decisions."""
        return around.statement_around(self.store, statement, agreement=self.agreement)

    def incident_page(self, incident: Incident) -> IncidentAround:
        """An incident with who tells of it, the statements it is told in, episodes, provisions, figures, judgements,
        history and decisions."""
        return around.incident_around(self.store, incident, agreement=self.agreement)

    def figures_with(self, figure: Figure) -> tuple[Figures, ...]:
        """The series that holds a figure, with its values; none for a figure that belongs to no series now."""
        return around.figures_with(self.store, figure)

    def provision_page(self, ref: str) -> ProvisionAround:
        """A provision or claimed term with its assessment, the readings claimed of it and counts of its evidence.

        Raises: UnknownRecord naming the references there are.
        """
        return around.provision_around(self.store, ref, agreement=self.agreement)

    def evidence_page(
        self, ref: str, *, kind: EvidenceKind = "statement", side: str | None = None, newest: bool = False,
        offset: int = 0, limit: int = 50, counts: Sequence[EvidenceCount] | None = None,
    ) -> Page[Evidence]:  # fmt: skip
        """A page of the records of one kind that bear on a provision, of one ``side`` or all, by day. ``counts`` are
        those of ``provision_page``, so that nothing is counted twice.

        Raises: UnknownRecord; BadInput for a page that cannot be, for a kind or side that there is none of.
        """
        check_page(offset, limit)
        known("kind", kind, get_args(EvidenceKind))
        side = party(self.agreement, "side", side)
        return around.evidence_page(
            self.store, ref, agreement=self.agreement, kind=kind, side=side, newest=newest, offset=offset, limit=limit,
            counts=counts,
        )  # fmt: skip

    def outlets(self) -> tuple[Outlet, ...]:
        """The outlets, those with most reports first: with whom each shares origins, whose outlet it is."""
        reports = list(self.store.reports())
        origin_of = origins_of(reports, self.store.judgements("same_report")).origin_of
        return outlets(reports, origin_of, agreement=self.agreement)

    def left_out(self) -> tuple[tuple[str, int], ...]:
        """What was met and not used, in files and in the texts read, by reason, most often first."""
        reasons: Counter[str] = Counter()
        for one in self.store.set_aside():
            reasons[with_name(one.reason)] += one.count
        return tuple(sorted(reasons.items(), key=lambda found: (-found[1], found[0])))

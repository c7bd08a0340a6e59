"""A brief of some sides or some provisions: which records belong to it, and how many are left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from trucewatch.assess.contradict import LedgerRow
from trucewatch.present.brief.agreement_model import ProvisionShown
from trucewatch.records.agreement import Agreement
from trucewatch.records.commitment import Commitment
from trucewatch.records.figure import Figure, FigureSeries
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement

#: What is counted as left out, in the order shown.
KINDS = ("statements", "claims", "incidents", "figures", "provisions", "claimed terms", "commitments", "reports")


@dataclass
class Narrowing:
    """A statement belongs to a side that makes it or that it is about; an incident to every side named in it; a claim
    and what answers it stay together. A provision brings along its parts.

    ``left`` counts what is left out, by kind. Without sides and provisions nothing is.
    """

    agreement: Agreement
    sides: frozenset[str]
    provisions: frozenset[str]
    links: Sequence[Judgement]
    left: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        parts = {p.ref: p.part_of for p in self.agreement.provisions}
        self._refs = {ref for ref in parts if self.provisions & set(_upwards(ref, parts))} | self.provisions
        self._bears: dict[str, set[str]] = defaultdict(set)
        for link in self.links:
            self._bears[link.left].add(link.right)
        self._spans: dict[str, list[Span]] = defaultdict(list)

    @property
    def holds(self) -> bool:
        return bool(self.sides or self.provisions)

    def _of_side(self, *named: str | None) -> bool:
        return not self.sides or not self.sides.isdisjoint(named)

    def _of_provision(self, *ids: str) -> bool:
        return not self.provisions or any(self._bears[i] & self._refs for i in ids)

    def statement(self, one: Statement) -> bool:
        return self._of_side(one.side, one.target_side) and self._of_provision(one.id)

    def incident(self, one: Incident) -> bool:
        named = [p.side for p in (*one.actors, *one.targets)] + [a.side for a in one.accounts]
        return self._of_side(*named) and self._of_provision(one.id)

    def claim(self, row: LedgerRow) -> bool:
        answers = [r.statement for r in row.responses]
        return self._of_side(row.by_side, row.against, *(a.side for a in answers)) and self._of_provision(
            row.claim.id, *(a.id for a in answers)
        )

    def take_words(self, mentions: Iterable[StatementMention | IncidentMention]) -> None:
        """Know the words of the statements and incidents that are kept: figures and promises in them stay too."""
        for mention in mentions:
            self._spans[mention.text_id] += mention.rests_on

    def _in_words(self, span: Span) -> bool:
        return any(span.overlaps(own) for own in self._spans[span.text_id])

    def figure(self, one: Figure) -> bool:
        return not self.holds or self._in_words(one.span) or (not self.provisions and self._names_side(one))

    def _names_side(self, one: Figure) -> bool:
        return not self.sides.isdisjoint((one.side, one.said_by_side))

    def series(self, one: FigureSeries, figures: Iterable[Figure], incidents: Iterable[str]) -> bool:
        """A series stays whole if one of its values, or its incident, belongs here: rivals are not cut off."""
        return not self.holds or one.incident_id in set(incidents) or any(self.figure(f) for f in figures)

    def commitment(self, one: Commitment) -> bool:
        if not self.holds or self._in_words(one.span):
            return True
        return self._of_side(one.obligor_side, one.beneficiary) and self._of_provision(one.id)

    def provision(self, one: ProvisionShown) -> bool:
        """Those asked for; of a side those that it owes, is owed, put forward, or to which anything kept is tied."""
        if self.provisions:
            return one.ref in self._refs
        if not self.sides:
            return True
        provision = next((p for p in self.agreement.provisions if p.ref == one.ref), None)
        named = (*provision.obligors, *provision.beneficiaries) if provision else (one.who,)
        return bool(one.said or one.incidents) or not self.sides.isdisjoint(named)


def _upwards(ref: str, parts: dict[str, str | None]) -> Iterable[str]:
    """The provision and those that it is part of."""
    passed: list[str] = []
    at: str | None = ref
    while at is not None and at not in passed:
        passed.append(at)
        at = parts.get(at)
    return passed

"""Who has not spoken on what: for each open claim and each provision the parties of which no statement about it is
recorded, with the search behind that. It says what the reports at hand hold, not that somebody kept silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from trucewatch.assess.contradict import LedgerRow, Places, Search, Searched
from trucewatch.records.agreement import Agreement
from trucewatch.records.judgement import Judgement, standing
from trucewatch.records.mention import StatementMention
from trucewatch.records.report import Report
from trucewatch.records.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Unspoken:
    """A matter, the parties that spoke on it and those that did not, both in the order of the agreement file.

    The matter is the open claim in ``row`` (then ``ref`` is the statement's id), or else the provision or claimed term
    ``ref``. ``silent`` holds for each party without a statement on it what was looked through.
    """

    ref: str
    row: LedgerRow | None = None
    spoke: tuple[str, ...] = ()
    silent: tuple[Search, ...] = ()


def unspoken(
    rows: Iterable[LedgerRow],
    refs: Iterable[str],
    *,
    agreement: Agreement,
    statements: Sequence[Statement],
    mentions: Iterable[StatementMention],
    judgements: Iterable[Judgement],
    reports: Sequence[Report],
    since: date | None = None,
    until: date | None = None,
) -> tuple[Unspoken, ...]:
    """For each open claim among ``rows``, then each of the provisions and claimed terms ``refs``, who spoke on it.

    On a claim speak who makes it, who answers it and who says it again; on a provision whoever a statement is of that
    bears on it. Statements of days outside ``since`` and ``until`` are passed over, as are reports published outside.
    """
    held = [r for r in reports if _within(r.published, since, until)]
    places = Places(statements, mentions, reports)
    kept = [s for s in statements if _within(places.said(s) or places.first(s), since, until)]
    side_of = {s.id: s.side for s in kept if s.side}
    looked = Searched.of(held, agreement, [(s.side, places.reports_of(s)) for s in kept if s.side])
    about: dict[str, set[str]] = defaultdict(set)
    again: dict[str, set[str]] = defaultdict(set)
    for judgement in standing(judgements):
        if judgement.kind == "provision" and judgement.left in side_of:
            about[judgement.right].add(side_of[judgement.left])
        elif judgement.kind == "repeats" and judgement.left in side_of:
            again[judgement.right].add(side_of[judgement.left])
    parties = [p.name for p in agreement.parties]
    made = []
    for row in rows:
        if not row.answered:
            spoke = again[row.claim.id] | ({row.by_side} if row.by_side else set())
            made.append(_matter(row.claim.id, spoke, parties, looked, row.said or row.first_reported, row=row))
    made += [_matter(ref, about[ref], parties, looked, since) for ref in refs]
    return tuple(made)


def _matter(
    ref: str,
    spoke: set[str],
    parties: Sequence[str],
    looked: Searched,
    since: date | None,
    row: LedgerRow | None = None,
) -> Unspoken:
    return Unspoken(
        ref=ref, row=row, spoke=tuple(p for p in parties if p in spoke),
        silent=tuple(looked.through(p, since) for p in parties if p not in spoke),
    )  # fmt: skip


def _within(day: date | None, since: date | None, until: date | None) -> bool:
    """True for days inside the bounds and for those not known."""
    return day is None or ((since is None or day >= since) and (until is None or day <= until))

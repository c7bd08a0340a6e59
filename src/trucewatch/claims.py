"""The ledger by pages: linking notes which statements are claims and where each stands; a page makes its rows alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from weakref import WeakKeyDictionary

from trucewatch.assess.contradict import LedgerFilter, LedgerRow, Searched, answers_among, claimed_against, ledger
from trucewatch.records.agreement import Agreement
from trucewatch.records.origins import Origins, origins_of
from trucewatch.records.page import Page
from trucewatch.records.report import Report
from trucewatch.store import Store
from trucewatch.store.rows import STATEMENT_MENTIONS, STATEMENTS
from trucewatch.store.state import State
from trucewatch.store.told import FORM, MARK, ClaimFilter, ClaimOrder, Told

#: Statements whose rows are worked out together.
AT_ONCE = 2000
#: Of each open case the state for which it was counted what answers are looked for in, and the counts.
_COUNTED: WeakKeyDictionary[Store, tuple[State, Searched]] = WeakKeyDictionary()
_COUNTING = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCount:
    """How many claims against a side stand open, and how many are answered."""

    against: str
    open: int
    answered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPage(Page[LedgerRow]):
    """A page of the ledger; ``by_side`` counts all claims that the filters hold for, in the agreement's order."""

    by_side: tuple[ClaimCount, ...] = ()


# -- which statements are claims -----------------------------------------------------------------------


def note_told(store: Store, statement_ids: Iterable[str], *, claims: Collection[str] = ()) -> None:
    """Work out anew where these statements stand, those that they answer, and ``claims`` whose answers were judged
    otherwise than before; of statements that are there no more the rows go."""
    touched = {*statement_ids, *claims}
    _keep_told(store, touched | {j.left for j in store.judgements_with({"response"}, right=touched)})


def _keep_told(store: Store, touched: Collection[str]) -> None:
    known: dict[str, Report] = {}
    ordered = sorted(touched)
    for at in range(0, len(ordered), AT_ONCE):
        ids = set(ordered[at : at + AT_ONCE])
        found = _told(store, ids, known)
        store.save_told(found, gone=ids - {one.statement_id for one in found})


def bring_up(store: Store) -> None:
    """Work the rows out for a case that has none, or has them in an older form; nothing else is changed.

    Raises: CaseBusy, CannotWrite.
    """
    held = store.recall(*MARK)
    if held is not None and held.get("form") == FORM:
        return
    store.take_statistics()  # of a case that was never linked here there are none, and look-ups would read all of it
    _keep_told(store, store.ids_in_force("statement"))
    store.remember(*MARK, {"form": FORM})


def _told(store: Store, ids: set[str], known: dict[str, Report]) -> list[Told]:
    """The rows of these statements; ``known`` are the reports read so far."""
    said = {one: row for one, row in store.columns_of(ids).items() if row.kind == "statement"}
    judged = store.judgements_with({"response"}, left=said)
    sides = said | store.columns_of({j.right for j in judged} - said.keys())
    answers = answers_among(judged, {one for one, row in sides.items() if row.kind == "statement"})
    carriers = store.reports_of_records(said)
    wanted = {r for held in carriers.values() for r in held} - known.keys()
    known |= {r.id: r for r in store.reports_named(wanted)}
    starts = store.starts_of(said)
    found = []
    for one, row in said.items():
        reports = sorted(
            (known[r] for r in carriers.get(one, ())), key=lambda r: (r.published or date.max, r.added_at, r.id)
        )
        first = reports[0] if reports else None
        published = (first.published if first else None) or date.max
        against = claimed_against(
            act=row.act or "", side=row.side, target_side=row.target_side,
            answered_by=[sides[j.right].side for j in answers[one] if j.label != "retraction"],
        )  # fmt: skip
        found.append(
            Told(
                statement_id=one, side=row.side, act=row.act or "", against=against, answered=bool(answers[one]),
                day=row.day or published, published=published, added_at=first.added_at if first else None,
                start=starts.get(one, 0),
                last_reported=max((r.published or date.max for r in reports), default=date.max),
            )
        )  # fmt: skip
    return found


# -- pages ------------------------------------------------------------------------------------------------


def ledger_page(
    store: Store,
    wanted: LedgerFilter,
    *,
    agreement: Agreement,
    offset: int = 0,
    limit: int = 50,
    order: ClaimOrder = "oldest",
) -> LedgerPage:
    """One page of the rows that ``ledger`` and ``chosen_rows`` give for this filter."""
    claims = _claims_of(wanted, store, agreement)
    ids = store.claim_ids(claims, order=order, offset=offset, limit=limit)
    made = {row.claim.id: row for row in rows_of(store, ids, agreement=agreement)}
    by_side = _counts(store.claim_counts(claims), agreement)
    counts = {"open": sum(c.open for c in by_side), "answered": sum(c.answered for c in by_side)}
    return LedgerPage(
        items=tuple(made[one] for one in ids), total=sum(counts.values()), offset=offset, limit=limit, counts=counts,
        by_side=by_side,
    )  # fmt: skip


def rows_of(store: Store, claim_ids: Collection[str], *, agreement: Agreement) -> tuple[LedgerRow, ...]:
    """The rows of the ledger for these statements, without reading any others but what answers them."""
    if not claim_ids:
        return ()
    wanted = set(claim_ids)
    judged = store.judgements_with({"response", "provision"}, left=wanted)
    answers = {j.right for j in judged if j.kind == "response"}
    statements = list(store.of_ids(STATEMENTS, sorted(wanted | answers)))
    mentions = list(store.of_ids(STATEMENT_MENTIONS, sorted({m for s in statements for m in s.mention_ids})))
    reports = store.reports_of_texts(sorted({m.text_id for m in mentions}))
    made = ledger(
        statements, judged, mentions, reports, agreement=agreement, searched=searched(store, agreement),
        origins=origins_near(store, reports),
    )  # fmt: skip
    return tuple(row for row in made if row.claim.id in wanted)


def searched(store: Store, agreement: Agreement) -> Searched:
    """What an answer is looked for in, from counts by day; counted once for each state of a case."""
    state = store.state()
    with _COUNTING:
        held = _COUNTED.get(store)
    if held is None or held[0] != state:
        held = state, Searched(store.reports_by_day(), store.statements_by_day(), agreement=agreement)
        with _COUNTING:
            _COUNTED[store] = held
    return held[1]


def origins_near(store: Store, reports: Collection[Report]) -> Origins:
    """The origins of these reports, out of those that they share one with."""
    ids, judged = store.kin_of_reports(r.id for r in reports)
    held = {r.id for r in reports}
    return origins_of([*reports, *store.reports_named(ids - held)], judged)


def _claims_of(wanted: LedgerFilter, store: Store, agreement: Agreement) -> ClaimFilter:
    """The filter in the words of the rows: sides and references as the agreement writes them, outlets in full."""
    names = {p.name.casefold(): p.name for p in agreement.parties}
    refs = [p.ref for p in agreement.provisions] + [t.ref for t in agreement.claimed_terms]
    ref, part = wanted.provision, wanted.publisher
    return ClaimFilter(
        side=_as_written(wanted.side, names), against=_as_written(wanted.against, names), act=wanted.act,
        since=wanted.since, until=wanted.until, answered=wanted.answered,
        refs=None if ref is None else [r for r in refs if r.casefold() == ref.casefold()],
        publishers=None if part is None else [p for p in store.publishers() if part.casefold() in p.casefold()],
    )  # fmt: skip


def _as_written(given: str | None, names: Mapping[str, str]) -> str | None:
    """A side as the agreement writes it; one that it does not have stays as it was typed, and finds nothing."""
    return None if given is None else names.get(given.casefold(), given)


def _counts(found: Iterable[tuple[str, bool, int]], agreement: Agreement) -> tuple[ClaimCount, ...]:
    numbers = {(against, answered): number for against, answered, number in found}
    rank = {p.name: n for n, p in enumerate(agreement.parties)}
    sides = sorted({against for against, _ in numbers}, key=lambda side: (rank.get(side, len(rank)), side))
    return tuple(
        ClaimCount(against=side, open=numbers.get((side, False), 0), answered=numbers.get((side, True), 0))
        for side in sides
    )

"""Provisions: the text, who owes what to whom, the clock, readings and claimed terms, and the evidence for each."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from trucewatch.assess.clocks import ClockRun
from trucewatch.case import Case
from trucewatch.decided import made
from trucewatch.present.brief.bearing import RULES
from trucewatch.present.brief.clocks import apart_words, clock_words, state_words, sum_words, trigger_words, zone_words
from trucewatch.present.brief.words import counted, distance_words
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.filters import Filters
from trucewatch.present.web.frame import link, page
from trucewatch.present.web.linked import names_for_links
from trucewatch.present.web.listed import quoted, speakers
from trucewatch.present.web.passages import passage
from trucewatch.records.agreement import Agreement, Instrument, Provision
from trucewatch.records.assessment import Assessment
from trucewatch.records.judgement import standing
from trucewatch.records.statement import Statement
from trucewatch.store.around import EvidenceKind
from trucewatch.store.more_pages import CommitmentFilter
from trucewatch.store.rows import COMMITMENTS, INCIDENTS

router = APIRouter()

#: Kinds of evidence with the words of their tab.
KINDS: Final[dict[EvidenceKind, str]] = {
    "statement": "Statements", "incident": "Incidents", "commitment": "Commitments", "term claim": "Claimed readings",
}  # fmt: skip
ORDERS = {"oldest": "oldest first", "newest": "newest first"}
ROWS = 25
#: Records that a finding names at most; claimed readings shown beside the text.
NAMED, READINGS = 12, 12


@router.get("/provisions")
def provisions(request: Request) -> Response:
    """The paragraphs of every instrument, with where their clocks stand and what the record says of them."""
    desk: Desk = request.app.state.desk
    agreement = desk.case.agreement
    clocks, assessments = desk.snapshots.get("clocks"), desk.snapshots.get("assessments")
    return page(
        request, "provisions.html", agreement=agreement,
        groups=_by_instrument(agreement),
        clocks={run.ref: _clock(desk.case, run) for run in clocks.value or ()}, clocks_of=clocks,
        assessed={one.provision: one for one in assessments.value or ()}, assessed_of=assessments,
    )  # fmt: skip


@router.get("/provisions/{ref:path}")
def provision(request: Request, ref: str) -> Response:
    """One provision or claimed term with everything that bears on it."""
    desk: Desk = request.app.state.desk
    case = desk.case
    around = case.provision_page(ref)
    if around.ref != ref:
        return RedirectResponse(link("provision", around.ref), status_code=303)
    asked = Filters(request, limit=ROWS)
    numbers: dict[str, int] = {}
    for count in around.counts:
        numbers[count.kind] = numbers.get(count.kind, 0) + count.number
    first: EvidenceKind = next((one for one in KINDS if numbers.get(one)), "statement")
    kind = asked.choice("kind", KINDS) or first
    side = asked.choice("side", [c.side for c in around.counts if c.side])
    newest = asked.choice("order", ORDERS) == "newest"
    found = case.evidence_page(
        around.ref, kind=kind, side=side, newest=newest, offset=asked.offset, limit=asked.limit, counts=around.counts
    )
    clocks = desk.snapshots.get("clocks")
    run = next((run for run in clocks.value or () if run.ref == around.ref), None)
    said = [r.statement for r in around.readings[:READINGS]]
    records = [one.record for one in found.items]
    return page(
        request, "provision.html", around=around, target=around.provision,
        is_provision=isinstance(around.provision, Provision), clock=_clock(case, run) if run else None,
        clocks_of=clocks, found=found, kind=kind, kinds=KINDS, orders=ORDERS, numbers=numbers, most=READINGS,
        current=asked.current,
        sides=list(dict.fromkeys(c.side for c in around.counts if c.side and c.kind == kind)),
        quotes=quoted(case.store, [*records, *said]),
        speakers=speakers(case, [r for r in records if isinstance(r, Statement)]),
        findings=_findings(case, around.assessment), **names_for_links(case),
    )  # fmt: skip


def _by_instrument(agreement: Agreement) -> list[tuple[Instrument | None, list[Provision]]]:
    """The provisions of each instrument in order, then those of none that the file lists."""
    listed = {instrument.id for instrument in agreement.instruments}
    groups: list[tuple[Instrument | None, list[Provision]]] = [
        (one, [p for p in agreement.provisions if p.instrument == one.id]) for one in agreement.instruments
    ]
    return [*groups, (None, [p for p in agreement.provisions if p.instrument not in listed])]


def _clock(case: Case, run: ClockRun) -> dict[str, Any]:
    """A clock in words, with the records behind them."""
    titles = {event.name: event.title for event in case.agreement.events if event.title}
    named = {one for one in (run.trigger.evidence if run.trigger else ())} | {c.incident for c in run.candidates}
    promised = {c for other in run.reported for c in other.commitments}
    return {
        "run": run, "state": state_words(run), "rule": clock_words(run.clock), "counted": sum_words(run),
        "zone": zone_words(run), "hangs_on": trigger_words(run, titles),
        "others": [(other, apart_words(other.day, run)) for other in run.reported],
        "rivals": [(owner, state_words(rival), sum_words(rival)) for owner, rival in run.by_reading],
        "incidents": {i.id: i for i in case.store.of_ids(INCIDENTS, sorted(named))},
        "commitments": {c.id: c for c in case.store.of_ids(COMMITMENTS, sorted(promised))},
    }  # fmt: skip


def _findings(case: Case, assessment: Assessment | None) -> list[dict[str, Any]]:
    """What each rule finds, with the first records it rests on as (kind, id)."""
    found = []
    for one in assessment.findings if assessment else ():
        # origins are those of all records that bear on it, which the other rules name
        named = () if one.rule in ("independent origins", "single origin") else one.evidence[:NAMED]
        kinds = {record: row.kind for record, row in case.store.columns_of(named).items()}
        if one.number:
            found.append(
                {
                    "words": counted(one.number, *RULES[one.rule]), "last": one.last,
                    "leads": [(kinds.get(record, "commitment"), record) for record in named],
                    "more": len(one.evidence) - len(named) if named else 0,
                }
            )  # fmt: skip
    return found


# -- commitments ------------------------------------------------------------------------------------------


@router.get("/commitments")
def commitments(request: Request) -> Response:
    """Promises and duties that reports tell of, by the day they are due."""
    desk: Desk = request.app.state.desk
    case = desk.case
    asked = Filters(request)
    since, until = asked.days()
    wanted = CommitmentFilter(side=asked.party("side", case), since=since, until=until)
    found = case.commitments_page(wanted, offset=asked.offset, limit=asked.limit)
    return page(
        request, "commitments.html", found=found, current=asked.current,
        quotes=quoted(case.store, [item.record for item in found.items], around=False),
        sides=[party.name for party in case.agreement.parties], today=datetime.now(UTC).date(), distance=distance_words,
    )  # fmt: skip


@router.get("/commitments/{record_id}")
def commitment(request: Request, record_id: str) -> Response:
    desk: Desk = request.app.state.desk
    case = desk.case
    found = case.record("commitment", record_id)
    if found.id != record_id:
        return RedirectResponse(link("commitment", found.id), status_code=303)
    bears = standing(case.store.judgements_with({"provision"}, left=[found.id]))
    return page(
        request, "commitment.html", record=found, made=made(case.store, found), passage=passage(case, found.spans()),
        bears=bears, today=datetime.now(UTC).date(), distance=distance_words, **names_for_links(case),
    )  # fmt: skip

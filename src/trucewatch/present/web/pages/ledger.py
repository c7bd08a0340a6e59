"""The ledger: each claim against a side beside what answered it, or the search that found no answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from trucewatch.assess.contradict import LedgerRow
from trucewatch.errors import CaseBusy
from trucewatch.present.brief.words import act_label
from trucewatch.present.ledger_lines import ledger_csv, unspoken_csv
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.filters import Filters
from trucewatch.present.web.frame import page
from trucewatch.present.web.linked import what_of
from trucewatch.present.web.listed import quoted, speakers
from trucewatch.records.page import Page
from trucewatch.records.vocabulary import ACTS

router = APIRouter()

#: Whether a claim has a response, as the address says it.
ANSWERED = {"yes": True, "no": False}
ORDERS = {"oldest": "oldest first", "newest": "newest first"}
MATTERS = {"provisions": "On provisions", "claims": "On open claims"}
ROWS = 25
#: Rows that a download works out at once.
AT_ONCE = 500


@router.get("/ledger")
def ledger(request: Request) -> Response:
    desk: Desk = request.app.state.desk
    asked = Filters(request, limit=ROWS)
    filters = _filters(asked, desk)
    found = desk.case.ledger_page(offset=asked.offset, limit=asked.limit, **filters)
    return page(
        request, "ledger.html", found=found, current=asked.current, form=_form(desk), **_shown(desk, found.items)
    )


@router.get("/ledger.csv")
def download(request: Request) -> Response:
    """The rows that the list shows for the same filters, all of them."""
    desk: Desk = request.app.state.desk
    filters = _filters(Filters(request), desk)
    headers = {"Content-Disposition": 'attachment; filename="ledger.csv"'}
    return StreamingResponse(_csv(desk, filters), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/ledger/silence")
def silence(request: Request) -> Response:
    """Who has no recorded statement on what: each provision, or each open claim."""
    desk: Desk = request.app.state.desk
    asked = Filters(request, limit=ROWS)
    of = asked.choice("of", MATTERS) or "provisions"
    side = asked.party("side", desk.case)
    snapshot = desk.snapshots.get("unspoken")
    every = [
        one
        for one in snapshot.value or ()
        if (one.row is None) == (of == "provisions") and (side is None or side in (s.side for s in one.silent))
    ]
    # on provisions all that a party said is looked through; on claims what it said since the claim
    parties = {s.side: s for one in every for s in one.silent} if of == "provisions" else {}
    items = tuple(every[asked.offset : asked.offset + asked.limit])
    return page(
        request, "silence.html", found=Page(items=items, total=len(every), offset=asked.offset, limit=asked.limit),
        snapshot=snapshot, of=of, parties=parties, matters=MATTERS, current=asked.current, what=what_of(desk.case),
        sides=_form(desk)["sides"], **_shown(desk, tuple(one.row for one in items if one.row is not None)),
    )  # fmt: skip


@router.get("/ledger/silence.csv")
def download_silence(request: Request) -> Response:
    desk: Desk = request.app.state.desk
    headers = {"Content-Disposition": 'attachment; filename="silence.csv"'}
    snapshot = desk.snapshots.get("unspoken")
    if not snapshot.ready:
        raise CaseBusy("who has not spoken is being worked out in the background; ask again in a moment")
    return Response(unspoken_csv(desk.case, snapshot.value), media_type="text/csv; charset=utf-8", headers=headers)


def _csv(desk: Desk, filters: dict[str, Any]) -> Iterator[str]:
    offset, more = 0, True
    while more:
        found = desk.case.ledger_page(offset=offset, limit=AT_ONCE, **filters)
        yield ledger_csv(desk.case, found.items, head=not offset)
        offset, more = offset + AT_ONCE, found.more


def _filters(asked: Filters, desk: Desk) -> dict[str, Any]:
    case = desk.case
    since, until = asked.days()
    answered = asked.choice("answered", ANSWERED)
    return {
        "side": asked.party("side", case), "against": asked.party("against", case),
        "provision": asked.ref("provision", case), "act": asked.choice("act", ACTS), "since": since, "until": until,
        "answered": ANSWERED[answered] if answered else None, "publisher": asked.text("publisher"),
        "order": asked.choice("order", ORDERS) or "oldest",
    }  # fmt: skip


def _form(desk: Desk) -> dict[str, Any]:
    """What the filters offer."""
    agreement = desk.case.agreement
    return {
        "sides": [party.name for party in agreement.parties],
        "refs": [*((p.ref, p.what) for p in agreement.provisions), *((t.ref, t.what) for t in agreement.claimed_terms)],
        "acts": {act: act_label(act) for act in ACTS}, "orders": ORDERS, "outlets": desk.case.store.publishers(),
    }  # fmt: skip


def _shown(desk: Desk, rows: tuple[LedgerRow, ...]) -> dict[str, Any]:
    """The words and speakers of claims and responses."""
    statements = [s for row in rows for s in (row.claim, *(r.statement for r in row.responses))]
    return {"quotes": quoted(desk.case.store, statements), "speakers": speakers(desk.case, statements)}

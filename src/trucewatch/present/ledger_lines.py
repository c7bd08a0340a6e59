"""The ledger of claims and responses: as plain lines, as CSV and as JSON; and who has not spoken on what."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from trucewatch.assess.contradict import LedgerResponse, LedgerRow, Search
from trucewatch.assess.silence import Unspoken
from trucewatch.case import Case
from trucewatch.present.brief.words import counted, listed
from trucewatch.records.mention import StatementMention
from trucewatch.records.statement import Statement
from trucewatch.store.rows import STATEMENT_MENTIONS

WIDTH = 112
#: Columns of the CSV, one row for each claim.
COLUMNS = (
    "claim", "by", "by_side", "act", "against", "provisions", "said", "first_reported", "reports", "outlets", "origins",
    "words", "state", "responses", "kinds", "delays_days", "searched_reports", "searched_since", "searched_up_to",
    "searched_own_outlets", "searched_statements",
)  # fmt: skip
#: Cells that a spreadsheet would run as a formula begin like this.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def ledger_lines(case: Case, rows: Sequence[LedgerRow] | None = None) -> Iterator[str]:
    """Each claim with the words it rests on and what answered it, in the order made; all of them, if none are given."""
    rows = case.ledger() if rows is None else rows
    mentions = _mentions(case, rows)
    for row in rows:
        yield from _claim(case, row, mentions)
        yield ""
    answered = sum(row.answered for row in rows)
    yield f"{counted(len(rows), 'claim')}, {answered} with a response, {len(rows) - answered} with none found"


def ledger_json(case: Case, rows: Sequence[LedgerRow]) -> str:
    """The rows as one JSON array; ids as ``show`` takes them."""
    mentions = _mentions(case, rows)
    return json.dumps([_values(case, row, mentions) for row in rows], ensure_ascii=False, indent=2)


def ledger_csv(case: Case, rows: Sequence[LedgerRow], *, head: bool = True) -> str:
    """The rows as CSV, several values of a cell parted by "; "; the names of the columns first (``head``)."""
    mentions = _mentions(case, rows)
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    if head:
        table.writerow(COLUMNS)
    for row in rows:
        value = _values(case, row, mentions)
        value |= {f"searched_{name}": found for name, found in value["search"].items()}
        value["kinds"] = [response["kind"] for response in value["responses"]]
        value["delays_days"] = ["" if r["delay_days"] is None else r["delay_days"] for r in value["responses"]]
        value["responses"] = [response["statement"] for response in value["responses"]]
        value["reports"] = len(value["reports"])
        table.writerow([_cell(value[name]) for name in COLUMNS])
    return out.getvalue()


def unspoken_lines(case: Case, found: Iterable[Unspoken]) -> Iterator[str]:
    """Each matter with the parties that spoke on it, and those that did not with what was looked through."""
    found = list(found)
    mentions = _mentions(case, [one.row for one in found if one.row is not None])
    what = {p.ref: p.what for p in case.agreement.provisions} | {t.ref: t.what for t in case.agreement.claimed_terms}
    for matter in found:
        if matter.row is None:
            yield from textwrap.wrap(f"{matter.ref}: {what[matter.ref]}", WIDTH, subsequent_indent="  ")
        else:
            yield _head(case, matter.row)
            yield from _quote(matter.row.claim, mentions)
        yield f"    statement recorded: {listed(matter.spoke) or 'of no party'}"
        if matter.silent:
            none = "; ".join(_of_party(search) for search in matter.silent)
            told = f"    none recorded, in {searched_words(matter.silent[0])}, of: {none}"
            yield from textwrap.wrap(told, WIDTH, subsequent_indent="      ")
        yield ""


def unspoken_json(case: Case, found: Iterable[Unspoken]) -> str:
    rows = [
        {
            "claim": case.store.shown("statement", one.ref) if one.row else None,
            "provision": None if one.row else one.ref, "statement_recorded": list(one.spoke),
            "none_recorded": [{"side": s.side, **_search(s)} for s in one.silent],
        }
        for one in found
    ]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False, indent=2)


def unspoken_csv(case: Case, found: Iterable[Unspoken]) -> str:
    """One row for each matter and party without a statement on it."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("claim", "provision", "none_recorded_of", "reports", "since", "up_to", "own_outlets", "statements"))
    for one in found:
        for search in one.silent:
            claim = case.store.shown("statement", one.ref) if one.row else ""
            looked = _search(search).values()
            table.writerow([_cell(v) for v in (claim, "" if one.row else one.ref, search.side, *looked)])
    return out.getvalue()


def searched_words(search: Search) -> str:
    """ "40 reports from 2031-03-04 on up to 2031-05-01": what was looked through, whichever party it was for."""
    since = f" from {search.since} on" if search.since else ""
    return f"{counted(search.reports, 'report')}{since}{f' up to {search.up_to}' if search.up_to else ''}"


def _of_party(search: Search) -> str:
    """The party, how many of the reports are its own outlets' and how many statements of it they hold on any matter."""
    own = f"{counted(search.own_outlets, 'report')} of its own outlets"
    return f"{search.side} ({own}, {counted(search.statements, 'statement')} on any matter)"


def _mentions(case: Case, rows: Iterable[LedgerRow]) -> dict[str, StatementMention]:
    """The mentions of claims and responses, by id."""
    statements = [s for row in rows for s in (row.claim, *(r.statement for r in row.responses))]
    wanted = {m for s in statements for m in s.mention_ids}
    return {mention.id: mention for mention in case.store.of_ids(STATEMENT_MENTIONS, sorted(wanted))}


def _values(case: Case, row: LedgerRow, mentions: dict[str, StatementMention]) -> dict[str, Any]:
    shown = case.store.shown
    return {
        "claim": shown("statement", row.claim.id), "by": row.by, "by_side": row.by_side, "act": row.claim.act,
        "against": row.against, "provisions": list(row.provisions), "said": _iso(row.said),
        "first_reported": _iso(row.first_reported), "reports": [shown("report", r) for r in row.reports],
        "outlets": list(row.outlets), "origins": row.origins, "words": _words(row.claim, mentions),
        "state": "answered" if row.answered else "open",
        "responses": [
            {
                "statement": shown("statement", r.statement.id), "by": r.statement.speaker, "by_side": r.statement.side,
                "kind": r.kind, "said": _iso(r.said), "delay_days": r.delay_days, "outlets": list(r.outlets),
                "words": _words(r.statement, mentions),
            }
            for r in row.responses
        ],
        "search": _search(row.search),
    }  # fmt: skip


def _search(search: Search) -> dict[str, Any]:
    return {
        "reports": search.reports, "since": _iso(search.since), "up_to": _iso(search.up_to),
        "own_outlets": search.own_outlets, "statements": search.statements,
    }  # fmt: skip


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def _cell(value: Any) -> Any:
    """A value for a spreadsheet; words that it would take for a formula are led by an apostrophe."""
    words = "; ".join(map(str, value)) if isinstance(value, list) else value
    return f"'{words}" if isinstance(words, str) and words.startswith(_FORMULA) else words


def _claim(case: Case, row: LedgerRow, mentions: dict[str, StatementMention]) -> Iterator[str]:
    yield _head(case, row)
    yield from _quote(row.claim, mentions)
    places = f"{counted(len(row.reports), 'report')}, {counted(row.origins, 'origin')}"
    outlets = ", ".join(row.outlets) or "outlet not known"
    yield f"    in {places}: {outlets}"
    if row.provisions:
        yield f"    bears on {', '.join(row.provisions)}"
    for response in row.responses:
        yield from _response(case, response, mentions)
    if not row.answered:
        yield f"    {row.search}"


def _head(case: Case, row: LedgerRow) -> str:
    shown = case.store.shown("statement", row.claim.id)
    return f"{_when(row)}  {shown}  {_who(row.claim)}: {row.claim.act} — against {row.against}"


def _when(row: LedgerRow) -> str:
    day = row.said or row.first_reported
    return f"{day}{'' if row.said else ' (reported)'}" if day else "day not known"


def _response(case: Case, response: LedgerResponse, mentions: dict[str, StatementMention]) -> Iterator[str]:
    delay = response.delay_days
    after = "" if delay is None else " the same day" if delay == 0 else f" {counted(delay, 'day')} later"
    shown = case.store.shown("statement", response.statement.id)
    kind = response.kind.replace("_", " ")
    yield f"    -> {kind}{after}  {shown}  {_who(response.statement)}: {response.statement.act}"
    yield from _quote(response.statement, mentions, indent="       ")


def _who(statement: Statement) -> str:
    speaker = statement.speaker or "speaker not named"
    rivals = f" (elsewhere: {', '.join(statement.rival_speakers)})" if statement.rival_speakers else ""
    side = f" [{statement.side}]" if statement.side and statement.side != statement.speaker else ""
    return f"{speaker}{rivals}{side}"


def _words(statement: Statement, mentions: dict[str, StatementMention]) -> str:
    """The words of the first mention, as they stand in the report, in one line."""
    first = next((mentions[m] for m in (statement.founding_mention, *statement.mention_ids) if m in mentions), None)
    return " […] ".join(" ".join(span.words.split()) for span in first.content) if first else ""


def _quote(statement: Statement, mentions: dict[str, StatementMention], indent: str = "    ") -> Iterator[str]:
    words = _words(statement, mentions)
    if words:
        yield from textwrap.wrap(f"“{words}”", WIDTH, initial_indent=indent, subsequent_indent=indent)

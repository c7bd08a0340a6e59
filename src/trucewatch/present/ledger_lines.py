"""The ledger of claims and responses as plain lines: for terminals and text files."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from trucewatch.assess.contradict import LedgerResponse, LedgerRow
from trucewatch.case import Case
from trucewatch.present.brief.words import counted
from trucewatch.records.mention import StatementMention
from trucewatch.records.statement import Statement

WIDTH = 112


def ledger_lines(
    case: Case, *, unanswered: bool = False, side: str | None = None, against: str | None = None
) -> Iterator[str]:
    """Each claim with the words it rests on and what answered it, in the order made.

    ``side`` is the side that makes the claim, ``against`` the side it is made against (any case).
    """
    rows = [
        row
        for row in case.ledger()
        if not (unanswered and row.answered)
        and (side is None or (row.by_side or "").casefold() == side.casefold())
        and (against is None or row.against.casefold() == against.casefold())
    ]
    mentions = {mention.id: mention for mention in case.store.statement_mentions()}
    for row in rows:
        yield from _claim(case, row, mentions)
        yield ""
    answered = sum(row.answered for row in rows)
    yield f"{counted(len(rows), 'claim')}, {answered} with a response, {len(rows) - answered} with none found"


def _claim(case: Case, row: LedgerRow, mentions: dict[str, StatementMention]) -> Iterator[str]:
    who = _who(row.claim)
    day = row.said or row.first_reported
    when = f"{day}{'' if row.said else ' (reported)'}" if day else "day not known"
    shown = case.store.shown("statement", row.claim.id)
    yield f"{when}  {shown}  {who}: {row.claim.act} — against {row.against}"
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


def _response(case: Case, response: LedgerResponse, mentions: dict[str, StatementMention]) -> Iterator[str]:
    delay = response.delay_days
    after = (
        ""
        if delay is None
        else " the same day"
        if delay == 0
        else f" {_days(abs(delay))} {'later' if delay > 0 else 'before'}"
    )
    shown = case.store.shown("statement", response.statement.id)
    kind = response.kind.replace("_", " ")
    yield f"    -> {kind}{after}  {shown}  {_who(response.statement)}: {response.statement.act}"
    yield from _quote(response.statement, mentions, indent="       ")


def _days(number: int) -> str:
    return counted(number, "day")


def _who(statement: Statement) -> str:
    speaker = statement.speaker or "speaker not named"
    rivals = f" (elsewhere: {', '.join(statement.rival_speakers)})" if statement.rival_speakers else ""
    side = f" [{statement.side}]" if statement.side and statement.side != statement.speaker else ""
    return f"{speaker}{rivals}{side}"


def _quote(statement: Statement, mentions: dict[str, StatementMention], indent: str = "    ") -> Iterator[str]:
    """The words of the first mention, as they stand in the report."""
    first = next((mentions[m] for m in (statement.founding_mention, *statement.mention_ids) if m in mentions), None)
    if first is None:
        return
    words = " […] ".join(" ".join(span.words.split()) for span in first.content)
    yield from textwrap.wrap(f"“{words}”", WIDTH, initial_indent=indent, subsequent_indent=indent)

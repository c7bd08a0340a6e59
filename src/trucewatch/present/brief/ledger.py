"""Claims with their responses; where none was found, what was looked through."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from trucewatch.assess.contradict import LedgerRow, Search
from trucewatch.present.brief.model import Claim, Response
from trucewatch.present.brief.statements import Items
from trucewatch.present.brief.words import RESPONSES, counted, day_words, delay_words


def claims(rows: Iterable[LedgerRow], items: Items, listed: Collection[str]) -> tuple[Claim, ...]:
    """Each row of the ledger as shown, with the exact words of claim and responses.

    ``listed`` are the ids of the statements that the brief lists elsewhere; a response may lie outside its period.
    """
    placed = set(listed)
    made: list[Claim] = []
    for row in rows:
        if not items.mentions(row.claim):
            continue
        responses: list[Response] = []
        for response in row.responses:
            if items.mentions(response.statement):
                responses.append(
                    Response(
                        place=response.statement.id not in placed,
                        kind=RESPONSES.get(response.kind, response.kind),
                        delay=delay_words(response.delay_days),
                        item=items.item(response.statement),
                    )
                )
                placed.add(response.statement.id)
        made.append(
            Claim(
                item=items.item(row.claim),
                against=row.against,
                origins=row.origins,
                reports=len(row.reports),
                provisions=row.provisions,
                responses=tuple(responses),
                search=search_words(row.search),
                searched=row.search.reports,
                searched_own=row.search.own_outlets,
                searched_to=day_words(row.search.up_to) if row.search.up_to else "",
            )
        )
    return tuple(made)


def search_words(search: Search) -> str:
    """How many reports were looked through up to which day, how many of them come from the side charged, and how many
    statements of that side they hold."""
    upto = f" published up to {day_words(search.up_to)}" if search.up_to else ""
    own = counted(search.own_outlets, "of them is from", "of them are from") if search.own_outlets else "none is from"
    said = counted(search.statements, "statement") if search.statements else "no statement"
    return f"{counted(search.reports, 'report')}{upto}, with {said} of {search.side}; {own} an outlet of {search.side}"

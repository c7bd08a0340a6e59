"""``trucewatch ledger``: claims and what answered them, and who has not spoken on what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated

import typer

from trucewatch.case import Case, open_case
from trucewatch.errors import BadInput
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.ledger_lines import (
    ledger_csv,
    ledger_json,
    ledger_lines,
    unspoken_csv,
    unspoken_json,
    unspoken_lines,
)
from trucewatch.records.vocabulary import ACTS


class Format(StrEnum):
    text = "text"
    csv = "csv"
    json = "json"


def command(
    case: CaseArgument,
    side: Annotated[str | None, typer.Option(help="Only claims made by this side.")] = None,
    against: Annotated[str | None, typer.Option(help="Only claims made against this side.")] = None,
    provision: Annotated[
        str | None, typer.Option(help="Only claims that bear on this provision or claimed term (its reference).")
    ] = None,
    act: Annotated[str | None, typer.Option(help="Only claims of this act: accuse, condemn, report …")] = None,
    since: Annotated[str | None, typer.Option(help="Only claims of this day or later, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(help="Only claims of this day or earlier, YYYY-MM-DD.")] = None,
    unanswered: Annotated[
        bool, typer.Option("--unanswered", help="Only claims for which no response was found.")
    ] = False,
    answered: Annotated[bool, typer.Option("--answered", help="Only claims for which a response was found.")] = False,
    publisher: Annotated[str | None, typer.Option(help="Only claims that an outlet of this name carries.")] = None,
    unspoken: Annotated[
        bool,
        typer.Option(
            "--unspoken", help="Instead: who has no recorded statement on each open claim and provision of the period."
        ),
    ] = False,
    format: Annotated[Format, typer.Option(help="text, csv or json.")] = Format.text,
) -> None:
    """List claims against a side with the words they rest on, and what answered each.

    "None found" always comes with the search behind it: how many reports, up to which day, how many of them from
    that side's own outlets. Filters that are given together must all hold.

    Example: trucewatch ledger doha.truce --unanswered --against Taliban --format csv > open.csv
    """
    if unanswered and answered:
        raise BadInput("--unanswered and --answered leave nothing; give one of the two, or neither for all claims")
    if unspoken and (answered or unanswered):
        raise BadInput("--unspoken lists open claims and provisions; leave out --answered and --unanswered")
    first, last = _day(since, "--since"), _day(until, "--until")
    if first and last and first > last:
        raise BadInput(f"--since {first} lies after --until {last}; give the earlier day first")
    if act is not None and act not in ACTS:
        raise BadInput(f"--act {act!r} is no act of the vocabulary; {_nearest(act, ACTS)}")
    with open_case(case) as opened:
        side, against = (_party(opened, given) for given in (side, against))
        _check_ref(opened, provision)
        filters = {"side": side, "against": against, "provision": provision, "act": act, "publisher": publisher}
        if unspoken:
            matters = opened.unspoken(since=first, until=last, **filters)
            made = {Format.text: unspoken_lines, Format.csv: unspoken_csv, Format.json: unspoken_json}[format]
            _print(made(opened, matters))
            return
        wanted = True if answered else False if unanswered else None
        rows = opened.ledger(since=first, until=last, answered=wanted, **filters)
        if format is Format.text:
            _print(ledger_lines(opened, rows))
        else:
            _print(ledger_csv(opened, rows) if format is Format.csv else ledger_json(opened, rows))


def _print(made: str | Iterable[str]) -> None:
    for line in [made.rstrip("\n")] if isinstance(made, str) else made:
        print(line)


def _party(case: Case, given: str | None) -> str | None:
    """The party's name, for its name or an alias. Raises: BadInput for a side that the agreement does not have."""
    if given is None:
        return None
    parties = case.agreement.parties
    for party in parties:
        if given.strip().casefold() in {name.casefold() for name in (party.name, *party.aliases)}:
            return party.name
    there = ", ".join(party.name for party in parties)
    raise BadInput(f"{given!r} is no side of this agreement; its sides are {there}")


def _check_ref(case: Case, given: str | None) -> None:
    """Raises: BadInput for a reference that the agreement does not have."""
    refs = [*(p.ref for p in case.agreement.provisions), *(t.ref for t in case.agreement.claimed_terms)]
    if given is not None and given.casefold() not in {ref.casefold() for ref in refs}:
        raise BadInput(f"--provision {given!r} is no reference of this agreement; {_nearest(given, refs)}")


def _nearest(given: str, known: Iterable[str]) -> str:
    near = get_close_matches(given, list(known), n=1)
    return f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known) or 'none'}"


def _day(given: str | None, option: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise BadInput(f"{option} takes a day like 2020-10-01, got {given!r}") from None

"""``trucewatch note``: enter a statement, incident or figure by hand."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from trucewatch.case import open_case
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.remarks import remark


class Kind(StrEnum):
    statement = "statement"
    incident = "incident"
    figure = "figure"


def command(
    case: CaseArgument,
    words: Annotated[
        str, typer.Argument(help="The exact words in the report, or the words of the call or field note.")
    ],
    kind: Annotated[Kind, typer.Option(help="What the words carry.")] = Kind.statement,
    report: Annotated[
        str | None, typer.Option(help="The report they stand in (r:…); without it they are a note of their own.")
    ] = None,
    at: Annotated[
        int | None,
        typer.Option(help="With a report: the character at which the words begin, if they stand there more than once."),
    ] = None,
    source: Annotated[
        str, typer.Option(help="Without a report: what the words come from (call, field note, …).")
    ] = "field note",
    day: Annotated[str | None, typer.Option(help="The day it was said or happened, YYYY-MM-DD.")] = None,
    speaker: Annotated[str | None, typer.Option(help="Statement: who said it.")] = None,
    role: Annotated[str | None, typer.Option(help="Statement: in which role.")] = None,
    side: Annotated[str | None, typer.Option(help="Statement or figure: the side it speaks for or belongs to.")] = None,
    act: Annotated[str | None, typer.Option(help="Statement: the speech act (accuse, deny, pledge …).")] = None,
    target_side: Annotated[str | None, typer.Option(help="Statement: the side accused or addressed.")] = None,
    medium: Annotated[str | None, typer.Option(help="Statement: statement, tweet, interview, press, speech.")] = None,
    type: Annotated[str | None, typer.Option(help="Incident: its type (shelling, airstrike …).")] = None,
    place: Annotated[str | None, typer.Option(help="Incident: where.")] = None,
    quantity: Annotated[str | None, typer.Option(help="Figure: what is counted.")] = None,
    value: Annotated[float | None, typer.Option(help="Figure: the number.")] = None,
    unit: Annotated[str | None, typer.Option(help="Figure: the unit (prisoners, troops …).")] = None,
    by: Annotated[str | None, typer.Option(help="Your name; the default is TRUCEWATCH_PERSON or the login.")] = None,
    why: Annotated[str, typer.Option(help="Why it is entered.")] = "noted by hand",
) -> None:
    """Enter a statement, incident or figure by hand: by its words in a report, or from a call or field note.

    Everything entered is marked as a person's, signed and kept in the chain of decisions.

    Example: trucewatch note doha.truce "the road is open again" --source call --speaker "the governor" --act report
    """
    given: dict[str, Any]
    if kind is Kind.statement:
        given = {
            "speaker": speaker, "role": role, "side": side, "act": act or "report", "target_side": target_side,
            "medium": medium, "said_on": day,
        }  # fmt: skip
    elif kind is Kind.incident:
        places = [{"name": place, "role": "where"}] if place else None
        given = {"type": type or "other", "places": places, "when": day}
    else:
        given = {"quantity": quantity or words[:80], "unit": unit, "value": value, "side": side, "as_of": day}
        if value is None:
            raise typer.BadParameter("a figure needs its number: --value")
    with open_case(case, write=True, remark=remark) as opened:
        decision = opened.note(
            words, kind=kind.value, report=report, at=at, source=source, said=day, who=by, why=why, **given
        )
        remark(f"noted as {opened.store.shown('decision', decision.id)} by {decision.who}")

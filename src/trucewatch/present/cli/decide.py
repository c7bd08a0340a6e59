"""``trucewatch decide``: correct, confirm, reject, merge or part records; each decision is signed and can be undone."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from trucewatch.case import open_case
from trucewatch.errors import BadInput
from trucewatch.present.cli.remarks import remark


class Choice(StrEnum):
    set = "set"
    confirm = "confirm"
    reject = "reject"
    same = "same"
    different = "different"
    undo = "undo"


def command(
    case: Annotated[Path, typer.Argument(help="The case file.")],
    record: Annotated[str, typer.Argument(help="The record decided on (s:4f1c09aa); for undo the decision (d:…).")],
    action: Annotated[Choice, typer.Argument(help="set a field, confirm, reject, same or different as another, undo.")],
    why: Annotated[str, typer.Option(help="The reason; it is kept with the decision.")],
    field: Annotated[
        str | None,
        typer.Option(help="With set: the field (speaker, side, act, type …; of an actor: side, role, name, kind)."),
    ] = None,
    value: Annotated[
        str | None, typer.Option(help="With set: its new value; with same or different: the other record.")
    ] = None,
    by: Annotated[str | None, typer.Option(help="Your name; the default is TRUCEWATCH_PERSON or the login.")] = None,
) -> None:
    """Correct a record. A person's decision wins over the machine, survives re-annotation and can be undone.

    Two actors are joined with "a:… same --value a:…"; one is parted with "a:… different --value s:…", a statement of
    the other speaker; a role of an actor is given as "TITLE; SIDE; SINCE; UNTIL".

    Example: trucewatch decide doha.truce s:4f1c09aa set --field act --value deny --why "the verb is denied"
    """
    if action is Choice.set and (field is None or value is None):
        raise BadInput("set needs --field and --value")
    if action in (Choice.same, Choice.different) and value is None:
        raise BadInput(f"{action} needs the other record: --value s:…")
    with open_case(case, write=True, remark=remark) as opened:
        decision = opened.decide(record, action.value, why=why, field=field, new=value, who=by)
        remark(f"{opened.store.shown('decision', decision.id)}: {action} {record}, by {decision.who}")

"""``trucewatch redact``: take a report's or decision's content out of the case, leaving its trace."""

from __future__ import annotations

from typing import Annotated

import typer

from trucewatch.case import open_case
from trucewatch.errors import BadInput
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.remarks import remark


def command(
    case: CaseArgument,
    target: Annotated[str, typer.Argument(help="A report (r:…), capture (c:…), text (t:…) or decision (d:…).")],
    ground: Annotated[str, typer.Option(help="On which ground (a witness at risk, …); it stays on record.")],
    by: Annotated[str | None, typer.Option(help="Your name; the default is TRUCEWATCH_PERSON or the login.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this nothing is done.")] = False,
) -> None:
    """Take the content of a report or decision out of the case; digest, place, who, when and ground stay.

    It cannot be undone. `verify` counts what was redacted and passes.

    Example: trucewatch redact doha.truce r:4f1c09aa --ground "witness at risk" --yes
    """
    if not yes:
        raise BadInput(f"redacting {target} cannot be undone; give --yes to do it")
    with open_case(case, write=True, remark=remark) as opened:
        made = opened.redact(target, ground=ground, who=by)
        for redaction in made:
            print(f"{redaction.target_kind} {redaction.target[:12]} redacted by {redaction.who}: {redaction.ground}")
    if not made:
        remark(f"{target} was redacted before; nothing was done")

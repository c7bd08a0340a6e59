"""``trucewatch comment``: say something about a record or an item of the queue of review."""

from __future__ import annotations

from typing import Annotated

import typer

from trucewatch.case import open_case
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.remarks import remark
from trucewatch.records.review import Entry


def command(
    case: CaseArgument,
    target: Annotated[str, typer.Argument(help="A record (s:4f1c09aa), or the key of an item of review.")],
    words: Annotated[str | None, typer.Argument(help="What you say; without it, what was said is listed.")] = None,
    by: Annotated[str | None, typer.Option(help="Your name; the default is TRUCEWATCH_PERSON or the login.")] = None,
) -> None:
    """Comment on a record, or list what was said of it: comments, who it was given to, who finished and signed it.

    A comment changes nothing in the record; it is kept with who said it and when, and stays with the record when it is
    read anew or merged.

    Example: trucewatch comment doha.truce s:4f1c09aa "the outlet quotes an older speech"
    """
    if words is not None:
        with open_case(case, write=True, remark=remark) as opened:
            entry = opened.comment(target, words, who=by)
            remark(f"noted of {target}, by {entry.who}")
        return
    with open_case(case) as opened:
        found = opened.entries(target)
        for entry in found:
            print(_line(entry))
        remark(f"{len(found)} said of {target}")


def _line(entry: Entry) -> str:
    said = {
        "comment": entry.words, "assigned": f"assigned to {entry.to}" if entry.to else "assigned to nobody",
        "claimed": "looks at it", "finished": "is done with it", "reopened": "to be looked at again",
        "signed": "signed off as second reader",
    }.get(entry.kind, entry.kind)  # fmt: skip
    more = f": {entry.words}" if entry.words and entry.kind != "comment" else ""
    return f"{entry.when:%Y-%m-%d %H:%M} {entry.who}: {said}{more}"

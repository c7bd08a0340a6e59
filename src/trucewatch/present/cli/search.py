"""``trucewatch search``: words in the stored reports."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Annotated

import typer

from trucewatch.case import Case, open_case
from trucewatch.errors import BadInput
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.remarks import remark
from trucewatch.present.ledger_lines import WIDTH
from trucewatch.records.languages import unread_language
from trucewatch.store import Hit


def command(
    case: CaseArgument,
    words: Annotated[str, typer.Argument(help="The words to look for; all must occur.")],
    limit: Annotated[int, typer.Option(min=1, help="How many places to list.")] = 20,
) -> None:
    """Find reports and statements by their words, best first.

    Words in double quotes stand together; prison* finds prisoners, too.

    Example: trucewatch search doha.truce "prisoner release"
    """
    if not any(c.isalnum() for c in words):
        raise BadInput(f"{words!r} holds no word to look for; give at least one")
    with open_case(case) as opened:
        hits = opened.search(words, limit=limit)
        for hit in hits:
            for line in _lines(opened, hit):
                print(line)
    if not hits:
        remark(f"no report holds {words!r}; try fewer words")


def _lines(case: Case, hit: Hit) -> Iterator[str]:
    """Where the words were found, by an id that ``show`` takes, and the words themselves."""
    report = next(iter(case.store.report_of_text(hit.text_id)), None)
    title = f"“{report.title}”" if report and report.title else None
    known = (report.published, report.publisher, title) if report else ()
    where = ", ".join(str(value) for value in known if value)
    if hit.kind == "text" and report is not None:
        shown = case.store.shown("report", report.id)
    else:
        shown = case.store.shown(hit.kind, hit.id)
    unread = unread_language(case.store.text(hit.text_id))
    yield f"{shown}  {where}{f' [not annotated: {unread}]' if unread else ''}"
    quoted = f"“{' '.join(hit.words.split())}”"
    yield from textwrap.wrap(quoted, WIDTH, initial_indent="    ", subsequent_indent="    ")

"""What the command line says beside its data: remarks, progress, tables of what was set aside. All to stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from trucewatch.pipeline import Progress as ProgressCall
from trucewatch.pipeline import Refusal, no_progress
from trucewatch.records.decision import Decision
from trucewatch.records.ids import SHORTEST


def stderr() -> Console:
    """A console on standard error; wide when that is no terminal, so that logs keep one line each."""
    return Console(stderr=True, width=None if sys.stderr.isatty() else 140, highlight=False)


def remark(words: str) -> None:
    stderr().print(words, markup=False, soft_wrap=True)


@contextmanager
def progress(label: str) -> Iterator[ProgressCall]:
    """A progress bar on a terminal, silence elsewhere."""
    console = stderr()
    if not console.is_terminal:
        yield no_progress
        return
    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[what]}"),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(label, total=None, what="")
        yield lambda done, total, what: bar.update(task, completed=done, total=total, what=what[-60:])


def show_set_aside(refusals: tuple[Refusal, ...], *, title: str = "Set aside") -> None:
    """A table of what was set aside and why; nothing if nothing was."""
    if not refusals:
        return
    table = Table(title=f"{title}: {len(refusals)}", title_justify="left", show_lines=False)
    for head in ("what", "reason", "message"):
        table.add_column(head, overflow="fold")
    for refusal in refusals:
        table.add_row(escape(refusal.what), escape(refusal.reason), escape(refusal.message))
    stderr().print(table)


def show_grouped(groups: Iterable[tuple[str, int, Refusal]]) -> None:
    """A table of what was set aside by reason: how many, and the first of each; nothing if nothing was."""
    rows = list(groups)
    if not rows:
        return
    title = f"Set aside: {sum(number for _, number, _ in rows)}, by reason"
    table = Table(title=title, title_justify="left", show_lines=False)
    for head in ("reason", "number", "the first", "message"):
        table.add_column(head, overflow="fold", justify="right" if head == "number" else "left")
    for reason, number, first in rows:
        table.add_row(escape(reason), str(number), escape(first.what), escape(first.message))
    stderr().print(table)


def show_lost(lost: Iterable[Decision]) -> None:
    """A line for each decision whose words are no longer found: a person must place it anew."""
    for decision in lost:
        words = f" on “{decision.anchor[0].words[:60]}”" if decision.anchor else ""
        what = f"{decision.action} {decision.field}" if decision.field else decision.action
        by = f"by {decision.who} on {decision.when:%Y-%m-%d}"
        remark(f"lost its place: d:{decision.id[:SHORTEST]} {what}{words}, {by}")

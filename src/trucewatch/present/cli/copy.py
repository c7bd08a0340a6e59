"""``trucewatch copy``: the same case in another place."""

from __future__ import annotations

from typing import Annotated

import typer

from trucewatch.case import copy
from trucewatch.present.cli.place import Place
from trucewatch.present.cli.remarks import progress, remark
from trucewatch.store.address import case_at

ADDRESS = "or the postgresql:// address of"


def command(
    source: Annotated[
        Place,
        typer.Argument(parser=case_at, metavar="FROM", help=f"The case to copy: a case file, {ADDRESS} a case."),
    ],
    target: Annotated[
        Place,
        typer.Argument(parser=case_at, metavar="TO", help=f"Where to: a new case file, {ADDRESS} an empty database."),
    ],
) -> None:
    """Copy a case between a file and a PostgreSQL server: all records and versions, decisions, captures, runs.

    The copy is of one moment, whoever writes meanwhile; FROM stays as it is. Both sides then verify alike: the same
    head of the chain of decisions, the same counts, the same hash over all records. The files beside a case (accounts,
    imported places, watch file) are not part of it and stay where they are.

    Example: trucewatch copy doha.truce postgresql://ann@db.example.org/doha
    """
    with progress("tables") as bar:
        done = 0

        def told(table: str) -> None:
            nonlocal done
            bar(done, None, table)
            done += 1

        copied = copy(source, target, progress=told)
    rows = sum(copied.rows.values())
    remark(f"copied {rows:,} rows of {len(copied.rows)} tables to {target}; check: trucewatch verify {target}")
    if copied.head:
        remark(f"head of the chain of decisions: {copied.head}")
    remark(f"hash over all records: {copied.records}")
    print(target)

"""``trucewatch watch``: look at sources again and again, and send digests of what is new."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from trucewatch import watching
from trucewatch.case import Case, open_case
from trucewatch.errors import BadInput, CannotWrite, TrucewatchError
from trucewatch.present.brief.words import counted
from trucewatch.present.cli.digest import digest_of, send
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.remarks import progress, remark, show_lost, show_set_aside
from trucewatch.store.address import CasePlace, beside
from trucewatch.watching import TEMPLATE, Poll, watch_file_of

#: Polls are this share of the interval earlier or later, so that many cases do not ask a site at one moment.
JITTER = 0.1


def command(
    case: CaseArgument,
    file: Annotated[
        Path | None, typer.Option(help="The watch file; the default is CASE.watch.yaml beside the case.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Look once at every source, send the digest, and end.")] = False,
    new: Annotated[bool, typer.Option("--new", help="Write a watch file to fill in, and end.")] = False,
) -> None:
    """Look at feeds, sitemaps, pages and folders for new reports, and send digests of what is new.

    The watch file names the sources, saved searches and where digests go (docs/watch.md). Without --once it goes on
    until it is interrupted; the case may be read and written between two polls. What a poll has taken in is kept.

    Example: trucewatch watch doha.truce --once
    """
    path = file or watch_file_of(beside(case))
    if new:
        _write_template(path)
        print(path)
        return
    every = _round(case, path, must_work=once)
    while not once:
        wait = every * random.uniform(1 - JITTER, 1 + JITTER)
        remark(f"next look at {datetime.fromtimestamp(time.time() + wait, UTC):%Y-%m-%d %H:%M} UTC")
        time.sleep(wait)
        try:
            every = _round(case, path, must_work=False)
        except TrucewatchError as error:  # another writer, a watch file in the middle of being edited
            remark(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC: {error}; trying again at the next look")


def _round(case: CasePlace, path: Path, *, must_work: bool) -> float:
    """One poll and its digest; gives the seconds until the next. The watch file is read anew each time."""
    with open_case(case, write=True, remark=remark) as opened:
        plan = watching.plan_of(opened.store, path)
        if not plan.sources:
            raise BadInput(f"{path} names no source; add one under sources:")
        watching.begin(opened.store)
        with progress("pages") as bar:
            poll = opened.poll(plan, progress=bar)
        _tell(opened, poll)
        digest = digest_of(opened, plan, since=watching.last_digest(opened.store), sources=poll.sources)
        if digest is not None:
            watching.put_out(opened.store, digest, plan)
        send(opened, plan)
    if must_work and all(source.problem for source in poll.sources):
        raise BadInput("no source could be looked at; the lines above say why")
    return plan.every.total_seconds()


def _tell(case: Case, poll: Poll) -> None:
    added = poll.added
    for line in added.remarks:
        remark(line)
    show_set_aside(added.set_aside)
    silent = [source for source in poll.sources if source.problem]
    for source in silent:
        remark(f"source not read: {source.name}: {source.problem}")
    remark(
        f"{counted(len(poll.sources), 'source')} looked at, {len(silent)} not read; {added.added} added, "
        f"{counted(added.new_versions, 'new version')}, {added.already} as before, {len(added.set_aside)} set aside; "
        f"the case now holds {counted(case.counts()['reports'], 'report')}"
    )
    show_lost(added.lost)


def _write_template(path: Path) -> None:
    if path.exists():
        raise CannotWrite(f"{path} is there already; edit it, or name another with --file")
    try:
        path.write_text(TEMPLATE, encoding="utf-8")
    except OSError as error:
        raise CannotWrite(f"cannot write {path}: {error.strerror}; choose another place with --file") from error

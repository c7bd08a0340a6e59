"""``trucewatch digest``: what is new in a case since the last digest or a given time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from trucewatch import watching
from trucewatch.assess.changes import changes
from trucewatch.case import Case, open_case
from trucewatch.errors import BadInput
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.remarks import remark
from trucewatch.present.digest.make import make_digest
from trucewatch.present.digest.render import outgoing
from trucewatch.records.watch import WatchPlan
from trucewatch.store.address import beside
from trucewatch.watching import Outgoing, SourceState


def command(
    case: CaseArgument,
    since: Annotated[
        str, typer.Option(help="last: since the last digest; all; or a day or time like 2020-10-18T19:30+00:00.")
    ] = "last",
    file: Annotated[
        Path | None,
        typer.Option(help="The watch file; the default is CASE.watch.yaml beside the case, if it is there."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    deliver: Annotated[
        bool, typer.Option("--send", help="Send it where the watch file says; the next digest begins where it ends.")
    ] = False,
) -> None:
    """Say what is new in the record: reports, statements, incidents, changed values, claims newly answered.

    Also edited pages, deadlines in 14 days, finds of saved searches, sources that could not be read. It shows what any
    reader may see: private persons by description, nothing marked confidential, places of people at risk held back.

    Example: trucewatch digest doha.truce --since 2020-10-18
    """
    with open_case(case, write=deliver, remark=remark) as opened:
        plan = WatchPlan()
        if deliver or file is not None or watching.watch_file_of(beside(case)).exists():
            plan = watching.plan_of(opened.store, file)
        start = _since(opened, since)
        made = digest_of(opened, plan, since=start, sources=watching.states(opened.store), always=True)
        assert made is not None
        print(json.dumps(dict(made.values), ensure_ascii=False, indent=1) if as_json else made.words, end="")
        if as_json:
            print()
        if deliver:
            watching.put_out(opened.store, made, plan)
            if send(opened, plan):
                raise BadInput("the digest did not reach every place; what is missing is sent at the next watch")


def digest_of(
    case: Case, plan: WatchPlan, *, since: datetime | None, sources: Iterable[SourceState], always: bool = False
) -> Outgoing | None:
    """The digest of what changed since an instant; None if there is nothing to tell, unless it is wanted anyway."""
    now = datetime.now(UTC)
    until = case.store.latest()
    if since is not None and since > until:
        raise BadInput(f"--since {since:%Y-%m-%d %H:%M} UTC lies ahead of what the case knows; give an earlier time")
    if since is not None and since < case.store.begun():
        since = None  # before the case was begun there was nothing: all of it is new
    changed = changes(case.store, since=since, until=until, today=now.date())
    digest = make_digest(case.store, changed, searches=plan.searches, sources=sources, now=now, hold=case.hold)
    if not (digest.any or always or plan.when_quiet):
        return None
    return outgoing(digest)


def send(case: Case, plan: WatchPlan) -> int:
    """Send what lies in the outbox; says what went where. Gives how many could not be delivered."""
    sent, failed = watching.deliver(case.store, plan, case.settings)
    for place in sent:
        remark(f"digest sent: {place}")
    for error in failed:
        remark(f"not delivered: {error}")
    return len(failed)


def _since(case: Case, words: str) -> datetime | None:
    if words == "all":
        return None
    if words == "last":
        return watching.last_digest(case.store)
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        raise BadInput(
            f"--since takes last, all, or a day or time like 2020-10-18T19:30+00:00, got {words!r}"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

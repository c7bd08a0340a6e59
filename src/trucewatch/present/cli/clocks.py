"""``trucewatch clocks``: what falls due when, what set each clock going, and how a person dates an event."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer

from trucewatch.assess.clocks import ClockRun, Trigger
from trucewatch.case import open_case
from trucewatch.errors import BadInput
from trucewatch.present.brief.clocks import clock_words, performed_words, state_words, sum_words
from trucewatch.present.brief.words import day_words
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.remarks import remark


def command(
    case: CaseArgument,
    as_of: Annotated[str | None, typer.Option(help="The day to look from (YYYY-MM-DD); today if left out.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines, one for each provision.")] = False,
    confirm: Annotated[
        str | None, typer.Option(help="Date this event of the agreement file, or 'provision REF' as carried out.")
    ] = None,
    day: Annotated[
        str | None, typer.Option(help="The day of --confirm (YYYY-MM-DD), or 'none': it has not been.")
    ] = None,
    why: Annotated[str | None, typer.Option(help="What the day of --confirm rests on.")] = None,
    by: Annotated[str | None, typer.Option(help="Your name; the default is TRUCEWATCH_PERSON or the login.")] = None,
) -> None:
    """List the provisions with their clocks: not started, running, due or passed, and what they hang on.

    A clock that hangs on an event is set going by the agreement file, by a person, or by a dated incident that two
    independent origins or two sides report and nobody denies.

    Example: trucewatch clocks truce.truce --confirm "talks open" --day 2020-09-12 --why "both teams' statements"
    """
    looked_from = _day(as_of, "--as-of") or datetime.now(UTC).date()
    if confirm is None and (day or why):
        raise BadInput("--day and --why belong to --confirm EVENT; name the event")
    if confirm is not None:
        if not day or not why:
            raise BadInput("--confirm needs --day YYYY-MM-DD (or --day none) and --why")
        dated = None if day.casefold() == "none" else _day(day, "--day")
        with open_case(case, write=True) as opened:
            decision = opened.date_event(confirm, dated, why=why, who=by)
            shown = opened.store.shown("decision", decision.id)
        remark(f"{decision.target}: {day_words(dated) if dated else 'has not been'}; decision {shown}")
        return
    with open_case(case) as opened:
        for run in opened.clocks(as_of=looked_from):
            print(json.dumps(_row(run), ensure_ascii=False) if as_json else _line(run))


def _day(given: str | None, option: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise BadInput(f"{option} {given!r} is no day; write it YYYY-MM-DD") from None


def _line(run: ClockRun) -> str:
    lines = [f"{run.ref}\t{state_words(run)}\t{clock_words(run.clock)}"]
    if how := sum_words(run):
        lines.append(f"\t{how}")
    if run.trigger and run.trigger.day and run.trigger.basis != "agreement file":
        lines.append(f"\t{run.trigger.name}: {day_words(run.trigger.day)}, {run.trigger.rule}")
    if told := performed_words(run):
        lines.append(f"\tcarried out: {told}")
    for other in run.reported:
        source = f"reports ({', '.join(f'k:{c[:8]}' for c in other.commitments)})" if other.commitments else "outlets"
        lines.append(f"\t{source} give {day_words(other.day)}")
    for owner, rival in run.by_reading:
        lines.append(f"\tas read by {owner}: {state_words(rival)}")
    for one in run.candidates:
        lines.append(f"\tnot counted: i:{one.incident[:8]}, {day_words(one.day)}: {one.why_not}")
    return "\n".join(lines)


def _row(run: ClockRun) -> dict[str, Any]:
    return {
        "provision": run.ref, "as_of": run.as_of.isoformat(), "state": run.state, "rule": clock_words(run.clock),
        "start": _iso(run.clock.start), "opens": _iso(run.clock.opens), "due": _iso(run.due),
        "days_left": run.days_left, "rounds": run.rounds, "due_utc": _iso(run.instant), "zone": run.clock.zone,
        "hangs_on": run.clock.after,
        "trigger": _trigger(run.trigger), "carried_out": _trigger(run.performed),
        "not_counted": [
            {"day": _iso(c.day), "incident": c.incident, "why_not": c.why_not} for c in run.candidates
        ],
        "by_reading": [{"owner": owner, **_row(rival)} for owner, rival in run.by_reading],
        "reported": [{"day": _iso(r.day), "commitments": list(r.commitments)} for r in run.reported],
    }  # fmt: skip


def _trigger(trigger: Trigger | None) -> dict[str, Any] | None:
    if trigger is None:
        return None
    return {
        "day": _iso(trigger.day), "basis": trigger.basis, "rule": trigger.rule, "evidence": list(trigger.evidence),
        "who": trigger.who,
    }  # fmt: skip


def _iso(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None

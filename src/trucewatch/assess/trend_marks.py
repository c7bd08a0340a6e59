"""The dated events against which a trend or timeline is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from trucewatch.assess.clocks import SIGNATURE, ClockRun
from trucewatch.assess.trends import Mark
from trucewatch.records.agreement import Agreement
from trucewatch.records.decision import Decision

#: ``Decision.target_kind`` where a person marks a day of the case; the target is the event's name.
MARKED_EVENT = "marked event"
#: Clocks of these kinds come to a day on which something is due.
_DUE = frozenset({"fixed", "offset"})


def marks_of(agreement: Agreement, runs: Iterable[ClockRun], decisions: Iterable[Decision]) -> list[Mark]:
    """Dated events of the agreement file, what persons or the record dated, deadlines, and days that persons marked.

    ``runs`` are the provisions' clocks; deadlines of one day are one mark. ``decisions`` are those in force.
    """
    found = [Mark(day=e.day, name=e.title or e.name, kind="event") for e in agreement.events if e.day]
    if agreement.signed and not any(e.name == SIGNATURE and e.day for e in agreement.events):
        found.append(Mark(day=agreement.signed, name="Agreement signed", kind="event"))
    titles = {e.name: e.title or e.name for e in agreement.events}
    due: dict[date, list[str]] = {}
    for run in runs:
        trigger = run.trigger
        if trigger and trigger.day and trigger.basis != "agreement file":
            dated_by = "a person" if trigger.basis == "person" else "the record"
            name = f"{titles.get(trigger.name, trigger.name)} (dated by {dated_by})"
            found.append(Mark(day=trigger.day, name=name, kind="event"))
        if run.due and run.clock.kind in _DUE:
            due.setdefault(run.due, []).append(run.ref)
    found += [Mark(day=day, name=f"Due by the rule: {', '.join(refs)}", kind="deadline") for day, refs in due.items()]
    found += _by_persons(decisions)
    return list(dict.fromkeys(found))


def marked_days(decisions: Iterable[Decision]) -> dict[str, date]:
    """Name -> the last day that a person gave to it, if the last is one. ``decisions`` are those in force."""
    last = {d.target: d.new for d in decisions if d.target_kind == MARKED_EVENT}
    return {name: date.fromisoformat(day) for name, day in last.items() if day}


def _by_persons(decisions: Iterable[Decision]) -> Sequence[Mark]:
    return [
        Mark(day=day, name=f"{name} (marked by a person)", kind="person")
        for name, day in marked_days(decisions).items()
    ]

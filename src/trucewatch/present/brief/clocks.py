"""A provision's clock in words: where it stands, what set it going, how its day is counted, what others give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from trucewatch.assess.clocks import SIGNATURE, ClockRun, ReportedDue, Trigger
from trucewatch.present.brief.agreement_model import ClockShown, Lead, OtherDay, Untied
from trucewatch.present.brief.evidence import Evidence
from trucewatch.present.brief.incidents import Incidents
from trucewatch.present.brief.model import Citation
from trucewatch.present.brief.words import counted, day_words, distance_words, listed, ordinal
from trucewatch.records.agreement import Agreement, Clock
from trucewatch.records.commitment import Commitment
from trucewatch.records.decision import Decision
from trucewatch.records.hands import SOMEBODY
from trucewatch.records.ids import shown

#: States in which a clock has no day to run to.
_OPEN = frozenset({"not started", "in force", "no date"})


class Clocks:
    """Makes the shown form of clocks; ``anchors`` are those of the incidents that the brief shows."""

    def __init__(
        self,
        agreement: Agreement,
        incidents: Incidents,
        commitments: Iterable[Commitment],
        decisions: Iterable[Decision],
        evidence: Evidence,
        *,
        anchors: Mapping[str, str],
        decision_id: Callable[[str], str] = lambda one: shown("decision", one),
    ) -> None:
        """``anchors`` is incident id -> anchor, ``decision_id`` how a decision is named."""
        self._titles = {event.name: event.title for event in agreement.events if event.title}
        self._incidents = incidents
        self._commitments = {commitment.id: commitment for commitment in commitments}
        self._decisions = {decision.id for decision in decisions}
        self._evidence = evidence
        self._anchors = anchors
        self._decision_id = decision_id

    def shown(self, run: ClockRun) -> ClockShown:
        clock, due = run.clock, run.due
        return ClockShown(
            state=run.state,
            words=state_words(run),
            rule=clock_words(clock),
            counted=sum_words(run),
            due=due,
            days_left=run.days_left,
            distance=distance_words(due, run.as_of) if due else "",
            opens=clock.opens,
            zone=zone_words(run),
            trigger=trigger_words(run, self._titles),
            records=self._records(run.trigger.evidence if run.trigger else ()),
            performed=performed_words(run),
            performed_by=self._records(run.performed.evidence if run.performed else ()),
            others=tuple(self._other(other, run) for other in run.reported),
            untied=tuple(
                Untied(
                    day=day_words(one.day), why_not=one.why_not,
                    record=next(iter(self._records((one.incident,))), None),
                )
                for one in run.candidates
            ),
            readings=tuple((owner, self._rival(rival)) for owner, rival in run.by_reading),
        )  # fmt: skip

    def _records(self, ids: Iterable[str]) -> tuple[Lead, ...]:
        """Where the record behind a day stands: incidents with their citations, decisions by their id."""
        found = []
        for one in ids:
            if one in self._decisions:
                found.append(Lead(shown_id=self._decision_id(one), anchor="", citations=()))
            elif (incident := self._incidents.incidents.get(one)) is not None:
                cited = [self._evidence.citation(m.words) for m in self._incidents.mentions(incident)]
                citations = tuple(dict.fromkeys(c for c in cited if c is not None))
                name = self._incidents.shown_id(incident)
                found.append(Lead(shown_id=name, anchor=self._anchors.get(one, ""), citations=citations))
        return tuple(found)

    def _other(self, other: ReportedDue, run: ClockRun) -> OtherDay:
        citations: dict[Citation, None] = {}
        for one in other.commitments:
            if one in self._commitments and (c := self._evidence.citation(self._commitments[one].span)) is not None:
                citations[c] = None
        return OtherDay(day=day_words(other.day), apart=apart_words(other.day, run), citations=tuple(citations))

    def _rival(self, run: ClockRun) -> str:
        how = sum_words(run)
        return f"{state_words(run)}{f'; {how}' if how else ''}"


def trigger_words(run: ClockRun, titles: Mapping[str, str]) -> str:
    """What the clock hangs on with its day and why that day holds; "" for a clock that hangs on nothing. ``titles`` are
    those of the agreement's events."""
    after = run.clock.after
    if after is None:
        return ""
    title = titles.get(after, after) if after != SIGNATURE else after
    name = f"{after} ({title})" if title != after else after
    trigger = run.trigger
    if trigger is None:
        return f"{name}: {_waiting(after)}"
    if trigger.day is None:
        return f"{name}: {_basis(trigger)}"
    ahead = f", still to come on {day_words(run.as_of)}" if trigger.day > run.as_of else ""
    return f"{name}: {day_words(trigger.day)}, {_basis(trigger)}{ahead}"


def performed_words(run: ClockRun) -> str:
    """What a person entered of the provision itself: the day it was carried out; "" where nobody did."""
    if run.performed is None:
        return ""
    day = run.performed.day
    return f"{day_words(day)}, {_basis(run.performed)}" if day else _basis(run.performed)


def apart_words(day: date, run: ClockRun) -> str:
    """How far a day that is given lies from the computed one; "" where none is computed."""
    if run.due is None:
        return ""
    days = (day - run.due).days
    return f"{counted(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"


def _waiting(after: str) -> str:
    if after.startswith("provision "):
        return "not dated; a person says when it was carried out"
    return "not dated by the agreement file, by the record or by a person"


def _basis(trigger: Trigger) -> str:
    named = trigger.basis == "person" and trigger.who and trigger.who != SOMEBODY
    return f"by {trigger.who}, {trigger.rule}" if named else trigger.rule


def clock_words(clock: Clock) -> str:
    """The rule in words: the agreement file's own, else one made from its parts."""
    if clock.text:
        return clock.text
    after = f" after {clock.after}" if clock.after else ""
    if clock.kind == "fixed" and clock.day:
        return f"on {day_words(clock.day)}"
    if clock.kind == "offset":
        return f"{_window(clock)}{_length(clock)}{after}"
    if clock.kind == "recurring":
        return f"every {_length(clock)}{after}"
    if clock.kind == "with" and clock.after:
        return f"with: {clock.after}"
    return "from the start, with no end" if clock.kind == "continuing" else ""


def _length(clock: Clock) -> str:
    return listed([counted(n, unit) for n, unit in ((clock.months, "month"), (clock.days, "day")) if n]) or "0 days"


def _window(clock: Clock) -> str:
    opens = [counted(n, unit) for n, unit in ((clock.opens_months, "month"), (clock.opens_days, "day")) if n]
    return f"from {listed(opens)} to " if opens else ""


def sum_words(run: ClockRun) -> str:
    """How the day is counted: "14 months from 29 February 2020 = 29 April 2021"; "" where nothing is counted."""
    clock, due = run.clock, run.due
    if clock.start is None or due is None or clock.kind not in ("offset", "recurring"):
        return ""
    if clock.kind == "recurring":
        return f"every {_length(clock)} from {day_words(clock.start)}; the {ordinal(run.rounds + 1)} = {day_words(due)}"
    opens = f"; opens {day_words(clock.opens)}" if clock.opens else ""
    return f"{_length(clock)} from {day_words(clock.start)} = {day_words(due)}{opens}"


def state_words(run: ClockRun) -> str:
    """Where a clock stands: "not started", "due in 12 days, on 3 May 2031" ..."""
    if run.state in _OPEN or run.due is None:
        since = f" since {day_words(run.clock.start)}" if run.state == "in force" and run.clock.start else ""
        return f"{run.state}{since}"
    hour = f" at {run.clock.hour:%H:%M} ({run.clock.zone})" if run.clock.hour and run.clock.zone else ""
    on = f"{day_words(run.due)}{hour}"
    if run.clock.opens and run.as_of < run.clock.opens:
        return f"not open before {day_words(run.clock.opens)}; due {distance_words(run.due, run.as_of)}, on {on}"
    if run.state == "passed":
        return f"fell due {distance_words(run.due, run.as_of)}, on {on}"
    again = f", for the {ordinal(run.rounds + 1)} time" if run.clock.kind == "recurring" else ""
    return f"due {distance_words(run.due, run.as_of)}, on {on}{again}"


def zone_words(run: ClockRun) -> str:
    """The zone in which the day runs out, and when that is in UTC; "" where the file names none."""
    if run.clock.zone is None:
        return ""
    if run.instant is None:
        return run.clock.zone
    end = "at that hour" if run.clock.hour else "at the end of that day"
    return f"{run.clock.zone}; runs out {end}, {day_words(run.instant.date())} {run.instant:%H:%M} UTC"

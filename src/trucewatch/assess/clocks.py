"""How far each provision's clock has run at a date, and what set it going.

A clock is set going by the agreement file, by a person, or by a dated incident that the record supports; never by
one side's word. What does not suffice is kept as a candidate, for a person to look at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from trucewatch.assess.corroborate import Support, speakers_of, support
from trucewatch.records.agreement import Agreement, Clock, Event, Provision
from trucewatch.records.commitment import Commitment
from trucewatch.records.decision import Decision
from trucewatch.records.due import instant_of, round_at, started
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement, standing
from trucewatch.records.mention import IncidentMention
from trucewatch.records.report import Report
from trucewatch.records.statement import Statement
from trucewatch.records.wording import content, notion, tokens

ClockState = Literal["no date", "not started", "in force", "running", "due", "passed"]
TriggerBasis = Literal["agreement file", "person", "record"]
#: ``Decision.target_kind`` where a person dates what clocks hang on; the target is the name in ``Clock.after``.
CLOCK_EVENT = "clock event"
SIGNATURE = "signature"
#: Such a name followed by a reference stands for that the provision is carried out.
PROVISION = "provision"
#: Accounts that tell of something that took place.
_TOLD = ("narrated", "claimed", "alleged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """What clocks hang on, dated. ``rule`` says why the day holds, ``evidence`` are ids of incidents or a decision."""

    name: str
    day: date | None
    basis: TriggerBasis
    rule: str
    evidence: tuple[str, ...] = ()
    who: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A reported incident that may be the event, and why it does not start the clock by itself."""

    name: str
    day: date
    incident: str
    why_not: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedDue:
    """A day that is given in place of the computed one: by the agreement file (no commitments) or by reports."""

    day: date
    commitments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRun:
    """One provision's clock as of a day.

    ``days_left`` counts to the day due (negative once it has passed); of a recurring duty that is the next round, of
    which ``rounds`` have fallen due before. ``instant`` is when it runs out in UTC, where the file names a zone.
    ``by_reading`` are the clocks of rival readings that come to other days, by whose reading it is. ``performed`` is
    what a person entered of the provision itself: the day it was carried out, or without one that it has not been.
    """

    ref: str
    as_of: date
    clock: Clock
    state: ClockState
    trigger: Trigger | None = None
    candidates: tuple[Candidate, ...] = ()
    due: date | None = None
    days_left: int | None = None
    rounds: int = 0
    instant: datetime | None = None
    reported: tuple[ReportedDue, ...] = ()
    by_reading: tuple[tuple[str, ClockRun], ...] = ()
    performed: Trigger | None = None


def clocks_at(
    agreement: Agreement,
    *,
    incidents: Sequence[Incident],
    mentions: Iterable[IncidentMention],
    statements: Iterable[Statement],
    reports: Iterable[Report],
    origin_of: Mapping[str, str],
    judgements: Iterable[Judgement],
    commitments: Iterable[Commitment],
    decisions: Iterable[Decision],
    as_of: date,
) -> tuple[ClockRun, ...]:
    """Every provision's clock as of a day, out of the records of a case; ``decisions`` are those in force."""
    told = {m.id: m for m in mentions}
    held = list(reports)
    report_of = {text_id: report.id for report in held for text_id in report.text_ids}
    publishers = {report.id: report.publisher for report in held}
    said = list(statements)

    def support_of(incident: Incident) -> Support:
        own = [told[m] for m in incident.mention_ids if m in told]
        several = len({a.said_by for a in incident.accounts if a.said_by and not a.side}) > 1
        return support(
            incident, {m.id: report_of[m.text_id] for m in own if m.text_id in report_of}, origin_of,
            publishers=publishers, agreement=agreement, speakers=speakers_of(own, said) if several else None,
        )  # fmt: skip

    triggers, candidates = find_triggers(
        agreement, incidents, decisions, support_of=support_of,
        words_of=lambda incident: " … ".join(told[m].words.words for m in incident.mention_ids if m in told),
    )  # fmt: skip
    return run_clocks(agreement, triggers, candidates, as_of=as_of, links=judgements, commitments=commitments)


def find_triggers(
    agreement: Agreement,
    incidents: Sequence[Incident],
    decisions: Iterable[Decision],
    *,
    words_of: Callable[[Incident], str],
    support_of: Callable[[Incident], Support],
) -> tuple[dict[str, Trigger], tuple[Candidate, ...]]:
    """Date the events that the file leaves open: a person's day holds, else the day that the record supports.

    The record supports an incident of the event's types, with all its sides, one of its keywords and an exact day, if
    two independent origins report it, or two sides tell of it, and nobody denies it; where such incidents give several
    days, none holds. ``decisions`` are those in force. ``words_of`` gives an incident's words in all reports.
    """
    by_person = {d.target: d for d in decisions if d.target_kind == CLOCK_EVENT and d.action == "set"}
    found: dict[str, Trigger] = {}
    open_ones: list[Candidate] = []
    for name, decision in by_person.items():
        day = date.fromisoformat(decision.new) if decision.new else None
        took_place = "has not been carried out" if name.startswith(f"{PROVISION} ") else "has not happened"
        rule = "dated by a person" if day else f"a person says that it {took_place}"
        found[name] = Trigger(
            name=name, day=day, basis="person", rule=f"{rule}: {decision.why}" if decision.why else rule,
            evidence=(decision.id,), who=decision.who,
        )  # fmt: skip
    for event in agreement.events:
        if event.name in found:
            continue
        if event.day is not None:
            found[event.name] = Trigger(
                name=event.name, day=event.day, basis="agreement file", rule="dated in the agreement file"
            )
            continue
        supported, rest = _in_record(event, incidents, words_of, support_of)
        days = {day for _, day, _ in supported}
        if len(days) == 1:
            found[event.name] = Trigger(
                name=event.name, day=days.pop(), basis="record",
                rule="; ".join(dict.fromkeys(rule for _, _, rule in supported)),
                evidence=tuple(incident.id for incident, _, _ in supported),
            )  # fmt: skip
        else:
            clash = f"supported reports give {len(days)} different days; a person has to choose"
            open_ones += [Candidate(name=event.name, day=d, incident=i.id, why_not=clash) for i, d, _ in supported]
        open_ones += rest
    return found, tuple(sorted(open_ones, key=lambda c: (c.name, c.day, c.incident)))


def _in_record(
    event: Event,
    incidents: Sequence[Incident],
    words_of: Callable[[Incident], str],
    support_of: Callable[[Incident], Support],
) -> tuple[list[tuple[Incident, date, str]], list[Candidate]]:
    """(incident, its day, why it is supported), and those that fit but do not suffice."""
    supported: list[tuple[Incident, date, str]] = []
    rest: list[Candidate] = []
    keywords = [set(content(k)) or {notion(w) for w in tokens(k)} for k in event.keywords]
    for incident in incidents:
        when = incident.when
        if incident.type not in event.types or when is None or when.first_day is None:
            continue
        present = {p.side for p in (*incident.actors, *incident.targets)}
        if not set(event.sides) <= present:
            continue
        if keywords:
            heard = set(content(words_of(incident)))
            if not any(k <= heard for k in keywords):
                continue
        why_not, rule = _weighed(incident, support_of(incident))
        if why_not is None:
            supported.append((incident, when.first_day, rule))
        else:
            rest.append(Candidate(name=event.name, day=when.first_day, incident=incident.id, why_not=why_not))
    return supported, rest


def _weighed(incident: Incident, support: Support) -> tuple[str | None, str]:
    """(why the incident does not suffice or None, the rule by which it does)."""
    when = incident.when
    if when is None or when.first_day != when.last_day:
        return "reports give no single day", ""
    if any(a.said_as == "denied" for a in incident.accounts):
        return "somebody denies it", ""
    if not any(a.said_as in _TOLD for a in incident.accounts):
        return "told only as planned, threatened or supposed", ""
    if len(support.origins) >= 2:
        return None, f"{len(support.origins)} independent origins report it"
    if len(support.sides) >= 2:
        return None, f"told by {' and '.join(support.sides)}"
    return "one origin only, and not told by two sides", ""


def run_clocks(
    agreement: Agreement,
    triggers: Mapping[str, Trigger],
    candidates: Sequence[Candidate] = (),
    *,
    as_of: date,
    links: Iterable[Judgement] = (),
    commitments: Iterable[Commitment] = (),
) -> tuple[ClockRun, ...]:
    """Every provision's clock as of a day, in the order of the agreement file.

    ``links`` are the judgements that tie ``commitments`` to provisions: their days stand beside the computed ones.
    """
    promised = {c.id: c for c in commitments if c.due is not None and (c.due.last_day or c.due.first_day)}
    told: dict[str, dict[date, list[str]]] = {}
    for judgement in standing(j for j in links if j.kind == "provision"):
        commitment = promised.get(judgement.left)
        if commitment is not None and commitment.due is not None:
            day = commitment.due.last_day or commitment.due.first_day
            if day is not None:
                told.setdefault(judgement.right, {}).setdefault(day, []).append(commitment.id)
    out = []
    for provision in agreement.provisions:
        run = _run(agreement, provision, triggers, candidates, as_of, told.get(provision.ref, {}))
        rivals = []
        for reading in provision.readings:
            if reading.clock is not None:
                read_so = replace(provision, clock=reading.clock)
                rivals.append((reading.owner, _run(agreement, read_so, triggers, candidates, as_of, {})))
        performed = triggers.get(f"{PROVISION} {provision.ref}")
        out.append(replace(run, by_reading=tuple(rivals), performed=performed))
    return tuple(out)


def _run(
    agreement: Agreement,
    provision: Provision,
    triggers: Mapping[str, Trigger],
    candidates: Sequence[Candidate],
    as_of: date,
    told: Mapping[date, Sequence[str]],
) -> ClockRun:
    given = provision.clock
    trigger = _trigger(agreement, provision, triggers)
    day = trigger.day if trigger else None
    clock = started(given, day if day is not None and day <= as_of else None)
    due, rounds = clock.due, 0
    if (turn := round_at(clock, as_of)) is not None:
        rounds, due = turn
    days: dict[date, tuple[str, ...]] = {d: () for d in given.reported if d != due}
    days |= {d: tuple(ids) for d, ids in told.items() if d != due}
    waiting = given.after is not None and clock.start is None
    return ClockRun(
        ref=provision.ref,
        as_of=as_of,
        clock=clock,
        state=_state(clock, due, as_of),
        trigger=trigger,
        candidates=tuple(c for c in candidates if waiting and c.name == given.after),
        due=due,
        days_left=(due - as_of).days if due else None,
        rounds=rounds,
        instant=instant_of(clock),
        reported=tuple(ReportedDue(day=d, commitments=ids) for d, ids in sorted(days.items())),
    )


def _trigger(agreement: Agreement, provision: Provision, triggers: Mapping[str, Trigger]) -> Trigger | None:
    """What the clock hangs on; the signature is that of the provision's own instrument."""
    after = provision.clock.after
    if after is None:
        return None
    if after in triggers and not (after == SIGNATURE and triggers[after].basis == "agreement file"):
        return triggers[after]
    if after != SIGNATURE:
        return None
    instrument = next((i for i in agreement.instruments if i.id == provision.instrument), None)
    event = next((e for e in agreement.events if e.name == SIGNATURE), None)
    signed = (instrument.signed if instrument else None) or agreement.signed or (event.day if event else None)
    return Trigger(name=SIGNATURE, day=signed, basis="agreement file", rule="dated in the agreement file")


def _state(clock: Clock, due: date | None, as_of: date) -> ClockState:
    if clock.kind == "none":
        return "no date"
    if clock.kind != "fixed" and clock.start is None:
        return "not started"
    if clock.kind == "continuing":
        return "in force"
    if due is None:
        return "no date"
    if due == as_of:
        return "due"
    return "running" if due > as_of else "passed"

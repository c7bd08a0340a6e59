"""What changed in a case between two instants of its own record.

The store says which records differ; here they are read: what is new, which recorded value became another and by
whom, which claims are newly answered, what the clocks did, what falls due. Nothing is weighed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from trucewatch.assess.clocks import ClockRun, clocks_at
from trucewatch.records.agreement import Agreement
from trucewatch.records.assessment import Assessment
from trucewatch.records.change import Changed
from trucewatch.records.commitment import Commitment
from trucewatch.records.decision import Decision, active
from trucewatch.records.figure import FigureSeries
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement, JudgementKind, standing
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.origins import origins_of
from trucewatch.records.report import Report
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.records.when import When
from trucewatch.records.where import Where

#: Deadlines are told of this long before.
AHEAD = timedelta(days=14)
#: The fields of a record that say what was read, in the order shown; a report's are worked out of what was found.
VALUES: Mapping[str, tuple[str, ...]] = {
    "statement": (
        "speaker", "rival_speakers", "role", "side", "act", "target_side", "medium", "said_on", "direct", "via",
        "reported_by", "note",
    ),
    "incident": (
        "type", "where", "when", "actors", "targets", "counts", "weapon", "civilian_harm", "part_of", "note",
    ),
    "figure": (
        "quantity", "value", "low", "high", "bound", "definition", "side", "place", "as_of", "period", "said_by",
        "denied",
    ),
    "commitment": ("obligor", "beneficiary", "what", "forbids", "due", "due_rule", "condition", "said_by", "disputed"),
    "report": ("title", "publisher", "published", "text_id", "notices"),
}  # fmt: skip
#: Parts of a value that say where it stands or why, not what it is.
_BESIDE = frozenset({"span", "reasons", "maker", "mention_id"})
#: What a time and a place say, whatever words they were read from.
_SAYS: Mapping[type, tuple[str, ...]] = {
    When: ("first_day", "last_day", "precision", "role", "offset"),
    Where: ("name", "precision", "admin1", "country_name", "country"),
}


class Known(Protocol):
    """The case as it was at one instant."""

    def agreement(self) -> Agreement: ...
    def reports(self) -> Iterable[Report]: ...
    def statements(self) -> Iterable[Statement]: ...
    def incidents(self, *, type: str | None = None) -> Iterable[Incident]: ...
    def commitments(self) -> Iterable[Commitment]: ...
    def judgements(self, kind: JudgementKind | None = None) -> Iterable[Judgement]: ...
    def assessments(self) -> Iterable[Assessment]: ...
    def decisions(self) -> Iterable[Decision]: ...
    def redirects(self) -> Mapping[str, str]: ...
    def of_ids(self, kind: str, ids: Iterable[str]) -> Iterable[Any]: ...


class History(Protocol):
    """A case that can be asked what it held at an instant; the store is one."""

    def at(self, instant: datetime) -> Known: ...
    def changed(self, kind: str, /, *, since: datetime | None, until: datetime, **equal: str) -> Iterable[Changed]: ...
    def lost_places(self, *, as_of: datetime | None = None, since: datetime | None = None) -> Iterable[Decision]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A recorded value that became another. ``by`` is the person who set it, or the stage that reads it so now; ``why``
    is what the person gave as reason."""

    field: str
    before: Any
    after: Any
    by: Maker
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRecord:
    """A record with other values than before, or with more or fewer tellings (``tellings``: how many before, after)."""

    kind: str
    id: str
    before: Any
    after: Any
    values: tuple[FieldChange, ...] = ()
    tellings: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Two records that were judged to be one; ``into`` is the id in use now."""

    kind: str
    id: str
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A claim with its answers and their kinds: in ``Changes.answered`` those it has now and had not, in ``unanswered``
    those it had before and has no more."""

    claim: Statement
    answers: tuple[tuple[Statement, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChange:
    """A provision (or claimed term) whose ``what``, "assessment" or "clock", stands otherwise than before."""

    ref: str
    what: str
    before: str
    after: str
    due_before: date | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Something due: by a provision's clock (``ref``), or a promise that reports tell of (``commitment``)."""

    day: date
    days_left: int
    ref: str | None = None
    commitment: Commitment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is other in a case at ``until`` than it was at ``since`` (None: from the empty case). In the order recorded.

    ``figures`` are series that came into conflict, or have further values in one. ``told_again`` are records of which
    nothing changed but that further reports tell of them. ``gone`` are records that the case no longer holds and that
    were not merged. ``lost`` are decisions that no longer find their words.
    """

    since: datetime | None
    until: datetime
    today: date
    reports: tuple[Report, ...] = ()
    statements: tuple[Statement, ...] = ()
    incidents: tuple[Incident, ...] = ()
    changed: tuple[ChangedRecord, ...] = ()
    told_again: tuple[ChangedRecord, ...] = ()
    merged: tuple[Merged, ...] = ()
    gone: tuple[Changed, ...] = ()
    answered: tuple[Answered, ...] = ()
    unanswered: tuple[Answered, ...] = ()
    figures: tuple[FigureSeries, ...] = ()
    states: tuple[StateChange, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    lost: tuple[Decision, ...] = ()

    @property
    def any(self) -> bool:
        """True if anything at all is other than before (deadlines that draw near are no change)."""
        return any(
            getattr(self, f.name) for f in fields(self) if f.name not in ("since", "until", "today", "deadlines")
        )


def changes(history: History, *, since: datetime | None, until: datetime, today: date | None = None) -> Changes:
    """What changed in a case after ``since`` and up to ``until``, both instants of its own record.

    Deadlines are those from ``today`` on (the day of ``until``, if it is not given), and clocks are compared as they
    stood on the day of ``since`` and stand today. Only records that differ are read, besides agreement and clocks.

    Raises: ValueError if ``since`` lies after ``until``.
    """
    if since is not None and since > until:
        raise ValueError(f"since ({since}) lies after until ({until}); give the earlier instant first")
    today = today or until.date()
    now = history.at(until)
    before = history.at(since) if since is not None else None
    redirects = dict(now.redirects())
    people = _decided(now, before)
    kinds = {
        kind: list(history.changed(kind, since=since, until=until))
        for kind in ("report", "statement", "incident", "figure", "commitment")
    }
    changed = [one for kind in kinds for one in _changed(kinds[kind], people, now)]
    gone = [c for kind in ("statement", "incident") for c in kinds[kind] if c.after is None]
    clocks = clocks_known(now, today)
    answered, unanswered = _answered(history, before, now, since=since, until=until, redirects=redirects)
    return Changes(
        since=since,
        until=until,
        today=today,
        reports=tuple(c.after for c in kinds["report"] if c.before is None),
        statements=tuple(c.after for c in kinds["statement"] if c.before is None),
        incidents=tuple(c.after for c in kinds["incident"] if c.before is None),
        changed=tuple(c for c in changed if c.values or c.tellings[1] < c.tellings[0]),
        told_again=tuple(c for c in changed if not c.values and c.tellings[1] > c.tellings[0]),
        merged=tuple(Merged(kind=c.kind, id=c.id, into=_last(c.id, redirects)) for c in gone if c.id in redirects),
        gone=tuple(c for c in gone if c.id not in redirects),
        answered=answered,
        unanswered=unanswered,
        figures=_conflicts(history, since=since, until=until, now=now, before=before),
        states=_states(before, now, clocks, since),
        deadlines=deadlines(clocks, now.commitments(), today=today),
        lost=tuple(history.lost_places(as_of=until, since=since)),
    )


def clocks_known(known: Known, day: date) -> tuple[ClockRun, ...]:
    """Every provision's clock as of a day, by what was known; without the days that reports give for it.

    Only what may set a clock going is read.
    """
    agreement = known.agreement()
    kinds = dict.fromkeys(t for event in agreement.events if event.day is None for t in event.types)
    incidents = [i for kind in kinds for i in known.incidents(type=kind)]
    reports = list(known.reports()) if incidents else []
    return clocks_at(
        agreement,
        incidents=incidents,
        mentions=list(known.of_ids("incident mention", (m for i in incidents for m in i.mention_ids))),
        statements=known.statements() if incidents else (),
        reports=reports,
        origin_of=origins_of(reports, known.judgements("same_report")).origin_of if incidents else {},
        judgements=(),
        commitments=(),
        decisions=active(list(known.decisions())),
        as_of=day,
    )


# -- values ------------------------------------------------------------------------------------------


def _decided(now: Known, before: Known | None) -> dict[str, list[Decision]]:
    """The decisions made since, by the ids that they are about, and by those that these lead to now."""
    known = {d.id for d in before.decisions()} if before else set()
    led = now.redirects()
    made: dict[str, list[Decision]] = {}
    for decision in now.decisions():
        if decision.id not in known:
            about = {decision.target: None}
            while (target := led.get(next(reversed(about)))) is not None and target not in about:
                about[target] = None
            for one in about:
                made.setdefault(one, []).append(decision)
    return made


def _changed(found: Iterable[Changed], people: Mapping[str, Sequence[Decision]], now: Known) -> Iterator[ChangedRecord]:
    for one in found:
        if one.before is None or one.after is None:
            continue
        about = [d for i in (one.id, *getattr(one.after, "mention_ids", ())) for d in people.get(i, ())]
        values = tuple(
            FieldChange(field=name, before=old, after=new, by=by, why=why)
            for name in VALUES[one.kind]
            for old, new in [(getattr(one.before, name), getattr(one.after, name))]
            if said(old) != said(new)
            for by, why in [_by(one.after, name, about)]
        )
        told = tuple(len(getattr(r, "mention_ids", ())) for r in (one.before, one.after))
        if values or told[0] != told[1]:
            yield ChangedRecord(
                kind=one.kind, id=one.id, before=one.before, after=one.after, values=values, tellings=(told[0], told[1])
            )


def said(value: Any) -> Any:
    """What a value says, without the words and places it was read from: to compare by."""
    if isinstance(value, Span):
        return value.words
    if is_dataclass(value) and not isinstance(value, type):
        wanted = _SAYS.get(type(value)) or tuple(f.name for f in fields(value) if f.name not in _BESIDE)
        return (type(value).__name__, *(said(getattr(value, name)) for name in wanted))
    if isinstance(value, tuple):
        return tuple(sorted((said(one) for one in value), key=repr))
    return value


def _by(record: Any, field: str, about: Sequence[Decision]) -> tuple[Maker, str | None]:
    """Who gave the field its value: the last person who set it, else what made the record."""
    own = [d for d in about if d.action == "set" and _means(d.field, field)]
    if own:
        return Maker(kind="person", name=own[-1].who), own[-1].why
    reasons: tuple[Reason, ...] = getattr(record, "reasons", ())
    person = next((r.rule for r in reasons if r.field == field and r.rule.startswith("person ")), None)
    if person:
        return Maker(kind="person", name=person.removeprefix("person ")), None
    maker = getattr(record, "maker", None)
    return maker or Maker(kind="machine", name="intake", version="1"), None


def _means(given: str | None, field: str) -> bool:
    """A person says "day" or "place" where the record has a field of another name."""
    also = {"day": ("said_on", "when", "as_of", "due"), "place": ("where", "place"), "places": ("where",)}
    return given == field or field in also.get(given or "", ())


def _last(record_id: str, redirects: Mapping[str, str]) -> str:
    passed = {record_id}
    while record_id in redirects and redirects[record_id] not in passed:
        record_id = redirects[record_id]
        passed.add(record_id)
    return record_id


# -- answers, figures ---------------------------------------------------------------------------------


def _answers(known: Known | None, redirects: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Claim -> answer -> kind, under the ids in use at the later instant."""
    found: dict[str, dict[str, str]] = {}
    for judgement in standing(known.judgements("response")) if known else ():
        left, right = _last(judgement.left, redirects), _last(judgement.right, redirects)
        found.setdefault(left, {})[right] = judgement.label or ""
    return found


def _answered(
    history: History, before: Known | None, now: Known, *, since: datetime | None, until: datetime,
    redirects: Mapping[str, str],
) -> tuple[tuple[Answered, ...], tuple[Answered, ...]]:  # fmt: skip
    """Claims that have their first answer, and those that have none any more; claims that are gone are neither."""
    if not any(True for _ in history.changed("judgement", since=since, until=until, kind="response")):
        return (), ()
    then, there = _answers(before, redirects), _answers(now, redirects)
    fresh = {claim: answers for claim, answers in there.items() if claim not in then}
    past = {claim: answers for claim, answers in then.items() if claim not in there}
    held = _statements({*fresh, *past, *(a for answers in fresh.values() for a in answers)}, now)
    had = _statements({a for answers in past.values() for a in answers}, before) | held
    return (
        tuple(_of(held[claim], answers, held) for claim, answers in fresh.items() if claim in held),
        tuple(_of(held[claim], answers, had) for claim, answers in past.items() if claim in held),
    )


def _statements(ids: Iterable[str], known: Known | None) -> dict[str, Statement]:
    return {s.id: s for s in known.of_ids("statement", sorted(ids))} if known else {}


def _of(claim: Statement, answers: Mapping[str, str], held: Mapping[str, Statement]) -> Answered:
    return Answered(claim=claim, answers=tuple((held[a], kind) for a, kind in answers.items() if a in held))


def _conflicts(
    history: History, *, since: datetime | None, until: datetime, now: Known, before: Known | None
) -> tuple[FigureSeries, ...]:
    """Series in conflict now that were not, or that hold values now which no source had given."""
    found = []
    for one in history.changed("series", since=since, until=until):
        if one.after is None or one.after.agreement != "conflict":
            continue
        if one.before is not None and one.before.agreement == "conflict" and before is not None:
            given = {(f.value, f.low, f.high, f.bound) for f in before.of_ids("figure", one.before.figure_ids)}
            if {(f.value, f.low, f.high, f.bound) for f in now.of_ids("figure", one.after.figure_ids)} <= given:
                continue
        found.append(one.after)
    return tuple(found)


# -- the agreement -------------------------------------------------------------------------------------


def _states(
    before: Known | None, now: Known, clocks: Sequence[ClockRun], since: datetime | None
) -> tuple[StateChange, ...]:
    """Provisions and claimed terms that stand otherwise; from the empty case those that anything was said about."""
    then = {a.provision: a.status for a in before.assessments()} if before else {}
    there = {a.provision: a.status for a in now.assessments()}
    found = [
        StateChange(ref=ref, what="assessment", before=old, after=status)
        for ref, status in there.items()
        for old in [then.get(ref, "no reports")]
        if old != status
    ]
    if before is None or since is None:
        return tuple(found)
    ran = {run.ref: run for run in clocks_known(before, since.date())}
    found += [
        StateChange(
            ref=run.ref, what="clock", before=ran[run.ref].state, after=run.state, due_before=ran[run.ref].due,
            due=run.due,
        )
        for run in clocks
        if run.ref in ran and (ran[run.ref].state, ran[run.ref].due) != (run.state, run.due)
    ]  # fmt: skip
    order = {run.ref: n for n, run in enumerate(clocks)}
    return tuple(sorted(found, key=lambda s: (order.get(s.ref, len(order)), s.what)))


def deadlines(clocks: Sequence[ClockRun], commitments: Iterable[Commitment], *, today: date) -> tuple[Deadline, ...]:
    """What falls due from ``today`` on, within the days looked ahead: clocks, and promises that reports tell of."""
    last = today + AHEAD
    found = [
        Deadline(day=run.due, days_left=(run.due - today).days, ref=run.ref)
        for run in clocks
        if run.due is not None and today <= run.due <= last
    ]
    for one in commitments:
        day = (one.due.last_day or one.due.first_day) if one.due else None
        if day is not None and today <= day <= last:
            found.append(Deadline(day=day, days_left=(day - today).days, commitment=one))
    return tuple(sorted(found, key=lambda d: (d.day, d.ref or "", d.commitment.id if d.commitment else "")))

"""The ledger: each claim against a side, what answered it, or the search that found no answer."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from trucewatch.assess.corroborate import side_of_outlet
from trucewatch.records.agreement import Agreement
from trucewatch.records.judgement import Judgement, standing
from trucewatch.records.mention import StatementMention
from trucewatch.records.origins import Origins, origins_of
from trucewatch.records.report import Report
from trucewatch.records.statement import Statement
from trucewatch.records.vocabulary import CHARGES


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerResponse:
    """One answer. ``delay_days`` runs from the claim's day to the answer's; None if either is not known."""

    statement: Statement
    kind: str
    said: date | None
    delay_days: int | None
    outlets: tuple[str, ...]
    reports: tuple[str, ...]
    judgement: Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was looked through for an answer: the reports from the claim's day on (``since``; all, if it is None), how
    many statements of the side they hold, and how many of them are the side's own."""

    side: str
    reports: int
    since: date | None = None
    up_to: date | None
    statements: int = 0
    own_outlets: int

    def __str__(self) -> str:
        until = f" up to {self.up_to.isoformat()}" if self.up_to else ""
        plural = "report" if self.reports == 1 else "reports"
        verb = "is" if self.own_outlets == 1 else "are"
        own = f"{self.own_outlets} of them {verb} from outlets of the side charged ({self.side})"
        said = f"{self.statements} {'statement' if self.statements == 1 else 'statements'} of {self.side}"
        since = f" from {self.since.isoformat()} on" if self.since else ""
        return f"no response found in {self.reports} {plural}{until}; {own}; looked through{since}: {said}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One claim. ``said`` is the day spoken, ``first_reported`` the first publication; ``provisions`` are references
    of provisions and claimed terms that it bears on; ``origins`` counts independent origins among ``reports``."""

    claim: Statement
    by: str | None
    by_side: str | None
    against: str
    provisions: tuple[str, ...]
    said: date | None
    first_reported: date | None
    outlets: tuple[str, ...]
    reports: tuple[str, ...]
    origins: int
    responses: tuple[LedgerResponse, ...]
    search: Search

    @property
    def answered(self) -> bool:
        return bool(self.responses)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFilter:
    """Which rows of the ledger are wanted: those that all values given hold for, names of any case.

    ``side`` makes the claim, ``against`` is whom it is against, ``provision`` one that it bears on, ``publisher`` part
    of the name of an outlet that carries it. A claim is of the day said, or first reported where that is not known;
    one without any day is left out where ``since`` or ``until`` is given. ``answered`` is True for claims with a
    response, False for those without.
    """

    side: str | None = None
    against: str | None = None
    provision: str | None = None
    act: str | None = None
    since: date | None = None
    until: date | None = None
    answered: bool | None = None
    publisher: str | None = None

    def holds(self, row: LedgerRow) -> bool:
        day = row.said or row.first_reported
        return (
            (self.side is None or (row.by_side or "").casefold() == self.side.casefold())
            and (self.against is None or row.against.casefold() == self.against.casefold())
            and (self.provision is None or self.provision.casefold() in (ref.casefold() for ref in row.provisions))
            and (self.act is None or row.claim.act == self.act)
            and (self.since is None or (day is not None and day >= self.since))
            and (self.until is None or (day is not None and day <= self.until))
            and (self.answered is None or row.answered == self.answered)
            and (self.publisher is None or any(self.publisher.casefold() in o.casefold() for o in row.outlets))
        )


def ledger(
    statements: Sequence[Statement],
    judgements: Iterable[Judgement],
    mentions: Iterable[StatementMention],
    reports: Sequence[Report],
    *,
    agreement: Agreement,
    searched: Searched | None = None,
    origins: Origins | None = None,
) -> tuple[LedgerRow, ...]:
    """List every accusation and condemnation of a side, and every account that a side answered, in the order made
    (unknown days last).

    A charge that names no side, and an account, are against the side that answered. A person's judgement of a pair
    stands in place of the machine's. ``search`` is filled for answered claims as well: it says what was looked through.
    ``searched`` and ``origins`` are those of the whole case where only a part of it is given.
    """
    judged = list(judgements)
    by_id = {s.id: s for s in statements}
    places = Places(statements, mentions, reports)
    origins = origins or origins_of(reports, judged)
    answers = answers_among(judged, by_id)
    touches: dict[str, list[str]] = defaultdict(list)
    for judgement in standing(j for j in judged if j.kind == "provision"):
        touches[judgement.left].append(judgement.right)
    looked = searched or Searched.of(reports, agreement, [(s.side, places.reports_of(s)) for s in statements if s.side])
    rows = []
    for claim in statements:
        sides = [by_id[j.right].side for j in answers[claim.id] if j.label != "retraction"]
        against = claimed_against(act=claim.act, side=claim.side, target_side=claim.target_side, answered_by=sides)
        if against is None:
            continue
        found = places.reports_of(claim)
        said, first = places.said(claim), places.first(claim)
        responses = [
            LedgerResponse(
                statement=(answer := by_id[j.right]),
                kind=j.label or "",
                said=places.said(answer),
                delay_days=_delay(said, places.said(answer)),
                outlets=places.outlets(answer),
                reports=tuple(r.id for r in places.reports_of(answer)),
                judgement=j,
            )
            for j in answers[claim.id]
        ]
        rows.append(
            LedgerRow(
                claim=claim,
                by=claim.speaker,
                by_side=claim.side,
                against=against,
                provisions=tuple(dict.fromkeys(touches[claim.id])),
                said=said,
                first_reported=first,
                outlets=places.outlets(claim),
                reports=tuple(r.id for r in found),
                origins=origins.count(r.id for r in found),
                responses=tuple(sorted(responses, key=lambda r: (r.said or date.max, places.told_at(r.statement)))),
                search=looked.through(against, said or first),
            )
        )
    return tuple(sorted(rows, key=lambda r: (r.said or r.first_reported or date.max, places.told_at(r.claim))))


def claimed_against(
    *, act: str, side: str | None, target_side: str | None, answered_by: Sequence[str | None]
) -> str | None:
    """The side that a statement is a claim against; None if it is no claim. ``answered_by`` are the sides of what
    answers it, retractions aside, in the order of their judgements."""
    against = (target_side if act in CHARGES else None) or next(iter(answered_by), None)
    return None if against == side else against


def answers_among(judgements: Iterable[Judgement], known: Collection[str]) -> dict[str, list[Judgement]]:
    """Claim -> the judgements in force of what answers it, among ``known`` statements."""
    answers: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in standing(j for j in judgements if j.kind == "response"):
        if judgement.left in known and judgement.right in known:
            answers[judgement.left].append(judgement)
    return answers


def chosen_rows(rows: Iterable[LedgerRow], wanted: LedgerFilter) -> tuple[LedgerRow, ...]:
    """The rows that a filter holds for."""
    return tuple(row for row in rows if wanted.holds(row))


def _delay(claimed: date | None, answered: date | None) -> int | None:
    if claimed is None or answered is None or answered < claimed:
        return None
    return (answered - claimed).days


class Searched:
    """Through how many reports an answer was looked for, by the day looked from; the days are worked out once.

    A report without a day may be of any, so it is always among those looked through.
    """

    def __init__(
        self,
        reports: Iterable[tuple[date | None, str | None, int]],
        said: Iterable[tuple[str, date, int]],
        *,
        agreement: Agreement,
    ) -> None:
        """``reports`` counts the reports by day and outlet, ``said`` the statements by side and the day on which they
        were last reported (``date.max``: not known)."""
        sides: dict[str | None, str | None] = {}
        own: dict[str | None, list[tuple[date, int]]] = defaultdict(list)
        days: list[tuple[date, int]] = []
        for published, publisher, number in reports:
            if publisher not in sides:
                sides[publisher] = side_of_outlet(publisher, agreement)
            days.append((published or date.max, number))
            own[sides[publisher]].append(days[-1])
        told: dict[str, list[tuple[date, int]]] = defaultdict(list)
        for side, day, number in said:
            told[side].append((day, number))
        self._reports = _FromDay(days)
        self._own = {side: _FromDay(found) for side, found in own.items()}
        self._said = {side: _FromDay(found) for side, found in told.items()}
        self._up_to = max((day for day, _ in days if day != date.max), default=None)

    @classmethod
    def of(
        cls, reports: Sequence[Report], agreement: Agreement, said: Iterable[tuple[str, Sequence[Report]]]
    ) -> Searched:
        """``said`` gives for each statement its side and the reports that carry it."""
        last = ((side, max((r.published or date.max for r in held), default=date.max), 1) for side, held in said)
        return cls(((r.published, r.publisher, 1) for r in reports), last, agreement=agreement)

    def through(self, side: str, since: date | None) -> Search:
        """The search for an answer by ``side`` in the reports from ``since`` on (all, if the day is not known)."""
        own, said = self._own.get(side), self._said.get(side)
        return Search(
            side=side, reports=self._reports.number(since), since=since, up_to=self._up_to,
            own_outlets=own.number(since) if own else 0, statements=said.number(since) if said else 0,
        )  # fmt: skip


class _FromDay:
    """How many there are from a day on."""

    def __init__(self, numbers: Iterable[tuple[date, int]]) -> None:
        by_day: Counter[date] = Counter()
        for day, number in numbers:
            by_day[day] += number
        self._days = sorted(by_day)
        # behind each day the number of all from it on; none behind the last
        self._left = [*reversed([*accumulate(by_day[day] for day in reversed(self._days))]), 0]

    def number(self, since: date | None) -> int:
        return self._left[bisect_left(self._days, since) if since else 0]


class Places:
    """Where and when statements were reported."""

    def __init__(
        self, statements: Sequence[Statement], mentions: Iterable[StatementMention], reports: Sequence[Report]
    ) -> None:
        held = list(mentions)
        text_of = {m.id: m.text_id for m in held}
        self._start = {m.id: m.content[0].start for m in held}
        holders: dict[str, list[Report]] = defaultdict(list)
        for report in sorted(reports, key=lambda r: (r.published or date.max, r.added_at, r.id)):
            for text_id in report.text_ids:
                holders[text_id].append(report)
        self._reports: dict[str, tuple[Report, ...]] = {}
        for statement in statements:
            texts = {text_of[m] for m in statement.mention_ids if m in text_of}
            found = {r.id: r for t in texts for r in holders[t]}
            ordered = sorted(found.values(), key=lambda r: (r.published or date.max, r.added_at, r.id))
            self._reports[statement.id] = tuple(ordered)

    def told_at(self, statement: Statement) -> tuple[date, float, int, str]:
        """Where a statement stands in the order told, whatever its id: its first report, and how far down in it."""
        first = next(iter(self.reports_of(statement)), None)
        start = min((self._start[m] for m in statement.mention_ids if m in self._start), default=0)
        if first is None:
            return date.max, 0.0, start, statement.id
        return first.published or date.max, first.added_at.timestamp(), start, statement.id

    def reports_of(self, statement: Statement) -> tuple[Report, ...]:
        return self._reports.get(statement.id, ())

    def outlets(self, statement: Statement) -> tuple[str, ...]:
        return tuple(dict.fromkeys(r.publisher for r in self.reports_of(statement) if r.publisher))

    def first(self, statement: Statement) -> date | None:
        return next((r.published for r in self.reports_of(statement) if r.published), None)

    @staticmethod
    def said(statement: Statement) -> date | None:
        return statement.said_on.first_day if statement.said_on else None

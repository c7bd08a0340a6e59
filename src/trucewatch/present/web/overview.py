"""What the first page shows: what is new, what stands open, what falls due, what there is to rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal, get_args

from trucewatch.assess.clocks import ClockRun, ClockState
from trucewatch.assess.trends import stretches_between
from trucewatch.case import Case
from trucewatch.present.web.frame import evidence, link
from trucewatch.records.commitment import Commitment
from trucewatch.records.maker import SetAside
from trucewatch.store import Run, Store
from trucewatch.store.choosing import ReportFilter

#: What the first page shows that is worked out for the whole case.
SNAPSHOTS: Final = ("overview", "open claims", "clocks", "queue")
Since = Literal["run", "brief"]
#: Weeks of the coverage strip, the last ones with reports.
WEEKS: Final = 26
#: Days ahead within which a deadline is near, and those that are told of as well.
NEAR, AHEAD = timedelta(days=14), timedelta(days=30)
#: Commands that take reports in or read them anew.
READING: Final = frozenset({"add", "poll", "watch", "reannotate"})


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """From when on records count as new, and what that moment was. None: nothing ran, or no dossier was issued."""

    since: datetime
    name: str
    key: Since


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week of the coverage strip, with the height of its bar in hundredths of the highest."""

    first: date
    last: date
    reports: int
    outlets: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something due: by a provision's clock (``ref``), or a promise that reports tell of (``what``)."""

    ref: str
    what: str
    day: date
    days_left: int
    address: str

    @property
    def near(self) -> bool:
        return self.days_left <= NEAR.days


def news(case: Case, wanted: Since, runs: Sequence[Run]) -> News | None:
    if wanted == "brief":
        issued = case.store.briefs()
        return News(since=issued[-1].known_at, name=f"dossier {issued[-1].number}", key="brief") if issued else None
    last = next((run for run in reversed(runs) if run.what in READING), None)
    return News(since=last.started_at - timedelta(microseconds=1), name="the last run", key="run") if last else None


def weeks(store: Store) -> list[Week]:
    """The last weeks up to the last report; weeks between without any are there as well."""
    first, last = store.report_span()
    if first is None or last is None:
        return []
    bounds = stretches_between(max(first, last - timedelta(weeks=WEEKS - 1)), last, "week")
    told = store.reports_by_stretch(ReportFilter(), "week", bounds)
    most = max((reports for reports, _ in told.values()), default=1)
    return [
        Week(
            first=start, last=end, reports=told.get(n, (0, 0))[0], outlets=told.get(n, (0, 0))[1],
            height=round(100 * told.get(n, (0, 0))[0] / most),
        )
        for n, (start, end) in enumerate(bounds)
    ]  # fmt: skip


def due_soon(clocks: Sequence[ClockRun], promised: Sequence[Commitment], *, today: date) -> list[Due]:
    """What falls due within 30 days, by a provision's clock or by a promise that reports tell of; the next first."""
    found = [
        Due(ref=run.ref, what="", day=run.due, days_left=(run.due - today).days, address=link("provision", run.ref))
        for run in clocks
        if run.due is not None and today <= run.due <= today + AHEAD
    ]
    for one in promised:
        day = (one.due.last_day or one.due.first_day) if one.due else None
        if day is not None and today <= day <= today + AHEAD:
            address = evidence("commitment", one.id, "due")
            found.append(Due(ref="", what=one.what, day=day, days_left=(day - today).days, address=address))
    return sorted(found, key=lambda due: (due.day, due.ref))


def running(clocks: Sequence[ClockRun]) -> list[ClockRun]:
    """Clocks that have been set going and run towards a day, the next first."""
    return sorted((run for run in clocks if run.state == "running"), key=lambda run: (run.due or date.max, run.ref))


def states(clocks: Sequence[ClockRun]) -> list[tuple[str, int]]:
    """How many clocks stand how, in the order in which a clock goes through its states."""
    counted = Counter(run.state for run in clocks)
    return [(state, counted[state]) for state in get_args(ClockState) if counted[state]]


def by_reason(found: Sequence[SetAside]) -> list[tuple[str, int]]:
    """What was set aside, by reason, most first."""
    counted: dict[str, int] = {}
    for one in found:
        counted[one.reason] = counted.get(one.reason, 0) + one.count
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def plain_counts(counts: Mapping[str, Any] | None) -> list[tuple[str, int]]:
    """What a run counted, but for what was left out (told by reason elsewhere)."""
    return [(name, number) for name, number in (counts or {}).items() if not name.startswith("left out")]


def left_out(run: Run | None) -> list[tuple[str, int]]:
    """What was met in the texts of a run and not used, by reason, most first."""
    found = (
        [(name.partition(": ")[2], n) for name, n in (run.counts or {}).items() if name.startswith("left out")]
        if run
        else []
    )
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))

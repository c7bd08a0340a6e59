"""How long each door that pages of a case come through takes (``trucewatch.browsing``), on a large case.

    python -m benchmarks.browse [--case CASE | --statements 100000] [--rounds 20] [--plans]

Without ``--case`` the case is made up (``benchmarks.made``). Each door is asked ``--rounds`` times after one
warm-up, with other filters each time; milliseconds by the clock, and of CPU time (what a machine with nothing else to
do needs), are printed as median and 95th percentile. ``--plans`` prints the
queries that read a whole table, with the plan that says so, in place of times.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import cycle, product
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks.made import build as build  # asked for by this name
from trucewatch.case import Case, open_case
from trucewatch.store.choosing import IncidentFilter, ReportFilter, StatementFilter
from trucewatch.store.hits import KINDS, SearchFilter
from trucewatch.store.more_pages import ActorFilter, CommitmentFilter, DecisionFilter, SeriesFilter
from trucewatch.store.spread import Box, By

#: Milliseconds that a door may take, so that a page which asks several stays within 150.
ASKED = 60
Door = Callable[[], Any]


def doors(case: Case) -> Iterator[tuple[str, list[Door]]]:
    """Door -> calls of it, each with other filters."""
    rng = random.Random(7)
    overview = case.overview()
    first, last = overview.first or date(2031, 1, 1), overview.last or date(2031, 1, 1)
    acts, types, sides = list(overview.acts), list(overview.types), [s for s in overview.sides if s]
    actors = case.actors_page(limit=50).items
    outlets = sorted({o for item in case.reports_page(limit=50).items if (o := item.record.publisher)})
    refs = [p.ref for p in case.agreement.provisions]
    words = ["convoy", "quota", "ferry", "border gate", "prison*", *_common(case)]

    def period(days: int) -> dict[str, Any]:
        since = first + timedelta(days=rng.randrange(max((last - first).days - days, 1)))
        return {"since": since, "until": since + timedelta(days=days)}

    def said(**wanted: Any) -> Door:
        offset, order = wanted.pop("offset", 0), wanted.pop("order", "newest")
        return partial(case.statements_page, StatementFilter(**wanted), offset=offset, order=order)

    def happened(**wanted: Any) -> Door:
        offset = wanted.pop("offset", 0)
        return partial(case.incidents_page, IncidentFilter(**wanted), offset=offset)

    deep = range(0, max(overview.counts["statement"] - 50, 1), max(overview.counts["statement"] // 10, 1))
    yield "statements", [said(offset=o, order=order) for o, order in product(deep, ("newest", "oldest"))]
    yield "statements: act, side", [said(act=a, side=s) for a, s in product(acts, sides)]
    yield "statements: against", [said(target_side=s, order="oldest") for s in sides]
    yield "statements: speaker", [said(speaker=a.name.split()[-1][:5]) for a in actors[::3]]
    yield "statements: actor", [said(actor_id=a.id) for a in actors[::3]]
    yield "statements: provision", [said(provision=r) for r in refs]
    yield "statements: outlet", [said(publisher=o) for o in outlets]
    yield "statements: period", [said(**period(30)) for _ in range(20)]
    yield "statements: doubt", [said(doubt=d) for d in (0.35, 0.5, 0.9)]
    yield "statements: person", [said(made_by="person")]
    yield "statements: words", [said(words=w) for w in words]
    yield (
        "statements: all at once",
        [
            said(act=a, side=s, publisher=o, words=w, **period(900))
            for a, s, o, w in zip(acts, cycle(sides), cycle(outlets), cycle(words), strict=False)
        ],
    )
    yield "incidents", [happened(offset=o) for o in range(0, max(overview.counts["incident"] - 50, 1), 2000)]
    yield "incidents: type, side", [happened(type=t, side=s) for t, s in product(types, sides)]
    yield "incidents: place", [happened(place=w) for w in ("ba", "shore 3", "coast")]
    yield "incidents: alleged, words", [happened(alleged=True, words=w) for w in words]
    yield "map: everything", [case.incident_map]
    yield (
        "map: a part, a month",
        [partial(case.incident_map, _part(rng), IncidentFilter(**period(30))) for _ in range(20)],
    )
    yield "map: a part", [partial(case.incident_map, _part(rng)) for _ in range(20)]
    yield "reports", [partial(case.reports_page, offset=o) for o in range(0, overview.counts["report"], 1000)]
    yield (
        "reports: title, outlet",
        [
            partial(case.reports_page, ReportFilter(title=w, publisher=o))
            for w, o in zip(words, cycle(outlets), strict=False)
        ],
    )
    yield "actors", [partial(case.actors_page, offset=o) for o in (0, 50, 500)]
    yield (
        "actors: name, side",
        [partial(case.actors_page, ActorFilter(name=n, side=s)) for n, s in product(("ba", "do"), sides)],
    )
    yield "figures", [partial(case.figures_page, SeriesFilter(state=s)) for s in (None, "conflict", "single")]
    yield "decisions", [partial(case.decisions_page, DecisionFilter(who=w)) for w in (None, "Ada Reader")]
    yield "commitments", [partial(case.commitments_page, CommitmentFilter(side=s)) for s in (None, *sides)]
    for kind in KINDS:
        yield f"search: {kind}s", [partial(case.search_page, SearchFilter(words=w), kind=kind) for w in words]
    yield (
        "search: narrowed",
        [
            partial(case.search_page, SearchFilter(words=w, side=s, **period(400)), order="newest")
            for w, s in product(words, sides)
        ],
    )
    bys: tuple[By, ...] = ("side", "act", "type", "all")
    yield "timeline: everything", [partial(case.timeline, by=by) for by in bys]
    yield "timeline: a year", [partial(case.timeline, per="week", **period(365)) for _ in range(10)]
    yield "events: a week", [partial(case.events, **period(7)) for _ in range(20)]
    yield "overview", [case.overview]
    yield "newest", [partial(case.newest, since) for since in (None, datetime(2000, 1, 1, tzinfo=UTC))]
    some = [i.record.id for o in deep for i in case.statements_page(offset=o, limit=2).items]
    yield "neighbours", [partial(case.neighbours, "statement", i) for i in some]


def _common(case: Case) -> list[str]:
    """Two words that very many statements hold."""
    held: Counter[str] = Counter()
    for item in case.statements_page(limit=500).items:
        held.update({word for span in item.words for word in span.words.split() if len(word) > 3})
    return [word for word, _ in held.most_common(2)]


def _part(rng: random.Random) -> Box:
    south, west = 30 + rng.random() * 6, 60 + rng.random() * 10
    return Box(south=south, west=west, north=south + 2, east=west + 3)


def measure(case: Case, rounds: int) -> None:
    print(f"{'door':28} {'p50 ms':>8} {'p95 ms':>8} {'CPU p50':>8} {'CPU p95':>8} {'calls':>6}", flush=True)
    for name, calls in doors(case):
        calls[0]()
        took: list[float] = []
        spent: list[float] = []
        for _, call in zip(range(max(rounds, len(calls))), cycle(calls), strict=False):
            begun, busy = time.perf_counter(), time.process_time()
            call()
            spent.append((time.process_time() - busy) * 1000)
            took.append((time.perf_counter() - begun) * 1000)
        figures = [statistics.median(took), _p95(took), statistics.median(spent), _p95(spent)]
        mark = "" if figures[1] <= ASKED else "  *" if figures[3] <= ASKED else "  **"
        print(f"{name:28} " + " ".join(f"{figure:8.1f}" for figure in figures) + f" {len(took):6}{mark}", flush=True)
    print(f"* above {ASKED} ms by the clock, ** of CPU time")


def _p95(values: list[float]) -> float:
    return sorted(values)[max(0, round(0.95 * len(values)) - 1)]


def plans(case: Case) -> None:
    """Print each query of the doors that reads a whole table."""
    seen: set[str] = set()
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")):
            asked.append((statement, parameters))

    sa.event.listen(case.store.engine, "before_cursor_execute", note)
    for name, calls in doors(case):
        asked.clear()
        calls[0]()
        calls[-1]()
        for statement, parameters in list(asked):
            with case.store.reading() as connection:
                plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
            scans = [line for line in plan if line.startswith("SCAN") and " VIRTUAL " not in line]
            shown = "\n    ".join(plan)
            if scans and shown not in seen:
                seen.add(shown)
                print(f"{name}: {' '.join(statement.split())[:400]}\n    {shown}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", type=Path, help="a case to read; else one is made up")
    parser.add_argument("--statements", type=int, default=100_000, help="size of the case that is made up")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--plans", action="store_true", help="print queries that read whole tables")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.case
        if path is None:
            path = Path(folder) / "large.truce"
            build(path, statements=given.statements)
        with open_case(path) as case:
            if given.plans:
                plans(case)
            else:
                measure(case, given.rounds)


if __name__ == "__main__":
    main()

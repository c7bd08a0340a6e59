"""What a dossier costs: seconds and size of each form for a made-up case of 1,000 reports, through the real store.

    python -m benchmarks.brief [--reports 1000] [--add 100] [--forms html md docx pdf] [--case PATH] [--profile]

The reports are those of ``benchmarks.link`` (eight statements and two incidents each, five reports a day), with a
figure each, a promise in every third, and an agreement of twenty provisions to which words of the reports are tied. The
case is linked as always, a first brief issued, reports added, and the next timed, which also says what changed.
Seconds are CPU time of issuing one form (reading, making, setting, keeping it in the case), in one process with one
thread, with the wall-clock time beside it; then the CPU time that giving it again and making it anew takes. A case made
before is used again with --case.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import resource
import tempfile
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.link import MAKER, NOW, START, World
from trucewatch import pipeline
from trucewatch.case import Case, open_case
from trucewatch.present.brief.issue import again, issue
from trucewatch.present.brief.options import Options
from trucewatch.records.agreement import Agreement, Clock, Party, Provision
from trucewatch.records.capture import Capture
from trucewatch.records.commitment import Commitment
from trucewatch.records.figure import Figure
from trucewatch.records.mention import Annotation
from trucewatch.records.report import Report
from trucewatch.records.text import Text
from trucewatch.records.when import When
from trucewatch.store import create_case

PROVISIONS = 20
#: What the targets are set for (issue E): one HTML dossier of 1,000 reports.
MOST_SECONDS, MOST_MEGABYTES = 10, 15


class Dossiers(World):
    """Reports with figures and promises, and an agreement whose provisions some words of theirs point at."""

    def agreement(self) -> Agreement:
        sides = ("Northland", "River Front")
        provisions = tuple(
            Provision(
                ref=f"{n // 5 + 1}.{n % 5 + 1}", instrument="main", what=f"Duty {n + 1}: {self.usual[n * 7]}.",
                obligors=(sides[n % 2],), beneficiaries=(sides[1 - n % 2],), keywords=(self.usual[n * 7],),
                clock=Clock(kind="fixed", day=START + timedelta(days=10 * n)) if n % 2 else Clock(),
            )
            for n in range(PROVISIONS)
        )  # fmt: skip
        parties = tuple(Party(name=side, role="signatory") for side in sides)
        return Agreement(id="bench", title="Harbour accord", signed=START, parties=parties, provisions=provisions)

    def report(self, number: int) -> tuple[Capture, Text, Report, Annotation]:
        capture, text, report, annotation = super().report(number)
        told = annotation.incidents[0]
        day = date.fromisoformat(report.found[0].value)
        figure = Figure.of(
            span=told.words, quantity=f"people killed at {told.places[0].name}", unit="people", kind="toll",
            value=float(self.rng.randrange(1, 20)), as_of=When.days(day, day, words="that day"), maker=MAKER,
        )  # fmt: skip
        promised = ()
        if number % 3 == 0:
            said = annotation.statements[0]
            due = day + timedelta(days=self.rng.randrange(5, 40))
            promised = (
                Commitment.of(
                    span=said.content[0], obligor=said.side or "", obligor_side=said.side, what="leave the zone",
                    due=When.days(due, due, words="by then"), said_by=said.speaker, maker=MAKER,
                ),
            )  # fmt: skip
        return capture, text, report, replace(annotation, figures=(figure,), commitments=promised)


def made(path: Path, reports: int, add: int) -> None:
    """Make the case with a first brief, and add to it."""
    world = Dossiers()
    with create_case(path, agreement=world.agreement(), source=b"") as store:
        for number in range(reports - add):
            store.save_report(*world.report(number), now=NOW)
        pipeline.link_case(store)
    with open_case(path, write=True) as case:
        issue(case, Options(), ("md",), now=datetime.now(UTC))
        for number in range(reports - add, reports):
            case.store.save_report(*world.report(number), now=datetime.now(UTC))
        pipeline.link_case(case.store)


def measure(case: Case, form: str) -> bool:
    """Issue one form and give it again; print a line. False if the HTML is over its targets."""
    begun, clock = time.process_time(), time.perf_counter()
    found = issue(case, Options(), (form,), now=datetime.now(UTC), against=1)
    seconds, wall = time.process_time() - begun, time.perf_counter() - clock
    megabytes = len(found.files[form]) / 1e6
    begun = time.process_time()
    number = found.issued.number if found.issued else 0
    same = "gives the same bytes" in again(case, number).remarks[0]
    print(
        f"{form:>5}: {seconds:5.1f} s (wall clock {wall:.1f}), {megabytes:5.1f} MB; "
        f"given and made again in {time.process_time() - begun:.1f} s, "
        f"{'the same bytes' if same else 'NOT the same bytes'}; peak "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB so far",
        flush=True,
    )
    return same and (form != "html" or (seconds <= MOST_SECONDS and megabytes <= MOST_MEGABYTES))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--add", type=int, default=100)
    parser.add_argument("--forms", nargs="+", default=["html", "md", "docx", "pdf"])
    parser.add_argument("--case", type=Path, help="where to make the case, or one that was made so before")
    parser.add_argument("--profile", action="store_true", help="say where the time of the HTML goes")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.case or Path(folder) / "bench.truce"
        if not path.exists():
            begun = time.perf_counter()
            made(path, given.reports, given.add)
            print(f"case made and linked in {time.perf_counter() - begun:.0f} s", flush=True)
        with open_case(path, write=True) as case:
            counts = case.store.counts()
            print(", ".join(f"{counts[name]} {name}" for name in ("reports", "statements", "incidents", "judgements")))
            if given.profile:
                profile = cProfile.Profile()
                profile.runcall(issue, case, Options(), ("html",), now=datetime.now(UTC), against=1, draft=True)
                pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
                return
            good = [measure(case, form) for form in given.forms]
    if not all(good):
        raise SystemExit(
            f"over the targets: html in {MOST_SECONDS} s and {MOST_MEGABYTES} MB, and the same bytes again"
        )


if __name__ == "__main__":
    main()

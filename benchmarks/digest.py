"""What taking reports in offline and telling what is new costs, as a multiple of the bare spaCy parse of the same text.

    python -m benchmarks.digest [--reports 500] [--profile]
    python -m benchmarks.digest --processes 2      # by the clock: an idle machine

The reports are made up in full (benchmarks/newsroom.py): several outlets tell of the same invented days. They are added
to a case that holds one report, from a folder, as a poll of ``watch`` does it; then the digest of all that is new is
made, with two saved searches. CPU seconds of this one process, all threads, of the same run; asked is 4 or less.

With ``--processes`` so many read and annotate ahead, as with ``trucewatch add --workers``, and the time is the clock's,
with the start of the processes, against that of the bare parse in one process.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import trucewatch
from benchmarks.newsroom import AGREEMENT, write_reports
from trucewatch import watching
from trucewatch.annotate.sentences import load_model, parse
from trucewatch.intake.arrival import Arrival
from trucewatch.intake.captures import keep
from trucewatch.intake.files import arrivals
from trucewatch.present.cli.digest import digest_of
from trucewatch.records.watch import SavedSearch, Source, WatchPlan
from trucewatch.text.reading import read_capture

ASKED = 4.0
SEARCHES = (SavedSearch(name="Prisoners", words="prisoner*"), SavedSearch(name="Denials", act="deny_responsibility"))


def bare_parse(given: Path, clock: Callable[[], float] = time.process_time) -> tuple[float, int]:
    """Seconds of spaCy alone on the paragraphs that annotate parses, and how many words they hold."""
    found = [a for a in arrivals([given], max_bytes=10**8) if isinstance(a, Arrival)]
    texts = [read_capture(keep(a, now=datetime.now(UTC))).text for a in found]
    nlp = load_model()
    paragraphs = [[p.doc.text for p in parse(text, nlp).paragraphs] for text in texts]
    started = clock()
    words = sum(len(doc) for given in paragraphs for doc in nlp.pipe(given, batch_size=32))
    return clock() - started, words


def run(number: int, *, profile: bool = False) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "reports"
        folder.mkdir()
        write_reports(folder, number)
        bare, words = bare_parse(folder)
        (Path(scratch) / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
        plan = WatchPlan(sources=(Source(folder=folder),), searches=SEARCHES)
        with trucewatch.create(Path(scratch) / "k.truce", agreement=str(Path(scratch) / "agreement.yaml")) as case:
            case.add([folder / "0000.txt"])  # models are loaded before the clock runs
            watching.begin(case.store)
            profiler = cProfile.Profile(time.process_time)  # the machine may be busy
            if profile:
                profiler.enable()
            started = time.process_time()
            poll = case.poll(plan)
            added = time.process_time() - started
            started = time.process_time()
            digest = digest_of(case, plan, since=watching.last_digest(case.store), sources=poll.sources)
            digested = time.process_time() - started
            profiler.disable()
            counts = case.counts()
    if profile:
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(90)
    assert digest is not None and poll.added.added == number - 1, poll.added
    return {
        "words": words, "bare": bare, "add": added, "digest": digested, "ratio": (added + digested) / bare,
        "statements": counts["statements"], "incidents": counts["incidents"],
    }  # fmt: skip


def run_in_processes(number: int, processes: int) -> dict[str, float]:
    """The same by the clock, read and annotated in so many processes."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, agreement = Path(scratch) / "reports", Path(scratch) / "agreement.yaml"
        folder.mkdir()
        write_reports(folder, number)
        agreement.write_text(AGREEMENT, encoding="utf-8")
        bare, words = bare_parse(folder, time.perf_counter)
        plan = WatchPlan(sources=(Source(folder=folder),), searches=SEARCHES)
        with trucewatch.create(Path(scratch) / "k.truce", agreement=str(agreement)) as case:
            watching.begin(case.store)
            started = time.perf_counter()
            made = case.add([folder], workers=processes, link=False)
            annotated = time.perf_counter() - started
            case.link()
            linked = time.perf_counter() - started - annotated
            assert digest_of(case, plan, since=watching.last_digest(case.store), sources=())
            done = time.perf_counter() - started
            assert made.added == number, made
    return {"words": words, "bare": bare, "annotated": annotated, "linked": linked, "ratio": done / bare}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=500)
    parser.add_argument("--profile", action="store_true", help="print where the time goes (slower)")
    parser.add_argument("--processes", type=int, default=0, help="annotate in so many processes; by the clock")
    given = parser.parse_args()
    if given.processes:
        found = run_in_processes(given.reports, given.processes)
        print(
            f"{given.reports} reports, {found['words']:.0f} words, {given.processes} processes: bare parse "
            f"{found['bare']:.1f} s, read, annotated, stored {found['annotated']:.1f} s, linked {found['linked']:.1f}; "
            f"with the digest {found['ratio']:.2f} times the bare parse by the clock"
        )
        return
    found = run(given.reports, profile=given.profile)
    print(
        f"{given.reports} reports, {found['words']:.0f} words, {found['statements']:.0f} statements, "
        f"{found['incidents']:.0f} incidents: bare parse {found['bare']:.1f} CPU-s, add {found['add']:.1f} "
        f"({found['add'] / found['bare']:.2f}), digest {found['digest']:.1f} ({found['digest'] / found['bare']:.2f}); "
        f"together {found['ratio']:.2f} times the bare parse (asked: {ASKED:g} or less)"
    )


if __name__ == "__main__":
    main()

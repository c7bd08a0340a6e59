"""How fast ``add`` is, as a ratio to the bare spaCy parse of the same text in the same run; and its peak memory.

    python -m benchmarks.speed [--reports 60] [--memory-reports 500]

The reports are the bundled demo reports, told again with other numbers and days so that no two are the same text.
Words per CPU-second (user and system, this process alone); a ratio of 0.5 means that everything Trucewatch does
costs as much again as the parse. Memory is measured in a process of its own.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path

import trucewatch
from trucewatch.annotate.sentences import load_model, parse
from trucewatch.intake.captures import keep
from trucewatch.intake.files import Arrival, arrivals
from trucewatch.text.reading import read_capture

REPORTS = Path(str(files("trucewatch") / "bundled" / "doha" / "reports"))
NUMBER = re.compile(r"\b\d{1,3}\b")


def write_reports(folder: Path, number: int) -> None:
    """So many plain-text reports, each a demo report with its small numbers changed (fixed seed)."""
    rng = random.Random(20310502)
    originals = sorted(REPORTS.glob("*.txt"))
    rows = ["file,publisher,published"]
    for i in range(number):
        words = originals[i % len(originals)].read_text(encoding="utf-8")
        changed = NUMBER.sub(lambda m: str(max(2, int(m.group()) + rng.randint(-1, 3))), words)
        name = f"{i:04}.txt"
        (folder / name).write_text(f"{changed}\n\nReference {i}.\n", encoding="utf-8")
        rows.append(f"{name},Outlet {i % 23},2020-{3 + i % 9:02}-{1 + i % 27:02}")
    (folder / "sources.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def speed(number: int) -> dict[str, float]:
    """CPU seconds of the bare parse and of ``add``, words, and the ratio of their words per CPU-second."""
    from datetime import UTC, datetime

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "reports"
        folder.mkdir()
        write_reports(folder, number)
        found = [a for a in arrivals([folder], sidecar=None, max_bytes=10**8) if isinstance(a, Arrival)]
        texts = [read_capture(keep(a, now=datetime.now(UTC))).text for a in found]
        nlp = load_model()
        # the same paragraphs as annotate parses, by spaCy alone
        paragraphs = [[p.doc.text for p in parse(text, nlp).paragraphs] for text in texts]
        started = time.process_time()
        words = sum(len(doc) for given in paragraphs for doc in nlp.pipe(given, batch_size=32))
        bare = time.process_time() - started
        with trucewatch.create(Path(scratch) / "speed.truce", agreement="doha") as case:
            case.add([folder / "0000.txt"])
            started = time.process_time()
            case.add([folder])
            whole = time.process_time() - started
    return {"reports": number, "words": words, "parse_s": bare, "add_s": whole, "ratio": bare / whole}


def peak_memory(number: int) -> float:
    """Peak resident memory in MB of a process that adds so many reports."""
    code = f"from benchmarks.speed import _fill; _fill({number})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def _fill(number: int) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "reports"
        folder.mkdir()
        write_reports(folder, number)
        with trucewatch.create(Path(scratch) / "memory.truce", agreement="doha") as case:
            case.add([folder])
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=60)
    parser.add_argument("--memory-reports", type=int, default=500)
    given = parser.parse_args()
    found = speed(given.reports)
    print(
        f"{found['reports']:.0f} reports, {found['words']:.0f} words: bare parse {found['parse_s']:.1f} CPU-s, "
        f"add {found['add_s']:.1f} CPU-s, ratio {found['ratio']:.2f}"
    )
    if given.memory_reports:
        print(f"peak memory adding {given.memory_reports} reports: {peak_memory(given.memory_reports):.0f} MB")


if __name__ == "__main__":
    main()

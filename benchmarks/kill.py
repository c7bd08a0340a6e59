"""Kill `add` at random moments, run it again, compare with an undisturbed run.

    python -m benchmarks.kill [--moments 50] [--reports 8] [--seed 1]

Each moment: a child process (forked after the model is loaded) adds the same reports to a fresh case and gets
SIGKILL after a random part of the undisturbed run's time; a second child runs the same command to its end. Then
the exported records must be equal, file by file, and `verify` must pass.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from evals.tasks.clusters import lasting_rows

import trucewatch
from benchmarks.speed import write_reports
from trucewatch.annotate.sentences import load_model
from trucewatch.present.export.records import export_records


def exported(case_file: Path, out: Path) -> dict[str, list[dict[str, Any]]]:
    """The exported records by file name, without what differs from run to run."""
    with trucewatch.open(case_file) as case:
        if case.verify().findings:
            raise SystemExit(f"verify finds faults in {case_file}")
        export_records(case.store, out)
    return {path.name: lasting_rows(path) for path in sorted(out.glob("*.jsonl"))}


def add_in_child(case_file: Path, reports: Path) -> int:
    """Fork a child that adds the reports; gives its process id."""
    child = os.fork()
    if child:
        return child
    try:
        with trucewatch.open(case_file, write=True) as case:
            case.add([reports])
        os._exit(0)
    except BaseException as error:
        print(f"child: {error!r}", file=sys.stderr)
        os._exit(1)


def run(moments: int, number: int, seed: int) -> tuple[int, int]:
    """(equal, killed in mid-run) over so many moments."""
    rng = random.Random(seed)
    load_model()
    equal = killed = 0
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        reports = root / "reports"
        reports.mkdir()
        write_reports(reports, number)
        trucewatch.create(root / "calm.truce", agreement="doha").close()
        started = time.monotonic()
        os.waitpid(add_in_child(root / "calm.truce", reports), 0)
        whole = time.monotonic() - started
        calm = exported(root / "calm.truce", root / "calm")
        for moment in range(moments):
            case_file = root / f"{moment}.truce"
            trucewatch.create(case_file, agreement="doha").close()
            child = add_in_child(case_file, reports)
            time.sleep(rng.uniform(0, whole))
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            killed += os.WIFSIGNALED(status)
            _, status = os.waitpid(add_in_child(case_file, reports), 0)
            if status == 0 and exported(case_file, root / str(moment)) == calm:
                equal += 1
    return equal, killed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moments", type=int, default=50)
    parser.add_argument("--reports", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    equal, killed = run(given.moments, given.reports, given.seed)
    print(f"{equal} of {given.moments} equal to the undisturbed run; {killed} were killed in mid-run")
    if equal < given.moments:
        raise SystemExit(1)


if __name__ == "__main__":
    main()

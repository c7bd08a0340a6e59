"""Kill `add` at random transactions, run it again, compare with an undisturbed run.

    python -m benchmarks.kill [--moments 50] [--reports 8] [--seed 1]

Each moment: a child process (forked after the model is loaded) adds the same reports to a fresh case and gets
SIGKILL inside one of the transactions that the undisturbed run makes, when all is written and nothing committed; a
second child runs the same command to its end. Then the exported records must be equal, file by file, and `verify` must
pass. By transactions and not by the clock, so that a busy machine kills at the same points.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from evals.tasks.clusters import lasting_rows

import trucewatch
from benchmarks.speed import write_reports
from trucewatch.annotate.sentences import load_model
from trucewatch.present.export.records import export_records
from trucewatch.store.case_file import CaseFile


def exported(case_file: Path, out: Path) -> dict[str, list[dict[str, Any]]]:
    """The exported records by file name, without what differs from run to run."""
    with trucewatch.open(case_file) as case:
        if case.verify().findings:
            raise SystemExit(f"verify finds faults in {case_file}")
        export_records(case.store, out)
    return {path.name: lasting_rows(path) for path in sorted(out.glob("*.jsonl"))}


def killed_in_transaction(number: int | None) -> list[int]:
    """Let this process get SIGKILL before its ``number``-th transaction is committed (counted from 1); gives the list
    that the transactions are counted in."""
    count: list[int] = []
    plain = CaseFile.writing

    @contextmanager
    def writing(store: CaseFile) -> Iterator[Any]:
        with plain(store) as connection:
            yield connection
            count.append(1)
            if len(count) == number:
                os.kill(os.getpid(), signal.SIGKILL)

    CaseFile.writing = writing  # type: ignore[method-assign]
    return count


def add_in_child(case_file: Path, reports: Path, *, kill_at: int | None = None, told: Path | None = None) -> int:
    """Fork a child that adds the reports, and is killed in one of its transactions; gives its process id. How many it
    made is written to ``told``."""
    child = os.fork()
    if child:
        return child
    try:
        with trucewatch.open(case_file, write=True) as case:
            count = killed_in_transaction(kill_at)
            case.add([reports])
        if told is not None:
            told.write_text(str(len(count)), encoding="utf-8")
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
        os.waitpid(add_in_child(root / "calm.truce", reports, told=root / "told"), 0)
        transactions = int((root / "told").read_text(encoding="utf-8"))
        calm = exported(root / "calm.truce", root / "calm")
        for moment in range(moments):
            case_file = root / f"{moment}.truce"
            trucewatch.create(case_file, agreement="doha").close()
            child = add_in_child(case_file, reports, kill_at=rng.randint(1, transactions))
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

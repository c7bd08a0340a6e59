"""SIGKILL in the middle of saving: all of a report is there, or nothing of it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from case_parts import BODY, Story

from trucewatch.store import open_case, verify

STORIES = 40
#: Writes stories, and gets SIGKILL before its so-manieth transaction is committed.
WRITER = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_kill import story
from benchmarks.kill import killed_in_transaction
from trucewatch.store import open_case
with open_case(sys.argv[1], write=True) as store, store.lease("writer"):
    killed_in_transaction(int(sys.argv[2]))
    for number in range({STORIES}):
        store.save_report(*story(number).parts())
print("done", flush=True)
"""


def story(number: int) -> Story:
    return Story(title=f"Report {number}", body=BODY + f" Item {number}. " + "The lake was calm. " * 200)


def contents(store) -> list:
    return [
        *(r.id for r in store.reports()), *(m.id for m in store.statement_mentions()),
        *(m.id for m in store.incident_mentions()), *(f.id for f in store.figures()),
        *(c.id for c in store.commitments()),
    ]  # fmt: skip


@pytest.mark.slow
def test_a_killed_writer_leaves_whole_reports_and_a_second_run_completes_them(case_path, tmp_path):
    undisturbed = tmp_path / "undisturbed.truce"
    undisturbed.write_bytes(case_path.read_bytes())
    with open_case(undisturbed, write=True) as store:
        for number in range(STORIES):
            store.save_report(*story(number).parts())
        expected = contents(store)
    for turn, transaction in enumerate((1, 7, 23, STORIES)):
        path = tmp_path / f"killed-{turn}.truce"
        path.write_bytes(case_path.read_bytes())
        writer = subprocess.run([sys.executable, "-c", WRITER, str(path), str(transaction)], timeout=120, check=False)
        assert writer.returncode == -signal.SIGKILL
        with open_case(path, write=True) as store:
            counts = store.counts()
            assert counts["reports"] == transaction - 1
            for kind in ("captures", "texts", "annotations", "statement_mentions", "incident_mentions", "figures"):
                assert counts[kind] == counts["reports"], f"half a report is there: {counts}"
            assert verify(store).passed
            assert len(store.search("Osterby", limit=1000)) == counts["texts"] * 2
            with store.lease("second run"):  # the dead writer's lease stands in nobody's way
                for number in range(STORIES):
                    store.save_report(*story(number).parts())
            assert contents(store) == expected
            assert verify(store).passed

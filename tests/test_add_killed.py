"""A kill at any moment of ``add`` loses at most the report in hand; the same command again completes it."""

from __future__ import annotations

from benchmarks.kill import run


def test_killed_runs_of_add_end_like_an_undisturbed_one_when_run_again():
    # benchmarks/kill.py is the same at 50 moments
    equal, killed = run(moments=5, number=3, seed=7)
    assert equal == 5
    assert killed == 5

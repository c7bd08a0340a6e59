"""While a long run goes on, Python looks for garbage seldom, and afterwards as it did before."""

from __future__ import annotations

import gc

import pytest

from trucewatch.long_runs import SELDOM, seldom_collecting


def test_runs_that_overlap_leave_the_collector_as_it_was_before_the_first():
    before = gc.get_threshold()
    one, other = seldom_collecting(), seldom_collecting()
    one.__enter__()
    other.__enter__()
    assert gc.get_threshold() == SELDOM
    one.__exit__(None, None, None)
    assert gc.get_threshold() == SELDOM
    other.__exit__(None, None, None)
    assert gc.get_threshold() == before


def test_a_run_that_breaks_off_leaves_the_collector_as_it_was():
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="broken off"), seldom_collecting():
        raise ValueError("broken off")
    assert gc.get_threshold() == before

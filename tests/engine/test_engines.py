"""The local engine does a job over items, whatever becomes of its processes."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from trucewatch.engine.engines import engine_named
from trucewatch.engine.local import LocalEngine
from trucewatch.errors import BadInput


@dataclass(frozen=True)
class Doubling:
    """Doubles numbers; of the number 3 it dies, of 4 it fails, so often as there are marks to make in the folder."""

    folder: Path
    times: int

    def begin(self) -> Callable[[int], int]:
        def work(number: int) -> int:
            if number in (3, 4) and len(marks := list(self.folder.glob(f"{number}-*"))) < self.times:
                (self.folder / f"{number}-{len(marks)}").touch()
                if number == 3:
                    os.kill(os.getpid(), signal.SIGKILL)
                raise ValueError("not this one")
            return 2 * number

        return work


def test_what_a_process_dies_of_or_fails_at_is_tried_again(tmp_path):
    found = {o.item: o for o in LocalEngine(2).run(Doubling(tmp_path, times=2), range(6), tries=3)}
    assert {item: o.value for item, o in found.items()} == {n: 2 * n for n in range(6)}
    assert (found[3].tries, found[4].tries, found[5].tries) == (3, 3, 1)


def test_what_fails_too_often_is_given_up_with_its_reason(tmp_path):
    found = {o.item: o for o in LocalEngine(2).run(Doubling(tmp_path, times=9), [3, 4, 5], tries=2)}
    assert found[3].reason == "its process was ended by SIGKILL" and found[3].tries == 2
    assert found[4].reason == "ValueError: not this one" and found[5].value == 10


def test_whoever_stops_asking_stops_the_work(tmp_path):
    run = LocalEngine(2).run(Doubling(tmp_path, times=0), range(1000))
    next(run)
    run.close()  # returns: no process is waited for


def test_an_engine_that_does_not_exist_is_named_with_those_that_do():
    with pytest.raises(BadInput, match="local and ray"):
        engine_named("spark")


def test_an_address_where_no_cluster_listens_is_told_at_once():
    pytest.importorskip("ray")
    for address in ("127.0.0.1:1", "nonsense"):
        with pytest.raises(BadInput, match=f"no Ray cluster can be reached at {address}.*ray start --head"):
            engine_named("ray", address=address)

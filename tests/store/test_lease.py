from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from case_parts import Story, other_story

from trucewatch.errors import CaseBusy, CaseError
from trucewatch.store import open_case, schema
from trucewatch.store.lease import is_over, process_mark

NOW = datetime(2031, 5, 1, tzinfo=UTC)


@pytest.fixture
def second(case_path):
    with open_case(case_path, write=True) as store:
        yield store


def lease_row(store):
    with store.reading() as connection:
        return connection.execute(sa.select(schema.leases)).first()


def age(store, seconds: int, *, process: str | None = None) -> None:
    """Make the lease look as if its holder had been silent."""
    values = {"heartbeat": datetime.now(UTC) - timedelta(seconds=seconds)}
    with store.writing() as connection:
        connection.execute(sa.update(schema.leases).values(values | ({"process": process} if process else {})))


def test_a_second_writer_hears_who_holds_the_case_and_since_when(store, second):
    with store.lease("ann"):
        with pytest.raises(CaseBusy) as caught, second.lease("ben"):
            pass
        assert re.search(
            rf"ann \(process {os.getpid()} on .+\) has been writing to .+ since \d{{4}}-\d\d-\d\d \d\d:\d\d",
            str(caught.value),
        )
        with pytest.raises(CaseBusy, match="ann"):
            second.save_report(*Story().parts())
        store.save_report(*Story().parts())
    with second.lease("ben"):
        second.save_report(*other_story().parts())
    assert lease_row(store) is None


def test_readers_are_not_held_up(store, case_path):
    with store.lease("ann"), open_case(case_path) as reader:
        assert list(reader.reports()) == []


def test_a_lease_inside_a_lease_is_the_same(store):
    with store.lease("ann"):
        with store.lease("ann"):
            store.save_report(*Story().parts())
        assert lease_row(store).holder == "ann"
    assert lease_row(store) is None


def test_a_lease_is_given_back_when_the_work_fails(store):
    with pytest.raises(ValueError, match="broke"), store.lease("ann"):
        raise ValueError("broke")
    assert lease_row(store) is None


def test_a_silent_lease_is_taken_over_and_its_holder_told(store, second):
    with pytest.raises(CaseBusy), store.lease("ann", seconds=60):
        age(second, 61, process="elsewhere space 1 1")
        with second.lease("ben"):
            assert lease_row(second).holder == "ben"
            with pytest.raises(CaseBusy, match="ben"):
                store.save_report(*Story().parts())
        # the other is done by now, but this writer's picture of the case is old
        store.save_report(*Story().parts())
    assert store.counts()["reports"] == 0


def test_a_living_holder_shows_signs_of_life_by_itself(store):
    with store.lease("ann", seconds=1):
        first = lease_row(store).heartbeat
        deadline = time.monotonic() + 5
        while lease_row(store).heartbeat == first and time.monotonic() < deadline:
            time.sleep(0.05)
        assert lease_row(store).heartbeat > first


@pytest.mark.parametrize(
    ("silent_s", "over"), [(0, False), (120, False), (121, True)], ids=["fresh", "at the limit", "past it"]
)
def test_silence_ends_a_lease_held_elsewhere(silent_s, over):
    assert is_over(NOW - timedelta(seconds=silent_s), 120, "boot space 1 1", now=NOW) is over
    assert is_over(NOW - timedelta(seconds=silent_s), 120, "", now=NOW) is over


def test_a_dead_process_on_this_machine_holds_nothing():
    mine = process_mark(os.getpid())
    if mine is None:
        pytest.skip("this system does not tell about processes")
    assert is_over(NOW, 120, mine, now=NOW) is False
    boot, space, pid, start = mine.split(" ")
    assert is_over(NOW, 120, f"{boot} {space} {pid} {int(start) - 1}", now=NOW) is True  # the pid was given out again
    child = subprocess.Popen([sys.executable, "-c", ""])
    gone = process_mark(child.pid)
    child.wait()
    assert gone is not None and is_over(NOW, 120, gone, now=NOW) is True


def test_a_write_that_waits_too_long_says_that_another_process_writes(store, second):
    with second.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 10")
    with store.writing(), pytest.raises(CaseBusy, match="another process is writing"):
        second.save_report(*Story().parts())


def test_other_database_errors_are_put_into_our_words(store):
    with pytest.raises(CaseError, match="no such table"), store.reading() as connection:
        connection.exec_driver_sql("SELECT * FROM no_such_thing")

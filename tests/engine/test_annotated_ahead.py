"""Reports annotated ahead, in processes beside the one that writes: the record of adding them one by one."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.engine.test_annotated_shards import Here

import trucewatch
from trucewatch import case_intake
from trucewatch.engine.ahead import AT_ONCE, FEW
from trucewatch.engine.engines import Outcome
from trucewatch.errors import BadInput

REPORT = "TAHL, {day} - The Taliban accused the United States on {day} of {what}. It sent {n} drones, they said.\n"
DEEDS = ("shelling a mill", "raiding a ferry", "holding back prisoners", "moving guns to the ridge")


class OutOfOrder(Here):
    """Gives the later of two blocks first, and one block not at all."""

    def __init__(self) -> None:
        self.blocks: list[int] = []

    @contextmanager
    def session(self, job):
        work = job.begin()

        class Session:
            def run(_, items, *, tries=3):
                done = []
                for number, block in items:
                    self.blocks.append(number)
                    failed = number == 1
                    value, reason = (None, "the process died") if failed else (work((number, block)), None)
                    done.append(Outcome(item=(number, block), value=value, reason=reason))
                yield from reversed(done)

        yield Session()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("reports")
    rows = ["file,publisher,published"]
    for n in range(FEW + AT_ONCE):
        day = date(2020, 10, 1) + timedelta(days=n)
        text = REPORT.format(day=f"{day.day} {day:%B %Y}", what=DEEDS[n % 4], n=n + 3)
        (at / f"{n:02}.txt").write_text("" if n == 5 else text, encoding="utf-8")
        rows.append(f"{n:02}.txt,Shore Post,{day}")
    (at / "sources.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return at


def told(folder: Path, at: Path, **given) -> tuple[object, ...]:
    with trucewatch.create(at, agreement="doha") as case:
        made = case.add([folder], **given)
        reports = [(r.id, r.files, r.publisher, r.published) for r in case.reports()]
        said = sorted((s.id, s.act, s.side, s.mention_ids) for s in case.statements())
        return made.added, made.anew, [(r.what, r.reason) for r in made.set_aside], reports, said


def test_the_record_is_that_of_adding_one_by_one_whatever_order_blocks_come_back_in(folder, tmp_path, monkeypatch):
    engine = OutOfOrder()
    monkeypatch.setattr(case_intake, "engine_named", lambda name, *, workers: engine)
    ahead = told(folder, tmp_path / "ahead.truce", workers=2)
    assert len(engine.blocks) == (FEW + AT_ONCE) / AT_ONCE
    assert ahead == told(folder, tmp_path / "plain.truce")
    assert ahead[0] == FEW + AT_ONCE - 1 and len(ahead[2]) == 1 and ahead[4]


def test_processes_are_not_started_for_a_few_reports(folder, tmp_path, monkeypatch):
    engine = OutOfOrder()
    monkeypatch.setattr(case_intake, "engine_named", lambda name, *, workers: engine)
    with trucewatch.create(tmp_path / "few.truce", agreement="doha") as case:
        made = case.add([folder / "00.txt", folder / "01.txt"], sources=folder / "sources.csv", workers=2)
    assert made.added == 2 and not engine.blocks


def test_two_processes_of_this_machine_give_the_same_record(folder, tmp_path):
    assert told(folder, tmp_path / "two.truce", workers=2) == told(folder, tmp_path / "plain.truce")


def test_less_than_one_worker_is_refused(tmp_path):
    with trucewatch.create(tmp_path / "k.truce", agreement="doha") as case, pytest.raises(BadInput, match="got 0"):
        case.add([tmp_path], workers=0)

"""Linking with an engine: pairs are compared in other processes, and the record comes out the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from evals.tasks.clusters import lasting_rows
from tests.commands import run

import trucewatch
from trucewatch.engine.engines import Outcome
from trucewatch.relink import spread


@pytest.fixture
def waiting(tmp_path: Path, agreement: Path, reports: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A case whose reports are not linked yet."""
    path = tmp_path / "waiting.truce"
    trucewatch.create(path, agreement=str(agreement)).close()
    code, _, said = run(capsys, "add", path, reports, "--no-link")
    assert code == 0 and "0 statements" in said and "trucewatch link" in said
    return path


def exported(case_file: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, list[dict[str, object]]]:
    assert run(capsys, "export", case_file, out)[0] == 0
    return {path.name: lasting_rows(path) for path in sorted(out.glob("*.jsonl"))}


class Engine:
    """Does the job here, or loses every block."""

    name = "here"
    workers = 2

    def __init__(self, *, losing: bool) -> None:
        self.losing = losing
        self.blocks = 0

    @contextmanager
    def session(self, job) -> Iterator[Engine]:  # type: ignore[no-untyped-def]
        self.work = job.begin()
        yield self

    def run(self, items, *, tries=3):  # type: ignore[no-untyped-def]
        for item in items:
            self.blocks += 1
            value = None if self.losing else self.work(item)
            yield Outcome(item=item, value=value, reason="its machine was lost" if self.losing else None)


def test_processes_link_a_case_as_one_process_does(waiting, made_case, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(spread, "FEW", 1)
    code, _, said = run(capsys, "link", waiting, "--workers", 2)
    assert code == 0 and "linked" in said
    assert exported(waiting, tmp_path / "a", capsys) == exported(made_case, tmp_path / "b", capsys)
    assert run(capsys, "verify", waiting)[0] == 0


@pytest.mark.parametrize("losing", [False, True])
def test_blocks_that_are_lost_are_compared_here(waiting, made_case, tmp_path, capsys, monkeypatch, losing):
    monkeypatch.setattr(spread, "FEW", 1)
    monkeypatch.setattr(spread, "BLOCK", 1)
    engine = Engine(losing=losing)
    with trucewatch.open(waiting, write=True) as case:
        case.link(engine=engine)
    assert engine.blocks > 2
    assert exported(waiting, tmp_path / "a", capsys) == exported(made_case, tmp_path / "b", capsys)


def test_the_whole_case_is_linked_anew_on_request_and_stays_as_it_was(case, tmp_path, capsys):
    before = case.store.counts()
    case.link(whole=True)
    assert case.store.counts() == before

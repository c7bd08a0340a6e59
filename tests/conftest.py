"""What tests of the joined rooms share: an invented agreement and a few short reports in our own words."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.invented import accord
from tests.postgres_server import TestServer, programs, running

import trucewatch
from trucewatch.case import Case

AGREEMENT = accord()

REPORTS = {
    "wire.txt": """\
Front accuses Arvania of shelling Kessel bridge

KESSEL, 3 May 2031 - The Belmar Front accused the Arvanian army on Saturday of shelling the bridge at Kessel.

"The army fired forty shells at our positions near the bridge," said Adel Brandt, a spokesman for the Belmar Front.

At least nine people were killed in the shelling, the Front said in a statement.
""",
    "daily.txt": """\
Army denies firing on Kessel bridge

Arvania's Ministry of Defence denied on Sunday that its forces had shelled the bridge at Kessel.

"We reject the accusation," said Colonel Ines Halloran, spokeswoman for the Arvanian army. "Our guns were silent."

The Belmar Front had accused the Arvanian army of shelling the bridge at Kessel on Saturday.
""",
    "observer.txt": """\
Observers reach Kessel

The Joint Observer Mission said its monitors reached Kessel on Monday and counted eleven dead.

The mission urged both sides to withdraw heavy guns by 20 May.
""",
}
SOURCES = """\
file,publisher,published,url
wire.txt,Kessel Wire,2031-05-03,
daily.txt,Arvania Daily,2031-05-04,
observer.txt,Observer Post,2031-05-06,
"""


@pytest.fixture
def agreement(tmp_path: Path) -> Path:
    path = tmp_path / "agreement.yaml"
    path.write_text(AGREEMENT, encoding="utf-8")
    return path


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    write_reports(tmp_path / "reports")
    return tmp_path / "reports"


def write_reports(folder: Path) -> None:
    folder.mkdir()
    for name, words in REPORTS.items():
        (folder / name).write_text(words, encoding="utf-8")
    (folder / "sources.csv").write_text(SOURCES, encoding="utf-8")


@pytest.fixture(scope="session")
def made_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed case file with the three reports in it, made once; tests work on copies."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    write_reports(folder / "reports")
    path = folder / "kessel.truce"
    with trucewatch.create(path, agreement=str(folder / "agreement.yaml")) as made:
        made.add([folder / "reports"])
    return path


@pytest.fixture
def case(tmp_path: Path, made_case: Path, reports: Path) -> Iterator[Case]:
    """An open case with the three reports in it, the test's own."""
    path = tmp_path / "kessel.truce"
    shutil.copyfile(made_case, path)
    with trucewatch.open(path, write=True) as opened:
        yield opened


# -- tests that the machine cannot run ----------------------------------------------------------------


def not_run(reporter: pytest.TerminalReporter) -> int:
    """How many tests say that this machine lacks what they need."""
    told = [str(report.longrepr) for report in reporter.stats.get("skipped", [])]
    return sum("NOT RUN" in words for words in told)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The last line says how many tests were not run, so that a green run hides nothing."""
    if number := not_run(terminalreporter):
        terminalreporter.write_line(
            f"{number} tests NOT RUN: this machine has no Chromium, or no PostgreSQL server (named above with -rs)",
            red=True,
        )


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI tests that were not run are a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and exitstatus == 0 and reporter is not None and not_run(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


# -- a server's database ------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres() -> Iterator[TestServer]:
    """A PostgreSQL server, started once for the tests of a process."""
    found = programs()
    if found is None:
        pytest.skip("NOT RUN: no PostgreSQL server here; install the locked test packages: make setup-dev")
    with running(found) as server:
        yield server

"""``trucewatch demo``: the whole way on the bundled case."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from trucewatch.case import create, open_case
from trucewatch.errors import CannotWrite, CaseExists, VerificationFailed
from trucewatch.present.brief.issue import issue
from trucewatch.present.brief.options import Options
from trucewatch.present.cli import brief as brief_command
from trucewatch.present.cli.remarks import progress, remark, show_set_aside
from trucewatch.present.cli.verify import verify_line
from trucewatch.present.ledger_lines import ledger_lines
from trucewatch.present.summary import summary
from trucewatch.records.report import Report

CASE = "doha.truce"


def command(
    folder: Annotated[Path, typer.Argument(help="Where to put the demo; made if it is not there.")] = Path("demo"),
) -> None:
    """Make a case from the bundled Doha agreement and demo reports, its dossier and ledger, and verify it all.

    The demo reports are written for the demo; they are not news reports. A demo case from an earlier run is
    made anew; a case with anything else in it is left alone.

    Example: trucewatch demo demo
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"cannot make the folder {folder}: {error.strerror}; choose another") from error
    bundled = as_file(files("trucewatch") / "bundled" / "doha" / "reports")
    with bundled as reports, progress("reports") as watch:
        _remove_earlier(folder / CASE, {page.name for page in reports.iterdir()})
        case = create(folder / CASE, agreement="doha")
        result = case.add([reports], progress=watch)
    with case:
        options = Options(handling=case.settings.handling, hold=case.hold)
        made = issue(case, options, brief_command.USUAL_FORMS, now=datetime.now(UTC))
        written = brief_command.write(made, folder / "dossier")
        ledger = folder / "ledger.txt"
        ledger.write_text("\n".join(ledger_lines(case)) + "\n", encoding="utf-8")
        report = case.verify()
        lines = summary(case)
    show_set_aside(result.set_aside)
    for line in lines:
        print(line)
    print(f"\nverify: {verify_line(report)}")
    print(f"dossier: {written[0].resolve().as_uri()}")
    for path in (*written, ledger, folder / CASE):
        print(f"         {path}")
    remark(f"next: trucewatch ledger {folder / CASE} --unanswered")
    if report.findings:
        raise VerificationFailed("the demo case does not hold; this is a fault of the program")


def _remove_earlier(path: Path, names: set[str]) -> None:
    """Remove the case of an earlier run; anything that a person put there is left alone.

    ``names`` are those of the demo's reports. Raises: CaseExists, and what opening a case raises.
    """
    if not path.exists():
        return
    with open_case(path, write=True) as earlier:  # a case of an older version is brought up to date
        others = [report for report in earlier.reports() if not names.intersection(_file_names(report))]
        theirs = earlier.agreement.id != "doha" or bool(others) or bool(earlier.store.decisions())
    if theirs:
        raise CaseExists(f"{path} holds more than the demo put there; choose another folder: trucewatch demo FOLDER")
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _file_names(report: Report) -> set[str]:
    """The files a report came in; a row of a file of JSON lines ("rows.jsonl#12") stands for its file."""
    return {name.partition("#")[0].rpartition("/")[2] for name in report.files}

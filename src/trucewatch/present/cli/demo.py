"""``trucewatch demo``: the whole way on the bundled case."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from trucewatch.case import create
from trucewatch.errors import CannotWrite, VerificationFailed
from trucewatch.present.cli import brief as brief_command
from trucewatch.present.cli.remarks import progress, remark, show_set_aside
from trucewatch.present.cli.verify import verify_line
from trucewatch.present.ledger_lines import ledger_lines
from trucewatch.present.summary import summary

CASE = "doha.truce"


def command(
    folder: Annotated[Path, typer.Argument(help="Where to put the demo; made if it is not there.")] = Path("demo"),
) -> None:
    """Make a case from the bundled Doha agreement and demo reports, its dossier and ledger, and verify it all.

    The demo reports are written for the demo; they are not news reports. A demo case from an earlier run is
    made anew.

    Example: trucewatch demo demo
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"cannot make the folder {folder}: {error.strerror}; choose another") from error
    for old in folder.glob(f"{CASE}*"):
        old.unlink()
    with create(folder / CASE, agreement="doha") as case, progress("reports") as watch:
        with as_file(files("trucewatch") / "bundled" / "doha" / "reports") as reports:
            result = case.add([reports], progress=watch)
        written = brief_command.write(case, folder / "dossier", now=datetime.now(UTC))
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

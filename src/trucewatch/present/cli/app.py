"""The application: its commands, and the one place where an error becomes a message and an exit code."""

from __future__ import annotations

import errno
import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

import trucewatch
from trucewatch.errors import CannotWrite, TrucewatchError
from trucewatch.present.cli import (
    INTERRUPTED,
    add,
    agreement,
    brief,
    clocks,
    decide,
    demo,
    doctor,
    export,
    gazetteer,
    init,
    ledger,
    note,
    reannotate,
    redact,
    review,
    search,
    show,
    train,
    verify,
    why,
)  # fmt: skip
from trucewatch.present.cli.remarks import remark

app = typer.Typer(
    name="trucewatch",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Keep the record of a peace agreement or ceasefire: who said what, what reportedly happened, "
    "according to whom. It never says who is right.",
)
COMMANDS = (
    init, add, brief, ledger, clocks, show, why, review, search, note, decide, redact, export, verify, reannotate,
    doctor, demo,
)  # fmt: skip
for module in COMMANDS:
    app.command(name=module.__name__.rpartition(".")[2])(module.command)
app.add_typer(train.app, name="train")
app.add_typer(gazetteer.app, name="gazetteer")
app.add_typer(agreement.app, name="agreement")


def _version(value: bool) -> None:
    if value:
        print(f"trucewatch {trucewatch.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options that belong to no command."""


def main(argv: list[str] | None = None) -> None:
    """Run the command line; every known error leaves one clear message and its exit code."""
    # what a library logs about a damaged file ("EOF marker not found") is said in our own words, with the file's name
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        app(args=argv, prog_name="trucewatch", standalone_mode=True)
    except TrucewatchError as error:
        remark(f"trucewatch: {error}")
        sys.exit(error.exit_code)
    except SystemExit as end:
        # typer turns Ctrl-C into this exit without a word (and ends quietly when a reader of our output went away)
        if end.code == INTERRUPTED:
            remark("interrupted: every report that was finished is kept; the same command again goes on from there")
        raise
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EDQUOT):
            raise
        where = f" at {Path(error.filename)}" if error.filename else ""
        told = CannotWrite(f"cannot write{where}: {error.strerror}; free some space or choose another folder")
        remark(f"trucewatch: {told}")
        sys.exit(CannotWrite.exit_code)

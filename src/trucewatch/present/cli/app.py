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
from trucewatch.present.cli import INTERRUPTED
from trucewatch.present.cli.commands import Commands

#: What a command finishes one after the other, where that is no report.
PARTS = {"annotate": "shard"}

app = typer.Typer(
    name="trucewatch",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Keep the record of a peace agreement or ceasefire: who said what, what reportedly happened, "
    "according to whom. It never says who is right.",
)


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
        _tell(f"trucewatch: {error}")
        sys.exit(error.exit_code)
    except SystemExit as end:
        # typer turns Ctrl-C into this exit without a word (and ends quietly when a reader of our output went away)
        if end.code == INTERRUPTED:
            part = PARTS.get(next((word for word in argv or sys.argv[1:] if not word.startswith("-")), ""), "report")
            _tell(f"interrupted: every {part} that was finished is kept; the same command again goes on from there")
        raise
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EDQUOT):
            raise
        where = f" at {Path(error.filename)}" if error.filename else ""
        told = CannotWrite(f"cannot write{where}: {error.strerror}; free some space or choose another folder")
        _tell(f"trucewatch: {told}")
        sys.exit(CannotWrite.exit_code)


def _tell(words: str) -> None:
    from trucewatch.present.cli.remarks import remark  # it draws tables and bars too: only who has to tell waits

    remark(words)

"""A case in a file: making it under another name first, and what is checked before SQLite opens it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import Engine

from trucewatch.errors import CannotWrite, CaseError, CaseExists, MissingCase, NotACase
from trucewatch.store import sqlite


@contextmanager
def new_file(path: Path) -> Iterator[Engine]:
    """An engine for a file that gets its name at the end: it appears whole or not at all.

    Raises: CaseExists; CannotWrite (missing or read-only folder, network file system).
    """
    if path.exists() or path.is_symlink():
        raise CaseExists(f"{path} is there already; choose another name, or add to it: trucewatch add {path} REPORTS")
    if not path.parent.is_dir():
        raise CannotWrite(f"cannot make {path}: there is no folder {path.parent}; make it first")
    _refuse_network(path)
    # Made under another name and then renamed, so that a kill half-way leaves no half case under the wanted name
    making = path.with_name(f".{path.name}.{os.getpid()}.making")
    try:
        making.touch(exist_ok=False)
    except OSError as error:
        raise CannotWrite(f"cannot make {path}: {error.strerror}; choose a folder that you may write to") from error
    try:
        engine = sqlite.make_engine(making, mode="create")
        try:
            yield engine
        finally:
            engine.dispose()
        _move(making, path)
    except FileExistsError as error:
        raise CaseExists(f"{path} was made by somebody else meanwhile; choose another name") from error
    except OSError as error:
        raise CannotWrite(f"cannot make {path}: {error.strerror}; choose another folder") from error
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            Path(f"{making}{end}").unlink(missing_ok=True)


def engine_of_file(path: Path, *, write: bool) -> Engine:
    """Raises: MissingCase; NotACase; CannotWrite; CaseError."""
    if not path.exists():
        raise MissingCase(f"no case at {path}; make one with: trucewatch init {path} --agreement doha")
    return sqlite.make_engine(path, mode=_mode(path, write=write))


def _move(making: Path, path: Path) -> None:
    """Give the finished file its name. Raises: FileExistsError if somebody made it meanwhile."""
    try:
        os.link(making, path)  # unlike rename, this never overwrites
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError(path) from None
        making.rename(path)


def _refuse_network(path: Path) -> None:
    kind = sqlite.network_file_system(path if path.exists() else path.parent)
    if kind:
        raise CannotWrite(
            f"{path} lies on a network file system ({kind}), where locks do not hold and a case can be damaged; "
            f"keep the case on a local disk and copy it when nobody writes to it"
        )


def _mode(path: Path, *, write: bool) -> str:
    """How to open the file, after the checks that need no database."""
    if path.is_dir():
        raise NotACase(f"{path} is a folder, not a case; name the case file")
    try:
        ours = sqlite.has_mark(path)
    except OSError as error:
        raise CaseError(f"cannot read {path}: {error.strerror}; check its permissions") from error
    if not ours:
        raise NotACase(f"{path} is not a Trucewatch case; make one with: trucewatch init NEW.truce --agreement doha")
    _refuse_network(path)
    mode = sqlite.mode_for_reading(path)
    if write:
        if mode != "read":
            raise CannotWrite(
                f"{path} or its folder is read-only; make both writable, or copy the case to a folder of yours"
            )
        return "write"
    if mode == "stuck":
        raise CannotWrite(
            f"the last changes to {path} lie in {path.name}-wal and cannot be read in a read-only folder; "
            f"copy both files to a folder of yours and open the copy"
        )
    return mode

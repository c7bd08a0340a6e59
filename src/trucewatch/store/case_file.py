"""What reading and writing share: the open case, its transactions, and database errors put into plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DatabaseError

from trucewatch.errors import CannotWrite, CaseBusy, CaseError
from trucewatch.store.address import CasePlace, beside
from trucewatch.store.dialects import Turn, dialect_of

#: SQLite allows 32766 values in one query; far fewer are as quick.
AT_ONCE = 500


class CaseFile:
    """An open case. ``write`` says whether it was opened for writing; ``path`` where it lies, ``beside`` beside which
    file its other files do; ``sql`` is what its database says in its own way."""

    def __init__(self, engine: Engine, *, path: CasePlace, case_id: str, title: str, write: bool) -> None:
        self.engine = engine
        self.sql = dialect_of(engine)
        self.path = path
        self.case_id = case_id
        self.title = title
        self.write = write
        self._lease: Mapping[str, Any] | None = None
        self._turn: Turn | None = None

    def close(self) -> None:
        """Let go of the file; the last to do so also empties the write-ahead log."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def beside(self) -> Path:
        return beside(self.path)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the case for as long as it is held."""
        with in_plain_words(self.path, self.engine), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction while nobody else writes; all of it is kept, or nothing.

        Raises: CannotWrite if the case was opened for reading or the disk does not take it; CaseBusy if
        another process writes.
        """
        if not self.write:
            raise CannotWrite(f"{self.path} was opened for reading only; open it with write=True")
        with (
            in_plain_words(self.path, self.engine),
            self.engine.connect().execution_options(**self.sql.WRITING) as connection,
            connection.begin(),
        ):
            self.sql.wait_for_turn(connection, held=self._turn is not None)
            yield connection

    def mine(self, table: sa.FromClause) -> sa.ColumnElement[bool]:
        """The condition that a row belongs to this case."""
        return table.c.case_id == self.case_id


@contextmanager
def in_plain_words(path: CasePlace, engine: Engine) -> Iterator[None]:
    """Turn the database's errors into ours, each with a next step."""
    sql = dialect_of(engine)
    try:
        yield
    except DatabaseError as error:
        said = error.orig if error.orig is not None else error
        if sql.is_busy(said):
            raise CaseBusy(f"another process is writing to {path}; wait until it is done and try again") from error
        problem = sql.write_problem(said)
        if problem:
            raise CannotWrite(f"cannot use {path}: {problem}") from error
        raise CaseError(
            f"the database of {path} reports: {said}; see what holds: trucewatch verify {path}; go back to a copy"
        ) from error


def in_batches(values: Iterable[Any], size: int = AT_ONCE) -> Iterator[list[Any]]:
    """The values in lists of ``size`` at most."""
    source = iter(values)
    while batch := list(islice(source, size)):
        yield batch


def utc_now() -> datetime:
    return datetime.now(UTC)

"""The people file of a case: accounts, sessions, tokens and the audit log, in a SQLite file of its own beside the case.

It is apart from the case so that a case can be copied, exported and handed on without anybody's password, and it is
SQLite without SQLAlchemy because nothing of it ever joins with the record. One connection serves all threads; what
another process changes (``trucewatch people``) is seen at the next read.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock

from trucewatch.errors import AccountProblem

#: "TRUP" in the header, as the case file has "TRUC".
APPLICATION_ID = 0x54525550
VERSION = 1
BUSY_SECONDS = 10.0
SCHEMA = """
CREATE TABLE accounts (
    key TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL CHECK (role IN ('reader', 'reviewer', 'lead')),
    password TEXT NOT NULL, must_change INTEGER NOT NULL DEFAULT 0, made_at REAL NOT NULL, password_at REAL NOT NULL,
    disabled_at REAL, secret TEXT, pending TEXT, step INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE recovery (key TEXT NOT NULL REFERENCES accounts, digest TEXT NOT NULL, PRIMARY KEY (key, digest));
CREATE TABLE sessions (
    digest TEXT PRIMARY KEY, key TEXT NOT NULL REFERENCES accounts, made_at REAL NOT NULL, seen_at REAL NOT NULL,
    ends_at REAL NOT NULL, address TEXT NOT NULL, browser TEXT NOT NULL
);
CREATE TABLE tokens (
    id TEXT PRIMARY KEY, key TEXT NOT NULL REFERENCES accounts, label TEXT NOT NULL, digest TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('reader', 'reviewer', 'lead')), made_at REAL NOT NULL, ends_at REAL NOT NULL,
    revoked_at REAL, used_at REAL
);
CREATE TABLE audit (
    n INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, did TEXT NOT NULL, about TEXT NOT NULL,
    origin TEXT NOT NULL, previous TEXT NOT NULL, digest TEXT NOT NULL
);
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_keeps BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_adds BEFORE INSERT ON audit WHEN NEW.n <= (SELECT coalesce(max(n), 0) FROM audit)
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
"""


def utc_now() -> datetime:
    return datetime.now(UTC)


def people_path(case_path: Path) -> Path:
    """Where the people of a case are kept: ``doha.truce`` has ``doha.truce.people``."""
    return case_path.with_name(case_path.name + ".people")


class PeopleFile:
    """One open people file. ``now`` is the clock, which tests set.

    Raises: AccountProblem if it is no people file, of another version, or readable by others.
    """

    def __init__(self, path: Path, *, now: Callable[[], datetime] = utc_now) -> None:
        self.path = path
        self.now = now
        self._lock = RLock()
        if not path.is_file():
            raise AccountProblem(f"no accounts at {path}; make the first with: trucewatch people CASE add NAME")
        _check_mode(path)
        self._connection = _connected(path)
        found, version = (
            self._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        if (found, version) != (APPLICATION_ID, VERSION):
            self._connection.close()
            raise AccountProblem(
                f"{path} is no people file of this version (mark {found:#x}, version {version}); "
                "move it away, or use the Trucewatch that wrote it"
            )

    @classmethod
    def made(cls, path: Path, *, now: Callable[[], datetime] = utc_now) -> PeopleFile:
        """Make the file, readable by its owner alone from the first moment, if it is not there yet; open it."""
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError:
            return cls(path, now=now)
        connection = _connected(path)
        connection.executescript(
            f"BEGIN; PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION}; {SCHEMA} COMMIT;"
        )
        connection.close()
        return cls(path, now=now)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            yield self._connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction that holds the write lock from its first moment; inside another it is part of that one."""
        with self._lock:
            if self._connection.in_transaction:
                yield self._connection
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def seconds(self) -> float:
        """The clock as it stands in the tables: seconds since 1970."""
        return self.now().timestamp()

    def close(self) -> None:
        with self._lock:
            self._connection.close()


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA user_version")  # the first to read the file
        connection.execute("PRAGMA secure_delete = ON")  # no old hash or secret stays in free pages
    except sqlite3.DatabaseError as error:
        connection.close()
        raise AccountProblem(f"{path} is no people file ({error}); move it away") from error
    return connection


def _check_mode(path: Path) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if os.name == "posix" and mode & 0o077:
        raise AccountProblem(
            f"{path} holds password hashes and may be read by others (mode {mode:o}); run: chmod 600 {path}"
        )

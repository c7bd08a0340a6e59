"""Sessions: who is signed in where. They are kept here and can be ended here; the browser holds a random id alone."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from trucewatch.present.web.access.accounts import Account, account_of
from trucewatch.present.web.access.people_file import PeopleFile

#: A session ends so long after its last request,
IDLE = timedelta(hours=2)
#: and so long after it began, whatever is done in it.
LONGEST = timedelta(hours=12)
#: How often it is written down that a session was used.
NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One sign-in; ``digest`` is the hash of its id, under which it is kept."""

    digest: str
    made_at: datetime
    seen_at: datetime
    address: str
    browser: str


def new_id() -> str:
    """256 random bits for a cookie."""
    return secrets.token_urlsafe(32)


def digest_of(session_id: str) -> str:
    return hashlib.sha256(session_id.encode()).hexdigest()


def form_token(session_id: str) -> str:
    """The token that every form of a session carries: only who reads our pages can know it.

    It looks different each time, so that it cannot be guessed letter by letter from the sizes of compressed pages.
    Source: BREACH, Gluck, Harris and Prado, 2013.
    """
    mask = secrets.token_bytes(32)
    return (mask + _masked(session_id, mask)).hex()


def form_token_fits(session_id: str, token: str) -> bool:
    try:
        given = bytes.fromhex(token)
    except ValueError:
        return False
    return hmac.compare_digest(given[32:], _masked(session_id, given[:32])) if len(given) == 64 else False


def _masked(session_id: str, mask: bytes) -> bytes:
    plain = hmac.digest(session_id.encode(), b"trucewatch form", "sha256")
    return bytes(a ^ b for a, b in zip(plain, mask, strict=True))


class Sessions:
    """The sessions of one people file."""

    def __init__(self, file: PeopleFile) -> None:
        self._file = file

    def begin(self, account: Account, *, address: str, browser: str) -> str:
        """A new session, and so a new id; sessions that are over are cleared away."""
        session_id, now = new_id(), self._file.seconds()
        with self._file.writing() as connection:
            connection.execute(
                "DELETE FROM sessions WHERE ends_at <= ? OR seen_at <= ?", (now, now - IDLE.total_seconds())
            )
            connection.execute(
                "INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?)",
                (digest_of(session_id), account.key, now, now, now + LONGEST.total_seconds(), address, browser[:200]),
            )
        return session_id

    def find(self, session_id: str) -> tuple[Account, Session] | None:
        """Whose session this is, if it is one, is not over and its account is not disabled."""
        now = self._file.seconds()
        with self._file.reading() as connection:
            row = connection.execute(
                "SELECT s.digest, s.seen_at, s.made_at AS begun_at, s.address, s.browser, a.* "
                "FROM sessions s JOIN accounts a USING (key) "
                "WHERE s.digest = ? AND s.ends_at > ? AND s.seen_at > ? AND a.disabled_at IS NULL",
                (digest_of(session_id), now, now - IDLE.total_seconds()),
            ).fetchone()
        if row is None:
            return None
        if now - row["seen_at"] > NOTED_EVERY.total_seconds():
            with self._file.writing() as connection:
                connection.execute("UPDATE sessions SET seen_at = ? WHERE digest = ?", (now, row["digest"]))
        return account_of(row), _session_of(row)

    def of(self, account: Account) -> list[Session]:
        """The sessions of an account that are not over, the last used first."""
        now = self._file.seconds()
        with self._file.reading() as connection:
            rows = connection.execute(
                "SELECT *, made_at AS begun_at FROM sessions WHERE key = ? AND ends_at > ? AND seen_at > ? "
                "ORDER BY seen_at DESC",
                (account.key, now, now - IDLE.total_seconds()),
            ).fetchall()
        return [_session_of(row) for row in rows]

    def end(self, session_id: str) -> None:
        with self._file.writing() as connection:
            connection.execute("DELETE FROM sessions WHERE digest = ?", (digest_of(session_id),))

    def end_all(self, account: Account) -> None:
        with self._file.writing() as connection:
            connection.execute("DELETE FROM sessions WHERE key = ?", (account.key,))


def _session_of(row: sqlite3.Row) -> Session:
    return Session(
        digest=row["digest"], made_at=datetime.fromtimestamp(row["begun_at"], UTC),
        seen_at=datetime.fromtimestamp(row["seen_at"], UTC), address=row["address"], browser=row["browser"],
    )  # fmt: skip

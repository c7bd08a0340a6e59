"""API tokens: for programs that act in a person's name, with a role of their own and an end."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from trucewatch.errors import AccountProblem
from trucewatch.present.web.access.accounts import Account, account_of, checked_role
from trucewatch.present.web.access.audit import Audit, By
from trucewatch.present.web.access.people_file import PeopleFile
from trucewatch.present.web.access.roles import Role, at_least, lesser

MARK = "tw"
MOST_DAYS = 366
LONGEST_LABEL = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What is shown of a token; the token itself is shown once, when it is made."""

    id: str
    name: str
    label: str
    role: Role
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None
    state: str


class Tokens:
    """The tokens of one people file; only the hash of each is kept."""

    def __init__(self, file: PeopleFile, audit: Audit) -> None:
        self._file = file
        self._audit = audit

    def make(self, account: Account, *, label: str, role: str, days: int, by: By) -> str:
        """A new token, to be shown once. Raises: AccountProblem for a role above the account's own or a bad term."""
        wanted = checked_role(role)
        if not at_least(account.role, wanted):
            raise AccountProblem(f"{account.name} is a {account.role}; a token of theirs cannot be a {wanted}")
        if not 1 <= days <= MOST_DAYS:
            raise AccountProblem(f"a token holds for 1 to {MOST_DAYS} days, not {days}")
        if not label.strip() or len(label) > LONGEST_LABEL or not label.isprintable():
            raise AccountProblem(f"say what the token is for, in 1 to {LONGEST_LABEL} characters; got {label[:100]!r}")
        token_id, secret, now = secrets.token_hex(4), secrets.token_urlsafe(32), self._file.seconds()
        with self._file.writing() as connection:
            connection.execute(
                "INSERT INTO tokens (id, key, label, digest, role, made_at, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (token_id, account.key, label.strip(), _digest(secret), wanted, now, now + _days(days)),
            )
            self._audit.append(by, "token made", f"{account.name}: {token_id} ({wanted}, {days} days), {label.strip()}")
        return f"{MARK}_{token_id}_{secret}"

    def find(self, token: str) -> Account | None:
        """Whose token this is, with the lesser of its role and the account's, if it still holds."""
        mark, _, rest = token.partition("_")
        token_id, _, secret = rest.partition("_")
        now = self._file.seconds()
        with self._file.reading() as connection:
            row = connection.execute(
                "SELECT t.digest, t.used_at, t.role AS token_role, a.* FROM tokens t JOIN accounts a USING (key) "
                "WHERE t.id = ? AND t.revoked_at IS NULL AND t.ends_at > ? AND a.disabled_at IS NULL",
                (token_id, now),
            ).fetchone()
        # compared also where there is no such token, so that its id cannot be told by the time taken
        fits = hmac.compare_digest(row["digest"] if row else "0" * 64, _digest(secret))
        if row is None or mark != MARK or not fits:
            return None
        if now - (row["used_at"] or 0) > 60:
            with self._file.writing() as connection:
                connection.execute("UPDATE tokens SET used_at = ? WHERE id = ?", (now, token_id))
        account = account_of(row)
        return replace(account, role=lesser(account.role, row["token_role"]))

    def all(self, account: Account | None = None) -> list[Token]:
        """The tokens (of one account), the newest first."""
        now = self._file.seconds()
        with self._file.reading() as connection:
            rows = connection.execute(
                "SELECT t.*, a.name FROM tokens t JOIN accounts a USING (key) WHERE ?1 IS NULL OR t.key = ?1 "
                "ORDER BY t.made_at DESC, t.id",
                (account.key if account else None,),
            ).fetchall()
        return [_shown(row, now) for row in rows]

    def revoke(self, token_id: str, *, by: By, account: Account | None = None) -> None:
        """End a token (of ``account``). Raises: AccountProblem if there is none that holds."""
        with self._file.writing() as connection:
            known = {one.id: one for one in self.all(account) if one.state == "holds"}
            if token_id not in known:
                raise AccountProblem(f"no token {token_id!r} that holds; see them with: trucewatch people CASE token")
            connection.execute("UPDATE tokens SET revoked_at = ? WHERE id = ?", (self._file.seconds(), token_id))
            self._audit.append(by, "token revoked", f"{known[token_id].name}: {token_id}")


def _shown(row: sqlite3.Row, now: float) -> Token:
    made, ends, used = (datetime.fromtimestamp(row[name] or 0, UTC) for name in ("made_at", "ends_at", "used_at"))
    return Token(
        id=row["id"], name=row["name"], label=row["label"], role=row["role"], made_at=made, ends_at=ends,
        used_at=used if row["used_at"] else None,
        state="revoked" if row["revoked_at"] else "expired" if row["ends_at"] <= now else "holds",
    )  # fmt: skip


def _days(count: int) -> float:
    return timedelta(days=count).total_seconds()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

"""Accounts: who may sign in, and as what. They are disabled, never deleted, so that the audit log keeps its names."""

from __future__ import annotations

import sqlite3
import unicodedata
from dataclasses import dataclass

from trucewatch.errors import AccountProblem
from trucewatch.present.web.access.audit import Audit, By, Deed
from trucewatch.present.web.access.passwords import Hashing, check_password, start_password
from trucewatch.present.web.access.people_file import PeopleFile
from trucewatch.present.web.access.roles import ROLES, Role

LONGEST_NAME = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person's account. ``key`` is the name as it is compared: without regard to case and forms of letters."""

    key: str
    name: str
    role: Role
    disabled: bool
    must_change: bool
    second_step: bool


def key_of(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def checked_name(name: str) -> str:
    """Raises: AccountProblem if this is no name that can be shown and told apart from others."""
    plain = unicodedata.normalize("NFC", name)
    if not 0 < len(plain) <= LONGEST_NAME or plain != " ".join(plain.split()) or not plain.isprintable():
        raise AccountProblem(
            f"{name[:LONGEST_NAME]!r} is no name for an account: 1 to {LONGEST_NAME} printable characters, "
            "no space at either end, no two spaces together"
        )
    if any(c in plain for c in "/\\?#%"):
        raise AccountProblem(f"{name!r} is no name for an account: it may hold no / \\ ? # %")
    return plain


class Accounts:
    """The accounts of one people file; each change writes its line of the audit log in the same transaction."""

    def __init__(self, file: PeopleFile, audit: Audit, hashing: Hashing) -> None:
        self._file = file
        self._audit = audit
        self._hashing = hashing

    # -- looking ----------------------------------------------------------------------------

    def all(self) -> list[Account]:
        with self._file.reading() as connection:
            return [account_of(row) for row in connection.execute("SELECT * FROM accounts ORDER BY key")]

    def get(self, name: str) -> Account:
        """Raises: AccountProblem if nobody has this name."""
        with self._file.reading() as connection:
            row = connection.execute("SELECT * FROM accounts WHERE key = ?", (key_of(name),)).fetchone()
        if row is None:
            raise AccountProblem(f"no account {name!r}; see who has one with: trucewatch people CASE list")
        return account_of(row)

    def has_lead(self) -> bool:
        return any(one.role == "lead" and not one.disabled for one in self.all())

    # -- signing in -------------------------------------------------------------------------

    def check(self, name: str, password: str) -> Account | None:
        """The account, if the password is its own and it is not disabled.

        An unknown name, a wrong password and a disabled account cost the same work. The hash is renewed where the
        settings of the hashing have risen since it was made.
        """
        key = key_of(name)
        with self._file.reading() as connection:
            row = connection.execute("SELECT * FROM accounts WHERE key = ?", (key,)).fetchone()
        stored: str = row["password"] if row else ""
        if not self._hashing.fits(stored, password) or row["disabled_at"] is not None:
            return None
        if self._hashing.is_old(stored):
            renewed = self._hashing.hash(password)
            with self._file.writing() as connection:
                connection.execute(
                    "UPDATE accounts SET password = ? WHERE key = ? AND password = ?", (renewed, key, stored)
                )
        return account_of(row)

    # -- changing ---------------------------------------------------------------------------

    def add(self, name: str, role: str, password: str, *, by: By, must_change: bool = False) -> Account:
        """Raises: AccountProblem for a name that is taken or unfit, an unknown role, a weak password."""
        plain, wanted = checked_name(name), checked_role(role)
        check_password(password, name=plain)
        hashed, now = self._hashing.hash(password), self._file.seconds()
        with self._file.writing() as connection:
            if connection.execute("SELECT 1 FROM accounts WHERE key = ?", (key_of(plain),)).fetchone():
                raise AccountProblem(f"there is an account {plain!r} already (a disabled one keeps its name)")
            if wanted != "lead" and not self.has_lead():
                raise AccountProblem(
                    f"the first account must be a lead, who can add others; {plain!r} would be {wanted}"
                )
            connection.execute(
                "INSERT INTO accounts (key, name, role, password, must_change, made_at, password_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (key_of(plain), plain, wanted, hashed, must_change, now, now),
            )
            self._audit.append(by, "account added", f"{plain} ({wanted})")
        return self.get(plain)

    def add_with_start_password(self, name: str, role: str, *, by: By) -> tuple[Account, str]:
        """An account with a password to hand over, which its person changes at the first sign-in."""
        password = start_password()
        return self.add(name, role, password, by=by, must_change=True), password

    def set_role(self, name: str, role: str, *, by: By) -> Account:
        """Raises: AccountProblem for an unknown role, and if no lead would be left."""
        wanted = checked_role(role)
        with self._file.writing() as connection:
            account = self.get(name)
            if account.role != wanted:
                connection.execute("UPDATE accounts SET role = ? WHERE key = ?", (wanted, account.key))
                self._keep_a_lead(account)
                self._audit.append(by, "role changed", f"{account.name}: {account.role} to {wanted}")
        return self.get(name)

    def disable(self, name: str, *, by: By) -> Account:
        """Shut an account: its sessions end, its tokens fail. Raises: AccountProblem if no lead would be left."""
        with self._file.writing() as connection:
            account = self.get(name)
            if not account.disabled:
                connection.execute(
                    "UPDATE accounts SET disabled_at = ? WHERE key = ?", (self._file.seconds(), account.key)
                )
                self._keep_a_lead(account)
                connection.execute("DELETE FROM sessions WHERE key = ?", (account.key,))
                self._audit.append(by, "account disabled", account.name)
        return self.get(name)

    def enable(self, name: str, *, by: By) -> Account:
        with self._file.writing() as connection:
            account = self.get(name)
            if account.disabled:
                connection.execute("UPDATE accounts SET disabled_at = NULL WHERE key = ?", (account.key,))
                self._audit.append(by, "account enabled", account.name)
        return self.get(name)

    def set_password(self, name: str, password: str, *, by: By) -> Account:
        """Give a new password; all sessions of the account end. Raises: AccountProblem for a weak or the old one."""
        account = self.get(name)
        check_password(password, name=account.name)
        with self._file.reading() as connection:
            stored = connection.execute("SELECT password FROM accounts WHERE key = ?", (account.key,)).fetchone()[0]
        if self._hashing.fits(stored, password):
            raise AccountProblem("that is the password as it was; take another")
        return self._save_password(account, password, "password changed", by=by, start=False)

    def give_start_password(self, name: str, *, by: By) -> tuple[Account, str]:
        """A new password to hand over, for who forgot theirs: all sessions end, all tokens are revoked."""
        account, password = self.get(name), start_password()
        return self._save_password(account, password, "start password given", by=by, start=True), password

    def _save_password(self, account: Account, password: str, deed: Deed, *, by: By, start: bool) -> Account:
        hashed, now = self._hashing.hash(password), self._file.seconds()
        with self._file.writing() as connection:
            connection.execute(
                "UPDATE accounts SET password = ?, must_change = ?, password_at = ? WHERE key = ?",
                (hashed, start, now, account.key),
            )
            connection.execute("DELETE FROM sessions WHERE key = ?", (account.key,))
            if start:
                connection.execute(
                    "UPDATE tokens SET revoked_at = ? WHERE key = ? AND revoked_at IS NULL", (now, account.key)
                )
            self._audit.append(by, deed, account.name)
        return self.get(account.name)

    def _keep_a_lead(self, changed: Account) -> None:
        """Raises: AccountProblem, which undoes the transaction, if the change left no lead."""
        if not self.has_lead():
            raise AccountProblem(f"{changed.name} is the last lead; make somebody else a lead first")


def checked_role(role: str) -> Role:
    if role not in ROLES:
        raise AccountProblem(f"no role {role!r}; the roles are {', '.join(ROLES)}")
    return role


def account_of(row: sqlite3.Row) -> Account:
    return Account(
        key=row["key"], name=row["name"], role=row["role"], disabled=row["disabled_at"] is not None,
        must_change=bool(row["must_change"]), second_step=row["secret"] is not None,
    )  # fmt: skip

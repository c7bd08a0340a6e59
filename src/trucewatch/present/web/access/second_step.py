"""The second step of signing in: a code of six digits from an authenticator app, or a recovery code."""

from __future__ import annotations

import hashlib
import hmac
import io

import pyotp
import segno

from trucewatch.errors import AccountProblem
from trucewatch.present.web.access.accounts import Account
from trucewatch.present.web.access.audit import Audit, By
from trucewatch.present.web.access.passwords import grouped_secret
from trucewatch.present.web.access.people_file import PeopleFile

ISSUER = "Trucewatch"
SECONDS = 30
#: Clocks may differ by so many steps of 30 seconds.
SLACK = 1
RECOVERY_CODES = 10


class SecondStep:
    """Codes of the accounts of one people file. The secret is kept as it is, since codes are worked out of it."""

    def __init__(self, file: PeopleFile, audit: Audit) -> None:
        self._file = file
        self._audit = audit

    def begin(self, account: Account) -> str:
        """A new secret for the person's app; it counts only after ``confirm``."""
        secret = pyotp.random_base32()
        with self._file.writing() as connection:
            connection.execute("UPDATE accounts SET pending = ? WHERE key = ?", (secret, account.key))
        return secret

    def pending(self, account: Account) -> str | None:
        """The secret that waits for its first code."""
        with self._file.reading() as connection:
            row = connection.execute("SELECT pending FROM accounts WHERE key = ?", (account.key,)).fetchone()
        return row["pending"] if row else None

    def confirm(self, account: Account, code: str, *, by: By) -> list[str]:
        """Take the secret into use if ``code`` fits it. Gives the recovery codes, which are shown this once.

        Raises: AccountProblem if nothing waits or the code does not fit.
        """
        with self._file.writing() as connection:
            secret = self.pending(account)
            if secret is None:
                raise AccountProblem("no second step waits for its code; begin anew")
            step = self._step_of(secret, code)
            if step is None:
                raise AccountProblem("the code does not fit; look at the clock of the device, and take a fresh code")
            codes = [grouped_secret(16) for _ in range(RECOVERY_CODES)]
            connection.execute(
                "UPDATE accounts SET secret = ?, pending = NULL, step = ? WHERE key = ?", (secret, step, account.key)
            )
            connection.execute("DELETE FROM recovery WHERE key = ?", (account.key,))
            connection.executemany("INSERT INTO recovery VALUES (?, ?)", [(account.key, _digest(c)) for c in codes])
            self._audit.append(by, "second step set up", account.name)
        return codes

    def take_away(self, account: Account, *, by: By) -> None:
        """Sign in by password alone again; the secret and the recovery codes are deleted."""
        with self._file.writing() as connection:
            connection.execute("UPDATE accounts SET secret = NULL, pending = NULL WHERE key = ?", (account.key,))
            connection.execute("DELETE FROM recovery WHERE key = ?", (account.key,))
            self._audit.append(by, "second step taken away", account.name)

    def passes(self, account: Account, code: str, *, by: By) -> bool:
        """Whether a sign-in may go on. Each code and each recovery code passes once, also when two come at once."""
        with self._file.writing() as connection:
            row = connection.execute("SELECT secret, step FROM accounts WHERE key = ?", (account.key,)).fetchone()
            if row["secret"] is None:
                return True
            step = self._step_of(row["secret"], code)
            if step is not None:
                # a code that was used, or one older than it, is no longer taken
                used = connection.execute(
                    "UPDATE accounts SET step = ? WHERE key = ? AND step < ?", (step, account.key, step)
                )
                return used.rowcount == 1
            spent = connection.execute(
                "DELETE FROM recovery WHERE key = ? AND digest = ?", (account.key, _digest(code))
            )
            if spent.rowcount:
                self._audit.append(by, "recovery code used", f"{account.name}, {self.left(account)} left")
            return bool(spent.rowcount)

    def left(self, account: Account) -> int:
        """How many recovery codes were not used yet."""
        with self._file.reading() as connection:
            return int(connection.execute("SELECT count(*) FROM recovery WHERE key = ?", (account.key,)).fetchone()[0])

    def _step_of(self, secret: str, code: str) -> int | None:
        """The step of 30 seconds whose code this is, if it is one of now."""
        asked = "".join(code.split())
        now = int(self._file.seconds()) // SECONDS
        found = None
        for step in range(now - SLACK, now + SLACK + 1):
            if hmac.compare_digest(pyotp.HOTP(secret).at(step).encode(), asked.encode()):
                found = step
        return found


def _digest(code: str) -> str:
    # 80 random bits: a plain hash cannot be searched through
    return hashlib.sha256("".join(c for c in code.casefold() if c.isalnum()).encode()).hexdigest()


def address_of(account: Account, secret: str) -> str:
    """What the app reads out of the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=account.name, issuer_name=ISSUER)


def picture_of(address: str) -> str:
    """The QR code as SVG to stand in a page; black on white also on dark pages, as cameras want it."""
    return segno.make_qr(address, error="m").svg_inline(
        omitsize=True, border=4, dark="#000", light="#fff", title="QR code"
    )


def drawn_in_text(address: str) -> str:
    """The QR code for a terminal."""
    out = io.StringIO()
    segno.make_qr(address, error="m").terminal(out=out, compact=True)
    return out.getvalue()

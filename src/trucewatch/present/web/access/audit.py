"""The audit log: who did what, when, from where, in a chain of digests that shows what was changed or taken out.

Triggers refuse changes through SQLite. Whoever may write the file itself can still write the whole chain anew: against
that, note the digest of the last line elsewhere and hold the log to it (``trucewatch people CASE audit --noted``).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from trucewatch.errors import VerificationFailed
from trucewatch.present.web.access.people_file import PeopleFile

Deed = Literal[
    "signed in", "sign-in failed", "sign-in limit reached", "signed out", "signed out everywhere",
    "account added", "role changed", "account disabled", "account enabled", "password changed", "start password given",
    "second step set up", "second step taken away", "recovery code used", "token made", "token revoked",
    "decided", "redacted", "exported",
]  # fmt: skip
DEEDS: tuple[Deed, ...] = get_args(Deed)
BEGINNING = "0" * 64
PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who does something, and from where: a network address, or "command line"."""

    who: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the log. ``digest`` covers all its other values, ``previous`` is the digest of the line before."""

    n: int
    at: str
    who: str
    did: str
    about: str
    origin: str
    previous: str
    digest: str

    def holds(self) -> bool:
        return self.digest == digest_of(self.n, self.at, self.who, self.did, self.about, self.origin, self.previous)


def digest_of(*values: int | str) -> str:
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


class Audit:
    """The log of one people file."""

    def __init__(self, file: PeopleFile) -> None:
        self._file = file

    def append(self, by: By, did: Deed, about: str = "") -> None:
        """Write one line; inside a transaction of the file it stands or falls with that."""
        with self._file.writing() as connection:
            last = connection.execute("SELECT n, digest FROM audit ORDER BY n DESC LIMIT 1").fetchone()
            n, previous = (last["n"] + 1, last["digest"]) if last else (1, BEGINNING)
            values = (n, self._file.now().isoformat(), by.who, did, about, by.origin, previous)
            connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*values, digest_of(*values)))

    def lines(
        self, *, before: int | None = None, did: str = "", who: str = "", since: date | None = None,
        limit: int | None = PAGE,
    ) -> list[Line]:  # fmt: skip
        """Lines from the newest to the oldest, at most ``limit``."""
        conditions = {
            "n < :before": before,
            "did = :did": did or None,
            "who = :who": who or None,
            "at >= :since": since.isoformat() if since else None,
        }
        asked = " AND ".join(words for words, value in conditions.items() if value is not None) or "1"
        values = {"before": before, "did": did, "who": who, "since": since.isoformat() if since else None}
        with self._file.reading() as connection:
            rows = connection.execute(
                f"SELECT * FROM audit WHERE {asked} ORDER BY n DESC LIMIT :limit",
                {**values, "limit": -1 if limit is None else limit},
            ).fetchall()
        return [Line(**dict(row)) for row in rows]

    def verify(self, *, noted: str = "") -> tuple[int, str]:
        """How many lines there are and the digest of the last, if the whole chain holds.

        ``noted`` is the digest of a line (or its first characters) that was noted earlier and must still be there.
        Raises: VerificationFailed that names the first line that does not hold.
        """
        count, previous, met = 0, BEGINNING, not noted
        with self._file.reading() as connection:
            for row in connection.execute("SELECT * FROM audit ORDER BY n"):
                line = Line(**dict(row))
                if line.n != count + 1 or line.previous != previous or not line.holds():
                    raise VerificationFailed(
                        f"the audit log does not hold at line {count + 1}: it was changed or taken out after it was "
                        "written; keep the file as it is, and compare it with your last back-up"
                    )
                count, previous = line.n, line.digest
                met = met or line.digest.startswith(noted)
        if not met:
            raise VerificationFailed(
                f"no line of the audit log has the digest {noted!r} that was noted: lines were taken out or written "
                "anew; compare the file with your last back-up"
            )
        return count, previous

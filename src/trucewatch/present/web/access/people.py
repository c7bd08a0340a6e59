"""All that is kept of the people of one case, opened together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from argon2 import PasswordHasher

from trucewatch.present.web.access.accounts import Accounts
from trucewatch.present.web.access.audit import Audit
from trucewatch.present.web.access.passwords import Hashing
from trucewatch.present.web.access.people_file import PeopleFile, utc_now
from trucewatch.present.web.access.second_step import SecondStep
from trucewatch.present.web.access.sessions import Sessions
from trucewatch.present.web.access.tokens import Tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The accounts, sessions, tokens, second steps and audit log of one people file."""

    file: PeopleFile
    accounts: Accounts
    sessions: Sessions
    tokens: Tokens
    second_step: SecondStep
    audit: Audit


def open_people(
    path: Path, *, make: bool = False, now: Callable[[], datetime] = utc_now, hasher: PasswordHasher | None = None
) -> People:
    """Open the people file at ``path``; ``make`` begins it where there is none.

    ``now`` and ``hasher`` are for tests. Raises: AccountProblem if there is none, or none that can be used.
    """
    file = PeopleFile.made(path, now=now) if make else PeopleFile(path, now=now)
    audit = Audit(file)
    return People(
        file=file, accounts=Accounts(file, audit, Hashing(hasher)), sessions=Sessions(file), tokens=Tokens(file, audit),
        second_step=SecondStep(file, audit), audit=audit,
    )  # fmt: skip

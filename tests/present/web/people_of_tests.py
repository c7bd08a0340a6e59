"""People of an invented case, and a browser that keeps cookies and sends the token of its forms."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from trucewatch.present.web.access.audit import By
from trucewatch.present.web.access.people import People, open_people
from trucewatch.present.web.access.people_file import people_path

#: As quick as hashes can be: what is tested is not the hash.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
BY = By(who="Mira Holt", origin="command line")
PASSWORDS = {
    "Ines Halden": "gravel tin seldom harbour",
    "Oskar Brun": "mellow otter ninth ladder",
    "Petra Lind": "quiet basil forty windows",
}
ROLES = {"Ines Halden": "lead", "Oskar Brun": "reviewer", "Petra Lind": "reader"}


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    at: datetime = field(default_factory=lambda: datetime(2031, 5, 6, 12, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


def people_beside(case: Path, clock: Clock | None = None) -> People:
    """A lead, a reviewer and a reader for a case."""
    people = open_people(people_path(case), make=True, now=clock or Clock(), hasher=QUICK)
    for name, role in ROLES.items():
        people.accounts.add(name, role, PASSWORDS[name], by=BY)
    return people


class Browser:
    """One browser: cookies are its own, redirects are not followed."""

    def __init__(self, app: FastAPI, *, base: str = "http://127.0.0.1:8722", address: str = "127.0.0.1") -> None:
        self.http = TestClient(
            app, base_url=base, follow_redirects=False, client=(address, 50000), raise_server_exceptions=True
        )

    def get(self, path: str, **given: object) -> Response:
        return self.http.get(path, headers={"Accept": "text/html"}, **given)  # type: ignore[arg-type]

    def token(self, path: str) -> str:
        """The token of the first form on a page."""
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.get(path).text)
        assert found, f"no form with a token on {path}"
        return found[1]

    def send(self, path: str, *, on: str, **fields: str) -> Response:
        """Send a form that stands on the page ``on``."""
        return self.http.post(path, data={"csrf": self.token(on), **fields}, headers={"Accept": "text/html"})

    def sign_in(self, name: str, password: str | None = None, *, code: str = "", next: str = "/") -> Response:
        given = PASSWORDS.get(name, "") if password is None else password
        return self.send("/login", on="/login", name=name, password=given, code=code, next=next)

    def cookie(self) -> str:
        (value,) = [c.value for c in self.http.cookies.jar if "trucewatch" in c.name]
        return value or ""

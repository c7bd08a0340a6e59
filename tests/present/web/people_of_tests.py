"""People of an invented case, a browser that keeps cookies and sends the token of its forms, and routes to try."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

from argon2 import PasswordHasher
from fastapi import Depends, FastAPI, File, Form, Request, UploadFile
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from httpx import Response

from trucewatch.present.web.access import needs
from trucewatch.present.web.access.audit import By
from trucewatch.present.web.access.people import People, open_people
from trucewatch.present.web.access.people_file import people_path

#: As quick as hashes can be: what is tested is not the hash.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HERE = "http://127.0.0.1:8722"
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

    def __init__(self, app: FastAPI, *, base: str = HERE, address: str = "127.0.0.1") -> None:
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


def with_routes_to_try(app: FastAPI) -> FastAPI:
    """Routes that take a form, a file or JSON, and say who asked."""

    @app.post("/try/form")
    def form(request: Request, word: Annotated[str, Form()]) -> dict[str, str]:
        return {"word": word, "person": request.state.person, "role": request.state.role}

    @app.post("/try/file")
    def file(word: Annotated[str, Form()], given: Annotated[UploadFile, File()]) -> dict[str, str]:
        return {"word": word, "bytes": str(len(given.file.read()))}

    @app.post("/api/try")
    def try_json(request: Request, body: dict[str, str]) -> dict[str, str]:
        return {**body, "person": request.state.person, "role": request.state.role}

    @app.delete("/api/try")
    def try_delete() -> dict[str, str]:
        return {"gone": "yes"}

    @app.get("/try/where")
    def where(request: Request) -> dict[str, str]:
        return {"address": request.state.address, "scheme": request.scope["scheme"]}

    @app.get("/try/lead", dependencies=[Depends(needs("lead"))])
    def lead() -> dict[str, str]:
        return {"lead": "yes"}

    return app


def routes_below(routes: Any, *, under: str = "") -> Iterator[tuple[str, APIRoute]]:
    """Every route with its path, also of routers that were included and applications that were mounted."""
    for route in routes:
        if isinstance(route, APIRoute):
            yield under + route.path, route
        else:
            below = getattr(getattr(route, "original_router", route), "routes", None)
            yield from routes_below(below or (), under=under + getattr(route, "path", ""))


def least_of(route: APIRoute) -> str | None:
    return next((one.call.least for one in route.dependant.dependencies if hasattr(one.call, "least")), None)

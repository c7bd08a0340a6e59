"""What the guard says when it lets a request go no further: a page to persons, JSON to programs."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.responses import Response

from trucewatch.present.web.access.request_rules import SAFE_METHODS, local_path
from trucewatch.present.web.frame import environment

TITLES = {400: "Not understood", 403: "Not allowed", 413: "Too large", 421: "Other address", 429: "Wait a little"}

#: The names for programs, of the one shape that every refusal of the interface has (``api/__init__.py``).
CODES = {
    400: "unreadable", 401: "sign_in", 403: "forbidden", 413: "too_large", 421: "wrong_host", 429: "too_many_requests",
}  # fmt: skip


class Refused(Exception):
    """A request that goes no further. ``sign_in`` and ``go_to`` send a person's browser on instead."""

    def __init__(
        self, status: int, words: str, *, headers: dict[str, str] | None = None, sign_in: bool = False, go_to: str = ""
    ) -> None:
        super().__init__(words)
        self.status, self.words, self.headers = status, words, headers or {}
        self.sign_in, self.go_to = sign_in, go_to


def wants_json(request: Request) -> bool:
    accepts = request.headers.get("accept", "")
    return request.scope["path"].startswith("/api/") or ("application/json" in accepts and "text/html" not in accepts)


def refusal(request: Request, refused: Refused) -> Response:
    """The answer to a request that goes no further."""
    if wants_json(request):
        code = CODES.get(refused.status, "turned_away")
        told = {"status": refused.status, "code": code, "message": refused.words}
        return JSONResponse({"error": told}, refused.status, refused.headers)
    place = refused.go_to
    if refused.sign_in:
        place = f"/login?next={quote(_came_from(request), safe='')}"
    if place and "hx-request" in request.headers:
        return Response(refused.words, refused.status, {**refused.headers, "HX-Redirect": place}, "text/plain")
    if place and (request.method in SAFE_METHODS or refused.sign_in):
        return RedirectResponse(place, 303, refused.headers)
    return door(
        "access/turned_away.html", status=refused.status, headers=refused.headers, words=refused.words,
        heading=TITLES.get(refused.status, "That did not work"),
    )  # fmt: skip


def door(template: str, *, status: int = 200, headers: dict[str, str] | None = None, **values: object) -> HTMLResponse:
    """A page for who is not signed in: without the frame, which tells the title of the case and what is in it."""
    return HTMLResponse(environment().get_template(template).render(values), status, headers)


def _came_from(request: Request) -> str:
    """The page to go on with after signing in: the one asked for, or the one on which a form or a part of it stands."""
    if request.method in SAFE_METHODS and "hx-request" not in request.headers:
        asked = request.scope.get("query_string", b"").decode("latin-1")
        return local_path(quote(request.scope["path"]) + (f"?{asked}" if asked else ""))
    parts = urlsplit(request.headers.get("hx-current-url") or request.headers.get("referer") or "/")
    return local_path(parts.path + (f"?{parts.query}" if parts.query else ""))

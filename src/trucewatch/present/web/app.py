"""The application: the case, the pages, the interface and what guards the door, joined."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib.resources import files
from threading import Thread

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import trucewatch
from trucewatch.errors import TrucewatchError
from trucewatch.present.web.access import Access, for_serving, install
from trucewatch.present.web.api import PREFIX, create_api, refused
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.discreet import Discreet
from trucewatch.present.web.frame import compiled, page
from trucewatch.present.web.overview import SNAPSHOTS as OF_OVERVIEW
from trucewatch.present.web.pages import ROUTERS
from trucewatch.present.web.statuses import status_of, told
from trucewatch.settings import Settings
from trucewatch.store.address import CasePlace

#: What is told of an error that nobody foresaw.
FAILED = (
    "The program met an error of its own. What was recorded before is as it was; whoever runs the server finds what "
    "happened in its output."
)
#: Seconds that a browser may keep a file of ours; its address changes with its content.
KEPT = 31_536_000


def create_app(case_path: CasePlace, *, settings: Settings, access: Access | None = None) -> FastAPI:
    """The pages and the interface of one case, open to ``access``; without one, to this machine alone.

    Raises: MissingCase, NotACase, OtherVersion if the case cannot be opened.
    """
    desk = Desk(case_path, settings=settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        warming = Thread(target=_warm, args=(desk,), name="warming", daemon=True)
        warming.start()
        yield
        warming.join()
        desk.close()

    app = FastAPI(
        title="Trucewatch", version=trucewatch.__version__, lifespan=lifespan, docs_url=None, redoc_url=None,
        openapi_url=None,
    )  # fmt: skip
    app.state.desk = desk
    app.add_middleware(Discreet, desk=desk)  # before what is said is packed
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(_Failing)
    app.mount("/static", _Kept(directory=str(files("trucewatch.present.web") / "static")), name="static")
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(TrucewatchError, _known)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _misread)
    access = access or for_serving("127.0.0.1", case_path, person=settings.person)
    app.mount(PREFIX, create_api(desk, access))
    # last, so that the guard is the outermost of all
    install(app, access=access)
    return app


def _warm(desk: Desk) -> None:
    """Make ready what the first page needs, while whoever started the program opens it."""
    compiled("overview.html")
    for name in OF_OVERVIEW:
        with suppress(TrucewatchError):  # the page tells of it
            desk.snapshots.get(name)


class _Kept(StaticFiles):
    """Our own files: a browser that asked with the mark of their content need not ask again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if scope.get("query_string", b"").startswith(b"v="):
            response.headers["Cache-Control"] = f"public, max-age={KEPT}, immutable"
        return response


class _Failing:
    """An error that nobody foresaw: told on a page (or in the interface's one shape), and raised on for the log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = False

        async def sending(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception:
            if scope["type"] == "http" and not began:
                api = scope["path"].startswith(PREFIX + "/")
                answer = refused(500, "unforeseen", FAILED) if api else _tell(Request(scope), 500, FAILED)
                await answer(scope, receive, send)
            raise


def _known(request: Request, error: Exception) -> Response:
    """What the library refuses, in its own words."""
    assert isinstance(error, TrucewatchError)
    return _tell(request, status_of(error), told(error, request.app.state.desk.path))


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = {404: f"There is no page at {request.url.path}.", 405: "This page cannot be asked in that way."}
    said = words.get(error.status_code, "") if error.detail in ("Not Found", "Method Not Allowed") else error.detail
    response = _tell(request, error.status_code, str(said))
    response.headers.update(error.headers or {})
    return response


def _misread(request: Request, error: Exception) -> Response:
    """A value in the address or form that is not of its kind."""
    assert isinstance(error, RequestValidationError)
    said = "; ".join(f"{e['loc'][-1]}: {e['msg'].lower()}, got {str(e.get('input'))[:60]!r}" for e in error.errors())
    return _tell(request, 400, said)


def _tell(request: Request, status: int, words: str) -> Response:
    bare = request.url.path if request.method == "GET" and request.url.query and status == 400 else ""
    return page(request, "error.html", status=status, words=words, code=status, bare=bare)

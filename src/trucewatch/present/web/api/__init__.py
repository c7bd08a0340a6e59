"""The JSON interface, version 1: the functions of ``Case`` over HTTP, described by OpenAPI at /api/v1/openapi.json.

Lists come by pages (``items``, ``total``, ``offset``, ``limit``, ``next``); every refusal has one shape,
``{"error": {"status", "code", "message"}}``. What it gives may leave the house: what is marked confidential is absent,
private persons are shown by description, places of people at risk are held back. A reviewer asks for the rest with
``internal=true``. docs/api.md shows how to use it.
"""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

import trucewatch
from trucewatch.errors import Conflict, TrucewatchError
from trucewatch.present.web.access import Access
from trucewatch.present.web.api.feed import router as feed
from trucewatch.present.web.api.lists import router as lists
from trucewatch.present.web.api.records import router as records
from trucewatch.present.web.api.writing import router as writing
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.statuses import status_of, told

PREFIX = "/api/v1"


def create_api(desk: Desk, access: Access) -> FastAPI:
    """The interface as an application of its own, to be mounted at ``PREFIX``."""
    api = FastAPI(
        title="Trucewatch", version="1", summary="The record of one agreement as JSON",
        description=(__doc__ or "").replace("``", "`"), docs_url=None, redoc_url=None,
        servers=[{"url": PREFIX}], root_path_in_servers=False,
        license_info={"name": "Apache-2.0"},
    )  # fmt: skip
    api.state.desk = desk
    api.state.access = access
    api.state.program = trucewatch.__version__
    for part in (lists, records, feed, writing):
        api.include_router(part)
    api.add_exception_handler(TrucewatchError, _known)
    api.add_exception_handler(HTTPException, _refused)
    api.add_exception_handler(RequestValidationError, _misread)
    return api


def refused(status: int, code: str, message: str, **more: object) -> JSONResponse:
    """The one shape of every refusal."""
    return JSONResponse({"error": {"status": status, "code": code, "message": message, **more}}, status_code=status)


def _known(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, TrucewatchError)
    name = type(error).__name__
    code = "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
    if isinstance(error, Conflict):
        return refused(
            409, code, str(error), who=error.who, when=error.when.isoformat(), field=error.field, old=str(error.old),
            new=str(error.new), decision=error.decision,
        )  # fmt: skip
    return refused(status_of(error), code, told(error, request.app.state.desk.path))


def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    codes = {404: "not_found", 405: "method_not_allowed", 403: "forbidden"}
    message = str(error.detail)
    if message == "Not Found":
        message = f"nothing is at {request.url.path}; the interface is described at {PREFIX}/openapi.json"
    answer = refused(error.status_code, codes.get(error.status_code, "turned_away"), message)
    answer.headers.update(error.headers or {})
    return answer


def _misread(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    told = [
        f"{'.'.join(str(part) for part in e['loc'][1:]) or e['loc'][0]}: {e['msg'].lower()}, "
        f"got {str(e.get('input'))[:60]!r}"
        for e in error.errors()
    ]
    return refused(422, "bad_value", "; ".join(told))

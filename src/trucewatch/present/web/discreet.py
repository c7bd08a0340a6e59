"""What readers of the desk see of private persons: their words, under a description, never their names.

Reviewers and leads see names, since they correct them. For readers every page and answer is looked through before it
leaves: in texts and evidence, histories and reasons, addresses, suggestions and pictures alike.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trucewatch.present.web.access import at_least
from trucewatch.present.web.desk import Desk

#: What stands in the place of a name.
COVERED = "[name withheld]"
#: Kinds of answers that hold words.
WORDED = ("text/", "application/json", "application/geo+json", "application/atom+xml", "image/svg+xml")
#: Our own files: they hold nothing of the case.
OURS = "/static/"


class Discreet:
    """Covers the names of private persons in what goes to who may not correct the case."""

    def __init__(self, app: ASGIApp, *, desk: Desk) -> None:
        self._app = app
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        state: MutableMapping[str, Any] = scope.get("state", {})
        if scope["type"] != "http" or scope["path"].startswith(OURS) or at_least(state.get("role"), "reviewer"):
            await self._app(scope, receive, send)
            return
        begun: list[Message] = []
        parts: list[bytes] = []

        async def covered(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith(WORDED):
                    _cover_headers(headers, await run_in_threadpool(self._desk.withheld))
                    begun.append(message)
                    return
            elif message["type"] == "http.response.body" and begun:
                parts.append(message.get("body", b""))
                if message.get("more_body", False):
                    return
                names = await run_in_threadpool(self._desk.withheld)
                body = b"".join(parts)
                told = await run_in_threadpool(names.masked, body.decode("utf-8", "surrogateescape"), COVERED)
                body = told.encode("utf-8", "surrogateescape")
                MutableHeaders(scope=begun[0])["content-length"] = str(len(body))
                await send(begun[0])
                await send({"type": "http.response.body", "body": body, "more_body": False})
                return
            await send(message)

        await self._app(scope, receive, covered)


def _cover_headers(headers: MutableHeaders, names: Any) -> None:
    name = headers.get("content-disposition")
    if name is not None:
        headers["content-disposition"] = names.masked(name, "withheld")

"""The guard before every page: it is outermost, so that no route can forget what it checks.

In this order: the proxy and the address, the host, who it is, whether they may come in, and for a request that writes
its origin, its size, how often, and the token of its form. What goes out gets the security headers.
"""

from __future__ import annotations

from urllib.parse import parse_qs

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trucewatch.present.web.access.headers import security_headers
from trucewatch.present.web.access.request_rules import (
    SAFE_METHODS,
    client_address,
    host_allowed,
    is_among,
    same_origin,
)
from trucewatch.present.web.access.serving import ASKING, Access, by_of
from trucewatch.present.web.access.sessions import form_token, form_token_fits, new_id
from trucewatch.present.web.access.telling import Refused, refusal

#: Pages for persons alone: a program with a token manages no accounts.
PERSONS_ONLY = ("/login", "/logout", "/account", "/people", "/audit")
#: The most bytes of a request of who is not signed in: name, password and code.
MOST_OF_STRANGER = 16_384
#: What who must take a new password first may open.
FOR_NEW_PASSWORD = ("/account", "/account/password", "/logout")


class Guard:
    """The middleware that puts an ``Access`` in force."""

    def __init__(self, app: ASGIApp, *, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})  # no page of ours opens one
            return
        scope = {**scope, "state": {**scope.get("state", {})}}
        request = Request(scope, receive)
        try:
            self._place(request)
            if not is_static(request):
                await run_in_threadpool(self._identify, request)
                self._let_in(request)
                ASKING.set(by_of(request))
            if request.method not in SAFE_METHODS:
                receive = await self._check_write(request, receive)
        except Refused as refused:
            answer = await run_in_threadpool(refusal, request, refused)
            await answer(scope, receive, self._sending(request, send))
            return
        except _Gone:
            return
        await self._app(scope, receive, self._sending(request, send))

    # -- coming in --------------------------------------------------------------------------

    def _place(self, request: Request) -> None:
        """Where the request comes from and whether it was meant for us."""
        scope, access = request.scope, self._access
        peer = scope["client"][0] if scope.get("client") else ""
        request.state.address = peer
        request.state.login = access.login
        if access.proxies:
            if not is_among(peer, access.proxies):
                raise Refused(403, "This server is reached by its proxy alone.")
            if request.headers.get("x-forwarded-proto", "").strip().lower() != "https":
                raise Refused(403, "The proxy must take requests over https and say so (X-Forwarded-Proto: https).")
            scope["scheme"] = "https"
        forwarded = ",".join(request.headers.getlist("x-forwarded-for")) if access.proxies else ""
        request.state.address = client_address(peer, forwarded, access.proxies)
        if not host_allowed(request.headers.get("host", ""), access.hosts):
            raise Refused(421, "This server does not go by the name that was asked for.")

    def _identify(self, request: Request) -> None:
        """Who it is, in ``request.state``: person, role, account, session, csrf."""
        state, access = request.state, self._access
        state.account = state.session = state.new_cookie = None
        state.by_token = False
        state.person, state.role = ("", None) if access.login else (access.person, "lead")
        cookie = request.cookies.get(access.cookie_name(https=is_https(request)), "")
        mark, _, token = request.headers.get("authorization", "").partition(" ")
        if mark.lower() == "bearer":
            account = access.people.tokens.find(token.strip()) if access.people else None
            if account is None:
                raise Refused(401, "This token does not hold.", headers={"WWW-Authenticate": "Bearer"})
            state.account, state.by_token = account, True
            cookie = ""
        elif access.login and access.people and cookie:
            found = access.people.sessions.find(cookie)
            if found:
                state.account, state.session = found
        if state.account:
            state.person, state.role = state.account.name, state.account.role
        if not state.by_token:
            if len(cookie) < 40:  # none yet, or none of ours: an id for the forms of who is not signed in
                cookie = state.new_cookie = new_id()
            state.cookie, state.csrf = cookie, form_token(cookie)

    def _let_in(self, request: Request) -> None:
        # never request.url.path: a "?" or "#" that was escaped in the address cuts that one short
        path, state = request.scope["path"], request.state
        if state.by_token and _below(path, PERSONS_ONLY):
            raise Refused(403, "This page is for persons who sign in, not for tokens.")
        if not self._access.login or path == "/login":
            return
        if state.account is None:
            raise Refused(401, "Sign in first.", sign_in=True)
        if state.account.must_change and not state.by_token and path not in FOR_NEW_PASSWORD:
            raise Refused(403, "Take a password of your own first, on the page of your account.", go_to="/account")

    # -- writing ----------------------------------------------------------------------------

    async def _check_write(self, request: Request, receive: Receive) -> Receive:
        """Raises: Refused unless the request may write. Gives the body again, which had to be read."""
        headers, state = request.headers, request.state
        if not same_origin(
            scheme=request.scope["scheme"], host=headers.get("host", ""), origin=headers.get("origin"),
            fetch_site=headers.get("sec-fetch-site"),
        ):  # fmt: skip
            raise Refused(403, "This request was sent by a page of elsewhere; nothing was changed.")
        who = state.account.key if state.account else state.address
        wait = self._access.brakes.write(who)
        if wait is not None:
            raise Refused(
                429, f"Too many changes in a short time; go on in {wait} seconds.", headers={"Retry-After": str(wait)}
            )
        a_stranger = self._access.login and state.account is None
        body = await _body(request, receive, most=MOST_OF_STRANGER if a_stranger else self._access.most_bytes)
        if not state.by_token and not self._is_local_program(headers, request.method):
            token = headers.get("x-csrf-token") or await _token_in_form(request, body)
            if not form_token_fits(state.cookie, token):
                raise Refused(
                    403,
                    "The form was too old or not ours; nothing was changed. Go back, load the page anew and try again "
                    "(the page needs cookies).",
                )
        return _again(body, receive)

    def _is_local_program(self, headers: Headers, method: str) -> bool:
        """A program at this machine where nobody signs in, such as curl with JSON.

        A browser cannot be made to send such a request from elsewhere: for this kind of body or method it would first
        ask whether it may, and it would say where it comes from.
        """
        kind = headers.get("content-type", "").split(";")[0].strip().lower()
        from_browser = any(name in headers for name in ("cookie", "origin", "sec-fetch-site", "referer"))
        return not self._access.login and not from_browser and (method != "POST" or kind == "application/json")

    # -- going out --------------------------------------------------------------------------

    def _sending(self, request: Request, send: Send) -> Send:
        https = is_https(request)
        given = security_headers(https=https, tiles=self._access.tiles)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-disposition", "").startswith("attachment"):
                    await run_in_threadpool(self._note_export, request)
                for name, value in given:
                    headers[name.decode()] = value.decode()
                if not is_static(request):
                    headers.setdefault("cache-control", "no-store")
                    self._offer_cookie(request, headers)
            await send(message)

        return guarded

    def _note_export(self, request: Request) -> None:
        """What leaves as a file is an export, whichever page gave it; if it cannot be noted it does not leave."""
        asked = request.scope.get("query_string", b"").decode("latin-1")
        self._access.note(request, "exported", request.scope["path"] + (f"?{asked}" if asked else ""))

    def _offer_cookie(self, request: Request, headers: MutableHeaders) -> None:
        """A cookie for the forms of a browser that has none; signing in sets its own."""
        fresh = getattr(request.state, "new_cookie", None)
        if fresh and headers.get("content-type", "").startswith("text/html") and "set-cookie" not in headers:
            response = Response()
            set_cookie(response, self._access, fresh, https=is_https(request))
            headers.append("set-cookie", response.headers["set-cookie"])


def set_cookie(response: Response, access: Access, value: str, *, https: bool) -> None:
    """No lifetime: it ends with the browser, and at the latest with the session."""
    response.set_cookie(access.cookie_name(https=https), value, httponly=True, samesite="lax", secure=https, path="/")


def is_https(request: Request) -> bool:
    return bool(request.scope["scheme"] == "https")


def is_static(request: Request) -> bool:
    return request.scope["path"].startswith("/static/") and request.method in SAFE_METHODS


class _Gone(Exception):
    """The client went away while its request was read."""


async def _body(request: Request, receive: Receive, *, most: int) -> bytes:
    stated = request.headers.get("content-length", "0")
    size, parts, more = int(stated) if stated.isdigit() else 0, [], True
    while more and size <= most:
        message = await receive()
        if message["type"] != "http.request":
            raise _Gone
        parts.append(message.get("body", b""))
        size = max(size, sum(map(len, parts)))
        more = message.get("more_body", False)
    if size > most:
        raise Refused(413, f"The request is larger than {most:,} bytes.", headers={"Connection": "close"})
    return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """The body as if it had not been read; then whatever else comes."""
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed


async def _token_in_form(request: Request, body: bytes) -> str:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    try:
        if kind == "application/x-www-form-urlencoded":
            return parse_qs(body.decode("latin-1"), max_num_fields=10_000).get("csrf", [""])[0]
        if kind == "multipart/form-data":
            async with Request(request.scope, _again(body, request.receive)).form() as form:
                token = form.get("csrf")
                return token if isinstance(token, str) else ""
    except (ValueError, HTTPException):
        raise Refused(400, "The form could not be read.") from None
    return ""


def _below(path: str, tops: tuple[str, ...]) -> bool:
    return any(path == top or path.startswith(top + "/") for top in tops)

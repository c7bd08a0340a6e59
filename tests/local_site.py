"""A web server on this machine for tests: pages by path, and a list of what was asked."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

#: Status, headers and body; or a function of the handler that answers by itself.
Answer = tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """What the server shows. ``asked`` are (method, path, headers, body) in order."""

    port: int = 0
    scheme: str = "http"
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/") -> str:
        return f"{self.scheme}://{self.host}{path}"

    def show(self, path: str, body: str | bytes, *, kind: str = "text/html; charset=utf-8", status: int = 200,
             **headers: str) -> str:  # fmt: skip
        """Put a page up; ``etag="x"`` and the like become headers, with a dash for each underscore."""
        content = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (status, {"Content-Type": kind, **named}, content)
        return self.url(path)

    def lead(self, path: str, to: str, status: int = 302) -> str:
        self.pages[path] = (status, {"Location": to}, b"")
        return self.url(path)

    def paths(self) -> list[str]:
        """The pages asked for, without robots.txt."""
        return [path for _, path, _, _ in self.asked if path != "/robots.txt"]


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site while it runs; with ``tls`` over https."""
    site = Site(scheme="https" if tls else "http")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            site.asked.append((self.command, self.path, dict(self.headers), self.rfile.read(length)))
            answer = site.pages.get(self.path, (404, {}, b""))
            if callable(answer):
                answer(self)
                return
            status, headers, body = answer
            if status == 200 and headers.get("etag") and self.headers.get("If-None-Match") == headers["etag"]:
                status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if not any(name.casefold() == "content-length" for name in headers):
                self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True

        do_POST = do_GET

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that gives up is what tests want
    site.port = server.server_address[1]
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()

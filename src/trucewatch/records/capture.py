"""Bytes as received."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from trucewatch.errors import BadRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """What was asked and what was answered when a page was fetched, headers in their order; the body is the capture's.

    ``asked`` is the address asked for at first, ``steps`` are the redirects from there (address, status, where it
    led). ``request`` are the headers sent for the last of them; empty where nobody kept them (a page out of a web
    archive). ``answer`` are all headers of the answer but cookies: the body is kept unpacked, whatever they say of its
    packing. ``peer`` is the network address that answered.
    """

    asked: str
    steps: tuple[tuple[str, int, str], ...] = ()
    method: str = "GET"
    request: tuple[tuple[str, str], ...] = ()
    status: int = 200
    reason: str = ""
    protocol: str = "HTTP/1.1"
    answer: tuple[tuple[str, str], ...] = ()
    peer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The bytes of one page or file as received; its id is their SHA-256, so the same bytes twice are one capture.

    ``content`` is None only after redaction. ``previous`` is the capture of the same URL before this one.
    ``headers`` are the response headers that matter for reading (content-type, last-modified, etag, date); ``fetch`` is
    all that was asked and answered, and None for a file that was handed over.
    """

    sha256: str
    size: int
    media_type: str
    content: bytes | None = field(repr=False)
    file: str | None = None
    url: str | None = None
    fetched_at: datetime
    headers: tuple[tuple[str, str], ...] = ()
    previous: str | None = None
    fetch: Fetch | None = None

    def __post_init__(self) -> None:
        if self.content is not None:
            if len(self.content) != self.size:
                raise BadRecord(f"capture {self.sha256[:12]} says {self.size} bytes, holds {len(self.content)}")
            if hashlib.sha256(self.content).hexdigest() != self.sha256:
                raise BadRecord(f"capture {self.sha256[:12]} does not have the hash it names")
        if self.fetched_at.tzinfo is None:
            raise BadRecord("fetched_at must be an aware time")

    @property
    def id(self) -> str:
        return self.sha256

    @classmethod
    def of(
        cls,
        content: bytes,
        *,
        media_type: str,
        fetched_at: datetime,
        file: str | None = None,
        url: str | None = None,
        headers: tuple[tuple[str, str], ...] = (),
        previous: str | None = None,
        fetch: Fetch | None = None,
    ) -> Capture:
        """Hash the bytes and keep them."""
        return cls(
            sha256=hashlib.sha256(content).hexdigest(), size=len(content), media_type=media_type, content=content,
            file=file, url=url, fetched_at=fetched_at, headers=headers, previous=previous,
            fetch=fetch,
        )  # fmt: skip

"""Bytes as received."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from trucewatch.errors import BadRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The bytes of one page or file as received; its id is their SHA-256, so the same bytes twice are one capture.

    ``content`` is None only after redaction. ``previous`` is the capture of the same URL before this one.
    ``headers`` are the response headers that matter for reading (content-type, last-modified, etag, date).
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
    ) -> Capture:
        """Hash the bytes and keep them."""
        return cls(
            sha256=hashlib.sha256(content).hexdigest(), size=len(content), media_type=media_type, content=content,
            file=file, url=url, fetched_at=fetched_at, headers=headers, previous=previous,
        )  # fmt: skip

"""The media type under which a page is read: how its bytes begin, then what its server says."""

from __future__ import annotations

from trucewatch.errors import UnknownFormat
from trucewatch.intake.arrival import MEDIA_TYPES, kind_of

HTML = MEDIA_TYPES[".html"]
WORD = MEDIA_TYPES[".docx"]
#: What servers call pages, and the type under which each is read.
SERVED = {
    "text/html": HTML, "application/xhtml+xml": HTML, "text/plain": "text/plain", "application/pdf": "application/pdf",
    "application/octet-stream": "text/plain", "binary/octet-stream": "text/plain", "": "text/plain", WORD: WORD,
    "message/rfc822": "message/rfc822", "application/xml": "text/plain", "text/xml": "text/plain",
}  # fmt: skip


def page_kind(content: bytes, served: str, url: str) -> str:
    """The media type of a page. Raises: UnknownFormat for pictures, sound, data and programs."""
    kind = SERVED.get(served.partition(";")[0].strip().casefold())
    if kind is None:
        raise UnknownFormat(f"{url} is served as {served!r}, which I cannot read; I read pages, text, PDF and Word")
    return kind_of(content, "text/plain") if kind != HTML or content[:5] == b"%PDF-" else HTML

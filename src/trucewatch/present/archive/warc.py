"""Captures as WARC records (ISO 28500, version 1.1): request, response and what else is known of the fetch.

The body of a response is what the case keeps and hashes: unpacked. Headers that speak of its packing on the wire go by
the name that web archives give them then (``X-Archive-Orig-``). What was not fetched, or of whose fetch nobody kept the
answer, is a ``resource`` record: no status line is made up for it.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import IO
from urllib.parse import quote, urlsplit

from trucewatch.present.archive.container import Hashed
from trucewatch.records.capture import Capture, Fetch
from trucewatch.records.report import Report

#: A further file is begun when one has grown to this (bytes): it stays within what old ZIP readers take.
MOST_BYTES = 1_000_000_000
VERSION = "WARC/1.1"
FIELDS = "application/warc-fields"
#: Say how the body was packed on the wire; it is kept unpacked.
OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
ORIGINAL = "X-Archive-Orig-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A record as it stands in a WARC file: ``offset`` and ``length`` in bytes, the hash of these bytes."""

    type: str
    uri: str
    offset: int
    length: int
    sha256: str


class WarcWriter:
    """Writes records one after the other, each a gzip member of its own, to a file that is not looked back at."""

    def __init__(self, out: IO[bytes]) -> None:
        from warcio.warcwriter import WARCWriter

        self._out = _Counting(out)
        self._writer = WARCWriter(self._out, gzip=True, warc_version=VERSION)

    @property
    def size(self) -> int:
        return self._out.size

    def about(self, lines: dict[str, str], *, file: str, at: datetime) -> None:
        """What begins a file: who wrote it, and how."""
        self._record("warcinfo", "", _fields(lines.items()), at=at, of=file, more={"WARC-Filename": file}, kind=FIELDS)

    def capture(self, capture: Capture, *, with_request: bool, with_file: bool) -> Iterator[Written]:
        """The records of one capture, the one that holds its bytes first.

        ``with_request`` tells what was sent (it names whoever asked), ``with_file`` under which name a file came in.
        """
        assert capture.content is not None
        uri, fetch = address_of(capture), capture.fetch
        digest = f"sha256:{capture.sha256}"
        more = {"WARC-IP-Address": fetch.peer} if fetch and fetch.peer else {}
        holds = "response" if fetch else "resource"
        head = _answer(fetch, len(capture.content)) if fetch else None
        yield self._record(
            holds, uri, capture.content, at=capture.fetched_at, of=capture.sha256, more=more, head=head, digest=digest,
            kind=None if fetch else capture.media_type,
        )  # fmt: skip
        beside = {"WARC-Concurrent-To": record_id(holds, capture.sha256)}
        if fetch and fetch.request and with_request:
            line = f"{fetch.method} {_target(uri)} HTTP/1.1"
            asked = (line, [(name, _one_line(value)) for name, value in fetch.request])
            yield self._record("request", uri, b"", at=capture.fetched_at, of=capture.sha256, more=beside, head=asked)
        told = _fields(_known(capture, with_file=with_file))
        yield self._record("metadata", uri, told, at=capture.fetched_at, of=capture.sha256, more=beside, kind=FIELDS)

    def _record(
        self, type: str, uri: str, content: bytes, *, at: datetime, of: str, more: dict[str, str],
        head: tuple[str, list[tuple[str, str]]] | None = None, digest: str = "", kind: str | None = None,
    ) -> Written:  # fmt: skip
        from warcio.statusandheaders import StatusAndHeaders

        http = None
        if head is not None:
            protocol, _, rest = head[0].partition(" ")
            http = StatusAndHeaders(rest, head[1], protocol=protocol)
            http.compute_headers_buffer()
        block = hashlib.sha256((http.headers_buff if http else b"") + content).hexdigest()
        named = {
            "WARC-Record-ID": record_id(type, of),
            "WARC-Date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "WARC-Block-Digest": f"sha256:{block}",
            **({} if type == "warcinfo" else {"WARC-Payload-Digest": digest or _sha(content)}),
            **more,
        }
        record = self._writer.create_warc_record(
            uri, type, payload=BytesIO(content), length=len(content), warc_headers_dict=named, http_headers=http,
            warc_content_type=kind or "",
        )  # fmt: skip
        start = self._out.begin()
        self._writer.write_record(record)
        return Written(
            type=type, uri=uri, offset=start, length=self._out.size - start, sha256=self._out.hash.hexdigest()
        )


class _Counting(Hashed):
    """The same, with the hash of what was written since the last record began."""

    def begin(self) -> int:
        self.hash = hashlib.sha256()
        return self.size


def record_id(type: str, of: str) -> str:
    """The id of a record: the same capture has the same one in every archive."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, f'trucewatch:{type}:{of}')}>"


def address_of(capture: Capture) -> str:
    """The address that a capture is found by: its own, or for a file one made of its hash."""
    try:
        # what stands behind "#" is never asked for, and in lists of rows it only counts them
        parts = urlsplit((capture.url or "").partition("#")[0])
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    except ValueError:  # an address that somebody typed
        host = ""
    if not host or parts.scheme not in ("http", "https"):
        return f"urn:sha256:{capture.sha256}"
    return quote(parts._replace(netloc=host).geturl(), safe="%/:=&?~+!$,;'@()*[]", errors="replace")


def page_of(capture: Capture, report: Report | None) -> dict[str, str]:
    """The capture as a line of the list of pages."""
    title = report.title if report else None
    return {
        "id": capture.sha256[:22], "url": address_of(capture), "ts": instant(capture.fetched_at),
        "title": title or address_of(capture),
    }  # fmt: skip


def instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _sha(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _answer(fetch: Fetch, size: int) -> tuple[str, list[tuple[str, str]]]:
    headers = [
        (f"{ORIGINAL}{name}" if name.casefold() in OF_THE_WIRE else name, _one_line(value))
        for name, value in fetch.answer
    ]
    line = f"{fetch.protocol} {fetch.status} {_one_line(fetch.reason)}".rstrip()
    return line, [*headers, ("Content-Length", str(size))]


def _target(uri: str) -> str:
    parts = urlsplit(uri)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _known(capture: Capture, *, with_file: bool) -> Iterator[tuple[str, str]]:
    """What the case knows of a capture and no header of WARC says."""
    yield "capture-sha256", capture.sha256
    yield "capture-size", str(capture.size)
    yield "media-type", capture.media_type
    if capture.file and with_file:
        yield "file", capture.file
    if capture.previous:
        yield "previous-capture-sha256", capture.previous
    if capture.fetch is None:
        for name, value in capture.headers:
            yield f"kept-header-{name}", value
        return
    yield "asked-for", capture.fetch.asked
    for address, status, led in capture.fetch.steps:
        yield "redirect", f"{status} {address} -> {led}"


def _fields(lines: Iterable[tuple[str, str]]) -> bytes:
    return "".join(f"{name}: {_one_line(value)}\r\n" for name, value in lines).encode("utf-8", "replace")


def _one_line(words: str) -> str:
    """Without line ends, which would begin another header, and without what no encoding has (from damaged names)."""
    return " ".join(words.split()).encode("utf-8", "replace").decode()

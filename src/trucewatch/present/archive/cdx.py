"""The index by which replay tools find a page in the archive: CDXJ lines in the order of their keys (ZipNum form)."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from posixpath import normpath
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urlsplit

#: Lines of one compressed block of the index; a reader unpacks one block for a page.
BLOCK_LINES = 300
WWW = re.compile(r"www\d*\.")
PORTS = {"http": 80, "https": 443}
#: Stays as it is in the path and query of a key; all else is written as %xx.
PLAIN = "!$&'()*+,-./:;<=>?@[]^_`{|}~\"\\"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page in a WARC file: where its record stands (bytes), and what it is."""

    url: str
    at: datetime
    mime: str
    status: int | None
    digest: str
    file: str
    offset: int
    length: int

    def line(self) -> str:
        values: dict[str, Any] = {"url": self.url, "mime": self.mime}
        if self.status is not None:
            values["status"] = str(self.status)
        values |= {
            "digest": self.digest, "length": str(self.length), "offset": str(self.offset), "filename": self.file,
        }  # fmt: skip
        return f"{sort_key(self.url)} {timestamp(self.at)} {json.dumps(values)}\n"


def timestamp(at: datetime) -> str:
    """The instant in fourteen digits, UTC."""
    return at.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def sort_key(url: str) -> str:
    """The address with its host turned round and its spelling evened out: "org,example)/a?b=1".

    Source: the canonical form that web archives sort by (SURT). Addresses of other schemes stay as they are.
    """
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    if scheme not in PORTS or not parts.hostname:
        return quote(url, safe=PLAIN + "%")
    host = WWW.sub("", parts.hostname, count=1) if WWW.match(parts.hostname) else parts.hostname
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    turned = host if ":" in host else ",".join(reversed(host.split(".")))
    port = f":{parts.port}" if parts.port and parts.port != PORTS[scheme] else ""
    path = _plain(parts.path or "/")
    path = re.sub(r"^/+", "/", normpath(path)) if path.strip("/") else "/"
    query = "&".join(sorted(_plain(parts.query).lower().split("&")))
    return f"{turned}{port}){path.lower()}{'?' + query if query else ''}"


def _plain(words: str) -> str:
    """The words with what is written as %xx without need, or twice, written once and the same way."""
    found = words.encode()
    while (less := unquote_to_bytes(found)) != found:
        found = less
    return quote(found, safe=PLAIN)


def index_files(entries: Iterable[Entry], *, name: str) -> tuple[bytes, bytes]:
    """The index in compressed blocks, and the list of the blocks; ``name`` is the file of the first."""
    packed, listed, offset = [], [f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': name})}\n"], 0
    for block in _blocks(sorted(entry.line() for entry in entries)):
        content = _gzipped("".join(block).encode())
        sha = hashlib.sha256(content).hexdigest()
        place = {"offset": offset, "length": len(content), "digest": f"sha256:{sha}", "filename": name}
        listed.append(f"{block[0].partition('{')[0].strip()} {json.dumps(place)}\n")
        packed.append(content)
        offset += len(content)
    return b"".join(packed) or _gzipped(b""), "".join(listed).encode()


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(lines), BLOCK_LINES):
        yield lines[start : start + BLOCK_LINES]


def _gzipped(content: bytes) -> bytes:
    """In gzip's form without a time in it: the same lines give the same bytes."""
    packing = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return packing.compress(content) + packing.flush()

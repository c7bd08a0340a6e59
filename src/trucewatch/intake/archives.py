"""Pages out of web archives (WARC), each with the address and the time at which it was fetched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from trucewatch.errors import BadFeed, BadInput, CutOff, EmptyInput, TooLarge, UnknownFormat
from trucewatch.intake.arrival import Arrival, Refusal, check_text, kind_of
from trucewatch.intake.web_kinds import page_kind
from trucewatch.records.capture import Fetch
from trucewatch.records.report import Found

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

ARCHIVES = (".warc", ".warc.gz")
KEPT_HEADERS = ("content-type", "content-language", "last-modified", "etag", "date")


def is_archive(path: Path) -> bool:
    return path.name.casefold().endswith(ARCHIVES)


def pages_of(path: Path, *, shown: str, found: tuple[Found, ...] = (), max_bytes: int) -> Iterator[Arrival | Refusal]:
    """The pages of an archive in its order: responses with status 200, and resources, of kinds that can be read.

    Pictures, scripts and the like are what every archive holds beside its pages: they are passed over. An archive
    that is damaged half-way gives what stands before the fault, and a refusal that says so.
    """
    from warcio.archiveiterator import ArchiveIterator  # a tenth of a second that only archives need
    from warcio.exceptions import ArchiveLoadFailed

    pages = 0
    try:
        with path.open("rb") as file:
            records = ArchiveIterator(file)
            for number, record in enumerate(records, 1):
                name = f"{shown}#{number}"
                try:
                    arrival = _page(record, name, found, max_bytes)
                except BadInput as error:
                    yield Refusal.of(name, error)
                    continue
                if _breaks_off(record):
                    yield Refusal.of(name, CutOff(f"{name} ended early; not used"))
                elif arrival is not None:
                    pages += 1
                    yield arrival
            if pages and records.offset < path.stat().st_size and path.name.casefold().endswith(".gz"):
                raise EOFError("its last record is not whole")  # which the iterator passes over in silence
    except (ArchiveLoadFailed, OSError, ValueError, EOFError) as error:
        yield Refusal.of(shown, BadFeed(f"{path} breaks off or is no web archive ({error}); {pages} pages were read"))
        return
    if not pages:
        yield Refusal.of(shown, EmptyInput(f"{path} holds no page that can be read"))


def _page(record: ArcWarcRecord, name: str, found: tuple[Found, ...], max_bytes: int) -> Arrival | None:
    """The page that a record holds; None for what is no page. Raises: TooLarge, EmptyInput, BinaryInput."""
    url = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    if record.rec_type not in ("response", "resource") or not url.startswith(("http://", "https://")):
        return None
    http = record.http_headers
    if record.rec_type == "response" and (http is None or http.get_statuscode() != "200"):
        return None
    told = (http.get_header("Content-Type") if http else None) or record.content_type or ""
    content = record.content_stream().read(max_bytes + 1)
    if len(content) > max_bytes:
        raise TooLarge(f"{url} in {name} has more than {max_bytes:,} bytes; raise TRUCEWATCH_MAX_BYTES")
    try:
        kind = page_kind(content, told, url)
    except UnknownFormat:
        return None
    check_text(content, url, kind_of(content, kind))
    headers = [(n, http.get_header(n)) for n in KEPT_HEADERS] if http else []
    return Arrival(
        content=content, file=name, url=url, media_type=kind, found=found,
        fetched_at=_fetched(record.rec_headers.get_header("WARC-Date")),
        headers=tuple((n, str(value)) for n, value in headers if value), fetch=_fetch(record, url),
    )  # fmt: skip


def _fetch(record: ArcWarcRecord, url: str) -> Fetch | None:
    """What the archive tells of the answer; its request stands in a record of its own, if anywhere: not looked for."""
    if record.http_headers is None:
        return None
    status, _, reason = str(record.http_headers.statusline).partition(" ")
    return Fetch(
        asked=url, status=int(status), reason=reason, protocol=str(record.http_headers.protocol),
        answer=tuple((str(name), str(value)) for name, value in record.http_headers.headers),
        peer=record.rec_headers.get_header("WARC-IP-Address"),
    )  # fmt: skip


def _breaks_off(record: ArcWarcRecord) -> bool:
    """True if less stands in the archive than the record says."""
    while record.raw_stream.read(1 << 16):
        pass
    return getattr(record.raw_stream, "limit", 0) > 0


def _fetched(words: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(words or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

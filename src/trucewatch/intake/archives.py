"""Pages out of web archives (WARC), each with the address and the time at which it was fetched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from trucewatch.errors import BadInput, CutOff, EmptyInput, TooLarge, UnknownFormat, UnreadableInput
from trucewatch.intake.arrival import Arrival, Refusal, check_text, kind_of
from trucewatch.intake.rows import DAMAGE
from trucewatch.intake.web_kinds import page_kind
from trucewatch.records.capture import Fetch
from trucewatch.records.report import Found

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

ARCHIVES = (".warc", ".warc.gz")
WACZ = ".wacz"
KEPT_HEADERS = ("content-type", "content-language", "last-modified", "etag", "date")


def is_archive(path: Path) -> bool:
    return path.name.casefold().endswith(ARCHIVES)


def is_wacz(path: Path) -> bool:
    return path.name.casefold().endswith(WACZ)


def members_of(path: Path) -> list[str]:
    """The web archives within a WACZ, by name. Raises: UnreadableInput if it is none, is damaged or holds none."""
    try:
        with ZipFile(path) as packed:
            found = sorted(m for m in packed.namelist() if m.startswith("archive/") and is_archive(Path(m)))
    except (BadZipFile, OSError) as error:
        raise UnreadableInput(f"{path} is no WACZ, or is damaged ({error})") from error
    if not found:
        raise UnreadableInput(f"{path} holds no web archive (archive/*.warc, archive/*.warc.gz)")
    return found


def pages_of_wacz(
    path: Path, *, shown: str, found: tuple[Found, ...] = (), max_bytes: int
) -> Iterator[Arrival | Refusal]:
    """The pages of all archives within a WACZ. Raises: UnreadableInput if it cannot be opened."""
    members = members_of(path)
    with ZipFile(path) as packed:
        for member in members:
            with packed.open(member) as file:
                end = packed.getinfo(member).file_size
                name = f"{shown}/{member}"
                yield from pages_in(
                    file, end=end, where=f"{path}/{member}", shown=name, found=found, max_bytes=max_bytes
                )


def pages_of(path: Path, *, shown: str, found: tuple[Found, ...] = (), max_bytes: int) -> Iterator[Arrival | Refusal]:
    """The pages of an archive in its order: responses with status 200, and resources, of kinds that can be read.

    Pictures, scripts and the like are what every archive holds beside its pages: they are passed over. An archive
    that is damaged half-way gives what stands before the fault, and a refusal that says so.
    """
    try:
        with path.open("rb") as file:
            end = path.stat().st_size
            yield from pages_in(file, end=end, where=str(path), shown=shown, found=found, max_bytes=max_bytes)
    except OSError as error:
        yield Refusal.of(shown, UnreadableInput(f"{path} cannot be read ({error.strerror or error})"))


def pages_in(
    file: IO[bytes],
    *,
    end: int,
    where: str,
    shown: str,
    max_bytes: int,
    after: int = 0,
    whole: bool = True,
    found: tuple[Found, ...] = (),
) -> Iterator[Arrival | Refusal]:
    """The same of an open archive, from where it stands up to the byte ``end``: the start of a record, or its end.

    ``where`` names the archive in messages and ``shown`` in records ("pages.warc#12"); ``after`` so many records begins
    what is read. Only a ``whole`` archive is refused for holding no page.
    """
    from warcio.archiveiterator import ArchiveIterator  # a tenth of a second that only archives need
    from warcio.exceptions import ArchiveLoadFailed

    pages = 0
    try:
        records = ArchiveIterator(_UpTo(file, end))
        for number, record in enumerate(records, after + 1):
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
        if (pages or not whole) and records.offset < end and is_packed(where):
            raise EOFError("its last record is not whole")  # which the iterator passes over in silence
    except (ArchiveLoadFailed, ValueError, *DAMAGE) as error:
        words = f"{where} breaks off or is no web archive ({str(error)[:200]}); {pages} pages were read"
        yield Refusal.of(shown, UnreadableInput(words))
        return
    if not pages and whole:
        yield Refusal.of(shown, EmptyInput(f"{where} holds no page that can be read"))


def is_packed(name: str) -> bool:
    return name.casefold().endswith(".gz")


class _UpTo:
    """An open file that ends at a byte of it."""

    def __init__(self, file: IO[bytes], end: int) -> None:
        self._file = file
        self._end = end

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int = -1) -> bytes:
        left = self._end - self._file.tell()
        return self._file.read(left if size < 0 else min(size, left))


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

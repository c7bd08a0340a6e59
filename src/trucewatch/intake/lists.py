"""What stands in a feed (RSS, Atom), a sitemap, a list of GDELT's or a file of addresses: the pages it names, newest
first where dated."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zlib
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Literal
from urllib.parse import urljoin

from trucewatch.errors import BadFeed, TooLarge
from trucewatch.intake.gdelt import is_gdelt, read_gdelt

ListKind = Literal["feed", "sitemap", "sitemap index", "GDELT list"]

#: The first element of an XML document, past its declaration, comments, document type and instructions.
ROOT = re.compile(
    r"\A(?:\ufeff|\s)*(?:<\?.{0,500}?\?>\s*|<!--.{0,5000}?-->\s*|<!DOCTYPE[^\[>]{0,300}>\s*)*<(?:\w+:)?(\w+)",
    re.S | re.I,
)
ROOTS: dict[str, ListKind] = {
    "rss": "feed", "feed": "feed", "rdf": "feed", "channel": "feed", "urlset": "sitemap",
    "sitemapindex": "sitemap index",
}  # fmt: skip
HEAD = 16_384
#: A list in a ZIP may unpack to so many times what a file may have.
UNPACKED = 10
GZIP = b"\x1f\x8b"
DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]+)""", re.I)
WIDE = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page that a list names. ``published`` and ``changed`` are ISO 8601; ``words`` are its summary, if any.

    ``seen`` is when who made the list met the page, which so was out by then; ``outlet`` and ``language`` are that
    one's word as well.
    """

    url: str
    title: str = ""
    published: str | None = None
    changed: str | None = None
    words: str = ""
    seen: str | None = None
    outlet: str = ""
    language: str = ""

    @property
    def latest(self) -> str:
        """The latest of its times, to order by; empty if it has none."""
        return max(self.changed or "", self.published or "", self.seen or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list of pages. ``unusable`` counts entries without an address that could be asked for."""

    kind: ListKind
    title: str = ""
    entries: tuple[Entry, ...] = ()
    unusable: int = 0


def list_kind(content: bytes) -> ListKind | None:
    """What sort of list the bytes begin like; None for a page or anything else."""
    try:
        head = _opened(content[: 4 * HEAD], HEAD, whole=False)[:HEAD] if content[:2] == GZIP else content[:HEAD]
    except (BadFeed, TooLarge):
        return None
    found = ROOT.match(head.decode("utf-16" if head.startswith(WIDE) else "utf-8", "replace"))
    if found:
        return ROOTS.get(found.group(1).casefold())
    return "GDELT list" if is_gdelt(content) else None


def read_list(content: bytes, *, url: str = "", max_bytes: int) -> Listed:
    """The entries of a feed or sitemap, newest first, each address once.

    ``url`` is where it came from: addresses are read relative to it. Raises: BadFeed, TooLarge.
    """
    kind = list_kind(content)
    if kind is None:
        raise BadFeed(
            f"{url or 'this file'} is no feed (RSS, Atom), sitemap or list of GDELT's; give the address of one"
        )
    if content[:2] == GZIP:
        content = _opened(content, max_bytes, whole=True)
    if kind == "GDELT list":
        found = _gdelt(content, url, UNPACKED * max_bytes)
    else:
        found = _feed(content, url) if kind == "feed" else _sitemap(content, kind, url)
    first: dict[str, Entry] = {}
    for entry in found.entries:
        first.setdefault(entry.url, entry)
    usable = [entry for entry in first.values() if re.match(r"https?://[^/\s]+", entry.url, re.I)]
    missing = found.unusable + len(first) - len(usable)
    # sorting is stable: entries of one time, or of none, stay in the order of the list
    return replace(found, entries=tuple(sorted(usable, key=lambda e: e.latest, reverse=True)), unusable=missing)


def _gdelt(content: bytes, url: str, most: int) -> Listed:
    articles, unusable = read_gdelt(content, name=url or "this file", max_bytes=most)
    entries = tuple(
        Entry(url=a.url, title=a.title, seen=a.seen, outlet=a.outlet, language=a.language) for a in articles
    )
    return Listed(kind="GDELT list", entries=entries, unusable=unusable)


def read_addresses(content: bytes, *, name: str) -> tuple[list[str], list[tuple[int, str]]]:
    """The addresses in a text file, one a line, in order, each once; and the lines (number, words) that hold none.

    Empty lines and lines that begin with # are passed over; words behind an address are, too. Raises: BadFeed.
    """
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise BadFeed(f"{name} is not UTF-8 (byte {error.start}); save the addresses, one a line, in UTF-8") from None
    found: dict[str, None] = {}
    bad: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if re.match(r"https?://[^/\s]", words[0], re.I):
            found.setdefault(words[0])
        else:
            bad.append((number, line.strip()))
    return list(found), bad


# -- feeds -----------------------------------------------------------------------------------------


def _feed(content: bytes, url: str) -> Listed:
    import feedparser  # a tenth of a second that only feeds need

    # A stream, since feedparser would open bytes that look like the name of a file or page
    parsed = feedparser.parse(
        io.BytesIO(content),
        response_headers={"content-type": f"application/xml{_charset(content)}", "content-location": url},
        sanitize_html=True,
    )
    if not parsed.get("version") and not parsed.entries:
        raise BadFeed(f"{url or 'this file'} begins like a feed, but holds nothing that can be read as one")
    entries, unusable = [], 0
    for item in parsed.entries:
        link = str(item.get("feedburner_origlink") or item.get("link") or "").strip()
        if not link:
            unusable += 1
            continue
        # asked for by "in" first, since feedparser gives the time of publication where there is no other
        changed = item["updated_parsed"] if "updated_parsed" in item else None  # noqa: SIM401
        entry = Entry(
            url=urljoin(url, link) if url else link,
            title=_plain(item.get("title", "")),
            published=_time(item.get("published_parsed")),
            changed=_time(changed),
            words=_plain(item.get("summary", "")),
        )
        entries.append(entry)
    return Listed(kind="feed", title=_plain(parsed.feed.get("title", "")), entries=tuple(entries), unusable=unusable)


def _charset(content: bytes) -> str:
    """Bytes beyond ASCII that are whole UTF-8 are UTF-8, whatever the declaration says."""
    if content.startswith(WIDE):
        return ""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        declared = DECLARED.search(content[:400])
        lies = declared is None or declared.group(1).lower() in (b"utf-8", b"utf8")
        return "; charset=windows-1252" if lies else ""
    return "" if content.isascii() else "; charset=utf-8"


def _plain(words: Any) -> str:
    """Words without markup, in one line."""
    return " ".join(re.sub(r"<[^>]{0,2000}>", " ", str(words or "")).split())


def _time(parts: Any) -> str | None:
    """ISO 8601 in UTC; None for no time, or one that no calendar holds."""
    try:
        return datetime.fromtimestamp(timegm(parts), UTC).isoformat() if parts else None
    except (ValueError, OverflowError, TypeError, OSError):
        return None


# -- sitemaps --------------------------------------------------------------------------------------


def _sitemap(content: bytes, kind: ListKind, url: str) -> Listed:
    """Read until the end or the first fault: a sitemap cut off half-way still names its first pages."""
    if re.search(rb"<!(?:ENTITY|DOCTYPE)", content, re.I):
        raise BadFeed(f"{url or 'this file'} declares a document type, which no sitemap needs; not read")
    entries: list[Entry] = []
    unusable = 0
    for values in _blocks(content, "url" if kind == "sitemap" else "sitemap"):
        if not values.get("loc"):
            unusable += 1
            continue
        entries.append(
            Entry(
                url=urljoin(url, values["loc"]) if url else values["loc"], title=values.get("title", ""),
                published=_instant(values.get("publication_date")), changed=_instant(values.get("lastmod")),
            )
        )  # fmt: skip
    if not entries and not unusable:
        raise BadFeed(f"{url or 'this file'} begins like a sitemap, but names no page")
    return Listed(kind=kind, entries=tuple(entries), unusable=unusable)


def _blocks(content: bytes, name: str) -> Iterator[dict[str, str]]:
    """The texts inside each element of this name, by the local names of the elements that hold them."""
    parser = ET.XMLPullParser(["end"])  # type: ignore[var-annotated]
    try:
        for at in range(0, len(content), 1 << 16):
            parser.feed(content[at : at + (1 << 16)])
            for _, element in parser.read_events():  # type: ignore[misc]
                if isinstance(element, ET.Element) and _local(element.tag) == name:
                    inner = {_local(e.tag): " ".join((e.text or "").split()) for e in element.iter()}
                    yield inner
                    element.clear()
    except ET.ParseError:
        return


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].casefold()


def _instant(words: str | None) -> str | None:
    """A W3C date or time as ISO 8601 in UTC; a bare day stays a day."""
    try:
        if not words or len(words) < 10:
            return None
        if len(words) == 10:
            return date.fromisoformat(words).isoformat()
        moment = datetime.fromisoformat(words)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return None


def _opened(content: bytes, most: int, *, whole: bool) -> bytes:
    unpacking = zlib.decompressobj(31)
    try:
        found = unpacking.decompress(content, most + 1)
    except zlib.error as error:
        raise BadFeed(f"a packed list does not unpack ({error}); not read") from None
    if whole and len(found) > most:
        raise TooLarge(f"a packed list holds more than {most:,} bytes; raise TRUCEWATCH_MAX_BYTES")
    return found

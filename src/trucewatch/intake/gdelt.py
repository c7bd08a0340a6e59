"""Lists of articles out of GDELT: what its search answers with (JSON, CSV), and its tables of events, mentions and GKG.

Only addresses are taken, with what the list tells of each page: when it was seen, its outlet's domain, language and
title. Nothing that GDELT coded is. Columns are those of the public codebooks; files as released have no header and are
read by position, packed (one file in a ZIP) or not.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import Any, Final

from trucewatch.errors import BadFeed, TooLarge

ZIP: Final = b"PK\x03\x04"
#: Looked at to tell what a file is: a line of the GKG may be long.
HEAD: Final = 200_000
JSON_HEAD: Final = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*\{\s*"articles"\s*:\s*\[')
#: Columns of files without a header, by how many there are: address, time, outlet, language, and the title in marks.
PLACES: Final[Mapping[int, Mapping[str, int]]] = {
    27: {"url": 4, "seen": 1, "outlet": 3, "extra": 26},  # GKG 2.1
    61: {"url": 60, "seen": 59},  # events 2.0
    58: {"url": 57, "seen": 56},  # events 1.0
    16: {"url": 5, "seen": 2, "outlet": 4},  # mentions
}
#: The same by header, as search answers and copies out of databases have it.
NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "url": ("documentidentifier", "sourceurl", "sourceurls", "mentionidentifier", "url"),
    "seen": ("seendate", "date", "dateadded", "mentiontimedate"),
    "outlet": ("domain", "sourcecommonname", "mentionsourcename"),
    "language": ("language",),
    "title": ("title",),
    "extra": ("extras", "extrasxml"),
}
#: "url" alone is a column of many lists; beside one of these it is GDELT's.
BESIDE_URL: Final = frozenset({"mobileurl", "url_mobile", "seendate"})
PAGE_TITLE: Final = re.compile(r"<PAGE_TITLE>(.{1,1000}?)</PAGE_TITLE>", re.S)
SEVERAL: Final = "<UDIV>"
#: Some titles hold backslashes that JSON does not allow.
STRAY: Final = re.compile(r'\\(?![\\"/bfnrtu])')


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A page that a list names; ``seen`` is ISO 8601: when GDELT met it, so that it was out by then."""

    url: str
    seen: str | None = None
    title: str = ""
    outlet: str = ""
    language: str = ""


def is_gdelt(content: bytes) -> bool:
    """True for what begins like one of GDELT's lists."""
    try:
        head = _opened(content, HEAD, whole=False)
    except BadFeed:
        return False
    if JSON_HEAD.match(head[:400]):
        return True
    first = _first_line(head)
    return _by_position(first.split("\t")) is not None or _by_header(first) is not None


def read_gdelt(content: bytes, *, name: str, max_bytes: int) -> tuple[list[Article], int]:
    """The articles of a list in its order, and how many entries give no address. Raises: BadFeed, TooLarge."""
    content = _opened(content, max_bytes, whole=True)
    if JSON_HEAD.match(content[:400]):
        rows = _of_json(content, name)
    else:
        rows = _of_table(content.decode("utf-8-sig", "replace"))
    found, without = [], 0
    for row in rows:
        urls = [one for one in row.get("url", "").split(SEVERAL) if re.match(r"https?://[^/\s]+", one.strip(), re.I)]
        without += not urls
        title = row.get("title") or _title(row.get("extra", ""))
        for url in urls:
            found.append(
                Article(
                    url=url.strip(), seen=_seen(row.get("seen", "")), title=" ".join(unescape(title).split()),
                    outlet=row.get("outlet", "").strip(), language=row.get("language", "").strip(),
                )
            )  # fmt: skip
    return found, without


def _of_json(content: bytes, name: str) -> Iterator[Mapping[str, str]]:
    words = content.decode("utf-8-sig", "replace")
    try:
        told = json.loads(words, strict=False)
    except (ValueError, RecursionError):
        try:
            told = json.loads(STRAY.sub(r"\\\\", words), strict=False)
        except (ValueError, RecursionError) as error:
            raise BadFeed(f"{name} begins like a list of articles, but is no JSON: {error}") from None
    for one in told["articles"]:
        if isinstance(one, dict):
            yield {key: _text(one.get(field)) for key, field in _JSON_FIELDS.items()}


_JSON_FIELDS: Final = {"url": "url", "seen": "seendate", "outlet": "domain", "language": "language", "title": "title"}


def _of_table(words: str) -> Iterator[Mapping[str, str]]:
    first = _first_line(words[:HEAD].encode())
    by_header = _by_header(first)
    if by_header is not None:
        places, delimiter = by_header
        csv.field_size_limit(1 << 24)
        told = io.StringIO(words, newline="")
        rows: Iterable[list[str]] = (
            csv.reader(told, delimiter=delimiter, quoting=csv.QUOTE_NONE)
            if delimiter == "\t"
            else csv.reader(told, delimiter=delimiter)
        )
        try:
            for number, cells in enumerate(rows):
                if number and any(cells):
                    yield {key: cells[at] for key, at in places.items() if at < len(cells)}
        except csv.Error as error:
            raise BadFeed(f"the list breaks off or is no CSV: {error}") from None
        return
    for line in words.split("\n"):
        cells = line.rstrip("\r").split("\t")
        if any(cells):
            found = _by_position(cells)
            yield {key: cells[at] for key, at in found.items()} if found else {}


def _by_position(cells: list[str]) -> Mapping[str, int] | None:
    """Where things stand in a line of a table without header; None if it is none of GDELT's."""
    places = PLACES.get(len(cells))
    if places is None or _seen(cells[places["seen"]]) is None or not cells[0][:1].isdigit():
        return None
    return places


def _by_header(line: str) -> tuple[dict[str, int], str] | None:
    """Which column holds what, and what parts the columns; None for a line that is no header of GDELT's."""
    delimiter = max("\t,;", key=line.count)
    names = [cell.strip().strip('"').casefold() for cell in line.split(delimiter)]
    told = ((key, next((name for name in wanted if name in names), None)) for key, wanted in NAMES.items())
    places = {key: names.index(name) for key, name in told if name is not None}
    at = places.get("url")
    if at is None or (names[at] == "url" and not BESIDE_URL & set(names)):
        return None
    return places, delimiter


def _first_line(head: bytes) -> str:
    return head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace").rstrip("\r")


def _seen(words: str) -> str | None:
    """A time as GDELT writes it (20310502093000, 20310502T093000Z, 20310502, 2031-05-02 09:30:00) in ISO 8601, UTC."""
    digits = re.sub(r"[^0-9]", "", words)
    try:
        if len(digits) == 8:
            return datetime.strptime(digits, "%Y%m%d").date().isoformat()
        if len(digits) == 14:
            return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC).isoformat()
    except ValueError:
        pass
    return None


def _title(marks: str) -> str:
    found = PAGE_TITLE.search(marks)
    return found.group(1) if found else ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _opened(content: bytes, most: int, *, whole: bool) -> bytes:
    """The list itself, out of its ZIP if it is in one. Raises: BadFeed, TooLarge."""
    if not content.startswith(ZIP):
        return content if whole else content[:most]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
            if len(names) != 1 or not names[0].casefold().endswith((".csv", ".tsv", ".json")):
                raise BadFeed("a ZIP of a list of articles holds that one file and no other")
            with packed.open(names[0]) as file:
                found = file.read(most + 1 if whole else most)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, EOFError, ValueError) as error:
        raise BadFeed(f"a packed list does not unpack ({error}); not read") from None
    if whole and len(found) > most:
        raise TooLarge(f"a packed list holds more than {most:,} bytes; raise TRUCEWATCH_MAX_BYTES")
    return found

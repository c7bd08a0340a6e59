"""What an archive holds, held against its manifest: captures, texts, rows of the record, the chain of decisions."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Any

from trucewatch.pipeline import Progress
from trucewatch.present.archive import manifest as form
from trucewatch.present.archive.container import PIECE, Opened
from trucewatch.records.decision import ChainLink
from trucewatch.records.ids import digest


class Contents:
    """``find`` takes kind, item and problem of whatever does not hold."""

    def __init__(
        self, opened: Opened, manifest: Mapping[str, Any], find: Callable[[str, str, str], None], progress: Progress
    ) -> None:
        self._opened, self._manifest, self._find, self._progress = opened, manifest, find, progress
        self._checked: Counter[str] = Counter()
        self._lengths: dict[str, int] = {}

    def check(self) -> Counter[str]:
        """How much was checked, by kind."""
        self._captures()
        self._index()
        self._texts()
        self._records()
        self._decisions()
        return self._checked

    # -- captures ----------------------------------------------------------------------------------------

    def _captures(self) -> None:
        captures = self._manifest["captures"]
        for number, capture in enumerate(captures, 1):
            self._checked["captures"] += 1
            for place, record in enumerate(capture["records"]):
                content = self._slice(record)
                if content is None or hashlib.sha256(content).hexdigest() != record["sha256"]:
                    where = f"{record['file']} from byte {record['offset']}"
                    self._find("capture", capture["sha256"], f"its {record['type']} record ({where}) was changed")
                elif place == 0 and _body_hash(content) != capture["sha256"]:
                    self._find("capture", capture["sha256"], "its bytes do not have the hash that names it")
            self._progress(number, len(captures), str(capture["address"]))

    def _slice(self, record: Mapping[str, Any]) -> bytes | None:
        member = self._opened.members.get(record["file"])
        return self._opened.piece(member, record["offset"], record["bytes"]) if member else None

    def _index(self) -> None:
        """Every capture is found by the index, where it stands."""
        if form.INDEX not in self._opened.members:
            return  # told by its absence
        places: dict[tuple[str, int, str], str] = {}
        for capture in self._manifest["captures"]:
            first = capture["records"][0]
            key = (first["file"].rpartition("/")[2], first["offset"], f"sha256:{capture['sha256']}")
            places[key] = capture["sha256"]
        try:
            with gzip.open(BytesIO(self._opened.read(form.INDEX)), "rt", encoding="utf-8") as lines:
                for line in lines:
                    values = json.loads(line[line.index("{") :])
                    places.pop((values["filename"], int(values["offset"]), values["digest"]), None)
        except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError):
            self._find("member", form.INDEX, "cannot be read as an index")
            return
        for capture_id in places.values():
            self._find("capture", capture_id, "the index does not lead to it")

    # -- texts and records -------------------------------------------------------------------------------

    def _texts(self) -> None:
        for text in self._manifest["texts"]:
            self._checked["texts"] += 1
            content = self._read(form.text_name(text["sha256"]))
            if content is None:
                continue
            if hashlib.sha256(content).hexdigest() != text["sha256"]:
                self._find("text", text["sha256"], "its words do not have the hash that names it")
        for path in self._opened.members:
            if path.startswith(("texts/", "covered/")):
                self._lengths[path] = len((self._read(path) or b"").decode("utf-8", "surrogatepass"))

    def _read(self, path: str) -> bytes | None:
        """A member; None if it is missing, which is told already."""
        return self._opened.read(path) if path in self._opened.members else None

    def _records(self) -> None:
        tables = {table: self._rows(table, expected) for table, expected in self._manifest["records"].items()}
        lengths = {row["file"]: self._lengths.get(row["text_file"] or "") for row in tables.get("documents", ())}
        for table, rows in tables.items():
            for row in rows:
                for spot in spots_in(row):
                    self._checked["places of words"] += 1
                    length = lengths.get(spot["file"])
                    if length is not None and not 0 <= spot["start"] <= spot["end"] <= length:
                        place = f"{spot['start']}..{spot['end']} of {spot['file']}"
                        self._find("record", f"{table} {row.get('id', '')}", f"{place} lies outside the text")

    def _rows(self, table: str, expected: list[list[str]]) -> list[dict[str, Any]]:
        """The rows of a table that can be read, each held against the hash in the manifest."""
        content = self._read(form.table_name(table)) or b""
        lines = content.split(b"\n")[:-1]
        hashes = [hashlib.sha256(line + b"\n").hexdigest() for line in lines]
        self._checked["records"] += len(expected)
        known = Counter(hashes)
        for item, sha in expected:
            if known[sha] == 0:
                self._find("record", f"{table} {item}", "its row was changed or is gone")
            known[sha] -= 1
        if not content and expected:
            return []
        extra = sum(number for number in known.values() if number > 0)
        if extra and len(lines) > len(expected):
            self._find("record", table, f"{len(lines) - len(expected)} rows were added")
        rows = []
        for line in lines:
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                continue  # its hash told of it
            rows += [row] if isinstance(row, dict) else []
        return rows

    # -- decisions ---------------------------------------------------------------------------------------

    def _decisions(self) -> None:
        chain = self._manifest["chain"]
        if form.DECISIONS not in {one["path"] for one in self._manifest["members"]}:
            return  # for anybody: the head of the chain alone
        previous: ChainLink | None = None
        rows = list(self._json_lines(form.DECISIONS))
        for row in rows:
            link = ChainLink(
                sequence=row["sequence"], decision_id=row["decision"], salt=row["salt"] or "",
                content_digest=row["content_digest"], previous=row["previous"], digest=row["digest"],
            )  # fmt: skip
            if not link.holds(previous):
                self._find("decision", link.decision_id, f"link {link.sequence} of the chain does not hold")
            if row["content"] is not None and digest(link.salt, row["content"]) != link.content_digest:
                self._find("decision", link.decision_id, "its content does not have the digest in the chain")
            previous = link
        self._checked["decisions"] += len(rows)
        if len(rows) != chain["decisions"] or (previous.digest if previous else "") != chain["head"]:
            self._find("decision", form.DECISIONS, "the chain does not end as the manifest says")

    def _json_lines(self, path: str) -> Iterator[dict[str, Any]]:
        for line in (self._read(path) or b"").splitlines():
            try:
                yield json.loads(line)
            except (ValueError, RecursionError):
                self._find("decision", path, "a line of it cannot be read")


def spots_in(values: Any) -> Iterator[dict[str, Any]]:
    """Every place of words in a row."""
    if isinstance(values, dict):
        if isinstance(values.get("start"), int) and isinstance(values.get("end"), int) and "file" in values:
            yield values
        values = list(values.values())
    if isinstance(values, list):
        for value in values:
            yield from spots_in(value)


def _body_hash(content: bytes) -> str | None:
    """The hash of the body that a WARC record holds; None if it cannot be read."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        for record in ArchiveIterator(BytesIO(content)):
            found, stream = hashlib.sha256(), record.content_stream()
            while piece := stream.read(PIECE):  # an archive of somebody else's may unpack to more than fits in memory
                found.update(piece)
            return found.hexdigest()
    except (ArchiveLoadFailed, OSError, ValueError, EOFError, zlib.error):
        return None
    return None

"""What a shard becomes: one Parquet file, a row for each report and for each thing found in it.

``kind`` tells the rows apart: a *report* (bytes as received, its text, what was read of it), what was *set aside* (with
the reason), and behind each report its *statement*, *incident*, *figure*, *commitment* and *term claim* mentions. The
columns repeat what people ask for; ``payload`` holds the whole record in JSON, as a case stores it. There are no times
of the run in it: the same shard gives the same bytes wherever it is read.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from pydantic import TypeAdapter

from trucewatch.arriving import Prepared
from trucewatch.engine.tables import ABOUT, pyarrow_parquet
from trucewatch.errors import BadInput, BadRecord, UnreadableInput
from trucewatch.intake.arrival import Arrival, Refusal
from trucewatch.records.mention import Annotation
from trucewatch.records.report import Report
from trucewatch.records.text import text_id
from trucewatch.store.rows import (
    ANNOTATIONS,
    OF_ANNOTATION,
    READINGS,
    STATEMENT_MENTIONS,
    Kind,
    packed_json,
    payload_of,
    plain,
    unpack,
)
from trucewatch.text.reading import Reading

#: Raised whenever the file's form changes.
FORM = "1"
#: Written together once so many rows, or bytes of pages and texts, have come; a report is never parted.
ROWS, BYTES = 4000, 16_000_000
#: Before the name of a file that is being written, and after it.
UNFINISHED = (".", ".unfinished")
#: Mention kinds by the name that the column tells.
FOUND: dict[str, str] = {
    "statements": "statement", "incidents": "incident", "figures": "figure", "commitments": "commitment",
    "term_claims": "term claim",
}  # fmt: skip
_TEXT, _WHOLE, _NUMBER, _DAY, _BYTES = "string", "int64", "float64", "date32", "binary"
COLUMNS: dict[str, str] = {
    "kind": _TEXT, "document": _WHOLE, "source": _TEXT, "id": _TEXT, "text_id": _TEXT, "publisher": _TEXT,
    "published": _DAY, "title": _TEXT, "url": _TEXT, "language": _TEXT, "act": _TEXT, "type": _TEXT, "said_as": _TEXT,
    "speaker": _TEXT, "side": _TEXT, "target_side": _TEXT, "unit": _TEXT, "first_day": _DAY, "last_day": _DAY,
    "words": _TEXT, "score": _NUMBER, "reason": _TEXT, "message": _TEXT, "payload": _TEXT, "content": _BYTES,
    "text": _TEXT,
}  # fmt: skip
_ARRIVAL = TypeAdapter(Arrival)
_READING = TypeAdapter(Reading)


@dataclass(slots=True, kw_only=True)
class Counts:
    """What one file holds: rows by kind, and by reason what was set aside and what was left out of texts read."""

    kinds: dict[str, int] = field(default_factory=dict)
    set_aside: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)

    @staticmethod
    def add(to: dict[str, int], name: str, number: int = 1) -> None:
        to[name] = to.get(name, 0) + number

    def as_dict(self) -> dict[str, dict[str, int]]:
        return {name: dict(sorted(getattr(self, name).items())) for name in ("kinds", "set_aside", "left_out")}


class Writing:
    """One file while it is written, document after document."""

    def __init__(self, file: IO[bytes], about: Mapping[str, Any]) -> None:
        parquet = pyarrow_parquet()
        import pyarrow

        self._pyarrow = pyarrow
        columns = [(name, getattr(pyarrow, kind)()) for name, kind in COLUMNS.items()]
        self._schema = pyarrow.schema(columns)
        self._file = _Hashed(file)
        self._writer = parquet.ParquetWriter(self._file, self._schema, compression="zstd")
        self._about = dict(about)
        self._rows: list[dict[str, Any]] = []
        self._held = 0
        self._document = 0
        self.counts = Counts()

    def put(self, arrival: Arrival, reading: Reading, report: Report, annotation: Annotation) -> None:
        """A report with all that was found in it."""
        self._document += 1
        beside = {"text_id": annotation.text_id, "publisher": report.publisher, "published": report.published}
        payload = {
            "arrival": plain(_ARRIVAL, arrival, without={"content"}),
            "reading": {**plain(_READING, reading, without={"text"}), "text": payload_of(READINGS, reading.text)},
            "annotation": payload_of(ANNOTATIONS, annotation),
        }
        self._row(
            "report", arrival.file, payload, **beside, id=digest_of(arrival), title=report.title, url=report.url,
            language=annotation.language, content=arrival.content, text=reading.text.content,
        )  # fmt: skip
        for name, kind in OF_ANNOTATION.items():
            for record in getattr(annotation, name):
                self._row(FOUND[name], arrival.file, payload_of(kind, record), **beside, **_told(kind, record))
        for aside in annotation.set_aside:
            self.counts.add(self.counts.left_out, aside.reason, aside.count)
        self._flush(at_least=ROWS)

    def set_aside(self, refusal: Refusal, arrival: Arrival | None = None) -> None:
        """What was not used. The bytes of a page that was fetched stay: a case may know an earlier one."""
        self._document += 1
        fetched = arrival if arrival is not None and arrival.fetched_at is not None else None
        self._row(
            "set aside", refusal.what, {"arrival": plain(_ARRIVAL, fetched, without={"content"})} if fetched else {},
            reason=refusal.reason, message=refusal.message, url=arrival.url if arrival else None,
            content=fetched.content if fetched else None,
        )  # fmt: skip
        self.counts.add(self.counts.set_aside, refusal.reason)
        self._flush(at_least=ROWS)

    def finish(self) -> None:
        self._flush(at_least=1)
        rows = {"bytes": self._file.size, "sha256": self._file.hash.hexdigest()}  # all but what tells of them
        about = json.dumps({**self._about, **self.counts.as_dict(), "rows": rows}, ensure_ascii=False, sort_keys=True)
        self._writer.add_key_value_metadata({ABOUT: about.encode()})
        self._writer.close()
        self._pyarrow.default_memory_pool().release_unused()  # some 20 MB that nobody asks for till the next file

    def give_up(self) -> None:
        """Whoever writes failed: nothing more goes into the file, not even what Parquet ends one with."""
        self._file.lost = True
        with suppress(OSError, ValueError):
            self._writer.close()

    def _row(self, kind: str, source: str | None, payload: Any, **values: Any) -> None:
        row = {"kind": kind, "document": self._document, "source": source, "payload": packed_json(payload), **values}
        self._rows.append({name: _fit(row.get(name)) for name in COLUMNS})
        self._held += len(values.get("content") or b"") + len(values.get("text") or "") + len(row["payload"])
        self.counts.add(self.counts.kinds, kind)

    def _flush(self, *, at_least: int) -> None:
        if self._rows and (len(self._rows) >= at_least or self._held >= BYTES):
            self._writer.write_table(self._pyarrow.Table.from_pylist(self._rows, schema=self._schema))
            self._rows, self._held = [], 0


class _Hashed(io.RawIOBase):
    """A file that is written, with the hash and size of what was."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.hash = hashlib.sha256()
        self.size = 0
        self.lost = False

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        size = len(memoryview(content).cast("B"))
        if self.lost:
            return size
        self._file.write(content)
        self.hash.update(content)
        self.size += size
        return size


@contextmanager
def written(path: Path, about: Mapping[str, Any]) -> Iterator[Writing]:
    """A file that is there whole, under its name, or not at all."""
    before, after = UNFINISHED
    unfinished = path.with_name(f"{before}{path.name}.{uuid4().hex[:8]}{after}")
    try:
        with unfinished.open("wb") as file:
            writing = Writing(file, about)
            try:
                yield writing
                writing.finish()
            except BaseException:
                writing.give_up()
                raise
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def about_of(path: Path) -> dict[str, Any]:
    """What a file says of itself: its input, by what it was annotated, its counts.

    Raises: UnreadableInput if it is damaged; BadInput if it is no file of annotated reports.
    """
    parquet = pyarrow_parquet()
    try:
        told = parquet.read_metadata(path).metadata or {}
    except (OSError, ValueError) as error:
        raise _damaged(path, error) from error
    if ABOUT not in told:
        raise BadInput(
            f"{path} holds no annotated reports; "
            f"annotate it first: trucewatch annotate --agreement NAME {path.name} OUT"
        )
    about: dict[str, Any] = json.loads(told[ABOUT])
    if about.get("form") != FORM:
        raise BadInput(f"{path} is of form {about.get('form')}, and I read form {FORM}; annotate its input again")
    return about


def prepared_in(path: Path) -> Iterator[Prepared | Arrival | Refusal]:
    """The reports of a file in their order, and what was set aside; a part of the file is held at a time.

    A file that is damaged gives a refusal that says so, and nothing of it.
    """
    try:
        check_rows(path, about_of(path)["rows"])
        with pyarrow_parquet().ParquetFile(path) as file:
            for group in range(file.metadata.num_row_groups):
                rows: list[dict[str, Any]] = []
                for row in file.read_row_group(group).to_pylist():
                    if rows and rows[0]["document"] != row["document"]:
                        yield _prepared(rows)
                        rows = []
                    rows.append(row)
                if rows:
                    yield _prepared(rows)
    except BadInput as error:
        yield Refusal.of(path.name, error)
    except (OSError, ValueError, KeyError, IndexError) as error:
        yield Refusal.of(path.name, _damaged(path, error))


def check_rows(path: Path, rows: Mapping[str, Any]) -> None:
    """Raises: UnreadableInput if the bytes of the rows are not those that were written."""
    hashed, left = hashlib.sha256(), rows["bytes"]
    with path.open("rb") as file:
        while left and (piece := file.read(min(1 << 20, left))):
            hashed.update(piece)
            left -= len(piece)
    if hashed.hexdigest() != rows["sha256"]:
        raise _damaged(path, ValueError("its rows do not have the hash that was written with them"))


def _prepared(rows: list[dict[str, Any]]) -> Prepared | Arrival | Refusal:
    """One document. Raises: BadRecord if its rows do not fit together."""
    head, *rest = rows
    payload = json.loads(head["payload"])
    if head["kind"] == "set aside":
        if head["content"] is None:
            return Refusal(what=head["source"], reason=head["reason"], message=head["message"])
        return _arrival(payload["arrival"], head["content"])
    if head["kind"] != "report":
        raise BadRecord(f"a {head['kind']} stands before its report")
    arrival = _arrival(payload["arrival"], head["content"])
    read = payload["reading"]
    if text_id(head["text"]) != read["text"]["id"]:  # a lone surrogate of a damaged page is no text of Parquet's
        return arrival
    reading = unpack("reading", _READING, {**read, "text": {**read["text"], "content": head["text"]}})
    found = {name: [json.loads(row["payload"]) for row in rest if row["kind"] == FOUND[name]] for name in OF_ANNOTATION}
    annotation = unpack("annotation", ANNOTATIONS.adapter, payload["annotation"], **found)
    return Prepared(arrival=arrival, reading=reading, annotation=annotation)


def _arrival(values: dict[str, Any], content: bytes) -> Arrival:
    arrival: Arrival = unpack("arrival", _ARRIVAL, {**values, "content": b""})
    return replace(arrival, content=content)


def digest_of(arrival: Arrival) -> str:
    """The id of the capture that an arrival becomes."""
    return hashlib.sha256(arrival.content).hexdigest()


def _damaged(path: Path, error: Exception) -> UnreadableInput:
    words = " ".join(str(error).split())[:200]
    return UnreadableInput(f"{path} is damaged or no Parquet file ({words}); annotate its input again")


def _told(kind: Kind, record: Any) -> dict[str, Any]:
    """The columns of something found, as far as its kind has them."""
    keys = kind.keys(record)
    resting = record.content if kind is STATEMENT_MENTIONS else record.spans()
    return {
        "id": record.id, "act": keys.get("act"), "type": keys.get("type"), "said_as": keys.get("said_as"),
        "speaker": getattr(record, "speaker", None),
        "side": keys.get("side") or keys.get("obligor_side"), "target_side": keys.get("target_side"),
        "unit": keys.get("unit"), "first_day": keys.get("day_from"), "last_day": keys.get("day_to"),
        "words": " … ".join(span.words for span in resting), "score": getattr(record, "score", None),
    }  # fmt: skip


def _fit(value: Any) -> Any:
    """A value as Parquet takes it: a lone surrogate of a damaged page is a question mark."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value

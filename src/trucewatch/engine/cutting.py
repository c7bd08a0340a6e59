"""A source -> shards: parts of about so many reports that can be read by themselves, each with a hash of its input."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any

from trucewatch.engine.inputs import Source, opened, size_of
from trucewatch.engine.tables import ABOUT, pyarrow_parquet, table_faults
from trucewatch.errors import BadInput, EmptyInput, NoArticle, UnknownFormat, UnreadableInput
from trucewatch.intake.arrival import Refusal
from trucewatch.intake.rows import DAMAGE, unreadable
from trucewatch.records.ids import digest
from trucewatch.text.lines import TEXTS

#: Reports of one shard.
SIZE = 5000
PIECE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """One part of a source: the reports that stand ``after`` so many of its records, lines or rows.

    ``start`` and ``end`` are bytes of what ``opened`` gives, half-open; rows for a Parquet file. ``reports`` counts
    what may be one (lines, rows, answers of an archive). ``whole`` says that the source is this one shard.
    """

    source: Source
    number: int
    after: int
    start: int
    end: int
    reports: int
    sha256: str
    whole: bool

    @property
    def name(self) -> str:
        """Under which it is written: the source's name, and its number in it from 1."""
        return f"{self.source.shown.replace('/', '__')}-{self.number:05}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Where a shard ends: records passed, reports among them, and the byte or row after it."""

    records: int
    reports: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CutJob:
    """Sources cut by an engine: a source in, its shards (or why there are none) out."""

    size: int

    def begin(self) -> Callable[[Source], list[Shard] | Refusal]:
        def work(source: Source) -> list[Shard] | Refusal:
            try:
                return cut(source, size=self.size)
            except BadInput as error:
                return Refusal.of(source.shown, error)

        return work


def cut(source: Source, *, size: int = SIZE) -> list[Shard]:
    """The shards of a source, in its order; the same file and size give the same shards.

    The file is read once and little of it held. One that is damaged half-way is cut up to the fault, which falls to the
    last shard. Raises: BadInput for a file that is empty or cannot be read at all.
    """
    if source.form == "parquet":
        return _rows(source, size)
    if source.form == "json lines":
        with opened(source) as file:
            return _shards(source, *_lines(file, size, source.file))
    with opened(source) as file:
        cuts = list(_archive(file, size_of(source), size, source.file))
    with opened(source) as file:  # again: who reads archives closes them
        return _shards(source, cuts, _hash_of(file))


def _shards(source: Source, cuts: list[Cut], hashed: Any) -> list[Shard]:
    shards: list[Shard] = []
    after = start = 0
    for number, one in enumerate(cuts, 1):
        shards.append(
            Shard(
                source=source, number=number, after=after, start=start, end=one.end, reports=one.reports,
                sha256=hashed(start, one.end), whole=len(cuts) == 1,
            )
        )  # fmt: skip
        after, start = after + one.records, one.end
    return shards


def _lines(file: IO[bytes], size: int, name: str) -> tuple[list[Cut], Any]:
    """Raises: EmptyInput, or UnreadableInput if not even the beginning can be read."""
    cuts: list[Cut] = []
    hashes: list[str] = []
    part = hashlib.sha256()
    lines = reports = at = begun = 0
    blank = True
    try:
        while piece := file.readline(PIECE):  # a line longer than a piece comes in several
            part.update(piece)
            at += len(piece)
            blank = blank and not piece.strip()
            if not piece.endswith(b"\n"):
                continue
            lines, reports, blank = lines + 1, reports + (not blank), True
            if reports == size:
                cuts.append(Cut(records=lines, reports=reports, end=at))
                hashes.append(part.hexdigest())
                part, lines, reports, begun = hashlib.sha256(), 0, 0, at
    except DAMAGE as error:
        if not at:
            raise unreadable(name, error) from error
        at += 1  # the fault is met again by whoever reads the last shard
    if not at:
        raise EmptyInput(f"{name} is empty; there is nothing to read")
    if at > begun or not cuts:
        cuts.append(Cut(records=lines, reports=reports + (not blank), end=at))
        hashes.append(part.hexdigest())
    given = iter(hashes)
    return cuts, lambda start, end: next(given)


def _archive(file: IO[bytes], end: int, size: int, name: str) -> Iterator[Cut]:
    """An archive of so many bytes. Raises: EmptyInput, or UnreadableInput if not even the first record can be read."""
    from warcio.archiveiterator import ArchiveIterator  # as in intake/archives.py
    from warcio.exceptions import ArchiveLoadFailed

    if not end:
        raise EmptyInput(f"{name} is empty (0 bytes); there is nothing to read")
    records = reports = 0
    begun = 0
    fault: Exception | None = None
    try:
        found = ArchiveIterator(file, no_record_parse=True)
        for record in found:
            if reports == size:
                yield Cut(records=records, reports=reports, end=found.offset)
                begun, records, reports = found.offset, 0, 0
            records += 1
            reports += record.rec_type in ("response", "resource")
    except (ArchiveLoadFailed, ValueError, *DAMAGE) as error:
        fault = error  # the same
    if not records and not begun:
        why = f" ({str(fault)[:200]})" if fault else ""
        raise UnreadableInput(f"{name} is no web archive, or is damaged from its beginning{why}; give it whole")
    if end > begun or not begun:
        yield Cut(records=records, reports=reports, end=end)


def _hash_of(file: IO[bytes]) -> Any:
    """What is damaged within a WACZ cannot be read to the end of its part: the hash is that of what stands before."""

    def hashed(start: int, end: int) -> str:
        part, left = hashlib.sha256(), end - start
        with suppress(*DAMAGE):
            file.seek(start)
            while left and (piece := file.read(min(PIECE, left))):
                part.update(piece)
                left -= len(piece)
        return part.hexdigest()

    return hashed


def _rows(source: Source, size: int) -> list[Shard]:
    """Rows of a Parquet file: a table is written at once, so that all its shards change with it.

    Raises: EmptyInput, UnreadableInput; NoArticle if no column holds words.
    """
    parquet = pyarrow_parquet()
    name = source.file
    with opened(source) as file:
        try:
            whole = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
            if not file.tell():
                raise EmptyInput(f"{name} is empty (0 bytes); there is nothing to read")
            table = parquet.ParquetFile(file)
        except table_faults() as error:
            raise UnreadableInput(f"{name} cannot be read as Parquet: {error}") from error
        rows, columns = table.metadata.num_rows, table.schema_arrow.names
        if ABOUT in (table.metadata.metadata or {}):
            raise UnknownFormat(f"{name} holds reports that were annotated already; next: trucewatch add CASE {name}")
    if not set(TEXTS) & set(columns):
        raise NoArticle(
            f"{name} has no column {' or '.join(TEXTS)} that would hold the words of reports (it has "
            f"{', '.join(columns[:12]) or 'none'}); name the column so, beside title, publisher, published, url"
        )
    if not rows:
        raise EmptyInput(f"{name} has no rows; there is nothing to read")
    ends = [*range(size, rows, size), rows]
    cuts = [Cut(records=e - s, reports=e - s, end=e) for s, e in zip([0, *ends], ends, strict=False)]
    return _shards(source, cuts, lambda start, end: digest(whole, start, end))

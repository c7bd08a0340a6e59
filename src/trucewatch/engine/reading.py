"""A shard -> what arrived in it, as ``trucewatch add`` of the whole file would bring it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import IO, Any

from trucewatch.engine.cutting import Shard
from trucewatch.engine.inputs import opened
from trucewatch.engine.tables import pyarrow_parquet, table_faults
from trucewatch.errors import BadInput, UnreadableInput
from trucewatch.intake.archives import pages_in
from trucewatch.intake.arrival import Arrival, Refusal
from trucewatch.intake.rows import check_size, row_arrival, rows_in
from trucewatch.text.lines import TEXTS

#: Rows of a Parquet file that are held at once.
ROWS_AT_ONCE = 64


def arrivals_in(shard: Shard, *, max_bytes: int) -> Iterator[Arrival | Refusal]:
    """The reports of a shard in their order, one at a time. Raises: BadInput if the file is gone; OSError."""
    source = shard.source
    if source.form == "parquet":
        yield from _table(shard, max_bytes)
        return
    with opened(source) as file:
        file.seek(shard.start)
        if source.form == "archive":
            yield from pages_in(
                file, end=shard.end, where=source.file, shown=source.shown, max_bytes=max_bytes, after=shard.after,
                whole=shard.whole,
            )  # fmt: skip
            return
        lines: Any = _UpTo(file, shard.end)
        yield from rows_in(lines, where=source.file, shown=source.shown, max_bytes=max_bytes, after=shard.after)


class _UpTo:
    """An open file of lines that ends at a byte of it, where a line ends."""

    def __init__(self, file: IO[bytes], end: int) -> None:
        self._file = file
        self._left = end - file.tell()

    def readline(self, size: int = -1) -> bytes:
        line = self._file.readline(size) if self._left > 0 else b""
        self._left -= len(line)
        return line


def _table(shard: Shard, max_bytes: int) -> Iterator[Arrival | Refusal]:
    """Rows as JSON objects: values that are not known left out, times in ISO 8601, and columns of bytes left out, but
    for words, which some programs write so."""
    parquet = pyarrow_parquet()
    source = shard.source
    try:
        with opened(source) as opened_file:
            file = parquet.ParquetFile(opened_file)
            at = 0
            for group in range(file.metadata.num_row_groups):
                rows = file.metadata.row_group(group).num_rows
                if at + rows > shard.start and at < shard.end:
                    number = at
                    for batch in file.iter_batches(batch_size=ROWS_AT_ONCE, row_groups=[group]):
                        for place in range(batch.num_rows):
                            number += 1
                            if shard.start < number <= shard.end:
                                one = batch.slice(place, 1)
                                yield _row(one, source.file, f"{source.shown}#{number}", number, max_bytes)
                at += rows
    except table_faults() as error:
        yield Refusal.of(source.shown, UnreadableInput(f"{source.file} cannot be read to its end: {error}"))


def _row(batch: Any, where: str, name: str, number: int, max_bytes: int) -> Arrival | Refusal:
    """The one row of a batch: a text that is no UTF-8, or a page too large, is that row's fault alone."""
    try:
        try:
            (row,) = batch.to_pylist()
            words = {key: row[key].decode() for key in TEXTS if isinstance(row.get(key), bytes)}
        except ValueError as error:
            raise UnreadableInput(f"{where} row {number} cannot be read: {error}") from error
        known = {
            key: value for key, value in {**row, **words}.items() if value is not None and not isinstance(value, bytes)
        }
        content = json.dumps(known, ensure_ascii=False, default=_plain).encode()
        check_size(f"{where} row {number}", len(content), max_bytes)
    except BadInput as error:
        return Refusal.of(name, error)
    return row_arrival(content, known, name=name)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)

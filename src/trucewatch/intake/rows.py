"""Files of JSON lines, and parts of them: one arrival a line. A file may be of any size, a line has a limit."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO
from zipfile import BadZipFile

from trucewatch.errors import BadInput, EmptyInput, TooLarge, UnreadableInput
from trucewatch.intake.arrival import ROWS, Arrival, Refusal
from trucewatch.records.report import Found

PLAIN_ROWS = (".jsonl", ".ndjson")
PACKED_ROWS = (".jsonl.gz", ".ndjson.gz")
#: What reading a file raises that is damaged, or packed in a damaged way.
DAMAGE: tuple[type[Exception], ...] = (OSError, EOFError, zlib.error, BadZipFile)


def is_rows(path: Path) -> bool:
    return path.name.casefold().endswith((*PLAIN_ROWS, *PACKED_ROWS))


def open_rows(path: Path | str) -> IO[bytes]:
    """The lines of a file, unpacked. Raises: OSError."""
    if str(path).casefold().endswith(PACKED_ROWS):
        return gzip.open(path)  # type: ignore[return-value]
    return open(path, "rb")


def rows_in(
    file: IO[bytes],
    *,
    where: str,
    shown: str,
    max_bytes: int,
    after: int = 0,
    found: tuple[Found, ...] = (),
    more: Callable[[int], tuple[Found, ...]] = lambda number: (),
) -> Iterator[Arrival | Refusal]:
    """The lines of a file, or of a part of it that begins ``after`` so many lines, each under its number in the file.

    ``where`` names the file in messages and ``shown`` in records ("rows.jsonl#12"); ``found`` is known of all lines and
    ``more(number)`` of one. Empty lines are passed over; a whole file without any line is refused.
    """
    number = after
    try:
        while line := file.readline(max_bytes + 2):
            number += 1
            content = line.rstrip(b"\r\n")
            if not content.strip() and line.endswith(b"\n"):
                continue
            try:
                if not line.endswith(b"\n") and len(line) > max_bytes:
                    size = len(line) + _skip_line(file)
                    check_size(f"{where} line {number}", size, max_bytes)
                if not content.strip():
                    continue
                row = _row(content, f"{where} line {number}")
            except BadInput as error:
                yield Refusal.of(f"{shown}#{number}", error)
                continue
            yield row_arrival(content, row, name=f"{shown}#{number}", found=(*more(number), *found))
    except DAMAGE as error:
        yield Refusal.of(shown, unreadable(where, error))
        return
    if number == 0:
        yield Refusal.of(shown, EmptyInput(f"{where} is empty (0 bytes); there is nothing to read"))


def row_arrival(content: bytes, row: dict[str, object], *, name: str, found: tuple[Found, ...] = ()) -> Arrival:
    """What a row of a data set is taken in as: its JSON, under the address that it gives."""
    url = row.get("url") or row.get("link")
    told = next((value.value for value in found if value.field == "url"), None)
    return Arrival(
        content=content, file=name, url=told or (url if isinstance(url, str) else None), media_type=ROWS, found=found
    )


def check_size(what: object, size: int, max_bytes: int) -> None:
    """Raises: TooLarge."""
    if size > max_bytes:
        raise TooLarge(
            f"{what} has {size:,} bytes, more than the {max_bytes:,} that I take in; "
            "raise TRUCEWATCH_MAX_BYTES to take it, or split it"
        )


def unreadable(where: object, error: Exception) -> UnreadableInput:
    """What to tell of a file that cannot be read."""
    return UnreadableInput(f"{where} cannot be read: {getattr(error, 'strerror', None) or error}")


def _row(content: bytes, where: str) -> dict[str, object]:
    """The JSON object of a line. Raises: UnreadableInput naming the line."""
    try:
        row = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"{where} is not UTF-8 (byte {error.start}); JSON lines are written in UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(f"{where} is no JSON: {error}; one object a line is needed") from None
    if not isinstance(row, dict):
        raise UnreadableInput(f"{where} holds a JSON {type(row).__name__}, not an object with text, title, url …")
    return row


def _skip_line(file: IO[bytes]) -> int:
    """Read past the rest of an over-long line; returns its length in bytes."""
    size = 0
    while piece := file.readline(1 << 20):
        size += len(piece)
        if piece.endswith(b"\n"):
            break
    return size

"""The sidecar ``sources.csv``: what the user knows about each file of a folder.

Columns: ``file`` (needed), ``publisher``, ``published``, ``url``, ``licence`` (all optional, in any order;
others are passed over). UTF-8 with or without a byte-order mark. ``file`` is a path relative to the sidecar's
folder; "rows.jsonl#12" names one row of a file of JSON lines. ``published`` is an ISO date or time.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path, PurePosixPath

from trucewatch.errors import BadSidecar
from trucewatch.records.report import Found, FoundField

NAME = "sources.csv"
VALUES: tuple[FoundField, ...] = ("publisher", "published", "url", "licence")
#: American spelling is taken too.
SAME_COLUMN = {"license": "licence"}
LARGEST = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """A sidecar that was read: values by file name, and the rows that could not be used.

    ``rows`` maps a file's name to its values, ``lines`` to the line it stands on; a file whose row is bad is
    in ``bad`` (name to fault) and not in ``rows``.
    """

    path: Path
    rows: Mapping[str, tuple[Found, ...]] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    bad: Mapping[str, BadSidecar] = field(default_factory=dict)
    nameless: tuple[BadSidecar, ...] = ()

    @property
    def folder(self) -> Path:
        return self.path.parent

    def name_of(self, path: Path) -> str:
        """The name by which the sidecar may know a file: relative to its folder, or the bare name outside it."""
        try:
            return path.resolve().relative_to(self.folder.resolve()).as_posix()
        except ValueError:
            return path.name

    def names(self, name: str) -> bool:
        return name in self.rows or name in self.bad or any(known.startswith(f"{name}#") for known in self.rows)


def read_sidecar(path: Path) -> Sidecar:
    """Read a sidecar; faults of single rows are kept in it, each with line and value.

    Raises: BadSidecar when the file as a whole cannot be used (missing, not UTF-8, no ``file`` column).
    """
    rows = _table(path)
    header = [_column(cell) for cell in rows[0][1]] if rows else []
    if "file" not in header:
        shown = ", ".join(header) or "nothing"
        raise BadSidecar(
            f"{path} has no column 'file' in its first line (found: {shown}); start it with: "
            f"file,publisher,published,url"
        )
    doubled = sorted({name for name in header if name and header.count(name) > 1})
    if doubled:
        raise BadSidecar(f"{path} has the column {doubled[0]!r} twice; keep one of them")
    good: dict[str, tuple[Found, ...]] = {}
    lines: dict[str, int] = {}
    bad: dict[str, BadSidecar] = {}
    nameless: list[BadSidecar] = []
    for line, cells in rows[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            fault = BadSidecar(
                f"{path} line {line} has {len(cells)} cells, the first line {len(header)}; put cells with commas in "
                f"quotes"
            )
        else:
            fault = None
        values = {column: cell.strip() for column, cell in zip(header, cells, strict=False)}
        name = _clean(values.get("file", ""))
        if not name:
            nameless.append(fault or BadSidecar(f"{path} line {line} names no file: {','.join(cells)!r}"))
            continue
        if name in lines:
            fault = BadSidecar(f"{path} line {line} names {name!r} again; it stands on line {lines[name]} already")
            nameless.append(fault)
            continue
        lines[name] = line
        try:
            if fault is not None:
                raise fault
            good[name] = _values(values, path=path, line=line)
        except BadSidecar as error:
            bad[name] = error
    return Sidecar(path=path, rows=good, lines=lines, bad=bad, nameless=tuple(nameless))


def read_published(value: str, *, where: str) -> str:
    """A date or time in ISO 8601, unchanged but for the "T" between date and time.

    ``where`` names the place of the value in the message. Raises: BadSidecar naming place and value.
    """
    words = value.strip()
    try:
        if len(words) <= 10:
            return date.fromisoformat(words).isoformat()
        return datetime.fromisoformat(words).isoformat()
    except ValueError:
        raise BadSidecar(
            f"{where} has the date {value!r}; write it as 2020-10-19 or 2020-10-19T08:30:00+00:00"
        ) from None


def _table(path: Path) -> list[tuple[int, list[str]]]:
    """The rows with the number of the line on which each begins."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadSidecar(f"{path} has {path.stat().st_size} bytes; a list of sources has at most {LARGEST}")
        content = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise BadSidecar(f"no sidecar at {path}; leave out --sources or give the right path") from None
    except OSError as error:
        raise BadSidecar(f"{path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise BadSidecar(f"{path} is not UTF-8 (byte {error.start}); save it as CSV in UTF-8") from None
    # spreadsheets set to many European languages write semicolons
    first = content.split("\n", 1)[0]
    delimiter = ";" if ";" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(content, newline=""), strict=True, delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            rows.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        raise BadSidecar(f"{path} line {reader.line_num} is no CSV: {error}") from None
    return rows


def _column(cell: str) -> str:
    name = cell.strip().casefold()
    return SAME_COLUMN.get(name, name)


def _clean(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).as_posix() if name else ""


def _values(values: Mapping[str, str], *, path: Path, line: int) -> tuple[Found, ...]:
    found: list[Found] = []
    for name in VALUES:
        value = values.get(name, "")
        if not value:
            continue
        if name == "published":
            value = read_published(value, where=f"{path} line {line}")
        found.append(Found(field=name, value=value, basis="sidecar", detail=f"{path.name} line {line}"))
    return tuple(found)

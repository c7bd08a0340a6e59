"""A person's own spreadsheet as rows of cells: comma-separated values, or the worksheets of a workbook."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from trucewatch.errors import BadInput, BinaryInput, EmptyInput, MissingInput, TooLarge, UnknownFormat, UnreadableInput
from trucewatch.intake.arrival import check_text, shown_name
from trucewatch.intake.sheet_words import remark_on, words_of

MEDIA_TYPES: Final = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: A workbook is packed: what it unpacks to may be so many times what a file may have.
UNPACKED: Final = 10
#: Characters in which the header stands.
HEAD: Final = 65_536
_QUOTED: Final = re.compile(r'"[^"]*"')
_PARTED: Final = re.compile(r"sep=([,;\t])\r?\n", re.I)
#: Spreadsheets lead words that look like a formula with an apostrophe; so do our own exports.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row with anything in it; ``number`` counts as spreadsheets do, so that the header is row 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One table: a worksheet by its name, or the whole of a CSV file (``name`` is empty)."""

    name: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A spreadsheet as received and as read. ``name`` is the file's, without its folder; ``remark`` what a person
    should know of how it was read, for one in an encoding that does not say so itself."""

    name: str
    content: bytes
    media_type: str
    tabs: tuple[Tab, ...]
    remark: str | None = None

    def tab(self, name: str | None) -> Tab:
        """The table of that name, or the only one. Raises: BadInput if there is none, or several to choose from."""
        if name is None and len(self.tabs) == 1:
            return self.tabs[0]
        found = next((tab for tab in self.tabs if tab.name == name), None)
        if found is None:
            there = ", ".join(tab.name for tab in self.tabs if tab.name) or "one table without a name"
            raise BadInput(
                f"{self.name} has no worksheet {name or '(not named)'!r}; it has {there}: name one with tab:"
            )
        return found


def read_sheet(path: Path, *, max_bytes: int, headed: bool = True) -> Sheet:
    """Read a spreadsheet by the ending of its name; not ``headed`` if its first row may be no header.

    Raises: BadInput (one of its kinds) for what is missing, too large, damaged or no spreadsheet.
    """
    name, ending = shown_name(path.name), path.suffix.casefold()
    if ending not in MEDIA_TYPES:
        raise UnknownFormat(f"{name} is no spreadsheet that I read; give one of {', '.join(MEDIA_TYPES)}")
    try:
        if path.stat().st_size > max_bytes:
            raise TooLarge(
                f"{name} has more than the {max_bytes:,} bytes that I take in; raise TRUCEWATCH_MAX_BYTES, or split it"
            )
        content = path.read_bytes()
    except FileNotFoundError:
        raise MissingInput(f"there is no file {path}; check its name") from None
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read: {error.strerror or error}") from error
    if not content.strip():
        raise EmptyInput(f"{name} is empty; there is nothing to read")
    remark = None
    tabs: Iterable[Tab | None]
    if ending == ".xlsx":
        tabs = _workbook(content, name, max_bytes)
    else:
        words, encoding = _words(content, name)
        tabs, remark = [_table(words, name)], remark_on(words, encoding, name)
    found = tuple(tab for tab in tabs if tab is not None)
    if not found:
        raise EmptyInput(f"{name} has no row with words in it; give it a header and a row for each record")
    for tab in found if headed else ():
        double = next((cell for cell in tab.header if cell and tab.header.count(cell) > 1), None)
        if double is not None:
            where = f"{name}, worksheet {tab.name!r}" if tab.name else name
            raise BadInput(f"{where} has two columns named {double!r}; give each column a name of its own")
    return Sheet(name=name, content=content, media_type=MEDIA_TYPES[ending], tabs=found, remark=remark)


# -- comma-separated values ---------------------------------------------------------------------------


def _words(content: bytes, name: str) -> tuple[str, str]:
    try:
        check_text(content, name, "text/plain")
    except BinaryInput:
        raise BinaryInput(f"{name} is not text: it holds NUL or control bytes; save it as CSV (UTF-8)") from None
    words, encoding = words_of(content, name)
    if "\0" in words:
        raise BinaryInput(f"{name} is not text: it holds NUL bytes; save it as CSV (UTF-8)")
    return words, encoding


def _table(words: str, name: str) -> Tab | None:
    told = _PARTED.match(words)  # what a spreadsheet program writes into the first line for itself
    words = words[told.end() :] if told else words
    first = _QUOTED.sub("", words[:HEAD].lstrip()).split("\n", 1)[0]
    parted_by = told[1] if told else max((",", ";", "\t"), key=first.count)
    lines = csv.reader(io.StringIO(words, newline=""), delimiter=parted_by, strict=True)
    try:
        return _tab("", ([_unled(cell) for cell in line] for line in lines))
    except csv.Error as error:
        raise UnreadableInput(f"{name}, line {lines.line_num}: {error}; mend the quotation marks there") from error


def _unled(cell: str) -> str:
    """The cell without the apostrophe that keeps spreadsheets from running it as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell


# -- workbooks ----------------------------------------------------------------------------------------


def _workbook(content: bytes, name: str, max_bytes: int) -> Iterator[Tab | None]:
    try:
        import openpyxl  # an extra: who reads no workbook does without
    except ImportError:
        raise BadInput(
            f'{name} is a workbook, and reading one needs: pip install "trucewatch[exports]"; or save it as CSV'
        ) from None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
        if unpacked > UNPACKED * max_bytes:
            raise TooLarge(
                f"{name} unpacks to {unpacked:,} bytes, more than the {UNPACKED * max_bytes:,} that I read; split it"
            )
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except BadInput:
        raise
    except Exception as error:  # the package tells of damage by whatever its parts meet
        raise UnreadableInput(f"{name} cannot be read as a workbook ({error}); save it anew, or as CSV") from error
    try:
        for sheet in book.worksheets:
            try:
                yield _tab(sheet.title, ([_cell(value) for value in row] for row in sheet.values))
            except BadInput:
                raise
            except Exception as error:
                raise UnreadableInput(f"{name}, worksheet {sheet.title!r}, cannot be read ({error})") from error
    finally:
        book.close()


def _cell(value: Any) -> str:
    """A cell's value as people write it: days as 2020-10-18, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _tab(name: str, lines: Iterable[list[str]]) -> Tab | None:
    """The first row with anything in it is the header; empty rows are passed over. None if there is no row at all."""
    header: tuple[str, ...] = ()
    rows = []
    for number, line in enumerate(lines, start=1):
        if not any(cell.strip() for cell in line):
            continue
        if header:
            rows.append(Row(number=number, cells=tuple(line)))
            continue
        header = tuple(cell.strip() for cell in line)
    return Tab(name=name, header=header, rows=tuple(rows)) if header else None

"""The lines of a mail, each with how deep it is quoted: by ">" marks in plain text, by <blockquote> in HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trucewatch.text.furniture import Label
from trucewatch.text.html import Piece
from trucewatch.text.units import LINE_BREAK

#: Marks of quoting at the beginning of a line. ">From" is how mailboxes escape a line of the mail's own.
QUOTE = re.compile(r"(?!>From )(?:> ?)+")


@dataclass(slots=True)
class Row:
    """A line: its ``words`` without the ``marks`` of quoting before them, and the line ``end`` behind.

    ``joined`` if it goes on in the next one (format=flowed); ``closes`` if a paragraph ends with it. ``label`` is what
    it is found to be if it is not the mail's own text; ``bare`` if its marks are left out of the text that is made.
    """

    words: str
    marks: str
    end: str
    depth: int
    joined: bool = False
    closes: bool = False
    cue: str = ""
    piece: int | None = None
    label: Label | None = None
    bare: bool = False

    @property
    def empty(self) -> bool:
        return not self.words.strip(" \t\r\n\u00a0\u200b\ufeff")

    @property
    def size(self) -> int:
        """How many words it has."""
        return len(self.words.split())


def rows_of_plain(content: str, *, flowed: bool = False) -> list[Row]:
    """The lines of a plain text; ``flowed`` if it is said to be written so (RFC 3676)."""
    rows: list[Row] = []
    at = 0
    for stop in [*LINE_BREAK.finditer(content), None]:
        line = content[at : stop.start() if stop else len(content)]
        if line or stop:
            marks = match.group() if (match := QUOTE.match(line)) else ""
            words = line[len(marks) :]
            soft = flowed and words.endswith(" ") and words != "-- "
            rows.append(Row(words, marks, stop.group() if stop else "", marks.count(">"), joined=soft))
        at = stop.end() if stop else at
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        row.closes = after is None or after.empty or after.depth != row.depth
        row.joined = row.joined and not row.closes
    return rows


def rows_of_pieces(pieces: Sequence[Piece]) -> list[Row]:
    """The lines of an HTML page's blocks."""
    rows: list[Row] = []
    for number, piece in enumerate(pieces):
        lines = piece.words.split("\n")
        for line in lines:
            rows.append(Row(line, "", "\n", piece.quoted, cue=piece.mail, piece=number))
        rows[-1].end, rows[-1].closes = "\n\n", True
    return rows


def after_blanks(rows: Sequence[Row], at: int, end: int) -> int:
    """The next line that has words, or ``end``."""
    while at < end and rows[at].empty:
        at += 1
    return at


def stretches(rows: Sequence[Row], indexes: Sequence[int]) -> Iterator[list[int]]:
    """The lines given, as lists of such as follow each other with nothing but empty lines between."""
    run: list[int] = []
    for index in indexes:
        if run and any(not rows[n].empty for n in range(run[-1] + 1, index)):
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def paragraphs(rows: Sequence[Row], run: Sequence[int]) -> Iterator[list[int]]:
    """The lines of a stretch, paragraph by paragraph."""
    found: list[int] = []
    for index in run:
        if not rows[index].empty:
            found.append(index)
        if found and (rows[index].empty or rows[index].closes):
            yield found
            found = []
    if found:
        yield found


def told(rows: Sequence[Row], indexes: Sequence[int]) -> str:
    """The words of the lines in one line."""
    return " ".join(" ".join(rows[n].words for n in indexes).split())

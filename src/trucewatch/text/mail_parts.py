"""Tell a mail's own words from earlier mails within it, what is passed on from who passes it on.

Decided by structure: borders that mail programs draw, header lines in the words, marks of quoting, and how the subject
begins. What is quoted in an answer is not read again; what is forwarded is the report, and the words above it are not.
Where nothing else would be left to read, what stands there is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from trucewatch.text import mail_words as table
from trucewatch.text.furniture import Label
from trucewatch.text.mail_headers import Header, headers_at
from trucewatch.text.mail_rows import Row, after_blanks, told
from trucewatch.text.mail_tails import label_tails

QUOTED: Label = ("quoted", "earlier mail that this one quotes")
OVER_QUOTED: Label = ("quoted", "line over an earlier mail")
BELOW_LONGER: Label = ("quoted", "forwarded below a longer text of the mail's own")
HEADERS: Label = ("mail_header", "header lines in the words of the mail")
NOTE: Label = ("cover_note", "written by who forwarded the mail")
#: Above an earlier mail that nothing says is forwarded or answered so many words at most are a note of who forwards it.
SHORT_NOTE = 50
#: Words of who forwards a mail are the report, and what is forwarded is not, if they are so many and twice as many.
LONG_NOTE = 80
#: Forwards within forwards are opened so many deep.
DEEPEST = 12
#: Of mails forwarded one below the other so many are told apart.
MOST_BESIDE = 100
RULE = re.compile(r"[\s_]*_{20,}[\s_]*")
#: The line over a quoted mail has so many lines and characters at most.
OVER_LINES, OVER_LONG = 4, 400
#: A line of a quoted paragraph that a mail program broke has so few words, and the line before it so many characters.
BROKEN_WORDS, BROKEN_AFTER = 4, 55


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """A mail that is passed on: its header lines (the innermost's, where forwards stand in forwards), and how many
    words of who passed it on are not read. ``marked`` if a program marked it so; header lines alone may be those of a
    press release."""

    header: Header
    noted: int = 0
    marked: bool = True


@dataclass(frozen=True, slots=True)
class _Border:
    """Where an earlier mail begins within another: the line, and the first of its words."""

    kind: Literal["forwarded", "original", "headers", "wrote"]
    at: int
    after: int
    header: Header


def part(rows: list[Row], *, subject: str, answers: bool) -> Forwarded | None:
    """Label what is not the mail's own text; gives the mail that is passed on, if one is.

    ``answers`` if the mail's own headers name one that it answers.
    """
    return _Section(rows, 0, len(rows), 0, subject, answers).read()


@dataclass(slots=True)
class _Section:
    """A mail, or one within it: its lines, how deep they are quoted, its subject."""

    rows: list[Row]
    start: int
    end: int
    depth: int
    subject: str
    answers: bool
    deep: int = 0

    def read(self) -> Forwarded | None:
        rows = self.rows
        passing = self._passing()
        wrote: list[tuple[_Border, int]] = []
        border: _Border | None = None
        at = self.start
        while at < self.end:
            if rows[at].empty or rows[at].depth > self.depth or (found := self._border(at)) is None:
                at += 1
            elif found.kind == "wrote":
                wrote.append((found, self._quoted_until(found)))
                at = wrote[-1][1]
            elif self._bounds(found, self._above(at, wrote)):
                border = found
                break
            else:
                at += 1
        stop = border.at if border else self.end
        self._close_broken(stop, wrote)
        own = self._own(stop, wrote)
        label_tails(rows, own)
        above = self._size(own)
        if border is not None and border.kind == "forwarded" and self.deep and above > SHORT_NOTE:
            self._read_beside(border)
            return None
        if border is not None and (border.kind == "forwarded" or passing == "forward" or above == 0 or (
            passing is None and above <= SHORT_NOTE
        )):  # fmt: skip
            return self._pass_on(border, own)
        quoted = [n for n in range(self.start, stop) if rows[n].depth > self.depth and not rows[n].empty]
        passed = above == 0 or (passing == "forward" and above <= SHORT_NOTE)
        if border is None and passed and quoted and self.deep < DEEPEST:
            return self._pass_on(wrote[0][0], own) if wrote else self._unquote(quoted, own)
        if passing == "reply" or wrote or border or any(rows[n].piece is not None for n in quoted):
            self._label(quoted, QUOTED)
        for one, until in wrote:
            self._label(range(one.at, one.after), OVER_QUOTED)
            self._label(range(one.after, until), QUOTED)
        if border is not None:
            self._label(range(border.at, border.after), OVER_QUOTED)
            self._label(range(border.after, self.end), QUOTED)
        return None

    def _passing(self) -> Literal["reply", "forward"] | None:
        told_so = table.prefix_of(self.subject)
        if told_so is None and self.answers:
            return "reply"
        return "forward" if told_so == "forward" else "reply" if told_so else None

    def _bounds(self, found: _Border, above: int) -> bool:
        """True if an earlier mail surely begins there: header lines alone may stand in a press release."""
        if found.kind != "headers" or self._passing() is not None:
            return True
        return above == 0 or (self.deep == 0 and above <= SHORT_NOTE)

    # -- borders -------------------------------------------------------------------------------------------

    def _border(self, at: int) -> _Border | None:
        rows, words = self.rows, " ".join(self.rows[at].words.split())
        if len(words) > OVER_LONG:
            return None
        if table.FORWARDED.fullmatch(words):
            header = headers_at(rows, at + 1, self.end)
            return _Border("forwarded", at, header.after, header) if len(header.values) > 1 else None
        if table.ORIGINAL.fullmatch(words):
            header = headers_at(rows, at + 1, self.end)
            return _Border("original", at, header.after, header)
        first = after_blanks(rows, at + 1, self.end) if RULE.fullmatch(words) else at
        if first < self.end and table.HEADER.fullmatch(rows[first].words.strip()):
            header = headers_at(rows, first, self.end)
            if {"from", "date"} <= header.values.keys() and {"to", "subject"} & header.values.keys():
                return _Border("headers", at, header.after, header)
        return self._line_over(at)

    def _line_over(self, at: int) -> _Border | None:
        """The line over a quoted mail, in as many lines as the mail program broke it into."""
        rows = self.rows
        before = rows[at - 1] if at > self.start else None
        begins = before is None or before.empty or before.closes or rows[at].cue == "wrote"
        lines: list[int] = []
        for n in range(at, min(self.end, at + (OVER_LINES if begins else 1))):
            if rows[n].empty or rows[n].depth != self.depth or rows[n].label:
                return None
            lines.append(n)
            words = told(rows, lines)
            if len(words) > OVER_LONG:
                return None
            if not words.rstrip(" *_\u200e\u200f\u202c").endswith((":", "：")):
                if rows[n].closes:
                    return None
                continue
            follows = after_blanks(rows, n + 1, self.end)
            deeper = follows < self.end and rows[follows].depth > self.depth
            address, when = table.ADDRESS.search(words), table.WHEN.search(words)
            if (address or when) and (deeper or rows[at].cue == "wrote"):
                return _Border("wrote", at, n + 1, _told_over(words, lines, deeper=deeper))
            verb = table.WROTE.search(words)
            if address and (verb or when) and self._passing() == "reply" and follows < self.end:
                return _Border("wrote", at, n + 1, _told_over(words, lines, deeper=False))
            return None
        return None

    def _quoted_until(self, found: _Border) -> int:
        """Where what is quoted below such a line ends: with its marks, or where it has none with the mail."""
        first = after_blanks(self.rows, found.after, self.end)
        if first == self.end or self.rows[first].depth == self.depth:
            return self.end
        at = first
        while at < self.end and (self.rows[at].empty or self.rows[at].depth > self.depth or self._broken(at)):
            at += 1
        return at

    def _broken(self, at: int) -> bool:
        """True for the end of a quoted line that was broken on its way and so lost its mark."""
        rows = self.rows
        if not self.start < at < self.end - 1:
            return False
        row, before, after = rows[at], rows[at - 1], rows[at + 1]
        within = before.depth > self.depth and after.depth > self.depth and row.depth == self.depth
        return within and row.words[:1].islower() and row.size <= BROKEN_WORDS and len(before.words) >= BROKEN_AFTER

    def _close_broken(self, stop: int, wrote: Sequence[tuple[_Border, int]]) -> None:
        if self._passing() == "reply" or wrote:
            for at in range(self.start, stop):
                if self._broken(at):
                    self.rows[at].label = QUOTED

    # -- what is read --------------------------------------------------------------------------------------

    def _own(self, stop: int, wrote: Sequence[tuple[_Border, int]], start: int | None = None) -> list[int]:
        """The lines of the mail's own, empty ones with them."""
        taken = {n for one, until in wrote for n in range(one.at, until)}
        begin = self.start if start is None else start
        return [
            n
            for n in range(begin, stop)
            if n not in taken and (self.rows[n].empty or self.rows[n].depth <= self.depth) and not self.rows[n].label
        ]

    def _above(self, stop: int, wrote: Sequence[tuple[_Border, int]]) -> int:
        """How many words of the mail's own stand above a line; counted no further than matters."""
        count, taken = 0, list(wrote)
        at = self.start
        while at < stop and count <= SHORT_NOTE:
            if taken and at >= taken[0][0].at:
                at = taken.pop(0)[1]
                continue
            row = self.rows[at]
            count += row.size if row.depth <= self.depth and not row.label and not row.empty else 0
            at += 1
        return count

    def _size(self, own: Sequence[int]) -> int:
        """How many words stand in lines that nothing has claimed."""
        return sum(self.rows[n].size for n in own if not self.rows[n].label and not self.rows[n].empty)

    def _pass_on(self, border: _Border, own: list[int]) -> Forwarded | None:
        """Read what is forwarded: its header lines and the words above it are not its text."""
        rows = self.rows
        first = after_blanks(rows, border.after, self.end)
        depth = max(rows[first].depth, border.header.depth) if first < self.end else self.depth
        end = first
        while end < self.end and (rows[end].empty or rows[end].depth >= depth):
            end += 1
        below = [n for n in self._own(self.end, [], start=end)] if end < self.end else []
        label_tails(rows, below)
        inner = _Section(rows, first, end, depth, border.header.subject, answers=False, deep=self.deep + 1)
        found = inner.read() if self.deep < DEEPEST else None
        kept = [n for n in range(first, end) if not rows[n].label and not rows[n].empty]
        own = [*own, *below]
        noted = self._size(own)
        if depth > self.depth:
            for n in range(border.at, end):
                rows[n].bare = True
        self._label(range(border.at, border.after), HEADERS)
        if not kept:
            return None
        size = self._size(kept)
        if noted >= LONG_NOTE and noted >= 2 * size:
            self._label(kept, BELOW_LONGER)
            return None
        self._label([n for n in own if not rows[n].empty], NOTE)
        if found is None:
            marked = border.kind in ("forwarded", "original") or self._passing() is not None
            return Forwarded(header=border.header, noted=noted, marked=marked)
        return replace(found, header=found.header.completed(border.header), noted=found.noted + noted)

    def _unquote(self, quoted: list[int], own: list[int]) -> Forwarded | None:
        """Read quoted lines that no line tells of: they are what there is, or what is forwarded."""
        rows = self.rows
        for n in range(self.start, self.end):
            rows[n].bare = True
        depth = min(rows[n].depth for n in quoted)
        found = _Section(rows, self.start, self.end, depth, self.subject, False, self.deep + 1).read()
        noted = self._size(own)
        self._label(own, NOTE)
        if found is None and self._passing() == "forward":
            return Forwarded(header=Header(values={}, after=self.start), noted=noted)
        return found

    def _read_beside(self, border: _Border) -> None:
        """Several mails that are forwarded one below the other: each is read, the first tells whose they are."""
        self._label(range(border.at, border.after), HEADERS)
        if self.deep < MOST_BESIDE:
            subject = border.header.subject
            _Section(self.rows, border.after, self.end, self.depth, subject, False, self.deep + 1).read()

    def _label(self, indexes: Sequence[int] | range, label: Label) -> None:
        for n in indexes:
            if not self.rows[n].empty and self.rows[n].label is None:
                self.rows[n].label = label


def _told_over(words: str, lines: Sequence[int], *, deeper: bool) -> Header:
    """What the line over a quoted mail tells of it: the writer as far as an address says, and when."""
    address = table.ADDRESS.search(words)
    values = {"date": (words, lines[0])}
    if address is not None:
        values["from"] = (f"<{address.group()}>", lines[-1])
    english = words.casefold().startswith("on ")
    return Header(values=values, after=lines[-1] + 1, depth=1 if deeper else 0, english=english)

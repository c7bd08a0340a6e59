"""Cut a text into units: its lines, or its paragraphs where lines are hard-wrapped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
LINE_BREAK = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
#: Hard-wrapped text is at most this wide (characters); page dumps have longer paragraphs.
WIDEST_WRAP = 110
#: Narrower than this, lines are items of a list rather than wrapped text.
NARROWEST_WRAP = 40
#: Share of line breaks that must fall where the next word would not have fitted.
WRAPPED_SHARE = 0.7
#: The same where paragraphs, headings and page numbers follow each other without empty lines.
WRAPPED_SHARE_RUN_ON = 0.3
#: What ends a sentence, with closing marks after it.
CLOSERS = "\"'”’»›“‘)]}*_ \t\u00a0\u200b\ufeff"
SENTENCE_ENDS = ".!?…:;।۔؟。"
ABBREVIATED = re.compile(r"(?:\b[A-Z]\.){2,}$|\b(?:Inc|Ltd|Jr|Sr|St|Co)\.$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A line or hard-wrapped paragraph without the white space around it; offsets count code points."""

    start: int
    end: int
    words: str
    #: Empty lines before this unit.
    gap: int
    #: Number of words.
    size: int
    #: The words in lower case without punctuation, for comparing lines.
    key: str

    @property
    def ends_sentence(self) -> bool:
        bare = self.words.rstrip(CLOSERS)
        return bare[-1:] in SENTENCE_ENDS and bare != "" and not ABBREVIATED.search(bare[-12:])


def cut(content: str, *, run_on: bool = False) -> list[Unit]:
    """List the units of a text in order; white space between them belongs to none.

    ``run_on`` is for pages whose paragraphs follow each other without empty lines (PDF): then a line that
    stops short of the width ends its paragraph.
    """
    runs = _runs(content)
    least = WRAPPED_SHARE_RUN_ON if run_on else WRAPPED_SHARE
    wrapped = _wrap_width([run for _, run in runs], content, least)
    units: list[Unit] = []
    for gap, run in runs:
        if wrapped and _fits_wrap(run, content):
            # the first line of a telex may be the rest of a cut dateline, so it never stands alone
            parts = _paragraphs(run, content, wrapped, headings=run_on or bool(units))
            units += [unit(content, part[0][0], part[-1][1], 0 if n else gap) for n, part in enumerate(parts)]
        else:
            units += [unit(content, a, b, gap if number == 0 else 0) for number, (a, b) in enumerate(run)]
    return units


def unit(content: str, start: int, end: int, gap: int = 0) -> Unit:
    words = content[start:end]
    found = WORD.findall(words)
    return Unit(start, end, words, gap, len(found), " ".join(found).casefold())


def _runs(content: str) -> list[tuple[int, list[tuple[int, int]]]]:
    """Runs of lines with no empty line between them, each with the number of empty lines before it."""
    runs: list[tuple[int, list[tuple[int, int]]]] = []
    last = 0
    for match in LINE.finditer(content):
        words = match.group()
        bare = words.strip(" \t\u00a0\u200b\ufeff\u3000")
        if not bare:
            continue
        start = match.start() + words.index(bare)
        breaks = len(LINE_BREAK.findall(content, last, match.start()))
        if not runs or breaks > 1:
            runs.append((max(0, breaks - 1), []))
        runs[-1][1].append((start, start + len(bare)))
        last = match.end()
    return runs


def _wrap_width(runs: list[list[tuple[int, int]]], content: str, least: float) -> int:
    """The width that lines are wrapped to, or 0 where they are not.

    Wrapped are texts in which most line breaks inside runs fall just where the next word would not have fitted.
    """
    width = _width(runs)
    if not NARROWEST_WRAP <= width <= WIDEST_WRAP:
        return 0
    breaks = forced = 0
    for run in runs:
        for one, other in pairwise(run):
            breaks += 1
            forced += _is_forced(one, other, content, width)
    return width if breaks >= 2 and forced >= least * breaks else 0


def _is_forced(one: tuple[int, int], other: tuple[int, int], content: str, width: int) -> bool:
    """True if the first word of the next line would not have fitted at the end of this one."""
    return one[1] - one[0] + 1 + _first_word(content, *other) > 0.93 * width


def _paragraphs(run: list[tuple[int, int]], content: str, width: int, *, headings: bool) -> list[list[tuple[int, int]]]:
    """Cut a wrapped run where a line stops short although the next word would have fitted."""
    parts = [[run[0]]]
    for one, other in pairwise(run):
        short = not _is_forced(one, other, content, width)
        ended = content[one[0] : one[1]].rstrip(CLOSERS)[-1:] in SENTENCE_ENDS
        heading = headings and one[1] - one[0] < 0.6 * width and not content[other[0]].islower()
        if short and (ended or heading):
            parts.append([other])
        else:
            parts[-1].append(other)
    return parts


def _width(runs: list[list[tuple[int, int]]]) -> int:
    """The width that lines are filled to: nearly the longest line of a run of several."""
    lengths = sorted(b - a for run in runs if len(run) > 1 for a, b in run)
    if not lengths:
        return 0
    # one URL or heading longer than the rest must not hide the wrapping; ten times as wide must
    return lengths[-1] if lengths[-1] > WIDEST_WRAP else lengths[int(0.95 * (len(lengths) - 1))]


def _fits_wrap(run: list[tuple[int, int]], content: str) -> bool:
    """In a wrapped text a run is one paragraph unless it is a list of short lines."""
    if len(run) == 1:
        return True
    lengths = [b - a for a, b in run]
    if max(lengths) < NARROWEST_WRAP:
        # "COLONEL / JUAN PEREZ SAID SO." is wrapped, "Home / News / Sport" is not
        return content[run[-1][1] - 1] in SENTENCE_ENDS
    return True


def _first_word(content: str, start: int, end: int) -> int:
    space = content.find(" ", start, end)
    return (space if space >= 0 else end) - start

"""The text that is made of a mail's lines, and the part that each block plays in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from trucewatch.text.furniture import Label, furniture
from trucewatch.text.html import Piece, hints_of, main_content
from trucewatch.text.mail_rows import Row
from trucewatch.text.plain import Layout, lay_out
from trucewatch.text.units import LINE_BREAK, SENTENCE_ENDS, Unit, cut, unit

#: A mail of fewer words of its own is a letter, not a page: each of its sentences counts, wherever it stands.
LETTER = 200
#: In a letter a line without a full stop is text from so many words on: "0600 shelling in Kessel, two wounded".
LINE_WORDS = 5
#: Mail programs break lines where the next word would go beyond so many characters, or a few more.
USUAL = 64
#: Lines that were broken so are of these lengths.
NARROW, WIDE = 50, 100
BULLET = re.compile(r"[-*•–+#>]\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """The text of a mail, its layout, and where the words of each of its lines stand."""

    content: str
    layout: Layout
    places: tuple[tuple[int, int], ...]


def lay_out_mail(rows: Sequence[Row], *, title: str | None, pieces: Sequence[Piece] = (), markup: str = "") -> Laid:
    """Make the text: the subject above the words, unless they begin with it or show it as their heading.

    ``pieces`` are the blocks of an HTML part that the rows are lines of, ``markup`` that part.
    """
    content, places = _joined(rows, "")
    own = sum(row.size for row in rows if row.label is None)
    letter = own < LETTER or any(row.label and row.label[0] == "quoted" for row in rows)
    above = bool(title) and not content.lstrip().casefold().startswith(str(title).casefold())
    headed = pieces and any(
        label[0] == "title" for label in _page_hints(rows, places, pieces, content, "", title).values()
    )
    above = above and not headed  # a page's own heading is its title
    if above:
        content, places = _joined(rows, f"{title}\n\n")
    units = list(_units(rows, places, content))
    hints: dict[int, Label] = {start: label for start, label in _labelled(rows, places)}
    open_units = [one for one in units if one.start not in hints]
    if pieces:
        told = _page_hints(rows, places, pieces, content, "" if letter else main_content(markup), title)
        hints |= {s: label for s, label in told.items() if s not in hints and (label[0] == "title" or not letter)}
    if letter:
        hints |= _letter_hints([one for one in open_units if one.start not in hints])
    if above:
        units.insert(0, unit(content, 0, len(str(title))))
        hints[0] = ("title", "mail subject")
    return Laid(content=content, layout=lay_out(content, units=units, hints=hints), places=tuple(places))


def _joined(rows: Sequence[Row], head: str) -> tuple[str, list[tuple[int, int]]]:
    parts, at, places = [head], len(head), []
    for row in rows:
        marks = "" if row.bare else row.marks
        start = at + len(marks)
        places.append((start, start + len(row.words)))
        parts += [marks, row.words, row.end]
        at = start + len(row.words) + len(row.end)
    return "".join(parts), places


def _runs(rows: Sequence[Row]) -> Iterator[list[int]]:
    """The lines with words, as runs of one label, and of one part of the mail where they have none."""
    numbers = [n for n, row in enumerate(rows) if not row.empty]
    for _, run in groupby(numbers, key=lambda n: (rows[n].label, rows[n].label is None and rows[n].piece)):
        yield list(run)


def _labelled(rows: Sequence[Row], places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, Label]]:
    for run in _runs(rows):
        label = rows[run[0]].label
        if label is not None:
            yield _begin(rows, places, run[0]), label


def _begin(rows: Sequence[Row], places: Sequence[tuple[int, int]], n: int) -> int:
    """Where a line begins, with its marks if they are shown, without white space."""
    row = rows[n]
    start = places[n][0]
    return start - (0 if row.bare else len(row.marks)) if row.marks and not row.bare else start + _lead(row.words)


def _lead(words: str) -> int:
    return len(words) - len(words.lstrip())


def _units(rows: Sequence[Row], places: Sequence[tuple[int, int]], content: str) -> Iterator[Unit]:
    for run in _runs(rows):
        start = _begin(rows, places, run[0])
        last = rows[run[-1]].words
        end = places[run[-1]][1] - (len(last) - len(last.rstrip()))
        if rows[run[0]].label is not None or rows[run[0]].piece is not None:
            yield unit(content, start, end, 1)
        elif any(rows[n].joined for n in run):
            yield from _flowed(rows, places, run, content)
        else:
            yield from _wrapped(cut(content[start:end]), content, start)


def _wrapped(units: Sequence[Unit], content: str, start: int) -> Iterator[Unit]:
    """The units moved to where they stand, and lines joined that a mail program broke at its usual width: one paragraph
    of two lines does not show the width of a text."""
    held: tuple[int, int, int] | None = None
    for one in units:
        begin, end = one.start + start, one.end + start
        if held is not None and one.gap == 0 and _broken_off(content[held[0] : held[1]], one.words):
            held = (held[0], end, held[2])
            continue
        if held is not None:
            yield unit(content, *held)
        held = (begin, end, one.gap)
    if held is not None:
        yield unit(content, *held)


def _broken_off(words: str, after: str) -> bool:
    """True if a line was broken where the next word did not fit, in mid-sentence."""
    line = LINE_BREAK.split(words)[-1]
    if not NARROW <= len(line) <= WIDE or line[-1] in SENTENCE_ENDS or BULLET.match(after):
        return False
    return len(line) + 1 + len(after.split(maxsplit=1)[0]) > USUAL


def _flowed(rows: Sequence[Row], places: Sequence[tuple[int, int]], run: Sequence[int], content: str) -> Iterator[Unit]:
    """The paragraphs of lines that say themselves which go on."""
    first: int | None = None
    for n in run:
        first = n if first is None else first
        if not rows[n].joined:
            start = _begin(rows, places, first)
            yield unit(content, start, start + len(content[start : places[n][1]].rstrip()), 1)
            first = None
    if first is not None:
        start = _begin(rows, places, first)
        yield unit(content, start, start + len(content[start : places[run[-1]][1]].rstrip()), 1)


def _letter_hints(units: Sequence[Unit]) -> dict[int, Label]:
    """Every sentence of a letter is its text; a first line that is none may be a greeting or a headline."""
    hints: dict[int, Label] = {}
    for number, one in enumerate(units):
        if furniture(one) is not None:
            continue
        sentence = one.ends_sentence and not one.words.rstrip().endswith(":")
        line = one.size >= LINE_WORDS and (number > 0 or len(units) == 1)
        if sentence or line:
            hints[one.start] = ("body", "words of the mail")
    return hints


def _page_hints(
    rows: Sequence[Row],
    places: Sequence[tuple[int, int]],
    pieces: Sequence[Piece],
    content: str,
    main: str,
    title: str | None,
) -> Mapping[int, Label]:
    """What markup and the vote on the main content tell of blocks that are wholly the mail's own."""
    whole: list[tuple[Piece, Unit]] = []
    for run in _runs(rows):
        number = rows[run[0]].piece
        if number is None or rows[run[0]].label is not None or len(run) != pieces[number].words.count("\n") + 1:
            continue
        whole.append((pieces[number], unit(content, places[run[0]][0], places[run[-1]][1], 1)))
    return hints_of([piece for piece, _ in whole], [one for _, one in whole], main, title)

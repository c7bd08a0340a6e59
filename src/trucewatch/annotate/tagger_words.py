"""What the attribution tagger sees of a text: words, their shapes and quotation states, packed into windows.

Training (``learn``) and reading (``tagger``) cut a text with the same code, so that a model never meets words it
was not taught on.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

#: Words with inner apostrophes, hyphens and points; doubled single marks; any other mark alone.
WORD = re.compile(r"\w+(?:['’\-.]\w+)*|''|``|[^\w\s]")
PARAGRAPH = re.compile(r"\s*\n\s*")
BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")
OPENING = frozenset(("“", "„", "«", "``"))
CLOSING = frozenset(("”", "»"))
STRAIGHT = frozenset(('"', "''"))
#: Shapes of words; the model's word pieces are without case. ``UNKNOWN`` stands for words of a page in capitals.
LOWER, CAPITALISED, CAPITALS, DIGITS, MARK, UNKNOWN = range(6)
SHAPES = 6
#: Quotation states of words.
OUTSIDE, INSIDE, QUOTE_MARK = range(3)
STATES = 3
CLS, SEP, PAD = 101, 102, 0


@dataclass(slots=True)
class Window:
    """Words of a stretch of text: offsets (code points), paragraph numbers, shapes and quotation states.

    ``fresh`` is the number of the first word that no earlier window has.
    """

    offsets: list[tuple[int, int]]
    words: list[str]
    paragraphs: list[int]
    shapes: list[int]
    quotes: list[int]
    fresh: int = 0


def split_words(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [match.span() for match in WORD.finditer(text, start, end)]


def paragraphs_of(text: str) -> list[tuple[int, int]]:
    """Lines with words, as (start, end); for text without known paragraphs."""
    found, at = [], 0
    gaps = list((BLANK_LINE if _hard_wrapped(text) else PARAGRAPH).finditer(text))
    for start, end in [*(gap.span() for gap in gaps), (len(text), len(text))]:
        if text[at:start].strip():
            found.append((at, start))
        at = end
    return found


def _hard_wrapped(text: str) -> bool:
    """True if most lines that another line follows break off in mid-sentence."""
    pairs = re.findall(r"(\S)[ \t]*\r?\n(?=\S)", text)
    return len(pairs) >= 2 and sum(last not in ".!?:;\"'”’)" for last in pairs) > 0.6 * len(pairs)


def quote_states(words: Sequence[str], paragraphs: Sequence[int]) -> list[int]:
    """State of each word, counted afresh in each paragraph."""
    states: list[int] = []
    inside = False
    for number, word in enumerate(words):
        if number and paragraphs[number] != paragraphs[number - 1]:
            inside = False
        if word in OPENING or (word in STRAIGHT and not inside):
            inside = True
            states.append(QUOTE_MARK)
        elif word in CLOSING or word in STRAIGHT:
            inside = False
            states.append(QUOTE_MARK)
        else:
            states.append(INSIDE if inside else OUTSIDE)
    return states


def shape_of(word: str) -> int:
    first = word[0]
    if first.isdigit():
        return DIGITS
    if not first.isalpha():
        return MARK
    if first.islower():
        return LOWER
    return CAPITALS if len(word) > 1 and word.isupper() else CAPITALISED


def shapes_of(words: Sequence[str]) -> list[int]:
    """Shapes; all ``UNKNOWN`` where most letters are capitals, since they tell nothing there."""
    shapes = [shape_of(word) for word in words]
    capitals, plain = shapes.count(CAPITALS), shapes.count(LOWER)
    if capitals > plain and capitals >= 5:
        return [shape if shape in (DIGITS, MARK) else UNKNOWN for shape in shapes]
    return shapes


def windows_of(
    text: str, paragraphs: Sequence[tuple[int, int]], *, size: int, context: int, pieces: Callable[[str], int],
    jitter: random.Random | None = None,
) -> Iterator[Window]:  # fmt: skip
    """Pack paragraphs into windows of at most ``size`` word pieces.

    Earlier paragraphs that fit whole in ``context`` pieces are repeated before the new ones, so that a quotation can
    find a speaker named before it. A longer paragraph is cut at words. ``jitter`` makes the first window shorter.
    """
    units: list[tuple[int, list[tuple[int, int]], list[str], int, list[int]]] = []
    room = size - 2
    for number, (start, end) in enumerate(paragraphs):
        offsets = split_words(text, start, end)
        at, total = 0, 0
        words = [text[a:b] for a, b in offsets]
        states = quote_states(words, [number] * len(words))
        for i, word in enumerate(words):
            count = pieces(word)
            if total + count > room:
                units.append((number, offsets[at:i], words[at:i], total, states[at:i]))
                at, total = i, 0
            total += count
        if at < len(offsets):
            units.append((number, offsets[at:], words[at:], total, states[at:]))
    limit = room if jitter is None else jitter.randint(room // 2, room)
    at = 0
    while at < len(units):
        before, spare = at, min(context, limit - units[at][3] - 1)
        while before > 0 and units[before - 1][3] + 1 <= spare:
            before -= 1
            spare -= units[before][3] + 1
        used = sum(u[3] + 1 for u in units[before:at]) + units[at][3]
        stop = at + 1
        while stop < len(units) and used + units[stop][3] + 1 <= limit:
            used += units[stop][3] + 1
            stop += 1
        chosen = units[before:stop]
        words = [w for u in chosen for w in u[2]]
        numbers = [u[0] for u in chosen for _ in u[2]]
        yield Window(
            offsets=[o for u in chosen for o in u[1]], words=words, paragraphs=numbers, shapes=shapes_of(words),
            quotes=[s for u in chosen for s in u[4]], fresh=sum(len(u[2]) for u in units[before:at]),
        )  # fmt: skip
        at, limit = stop, room


def encode(window: Window, pieces: Callable[[str], list[int]]) -> tuple[list[int], list[int], list[int], list[int]]:
    """Piece ids, quotation states and shapes of pieces, and the first piece of each word.

    Paragraphs are parted by [SEP]; a piece has its word's state and shape.
    """
    ids, quotes, shapes, first = [CLS], [OUTSIDE], [MARK], []
    for number, word in enumerate(window.words):
        if number and window.paragraphs[number] != window.paragraphs[number - 1]:
            ids.append(SEP)
            quotes.append(OUTSIDE)
            shapes.append(MARK)
        first.append(len(ids))
        made = pieces(word)
        ids += made
        quotes += [window.quotes[number]] * len(made)
        shapes += [window.shapes[number]] * len(made)
    return [*ids, SEP], [*quotes, OUTSIDE], [*shapes, MARK], first

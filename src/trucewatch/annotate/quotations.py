"""Pair the quotation marks of one paragraph: straight, curly, guillemets, low-high, doubled single ones, nested.

An odd mark costs one quotation at most: a new opening mark of the same kind gives up the one left open before
it, and no pair ever reaches over the end of its paragraph. Which quotation goes on in the next paragraph is for
the attribution rules (``spans``) to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

#: Opening mark -> the marks that may close it.
CLOSES: dict[str, frozenset[str]] = {
    "“": frozenset("”"),
    "„": frozenset("“”"),
    "‟": frozenset("”"),
    "«": frozenset("»"),
    "»": frozenset("«"),
    "‹": frozenset("›"),
    "›": frozenset("‹"),
    "‘": frozenset("’"),
    "‚": frozenset("‘’"),
    '"': frozenset('"”'),  # outlets that paste from two sources open straight and close curly
    "＂": frozenset("＂"),
    "'": frozenset("'"),
    "``": frozenset({"''", '"'}),
    "''": frozenset({"''"}),
}
SINGLE = frozenset("‘‚'’")
SINGLE_CLOSERS = frozenset("'’")
MARK = re.compile("``|''|[“”„‟«»‹›‘’‚\"＂']")
#: Marks whose shape does not tell opening from closing (or does so differently by country).
EITHER = frozenset({*"\"＂'»«›‹“‘’", "''"})
BESIDE = frozenset("“”„‟«»‹›‘’‚\"＂'`")
LEADS = frozenset(" \t\r\n\u00a0([{—–-/")
#: A mark left open to the paragraph's end is taken for a quotation only before this many words.
LEAST_OPEN_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Half-open offsets in the paragraph: ``start``..``end`` with the marks, ``inner_start``..``inner_end`` without.

    ``depth`` is 0 for the outermost; ``closed`` is False where no closing mark stands in the paragraph.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    depth: int = 0
    closed: bool = True


@dataclass(frozen=True, slots=True)
class _Open:
    start: int
    end: int
    mark: str


def find_quotations(words: str) -> list[Quotation]:
    """The outermost quotations of a paragraph, in order, without overlap."""
    return [q for q in pair_quotations(words) if q.depth == 0]


def pair_quotations(words: str) -> list[Quotation]:
    """Every quotation of a paragraph in order of its start, the outer before the inner."""
    found: list[Quotation] = []
    stack: list[_Open] = []
    last_closer = _last_single_closer(words)
    for match in MARK.finditer(words):
        at, end, mark = match.start(), match.end(), match.group()
        if _is_apostrophe(words, at, mark, stack, last_closer):
            continue
        level = _closes(words, at, mark, stack)
        if level is not None:
            opened = stack[level]
            del stack[level:]
            if words[opened.end : at].strip():
                found.append(Quotation(start=opened.start, end=end, inner_start=opened.end, inner_end=at, depth=level))
        elif mark in CLOSES and _may_open(words, at, mark):
            if mark in SINGLE and last_closer < at + 2:
                continue
            same = next((n for n, one in enumerate(stack) if one.mark == mark), None)
            if same is not None:
                del stack[same:]  # the earlier mark was odd
            stack.append(_Open(at, end, mark))
    return sorted(_with_open_end(words, found, stack), key=lambda q: (q.start, -q.end))


def _with_open_end(words: str, found: list[Quotation], stack: list[_Open]) -> list[Quotation]:
    """Add the quotation that runs to the paragraph's end: the writer closes it in a later one, or forgot to.

    A mark inside the paragraph counts only if no quotation in double marks follows it; otherwise it was an odd
    one, and the quotations after it are no deeper for it.
    """
    first = len(words) - len(words.lstrip())
    for left in stack:
        after = [q for q in found if q.start > left.start]
        if left.mark in SINGLE or left.mark == "''" or len(words[left.end :].split()) < LEAST_OPEN_WORDS:
            continue
        if _odd(words, left, after, at_head=left.start == first):
            continue
        end = len(words.rstrip())
        outside = [q for q in found if q.start < left.start]
        inside = [replace(q, depth=max(1, q.depth)) for q in after]
        return [
            *outside,
            Quotation(start=left.start, end=end, inner_start=left.end, inner_end=end, closed=False),
            *inside,
        ]
    return _raised(found)


def _odd(words: str, left: _Open, after: list[Quotation], *, at_head: bool) -> bool:
    """True if the mark left open is an odd one, by the quotations behind it: they are nobody's inside a quotation.

    At the head of a paragraph it may open words that go on in the next; single marks inside them are then its own,
    unless two of them end as speech does, with a comma or full stop before the closing mark.
    """
    if any(words[q.start] not in SINGLE for q in after):
        return not at_head or words[left.start] != words[after[0].start]
    speech = sum(words[q.inner_end - 1] in ",.!?" for q in after)
    return speech > 1


def _raised(found: list[Quotation]) -> list[Quotation]:
    """Depths counted anew where odd marks had pushed quotations down."""
    counted: list[Quotation] = []
    ends: list[int] = []
    for q in sorted(found, key=lambda q: (q.start, -q.end)):
        while ends and ends[-1] <= q.start:
            ends.pop()
        counted.append(replace(q, depth=len(ends)))
        ends.append(q.end)
    return counted


def _is_apostrophe(words: str, at: int, mark: str, stack: list[_Open], last_closer: int) -> bool:
    """True for the mark inside a word, and for a plural's ("the rebels' demand") where a closing mark still follows."""
    if mark not in {"'", "’", "‘"}:
        return False
    before, after = words[at - 1 : at] if at else "", words[at + 1 : at + 2]
    if before.isalnum() and after.isalnum():
        return True
    if mark == "‘":
        return False
    if before.isalnum() and not any(one.mark in SINGLE for one in stack):
        return True
    plural = before in {"s", "S"} and after == " " and words[at + 2 : at + 3].islower()
    return plural and last_closer >= at + 2


def _closes(words: str, at: int, mark: str, stack: list[_Open]) -> int | None:
    """The level of the open quotation that this mark closes, or None."""
    if mark in EITHER and _may_open(words, at, mark) and not _may_close(words, at, mark):
        return None
    return next((n for n in range(len(stack) - 1, -1, -1) if mark in CLOSES[stack[n].mark]), None)


def _may_open(words: str, at: int, mark: str) -> bool:
    before, after = words[at - 1] if at else " ", words[at + len(mark) : at + len(mark) + 1] or " "
    if mark in {"«", "‹"} and before in LEADS:
        return True  # French sets a space inside its guillemets
    return not after.isspace() and (
        before in LEADS or before in BESIDE or not (before.isalnum() or before in ".,!?;:…")
    )


def _may_close(words: str, at: int, mark: str) -> bool:
    before, after = words[at - 1] if at else " ", words[at + len(mark) : at + len(mark) + 1] or " "
    inner_space = before.isspace() and (mark in {"»", "›"} or at + len(mark) == len(words))
    return (not before.isspace() or inner_space) and not after.isalnum()


def _last_single_closer(words: str) -> int:
    """Where the last single mark stands that could close a quotation; -1 if there is none."""
    places = (
        n
        for n in range(len(words) - 1, 0, -1)
        if words[n] in SINGLE_CLOSERS and not words[n - 1].isspace() and not words[n + 1 : n + 2].isalnum()
    )
    return next(places, -1)

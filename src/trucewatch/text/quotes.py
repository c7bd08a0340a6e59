"""Pair the quotation marks of a text: straight, curly, guillemets, low-high, nested, over several paragraphs.

An odd mark costs one quotation at most: a new opening mark of the same kind gives up the one left open before
it, and no pair ever reaches over the end of its paragraph, save by the rule of newspapers that a quotation of
several paragraphs opens each of them with a mark and closes only the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

#: Opening mark -> the marks that may close it.
CLOSES: dict[str, str] = {
    "“": "”",
    "„": "“”",
    "‟": "”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "‘": "’",
    "‚": "‘’",
    '"': '"',
    "＂": "＂",
    "'": "'",
}
SINGLE = frozenset("‘‚'’")
MARKS = frozenset(CLOSES) | frozenset(c for closing in CLOSES.values() for c in closing)
#: Marks whose shape does not tell opening from closing (or does so differently by country).
EITHER = frozenset("\"＂'»«›‹“‘’")
DASHES = "—–―"
LEADS = " \t\r\n\u00a0([{—–-/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A stretch between quotation marks; half-open offsets in code points of the text.

    ``start`` and ``end`` take the marks in, ``inner_start`` and ``inner_end`` leave them out. ``depth`` is 0
    for the outermost. ``closed`` is False where no closing mark stands in the paragraph; ``continued`` is True
    where the quotation goes on from the paragraph before.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    depth: int = 0
    closed: bool = True
    continued: bool = False


@dataclass(slots=True)
class _Open:
    at: int
    mark: str


def pair_quotations(
    content: str, paragraphs: Sequence[tuple[int, int]] | None = None, *, dashes: bool = False
) -> list[Quotation]:
    """List the quotations of a text in order of their start.

    ``paragraphs`` are half-open (start, end) pairs in order; without them every line is one. With ``dashes``, a
    paragraph that opens with a long dash is speech up to the next such dash after a comma or full stop, or to
    its end (French, Spanish and Russian dialogue).
    """
    places = _lines(content) if paragraphs is None else list(paragraphs)
    found: list[Quotation] = []
    running: str | None = None  # the mark of a quotation that may go on in the next paragraph
    for start, end in places:
        here, running = _paragraph(content, start, end, running)
        if dashes and not any(q.start == start for q in here):
            here += _dialogue(content, start, end)
        found += here
    return sorted(found, key=lambda q: (q.start, -q.end))


def _lines(content: str) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    at = 0
    for line in content.splitlines(keepends=True):
        if line.strip():
            places.append((at, at + len(line.rstrip())))
        at += len(line)
    return places


def _paragraph(content: str, start: int, end: int, running: str | None) -> tuple[list[Quotation], str | None]:
    """The quotations of one paragraph, and the mark under which the last goes on in the next, if it may."""
    found: list[Quotation] = []
    stack: list[_Open] = []
    first = next((n for n in range(start, end) if not content[n].isspace()), end)
    reopened = running is not None and content[first : first + 1] in {running, "»", "«"} and first < end
    for at in range(start, end):
        mark = content[at]
        if mark not in MARKS or _is_apostrophe(content, at, start, end, stack):
            continue
        level = _closes(stack, mark, content, at, start, end)
        if level is not None:
            opened = stack[level]
            del stack[level:]
            goes_on = reopened and opened.at == first
            found.append(_quotation(opened.at, at + 1, depth=level, continued=goes_on))
        elif mark in CLOSES and _may_open(content, at, start, end):
            if mark in SINGLE and not _has_closer(content, at, end):
                continue
            same = next((n for n, one in enumerate(stack) if one.mark == mark), None)
            if same is not None:
                del stack[same:]  # the earlier mark was odd
            stack.append(_Open(at, mark))
        elif running is not None and not reopened and not found and not stack and mark in CLOSES[running]:
            # the paragraph has no opening mark of its own but closes what was left open
            found.append(Quotation(start=start, end=at + 1, inner_start=start, inner_end=at, continued=True))
            running = None
    left = next((one for one in stack if one.at == first and one.mark not in SINGLE), None)
    if left is None:
        return found, None
    inside = [replace(q, depth=max(1, q.depth)) for q in found if q.start > left.at]
    found = [q for q in found if q.start < left.at] + inside
    found.append(
        Quotation(start=left.at, end=end, inner_start=left.at + 1, inner_end=end, closed=False, continued=reopened)
    )
    return found, left.mark


def _quotation(start: int, end: int, *, depth: int, continued: bool) -> Quotation:
    return Quotation(start=start, end=end, inner_start=start + 1, inner_end=end - 1, depth=depth, continued=continued)


def _is_apostrophe(content: str, at: int, start: int, end: int, stack: list[_Open]) -> bool:
    """True for the mark inside a word, and for a plural's ("the rebels' demand") where a closing mark still follows."""
    mark = content[at]
    if mark not in "'’‘":
        return False
    before = content[at - 1 : at] if at > start else ""
    after = content[at + 1 : at + 2] if at + 1 < end else ""
    if before.isalnum() and after.isalnum():
        return True
    if mark == "‘":
        return False
    opened = any(one.mark in SINGLE for one in stack)
    if before.isalnum() and not opened:
        return True
    return (
        before in "sS"
        and before != ""
        and after == " "
        and content[at + 2 : at + 3].islower()
        and _has_closer(content, at, end)
    )


def _closes(stack: list[_Open], mark: str, content: str, at: int, start: int, end: int) -> int | None:
    """The level of the open quotation that this mark closes, or None."""
    if mark in EITHER and _may_open(content, at, start, end) and not _may_close(content, at, start, end):
        return None
    for level in range(len(stack) - 1, -1, -1):
        if mark in CLOSES[stack[level].mark]:
            return level
    return None


def _may_open(content: str, at: int, start: int, end: int) -> bool:
    before = content[at - 1] if at > start else " "
    after = content[at + 1] if at + 1 < end else " "
    if content[at] in "«‹" and before in LEADS:
        return True  # French sets a space inside its guillemets
    return not after.isspace() and (before in LEADS or before in MARKS or not (before.isalnum() or before in ".,!?;:…"))


def _may_close(content: str, at: int, start: int, end: int) -> bool:
    before = content[at - 1] if at > start else " "
    after = content[at + 1] if at + 1 < end else " "
    inner_space = before.isspace() and (content[at] in "»›" or at + 1 == end)
    return (not before.isspace() or inner_space) and not after.isalnum()


def _has_closer(content: str, at: int, end: int) -> bool:
    """True if a single mark that could close stands further on in the paragraph."""
    return any(
        content[n] in "'’" and not content[n - 1].isspace() and (n + 1 == end or not content[n + 1].isalnum())
        for n in range(at + 2, end)
    )


def _dialogue(content: str, start: int, end: int) -> list[Quotation]:
    if content[start : start + 1] not in DASHES or end - start < 3:
        return []
    for at in range(start + 2, end):
        if content[at] in DASHES and content[max(start, at - 2) : at].strip()[-1:] in ",.!?…":
            return [Quotation(start=start, end=at, inner_start=start + 1, inner_end=at)]
    return [Quotation(start=start, end=end, inner_start=start + 1, inner_end=end, closed=False)]

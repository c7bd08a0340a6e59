"""Pair the quotation marks of one paragraph; an odd mark costs one quotation at most.

This is for attribution only: it works on the words of a paragraph as parsed and looks at nothing outside it
but whether a quotation may run on from the paragraph before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

DOUBLE_OPEN = "“„«‟"
DOUBLE_CLOSE = "”»"
STRAIGHT = '"＂'
SINGLE_OPEN = "‘‹"
SINGLE_CLOSE = "’›"
DOUBLE_MARKS = re.compile(f"[{DOUBLE_OPEN}{DOUBLE_CLOSE}{STRAIGHT}'`]")
SINGLE_MARKS = re.compile(f"[{SINGLE_OPEN}{SINGLE_CLOSE}']")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Half-open offsets in the paragraph: ``start``..``end`` with the marks, ``inner_start``..``inner_end`` without."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True


def find_quotations(words: str) -> list[Quotation]:
    """The outermost quotations, in order, without overlap."""
    found = _pair(words, double=True)
    inside = [(q.start, q.end) for q in found]
    for single in _pair(words, double=False):
        if not any(single.start < b and a < single.end for a, b in inside):
            found.append(single)
    return sorted(found, key=lambda q: q.start)


def _pair(words: str, *, double: bool) -> list[Quotation]:
    found: list[Quotation] = []
    opened: int | None = None
    for found_mark in (DOUBLE_MARKS if double else SINGLE_MARKS).finditer(words):
        at, mark = found_mark.start(), found_mark.group()
        kind = _double(words, at, mark) if double else _single(words, at, mark)
        if kind == "open" or (kind == "either" and opened is None):
            # two openings in a row: the first was an odd mark, and is let go
            opened = at
        elif kind and opened is not None:
            if words[opened + 1 : at].strip():
                found.append(Quotation(opened, at + 1, opened + 1, at))
            opened = None
    if opened is not None and double and len(words[opened + 1 :].split()) >= 3:
        # runs to the end of the paragraph: the writer closes it in a later one, or forgot to
        end = len(words.rstrip())
        found.append(Quotation(opened, end, opened + 1, end, closed=False))
    return found


def _double(words: str, at: int, mark: str) -> str:
    if mark in DOUBLE_OPEN:
        return "open"
    if mark in DOUBLE_CLOSE:
        return "close"
    if mark == "'" and words[at : at + 2] == "''":
        return "close"
    if mark == "`" and words[at : at + 2] == "``":
        return "open"
    if mark not in STRAIGHT:
        return ""
    before, after = words[at - 1 : at], words[at + 1 : at + 2]
    left = not before or before.isspace() or before in "([{—–-/'‘“"
    right = not after or after.isspace() or after in ".,;:!?)]}—–-/'’"
    if left and not right:
        return "open"
    if right and not left:
        return "close"
    return "either"


def _single(words: str, at: int, mark: str) -> str:
    before, after = words[at - 1 : at], words[at + 1 : at + 2]
    if mark in SINGLE_OPEN:
        return "open"
    if mark == "'":
        if (not before or before.isspace()) and after.isalpha():
            return "open"
        return (
            "close"
            if before in ",.?!" or (before.isalpha() and (not after or after in " .,;:") and before != "s")
            else ""
        )
    if mark in SINGLE_CLOSE and not (before.isalpha() and after.isalpha()):
        return "close" if before != "s" or not after or after in ",.;" else ""
    return ""

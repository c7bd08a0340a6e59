"""The sentence round some words, cut so that never more than one stands either side.

No language model is at hand here, so a sentence ends at a full stop, question or exclamation mark (of any script
listed) before white space, and at a blank line. An abbreviation may cut one short; none is ever made longer than it is.
"""

from __future__ import annotations

import re

#: The end of a sentence with its closing marks, and the white space behind it; or the end of a paragraph. A stop
#: before a small letter, or behind a title that is written short, ends none.
TITLES = "".join(
    rf"(?<!\b{title}\.)"
    for title in ["Mr", "Mrs", "Ms", "Dr", "Gen", "Col", "Lt", "Maj", "Capt", "Sgt", "Gov", "Sen", "Rep", "Prof", "Hon"]
)
ENDS = re.compile(rf"""\.{TITLES}['"”’»)\]]*\s+(?![a-z])|[!?…。؟۔।]['"”’»)\]]*\s+|\n\s*\n""")
#: Context longer than this is cut at a word, and marked as cut (code points).
LONGEST = 240


def sentence_start(content: str, at: int, floor: int) -> int:
    """Where the sentence that holds ``at`` begins, not before ``floor``."""
    start = floor
    for end in ENDS.finditer(content, floor, at):
        start = end.end()
    return start


def sentence_end(content: str, at: int, ceiling: int) -> int:
    """Where the sentence that holds the character before ``at`` ends (white space left out), not after ``ceiling``."""
    # Words may themselves end with the full stop, so look from their last characters on.
    from_here = max(0, at - 3)
    for end in ENDS.finditer(content, from_here, ceiling):
        if end.end() >= at:
            return max(at, end.start() + len(end.group().rstrip()))
    return ceiling


def before(content: str, start: int, floor: int) -> str:
    """What stands in the sentence before ``start``; the sentence before that if the words begin their own."""
    begin = sentence_start(content, start, floor)
    if not content[begin:start].strip(" \t\r\n\"'“‘«(["):
        stop = len(content[floor:begin].rstrip()) + floor
        if stop <= floor:
            return content[begin:start]
        begin = sentence_start(content, stop, floor)
    return shortened(content[begin:start], keep_end=True)


def after(content: str, end: int, ceiling: int) -> str:
    """What stands in the sentence behind ``end``; the sentence behind that if the words close their own."""
    stop = sentence_end(content, end, ceiling)
    if not content[end:stop].strip(" \t\r\n\"'”’».!?…)]"):
        begin = stop + len(content[stop:ceiling]) - len(content[stop:ceiling].lstrip())
        if begin >= ceiling:
            return content[end:stop]
        stop = sentence_end(content, begin + 1, ceiling)
    return shortened(content[end:stop], keep_end=False)


def shortened(context: str, *, keep_end: bool) -> str:
    """The context, cut at a word if it is too long; an ellipsis in brackets shows the cut."""
    if len(context) <= LONGEST:
        return context
    if keep_end:
        kept = context[-LONGEST:]
        return "[…] " + kept[kept.find(" ") + 1 :]
    kept = context[:LONGEST]
    return kept[: kept.rfind(" ")] + " […]"


def one_sentence(content: str) -> bool:
    """True if the stretch holds no end of a sentence within it."""
    return ENDS.search(content) is None

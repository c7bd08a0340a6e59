"""Which words of a chat's message are its report, and which lead elsewhere: a channel's signature, tags, links.

A tag, name or link that stands in a sentence is a word of it ("fighting goes on in #Kessel"); what follows the last
sentence, stands in a line of its own or under a short label ("Subscribe: …") is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from trucewatch.records.chat import Mark
from trucewatch.records.text import Block, BlockRole
from trucewatch.text.units import LINE

Marks = Sequence[tuple[int, int, Mark]]
#: What ends a sentence, with what may close behind it.
STOP: Final = re.compile(r"[.!?…][\"'”’»)\]]*$|[\"”»)\]]$")
#: The last sentence's end before a label.
LAST_STOP: Final = re.compile(r"[.!?…][\"'”’»)\]]*\s+")
#: A label before a link or name has so many words at most; so many if a colon, dash or sign parts it from them.
SHORT, PARTED = 3, 6
#: A link's words that are so many at most, and no sentence, may be a channel's signature.
SIGNATURE: Final = 5
#: After these words a tag is one of the sentence's own.
LEADS_ON: Final = frozenset({
    "a", "an", "and", "at", "between", "by", "for", "from", "in", "into", "near", "of", "on", "or", "over", "than",
    "the", "to", "with",
})  # fmt: skip


def message_blocks(words: str, marks: Marks) -> list[Block]:
    """The blocks of a message's words, a line or less each. Where nothing is left all of it is body."""
    made: list[Block] = []
    for line in LINE.finditer(words):
        if line[0].strip():
            made += _line(words, line.start(), line.end(), [m for m in marks if line.start() <= m[0] < line.end()])
    if any(b.role == "body" and any(c.isalnum() for c in words[b.start : b.end]) for b in made):
        return made
    lines = (m for m in LINE.finditer(words) if m[0].strip())
    return [Block(role="body", start=m.start(), end=m.end(), why="message") for m in lines]


def _line(words: str, start: int, end: int, marks: Marks) -> list[Block]:
    first, last = _head(words, start, end, marks), _tail(words, start, end, marks)
    if not any(c.isalnum() for c in words[first:last]):
        return [Block(role=_role(marks), start=start, end=end, why="leads elsewhere")]
    parts: list[tuple[int, int, BlockRole, str]] = [
        (start, first, "tags", "tags before the words"), (first, last, "body", "message"),
        (last, end, _role([m for m in marks if m[0] >= last]), "leads elsewhere"),
    ]  # fmt: skip
    told = [(words[a:b], a, role, why) for a, b, role, why in parts]
    return [
        Block(role=role, start=a + len(part) - len(part.lstrip()), end=a + len(part.rstrip()), why=why)
        for part, a, role, why in told
        if part.strip()
    ]


def _role(marks: Marks) -> BlockRole:
    return "tags" if marks and all(mark == "tag" for _, _, mark in marks) else "share"


def _head(words: str, start: int, end: int, marks: Marks) -> int:
    """Where a line's words begin behind two tags and more."""
    at, tags = start, 0
    for a, b, mark in marks:
        if mark != "tag" or any(c.isalnum() for c in words[at:a]):
            break
        at, tags = b, tags + 1
    letter = next((c for c in words[at:end] if c.isalnum()), "")
    return at if tags > 1 and letter and not letter.islower() else start


def _tail(words: str, start: int, end: int, marks: Marks) -> int:
    """Where a line's words end before what leads elsewhere."""
    run = _last_run(words, end, marks)
    while run:
        at = run[0][0]
        before = words[start:at]
        bare = before.rstrip()
        kinds = {mark for _, _, mark in run}
        if not any(c.isalnum() for c in before):
            whole = kinds != {"words that are a link"} or _signs(words[at:end])
            return start if whole else end
        label = start + max((m.end() for m in LAST_STOP.finditer(bare)), default=0)
        if kinds != {"tag"} and _is_label(words[label:at], parted=kinds != {"words that are a link"}):
            return label
        if STOP.search(_unsigned(bare)) or (before[-1].isalnum() and kinds <= {"name", "tag", "link"}):
            return at
        if kinds == {"tag"} and len(run) > 1:
            return run[1 if bare.split()[-1].casefold() in LEADS_ON else 0][0]
        if run[0][2] == "link":
            return at
        run = run[1:]
    return end


def _last_run(words: str, end: int, marks: Marks) -> Marks:
    """The marks with which a line ends, with nothing but signs between and behind them."""
    at, first = end, len(marks)
    for number in range(len(marks) - 1, -1, -1):
        between = words[marks[number][1] : at]
        if any(c.isalnum() for c in between) or (first < len(marks) and STOP.search(between.rstrip())):
            break
        if first == len(marks) and STOP.search(between.rstrip()) and "!" not in between:
            break  # the stop of the sentence that holds it
        at, first = marks[number][0], number
    return marks[first:]


def _is_label(words: str, *, parted: bool) -> bool:
    """A few words before a link that only say what it is."""
    number = len([w for w in words.split() if any(c.isalnum() for c in w)])
    told = words.rstrip()
    if not number or STOP.search(told):
        return False
    return number <= PARTED if not (told[-1].isalnum() or told[-1] in ",;'’\"") else parted and number <= SHORT


def _unsigned(words: str) -> str:
    """The words without signs and pictures behind their last stop or word."""
    at = len(words)
    while at and not (words[at - 1].isalnum() or STOP.search(words[:at][-3:])):
        at -= 1
    return words[:at]


def _signs(words: str) -> bool:
    """Whether words under which a link lies are a channel's signature rather than a sentence."""
    return len(words.split()) <= SIGNATURE and not STOP.search(words.strip())

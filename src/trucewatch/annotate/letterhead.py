"""Whose name stands at the head of a side's own text: the spokesman or the ministry that a bare party stands for.

"Comment by the Spokesman of the Ministry, NAME, on ..." names a person; a line of the letterhead, the heading or
the publisher names a ministry, embassy or staff. It counts only if it is the party's own.
"""

from __future__ import annotations

import re

from trucewatch.annotate.cues import listed
from trucewatch.annotate.person_names import WORLD
from trucewatch.annotate.sides import Sides
from trucewatch.annotate.world import words_of

#: Lines read from the top, and how long a line of a letterhead is at most.
LINES = 6
LENGTH = 70
#: "Source: press service of ...": the label is no part of the name.
LABEL = re.compile(r"^\W*\w+(?: \w+)?:\s+(?=\w)")
HEADING = re.compile(
    r"^(?:\W*No\b[^,\n]{0,20},\s*)?(?:[A-Z]\w+ ){0,2}(?:comment\w*|statement|remarks|reply|answer|message|address|"
    r"letter|communiqu[eé]|declaration|briefing) (?:by|of|from) (?:the )?(?P<who>.{5,200}?)"
    r"(?= (?:on|regarding|concerning|about|in|to|at|following|after|over)\b|[,:]|$)",
    re.IGNORECASE,
)
BODY = re.compile(
    r"\b(?:ministry|embassy|general staff|secretariat|department|foreign office|high command|politburo|"
    r"permanent mission|presidency|press service|central committee)\b",
    re.IGNORECASE,
)


def author(content: str, side: str, sides: Sides, publisher: str | None) -> tuple[str | None, str | None]:
    """The person and the body of a party that the head of its own text names; (None, None) if it names neither."""
    lines = [line.strip() for line in content.splitlines() if line.strip()][:LINES]
    for line in lines:
        heading = HEADING.match(line)
        who = heading["who"] if heading is not None else ""
        if sides.of_words(who) in (side, None) and (name := _name(who)):
            return name, None
    for words in (*lines, publisher or ""):
        if len(words) > LENGTH or words.endswith((".", "!", "?")) or not BODY.search(words):
            continue
        if sides.of_words(words) in (side, None):
            words = LABEL.sub("", words)
            plain = " ".join(w.capitalize() if w.isupper() and len(w) > 3 else w for w in words.split())
            return None, sides.ministry_named(plain, side) or plain
    return None, None


def _name(who: str) -> str | None:
    """The name that ends a phrase behind an office ("the Spokesman of the Ministry of Ruritania NAME")."""
    words = who.split()
    start = len(words)
    while start > 0 and words[start - 1][:1].isupper() and not _known(words[start - 1]):
        start -= 1
    office = any(listed("roles", w) for w in words_of(" ".join(words[:start])))
    return " ".join(words[start:]) if office and 2 <= len(words) - start <= 4 else None


def _known(word: str) -> bool:
    """True for a word of an office, a body or a country."""
    (plain, *_) = (*words_of(word), "")
    lists = ("roles", "groups", "state", "office", "portfolios", "titles")
    return plain in WORLD or plain == "affairs" or any(listed(name, plain) for name in lists)

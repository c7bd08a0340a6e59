"""A chat's message as Telegram Desktop exports it: what intake and the reader of texts both know of its form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

#: The media type of a capture that is one message of an export.
MESSAGE: Final = "application/x-telegram-message"

Mark = Literal["tag", "name", "link", "words that are a link"]
#: How an export names the marked pieces of a message that lead somewhere; others (bold, italic, code) are words.
MARKED: Final[Mapping[str, Mark]] = {
    "hashtag": "tag", "cashtag": "tag", "mention": "name", "mention_name": "words that are a link",
    "bot_command": "name", "link": "link", "email": "link", "phone": "link", "text_link": "words that are a link",
}  # fmt: skip
#: The same where an export marks nothing.
UNMARKED: Final[Mapping[Mark, re.Pattern[str]]] = {
    "link": re.compile(r"https?://\S+|(?<![\w./@])(?:t|telegram)\.me/\S+"),
    "name": re.compile(r"(?<![\w/@])@[A-Za-z]\w{2,}"),
    "tag": re.compile(r"(?<![\w/&])#\w*[^\W\d_]\w*"),
}


def words_of(message: Mapping[str, Any]) -> str:
    """The words of a message: one string, or pieces of which some are marked as links, names or bold."""
    return "".join(words for words, _ in _pieces(message))


def marks_in(message: Mapping[str, Any]) -> list[tuple[int, int, Mark]]:
    """Where the words of a message lead elsewhere (start, end, what it is), in order: tags, names of accounts and
    channels, links, and words under which a link lies."""
    found: list[tuple[int, int, Mark]] = []
    at = 0
    for words, kind in _pieces(message):
        if kind in MARKED and words.strip():
            lead = len(words) - len(words.lstrip())
            found.append((at + lead, at + lead + len(words.strip()), MARKED[kind]))
        at += len(words)
    told = words_of(message)
    for mark, pattern in UNMARKED.items():
        for match in pattern.finditer(told):
            if not any(start < match.end() and match.start() < end for start, end, _ in found):
                found.append((match.start(), match.end(), mark))
    return sorted(found)


def has_words(message: Mapping[str, Any]) -> bool:
    """Whether a message tells anything besides where to look."""
    told = words_of(message)
    for start, end, mark in reversed(marks_in(message)):
        if mark != "words that are a link":
            told = told[:start] + told[end:]
    return any(c.isalnum() for c in told)


def _pieces(message: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    told = message.get("text")
    for one in told if isinstance(told, list) else [told]:
        words, kind = (one.get("text"), str(one.get("type"))) if isinstance(one, dict) else (one, "")
        if isinstance(words, str):
            yield words, kind

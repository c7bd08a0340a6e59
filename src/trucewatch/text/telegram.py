"""One message of a channel or group, as Telegram Desktop exports it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from trucewatch.errors import EmptyInput, UnreadableInput
from trucewatch.records.capture import Capture
from trucewatch.records.chat import marks_in, words_of
from trucewatch.records.report import Found
from trucewatch.records.text import Block, BlockRole
from trucewatch.text.chat_lines import Marks, message_blocks
from trucewatch.text.decode import decode
from trucewatch.text.plain import Layout
from trucewatch.text.result import Reading, make_reading

#: The beginning of a message serves for a title, so many characters of it.
TITLE = 90
#: What an export writes in place of the name of a file that it left out.
LEFT_OUT = "("


def read_telegram(capture: Capture, content: bytes, name: str) -> Reading:
    """Read a message: its words, and below them from whom it was forwarded, when it was edited, what it answers and
    what came with it, a line each. What leads elsewhere at the end of the words (a channel's signature, tags, links) is
    no body.

    Raises: UnreadableInput for what is no message, EmptyInput for one without words.
    """
    decoded = decode(content, declared="utf-8", name=name)
    try:
        message = json.loads(decoded.content)
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(f"{name} is no JSON: {error}") from None
    if not isinstance(message, dict):
        raise UnreadableInput(f"{name} holds a JSON {type(message).__name__}, not a message")
    words, marks = _told(message)
    if not words:
        raise EmptyInput(f"{name} has no words; there is nothing to read")
    pieces = [words]
    blocks = message_blocks(words, marks)
    first = next(words[b.start : b.end] for b in blocks if b.role == "body")
    at = len(words)
    credited: tuple[int, int] | None = None
    for role, line in _lines(message):
        start = at + 2
        pieces.append(line)
        blocks.append(Block(role=role, start=start, end=start + len(line), why="Telegram"))
        at = start + len(line)
        if role == "credit":
            credited = (start + len("Via: "), at)
    text = "\n\n".join(pieces)
    reading = make_reading(
        capture, text, Layout(blocks=tuple(blocks)), reader="telegram", encoding=decoded.encoding, note=decoded.note,
        known=tuple(_values(message, first)),
    )  # fmt: skip
    if credited is None:
        return reading
    span = reading.text.span(*credited)
    wire = Found(field="wire", value=span.words, basis="metadata", detail="forwarded from", span=span)
    return replace(reading, found=(wire, *reading.found))


def _told(message: Mapping[str, Any]) -> tuple[str, Marks]:
    """The words of a message without white space round them, and where they lead elsewhere."""
    raw = words_of(message)
    whole = raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    marks = marks_in(message) if len(whole) == len(raw) else marks_in({"text": whole})
    words = whole.strip()
    lead = len(whole) - len(whole.lstrip())
    return words, [(start - lead, end - lead, mark) for start, end, mark in marks]


def _lines(message: Mapping[str, Any]) -> Iterator[tuple[BlockRole, str]]:
    """What is told about a message, beside its words."""
    if (origin := _forwarded(message)) is not None:
        yield "credit", f"Via: {origin}"
    edited = _moment(message, "edited")
    if edited is not None:
        yield "notice", f"Edited {edited[0].replace('T', ' ')[:16]}{' UTC' if edited[1] else ''}"
    answered = message.get("reply_to_message_id")
    if isinstance(answered, int):
        yield "other", f"In reply to message {answered}"
    for field in ("photo", "file"):
        told = message.get(field)
        if isinstance(told, str) and told.strip():
            kind = str(message.get("media_type") or field).replace("_", " ")
            where = "not in the export" if told.startswith(LEFT_OUT) else _line(told)
            yield "other", f"With it: {kind}, {where}"


def _forwarded(message: Mapping[str, Any]) -> str | None:
    """From whom a message was forwarded; a person, or who may be one, is not named."""
    if "forwarded_from" not in message and "forwarded_from_id" not in message:
        return None
    named = message.get("forwarded_from")
    if str(message.get("forwarded_from_id") or "").startswith("channel") and isinstance(named, str) and named.strip():
        return _line(named)
    return "An account on Telegram that is not named here"


def _values(message: Mapping[str, Any], first: str) -> Iterator[Found]:
    first = _line(first)
    title = first if len(first) <= TITLE else f"{first[:TITLE].rpartition(' ')[0] or first[:TITLE]} …"
    yield Found(field="title", value=title, basis="assumed", detail="the message's first words")
    published = _moment(message, "date")
    if published is not None:
        known = "date_unixtime" if published[1] else "date, by the clock of the machine that exported it"
        yield Found(field="published", value=published[0], basis="metadata", detail=known)


def _moment(message: Mapping[str, Any], field: str) -> tuple[str, bool] | None:
    """A time in ISO 8601, in UTC (True) or as the clock of an unknown zone had it, as older exports give it (False)."""
    seconds = message.get(f"{field}_unixtime")
    try:
        if seconds is not None and int(seconds) > 0:  # 0 stands for a time that is not known
            return datetime.fromtimestamp(int(seconds), UTC).isoformat(), True
        moment = datetime.fromisoformat(str(message.get(field) or ""))
    except (ValueError, TypeError, OverflowError, OSError):
        return None
    return (moment.isoformat(), moment.tzinfo is not None) if moment.year > 1970 else None


def _line(words: str) -> str:
    return " ".join(words.split())

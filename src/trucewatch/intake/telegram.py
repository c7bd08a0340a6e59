"""Chats as Telegram Desktop exports them (``result.json``): each message with words is a report of the channel.

Senders in a group who are no channels are private persons, and so is whoever a message was forwarded from unless the
export says that it is a channel: their names are not recorded. Only public channels and groups are sources. Messages of
other chats are set aside, or come in as confidential where the user asks for them: then no name of theirs is an outlet.
What is left out is counted by its reason, a line for each reason of a chat.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from trucewatch.errors import BadInput, EmptyInput, TooLarge, UnreadableInput
from trucewatch.intake.arrival import Arrival, Refusal
from trucewatch.records.chat import MESSAGE, has_words
from trucewatch.records.report import Found

#: An export may be so many times as large as a file.
TIMES: Final = 50
CHANNEL: Final = "public_channel"
PUBLIC: Final = (CHANNEL, "public_supergroup")
#: What opens to those alone who were let in -> what stands for an outlet, with the number of the chat if it is no
#: account of a person.
PRIVATE: Final[Mapping[str, tuple[str, bool]]] = {
    "private_channel": ("A private Telegram channel", True), "private_supergroup": ("A private Telegram group", True),
    "private_group": ("A private Telegram group", True), "personal_chat": ("A private Telegram chat", False),
    "bot_chat": ("A private Telegram chat", False), "saved_messages": ("A private Telegram chat", False),
}  # fmt: skip
TYPE: Final = re.compile(rb'"type"\s*:\s*"(?:' + "|".join((*PUBLIC, *PRIVATE)).encode() + rb')"')
#: Why a message of a private chat is confidential.
CONFIDENTIAL: Final = "from a private chat of Telegram, taken in with --private-chats"
SPACE: Final = re.compile(r"[ \t\r\n]*")
PIECE: Final = 1 << 20
#: Why messages are left out: the reason under which they are counted, and what it means.
WHY: Final[Mapping[str, str]] = {
    "service message": "about members, titles and pinned messages, without words of a report",
    "message without words": "pictures, films, voices, polls, emoji, tags or links alone",
    "private chat": "between persons, or where only those let in can read; with --private-chats they are taken in as "
    "confidential",
    "damaged message": "without the form of a message",
}


def is_telegram(path: Path) -> bool:
    """True for a file of JSON that names a chat of a kind that Telegram has."""
    if path.suffix.casefold() != ".json" or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            before = b""
            while piece := file.read(PIECE):
                if TYPE.search(before + piece):
                    return True
                before = piece[-100:]
    except OSError:
        return False
    return False


def messages_in(
    path: Path, *, shown: str, found: tuple[Found, ...] = (), max_bytes: int, private_chats: bool = False
) -> Iterator[Arrival | Refusal]:
    """The messages of an export in its order, "result.json#55" the one numbered 55 there ("#CHAT/55" where the export
    holds several chats). The bytes of a message are its capture. An export that breaks off gives what stands before.

    A ``url`` that the sidecar gives for the file is the channel's public address; the messages' are made of it. Private
    chats are set aside unless ``private_chats`` asks for them.
    """
    try:
        size = path.stat().st_size
        if size > TIMES * max_bytes:
            raise TooLarge(f"{path} has {size:,} bytes, more than {TIMES * max_bytes:,}; export fewer chats at once")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield Refusal.of(shown, UnreadableInput(f"{path} is not UTF-8 (byte {error.start}); export it again"))
        return
    except OSError as error:
        yield Refusal.of(shown, UnreadableInput(f"{path} cannot be read: {error.strerror or error}"))
        return
    except BadInput as error:
        yield Refusal.of(shown, error)
        return
    left_out: Counter[tuple[str, str]] = Counter()
    scan = _Scan(text)
    taken = 0
    several = '"chats"' in text[: scan.first_messages()]
    try:
        for chat, raw, message in scan.messages():
            private = chat.get("type") not in PUBLIC  # doubtful means private
            why = "private chat" if private and not private_chats else _left_out(message)
            if why is not None:
                left_out[_chat_shown(chat), why] += 1
                continue
            taken += 1
            mark = f"{chat.get('id')}/" if several else ""
            yield Arrival(
                content=raw.encode("utf-8", "surrogatepass"), file=f"{shown}#{mark}{message['id']}", url=None,
                media_type=MESSAGE, found=tuple(_known(chat, message, found)),
                confidential=CONFIDENTIAL if private else "",
            )  # fmt: skip
    except (ValueError, RecursionError) as error:
        yield Refusal.of(
            shown, UnreadableInput(f"{path} breaks off or is damaged ({error}); {taken} messages were read")
        )
    for (chat_name, why), number in left_out.items():
        shown_number = "1 message" if number == 1 else f"{number} messages"
        yield Refusal(
            what=f"{shown}: {chat_name}", reason=f"Telegram: {why}",
            message=f"{shown_number} of {chat_name} left out: {WHY[why]}",
        )  # fmt: skip
    if not taken and not left_out:
        yield Refusal.of(shown, EmptyInput(f"{path} holds no message; export the chat's text messages as JSON"))


def _left_out(message: Any) -> str | None:
    """Why a message is not taken in; None for one that is."""
    if not isinstance(message, dict) or not isinstance(message.get("id"), int) or isinstance(message.get("id"), bool):
        return "damaged message"
    if message.get("type") == "service":
        return "service message"
    return None if has_words(message) else "message without words"


def _known(chat: Mapping[str, Any], message: Mapping[str, Any], given: tuple[Found, ...]) -> Iterator[Found]:
    """Who published a message and where it stands, besides what the sidecar says."""
    number, home = message["id"], str(chat.get("id") or "")
    if chat.get("type") not in PUBLIC:
        what, numbered = PRIVATE.get(str(chat.get("type")), PRIVATE["personal_chat"])
        outlet = f"{what} ({home})" if numbered and home.isdigit() else what
        yield Found(field="publisher", value=outlet, basis="metadata", detail="its name is not recorded")
        yield from (one for one in given if one.field != "url")
        return
    for one in given:
        if one.field != "url":
            yield one
            continue
        yield Found(field="url", value=f"{one.value.rstrip('/')}/{number}", basis=one.basis, detail=one.detail)
    sender = str(message.get("from_id") or "")
    named = message.get("from") if sender.startswith("channel") else chat.get("name")
    if isinstance(named, str) and named.strip():
        what = "Telegram group" if chat.get("type") != CHANNEL and named == chat.get("name") else "Telegram channel"
        yield Found(field="publisher", value=" ".join(named.split()), basis="metadata", detail=what)
    if home.isdigit():
        yield Found(
            field="url", value=f"https://t.me/c/{home}/{number}", basis="metadata",
            detail="by the numbers of chat and message; opens for members",
        )  # fmt: skip


def _chat_shown(chat: Mapping[str, Any]) -> str:
    if chat.get("type") not in PUBLIC:
        return "private chats"
    return " ".join(str(chat.get("name") or "a chat without a name").split())[:80]


class _Scan:
    """Goes through the text of an export and gives each message as it stands there, so that its bytes keep their hash;
    what lies round the messages is not kept in memory."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._decoder = json.JSONDecoder()

    def first_messages(self) -> int:
        """Where the first list of messages begins."""
        at = self.text.find('"messages"')
        return at if at >= 0 else len(self.text)

    def messages(self) -> Iterator[tuple[Mapping[str, Any], str, Any]]:
        """Chat (name, type and id as told before its messages), the message as it stands, and read.

        Raises: ValueError where the text is no JSON.
        """
        yield from self._chat()

    def _chat(self) -> Iterator[tuple[Mapping[str, Any], str, Any]]:
        chat: dict[str, Any] = {}
        for key in self._members():
            if key == "messages" and self._next() == "[":
                for _ in self._items():
                    start = self.at
                    message = self._value()
                    yield chat, self.text[start : self.at], message
            elif key in ("chats", "left_chats") and self._next() == "{":
                for inner in self._members():
                    if inner == "list" and self._next() == "[":
                        for _ in self._items():
                            yield from self._chat()
                    else:
                        self._value()
            else:
                value = self._value()
                if key in ("name", "type", "id"):
                    chat[key] = value

    def _next(self) -> str:
        """The next character that is no space."""
        self.at = SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]
        return self.text[self.at : self.at + 1]

    def _value(self) -> Any:
        self._next()
        value, self.at = self._decoder.raw_decode(self.text, self.at)
        return value

    def _past(self, wanted: str) -> str:
        if (met := self._next()) not in wanted or not met:
            raise ValueError(f"{' or '.join(wanted)} expected at character {self.at}, met {met or 'the end'!r}")
        self.at += 1
        return met

    def _members(self) -> Iterator[str]:
        """The keys of an object; whoever asks for the next one has read the value before it."""
        self._past("{")
        if self._next() == "}":
            self.at += 1
            return
        while True:
            key = self._value()
            self._past(":")
            yield str(key)
            if self._past(",}") == "}":
                return

    def _items(self) -> Iterator[None]:
        """Stops before each value of a list."""
        self._past("[")
        if self._next() == "]":
            self.at += 1
            return
        while True:
            self._next()
            yield None
            if self._past(",]") == "]":
                return

"""A chat's message as Telegram Desktop exports it: what intake and the reader of texts both know of its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

#: The media type of a capture that is one message of an export.
MESSAGE: Final = "application/x-telegram-message"


def words_of(message: Mapping[str, Any]) -> str:
    """The words of a message: one string, or pieces of which some are marked as links, names or bold."""
    told = message.get("text")
    pieces = told if isinstance(told, list) else [told]
    parts = [one.get("text") if isinstance(one, dict) else one for one in pieces]
    return "".join(part for part in parts if isinstance(part, str))

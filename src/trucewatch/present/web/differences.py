"""What an editor struck and added between two texts, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from trucewatch.records.text import Text

#: Words that are the same in both texts and lie farther than this from a change are left out.
KEPT = 30
WORD = re.compile(r"\s+|\w+(?:['’]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Words that both texts have, that were struck, that were added; or a gap where both are long the same."""

    kind: Literal["same", "struck", "added", "gap"]
    text: str


def differences(before: Text, after: Text) -> tuple[Part, ...]:
    """The later text's body with the words that were struck and added, and a little on either side of each.

    White space alone is no difference.
    """
    old, new = _body(before), _body(after)
    parts: list[Part] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, _keys(old), _keys(new), autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(Part(kind="same", text="".join(new[j1:j2])))
            continue
        if i2 > i1:
            parts.append(Part(kind="struck", text="".join(old[i1:i2])))
        if j2 > j1:
            parts.append(Part(kind="added", text="".join(new[j1:j2])))
    return tuple(_shortened(parts))


def _body(text: Text) -> list[str]:
    """The words of the report itself, each with the white space after it."""
    words: list[str] = []
    for start, end in text.body() or [(0, len(text.content))]:
        for token in WORD.findall(text.content[start:end] + "\n"):
            if token.isspace() and words:
                words[-1] += token
            elif not token.isspace():
                words.append(token)
    return words


def _keys(words: list[str]) -> list[str]:
    return [word.strip() for word in words]


def _shortened(parts: list[Part]) -> list[Part]:
    """Long stretches that both have, cut to what stands next to a change."""
    if not any(part.kind in ("struck", "added") for part in parts):
        return []
    kept: list[Part] = []
    for number, part in enumerate(parts):
        words = part.text.split(" ")
        if part.kind != "same" or len(words) <= 2 * KEPT:
            kept.append(part)
            continue
        if number:
            kept.append(Part(kind="same", text=" ".join(words[:KEPT])))
        kept.append(Part(kind="gap", text="…"))
        if number + 1 < len(parts):
            kept.append(Part(kind="same", text=" ".join(words[-KEPT:])))
    return kept

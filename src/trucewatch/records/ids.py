"""How ids are made and shown.

An id is 64 hexadecimal digits. People see a letter for the kind, a colon and the shortest unique
prefix, eight digits at least: ``s:4f1c09aa``.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable

from trucewatch.errors import BadRecord

KINDS = {
    "c": "capture",
    "t": "text",
    "r": "report",
    "m": "mention",
    "s": "statement",
    "i": "incident",
    "f": "figure",
    "q": "series",
    "k": "commitment",
    "x": "term claim",
    "a": "actor",
    "j": "judgement",
    "d": "decision",
    "p": "proposal",
}
LETTERS = {kind: letter for letter, kind in KINDS.items()}
SHORTEST = 8


def digest(*parts: str | bytes | int) -> str:
    """SHA-256 over the parts, each led by its length so that no two lists of parts collide."""
    h = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        h.update(f"{len(data)}:".encode())
        h.update(data)
    return h.hexdigest()


def random_id() -> str:
    """An id for what must never be named after its content: actors, agreements, provisions, decisions."""
    return secrets.token_hex(32)


def shown(kind: str, record_id: str, others: Iterable[str] = ()) -> str:
    """The id as people see it: kind letter and the shortest prefix (8 at least) that ``others`` do not share."""
    length = SHORTEST
    for other in others:
        while other != record_id and length < len(record_id) and other[:length] == record_id[:length]:
            length += 1
    return f"{LETTERS[kind]}:{record_id[:length]}"


def split_shown(name: str) -> tuple[str | None, str]:
    """``"s:4f1c09aa"`` -> ``("statement", "4f1c09aa")``; without a letter the kind is None.

    Raises: BadRecord for an unknown letter.
    """
    letter, colon, prefix = name.strip().casefold().partition(":")
    if not colon:
        return None, letter
    if letter not in KINDS:
        raise BadRecord(f"{name!r} has no kind that I know; ids look like s:4f1c09aa (kinds: {', '.join(KINDS)})")
    return KINDS[letter], prefix

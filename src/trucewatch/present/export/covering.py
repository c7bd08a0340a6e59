"""Names covered in the words of a record: as many blocks in their place, so that no offset moves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import Field, fields, is_dataclass, replace
from typing import Any, Final, TypeVar, cast

from trucewatch.records.maker import Maker
from trucewatch.records.span import Span
from trucewatch.records.text import BETWEEN_PERSONS, Text
from trucewatch.records.where import Where

BLOCK: Final = "█"
#: A value of an enumeration or an id, not words.
TOKEN: Final = re.compile(r"[a-z0-9_]+")
ADDRESS: Final = re.compile(r"(https?://[^/?#\s]+/?)\S*", re.IGNORECASE)
Pattern = re.Pattern[str]
Record = TypeVar("Record")


def pattern_of(names: Iterable[str]) -> Pattern | None:
    """Finds each name between letters and digits of other words, also parted by a hyphen or a new line."""
    parted = {tuple(re.findall(r"\w+", name)) for name in names}
    either = "|".join(
        r"[\W_]+".join(map(re.escape, words)) for words in sorted(parted, key=lambda w: (-len("".join(w)), w)) if words
    )
    return re.compile(rf"(?<![^\W_])(?:{either})(?![^\W_])", re.IGNORECASE) if either else None


def blocked(words: str, pattern: Pattern) -> str:
    """The words with the names covered. Of an address that holds one no more than the host is left."""
    if pattern.search(words) is None:
        return words
    words = ADDRESS.sub(lambda found: found.group(1) if pattern.search(found.group()) else found.group(), words)
    return pattern.sub(lambda found: BLOCK * len(found.group()), words)


def between_persons(text: Text) -> list[tuple[int, int]]:
    """Where in a mail stands what those who write each other have: quoted mails, header lines, signatures."""
    return [(block.start, block.end) for block in text.blocks_in(*BETWEEN_PERSONS)]


def covered(record: Record, pattern: Pattern | None, in_text: Callable[[str], Pattern | None]) -> Record:
    """The record with the names covered wherever it holds words: those of ``pattern``, and beside a span also those
    that ``in_text`` gives for its text. A place that bears such a name keeps its area only."""
    if isinstance(record, str):
        plain = pattern is None or TOKEN.fullmatch(record)
        return record if plain else cast(Record, blocked(record, cast(Pattern, pattern)))
    if isinstance(record, tuple):
        every: tuple[Any, ...] = tuple(covered(one, pattern, in_text) for one in record)
        return cast(Record, every) if every != record else record
    if isinstance(record, Maker) or not is_dataclass(record) or isinstance(record, type):
        return record
    text_id = _text_of(record)
    pattern = (in_text(text_id) if text_id else None) or pattern
    if isinstance(record, Span):
        return cast(Record, replace(record, words=blocked(record.words, pattern))) if pattern else record
    if isinstance(record, Where) and pattern and bears(record, pattern):
        return cast(Record, Where(name=blocked(record.name, pattern), role=record.role))
    changed = {f.name: made for f in fields(record) if (made := _field(record, f, pattern, in_text)) is not None}
    return cast(Record, replace(record, **changed)) if changed else record


def bears(where: Where, pattern: Pattern) -> bool:
    """True if the name of a place, as printed or in the gazetteer, is one that is covered."""
    return any(pattern.search(name) for name in (where.name, where.gazetteer_name) if name)


def _text_of(record: Any) -> str | None:
    for name in ("text_id", "span", "words"):
        value = getattr(record, name, None)
        if name == "text_id" and isinstance(value, str):
            return value
        if isinstance(value, Span):
            return value.text_id
    return None


def _field(
    record: Any, field: Field[Any], pattern: Pattern | None, in_text: Callable[[str], Pattern | None]
) -> Any | None:
    """The new value of a field; None if it stays as it is."""
    value = getattr(record, field.name)
    if field.name == "id" or field.name.endswith(("_id", "_ids")):
        return None
    made = covered(value, pattern, in_text)
    return made if made is not value and made != value else None

"""Captures made by hand for the text room's tests."""

from __future__ import annotations

from datetime import UTC, datetime

from trucewatch.records.capture import Capture
from trucewatch.text.reading import Reading, read_capture

NOON = datetime(2021, 3, 12, 12, tzinfo=UTC)


def capture(content: bytes | str, media_type: str = "text/plain", *, file: str = "a.txt", **more) -> Capture:
    data = content.encode("utf-8") if isinstance(content, str) else content
    return Capture.of(data, media_type=media_type, fetched_at=NOON, file=file, **more)


def read(content: bytes | str, media_type: str = "text/plain", **more) -> Reading:
    return read_capture(capture(content, media_type, **more))


def roles(reading: Reading) -> list[tuple[str, str]]:
    """Role and words of every block, in order."""
    return [(b.role, reading.text.content[b.start : b.end]) for b in reading.text.blocks]


def words_of(reading: Reading, *wanted: str) -> list[str]:
    return [words for role, words in roles(reading) if role in wanted]


def found(reading: Reading, field: str) -> list[tuple[str, str, str]]:
    return [(f.value, f.basis, f.detail) for f in reading.found if f.field == field]


def check_sound(reading: Reading) -> None:
    """Blocks in order inside the text, every letter and digit in one, every span with its words."""
    text = reading.text
    covered = bytearray(len(text.content))
    for block in text.blocks:
        covered[block.start : block.end] = b"\x01" * (block.end - block.start)
    lost = [c for c, kept in zip(text.content, covered, strict=True) if not kept and c.isalnum()]
    assert not lost
    for span in [f.span for f in reading.found if f.span] + [n.span for n in reading.notices]:
        assert text.holds(span)

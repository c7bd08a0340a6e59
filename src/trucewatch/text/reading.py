"""One capture in, one reading out: the text with its blocks, what it says about itself, its notices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from trucewatch.errors import UnknownFormat, UnreadableInput
from trucewatch.records.capture import Capture
from trucewatch.records.report import Found, Notice
from trucewatch.records.text import Block, Text, text_id
from trucewatch.text.decode import decode
from trucewatch.text.language import direction_of, identify, script_of
from trucewatch.text.metadata import front_matter, on_the_page
from trucewatch.text.notices import find_notices
from trucewatch.text.plain import lay_out

#: Raised by one whenever the same bytes may give other blocks; the text itself changes only with the readers.
READER_VERSION = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text with the values found in it, its notices, and remarks for people ("decoded as windows-1252 …")."""

    text: Text
    found: tuple[Found, ...] = ()
    notices: tuple[Notice, ...] = ()
    remarks: tuple[str, ...] = ()


def read_plain(capture: Capture, content: bytes, name: str) -> Reading:
    decoded = decode(content, declared=charset_of(capture), name=name)
    layout = lay_out(decoded.content)
    text = make_text(
        capture, decoded.content, layout.blocks, reader="plain", encoding=decoded.encoding, note=decoded.note
    )
    found = (*front_matter(text, layout.fields), *on_the_page(text, layout.title))
    return Reading(
        text=text, found=found, notices=find_notices(text), remarks=(decoded.note,) if decoded.note else ()
    )


def make_text(
    capture: Capture, content: str, blocks: tuple[Block, ...], *, reader: str, encoding: str | None, note: str | None = None
) -> Text:
    """The text record, with language and script told from its body."""
    body = " ".join(content[b.start : b.end] for b in blocks if b.role == "body")
    script = script_of(body or content)
    return Text(
        id=text_id(content), capture_id=capture.id, content=content, reader=reader, reader_version=READER_VERSION,
        encoding=encoding, encoding_note=note, language=identify(body), script=script,
        direction=direction_of(script), blocks=blocks,
    )  # fmt: skip


def charset_of(capture: Capture) -> str | None:
    """The charset of the content-type header or the media type, if either names one."""
    types = [value for name, value in capture.headers if name.casefold() == "content-type"]
    for value in (*types, capture.media_type):
        for part in value.split(";")[1:]:
            key, _, charset = part.partition("=")
            if key.strip().casefold() == "charset" and charset.strip():
                return charset.strip().strip("\"'")
    return None


READERS: dict[str, Callable[[Capture, bytes, str], Reading]] = {
    "text/plain": read_plain,
    "text/markdown": read_plain,
}


def read_capture(capture: Capture) -> Reading:
    """Read a capture by its media type.

    Raises: BadInput (one of its kinds) when there is nothing to read: empty, binary, no article, encrypted,
    no text in a PDF, a format that no reader takes, or bytes that were redacted.
    """
    name = capture.file or capture.url or f"capture {capture.sha256[:12]}"
    if capture.content is None:
        raise UnreadableInput(f"{name} cannot be read: its bytes were redacted")
    kind = capture.media_type.split(";")[0].strip().casefold()
    reader = READERS.get(kind)
    if reader is None:
        raise UnknownFormat(f"{name} is of type {kind or 'unknown'}, which I cannot read; known: {', '.join(READERS)}")
    return reader(capture, capture.content, name)

"""What every reader gives, and how a text record is made from content and blocks."""

from __future__ import annotations

from dataclasses import dataclass

from trucewatch.records.capture import Capture
from trucewatch.records.report import Found, Notice
from trucewatch.records.text import Block, Text, text_id
from trucewatch.text.language import direction_of, identify, script_of, with_languages
from trucewatch.text.metadata import front_matter, on_the_page
from trucewatch.text.notices import find_notices
from trucewatch.text.plain import Layout

#: Raised by one whenever the readers would give another text or other blocks for the same bytes.
READER_VERSION = "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text with the values found in it, its notices, and remarks for people ("decoded as windows-1252 …")."""

    text: Text
    found: tuple[Found, ...] = ()
    notices: tuple[Notice, ...] = ()
    remarks: tuple[str, ...] = ()


def make_reading(
    capture: Capture,
    content: str,
    layout: Layout,
    *,
    reader: str,
    encoding: str | None,
    note: str | None = None,
    known: tuple[Found, ...] = (),
    remarks: tuple[str, ...] = (),
) -> Reading:
    """The reading of a content whose blocks are known: text record, values found in its words, notices.

    ``known`` are values from the format's own fields (meta elements, mail headers); they come first.
    """
    text = make_text(capture, content, layout.blocks, reader=reader, encoding=encoding, note=note)
    found = (*known, *front_matter(text, layout.fields), *on_the_page(text, layout.title))
    return Reading(
        text=text,
        found=found,
        notices=find_notices(text),
        remarks=(note, *remarks) if note else remarks,
    )


def make_text(
    capture: Capture, content: str, blocks: tuple[Block, ...], *, reader: str, encoding: str | None, note: str | None
) -> Text:
    """The text record, with language and script told from its body."""
    body = "\n".join(content[b.start : b.end] for b in blocks if b.role == "body")
    script = script_of(body or content)
    language = identify(body)
    return Text(
        id=text_id(content), capture_id=capture.id, content=content, reader=reader, reader_version=READER_VERSION,
        encoding=encoding, encoding_note=note, language=language, script=script,
        direction=direction_of(script), blocks=with_languages(blocks, content, language),
    )  # fmt: skip


def charset_of(capture: Capture) -> str | None:
    """The charset that the content-type header or the media type names, if either does."""
    types = [value for name, value in capture.headers if name.casefold() == "content-type"]
    for value in (*types, capture.media_type):
        for part in value.split(";")[1:]:
            key, _, charset = part.partition("=")
            if key.strip().casefold() == "charset" and charset.strip():
                return charset.strip().strip("\"'")
    return None

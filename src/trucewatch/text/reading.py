"""One capture in, one reading out: the text with its blocks, what it says about itself, its notices."""

from __future__ import annotations

from collections.abc import Callable

from trucewatch.errors import UnknownFormat, UnreadableInput
from trucewatch.records.capture import Capture
from trucewatch.records.chat import MESSAGE
from trucewatch.text.decode import decode
from trucewatch.text.docx import read_docx
from trucewatch.text.html import declared_charset
from trucewatch.text.lines import read_row
from trucewatch.text.mail import read_mail
from trucewatch.text.pdf import read_pdf
from trucewatch.text.plain import lay_out
from trucewatch.text.result import READER_VERSION, Reading, charset_of, make_reading
from trucewatch.text.telegram import read_telegram
from trucewatch.text.web import read_markup

__all__ = ["READER_VERSION", "Reading", "read_capture"]


def read_plain(capture: Capture, content: bytes, name: str) -> Reading:
    """A plain text or page dump; its text is the bytes decoded, unchanged. Raises: EmptyInput, BinaryInput."""
    decoded = decode(content, declared=charset_of(capture), name=name)
    return make_reading(
        capture, decoded.content, lay_out(decoded.content), reader="plain", encoding=decoded.encoding, note=decoded.note
    )


def read_html(capture: Capture, content: bytes, name: str) -> Reading:
    """A web page. Raises: EmptyInput, BinaryInput, NoArticle."""
    decoded = decode(content, declared=charset_of(capture) or declared_charset(content), name=name)
    return read_markup(capture, decoded.content, name=name, reader="html", encoding=decoded.encoding, note=decoded.note)


READERS: dict[str, Callable[[Capture, bytes, str], Reading]] = {
    "text/plain": read_plain,
    "text/html": read_html,
    "application/xhtml+xml": read_html,
    "application/pdf": read_pdf,
    "application/x-ndjson": read_row,
    "message/rfc822": read_mail,
    MESSAGE: read_telegram,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": read_docx,
}


def read_capture(capture: Capture) -> Reading:
    """Read a capture by its media type.

    Raises: BadInput (one of its kinds) when there is nothing to read: empty, binary, no article, encrypted,
    a PDF without text, a type that no reader takes, or bytes that were redacted.
    """
    name = capture.file or capture.url or f"capture {capture.sha256[:12]}"
    if capture.content is None:
        raise UnreadableInput(f"{name} cannot be read: its bytes were redacted")
    kind = capture.media_type.split(";")[0].strip().casefold()
    reader = READERS.get(kind)
    if reader is None:
        raise UnknownFormat(f"{name} is of type {kind or 'unknown'}, which I cannot read; I read {', '.join(READERS)}")
    return reader(capture, capture.content, name)

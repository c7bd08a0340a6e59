"""A mail as saved from a mail program: a newsletter, a press release, an alert."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from trucewatch.errors import EmptyInput, NoArticle, UnreadableInput
from trucewatch.records.capture import Capture
from trucewatch.records.report import Found
from trucewatch.text.decode import Decoded, decode
from trucewatch.text.html import declared_charset
from trucewatch.text.lines import under_title
from trucewatch.text.plain import lay_out
from trucewatch.text.result import Reading, make_reading
from trucewatch.text.web import read_markup

#: Python's mail parser raises these on damaged headers and parts, beside its own errors.
DAMAGE = (MessageError, ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError)


def read_mail(capture: Capture, content: bytes, name: str) -> Reading:
    """Read a mail: subject as title, sender as publisher, date; its plain part, else its HTML part.

    Raises: EmptyInput or NoArticle when no part holds text, UnreadableInput for a damaged mail.
    """
    if not content.strip():
        raise EmptyInput(f"{name} is empty; there is nothing to read")
    try:
        message = email.message_from_bytes(content, policy=email.policy.default)
        known = tuple(_values(message))
        plain, html = _part(message, "plain"), _part(message, "html")
    except DAMAGE as error:
        raise UnreadableInput(f"{name} is damaged and cannot be read as a mail: {error}") from error
    title = next((f.value for f in known if f.field == "title"), None)
    if plain is not None and plain[0].strip():
        decoded = decode(plain[0], declared=plain[1], name=name)
        text, units, titled = under_title(decoded.content, title)
        layout = lay_out(text, units=units, hints={0: ("title", "mail subject")} if titled else None)
        return make_reading(
            capture, text, layout, reader="mail", encoding=decoded.encoding, note=decoded.note, known=known
        )
    if html is not None and html[0].strip():
        page: Decoded = decode(html[0], declared=html[1] or declared_charset(html[0]), name=name)
        return read_markup(
            capture, page.content, name=name, reader="mail, html", encoding=page.encoding, note=page.note, known=known
        )
    raise NoArticle(f"{name} has no text part of its own; what is attached to it is read by itself")


def _own(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts of a message that hold no others, but not those of messages within it."""
    if message.is_multipart() and message.get_content_maintype() == "multipart":
        for part in message.iter_parts():
            yield from _own(part)  # type: ignore[arg-type]
    elif not message.is_multipart():
        yield message


def _part(message: EmailMessage, kind: str) -> tuple[bytes, str | None] | None:
    """Bytes and declared charset of the first part of a kind that is no attachment: it is none, and bears no name."""
    for part in _own(message):
        named = part.get_content_disposition() == "attachment" or part.get_filename()
        if part.get_content_type() == f"text/{kind}" and not named:
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload, part.get_content_charset()
    return None


def _values(message: EmailMessage) -> Iterator[Found]:
    subject = _header(message, "Subject")
    if subject:
        yield Found(field="title", value=subject, basis="metadata", detail="mail subject")
    display, address = parseaddr(_header(message, "From"))
    sender = display or address.partition("@")[2]
    if sender:
        yield Found(field="publisher", value=sender, basis="metadata", detail="mail from")
    day = _header(message, "Date")
    if day:
        try:
            moment = parsedate_to_datetime(day)
        except (ValueError, TypeError, IndexError):
            return
        yield Found(field="published", value=moment.isoformat(), basis="metadata", detail="mail date")


def _header(message: EmailMessage, name: str) -> str:
    """A header in one line; empty where there is none."""
    value = message.get(name)
    return " ".join(str(value).encode("utf-8", "replace").decode("utf-8").split()) if value is not None else ""

"""The parts of a mail that are its own words, decoded: which of several ways to say the same, and what is signed."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import EmailMessage, Message

from trucewatch.errors import BinaryInput, EmptyInput
from trucewatch.records.mail import SIGNATURES, signed_content, wrapping
from trucewatch.text.decode import decode
from trucewatch.text.html import declared_charset, looks_like_html

#: Python's mail parser raises these on damaged headers and parts, beside its own errors.
DAMAGE = (MessageError, ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError)
#: A plain part of fewer words, beside an HTML part of twice as many and ten more, only says where the mail is read.
STUB = 40
TAG = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>|<[^>]{0,2000}>", re.I | re.S)
UTF7 = frozenset({"utf-7", "unicode-1-1-utf-7", "csunicode11utf7"})
#: Wrapped messages are opened so many deep.
DEEPEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnText:
    """A part of a mail's own words."""

    content: str
    encoding: str
    markup: bool = False
    flowed: bool = False
    note: str | None = None


@dataclass(slots=True, kw_only=True)
class Body:
    """A mail's own texts in order; the kinds of signature that it bears; whether parts of it are locked."""

    texts: list[OwnText] = field(default_factory=list)
    signatures: list[str] = field(default_factory=list)
    locked: bool = False


def body_of(message: EmailMessage, name: str) -> Body:
    """The own words of a message, not those of messages and files within it.

    Raises: BinaryInput for bytes that are no text.
    """
    body = Body()
    _gather(message, body, name, 0)
    return body


def _gather(message: Message, body: Body, name: str, deep: int) -> None:
    kind = message.get_content_type()
    if kind == "multipart/encrypted":
        body.locked = True
    elif message.is_multipart() and message.get_content_maintype() == "multipart":
        if kind == "multipart/signed":
            protocol = str(message.get_param("protocol") or "")
            body.signatures.append("PGP" if "pgp" in protocol.casefold() else "S/MIME")
        inner = [one for one in message.get_payload() if isinstance(one, Message)]
        if kind == "multipart/alternative":
            inner = _chosen(inner, name)
        for one in inner:
            _gather(one, body, name, deep)
    elif not message.is_multipart():
        _take(message, body, name, deep)


def _take(message: Message, body: Body, name: str, deep: int) -> None:
    kind = message.get_content_type()
    content = message.get_payload(decode=True)
    if not isinstance(content, bytes):
        return
    wrapped = wrapping(message, content)
    if wrapped == "locked":
        body.locked = True
    elif wrapped == "signed" and deep < DEEPEST:
        body.signatures.append("S/MIME")
        inner = signed_content(content) or b""
        _gather(email.message_from_bytes(inner, policy=email.policy.default), body, name, deep + 1)
    elif kind in ("text/plain", "text/html") and not _is_attached(message) and kind not in SIGNATURES:
        text = _text(message, content, name)
        if text is not None:
            body.texts.append(text)


def _is_attached(message: Message) -> bool:
    return message.get_content_disposition() == "attachment" or bool(message.get_filename())


def _text(message: Message, content: bytes, name: str) -> OwnText | None:
    """A text part decoded; None for one of nothing but white space."""
    charset = message.get_content_charset()
    markup = message.get_content_type() == "text/html"
    if charset in UTF7:
        try:
            return OwnText(content=content.decode("utf-7"), encoding="utf-7", markup=markup)
        except UnicodeDecodeError:
            charset = None
    try:
        decoded = decode(content, declared=charset or (declared_charset(content) if markup else None), name=name)
    except EmptyInput:
        return None
    flowed = str(message.get_param("format") or "").casefold() == "flowed"
    if not markup and decoded.content.lstrip()[:1] == "<" and looks_like_html(decoded.content):
        markup = True  # said to be plain, and is not
    return OwnText(
        content=decoded.content, encoding=decoded.encoding, markup=markup, flowed=flowed, note=decoded.note
    )  # fmt: skip


def _chosen(ways: list[Message], name: str) -> list[Message]:
    """One of several ways to say the same: the plain one, unless it only says that there is another."""
    told = [(one, list(_words(one, name))) for one in ways]
    plain = next(((one, words) for one, words in told if words and not words[0].markup), None)
    marked = next(((one, words) for one, words in told if words and words[0].markup), None)
    if plain is not None and marked is not None:
        few, many = (sum(_count(text) for text in words) for _, words in (plain, marked))
        return [marked[0] if few < STUB and many >= 2 * few + 10 else plain[0]]
    chosen = plain or marked
    wrapped = [one for one in ways if one.get_content_maintype() in ("multipart", "application")]
    return [chosen[0]] if chosen else wrapped


def _words(message: Message, name: str) -> Iterator[OwnText]:
    body = Body()
    try:
        _gather(message, body, name, DEEPEST)
    except BinaryInput:
        return
    yield from (text for text in body.texts if text.content.strip())


def _count(text: OwnText) -> int:
    return len(TAG.sub(" ", text.content).split() if text.markup else text.content.split())


def header(message: Message, name: str) -> str:
    """A header in one line, its coded words read; empty where there is none. Bare bytes are UTF-8, else western."""
    raw = next((value for key, value in message.raw_items() if key.casefold() == name.casefold()), None)
    if raw is None:
        return ""
    words = str(raw)
    if any("\udc80" <= c <= "\udcff" for c in words):
        content = words.encode("utf-8", "surrogateescape")
        words = decode(content, name=name).content
    with suppress(*DAMAGE):  # damaged coded words are shown as they stand
        words = str(make_header(decode_header(words)))
    return " ".join(words.encode("utf-8", "replace").decode("utf-8").split())

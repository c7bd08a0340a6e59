"""Mail as it is kept: messages out of mailboxes (mbox) and Maildir folders, and what is attached to each.

A message is a report, its bytes as they were sent are its capture. Each attachment that can be read is a report of its
own that names its message; what cannot is set aside with its reason. Signed messages are opened (the signature is not
checked), locked ones are set aside.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from email import message_from_bytes, message_from_string
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path
from typing import IO

from trucewatch.errors import (
    BadInput,
    EmptyInput,
    EncryptedMail,
    NoArticle,
    TooLarge,
    UnknownFormat,
    UnreadableInput,
)
from trucewatch.intake.arrival import MEDIA_TYPES, TEXTS, Arrival, Refusal, check_text, kind_of
from trucewatch.records.mail import SIGNATURES, outlet_of, sender_of, signed_content, wrapping
from trucewatch.records.report import Found

MAIL = MEDIA_TYPES[".eml"]
MAILBOXES = (".mbox", ".mbx")
#: A message may be so many times as large as a file: it is written longer than what is attached to it.
TIMES = 4
#: Messages within messages are opened so many deep.
DEEPEST = 10
#: The line before each message of a mailbox: who, and a time as C writes it ("Mon Jan  2 15:04:05 2006").
FROM_LINE = re.compile(rb"From [^\r\n]{0,300}\b\d{1,2}:\d\d(?::\d\d)?\b[^\r\n]{0,60}\b(?:19|20)\d\d\b")
#: The same in its own form, which no letter's own line has: it is a border even above what is no header.
STRICT = re.compile(
    rb"From \S{1,300} +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2} "
    rb"\d\d:\d\d(?::\d\d)?\b"
)
ESCAPED = re.compile(rb"^>(?=>*From )", re.MULTILINE)
HEADER = re.compile(rb"[!-9;-~]+:")
HEADS = ("From", "Subject", "Date", "Message-ID", "Received")
#: Kinds that are read, by what a mail calls them; others go by the ending of the name.
READ = {kind: kind for kind in MEDIA_TYPES.values() if kind != MEDIA_TYPES[".jsonl"]}
KINDS = {**READ, "application/xhtml+xml": MEDIA_TYPES[".html"]}
ENDINGS = {ending: kind for ending, kind in MEDIA_TYPES.items() if kind in KINDS}
#: What Outlook wraps formatting and attachments in.
TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
#: Messages that are signed as a whole, so that they stand within their signature.
SIGNED_WHOLE = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a message that holds no others: its headers, and it with its headers as it stands there.

    ``related`` if it belongs to the page beside it, ``locked`` if it stands in an encrypted part.
    """

    headers: Message
    raw: bytes
    related: bool
    locked: bool = False


def is_mailbox(path: Path) -> bool:
    """True for a mailbox by its ending or, where it has none that is known, by how it begins."""
    ending = path.suffix.casefold()
    if ending in MAILBOXES or ending in MEDIA_TYPES or not path.is_file():
        return ending in MAILBOXES
    try:
        with path.open("rb") as file:
            first, second = file.readline(400), file.readline(400)
    except OSError:
        return False
    return bool(FROM_LINE.match(first) and HEADER.match(second))


def in_maildir(path: Path) -> bool:
    """True for a file that a Maildir keeps for a message (in its folders ``cur`` and ``new``)."""
    folder = path.parent
    if folder.name not in ("cur", "new"):
        return False
    return is_maildir(name for name in ("cur", "new", "tmp") if (folder.parent / name).is_dir())


def is_maildir(folders: Iterable[str]) -> bool:
    """True if the folders within a folder make it a Maildir."""
    return {"cur", "new", "tmp"} <= set(folders)


def messages_of(
    path: Path, *, shown: str, found: tuple[Found, ...] = (), max_bytes: int
) -> Iterator[Arrival | Refusal]:
    """The messages of a mailbox in its order, "box.mbox#1" the first, each followed by what is attached to it.

    Escapes of lines that begin with "From " are undone, as the form of mailboxes has it (mboxrd, mboxo).
    """
    number = 0
    try:
        with path.open("rb") as file:
            for number, content in enumerate(_split(file, TIMES * max_bytes), 1):
                name = f"{shown}#{number}"
                if content is None:
                    yield Refusal.of(name, _too_large(name, max_bytes))
                else:
                    yield from opened(ESCAPED.sub(b"", content), name=name, found=found, max_bytes=max_bytes)
    except OSError as error:
        yield Refusal.of(shown, UnreadableInput(f"{path} cannot be read: {error.strerror or error}"))
        return
    if not number:
        fault = EmptyInput if path.stat().st_size == 0 else UnreadableInput
        yield Refusal.of(
            shown, fault(f"{path} holds no message: none begins with a line like 'From ana@… Mon Jan 2 …'")
        )


def message_in(path: Path, *, shown: str, found: tuple[Found, ...] = (), max_bytes: int) -> Iterator[Arrival | Refusal]:
    """The message in a file of its own, and what is attached to it."""
    try:
        with path.open("rb") as file:
            content = file.read(TIMES * max_bytes + 1)
    except OSError as error:
        yield Refusal.of(shown, UnreadableInput(f"{path} cannot be read: {error.strerror or error}"))
        return
    if len(content) > TIMES * max_bytes:
        yield Refusal.of(shown, _too_large(str(path), max_bytes))
        return
    yield from opened(content, name=shown, found=found, max_bytes=max_bytes)


def opened(
    content: bytes, *, name: str, found: tuple[Found, ...] = (), max_bytes: int, deep: int = 0
) -> Iterator[Arrival | Refusal]:
    """A message, and each of its attachments as an arrival of its own; ``deep`` counts the messages it stands in."""
    try:
        check_text(content, name, MAIL)
        headers = _headers(content)
        if not any(headers.get(head) for head in HEADS):
            raise UnreadableInput(f"{name} is no message: it has none of the headers {', '.join(HEADS)}")
        parts = [part for part in _parts(content) if part.headers.get_content_type() not in SIGNATURES]
    except BadInput as error:
        yield Refusal.of(name, error)
        return
    locked = [part for part in parts if _locked(part)]
    parts = [part for part in parts if part not in locked]
    attached = [part for part in parts if not _of_the_body(part) and not _pictured(part)]
    if locked:
        what = "is" if len(locked) == len(parts) + len(locked) else "holds a part that is"
        remedy = "open it where the key is, save it unlocked, and add that"
        yield Refusal.of(name, EncryptedMail(f"{name} {what} encrypted; {remedy}"))
    if any(_of_the_body(part) and _unpacked(part).strip() for part in parts) or not (attached or locked):
        yield Arrival(content=content, file=name, url=_url(found), media_type=MAIL, found=found)
    elif attached:
        yield Refusal.of(name, NoArticle(f"{name} has no words of its own; what is attached to it is read by itself"))
    outer = (f for f in found if f.field in ("publisher", "licence"))
    known = (*_known_by(headers, content, name), *outer)
    names: set[str] = set()
    for number, part in enumerate(attached, 1):
        inner = f"{name}/{_name(part.headers, number, names)}"
        try:
            yield from _attached(part, inner, known, max_bytes, deep)
        except BadInput as error:
            yield Refusal.of(inner, error)


def _attached(
    part: Part, name: str, known: tuple[Found, ...], max_bytes: int, deep: int
) -> Iterator[Arrival | Refusal]:
    """One attachment. Raises: BadInput (one of its kinds) for one that is not taken."""
    told = part.headers.get_content_type()
    content = _unpacked(part)
    if len(content) > max_bytes:
        raise TooLarge(f"{name} has {len(content):,} bytes, more than {max_bytes:,}; raise TRUCEWATCH_MAX_BYTES")
    ending = Path(name).suffix.casefold()
    kind = KINDS.get(told) or ENDINGS.get(ending)
    if told == "text/plain":  # which mail programs say of much that is something else
        kind = ENDINGS.get(ending, told)
    if kind is None and (told in TNEF or Path(name).name.casefold() == "winmail.dat"):
        raise UnknownFormat(
            f"{name} is Outlook's own wrapping (TNEF), which I cannot open; ask for the mail as plain text or HTML, or "
            "save what is in it by itself"
        )
    if kind is None:
        raise UnknownFormat(f"{name} is of a kind that I cannot read ({told}); I read {' '.join(ENDINGS)}")
    if not content:
        raise EmptyInput(f"{name} is empty, or was not written as its message says; there is nothing to read")
    kind = kind_of(content, kind)
    if kind == MAIL:
        if deep >= DEEPEST:
            raise UnreadableInput(f"{name} stands in {deep + 1} other messages; save it as a file of its own")
        for one in opened(content, name=name, max_bytes=max_bytes, deep=deep + 1):
            own = isinstance(one, Arrival) and one.file == name  # what it holds names it, and not what it stands in
            yield replace(one, found=(*one.found, known[0])) if own and isinstance(one, Arrival) else one
        return
    check_text(content, name, kind)
    charset = part.headers.get_content_charset() if kind in TEXTS else None
    yield Arrival(
        content=content, file=name, url=None, media_type=f"{kind}; charset={charset}" if charset else kind, found=known
    )


def _known_by(headers: Message, content: bytes, name: str) -> tuple[Found, ...]:
    """What is known of an attachment by its message: in which it was found; that its sender and day may be its own."""
    number = " ".join(str(headers.get("Message-ID") or "").split())
    where = f"{f'Message-ID {number}, ' if number else ''}SHA-256 {hashlib.sha256(content).hexdigest()}"
    known = [Found(field="found_in", value=name, basis="metadata", detail=f"attached to a mail, {_clean(where)}")]
    if sender := outlet_of(*sender_of(_words(headers, "From"))):
        known.append(Found(field="publisher", value=sender, basis="assumed", detail="sender of the mail it came with"))
    try:
        day = parsedate_to_datetime(_words(headers, "Date")).isoformat()
        known.append(Found(field="published", value=day, basis="assumed", detail="date of the mail it came with"))
    except (ValueError, TypeError, IndexError):
        pass
    return tuple(known)


# -- parts ---------------------------------------------------------------------------------------------


def _parts(
    raw: bytes, *, related: bool = False, deep: int = 0, default: str = "text/plain", locked: bool = False
) -> Iterator[Part]:
    """The parts of a message that hold no others, in order, each as the very bytes that stand there.

    The library's own parser writes a message within a message anew; cut out here it keeps its hash.
    """
    headers = _headers(raw)
    headers.set_default_type(default)
    boundary = headers.get_boundary() if headers.get_content_maintype() == "multipart" else None
    if not boundary or deep > DEEPEST:
        part = Part(headers=headers, raw=raw, related=related, locked=locked)
        inner = signed_content(_unpacked(part)) if headers.get_content_type() in SIGNED_WHOLE else None
        if inner is not None and deep <= DEEPEST:
            yield from _parts(inner, related=related, deep=deep + 1)
        else:
            yield part
        return
    mark = re.escape(boundary.encode("utf-8", "surrogateescape"))
    lines = re.compile(rb"(?:\A|\r?\n)--" + mark + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    start: int | None = None
    _, body = _cut(raw)
    kind = headers.get_content_subtype()
    inside = partial(
        _parts, related=kind == "related", locked=locked or kind == "encrypted", deep=deep + 1,
        default=MAIL if kind == "digest" else "text/plain",
    )  # fmt: skip
    for line in lines.finditer(body):
        if start is not None:
            yield from inside(_past_line(body[start : line.start()]))
        start = None if line.group(1) else line.end()
        if line.group(1):
            return
    if start is not None:  # cut off before its end: what is there of the last part
        yield from inside(_past_line(body[start:]))


def _past_line(raw: bytes) -> bytes:
    return raw[2:] if raw.startswith(b"\r\n") else raw[1:] if raw.startswith(b"\n") else raw


def _cut(raw: bytes) -> tuple[bytes, bytes]:
    """The headers of a message or part, and what stands below them."""
    if raw.startswith((b"\n", b"\r\n")):
        return b"", _past_line(raw)
    end = re.search(rb"\r?\n\r?\n", raw)
    return (raw, b"") if end is None else (raw[: end.start()], raw[end.end() :])


def _headers(raw: bytes) -> Message:
    head = _cut(raw)[0] + b"\n\n"
    try:
        return message_from_string(head.decode(), policy=compat32)
    except UnicodeDecodeError:
        return message_from_bytes(head, policy=compat32)


def _of_the_body(part: Part) -> bool:
    """True for what the reader of mails takes for the message's own words."""
    text = part.headers.get_content_type() in ("text/plain", "text/html")
    return text and part.headers.get_content_disposition() != "attachment" and not part.headers.get_filename()


def _locked(part: Part) -> bool:
    """True for a part that takes a key to read."""
    whole = part.headers.get_content_type() in SIGNED_WHOLE
    return part.locked or (whole and wrapping(part.headers, _unpacked(part)) == "locked")


def _pictured(part: Part) -> bool:
    """True for a picture that stands in the message: passed over, as those of web pages are."""
    shown = part.related or part.headers.get_content_disposition() == "inline"
    return part.headers.get_content_maintype() == "image" and shown


def _unpacked(part: Part) -> bytes:
    """The bytes of a part without their packing for the way. A message in a message may be packed, too."""
    packing = str(part.headers.get("Content-Transfer-Encoding") or "").strip().casefold()
    _, body = _cut(part.raw)
    if packing not in ("base64", "quoted-printable", "x-uuencode", "uuencode", "uue", "x-uue"):
        return body
    bare = message_from_bytes(b"Content-Transfer-Encoding: " + packing.encode() + b"\n\n" + body, policy=compat32)
    content = bare.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _name(headers: Message, number: int, taken: set[str]) -> str:
    """What an attachment is called: the last part of the name that it bears, without what could lead elsewhere or
    mislead the eye; each name once in a message."""
    told = headers.get_filename() or ""
    with suppress(ValueError, LookupError, MessageError):
        told = str(make_header(decode_header(told)))
    name = _clean(re.split(r"[/\\]", told)[-1]).strip(" .")
    if len(name) > LONGEST_NAME:
        ending = Path(name).suffix[:10]
        name = name[: LONGEST_NAME - len(ending)] + ending
    if not name:
        kind = headers.get_content_type()
        name = f"{number}{next((e for e, k in ENDINGS.items() if k == kind), '')}"
    if name in taken:
        name = f"{number}-{name}"
    taken.add(name)
    return name


def _words(headers: Message, name: str) -> str:
    """A header in one line, its coded words read."""
    try:
        return _clean(" ".join(str(make_header(decode_header(str(headers.get(name) or "")))).split()))
    except (ValueError, LookupError, MessageError):
        return _clean(" ".join(str(headers.get(name) or "").split()))


def _clean(words: str) -> str:
    return UNSAFE.sub("", words.encode("utf-8", "replace").decode("utf-8"))


# -- mailboxes -----------------------------------------------------------------------------------------


def _split(file: IO[bytes], most: int) -> Iterator[bytes | None]:
    """The messages of a mailbox one by one; None for one of more than ``most`` bytes.

    A line is a border if it has the form of one, stands at the beginning or below an empty line, and a header follows
    or the form is strict: so are a letter's own lines "From here …" kept where the program that wrote the mailbox did
    not escape them.
    """
    pieces: list[bytes] | None = None
    size, after_empty, waiting = 0, True, b""
    whole_line = True
    while line := file.readline(1 << 16):
        starts, whole_line = whole_line, line.endswith(b"\n")
        if waiting:
            if HEADER.match(line) or STRICT.match(waiting):
                if pieces is not None:
                    yield _joined(pieces, size, most)
                pieces, size = [], 0
            elif pieces is not None:
                pieces, size = _more(pieces, size, waiting, most)
            waiting = b""
        if starts and after_empty and FROM_LINE.match(line):
            waiting = line
        elif pieces is not None:
            pieces, size = _more(pieces, size, line, most)
        after_empty = not line.strip(b"\r\n") and starts
    if waiting and pieces is not None:  # the last line of all: a letter's own, or the border of a message that is lost
        pieces, size = _more(pieces, size, waiting, most)
    if pieces is not None:
        yield _joined(pieces, size, most)


def _more(pieces: list[bytes], size: int, line: bytes, most: int) -> tuple[list[bytes], int]:
    size += len(line)
    if size > most + 2:
        pieces.clear()
    else:
        pieces.append(line)
    return pieces, size


def _joined(pieces: list[bytes], size: int, most: int) -> bytes | None:
    """The message without the empty line that parts it from the next."""
    if size > most + 2:
        return None
    content = b"".join(pieces)
    for end in (b"\r\n\r\n", b"\n\n"):
        if content.endswith(end):
            return content[: -len(end) // 2]
    return content


def _too_large(name: str, max_bytes: int) -> TooLarge:
    return TooLarge(
        f"{name} has more than {TIMES * max_bytes:,} bytes, the most of a message with what is attached to it; "
        "raise TRUCEWATCH_MAX_BYTES to take it"
    )


def _url(found: tuple[Found, ...]) -> str | None:
    return next((value.value for value in found if value.field == "url"), None)

"""A mail as saved from a mail program: a newsletter, a press release, an alert, a letter, something passed on.

Python's own library takes a mail apart. Which of its words are the mail's own we tell ourselves (``mail_parts``): the
packages that do (quotequail, mail-parser-reply, talon) give pieces of a tidied text, no places in it, and know neither
forwards within forwards nor what a press release may hold.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from trucewatch.errors import EmptyInput, EncryptedMail, NoArticle, UnreadableInput
from trucewatch.records.capture import Capture
from trucewatch.records.mail import outlet_of, sender_of
from trucewatch.records.report import Found
from trucewatch.records.text import Text
from trucewatch.text.html import Piece, gather, parse_html
from trucewatch.text.mail_body import DAMAGE, Body, body_of, header
from trucewatch.text.mail_headers import Header
from trucewatch.text.mail_parts import Forwarded, part
from trucewatch.text.mail_rows import Row, rows_of_pieces, rows_of_plain
from trucewatch.text.mail_tails import label_armour
from trucewatch.text.mail_text import Laid, lay_out_mail
from trucewatch.text.mail_words import date_told, without_prefixes
from trucewatch.text.result import Reading, make_reading

#: From so many words on, what a person wrote above a mail that is passed on is worth a remark.
WORTH_A_REMARK = 25
UNLOCK = "open it in the program that has the key, save it unlocked, and add that"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lines:
    """The lines of all parts, the blocks that those of HTML parts come from, and the longest such part."""

    rows: list[Row]
    pieces: list[Piece]
    markup: str


def read_mail(capture: Capture, content: bytes, name: str) -> Reading:
    """Read a mail: its own words, with subject, sender and date; of one that passes another on, that one.

    Raises: EmptyInput or NoArticle when no part holds text of its own, EncryptedMail where it is locked,
    UnreadableInput for a damaged mail.
    """
    if not content.strip():
        raise EmptyInput(f"{name} is empty; there is nothing to read")
    try:
        message = email.message_from_bytes(content, policy=email.policy.default)
        body = body_of(message, name)
        subject, sent = header(message, "Subject"), _sent(message)
        answers = bool(header(message, "In-Reply-To") or header(message, "References"))
        sender = header(message, "From")
    except DAMAGE as error:
        raise UnreadableInput(f"{name} is damaged and cannot be read as a mail: {error}") from error
    if not any(text.content.strip() for text in body.texts):
        if body.locked:
            raise EncryptedMail(f"{name} is encrypted; {UNLOCK}")
        raise NoArticle(f"{name} has no text part of its own; what is attached to it is read by itself")
    lines = _lines(body)
    signed, locked = label_armour(lines.rows)
    forwarded = part(lines.rows, subject=subject, answers=answers)
    if not any(row.label is None and not row.empty for row in lines.rows):
        if locked or body.locked:
            raise EncryptedMail(f"{name} is encrypted; {UNLOCK}")
        raise NoArticle(f"{name} holds no words of its own: nothing but quoted mail, a signature or marks")
    laid = lay_out_mail(lines.rows, title=subject or None, pieces=lines.pieces, markup=lines.markup)
    own = list(_values(subject, sender, sent))
    notes = [text.note for text in body.texts if text.note]
    reading = make_reading(
        capture, laid.content, laid.layout, reader="mail, html" if lines.pieces else "mail",
        encoding=body.texts[0].encoding, note=notes[0] if notes else None,
        known=() if forwarded else tuple(own),
        remarks=tuple(_remarks(body, signed, locked, forwarded)),
    )  # fmt: skip
    if forwarded is None:
        return reading
    return replace(reading, found=(*_passed_on(reading.text, laid, forwarded, own, sent), *reading.found))


def _lines(body: Body) -> _Lines:
    rows: list[Row] = []
    pieces: list[Piece] = []
    markup = ""
    for text in body.texts:
        if rows:  # the parts of a mail stand one below the other
            rows[-1].end = rows[-1].end if rows[-1].end.count("\n") > 1 else f"{rows[-1].end.rstrip()}\n\n"
            rows[-1].closes, rows[-1].joined = True, False
        tree = parse_html(text.content) if text.markup else None
        if tree is None:
            rows += [] if text.markup else rows_of_plain(text.content, flowed=text.flowed)
            continue
        own = list(gather(tree))
        made = rows_of_pieces(own)
        for row in made:
            row.piece = (row.piece or 0) + len(pieces)
        rows += made
        pieces += own
        markup = max(markup, text.content, key=len)
    if rows and pieces:
        rows[-1].end = ""
    return _Lines(rows=rows, pieces=pieces, markup=markup)


def _remarks(body: Body, signed: bool, locked: bool, forwarded: Forwarded | None) -> Iterator[str]:
    for kind in dict.fromkeys([*body.signatures, *(["PGP"] if signed else [])]):
        yield f"signed ({kind}); the signature was not checked"
    if locked or body.locked:
        yield "a part is encrypted and was not read"
    if forwarded is not None and forwarded.noted >= WORTH_A_REMARK:
        yield (
            f"read as the mail that it passes on; {forwarded.noted} words of who passed it on are kept and not read: "
            "if they tell something themselves, add them as a report of their own"
        )


# -- what is known of it -----------------------------------------------------------------------------------


def _sent(message: EmailMessage) -> tuple[str, str] | None:
    """When a mail was sent, and by which header: its own date, else when it was first received."""
    for name in ("Date", "Received"):
        told = [str(value).rpartition(";")[2] for value in message.get_all(name, [])]
        for value in reversed(told):
            try:
                return parsedate_to_datetime(" ".join(value.split())).isoformat(), name
            except (ValueError, TypeError, IndexError):
                continue
    return None


def _values(subject: str, sender: str, sent: tuple[str, str] | None) -> Iterator[Found]:
    if subject:
        yield Found(field="title", value=subject, basis="metadata", detail="mail subject")
    name, address = sender_of(sender)
    if outlet := outlet_of(name, address):
        own = outlet.casefold() in name.casefold()
        detail = "mail from" if own else "domain of the mail's sender"
        yield Found(field="publisher", value=outlet, basis="metadata", detail=detail)
    if sent and sent[1] == "Date":
        yield Found(field="published", value=sent[0], basis="metadata", detail="mail date")
    elif sent:
        yield Found(field="published", value=sent[0], basis="assumed", detail="when the mail was received")


def _passed_on(
    text: Text, laid: Laid, forwarded: Forwarded, own: list[Found], sent: tuple[str, str] | None
) -> Iterator[Found]:
    """What the header lines in the words tell of the mail that is passed on, and when it was passed on.

    Where they tell no outlet, and nothing says that the mail passes another on, it is its sender's.
    """
    told = forwarded.header
    subject = next((one.value for one in own if one.field == "title"), "")
    title = without_prefixes(told.subject or subject)
    if title:
        detail = "subject in the words of the mail" if told.subject else "mail subject"
        yield Found(field="title", value=title, basis="metadata", detail=detail)
    outlet = next(_told_outlet(text, laid, told), None)
    if outlet is not None:
        yield outlet
    elif not forwarded.marked:
        yield from (one for one in own if one.field == "publisher")
    words, line = told.values.get("date", ("", 0))
    limit = datetime.fromisoformat(sent[0]) if sent else None
    moment = date_told(words, english=told.english, latest=limit) if words else None
    if moment:
        span = text.trimmed_span(*laid.places[line])
        yield Found(
            field="published", value=moment, basis="metadata", detail="date in the words of the mail", span=span
        )
    if sent:
        passed = "the mail's own date" if forwarded.marked else "mail date"
        basis = "assumed" if moment or forwarded.marked else "metadata"
        yield Found(field="published", value=sent[0], basis=basis, detail=passed)


def _told_outlet(text: Text, laid: Laid, told: Header) -> Iterator[Found]:
    """The organisation that a mail within the words is from, and where that stands."""
    words, line = told.values.get("from", ("", 0))
    sender = sender_of(words)
    outlet = outlet_of(*sender)
    if not words or not outlet:
        return
    stands = re.compile(r"\s+".join(re.escape(one) for one in outlet.split()), re.IGNORECASE)
    place = stands.search(text.content, laid.places[line][0])
    named = outlet.casefold() in sender[0].casefold()
    yield Found(
        field="publisher", value=outlet, basis="metadata",
        detail="sender in the words of the mail" if named else "domain of the sender in the words of the mail",
        span=text.span(*place.span()) if place else None,
    )  # fmt: skip

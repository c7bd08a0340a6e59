"""What comes in, before anything reads it: bytes with what is known about them, or a reason for setting them aside."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from trucewatch.errors import BadInput, BinaryInput, EmptyInput, LedElsewhere, PageGone
from trucewatch.records.capture import Fetch
from trucewatch.records.report import Found

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".pdf": "application/pdf",
    ".jsonl": "application/x-ndjson",
    ".eml": "message/rfc822",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
ROWS = MEDIA_TYPES[".jsonl"]
TEXTS = frozenset({"text/plain", "text/html", "message/rfc822"})
HTML_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
MAIL_HEAD = re.compile(rb"(?:[A-Z][A-Za-z0-9-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){3,}")
MAIL_FIELDS = re.compile(rb"^(?:From|Subject|Message-ID|MIME-Version|Received):", re.I | re.M)
#: Looked at to tell text from binary.
HEAD = 8192
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
#: Share of control bytes above which a head is no text.
MOST_CONTROLS = 0.1
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Bytes that came in, with the name they came under and what the user says about them.

    ``file`` is relative to the folder given ("sub/a.txt"), or "rows.jsonl#12" for line 12 of a file of JSON
    lines, or None for standard input. What was fetched has the time (``fetched_at``) and the response headers that
    matter for reading; ``fetch`` is all of what was asked and answered. ``confidential`` says why its report is kept
    confidential from the start; empty for one that is not.
    """

    content: bytes
    file: str | None
    url: str | None
    media_type: str
    found: tuple[Found, ...] = ()
    fetched_at: datetime | None = None
    headers: tuple[tuple[str, str], ...] = ()
    fetch: Fetch | None = None
    confidential: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """A page that was asked for again and is as it was when it was last taken in."""

    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Something set aside: its name, the short reason under which it is counted, and the line for the user.

    ``noted`` is what became of a page that a report may have come from; ``what`` is its address then.
    """

    what: str
    reason: str
    message: str
    noted: Literal["gone", "leads elsewhere"] | None = None

    @classmethod
    def of(cls, what: str, error: BadInput) -> Refusal:
        noted: Literal["gone", "leads elsewhere"] | None = None
        if isinstance(error, PageGone):
            noted = "gone"
        elif isinstance(error, LedElsewhere):
            noted = "leads elsewhere"
        return cls(what=what, reason=error.reason, message=str(error), noted=noted)


def kind_of(content: bytes, by_name: str = "text/plain") -> str:
    """The media type: how the bytes begin comes before the ending of the name, where it is beyond doubt."""
    head = content[:HEAD]
    if head.lstrip()[:5] == b"%PDF-":
        return MEDIA_TYPES[".pdf"]
    if by_name == "text/plain":
        if HTML_HEAD.match(head):
            return "text/html"
        if head[:4] == b"PK\x03\x04" and b"word/" in content:
            return MEDIA_TYPES[".docx"]
        mail = MAIL_HEAD.match(head)
        if mail and len(MAIL_FIELDS.findall(mail.group())) >= 2:
            return "message/rfc822"
    return by_name


def check_text(content: bytes, name: str, kind: str) -> None:
    """Raises: EmptyInput for white space alone, BinaryInput for bytes that are no text though their kind should be."""
    head = content[:HEAD]
    if not head.strip() and not content.strip():
        raise EmptyInput(f"{name} is empty ({len(content)} bytes of white space); there is nothing to read")
    if kind not in TEXTS or head.startswith(WIDE_MARKS):
        return
    nuls = head.count(0)
    wide = max(head[0::2].count(0), head[1::2].count(0)) == nuls and nuls > 0.2 * len(head)  # UTF-16 without its mark
    if (nuls and not wide) or len(CONTROLS.findall(head)) - nuls > MOST_CONTROLS * len(head):
        raise BinaryInput(
            f"{name} is not text: it holds NUL or control bytes; give text, HTML, PDF, Word, mail or JSON lines"
        )


def shown_name(name: str) -> str:
    """A file name that can be stored and printed, whatever bytes the file system holds."""
    return os.fsencode(name).decode("utf-8", "replace")

"""Mails written by hand for the tests: our own prose about a made-up river valley."""

from __future__ import annotations

RELEASE = (
    "KESSEL, 3 May - The River Council said on Saturday that its forces had left the\n"
    'northern bank. "We have withdrawn all heavy weapons," said spokesman Tomas Hale.\n'
    "\n"
    "Two people were wounded when shells hit the market in Kessel on Friday, the\n"
    "council added.\n"
)
FIRST, SECOND = RELEASE.rstrip("\n").split("\n\n")
HEADERS = (
    "From: River Council Press <press@council.example>\n"
    "Date: Sat, May 3, 2031 at 6:14 PM\n"
    "Subject: Statement on Kessel\n"
    "To: <media@lists.example>\n"
)
MARKED = f"---------- Forwarded message ---------\n{HEADERS}\n\n"


def letter(
    body: str, subject: str = "Kessel", *, sender: str = "Ana Berg <ana.berg@gmail.com>", kind: str = "text/plain",
    more: str = "",
) -> bytes:  # fmt: skip
    """A mail of one part."""
    head = f"From: {sender}\nTo: desk@mission.example\nDate: Mon, 05 May 2031 10:00:00 +0200\nSubject: {subject}\n"
    return f"{head}{more}MIME-Version: 1.0\nContent-Type: {kind}; charset=utf-8\n\n{body}".encode()


def page(body: str, subject: str = "Kessel", **more: str) -> bytes:
    return letter(body, subject, kind="text/html", **more)


def of_parts(*parts: str, kind: str = "alternative", subject: str = "Kessel") -> bytes:
    """A mail of several parts, each with its headers."""
    inner = "".join(f"--b1\n{part}\n" for part in parts)
    return letter(f"{inner}--b1--\n", subject, kind=f"multipart/{kind}; boundary=b1")


def quoted(words: str) -> str:
    return "".join(f"> {line}\n" if line else ">\n" for line in words.rstrip("\n").split("\n"))

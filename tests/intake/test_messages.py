"""Mail: mailboxes, Maildir and attachments give reports of their own; what cannot be read is counted, nothing lost."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from pathlib import Path

import pytest

from trucewatch.intake.files import Arrival, Refusal, arrivals

BODY = "The river council said on Monday that the truce was holding.\n"
PAGE = b"<!DOCTYPE html><html><body><p>The northern bank opened the bridge on Tuesday.</p></body></html>"


def take(path: Path, max_bytes: int = 20_000, sidecar: Path | None = None) -> tuple[list[Arrival], list[Refusal]]:
    everything = list(arrivals([path], sidecar=sidecar, max_bytes=max_bytes))
    return [a for a in everything if isinstance(a, Arrival)], [r for r in everything if isinstance(r, Refusal)]


def mail(subject: str = "Truce is holding", body: str = BODY) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "River Council Press <press@council.example>"
    made["Date"] = "Mon, 02 May 2031 09:30:00 +0200"
    made["Subject"] = subject
    made["Message-ID"] = "<one@council.example>"
    made.set_content(body)
    return made


def attach(message: EmailMessage, content: bytes, kind: str, name: str | None) -> None:
    maintype, subtype = kind.split("/")
    message.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)


def mailbox(*messages: bytes, line: bytes = b"From press@council.example Mon May  2 09:30:00 2031") -> bytes:
    return b"".join(line + b"\n" + one + b"\n" for one in messages)


def values(arrival: Arrival) -> dict[str, tuple[str, str]]:
    return {f.field: (f.value, f.basis) for f in arrival.found}


def test_a_message_and_each_attachment_arrive_with_the_message_that_an_attachment_was_found_in(tmp_path):
    message = mail()
    attach(message, PAGE, "text/html", "statement.html")
    attach(message, b"%PDF-1.7 ...", "application/octet-stream", "map.pdf")
    (tmp_path / "m.eml").write_bytes(message.as_bytes())
    (body, page, pdf), refused = take(tmp_path / "m.eml")
    assert (body.content, body.media_type, body.found) == (message.as_bytes(), "message/rfc822", ())
    assert (page.file, page.content) == ("m.eml/statement.html", PAGE)
    assert (pdf.file, pdf.media_type) == ("m.eml/map.pdf", "application/pdf")
    assert refused == []
    assert values(page) == {
        "found_in": ("m.eml", "metadata"), "publisher": ("River Council Press", "assumed"),
        "published": ("2031-05-02T09:30:00+02:00", "assumed"),
    }  # fmt: skip
    assert "Message-ID <one@council.example>, SHA-256 " in page.found[0].detail


def test_what_cannot_be_read_of_a_message_is_set_aside_with_its_reason_and_the_rest_taken(tmp_path):
    message = mail()
    attach(message, b"PK\x03\x04....", "application/zip", "all.zip")
    attach(message, b"x" * 30_000, "text/plain", "long.txt")
    attach(message, b"", "text/plain", "void.txt")
    attach(message, b"\x00\x01\x02\x03" * 40, "text/plain", "noise.txt")
    attach(message, b"\x89PNG", "image/png", "photo.png")
    (tmp_path / "m.eml").write_bytes(message.as_bytes())
    got, refused = take(tmp_path / "m.eml")
    assert [a.file for a in got] == ["m.eml"]
    assert [(r.what, r.reason) for r in refused] == [
        ("m.eml/all.zip", "unknown format"), ("m.eml/long.txt", "too large"), ("m.eml/void.txt", "empty file"),
        ("m.eml/noise.txt", "not text"), ("m.eml/photo.png", "unknown format"),
    ]  # fmt: skip


def test_a_message_of_attachments_alone_is_counted_and_they_are_taken(tmp_path):
    message = EmailMessage()
    message["Subject"] = "As agreed"
    message.add_attachment(BODY, filename="note.txt")
    (tmp_path / "m.eml").write_bytes(message.as_bytes())
    got, refused = take(tmp_path / "m.eml")
    assert [a.file for a in got] == ["m.eml/note.txt"]
    assert [(r.what, r.reason) for r in refused] == [("m.eml", "no article text")]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/report.txt", "report.txt"),
        ("C:\\temp\\report.txt", "report.txt"),
        ("=?utf-8?b?" + base64.b64encode("доклад.txt".encode()).decode() + "?=", "доклад.txt"),
        ("re\u202eport\x07.txt", "report.txt"),
        ("..", "1.txt"),
        (None, "1.txt"),
        ("a" * 300 + ".txt", "a" * 116 + ".txt"),
    ],
)
def test_names_of_attachments_lead_nowhere_else(tmp_path, given, kept):
    head = b"Content-Disposition: attachment" + (f'; filename="{given}"'.encode() if given else b"")
    raw = b"Subject: x\nContent-Type: multipart/mixed; boundary=zz\n\n--zz\nContent-Type: text/plain\n"
    (tmp_path / "m.eml").write_bytes(raw + head + b"\n\nThe bridge is open.\n--zz--\n")
    (one,), _ = take(tmp_path / "m.eml")
    assert (one.file, one.content) == (f"m.eml/{kept}", b"The bridge is open.")


def test_two_attachments_of_one_name_are_told_apart(tmp_path):
    message = mail()
    for words in (b"The first note on the bridge.", b"The second note on the bridge."):
        attach(message, words, "text/plain", "note.txt")
    (tmp_path / "m.eml").write_bytes(message.as_bytes())
    got, _ = take(tmp_path / "m.eml")
    assert [a.file for a in got] == ["m.eml", "m.eml/note.txt", "m.eml/2-note.txt"]


@pytest.mark.parametrize("packed", [False, True], ids=["as it is", "in base64"])
def test_a_message_within_a_message_keeps_its_bytes_and_brings_its_own_attachments(tmp_path, packed):
    inner = mail("Forwarded", "The council met on Sunday.\n")
    attach(inner, b"An annex to the minutes.", "text/plain", "annex.txt")
    raw = inner.as_bytes()
    content = base64.encodebytes(raw) if packed else raw
    head = b"Content-Transfer-Encoding: base64\n" if packed else b""
    (tmp_path / "m.eml").write_bytes(
        b"Subject: See below\nFrom: desk@post.example\nContent-Type: multipart/mixed; boundary=out\n\n"
        b"--out\nContent-Type: text/plain\n\nPlease look at this.\n--out\nContent-Type: message/rfc822\n"
        + head + b"\n" + content + b"\n--out--\n"
    )  # fmt: skip
    (outer, nested, annex), refused = take(tmp_path / "m.eml")
    assert (nested.content.strip(), nested.file, refused) == (raw.strip(), "m.eml/1.eml", [])
    assert values(nested) == {"found_in": ("m.eml", "metadata")}
    assert values(annex)["found_in"] == ("m.eml/1.eml", "metadata")
    assert outer.file == "m.eml"


def test_a_mailbox_gives_its_messages_with_escapes_undone_and_keeps_lines_that_only_look_like_borders(tmp_path):
    first = b"Subject: One\nFrom: a@b.example\n\n>From the bridge we saw this.\n\n>>From here too.\n"
    second = b"Subject: Two\nFrom: a@b.example\n\n\nFrom 9 to 12:30 in 2031\nthe bridge was shut.\n"
    (tmp_path / "box.mbox").write_bytes(mailbox(first, second))
    (one, two), refused = take(tmp_path / "box.mbox")
    assert one.content == b"Subject: One\nFrom: a@b.example\n\nFrom the bridge we saw this.\n\n>From here too.\n"
    assert (two.content, two.file, refused) == (second, "box.mbox#2", [])


def test_a_mailbox_is_known_by_how_it_begins_and_lines_may_end_as_in_windows(tmp_path):
    content = mailbox(mail("One").as_bytes(), mail("Two").as_bytes()).replace(b"\n", b"\r\n")
    (tmp_path / "Inbox").write_bytes(content)
    got, refused = take(tmp_path / "Inbox")
    assert [a.file for a in got] == ["Inbox#1", "Inbox#2"]
    assert refused == []


def test_broken_messages_of_a_mailbox_are_counted_and_the_rest_goes_on(tmp_path):
    huge = mail("Huge", "word " * 30_000).as_bytes()
    bare = b"words without any header\n\nFrom now on nothing is lost.\n"
    cut_off = mail("Cut off").as_bytes().replace(b"text/plain", b"multipart/mixed; boundary=nowhere")
    (tmp_path / "box.mbox").write_bytes(mailbox(huge, bare, cut_off, mail("Whole").as_bytes()))
    got, refused = take(tmp_path / "box.mbox")
    assert [a.file for a in got] == ["box.mbox#3", "box.mbox#4"]
    assert [(r.what, r.reason) for r in refused] == [("box.mbox#1", "too large"), ("box.mbox#2", "unreadable")]


@pytest.mark.parametrize(("content", "reason"), [(b"", "empty file"), (b"no mail at all\n", "unreadable")])
def test_a_mailbox_without_a_message_says_so(tmp_path, content, reason):
    (tmp_path / "box.mbox").write_bytes(content)
    got, refused = take(tmp_path / "box.mbox")
    assert (got, [r.reason for r in refused]) == ([], [reason])


def test_a_sidecar_names_single_messages_of_a_mailbox(tmp_path):
    (tmp_path / "box.mbox").write_bytes(mailbox(mail("One").as_bytes(), mail("Two").as_bytes()))
    (tmp_path / "sources.csv").write_text("file,publisher\nbox.mbox#2,Lake Post\n", encoding="utf-8")
    (one, two), refused = take(tmp_path / "box.mbox")
    assert (one.found, values(two), refused) == ((), {"publisher": ("Lake Post", "sidecar")}, [])


def test_the_messages_of_a_maildir_are_taken_and_its_drafts_and_own_files_are_not(tmp_path):
    for folder in ("cur", "new", "tmp"):
        (tmp_path / folder).mkdir()
    (tmp_path / "cur" / "1600000000.M1P2.host:2,S").write_bytes(mail("One").as_bytes())
    (tmp_path / "new" / "1600000001.M1P2.host").write_bytes(mail("Two").as_bytes())
    (tmp_path / "tmp" / "1600000002.M1P2.host").write_bytes(mail("Half").as_bytes())
    got, refused = take(tmp_path)
    assert [a.file for a in got] == ["cur/1600000000.M1P2.host:2,S", "new/1600000001.M1P2.host"]
    assert refused == []


def test_signed_messages_bring_what_is_attached_and_their_signature_is_no_attachment(tmp_path):
    raw = (
        b"Subject: x\nFrom: a@b.example\nContent-Type: multipart/signed; boundary=s\n\n--s\nContent-Type: "
        b"multipart/mixed; boundary=m\n\n--m\nContent-Type: text/plain\n\nThe bridge is open.\n--m\nContent-Type: "
        b"text/plain; name=note.txt\n\nThe note.\n--m--\n--s\nContent-Type: application/pgp-signature\n\nabc\n--s--\n"
    )
    (tmp_path / "m.eml").write_bytes(raw)
    got, refused = take(tmp_path / "m.eml")
    assert ([a.file for a in got], refused) == (["m.eml", "m.eml/note.txt"], [])


def test_encrypted_messages_and_outlooks_wrapping_are_set_aside_each_with_what_to_do(tmp_path):
    head = b"Subject: x\nFrom: a@b.example\nContent-Type: "
    (tmp_path / "a.eml").write_bytes(
        head + b"multipart/encrypted; boundary=e\n\n--e\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--e\n"
        b"Content-Type: application/octet-stream\n\nabc\n--e--\n"
    )
    (tmp_path / "b.eml").write_bytes(
        head
        + b"multipart/mixed; boundary=m\n\n--m\nContent-Type: text/plain\n\nThe bridge is open.\n--m\nContent-Type: "
        b"application/ms-tnef; name=winmail.dat\n\nabc\n--m--\n"
    )
    got, refused = take(tmp_path)
    assert [a.file for a in got] == ["b.eml"]
    assert [(r.what, r.reason) for r in refused] == [
        ("a.eml", "encrypted mail"), ("b.eml/winmail.dat", "unknown format"),
    ]  # fmt: skip
    assert "save it unlocked" in refused[0].message
    assert "ask for the mail as plain text" in refused[1].message


def test_the_messages_of_a_digest_are_reports_of_their_own(tmp_path):
    one, two = (b"From: desk@post.example\nSubject: %s\n\nThe bridge is open.\n" % n for n in (b"One", b"Two"))
    raw = b"Subject: Digest\nFrom: list@x.example\nContent-Type: multipart/digest; boundary=d\n\n"
    (tmp_path / "m.eml").write_bytes(raw + b"--d\n\n" + one + b"--d\n\n" + two + b"--d--\n")
    got, refused = take(tmp_path / "m.eml")
    assert [(a.file, a.media_type) for a in got] == [
        ("m.eml/1.eml", "message/rfc822"),
        ("m.eml/2.eml", "message/rfc822"),
    ]
    assert [r.reason for r in refused] == ["no article text"]


def test_damaged_words_in_headers_stop_nothing_and_a_person_is_no_outlet(tmp_path):
    message = mail()
    message.replace_header("From", "Ana Berg <ana.berg@gmail.com>")
    attach(message, PAGE, "text/html", "a.html")
    raw = message.as_bytes().replace(b'filename="a.html"', b'filename="=?utf-8?b?x?=.html"')
    (tmp_path / "m.eml").write_bytes(raw)
    (_, page), refused = take(tmp_path / "m.eml")
    assert refused == []
    assert "publisher" not in values(page)

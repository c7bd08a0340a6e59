"""PDF, Word, mail and JSON rows give texts with title and date; damaged ones say what is wrong."""

from __future__ import annotations

import io
import json
from email.message import EmailMessage

import docx
import pytest
from captured_text import check_sound, found, read, words_of
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from trucewatch.errors import EmptyInput, EncryptedPdf, NoArticle, PdfWithoutText, UnknownFormat, UnreadableInput

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIL = "message/rfc822"
ROW = "application/x-ndjson"
TITLE = "Truce is holding, council says"
ONE = "The river council said on Monday that the truce between the two banks was holding despite two incidents."
TWO = "A spokesman for the northern bank said that nobody had been hurt and that the bridge was open again."


# -- PDF -------------------------------------------------------------------------------------


def pdf(*pages: list[str], head: str | None = None) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for number, lines in enumerate(pages, start=1):
        text = canvas.beginText(60, 780)
        for line in [*([head] if head else []), *lines, f"Page {number} of {len(pages)}"]:
            text.textLine(line)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def locked(content: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


WRAPPED = [
    TITLE,
    "The river council said on Monday that the truce between the two banks of the",
    "river was holding despite two incidents at the weekend, which both sides put down",
    "to fishermen.",
    "A spokesman for the northern bank said that nobody had been hurt in either of them",
    "and that the bridge would be open again on Tuesday.",
]


def test_a_pdf_gives_title_paragraphs_and_pages():
    reading = read(pdf(WRAPPED, WRAPPED[1:4], WRAPPED[4:], head="Valley Bulletin No 7"), PDF)
    check_sound(reading)
    assert found(reading, "title")[0][0] == TITLE
    body = words_of(reading, "body")
    assert body[0].startswith("The river council") and body[0].endswith("to fishermen.")
    assert body[1].startswith("A spokesman") and body[1].endswith("on Tuesday.")
    assert reading.text.content.count("\f") == 2
    assert not any("Page" in words or "Bulletin" in words for words in body)


def test_a_pdf_that_the_empty_password_opens_is_read():
    assert "river council" in read(locked(pdf(WRAPPED), ""), PDF).text.content


def test_an_encrypted_pdf_says_that_it_needs_its_password():
    with pytest.raises(EncryptedPdf, match="password"):
        read(locked(pdf(WRAPPED), "secret"), PDF)


def test_a_pdf_without_text_says_that_it_needs_ocr():
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.rect(10, 10, 100, 100)
    canvas.showPage()
    canvas.save()
    with pytest.raises(PdfWithoutText, match="OCR"):
        read(buffer.getvalue(), PDF)


@pytest.mark.parametrize("content", [b"%PDF-1.7\ngarbage", b"no pdf at all", pdf(WRAPPED)[:400]])
def test_a_damaged_pdf_is_unreadable(content):
    with pytest.raises((UnreadableInput, PdfWithoutText)):
        read(content, PDF)


# -- Word ------------------------------------------------------------------------------------


def word(*paragraphs: tuple[str, str | None], table: list[list[str]] | None = None) -> bytes:
    document = docx.Document()
    for words, style in paragraphs:
        document.add_paragraph(words, style=style)
    if table:
        grid = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            cells = grid.add_row().cells
            for cell, words in zip(cells, row, strict=True):
                cell.text = words
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_word_file_gives_title_body_and_tables_in_order():
    content = word((TITLE, "Title"), (ONE, None), ("Open again", "Heading 2"), (TWO, None), table=[["Killed", "2"]])
    reading = read(content, DOCX)
    check_sound(reading)
    assert words_of(reading, "title") == [TITLE]
    assert words_of(reading, "heading") == ["Open again"]
    assert words_of(reading, "body")[:2] == [ONE, TWO]
    assert reading.text.content.endswith("Killed\t2")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"no zip", UnreadableInput),
        (word((TITLE, None))[:300], UnreadableInput),
        (word(), EmptyInput),
        (b"", EmptyInput),
    ],
)
def test_a_damaged_or_empty_word_file_says_so(content, error):
    with pytest.raises(error, match=r"a\.txt"):
        read(content, DOCX)


# -- mail ------------------------------------------------------------------------------------


def mail(plain: str | None, html: str | None = None, **headers: str) -> bytes:
    message = EmailMessage()
    for name, value in headers.items():
        message[name] = value
    if plain is not None:
        message.set_content(plain, charset="iso-8859-1")
    if html is not None:
        if plain is None:
            message.set_content(html, subtype="html")
        else:
            message.add_alternative(html, subtype="html")
    return message.as_bytes()


HEADERS = {"Subject": TITLE, "From": "Valley Post <desk@valley.example>", "Date": "Fri, 12 Mar 2021 08:30:00 +0200"}


def test_a_mail_gives_subject_sender_and_date_and_prefers_its_plain_part():
    reading = read(mail(f"{ONE} Café.\n\n{TWO}\n", "<p>other</p>", **HEADERS), MAIL)
    check_sound(reading)
    assert found(reading, "title")[0] == (TITLE, "metadata", "mail subject")
    assert found(reading, "publisher") == [("Valley Post", "metadata", "mail from")]
    assert found(reading, "published") == [("2021-03-12T08:30:00+02:00", "metadata", "mail date")]
    assert reading.text.content.startswith(f"{TITLE}\n\n")
    assert "Café" in reading.text.content


def test_a_mail_of_html_alone_is_read_as_a_page():
    reading = read(mail(None, f"<html><body><p>{ONE}</p><p>{TWO}</p></body></html>", **HEADERS), MAIL)
    assert words_of(reading, "body") == [ONE, TWO]
    assert found(reading, "title")[0][0] == TITLE


def test_a_mail_without_text_says_so():
    message = EmailMessage()
    message["Subject"] = TITLE
    message.add_attachment(b"\x00\x01", maintype="application", subtype="octet-stream", filename="a.bin")
    with pytest.raises(NoArticle, match="no text part"):
        read(message.as_bytes(), MAIL)


def test_the_words_of_what_is_attached_to_a_mail_are_not_taken_for_its_own():
    inner = EmailMessage()
    inner["Subject"] = "Within"
    inner.set_content(TWO)
    message = EmailMessage()
    message["Subject"] = TITLE
    message.set_content(ONE)
    message.add_attachment(inner)
    assert TWO not in read(message.as_bytes(), MAIL).text.content
    bare = EmailMessage()
    bare["Subject"] = TITLE
    bare.add_attachment(inner)
    with pytest.raises(NoArticle, match="read by itself"):
        read(bare.as_bytes(), MAIL)


# -- JSON rows -------------------------------------------------------------------------------


def row(**values: object) -> bytes:
    return json.dumps(values).encode()


@pytest.mark.parametrize("field", ["text", "content", "body"])
def test_a_row_gives_its_text_under_its_title_with_its_values(field):
    reading = read(
        row(
            **{field: f"{ONE}\n\n{TWO}"},
            title=TITLE,
            date="2021-03-12T08:30:00Z",
            source="Valley Post",
            url="https://a.example",
        ),
        ROW,
    )
    check_sound(reading)
    assert reading.text.content == f"{TITLE}\n\n{ONE}\n\n{TWO}"
    assert words_of(reading, "body") == [ONE, TWO]
    assert found(reading, "title")[0] == (TITLE, "metadata", "field title")
    assert found(reading, "published") == [("2021-03-12T08:30:00+00:00", "metadata", "field date")]
    assert found(reading, "publisher") == [("Valley Post", "metadata", "field source")]
    assert found(reading, "url") == [("https://a.example", "metadata", "field url")]


def test_a_title_that_the_text_begins_with_is_not_put_above_it_again():
    assert read(row(text=f"{TITLE}\n\n{ONE}", title=TITLE), ROW).text.content == f"{TITLE}\n\n{ONE}"


def test_markup_in_a_row_is_read_as_a_page():
    reading = read(row(content=f"<p>{ONE}</p><p>{TWO}</p>", title=TITLE), ROW)
    assert words_of(reading, "body") == [ONE, TWO]
    assert "<p>" not in reading.text.content


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (row(title=TITLE), NoArticle),
        (row(text="  "), EmptyInput),
        (row(text=5), EmptyInput),
        (b"[1]", UnreadableInput),
        (b"{", UnreadableInput),
    ],
)
def test_a_row_without_text_says_so(content, error):
    with pytest.raises(error, match=r"a\.txt"):
        read(content, ROW)


def test_a_kind_that_nobody_reads_is_named():
    with pytest.raises(UnknownFormat, match="image/png"):
        read(b"x", "image/png")

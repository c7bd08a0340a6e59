"""A PDF with a text layer, page by page."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from trucewatch.errors import EmptyInput, EncryptedPdf, PdfWithoutText, UnreadableInput
from trucewatch.records.capture import Capture
from trucewatch.records.report import Found
from trucewatch.text.furniture import Label
from trucewatch.text.plain import lay_out
from trucewatch.text.result import Reading, make_reading
from trucewatch.text.units import Unit, cut

#: pypdf raises these on damaged files beside its own errors.
DAMAGE = (
    PyPdfError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
    OSError,
    NotImplementedError,
    AssertionError,
    ZeroDivisionError,
)
#: Stands between pages: a form feed on its own line.
PAGE_BREAK = "\n\f\n"
PAGE_NUMBER = re.compile(r"(?:page|p\.|[-–—|])?\s*\d{1,4}\s*(?:(?:of|/)\s*\d{1,4})?\s*[-–—|]?", re.I)
#: A line at the edge of this many pages is a running head.
RUNNING = 3
#: Fewer letters than this in the whole file mean scanned pages.
LEAST_LETTERS = 20


def read_pdf(capture: Capture, content: bytes, name: str) -> Reading:
    """Read the text layer of a PDF; pages are parted by a form feed.

    Raises: EncryptedPdf unless the empty password opens it, PdfWithoutText for scans, UnreadableInput for
    damaged files, EmptyInput for no bytes.
    """
    if not content.strip():
        raise EmptyInput(f"{name} is empty; there is nothing to read")
    try:
        pages, known = _pages(content, name)
    except DAMAGE as error:
        raise UnreadableInput(
            f"{name} is damaged and cannot be read as a PDF: {error or type(error).__name__}"
        ) from error
    text = PAGE_BREAK.join(pages)
    if sum(c.isalpha() for c in text) < LEAST_LETTERS:
        raise PdfWithoutText(
            f"{name} has {len(pages)} pages and no text on them: it needs OCR (for instance: ocrmypdf in.pdf out.pdf)"
        )
    units = cut(text, run_on=True)
    layout = lay_out(text, units=units, hints=_furniture(text, units))
    return make_reading(capture, text, layout, reader="pdf", encoding=None, known=known)


def _pages(content: bytes, name: str) -> tuple[list[str], tuple[Found, ...]]:
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        try:
            opened = bool(reader.decrypt(""))
        except DependencyError as error:
            raise EncryptedPdf(f"{name} is encrypted in a way that I cannot open: {error}") from error
        if not opened:
            raise EncryptedPdf(f"{name} is encrypted and needs a password; save an open copy and add that")
    known = tuple(_values(reader))
    # control characters from broken fonts stay out; U+FFFD keeps lone surrogates storable
    pages = [_clean(page.extract_text() or "") for page in reader.pages]
    return pages, known


def _clean(words: str) -> str:
    words = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", words).strip()
    return words.encode("utf-8", "replace").decode("utf-8")


def _values(reader: PdfReader) -> Iterator[Found]:
    about = reader.metadata
    if about is None:
        return
    title = about.title
    # word processors leave file names and "untitled" here
    if (
        isinstance(title, str)
        and len(title.split()) >= 3
        and not re.search(r"untitled|\.(?:docx?|pdf|indd)$", title, re.I)
    ):
        yield Found(field="title", value=" ".join(_clean(title).split()), basis="metadata", detail="PDF title")
    try:
        made = about.creation_date
    except ValueError:
        made = None
    if isinstance(made, datetime):
        # when the file was made, not when the words were published: the weakest ground there is
        yield Found(field="published", value=made.isoformat(), basis="assumed", detail="PDF creation date")


def _furniture(text: str, units: list[Unit]) -> dict[int, Label]:
    """Page numbers, and running heads that stand at the edge of several pages."""
    edges: dict[int, str] = {}
    breaks = [-1, *(m.start() for m in re.finditer("\f", text)), len(text)]
    for start, end in pairwise(breaks):
        inside = [u for u in units if start < u.start and u.end <= end]
        for one in {u.start: u for u in (*inside[:2], *inside[-2:])}.values():
            edges[one.start] = re.sub(r"\d+", "#", one.key)
    often = Counter(edges.values())
    hints: dict[int, Label] = {}
    for one in units:
        if one.start not in edges:
            continue
        if PAGE_NUMBER.fullmatch(one.words):
            hints[one.start] = ("navigation", "page number")
        elif one.size <= 20 and often[edges[one.start]] >= RUNNING:
            hints[one.start] = ("navigation", "running head")
    return hints

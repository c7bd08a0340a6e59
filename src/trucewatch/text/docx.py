"""A Word file: paragraphs and tables in the order of the page."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from trucewatch.errors import EmptyInput, TooLarge, UnreadableInput
from trucewatch.records.capture import Capture
from trucewatch.records.report import Found
from trucewatch.text.furniture import Label
from trucewatch.text.plain import lay_out
from trucewatch.text.result import Reading, make_reading
from trucewatch.text.units import Unit, unit

#: python-docx raises these on files that are no Word files, beside its own errors.
DAMAGE = (
    OpcError,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    AttributeError,
    TypeError,
    IndexError,
    OSError,
    NotImplementedError,
    EOFError,
    RuntimeError,
    etree.LxmlError,
)
#: A small file may unpack to anything; more than this is no report (bytes).
LARGEST_UNPACKED = 200_000_000


def read_docx(capture: Capture, content: bytes, name: str) -> Reading:
    """Read a Word file; its text is the paragraphs and table rows, parted by empty lines.

    Raises: UnreadableInput for damaged or encrypted files, TooLarge for what unpacks to too much, EmptyInput.
    """
    if not content.strip():
        raise EmptyInput(f"{name} is empty; there is nothing to read")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size <= LARGEST_UNPACKED:
            document = docx.Document(io.BytesIO(content))
            parts = list(_parts(document))
            known = tuple(_values(document))
    except DAMAGE as error:
        raise UnreadableInput(f"{name} is damaged or locked and cannot be read as a Word file: {error}") from error
    if size > LARGEST_UNPACKED:
        raise TooLarge(
            f"{name} unpacks to {size:,} bytes, more than {LARGEST_UNPACKED:,}; save its text as a smaller file"
        )
    if not parts:
        raise EmptyInput(f"{name} has no text; there is nothing to read")
    text = "\n\n".join(words for words, _ in parts)
    units: list[Unit] = []
    hints: dict[int, Label] = {}
    at = 0
    for words, hint in parts:
        units.append(unit(text, at, at + len(words), 1))
        if hint is not None:
            hints[at] = hint
        at += len(words) + 2
    return make_reading(
        capture, text, lay_out(text, units=units, hints=hints), reader="docx", encoding=None, known=known
    )


def _parts(document: Document) -> Iterator[tuple[str, Label | None]]:
    titled = False
    for item in document.iter_inner_content():
        if isinstance(item, Paragraph):
            style = (item.style.name or "").casefold() if item.style is not None else ""
            words = item.text.strip()
            hint: Label | None = None
            if not titled and style in {"title", "heading 1"}:
                hint, titled = ("title", f"style {style}"), bool(words)
            elif style.startswith("heading"):
                hint = ("heading", f"style {style}")
            elif style == "caption":
                hint = ("caption", "style caption")
            elif style == "subtitle":
                hint = ("standfirst", "style subtitle")
            if words:
                yield words, hint
        elif isinstance(item, Table):
            for row in item.rows:
                cells = dict.fromkeys(cell.text.strip() for cell in row.cells)
                words = "\t".join(cell for cell in cells if cell)
                if words:
                    yield words, None


def _values(document: Document) -> Iterator[Found]:
    about = document.core_properties
    if about.title and len(about.title.split()) >= 3:
        yield Found(field="title", value=" ".join(about.title.split()), basis="metadata", detail="Word title")
    if about.created is not None:
        # when the file was made, not when the words were published
        yield Found(field="published", value=about.created.isoformat(), basis="assumed", detail="Word creation date")

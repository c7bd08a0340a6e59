"""A brief as a Word file: the content of the Markdown with headings, tables, links and bookmarks.

The same brief gives the same bytes: times in the file are those of the brief, not of the clock.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from trucewatch.present.brief.blocks import Block, Run, blocks_of
from trucewatch.present.brief.model import Brief
from trucewatch.present.brief.printed import WIDTH_MM, as_pngs, pictures_at
from trucewatch.present.brief.render import render_markdown
from trucewatch.present.brief.words import day_words
from trucewatch.present.draw.svg import Picture

#: Characters that XML cannot hold.
_FORBIDDEN = {n: None for n in (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)}
_LINK = RGBColor(0x1F, 0x4D, 0x63)
#: Word takes bookmarks of so many characters.
_LONGEST_NAME = 40
#: All entries of the archive bear this time, the first that a zip can hold.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def render_docx(brief: Brief) -> bytes:
    """The brief as the bytes of a .docx file."""
    document = Document()
    _set_up(document, brief)
    blocks = blocks_of(render_markdown(brief))
    names = _bookmark_names(anchor for block in blocks for anchor in block.anchors)
    drawn = list(brief.pictures.named().values())
    pngs = dict(zip((picture.name for picture in drawn), as_pngs(drawn), strict=True))
    writing = _Writing(document, names)
    mark = brief.handling.upper()
    for block in blocks:
        if block.kind == "paragraph" and "".join(run.text for run in block.runs) == mark:
            continue  # it stands at the head of each page
        pictures = pictures_at(brief, block)
        if block.kind == "heading":
            writing.add(block)
        for picture in pictures:
            writing.picture(picture, pngs[picture.name])
        if block.kind != "heading":
            writing.add(block)
    made = io.BytesIO()
    document.save(made)
    return _undated(made.getvalue())


def _set_up(document: DocumentType, brief: Brief) -> None:
    properties = document.core_properties
    properties.title = brief.title.translate(_FORBIDDEN)
    properties.author = "Trucewatch"
    properties.comments = brief.frame.mark.meaning
    properties.keywords = brief.handling.translate(_FORBIDDEN)
    properties.created = properties.modified = brief.made_at.replace(tzinfo=None)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    _mark(section.header.paragraphs[0], brief)
    _mark(section.footer.paragraphs[0], brief)
    foot = section.footer.add_paragraph()
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run(f"{brief.title}, {day_words(brief.made_at.date())}".translate(_FORBIDDEN)).font.size = Pt(8)
    document.styles["Normal"].font.size = Pt(10)


def _mark(paragraph: Paragraph, brief: Brief) -> None:
    """The handling mark at the head or foot of each page: in its colour on black, if it has one."""
    colour = brief.frame.mark.colour
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if colour else WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(brief.handling.upper().translate(_FORBIDDEN))
    run.bold = True
    if colour:
        run.font.size = Pt(12)
        run.font.color.rgb = RGBColor.from_string(colour.removeprefix("#"))
        shade = OxmlElement("w:shd")
        for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "000000")):
            shade.set(qn(name), value)
        run._r.get_or_add_rPr().append(shade)


def _bookmark_names(anchors: Iterable[str]) -> dict[str, str]:
    """Anchor -> a name that Word takes: letters, digits and strokes, not too long, each once."""
    names: dict[str, str] = {}
    for n, anchor in enumerate(dict.fromkeys(anchors)):
        plain = "".join(c if c.isascii() and c.isalnum() else "_" for c in anchor)
        names[anchor] = f"a{n}_{plain}"[:_LONGEST_NAME]
    return names


class _Writing:
    """Adds blocks to a document."""

    def __init__(self, document: DocumentType, names: dict[str, str]) -> None:
        self.document = document
        self.names = names
        self.marked = 0

    def add(self, block: Block) -> None:
        if block.kind == "table":
            self._table(block)
            return
        if block.kind == "heading":
            paragraph = self.document.add_heading(level=min(block.level, 9))
        elif block.kind == "item":
            style = "List Bullet" if block.number is None else None
            paragraph = self.document.add_paragraph(style=style)
            if block.number is not None:
                paragraph.add_run(f"{block.number}. ")
        elif block.kind == "quote":
            paragraph = self.document.add_paragraph()
            paragraph.paragraph_format.left_indent = Mm(6)
            paragraph.paragraph_format.space_after = Pt(2)
        else:
            paragraph = self.document.add_paragraph()
        self._bookmarks(paragraph, block.anchors)
        self._runs(paragraph, block.runs)

    def picture(self, picture: Picture, png: bytes) -> None:
        """The drawing, with what it shows in words for those who cannot see it."""
        shape = self.document.add_picture(io.BytesIO(png), width=Mm(WIDTH_MM))
        properties = shape._inline.docPr
        properties.set("title", picture.title.translate(_FORBIDDEN))
        properties.set("descr", picture.told.translate(_FORBIDDEN))
        if picture.legend:
            self.document.add_paragraph().add_run(picture.legend).font.size = Pt(8)

    def _table(self, block: Block) -> None:
        columns = len(block.rows[0])
        table = self.document.add_table(rows=len(block.rows), cols=columns, style="Light Grid")
        # the elements themselves: python-docx works every cell of a table out anew each time one is asked for
        for row, line in zip(table._tbl.tr_lst, block.rows, strict=True):
            for cell, runs in zip(row.tc_lst, line, strict=False):
                self._runs(Paragraph(cell.p_lst[0], self.document._body), runs)
        self._bookmarks(self.document.add_paragraph(), block.anchors)

    def _runs(self, paragraph: Paragraph, runs: Sequence[Run]) -> None:
        for run in runs:
            words = run.text.translate(_FORBIDDEN)
            made = paragraph.add_run(words)
            made.bold, made.italic = run.bold or None, run.italic or None
            if run.code:
                made.font.name = "Consolas"
            if run.link is None:
                continue
            link = self._hyperlink(paragraph, run.link)
            if link is not None:
                made.font.color.rgb = _LINK
                link.append(made._r)
                paragraph._p.append(link)

    def _hyperlink(self, paragraph: Paragraph, address: str) -> OxmlElement | None:  # type: ignore[valid-type]
        link = OxmlElement("w:hyperlink")
        if address.startswith("#"):
            name = self.names.get(address[1:])
            if name is None:
                return None
            link.set(qn("w:anchor"), name)
        else:
            relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link.set(qn("r:id"), relation)
        return link

    def _bookmarks(self, paragraph: Paragraph, anchors: Sequence[str]) -> None:
        for anchor in anchors:
            self.marked += 1
            for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
                element = OxmlElement(tag)
                element.set(qn("w:id"), str(self.marked))
                if tag == "w:bookmarkStart":
                    element.set(qn("w:name"), self.names[anchor])
                paragraph._p.append(element)


def _undated(content: bytes) -> bytes:
    """The same archive with every entry at one time, so that equal briefs are equal files."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, date_time=_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, given.read(name))
    return made.getvalue()

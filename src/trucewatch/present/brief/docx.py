"""A brief as a Word file: the content of the Markdown with headings, tables, links and bookmarks.

The same brief gives the same bytes: times in the file are those of the brief, not of the clock.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
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
_NAMESPACES = nsdecls("w", "r")
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
    """Adds blocks to a document: each is written as XML and parsed at once, for python-docx makes a paragraph element
    by element and looks its style up each time, which takes minutes for a long dossier."""

    def __init__(self, document: DocumentType, names: dict[str, str]) -> None:
        self.document = document
        self.names = names
        self.marked = 0
        self._end = document._body._body.get_or_add_sectPr()
        self._styles = {name: document.styles[name].style_id for name in ("List Bullet", "Light Grid")}
        self._styles |= {f"Heading {n}": document.styles[f"Heading {n}"].style_id for n in range(1, 10)}
        self._relations: dict[str, str] = {}

    def add(self, block: Block) -> None:
        if block.kind == "table":
            self._put(self._table(block))
            self._put(self._paragraph((), anchors=block.anchors))
            return
        runs, properties = block.runs, ""
        if block.kind == "heading":
            properties = self._style(f"Heading {min(block.level, 9)}")
        elif block.kind == "item" and block.number is None:
            properties = self._style("List Bullet")
        elif block.kind == "item":
            runs = (Run(text=f"{block.number}. "), *runs)
        elif block.kind == "quote":
            properties = f'<w:spacing w:after="{Pt(2).twips}"/><w:ind w:left="{Mm(6).twips}"/>'
        self._put(self._paragraph(runs, properties=properties, anchors=block.anchors))

    def picture(self, picture: Picture, png: bytes) -> None:
        """The drawing, with what it shows in words for those who cannot see it."""
        shape = self.document.add_picture(io.BytesIO(png), width=Mm(WIDTH_MM))
        properties = shape._inline.docPr
        properties.set("title", picture.title.translate(_FORBIDDEN))
        properties.set("descr", picture.told.translate(_FORBIDDEN))
        if picture.legend:
            self.document.add_paragraph().add_run(picture.legend).font.size = Pt(8)

    def _put(self, xml: str) -> None:
        self._end.addprevious(parse_xml(xml.replace(">", f" {_NAMESPACES}>", 1)))

    def _style(self, name: str) -> str:
        return f'<w:pStyle w:val="{self._styles[name]}"/>'

    def _paragraph(self, runs: Sequence[Run], *, properties: str = "", anchors: Sequence[str] = ()) -> str:
        within = "".join([*map(self._bookmark, anchors), *map(self._run, runs)])
        return f"<w:p><w:pPr>{properties}</w:pPr>{within}</w:p>"

    def _table(self, block: Block) -> str:
        columns = len(block.rows[0])
        grid = f'<w:gridCol w:w="{Mm(WIDTH_MM).twips // columns}"/>' * columns
        rows = "".join(
            f"<w:tr>{''.join(f'<w:tc>{self._paragraph(cell)}</w:tc>' for cell in line)}</w:tr>" for line in block.rows
        )
        look = (
            '<w:tblLook w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        )
        style = f'<w:tblStyle w:val="{self._styles["Light Grid"]}"/><w:tblW w:type="auto" w:w="0"/>{look}'
        return f"<w:tbl><w:tblPr>{style}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"

    def _run(self, run: Run) -> str:
        linked = run.link is not None and (not run.link.startswith("#") or run.link[1:] in self.names)
        look = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/>' if run.code else ""
        look += "<w:b/>" * run.bold + "<w:i/>" * run.italic + (f'<w:color w:val="{_LINK}"/>' if linked else "")
        words = escape(" ".join(run.text.translate(_FORBIDDEN).splitlines()))
        made = f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'
        if not linked or run.link is None:
            return made
        if run.link.startswith("#"):
            return f'<w:hyperlink w:anchor="{self.names[run.link[1:]]}">{made}</w:hyperlink>'
        if run.link not in self._relations:
            relate = self.document.part.relate_to
            self._relations[run.link] = relate(run.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return f'<w:hyperlink r:id="{self._relations[run.link]}">{made}</w:hyperlink>'

    def _bookmark(self, anchor: str) -> str:
        self.marked += 1
        name = f'w:name="{self.names[anchor]}"'
        return f'<w:bookmarkStart w:id="{self.marked}" {name}/><w:bookmarkEnd w:id="{self.marked}"/>'


def _undated(content: bytes) -> bytes:
    """The same archive with every entry at one time, so that equal briefs are equal files."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, date_time=_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, given.read(name))
    return made.getvalue()

"""Where pictures stand in the printed forms, and as what: as SVG for Typst, as PNG made by Typst for Word."""

from __future__ import annotations

import json
from collections.abc import Sequence

import typst

from trucewatch.errors import CannotWrite
from trucewatch.present.brief.blocks import Block
from trucewatch.present.brief.model import Brief
from trucewatch.present.draw.svg import Picture

#: Pictures are set in a typeface that Typst brings along.
FONT = "'Libertinus Serif', serif"
#: Width of a picture on the page in millimetres, and dots per inch where it is made of dots.
WIDTH_MM = 166
DOTS = 150


def pictures_at(brief: Brief, block: Block) -> list[Picture]:
    """The pictures that stand at a block of the brief's Markdown: those by whose names it can be linked."""
    named = brief.pictures.named()
    return [named[anchor] for anchor in block.anchors if anchor in named]


def typst_image(picture: Picture) -> str:
    """The picture in Typst's words, as wide as the page allows."""
    alt = typst_string(f"{picture.title}. {picture.told}")
    drawn = typst_string(picture.standalone(font=FONT))
    return f'#image(bytes({drawn}), format: "svg", width: 100%, alt: {alt})'


def typst_figure(picture: Picture) -> str:
    """The picture with what its signs mean below it, on one page."""
    legend = f"#text(size: 8pt, fill: luma(70))[#{typst_string(picture.legend)}]" if picture.legend else ""
    return f"#block(breakable: false)[{typst_image(picture)}\n\n{legend}]"


def as_pngs(pictures: Sequence[Picture]) -> list[bytes]:
    """The pictures in dots, as Typst draws them: all at once, since it begins by looking for typefaces each time.

    Raises: CannotWrite if Typst cannot draw them.
    """
    if not pictures:
        return []
    setting = f"#set page(width: {WIDTH_MM}mm, height: auto, margin: 0mm)\n"
    pages = setting + "\n#pagebreak()\n".join(typst_image(picture) for picture in pictures)
    try:
        made = typst.compile(pages.encode("utf-8", "replace"), format="png", ppi=DOTS)
    except typst.TypstError as error:
        raise CannotWrite(f"the pictures cannot be drawn: {error}; write the brief as html or md instead") from error
    return [bytes(page) for page in made] if isinstance(made, list) else [bytes(made)]


def typst_string(words: str) -> str:
    """The words as a Typst string."""
    return json.dumps(words, ensure_ascii=False).replace("\\u", "\\u{").replace("\\b", "").replace("\\f", "")

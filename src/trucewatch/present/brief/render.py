"""A brief as one HTML page and as Markdown, from the templates beside this file.

The page stands alone: its style and drawings are inside it, it loads nothing and runs no script.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Literal

from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from trucewatch.present.brief.model import NEAR, Brief, Passage
from trucewatch.present.brief.picture_words import map_left_out
from trucewatch.present.brief.provisions import anchor_of
from trucewatch.present.brief.words import SECTIONS, counted, day_words, listed, section_number
from trucewatch.present.draw.map import DISCLAIMER
from trucewatch.present.draw.svg import dot
from trucewatch.present.draw.svg import style as picture_style
from trucewatch.present.trend_words import apart_words, row_words, stretch_words
from trucewatch.present.trend_words import number_words as trend_number
from trucewatch.records.languages import language_name

#: Characters that Markdown readers act on inside a line.
MARKS = re.compile(r"([\\`*_\[\]<>#|~$])")
#: Half characters out of damaged pages, which no file in UTF-8 can hold.
LONE = re.compile("[\ud800-\udfff]")
#: A line that begins like this would become a list or heading.
LINE_START = re.compile(r"^(\d+)([.)])|^([-+=])", re.MULTILINE)


def render_html(brief: Brief, *, typeface: Literal["sans", "serif"] = "sans") -> str:
    """One self-contained page; ``typeface`` sets the brief's own words, the sources' words are always in serif."""
    page = _environment().get_template("brief.html.j2").render(brief=brief, typeface=typeface)
    return LONE.sub("\ufffd", page) + "\n"


def render_markdown(brief: Brief) -> str:
    """The same content as Markdown (with anchors in HTML, so that ids can be linked)."""
    written = _environment().get_template("brief.md.j2").render(brief=brief)
    return LONE.sub("\ufffd", re.sub(r"\n{3,}", "\n\n", written).strip()) + "\n"


def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "css": css_string,
        "day": day_words,
        "md": md,
        "md_passage": md_passage,
        "md_lines": md_lines,
        "md_address": lambda url: url.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E"),
        "listed": listed,
        "short": short,
        "capfirst": lambda words: words[:1].upper() + words[1:],
        "ref_anchor": anchor_of,
        "address": address_shown,
        "drawn": Markup,
        "sign_drawn": lambda sign: Markup(dot("statement" if sign == "dot" else "incident", 7, 6, size=3.6)),
        "language": language_name,
        "comment": lambda words: words.replace("--", "- -").replace(">", ""),
    }
    environment.globals |= {
        "counted": counted,
        "near_days": NEAR,
        "sections": dict(SECTIONS),
        "section_no": section_number,
        "stretch_words": stretch_words,
        "trend_number": trend_number,
        "row_words": row_words,
        "apart_words": apart_words,
        "map_disclaimer": DISCLAIMER,
        "map_left_out": map_left_out,
        "style": Markup(_template("brief.css") or "") + Markup(_picture_rules()),
    }
    return environment


def _picture_rules() -> str:
    """The colours of the pictures on a light page, and on a dark screen."""
    dark = picture_style(dark=True, within=".pic ")
    return f"{picture_style(within='.pic ')}\n@media screen and (prefers-color-scheme: dark) {{{dark}}}"


def _template(name: str) -> str | None:
    path = files("trucewatch") / "present" / "brief" / "templates" / name
    return path.read_text(encoding="utf-8") if path.is_file() else None


def css_string(words: str) -> Markup:
    """The words as the inside of a CSS string: whatever is no letter, digit or space is written by its number."""
    return Markup("".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in words))


def short(words: str, longest: int) -> str:
    """The words, cut at a space if they are longer."""
    if len(words) <= longest:
        return words
    return words[: words.rfind(" ", 0, longest)].rstrip(" ,;:(–-") + " …"


def address_shown(url: str) -> str:
    """An address short enough to read; the link holds the whole."""
    bare = re.sub(r"^https?://(www\.)?", "", url)
    return bare if len(bare) <= 64 else bare[:61] + "…"


def md(words: str | int) -> str:
    """Words in one line that Markdown shows as they are."""
    return MARKS.sub(r"\\\1", " ".join(str(words).split()))


def md_lines(content: str) -> str:
    """A whole text, its paragraphs kept."""
    return "\n\n".join(_line(md(paragraph)) for paragraph in re.split(r"\n\s*\n", content) if paragraph.strip())


def md_passage(passage: Passage) -> str:
    """Words in bold between their context, in one line."""
    parts: list[str] = []
    for piece in passage.pieces:
        words = MARKS.sub(r"\\\1", re.sub(r"\s+", " ", piece.text))
        if piece.kind == "words":
            bare = words.strip()
            lead = words[: len(words) - len(words.lstrip())]
            parts.append(f"{lead}**{bare}**{words[len(words.rstrip()) :]}" if bare else words)
        else:
            parts.append(words)
    return _line("".join(parts).strip())


def _line(escaped: str) -> str:
    """The line, unable to become a list or a heading."""
    return LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", escaped)

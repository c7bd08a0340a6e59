"""A brief as PDF, set by Typst: the content of the Markdown with its links. The same brief gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import typst

from trucewatch.errors import CannotWrite
from trucewatch.present.brief.blocks import Block, Run, blocks_of
from trucewatch.present.brief.model import Brief
from trucewatch.present.brief.printed import pictures_at, typst_figure, typst_string
from trucewatch.present.brief.render import render_markdown, short
from trucewatch.present.brief.words import day_words

#: The longest source that is set, in characters: Typst takes some 420 bytes of memory for each.
MOST = 12_500_000
#: The longest title in the foot of a page, in characters.
_FOOT = 70
#: Widths of columns: the one that holds the words gets the room that is left.
_NARROW = 24
_BROAD = 56
_SETUP = """
#set document(title: {title}, keywords: ({label},), date: datetime(year: {year}, month: {month}, day: {day}))
#set page(paper: "a4", margin: (x: 22mm, top: 24mm, bottom: 22mm),
  header: {marked},
  footer: context stack(spacing: 4pt, {marked},
    align(center, text(size: 8pt, fill: luma(90))[#{foot} · #counter(page).display("1 / 1", both: true)])))
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"), size: 10pt, lang: "en", fallback: true)
#set par(leading: 0.58em, spacing: 0.9em)
#set heading(numbering: none)
#show heading.where(level: 1): set text(size: 17pt)
#show heading.where(level: 2): it => block(above: 1.6em, below: 0.8em, text(size: 13.5pt, it.body))
#show heading.where(level: 3): it => block(above: 1.3em, below: 0.6em, sticky: true, text(size: 11pt, it.body))
#show heading.where(level: 4): it => block(above: 1em, below: 0.5em, sticky: true, text(style: "italic", it.body))
#show link: set text(fill: rgb("#27496d"))
#set table(stroke: (x, y) => (bottom: 0.4pt + luma(180)), inset: (x: 3pt, y: 3pt))
#show table.cell: set text(size: 8.5pt)
#show table.cell: set par(justify: false)
"""


def render_pdf(brief: Brief) -> bytes:
    """The brief as a PDF file.

    Raises: CannotWrite if Typst cannot set it, or not in the memory of a usual machine.
    """
    mark = brief.handling.upper()
    every = blocks_of(render_markdown(brief))
    # the mark stands at the head of each page
    blocks = [b for b in every if not (b.kind == "paragraph" and _plain(b.runs) == mark)]
    known = {anchor for block in blocks for anchor in block.anchors}
    made = brief.made_at.date()
    source = _SETUP.format(
        title=typst_string(brief.title), year=made.year, month=made.month, day=made.day,
        label=typst_string(brief.handling), marked=_marked(mark, brief.frame.mark.colour),
        foot=typst_string(f"{short(brief.title, _FOOT)}, {day_words(made)}"),
    )  # fmt: skip
    source += "\n".join(_typeset(blocks, known, brief))
    if len(source) > MOST:
        raise CannotWrite(
            f"the brief has {len(source):,} characters to set as PDF, more than the {MOST:,} for which some 5 GB of "
            f"memory are needed; ask for less with --since, --until, --side or --provision, or write it as html or md"
        )
    try:
        return bytes(typst.compile(source.encode("utf-8", "replace")))
    except typst.TypstError as error:
        raise CannotWrite(f"the brief cannot be set as PDF: {error}; write it as html or md instead") from error


def _marked(mark: str, colour: str | None) -> str:
    """The handling mark as it stands at the head and foot of each page: in its colour on black, if it has one."""
    words = f"[#{typst_string(mark)}]"
    if colour is None:
        return f'align(center, text(size: 8pt, weight: "bold", tracking: 0.5pt){words})'
    text = f'text(size: 12pt, weight: "bold", fill: rgb("{colour}")){words}'
    return f"align(right, box(fill: black, inset: (x: 5pt, y: 3pt), {text}))"


def _typeset(blocks: Sequence[Block], known: set[str], brief: Brief) -> Iterator[str]:
    quoted: list[str] = []
    for n, block in enumerate(blocks):
        labels = "".join(f"#metadata(none) #label({typst_string(anchor)})" for anchor in block.anchors)
        pictures = "".join(f"\n{typst_figure(picture)}\n" for picture in pictures_at(brief, block))
        if block.kind == "heading":
            yield f"{labels}\n#heading(level: {block.level})[{_inline(block.runs, known)}]{pictures}"
            continue
        if pictures:
            yield pictures
        if block.kind == "table":
            yield labels + _table(block, known)
        elif block.kind == "quote":
            quoted.append(f"#par[{labels}{_inline(block.runs, known)}]")
            # words and where they stand are two paragraphs of one quotation, which ends with its citation
            if n + 1 == len(blocks) or blocks[n + 1].kind != "quote" or len(quoted) == 2:
                inside = "".join(quoted)
                yield f"#block(inset: (left: 8pt), stroke: (left: 1.2pt + luma(190)), breakable: true)[{inside}]"
                quoted = []
        elif block.kind == "item":
            mark = f'"{block.number}."' if block.number is not None else '"•"'
            words = _inline(block.runs, known)
            yield f"#grid(columns: (1.4em, 1fr), [#{mark}], [{labels}{words}])"
        else:
            yield f"#par[{labels}{_inline(block.runs, known)}]"


def _table(block: Block, known: set[str]) -> str:
    heads, *rows = block.rows
    widths = [max((len(_plain(row[n])) for row in block.rows if n < len(row)), default=0) for n in range(len(heads))]
    columns = ", ".join("auto" if width <= _NARROW else f"{min(max(width, _BROAD), 160)}fr" for width in widths)
    cells = [f"table.header({', '.join(f'[#strong[{_inline(head, known)}]]' for head in heads)})"]
    cells += [f"[{_inline(cell, known)}]" for row in rows for cell in row]
    return f"#table(columns: ({columns},), {', '.join(cells)})"


def _inline(runs: Iterable[Run], known: set[str]) -> str:
    out = []
    for run in runs:
        words = f"#{typst_string(run.text)}"
        if run.code:
            words = f"#raw({typst_string(run.text)})"
        if run.italic:
            words = f"#emph[{words}]"
        if run.bold:
            words = f"#strong[{words}]"
        if run.link and run.link.startswith("#"):
            if run.link[1:] in known:
                words = f"#link(label({typst_string(run.link[1:])}))[{words}]"
        elif run.link:
            words = f"#link({typst_string(run.link)})[{words}]"
        out.append(words)
    return "".join(out)


def _plain(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)

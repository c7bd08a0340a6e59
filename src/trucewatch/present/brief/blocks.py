"""A brief in Markdown as plain blocks, from which the printed forms (PDF, Word) are made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

BlockKind = Literal["heading", "paragraph", "item", "quote", "table"]
#: What the Markdown writes in HTML so that ids can be linked.
_ANCHOR = re.compile(r'<a id="([^"]+)">')


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words set alike; ``link`` is an address, or "#ANCHOR" for a place in the brief."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading (``level`` 1 to 4), paragraph, list item (``number`` if the list counts), quotation or table.

    ``anchors`` are the places in it that may be linked. A table has ``rows`` of cells, its heads first.
    """

    kind: BlockKind
    runs: tuple[Run, ...] = ()
    level: int = 0
    number: int | None = None
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()
    anchors: tuple[str, ...] = ()


def blocks_of(markdown: str) -> tuple[Block, ...]:
    """The blocks of a brief's Markdown, in order."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    return tuple(_carry_anchors(_blocks(tokens)))


def _carry_anchors(blocks: Iterator[Block]) -> Iterator[Block]:
    """Anchors that stand in a paragraph of their own go to the block behind them."""
    waiting: tuple[str, ...] = ()
    for block in blocks:
        if block.anchors and not block.rows and not any(run.text.strip() for run in block.runs):
            waiting += block.anchors
            continue
        yield replace(block, anchors=waiting + block.anchors) if waiting else block
        waiting = ()


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    quoted = 0
    counting: list[int | None] = []
    kind: BlockKind = "paragraph"
    level = 0
    rows: list[tuple[tuple[Run, ...], ...]] = []
    cells: list[tuple[Run, ...]] = []
    anchors: list[str] = []
    in_table = first_in_item = False
    for token in tokens:
        if token.type == "heading_open":
            kind, level = "heading", int(token.tag[1])
        elif token.type == "blockquote_open":
            quoted += 1
        elif token.type == "blockquote_close":
            quoted -= 1
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            counting.append(int(token.attrGet("start") or 1) - 1 if token.type == "ordered_list_open" else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            counting.pop()
        elif token.type == "list_item_open":
            first_in_item = True
            if counting[-1] is not None:
                counting[-1] += 1
        elif token.type == "table_open":
            in_table, rows, anchors = True, [], []
        elif token.type == "table_close":
            yield Block(kind="table", rows=tuple(rows), anchors=tuple(anchors))
            in_table = False
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            rows.append(tuple(cells))
        elif token.type == "inline":
            runs, here = _runs(token.children or ())
            if in_table:
                cells.append(runs)
                anchors += here
            elif quoted:
                yield Block(kind="quote", runs=runs, anchors=here)
            elif kind == "heading":
                yield Block(kind="heading", level=level, runs=runs, anchors=here)
            elif counting and first_in_item:
                yield Block(kind="item", runs=runs, number=counting[-1], level=len(counting), anchors=here)
                first_in_item = False
            else:
                yield Block(kind="paragraph", runs=runs, anchors=here)
        elif token.type == "heading_close":
            kind = "paragraph"


def _runs(tokens: Sequence[Token]) -> tuple[tuple[Run, ...], tuple[str, ...]]:
    """The runs of a line, and the anchors in it."""
    runs: list[Run] = []
    anchors: list[str] = []
    bold = italic = 0
    link: str | None = None
    for token in tokens:
        if token.type == "strong_open":
            bold += 1
        elif token.type == "strong_close":
            bold -= 1
        elif token.type == "em_open":
            italic += 1
        elif token.type == "em_close":
            italic -= 1
        elif token.type == "link_open":
            link = str(token.attrGet("href"))
        elif token.type == "link_close":
            link = None
        elif token.type == "html_inline":
            anchors += _ANCHOR.findall(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            runs.append(Run(text=" "))
        elif token.content:
            code = token.type == "code_inline"
            runs.append(Run(text=token.content, bold=bool(bold), italic=bool(italic), code=code, link=link))
    return tuple(runs), tuple(anchors)

"""Read a web page: the whole visible text, block by block, each with the role that markup and words tell.

The text is built here from the parsed tree: one block per block element, joined by an empty line. What
trafilatura takes for the main content is one vote for "body" beside tags, class names and the words themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from trucewatch.errors import NoArticle
from trucewatch.text.furniture import Label
from trucewatch.text.markup import (
    ARIA_ROLES,
    BLOCKS,
    CITES,
    CLASS_ROLES,
    CONTENT_CLASS,
    HEADINGS,
    HIDDEN_CLASS,
    HIDDEN_STYLE,
    MAIL_CUES,
    TAG_ROLES,
    UNSEEN,
)
from trucewatch.text.notices import notice_kind
from trucewatch.text.plain import Layout, lay_out
from trucewatch.text.units import WORD, Unit, unit

CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,80}encoding\s*=\s*["']([\w.:-]+)""", re.I
)
#: Roles that a vote for body does not outweigh.
FINAL = frozenset({"navigation", "share", "comment", "caption", "teaser"})
#: The same, and the one that is body anyway.
FIRM = FINAL | {"standfirst"}
#: A wrapper that holds more than this share of the page's paragraph words tells nothing by its class name.
WRAPPER_SHARE = 0.5
#: Fewer body words than this, and a page has no article.
LEAST_WORDS = 20
#: Elements deeper than this are read as one stretch.
DEEPEST = 400


@dataclass(slots=True)
class Piece:
    """A block of the page while it is gathered; ``quoted`` and ``mail`` tell of mails (markup.CITES, MAIL_CUES)."""

    words: str
    tag: str
    cue: Label | None
    content: bool
    linked: float
    quoted: int = 0
    mail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that was read: the text built from it, and its layout."""

    content: str
    layout: Layout


def declared_charset(content: bytes) -> str | None:
    """The charset that a page's own head declares, if it does."""
    match = CHARSET.search(content[:4096])
    return (match.group(1) or match.group(2)).decode("ascii", "replace") if match else None


def looks_like_html(words: str) -> bool:
    """True for text that holds paragraphs of markup (feeds and data sets keep articles so)."""
    return len(re.findall(r"</?(?:p|div|br|h[1-6]|li|span|strong|em|a)\b[^>]*>", words[:5000], re.I)) >= 2


def parse_html(markup: str) -> lxml_html.HtmlElement | None:
    """Parse a page; None where there is no element at all."""
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    data = markup.lstrip("\ufeff").replace("\x00", "").encode("utf-8", "replace")
    try:
        tree = lxml_html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    return tree


def read_page(markup: str, *, tree: lxml_html.HtmlElement, name: str, headline: str | None = None) -> Page:
    """Build the text of a page, whose parsed ``tree`` is given, with its blocks.

    ``headline`` is a title known from elsewhere (metadata), which settles which heading is the title.
    Raises: NoArticle when nothing on the page is prose.
    """
    main = main_content(markup)
    pieces = list(gather(tree))
    content, units = _join(pieces)
    hints = hints_of(pieces, units, main, headline)
    layout = lay_out(content, units=units, hints=hints)
    if layout.prose < LEAST_WORDS and not _withdrawn(content, layout):
        raise NoArticle(
            f"{name} holds no article: {layout.prose} words of running text among {sum(u.size for u in units)}; "
            "if the page is filled in by a script, save it from a browser after it has loaded"
        )
    return Page(content=content, layout=layout)


def _withdrawn(content: str, layout: Layout) -> bool:
    """True for a page that holds no article because its outlet took it back, and says so."""
    notices = (content[block.start : block.end] for block in layout.blocks if block.role == "notice")
    return any(notice_kind(words) == "retraction" for words in notices)


def main_content(markup: str) -> str:
    """What trafilatura takes for the main content; empty where it finds none."""
    found = trafilatura.extract(
        markup, output_format="txt", include_comments=False, include_tables=True, favor_recall=False, deduplicate=False
    )
    return found or ""


def _names(element: lxml_html.HtmlElement) -> str:
    """Class and id in lower case, words parted at capitals ("articleBody" -> "article-body")."""
    names = f"{element.get('class', '')} {element.get('id', '')} {element.get('itemprop', '')}"
    return re.sub(r"([a-z])([A-Z])", r"\1-\2", names).casefold()


def _unseen(element: lxml_html.HtmlElement, names: str) -> bool:
    if element.tag in UNSEEN or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return bool(HIDDEN_STYLE.search(element.get("style", ""))) or not HIDDEN_CLASS.isdisjoint(names.split())


def _cue(element: lxml_html.HtmlElement, names: str, *, inside: bool) -> Label | None:
    """The role that an element's own tag, ARIA role or class tells for all within it."""
    tag = str(element.tag)
    if tag == "header" and not inside:
        return "navigation", "header of the page"
    if tag in TAG_ROLES:
        return TAG_ROLES[tag], f"<{tag}>"
    aria = element.get("role", "").casefold()
    if aria in ARIA_ROLES:
        return ARIA_ROLES[aria], f"role={aria}"
    if names.strip() and tag not in {"html", "body", "main", "article"}:
        for role, pattern in CLASS_ROLES:
            match = pattern.search(names)
            if match:
                return role, f"class {match.group().strip(' _-')}"
    return None


def _paragraph_words(tree: lxml_html.HtmlElement) -> dict[lxml_html.HtmlElement, int]:
    """How many characters of paragraph text stand below each element that holds any."""
    sizes: dict[lxml_html.HtmlElement, int] = {}
    for paragraph in tree.iter("p"):
        size = len(paragraph.text_content())
        if size < 40:
            continue
        for number, element in enumerate((paragraph, *paragraph.iterancestors())):
            if number > DEEPEST:
                break
            sizes[element] = sizes.get(element, 0) + size
    return sizes


def gather(tree: lxml_html.HtmlElement) -> Iterator[Piece]:
    """Walk the tree once, without recursion, and give a piece for every stretch between block boundaries."""
    sizes = _paragraph_words(tree)
    whole = max(sizes.values(), default=0)
    stack = [_Within("html")]
    words: list[str] = []
    linked = 0

    def flush() -> Iterator[Piece]:
        nonlocal linked
        joined = "".join(words)
        words.clear()
        within = stack[-1]
        for stretch in re.split(r"\n[ \t\r\f]*\n\s*", joined) if within.tag != "pre" else [joined]:
            tidy = "\n".join(filter(None, (" ".join(line.split()) for line in stretch.split("\n"))))
            if tidy:
                share = linked / max(1, len(joined))
                yield Piece(tidy, within.tag, within.cue, within.content, share, within.quoted, within.mail)
        linked = 0

    skipping = 0
    in_link = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            if event == "end" and not skipping and element.tail:
                words.append(_flat(element.tail))
            continue
        tag = element.tag
        if event == "start":
            if skipping:
                skipping += 1
                continue
            names = _names(element)
            if _unseen(element, names):
                skipping = 1
                continue
            if tag in BLOCKS:
                yield from flush()
                stack.append(
                    _below(stack[-1], element, names, wrapper=sizes.get(element, 0) > WRAPPER_SHARE * whole > 0)
                )
            elif tag == "br":
                words.append("\n")
            elif tag == "a":
                in_link += 1
            if element.text:
                words.append(element.text if stack[-1].tag == "pre" else _flat(element.text))
                linked += len(element.text) if in_link else 0
            continue
        if skipping:
            skipping -= 1
            if skipping == 0 and element.tail:
                words.append(_flat(element.tail))
            continue
        if tag in BLOCKS:
            yield from flush()
            stack.pop()
        elif tag == "a":
            in_link -= 1
        if element.tail:
            words.append(element.tail if stack[-1].tag == "pre" else _flat(element.tail))
            linked += len(element.tail) if in_link else 0
    yield from flush()


@dataclass(frozen=True, slots=True)
class _Within:
    """What holds inside an element: the nearest telling cue, whether it is marked as an article's content or stands in
    an article; how many quoted mails it stands in, and which part of a mail it is marked as."""

    tag: str
    cue: Label | None = None
    content: bool = False
    inside: bool = False
    quoted: int = 0
    mail: str = ""


def _below(above: _Within, element: lxml_html.HtmlElement, names: str, *, wrapper: bool) -> _Within:
    """What holds inside an element that stands in another."""
    cue = above.cue
    inside = above.inside or element.tag in {"article", "main"} or element.get("role") in {"main", "article"}
    own = None if wrapper else _cue(element, names, inside=inside)
    # within a menu, comment or share bar nothing is a byline or caption of the report
    if cue is None or (own is not None and cue[0] not in FINAL):
        cue = own or cue
    cites = element.tag == "blockquote" and (element.get("type") == "cite" or CITES.search(names) is not None)
    return _Within(
        tag=str(element.tag), cue=cue, content=above.content or CONTENT_CLASS.search(names) is not None, inside=inside,
        quoted=above.quoted + cites,
        mail=above.mail or next((part for part, pattern in MAIL_CUES if pattern.search(names)), ""),
    )  # fmt: skip


def _flat(words: str) -> str:
    return re.sub(r"[\s\u200b]+", " ", words)


def _join(pieces: list[Piece]) -> tuple[str, list[Unit]]:
    parts: list[str] = []
    units: list[Unit] = []
    at = 0
    content = "\n\n".join(piece.words for piece in pieces)
    for piece in pieces:
        parts.append(piece.words)
        units.append(unit(content, at, at + len(piece.words), 1))
        at += len(piece.words) + 2
    return content, units


def hints_of(pieces: list[Piece], units: list[Unit], main: str, headline: str | None) -> dict[int, Label]:
    """The role that markup and vote tell for each unit, by its start; none where they are silent."""
    lines, shingles = _vote_index(main)
    hints: dict[int, Label] = {}
    title = _title_piece(pieces, units, headline)
    for number, (piece, block) in enumerate(zip(pieces, units, strict=True)):
        if number == title:
            hints[block.start] = ("title", f"<{piece.tag}>")
            continue
        voted = _voted(block, lines, shingles)
        prose = (block.size >= 8 and block.ends_sentence) or block.size >= 25
        if piece.cue is not None and (piece.cue[0] in FIRM or not (voted and prose)):
            hints[block.start] = piece.cue
        elif piece.tag in HEADINGS:
            if voted:
                hints[block.start] = ("heading", f"<{piece.tag}> in the main content")
        elif piece.linked > 0.8 and not voted:
            hints[block.start] = ("teaser" if block.size > 3 else "navigation", "nothing but links")
        elif voted and prose:
            hints[block.start] = ("body", "main content by trafilatura")
        elif piece.content and prose:
            hints[block.start] = ("body", "class of the article's content")
    return hints


def _title_piece(pieces: list[Piece], units: list[Unit], headline: str | None) -> int | None:
    """The heading that is the title: like the known headline, else the first <h1> outside menus with three words."""
    known = " ".join(WORD.findall(headline)).casefold() if headline else ""
    heads = [n for n, piece in enumerate(pieces) if piece.tag in HEADINGS and units[n].size >= 2]
    if known:
        for n in heads:
            if units[n].key and (units[n].key == known or (units[n].size >= 4 and known.startswith(units[n].key))):
                return n
    first = [n for n in heads if pieces[n].tag == "h1" and units[n].size >= 3]
    outside = [n for n in first if (pieces[n].cue or ("", ""))[0] not in FINAL]
    return next(iter(outside or first), None)


def _vote_index(main: str) -> tuple[set[str], set[tuple[str, ...]]]:
    """Whole lines, and every five words in a row, of the main content."""
    lines: set[str] = set()
    shingles: set[tuple[str, ...]] = set()
    for line in main.splitlines():
        found = [word.casefold() for word in WORD.findall(line)]
        if found:
            lines.add(" ".join(found))
            shingles.update(tuple(found[n : n + 5]) for n in range(len(found) - 4))
    return lines, shingles


def _voted(block: Unit, lines: set[str], shingles: set[tuple[str, ...]]) -> bool:
    """True if the block stands in the main content: as a line, or by 60 of 100 of its five-word runs."""
    if block.key in lines:
        return True
    found = block.key.split(" ")
    runs = [tuple(found[n : n + 5]) for n in range(len(found) - 4)]
    return bool(runs) and sum(run in shingles for run in runs) >= 0.6 * len(runs)

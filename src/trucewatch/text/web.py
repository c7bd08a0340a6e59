"""From markup to a reading: the page's own data first, then its text, then what its words say."""

from __future__ import annotations

from trucewatch.errors import NoArticle
from trucewatch.records.capture import Capture
from trucewatch.records.report import Found
from trucewatch.text.html import parse_html, read_page
from trucewatch.text.page_metadata import in_address, in_head, without_site
from trucewatch.text.result import Reading, make_reading


def read_markup(
    capture: Capture,
    markup: str,
    *,
    name: str,
    reader: str,
    encoding: str | None,
    note: str | None = None,
    known: tuple[Found, ...] = (),
) -> Reading:
    """Read a page whose markup is decoded. ``known`` are values from around it (mail headers, a row's fields).

    Raises: NoArticle when nothing on the page is prose.
    """
    tree = parse_html(markup)
    if tree is None:
        raise NoArticle(f"{name} holds no HTML elements; there is nothing to read")
    head = list(in_head(tree))
    headline = next((f.value for f in (*known, *head) if f.field == "title"), None)
    page = read_page(markup, tree=tree, name=name, headline=headline)
    shown = page.content[slice(*page.layout.title)] if page.layout.title else None
    address = next((f.value for f in head if f.field == "url"), capture.url)
    return make_reading(
        capture, page.content, page.layout, reader=reader, encoding=encoding, note=note,
        known=(*known, *without_site(head, shown), *in_address(address)),
    )  # fmt: skip

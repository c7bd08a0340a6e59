"""What a web page's head says about the report: meta elements, JSON-LD, <time>, address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import html as lxml_html

from trucewatch.records.report import Found, FoundField
from trucewatch.text.dates import date_in_url, published_value
from trucewatch.text.judged import heads
from trucewatch.text.units import WORD

META: dict[str, FoundField] = {
    "og:title": "title", "twitter:title": "title", "dc.title": "title", "dcterms.title": "title",
    "parsely-title": "title",
    "sailthru.title": "title", "headline": "title",
    "og:site_name": "publisher", "publisher": "publisher", "dc.publisher": "publisher",
    "dcterms.publisher": "publisher",
    "application-name": "publisher", "article:published_time": "published", "og:published_time": "published",
    "article.published": "published", "datepublished": "published", "date": "published", "pubdate": "published",
    "publishdate": "published", "publish-date": "published", "publish_date": "published",
    "publication_date": "published",
    "dc.date": "published", "dc.date.issued": "published", "dcterms.date": "published", "dcterms.created": "published",
    "dcterms.issued": "published", "parsely-pub-date": "published", "sailthru.date": "published",
    "article_date_original": "published",
    "cxenseparse:recs:publishtime": "published", "og:url": "url", "dc.rights": "licence",
    "dcterms.rights": "licence", "license": "licence",
}  # fmt: skip
ARTICLE_TYPES = re.compile(r"article|posting|report|statement|webpage|liveblog", re.I)
DEEPEST = 6


def in_head(tree: lxml_html.HtmlElement) -> Iterator[Found]:
    """Every value that the page's markup gives, surest kind first; conflicts are kept."""
    seen: set[tuple[str, str]] = set()
    for field, value, detail in (*_meta(tree), *_json_ld(tree), *_elements(tree)):
        value = " ".join(value.split())
        if field == "published":
            value = published_value(value) or ""
        if value and len(value) <= 2000 and (field, value) not in seen:
            seen.add((field, value))
            yield Found(field=field, value=value, basis="metadata", detail=detail)


def in_address(url: str | None) -> Iterator[Found]:
    """The day that a page's address holds."""
    day = date_in_url(url) if url else None
    if day:
        yield Found(field="published", value=day, basis="url", detail="date in the address")


def without_site(found: list[Found], shown: str | None) -> list[Found]:
    """Titles of the head without the site's name after them ("Truce holds | Daily Post" -> "Truce holds").

    The name is taken off when it is the publisher's, or when what is left is the title shown on the page.
    """
    publishers = {_key(f.value) for f in found if f.field == "publisher"}
    shown_key = _key(shown or "")
    tidy: list[Found] = []
    for value in found:
        if value.field == "title":
            for head in heads(value.value):
                rest = _key(value.value[len(head) :])
                if head.strip() and (_key(head) == shown_key or rest in publishers):
                    value = Found(
                        field="title",
                        value=head.strip(),
                        basis=value.basis,
                        detail=f"{value.detail}, without the site's name",
                    )
                    break
        tidy.append(value)
    return tidy


def _key(words: str) -> str:
    return " ".join(WORD.findall(words)).casefold()


def _meta(tree: lxml_html.HtmlElement) -> Iterator[tuple[FoundField, str, str]]:
    given: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().casefold()
        value = element.get("content", "").strip()
        if name in META and value:
            given.setdefault(name, []).append(value)
    for name, field in META.items():  # in the order of trust above, not of the page
        for value in given.get(name, [])[:3]:
            yield field, value, f"meta {name}"


def _elements(tree: lxml_html.HtmlElement) -> Iterator[tuple[FoundField, str, str]]:
    for element in tree.iter("time"):
        value = element.get("datetime", "")
        names = f"{element.get('class', '')} {element.get('itemprop', '')}".casefold()
        if (
            value
            and "updat" not in names
            and "modif" not in names
            and not any(True for _ in element.iterancestors("aside", "nav", "footer"))
        ):
            yield "published", value, "<time datetime>"
            break
    for element in tree.iter():
        if (
            isinstance(element.tag, str)
            and element.get("itemprop", "").casefold() == "datepublished"
            and element.tag not in {"meta", "time"}
        ):
            yield "published", element.get("content") or element.text_content(), "itemprop datePublished"
            break
    for element in tree.iter("link"):
        if element.get("rel", "").casefold() == "canonical" and element.get("href", "").startswith("http"):
            yield "url", element.get("href", ""), "link canonical"
    for element in tree.iter("title"):
        if not any(True for _ in element.iterancestors("svg")):
            yield "title", element.text_content(), "<title>"
            break


def _json_ld(tree: lxml_html.HtmlElement) -> Iterator[tuple[FoundField, str, str]]:
    for script in tree.iter("script"):
        if "ld+json" not in script.get("type", "").casefold():
            continue
        try:
            data = json.loads(script.text_content().strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue  # a broken block of data says nothing; the page itself is still read
        for item in _items(data, 0):
            yield from _item(item)


def _items(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > DEEPEST:
        return
    if isinstance(data, list):
        for entry in data:
            yield from _items(entry, depth + 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        if any(ARTICLE_TYPES.search(k) for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)):
            yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if key in data:
                yield from _items(data[key], depth + 1)


def _item(item: dict[str, Any]) -> Iterator[tuple[FoundField, str, str]]:
    fields: tuple[tuple[str, FoundField], ...] = (
        ("headline", "title"),
        ("datePublished", "published"),
        ("license", "licence"),
    )
    for key, field in fields:
        if isinstance(item.get(key), str):
            yield field, item[key], f"JSON-LD {key}"
    publisher = item.get("publisher") or item.get("sourceOrganization")
    for entry in publisher if isinstance(publisher, list) else [publisher]:
        name = entry.get("name") if isinstance(entry, dict) else entry
        if isinstance(name, str):
            yield "publisher", name, "JSON-LD publisher"

"""What a text says about itself: title, publisher, date of publication, credited agencies, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trucewatch.records.report import Found, FoundField
from trucewatch.records.text import Text
from trucewatch.text.dates import read_date
from trucewatch.text.phrases import AGENCIES, MONTH

#: Picture agencies, and names too short to tell in running text ("PA" is also the Palestinian Authority).
NOT_WIRES = frozenset(
    {"Getty", "Getty Images", "Shutterstock", "Alamy", "NurPhoto", "Rex Features", "Zuma", "Bloomberg"}
)
UNSURE_IN_SENTENCES = frozenset({"PA", "AA", "SPA", "MENA", "Petra", "WAM", "ANI", "SANA"})
SAME_WIRE = {
    "The Associated Press": "AP", "Associated Press": "AP", "Agence France-Presse": "AFP", "Press Association": "PA",
    "Anadolu": "Anadolu Agency", "AA": "Anadolu Agency", "dpa": "DPA", "EPA-EFE": "EFE", "ITAR-TASS": "TASS",
}  # fmt: skip
WIRES = tuple(sorted((a for a in AGENCIES if a not in NOT_WIRES), key=len, reverse=True))
WIRE = "|".join(map(re.escape, WIRES))
SURE_WIRE = "|".join(re.escape(w) for w in WIRES if w not in UNSURE_IN_SENTENCES)
CREDITED = re.compile(
    rf"\((?P<bracket>{SURE_WIRE})\)"
    rf"|\b(?:told|quoted by|reported by|according to|citing|interview with)\s+(?:the\s+)?(?:news agency\s+"
    rf"|agency\s+)?(?P<by>{SURE_WIRE})\b(?!\w)"
    rf"|\b(?P<says>{SURE_WIRE})(?:\s+news agency|\s+agency)?\s+(?:reported|reports|says|said|quoted|cited"
    rf"|has reported|has learned)\b"
)
DATELINE = re.compile(
    rf"\W*(?P<place>[A-Z][\w.'’/ -]{{1,40}}?(?:, ?[A-Z][\w.'’ -]{{1,40}}?)??)?,?\s*"
    rf"(?P<date>(?:{MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{1,2}}\s+{MONTH}(?:,?\s+\d{{2,4}})?))?\s*"
    rf"(?:\((?P<wire>[A-Z][^()]{{1,40}})\))?\s*(?:--|[–—:-])(?:\s|$)",
    re.I,
)
ALL_WIRE = re.compile(rf"(?<!\w)(?:{WIRE})(?!\w)")
SECTIONS = frozenset(
    [
        "world",
        "news",
        "politics",
        "africa",
        "asia",
        "europe",
        "americas",
        "middle",
        "east",
        "international",
        "national",
        "local",
        "home",
        "opinion",
        "business",
        "latest",
        "us",
        "uk",
        "conflict",
        "security",
        "headlines",
        "top",
        "story",
        "stories",
        "features",
        "analysis",
        "updates",
        "live",
        "video",
        "reports",
        "press",
        "release",
    ]
)
OUTLET = re.compile(
    r"\b(?:news|times|post|radio|tv|television|agency|press|daily|weekly|herald|voice|journal|tribune|gazette"
    r"|monitor|observer|mail|star|sun|telegraph|guardian|standard|chronicle|mirror|broadcasting|network|online|today"
    r"|media|report|review|magazine|independent|courier|express|dispatch|sentinel|register|bulletin|channel|jazeera"
    r"|reuters|bbc|cnn|npr|afp|ap|upi)\b",
    re.I,
)
TITLE_SUFFIX = re.compile(r"\s+[|–—-]\s+([^|–—]{2,50})$|\s*\|\s*([^|]{2,50})$")
UPDATED = re.compile(r"\W*(?:last )?(?:updated|modified)", re.I)
FRONT_FIELDS: dict[str, FoundField] = {
    "title": "title", "headline": "title", "date": "published", "post_date": "published", "pubdate": "published",
    "published_at": "published", "publish_date": "published", "published": "published", "publisher": "publisher",
    "source": "publisher", "outlet": "publisher", "url": "url", "link": "url", "permalink": "url", "license": "licence",
    "licence": "licence",
}  # fmt: skip
#: Rules of the layout that put a line right under the title.
UNDER_TITLE = frozenset({"byline after the title", "short line between title and report"})
#: How far from the title a date line may stand and still date the report (blocks).
NEAR_TITLE = 8


def front_matter(text: Text, places: tuple[tuple[int, int], ...]) -> Iterator[Found]:
    """Values of the leading "key: value" lines."""
    for start, end in places:
        words = text.content[start:end]
        key, colon, value = words.partition(":")
        field = FRONT_FIELDS.get(key.strip().casefold())
        value = value.strip().strip("\"'")
        if not colon or field is None or not value:
            continue
        if field == "published":
            value = read_date(value) or ""
        if value:
            yield Found(
                field=field,
                value=value,
                basis="metadata",
                detail=f"front matter {key.strip()}",
                span=text.span(start, end),
            )


def on_the_page(text: Text, title: tuple[int, int] | None) -> Iterator[Found]:
    """Title, outlet's name beside it, date lines near it, dateline and credited agencies of a plain text."""
    if title is not None:
        span = text.trimmed_span(*title)
        if span:
            yield Found(field="title", value=" ".join(span.words.split()), basis="page", detail="headline", span=span)
    yield from _publishers(text)
    pages = list(_page_dates(text))
    yield from pages
    opening = list(dateline(text, known=next((f.value for f in pages), None)))
    yield from opening
    yield from wires(text, seen={f.value for f in opening if f.field == "wire"})


def _publishers(text: Text) -> Iterator[Found]:
    """The outlet's name after the title, as a byline of its own, or in a source line."""
    for block in text.blocks:
        words = text.content[block.start : block.end]
        if block.role == "title" or block.why == "title with the site's name":
            match = TITLE_SUFFIX.search(words)
            if match:
                group = 1 if match.group(1) else 2
                name = match.group(group).strip()
                sections = {w.casefold() for w in re.findall(r"\w+", name)} <= SECTIONS
                if name and name[:1].isupper() and OUTLET.search(name) and not sections and len(name.split()) <= 6:
                    at = block.start + match.start(group)
                    yield Found(
                        field="publisher",
                        value=name,
                        basis="page",
                        detail="after the title",
                        span=text.trimmed_span(at, at + len(match.group(group))),
                    )
        elif (
            block.role == "byline"
            and len(words.split()) <= 4
            and OUTLET.search(words)
            and words[:1].isupper()
            and block.why in UNDER_TITLE
            and not re.match(r"by\b", words, re.I)
        ):
            yield Found(
                field="publisher",
                value=words,
                basis="page",
                detail="line after the title",
                span=text.span(block.start, block.end),
            )


def _page_dates(text: Text) -> Iterator[Found]:
    """Dates on lines of their own near the title, or in front of a title-less report; "updated" lines last."""
    blocks = text.blocks
    anchor = next((n for n, b in enumerate(blocks) if b.role == "title"), None)
    if anchor is None:
        anchor = next((n for n, b in enumerate(blocks) if b.role == "body"), 0)
    late: list[Found] = []
    for n, block in enumerate(blocks):
        if block.role not in {"byline", "credit"} or abs(n - anchor) > NEAR_TITLE:
            continue
        words = text.content[block.start : block.end]
        value = read_date(words)
        if value:
            found = Found(
                field="published", value=value, basis="page", detail="date line", span=text.span(block.start, block.end)
            )
            if UPDATED.match(words):
                late.append(found)
            else:
                yield found
    yield from late[:1]


def dateline(text: Text, *, known: str | None = None) -> Iterator[Found]:
    """Date and agency of a dateline such as "KABUL, Oct. 19 (Reuters) -" that opens the report.

    A dateline without a year takes that of ``known`` (another date of the page) if there is one; else it is left out.
    """
    first = next(text.blocks_in("body"), None)
    if first is None:
        return
    match = DATELINE.match(text.content[first.start : min(first.end, first.start + 140)])
    if not match or not (match.group("date") or match.group("wire")):
        return
    if match.group("date"):
        words = match.group("date")
        value = read_date(words) or (
            read_date(f"{words}, {known[:4]}") or read_date(f"{words} {known[:4]}") if known else None
        )
        if value:
            at = first.start + match.start("date")
            yield Found(
                field="published", value=value, basis="dateline", detail="dateline", span=text.span(at, at + len(words))
            )
    if match.group("wire"):
        for wire in ALL_WIRE.finditer(match.group("wire")):
            at = first.start + match.start("wire") + wire.start()
            yield Found(
                field="wire",
                value=_wire(wire.group()),
                basis="dateline",
                detail="dateline",
                span=text.span(at, at + len(wire.group())),
            )


def wires(text: Text, *, seen: set[str]) -> Iterator[Found]:
    """Agencies credited for the report: bylines, source and credit lines, "(AFP)", "Reuters reported", "told AP".

    Those in ``seen`` are left out, and each is given once.
    """
    for block in text.blocks:
        if block.role in {"byline", "credit"} and block.why != "date line":
            pattern, detail = ALL_WIRE, f"{block.role} line"
        elif block.role == "body":
            pattern, detail = CREDITED, "named in the report"
        else:
            continue
        for match in pattern.finditer(text.content, block.start, block.end):
            group = next((g for g in match.groupdict() if match.group(g)), 0)
            name = _wire(match.group(group))
            if name not in seen:
                seen.add(name)
                yield Found(
                    field="wire",
                    value=name,
                    basis="page",
                    detail=detail,
                    span=text.span(match.start(group), match.end(group)),
                )


def _wire(name: str) -> str:
    return SAME_WIRE.get(name, name)

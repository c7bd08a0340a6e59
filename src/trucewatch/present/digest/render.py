"""A digest in plain words and as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from trucewatch.present.brief.frame import Line, NewsGroup
from trucewatch.present.brief.words import counted
from trucewatch.present.digest.make import Digest
from trucewatch.watching import Outgoing, SourceState

WIDTH = 96
#: The form of the JSON; raised when a field changes its meaning or goes.
FORM = 1


def outgoing(digest: Digest) -> Outgoing:
    """A digest ready to be sent."""
    return Outgoing(until=digest.until, subject=subject(digest), words=words(digest), values=values(digest))


def subject(digest: Digest) -> str:
    told = [_counted(group) for group in digest.groups[:3]]
    return " ".join(f"{digest.title}: {', '.join(told) or 'nothing new'}".split())[:150]


def words(digest: Digest) -> str:
    """The whole digest as text with lines of limited length."""
    return "\n".join(_lines(digest)) + "\n"


def values(digest: Digest) -> dict[str, Any]:
    """The whole digest as JSON values (docs/watch.md)."""
    return {
        "form": FORM,
        "title": digest.title,
        "since": digest.since.isoformat() if digest.since else None,
        "until": digest.until.isoformat(),
        "groups": [
            {"heading": g.heading, "more": g.more, "lines": [_line_values(digest, line) for line in g.lines]}
            for g in digest.groups
        ],
        "withheld": digest.withheld,
        "sources": [
            {"name": s.name, "taken": s.taken, "unchanged": s.unchanged, "not_used": dict(s.not_used),
             "problem": s.problem, "problem_since": s.problem_since}
            for s in digest.sources
        ],
    }  # fmt: skip


def _line_values(digest: Digest, line: Line) -> dict[str, Any]:
    cited = [digest.cited[c.number] for c in line.citations if c.number in digest.cited]
    return {
        "words": line.words, "quote": line.quote, "records": [shown for shown, _ in line.leads],
        "sources": [
            {"publisher": c.publisher, "title": c.title, "published": c.published, "url": c.url} for c in cited
        ],
    }  # fmt: skip


def _lines(digest: Digest) -> Iterator[str]:
    yield from textwrap.wrap(digest.title, WIDTH)
    since = f"since {_instant(digest.since)}" if digest.since else "since the case was begun"
    yield f"Digest of what is new in the record {since}, up to {_instant(digest.until)}."
    yield ""
    told = ", ".join(_counted(group) for group in digest.groups)
    yield from textwrap.wrap(f"In short: {told or 'nothing new'}.", WIDTH)
    yield "Reports are given as published; nothing here says who is right."
    for group in digest.groups:
        yield ""
        yield f"{group.heading} ({_number(group)})"
        for line in group.lines:
            yield from _line(digest, line)
        if group.more:
            yield f"  - and {group.more} more"
    yield from _sources(digest.sources)
    if digest.withheld:
        yield ""
        yield f"{counted(digest.withheld, 'item')} not shown: marked confidential, or without words at hand."


def _line(digest: Digest, line: Line) -> Iterator[str]:
    cited = [digest.cited[c.number] for c in line.citations if c.number in digest.cited]
    ids = f" [{', '.join(shown for shown, _ in line.leads)}]" if line.leads else ""
    yield from textwrap.wrap(f"{line.words}{ids}", WIDTH, initial_indent="  - ", subsequent_indent="    ")
    if line.quote:
        quote = " ".join(line.quote.split())
        quote = quote if quote.startswith(("“", '"')) else f"“{quote}”"
        yield from textwrap.wrap(quote, WIDTH, initial_indent="    ", subsequent_indent="    ")
    for one in dict.fromkeys(cited):
        where = ", ".join(part for part in (one.publisher, one.title, one.published) if part)
        if not (one.title and one.title in line.words):  # a line about the report itself says so already
            yield from textwrap.wrap(where, WIDTH, initial_indent="    ", subsequent_indent="    ")
        if one.url:
            yield f"    {one.url}"


def _sources(sources: tuple[SourceState, ...]) -> Iterator[str]:
    silent = [one for one in sources if one.problem]
    partly = [one for one in sources if one.not_used and not one.problem]
    if silent or partly:
        yield ""
        yield f"Sources that could not be read ({len(silent)}), or of which pages were not used ({len(partly)})"
    for one in silent:
        since = f", since {one.problem_since[:10]}" if one.problem_since else ""
        yield from textwrap.wrap(
            f"{one.name}{since}: {one.problem}", WIDTH, initial_indent="  - ", subsequent_indent="    "
        )
    for one in partly:
        told = ", ".join(f"{number} {reason}" for reason, number in one.not_used.items())
        yield from textwrap.wrap(f"{one.name}: {told}", WIDTH, initial_indent="  - ", subsequent_indent="    ")


def _counted(group: NewsGroup) -> str:
    return f"{group.heading[:1].lower()}{group.heading[1:]}: {_number(group)}"


def _number(group: NewsGroup) -> int:
    return len(group.lines) + group.more


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"

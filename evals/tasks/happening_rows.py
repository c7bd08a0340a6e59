"""Rows of the event benchmarks read through the product's own path, from text to incidents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from trucewatch.annotate.attribution import find_statements
from trucewatch.annotate.happenings import find_incidents
from trucewatch.annotate.sentences import Parsed, parse
from trucewatch.annotate.weights import tagger_for
from trucewatch.annotate.when import find_times
from trucewatch.annotate.where import find_places
from trucewatch.records.agreement import Agreement
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.text import Block, Text, text_id
from trucewatch.records.when import When
from trucewatch.records.where import Where
from trucewatch.settings import Settings

#: The benchmarks follow no agreement: nobody is a party.
NO_AGREEMENT = Agreement(id="none", title="No agreement", signed=None, parties=())


@dataclass(frozen=True, slots=True)
class Read:
    """One row with what was read in its text."""

    id: Any
    text: Text
    parsed: Parsed
    times: list[When]
    places: list[Where]
    statements: list[StatementMention]
    incidents: list[IncidentMention]


def as_text(content: str) -> Text:
    """The row's text as it stands, all of it body."""
    blocks = (Block(role="body", start=0, end=len(content), why="a row of a benchmark"),) if content else ()
    return Text(
        id=text_id(content), capture_id="benchmark", content=content, reader="evals", reader_version="1", blocks=blocks
    )


def read(rows: Iterable[dict[str, Any]], *, attribution: bool = True) -> Iterator[Read]:
    """Each row read in turn; ``dct`` (ISO date) is the report's date where a row has one."""
    tagger = tagger_for(Settings.from_environment().attribution) if attribution else None
    for row in rows:
        text = as_text(row.get("text") or "")
        published = date.fromisoformat(row["dct"][:10]) if row.get("dct") else None
        parsed = parse(text)
        times = find_times(text.content, published=published, text_id=text.id)
        places = find_places(parsed)
        statements: list[StatementMention] = []
        if attribution:
            statements = find_statements(
                parsed, agreement=NO_AGREEMENT, published=published, times=times, tagger=tagger
            )[0]
        incidents = find_incidents(
            parsed, statements=statements, agreement=NO_AGREEMENT, published=published, times=times, places=places
        )
        yield Read(row.get("id", row.get("doc")), text, parsed, times, places, statements, incidents)

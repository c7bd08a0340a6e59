"""Short texts of invented parties, parsed for the tests of incidents, counts, figures and commitments."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from trucewatch.annotate.happenings import find_incidents
from trucewatch.annotate.sentences import Parsed, parse
from trucewatch.annotate.when import find_times
from trucewatch.records.agreement import Agreement, Party
from trucewatch.records.maker import Maker
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.text import Block, Text, text_id
from trucewatch.records.where import Where

PUBLISHED = date(2031, 5, 14)  # a Wednesday
HAND = Maker(kind="person", name="the test")
AGREEMENT = Agreement(
    id="lake",
    title="Lake Accord",
    signed=date(2031, 1, 10),
    parties=(
        Party(name="Norland", role="signatory", members=("Norland Army",), demonyms=("Norlander", "Norlandic")),
        Party(name="Southern Front", role="signatory", members=("SF",), aliases=("the Front",)),
    ),
)
PLACES = ("Karsk", "Odrin", "Velm", "Tarn")


def as_text(content: str) -> Text:
    blocks = (Block(role="body", start=0, end=len(content)),) if content else ()
    return Text(id=text_id(content), capture_id="c", content=content, reader="t", reader_version="1", blocks=blocks)


@lru_cache(maxsize=64)
def parsed(content: str) -> Parsed:
    return parse(as_text(content))


def places_in(text: Text) -> list[Where]:
    """The invented towns, as the gazetteer would give a name that it does not know."""
    found = []
    for name in PLACES:
        at = text.content.find(name)
        while at >= 0:
            found.append(Where(name=name, span=text.span(at, at + len(name)), role="mentioned"))
            at = text.content.find(name, at + 1)
    return found


def statement(text: Text, words: str, *, speaker: str, side: str | None, act: str = "report") -> StatementMention:
    at = text.content.index(words)
    return StatementMention.of(
        content=(text.span(at, at + len(words)),), speaker=speaker, speaker_kind="named", side=side, act=act, maker=HAND
    )


def incidents(
    content: str, *statements: tuple[str, str, str | None, str], agreement: Agreement = AGREEMENT
) -> list[IncidentMention]:
    """The incidents of a text; each statement is (words, speaker, side, act)."""
    read = parsed(content)
    said = [statement(read.text, w, speaker=who, side=side, act=act) for w, who, side, act in statements]
    times = find_times(content, published=PUBLISHED, text_id=read.text.id)
    return find_incidents(
        read, statements=said, agreement=agreement, published=PUBLISHED, times=times, places=places_in(read.text)
    )

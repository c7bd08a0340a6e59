"""Short invented reports for the attribution tests, and what the engine makes of them."""

from __future__ import annotations

from datetime import date

from trucewatch.annotate.attribution import find_statements
from trucewatch.annotate.sentences import parse
from trucewatch.annotate.when import find_times
from trucewatch.records.agreement import Agreement, Party
from trucewatch.records.maker import SetAside
from trucewatch.records.mention import StatementMention
from trucewatch.records.text import Block, Text, text_id

#: Two sides of an invented war, an organisation and a real state as guarantor.
AGREEMENT = Agreement(
    id="kessel-2031",
    title="Kessel ceasefire",
    signed=date(2031, 4, 2),
    parties=(
        Party(name="Arvanian government", role="signatory", members=("Arvanian army", "Ministry of Defence")),
        Party(name="Belmar Front", role="signatory", aliases=("BLF",)),
        Party(name="United Nations", role="third party", members=("UNMOK",)),
        Party(name="Norway", role="guarantor"),
    ),
)
SUNDAY = date(2031, 5, 4)


def body(content: str) -> Text:
    """A text that is all body."""
    return Text(
        id=text_id(content), capture_id="c" * 64, content=content, reader="plain", reader_version="1",
        blocks=(Block(role="body", start=0, end=len(content)),) if content else (),
    )  # fmt: skip


def read(content: str, *, published: date | None = SUNDAY) -> tuple[list[StatementMention], list[SetAside]]:
    text = body(content)
    times = find_times(content, published=published, text_id=text.id)
    return find_statements(parse(text), agreement=AGREEMENT, published=published, times=times)


def said(content: str, *, published: date | None = SUNDAY) -> list[StatementMention]:
    """The statements, without reported silence."""
    return [m for m in read(content, published=published)[0] if not m.silence]


def words(mention: StatementMention) -> str:
    """The content in one line."""
    return " || ".join(" ".join(span.words.split()) for span in mention.content)

"""One row of a file of JSON lines: a data set's record of an article."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from trucewatch.errors import EmptyInput, NoArticle, UnreadableInput
from trucewatch.records.capture import Capture
from trucewatch.records.report import Found, FoundField
from trucewatch.text.dates import published_value
from trucewatch.text.decode import decode
from trucewatch.text.html import looks_like_html
from trucewatch.text.plain import lay_out
from trucewatch.text.result import Reading, make_reading
from trucewatch.text.units import Unit, cut, unit
from trucewatch.text.web import read_markup

#: Names of the field that holds the words, in order of preference.
TEXTS = ("text", "content", "body")
FIELDS: tuple[tuple[str, FoundField], ...] = (
    ("title", "title"), ("headline", "title"), ("published", "published"), ("date", "published"),
    ("published_at", "published"),
    ("publisher", "publisher"), ("source", "publisher"), ("outlet", "publisher"), ("url", "url"), ("link", "url"),
    ("licence", "licence"), ("license", "licence"),
)  # fmt: skip


def read_row(capture: Capture, content: bytes, name: str) -> Reading:
    """Read one row: its text field, under its title where the text does not begin with that.

    The row's other fields are values found (basis metadata). A text field that holds markup is read as a page.
    Raises: UnreadableInput for what is no JSON object, NoArticle where no field holds text, EmptyInput.
    """
    decoded = decode(content, declared="utf-8", name=name)
    try:
        row = json.loads(decoded.content.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(f"{name} is no JSON: {error}; one object a line is needed") from None
    if not isinstance(row, dict):
        raise UnreadableInput(f"{name} holds a JSON {type(row).__name__}, not an object with text, title, url …")
    words = next((row[key] for key in TEXTS if isinstance(row.get(key), str) and row[key].strip()), None)
    if words is None:
        if any(key in row for key in TEXTS):
            raise EmptyInput(f"{name} has an empty text; there is nothing to read")
        raise NoArticle(
            f"{name} has none of the fields {', '.join(TEXTS)} (it has {', '.join(map(str, row)) or 'none'})"
        )
    known = tuple(_values(row))
    if looks_like_html(words):
        return read_markup(
            capture,
            words,
            name=name,
            reader="json row, html",
            encoding=decoded.encoding,
            note=decoded.note,
            known=known,
        )
    title = next((f.value for f in known if f.field == "title"), None)
    text, units, titled = under_title(words, title)
    layout = lay_out(text, units=units, hints={0: ("title", "field title")} if titled else None)
    return make_reading(
        capture, text, layout, reader="json row", encoding=decoded.encoding, note=decoded.note, known=known
    )


def under_title(words: str, title: str | None) -> tuple[str, list[Unit] | None, bool]:
    """The words with the title above them, their units, and whether the title was put there.

    Nothing is put above words that begin with the title already.
    """
    if not title or words.lstrip().casefold().startswith(title.casefold()):
        return words, None, False
    text = f"{title}\n\n{words}"
    shift = len(title) + 2
    rest = [unit(text, u.start + shift, u.end + shift, u.gap) for u in cut(words)]
    return text, [unit(text, 0, len(title)), *rest], True


def _values(row: Mapping[str, Any]) -> Iterator[Found]:
    for key, field in FIELDS:
        value = row.get(key)
        if isinstance(value, dict):
            value = value.get("name") or value.get("title")
        if not isinstance(value, str) or not value.strip() or len(value) > 2000:
            continue
        value = " ".join(value.split())
        if field == "published":
            value = published_value(value) or ""
        if value:
            yield Found(field=field, value=value, basis="metadata", detail=f"field {key}")

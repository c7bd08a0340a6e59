"""Header lines that stand in the words of a mail: whose an earlier mail is, and when it was sent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from trucewatch.text import mail_words as table
from trucewatch.text.mail_rows import Row, after_blanks

ENGLISH = re.compile(r"[\s*_>]*(?:from|sent|date)\b", re.IGNORECASE)
#: Below the border so many empty lines at most before the first header line.
MOST_BLANKS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header lines found: for each kind its value and the line that tells it; ``after`` is the next line.

    ``depth`` is how deep they are quoted; ``english`` if their labels are (then numbers in dates may stand either way).
    """

    values: Mapping[str, tuple[str, int]]
    after: int
    depth: int = 0
    english: bool = True

    @property
    def subject(self) -> str:
        return self.values["subject"][0] if "subject" in self.values else ""

    def completed(self, outer: Header) -> Header:
        """The same with what only the mail that holds it tells of sender and day."""
        return self if {"from", "date"} & self.values.keys() else replace(outer, after=self.after)


def headers_at(rows: Sequence[Row], start: int, end: int) -> Header:
    """Read header lines from a line on; ``after`` is ``start`` where there are none.

    Values that run on in the next line, or stand in it, are taken with them. Each kind counts once: a second "Date:"
    belongs to the text.
    """
    values: dict[str, tuple[str, int]] = {}
    at = first = after_blanks(rows, start, min(end, start + MOST_BLANKS + 1))
    after, english, last, depth = start, True, "", 0
    while at < end:
        row = rows[at]
        if row.empty:
            follows = after_blanks(rows, at, end)
            # a table of headers may be written with empty lines between; a text's own "Date:" is not one of them
            value_below = last and not values[last][0]
            if not value_below and (len(values) > 1 or not _is_new(rows, follows, end, values)):
                break
            at = follows
            continue
        found = table.HEADER.fullmatch(row.words.strip())
        kind = next((k for k in table.KINDS if found and found[k]), "") if found else ""
        if found and kind and (kind not in values or kind == "other"):
            if not values:
                depth = row.depth
            if kind == "from":
                english = ENGLISH.match(row.words) is not None
            value = " ".join((found["value"] or "").strip(" *_\t").split())
            values[kind], last = (value, at), kind
        elif last and not values[last][0]:
            values[last] = (" ".join(row.words.split()), at)
        elif last and at > first and not rows[at - 1].closes and _runs_on(row, values[last][0], last):
            values[last] = (f"{values[last][0]} {' '.join(row.words.split())}", values[last][1])
        else:
            break
        at += 1
        after = at
    return Header(values=values, after=after if values else start, depth=depth, english=english)


def _is_new(rows: Sequence[Row], at: int, end: int, values: Mapping[str, tuple[str, int]]) -> bool:
    """True if a header line of a kind that was not told yet stands there."""
    found = table.HEADER.fullmatch(rows[at].words.strip()) if at < end else None
    return found is not None and any(found[kind] and kind not in values for kind in table.KINDS)


def _runs_on(row: Row, value: str, kind: str) -> bool:
    """True for the rest of a value: set in, after a comma, or more addresses."""
    if row.words[:1] in " \t" or value.endswith((",", ";")):
        return True
    few = row.size <= 12 and len(row.words) <= 400
    return kind in ("to", "other", "from") and few and table.ADDRESS.search(row.words) is not None

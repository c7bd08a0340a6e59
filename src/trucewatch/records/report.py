"""The article that captures and texts are versions of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from trucewatch.errors import BadRecord
from trucewatch.records.span import Span

#: How a title, publisher or date became known, surest first. The order decides which value is used;
#: the others are kept beside it.
BASES: tuple[str, ...] = ("person", "option", "sidecar", "metadata", "feed", "url", "dateline", "page", "assumed")
FoundField = Literal["title", "publisher", "author", "published", "url", "licence", "wire", "found_in"]
#: Before the id of a person's decision, in the detail of a value that is known from it.
DECIDED = "d:"
#: What a person may correct of a report.
CORRECTABLE: tuple[FoundField, ...] = ("title", "publisher", "author", "published")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One value for a field of a report, and how we know it.

    ``detail`` says where exactly ("meta article:published_time", "sources.csv line 3"). Dates are ISO
    8601, with the time and zone if the source gives them. ``found_in`` names the message that a report was attached to,
    ``wire`` an agency or channel that a report credits. Only a person may say that a value is not known: it is empty.
    """

    field: FoundField
    value: str
    basis: str
    detail: str = ""
    span: Span | None = None

    def __post_init__(self) -> None:
        if self.basis not in BASES:
            raise BadRecord(f"basis of {self.field} must be one of {', '.join(BASES)}, got {self.basis!r}")
        if not self.value and self.basis != "person":
            raise BadRecord(f"an empty value was found for {self.field}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """An outlet's own note that it corrected, updated or withdrew the report."""

    kind: Literal["correction", "update", "retraction"]
    span: Span
    dated: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNote:
    """What became of a report's page when it was fetched again; the report stays as it was.

    ``words`` say it with the figures; ``capture_id`` is what was received, if anything was.
    """

    kind: Literal["gone", "shrank", "leads elsewhere"]
    noted_at: datetime
    words: str
    capture_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An article, with every value found for publisher, title and date kept with how we know it.

    ``capture_ids`` and ``text_ids`` are in the order received, the last being current. ``files`` are the
    names under which it came in. ``kind`` is "note" for what a person entered without a text of its own.
    ``page_notes`` say what became of the page since, first noted first.
    """

    id: str
    capture_ids: tuple[str, ...]
    text_ids: tuple[str, ...]
    files: tuple[str, ...] = ()
    found: tuple[Found, ...] = ()
    notices: tuple[Notice, ...] = ()
    page_notes: tuple[PageNote, ...] = ()
    kind: Literal["article", "note"] = "article"
    added_at: datetime

    def __post_init__(self) -> None:
        if not self.capture_ids or not self.text_ids:
            raise BadRecord(f"report {self.id[:12]} has no capture or no text")

    def best(self, field: FoundField) -> Found | None:
        """The value in use: the surest basis wins, the first found among equals."""
        known = [f for f in self.found if f.field == field]
        return min(known, key=lambda f: BASES.index(f.basis)) if known else None

    def conflicts(self, field: FoundField) -> list[Found]:
        """The other values found that differ from the one in use (dates are compared by day)."""
        best = self.best(field)
        if best is None:
            return []
        size = 10 if field == "published" else None
        mine = best.value[:size].casefold()
        return [f for f in self.found if f.field == field and f.value[:size].casefold() != mine]

    @property
    def received(self) -> tuple[Found, ...]:
        """The values that stood in what was received or were given with it; not those by which persons corrected it."""
        return tuple(f for f in self.found if not (f.basis == "person" and f.detail.startswith(DECIDED)))

    def _value(self, field: FoundField) -> str | None:
        best = self.best(field)
        return best.value or None if best else None

    @property
    def text_id(self) -> str:
        return self.text_ids[-1]

    @property
    def capture_id(self) -> str:
        return self.capture_ids[-1]

    @property
    def title(self) -> str | None:
        return self._value("title")

    @property
    def publisher(self) -> str | None:
        return self._value("publisher")

    @property
    def author(self) -> str | None:
        return self._value("author")

    @property
    def url(self) -> str | None:
        return self._value("url")

    @property
    def licence(self) -> str | None:
        return self._value("licence")

    @property
    def wires(self) -> tuple[str, ...]:
        """The agencies that the report credits."""
        return tuple(dict.fromkeys(f.value for f in self.found if f.field == "wire"))

    @property
    def published(self) -> date | None:
        """The civil day of publication in use, or None."""
        value = self._value("published")
        return date.fromisoformat(value[:10]) if value else None

"""What is taken off records that may reach anybody: who of the house had a hand in them, and what they noted there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, Protocol, TypeVar

from trucewatch.records.hands import SIGNED, SOMEBODY
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.report import DECIDED, Report
from trucewatch.records.span import Span

Record = TypeVar("Record")


class Names(Protocol):
    """Whose names are withheld, and where they stand."""

    def names_in(self, words: str) -> Iterator[tuple[int, int]]: ...


#: Fields that say where a value is known from, and so whose it is.
SIGNED_FIELDS = frozenset({"rule", "basis", "sides_basis", "since_basis", "until_basis"})
#: Fields that persons write for one another.
NOTES = frozenset({"note"})


def unsigned(record: Record) -> Record:
    """The record with "a person" in the place of every name of who works on the case, and without their notes."""
    found: Record = _without(record)
    return found


def _without(value: Any) -> Any:
    if isinstance(value, Span) or not is_dataclass(value) or isinstance(value, type):
        if isinstance(value, tuple) and value and not isinstance(value[0], str | Span):
            return tuple(_without(one) for one in value if not (isinstance(one, Reason) and one.field in NOTES))
        return value
    if isinstance(value, Maker):
        return replace(value, name=SOMEBODY) if value.kind == "person" else value
    changed: dict[str, Any] = {}
    for field in fields(value):
        before = getattr(value, field.name)
        after = None if field.name in NOTES and isinstance(before, str) else _without(before)
        if field.name in SIGNED_FIELDS and isinstance(before, str) and before.startswith(SIGNED):
            after = SOMEBODY
        if after is not before:
            changed[field.name] = after
    return replace(value, **changed) if changed else value


def unsigned_report(report: Report) -> Report:
    """A report without the name of who noted it by hand, and of whose decisions correct it."""
    found = tuple(
        replace(f, value=f"{f.detail.capitalize()}, noted by hand", detail="")
        if report.kind == "note" and f.field == "title" and f.basis == "person" and not f.detail.startswith(DECIDED)
        else f
        for f in report.found
    )
    return replace(report, found=found) if found != report.found else report


def unnamed(report: Report, names: Names) -> Report:
    """A report without addresses and names of files that tell the name of a private person."""
    found = tuple(f for f in report.found if not (f.field == "url" and _tells(f.value, names)))
    files = tuple(f"report-{report.id[:8]}-{n}" if _tells(file, names) else file for n, file in enumerate(report.files))
    details = tuple(replace(f, detail="") if _tells(f.detail, names) else f for f in found)
    return replace(report, found=details, files=files) if (details, files) != (report.found, report.files) else report


def _tells(words: str, names: Names) -> bool:
    return any(True for _ in names.names_in(words))

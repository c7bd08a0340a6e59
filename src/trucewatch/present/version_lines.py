"""The texts of a report and what each changed, as plain lines."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator
from typing import Any

from trucewatch.assess.versions import Edit, Step, Told, words_of
from trucewatch.case import Case
from trucewatch.present.brief.news import FIELDS, NOT_GIVEN
from trucewatch.present.brief.words import act_label, counted, type_label
from trucewatch.present.plain import as_json, plain_value
from trucewatch.records.count import Count
from trucewatch.records.figure import Figure
from trucewatch.records.ids import shown
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.report import Report
from trucewatch.records.when import When

WIDTH = 112


def version_lines(case: Case, name: str) -> Iterator[str]:
    """Each later text of a report with what it tells otherwise, then what became of the page."""
    made = case.versions(name)
    _, report = case.find(name)
    assert isinstance(report, Report)
    told = [shown("report", report.id), *(str(v) for v in (report.publisher, report.published, report.title) if v)]
    yield "  ".join(told)
    if not made:
        yield "  one text; nothing to compare"
    for step in made:
        yield ""
        yield from step_lines(step)
    for note in report.page_notes:
        yield ""
        yield f"  {note.noted_at:%Y-%m-%d %H:%M} UTC  page {note.kind}: {note.words}"


def step_lines(step: Step) -> Iterator[str]:
    """One later text against the one before."""
    counts = Counter(edit.what for edit in step.edits)
    summary = ", ".join(f"{number} {what}" for what, number in counts.items()) or "no recorded value is another"
    texts = f"{shown('text', step.before.id)} -> {shown('text', step.after.id)}"
    yield f"  received {step.received:%Y-%m-%d %H:%M} UTC  {texts}: {summary}"
    if step.unread:
        yield f"    not compared: {step.unread}"
    if step.titles:
        yield f"    title: “{step.titles[0]}” -> “{step.titles[1]}”"
    for notice in step.notices:
        yield from _wrapped(f"{notice.kind} by the outlet: “{' '.join(notice.span.words.split())}”", 4)
    for edit in step.edits:
        yield from _edit(edit)


def _edit(edit: Edit) -> Iterator[str]:
    kind = "mention" if edit.sort in ("statement", "incident") else edit.sort
    ids = " -> ".join(shown(kind, one.id) for one in (edit.before, edit.after) if one is not None)
    yield f"    {edit.what} {edit.sort}  {ids}  {about(edit.after or edit.before)}"
    for value in edit.values:
        yield from _wrapped(
            f"{FIELDS.get(value.field, value.field.replace('_', ' '))}: {value_words(value.before)} -> "
            f"{value_words(value.after)}",
            6,
        )
    for mark, one in (("-", edit.before), ("+", edit.after)):
        if one is not None:
            yield from _wrapped(f"{mark} “{' '.join(words_of(one).split())}”", 6)


def about(told: Told | None) -> str:
    """Who says it, what sort of event it is, what is counted, who owes it."""
    if isinstance(told, StatementMention):
        return f"{told.speaker or 'speaker not named'}, {act_label(told.act)}"
    if isinstance(told, IncidentMention):
        return type_label(told.type)
    return told.quantity if isinstance(told, Figure) else told.obligor if told is not None else ""


def value_words(value: Any) -> str:
    """A recorded value in few words; times by their days, counts by their number."""
    if value is None or value in ("", ()):
        return NOT_GIVEN
    if isinstance(value, When):
        days = [str(day) for day in (value.first_day, value.last_day) if day]
        return (
            f"by {days[-1]}" if value.role == "by" and days else " to ".join(dict.fromkeys(days)) or f"“{value.words}”"
        )
    if isinstance(value, tuple) and all(isinstance(one, Count) for one in value):
        return "; ".join(next(plain_value("count", as_json(one))) for one in value)
    return "; ".join(plain_value("value", as_json(value)))


def count_words(edits: tuple[Edit, ...]) -> str:
    """How many edits of each sort: "2 statements dropped, 1 incident changed"."""
    counts = Counter((edit.sort, edit.what) for edit in edits)
    return ", ".join(f"{counted(number, sort)} {what}" for (sort, what), number in counts.items())


def _wrapped(words: str, indent: int) -> Iterator[str]:
    yield from textwrap.wrap(words, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent + 2))

"""``trucewatch show``: one record, its words in context, why it reads so, and its history."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from trucewatch.case import Case, open_case
from trucewatch.decided import made
from trucewatch.present.brief.sentences import after, before
from trucewatch.present.brief.words import counted, graded_words
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.proposal_lines import beside_lines, proposal_fields
from trucewatch.present.cli.show_actor import actor_lines
from trucewatch.present.cli.show_links import history_lines, judgement_lines, reading_lines, shown_side, standing_lines
from trucewatch.present.plain import plain_value, record_as_dict
from trucewatch.records.actor import Actor
from trucewatch.records.incident import Incident
from trucewatch.records.languages import language_name, unread_language
from trucewatch.records.maker import Reason
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.proposal import Proposal
from trucewatch.records.report import Report
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.records.term_claim import TermClaim

#: what stands in sections of its own below the fields, or says nothing to a reader
BELOW = {
    "id",
    "reasons",
    "mention_ids",
    "founding_mention",
    "found",
    "notices",
    "content",
    "words",
    "capture_ids",
    "text_ids",
}
LABEL = 14
#: fields that hold ids -> the kind of record they name
ID_FIELDS = {
    "actor_id": "actor",
    "text_id": "text",
    "capture_id": "capture",
    "figure_ids": "figure",
    "incident_id": "incident",
    "statement_mention": "statement mention",
}


def command(
    case: CaseArgument,
    record: Annotated[str, typer.Argument(help="An id as printed (s:4f1c09aa), or the beginning of one.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole record as JSON instead.")] = False,
) -> None:
    """Show one record: its values, the exact words it rests on, the reasons and the history.

    Example: trucewatch show doha.truce s:4f1c09aa
    """
    with open_case(case) as opened:
        kind, found = opened.find(record)
        if as_json:
            print(json.dumps({"kind": kind, **record_as_dict(found)}, ensure_ascii=False, indent=2))
            return
        for line in describe(opened, kind, found):
            print(line)


def describe(case: Case, kind: str, record: Any) -> Iterator[str]:
    """The record in lines for a terminal."""
    yield f"{kind} {case.store.shown(kind, record.id)}"
    if isinstance(record, Actor):
        yield from actor_lines(case, record)
        yield from _reasons(case, record)
        yield from history_lines(case, kind, record)
        return
    if isinstance(record, Proposal):
        yield from proposal_fields(case, record)
        yield from _words(case, record.quotes)
        return
    for name, value in record_as_dict(record).items():
        if name in BELOW or value in (None, "", [], {}):
            continue
        told = ["; ".join(map(str, made(case.store, record)))] if name == "maker" else _values(case, kind, name, value)
        for number, words in enumerate(told):
            yield f"  {name.replace('_', ' ') if number == 0 else '':{LABEL}} {words}"
    yield from _graded(case, record)
    if isinstance(record, Report):
        yield from _report(case, record)
    if isinstance(record, Statement | Incident):
        yield from standing_lines(case, record)
    if isinstance(record, Statement | TermClaim):
        yield from reading_lines(case, record)
    if isinstance(record, Statement | Report):
        yield from beside_lines(case, record)
    if isinstance(record, Incident):
        yield _tellers(case, record)
    spans = case.words(record) if isinstance(record, Statement | Incident) else _spans(record)
    yield from _words(case, spans)
    yield from _reasons(case, record)
    yield from judgement_lines(case, record)
    yield from history_lines(case, kind, record)


def _graded(case: Case, record: Any) -> Iterator[str]:
    """Persons' grades of a report and its source, of a mention, or of a record's mentions."""
    grades = case.grades()
    if isinstance(record, Report):
        found = [("source", grades.of_source(record.publisher)), ("report", grades.of_report(record))]
        lines = [f"{what} {grade.scale} {graded_words(grade)}: {grade.why}" for what, grade in found if grade]
    elif isinstance(record, StatementMention | IncidentMention):
        own = grades.of_mention(record)
        lines = [f"{own.scale} {graded_words(own)}: {own.why}"] if own else []
    elif isinstance(record, Statement | Incident):
        lines = [
            f"{case.store.shown('mention', mention.id)} {grade.scale} {graded_words(grade)}: {grade.why}"
            for mention, grade in case.credibility(record)
        ]
    else:
        return
    for number, words in enumerate(lines):
        yield f"  {'graded' if number == 0 else '':{LABEL}} {words}"


def _tellers(case: Case, incident: Incident) -> str:
    """Who tells of an incident: outlets in their own voice, each origin once, and whose accounts are passed on."""
    support = case.support(incident)
    number = len(support.origins)
    told = [counted(number, "independent origin")] if number else []
    told += [f"side {side}" for side in support.sides] + list(support.others)
    line = f"  {'told by':{LABEL}} {', '.join(told) or 'nobody but in denial or as a plan'}"
    if support.corroborated is None:
        return line
    one, other = (f"{'side ' if t.kind == 'side' else ''}{t.name}" for t in support.corroborated)
    return f"{line}; independently of each other {one} and {other}"


def _values(case: Case, kind: str, name: str, value: Any) -> Iterator[str]:
    """A field's values; ids of other records in the form that ``show`` takes."""
    if name in ID_FIELDS:
        for one in value if isinstance(value, list) else [value]:
            yield case.store.shown(ID_FIELDS[name], one)
    elif kind == "judgement" and name in ("left", "right"):
        yield shown_side(case, value)
    else:
        yield from plain_value(name, value)


def _spans(record: Any) -> list[Span]:
    if hasattr(record, "spans"):
        return list(record.spans())
    return list(getattr(record, "anchor", ()))


def _named(case: Case) -> str:
    place = case.store.path
    return place.name if isinstance(place, Path) else str(place)


def _report(case: Case, report: Report) -> Iterator[str]:
    yield "  found"
    for found in report.found:
        note = f" ({found.detail})" if found.detail else ""
        yield f"    {found.field}: {found.value} — from {found.basis}{note}"
    for notice in report.notices:
        yield f"    {notice.kind}: {notice.span.words}"
    for became in report.page_notes:
        yield f"    page {became.kind}, {became.noted_at:%Y-%m-%d}: {became.words}"
    if len(report.text_ids) > 1:
        shown = case.store.shown("report", report.id)
        yield f"    {len(report.text_ids)} texts; what each changed: trucewatch versions {_named(case)} {shown}"
    for capture_id in report.capture_ids:
        yield f"  capture        {case.store.shown('capture', capture_id)} sha256 {capture_id}"
    for text_id in report.text_ids:
        text = case.store.text(text_id)
        yield f"  text           {case.store.shown('text', text_id)} read by {text.reader} {text.reader_version}"
        unread = unread_language(text)
        if unread is not None:
            yield f"  not annotated  {unread}{named(unread)}: kept and searched, but nothing is read from it"
        elif text.language is not None:
            yield f"  language       {text.language}{named(text.language)}"
        for block in text.blocks:
            words = " ".join(text.content[block.start : block.end].split())
            tongue = f"[{block.language}] " if block.language else ""
            yield f"    {block.role:12} {tongue}{words[:90]}{'…' if len(words) > 90 else ''}"


def named(code: str) -> str:
    """ " (Spanish)" behind the code of a language that has a name here."""
    name = language_name(code)
    return f" ({name})" if name != code else ""


def _words(case: Case, spans: Iterable[Span]) -> Iterator[str]:
    spans = sorted(spans, key=lambda s: (s.text_id, s.start))
    if not spans:
        return
    yield "  words"
    for span in spans:
        text = case.store.text(span.text_id)
        reports = case.store.report_of_text(span.text_id)
        for report in reports[:1]:
            where = ", ".join(str(v) for v in (report.publisher, report.published, report.title) if v)
            yield f"    {case.store.shown('report', report.id)} {where}; capture {report.capture_id[:12]}"
        around = (before(text.content, span.start, 0), after(text.content, span.end, len(text.content)))
        lead, trail = (" ".join(part.split()) for part in around)
        yield f"      {lead} >>{' '.join(span.words.split())}<< {trail}"


def _reasons(case: Case, record: Any) -> Iterator[str]:
    reasons: list[Reason] = list(getattr(record, "reasons", ()))
    if isinstance(record, Statement | Incident):
        reasons += [reason for mention in case.store.mentions_of(record) for reason in mention.reasons]
    if not reasons:
        return
    yield "  why"
    for reason in dict.fromkeys(reasons):
        score = "" if reason.score is None else f", score {reason.score:.2f}"
        words = f" (“{reason.words}”)" if reason.words else ""
        yield f"    {reason.field} = {reason.value}: {reason.rule}{words}{score}"

"""The numbered list of reports, and the last page: method, versions, what was set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from urllib.parse import urlsplit

from trucewatch.grading import Grade, Grades
from trucewatch.present.brief.evidence import Evidence, publisher_of
from trucewatch.present.brief.model import Method, SourceShown
from trucewatch.present.brief.short_ids import short_ids
from trucewatch.present.brief.words import counted, day_words, graded_words
from trucewatch.present.export.people import People
from trucewatch.present.export.reader import CaseReader
from trucewatch.records.languages import language_name, reads_block, unread_language, with_name
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.report import Found, Report
from trucewatch.records.text import BODY_ROLES, Text

REDACTED = "[The words of this report were taken out of the case.]"
FIELDS: Mapping[str, str] = {"title": "title", "publisher": "publisher", "published": "date", "url": "address"}


def in_order(reports: Iterable[Report]) -> list[Report]:
    """By day of publication, undated reports last; the order of arrival among equals."""
    return sorted(reports, key=lambda report: report.published or date.max)


def sources(
    reports: Sequence[Report],
    reader: CaseReader,
    evidence: Evidence,
    people: People,
    origin_numbers: Mapping[str, int],
    *,
    with_texts: bool,
    grades: Grades | None = None,
) -> tuple[SourceShown, ...]:
    """One entry for each report, numbered as it is cited. Its text only ``with_texts``. ``grades`` are persons' grades
    where they are shown."""
    graded = _graded(reader, grades) if grades is not None else {}
    ids = short_ids("report", (report.id for report in reports))
    return tuple(
        replace(
            _source(report, ids[report.id], reader, evidence, people, origin_numbers[report.id], with_texts=with_texts),
            grades=tuple(_grades(report, grades, graded, people)) if grades is not None else (),
        )
        for report in reports
    )


def _graded(reader: CaseReader, grades: Grades) -> dict[str, list[tuple[str, Grade]]]:
    """Text id -> the words in it that were graded, each with its grade."""
    found: dict[str, list[tuple[str, Grade]]] = {}
    if grades.records:
        mentions: Iterable[StatementMention | IncidentMention]
        mentions = chain(reader.statement_mentions(), reader.incident_mentions())
        for mention in mentions:
            grade = grades.of_mention(mention)
            if grade is not None:
                words = " … ".join(" ".join(span.words.split()) for span in mention.rests_on)
                found.setdefault(mention.text_id, []).append((words, grade))
    return found


def _grades(
    report: Report, grades: Grades, graded: Mapping[str, Sequence[tuple[str, Grade]]], people: People
) -> Iterator[str]:
    source, own = grades.of_source(report.publisher), grades.of_report(report)
    if source is not None:
        yield f"Source graded {graded_words(source)}"
    if own is not None:
        yield f"Report graded {graded_words(own)}"
    for text_id in report.text_ids:
        for words, grade in graded.get(text_id, ()):
            yield f"“{people.masked(words)}” graded {graded_words(grade)}"


def _source(
    report: Report,
    shown_id: str,
    reader: CaseReader,
    evidence: Evidence,
    people: People,
    origin: int,
    *,
    with_texts: bool,
) -> SourceShown:
    capture = reader.capture(report.capture_id, content=False)
    text = evidence.text(report.text_id)
    published = report.best("published")
    url = report.url
    return SourceShown(
        number=evidence.numbers[report.id],
        shown_id=shown_id,
        publisher=publisher_of(report),
        title=people.masked(report.title) if report.title else "",
        published=f"{day_words(report.published)}{_basis(published)}" if report.published else "date not known",
        day=report.published,
        url=url,
        link=url is not None and urlsplit(url).scheme in ("http", "https"),
        capture=report.capture_id,
        fetched=day_words(capture.fetched_at.date()) if capture else "",
        wires=report.wires,
        notices=tuple(
            f"{notice.kind.capitalize()} by the outlet: “{people.masked(notice.span.words.strip())}”"
            for notice in report.notices
        ),
        others=tuple(
            f"{FIELDS[name]} also given as {people.masked(found.value)} ({found.basis})"
            for name, found in _rivals(report)
        ),
        cited=report.id in evidence.cited,
        origin=origin,
        direction=text.direction if text else "ltr",
        language=text.language if text else None,
        unread=_unread(text),
        content=(people.masked(text.content) if text else REDACTED) if with_texts else None,
    )


def _unread(text: Text | None) -> str:
    """That a report is in a language that is not read, or holds paragraphs in one; "" where all was read."""
    if text is None:
        return ""
    code = unread_language(text)
    if code is not None:
        return f"not annotated: {language_name(code)}"
    foreign = Counter(
        b.language or text.language or "" for b in text.blocks if b.role in BODY_ROLES and not reads_block(text, b)
    )
    return "; ".join(f"{counted(n, 'paragraph')} not annotated: {language_name(c)}" for c, n in foreign.items())


def _rivals(report: Report) -> list[tuple[str, Found]]:
    return [(name, found) for name in FIELDS for found in report.conflicts(name)]  # type: ignore[arg-type]


def _basis(found: Found | None) -> str:
    """How the date is known, where it is less than sure."""
    return f" ({found.basis})" if found and found.basis in ("url", "dateline", "page", "assumed") else ""


def method(
    reader: CaseReader, makers: Iterable[tuple[str, str | None]], reports: Sequence[Report], evidence: Evidence,
    *, withheld: int, places_named: bool, outside: int, wordless: int,
) -> Method:  # fmt: skip
    """What made the records shown, and what was set aside, by reason, most often first."""
    reasons: Counter[str] = Counter()
    for one in reader.set_aside():
        reasons[with_name(one.reason)] += getattr(one, "count", 1)
    texts = [text for report in reports if (text := evidence.text(report.text_id))]
    return Method(
        version=own_version(),
        agreement=reader.agreement().version,
        makers=tuple(sorted({(name, made_by or "a person") for name, made_by in makers})),
        readers=tuple(sorted({f"{text.reader} {text.reader_version}" for text in texts})),
        set_aside=tuple(sorted(reasons.items(), key=lambda one: (-one[1], one[0]))),
        decisions=sum(1 for _ in reader.decisions()),
        withheld=withheld,
        places_named=places_named,
        outside_window=outside,
        wordless=wordless,
    )


def own_version() -> str:
    try:
        return version("trucewatch")
    except PackageNotFoundError:
        return "not installed as a package"

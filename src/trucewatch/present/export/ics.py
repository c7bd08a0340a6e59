"""Days that the agreement and the reports set: a calendar (iCalendar, RFC 5545; what it says of itself by RFC 7986)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from trucewatch.assess.clocks import ClockRun, clocks_at
from trucewatch.present.brief.clocks import clock_words, sum_words
from trucewatch.present.brief.words import day_words, listed
from trucewatch.present.export.gathering import Gathered
from trucewatch.present.export.made import Made
from trucewatch.present.export.records import encoded
from trucewatch.present.export.rows import Row
from trucewatch.records.agreement import Provision
from trucewatch.records.decision import active
from trucewatch.records.origins import origins_of

FILE = "deadlines.ics"
#: A line holds 75 octets at most; what follows stands on the next one, behind a blank.
OCTETS = 75
#: The day of a case in which nothing was recorded yet.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
#: Characters that no line may hold (RFC 5545, 3.1).
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
Lines = Iterator[tuple[str, str]]


def ics(told: Gathered) -> Made:
    """Days on which provisions fall due, days that outlets or readings give instead, and days of promises in reports.

    A day is an entry for the whole day; a promise for a month or a year takes all its days.
    """
    stamp = _instant(told.about.known_at)
    runs = _runs(told, stamp.date())
    counts, left_out = Counter({"provisions": 0, "commitments": 0}), Counter[str]()
    lines: list[tuple[str, str]] = [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", f"-//Trucewatch//{escaped(told.about.program)}//EN"),
        ("NAME", escaped(f"Deadlines: {told.agreement.title}")),
        ("DESCRIPTION", escaped(told.about.text())),
    ]
    provisions = {p.ref: p for p in told.agreement.provisions}
    for run in runs:
        days = list(_days(run))
        counts["provisions"] += bool(days)
        left_out["provisions without a day to fall due"] += not days
        for kind, day, words in days:
            lines += _of_provision(told, provisions[run.ref], run, stamp, kind, day, words)
    for row in told.rows["commitments"]:
        if row["due"] is None:
            left_out["promises without a day"] += 1
            continue
        counts["commitments"] += 1
        lines += _of_commitment(told, row, stamp)
    lines.append(("END", "VCALENDAR"))
    content = "".join(folded(f"{name}:{value}") for name, value in lines)
    return Made(files={FILE: encoded(content)}, counts=counts, left_out=+left_out)


def _runs(told: Gathered, as_of: date) -> tuple[ClockRun, ...]:
    view = told.view
    reports, judgements = list(view.reports()), list(view.judgements())
    return clocks_at(
        told.agreement, incidents=list(view.incidents()), mentions=view.incident_mentions(),
        statements=view.statements(), reports=reports, origin_of=origins_of(reports, judgements).origin_of,
        judgements=[j for j in judgements if j.kind == "provision"], commitments=view.commitments(),
        decisions=active(list(view.decisions())), as_of=as_of,
    )  # fmt: skip


def _days(run: ClockRun) -> Iterator[tuple[str, date, str]]:
    """(what kind of day, the day, whose): the computed one first."""
    if run.due:
        yield "due", run.due, ""
    for other in run.reported:
        yield "reported", other.day, "as reports or the agreement file give it"
    for owner, rival in run.by_reading:
        if rival.due and rival.due != run.due:
            yield "reading", rival.due, f"as read by {owner}"


def _of_provision(
    told: Gathered, provision: Provision, run: ClockRun, stamp: datetime, kind: str, day: date, whose: str
) -> Lines:  # fmt: skip
    what = told.people.masked(provision.what)
    note = [
        f"Owed by {listed(provision.obligors)}" if provision.obligors else "",
        f"Rule: {clock_words(run.clock)}",
        sum_words(run) if kind == "due" else f"This day: {whose}.",
        "" if run.due is None or kind == "due" else f"Counted by the rule: {day_words(run.due)}.",
        "" if provision.confirmed else "The wording was not checked against the official text.",
    ]
    yield from _entry(
        f"{kind}-{day:%Y%m%d}-{provision.ref}@{told.agreement.id}", stamp, day, day + timedelta(days=1),
        f"{provision.ref} due{', ' + whose if whose else ''}: {what}", note, "provision",
    )  # fmt: skip


def _of_commitment(told: Gathered, row: Row, stamp: datetime) -> Lines:
    first, after = bounds(row["due"])
    words = told.words_at(row["file"], row["start"], row["end"])
    document = told.documents[row["file"]]
    promised = f"{row['obligor']}: {'not to ' if row['forbids'] else ''}{row['what']}"
    note = [
        f"In words: {row['due_words']}" if row["due_words"] else "",
        f"According to {row['said_by']}" if row["said_by"] else "",
        "Somebody denies it." if row["disputed"] else "",
        f"“{words}” ({', '.join(filter(None, (document['publisher'], document['published'], document['url'])))})",
    ]
    uid = f"promise-{row['id'][:16]}-{row['file']}@{told.agreement.id}"
    yield from _entry(uid, stamp, first, after, promised, note, "commitment")


def _entry(
    uid: str, stamp: datetime, first: date, after: date, summary: str, note: Iterable[str], category: str
) -> Lines:  # fmt: skip
    yield "BEGIN", "VEVENT"
    yield "UID", escaped(uid)
    yield "DTSTAMP", f"{stamp:%Y%m%dT%H%M%SZ}"
    yield "DTSTART;VALUE=DATE", f"{first:%Y%m%d}"
    yield "DTEND;VALUE=DATE", f"{after:%Y%m%d}"
    yield "SUMMARY", escaped(summary)
    yield "DESCRIPTION", escaped("\n".join(filter(None, note)))
    yield "CATEGORIES", category
    yield "TRANSP", "TRANSPARENT"
    yield "END", "VEVENT"


def bounds(due: str) -> tuple[date, date]:
    """The first day of a day, month or year ("2031", "2031-04", "2031-04-20"), and the day after its last."""
    parts = [int(part) for part in due.split("-")]
    if len(parts) == 3:
        day = date(*parts)
        return day, day + timedelta(days=1)
    year, month = parts[0], parts[1] if len(parts) == 2 else 1
    after = date(year + (month == 12), month % 12 + 1, 1) if len(parts) == 2 else date(year + 1, 1, 1)
    return date(year, month, 1), after


def escaped(words: str) -> str:
    """Words as a value: what parts values is led by a backslash, a new line is written as one."""
    words = CONTROL.sub(" ", words.replace("\r\n", "\n"))
    return words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """The line in pieces of 75 octets, none of them within a character."""
    pieces, piece = [], b""
    for character in line:
        one = character.encode("utf-8", "replace")
        if len(piece) + len(one) > OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += one
    return "\r\n".join(one.decode() for one in [*pieces, piece]) + "\r\n"


def _instant(known_at: str) -> datetime:
    try:
        return datetime.fromisoformat(known_at).astimezone(UTC)
    except ValueError:
        return NEVER

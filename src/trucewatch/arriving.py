"""One arrival: which report it is (a version of), whether its words changed, and whether its page still holds it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from trucewatch.errors import EmptyInput, NoArticle, PageShrank, RedactedRecord
from trucewatch.intake.arrival import MEDIA_TYPES, Arrival, Refusal
from trucewatch.intake.captures import keep
from trucewatch.records.capture import Capture
from trucewatch.records.decision import Decision
from trucewatch.records.ids import digest, random_id
from trucewatch.records.mention import Annotation
from trucewatch.records.report import Found, PageNote, Report
from trucewatch.records.text import Text
from trucewatch.store import Store
from trucewatch.text.reading import READER_VERSION, Reading, read_capture

if TYPE_CHECKING:
    from trucewatch.annotate.annotator import Annotator

Outcome = Literal["added", "new version", "already"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An arrival that was read and annotated before it comes to a case, as a shard of a big corpus is. Either is done
    again where the case's reader or annotator would give something else. ``ahead`` is True if that was done for this
    case, by a process beside the one that writes."""

    arrival: Arrival
    reading: Reading
    annotation: Annotation
    ahead: bool = False


#: Where the reader of mails has values from.
OF_MAIL = frozenset({"mail from", "mail date", "mail subject"})
#: A page that held a report of this many words ...
LEAST_WORDS = 80
#: ... and now holds less than this share of them has shrunk: an error page, a notice of consent, an emptied page.
LEAST_SHARE = 0.25


def take_in(
    store: Store, annotator: Annotator, arriving: Arrival | Prepared, *, who: str = ""
) -> tuple[Outcome, Reading, Annotation | None]:
    """Keep, read, annotate and store one arrival; of one that is prepared what fits the case is taken as it is.

    Gives what it was, the reading, and its annotation (None if there was nothing to do). A page fetched again that has
    the same words as before, among other advertisements or counters, is "already" there.

    Raises: BadInput (one of its kinds) if there is nothing to read; PageShrank if a page that held a report holds next
    to nothing now, which is noted on the report.

    What arrives as confidential is so from the start, by a decision that ``who`` signs.
    """
    now = datetime.now(UTC)
    prepared = arriving if isinstance(arriving, Prepared) else None
    arrival = arriving.arrival if isinstance(arriving, Prepared) else arriving
    asked = _addresses(arrival.url, arrival.found)
    earlier = _reports_at(store, asked)
    capture = keep(arrival, now=now, previous=earlier[0].capture_id if earlier else None)
    fetched = arrival.fetched_at is not None
    try:
        fits = prepared is not None and prepared.reading.text.reader_version == READER_VERSION
        reading = prepared.reading if prepared is not None and fits else read_capture(capture)
    except (NoArticle, EmptyInput) as error:
        if fetched and earlier:
            _note_shrunk(store, earlier[0], capture, 0, now)
            raise PageShrank(f"{error}; the report that stood there stays as it was") from error
        raise
    found = (*arrival.found, *reading.found)
    earlier = _joined(earlier, store, _reports_at(store, _addresses(None, reading.found)), capture, found)
    if fetched and earlier:
        before = _text_or_none(store, earlier[0])
        if before is not None and _same_report(before, reading):
            return "already", reading, None
        words = _words(reading.text)
        if before is not None and _shrank(_words(before), words, reading):
            _note_shrunk(store, earlier[0], capture, words, now)
            raise PageShrank(
                f"{arrival.url} held a report of {_words(before)} words and now holds {words}; "
                f"the report stays as it was"
            )
    report, outcome = _report_for(earlier, capture, reading, arrival, found, now)
    text = reading.text
    current = store.fingerprint(text.id)
    first = first_report(store, text.id, report)
    wanted = annotator.fingerprint(first.published, first.publisher)
    if outcome == "already" and current == wanted and not _read_otherwise(store, text):
        return outcome, reading, None
    if prepared is not None and reading is prepared.reading and prepared.annotation.fingerprint == wanted:
        annotation = prepared.annotation
    else:
        annotation = annotator.annotate(text, published=first.published, publisher=first.publisher)
    kept = (_kept_confidential(report, arrival.confidential, who, now),) if arrival.confidential else ()
    store.save_report(capture, text, report, annotation, now=now, decisions=kept if outcome == "added" else ())
    if outcome == "already":
        store.save_annotation(annotation, now=now)
    return outcome, reading, annotation


def _kept_confidential(report: Report, why: str, who: str, now: datetime) -> Decision:
    """The decision by which a report is confidential before anybody can read it; undone as any other."""
    return Decision(
        id=random_id(), action="confidential", target_kind="report", target=report.id, why=why, who=who or "trucewatch",
        when=now,
    )  # fmt: skip


def note_refusal(store: Store, refusal: Refusal) -> None:
    """Note on the reports of an address that their page is gone or leads elsewhere; once, until it is otherwise."""
    if refusal.noted is None:
        return
    for report in store.reports_of_url(refusal.what):
        if not report.page_notes or report.page_notes[-1].kind != refusal.noted:
            note = PageNote(kind=refusal.noted, noted_at=datetime.now(UTC), words=refusal.message)
            store.save_page_note(replace(report, page_notes=(*report.page_notes, note)))


def first_report(store: Store, text_id: str, report: Report) -> Report:
    """The report whose date the text is read by: the first that holds the text."""
    holders = store.report_of_text(text_id)
    return report if not holders or holders[0].id == report.id else holders[0]


# -- pages that are not what they were ---------------------------------------------------------------


def _note_shrunk(store: Store, report: Report, capture: Capture, words: int, now: datetime) -> None:
    if any(note.capture_id == capture.id for note in report.page_notes):
        return
    before = _text_or_none(store, report)
    had = f"the report has {_words(before)} words, " if before is not None else ""
    note = PageNote(
        kind="shrank", noted_at=capture.fetched_at, words=f"{had}the page now has {words}", capture_id=capture.id
    )
    store.save_page_note(replace(report, page_notes=(*report.page_notes, note)), capture, now=now)


def _shrank(before: int, now: int, reading: Reading) -> bool:
    """True unless the little that is left is the outlet's own word that it withdrew or corrected the report."""
    return before >= LEAST_WORDS and now < LEAST_SHARE * before and not reading.notices


def _same_report(before: Text, reading: Reading) -> bool:
    """True if title and body say the same in the same order, and no notice is there that was not."""
    return _said(before) == _said(reading.text)


def _said(text: Text) -> list[str]:
    pieces = [text.content[b.start : b.end] for b in text.blocks_in("title", "notice")]
    return [" ".join(words.split()) for words in (*pieces, *(text.content[s:e] for s, e in text.body()))]


def _words(text: Text) -> int:
    return sum(len(text.content[start:end].split()) for start, end in text.body())


def _text_or_none(store: Store, report: Report) -> Text | None:
    try:
        return store.text(report.text_id)
    except RedactedRecord:
        return None


# -- which report ------------------------------------------------------------------------------------


def _addresses(url: str | None, found: Iterable[Found]) -> list[str]:
    """The addresses under which a report may be known. A front page is none: some sites give it as every page's."""
    named = [url or "", *(f.value for f in found if f.field == "url")]
    return [one for one in dict.fromkeys(named) if one and (urlsplit(one).path.strip("/") or urlsplit(one).query)]


def _reports_at(store: Store, addresses: Iterable[str]) -> list[Report]:
    """The reports that came from any of these addresses, each once."""
    return list({report.id: report for url in addresses for report in store.reports_of_url(url)}.values())


def _read_otherwise(store: Store, text: Text) -> bool:
    """True if the same reader now gives these bytes other blocks or another language than it once did."""
    known = store.text(text.id)
    return (known.capture_id, known.reader) == (text.capture_id, text.reader) and known != text


def _joined(
    asked: list[Report], store: Store, named: list[Report], capture: Capture, found: tuple[Found, ...]
) -> list[Report]:
    """The reports that an arrival may be a version of, likeliest first: of the same bytes, of the address asked for, of
    the address that the page gives as its own. The same page under another outlet's name is that outlet's report."""
    same = [_as_read_now(report, capture, found) for report in store.reports_of_capture(capture.sha256)]
    others = [report for report in (*same, *asked, *named) if report in asked or not _rival_publisher(report, found)]
    return list({report.id: report for report in others}.values())


def _as_read_now(known: Report, capture: Capture, found: tuple[Found, ...]) -> Report:
    """The report of a mail without what an earlier reader took from its headers and this one does not: whom a mail is
    from, and when it was sent, is told otherwise where it passes another on, and no private person is its outlet."""
    if not capture.media_type.startswith(MEDIA_TYPES[".eml"]):
        return known
    return replace(known, found=tuple(f for f in known.found if f in found or f.detail not in OF_MAIL))


def _report_for(
    earlier: list[Report], capture: Capture, reading: Reading, arrival: Arrival, found: tuple[Found, ...], now: datetime
) -> tuple[Report, Outcome]:
    """The report that this capture is (a version of), with everything found about it, and what is new."""
    files = (arrival.file,) if arrival.file else ()
    for known in earlier:
        updated = replace(
            known,
            capture_ids=_with(known.capture_ids, capture.id),
            text_ids=_with(known.text_ids, reading.text.id),
            files=known.files + tuple(f for f in files if f not in known.files),
            found=known.found + tuple(f for f in found if f not in known.found),
            notices=known.notices + tuple(n for n in reading.notices if n not in known.notices),
        )
        if updated == known:
            return known, "already"
        return updated, "already" if updated.text_ids == known.text_ids else "new version"
    return new_report(capture, reading, arrival, now=now), "added"


def new_report(capture: Capture, reading: Reading, arrival: Arrival, *, now: datetime) -> Report:
    """The report that an arrival is if it is a version of none that is known."""
    found = (*arrival.found, *reading.found)
    publisher = next((f.value for f in found if f.field == "publisher"), "")
    url = next(iter(_addresses(None, found)), arrival.url or "")
    return Report(
        id=digest("report", url or capture.sha256, publisher), capture_ids=(capture.id,), text_ids=(reading.text.id,),
        files=(arrival.file,) if arrival.file else (), found=found, notices=reading.notices, added_at=now,
    )  # fmt: skip


def _with(ids: tuple[str, ...], newest: str) -> tuple[str, ...]:
    """The ids with ``newest`` last; a page that went back to earlier words keeps its order of receipt."""
    return ids if ids[-1] == newest else (*(i for i in ids if i != newest), newest)


def _rival_publisher(known: Report, found: tuple[Found, ...]) -> bool:
    """True if what arrives names another outlet than the report's, whether as it was received or as a person has it."""
    named = next((f.value for f in found if f.field == "publisher"), None)
    received = replace(known, found=known.received).publisher
    known_as = {outlet.casefold() for outlet in (known.publisher, received) if outlet}
    return bool(named and known_as) and str(named).casefold() not in known_as

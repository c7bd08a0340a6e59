"""The case: one database, a SQLite file or on a PostgreSQL server, that remembers captures, texts, records, decisions
and what was redacted.

Open and make::

    create_case(place, *, agreement: Agreement, source: bytes, title: str | None = None) -> Store   # open for writing
    open_case(place, *, write: bool = False, remark=None) -> Store    # remark(str) hears of a migration
    a place is a path or a postgresql:// address (address.py); copying.copy_case(place, place) copies one
    Store is a context manager; .close(); .path, .beside, .case_id, .title, .write

Write (each call is one short transaction while nobody else writes; every call may be repeated with no doubles; all take
``now: datetime | None = None`` as the recording time)::

    with store.lease(who, seconds=120): ...       # CaseBusy if another process holds it; beats by itself
    store.give_way()                               # in long work: on a server, let those who wait write first
    store.save_report(capture, text, report, annotation=None)
    store.save_annotation(annotation)              # reannotate: old mentions superseded, unchanged ones untouched
    store.save_linked(kind, records=, …)           # statements or incidents linked anew, with their judgements
    store.save_records(kind, records, gone=, now=) · store.save_judgements(judgements, judged=, now=)
    store.save_decided(annotation, changed, added) # decided.py: as persons decided it; the machine's stay known
    store.put_facts(kind, owners, facts)           # facts.py: what linking keeps of a text, report or record
    store.save_assessments(assessments)            # replaces those of the same as-of days
    store.save_decision(decision) -> ChainLink
    store.save_lost_places(lost, found, now=)      # ids of decisions
    store.save_agreement(agreement, source)        # a new version beside the old
    store.remember(kind, name, value)              # what watching knows of pages, hosts, digests; forget(kind, name)
    store.save_page_note(report, capture=None)     # a page that is gone or shrank: noted, no text read from it
    store.begin_run(what, versions: Mapping) -> run_id;  store.end_run(run_id, counts: Mapping)
    store.save_proposals(proposals) · save_sent(sent) · save_outcome(sent, outcome=, …)   # proposals.py: of a model
    store.save_set_aside(run_id, items)            # SetAside, or anything with .reason and .what (.message is kept)
    store.save_brief(files by form, made_at=, known_at=, who=, options=, versions=, texts=) -> Issued
    store.redact("capture" | "text" | "decision", id, *, who, when, ground, whole=True) -> tuple[Redaction, ...]

A text that two reports share is annotated once, for the report that came first (``report_of_text(id)[0]``):
``save_report`` leaves that annotation alone. Times of recording inside a payload (``recorded_at``, ``made_at``) do not
make a record a changed one.
What was redacted is not taken in again: ``save_report`` raises RedactedRecord, a BadInput with the reason "redacted";
redacted texts are absent from ``texts()`` and ``texts_by_id()``.

Read (``as_of: datetime | None`` gives what the case knew then; iterators stream)::

    agreement(as_of=None) · agreement_source() -> bytes
    captures(content=False) -> Iterator[Capture] · capture(sha256, content=True) -> Capture | None
    texts() -> Iterator[Text] · text(id) -> Text · texts_by_id() -> Mapping[str, Text]   # read on demand
    reports(as_of=None) · report(id) -> Report | None · reports_of_capture(sha256) · reports_of_url(url)
    report_of_text(text_id) -> list[Report] · fingerprint(text_id) -> str | None
    annotation(text_id) -> Annotation | None       # with what persons decided; machine_made(kind, texts): without
    statement_mentions(text_id=None, as_of=None) · incident_mentions(...) · figures(...) · commitments(...)
    term_claims(...)
    mentions_of(statement or incident)
    statements(act=, speaker=, side=, target_side=, since=, until=, as_of=)
    incidents(type=, country=, since=, until=, as_of=)
    actors(kind=, as_of=)
    series(as_of=) · judgements(kind=, as_of=) · assessments(day=, as_of=) · redirects() -> dict younger -> older
    decisions() · chain() · redactions() · runs() · set_aside(run_id=None) -> list[SetAside] · counts() -> dict
    find("s:4f1c09aa") -> (kind, record) · named("s:4f1c09aa") -> (kind, id), redirects not followed
    shown(kind, id) -> "s:4f1c09aa" · resolve(kind, id) -> id now in use
        # kinds as in records/ids.py, but "statement mention" and "incident mention" for the two sorts under "m:"
    history(kind, id) -> list[Version] · founding_mentions() -> dict of statement or incident id -> mention id, all ever
    search(query, limit=50) -> list[Hit] · recall(kind, name) -> Mapping | None · remembered(kind) -> dict by name
    statements_page(StatementFilter, order=, offset=, limit=) -> Page · incidents_page · reports_page
    statement_items(ids) · incident_items(ids) · report_items(ids)   # as pages show them
    actors_page(ActorFilter, offset=, limit=) · series_page · decisions_page · commitments_page
    search_page(SearchFilter, kind=, order=, offset=, limit=) -> FoundPage, with facets
    statement_days(filter, by=) · incident_days · report_days · events(filters, most=)
    spots(Box, filter) · incidents_in(Box, filter, limit=)           # what a map shows
    overview() · newest_statements(since, limit=) · newest_incidents · newest_reports · neighbours(kind, id)
    statement_tallies() · incident_outlines() · languages() -> dict text id -> language   # what trends count
    at(instant) -> Then                            # the whole case as it was then, with the methods that a brief asks
    changed(kind, since=, until=, **columns) -> Iterator[Changed]     # records that differ between two instants
    latest() -> datetime                           # by when all that the case holds is recorded
    briefs() -> list[Issued] · brief(number) · brief_file(number, form) -> bytes   # dossiers as issued
    lost_places(as_of=, since=) -> list[Decision]  # decisions whose words or record the case does not find

    claim_ids(…) · claim_counts(…) · reports_by_day() · statements_by_day()   # told.py: the ledger by pages
    judgements_with(kinds, left=, right=) · joins_of(mention ids) · kin_of_reports(ids) · decisions_about(ids)
    evidence_counts(ref) · evidence_ids(ref, kind, …) · assessment_of(ref) · series_about(incident id)   # around.py
    proposals(kind=, texts=, statements=) · proposal(id) · sent(report_id=) · asked_before(key)
    entries(kinds=, about_kinds=, about=, texts=) · save_entry(entry)   # entries.py: what was said in review
    state() -> State                               # state.py: a token that is another when the case is

Check: ``verify(store) -> VerifyReport`` (``.passed``, ``.findings``, ``.checked``, ``.redacted``, ``.head``).
"""

from __future__ import annotations

from trucewatch.store.database import create_case, open_case
from trucewatch.store.find import Hit, Version
from trucewatch.store.read import Run
from trucewatch.store.store import Store
from trucewatch.store.verify import Finding, VerifyReport, verify

__all__ = ["Finding", "Hit", "Run", "Store", "VerifyReport", "Version", "create_case", "open_case", "verify"]

"""The chain of custody of one record: from its words to the text, the capture and the fetch, and who decided what.

Each step is looked at anew: that the words stand where the record says, that text and capture have the hashes that name
them, that the chain of decisions holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from trucewatch.decided import ids_of
from trucewatch.errors import BadInput, CaseError, RedactedRecord
from trucewatch.proposals import settlements
from trucewatch.records.capture import Capture, Fetch
from trucewatch.records.decision import ChainLink, Decision, Redaction, active
from trucewatch.records.figure import FigureSeries
from trucewatch.records.hands import Hand, entered_by, hands_in
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Maker
from trucewatch.records.proposal import Proposal
from trucewatch.records.report import Report
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.records.text import Text, text_id
from trucewatch.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A capture: its hash, when and how it came in. ``holds`` is True if its bytes have the hash, None if they were
    redacted. Without ``fetch`` it was handed over as a file, or fetched when headers were not kept."""

    sha256: str
    size: int
    media_type: str
    at: datetime
    url: str | None
    file: str | None
    fetch: Fetch | None
    headers: tuple[tuple[str, str], ...]
    previous: str | None
    holds: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The report that a text is a version of, as it is known now."""

    id: str
    publisher: str | None
    title: str | None
    published: str | None
    url: str | None
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words that a record rests on; ``stand`` is True if they stand there, None if the text was redacted."""

    start: int
    end: int
    words: str
    stand: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One text in which a record is told. ``kind`` and ``id`` name the mention or figure, ``found_by`` who made it; a
    person ``entered`` it, or gave it a value.

    ``holds`` is True if the text's words have the hash that names it, None if it was redacted.
    """

    kind: str
    id: str
    found_by: Maker | None
    entered: bool
    words: tuple[Words, ...]
    text: str
    read_by: str | None
    holds: bool | None
    sources: tuple[Source, ...]
    capture: Received | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A person's decision about the record or what it is made of; ``place`` and ``digest`` are those of its link in the
    chain."""

    place: int
    id: str
    digest: str
    action: str
    about_kind: str
    about: str
    field: str | None
    seen: Any
    new: Any
    who: str
    when: datetime
    why: str
    in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What joined two of its mentions into one record, or kept them apart."""

    id: str
    left: str
    right: str
    verdict: str
    score: float | None
    by: Maker
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Custody:
    """All of it for one record. ``hands`` are the persons behind it: who entered, set or confirmed what. ``merged`` are
    ids that lead to it now. ``chain_holds``: every link to its end."""

    kind: str
    id: str
    maker: Maker | None
    hands: tuple[Hand, ...]
    recorded_at: datetime | None
    merged: tuple[str, ...]
    tellings: tuple[Telling, ...]
    judgements: tuple[Judged, ...]
    decisions: tuple[Decided, ...]
    redactions: tuple[Redaction, ...]
    chain_length: int
    chain_head: str
    chain_holds: bool

    @property
    def holds(self) -> bool:
        """False if a hash, words or the chain do not hold; what was redacted is no fault."""
        steps = [*(t.holds for t in self.tellings), *(t.capture.holds for t in self.tellings if t.capture)]
        steps += [words.stand for telling in self.tellings for words in telling.words]
        return self.chain_holds and False not in steps


def custody(store: Store, kind: str, record: Any) -> Custody:
    """The chain of custody of a record that ``store.find`` gave.

    Raises: BadInput for a kind that rests on no words of its own.
    """
    held = list(_parts(store, kind, record))
    tellings = tuple(_telling(store, part) for part in held)
    if not tellings:
        raise BadInput(
            f"a {kind} rests on no words of a report; give a statement, incident, mention, figure, commitment, term "
            "claim, report, text or capture"
        )
    merged = tuple(sorted(store.younger_ids(record.id)))
    parts = {t.id for t in tellings}
    about = {*ids_of(store, record), *parts, *(s.id for t in tellings for s in t.sources)}
    settled = settlements(store, [record]).values() if isinstance(record, Proposal) else ()
    links = store.chain()
    mentions = set(getattr(record, "mention_ids", ()))
    joins = [j for j in store.joins_of(mentions) if j.left in mentions and j.right in mentions] if mentions else []
    known = {("text", t.text) for t in tellings}
    known |= {("capture", t.capture.sha256) for t in tellings if t.capture}
    return Custody(
        kind=kind, id=record.id, maker=getattr(record, "maker", None),
        hands=hands_in(record, [part.record for part in held if part.record is not record]),
        recorded_at=getattr(record, "recorded_at", None), merged=merged, tellings=tellings,
        judgements=tuple(_judged(j) for j in sorted(joins, key=lambda j: (j.made_at, j.id))),
        decisions=tuple(_decided(store, about, links, also=settled)),
        redactions=tuple(r for r in store.redactions() if (r.target_kind, r.target) in known),
        chain_length=len(links), chain_head=links[-1].digest if links else "", chain_holds=_chain_holds(links),
    )  # fmt: skip


# -- words, texts, captures ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What a record is made of, where it stands; the record itself if it stands in one text."""

    kind: str
    record: Any
    text: str
    spans: tuple[Span, ...] = ()


def _parts(store: Store, kind: str, record: Any) -> Iterator[_Part]:
    if isinstance(record, Statement | Incident):
        for mention in store.mentions_of(record):
            yield _Part(kind=f"{kind} mention", record=mention, text=mention.text_id, spans=mention.rests_on)
    elif isinstance(record, FigureSeries):
        for figure in (f for f in store.figures() if f.id in record.figure_ids):
            yield _Part(kind="figure", record=figure, text=figure.text_id, spans=figure.spans())
    elif isinstance(record, Report):
        for text in record.text_ids:
            yield _Part(kind="report", record=record, text=text)
    elif isinstance(record, Text):
        yield _Part(kind="text", record=record, text=record.id)
    elif isinstance(record, Capture):
        for report in store.reports_of_capture(record.id):
            for text in report.text_ids:
                yield _Part(kind="capture", record=record, text=text)
    elif hasattr(record, "spans") and hasattr(record, "text_id"):
        yield _Part(kind=kind, record=record, text=record.text_id, spans=tuple(record.spans()))


def _telling(store: Store, part: _Part) -> Telling:
    text = part.text
    reports = store.report_of_text(text)
    content: str | None = None
    read_by, capture_id, holds = None, reports[0].capture_id if reports else None, None
    try:
        found = store.text(text)
        content, capture_id = found.content, found.capture_id
        read_by, holds = f"{found.reader} {found.reader_version}", text_id(found.content) == text
    except RedactedRecord:
        pass
    except CaseError:  # it does not have the hash that names it, or cannot be read
        holds = False
    return Telling(
        kind=part.kind, id=part.record.id, found_by=getattr(part.record, "maker", None),
        entered=entered_by(part.record) is not None, text=text, read_by=read_by, holds=holds,
        words=tuple(
            Words(
                start=s.start, end=s.end, words=s.words,
                stand=None if content is None else content[s.start : s.end] == s.words,
            )
            for s in sorted(part.spans, key=lambda s: (s.start, s.end))
        ),
        sources=tuple(map(_source, reports)),
        capture=_received(store, capture_id) if capture_id else None,
    )  # fmt: skip


def _source(report: Report) -> Source:
    return Source(
        id=report.id, publisher=report.publisher, title=report.title, url=report.url, added_at=report.added_at,
        published=report.published.isoformat() if report.published else None,
    )  # fmt: skip


def _received(store: Store, capture_id: str) -> Received | None:
    """A capture looked at anew: its record is made again of the bytes, which are hashed in that."""
    known = store.capture(capture_id, content=False)
    if known is None:
        return None
    try:
        whole = store.capture(capture_id)
        holds = None if whole is None or whole.content is None else True
    except CaseError:  # it does not have the hash that names it, or cannot be read
        holds = False
    return Received(
        sha256=known.sha256, size=known.size, media_type=known.media_type, at=known.fetched_at, url=known.url,
        file=known.file, fetch=known.fetch, headers=known.headers, previous=known.previous, holds=holds,
    )  # fmt: skip


# -- judgements and decisions ----------------------------------------------------------------------------


def _judged(judgement: Judgement) -> Judged:
    return Judged(
        id=judgement.id, left=judgement.left, right=judgement.right, verdict=judgement.verdict, score=judgement.score,
        by=judgement.maker, at=judgement.made_at,
    )  # fmt: skip


def _decided(
    store: Store, about: Iterable[str], links: Iterable[ChainLink], *, also: Collection[Decision] = ()
) -> Iterator[Decided]:
    """The decisions about these ids, and ``also`` these."""
    digests = {link.sequence: link.digest for link in links}
    ids = {decision.id for decision in also}
    found: dict[int, Decision] = dict(store.numbered_decisions(set(about)))
    found |= {place: d for place, d in store.numbered_decisions({d.target for d in also}) if d.id in ids}
    numbered = sorted(found.items())
    standing = {decision.id for decision in active([decision for _, decision in numbered])}
    for place, decision in numbered:
        yield Decided(
            place=place, id=decision.id, digest=digests[place], action=decision.action,
            about_kind=decision.target_kind, about=decision.target, field=decision.field, seen=decision.seen,
            new=decision.new, who=decision.who, when=decision.when, why=decision.why,
            in_force=decision.id in standing,
        )  # fmt: skip


def _chain_holds(links: Iterable[ChainLink]) -> bool:
    previous: ChainLink | None = None
    for link in links:
        if not link.holds(previous):
            return False
        previous = link
    return True

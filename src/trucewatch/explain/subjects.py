"""The two records of an explanation: a line that says what each is, and its words in every report."""

from __future__ import annotations

from typing import Any

from trucewatch.explain.model import Subject, Telling
from trucewatch.judging import Side
from trucewatch.records.actor import Actor
from trucewatch.records.commitment import Commitment
from trucewatch.records.figure import Figure, FigureSeries
from trucewatch.records.incident import Incident
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.proposal import Proposal
from trucewatch.records.report import Report
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.records.term_claim import TermClaim
from trucewatch.store import Store
from trucewatch.store.rows import FIGURES

#: Characters on either side of a number that are shown with it, at most.
AROUND = 70
#: Names of an actor in its line at most.
NAMES = 3


def subject(store: Store, side: Side) -> Subject:
    """The record of one side as it is shown."""
    if side.kind == "provision":
        return Subject(kind="provision", id=side.id, now=side.id, summary=_provision(store, side.id))
    shown, now = store.shown(side.kind, side.id), store.shown(side.kind, side.record.id)
    return Subject(kind=side.kind, id=shown, now=now, summary=summary(side.record), tellings=tuple(_told(store, side)))


def summary(record: Any) -> str:
    """Who said what of whom, or what is told of where, in a few words."""
    if isinstance(record, Statement | StatementMention):
        side = f" [{record.side}]" if record.side and record.side != record.speaker else ""
        against = f" — {record.target_side}" if record.target_side else ""
        day = f", {record.said_on.first_day}" if record.said_on and record.said_on.first_day else ""
        return f"{record.speaker or 'speaker not named'}{side}: {record.act}{against}{day}"
    if isinstance(record, Incident | IncidentMention):
        place = next((p.name for p in record.places if p.role == "where"), None)
        day = f", {record.when.first_day}" if record.when and record.when.first_day else ""
        return f"{record.type}{f' at {place}' if place else ''}{day}"
    if isinstance(record, Report):
        return ", ".join(str(v) for v in (record.publisher, record.published, record.title) if v)
    if isinstance(record, Commitment):
        return f"{record.obligor}: {record.what}"
    if isinstance(record, Actor):
        known = [record.role or "", f"[{record.side}]" if record.side else ""]
        return ", ".join(n.text for n in record.names[:NAMES]) + "".join(f" {k}" for k in known if k)
    if isinstance(record, Figure):
        bound = {"at_least": "at least ", "at_most": "at most ", "about": "about "}.get(record.bound, "")
        said = f" — {record.said_by}" if record.said_by else ""
        return (
            f"{bound}{record.shown:,} {record.quantity}{said}"
            if record.value is not None
            else f"{record.shown} {record.quantity}{said}"
        )
    if isinstance(record, FigureSeries):
        return f"{record.quantity} [{record.unit}]: {record.agreement}, {len(record.figure_ids)} values"
    if isinstance(record, Proposal):
        return _proposed(record)
    if isinstance(record, TermClaim):
        return f"{record.side or record.owner or 'speaker not named'}: the agreement {record.effect}: {record.what}"
    return ""


def _proposed(proposal: Proposal) -> str:
    if proposal.mention is not None:
        return f"a statement — {summary(proposal.mention)}"
    if proposal.gist is not None:
        return f"a gist — {proposal.gist}"
    return f"bears on {proposal.ref} — “{proposal.provision_words}”"


def _provision(store: Store, ref: str) -> str:
    agreement = store.agreement()
    said = {p.ref: p.what for p in agreement.provisions} | {t.ref: t.what for t in agreement.claimed_terms}
    return said[ref]


def _told(store: Store, side: Side) -> list[Telling]:
    """The words of every mention."""
    if isinstance(side.record, Report):
        return []
    if isinstance(side.record, Actor):
        return [telling(store, None, (n.span,)) for n in side.record.names if n.span is not None]
    if isinstance(side.record, Figure | FigureSeries):
        ids = [side.record.id] if isinstance(side.record, Figure) else side.record.figure_ids
        figures = {f.id: f for f in store.of_ids(FIGURES, ids)}
        return [_in_place(store, figures[i]) for i in ids if i in figures]
    if isinstance(side.record, Commitment | TermClaim):
        return [telling(store, None, side.record.spans())]
    kind = "statement mention" if side.kind.startswith("statement") else "incident mention"
    found = [telling(store, store.shown(kind, m.id), m.rests_on) for m in side.mentions]
    return sorted(found, key=lambda t: (str(t.published or "9999"), t.report or ""))


def _in_place(store: Store, figure: Figure) -> Telling:
    """A number with the words round it, as they stand: to the ends of its line, so far at most."""
    text = store.text(figure.text_id)
    start = max(text.content.rfind("\n", 0, figure.span.start) + 1, figure.span.start - AROUND)
    end = text.content.find("\n", figure.span.end)
    end = min(len(text.content) if end < 0 else end, figure.span.end + AROUND)
    while start < figure.span.start and start and not text.content[start - 1].isspace():
        start += 1
    while end > figure.span.end and end < len(text.content) and not text.content[end].isspace():
        end -= 1
    return telling(store, store.shown("figure", figure.id), (text.span(start, end),))


def telling(store: Store, shown: str | None, spans: tuple[Span, ...]) -> Telling:
    words = " … ".join(" ".join(s.words.split()) for s in spans)
    report = next(iter(store.report_of_text(spans[0].text_id)), None)
    if report is None:
        return Telling(id=shown, words=words)
    return Telling(
        id=shown, words=words, report=store.shown("report", report.id), outlet=report.publisher,
        published=report.published,
    )  # fmt: skip

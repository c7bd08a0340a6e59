"""A case in memory that answers as the store does, and short ways of filling it by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from trucewatch.errors import RedactedRecord, UnknownRecord
from trucewatch.records.actor import Actor
from trucewatch.records.agreement import Agreement
from trucewatch.records.capture import Capture
from trucewatch.records.commitment import Commitment
from trucewatch.records.count import Count
from trucewatch.records.decision import Decision
from trucewatch.records.figure import Figure, FigureSeries
from trucewatch.records.ids import digest
from trucewatch.records.incident import Account, Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Maker, SetAside
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.report import Found, Notice, Report
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.records.term_claim import TermClaim
from trucewatch.records.text import Block, Text, text_id
from trucewatch.records.when import When

NOW = datetime(2031, 4, 3, 9, 30, tzinfo=UTC)
MACHINE = Maker(kind="machine", name="test", version="1")
PERSON = Maker(kind="person", name="R. Reviewer")


@dataclass
class BuiltCase:
    """A case in memory that answers as the store does."""

    the_agreement: Agreement
    the_reports: list[Report] = field(default_factory=list)
    texts: dict[str, Text] = field(default_factory=dict)
    captures: dict[str, Capture] = field(default_factory=dict)
    the_actors: list[Actor] = field(default_factory=list)
    the_statements: list[Statement] = field(default_factory=list)
    the_statement_mentions: list[StatementMention] = field(default_factory=list)
    the_incidents: list[Incident] = field(default_factory=list)
    the_incident_mentions: list[IncidentMention] = field(default_factory=list)
    the_figures: list[Figure] = field(default_factory=list)
    the_series: list[FigureSeries] = field(default_factory=list)
    the_commitments: list[Commitment] = field(default_factory=list)
    the_term_claims: list[TermClaim] = field(default_factory=list)
    the_judgements: list[Judgement] = field(default_factory=list)
    the_decisions: list[Decision] = field(default_factory=list)
    redacted: set[str] = field(default_factory=set)
    put_aside: list[SetAside] = field(default_factory=list)

    def agreement(self) -> Agreement:
        return self.the_agreement

    def reports(self) -> list[Report]:
        return self.the_reports

    def text(self, text_id: str) -> Text:
        if text_id in self.redacted:
            raise RedactedRecord(f"text {text_id} was taken out")
        if text_id not in self.texts:
            raise UnknownRecord(f"no text {text_id}")
        return self.texts[text_id]

    def capture(self, sha256: str, *, content: bool = True) -> Capture | None:
        return self.captures.get(sha256)

    def actors(self) -> list[Actor]:
        return self.the_actors

    def statements(self) -> list[Statement]:
        return self.the_statements

    def statement_mentions(self) -> list[StatementMention]:
        return self.the_statement_mentions

    def incidents(self) -> list[Incident]:
        return self.the_incidents

    def incident_mentions(self) -> list[IncidentMention]:
        return self.the_incident_mentions

    def figures(self) -> list[Figure]:
        return self.the_figures

    def series(self) -> list[FigureSeries]:
        return self.the_series

    def commitments(self) -> list[Commitment]:
        return self.the_commitments

    def term_claims(self) -> list[TermClaim]:
        return self.the_term_claims

    def judgements(self, kind: str | None = None) -> list[Judgement]:
        return [j for j in self.the_judgements if kind is None or j.kind == kind]

    def decisions(self) -> list[Decision]:
        return self.the_decisions

    def set_aside(self) -> list[SetAside]:
        return self.put_aside

    # -- building ----------------------------------------------------------------------------

    def report(
        self,
        name: str,
        content: str,
        *,
        day: date | None,
        publisher: str | None = None,
        url: str | None = None,
        media_type: str = "text/plain",
        wire: str | None = None,
        caption: int | None = None,
        notice: int | None = None,
        direction: str = "ltr",
        language: str = "en",
    ) -> Text:
        """Add a report: paragraphs parted by a blank line, the first being its title."""
        raw = content if media_type == "text/plain" else f"<html><body>{content}</body></html>"
        capture = Capture.of(
            raw.encode(), media_type=media_type, fetched_at=datetime(2031, 4, 1, 8, tzinfo=UTC), file=name, url=url
        )
        blocks, at = [], 0
        for number, paragraph in enumerate(content.split("\n\n")):
            role = {0: "title", caption: "caption", notice: "notice"}.get(number, "body")
            blocks.append(Block(role=role, start=at, end=at + len(paragraph)))
            at += len(paragraph) + 2
        text = Text(
            id=text_id(content),
            capture_id=capture.id,
            content=content,
            reader="decode" if raw == content else "html",
            reader_version="1",
            encoding="utf-8",
            language=language,
            direction=direction,
            blocks=tuple(blocks),
        )
        title = content.split("\n\n")[0]
        values = [
            ("title", title, "page"),
            ("publisher", publisher, "sidecar"),
            ("url", url, "sidecar"),
            ("wire", wire, "page"),
            ("published", day.isoformat() if day else None, "sidecar"),
        ]
        notices = [Notice(kind="correction", span=text.span(b.start, b.end)) for b in blocks if b.role == "notice"]
        self.the_reports.append(
            Report(
                id=digest("report", name),
                capture_ids=(capture.id,),
                text_ids=(text.id,),
                files=(name,),
                added_at=NOW,
                found=tuple(Found(field=f, value=v, basis=b) for f, v, b in values if v),
                notices=tuple(notices),
            )
        )
        self.texts[text.id] = text
        self.captures[capture.id] = capture
        return text

    def said(self, text: Text, *words: str, silence: bool = False, **values) -> StatementMention:
        """Add a mention whose content are these words as they stand in the text."""
        speaker = values.get("speaker")
        source = span_of(text, speaker) if speaker and speaker in text.content else None
        mention = StatementMention.of(
            content=tuple(span_of(text, w) for w in words),
            source=source,
            silence=silence,
            maker=MACHINE,
            **{"act": "report", **values},
        )
        self.the_statement_mentions.append(mention)
        return mention

    def statement(self, name: str, *mentions: StatementMention, day: date | None = None, **values) -> Statement:
        first = mentions[0]
        taken = {k: getattr(first, k) for k in ("speaker", "role", "side", "act", "target_side", "medium", "direct")}
        statement = Statement(
            id=digest("statement", name),
            founding_mention=first.id,
            mention_ids=tuple(m.id for m in mentions),
            said_on=on(day) if day else None,
            maker=MACHINE,
            recorded_at=NOW,
            **{**taken, **values},
        )
        self.the_statements.append(statement)
        return statement

    def told(self, text: Text, words: str, trigger: str, **values) -> IncidentMention:
        span = span_of(text, words)
        at = text.content.index(trigger, span.start)
        mention = IncidentMention.of(words=span, trigger=text.span(at, at + len(trigger)), maker=MACHINE, **values)
        self.the_incident_mentions.append(mention)
        return mention

    def incident(self, name: str, *mentions: IncidentMention, **values) -> Incident:
        incident = Incident(
            id=digest("incident", name),
            founding_mention=mentions[0].id,
            mention_ids=tuple(m.id for m in mentions),
            type=mentions[0].type,
            maker=MACHINE,
            recorded_at=NOW,
            accounts=tuple(
                Account(mention_id=m.id, said_as=m.said_as, said_by=m.said_by, side=m.said_by_side) for m in mentions
            ),
            actors=tuple(a for m in mentions if m.said_as != "denied" for a in m.actors),
            targets=tuple(t for m in mentions for t in m.targets),
            counts=tuple(c for m in mentions for c in m.counts),
            where=next((m.where for m in mentions if m.where), None),
            places=tuple(p for m in mentions for p in m.places),
            when=next((m.when for m in mentions if m.when), None),
            **values,
        )
        self.the_incidents.append(incident)
        return incident

    def figure(self, text: Text, words: str, value: float, **values) -> Figure:
        figure = Figure.of(span=span_of(text, words), value=value, maker=MACHINE, **values)
        self.the_figures.append(figure)
        return figure

    def one_series(self, name: str, agreement: str, *figures: Figure, incident_id: str | None = None) -> FigureSeries:
        series = FigureSeries(
            id=digest("series", name),
            quantity=figures[0].quantity,
            unit=figures[0].unit,
            agreement=agreement,
            figure_ids=tuple(f.id for f in figures),
            incident_id=incident_id,
            maker=MACHINE,
        )
        self.the_series.append(series)
        return series

    def judge(self, kind: str, left: str, right: str, label: str | None = None, **values) -> Judgement:
        given = {"verdict": "same", "maker": MACHINE, "made_at": NOW, **values}
        judgement = Judgement.of(kind=kind, left=left, right=right, label=label, **given)
        self.the_judgements.append(judgement)
        return judgement


def span_of(text: Text, words: str) -> Span:
    start = text.content.index(words)
    return text.span(start, start + len(words))


def on(first: date, last: date | None = None, words: str = "that day", **values) -> When:
    return When.days(first, last or first, words=words, **values)


def killed(text: Text, words: str, value: int, said_by: str | None = None, bound: str = "exact") -> Count:
    return Count(effect="killed", value=value, bound=bound, said_by=said_by, span=span_of(text, words))

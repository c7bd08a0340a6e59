"""Small builders for the tests of this room: reports of our own, with mentions found by their words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from trucewatch.link.linker import Linked, LinkInput, link
from trucewatch.records.agreement import Agreement, Party
from trucewatch.records.count import Count
from trucewatch.records.figure import Figure
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Maker
from trucewatch.records.mention import IncidentMention, Participant, StatementMention
from trucewatch.records.report import Found, Report
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.records.text import Text, text_id
from trucewatch.records.when import When
from trucewatch.records.where import Where

NOW = datetime(2031, 6, 1, 12, tzinfo=UTC)
MACHINE = Maker(kind="machine", name="test", version="1")
AGREEMENT = Agreement(
    id="lakes",
    title="Lakes accord",
    signed=date(2031, 1, 10),
    parties=(Party(name="Northland", role="signatory"), Party(name="River Front", role="signatory")),
)


@dataclass
class Page:
    """A report under construction: its text, and what is said and told in it."""

    name: str
    words: str
    published: str | None = "2031-03-02"
    statements: list[StatementMention] = field(default_factory=list)
    incidents: list[IncidentMention] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    outlet: str = ""

    def __post_init__(self) -> None:
        self.text = Text(id=text_id(self.words), capture_id="c", content=self.words, reader="test", reader_version="1")

    @property
    def report(self) -> Report:
        found = (Found(field="published", value=self.published, basis="sidecar"),) if self.published else ()
        return Report(id=self.name, capture_ids=("c",), text_ids=(self.text.id,), found=found, added_at=NOW)

    def span(self, words: str):
        start = self.words.index(words)
        return self.text.span(start, start + len(words))

    def says(
        self, words: str, speaker: str | None = "Ada Brook", *, cue: str | None = None, **values
    ) -> StatementMention:
        """A statement mention; a speaker in two words is a named person unless ``speaker_kind`` says otherwise."""
        kind = "unknown" if speaker is None else "named" if " " in speaker else "institution"
        values = {"act": "report", "speaker_kind": kind, "maker": MACHINE, **values}
        if isinstance(values.get("said_on"), str):
            values["said_on"] = on(values["said_on"])
        cue_span = self.span(cue) if cue else None
        mention = StatementMention.of(content=(self.span(words),), cue=cue_span, speaker=speaker, **values)
        self.statements.append(mention)
        return mention

    def tells(
        self,
        words: str,
        kind: str = "armed_attack",
        *,
        when: When | str | None = None,
        place: str | Where | None = None,
        actor: str | None = None,
        target: str | None = None,
        **values,
    ) -> IncidentMention:
        where = spot(place) if isinstance(place, str) else place
        counts = tuple(
            Count(effect=effect, value=values.pop(effect), bound="exact", span=self.span(words))
            for effect in ("killed", "injured")
            if effect in values
        )
        mention = IncidentMention.of(
            words=self.span(words),
            trigger=self.span(words),
            type=kind,
            when=on(when) if isinstance(when, str) else when,
            places=(where,) if where else (),
            actors=values.pop("actors", party(actor, self.span(words))),
            targets=party(target, self.span(words)),
            counts=counts,
            maker=MACHINE,
            **values,
        )
        self.incidents.append(mention)
        return mention

    def counts(self, words: str, value: float, unit: str = "captives", **values) -> Figure:
        values = {"quantity": f"{unit} of the accord", "maker": MACHINE, **values}
        figure = Figure.of(span=self.span(words), unit=unit, value=value, **values)
        self.figures.append(figure)
        return figure


def spot(name: str, **values) -> Where:
    return Where(name=name, **{"role": "where", "admin1": "Shore", "country": "ZZ", "precision": "exact", **values})


def party(name: str | None, span: Span) -> tuple[Participant, ...]:
    return (Participant(name=name, side=name, span=span),) if name else ()


def on(day: str, until: str | None = None) -> When:
    return When.days(date.fromisoformat(day), date.fromisoformat(until or day), words=day)


def linked(*pages: Page, now: datetime = NOW, **known) -> Linked:
    return link(
        LinkInput(
            statements=[m for p in pages for m in p.statements],
            incidents=[m for p in pages for m in p.incidents],
            figures=[f for p in pages for f in p.figures],
            reports=[p.report for p in pages],
            texts={p.text.id: p.text for p in pages},
            agreement=AGREEMENT,
            **known,
        ),
        now=now,
    )


def groups(records) -> set[frozenset[str]]:
    """The clusters as sets of mention ids."""
    return {frozenset(r.mention_ids) for r in records}


def person(kind: str, left: str, right: str, verdict: str, *, minutes: int = 0, **values) -> Judgement:
    maker = Maker(kind="person", name="R. Reviewer")
    made_at = NOW + timedelta(minutes=minutes)
    return Judgement.of(kind=kind, left=left, right=right, verdict=verdict, maker=maker, made_at=made_at, **values)


def holding(statements: tuple[Statement, ...], mention: StatementMention) -> Statement:
    return next(s for s in statements if mention.id in s.mention_ids)

"""Small records built by hand, with invented parties and persons, for the tests of the case file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace

from trucewatch.records.agreement import Agreement, Party
from trucewatch.records.capture import Capture
from trucewatch.records.commitment import Commitment
from trucewatch.records.count import Count
from trucewatch.records.figure import Figure
from trucewatch.records.ids import digest
from trucewatch.records.incident import Account, Incident
from trucewatch.records.maker import Maker, Reason, SetAside
from trucewatch.records.mention import Annotation, IncidentMention, Participant, StatementMention
from trucewatch.records.report import Found, Report
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.records.text import Block, Text, text_id
from trucewatch.records.when import When
from trucewatch.records.where import Where
from trucewatch.store import Store

MACHINE = Maker(kind="machine", name="annotate", version="1")
LINKER = Maker(kind="machine", name="link", version="1")
DAY1 = datetime(2031, 5, 1, 12, tzinfo=UTC)
DAY2 = datetime(2031, 5, 2, 12, tzinfo=UTC)
DAY3 = datetime(2031, 5, 3, 12, tzinfo=UTC)
TITLE = "Norvane denies shelling Osterby"
BODY = (
    "Osterby, 30 April - The Norvane council's spokesman Ilmar Quist said on Wednesday that its forces "
    "had not fired on Osterby. Shells killed 12 people at the mill, residents said. "
    "Quist said the council would withdraw its guns by 15 May."
)
SAID = "its forces had not fired on Osterby"


def agreement(**more: object) -> Agreement:
    parties = (Party(name="Norvane Council", role="signatory"), Party(name="Osterby League", role="signatory"))
    values: dict = {
        "id": "lake-accord",
        "title": "Lake Accord",
        "signed": None,
        "parties": parties,
        "version": "1" * 64,
    }
    return Agreement(**(values | more))


@dataclass
class Story:
    """One report with its capture, text and annotation; ``body`` and ``title`` vary what it says."""

    title: str = TITLE
    body: str = BODY
    publisher: str = "Lakeside Wire"
    published: str = "2031-04-30"
    url: str | None = None
    reader_version: str = "1"
    noise: str = ""
    act: str = "deny"
    capture: Capture = field(init=False)
    text: Text = field(init=False)
    report: Report = field(init=False)
    annotation: Annotation = field(init=False)

    def __post_init__(self) -> None:
        content = f"{self.title}\n\n{self.body}\n"
        self.capture = Capture.of(
            (content + self.noise).encode("utf-8", "surrogatepass"),
            media_type="text/plain",
            fetched_at=DAY1,
            url=self.url,
        )
        start = len(self.title) + 2
        blocks = (
            Block(role="title", start=0, end=len(self.title)),
            Block(role="body", start=start, end=start + len(self.body)),
        )
        self.text = Text(
            id=text_id(content), capture_id=self.capture.id, content=content, reader="plain",
            reader_version=self.reader_version, blocks=blocks,
        )  # fmt: skip
        self.report = Report(
            id=digest("report", self.publisher, self.title, self.body), capture_ids=(self.capture.id,),
            text_ids=(self.text.id,), added_at=DAY1,
            found=(
                Found(field="title", value=self.title, basis="page", span=self.text.span(0, len(self.title))),
                Found(field="publisher", value=self.publisher, basis="sidecar"),
                Found(field="published", value=self.published, basis="sidecar"),
            ),
        )  # fmt: skip
        self.annotation = self.annotated()

    def words(self, words: str) -> Span:
        start = self.text.content.index(words)
        return self.text.span(start, start + len(words))

    def annotated(self, *, fingerprint: str = "f1", act: str | None = None) -> Annotation:
        if SAID not in self.body:
            return Annotation(text_id=self.text.id, fingerprint=fingerprint)
        mill = self.words("the mill")
        day = When.days(DAY1.date(), DAY1.date(), words="Wednesday", span=self.words("Wednesday"))
        statement = StatementMention.of(
            source=self.words("spokesman Ilmar Quist"), cue=self.words("said"), content=(self.words(SAID),),
            speaker="Ilmar Quist", side="Norvane Council", act=act or self.act, said_on=day, maker=MACHINE,
            reasons=(Reason(field="speaker", value="Ilmar Quist", rule="apposition", words="spokesman Ilmar Quist"),),
        )  # fmt: skip
        incident = IncidentMention.of(
            words=self.words("Shells killed 12 people at the mill"), trigger=self.words("killed"), type="shelling",
            said_as="alleged", said_by="residents", actors=(Participant(name="Shells", span=self.words("Shells")),),
            places=(Where(name="the mill", span=mill, role="where"),),
            counts=(Count(effect="killed", value=12, bound="exact", low=12, high=12, span=self.words("12")),),
            maker=MACHINE,
        )  # fmt: skip
        figure = Figure.of(
            span=self.words("12 people"), quantity="people killed", unit="people", value=12, maker=MACHINE
        )
        commitment = Commitment.of(
            span=self.words("the council would withdraw its guns by 15 May"), obligor="the council",
            obligor_side="Norvane Council", what="withdraw its guns", maker=MACHINE,
        )  # fmt: skip
        return Annotation(
            text_id=self.text.id, fingerprint=fingerprint, language="en",
            statements=(statement,), incidents=(incident,), figures=(figure,), commitments=(commitment,),
            places=(Where(name="the mill", span=mill),), set_aside=(SetAside(reason="odd quotation mark", what="1"),),
        )  # fmt: skip

    def parts(self) -> tuple[Capture, Text, Report, Annotation]:
        return self.capture, self.text, self.report, self.annotation


def other_story(**more: object) -> Story:
    """A second outlet's report of the same."""
    values: dict = {"title": "Council: guns were silent", "publisher": "Hill Daily", "published": "2031-05-01"}
    return Story(**(values | more))


def statement(*stories: Story, now: datetime = DAY1, **more: object) -> Statement:
    mentions = [s.annotation.statements[0] for s in stories]
    first = mentions[0]
    values: dict = {
        "id": digest("statement", first.id), "founding_mention": first.id, "mention_ids": tuple(m.id for m in mentions),
        "speaker": first.speaker, "side": first.side, "act": first.act, "said_on": first.said_on, "maker": LINKER,
        "recorded_at": now,
    }  # fmt: skip
    return Statement(**(values | more))


def incident(*stories: Story, now: datetime = DAY1, **more: object) -> Incident:
    mentions = [s.annotation.incidents[0] for s in stories]
    first = mentions[0]
    values: dict = {
        "id": digest("incident", first.id), "founding_mention": first.id, "mention_ids": tuple(m.id for m in mentions),
        "type": first.type, "accounts": tuple(Account(mention_id=m.id, said_as=m.said_as) for m in mentions),
        "where": first.where, "counts": first.counts, "actors": first.actors, "maker": LINKER, "recorded_at": now,
    }  # fmt: skip
    return Incident(**(values | more))


def linked(statements=(), incidents=(), series=(), judgements=(), redirects=(), actors=()) -> SimpleNamespace:
    return SimpleNamespace(
        statements=tuple(statements), incidents=tuple(incidents), series=tuple(series), judgements=tuple(judgements),
        redirects=tuple(redirects), actors=tuple(actors),
    )  # fmt: skip


def save_links(store: Store, linked: SimpleNamespace, *, now: datetime | None = None) -> None:
    """Put these records in the place of all that linking made before, by the doors that linking uses."""
    when = now or datetime.now(UTC)
    before = {j.id for j in store.judgements()}
    gone = {"statement": store.statements(), "incident": store.incidents()}
    over = {kind: {r.id for r in records} for kind, records in gone.items()}
    for kind, records in (("statement", linked.statements), ("incident", linked.incidents)):
        store.save_linked(
            kind, records=list(records), judgements=(), redirects=dict(linked.redirects) if kind == "statement" else {},
            gone=over[kind], judged=(), record_of={}, now=when,
        )  # fmt: skip
    store.save_judgements(linked.judgements, judged=before, now=when)
    store.save_records("actor", list(linked.actors), gone={a.id for a in store.actors()}, now=when)
    store.save_records("series", list(linked.series), gone={s.id for s in store.series()}, now=when)
    store.cover_speakers(over["statement"] | {s.id for s in linked.statements})

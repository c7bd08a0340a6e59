"""A case of some dozen invented reports with linked records, for the tests of lists, search, timeline and map."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from case_parts import DAY1, LINKER, MACHINE, agreement

from trucewatch.records.actor import Actor, Name, Role
from trucewatch.records.agreement import Provision
from trucewatch.records.capture import Capture
from trucewatch.records.commitment import Commitment
from trucewatch.records.figure import Figure, FigureSeries
from trucewatch.records.ids import digest
from trucewatch.records.incident import Account, Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.mention import Annotation, IncidentMention, Participant, StatementMention
from trucewatch.records.report import Found, Report
from trucewatch.records.statement import Statement
from trucewatch.records.text import Block, Text, text_id
from trucewatch.records.when import When
from trucewatch.records.where import Where
from trucewatch.store import Store

COUNCIL, LEAGUE = "Norvane Council", "Osterby League"
SPEAKERS = (
    ("Ilmar Quist", "spokesman", COUNCIL), ("Berit Solvang", "envoy", COUNCIL), ("Edda Marr", "speaker", LEAGUE),
    ("Jorun Tveit", "a resident of Osterby", None),
)  # fmt: skip
SAID = (
    "the guns on the ridge fell silent at dawn", "the mill would be opened to the observers",
    "nobody crossed the lake on Tuesday", "the ferry must run again before winter", "the ridge was shelled at dawn",
)  # fmt: skip
HAPPENED = (
    ("shelling", "shells hit the mill"),
    ("detention", "guards held two ferrymen"),
    ("clash", "men shot at dawn"),
)
OUTLETS = ("Lakeside Wire", "Hill Daily", "Mill Post")
PLACES = (
    Where(name="the mill", role="where", precision="exact", lat=61.2, lon=7.4, country="NV", country_name="Norvane",
          admin1="Lakeshore", gazetteer_name="Osterby Mill"),
    Where(name="Osterby", role="where", precision="admin_area", lat=61.9, lon=7.1, country="NV",
          country_name="Norvane", admin1="Lakeshore"),
    Where(name="the far bank", role="where"),
)  # fmt: skip
FIRST = date(2031, 4, 1)
PERSON = Reason(field="record", value="confirmed", rule="person Ada Reader", score=1.0)


@dataclass
class Lake:
    """What was written into the case, to be looked through by hand."""

    reports: list[Report] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    mentions: dict[str, Any] = field(default_factory=dict)
    judgements: list[Judgement] = field(default_factory=list)
    report_of: dict[str, Report] = field(default_factory=dict)

    def carriers(self, record: Statement | Incident) -> list[Report]:
        """The reports that carry a record, first published first (undated last)."""
        held = {self.report_of[self.mentions[m].text_id].id: self.report_of[self.mentions[m].text_id]
                for m in record.mention_ids}  # fmt: skip
        return sorted(held.values(), key=lambda r: (r.published or date.max, self.reports.index(r)))

    def days(self, record: Statement | Incident) -> tuple[date | None, date | None]:
        """The first and the last day on which a record stands in lists."""
        when = record.said_on if isinstance(record, Statement) else record.when
        published = min((r.published for r in self.carriers(record) if r.published), default=None)
        first, last = (when.first_day, when.last_day) if when else (None, None)
        return first or last or published, last or first or published

    def score(self, record: Statement | Incident) -> float:
        return max(self.mentions[m].score for m in record.mention_ids)

    def words(self, record: Statement | Incident) -> list[str]:
        found = (self.mentions[m] for m in record.mention_ids)
        return [m.content[0].words if isinstance(m, StatementMention) else m.words.words for m in found]

    def bears(self, record: Statement | Incident, ref: str) -> bool:
        about = {j.maker.kind: j.verdict for j in self.judgements if (j.left, j.right) == (record.id, ref)}
        return about.get("person", about.get("machine")) == "same"


def lake_agreement():
    provisions = tuple(
        Provision(ref=ref, instrument="Lake Accord", what=f"The {what} stays open.", obligors=(COUNCIL,))
        for ref, what in (("L1", "ferry"), ("L2", "mill"))
    )
    return agreement(provisions=provisions)


def fill(store: Store, *, reports: int = 30, seed: int = 3) -> Lake:
    """Save reports and what linking would make of them."""
    rng, lake = random.Random(seed), Lake()
    said: list[list[StatementMention]] = []
    happened: list[list[IncidentMention]] = []
    for number in range(reports):
        _save_report(store, lake, rng, number, said, happened)
    for n, its in enumerate(said):
        first = its[0]
        lake.statements.append(
            Statement(
                id=digest("statement", first.id), founding_mention=first.id, mention_ids=tuple(m.id for m in its),
                speaker=first.speaker, actor_id=_actor_id(first.speaker), role=first.role, side=first.side,
                act=first.act, target_side=first.target_side, said_on=first.said_on, maker=LINKER, recorded_at=DAY1,
                reasons=(PERSON,) if n % 9 == 0 else (),
            )
        )  # fmt: skip
    for its in happened:
        first = its[0]
        lake.incidents.append(
            Incident(
                id=digest("incident", first.id), founding_mention=first.id, mention_ids=tuple(m.id for m in its),
                type=first.type, accounts=tuple(Account(mention_id=m.id, said_as=m.said_as) for m in its),
                actors=first.actors, targets=first.targets, where=first.places[0], places=first.places,
                when=first.when, maker=LINKER, recorded_at=DAY1,
            )
        )  # fmt: skip
    store.save_records("statement", lake.statements, now=DAY1)
    store.save_records("incident", lake.incidents, now=DAY1)
    for n, record in enumerate((*lake.statements, *lake.incidents)):
        if n % 3 == 0:
            lake.judgements.append(_bearing(record.id, f"L{n % 2 + 1}", "same"))
        if n % 12 == 0:
            lake.judgements.append(_bearing(record.id, f"L{n % 2 + 1}", "different", person=True))
    store.save_judgements(lake.judgements, judged=(), now=DAY1)
    _save_actors_and_series(store, lake)
    store.cover_speakers(s.id for s in lake.statements)
    return lake


def _save_report(
    store: Store, lake: Lake, rng: random.Random, number: int, said: list[Any], happened: list[Any]
) -> None:
    title = f"Letter {number} from the {rng.choice(('ridge', 'lake', 'mill'))}"
    title += " to Jorun Tveit" if number == 6 else ""
    day = FIRST + timedelta(days=number // 2)
    lines: list[tuple[str, tuple[str, str, str | None], str]] = []
    for _ in range(3):
        speaker = rng.choice(SPEAKERS)
        lines.append((f"{speaker[0]} said that {{}}.", speaker, rng.choice(SAID)))
    kind, words = rng.choice(HAPPENED)
    count = f"{rng.randrange(2, 9)} boats"
    body = "\n".join(form.format(words) for form, _, words in lines) + f"\nBy night {words}; {count} were counted."
    content = f"{title}\n\n{body}\n"
    capture = Capture.of(content.encode(), media_type="text/plain", fetched_at=DAY1)
    start = len(title) + 2
    text = Text(
        id=text_id(content), capture_id=capture.id, content=content, reader="plain", reader_version="1",
        blocks=(Block(role="title", start=0, end=len(title)), Block(role="body", start=start, end=len(content) - 1)),
    )  # fmt: skip
    found = [Found(field="title", value=title, basis="page", span=text.span(0, len(title)))]
    found.append(Found(field="publisher", value=OUTLETS[number % 3], basis="sidecar"))
    if number % 7:
        found.append(Found(field="published", value=day.isoformat(), basis="sidecar"))
    report = Report(id=digest("lake", number), capture_ids=(capture.id,), text_ids=(text.id,), found=tuple(found),
                    added_at=DAY1, kind="note" if number == 5 else "article")  # fmt: skip

    def span(words: str, after: int = start) -> Any:
        at = content.index(words, after)
        return text.span(at, at + len(words))

    at, statements = start, []
    for form, (name, role, side), words in lines:
        when = When.days(day, day + timedelta(days=rng.randrange(3)), words="then") if rng.random() < 0.5 else None
        act = rng.choice(("deny", "accuse", "pledge"))
        mention = StatementMention.of(
            content=(span(words, at),), source=span(name, at), speaker=name, speaker_kind="named", role=role, side=side,
            act=act, target_side=(LEAGUE if side == COUNCIL else COUNCIL) if side and act == "accuse" else None,
            said_on=when, score=round(rng.random(), 2), maker=MACHINE,
        )  # fmt: skip
        at += len(form.format(words)) + 1
        statements.append(mention)
        like = next((its for its in said[-8:] if rng.random() < 0.05 and its[0].text_id != text.id), None)
        said.append([mention]) if like is None else like.append(mention)
    actors = {"shelling": (COUNCIL,), "detention": (None,), "clash": (COUNCIL,)}[kind] if number % 4 else ()
    event = IncidentMention.of(
        words=span(words := next(w for k, w in HAPPENED if k == kind)), trigger=span(words), type=kind,
        said_as=rng.choice(("narrated", "alleged", "denied", "planned")), places=(rng.choice(PLACES),),
        actors=tuple(Participant(name=s or "guards", side=s) for s in actors),
        targets=(Participant(name=LEAGUE, side=LEAGUE),) if kind != "detention" else (),
        when=When.days(day, day, words="by night") if number % 3 else None, score=round(rng.random(), 2),
        maker=Maker(kind="person", name="Ada Reader") if number == 11 else MACHINE,
    )  # fmt: skip
    like = next((its for its in happened[-3:] if its[0].type == kind and rng.random() < 0.25), None)
    happened.append([event]) if like is None else like.append(event)
    figure = Figure.of(span=span(count), quantity="boats counted", unit="boats", value=float(count.split()[0]),
                       definition="on the lake", maker=MACHINE)  # fmt: skip
    promised = [m for m in statements if m.act == "pledge"][:1]
    annotation = Annotation(
        text_id=text.id, fingerprint="f", statements=tuple(statements), incidents=(event,), figures=(figure,),
        commitments=tuple(
            Commitment.of(span=m.content[0], obligor=m.speaker or "", obligor_side=m.side, what=m.content[0].words,
                          due=When.days(day, day, words="soon") if number % 2 else None, maker=MACHINE)
            for m in promised
        ),
    )  # fmt: skip
    store.save_report(capture, text, report, annotation, now=DAY1)
    lake.reports.append(report)
    lake.report_of[text.id] = report
    lake.mentions |= {m.id: m for m in (*statements, event)}


def _bearing(left: str, ref: str, verdict: str, *, person: bool = False) -> Judgement:
    maker = Maker(kind="person", name="Ada Reader") if person else LINKER
    return Judgement.of(kind="provision", left=left, right=ref, verdict=verdict, maker=maker, made_at=DAY1)


def _actor_id(name: str | None) -> str:
    return digest("actor", name or "")


def _save_actors_and_series(store: Store, lake: Lake) -> None:
    actors = []
    for name, role, side in SPEAKERS:
        its = [m for s in lake.statements if s.speaker == name for m in s.mention_ids]
        actors.append(
            Actor(id=_actor_id(name), names=(Name(text=name), Name(text=name.split()[-1], form="surname")),
                  kind="official" if side else "private_person",
                  roles=(Role(title=role, sides=(side,) if side else ()),), founding_mention=its[0],
                  mention_ids=tuple(its), maker=LINKER, recorded_at=DAY1)
        )  # fmt: skip
    store.save_records("actor", actors, now=DAY1)
    figures = list(store.figures())
    series = [
        FigureSeries(id=digest("series", n), quantity="boats counted", unit="boats", maker=LINKER,
                     figure_ids=tuple(f.id for f in figures[n::3]), agreement="conflict" if n else "agreeing")
        for n in range(3)
    ]  # fmt: skip
    store.save_records("series", series, now=DAY1)

"""A made-up case of any size, its records written as linking would leave them: for measuring what reads a case.

``build(path, statements=100_000)`` takes some minutes for 100,000 statements: nothing is annotated or linked. There is
a report for each eight statements, five reports a day, so that a larger case is a longer one; an incident for each four
statements; three statements in ten are told by a second outlet, and one incident in three. Six leaders make a third of
the statements, spokesmen of some weeks each the rest. One statement in eight and one incident in eight bear on one of
six provisions, two charges in five are answered, one report in twelve is a reprint. Places lie on a coast that there is
not, some known no finer than their area. Of two hundred records a person confirmed or changed something.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, pairwise, zip_longest
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from benchmarks.link import ACTS, AGREEMENT, MAKER, MATTERS, SIDES, START, TYPES, UNITS, World
from trucewatch.assess import claimed, provisions
from trucewatch.case import open_case
from trucewatch.explain.review import LINES
from trucewatch.linking import assess_provisions
from trucewatch.records.actor import NO_OFFICE, Actor, Name, Role
from trucewatch.records.capture import Capture
from trucewatch.records.commitment import Commitment
from trucewatch.records.decision import Decision
from trucewatch.records.figure import Figure, FigureSeries
from trucewatch.records.ids import digest
from trucewatch.records.incident import Account, Incident
from trucewatch.records.judgement import Judgement, JudgementKind
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.mention import Annotation, IncidentMention, Participant, StatementMention
from trucewatch.records.privacy import Withheld
from trucewatch.records.report import Found, Report
from trucewatch.records.statement import Statement
from trucewatch.records.text import Block, Text, text_id
from trucewatch.records.vocabulary import CHARGES
from trucewatch.records.when import When
from trucewatch.records.where import PlacePrecision, Where
from trucewatch.relink.run import fingerprint
from trucewatch.store import Store, create_case, rows, schema, sqlite
from trucewatch.store import open_case as open_store
from trucewatch.store.case_file import in_batches
from trucewatch.store.rows import AsOf, Kind

NOW = datetime(2040, 1, 1, tzinfo=UTC)
REPORTS_A_DAY, STATEMENTS, INCIDENTS = 5, 8, 2
PRECISIONS: tuple[PlacePrecision, ...] = ("exact", "exact", "exact", "within", "admin_area")
LINKER = Maker(kind="machine", name="link", version="made")
#: So many of the first statements a person confirmed.
DECIDED = 200
#: Share of records that are held to be perhaps one with the next, and how far below the line such pairs are written.
UNSURE, WRITTEN = 0.1, 0.2
Verdict = Literal["same", "unsure"]
#: Reports, and records, that are written together.
AT_ONCE = 500


@dataclass(slots=True, kw_only=True)
class Point:
    """Something said or told of; ``mentions`` are its tellings, filled as reports are made."""

    number: int
    speaker: str
    role: str | None
    side: str | None
    act: str
    target: str | None
    type: str
    day: date
    dated: bool
    where: Where
    matter: str | None
    words: tuple[str, ...]
    mentions: list[str] = field(default_factory=list)

    @property
    def when(self) -> When | None:
        return When.days(self.day, self.day, words="that day") if self.dated else None


class Making:
    """Makes the same points and reports each time."""

    def __init__(self) -> None:
        world = World()
        self.rng, self.words, self.usual = world.rng, world.words, world.usual
        self.shares = tuple(accumulate(world.shares))
        self.leaders = [
            (
                f"{self.words[7 * n].title()} {self.words[11 * n + 5].title()}",
                f"minister of {SIDES[n % 2]}",
                SIDES[n % 2],
            )
            for n in range(6)
        ]
        self.places = [self._place(n) for n in range(300)]
        self.said: list[Point] = []
        self.happened: list[Point] = []

    def _place(self, n: int) -> Where:
        rng = self.rng
        return Where(
            name=self.words[n].title(), role="where", match="exact", country="ZZ", country_name="Coastland",
            admin1=f"Shore {n % 12}", admin1_id=f"{n % 12}", gazetteer_id=f"{n}", gazetteer_name=self.words[n].title(),
            precision=rng.choice(PRECISIONS), lat=round(30 + rng.random() * 8, 3), lon=round(60 + rng.random() * 14, 3),
        )  # fmt: skip

    def point(self, number: int, day: date) -> Point:
        rng = self.rng
        speaker: str
        role: str | None
        side: str | None
        speaker, role, side = rng.choice(self.leaders)
        if rng.random() < 0.67:
            n = (day - START).days // 20 * 12 + rng.randrange(12)
            speaker = f"{self.words[n % 4000].title()} {self.words[(n * 7 + 3) % 4000].title()}"
            role, side = None, (*SIDES, None)[n % 3]
        act, kind = rng.choice(ACTS), rng.choice(TYPES)
        target = SIDES[1 - SIDES.index(side)] if side and act in (*CHARGES, "demand", "deny") else None
        matter = rng.choice(MATTERS) if rng.random() < 0.125 else None
        usual = rng.choices(self.usual, cum_weights=self.shares, k=8)
        chosen = dict.fromkeys([*usual, *rng.sample(self.words, 5), *((matter,) if matter else ())])
        return Point(
            number=number, speaker=speaker, role=role, side=side, act=act, target=target, type=kind, day=day,
            dated=rng.random() < 0.7, where=rng.choice(self.places), matter=matter, words=tuple(chosen),
        )  # fmt: skip

    def report(self, number: int) -> tuple[Capture, Text, Report, Annotation]:
        rng = self.rng
        day = START + timedelta(days=number // REPORTS_A_DAY)
        told: list[tuple[str, Point]] = [("said", self._kept(self.said, day)) for _ in range(STATEMENTS)]
        told += [("said", rng.choice(self.said[-150:])) for _ in range(3)]
        told += [("happened", self._kept(self.happened, day)) for _ in range(INCIDENTS)]
        told += [("happened", rng.choice(self.happened[-40:]))] if rng.random() < 0.67 else []
        title = f"{told[0][1].speaker}: {' '.join(told[0][1].words[:4])}"
        lines = [
            f"{p.speaker} said {' '.join(w for w in p.words if rng.random() < 0.85) or p.words[0]}." for _, p in told
        ]
        counted = f"{rng.randrange(20, 900)} {rng.choice(UNITS)}"
        content = f"{title}\n" + "\n".join(lines) + f"\nReport {number}: there were {counted}."
        capture = Capture.of(content.encode(), media_type="text/plain", fetched_at=NOW)
        body = len(title) + 1
        text = Text(
            id=text_id(content), capture_id=capture.id, content=content, reader="made", reader_version="1",
            language="en", blocks=(Block(role="title", start=0, end=len(title)),
                                   Block(role="body", start=body, end=len(content))),
        )  # fmt: skip
        report = Report(
            id=f"{number:064x}", capture_ids=(capture.id,), text_ids=(text.id,), added_at=NOW,
            found=(
                Found(field="title", value=title, basis="page"),
                Found(field="published", value=day.isoformat(), basis="sidecar"),
                Found(field="publisher", value=f"Outlet {rng.randrange(12)}", basis="sidecar"),
                Found(field="url", value=f"https://outlet.example/{number}", basis="sidecar"),
            ),
        )  # fmt: skip
        statements: list[StatementMention] = []
        incidents: list[IncidentMention] = []
        at = body
        for (kind, point), line in zip(told, lines, strict=True):
            start, end = at + len(f"{point.speaker} said "), at + len(line) - 1
            span, source = text.span(start, end), text.span(at, at + len(point.speaker))
            at += len(line) + 1
            if kind == "said":
                mention = StatementMention.of(
                    content=(span,), source=source, speaker=point.speaker, speaker_kind="named", role=point.role,
                    side=point.side, act=point.act, target_side=point.target, said_on=point.when, maker=MAKER,
                    score=round(0.3 + rng.random() * 0.7, 3),
                    reasons=(Reason(field="speaker", value=point.speaker, rule="made up", score=0.9),),
                )  # fmt: skip
                statements.append(mention)
            else:
                event = IncidentMention.of(
                    words=span, trigger=span, type=point.type, said_as=rng.choice(("narrated", "alleged")),
                    when=point.when, actors=self.taking_part(point), places=(point.where,),
                    score=round(0.3 + rng.random() * 0.7, 3),
                    maker=MAKER,
                )  # fmt: skip
                incidents.append(event)
            point.mentions.append(mention.id if kind == "said" else event.id)
        figures: tuple[Figure, ...] = ()
        if rng.random() < 0.3:
            start = content.index(counted, at)
            value, unit = counted.split()
            figures = (
                Figure.of(span=text.span(start, start + len(counted)), quantity=f"{unit} in {report.published:%Y-%m}",
                          unit=unit, value=float(value), maker=MAKER,
                          as_of=When.days(day, day, words="that day")),
            )  # fmt: skip
        promised = tuple(
            Commitment.of(span=m.content[0], obligor=m.side, obligor_side=m.side, what=m.content[0].words, maker=MAKER)
            for m in statements[:2] if m.act == "pledge" and m.side
        )  # fmt: skip
        return capture, text, report, Annotation(
            text_id=text.id, fingerprint="made", language="en", statements=tuple(statements),
            incidents=tuple(incidents), figures=figures, commitments=promised,
        )  # fmt: skip

    def _kept(self, points: list[Point], day: date) -> Point:
        points.append(self.point(len(points), day))
        return points[-1]

    @staticmethod
    def taking_part(point: Point) -> tuple[Participant, ...]:
        return (Participant(name=point.side or "gunmen", side=point.side),)


def build(path: Path, *, statements: int = 100_000, told: Callable[[str], None] = lambda line: None) -> None:
    """Write a case of about so many statements to ``path``, where there must be none; ``told`` hears how far it is."""
    making = Making()
    reports = statements // STATEMENTS
    begun = time.process_time()

    def tell(what: str) -> None:
        told(f"{time.process_time() - begun:6.0f} CPU-s  {what}")

    create_case(path, agreement=AGREEMENT, source=b"").close()
    with open_store(path, write=True) as store:
        texts: list[str] = []
        for numbers in in_batches(range(reports), AT_ONCE):
            made = [making.report(number) for number in numbers]
            with store.writing() as connection:
                _write_reports(store, connection, made)
            texts += [text.id for _, text, _, _ in made]
            if len(texts) == len(numbers):  # from here on look-ups go by the narrowest index, as in any linked case
                store.take_statistics()
            tell(f"{len(texts)} of {reports} reports")
        actors = _write_actors(store, making.said)
        tell(f"{len(actors)} actors")
        said, happened = _write_statements(store, making.said, actors), _write_incidents(store, making.happened)
        tell(f"{len(said)} statements, {len(happened)} incidents")
        _write_judgements(store, making, said, happened)
        _write_series(store)
        _write_cards(store, said.values(), happened.values())
        tell("judgements, figures, cards")
        _decide(store, [said[n] for n in range(min(DECIDED, len(said)))])
        by = fingerprint(AGREEMENT, provisions.MAKER, claimed.MAKER)
        store.all_linked(texts, fingerprint=by, decisions=len(store.decisions()))
        store.take_statistics()
        assess_provisions(store, AGREEMENT, as_of=NOW.date(), now=NOW)
        run = store.begin_run("add", {"made up": "1"}, now=NOW - timedelta(hours=1))
        store.end_run(run, {"reports": reports}, now=NOW)
    open_case(path, write=True).close()  # works out what pages are read by, as for any case of before
    tell("what pages are read by")


def _write_reports(
    store: Store, connection: Connection, made: Sequence[tuple[Capture, Text, Report, Annotation]]
) -> None:
    """Reports with all that was found in them: the rows that ``save_report`` writes one by one."""
    mine = {"case_id": store.case_id, "recorded_at": NOW}
    table: dict[sa.Table, list[dict[str, Any]]] = {}
    for capture, text, report, annotation in made:
        payload = rows.plain(rows.CAPTURE, capture, without={"content"})
        table.setdefault(schema.captures, []).append(
            mine | {
                "id": capture.id, "url": None, "fetched_at": NOW, "content": rows.pack_bytes(capture.content or b""),
                "payload": rows.packed_json(payload), "digest": rows.payload_digest(payload),
            }
        )  # fmt: skip
        table.setdefault(schema.texts, []).append(
            mine | {"id": text.id, "length": len(text.content), "content": rows.pack_content(text.content)}
        )
        beside = AsOf(published=report.published, captured_at=NOW)
        records: list[tuple[Kind, Any]] = [
            (rows.READINGS, text), (rows.REPORTS, report), (rows.ANNOTATIONS, annotation),
            *((kind, one) for name, kind in rows.OF_ANNOTATION.items() for one in getattr(annotation, name)),
        ]  # fmt: skip
        for kind, record in records:
            row = rows.row_of(kind, record, case_id=store.case_id, now=NOW, beside=beside)
            table.setdefault(kind.table, []).append(
                row | ({"report_id": report.id} if kind is rows.ANNOTATIONS else {})
            )
        table.setdefault(schema.report_parts, []).extend(
            {"case_id": store.case_id, "report_id": report.id, "part": part, "value": value, "position": 0}
            for part, value in (("capture", capture.id), ("text", text.id), ("url", report.url))
        )
    for t, values in table.items():
        connection.execute(t.insert(), values)
    store.list_anew(connection, rows.REPORTS, [report for _, _, report, _ in made])
    held = schema.texts
    fresh = sa.select(held.c.id, held.c.row).where(held.c.id.in_([text.id for _, text, _, _ in made]))
    row_of = {r.id: r.row for r in connection.execute(fresh)}
    for _, text, _, _ in made:
        sqlite.index_words(connection, "text_search", row_of[text.id], rows.searchable(text))
    nobody = Withheld.of({}, ())
    for kind, indexed in (
        (rows.REPORTS, [report for _, _, report, _ in made]),
        (rows.STATEMENT_MENTIONS, [m for *_, annotation in made for m in annotation.statements]),
        (rows.INCIDENT_MENTIONS, [m for *_, annotation in made for m in annotation.incidents]),
    ):
        store.index_records(connection, kind, indexed, nobody)


def _write_actors(store: Store, points: Sequence[Point]) -> dict[str, str]:
    """An actor for each speaker; gives name -> id."""
    speaking: dict[str, list[Point]] = {}
    for point in points:
        speaking.setdefault(point.speaker, []).append(point)
    actors = []
    for name, its in speaking.items():
        mentions = tuple(m for point in its for m in point.mentions)
        first = its[0]
        role = Role(title=first.role or NO_OFFICE, sides=(first.side,) if first.side else (), basis="made up")
        actors.append(
            Actor(id=digest("actor", name), names=(Name(text=name),), kind="official", roles=(role,),
                  founding_mention=mentions[0], mention_ids=mentions, maker=MAKER, recorded_at=NOW)
        )  # fmt: skip
    for some in in_batches(actors):
        store.save_records("actor", some, now=NOW)
    return {actor.name: actor.id for actor in actors}


def _write_statements(store: Store, points: Sequence[Point], actors: Mapping[str, str]) -> dict[int, Statement]:
    """Number of the point -> its statement."""
    person = Reason(field="record", value="confirmed", rule="person Ada Reader", score=1.0)
    made = {}
    for some in in_batches(points):
        for point in some:
            made[point.number] = Statement(
                id=digest("statement", point.mentions[0]), founding_mention=point.mentions[0],
                mention_ids=tuple(point.mentions), speaker=point.speaker, actor_id=actors[point.speaker],
                role=point.role, side=point.side, act=point.act, target_side=point.target, said_on=point.when,
                reasons=(person,) if point.number < DECIDED else (), maker=LINKER, recorded_at=NOW,
            )  # fmt: skip
        store.save_records("statement", [made[point.number] for point in some], now=NOW)
    return made


def _write_incidents(store: Store, points: Sequence[Point]) -> dict[int, Incident]:
    made = {}
    for some in in_batches(points):
        for point in some:
            accounts = tuple(
                Account(mention_id=m, said_as="narrated" if n else ("narrated", "alleged")[point.number % 2])
                for n, m in enumerate(point.mentions)
            )
            made[point.number] = Incident(
                id=digest("incident", point.mentions[0]), founding_mention=point.mentions[0],
                mention_ids=tuple(point.mentions), type=point.type, accounts=accounts,
                actors=Making.taking_part(point), where=point.where, places=(point.where,), when=point.when,
                maker=LINKER, recorded_at=NOW,
            )  # fmt: skip
        store.save_records("incident", [made[point.number] for point in some], now=NOW)
    return made


def _write_judgements(
    store: Store, making: Making, said: Mapping[int, Statement], happened: Mapping[int, Incident]
) -> None:
    def judged() -> Iterator[Judgement]:
        kinds: tuple[tuple[JudgementKind, list[Point]], ...] = (
            ("same_statement", making.said), ("same_incident", making.happened),
        )  # fmt: skip
        for kind, points in kinds:
            line = LINES[kind]
            for point, after in zip_longest(points, points[1:]):
                for left, right in pairwise(point.mentions):
                    yield _judgement(kind, left, right, line + (1 - line) * making.rng.random())
                if after is not None and making.rng.random() < UNSURE:
                    near = line - WRITTEN * making.rng.random()
                    yield _judgement(kind, point.mentions[0], after.mentions[0], near, verdict="unsure")
        for points, records in ((making.said, said), (making.happened, happened)):
            for point in points:
                if point.matter:
                    ref = str(MATTERS.index(point.matter) + 1)
                    score = 0.4 + making.rng.random() * 0.6
                    verdict: Verdict = "same" if score >= LINES["provision"] else "unsure"
                    yield _judgement("provision", records[point.number].id, ref, score, verdict=verdict)
        for point in making.said:
            if point.act in CHARGES and point.target and point.number % 5 < 2:
                near = making.said[point.number + 1 : point.number + 60]
                answer = next((p for p in near if p.side == point.target), None)
                if answer is not None:
                    left, right = said[point.number].id, said[answer.number].id
                    score = LINES["response"] + (1 - LINES["response"]) * making.rng.random()
                    yield _judgement("response", left, right, score, label="denial")
        for number in range(12, len(said) // STATEMENTS, 12):
            yield _judgement("same_report", f"{number - 7:064x}", f"{number:064x}", 0.95)

    for some in in_batches(judged()):
        store.save_judgements(some, judged=(), now=NOW)


def _judgement(
    kind: JudgementKind, left: str, right: str, score: float, *, verdict: Verdict = "same", label: str | None = None
) -> Judgement:
    return Judgement.of(
        kind=kind, left=left, right=right, verdict=verdict, label=label, score=round(score, 3), maker=LINKER,
        made_at=NOW, reasons=(Reason(field="words", value="alike", rule="made up", score=0.8),),
    )  # fmt: skip


def _write_series(store: Store) -> None:
    """The figures of one thing in one month are a series."""
    together: dict[str, list[Figure]] = {}
    for figure in store.figures():
        together.setdefault(figure.quantity, []).append(figure)
    series = [
        FigureSeries(
            id=digest("series", quantity), quantity=quantity, unit=figures[0].unit, maker=LINKER,
            figure_ids=tuple(f.id for f in figures), agreement="single" if len(figures) == 1 else "conflict",
        )
        for quantity, figures in together.items()
    ]  # fmt: skip
    store.save_records("series", series, now=NOW)


def _write_cards(store: Store, said: Iterable[Statement], happened: Iterable[Incident]) -> None:
    """Which record each mention belongs to, as linking notes it."""
    for kind, mentions, records in (
        ("statement", schema.statement_mentions, said),
        ("incident", schema.incident_mentions, happened),
    ):
        of = {m: record.id for record in records for m in record.mention_ids}
        with store.writing() as connection:
            texts = connection.execute(sa.select(mentions.c.id, mentions.c.text_id)).all()
            for some in in_batches(texts, 5000):
                values = [
                    {"case_id": store.case_id, "kind": kind, "id": m, "text_id": t, "record_id": of[m]} for m, t in some
                ]
                connection.execute(schema.link_cards.insert(), values)


def _decide(store: Store, statements: Iterable[Statement]) -> None:
    for statement in statements:
        store.save_decision(
            Decision(id=digest("decision", statement.id), action="confirm", target_kind="statement",
                     target=statement.id, why="read again", who="Ada Reader", when=NOW,
                     anchor=tuple(span for mention in store.mentions_of(statement) for span in mention.content))
        )  # fmt: skip

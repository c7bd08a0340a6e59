"""Records as the shapes of the interface."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from trucewatch.assess.contradict import LedgerRow
from trucewatch.assess.sums import Figures
from trucewatch.present.plain import as_json
from trucewatch.present.web.api import shapes
from trucewatch.present.web.api.leaving import Leaving
from trucewatch.present.web.frame import link
from trucewatch.records import agreement as terms
from trucewatch.records import count, decision, mention
from trucewatch.records.actor import Actor
from trucewatch.records.hands import hands_in, made_by
from trucewatch.records.incident import Incident
from trucewatch.records.maker import Maker
from trucewatch.records.report import Report
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.records.when import When
from trucewatch.store.pages import IncidentItem, StatementItem


def words(leaving: Leaving, spans: Iterable[Span]) -> list[shapes.Words]:
    return [
        shapes.Words(text=span.text_id, start=span.start, end=span.end, words=span.words)
        for span in leaving.words(spans)
    ]


def time(when: When | None) -> shapes.Time | None:
    if when is None:
        return None
    return shapes.Time(
        words=when.words, first_day=when.first_day, last_day=when.last_day, precision=when.precision, basis=when.basis
    )


def person(maker: Maker) -> shapes.Person:
    return shapes.Person(kind=maker.kind, name=maker.name, version=maker.version)


def statement(leaving: Leaving, item: StatementItem) -> shapes.Statement:
    one = leaving.statement(item.record)
    return shapes.Statement(
        id=one.id, page=link("statement", one.id), speaker=leaving.name(item.record.speaker, one.role),
        speaker_withheld=leaving.withholds(item.record.speaker), actor=one.actor_id,
        rival_speakers=[leaving.name(name) or "" for name in one.rival_speakers], role=leaving.name(one.role),
        side=one.side, act=one.act, target_side=one.target_side, medium=one.medium, said_on=time(one.said_on),
        direct=one.direct, via=leaving.name(one.via), reported_by=leaving.name(one.reported_by),
        words=words(leaving, item.words), reports=item.reports, outlets=leaving.outlets(item.outlets), score=item.score,
        **_hands(leaving, one, decided=item.made_by == "person"), recorded_at=one.recorded_at,
    )  # fmt: skip


def incident(leaving: Leaving, item: IncidentItem) -> shapes.Incident:
    one, note = leaving.incident(item.record)
    where = one.where
    place = shapes.Place(
        name=where.name if where else None, precision=where.precision if where else None,
        lat=where.lat if where else None, lon=where.lon if where else None, admin1=where.admin1 if where else None,
        country=where.country if where else None, note=note or None,
    )  # fmt: skip
    return shapes.Incident(
        id=one.id, page=link("incident", one.id), type=one.type, when=time(one.when), place=place,
        actors=[named(leaving, p) for p in one.actors], targets=[named(leaving, p) for p in one.targets],
        counts=[number(leaving, c) for c in one.counts],
        accounts=[
            shapes.Account(said_as=a.said_as, said_by=leaving.name(a.said_by), side=a.side) for a in one.accounts
        ],
        weapon=one.weapon, civilian_harm=one.civilian_harm, part_of=one.part_of, words=words(leaving, item.words),
        reports=item.reports, outlets=leaving.outlets(item.outlets), score=item.score,
        **_hands(leaving, one, decided=item.made_by == "person"), recorded_at=one.recorded_at,
    )  # fmt: skip


def _hands(leaving: Leaving, one: Statement | Incident, *, decided: bool) -> dict[str, Any]:
    """Who made a record: whoever entered all that it holds, else what put it together; and what each person did."""
    parts = leaving.parts(one) if decided else []
    persons = [shapes.Hand(name=hand.name, did=list(hand.did)) for hand in hands_in(one, parts)]
    return {"made_by": person(made_by(one, parts)), "decided": decided, "persons": persons}


def named(leaving: Leaving, one: mention.Participant) -> shapes.Named:
    return shapes.Named(
        name=leaving.name(one.name) or "", side=one.side, said_by=leaving.name(one.said_by),
        denied_by=leaving.name(one.denied_by),
    )  # fmt: skip


def number(leaving: Leaving, one: count.Count) -> shapes.Number:
    return shapes.Number(
        value=one.value, bound=one.bound, unit=one.unit, group=one.group, effect=one.effect,
        said_by=leaving.name(one.said_by), words=leaving.words([one.span])[0].words,
    )  # fmt: skip


def report(leaving: Leaving, one: Report, statements: int | None, incidents: int | None) -> shapes.Report:
    one = leaving.report(one)
    return shapes.Report(
        id=one.id, page=link("report", one.id), title=leaving.name(one.title), publisher=one.publisher,
        published=one.published, url=one.url, licence=one.licence, wires=list(one.wires), kind=one.kind,
        captures=list(one.capture_ids), texts=list(one.text_ids), statements=statements, incidents=incidents,
    )  # fmt: skip


def actor(leaving: Leaving, one: Actor, statements: int | None) -> shapes.Actor:
    role = next((r.title for r in one.roles if r.title), None)
    shown = one.name if leaving.internal or not one.private else leaving.name(one.name, role)
    side = next((s for r in one.roles for s in r.sides), None)
    return shapes.Actor(
        id=one.id, page=link("actor", one.id), name=shown or "", kind=one.kind, side=side, role=leaving.name(role),
        statements=statements,
    )  # fmt: skip


def claim(leaving: Leaving, row: LedgerRow, items: dict[str, StatementItem]) -> shapes.Claim:
    return shapes.Claim(
        claim=statement(leaving, items[row.claim.id]), against=row.against, provisions=list(row.provisions),
        said=row.said, first_reported=row.first_reported, reports=list(row.reports), origins=row.origins,
        answered=row.answered, search=str(row.search),
        responses=[
            shapes.Response(
                kind=r.kind, statement=statement(leaving, items[r.statement.id]), said=r.said, delay_days=r.delay_days
            )
            for r in row.responses
            if r.statement.id in items
        ],
    )  # fmt: skip


def series(leaving: Leaving, one: Figures) -> shapes.Series:
    told = []
    for value in one.values:
        figure = value.figure
        if leaving.hides(figure.id, spans=[figure.span]):
            continue
        told.append(
            shapes.Told(
                figure=figure.id,
                value=figure.value,
                low=figure.low,
                high=figure.high,
                bound=figure.bound,
                said_by=leaving.name(figure.said_by),
                published=value.published,
                outlet=value.publisher,
                words=leaving.words([figure.span])[0].words,
            )
        )
    return shapes.Series(
        id=one.series.id, page=link("series", one.series.id), quantity=leaving.name(one.series.quantity) or "",
        unit=one.series.unit, state=one.series.agreement, values=told,
    )  # fmt: skip


def provision(one: terms.Provision) -> shapes.Provision:
    return shapes.Provision(
        ref=one.ref, page=link("provision", one.ref), what=one.what, obligors=list(one.obligors),
        beneficiaries=list(one.beneficiaries), topics=list(one.topics),
        clock=as_json(one.clock) if one.clock else None,
    )  # fmt: skip


def decided(one: decision.Decision) -> shapes.Decision:
    return shapes.Decision(
        id=one.id, action=one.action, target_kind=one.target_kind, target=one.target, field=one.field,
        seen=as_json(one.seen), new=as_json(one.new), why=one.why, who=one.who, when=one.when,
    )  # fmt: skip


def day(value: date | None) -> str | None:
    return value.isoformat() if value else None

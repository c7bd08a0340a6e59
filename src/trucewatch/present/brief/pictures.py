"""Makes the pictures of a brief from what it shows: trend, timeline, maps, ladders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from trucewatch.assess.holding import PlaceTold
from trucewatch.assess.trends import (
    NO_SIDE,
    By,
    Mark,
    Per,
    Received,
    Trend,
    incident_told,
    sides_named,
    statement_told,
    told_as_happened,
    trend,
)
from trucewatch.gazetteer.lookup import shipped
from trucewatch.present.brief.evidence import Evidence, publisher_of
from trucewatch.present.brief.incidents import Incidents
from trucewatch.present.brief.model import Claim, IncidentShown, Ladder, Passage
from trucewatch.present.brief.period import MOST_WEEKS, Period
from trucewatch.present.brief.picture_maps import Maps
from trucewatch.present.brief.picture_model import MarkShown, Parted, Pictures
from trucewatch.present.brief.statements import NO_SIDE as NO_SIDE_LANE
from trucewatch.present.brief.statements import Items
from trucewatch.present.draw.axis import numbered
from trucewatch.present.draw.bars import bands_picture, trend_picture
from trucewatch.present.draw.ladder import Value, ladder_picture
from trucewatch.present.draw.svg import Picture
from trucewatch.present.draw.timeline import Arc, Point, timeline_picture
from trucewatch.present.export.people import People
from trucewatch.records.agreement import Agreement
from trucewatch.records.incident import Incident
from trucewatch.records.report import Report
from trucewatch.records.statement import Statement

#: Counted by day where no more days are shown.
MOST_DAYS = 21
PARTED: tuple[tuple[By, str], ...] = (
    ("side", "By side"), ("type", "Incidents by type"), ("place", "Incidents by place")
)  # fmt: skip
NOBODY_LANE = "Incidents for which nobody, or nobody of a side, is named"


def pictures(
    agreement: Agreement,
    statements: Sequence[Statement],
    incidents: Sequence[Incident],
    items: Items,
    told: Incidents,
    shown: Mapping[str, IncidentShown],
    claims: Sequence[Claim],
    every_ladder: Sequence[Ladder],
    reports: Sequence[Report],
    evidence: Evidence,
    people: People,
    *,
    origin_of: Mapping[str, str],
    marks: Iterable[Mark],
    period: Period,
    places: Mapping[str, PlaceTold],
    hold: timedelta,
) -> Pictures:
    """``statements`` and ``incidents`` are those of the period, ``reports`` all of the case, ``places`` what may be
    shown of the place of each incident, under any handling mark: a picture is soon passed on by itself."""
    sides = [party.name for party in agreement.parties]
    marks = [Mark(day=m.day, name=people.masked(m.name), kind=m.kind) for m in marks]
    received = [_received(report, evidence, origin_of, period) for report in reports]
    first, last = _days(period, received)
    counted = [statement_told(s, _first(items.published(s))) for s in statements]
    for incident in incidents:
        one = incident_told(incident, _first(told.published(incident)))
        counted.append(replace(one, place=None) if places[incident.id].how == "held" else one)
    per: Per = "week" if first is None or last is None else _per(first, last)

    def by(part: By) -> Trend:
        return trend(counted, received, by=part, per=per, since=first, until=last, marks=marks, sides=sides)

    whole = by("all")
    parted = []
    for part, heading in PARTED:
        made = by(part)
        if made.lines:
            picture = bands_picture(made, name=f"picture-by-{part}", title=f"{heading}, per {per}")
            parted.append(Parted(heading=heading, trend=made, picture=picture))
    drawn = Maps(agreement, shown, shipped(), places)
    maps = drawn.maps(incidents)
    return Pictures(
        trend=whole,
        marks=tuple(
            MarkShown(number=n, day=day, names=tuple(m.name for m in own), due=all(m.kind == "deadline" for m in own))
            for n, day, own in numbered(whole.marks)
        ),
        over_time=trend_picture(whole, name="picture-trend", title=f"Statements and incidents per {per}"),
        parted=tuple(parted),
        timeline=_timeline(statements, incidents, items, shown, claims, sides, whole, places),
        maps=maps,
        held=drawn.held,
        coarse=drawn.coarse,
        nowhere=drawn.nowhere,
        hold_hours=hold // timedelta(hours=1),
        ladders=_ladders(every_ladder),
    )  # fmt: skip


def _received(report: Report, evidence: Evidence, origin_of: Mapping[str, str], period: Period) -> Received:
    texts = [evidence.text(text_id) for text_id in report.text_ids]
    return Received(
        published=period.published(report), outlet=publisher_of(report), origin=origin_of.get(report.id, report.id),
        languages=tuple(sorted({text.language for text in texts if text and text.language})),
    )  # fmt: skip


def _days(period: Period, received: Sequence[Received]) -> tuple[date | None, date | None]:
    """The days asked for; where one is open, the first or last day of publication inside, or the day asked for."""
    inside = [r.published for r in received if r.published and period.holds(r.published, r.published)]
    first = period.since or min(inside, default=period.until)
    return first, period.until or max(inside, default=first)


def _per(first: date, last: date) -> Per:
    days = (last - first).days
    return "day" if days < MOST_DAYS else "week" if days <= 7 * MOST_WEEKS else "month"


def _first(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day), default=None)


def _timeline(
    statements: Sequence[Statement],
    incidents: Sequence[Incident],
    items: Items,
    shown: Mapping[str, IncidentShown],
    claims: Sequence[Claim],
    sides: Sequence[str],
    counted: Trend,
    places: Mapping[str, PlaceTold],
) -> Picture | None:
    """The statements and incidents of the trend, each in its lanes; None where there is no time to draw."""
    if not counted.stretches:
        return None
    points = []
    for statement in sorted(statements, key=lambda s: _place(items.item(s).passages)):
        item = items.item(statement)
        if item.day is not None:
            lane = statement.side or NO_SIDE_LANE
            words = f"{item.speaker}, {item.act}" + (f", to or about {item.target}" if item.target else "")
            points.append(
                Point(anchor=item.anchor, shape="statement", lanes=(lane,), day=item.day, dated=item.dated, words=words)
            )
    for incident in sorted(incidents, key=lambda i: _place([a.passage for a in shown[i.id].accounts])):
        one = shown[incident.id]
        if one.day is None or not told_as_happened(a.said_as for a in incident.accounts):
            continue
        named = sides_named(incident.type, [p.side for p in incident.actors], [p.side for p in incident.targets])
        lanes = tuple(side for side in named if side != NO_SIDE) or (NOBODY_LANE,)
        point = Point(
            anchor=one.anchor, shape="incident", lanes=lanes, day=one.day, dated=one.dated,
            words=f"{one.type}, {one.place}" if places[incident.id].how == "as told" else one.type,
        )  # fmt: skip
        points.append(point)
    further = sorted({lane for p in points for lane in p.lanes} - {*sides, NO_SIDE_LANE, NOBODY_LANE})
    open_lanes = [lane for lane in (NO_SIDE_LANE, NOBODY_LANE) if any(lane in p.lanes for p in points)]
    arcs = [
        Arc(
            claim=claim.item.anchor, answer=response.item.anchor,
            words=f"{response.kind}, {response.delay}: {response.item.speaker}, after {claim.item.speaker}",
        )
        for claim in claims
        for response in claim.responses
    ]  # fmt: skip
    return timeline_picture(
        points, arcs, lanes=[*sides, *further, *open_lanes], marks=counted.marks, uncovered=_runs(counted),
        days=(counted.stretches[0].first, counted.stretches[-1].last), name="picture-timeline",
        title="Timeline: a lane for each side",
    )  # fmt: skip


def _place(passages: Sequence[Passage]) -> tuple[int, int]:
    """Where something is told first, by report and place in it: an order that hangs on no name and no id."""
    return min(((p.citation.number, p.spans[0].start) for p in passages), default=(0, 0))


def _runs(counted: Trend) -> list[tuple[date, date]]:
    """Stretches without a report, neighbours together."""
    runs: list[tuple[date, date]] = []
    for stretch in counted.stretches:
        if stretch.reports:
            continue
        if runs and runs[-1][1] + timedelta(days=1) == stretch.first:
            runs[-1] = (runs[-1][0], stretch.last)
        else:
            runs.append((stretch.first, stretch.last))
    return runs


def _ladders(every: Sequence[Ladder]) -> dict[str, Picture]:
    made = {}
    for ladder in every:
        values = [
            Value(
                number=rung.number, low=rung.low, high=rung.high, bound=rung.bound, denied=rung.denied,
                shown=rung.value, words=f"{rung.said_by}, {rung.as_of}",
            )
            for rung in ladder.rungs
        ]  # fmt: skip
        picture = ladder_picture(values, name=f"picture-{ladder.anchor}", title=f"Values given for: {ladder.quantity}")
        if picture is not None:
            made[ladder.anchor] = picture
    return made

"""Days, places, single events, what is new and what the case holds: counted by the database as one would by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from case_parts import DAY1, DAY2
from lake_case import COUNCIL, FIRST, LEAGUE, OUTLETS, Lake, fill, lake_agreement

from trucewatch.records.decision import Decision
from trucewatch.store import Store, create_case
from trucewatch.store.choosing import IncidentFilter, ReportFilter, StatementFilter
from trucewatch.store.more_pages import ActorFilter, CommitmentFilter, DecisionFilter, SeriesFilter
from trucewatch.store.spread import Box

ALL = Box(south=-90, west=-180, north=90, east=180)


@pytest.fixture(scope="module")
def lake(new_place):
    with create_case(new_place(), agreement=lake_agreement(), source=b"") as store:
        yield store, fill(store)


@pytest.mark.parametrize("by", ["all", "side", "act"])
def test_statements_are_counted_by_day_and_part(lake, by):
    store, held = lake
    key = {"all": lambda s: (), "side": lambda s: (s.side or "",), "act": lambda s: (s.act,)}[by]
    expected = Counter((held.days(s)[0], key(s)) for s in held.statements)
    assert Counter({(c.day, c.key): c.number for c in store.statement_days(by=by)}) == expected
    assert None in {day for day, _ in expected}


def test_incidents_are_counted_by_day_and_by_the_sides_named_as_having_done_them(lake):
    store, held = lake

    def sides(incident) -> tuple[str, ...]:
        taking_part = [p.side for p in (*incident.actors, *(incident.targets if incident.type == "clash" else ()))]
        return tuple(sorted(s for s in set(taking_part) if s)) or (("",) if taking_part else ())

    expected = Counter((held.days(i)[0], sides(i)) for i in held.incidents)
    assert Counter({(c.day, c.key): c.number for c in store.incident_days(by="side")}) == expected
    assert {(), ("",), (COUNCIL,), (COUNCIL, LEAGUE)} == {key for _, key in expected} | {()}


def test_days_are_counted_of_what_is_wanted_alone(lake):
    store, held = lake
    wanted = StatementFilter(act="deny", publisher=OUTLETS[0])
    total = sum(count.number for count in store.statement_days(wanted, by="side"))
    assert total == store.statements_page(wanted).total > 0
    days = store.report_days(ReportFilter(publisher=OUTLETS[0]))
    assert sum(n for _, _, n in days) == sum(r.publisher == OUTLETS[0] for r in held.reports)


def test_single_events_stand_in_the_order_of_time_or_are_none_where_there_are_too_many(lake):
    store, held = lake
    since, until = FIRST, FIRST + timedelta(days=4)
    said, done = StatementFilter(since=since, until=until), IncidentFilter(since=since, until=until)
    events = store.events(said, done)
    expected = [r.id for r in (*held.statements, *held.incidents)
                if (days := held.days(r))[0] and days[0] <= until and days[1] >= since]  # fmt: skip
    assert sorted(e.id for e in events) == sorted(expected)
    assert [e.day for e in events] == sorted(e.day for e in events)
    spoken = next(e for e in events if e.kind == "statement")
    record = next(s for s in held.statements if s.id == spoken.id)
    assert (spoken.who, spoken.what, spoken.sides) == (record.speaker, record.act, (record.side or "",))
    assert spoken.words == held.mentions[record.founding_mention].content[0].words
    assert store.events(said, done, most=len(expected)) is not None
    assert store.events(said, done, most=len(expected) - 1) is None
    assert {e.kind for e in store.events(None, done)} == {"incident"}


def test_spots_hold_the_incidents_of_a_place_by_type_and_side(lake):
    store, held = lake
    spots = store.spots(ALL)
    placed = [i for i in held.incidents if i.where.lat is not None]
    expected = Counter((i.where.lat, i.where.lon, i.where.precision, i.type) for i in placed)
    assert Counter({(s.lat, s.lon, s.precision, t): n for s in spots for t, n in s.types.items()}) == expected
    assert all(s.number == sum(s.types.values()) == sum(s.sides.values()) for s in spots)
    assert len(placed) < len(held.incidents)


@pytest.mark.parametrize(
    ("box", "seen"),
    [
        pytest.param(Box(south=61.5, west=7, north=62, east=8), {61.9}, id="north"),
        pytest.param(Box(south=61, west=7.3, north=62, east=7.5), {61.2}, id="east"),
        pytest.param(Box(south=61, west=7.3, north=62, east=-170), {61.2}, id="across the 180th meridian"),
        pytest.param(Box(south=-10, west=0, north=10, east=20), set(), id="elsewhere"),
    ],
)
def test_a_box_holds_what_lies_in_it(lake, box, seen):
    store, held = lake
    assert {spot.lat for spot in store.spots(box)} == seen
    inside = store.incidents_in(box)
    assert {item.record.where.lat for item in inside} == seen
    assert len(inside) == sum(i.where.lat in seen for i in held.incidents)


def test_the_overview_counts_what_there_is(lake):
    store, held = lake
    overview = store.overview()
    assert overview.counts == {
        "statement": len(held.statements), "incident": len(held.incidents), "report": len(held.reports), "actor": 4,
        "series": 3,
    }  # fmt: skip
    assert (overview.first, overview.last) == (FIRST, max(r.published for r in held.reports if r.published))
    assert overview.outlets == 3 and overview.acts == Counter(s.act for s in held.statements)
    assert overview.sides == Counter(s.side or "" for s in held.statements)
    assert list(overview.types.values()) == sorted(overview.types.values(), reverse=True)


def test_new_is_what_was_not_there_then_and_not_a_new_version(store):
    lake: Lake = fill(store, reports=6)
    changed, *_ = lake.statements
    store.save_records("statement", [replace(changed, act="warn")], now=DAY2)
    assert store.newest_statements(DAY1) == ()
    assert store.newest_statements(limit=3)[0].record.id == changed.id
    assert len(store.newest_statements(DAY1 - timedelta(days=1), limit=500)) == len(lake.statements)
    assert len(store.newest_reports(DAY1 - timedelta(days=1), limit=4)) == 4
    assert len(store.newest_incidents()) == len(lake.incidents)


# -- actors, series, decisions, commitments --------------------------------------------------------


def test_actors_stand_by_how_many_statements_they_make(lake):
    store, held = lake
    page = store.actors_page()
    said = Counter(s.speaker for s in held.statements)
    assert [(a.name, a.statements) for a in page.items] == sorted(said.items(), key=lambda one: (-one[1], one[0]))
    assert {a.name for a in page.items if a.private} == {"Jorun Tveit"}
    assert [a.last for a in page.items] == [
        max(day for s in held.statements if s.speaker == a.name and (day := held.days(s)[0])) for a in page.items
    ]
    assert [a.name for a in store.actors_page(ActorFilter(name="tveit")).items] == ["Jorun Tveit"]
    assert {a.side for a in store.actors_page(ActorFilter(side=(LEAGUE, ""))).items} == {LEAGUE, None}
    assert store.actors_page(ActorFilter(kind="official"), offset=1, limit=1).total == 3


def test_figure_series_are_chosen_by_state_unit_kind_and_words(lake):
    store, _ = lake
    assert [s.agreement for s in store.series_page().items] == ["conflict", "conflict", "agreeing"]
    for wanted, number in (
        (SeriesFilter(state="conflict"), 2), (SeriesFilter(unit="boats"), 3), (SeriesFilter(unit="men"), 0),
        (SeriesFilter(kind="level"), 3), (SeriesFilter(kind="toll"), 0), (SeriesFilter(words="the LAKE"), 3),
        (SeriesFilter(words="ridge"), 0), (SeriesFilter(incident_id="x"), 0),
    ):  # fmt: skip
        assert store.series_page(wanted).total == number


def test_commitments_stand_by_the_day_due_with_their_report(lake):
    store, held = lake
    items = store.commitments_page(limit=500).items
    due = [i.record.due.first_day if i.record.due else None for i in items]
    assert due == sorted(due, key=lambda day: (day is None, day))
    assert None in due and len(items) == len(list(store.commitments()))
    assert all(item.report == held.report_of[item.record.text_id] for item in items)
    wanted = CommitmentFilter(side=COUNCIL, since=FIRST + timedelta(days=2), until=FIRST + timedelta(days=9))
    chosen = store.commitments_page(wanted).items
    assert [i.record.id for i in chosen] == [
        i.record.id for i in items
        if i.record.obligor_side == COUNCIL and i.record.due
        and FIRST + timedelta(days=2) <= i.record.due.first_day <= FIRST + timedelta(days=9)
    ]  # fmt: skip


def test_decisions_stand_the_last_first_and_are_chosen_by_who_what_and_when(store: Store):
    for n in range(6):
        store.save_decision(
            Decision(id=f"d{n}", action="confirm" if n % 2 else "reject", target_kind="statement", target=f"s{n % 3}",
                     why="read again", who="Ada Reader" if n < 4 else "Bo Reader", when=DAY1 + timedelta(hours=n))
        )  # fmt: skip
    assert [d.id for d in store.decisions_page(limit=4).items] == ["d5", "d4", "d3", "d2"]
    for wanted, ids in (
        (DecisionFilter(who="Bo Reader"), ["d5", "d4"]), (DecisionFilter(action="confirm"), ["d5", "d3", "d1"]),
        (DecisionFilter(target="s0"), ["d3", "d0"]), (DecisionFilter(since=DAY1 + timedelta(hours=5)), ["d5"]),
        (DecisionFilter(until=DAY1 + timedelta(hours=1)), ["d0"]), (DecisionFilter(target_kind="report"), []),
    ):  # fmt: skip
        assert [d.id for d in store.decisions_page(wanted).items] == ids

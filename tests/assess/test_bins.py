"""Counts by day folded into the stretches of a timeline, and points of a map put together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.assess.bins import Timeline, timeline
from trucewatch.assess.clusters import clusters
from trucewatch.errors import BadInput

MONDAY = date(2031, 5, 5)
DAYS = st.none() | st.integers(0, 200).map(lambda n: MONDAY + timedelta(days=n))
TOLD = st.lists(
    st.tuples(st.sampled_from(["statement", "incident"]), DAYS, st.sampled_from([("North",), ("South",), ("",), ()]),
              st.integers(1, 9)),
    max_size=30,
)  # fmt: skip


@given(told=TOLD, per=st.sampled_from(["day", "week", "month"]), since=DAYS, until=DAYS)
def test_nothing_is_lost_between_lanes_the_dayless_and_what_lies_outside(told, per, since, until):
    if since and until and since > until:
        since, until = until, since
    made = timeline(told, [], per=per, since=since, until=until)
    assert sum(lane.total for lane in made.lanes) + made.dayless + made.outside == sum(n for *_, n in told)
    assert all(len(lane.counts) == len(made.stretches) for lane in made.lanes)
    for (_, ends), (starts, _) in zip(made.stretches, made.stretches[1:], strict=False):
        assert starts == ends + timedelta(days=1)


def test_each_record_stands_in_the_stretch_that_holds_its_day_beside_the_reports_of_it():
    told = [("statement", MONDAY, ("North",), 2), ("statement", MONDAY + timedelta(days=8), ("North",), 1),
            ("incident", None, ("South",), 4)]  # fmt: skip
    reports = [(MONDAY + timedelta(days=6), "Hill Daily", 3), (MONDAY, "Mill Post", 1), (MONDAY, "Hill Daily", 1)]
    made = timeline(told, reports, per="week")
    assert [lane.counts for lane in made.lanes] == [(2, 1)]
    assert (made.reports, made.outlets, made.dayless) == ((5, 0), (2, 0), 4)


def test_sides_stand_in_the_agreements_order_then_several_then_none():
    keys = [(), ("",), ("South",), ("North", "South"), ("North",)]
    made = timeline([("statement", MONDAY, key, 1) for key in keys], [], sides=["South", "North"])
    assert [lane.key for lane in made.lanes] == [("South",), ("North",), ("North", "South"), (), ("",)]


@pytest.mark.parametrize(("days", "per"), [(100, "day"), (500, "week"), (1000, "month")])
def test_who_says_nothing_gets_stretches_that_fit(days, per):
    made = timeline([], [(MONDAY, None, 1), (MONDAY + timedelta(days=days), None, 1)])
    assert made.per == per


def test_days_that_run_backwards_are_refused():
    with pytest.raises(BadInput, match="lies after the last"):
        timeline([], [], since=MONDAY, until=MONDAY - timedelta(days=1))


def test_a_case_without_days_has_no_stretches():
    assert timeline([], []) == Timeline(per="day", stretches=(), lanes=(), reports=(), outlets=())


# -- clusters ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spot:
    lat: float
    lon: float
    number: int = 1
    precision: str = "exact"


SPOTS = st.lists(
    st.builds(Spot, lat=st.floats(-90, 90), lon=st.floats(-180, 180), number=st.integers(1, 5),
              precision=st.sampled_from(["exact", "country"])),
    max_size=40,
)  # fmt: skip


@given(spots=SPOTS, cell=st.sampled_from([None, 0.5, 10, 400]))
def test_every_point_is_in_one_cluster_of_its_cell_and_precision(spots, cell):
    made = clusters(spots, cell=cell)
    assert sorted(map(repr, (p for c in made for p in c.points))) == sorted(map(repr, spots))
    for cluster in made:
        assert cluster.at in cluster.points and len({p.precision for p in cluster.points}) == 1
        if cell is not None:
            assert len({(p.lat // cell, p.lon // cell) for p in cluster.points}) == 1


def test_a_cluster_is_drawn_at_the_point_that_holds_most_and_an_area_has_a_radius():
    near = clusters([Spot(1.1, 1.1), Spot(1.2, 1.9, number=3), Spot(3, 3, precision="country")], cell=1)
    assert [(c.at.lat, c.number, c.radius_km > 0) for c in near] == [(1.2, 4, False), (3, 1, True)]

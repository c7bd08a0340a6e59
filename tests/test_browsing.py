"""The doors of ``Case`` for pages: words are checked, provisions named in any case of letters, parts put together."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "store"))

from lake_case import COUNCIL, FIRST, LEAGUE, fill, lake_agreement

from trucewatch.case import Case
from trucewatch.errors import BadInput
from trucewatch.store import create_case
from trucewatch.store.choosing import IncidentFilter, StatementFilter
from trucewatch.store.hits import SearchFilter
from trucewatch.store.more_pages import SeriesFilter
from trucewatch.store.spread import Box


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("lake") / "lake.truce"
    with create_case(path, agreement=lake_agreement(), source=b"") as store:
        yield Case(store), fill(store)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda case: case.statements_page(StatementFilter(act="denny")), "no act is named 'denny'; did you"),
        (lambda case: case.statements_page(StatementFilter(provision="Z9")), "no provision is named 'Z9'; there are"),
        (lambda case: case.incidents_page(IncidentFilter(type=("clash", "shellling"))), "did you mean 'shelling'"),
        (lambda case: case.search_page(SearchFilter(words="dawn", act="denny")), "did you mean 'deny'"),
        (lambda case: case.timeline(since=FIRST, until=FIRST - timedelta(days=1)), "lies after the last"),
        (lambda case: case.incident_map(Box(south=5, west=0, north=-5, east=0)), "a box lies between"),
        (lambda case: case.incident_map(cell=0), "more than 0 degrees"),
        (lambda case: case.reports_page(limit=5000), "1 to 500 rows"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_the_next_step(lake, ask, message):
    with pytest.raises(BadInput, match=message):
        ask(lake[0])


def test_a_provision_is_found_whatever_the_case_of_its_letters(lake):
    case, held = lake
    page = case.statements_page(StatementFilter(provision="l1"), limit=500)
    assert page.total == sum(held.bears(s, "L1") for s in held.statements) > 0


def test_a_timeline_leaves_out_what_is_not_told_as_having_happened(lake):
    case, held = lake
    made = case.timeline(per="week")
    happened = [i for i in held.incidents if any(a.said_as in ("narrated", "alleged") for a in i.accounts)]
    counted = {what: sum(lane.total for lane in made.lanes if lane.what == what) for what in ("statement", "incident")}
    assert sum(counted.values()) + made.dayless == len(held.statements) + len(happened)
    assert len(happened) < len(held.incidents)
    assert [lane.key for lane in made.lanes][:2] == [(COUNCIL,), (LEAGUE,)]
    assert sum(made.reports) == sum(r.published is not None for r in held.reports)


@pytest.mark.parametrize("per", ["day", "week", "month"])
def test_counting_in_the_database_by_stretches_is_counting_by_days(lake, per):
    case, held = lake
    made = case.timeline(per=per, by="act")
    for lane in made.lanes:
        if lane.what == "statement":
            days = [held.days(s)[0] for s in held.statements if (s.act,) == lane.key]
            assert lane.counts == tuple(sum(d is not None and a <= d <= b for d in days) for a, b in made.stretches)


def test_few_incidents_of_a_map_are_shown_one_by_one_and_many_together(lake):
    case, held = lake
    placed = [i for i in held.incidents if i.where.lat is not None]
    few, many = case.incident_map(), case.incident_map(most=2, cell=5)
    assert few.total == many.total == len(placed) == len(few.incidents)
    assert many.incidents is None and len(many.clusters) == 2  # the mill's point, and the area
    assert sum(c.number for c in many.clusters) == len(placed)


def test_figures_come_with_their_values_and_what_is_new_by_kind(lake):
    case, held = lake
    page = case.figures_page(SeriesFilter(state="conflict"))
    assert page.total == 2 and all(len(one.values) == 10 and one.values[0].publisher for one in page.items)
    statements, incidents, reports = case.newest(limit=3)
    assert (len(statements), len(incidents), len(reports)) == (3, 3, 3)
    assert case.overview().counts["report"] == len(held.reports)
    assert case.events(since=date(2031, 4, 1), until=date(2031, 4, 3))

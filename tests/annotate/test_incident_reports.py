"""Incidents of whole reports stay found with their fields, and little else is told (``incident_reports.py``)."""

from __future__ import annotations

import pytest
from tests.annotate.incident_reports import FIELDS, HALVES, counted, reports

#: What each half reaches, less a margin of about two items.
FLOORS = {
    "tuned": {"found": 0.78, "precision": 0.90, "type": 0.91, "said_as": 0.88, "actor": 0.80, "target": 0.64,
              "place": 0.64, "date": 0.55, "counts": 0.75},
    "aside": {"found": 0.82, "precision": 0.75, "type": 0.82, "said_as": 0.61, "actor": 0.65, "target": 0.67,
              "place": 0.44, "date": 0.68, "counts": 0.87},
}  # fmt: skip


@pytest.fixture(scope="module")
def scores():
    return counted()[0]


@pytest.mark.parametrize("half", HALVES)
def test_incidents_of_whole_reports_stay_found_with_their_fields(scores, half):
    score = scores[half]
    reached = {"found": score.recall, "precision": score.precision} | {name: score.share(name) for name in FIELDS}
    low = {name: (reached[name], floor) for name, floor in FLOORS[half].items() if reached[name] < floor}
    assert not low, low


def test_both_halves_hold_as_many_reports_each_with_a_name_of_its_own():
    given = reports()
    assert len({report.name for report in given}) == len(given)
    assert sum(report.half == "aside" for report in given) == len(given) // 2

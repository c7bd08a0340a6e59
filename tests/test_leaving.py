"""What may be sent to a language model: what an export for anybody would not hold stays here, or is covered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.propose_case import build

from trucewatch.case import open_case
from trucewatch.leaving import Leaving, MayLeave, Stays
from trucewatch.propose.outgoing import portions

CONVOY = """\
Convoy hit near Akureyri, says Arvania

"The Front attacked an aid convoy outside Akureyri and wounded four drivers," said Colonel Ines Halloran, spokeswoman for the Arvanian army, on Monday, 12 May.
"""  # noqa: E501
LATER = """\
Akureyri is quiet

The roads to Akureyri and Husavik are open, the roads board said on Wednesday.
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = build(tmp_path_factory.mktemp("leaving"), {"convoy": CONVOY, "later": LATER})
    with open_case(path) as case:
        yield case.store


def leaving(store, *, days: int) -> Leaving:
    day = max(r.published for r in store.reports())
    return Leaving(store, now=datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=days),
                   hold=timedelta(hours=72))  # fmt: skip


def of(found: Leaving, store, name: str):
    return found.of(next(r for r in store.reports() if r.files == (name,)))


def test_a_report_of_people_who_could_be_found_stays_for_its_hours_and_the_place_is_covered_in_others(store):
    early = leaving(store, days=0)
    stays = of(early, store, "convoy.txt")
    assert isinstance(stays, Stays) and stays.reason == "tells of places that are held back for now"
    goes = of(early, store, "later.txt")
    assert isinstance(goes, MayLeave)
    assert "Akureyri" not in goes.covered and "█ is quiet" in goes.covered and "Husavik" in goes.covered


def test_afterwards_it_goes_with_the_place_covered_and_no_offset_moves(store):
    goes = of(leaving(store, days=60), store, "convoy.txt")
    assert isinstance(goes, MayLeave)
    assert "Akureyri" not in goes.covered and "aid convoy outside ████████" in goes.covered
    assert len(goes.covered) == len(goes.text.content)
    (part,) = portions(goes.text, goes.covered)
    assert "Akureyri" not in part.words
    assert "Akureyri" in of(leaving(store, days=60), store, "later.txt").covered

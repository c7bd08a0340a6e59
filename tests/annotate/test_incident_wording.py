"""Incidents told in unseen wording stay found, and sentences that tell of none stay quiet (``incident_wording.py``)."""

from __future__ import annotations

from tests.annotate.incident_case import cases
from tests.annotate.incident_wording import FOLDER, counted, set_aside

#: What each half reaches, less a margin of two items; found, with their type, false at most.
FLOORS = {"tuned": (0.86, 0.75, 4), "aside": (0.60, 0.52, 6)}


def test_incidents_in_unseen_wording_stay_found_and_quiet_sentences_quiet():
    halves, _ = counted()
    reached = {
        name: (half.found / half.expected, half.typed / half.expected, half.false) for name, half in halves.items()
    }
    for name, (found, typed, false) in FLOORS.items():
        assert reached[name][0] >= found, reached
        assert reached[name][1] >= typed, reached
        assert reached[name][2] <= false, reached


def test_every_sentence_has_a_name_of_its_own_and_both_halves_hold_both_kinds():
    given = cases(folder=FOLDER)
    assert len({case.name for case in given}) == len(given)
    kinds = {(set_aside(case), bool(case.given.get("none"))) for case in given}
    assert len(kinds) == 4

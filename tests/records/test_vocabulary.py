"""The vocabulary holds what the contract, the crosswalk and the code need."""

from __future__ import annotations

import pytest

from trucewatch.records.vocabulary import ACTS, CHARGES, DISPUTE_KINDS, INCIDENT_TYPES, MEDIA, SAID_AS

#: names of the public contract that every case file's readers rely on
CONTRACT_ACTS = [
    "accuse", "deny", "reject", "warn", "threaten", "demand", "urge", "pledge", "condemn", "acknowledge",
    "claim_responsibility", "deny_responsibility", "report", "predict", "praise", "explain", "announce",
]  # fmt: skip


@pytest.mark.parametrize("act", CONTRACT_ACTS)
def test_every_act_of_the_contract_is_in_the_vocabulary(act):
    assert act in ACTS


def test_every_term_has_a_definition():
    assert all(term.covers for term in [*ACTS.values(), *INCIDENT_TYPES.values()])
    assert all([*MEDIA.values(), *DISPUTE_KINDS.values(), *SAID_AS.values()])


def test_violation_is_never_a_type_of_its_own_without_who_says_so():
    assert "violation" not in INCIDENT_TYPES


def test_monitors_can_say_that_they_were_kept_out_or_saw_nothing():
    assert {"access_denied", "no_incident_observed"} <= INCIDENT_TYPES.keys()


def test_every_physical_incident_has_a_plover_equivalent():
    for name in ("airstrike", "shelling", "bombing", "armed_attack", "clash", "detention", "release", "withdrawal"):
        assert INCIDENT_TYPES[name].plover_event and INCIDENT_TYPES[name].acled_event_type


def test_charges_are_acts():
    assert ACTS.keys() >= CHARGES

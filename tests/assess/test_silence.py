"""Who has not spoken on what, with the search behind it; and which rows of the ledger are asked for."""

from __future__ import annotations

from datetime import date

import pytest
from build_assess import AGREEMENT, mention, on, report, response, statement, text, touches

from trucewatch.assess.contradict import LedgerFilter, chosen_rows, ledger
from trucewatch.assess.silence import unspoken

EARLY, LATE = text("The front broke the shore truce. We left the bank."), text("We never did. Boats are welcome.")
CHARGE = mention(EARLY, "The front broke the shore truce", act="accuse", side="Northland", target_side="River Front")
LEFT = mention(EARLY, "We left the bank", act="report", side="Northland")
DENIAL = mention(LATE, "We never did", act="deny", side="River Front")
BOATS = mention(LATE, "Boats are welcome", act="praise", side="River Front")
MENTIONS = [CHARGE, LEFT, DENIAL, BOATS]
STATEMENTS = [
    statement("charge", CHARGE, said_on=on("2031-03-04")), statement("left", LEFT, said_on=on("2031-03-04")),
    statement("denial", DENIAL, said_on=on("2031-03-09")), statement("boats", BOATS, said_on=on("2031-03-09")),
]  # fmt: skip
REPORTS = [
    report("early", EARLY, published="2031-03-04", publisher="Shore Post"),
    report("late", LATE, published="2031-03-09", publisher="River Front Radio"),
]


def rows(*judgements):
    return ledger(STATEMENTS, judgements, MENTIONS, REPORTS, agreement=AGREEMENT)


def matters(*judgements, refs=("2.1",), **bounds):
    found = unspoken(
        rows(*judgements), refs, agreement=AGREEMENT, statements=STATEMENTS, mentions=MENTIONS, judgements=judgements,
        reports=REPORTS, **bounds,
    )  # fmt: skip
    return {one.ref: one for one in found}


def test_on_an_open_claim_the_charged_party_without_an_answer_stands_with_what_was_looked_through():
    found = matters()["charge"]
    assert found.spoke == ("Northland",)
    (search,) = [s for s in found.silent if s.side == "River Front"]
    assert (search.reports, search.own_outlets, search.statements) == (2, 1, 2)
    assert (search.since, search.up_to) == (date(2031, 3, 4), date(2031, 3, 9))


def test_a_claim_that_was_answered_is_no_matter_anybody_is_missed_on():
    assert "charge" not in matters(response("charge", "denial"))


def test_on_a_provision_speaks_whoever_a_statement_is_of_that_bears_on_it():
    assert matters(touches("left", "2.1"))["2.1"].spoke == ("Northland",)
    assert matters()["2.1"].spoke == ()


def test_parties_stand_in_the_order_of_the_agreement_and_each_once():
    found = matters(touches("left", "2.1"))["2.1"]
    parties = [p.name for p in AGREEMENT.parties]
    assert [*found.spoke, *(s.side for s in found.silent)] == parties


def test_what_lies_outside_the_period_is_not_looked_through():
    found = matters(touches("left", "2.1"), since=date(2031, 3, 8))["2.1"]
    assert found.spoke == ()
    assert {s.reports for s in found.silent} == {1}


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        pytest.param({}, 1, id="none"),
        pytest.param({"side": "northland"}, 1, id="by whom, any case"),
        pytest.param({"side": "River Front"}, 0, id="by another"),
        pytest.param({"against": "River Front"}, 1, id="against whom"),
        pytest.param({"provision": "4"}, 1, id="provision"),
        pytest.param({"provision": "2.1"}, 0, id="another provision"),
        pytest.param({"act": "accuse"}, 1, id="act"),
        pytest.param({"act": "condemn"}, 0, id="another act"),
        pytest.param({"since": date(2031, 3, 4), "until": date(2031, 3, 4)}, 1, id="its day"),
        pytest.param({"since": date(2031, 3, 5)}, 0, id="a later day"),
        pytest.param({"until": date(2031, 3, 3)}, 0, id="an earlier day"),
        pytest.param({"answered": False}, 1, id="open"),
        pytest.param({"answered": True}, 0, id="answered"),
        pytest.param({"publisher": "shore"}, 1, id="part of an outlet's name"),
        pytest.param({"publisher": "Radio"}, 0, id="another outlet"),
    ],
)
def test_rows_are_chosen_by_every_filter_given(filters, kept):
    assert len(chosen_rows(rows(touches("charge", "4")), LedgerFilter(**filters))) == kept

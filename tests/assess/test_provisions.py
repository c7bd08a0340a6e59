"""Links from records to provisions, precision first, and statuses by named rules."""

from __future__ import annotations

from datetime import date

import pytest
from build_assess import (
    AGREEMENT,
    NOW,
    PERSON,
    commitment,
    incident,
    mention,
    on,
    response,
    side,
    statement,
    text,
    told,
    touches,
)

from trucewatch.assess.provisions import link_provisions
from trucewatch.assess.status import assess
from trucewatch.records.agreement import Agreement

PAGE = text(
    "The front broke the shore truce again. Boats are welcome. We will free all captive soldiers by May. "
    "Northland's brigades left the eastern bank of the lake on Monday. Planes hit a farm. "
    "Northland must honour article 4. Patrol boats have no business beyond the islands."
)


def links(statements=(), incidents=(), commitments=(), mentions=(), tellings=(), agreement=AGREEMENT):
    found = link_provisions(statements, incidents, commitments, mentions, tellings, agreement=agreement, now=NOW)
    return {(j.left, j.right): j.verdict for j in found}


def of_statement(words, **values):
    one = mention(PAGE, words, **values)
    return links([statement("s", one)], mentions=[one])


def test_a_charge_is_linked_by_keyword_and_charged_obligor():
    values = {"act": "accuse", "side": "Northland", "target_side": "River Front"}
    assert of_statement("The front broke the shore truce again", **values) == {("s", "4"): "same"}


def test_words_without_a_fitting_obligor_stay_unsure():
    values = {"act": "accuse", "side": "Northland", "target_side": "Hill Tribes"}
    assert of_statement("The front broke the shore truce again", **values) in ({}, {("s", "4"): "unsure"})


def test_a_citation_by_reference_is_enough_with_the_obligor():
    values = {"act": "demand", "side": "River Front", "target_side": "Northland"}
    assert of_statement("Northland must honour article 4", **values)["s", "4"] == "same"


def test_a_statement_about_something_else_is_linked_to_nothing():
    assert of_statement("Boats are welcome", act="praise", side="River Front") == {}


def test_a_claimed_term_takes_only_the_sides_that_claim_or_answer_it():
    words = "Patrol boats have no business beyond the islands"
    assert of_statement(words, act="explain", side="River Front") == {("s", "X1"): "same"}
    assert of_statement(words, act="explain", side="Hill Tribes") == {}


def test_an_incident_is_linked_by_its_actor_and_words():
    one = told(
        PAGE, "Northland's brigades left the eastern bank of the lake", type="withdrawal", actors=side("Northland")
    )
    assert links(incidents=[incident("i", one)], tellings=[one]) == {("i", "3"): "same"}
    farm = told(PAGE, "Planes hit a farm", actors=side("Hill Tribes"))
    assert links(incidents=[incident("i", farm)], tellings=[farm]) == {}


def test_an_act_of_force_by_who_owes_a_truce_bears_on_it_whatever_its_words():
    farm = told(PAGE, "Planes hit a farm", actors=side("Northland"))
    assert links(incidents=[incident("i", farm)], tellings=[farm]) == {("i", "4"): "same"}


def test_a_commitment_is_linked_by_its_obligor():
    promise = commitment(
        PAGE, "We will free all captive soldiers by May", obligor="the front", obligor_side="River Front"
    )
    assert links(commitments=[promise]) == {(promise.id, "2.1"): "same"}


def test_an_agreement_without_provisions_gives_no_links():
    bare = Agreement(id="bare", title="Bare", signed=None, parties=AGREEMENT.parties)
    one = mention(PAGE, "The front broke the shore truce again", act="accuse", target_side="River Front")
    assert links([statement("s", one)], mentions=[one], agreement=bare) == {}


CHARGE = mention(
    PAGE, "The front broke the shore truce again", act="accuse", side="Northland", target_side="River Front"
)
BACK = mention(PAGE, "Northland must honour article 4", act="accuse", side="River Front", target_side="Northland")
LEFT = told(
    PAGE,
    "Northland's brigades left the eastern bank",
    type="withdrawal",
    actors=side("Northland"),
    when=on("2031-03-04"),
)


@pytest.mark.parametrize(
    ("judgements", "status"),
    [
        pytest.param((), "no reports", id="nothing linked"),
        pytest.param((touches("c", "4"),), "breach alleged", id="a charge"),
        pytest.param(
            (touches("c", "4"), response("c", "b")), "breach alleged and answered", id="a charge and an answer"
        ),
        pytest.param((touches("c", "4"), touches("b", "4")), "disputed", id="charges both ways"),
        pytest.param(
            (touches("c", "4"), touches("c", "4", verdict="different", maker=PERSON)),
            "no reports",
            id="a person says no",
        ),
    ],
)
def test_a_provisions_status_follows_the_named_rule(judgements, status):
    found = assess(AGREEMENT, judgements, [statement("c", CHARGE), statement("b", BACK)], [], as_of=date(2031, 6, 1))
    by_ref = {a.provision: a for a in found}
    assert by_ref["4"].status == status
    assert set(by_ref) == {"2.1", "3", "4", "X1"}


def test_performance_is_reported_only_up_to_the_day_asked_for():
    judged = [touches("i", "3")]
    given = {"mentions": [LEFT], "reports": []}
    later = {
        a.provision: a.status
        for a in assess(AGREEMENT, judged, [], [incident("i", LEFT)], as_of=date(2031, 6, 1), **given)
    }
    before = {
        a.provision: a.status
        for a in assess(AGREEMENT, judged, [], [incident("i", LEFT)], as_of=date(2031, 3, 1), **given)
    }
    assert (later["3"], before["3"]) == ("performance reported", "no reports")


def test_every_rule_that_holds_stands_beside_the_status_with_the_records_it_rests_on():
    freed = incident(
        "freed", told(PAGE, "We will free all", type="release", actors=side("Northland"), when=on("2031-05-03"))
    )
    charged = statement("c", CHARGE)
    judged = [touches("c", "2.1"), touches("freed", "2.1"), response("c", "b")]
    found = assess(AGREEMENT, judged, [charged, statement("b", BACK)], [freed], as_of=date(2031, 6, 1))
    (one,) = [a for a in found if a.provision == "2.1"]
    rules = {f.rule: f for f in one.findings}
    assert {"performance reported", "breach alleged", "response found"} <= rules.keys()
    assert rules["performance reported"].evidence == ("freed",)
    assert rules["performance reported"].last == date(2031, 5, 3)
    assert rules["breach alleged"].evidence == ("c",) and rules["response found"].evidence == ("b",)
    assert "no response found" not in rules


def test_a_provision_of_which_nothing_tells_has_the_finding_no_reports_with_no_evidence():
    found = assess(AGREEMENT, [], [], [], as_of=date(2031, 6, 1))
    assert all([f.rule for f in one.findings] == ["no reports"] and not one.findings[0].evidence for one in found)

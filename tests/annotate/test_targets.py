"""Against whom something is said, where the words name no one or several."""

from __future__ import annotations

import pytest
from tests.annotate.saying import body, said, words

from trucewatch.annotate.attribution import find_statements
from trucewatch.annotate.sentences import parse
from trucewatch.records.agreement import Agreement, Party

#: Three states signed: "the other side" is nobody without the words before.
THREE = Agreement(
    id="three", title="Truce of three", signed=None,
    parties=(
        Party(name="Norway", role="signatory"), Party(name="Sweden", role="signatory"),
        Party(name="Finland", role="signatory"), Party(name="United Nations", role="third party"),
    ),
)  # fmt: skip


def targets(content: str) -> list[tuple[str, str | None]]:
    found, _ = find_statements(parse(body(content)), agreement=THREE, published=None, times=[])
    return [(m.act, m.target_side) for m in found if not m.silence]


def test_a_denial_that_names_nobody_is_aimed_at_the_side_told_of_before():
    found = targets(
        "Sweden said that Norwegian troops had burned a farm.\n\nNorway denied that its forces were in the area at all."
    )
    assert ("deny", "Sweden") in found


def test_an_organisation_that_condemns_is_aimed_at_nobody_it_does_not_name():
    found = targets("Sweden has closed the bridge. The United Nations condemned the killing of three farmers.")
    assert ("condemn", None) in found


def test_of_two_parties_named_in_a_demand_the_first_is_meant():
    content = "Norway demanded that Sweden punish those who had shot at Finnish troops."
    assert ("demand", "Sweden") in targets(content)


def test_a_demand_on_two_parties_together_is_aimed_at_no_one_side():
    assert {t for a, t in targets("The United Nations urged Norway and Sweden to spare the farms.")} == {None}


def test_a_demand_on_every_side_does_not_go_to_the_side_charged_before():
    found = said(
        "The Belmar Front accused the army of shelling Oster. "
        "The Front demanded that all parties must deliver on their word."
    )
    assert {m.target_side for m in found if m.act in ("demand", "urge")} == {None}


def test_the_reason_says_whether_the_party_is_named_or_only_meant():
    agreement = Agreement(
        id="two", title="Truce", signed=None,
        parties=(Party(name="Velmar government", role="signatory"), Party(name="Hill Front", role="signatory")),
    )  # fmt: skip

    def why(content):
        found, _ = find_statements(parse(body(content)), agreement=agreement, published=None, times=[])
        return [(m.target_side, r.rule) for m in found for r in m.reasons if r.field == "target_side"]

    meant = why("The Velmar government said fighters had attacked a post near Karsk.")
    named = why("The Velmar government said the Hill Front had attacked a post near Karsk.")
    assert meant == [("Hill Front", "“fighters” taken for the one such party of the agreement")]
    assert named == [("Hill Front", "the one other party named")]


def test_a_rejection_is_aimed_at_the_side_that_made_the_charge():
    content = (
        "The United Nations accused the Belmar Front of firing on its convoy. The Belmar Front rejected the accusation."
    )
    _, rejected = said(content)
    assert (rejected.act, rejected.target_side) == ("reject", "United Nations")


def test_whose_wing_is_charged_is_no_charge():
    (accused,) = said("The ministry accused the northern wing of the Belmar Front.")
    assert (words(accused), accused.act) == ("the northern wing of the Belmar Front", "accuse")


@pytest.mark.parametrize(
    "content",
    [
        "The Arvanian government laid the blame for the raid on the Belmar Front.",
        "The Arvanian government put the blame on the Belmar Front.",
    ],
)
def test_laying_blame_is_accusing(content):
    (blamed,) = said(content)
    assert (blamed.act, blamed.target_side) == ("accuse", "Belmar Front")


def test_where_a_charge_was_posted_is_not_what_is_charged():
    (blamed,) = said("The Arvanian army blamed the Belmar Front on Twitter for a raid on Kessel.")
    assert (words(blamed), blamed.target_side) == ("a raid on Kessel", "Belmar Front")


def test_what_two_sides_charge_each_other_with_is_no_one_sides():
    (charged,) = said("The Arvanian army and the Belmar Front each accused the other of breaking the truce.")
    assert (charged.act, charged.side, charged.target_side) == ("accuse", None, None)

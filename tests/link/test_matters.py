"""One topic and its names in both, and other things told of it: a meeting and its outcome, one attack and the next."""

import pytest
from build_link import Page, holding, linked

from trucewatch.link.matters import dealing_of, elsewhere
from trucewatch.link.point import countable, numbers_in
from trucewatch.records.wording import tokens


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("he had spoken by telephone with Envoy Bo Hill about the harbour truce", "contact"),
        ("the two women discussed how a truce might be watched", "contact"),
        ("the two sides had reached a provisional understanding on the harbour truce", "outcome"),
        ("a deal on the harbour was signed", "outcome"),
        ("they talked all night and agreed on the terms of a truce", None),
        ("talks broke down at dawn", None),
        ("the front shelled the harbour", None),
    ],
)
def test_a_meeting_and_what_came_of_it_are_read_apart(words, told):
    assert dealing_of([words]) == told


def apart(one: str, other: str, **values) -> bool:
    a, b = Page("a", f"{one}. So ends page a."), Page("b", f"Late news: {other}.")
    m, n = a.says(one, **values), b.says(other, **values)
    result = linked(a, b)
    return holding(result.statements, m).id != holding(result.statements, n).id


def test_that_two_spoke_of_a_truce_is_another_statement_than_that_they_agreed_on_one():
    spoke = "she spoke on the telephone with Northland envoy Bo Hill about the terms of a harbour truce"
    spoken = "she talked by telephone with Northland envoy Bo Hill about a harbour truce"
    agreed = "she and Northland envoy Bo Hill had reached a provisional agreement on the terms of a harbour truce"
    assert apart(spoke, agreed)
    assert not apart(spoke, spoken)


def test_a_claim_to_an_attack_in_one_town_is_another_than_that_to_an_attack_in_the_next():
    claimed = {"speaker": "River Front", "act": "claim_responsibility", "side": "River Front"}
    mill = "the car bomb attack that struck the market of Millbrook"
    assert apart(mill, "the car bomb attack that struck the market of Sandwick", **claimed)
    assert not apart(mill, "a car bomb attack at a market in Millbrook", **claimed)


def test_two_short_accounts_of_one_meeting_are_one_statement():
    assert not apart(
        "she talked on the phone with minister Bo Hill about the harbour truce",
        "she had spoken to Hill on several occasions, including earlier in the day",
    )
    assert apart(
        "she talked on the phone with minister Bo Hill about the harbour truce",
        "she had spoken to Marsh on several occasions, including earlier in the day",
    )


def one_report(first: str, second: str, between: str = "", *, acts: tuple[str, str] = ("reject", "deny")) -> bool:
    page = Page("a", f"{first}. {between} {second}.")
    m, n = (page.says(w, act=a, side="Northland") for w, a in zip((first, second), acts, strict=True))
    result = linked(page)
    return holding(result.statements, m).id == holding(result.statements, n).id


def test_a_denial_and_what_it_comes_to_are_one_statement_in_one_breath():
    charge, words = "the accusation", "Not one of our people has wet his boots"
    assert one_report(charge, words)
    assert not one_report(charge, words, "Rain fell on the shore all day and the ferry lay idle at its quay. " * 4)
    assert not one_report("that the ferry was shelled", words), "each says something of its own"


def test_a_charge_taken_back_in_two_sentences_is_taken_back_once():
    acts = ("retract", "retract")
    assert one_report("what he had said about the ferry", "I was told a thing that was not true", acts=acts)


def test_a_judgement_of_what_was_just_charged_is_no_charge_of_its_own():
    acts = ("accuse", "condemn")
    assert one_report("Soldiers burned forty houses at the mill", "it a war crime", acts=acts)
    assert not one_report("Soldiers burned forty houses at the mill", "it of a raid on grain boats", acts=acts)


@pytest.mark.parametrize(
    ("piece", "numbers"),
    [
        ("since the afternoon of 12 September a C-47 aircraft bombed three mills", {3}),
        ("2. All units that cross the river are a target", set()),
        ("the two sides agreed to meet at 10:30", set()),
        ("in May 2031 forty boats were sunk", {40}),
        ("two boats were sunk and 17 taken", {2, 17}),
    ],
)
def test_days_hours_items_and_the_two_sides_are_no_numbers_of_anything(piece, numbers):
    assert numbers_in(tokens(countable(piece))) == numbers


def test_owning_up_to_an_attack_elsewhere_is_told_by_the_names():
    page = Page("a", "A bomb in Millbrook killed ten. The Front said it struck Sandwick on Sunday. It hit Millbrook.")
    charge = page.says("A bomb in Millbrook killed ten", "Ada Brook", act="accuse")
    other = page.says("it struck Sandwick on Sunday", "River Front", act="claim_responsibility")
    own = page.says("It hit Millbrook", "River Front", act="claim_responsibility")
    assert elsewhere([charge], [other])
    assert not elsewhere([charge], [own])

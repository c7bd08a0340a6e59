"""One topic and its names in both, and other things told of it: a meeting and its outcome, one attack and the next."""

import pytest
from build_link import Page, holding, linked

from trucewatch.link.matters import dealing_of


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

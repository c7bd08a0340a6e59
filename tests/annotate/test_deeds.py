"""Hostile deeds of the other side, one's own future, and which of them make an act."""

from __future__ import annotations

import pytest
from tests.annotate.saying import said


def acts(content: str) -> list[tuple[str, str | None]]:
    return [(m.act, m.target_side) for m in said(content)]


@pytest.mark.parametrize(
    "content",
    [
        "The Belmar Front said Arvanian jets struck the market.",
        "The Belmar Front said that the army was massing troops near Kessel.",
        "The Belmar Front said troops had looted the clinic.",
        '"Your soldiers burned our fields," said Adel Brandt of the Belmar Front.',
        '"They burned our fields," said Adel Brandt of the Belmar Front.',
        "The Belmar Front said the army had blown up the bridge at Kessel.",
        "The Belmar Front said that government agents robbed the ferrymen.",
        '"Your jets fly low over our villages every night," said Adel Brandt of the Belmar Front.',
        "The Belmar Front said the government has not freed one of the men whom it pledged to free by May.",
        '"They never kept one promise," said Adel Brandt of the Belmar Front.',
        '"A brigade advanced into our territory at dawn," said Adel Brandt of the Belmar Front.',
        "The Belmar Front said the fire had come from an army hill.",
        "The Belmar Front said the arrests broke the agreement.",
        '"The proposal was aimed at buying time for the army," said Adel Brandt of the Belmar Front.',
        '"The government has no wish for peace," said Adel Brandt of the Belmar Front.',
        '"The mill was shelled twice. The army did it with mortars and broke the truce," the Belmar Front said.',
    ],
)
def test_a_side_at_war_that_tells_of_the_others_deed_accuses(content):
    assert acts(content) == [("accuse", "Arvanian government")]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("The United Nations said soldiers had burned four houses.", id="unnamed doers, no side at war"),
        pytest.param("Witnesses said gunmen had looted the clinic.", id="witnesses"),
        pytest.param("The Arvanian army said it had captured the hill.", id="own deed"),
        pytest.param("The Arvanian army said its jets had struck targets near Kessel.", id="own jets"),
        pytest.param("The Arvanian army said nine of its soldiers were killed on Monday.", id="passive, nobody"),
        pytest.param("The Arvanian army said the Belmar Front had handed over two nurses.", id="a kind deed"),
        pytest.param("The Arvanian army said the Belmar Front had taken part in the talks.", id="taken part"),
        pytest.param("Norway said the two sides had struck a deal.", id="struck a deal"),
        pytest.param("UNMOK said its patrols came under fire near Kessel.", id="monitors under fire"),
    ],
)
def test_what_lays_no_wrong_at_a_door_is_a_report(content):
    assert [act for act, _ in acts(content)] == ["report"]


@pytest.mark.parametrize(
    ("content", "act"),
    [
        ("The Belmar Front said it would release the nurses.", "pledge"),
        ("The Belmar Front said it will not cross the river.", "pledge"),
        ('"We will open the bridge to trucks," said Adel Brandt of the Belmar Front.', "pledge"),
        ("The Belmar Front said it would meet the envoy on Tuesday.", "announce"),
        ('"If the army enters Kessel, we will burn the bridge," said Adel Brandt of the Belmar Front.', "threaten"),
        ("The Belmar Front said it would close the road if the nurses were not freed.", "threaten"),
        ("The Belmar Front said it would open the road if the nurses were freed.", "pledge"),
        ("The Arvanian army said any attack would be met with force.", "threaten"),
        ("Adel Brandt, an analyst, said the truce would hold.", "predict"),
        ("The Belmar Front said the truce would collapse if the bridge stayed shut.", "warn"),
        ('"They must be patient or they will lose the valley," said Adel Brandt, an envoy.', "warn"),
    ],
)
def test_who_will_do_what_decides_between_pledge_threat_plan_and_forecast(content, act):
    assert [found for found, _ in acts(content)] == [act]


@pytest.mark.parametrize(
    ("content", "act"),
    [
        ("The Belmar Front claimed responsibility for the blast at the mill.", "claim_responsibility"),
        ("The Belmar Front denied that its fighters had burned the mill.", "deny_responsibility"),
        ("The Arvanian army denied that the bridge had been closed.", "deny"),
        ("The Arvanian army said its troops returned fire after they were shot at.", "explain"),
        (
            "The Arvanian army said it had shelled the hill because the Belmar Front had fired mortars from there.",
            "explain",
        ),
    ],
)
def test_responsibility_and_reasons_for_own_deeds(content, act):
    assert acts(content)[0][0] == act


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("The Belmar Front said unidentified gunmen had burned the clinic.", id="unknown doers"),
        pytest.param("The Arvanian army and the Belmar Front accused each other of breaking the truce.", id="both"),
    ],
)
def test_an_accusation_of_nobody_or_of_each_other_has_no_target(content):
    assert all(target is None for _, target in acts(content))


def test_the_name_of_an_accord_names_nobody():
    found = said('"The Norway-Belmar accord must be respected," Adel Brandt of the Arvanian army said.')
    assert found[0].target_side is None


def test_a_letter_is_addressed_to_whom_it_goes():
    found = said('In a letter to the United Nations, the Belmar Front wrote: "We ask you to send observers to Kessel."')
    assert found[0].target_side == "United Nations"


@pytest.mark.parametrize(
    "content",
    [
        '"The army accuses us. Not one gun has left its depot," said Adel Brandt of the Belmar Front.',
        "The Arvanian army said it had not touched the dam.",
        "The Arvanian army said no mine had been laid since the signing.",
        '"Our men have jammed nothing," said Adel Brandt of the Belmar Front.',
        "The Arvanian army said its men had neither stolen a cow nor lit a fire.",
    ],
)
def test_a_deed_that_ones_own_side_or_nobody_has_done_is_denied(content):
    assert "deny" in [act.split("_")[0] for act, _ in acts(content)]


@pytest.mark.parametrize(
    "content",
    [
        "The Arvanian army said it had not received an answer.",
        "The Arvanian army said nothing had been agreed.",
        "Norway said no decision had been taken.",
    ],
)
def test_what_has_not_come_is_no_denial(content):
    assert [act for act, _ in acts(content)] == ["report"]

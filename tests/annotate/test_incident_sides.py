"""Sides that words mean without naming a party, and who is blamed and who denies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.annotate import happening_texts as texts

from trucewatch.annotate.happenings import find_incidents
from trucewatch.records.agreement import Agreement, Party

GOVERNMENT, REBELS = "Norland government", "Southern Front"
AGREEMENT = Agreement(
    id="lake-two",
    title="Lake Accord",
    signed=date(2031, 1, 10),
    parties=(
        Party(name=GOVERNMENT, role="signatory", members=("Norland Army",), demonyms=("Norlander",)),
        Party(name=REBELS, role="signatory", members=("SF",)),
    ),
)


def incidents(content: str):
    return texts.incidents(content, agreement=AGREEMENT)


def told(content: str, kind: str):
    return next(m for m in incidents(content) if m.type == kind)


@pytest.mark.parametrize(
    ("words", "side"),
    [
        pytest.param("The 4th Battalion", GOVERNMENT, id="unit of the only state"),
        pytest.param("Commandos", GOVERNMENT, id="kind of soldiers"),
        pytest.param("Rebel commandos", REBELS, id="the other side's"),
        pytest.param("Troops loyal to the Southern Front", REBELS, id="loyal to"),
        pytest.param("Foreign commandos", None, id="nobody's at the table"),
        pytest.param("Unknown gunmen", None, id="nobody known"),
    ],
)
def test_nouns_of_forces_mean_a_side_only_where_the_agreement_leaves_no_doubt(words, side):
    mention = told(f"{words} attacked a village near Karsk on Monday.", "armed_attack")
    assert [a.side for a in mention.actors] == [side]


def test_a_passive_without_agent_names_no_actor():
    mention = told(
        "A village near Karsk was attacked on Monday. The army and the rebels were informed.", "armed_attack"
    )
    assert mention.actors == ()


def test_rival_factions_of_a_clash_are_the_two_sides():
    mention = told("Clashes between rival factions broke out in Karsk on Monday.", "clash")
    assert {p.side for p in (*mention.actors, *mention.targets)} == {GOVERNMENT, REBELS}


def test_two_delegations_point_back_to_the_sides_named_last():
    talks = incidents(
        "The government and the Southern Front met in Karsk on Monday. The two delegations held talks in Odrin."
    )[-1]
    assert {p.side for p in (*talks.actors, *talks.targets)} == {GOVERNMENT, REBELS}


def test_a_checkpoint_attacked_by_rebels_is_the_governments():
    mention = told("Rebels attacked a checkpoint in Karsk on Monday.", "armed_attack")
    assert [t.side for t in mention.targets] == [GOVERNMENT]


def test_farmers_hurt_by_shelling_are_civilians():
    mention = told("The army shelled Karsk on Monday, killing two farmers.", "shelling")
    assert "civilians" in {t.kind for t in mention.targets}


def test_blame_and_denial_beside_an_incident_are_kept_with_it():
    content = (
        "Gunmen killed a judge in Karsk on Monday. "
        "Norland blamed the Southern Front for the killing, but the group denied the charge."
    )
    read = texts.parsed(content)
    blame = replace(
        texts.statement(
            read.text, "blamed the Southern Front for the killing", speaker="Norland government", side=GOVERNMENT
        ),
        act="accuse",
        target_side=REBELS,
    )
    denial = texts.statement(
        read.text, "denied the charge", speaker="the group", side=REBELS, act="deny_responsibility"
    )
    found = find_incidents(
        read,
        statements=[blame, denial],
        agreement=AGREEMENT,
        published=texts.PUBLISHED,
        times=[],
        places=texts.places_in(read.text),
    )
    blamed = [a for m in found for a in m.actors if a.side == REBELS]
    assert [(a.said_by, a.denied_by) for a in blamed] == [(GOVERNMENT, "the group")]

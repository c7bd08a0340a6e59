"""The bundled Doha agreement: its clocks, its instruments, its claimed terms and who speaks for whom."""

from __future__ import annotations

from datetime import date

import pytest

from trucewatch.intake.agreements import read_agreement

DOHA = read_agreement("doha")[0]
PROVISIONS = {p.ref: p for p in DOHA.provisions}
ACTORS = {name.text: actor for actor in DOHA.actors for name in actor.names}

REFERENCES = [
    "P1", "P2", "P3", "P4", "One", "One A.1", "One A.2", "One B.1", "One B.2", "One C", "One C (remaining prisoners)",
    "One C (released prisoners)", "One D", "One D (aim)", "One E", "One E (aim)", "One F", "Two 1", "Two 2", "Two 3",
    "Two 4", "Two 5", "Three 1", "Three 2", "Three 3",
]  # fmt: skip


def test_every_paragraph_of_the_agreement_is_there_in_order():
    assert [p.ref for p in DOHA.provisions if p.instrument == "doha-agreement"] == REFERENCES


def test_the_joint_declaration_is_a_second_instrument_of_the_other_two_parties():
    doha, declaration = DOHA.instruments
    assert doha.parties == ("United States", "Taliban")
    assert declaration.parties == ("United States", "Afghan government")
    assert declaration.signed == doha.signed == date(2020, 2, 29)
    assert sum(p.instrument == "joint-declaration" for p in DOHA.provisions) == 10


@pytest.mark.parametrize(
    ("ref", "due"),
    [
        pytest.param("One A.1", date(2020, 7, 13), id="135 days"),
        pytest.param("One A.2", date(2020, 7, 13), id="135 days, the bases"),
        pytest.param("One", date(2021, 4, 29), id="14 months"),
        pytest.param("One B.1", date(2021, 4, 29), id="the remaining nine and a half months"),
        pytest.param("One C", date(2020, 3, 10), id="the first day of talks"),
        pytest.param("One C (remaining prisoners)", date(2020, 6, 10), id="three months later"),
        pytest.param("One D", date(2020, 9, 12), id="with the talks, which opened late"),
        pytest.param("One D (aim)", date(2020, 8, 27), id="goal of the review"),
        pytest.param("One E (aim)", date(2020, 5, 29), id="aim at the Security Council"),
        pytest.param("P3", date(2020, 3, 10), id="start of the talks"),
        pytest.param("P4", date(2020, 9, 12), id="an item of the talks"),
        pytest.param("Two 1", None, id="continuing"),
        pytest.param("Three 2", None, id="after a settlement that was not reached"),
    ],
)
def test_the_clocks_are_due_when_the_text_says(ref, due):
    assert PROVISIONS[ref].clock.due == due


def test_the_date_that_outlets_report_stands_beside_the_computed_one():
    clock = PROVISIONS["One"].clock
    assert (clock.due, clock.reported) == (date(2021, 4, 29), (date(2021, 5, 1),))


def test_what_was_not_checked_in_the_published_text_is_marked():
    unconfirmed = {ref for ref, p in PROVISIONS.items() if not p.confirmed and p.instrument == "doha-agreement"}
    assert unconfirmed == {
        "One B.2", "One C (released prisoners)", "Two 2", "Two 5", "Three 1", "Three 2", "Three 3",
    }  # fmt: skip
    assert not any(p.confirmed for p in DOHA.provisions if p.instrument == "joint-declaration")


def test_each_claimed_term_has_its_owner_and_the_other_side_s_reading():
    owners = {t.ref: t.owner for t in DOHA.claimed_terms}
    assert owners == {
        "X1": "Taliban",
        "X2": "United States",
        "X3": "United States",
        "X4": "Taliban",
        "X5": "United States",
    }
    for term in DOHA.claimed_terms:
        assert {a.side for a in term.answers} == {"Taliban", "United States"} - {term.owner}
        assert term.keywords


def test_every_provision_says_who_owes_it_and_how_reports_speak_of_it():
    for provision in DOHA.provisions:
        assert provision.obligors, provision.ref
        assert provision.keywords, provision.ref
        assert provision.topics, provision.ref
        assert len(provision.what) > 30


@pytest.mark.parametrize(
    ("name", "day", "sides"),
    [
        pytest.param("Sonny Leggett", date(2020, 10, 18), ("United States",), id="spokesman of the US forces"),
        pytest.param(
            "Scott Miller", date(2020, 10, 18), ("NATO", "United States"), id="commands for NATO first, then the US"
        ),
        pytest.param("Scott Miller", date(2021, 8, 15), (), id="after he handed over"),
        pytest.param("Zabihullah Mujahid", date(2020, 10, 18), ("Taliban",), id="Taliban spokesman"),
        pytest.param("Assadullah Khalild", date(2020, 10, 14), ("Afghan government",), id="as one outlet spells him"),
        pytest.param("Abdullah Abdullah", date(2020, 4, 10), (), id="between two offices"),
        pytest.param("Abdullah Abdullah", date(2020, 9, 12), ("Afghan government",), id="in the second office"),
        pytest.param("Donald Trump", date(2021, 2, 1), (), id="out of office"),
        pytest.param("Nishank Motwani", date(2021, 1, 4), (), id="an analyst speaks for no side"),
    ],
)
def test_a_person_speaks_for_a_side_while_holding_the_office(name, day, sides):
    assert ACTORS[name].sides_on(day) == sides


def test_the_parties_are_those_of_the_starting_file_in_its_order():
    assert [p.name for p in DOHA.parties] == [
        "United States", "Taliban", "Afghan government", "NATO", "United Nations", "United Kingdom", "Islamic State",
    ]  # fmt: skip


def test_no_name_of_one_party_is_also_a_name_of_another():
    owners: dict[str, str] = {}
    for party in DOHA.parties:
        for word in (party.name, *party.members, *party.aliases, *party.demonyms):
            assert owners.setdefault(word.casefold(), party.name) == party.name, word


def test_the_actors_have_ids_of_their_own_in_the_file():
    assert len({a.id for a in DOHA.actors}) == len(DOHA.actors)
    assert all(len(a.id) == 64 and set(a.id) <= set("0123456789abcdef") for a in DOHA.actors)


def test_nothing_in_our_own_wording_rules_on_who_broke_the_agreement():
    verdicts = {"violated", "breached", "lied", "guilty", "proved", "proven"}
    for provision in DOHA.provisions:
        assert not verdicts & set(provision.what.casefold().split()), provision.ref

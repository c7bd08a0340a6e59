"""Claimed terms in a real case: whose reading it is, where it belongs, and what a person makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

import trucewatch
from trucewatch.assess.claimed import NOT_IN_TEXT
from trucewatch.case import Case

AGREEMENT = """\
trucewatch: 1
id: kessel-2031
title: Truce of Kessel
signed: 2031-02-28
parties:
  - {name: Arvania, role: signatory, members: [Arvanian army]}
  - {name: Belmar Front, role: signatory}
provisions:
  - {ref: Article 1, what: Guns leave the shore., obligors: [Arvania], keywords: [guns, artillery]}
  - {ref: Article 2, what: Observers walk the shore., keywords: [observers]}
claimed_terms:
  - {ref: X1, owner: Belmar Front, what: Drones stay on the ground., keywords: [drones]}
actors:
  - {names: [Ines Halloran], kind: official, roles: [{title: spokeswoman of the Arvanian army, sides: [Arvania]}]}
  - {names: [Adel Brandt], kind: official, roles: [{title: spokesman of the Belmar Front, sides: [Belmar Front]}]}
"""
REPORT = """\
Belmar Front spokesman Adel Brandt said on Monday that the truce forbids drones over the shore.

Ines Halloran, spokeswoman of the Arvanian army, said the truce does not cover the harbour. She called the day quiet.
"""


@pytest.fixture
def case(tmp_path: Path):
    file = tmp_path / "agreement.yaml"
    file.write_text(AGREEMENT, encoding="utf-8")
    with trucewatch.create(tmp_path / "kessel.truce", agreement=str(file)) as made:
        made.add_words(REPORT.encode(), publisher="Orlin Post", published="2031-03-04")
        yield made


def readings(case: Case) -> list[tuple[str, str, str | None]]:
    return sorted((r.owner, r.effect, r.ref) for r in case.claimed_terms())


def shown(case: Case, effect: str) -> str:
    claim = next(c for c in case.store.term_claims() if c.effect == effect)
    return case.store.shown("term claim", claim.id)


def test_each_reading_has_its_owner_and_its_place_with_the_reasons(case: Case):
    assert readings(case) == [("Arvania", "leaves out", None), ("Belmar Front", "forbids", "X1")]
    placed = next(r for r in case.claimed_terms() if r.ref == "X1")
    assert {"keywords", "side"} <= {reason.field for reason in placed.by.reasons} and not placed.checked
    judged = {j.right for j in case.store.judgements("claimed_term")}
    assert judged == {"X1", NOT_IN_TEXT}
    assert case.verify().passed


def test_the_words_and_what_names_the_agreement_stand_in_the_text(case: Case):
    claims = {c.effect: c for c in case.store.term_claims()}
    assert claims["forbids"].what == "the truce forbids drones over the shore"
    assert claims["leaves out"].cited.words == "the truce"
    text = case.store.text(claims["forbids"].text_id)
    assert all(text.content[s.start : s.end] == s.words for c in claims.values() for s in c.spans())


def test_a_person_moves_a_reading_to_a_provision_and_may_take_that_back(case: Case):
    name = shown(case, "leaves out")
    decision = case.judge(
        name, "same", "Article 1", relation="provision", why="the harbour is on the shore", who="R. Reader"
    )
    assert ("Arvania", "leaves out", "Article 1") in readings(case)
    assert next(r for r in case.claimed_terms() if r.ref == "Article 1").checked
    case.decide(case.store.shown("decision", decision.id), "undo", why="it is not", who="R. Reader")
    assert ("Arvania", "leaves out", None) in readings(case)


def test_a_person_says_that_a_reading_is_not_of_the_term_it_was_put_under(case: Case):
    case.judge(shown(case, "forbids"), "different", "X1", relation="provision", why="another matter", who="R. Reader")
    assert ("Belmar Front", "forbids", None) in readings(case)


def test_a_person_rejects_confirms_and_corrects_a_reading_and_the_case_linked_anew_keeps_that(case: Case):
    case.decide(shown(case, "leaves out"), "reject", why="she spoke of another truce", who="R. Reader")
    assert readings(case) == [("Belmar Front", "forbids", "X1")]
    case.decide(shown(case, "forbids"), "confirm", why="read", who="R. Reader")
    (kept,) = case.claimed_terms()
    assert kept.checked
    case.decide(
        shown(case, "forbids"), "set", field="effect", new="limits", why="over the shore alone", who="R. Reader"
    )
    case.reannotate()
    assert readings(case) == [("Belmar Front", "limits", "X1")]


def test_the_side_is_that_of_the_statement_as_corrected(case: Case):
    (statement,) = case.statements(speaker="Halloran", act="explain") or case.statements(speaker="Halloran")[:1]
    case.decide(
        case.store.shown("statement", statement.id), "set", field="side", new="Belmar Front", why="x", who="R. R."
    )
    assert ("Belmar Front", "leaves out", None) in readings(case)

"""Claimed terms in a real case: whose reading it is, where it belongs, and what a person makes of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import trucewatch
from trucewatch.assess.claimed import NOT_IN_TEXT
from trucewatch.case import Case
from trucewatch.present.brief.make import make_brief
from trucewatch.present.brief.render import render_html, render_markdown
from trucewatch.present.cli.show import describe
from trucewatch.present.export.records import export_records

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


def test_the_dossier_shows_readings_under_their_term_and_those_of_none_with_their_owner(case: Case):
    brief = make_brief(case.store, now=datetime(2031, 4, 1, tzinfo=UTC))
    (term,) = brief.claimed_terms
    assert [(r.owner, r.effect) for r in term.claimed] == [("Belmar Front", "says that it forbids this")]
    assert [(r.owner, r.ref) for r in brief.loose_readings] == [("Arvania", "")]
    for page in (render_html(brief), render_markdown(brief)):
        section = page[page.index("Claimed terms, not in the published text") :]
        assert (
            "the truce forbids drones over the shore" in section and "the truce does not cover the harbour" in section
        )
        assert "Readings that were put under no provision" in section


def test_the_dossier_names_the_records_that_each_rule_rests_on_and_who_has_not_spoken(case: Case):
    statement = next(s for s in case.statements() if s.side == "Arvania")
    name = case.store.shown("statement", statement.id)
    case.judge(name, "same", "Article 2", relation="provision", why="she meant the observers", who="R. Reader")
    brief = make_brief(case.store, now=datetime(2031, 4, 1, tzinfo=UTC))
    walked = next(p for p in brief.provisions if p.ref == "Article 2")
    assert [(f.words, [lead.shown_id for lead in f.leads]) for f in walked.findings] == [
        ("1 other record that bears on it", [name]), ("1 origin alone", []),
    ]  # fmt: skip
    (spoken,) = [u for u in brief.silences.provisions if u.lead.shown_id == "Article 2"]
    assert (spoken.spoke, spoken.silent, spoken.reports) == (("Arvania",), ("Belmar Front",), 1)
    assert "Article 1" in [lead.shown_id for lead in brief.silences.nobody]


def test_the_export_holds_each_reading_with_its_words_and_place(case: Case, tmp_path: Path):
    counts = export_records(case.store, tmp_path / "out")
    rows = [json.loads(line) for line in (tmp_path / "out" / "claimed_terms.jsonl").read_text().splitlines()]
    assert counts["claimed_terms"] == 2
    by_effect = {row["effect"]: row for row in rows}
    assert (by_effect["forbids"]["owner"], by_effect["forbids"]["provision"]) == ("Belmar Front", "X1")
    assert by_effect["leaves out"]["provision"] is None and by_effect["leaves out"]["cited"] == "the truce"
    content = (tmp_path / "out" / "texts" / f"{by_effect['forbids']['file']}.txt").read_text()
    assert (
        content[by_effect["forbids"]["start"] : by_effect["forbids"]["end"]]
        == "the truce forbids drones over the shore"
    )


def test_show_says_where_a_reading_belongs_and_which_readings_a_statement_holds(case: Case):
    claim = next(c for c in case.store.term_claims() if c.effect == "forbids")
    lines = "\n".join(describe(case, "term claim", claim))
    assert "a reading of X1" in lines and "words by which reports refer to it" in lines
    statement = next(s for s in case.statements() if s.side == "Arvania")
    assert "claimed, not in the text" in "\n".join(describe(case, "statement", statement))

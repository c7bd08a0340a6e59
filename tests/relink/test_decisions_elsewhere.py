"""A decision about a record keeps its place while another part of the same text is linked anew."""

from __future__ import annotations

from pathlib import Path

from trucewatch.case import Case, create
from trucewatch.records.statement import Statement

AGREEMENT = """\
trucewatch: 1
id: sorn
title: Sorn truce between Marland and the Teel Front
signed: 2031-02-28
parties:
  - {name: Marland, role: signatory, members: [Marland army]}
  - {name: Teel Front, role: signatory}
provisions: []
"""
FIRST = """\
Front accuses army

The Teel Front accused the Marland army on Saturday of shelling the market at Sorn.

The Teel Front said on Saturday that ninety prisoners had come home.
"""
SECOND = """\
Front repeats its charge

The Teel Front accused the Marland army on Saturday of shelling the market at Sorn.
"""


def about(case: Case, words: str) -> Statement:
    return next(s for s in case.statements() for span in case.words(s) if words in span.words)


def test_a_decision_keeps_its_place_when_something_else_of_its_text_is_linked_anew(tmp_path: Path):
    (tmp_path / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    with create(tmp_path / "sorn.truce", agreement=str(tmp_path / "agreement.yaml")) as case:
        case.add_words(FIRST.encode(), publisher="Sorn Wire", published="2031-05-03")
        case.decide(f"s:{about(case, 'ninety prisoners').id}", "confirm", why="on the list")
        case.decide(f"s:{about(case, 'ninety prisoners').id}", "set", field="role", new="its office", why="letterhead")
        case.add_words(SECOND.encode(), publisher="Teel Voice", published="2031-05-04")
        assert len(about(case, "market at Sorn").mention_ids) == 2
        assert case.store.lost_places() == []
        assert about(case, "ninety prisoners").role == "its office"
        case.decide(f"s:{about(case, 'market at Sorn').id}", "set", field="medium", new="speech", why="as heard")
        assert case.store.lost_places() == []

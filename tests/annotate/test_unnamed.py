"""Nobody is charged whom the report does not name."""

from __future__ import annotations

import pytest
from tests.annotate.saying import AGREEMENT, SUNDAY, body

from trucewatch.annotate.annotator import Annotator

RAID = "Fighters attacked a police post near Kessel on Saturday, killing two officers, the police said."


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator(AGREEMENT, attribution="rules")


def sides_of(annotator: Annotator, content: str) -> set[str | None]:
    read = annotator.annotate(body(content), published=SUNDAY)
    assert read.incidents
    charged = {m.target_side for m in read.statements}
    return charged | {p.side for m in read.incidents for p in m.actors}


def test_fighters_are_no_party_where_the_text_names_none(annotator):
    assert "Belmar Front" not in sides_of(annotator, RAID)


@pytest.mark.parametrize("named", ["Belmar Front", "BLF", "Front"])
def test_fighters_are_the_party_that_the_text_tells_of(annotator, named):
    assert "Belmar Front" in sides_of(annotator, f"{RAID}\n\nThe {named} has fought the army since 2029.")


def test_the_reason_is_kept(annotator):
    read = annotator.annotate(body(RAID), published=SUNDAY)
    assert any("names no such party" in r.rule for m in read.incidents for r in m.reasons)

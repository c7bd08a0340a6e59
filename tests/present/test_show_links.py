"""What ``show`` says of where a record is told, to whom it is credited, and what was judged and decided of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from trucewatch.case import Case
from trucewatch.present.brief.words import counted
from trucewatch.present.cli.show import describe
from trucewatch.records.incident import Incident
from trucewatch.records.statement import Statement


def shown(case: Case, record: Statement | Incident) -> str:
    kind = "statement" if isinstance(record, Statement) else "incident"
    return "\n".join(describe(case, *case.find(f"{kind[0]}:{record.id}")))


def about(case: Case, words: str) -> Statement:
    return next(s for s in case.statements() if any(words in span.words for span in case.words(s)))


@pytest.fixture
def reprinted(case: Case, tmp_path: Path, reports: Path) -> Case:
    """The case with one report reprinted, and one quotation given to another name."""
    more = tmp_path / "more"
    more.mkdir()
    (more / "copy.txt").write_bytes((reports / "wire.txt").read_bytes())
    (more / "rival.txt").write_text(
        'Shells at the bridge\n\n"The army fired forty shells at our positions near the bridge," said Odo Falk, a '
        "spokesman for the Belmar Front.\n",
        encoding="utf-8",
    )
    (more / "sources.csv").write_text(
        "file,publisher,published\ncopy.txt,Lowland Echo,2031-05-03\nrival.txt,Hill Post,2031-05-03\n", encoding="utf-8"
    )
    case.add([more])
    return case


def test_a_record_says_in_how_many_reports_outlets_and_origins_it_stands(reprinted: Case):
    statement = about(reprinted, "fired forty shells")
    texts = {m.text_id for m in reprinted.store.mentions_of(statement)}
    told = [r for r in reprinted.reports() if texts & set(r.text_ids)]
    assert {"Kessel Wire", "Lowland Echo", "Hill Post"} <= {r.publisher for r in told}
    origins = reprinted.origins().count([r.id for r in told])
    words = f"told in        {len(told)} reports, {len(told)} outlets, {counted(origins, 'origin')}"
    assert words in shown(reprinted, statement) and origins < len(told)
    incident = next(i for i in reprinted.incidents() if i.type == "shelling")
    assert "told in" in shown(reprinted, incident)


def test_the_same_words_under_two_names_show_which_outlet_gives_them_to_whom(reprinted: Case):
    lines = shown(reprinted, about(reprinted, "fired forty shells"))
    assert "the same words to 2 names" in lines
    assert "Adel Brandt in Kessel Wire, Lowland Echo" in lines and "Odo Falk in Hill Post" in lines


def test_links_read_from_either_end(case: Case):
    link = next(case.store.judgements("response"))
    claim, answer = (case.find(f"s:{one}")[1] for one in (link.left, link.right))
    assert f"answered by {case.store.shown('statement', link.right)}" in shown(case, claim)
    assert f"answers {case.store.shown('statement', link.left)}" in shown(case, answer)


def test_what_holds_a_record_together_is_counted_with_the_least_alike_pair(case: Case):
    whole = next(s for s in case.statements() if len(s.mention_ids) > 1)
    assert "of its mentions judged the same; least alike m:" in shown(case, whole)


def test_decisions_are_listed_at_both_records_also_when_undone(case: Case):
    one, other = about(case, "fired forty shells"), about(case, "guns were silent")
    made = case.judge(
        f"s:{other.id}", "same", f"s:{one.id}", relation="response", label="correction", why="he corrects it",
        who="Reader One",
    )  # fmt: skip
    for record in (one, other):
        lines = shown(case, record)
        assert "as response by Reader One" in lines and ": he corrects it" in lines
    case.decide(f"d:{made.id}", "undo", why="no", who="Reader Two")
    for record in (one, other):
        assert "(undone by Reader Two)" in shown(case, record)

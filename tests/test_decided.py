"""What persons decided is found under whatever name a record had; whoever made it is named where its maker is."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from test_judging import GUNS, SHELLS, about, judge, read_otherwise
from trucewatch import decided
from trucewatch.case import Case
from trucewatch.custody import custody
from trucewatch.errors import Conflict
from trucewatch.explain import traced
from trucewatch.present.brief.issue import issue
from trucewatch.present.brief.options import Options
from trucewatch.present.cli.show import describe
from trucewatch.present.export.formats import export_case
from trucewatch.present.web.pages.correcting import _around
from trucewatch.present.web.record_state import state_of_record
from trucewatch.records.hands import Hand, hands_in
from trucewatch.records.review import ReviewState


@pytest.fixture
def joined_by_words(case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """A decision about a mention whose text was read anew since: its name is no more, its words are."""
    statement = about(case, "withdraw heavy guns")
    (mention,) = statement.mention_ids
    made = case.decide(f"m:{mention}", "set", field="act", new="demand", why="reads so", who="Ann Reader")
    seen = case.seen()
    case.decide(f"m:{mention}", "confirm", why="read twice", who="Bo Reader")
    read_otherwise(case, monkeypatch, tmp_path)
    again = about(case, "withdraw heavy guns")
    assert mention not in again.mention_ids and again.act == "demand"
    return case, again, made, seen


def test_decisions_about_words_that_were_read_anew_are_found_everywhere(joined_by_words):
    case, statement, made, seen = joined_by_words
    own = [made.id, case.store.decisions()[-1].id]
    assert [d.id for d in decided.decisions_of(case.store, statement)] == own
    assert [d.id for d in case.statement_page(statement).decisions] == own
    assert [d.id for d in custody(case.store, "statement", statement).decisions] == own
    assert [d.id for d in traced(case.store, f"s:{statement.id}", "act").decisions] == own
    assert [d.id for d in _around(case, "statement", statement)["decisions"]] == own
    told = "\n".join(describe(case, "statement", statement))
    assert "decision" in told and "by Ann Reader on" in told and "read twice" in told
    with pytest.raises(Conflict, match="Bo Reader"):
        case.decide(f"s:{statement.id}", "reject", why="a headline", who="Cy Reader", seen=seen)


def test_nobody_is_asked_again_what_was_decided_before_the_text_was_read_anew(joined_by_words):
    case, statement, _, _ = joined_by_words
    about_values = {"attribution", "rivals", "speaker", "side", "date"}
    assert not [d for d in case.doubts() if d.about == statement.id and d.kind in about_values]


def test_other_records_of_the_same_text_are_not_decided_with_it(joined_by_words):
    case, statement, made, _ = joined_by_words
    texts = {m.text_id for m in case.store.mentions_of(statement)}
    others = [s for s in case.statements() if s.id != statement.id]
    assert any({m.text_id for m in case.store.mentions_of(s)} & texts for s in others)
    for other in others:
        assert made.id not in {d.id for d in decided.decisions_of(case.store, other)}


def test_decisions_on_a_record_that_was_joined_into_another_go_with_it(case: Case):
    younger, older = about(case, GUNS), about(case, SHELLS)
    made = case.decide(f"s:{younger.id}", "set", field="medium", new="speech", why="on air", who="Ann Reader")
    judge(case, younger, "same", older)
    one = case.record("statement", younger.id)
    for found in (
        [d.id for d in case.statement_page(one).decisions],
        [d.id for d in _around(case, "statement", one)["decisions"]],
        [d.id for d in traced(case.store, f"s:{one.id}", "medium").decisions if d.field],
        [d.id for d in decided.decisions_of(case.store, next(iter(case.store.mentions_of(one))))],
    ):
        assert made.id in found
    assert state_of_record(case, "statement", one).rejected_by is None
    assert state_of_record(case, "statement", one).review == ReviewState()


# -- who made it ------------------------------------------------------------------------------------------


@pytest.fixture
def noted(case: Case):
    case.note("the road is open again", kind="statement", speaker="the warden", act="report", source="call",
              who="Ida Roe")  # fmt: skip
    statement = next(s for s in case.statements() if s.speaker == "the warden")
    case.decide(f"s:{statement.id}", "set", field="side", new="Arvania", why="theirs", who="Bo Lind")
    case.decide(f"s:{statement.id}", "confirm", why="heard it too", who="Cy Moss")
    return case, case.record("statement", statement.id)


def test_a_note_is_shown_as_of_whoever_entered_it_with_the_decision_that_did(noted):
    case, statement = noted
    lines = list(describe(case, "statement", statement))
    (maker,) = [line for line in lines if line.strip().startswith("maker")]
    assert maker.split(maxsplit=1)[1] == (
        "entered by Ida Roe (person); put together by link 5 (machine); set side by Bo Lind (person); "
        "confirmed by Cy Moss (person)"
    )
    assert any("add by Ida Roe on" in line for line in lines)
    assert [d.who for d in case.statement_page(statement).decisions] == ["Ida Roe", "Bo Lind", "Cy Moss"]


def test_what_the_machine_read_names_the_machine_alone(case: Case):
    (maker,) = [line for line in describe(case, "statement", about(case, GUNS)) if line.strip().startswith("maker")]
    assert maker.split(maxsplit=1)[1] == "link 5 (machine)"


def test_tellings_of_persons_beside_the_machines_are_counted(case: Case):
    machine = about(case, GUNS)
    case.note("the cannon rest, he told me", kind="statement", speaker=machine.speaker, act="pledge", who="Ida Roe")
    judge(case, about(case, "the cannon rest"), "same", machine)
    both = case.record("statement", machine.id)
    assert len(both.mention_ids) == 2
    made = "; ".join(map(str, decided.made(case.store, both)))
    assert made.startswith("link 5 (machine); 1 of 2 tellings entered by Ida Roe (person)")
    assert hands_in(both, list(case.store.mentions_of(both)))[0] == Hand(name="Ida Roe", entered=1)


def test_exports_name_whoever_entered_set_or_confirmed_and_for_anybody_a_person(noted, tmp_path: Path):
    case, statement = noted
    entity = f"tw:statement-{statement.id}"
    for public, names in ((False, ["Ida Roe", "Bo Lind", "Cy Moss"]), (True, ["a person"])):
        out = tmp_path / str(public)
        for form in ("records", "prov", "annotations"):
            export_case(case.store, out / form, form, public=public)
        rows = [json.loads(line) for line in (out / "records" / "statements.jsonl").read_text().splitlines()]
        (row,) = [row for row in rows if row["id"] == statement.id]
        assert row["maker"] == {"kind": "person", "name": names[0], "version": None}
        assert [person["name"] for person in row["persons"]] == names
        made = json.loads((out / "prov" / "provenance.json").read_text())
        agents = [r["prov:agent"] for r in made["wasAttributedTo"].values() if r["prov:entity"] == entity]
        assert [made["agent"][one]["prov:label"] for one in agents] == names
        written = "".join(path.read_text() for path in (out / "annotations").iterdir())
        assert all(name in written for name in names) and ("Ida Roe" in written) is not public
    export_case(case.store, tmp_path / "csv", "csv")
    told = (tmp_path / "csv" / "statements.csv").read_text()
    assert "Ida Roe: entered; Bo Lind: set side; Cy Moss: confirmed" in told


def test_the_chain_of_custody_says_who_entered_it_where_it_says_who_made_it(noted):
    case, statement = noted
    made = custody(case.store, "statement", statement)
    assert [hand.name for hand in made.hands] == ["Ida Roe", "Bo Lind", "Cy Moss"]
    assert made.tellings[0].entered


def test_a_dossier_marks_what_a_person_entered_or_changed_and_not_what_one_only_confirmed(noted):
    case, _ = noted
    told = about(case, "withdraw heavy guns")
    case.decide(f"s:{told.id}", "confirm", why="read it", who="Cy Moss")
    incident = case.incidents()[0]
    case.decide(f"i:{incident.id}", "set", field="type", new="clash", why="reads so", who="Bo Lind")
    made = issue(case, Options(), ("html", "md"), now=datetime(2031, 5, 12, tzinfo=UTC), draft=True)
    words = made.files["md"].decode()
    marked = [line for line in words.splitlines() if "entered or changed by a person" in line]
    assert len([line for line in marked if line.startswith("- Reported by")]) == 1
    assert len(marked) == 2  # with the note
    assert made.files["html"].decode().count("entered or changed by a person") == len(marked)

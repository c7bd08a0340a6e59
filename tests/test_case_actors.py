"""Actors on a real case file: made by adding, kept by relinking, corrected by a person, shown and exported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trucewatch import pipeline
from trucewatch.case import Case
from trucewatch.errors import BadInput, BadRecord
from trucewatch.present.cli.show import describe
from trucewatch.present.export.records import export_records
from trucewatch.records.actor import Actor

LATER = """\
Halloran warns of long talks

"The talks will be long," said Ines Halloran, foreign minister of Arvania, on Thursday.
"""


def actor(case: Case, name: str) -> Actor:
    return next(a for a in case.actors() if a.name == name)


def more(case: Case, folder: Path, words: str, published: str) -> None:
    folder.mkdir()
    (folder / "later.txt").write_text(words, encoding="utf-8")
    (folder / "sources.csv").write_text(f"file,publisher,published\nlater.txt,Echo,{published}\n", encoding="utf-8")
    case.add([folder])


def decide(case: Case, target: str, action: str, **values) -> None:
    case.decide(target, action, why="as the ministry says", who="Reader One", **values)


def shown(case: Case, one: Actor) -> str:
    return "\n".join(describe(case, "actor", case.find(f"a:{one.id}")[1]))


def test_speakers_become_actors_and_their_statements_name_them(case: Case):
    brandt = actor(case, "Adel Brandt")
    assert brandt.kind == "official" and brandt.side == "Belmar Front"
    assert {s.speaker for s in case.statements() if s.actor_id == brandt.id} == {"Adel Brandt"}
    assert case.verify().passed


def test_linking_again_keeps_every_id_and_makes_no_new_version(case: Case):
    before = case.actors()
    pipeline.link_case(case.store)
    assert case.actors() == before
    assert all(len(case.store.history("actor", a.id)) == 1 for a in before)


def test_a_change_of_office_is_a_second_role_of_the_same_actor(case: Case, tmp_path: Path):
    before = actor(case, "Ines Halloran")
    more(case, tmp_path / "later", LATER, "2032-02-05")
    after = actor(case, "Ines Halloran")
    assert after.id == before.id
    assert [(r.since.year, r.sides) for r in after.roles if r.since] == [(2031, ("Arvania",)), (2032, ("Arvania",))]


def test_a_person_sets_side_and_role_and_takes_it_back(case: Case):
    brandt = actor(case, "Adel Brandt")
    decide(case, f"a:{brandt.id}", "set", field="side", new="arvania")
    decide(case, f"a:{brandt.id}", "set", field="role", new="envoy to the talks; Arvania; 2031-04-01;")
    changed = actor(case, "Adel Brandt")
    assert changed.side == "Arvania" and "envoy to the talks" in {r.title for r in changed.roles}
    assert "side: person Reader One" in shown(case, brandt)
    assert "since 2031-04-01 (set by a person)" in shown(case, brandt)
    for decision in list(case.store.decisions()):
        case.decide(f"d:{decision.id}", "undo", why="a mistake", who="Reader One")
    assert actor(case, "Adel Brandt").roles == brandt.roles


def test_a_person_joins_two_actors_and_parts_them_again(case: Case):
    one, other = actor(case, "Adel Brandt"), actor(case, "Ines Halloran")
    decide(case, f"a:{one.id}", "same", new=f"a:{other.id}")
    joined = case.find(f"a:{one.id}")[1]
    assert case.find(f"a:{other.id}")[1].id == joined.id
    assert {n.text for n in joined.names} >= {"Adel Brandt", "Ines Halloran"}
    with pytest.raises(BadInput, match="lead to one actor"):
        decide(case, f"a:{one.id}", "same", new=f"a:{other.id}")
    (decision,) = case.store.decisions()
    case.decide(f"d:{decision.id}", "undo", why="two persons", who="Reader One")
    assert {actor(case, n).id for n in ("Adel Brandt", "Ines Halloran")} == {one.id, other.id}


def test_a_person_parts_an_actor_by_a_statement_of_another(case: Case, tmp_path: Path):
    before = actor(case, "Ines Halloran")
    more(case, tmp_path / "later", LATER, "2032-02-05")
    later = next(s for s in case.statements() if s.speaker == "Ines Halloran" and s.role and "foreign" in s.role)
    decide(case, f"a:{before.id}", "different", new=f"s:{later.id}")
    assert len([a for a in case.actors() if a.name == "Ines Halloran"]) == 2
    assert not set(case.find(f"a:{before.id}")[1].mention_ids) & set(later.mention_ids)


def test_an_actor_that_a_person_rejects_stays_away(case: Case):
    brandt = actor(case, "Adel Brandt")
    decide(case, f"a:{brandt.id}", "reject")
    pipeline.link_case(case.store)
    assert "Adel Brandt" not in {a.name for a in case.actors()}
    assert all(s.actor_id != brandt.id for s in case.statements())


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"action": "set", "field": "side", "new": "Nobody"}, BadInput),
        ({"action": "set", "field": "age", "new": "40"}, BadRecord),
        ({"action": "set", "field": "kind", "new": "hero"}, BadRecord),
        ({"action": "set", "field": "role", "new": "envoy; Arvania; soon;"}, BadRecord),
        ({"action": "set", "field": "role", "new": "; Arvania"}, BadRecord),
    ],
)
def test_what_cannot_be_set_is_refused_before_it_enters_the_chain(case: Case, values, error):
    with pytest.raises(error):
        decide(case, f"a:{actor(case, 'Adel Brandt').id}", **values)
    assert list(case.store.decisions()) == []


def test_a_statement_is_not_compared_with_an_actor_the_wrong_way_round(case: Case):
    with pytest.raises(BadInput, match="actor first"):
        decide(case, f"s:{case.statements()[0].id}", "same", new=f"a:{actor(case, 'Adel Brandt').id}")


def test_show_gives_names_roles_with_sources_and_the_count_of_statements(case: Case):
    text = shown(case, actor(case, "Ines Halloran"))
    report = next(r for r in case.reports() if r.publisher == "Arvania Daily")
    assert f"“Colonel Ines Halloran” in {case.store.shown('report', report.id)} of 2031-05-04" in text
    assert "for Arvania: seen 2031-05-04" in text
    said = sum(s.actor_id == actor(case, "Ines Halloran").id for s in case.statements())
    assert said > 0 and f"statements     {said} " in text


def exported(case: Case, out: Path) -> list[dict]:
    export_records(case.store, out)
    return [json.loads(line) for line in (out / "actors.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_export_says_where_each_name_and_role_is_from(case: Case, tmp_path: Path):
    row = next(r for r in exported(case, tmp_path / "out") if r["name"] == "Adel Brandt")
    content = (tmp_path / "reports" / "wire.txt").read_text(encoding="utf-8")
    (place,) = row["names"][0]["at"]
    assert place["file"] == "wire.txt" and content[place["start"] : place["end"]] == "Adel Brandt"
    assert row["roles"][0]["at"] and row["roles"][0]["parties"] == ["Belmar Front"]
    statements = [json.loads(one) for one in (tmp_path / "out" / "statements.jsonl").read_text().splitlines()]
    assert row["statements"] == sum(s["actor_id"] == row["id"] for s in statements) > 0


def test_whom_a_person_calls_private_is_described_and_named_nowhere_in_the_export(case: Case, tmp_path: Path):
    brandt = actor(case, "Adel Brandt")
    decide(case, f"a:{brandt.id}", "set", field="kind", new="private_person")
    row = next(r for r in exported(case, tmp_path / "out") if r["id"] == brandt.id)
    assert row["withheld"] and row["names"] == [] and row["reasons"] == []
    for path in (tmp_path / "out").glob("*.jsonl"):
        assert "Brandt" not in path.read_text(encoding="utf-8")
    assert not case.search("Brandt")


@pytest.mark.parametrize("number", range(3))
def test_whichever_report_is_redacted_what_other_reports_say_of_a_speaker_still_holds(case, number):
    report = sorted(case.reports(), key=lambda r: r.title or "")[number]
    case.redact(f"r:{report.id}", ground="witness at risk", who="lead")
    assert case.verify().findings == ()

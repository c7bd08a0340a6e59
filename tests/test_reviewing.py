"""Working through a case together: the queue and its reasons, comments, assignment, sign-off, two readers."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from test_judging import GUNS, SHELLS, about, judge
from trucewatch.assess.agreeing import alpha
from trucewatch.case import Case
from trucewatch.errors import BadInput, Conflict, UnknownRecord
from trucewatch.explain.values import KINDS, doubts
from trucewatch.present.cli import main

# -- the queue ------------------------------------------------------------------------------------------


def test_the_queue_is_sorted_by_doubt_and_reach_and_each_item_says_why(case: Case):
    found = case.doubts()
    weights = [d.weight for d in found]
    assert weights == sorted(weights, reverse=True)
    assert all(d.why and d.kind in KINDS and 0 < d.doubt <= 1 for d in found)
    assert len({d.key for d in found}) == len(found)
    assert {"same_statement", "left out"} & {d.kind for d in found}


def test_a_charge_without_a_side_and_a_speaker_who_is_not_named_are_listed(case: Case, tmp_path: Path):
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "one.txt").write_text(
        "Quarrel at the mill\n\nA farmer accused the Belmar Front of burning the mill at Sarn.\n", encoding="utf-8"
    )
    case.add([tmp_path / "more"])
    statement = about(case, "burning the mill", "accuse")
    kinds = {d.kind: d for d in case.doubts() if d.about == statement.id}
    assert statement.side is None and "side" in kinds
    assert kinds["side"].why == "a charge by somebody for whom no side is known"
    case.decide(f"s:{statement.id}", "set", field="side", new="Arvania", why="asked him", who="Ann Reader")
    assert not [d for d in case.doubts() if d.about == statement.id and d.kind in ("side", "speaker", "attribution")]


def test_words_credited_to_two_names_and_figures_in_conflict_are_listed(case: Case):
    statement = about(case, SHELLS)
    assert not [d for d in doubts(case.store) if d.kind == "rivals"]
    case.note("nine people", kind="figure", report=f"r:{case.reports()[0].id}", quantity="dead", value=9, unit="people")
    listed = [d for d in case.doubts() if d.kind == "figures"]
    conflicts = [s for s in case.series() if s.agreement == "conflict"]
    assert {d.about for d in listed} <= {s.id for s in conflicts}
    assert statement.rival_speakers == ()


def test_a_decision_that_lost_its_place_heads_the_queue(case: Case):
    statement = about(case, GUNS)
    made = case.decide(f"s:{statement.id}", "set", field="note", new="check", why="to ask", who="Ann Reader")
    for mention in statement.mention_ids:
        case.decide(f"m:{mention}", "reject", why="a headline", who="Ann Reader")
    lost = next(d for d in case.doubts() if d.kind == "lost")
    assert lost.about == made.id and lost.doubt == 1.0


def test_the_queue_by_kind_stage_person_record_and_page(case: Case):
    known = case.doubts()
    first = known[0]
    assert case.queue(limit=1).items[0].doubt == first
    page = case.queue(known, kinds=[first.kind], limit=2)
    assert page.total == sum(d.kind == first.kind for d in known) == page.counts[first.kind]
    assert case.queue(known, about=first.about).total >= 1
    case.assign(first.key, "Bo Reader", who="Ann Reader")
    mine = case.queue(known, person="bo reader")
    assert [item.doubt.key for item in mine.items] == [first.key]
    assert mine.items[0].state.assigned_by == "Ann Reader"
    case.finish(first.key, who="Bo Reader")
    assert case.queue(known).total == len(known) - 1
    assert case.queue(known, stages=["finished"]).items[0].doubt == first


# -- comments, assignment, sign-off ---------------------------------------------------------------------


def test_one_who_looks_at_an_item_is_named_to_the_next_who_may_take_it_over(case: Case):
    key = case.doubts()[0].key
    case.claim(key, who="Ann Reader")
    case.claim(key, who="Ann Reader")
    with pytest.raises(Conflict, match="Ann Reader has been looking at this since") as told:
        case.claim(key, who="Bo Reader")
    assert told.value.who == "Ann Reader"
    case.claim(key, who="Bo Reader", anyway=True)
    assert case.review_states([key])[key].claimed_by == "Bo Reader"
    assert case.assigned("Bo Reader") == [key] and case.assigned("Ann Reader") == []


def test_a_second_reader_signs_off_and_reopening_begins_again(case: Case):
    key = case.doubts()[0].key
    with pytest.raises(BadInput, match="nobody has finished"):
        case.sign_off(key, who="Bo Reader")
    case.finish(key, who="Ann Reader")
    with pytest.raises(BadInput, match="another person has to sign it off"):
        case.sign_off(key, who="ann reader")
    case.sign_off(key, who="Bo Reader")
    assert case.review_states([key])[key].stage == "signed"
    case.reopen(key, who="Cy Reader")
    assert case.review_states([key])[key].stage == "open"


def test_a_comment_stays_with_its_record_when_it_is_merged_and_when_it_is_made_anew(case: Case, monkeypatch):
    first, second = about(case, GUNS), about(case, SHELLS)
    case.comment(f"s:{second.id}", "an older speech?", who="Ann Reader")
    joined = judge(case, first, "same", second)
    name = f"s:{case.store.resolve('statement', second.id)}"
    assert [e.words for e in case.entries(name)] == ["an older speech?"]
    case.decide(f"d:{joined.id}", "undo", why="no", who="Reader One")
    monkeypatch.setenv("TRUCEWATCH_ATTRIBUTION", "rules")
    case.reannotate()
    again = about(case, SHELLS)
    assert [e.words for e in case.entries(f"s:{again.id}")] == ["an older speech?"]


def test_a_comment_on_a_mention_that_is_gone_is_found_at_the_one_that_holds_its_words(case: Case):
    statement = about(case, GUNS)
    text_id = next(iter(case.store.mentions_of(statement))).text_id
    report = next(r for r in case.reports() if text_id in r.text_ids)
    case.comment(f"s:{statement.id}", "who heard it?", who="Ann Reader")
    for mention in statement.mention_ids:
        case.decide(f"m:{mention}", "reject", why="cut otherwise", who="Ann Reader")
    case.note("Our guns were silent.", kind="statement", report=f"r:{report.id}", act="deny", speaker="Ines Halloran")
    again = about(case, GUNS)
    assert again.id != statement.id
    assert [e.words for e in case.entries(f"s:{again.id}")] == ["who heard it?"]


def test_what_was_said_in_review_is_never_changed_or_deleted(case: Case):
    case.comment(case.doubts()[0].key, "look here", who="Ann Reader")
    path = case.store.path
    case.close()
    with sqlite3.connect(path) as connection:
        for change in ("DELETE FROM review_entries", "UPDATE review_entries SET who = 'Bo'"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(change)


def test_what_is_neither_record_nor_item_and_an_empty_comment_are_refused(case: Case):
    with pytest.raises(BadInput, match="neither a record"):
        case.comment("the third one", "hm", who="Ann Reader")
    with pytest.raises(UnknownRecord):
        case.comment("s:00000000", "hm", who="Ann Reader")
    with pytest.raises(BadInput, match="needs words"):
        case.comment(case.doubts()[0].key, "  ", who="Ann Reader")


# -- two readers on one sample --------------------------------------------------------------------------


def test_alpha_is_that_of_the_published_example():
    """Krippendorff 2011, section C: four observers, twelve units, missing data; .743 for nominal values."""
    given = {
        "A": "1 2 3 3 2 1 4 1 2 . . .", "B": "1 2 3 3 2 2 4 1 2 5 . 3",
        "C": ". 3 3 3 2 3 4 2 2 5 1 .", "D": "1 2 3 3 2 4 4 1 2 5 1 .",
    }  # fmt: skip
    units = [[v for v in column if v != "."] for column in zip(*(row.split() for row in given.values()), strict=True)]
    found = alpha(units)
    assert found.value == pytest.approx(0.743, abs=0.0005)
    assert (found.units, found.agreed) == (11, 8)


def test_alpha_is_one_for_readers_who_agree_nought_for_chance_and_nothing_where_nothing_varies():
    assert alpha([["a", "a"], ["b", "b"], ["c"]]).value == 1.0
    chance = random.Random(3)
    units = [[chance.choice("ab"), chance.choice("ab")] for _ in range(4000)]
    assert alpha(units).value == pytest.approx(0.0, abs=0.05)
    assert alpha([["a", "a"], ["a", "a"]]).value is None
    assert alpha([["a"], []]).units == 0


def test_a_sample_is_drawn_by_its_seed_and_each_reader_sees_only_their_own_answers(case: Case):
    drawn = case.draw_sample("statement", size=4, seed=9, who="Ann Reader")
    assert case.draw_sample("statement", size=4, seed=9, who="Bo Reader").records == drawn.records
    assert case.draw_sample("statement", size=4, seed=10, who="Bo Reader").records != drawn.records
    for number, record in enumerate(drawn.records):
        for who in ("Ann Reader", "Bo Reader"):
            act = "deny" if number or who == "Bo Reader" else "accuse"
            values = {"real": "yes", "act": act.upper() if who == "Ann Reader" else act, "side": "none"}
            case.read_sample(drawn.id[:8], f"s:{record}", values, who=who)
    own = case.readings(drawn.id, who="Ann Reader")
    assert set(own) == set(drawn.records) and own[drawn.records[0]]["act"] == "ACCUSE"
    agreed = case.reader_agreement(drawn.id)
    assert (agreed["act"].units, agreed["act"].agreed) == (4, 3)
    assert agreed["real"].value is None and agreed["day"].units == 0
    with pytest.raises(BadInput, match="readers of this sample decide of"):
        case.read_sample(drawn.id, f"s:{drawn.records[0]}", {"mood": "grim"}, who="Ann Reader")
    other = next(s for s in case.statements() if s.id not in drawn.records)
    with pytest.raises(BadInput, match="is not in sample"):
        case.read_sample(drawn.id, f"s:{other.id}", {"real": "yes"}, who="Ann Reader")


# -- the commands ---------------------------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[str, str, int]:
    with pytest.raises(SystemExit) as end:
        main(list(words))
    seen = capsys.readouterr()
    return seen.out, seen.err, int(end.value.code or 0)


def test_review_by_command_assign_mark_mine_comment(case: Case, capsys: pytest.CaptureFixture[str]):
    path, key = str(case.store.path), case.doubts()[0].key
    case.close()
    assert "assigned to Bo Reader" in run(capsys, "review", path, "--item", key, "--assign", "Bo Reader")[1]
    out, err, _ = run(capsys, "review", path, "--mine", "--by", "Bo Reader")
    assert out.startswith(key) and "[for Bo Reader]" in out and "1 to look at" in err
    run(capsys, "comment", path, key, "ask the desk", "--by", "Ann Reader")
    run(capsys, "review", path, "--item", key, "--mark", "finished", "--by", "Bo Reader")
    assert run(capsys, "review", path, "--item", key, "--mark", "signed", "--by", "Bo Reader")[2] == 1
    assert run(capsys, "review", path, "--item", key, "--mark", "signed", "--by", "Ann Reader")[2] == 0
    out, _, _ = run(capsys, "comment", path, key)
    assert "Ann Reader: ask the desk" in out and "Ann Reader: signed off as second reader" in out
    assert "signed by Ann Reader" in run(capsys, "review", path, "--stage", "signed")[0]
    assert run(capsys, "review", path, "--item", key)[2] == 1


def test_a_sample_by_command(case: Case, capsys: pytest.CaptureFixture[str]):
    path = str(case.store.path)
    case.close()
    name = run(capsys, "sample", "draw", path, "--size", "2", "--seed", "5", "--by", "Ann Reader")[0].strip()
    shown = run(capsys, "sample", "show", path, name)[0]
    record = shown.split()[0]
    for who, act in (("Ann Reader", "deny"), ("Bo Reader", "deny")):
        assert not run(capsys, "sample", "read", path, name, record, "--field", f"act={act}", "--by", who)[2]
    assert "act deny" in run(capsys, "sample", "show", path, name, "--by", "Ann Reader")[0]
    assert "act deny" not in run(capsys, "sample", "show", path, name, "--by", "Cy Reader")[0]
    assert "1 of 1 read alike" in run(capsys, "sample", "agreement", path, name)[0]
    assert name in run(capsys, "sample", "list", path)[0]
    assert run(capsys, "sample", "read", path, name, record, "--field", "act")[2] == 1


def test_a_redacted_report_takes_along_what_was_said_under_its_words(case: Case):
    statement = about(case, GUNS)
    text_id = next(iter(case.store.mentions_of(statement))).text_id
    other = next(s for s in case.statements() if text_id not in {m.text_id for m in case.store.mentions_of(s)})
    case.comment(f"s:{statement.id}", "Halloran said this at noon", who="Ann Reader")
    case.comment(f"s:{other.id}", "stays", who="Ann Reader")
    drawn = case.draw_sample("statement", size=len(case.statements()), seed=1, who="Ann Reader")
    case.read_sample(drawn.id, f"s:{statement.id}", {"speaker": "Halloran"}, who="Ann Reader")
    report = next(r for r in case.reports() if text_id in r.text_ids)
    case.redact(f"r:{report.id}", ground="asked for", who="Ann Reader")
    assert "stays" in [e.words for e in case.store.entries()]
    path = case.store.path
    case.close()
    with sqlite3.connect(path) as connection:
        left = [row[0] or "" for row in connection.execute("SELECT payload FROM review_entries")]
        assert len(left) == 4 and not any("Halloran" in payload for payload in left)

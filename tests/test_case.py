"""The joined rooms, on a real case file: what goes in, what comes out, what holds."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.store.case_parts import save_links

import trucewatch
from trucewatch import pipeline
from trucewatch.case import Case
from trucewatch.errors import BadInput, BadRecord, UnknownRecord
from trucewatch.records.decision import Decision
from trucewatch.records.statement import Statement


def statement_about(case: Case, words: str, act: str | None = None) -> Statement:
    for statement in case.statements():
        if act in (None, statement.act) and any(words in span.words for span in case.words(statement)):
            return statement
    raise AssertionError(f"no statement holds {words!r}: {[s.words for x in case.statements() for s in case.words(x)]}")


def test_reports_come_out_as_statements_with_the_exact_words(case: Case):
    assert case.counts()["reports"] == 3
    said = statement_about(case, "fired forty shells")
    assert said.speaker == "Adel Brandt"
    assert said.side == "Belmar Front"
    assert said.direct
    for span in case.words(said):
        assert case.store.text(span.text_id).content[span.start : span.end] == span.words


def test_a_question_with_a_word_that_is_none_is_refused_and_not_answered_with_nothing(case: Case):
    assert case.statements(since="2031-01-01") == case.statements(since=date(2031, 1, 1)) != []
    for wrong in ({"since": "yesterday"}, {"until": "2031-13-01"}, {"side": "Belmar Frond"}, {"act": "acuse"}):
        with pytest.raises(BadInput, match=f"{next(iter(wrong.values()))!r}"):
            case.statements(**wrong)
    with pytest.raises(BadInput, match="'soon' is no day"):
        case.incidents(until="soon")


def test_the_accused_side_never_becomes_the_accuser(case: Case):
    charge = statement_about(case, "shelling the bridge", act="accuse")
    assert charge.side == "Belmar Front"
    assert charge.target_side == "Arvania"


def test_a_charge_in_one_report_finds_its_denial_in_another(case: Case):
    rows = [row for row in case.ledger() if row.by_side == "Belmar Front" and row.against == "Arvania"]
    answers = [response for row in rows for response in row.responses]
    assert any(response.statement.side == "Arvania" and response.kind == "denial" for response in answers)


def test_the_same_bytes_twice_are_one_report(case: Case, reports: Path):
    again = case.add([reports])
    assert (again.added, again.already) == (0, 3)
    assert case.counts()["captures"] == 3


def test_the_same_bytes_under_another_outlet_are_that_outlets_report_and_one_capture(case: Case, tmp_path: Path):
    copy = tmp_path / "copies"
    copy.mkdir()
    (copy / "reprint.txt").write_bytes((tmp_path / "reports" / "wire.txt").read_bytes())
    (copy / "sources.csv").write_text(
        "file,publisher,published\nreprint.txt,Lowland Echo,2031-05-05\n", encoding="utf-8"
    )
    case.add([copy])
    assert case.counts()["reports"] == 4
    assert case.counts()["captures"] == 3
    origins = case.origins()
    by_publisher = {report.publisher: origins.origin_of[report.id] for report in case.reports()}
    assert by_publisher["Lowland Echo"] == by_publisher["Kessel Wire"]


def test_an_edited_page_at_the_same_address_is_a_new_version(case: Case, tmp_path: Path):
    folder = tmp_path / "pages"
    folder.mkdir()
    page = folder / "page.txt"
    (folder / "sources.csv").write_text(
        "file,publisher,published,url\npage.txt,Kessel Wire,2031-05-07,https://wire.example/kessel\n", encoding="utf-8"
    )
    page.write_text(
        "Toll rises\n\nNine people were killed at Kessel on Saturday, the Belmar Front said.\n", encoding="utf-8"
    )
    case.add([folder])
    page.write_text(
        "Toll rises\n\nTwelve people were killed at Kessel on Saturday, the Belmar Front said.\n", encoding="utf-8"
    )
    assert case.add([folder]).new_versions == 1
    versions = next(r for r in case.reports() if r.url == "https://wire.example/kessel")
    assert len(versions.capture_ids) == len(versions.text_ids) == 2
    newer = case.store.capture(versions.capture_ids[1])
    assert newer is not None and newer.previous == versions.capture_ids[0]


def test_one_bad_document_never_stops_a_batch(case: Case, tmp_path: Path):
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "a-empty.txt").write_bytes(b"")
    (folder / "b-picture.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "c-good.txt").write_text(
        "Talks go on\n\nThe Belmar Front said talks would resume on Friday.\n", encoding="utf-8"
    )
    result = case.add([folder])
    assert result.added == 1
    assert {refusal.what for refusal in result.set_aside} == {"a-empty.txt", "b-picture.txt"}
    assert {aside.reason for aside in case.store.set_aside()} >= {"empty file", "not text"}
    case.add([folder])
    assert sum(aside.reason == "empty file" for aside in case.store.set_aside()) == 1


def test_a_text_in_another_language_is_kept_and_counted(case: Case, tmp_path: Path):
    page = tmp_path / "deutsch.txt"
    page.write_text(
        "Waffenruhe am Fluss\n\nDie Armee erklärte am Sonntag, sie habe die Brücke nicht beschossen. Der Sprecher der "
        "Front widersprach dieser Darstellung und forderte eine Untersuchung durch die Beobachter der Mission.\n",
        encoding="utf-8",
    )
    result = case.add([page])
    assert result.added == 1
    assert result.left_out == {"not annotated: de": 1}
    assert [(a.reason, a.count) for a in case.store.set_aside()] == [("not annotated: de", 1)]
    assert case.search("Brücke")


def test_an_id_merged_away_by_a_person_is_itself_again_when_that_is_undone(case: Case):
    one, other = case.statements()[:2]
    merging = case.decide(f"s:{one.id}", "same", new=f"s:{other.id}", why="one speech", who="Reader One")
    kept, gone = (one, other) if case.store.redirects().get(other.id) == one.id else (other, one)
    assert case.find(f"s:{gone.id}")[1].id == kept.id
    case.decide(f"d:{merging.id}", "undo", why="two speeches", who="Reader One")
    assert case.store.redirects() == {}
    now = {s.id: set(s.mention_ids) for s in case.statements()}
    assert now[one.id] == set(one.mention_ids) and now[other.id] == set(other.mention_ids)


def test_a_split_gives_the_younger_id_back_whatever_it_was_minted_from(case: Case):
    """Without its claim the younger half would get a new id, and the printed one lead to the other half for ever."""
    one, other = case.statements()[:2]
    renamed = replace(other, id="9" * 64)  # minted in an earlier run from a mention that is gone
    rest = [s for s in case.statements() if s.id not in (one.id, other.id)]
    nothing = {
        "actors": case.actors(),
        "incidents": case.incidents(),
        "series": case.series(),
        "judgements": list(case.store.judgements()),
    }
    save_links(case.store, SimpleNamespace(statements=[one, renamed, *rest], redirects=(), **nothing))
    whole = replace(one, mention_ids=(*one.mention_ids, *renamed.mention_ids))
    save_links(case.store, SimpleNamespace(statements=[whole, *rest], redirects=[(renamed.id, whole.id)], **nothing))
    pipeline.link_case(case.store, whole=True)  # the machine finds them to be two
    assert set(case.find(f"s:{renamed.id}")[1].mention_ids) == set(other.mention_ids)
    assert case.store.redirects() == {}


def test_a_decision_that_lost_its_place_is_named_by_the_next_add(case: Case, tmp_path: Path):
    gone = Decision(
        id="f" * 64, action="set", target_kind="statement", target="e" * 64, field="act", seen="report", new="condemn",
        why="it condemns", who="Reader One", when=datetime(2031, 5, 9, tzinfo=UTC),
    )  # fmt: skip
    case.store.save_decision(gone)
    (tmp_path / "more.txt").write_text("Talks\n\nThe Belmar Front said talks went on.\n", encoding="utf-8")
    assert case.add([tmp_path / "more.txt"]).lost == (gone,)


def test_adding_again_brings_in_what_a_newer_reader_makes_of_the_same_bytes(
    case: Case, reports: Path, monkeypatch: pytest.MonkeyPatch
):
    text_id = case.reports()[0].text_id
    monkeypatch.setattr("trucewatch.text.result.READER_VERSION", "of the test")
    assert case.add([reports]).already == 3
    assert case.store.text(text_id).reader_version == "of the test"
    assert case.counts()["texts"] == 3
    assert case.verify().passed


def test_a_correction_survives_a_full_reannotation(case: Case, monkeypatch: pytest.MonkeyPatch):
    said = statement_about(case, "fired forty shells")
    case.decide(f"s:{said.id}", "set", field="act", new="condemn", why="it condemns", who="Reader One")
    assert case.find(f"s:{said.id}")[1].act == "condemn"
    monkeypatch.setattr("trucewatch.annotate.annotator.ENGINE_VERSION", "test")
    redone, kept, lost = case.reannotate()
    assert (redone, kept, lost) == (3, 0, [])
    assert case.find(f"s:{said.id}")[1].act == "condemn"
    machine = next(m for m in case.store.statement_mentions() if m.id == said.founding_mention)
    assert machine.act != "condemn", "what the machine found stays as it was, beside the person's value"


def test_an_unchanged_engine_redoes_nothing(case: Case):
    assert case.reannotate()[:2] == (0, 3)


def test_a_decision_can_be_undone(case: Case):
    said = statement_about(case, "fired forty shells")
    decision = case.decide(f"s:{said.id}", "set", field="speaker", new="Somebody Else", why="try", who="Reader One")
    case.decide(f"d:{decision.id}", "undo", why="was wrong", who="Reader Two")
    assert case.find(f"s:{said.id}")[1].speaker == "Adel Brandt"


def test_a_decision_that_does_not_fit_is_refused_and_leaves_no_trace(case: Case):
    said = statement_about(case, "fired forty shells")
    with pytest.raises(BadRecord, match="act"):
        case.decide(f"s:{said.id}", "set", field="act", new="grumble", why="x", who="Reader One")
    assert list(case.store.decisions()) == []


def test_a_statement_noted_by_hand_rests_on_the_reports_words(case: Case):
    report = next(r for r in case.reports() if r.publisher == "Observer Post")
    words = "counted eleven dead"
    case.note(
        words, kind="statement", report=f"r:{report.id}", speaker="head of mission", act="report", who="Reader One"
    )
    assert any(span.words == words for statement in case.statements() for span in case.words(statement))
    assert any(m.maker.kind == "person" and m.speaker == "head of mission" for m in case.store.statement_mentions())
    assert case.verify().passed


def test_words_that_do_not_stand_in_the_report_are_refused(case: Case):
    report = case.reports()[0]
    with pytest.raises(BadInput, match="do not stand"):
        case.note("never said", kind="statement", report=f"r:{report.id}", act="report", who="Reader One")


def test_a_call_is_noted_without_a_report_and_marked_so(case: Case):
    case.note(
        "the road to Kessel is open again", kind="statement", source="call", said="2031-05-08", who="Reader One",
        speaker="district governor", act="report",
    )  # fmt: skip
    noted = statement_about(case, "road to Kessel is open")
    assert noted.speaker == "district governor"
    [report] = [r for r in case.reports() if r.kind == "note"]
    assert report.title == "Call, entered by Reader One"
    assert case.verify().passed


def test_a_note_survives_reannotation(case: Case, monkeypatch: pytest.MonkeyPatch):
    report = next(r for r in case.reports() if r.publisher == "Observer Post")
    case.note(
        "counted eleven dead", kind="figure", report=f"r:{report.id}", quantity="dead", value=11, who="Reader One"
    )
    monkeypatch.setattr("trucewatch.annotate.annotator.ENGINE_VERSION", "test")
    case.reannotate()
    assert any(f.maker.kind == "person" and f.value == 11 for f in case.store.figures())


def test_an_unknown_id_suggests_near_ones(case: Case):
    said = case.statements()[0]
    wrong = ("0" if said.id[7] != "0" else "1").join([said.id[:7], ""])
    with pytest.raises(UnknownRecord, match=f"s:{said.id[:6]}"):
        case.find(f"s:{wrong}")


@pytest.mark.parametrize(
    ("table", "column", "kind"),
    [
        ("captures", "content", "capture"),
        ("texts", "content", "text"),
        ("statement_mentions", "payload", "statement mention"),
    ],
)
def test_verify_names_what_was_changed_behind_its_back(case: Case, table: str, column: str, kind: str):
    path = case.store.path
    case.close()
    with sqlite3.connect(path) as db:
        [row, value] = db.execute(f"select rowid, {column} from {table} limit 1").fetchone()
        data = value if isinstance(value, bytes) else value.encode()
        # flip one bit of a letter in the middle, where words stand
        at = next(i for i in range(len(data) // 2, len(data)) if chr(data[i]).isalpha() or isinstance(value, bytes))
        flipped = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        db.execute(
            f"update {table} set {column} = ? where rowid = ?",
            (flipped if isinstance(value, bytes) else flipped.decode(), row),
        )
    with trucewatch.open(path) as opened:
        report = opened.verify()
    assert not report.passed
    assert any(kind in finding.kind for finding in report.findings), report.findings


def test_order_of_arrival_does_not_change_the_statements(tmp_path: Path, agreement: Path, reports: Path):
    def told(names: list[str], file: str) -> set[tuple[str | None, str, frozenset[str]]]:
        with trucewatch.create(tmp_path / file, agreement=str(agreement)) as made:
            for name in names:
                made.add([reports / name], sources=reports / "sources.csv")
            return {(s.speaker, s.act, frozenset(s.mention_ids)) for s in made.statements()}

    assert told(["wire.txt", "daily.txt", "observer.txt"], "a.truce") == told(
        ["observer.txt", "daily.txt", "wire.txt"], "b.truce"
    )


def test_a_rejected_statement_leaves_the_ledger_with_its_links_and_is_back_when_undone(case: Case):
    [row] = [row for row in case.ledger() if row.responses][:1]
    answer = row.responses[0].statement
    decision = case.decide(f"s:{answer.id}", "reject", why="not said", who="Reader One")
    assert all(r.statement.id != answer.id for one in case.ledger() for r in one.responses)
    case.decide(f"d:{decision.id}", "undo", why="it was", who="Reader One")
    assert any(r.statement.id == answer.id for one in case.ledger() for r in one.responses)


def test_a_redacted_report_leaves_the_case_working_and_is_counted(case: Case):
    report = next(r for r in case.reports() if r.publisher == "Observer Post")
    case.store.redact("capture", report.capture_id, who="Lead", when=report.added_at, ground="witness at risk")
    case.reannotate()
    found = case.verify()
    assert found.passed and found.redacted >= 1
    assert not case.search("eleven dead")
    assert case.ledger()


def test_decisions_are_signed(case: Case):
    said = case.statements()[0]
    decision = case.decide(f"s:{said.id}", "confirm", why="read it", who="Reader One")
    assert isinstance(decision, Decision)
    assert [d.who for d in case.store.decisions()] == ["Reader One"]
    with pytest.raises(BadRecord, match="name of the person"):
        replace(decision, who="")

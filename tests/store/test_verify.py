from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime

import pytest
from case_parts import DAY1, DAY2, Story, incident, linked, other_story, save_links, statement

from trucewatch.errors import CaseError
from trucewatch.records.decision import Decision
from trucewatch.store import open_case, verify


def decision(number: int, **more) -> Decision:
    values = {
        "id": f"{number:064x}", "action": "confirm", "target_kind": "statement", "target": "a" * 64, "why": "checked",
        "who": "R. Maas", "when": datetime(2031, 5, 3, tzinfo=UTC),
    }  # fmt: skip
    return Decision(**(values | more))


@pytest.fixture
def filled(store):
    for story in (Story(), other_story()):
        store.save_report(*story.parts(), now=DAY1)
    save_links(store, linked([statement(Story(), other_story())], [incident(Story())]), now=DAY1)
    store.save_annotation(Story().annotated(fingerprint="f2", act="accuse"), now=DAY2)
    for number in (1, 2, 3):
        store.save_decision(decision(number))
    return store


def tamper(store, sql: str, *values) -> None:
    """Change the file behind the store's back."""
    connection = sqlite3.connect(store.path)
    connection.executescript("DROP TRIGGER chain_no_update; DROP TRIGGER chain_no_delete;" if " chain " in sql else "")
    assert connection.execute(sql, values).rowcount > 0
    connection.commit()
    connection.close()


def flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def found(store) -> set[tuple[str, str]]:
    return {(f.kind, f.id) for f in verify(store).findings}


def column(store, table: str, name: str, where: str):
    with sqlite3.connect(store.path) as connection:
        return connection.execute(f"SELECT {name} FROM {table} WHERE {where}").fetchone()[0]


def test_a_sound_case_passes_and_says_what_was_checked(filled):
    report = verify(filled)
    assert report.findings == ()
    assert report.passed
    assert report.redacted == 0
    assert report.checked["captures"] == report.checked["texts"] == report.checked["reports"] == 2
    assert report.checked["statement_mentions"] == 3  # one superseded version among them
    assert report.checked["decisions"] == 3
    assert report.checked["spans"] > 20
    assert report.head == filled.chain()[-1].digest


@pytest.mark.parametrize("where", ["start", "middle", "end"])
@pytest.mark.parametrize(("table", "kind"), [("captures", "capture"), ("texts", "text")])
def test_one_flipped_byte_of_kept_content_is_named(filled, table, kind, where):
    item = getattr(Story(), kind).id
    content = column(filled, table, "content", f"id = '{item}'")
    at = {"start": 0, "middle": len(content) // 2, "end": len(content) - 1}[where]
    tamper(filled, f"UPDATE {table} SET content = ? WHERE id = ?", flip(content, at), item)
    assert (kind, item) in found(filled)
    assert (kind, getattr(other_story(), kind).id) not in found(filled)


SPANS = [
    ("statement_mentions", "statement mention", lambda s: s.annotation.statements[0].id, "had not fired"),
    ("incident_mentions", "incident mention", lambda s: s.annotation.incidents[0].id, "at the mill"),
    ("figures", "figure", lambda s: s.annotation.figures[0].id, "12 people"),
    ("commitments", "commitment", lambda s: s.annotation.commitments[0].id, "15 May"),
    ("incidents", "incident", lambda s: incident(s).id, "Shells"),
    ("statements", "statement", lambda s: statement(s).id, "Wednesday"),
    ("reports", "report", lambda s: s.report.id, "Norvane denies"),
    ("annotations", "annotation", lambda s: s.text.id, "the mill"),
]


@pytest.mark.parametrize(("table", "kind", "item", "words"), SPANS, ids=[row[1] for row in SPANS])
def test_one_flipped_byte_of_a_span_is_named(filled, table, kind, item, words):
    target = item(Story())
    payload = column(filled, table, "payload", f"id = '{target}' AND superseded_at IS NULL")
    assert words in payload
    for at in (payload.index(words), payload.index(words) + len(words) - 1):
        changed = flip(payload.encode(), at).decode()
        tamper(filled, f"UPDATE {table} SET payload = ? WHERE id = ? AND superseded_at IS NULL", changed, target)
        problems = [f.problem for f in verify(filled).findings if (f.kind, f.id) == (kind, target)]
        assert problems, f"{kind} with {words!r} changed at {at}"
        tamper(filled, f"UPDATE {table} SET payload = ? WHERE id = ? AND superseded_at IS NULL", payload, target)
    assert verify(filled).passed


def test_a_span_changed_together_with_its_digest_is_still_named(filled):
    from trucewatch.store.rows import packed_json, payload_digest

    target = Story().annotation.figures[0]
    payload = json.loads(column(filled, "figures", "payload", f"id = '{target.id}'"))
    payload["span"]["start"] += 1
    payload["span"]["end"] += 1
    tamper(
        filled,
        "UPDATE figures SET payload = ?, digest = ? WHERE id = ?",
        packed_json(payload),
        payload_digest(payload),
        target.id,
    )
    problems = {f.problem for f in verify(filled).findings if f.id == target.id}
    assert any("there is" in p for p in problems)
    assert "its id is not the hash of its spans" in problems


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"id": 3}',
        "[" * 20000,
        '{"a": {"text_id": 1, "start": "a", "end": null, "words": 5}}',
    ],
    ids=range(8),
)
@pytest.mark.parametrize(
    "table", ["captures", "reports", "readings", "statement_mentions", "annotations", "judgements", "agreements"]
)
def test_a_payload_that_no_longer_parses_is_named_and_stops_nothing(filled, table, payload):
    if table == "judgements":
        from trucewatch.records.judgement import Judgement
        from trucewatch.records.maker import Maker

        maker = Maker(kind="machine", name="link", version="1")
        pair = Judgement.of(kind="same_report", left="a", right="b", verdict="same", maker=maker, made_at=DAY1)
        save_links(filled, linked([statement(Story(), other_story())], [incident(Story())], judgements=[pair]))
    tamper(filled, f"UPDATE {table} SET payload = ?", payload)
    report = verify(filled)
    assert report.findings
    assert report.checked["decisions"] == 3


def test_content_that_is_gone_without_redaction_is_named(filled):
    tamper(filled, "UPDATE texts SET content = NULL WHERE id = ?", Story().text.id)
    tamper(filled, "UPDATE decisions SET content = NULL WHERE id = ?", decision(2).id)
    assert {("text", Story().text.id), ("decision", decision(2).id)} <= found(filled)


def test_a_text_whose_capture_is_gone_is_named(filled):
    tamper(filled, "DELETE FROM captures WHERE id = ?", Story().capture.id)
    assert any("captures" in f.problem for f in verify(filled).findings)
    assert ("report", Story().report.id) in found(filled)


def test_columns_that_disagree_with_the_record_are_named(filled):
    mention = other_story().annotation.statements[0]
    tamper(filled, "UPDATE statement_mentions SET side = 'Osterby League' WHERE id = ?", mention.id)
    assert found(filled) == {("statement mention", mention.id)}


def test_the_chain_may_only_grow(filled):
    with sqlite3.connect(filled.path) as connection:
        for sql in ("UPDATE chain SET digest = 'x'", "DELETE FROM chain"):
            with pytest.raises(sqlite3.DatabaseError, match="append-only"):
                connection.execute(sql)


@pytest.mark.parametrize("name", ["digest", "previous", "content_digest"])
def test_a_changed_link_of_the_chain_is_named(filled, name):
    value = column(filled, "chain", name, "sequence = 2")
    tamper(filled, f"UPDATE chain SET {name} = ? WHERE sequence = 2", flip(value.encode(), 5).decode())
    assert ("decision", decision(2).id) in found(filled)
    assert ("decision", decision(1).id) not in found(filled)


def test_a_changed_decision_is_named(filled):
    content = column(filled, "decisions", "content", f"id = '{decision(2).id}'")
    tamper(
        filled, "UPDATE decisions SET content = ? WHERE id = ?", content.replace("checked", "chekced"), decision(2).id
    )
    assert found(filled) == {("decision", decision(2).id)}


def test_a_decision_taken_out_of_the_middle_is_noticed(filled):
    tamper(
        filled,
        "DELETE FROM chain WHERE sequence = 2",
    )
    names = found(filled)
    assert ("decision", decision(2).id) in names  # it is there, and not in the chain
    assert ("decision", decision(3).id) in names  # its link hangs on nothing


def test_a_decision_whose_content_went_with_its_row_is_noticed(filled):
    connection = sqlite3.connect(filled.path)
    connection.execute("DELETE FROM decisions WHERE id = ?", (decision(1).id,))
    connection.commit()
    connection.close()
    assert ("decision", decision(1).id) in found(filled)


def test_a_damaged_page_is_a_finding_and_no_crash(filled, case_path):
    filled.close()
    root = column(filled, "sqlite_master", "rootpage", "name = 'figures'")
    data = bytearray(case_path.read_bytes())
    data[(root - 1) * 4096 : (root - 1) * 4096 + 64] = b"\xff" * 64
    case_path.write_bytes(bytes(data))
    with open_case(case_path) as reader:
        report = verify(reader)
    assert ("database", str(case_path)) in {(f.kind, f.id) for f in report.findings}
    assert report.checked["decisions"] == 3  # the rest was checked all the same


def test_a_damaged_schema_is_one_clear_line(filled, case_path):
    filled.close()
    data = bytearray(case_path.read_bytes())
    data[4096:8192] = b"\xff" * 4096
    data[100:4096] = b"\xff" * 3996
    case_path.write_bytes(bytes(data))
    with pytest.raises(CaseError, match=r"malformed.*go back to a copy"):
        open_case(case_path)

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from case_parts import DAY1, DAY2, LINKER, SAID, Story, incident, linked, other_story, save_links, statement

from trucewatch.errors import BadInput, BadRecord, RedactedRecord, UnknownRecord
from trucewatch.records.decision import Decision
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Reason
from trucewatch.store import Store, verify
from trucewatch.store.address import CasePlace
from trucewatch.store.blackout import BLACK

BY = {"who": "R. Maas", "when": datetime(2031, 6, 1, tzinfo=UTC), "ground": "witness at risk"}


@pytest.fixture
def store(anywhere: Store) -> Store:
    return anywhere


@pytest.fixture
def filled(store):
    for story in (Story(), other_story(body="The mill stood empty, farmers said.")):
        store.save_report(*story.parts(), now=DAY1)
    save_links(store, linked([statement(Story())], [incident(Story())]), now=DAY1)
    store.save_annotation(Story().annotated(fingerprint="f2", act="accuse"), now=DAY2)
    return store


def all_bytes(place: CasePlace) -> bytes:
    """All that the case's files hold, or the server's: every table and index as it lies on the disk."""
    if isinstance(place, Path):
        return b"".join(p.read_bytes() for p in place.parent.iterdir())
    with psycopg.connect(place.address, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        found = connection.execute(
            "SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class "
            "WHERE relkind IN ('r', 'i', 't') AND oid >= 16384"
        )
        return b"".join(row[0] for row in found)


def decision(**more) -> Decision:
    values = {
        "id": "1" * 64,
        "action": "set",
        "target_kind": "statement mention",
        "target": Story().annotation.statements[0].id,
        "anchor": Story().annotation.statements[0].content,
        "field": "act",
        "new": "reject",
        "why": "heard the tape",
        "who": "R. Maas",
        "when": DAY2,
    }
    return Decision(**(values | more))


def test_a_redacted_text_leaves_its_place_and_verify_passes(filled):
    story = Story()
    made = filled.redact("text", story.text.id, **BY)
    assert [(r.target_kind, r.target) for r in made] == [("text", story.text.id), ("capture", story.capture.id)]
    assert [(r.target_kind, r.target, r.ground, r.who, r.when) for r in filled.redactions()] == [
        ("text", story.text.id, BY["ground"], BY["who"], BY["when"]),
        ("capture", story.capture.id, BY["ground"], BY["who"], BY["when"]),
    ]
    with pytest.raises(RedactedRecord, match=r"redacted by R\. Maas on 2031-06-01: witness at risk"):
        filled.text(story.text.id)
    capture = filled.capture(story.capture.id)
    assert capture is not None and capture.content is None and capture.size == story.capture.size
    assert [t.id for t in filled.texts()] == [t for t in filled.texts_by_id()] != []
    assert story.text.id not in filled.texts_by_id()
    report = verify(filled)
    assert report.passed, report.findings
    assert report.redacted == 2


def test_no_word_of_a_redacted_text_is_left_on_the_disk(filled):
    filled.save_decision(decision())
    filled.redact("text", Story().text.id, **BY)
    filled.close()
    data = all_bytes(filled.path)
    for words in (SAID, "Ilmar Quist", "ilmar quist", "Norvane denies", "withdraw its guns", "residents"):
        assert words.encode() not in data, words
    assert b"farmers" in data or b"stood empty" in data  # the other report is as it was


def test_records_that_rest_on_a_redacted_text_keep_their_ids_and_offsets(filled):
    before = Story().annotation.statements[0]
    filled.redact("text", Story().text.id, **BY)
    (mention,) = filled.statement_mentions()
    assert mention.id == before.id
    assert [(s.start, s.end) for s in mention.spans()] == [(s.start, s.end) for s in before.spans()]
    assert all(set(s.words) == {BLACK} for s in mention.spans())
    assert set(mention.speaker or "") == {BLACK}
    assert mention.side == "Norvane Council"
    assert set(mention.reasons[0].value) == {BLACK}
    (whole,) = filled.statements()
    assert set(whole.speaker or "") == {BLACK} and whole.id == statement(Story()).id
    (event,) = filled.incidents()
    assert set(event.actors[0].name) == {BLACK} and event.counts[0].value == 12
    assert filled.search("fired") == [] and filled.search("Quist") == []
    assert filled.report(Story().report.id).published == Story().report.published
    assert set(filled.report(Story().report.id).title) == {BLACK}


def test_a_statement_told_elsewhere_too_keeps_what_the_other_report_says(store):
    story, other = Story(), other_story()
    for one in (story, other):
        store.save_report(*one.parts())
    save_links(store, linked([statement(story, other)], [incident(story, other)]))
    store.redact("text", story.text.id, **BY)
    assert next(store.statements()).speaker == "Ilmar Quist"
    assert set(next(store.incidents()).where.name) == {BLACK}
    assert [h.kind for h in store.search("fired")] == ["statement mention", "text"]
    assert verify(store).passed


def test_what_was_compared_with_redacted_words_goes_as_well(store):
    story, other = Story(), other_story()
    for one in (story, other):
        store.save_report(*one.parts())
    claim, answer = statement(story), statement(other)
    compared = Reason(field="topic", value="mill, guns", rule="shared words", words="the mill")
    answers = Judgement.of(
        kind="response", left=claim.id, right=answer.id, verdict="same", label="denial", reasons=(compared,),
        maker=LINKER, made_at=DAY1,
    )  # fmt: skip
    save_links(store, linked([claim, answer], judgements=[answers]))
    store.redact("text", story.text.id, **BY)
    (kept,) = store.judgements("response")
    assert (kept.id, kept.label) == (answers.id, "denial")
    assert set(kept.reasons[0].value) == set(kept.reasons[0].words) == {BLACK}


def test_only_the_target_goes_when_asked_so(filled):
    filled.redact("capture", Story().capture.id, whole=False, **BY)
    assert filled.text(Story().text.id) == Story().text
    assert verify(filled).passed and verify(filled).redacted == 1


def test_a_capture_takes_its_text_along(filled):
    made = filled.redact("capture", Story().capture.id, **BY)
    assert {(r.target_kind, r.target) for r in made} == {
        ("capture", Story().capture.id),
        ("text", Story().text.id),
    }


def test_redacting_twice_changes_nothing(filled):
    filled.redact("text", Story().text.id, **BY)
    assert filled.redact("text", Story().text.id, **(BY | {"who": "Another"})) == ()
    assert len(filled.redactions()) == 2


def test_a_redacted_decision_keeps_its_link_who_and_when(filled):
    link = filled.save_decision(decision(anchor=()))
    filled.save_decision(decision(id="2" * 64, action="reject", field=None, anchor=()))
    assert filled.decisions()[0] == decision(anchor=())
    (redaction,) = filled.redact("decision", "1" * 64, **BY)
    assert redaction.digest == link.content_digest
    assert [replace(kept, salt="") for kept in filled.chain()[:1]] == [replace(link, salt="")]
    assert filled.chain()[0].salt == ""  # without the salt nobody can try contents against the digest
    assert [d.action for d in filled.decisions()] == ["reject", "redact"]
    assert verify(filled).passed and verify(filled).redacted == 1
    filled.redact("decision", "2" * 64, **BY)
    kept = filled.decisions()[0]
    assert (kept.action, kept.target, kept.why) == ("reject", decision().target, "redacted")  # it goes on holding
    with pytest.raises(RedactedRecord, match="witness at risk"):
        filled.find("d:" + "1" * 64)


def test_a_redaction_that_nobody_recorded_is_named(filled):
    from sqlalchemy import text as sql

    filled.redact("capture", Story().capture.id, **BY)
    with filled.engine.begin() as connection:
        connection.execute(
            sql("UPDATE decisions SET action = 'confirm' WHERE action = 'redact' AND target_kind = 'text'")
        )
    assert ("text", Story().text.id) in {(f.kind, f.id) for f in verify(filled).findings}


def test_words_left_behind_in_a_span_are_named(filled):
    from sqlalchemy import text as sql

    mention = Story().annotation.statements[0]
    with filled.engine.connect() as connection:
        payload = connection.execute(
            sql(f"SELECT payload FROM statement_mentions WHERE id = '{mention.id}' AND superseded_at IS NULL")
        ).scalar()
    filled.redact("text", Story().text.id, **BY)
    with filled.engine.begin() as connection:
        connection.execute(
            sql("UPDATE statement_mentions SET payload = :p WHERE superseded_at IS NULL"), {"p": payload}
        )
    problems = [f.problem for f in verify(filled).findings if f.id == mention.id]
    assert any("still holds words of redacted text" in p for p in problems)


def test_what_was_redacted_is_not_taken_in_again(filled):
    filled.redact("text", Story().text.id, **BY)
    with pytest.raises(RedactedRecord, match="not taken in again") as caught:
        filled.save_report(*Story().parts())
    assert isinstance(caught.value, BadInput) and caught.value.reason == "redacted"
    filled.save_annotation(Story().annotated(fingerprint="f9"))
    assert verify(filled).passed


def test_a_redaction_needs_a_target_a_name_and_a_ground(filled):
    with pytest.raises(UnknownRecord):
        filled.redact("text", "0" * 64, **BY)
    with pytest.raises(BadRecord, match="name of the person"):
        filled.redact("text", Story().text.id, **(BY | {"who": " "}))
    with pytest.raises(BadRecord, match="ground"):
        filled.redact("text", Story().text.id, **(BY | {"ground": ""}))
    assert filled.redactions() == []


def test_the_same_decision_twice_is_one_and_another_under_its_id_is_refused(filled):
    first = filled.save_decision(decision())
    assert filled.save_decision(decision()).digest == first.digest
    assert len(filled.chain()) == 1
    with pytest.raises(BadRecord, match="another decision has the id"):
        filled.save_decision(decision(why="something else"))
    second = filled.save_decision(decision(id="2" * 64))
    assert second.previous == first.digest and second.sequence == 2
    assert filled.find("d:11111111") == ("decision", decision())

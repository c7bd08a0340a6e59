from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from case_parts import (
    BODY,
    DAY1,
    DAY2,
    DAY3,
    LINKER,
    MACHINE,
    SAID,
    Story,
    incident,
    linked,
    other_story,
    save_links,
    statement,
)

from trucewatch.errors import BadRecord, CannotWrite
from trucewatch.records.assessment import Assessment
from trucewatch.records.capture import Capture
from trucewatch.records.figure import FigureSeries
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import SetAside
from trucewatch.records.mention import StatementMention
from trucewatch.records.text import Text, text_id
from trucewatch.store import open_case, verify


def test_a_saved_report_is_read_back_as_it_was(store):
    story = Story()
    store.save_report(*story.parts())
    assert list(store.captures(content=True)) == [story.capture]
    assert store.capture(story.capture.id) == story.capture
    assert list(store.texts()) == [story.text]
    assert store.text(story.text.id) == story.text
    assert list(store.reports()) == [story.report]
    assert store.annotation(story.text.id) == story.annotation
    assert store.fingerprint(story.text.id) == "f1"
    assert list(store.statement_mentions()) == list(story.annotation.statements)
    assert list(store.incident_mentions(story.text.id)) == list(story.annotation.incidents)
    assert list(store.figures()) == list(story.annotation.figures)
    assert list(store.commitments()) == list(story.annotation.commitments)
    assert list(store.statement_mentions("0" * 64)) == []


def test_captures_come_without_their_bytes_unless_asked_for(store):
    store.save_report(*Story().parts())
    assert [c.content for c in store.captures()] == [None]


def test_saving_the_same_report_twice_makes_no_doubles(store):
    story = Story()
    store.save_report(*story.parts(), now=DAY1)
    before = store.counts()
    store.save_report(*story.parts(), now=DAY2)
    assert store.counts() == before
    assert before["captures"] == before["reports"] == before["statement_mentions"] == 1
    assert [v.recorded_at for v in store.history("report", story.report.id)] == [DAY1]


def test_reports_are_found_by_capture_text_and_address(store):
    story, other = Story(url="https://wire.example/1"), other_story()
    store.save_report(*story.parts())
    store.save_report(*other.parts())
    assert store.reports_of_capture(story.capture.id) == [story.report]
    assert store.report_of_text(other.text.id) == [other.report]
    assert store.reports_of_url("https://wire.example/1") == [story.report]
    assert store.reports_of_url("https://wire.example/2") == []
    assert store.report(other.report.id) == other.report
    assert store.report("0" * 64) is None


def test_the_same_words_under_two_outlets_are_one_text_annotated_for_the_first(store):
    story, reprint = Story(), Story(publisher="Hill Daily", published="2031-05-02", noise=" ")
    assert story.text.id == reprint.text.id and story.capture.id != reprint.capture.id
    store.save_report(*story.parts())
    store.save_report(reprint.capture, reprint.text, reprint.report, reprint.annotated(fingerprint="f2"))
    assert store.report_of_text(story.text.id) == [story.report, reprint.report]
    assert store.fingerprint(story.text.id) == "f1"
    assert store.text(story.text.id).capture_id == story.capture.id
    assert store.counts()["texts"] == 1 and store.counts()["captures"] == 2


def test_a_text_with_lone_surrogates_and_nuls_survives_whole(store):
    story = Story(title="Odd \ud83d bytes \x00 here", body=BODY)
    odd = story.text.span(0, 12)
    mention = StatementMention.of(content=(odd,), act="deny", maker=MACHINE)
    store.save_report(story.capture, story.text, story.report, replace(story.annotation, statements=(mention,)))
    assert store.text(story.text.id).content == story.text.content
    assert next(store.statement_mentions()) == mention
    assert verify(store).passed


def test_parts_that_do_not_belong_together_are_refused(store):
    story, other = Story(), other_story()
    with pytest.raises(BadRecord, match="was read from capture"):
        store.save_report(other.capture, story.text, story.report)
    with pytest.raises(BadRecord, match="does not name"):
        store.save_report(story.capture, story.text, other.report)
    with pytest.raises(BadRecord, match="another text"):
        store.save_report(
            story.capture, story.text, story.report, replace(story.annotation, figures=other.annotation.figures)
        )
    assert store.counts()["captures"] == 0


def test_reannotating_keeps_what_did_not_change_and_supersedes_the_rest(store):
    story = Story()
    store.save_report(*story.parts(), now=DAY1)
    store.save_annotation(story.annotated(fingerprint="f2", act="accuse"), now=DAY2)
    mention = story.annotation.statements[0]
    assert [(v.record.act, v.superseded_at) for v in store.history("mention", mention.id)] == [
        ("deny", DAY2),
        ("accuse", None),
    ]
    assert [v.recorded_at for v in store.history("figure", story.annotation.figures[0].id)] == [DAY1]
    assert store.fingerprint(story.text.id) == "f2"
    store.save_annotation(replace(story.annotated(fingerprint="f3"), statements=()), now=DAY3)
    assert list(store.statement_mentions()) == []
    assert store.search("fired") != [] and all(hit.kind == "text" for hit in store.search("fired"))


def test_an_annotation_of_an_unknown_text_is_refused(store):
    with pytest.raises(BadRecord, match="save the report first"):
        store.save_annotation(Story().annotation)


def test_as_of_gives_what_the_case_knew_then(store):
    story, later = Story(), other_story()
    store.save_report(*story.parts(), now=DAY1)
    store.save_report(*later.parts(), now=DAY3)
    store.save_annotation(story.annotated(fingerprint="f2", act="accuse"), now=DAY3)
    between = DAY1 + timedelta(hours=1)
    assert list(store.reports(as_of=between)) == [story.report]
    assert [m.act for m in store.statement_mentions(as_of=between)] == ["deny"]
    assert sorted(m.act for m in store.statement_mentions(as_of=DAY3)) == ["accuse", "deny"]
    assert list(store.statement_mentions(as_of=DAY1 - timedelta(seconds=1))) == []


def test_linking_again_leaves_unchanged_records_alone(store):
    story = Story()
    store.save_report(*story.parts(), now=DAY1)
    save_links(store, linked([statement(story)], [incident(story)]), now=DAY1)
    # a second run stamps its own time on what it makes: that alone is no change
    save_links(store, linked([statement(story, now=DAY2)], [incident(story, now=DAY2)]), now=DAY2)
    assert len(store.history("statement", statement(story).id)) == 1
    save_links(store, linked([statement(story, act="reject")]), now=DAY3)
    versions = store.history("statement", statement(story).id)
    assert [(v.record.act, v.recorded_at, v.superseded_at) for v in versions] == [
        ("deny", DAY1, DAY3),
        ("reject", DAY3, None),
    ]
    assert list(store.incidents()) == [] and list(store.incidents(as_of=DAY2)) == [incident(story)]


def test_statements_are_chosen_by_act_speaker_side_and_day(store):
    story, other = Story(), other_story()
    store.save_report(*story.parts())
    store.save_report(*other.parts())
    first = statement(story)
    second = statement(
        other, speaker="Ånja Böl_t", side="Osterby League", act="accuse", target_side="Norvane Council", said_on=None
    )
    save_links(store, linked([first, second]))

    def chosen(**filters):
        return [s.act for s in store.statements(**filters)]

    assert chosen() == ["deny", "accuse"]
    assert chosen(act="accuse") == ["accuse"]
    assert chosen(speaker="quist") == ["deny"]
    assert chosen(speaker="ÅNJA") == ["accuse"]
    assert chosen(speaker="%") == [] and chosen(speaker="_") == ["accuse"]
    assert chosen(side="Osterby League") == ["accuse"]
    assert chosen(target_side="Norvane Council") == ["accuse"]
    assert chosen(since=date(2031, 5, 2)) == []
    assert chosen(since=date(2031, 5, 1), until=date(2031, 5, 1)) == ["deny", "accuse"]  # the second by publication
    assert chosen(until=date(2031, 4, 30)) == []


def test_incidents_are_chosen_by_type_and_country(store):
    story = Story()
    store.save_report(*story.parts())
    place = replace(story.annotation.incidents[0].where, country="XN")
    save_links(store, linked(incidents=[incident(story, where=place)]))
    assert len(list(store.incidents(type="shelling", country="XN"))) == 1
    assert list(store.incidents(country="XO")) == []


def test_judgements_that_are_not_named_stay_when_others_are_made_anew(store):
    story, other = Story(), other_story()
    left, right = story.annotation.statements[0].id, other.annotation.statements[0].id
    same = Judgement.of(kind="same_statement", left=left, right=right, verdict="same", maker=LINKER, made_at=DAY1)
    touches = Judgement.of(kind="provision", left=left, right="1.2", verdict="same", maker=LINKER, made_at=DAY1)
    save_links(store, linked(judgements=[same, touches]))
    store.save_judgements([], judged={same.id}, now=DAY2)
    assert list(store.judgements()) == [touches]
    assert list(store.judgements("same_statement")) == []


def test_series_and_assessments_are_kept(store):
    figures = FigureSeries(
        id="5" * 64, quantity="people killed", unit="people", figure_ids=("a", "b"), agreement="conflict", maker=LINKER
    )
    save_links(store, linked(series=[figures]))
    assert list(store.series()) == [figures]
    old = Assessment(provision="1", as_of=date(2031, 5, 1), status="mentioned", rule="r", maker=LINKER)
    new = replace(old, as_of=date(2031, 5, 2), status="disputed")
    store.save_assessments([old])
    store.save_assessments([new])
    store.save_assessments([replace(new, status="breach alleged")])
    assert store.assessments() == [replace(new, status="breach alleged")]
    assert store.assessments(date(2031, 5, 1)) == [old]


def test_runs_and_what_was_set_aside_are_kept(store):
    run = store.begin_run("add", {"annotate": "1"})
    store.save_set_aside(
        run, [SetAside(reason="empty file", what="a.txt"), SetAside(reason="empty file", what="b.txt", count=3)]
    )
    store.save_set_aside(run, [])
    store.end_run(run, {"added": 2})
    (kept,) = store.runs()
    assert (kept.what, kept.versions, kept.counts) == ("add", {"annotate": "1"}, {"added": 2})
    assert kept.ended_at is not None
    assert [(s.reason, s.what, s.count) for s in store.set_aside(run)] == [
        ("empty file", "a.txt", 1),
        ("empty file", "b.txt", 3),
    ]
    assert store.set_aside("0" * 64) == []


def test_what_annotate_left_out_is_set_aside_as_long_as_its_text_is_read_so(store):
    story = Story()
    store.save_report(*story.parts(), now=DAY1)
    assert [(s.reason, s.count) for s in store.set_aside()] == [("odd quotation mark", 1)]
    store.save_annotation(replace(story.annotation, set_aside=()), now=DAY2)
    assert store.set_aside() == []


def test_each_version_of_the_agreement_is_kept_with_its_bytes(store):
    first = store.agreement()
    now = datetime.now(UTC)
    changed = replace(first, title="Lake Accord, amended", version="2" * 64)
    store.save_agreement(changed, b"id: lake-accord\namended: yes\n")
    assert store.agreement() == changed
    assert store.agreement_source() == b"id: lake-accord\namended: yes\n"
    assert store.agreement(as_of=now) == first


def test_a_newer_reading_of_the_same_capture_is_a_second_text(store):
    story = Story()
    store.save_report(*story.parts(), now=DAY1)
    content = story.text.content.strip()
    newer = Text(id=text_id(content), capture_id=story.capture.id, content=content, reader="plain", reader_version="2")
    store.save_report(story.capture, newer, replace(story.report, text_ids=(story.text.id, newer.id)), now=DAY2)
    assert [t.id for t in store.texts()] == [story.text.id, newer.id]
    assert store.text(story.text.id) == story.text
    assert dict(store.texts_by_id()) == {story.text.id: story.text, newer.id: newer}


def test_a_store_opened_for_reading_does_not_write(store, case_path):
    with open_case(case_path) as reader, pytest.raises(CannotWrite, match="for reading only"):
        reader.save_report(*Story().parts())


def test_a_reader_sees_one_state_while_a_writer_goes_on(store, case_path):
    store.save_report(*Story().parts())
    with open_case(case_path) as reader:
        reading = reader.statement_mentions()
        first = next(reading)
        store.save_report(*other_story().parts())
        assert [first, *reading] == list(Story().annotation.statements)
        assert len(list(reader.statement_mentions())) == 2


def test_the_capture_must_have_its_bytes_to_be_kept(store):
    story = Story()
    empty = Capture(
        sha256=story.capture.sha256, size=story.capture.size, media_type="text/plain", content=None, fetched_at=DAY1
    )
    with pytest.raises(BadRecord, match="no content"):
        store.save_report(empty, story.text, story.report)


def test_said_words_are_what_the_builder_says():
    assert Story().annotation.statements[0].content[0].words == SAID

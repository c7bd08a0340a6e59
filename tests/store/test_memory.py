from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from case_parts import Story

from trucewatch.errors import RedactedRecord
from trucewatch.records.capture import Capture
from trucewatch.records.report import PageNote
from trucewatch.store import open_case, verify

NOON = datetime(2031, 6, 1, 12, tzinfo=UTC)


def test_what_is_remembered_is_replaced_and_forgotten_by_its_name(case_path):
    with open_case(case_path, write=True) as store:
        store.remember("page", "https://a.example/", {"etag": '"1"'})
        store.remember("page", "https://a.example/", {"etag": '"2"'})
        store.remember("host", "https://a.example:443", {"failures": 1})
    with open_case(case_path) as store:
        assert store.recall("page", "https://a.example/") == {"etag": '"2"'}
        assert store.remembered("host") == {"https://a.example:443": {"failures": 1}}
        assert store.recall("page", "https://b.example/") is None
    with open_case(case_path, write=True) as store:
        store.forget("page", "https://a.example/")
        assert store.remembered("page") == {}


def test_a_page_note_stands_on_the_report_with_the_bytes_that_gave_rise_to_it(case_path):
    with open_case(case_path, write=True) as store:
        store.save_report(*Story().parts())
        report = next(iter(store.reports()))
        short = Capture.of(b"<p>Gone.</p>", media_type="text/html", fetched_at=NOON, url="https://a.example/")
        note = PageNote(kind="shrank", noted_at=NOON, words="812 words, now 1", capture_id=short.id)
        store.save_page_note(replace(report, page_notes=(note,)), short)
        kept = next(iter(store.reports()))
        assert kept.page_notes == (note,) and kept.text_ids == report.text_ids
        assert store.capture(short.id).content == b"<p>Gone.</p>"
        assert [v.record.page_notes for v in store.history("report", report.id)] == [(), (note,)]
        assert verify(store).passed


def test_bytes_that_were_redacted_are_not_kept_again_with_a_note(case_path):
    with open_case(case_path, write=True) as store:
        story = Story()
        store.save_report(*story.parts())
        report = next(iter(store.reports()))
        capture = store.capture(report.capture_id)
        store.redact("capture", report.capture_id, who="Ada", when=NOON, ground="witness at risk")
        with pytest.raises(RedactedRecord):
            store.save_page_note(report, capture)

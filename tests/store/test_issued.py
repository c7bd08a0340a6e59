"""Dossiers kept as they were issued."""

from __future__ import annotations

import sqlite3

import pytest
from case_parts import DAY1, DAY2, DAY3, Story

from trucewatch.errors import RedactedRecord, UnknownRecord
from trucewatch.store import Store, verify


def issue(store: Store, *, texts: tuple[str, ...] = (), known_at=DAY2):
    return store.save_brief(
        {"html": b"<p>page</p>", "md": b"page"}, made_at=DAY2, known_at=known_at, who="R. Reviewer",
        options={"since": "2031-04-01"}, versions={"trucewatch": "1"}, texts=texts,
    )  # fmt: skip


def test_a_brief_is_given_back_byte_for_byte_under_its_number(store):
    first, second = issue(store), issue(store)
    assert (first.number, second.number) == (1, 2)
    assert store.briefs() == [first, second]
    assert store.brief_file(1, "html") == b"<p>page</p>"
    assert store.brief_file(2, "pdf") is None
    assert verify(store).passed


def test_an_unknown_number_is_told_with_what_there_is(store):
    with pytest.raises(UnknownRecord, match="it has issued none"):
        store.brief(1)
    issue(store)
    with pytest.raises(UnknownRecord, match="it has issued 1"):
        store.brief(7)


def test_redacting_a_text_takes_it_out_of_the_briefs_that_show_it_and_says_so(store):
    story = Story()
    store.save_report(*story.parts(), now=DAY1)
    issue(store, texts=(story.text.id,))
    issue(store, texts=("f" * 64,))
    store.redact("text", story.text.id, who="R. Reviewer", when=DAY3, ground="a witness at risk")
    with pytest.raises(RedactedRecord, match=r"redacted by R\. Reviewer on 2031-05-03 \(a witness at risk\)"):
        store.brief_file(1, "html")
    assert store.brief_file(2, "html") == b"<p>page</p>"
    assert store.brief(1).files == store.brief(2).files
    assert verify(store).passed


def test_a_changed_byte_is_found(store, case_path):
    issue(store)
    with sqlite3.connect(case_path) as connection:
        connection.execute("UPDATE brief_files SET digest = 'f' WHERE form = 'md'")
    assert [(f.kind, f.id) for f in verify(store).findings] == [("brief", "1 (md)")]

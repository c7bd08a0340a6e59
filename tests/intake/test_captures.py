"""Bytes are kept as they came, under their hash."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

from trucewatch.intake.captures import keep
from trucewatch.intake.files import Arrival
from trucewatch.records.capture import Fetch

NOON = datetime(2021, 3, 12, 12, tzinfo=UTC)


def arrival(content: bytes, file: str | None = "a.txt") -> Arrival:
    return Arrival(content=content, file=file, url="https://river.example/a", media_type="text/plain")


def test_a_capture_holds_the_bytes_their_hash_and_where_they_came_from():
    capture = keep(arrival(b"\xef\xbb\xbfa\r\n"), now=NOON, previous="0" * 64)
    assert capture.content == b"\xef\xbb\xbfa\r\n"
    assert capture.id == hashlib.sha256(b"\xef\xbb\xbfa\r\n").hexdigest()
    assert (capture.file, capture.url, capture.fetched_at) == ("a.txt", "https://river.example/a", NOON)
    assert capture.previous == "0" * 64


def test_a_capture_holds_how_it_was_fetched_and_nothing_of_that_for_a_file():
    fetch = Fetch(asked="https://river.example/a", status=200, answer=(("ETag", "1"),))
    assert keep(replace(arrival(b"a"), fetch=fetch), now=NOON).fetch == fetch
    assert keep(arrival(b"a"), now=NOON).fetch is None


def test_the_same_bytes_under_two_names_are_one_capture():
    assert keep(arrival(b"same"), now=NOON).id == keep(arrival(b"same", file="b.txt"), now=NOON).id

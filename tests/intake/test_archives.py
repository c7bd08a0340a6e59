from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from trucewatch.intake.arrival import Arrival, Refusal
from trucewatch.intake.files import arrivals


def archive(path, pages, *, gzip=True):
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=gzip)
        for url, status, kind, body in pages:
            headers = StatusAndHeaders(status, [("Content-Type", kind), ("ETag", '"1"')], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), http_headers=headers,
                warc_headers_dict={"WARC-Date": "2031-05-03T10:20:30Z"},
            )  # fmt: skip
            writer.write_record(record)
    return path


PAGES = [
    ("https://wire.example/a", "200 OK", "text/html; charset=utf-8", b"<p>Words.</p>"),
    ("https://wire.example/a.png", "200 OK", "image/png", b"\x89PNG"),
    ("https://wire.example/gone", "404 Not Found", "text/html", b"<p>No.</p>"),
    ("https://wire.example/b", "200 OK", "application/octet-stream", b"Plain words."),
]


@pytest.mark.parametrize("name", ["pages.warc.gz", "pages.warc"])
def test_an_archive_gives_its_pages_with_address_time_and_headers(tmp_path, name):
    path = archive(tmp_path / name, PAGES, gzip=name.endswith("gz"))
    first, second = arrivals([path], max_bytes=10_000)
    assert (first.url, first.file, first.media_type) == ("https://wire.example/a", f"{name}#1", "text/html")
    assert first.content == b"<p>Words.</p>" and first.fetched_at == datetime(2031, 5, 3, 10, 20, 30, tzinfo=UTC)
    assert dict(first.headers) == {"content-type": "text/html; charset=utf-8", "etag": '"1"'}
    assert second.media_type == "text/plain"
    assert (first.fetch.status, first.fetch.reason, first.fetch.request) == (200, "OK", ())
    assert ("ETag", '"1"') in first.fetch.answer


@pytest.mark.parametrize(("name", "lost"), [("pages.warc.gz", 60), ("pages.warc.gz", 300), ("pages.warc", 10)])
def test_an_archive_that_breaks_off_gives_what_stands_before_and_says_so(tmp_path, name, lost):
    path = archive(tmp_path / name, PAGES, gzip=name.endswith("gz"))
    path.write_bytes(path.read_bytes()[:-lost])
    *_, last = found = list(arrivals([path], max_bytes=10_000))
    assert isinstance(found[0], Arrival)
    assert isinstance(last, Refusal) and ("breaks off" in last.message or "ended early" in last.message)


def test_what_is_no_archive_is_refused(tmp_path):
    path = tmp_path / "pages.warc"
    path.write_bytes(b"nothing of the kind")
    (only,) = arrivals([path], max_bytes=10_000)
    assert isinstance(only, Refusal)


def test_a_page_of_an_archive_above_the_limit_is_refused_alone(tmp_path):
    path = archive(
        tmp_path / "pages.warc.gz", [("https://wire.example/big", "200 OK", "text/html", b"x" * 500), PAGES[0]]
    )
    big, small = arrivals([path], max_bytes=100)
    assert isinstance(big, Refusal) and big.reason == "too large" and isinstance(small, Arrival)

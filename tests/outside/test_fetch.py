from __future__ import annotations

import gzip
import time
import zlib
from datetime import timedelta

import pytest
from tests.local_site import serving

from trucewatch.errors import (
    AddressRefused,
    AskedToWait,
    CutOff,
    LedElsewhere,
    OddPacking,
    PageGone,
    PageRefused,
    RobotsForbid,
    TimedOut,
    TooLarge,
    Unreachable,
)
from trucewatch.outside.addresses import AllowList
from trucewatch.outside.fetch import Fetcher
from trucewatch.outside.memory import ShortMemory


def test_a_page_comes_with_its_bytes_headers_and_the_time(site, fetcher, hours):
    url = site.show("/a", "<p>Words.</p>", etag='"1"', last_modified="Sat, 03 May 2031 10:00:00 GMT", set_cookie="x=1")
    page = fetcher.get(url + "#part")
    assert (page.asked, page.url, page.content) == (url, url, b"<p>Words.</p>")
    assert page.media_type == "text/html; charset=utf-8"
    assert dict(page.headers)["etag"] == '"1"' and "set-cookie" not in dict(page.headers)
    assert page.fetched_at == hours.time


def test_of_a_fetch_is_kept_what_was_asked_and_answered_each_step_and_no_cookie(site, fetcher):
    site.lead("/old", "/new", 301)
    site.show("/new", "<p>Words.</p>", x_served_by="quay-7", set_cookie="x=1")
    fetch = fetcher.get(site.url("/old")).fetch
    assert fetch.asked == site.url("/old") and fetch.steps == ((site.url("/old"), 301, site.url("/new")),)
    _, path, received, _ = site.asked[-1]
    assert path == "/new" and dict(fetch.request) == received  # as the server got it
    assert (fetch.method, fetch.protocol, fetch.status, fetch.reason) == ("GET", "HTTP/1.1", 200, "OK")
    assert dict(fetch.answer)["x-served-by"] == "quay-7" and "set-cookie" not in {n.lower() for n, _ in fetch.answer}
    assert fetch.peer == "127.0.0.1"


def test_a_site_is_told_who_asks_and_gets_no_cookie(site, fetcher):
    site.show("/a", "x", set_cookie="x=1")
    fetcher.get(site.url("/a"))
    fetcher.get(site.url("/a"))
    headers = site.asked[-1][2]
    assert headers["User-Agent"].startswith("Trucewatch/") and "(+desk@example.org)" in headers["User-Agent"]
    assert headers["Host"] == site.host
    assert "Cookie" not in headers and "Authorization" not in headers


def test_a_page_that_did_not_change_is_not_sent_again_once_it_was_taken_in(site, fetcher):
    url = site.show("/a", "x", etag='"1"')
    first = fetcher.get(url)
    assert fetcher.get(url) is not None  # not taken in yet
    fetcher.seen(first)
    assert fetcher.get(url) is None
    assert fetcher.get(url, only_changed=False) is not None
    site.show("/a", "y", etag='"2"')
    assert fetcher.get(url).content == b"y"


def test_redirects_are_followed_with_each_step_checked(site, fetcher):
    site.lead("/old", "/new", 301)
    site.show("/new", "x")
    page = fetcher.get(site.url("/old"))
    assert (page.asked, page.url) == (site.url("/old"), site.url("/new"))


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:1/", "http://169.254.169.254/latest", "http://0x7f.1:9/", "//[::1]/"]
)
def test_a_redirect_to_an_address_inside_is_refused(site, fetcher, target):
    site.lead("/out", target)
    with pytest.raises(AddressRefused):
        fetcher.get(site.url("/out"))


def test_a_redirect_to_a_file_is_refused(site, fetcher):
    site.lead("/out", "file:///etc/passwd")
    with pytest.raises(AddressRefused):
        fetcher.get(site.url("/out"))


def test_the_connection_goes_to_the_address_that_was_checked_not_to_one_resolved_later(site, hours):
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])  # public when checked, inside a moment later
    asked = []

    def resolve(host, port):
        asked.append(host)
        return next(answers)

    fetcher = Fetcher(allowed=AllowList(resolve=resolve), seconds=0.2, clock=hours.clock)
    with pytest.raises((Unreachable, TimedOut)):
        fetcher.get(f"http://rebinding.example:{site.port}/a")
    assert asked == ["rebinding.example"] and site.asked == []


def test_redirects_without_end_are_given_up(site, fetcher):
    site.lead("/round", "/round")
    with pytest.raises(LedElsewhere, match="without end"):
        fetcher.get(site.url("/round"))


@pytest.mark.parametrize(("status", "error"), [(404, PageGone), (410, PageGone), (401, PageRefused), (402, PageRefused),
                                               (403, PageRefused), (451, PageRefused), (500, PageRefused)])  # fmt: skip
def test_an_answer_that_is_no_page_says_why(site, fetcher, status, error):
    site.show("/a", "nothing", status=status)
    with pytest.raises(error, match=str(status)):
        fetcher.get(site.url("/a"))


def test_robots_txt_is_read_once_and_obeyed(site, fetcher):
    site.show("/robots.txt", "User-agent: *\nDisallow: /private\n", kind="text/plain")
    site.show("/a", "x")
    fetcher.get(site.url("/a"))
    with pytest.raises(RobotsForbid, match="/private/b"):
        fetcher.get(site.url("/private/b"))
    assert [path for _, path, _, _ in site.asked] == ["/robots.txt", "/a"]


def test_robots_txt_is_remembered_for_a_day_by_the_case(site, hours):
    memory = ShortMemory()
    allowed = AllowList(hosts=frozenset({site.host}))
    site.show("/a", "x")
    for wait, expected in [(timedelta(0), 1), (timedelta(hours=23), 1), (timedelta(hours=2), 2)]:
        hours.time += wait
        Fetcher(allowed=allowed, clock=hours.clock, memory=memory).get(site.url("/a"))
        assert [path for _, path, _, _ in site.asked].count("/robots.txt") == expected


def test_a_site_that_cannot_show_its_robots_txt_is_not_read_for_now(site, fetcher):
    site.show("/robots.txt", "oops", status=503)
    site.show("/a", "x")
    with pytest.raises(RobotsForbid, match="could not show"):
        fetcher.get(site.url("/a"))
    assert site.paths() == []


def test_requests_to_one_host_are_a_pause_apart_and_a_crawl_delay_counts(site, fetcher, hours):
    site.show("/robots.txt", "User-agent: *\nCrawl-delay: 7\n", kind="text/plain")
    site.show("/a", "x")
    fetcher.get(site.url("/a"))
    fetcher.get(site.url("/a"))
    assert hours.slept[-1] == 7


def test_a_short_pause_asked_for_is_waited_out_once(site, fetcher, hours):
    def busy_at_first(handler):
        site.show("/a", "x")
        handler.send_response(503)
        handler.send_header("Retry-After", "20")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.pages["/a"] = busy_at_first
    assert fetcher.get(site.url("/a")).content == b"x"
    assert 20 in hours.slept


@pytest.mark.parametrize("later", ["3600", "Sat, 03 May 2031 13:00:05 GMT"])
def test_a_long_pause_asked_for_is_kept_for_the_whole_host(site, fetcher, hours, later):
    site.show("/a", "", status=429, retry_after=later)
    site.show("/b", "x")
    with pytest.raises(AskedToWait):
        fetcher.get(site.url("/a"))
    with pytest.raises(AskedToWait, match="2031-05-03 13:00"):
        fetcher.get(site.url("/b"))
    assert site.paths() == ["/a"]
    hours.time += timedelta(hours=2)
    assert fetcher.get(site.url("/b")) is not None


def test_a_host_that_keeps_failing_is_left_alone_for_longer_and_longer(site, fetcher, hours):
    site.show("/a", "", status=500)
    for _ in range(2):
        with pytest.raises(PageRefused):
            fetcher.get(site.url("/a"))
    slept = len(hours.slept)
    with pytest.raises(PageRefused):
        fetcher.get(site.url("/a"))  # a minute is waited out
    assert sum(hours.slept[slept:]) == 60
    with pytest.raises(AskedToWait):
        fetcher.get(site.url("/a"))


def test_a_server_that_says_nothing_is_given_up(site, hours):
    site.pages["/a"] = lambda handler: time.sleep(1.5)
    fetcher = Fetcher(allowed=AllowList(hosts=frozenset({site.host})), seconds=0.3, clock=hours.clock)
    with pytest.raises(TimedOut):
        fetcher.get(site.url("/a"))


@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_server_that_drips_is_given_up_in_time(site, hours, part):
    def drip(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n")
        if part == "body":
            handler.wfile.write(b"Content-Length: 1000\r\n\r\n")
        for _ in range(40):
            handler.wfile.write(b"X-A: b\r\n")
            handler.wfile.flush()
            time.sleep(0.05)

    site.pages["/a"] = drip
    fetcher = Fetcher(allowed=AllowList(hosts=frozenset({site.host})), seconds=0.4, clock=hours.clock)
    started = time.monotonic()
    with pytest.raises(TimedOut):
        fetcher.get(site.url("/a"))
    assert time.monotonic() - started < 1.5


def test_a_page_that_breaks_off_is_not_used(site, fetcher):
    site.show("/a", "only a part", content_length="5000")
    with pytest.raises(CutOff):
        fetcher.get(site.url("/a"))


@pytest.mark.parametrize("told", [True, False])
def test_a_page_above_the_limit_is_not_read_to_its_end(site, fetcher, told):
    body = b"x" * 200_000
    if told:
        site.show("/a", body)
    else:
        site.pages["/a"] = lambda h: (
            h.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body)
            or setattr(h, "close_connection", True)
        )
    with pytest.raises(TooLarge):
        fetcher.get(site.url("/a"))


def test_a_small_page_that_unpacks_to_a_huge_one_is_refused(site, fetcher):
    site.show("/a", gzip.compress(b"x" * 50_000_000), content_encoding="gzip")
    with pytest.raises(TooLarge):
        fetcher.get(site.url("/a"))


@pytest.mark.parametrize(
    ("packing", "body"),
    [
        ("gzip", gzip.compress(b"Words.")),
        ("gzip", gzip.compress(b"Wor") + gzip.compress(b"ds.")),
        ("deflate", zlib.compress(b"Words.")),
        ("deflate", zlib.compress(b"Words.")[2:-4]),
        ("gzip", b"Words."),
        ("identity", b"Words."),
        ("UTF-8", b"Words."),
        ("deflate, gzip", gzip.compress(zlib.compress(b"Words."))),
    ],
    ids=["gzip", "two members", "zlib", "raw deflate", "said gzip and is not", "identity", "a charset", "twice"],
)
def test_a_packed_page_is_unpacked_whatever_form_it_has(site, fetcher, packing, body):
    site.show("/a", body, content_encoding=packing)
    assert fetcher.get(site.url("/a")).content == b"Words."


@pytest.mark.parametrize(
    "body", [gzip.compress(b"Words." * 100)[:-20], b"\x1f\x8bnonsense"], ids=["cut short", "nonsense"]
)
def test_a_packed_page_that_does_not_unpack_is_not_used(site, fetcher, body):
    site.show("/a", body, content_encoding="gzip")
    with pytest.raises(CutOff):
        fetcher.get(site.url("/a"))


@pytest.mark.parametrize("packing", ["br", "zstd", "gzip, br", "a" * 300])
def test_a_page_packed_as_nobody_asked_is_refused_in_one_message_at_once(site, fetcher, packing):
    site.show("/a", b"\x0b\x02\x80Words.\x03", content_encoding=packing)
    with pytest.raises(OddPacking, match="not asked for and is not read here") as error:
        fetcher.get(site.url("/a"))
    assert len(str(error.value)) < 250 and site.paths() == ["/a"]


def test_a_missing_robots_txt_allows_all_however_the_error_is_packed(site, fetcher):
    site.show("/robots.txt", b"\x0b\x02\x80no\x03", status=404, content_encoding="br")
    site.show("/a", "x")
    assert fetcher.get(site.url("/a")).content == b"x"


@pytest.mark.parametrize(
    ("later", "days"), [("864000", 10), ("Tue, 13 May 2031 12:00:00 GMT", 10), ("9" * 5000, 30), ("31536000", 30)]
)
def test_a_pause_of_days_is_kept_as_long_as_it_was_asked_for_within_reason(site, fetcher, hours, later, days):
    site.show("/a", "", status=429, retry_after=later)
    until = hours.time + timedelta(days=days)
    for _ in range(2):
        with pytest.raises(AskedToWait, match=f"left alone until {until:%Y-%m-%d} "):
            fetcher.get(site.url("/a"))
    assert len(site.paths()) == 1


def test_a_port_where_nobody_listens_cannot_be_reached(hours):
    fetcher = Fetcher(allowed=AllowList(hosts=frozenset({"127.0.0.1:9"})), clock=hours.clock)
    with pytest.raises(Unreachable):
        fetcher.get("http://127.0.0.1:9/a")


def test_an_encrypted_page_is_taken_from_a_server_whose_certificate_holds(certificate, hours, monkeypatch):
    path, context = certificate
    with serving(context) as site:
        url = site.show("/a", "x")
        fetcher = Fetcher(allowed=AllowList(hosts=frozenset({site.host})), seconds=3, clock=hours.clock)
        with pytest.raises(Unreachable, match="certificate"):
            fetcher.get(url)
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
        assert fetcher.get(url).content == b"x"


def test_the_certificate_is_held_against_the_name_asked_for_not_against_the_address(certificate, hours, monkeypatch):
    path, context = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with serving(context) as site:
        site.show("/a", "x")
        host = f"other.example:{site.port}"
        allowed = AllowList(hosts=frozenset({host}), resolve=lambda name, port: ["127.0.0.1"])
        with pytest.raises(Unreachable, match=r"other\.example"):
            Fetcher(allowed=allowed, seconds=3, clock=hours.clock).get(f"https://{host}/a")
    assert site.asked == []

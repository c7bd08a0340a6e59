"""Pages, feeds and lists from a server on this machine into a case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.local_site import Site, serving

from trucewatch.case import Case
from trucewatch.outside.addresses import AllowList
from trucewatch.outside.fetch import Fetcher

#: Words that make a page long enough to shrink.
FILLER = " ".join(
    f"On the {n}th day the ferry at Kessel ran as planned and the market on the quay stayed open until the evening."
    for n in range(4, 12)
)


def article(title: str, *paragraphs: str, head: str = "", foot: str = "") -> str:
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    return (
        f"<!doctype html><html><head><title>{title}</title>"
        f'<meta property="og:site_name" content="Kessel Wire">{head}</head>'
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{body}</article>"
        f"<footer>{foot}</footer></body></html>"
    )


SAID = "The Belmar Front accused the Arvanian army on Saturday of shelling the bridge at Kessel."
QUOTE = '"The army fired forty shells at our positions," said Adel Brandt, a spokesman for the Belmar Front.'
PAGE = article("Front accuses army", SAID, QUOTE, FILLER)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def add(case: Case, site: Site):
    def added(*given, **more):
        fetcher = Fetcher(
            allowed=AllowList(hosts=frozenset({site.host})), gap=timedelta(0), seconds=2, memory=case.store
        )
        return case.add(given, fetcher=fetcher, **more)

    return added


def report_at(case: Case, url: str):
    (report,) = case.store.reports_of_url(url)
    return report


def test_the_case_keeps_all_headers_that_were_sent_and_received(case, site, add):
    url = site.show("/truce", PAGE, x_served_by="quay-7")
    add(url)
    capture = case.store.capture(report_at(case, url).capture_id)
    assert dict(capture.fetch.answer)["x-served-by"] == "quay-7"
    assert dict(capture.fetch.request)["Host"] == site.host
    assert case.verify().passed


def test_a_page_becomes_a_report_with_its_capture(case, site, add):
    url = site.show("/truce", PAGE, etag='"1"', last_modified="Sat, 03 May 2031 10:00:00 GMT")
    result = add(url)
    assert (result.added, result.set_aside) == (1, ())
    report = report_at(case, url)
    capture = case.store.capture(report.capture_id)
    assert (report.publisher, report.title, report.url) == ("Kessel Wire", "Front accuses army", url)
    assert capture.url == url and capture.content == PAGE.encode() and dict(capture.headers)["etag"] == '"1"'
    assert any(m.text_id == report.text_id for m in case.store.statement_mentions())


def test_the_same_page_again_is_not_sent_again(case, site, add):
    url = site.show("/truce", PAGE, etag='"1"')
    add(url)
    result = add(url)
    assert (result.added, result.already) == (0, 1)
    assert len(report_at(case, url).capture_ids) == 1


def test_other_furniture_round_the_same_words_is_no_new_version(case, site, add):
    url = site.show("/truce", PAGE)
    add(url)
    site.show("/truce", article("Front accuses army", SAID, QUOTE, FILLER, foot="Read by 4,211 people"))
    result = add(url)
    assert (result.already, result.new_versions) == (1, 0)
    assert len(report_at(case, url).text_ids) == 1


def test_an_edited_page_is_a_new_version_of_the_same_report(case, site, add):
    url = site.show("/truce", PAGE)
    add(url)
    first = report_at(case, url)
    site.show("/truce", article("Front accuses army", SAID.replace("shelling", "mining"), QUOTE, FILLER))
    result = add(url)
    assert (result.added, result.new_versions) == (0, 1)
    report = report_at(case, url)
    assert report.id == first.id and report.text_ids[0] == first.text_id and len(report.text_ids) == 2
    assert case.store.capture(report.capture_id).previous == first.capture_id


@pytest.mark.parametrize("left", [article("Front accuses army", "Loading."), "<html><body></body></html>"])
def test_a_page_that_shrank_keeps_its_report_and_says_so(case, site, add, left):
    url = site.show("/truce", PAGE)
    add(url)
    before = report_at(case, url)
    site.show("/truce", left)
    result = add(url)
    assert [r.reason for r in result.set_aside] == ["page shrank"]
    report = report_at(case, url)
    assert report.text_ids == before.text_ids
    (note,) = report.page_notes
    assert note.kind == "shrank" and case.store.capture(note.capture_id).content == left.encode()
    add(url)
    assert len(report_at(case, url).page_notes) == 1
    assert case.verify().passed


def test_a_report_that_is_withdrawn_in_a_few_words_is_a_new_version(case, site, add):
    url = site.show("/truce", PAGE)
    add(url)
    notice = "Editor's note: This article has been retracted because it could not be confirmed."
    about = "The article told of an accusation about the bridge at Kessel, for which the desk found no second source."
    site.show("/truce", article("Front accuses army", notice, about))
    assert add(url).new_versions == 1
    assert [n.kind for n in report_at(case, url).notices] == ["retraction"]


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_noted_once_on_its_report(case, site, add, status):
    url = site.show("/truce", PAGE)
    add(url)
    site.show("/truce", "no", status=status)
    for _ in range(2):
        assert [r.reason for r in add(url).set_aside] == ["page is gone"]
    (note,) = report_at(case, url).page_notes
    assert note.kind == "gone" and str(status) in note.words


def test_a_page_behind_a_gate_is_not_taken_for_the_report(case, site, add):
    url = site.show("/news/truce", PAGE)
    add(url)
    site.lead("/news/truce", "/consent?next=/news/truce")
    site.show("/consent?next=/news/truce", article("We value you", FILLER))
    assert [r.reason for r in add(url).set_aside] == ["leads elsewhere"]
    assert report_at(case, url).page_notes[0].kind == "leads elsewhere"


def test_a_redirected_page_is_known_by_both_addresses(case, site, add):
    url = site.lead("/short", "/2031/truce")
    site.show("/2031/truce", PAGE)
    add(url)
    assert report_at(case, url).id == report_at(case, site.url("/2031/truce")).id
    assert add(site.url("/2031/truce")).already == 1


def test_a_front_page_given_as_every_pages_own_address_joins_nothing(case, site, add):
    head = f'<link rel="canonical" href="{site.url("/")}"><meta property="og:url" content="{site.url("/")}">'
    one = site.show("/a", article("Front accuses army", SAID, QUOTE, FILLER, head=head))
    two = site.show(
        "/b", article("Ferry runs", "The ferry ran, said Ines Halloran of the Arvanian army.", FILLER, head=head)
    )
    assert add(one, two).added == 2
    assert report_at(case, one).id != report_at(case, two).id


def test_a_feed_brings_its_pages_and_one_bad_page_stops_nothing(case, site, add):
    site.show("/a", PAGE.replace('<meta property="og:site_name" content="Kessel Wire">', ""))
    site.show("/c.png", b"\x89PNG\r\n", kind="image/png")
    site.pages["/d"] = lambda handler: handler.wfile.write(b"nonsense\r\n\r\n")
    items = "".join(
        f"<item><title>T{p}</title><link>{site.url(p)}</link><pubDate>Sun, 04 May 2031 08:00:00 GMT</pubDate></item>"
        for p in ("/a", "/b", "/c.png", "/d")
    )
    feed = site.show(
        "/feed", f"<rss version='2.0'><channel><title>Post</title>{items}</channel></rss>", kind="text/xml"
    )
    result = add(feed)
    assert result.added == 1
    assert sorted(r.reason for r in result.set_aside) == ["cannot be reached", "page is gone", "unknown format"]
    report = report_at(case, site.url("/a"))
    assert report.publisher == "Post" and str(report.published) == "2031-05-04"
    assert {f.basis for f in report.found if f.field == "published"} == {"feed"}


def test_a_list_gives_so_many_pages_and_says_how_many_are_left(case, site, add):
    for n in range(4):
        site.show(f"/{n}", PAGE.replace("forty", f"{n + 20}"))
    locs = "".join(f"<url><loc>{site.url(f'/{n}')}</loc><lastmod>2031-05-0{n + 1}</lastmod></url>" for n in range(4))
    url = site.show("/sitemap.xml", f"<urlset>{locs}</urlset>", kind="application/xml")
    result = add(url, most=2)
    assert result.added == 2 and [p for p in site.paths() if p in ("/3", "/2", "/1")] == ["/3", "/2"]
    assert [(r.reason, "2 of 4" in r.message) for r in result.set_aside] == [("beyond the limit", True)]


def test_a_sitemap_of_sitemaps_is_followed(case, site, add):
    site.show("/a", PAGE)
    site.show("/one.xml", f"<urlset><url><loc>{site.url('/a')}</loc></url></urlset>", kind="text/xml")
    index = f"<sitemapindex><sitemap><loc>{site.url('/one.xml')}</loc></sitemap></sitemapindex>"
    assert add(site.show("/index.xml", index, kind="text/xml")).added == 1


def test_a_feed_file_and_a_file_of_addresses_are_asked_for(case, site, add, tmp_path):
    one, two = site.show("/a", PAGE), site.show("/b", PAGE.replace("forty", "thirty"))
    feed = tmp_path / "feed.xml"
    feed.write_text(f"<rss version='2.0'><channel><item><title>A</title><link>{one}</link></item></channel></rss>")
    urls = tmp_path / "urls.txt"
    urls.write_text(f"{one}\n{two}\nnonsense\n")
    result = add(feed, urls=[urls])
    assert result.added == 2 and site.paths() == ["/a", "/b"]
    assert [r.what for r in result.set_aside] == ["urls.txt line 3"]


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-16", "nonsense"])
def test_a_page_that_lies_about_its_encoding_is_read_by_its_bytes(case, site, add, charset):
    words = "The Belmar Front’s spokesman, Özgür Čas, said the army had shelled Kessel."
    url = site.show("/a", article("Truce", words, FILLER), kind=f"text/html; charset={charset}")
    add(url)
    assert words in case.store.text(report_at(case, url).text_id).content


def test_pages_of_a_site_that_is_down_are_set_aside_and_the_rest_goes_on(case, site, add):
    url = site.show("/a", PAGE)
    result = add("http://127.0.0.1:9/down", url)
    assert result.added == 1 and [r.reason for r in result.set_aside] == ["address not allowed"]


def test_a_page_edited_in_a_file_with_the_same_own_address_is_a_version_not_a_replacement(case, tmp_path):
    head = '<link rel="canonical" href="https://wire.example/2031/truce">'
    for name, words in (("one.html", SAID), ("two.html", SAID.replace("shelling", "mining"))):
        (tmp_path / name).write_text(article("Front accuses army", words, QUOTE, FILLER, head=head))
    case.add([tmp_path / "one.html"])
    case.add([tmp_path / "two.html"])
    report = report_at(case, "https://wire.example/2031/truce")
    assert len(report.capture_ids) == len(report.text_ids) == 2


def test_a_password_in_an_address_is_neither_printed_nor_kept(case, add):
    (refusal,) = add("https://desk:hunter2@wire.example/a").set_aside
    assert refusal.what == "https://wire.example/a" and "hunter2" not in refusal.message
    assert "hunter2" not in repr([case.store.remembered("page"), case.store.set_aside()])

from __future__ import annotations

import gzip

import pytest

from trucewatch.errors import BadFeed, TooLarge
from trucewatch.intake.lists import list_kind, read_addresses, read_list

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Kessel Wire</title><link>https://wire.example/</link>
<item><title>Older</title><link>/a</link><pubDate>Sat, 03 May 2031 08:00:00 GMT</pubDate></item>
<item><title>Newer &amp; longer</title><link>https://wire.example/b</link>
<pubDate>Sun, 04 May 2031 08:00:00 +0200</pubDate>
<description>&lt;p onclick="x()"&gt;Guns &lt;b&gt;silent&lt;/b&gt;.&lt;/p&gt;</description></item>
<item><title>Without address</title></item>
<item><title>Again</title><link>https://wire.example/b</link></item>
<item><title>Not a page</title><link>mailto:desk@wire.example</link></item>
</channel></rss>"""

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title>
<entry><title>One</title><link rel="alternate" href="https://post.example/1"/><published>2031-05-03T10:00:00Z</published>
<updated>2031-05-05T10:00:00Z</updated><summary>Words.</summary></entry></feed>"""

SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://post.example/old</loc><lastmod>2031-05-01</lastmod></url>
<url><loc>https://post.example/new</loc><lastmod>2031-05-04T01:00:00+02:00</lastmod>
<news:news><news:publication_date>2031-05-03</news:publication_date>
<news:title>Truce holds</news:title></news:news></url>
<url><loc> </loc></url>
</urlset>"""


def read(content, **more):
    content = content.encode() if isinstance(content, str) else content
    return read_list(content, max_bytes=1_000_000, **more)


def test_a_feed_names_its_pages_newest_first_each_once_with_addresses_made_whole():
    listed = read(RSS, url="https://wire.example/feed.xml")
    assert (listed.kind, listed.title, listed.unusable) == ("feed", "Kessel Wire", 2)
    assert [e.url for e in listed.entries] == ["https://wire.example/b", "https://wire.example/a"]
    newest = listed.entries[0]
    assert (newest.title, newest.published) == ("Newer & longer", "2031-05-04T06:00:00+00:00")
    assert newest.words == "Guns silent ."


def test_a_feed_in_a_file_gives_only_whole_addresses():
    listed = read(RSS)
    assert [e.url for e in listed.entries] == ["https://wire.example/b"] and listed.unusable == 3


def test_an_atom_feed_tells_when_an_entry_changed():
    entry = read(ATOM).entries[0]
    assert (entry.published, entry.changed) == ("2031-05-03T10:00:00+00:00", "2031-05-05T10:00:00+00:00")
    assert entry.latest == entry.changed


def test_a_feed_that_breaks_off_still_names_what_stands_before():
    listed = read(RSS[: RSS.index("<item><title>Without")])
    assert [e.title for e in listed.entries] == ["Newer & longer"]


@pytest.mark.parametrize("declared", ["iso-8859-1", "utf-8", "us-ascii", "no-such-charset"])
def test_a_feed_that_lies_about_its_encoding_is_read_by_its_bytes(declared):
    feed = RSS.replace("utf-8", declared, 1).replace("Kessel Wire", "Späher – Čas")
    assert read(feed.encode("utf-8")).title == "Späher – Čas"


def test_a_feed_that_says_utf8_and_is_windows_is_read():
    assert read(RSS.replace("Kessel Wire", "Spähers “Post”").encode("cp1252")).title == "Spähers “Post”"


def test_a_sitemap_names_its_pages_with_their_times():
    listed = read(SITEMAP)
    assert listed.kind == "sitemap" and listed.unusable == 1
    assert [(e.url, e.title) for e in listed.entries] == [
        ("https://post.example/new", "Truce holds"),
        ("https://post.example/old", ""),
    ]
    assert listed.entries[0].changed == "2031-05-03T23:00:00+00:00" and listed.entries[0].published == "2031-05-03"


def test_a_packed_sitemap_is_unpacked_within_limits():
    packed = gzip.compress(SITEMAP.encode())
    assert list_kind(packed) == "sitemap"
    assert len(read(packed).entries) == 2
    with pytest.raises(TooLarge):
        read_list(gzip.compress(SITEMAP.encode() + b" " * 5_000_000), max_bytes=10_000)


def test_a_sitemap_that_breaks_off_still_names_what_stands_before():
    assert [e.url for e in read(SITEMAP[: SITEMAP.index("<news:news>")]).entries] == ["https://post.example/old"]


def test_a_sitemap_with_entities_is_not_read():
    bomb = '<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY a "aaaa">]>' + SITEMAP.partition("?>")[2].replace(
        "old", "&a;"
    )
    assert list_kind(bomb.encode()) is None  # no list that is known to be one; a page then, without prose
    with pytest.raises(BadFeed):
        read(bomb)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("<!-- made by hand --><rss version='2.0'>", "feed"),
        ("\ufeff<?xml version='1.0'?>\n<?xml-stylesheet href='a.xsl'?><feed>", "feed"),
        ("<rdf:RDF xmlns:rdf='x'>", "feed"),
        ("<sitemapindex>", "sitemap index"),
        ("<!doctype html><html>", None),
        ("<html><body><rss>", None),
        ("Rss is a word.", None),
        ("", None),
    ],
)
def test_what_a_page_is_is_told_by_how_it_begins(words, kind):
    assert list_kind(words.encode()) == kind


def test_a_file_of_addresses_is_read_line_by_line():
    found, bad = read_addresses(
        b"\xef\xbb\xbf# pages\nhttps://a.example/1 first\n\nhttps://a.example/1\nexample.org\nHTTP://b.example\n",
        name="urls.txt",
    )
    assert found == ["https://a.example/1", "HTTP://b.example"]
    assert bad == [(5, "example.org")]


def test_a_file_of_addresses_in_another_encoding_is_refused():
    with pytest.raises(BadFeed, match="UTF-8"):
        read_addresses("https://ä.example".encode("latin-1"), name="urls.txt")

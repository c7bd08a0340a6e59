"""GDELT's lists of articles name pages: by header and by position, packed or not; what they tell are hints only."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from tests.local_site import Site, serving

from trucewatch.case import Case
from trucewatch.errors import BadFeed
from trucewatch.intake.lists import Entry, list_kind, read_list
from trucewatch.intake.web import is_list_file
from trucewatch.outside.addresses import AllowList
from trucewatch.outside.fetch import Fetcher

ONE, TWO = "https://wire.example/one", "https://post.example/two"
SEEN = "2031-05-02T09:30:00+00:00"


def line(columns: int, **cells: str) -> str:
    """A row of a table without header, columns by number ("c4")."""
    row = ["" for _ in range(columns)]
    for name, value in cells.items():
        row[int(name[1:])] = value
    return "\t".join(row)


def gkg(url: str, seen: str = "20310502093000", title: str = "Truce holds") -> str:
    extra = f"<PAGE_LINKS>x</PAGE_LINKS><PAGE_TITLE>{title}</PAGE_TITLE>"
    return line(27, c0=f"{seen}-7", c1=seen, c2="1", c3="wire.example", c4=url, c26=extra)


def event(url: str, *, columns: int = 61, added: str = "20310502093000") -> str:
    last = columns - 1
    return line(columns, c0="100200300", c1="20310501", **{f"c{last - 1}": added, f"c{last}": url})


def packed(name: str, content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(name, content)
    return out.getvalue()


ANSWER = json.dumps({"articles": [
    {"url": ONE, "url_mobile": "", "title": "Truce holds", "seendate": "20310502T093000Z", "domain": "wire.example",
     "language": "English", "sourcecountry": "Arvania"},
    {"url": "", "title": "Without address", "seendate": "20310503T093000Z"},
]})  # fmt: skip
CSV = f'"URL","MobileURL","Date","Title"\n"{ONE}","","2031-05-02 09:30:00","Truce holds, all say"\n'


def read(content: str | bytes):
    content = content.encode() if isinstance(content, str) else content
    assert list_kind(content) == "GDELT list"
    return read_list(content, max_bytes=1_000_000)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            ANSWER,
            Entry(url=ONE, title="Truce holds", seen=SEEN, outlet="wire.example", language="English"),
            id="search, JSON",
        ),
        pytest.param(
            CSV, Entry(url=ONE, title="Truce holds, all say", seen=SEEN), id="search, CSV"
        ),
        pytest.param(
            gkg(ONE, title="Truce holds &amp; lasts") + "\n",
            Entry(url=ONE, title="Truce holds & lasts", seen=SEEN, outlet="wire.example"), id="GKG",
        ),
        pytest.param(event(ONE) + "\r\n", Entry(url=ONE, seen=SEEN), id="events"),
        pytest.param(
            event(ONE, columns=58, added="20310502"), Entry(url=ONE, seen="2031-05-02"), id="events of the first form"
        ),
        pytest.param(
            line(16, c0="100200300", c1="20310501000000", c2="20310502093000", c3="1", c4="wire.example", c5=ONE),
            Entry(url=ONE, seen=SEEN, outlet="wire.example"), id="mentions",
        ),
        pytest.param(
            f"DATE,SourceCommonName,DocumentIdentifier\n20310502093000,wire.example,{ONE}\n",
            Entry(url=ONE, seen=SEEN, outlet="wire.example"), id="out of a database",
        ),
        pytest.param(packed("20310502093000.export.CSV", event(ONE)), Entry(url=ONE, seen=SEEN),
                     id="packed"),
    ],
)  # fmt: skip
def test_each_form_names_its_pages_with_what_it_tells_of_them(content, expected):
    assert read(content).entries == (expected,)


def test_pages_come_latest_first_each_once_and_entries_without_address_are_counted():
    rows = [
        gkg(ONE, "20310501000000"),
        gkg(TWO, "20310503000000"),
        gkg(ONE, "20310501000000"),
        gkg("BBC monitoring"),
        "x\ty",
    ]
    found = read("\n".join(rows))
    assert [e.url for e in found.entries] == [TWO, ONE]
    assert found.unusable == 2
    assert read(ANSWER).unusable == 1


def test_a_page_named_several_times_in_one_cell_and_titles_that_are_no_json_are_read():
    several = read(f"DATE\tNUMARTS\tSOURCEURLS\n20310502\t2\t{ONE}<UDIV>{TWO}\n")
    assert [e.url for e in several.entries] == [ONE, TWO]
    stray = read(ANSWER.replace("Truce holds", "Guns \\silent"))
    assert stray.entries[0].title == "Guns \\silent"


def test_an_answer_without_articles_is_an_empty_list_and_one_that_breaks_off_is_said_to():
    assert read('{"articles": []}').entries == ()
    with pytest.raises(BadFeed, match="is no JSON"):
        read(ANSWER[:-20])


@pytest.mark.parametrize(
    "content",
    [
        "a,b,url\n1,2,3\n",
        "{}",
        "<html></html>",
        "one\ttwo\n",
        packed("a.docx", "x"),
        packed("b.csv", "a,b\n"),
        b"PK\x03\x04x",
    ],
)
def test_other_tables_and_pages_are_not_taken_for_such_lists(content, tmp_path):
    data = content.encode() if isinstance(content, str) else content
    assert list_kind(data) is None
    (tmp_path / "x.zip").write_bytes(data)
    assert not is_list_file(tmp_path / "x.zip")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.mark.parametrize("by", ["file", "address", "urls"])
def test_the_pages_of_a_list_are_asked_for_and_their_own_date_wins(case: Case, site: Site, tmp_path, by):
    words = "<p>The river council said on Monday that the truce between the two banks was holding for now.</p>" * 3
    dated = '<meta property="article:published_time" content="2031-04-30T08:00:00Z">'
    one = site.show(
        "/one", f"<html><head><title>Truce</title>{dated}</head><body><article>{words}</article></body></html>"
    )
    two = site.show("/two", f"<html><head><title>Calm</title></head><body><article>{words}</article></body></html>")
    content = "\n".join([event(one), event(two)]) + "\n"
    (tmp_path / "events.csv").write_text(content, encoding="utf-8")
    listed = site.show("/list", content, kind="text/csv")
    fetcher = Fetcher(allowed=AllowList(hosts=frozenset({site.host})), gap=timedelta(0), seconds=2, memory=case.store)
    given = {"file": [tmp_path / "events.csv"], "address": [listed], "urls": []}[by]
    result = case.add(given, urls=[tmp_path / "events.csv"] if by == "urls" else [], fetcher=fetcher)
    assert (result.added, result.set_aside) == (2, ())
    [dated_one], [other] = case.store.reports_of_url(one), case.store.reports_of_url(two)
    assert dated_one.published == date(2031, 4, 30)
    assert other.published == date(2031, 5, 2) and other.best("published").basis == "assumed"

"""Search over the case: what holds the words, the ranges that are marked, and the facets."""

from __future__ import annotations

from collections import Counter

import pytest
from lake_case import COUNCIL, LEAGUE, OUTLETS, fill, lake_agreement

from trucewatch.store import create_case
from trucewatch.store.choosing import IncidentFilter, ReportFilter, StatementFilter
from trucewatch.store.hits import SearchFilter, ranges_of


@pytest.fixture(scope="module")
def lake(new_place):
    with create_case(new_place(), agreement=lake_agreement(), source=b"") as store:
        yield store, fill(store)


@pytest.mark.parametrize("order", ["best", "newest"])
@pytest.mark.parametrize("words", ["dawn", "ridge", "fer*", '"the mill"'])
def test_every_record_that_holds_the_words_is_found_once(lake, words, order):
    store, _ = lake
    pages = {"statement": (store.statements_page, StatementFilter), "incident": (store.incidents_page, IncidentFilter),
             "report": (store.reports_page, ReportFilter)}  # fmt: skip
    for kind, (page_of, filter_of) in pages.items():
        expected = {item.record.id for item in page_of(filter_of(words=words), limit=500).items}
        found: list[str] = []
        for offset in range(0, len(expected) + 7, 7):
            page = store.search_page(SearchFilter(words=words), kind=kind, order=order, offset=offset, limit=7)
            assert page.total == len(expected) == page.counts[kind]
            found += [hit.item.record.id for hit in page.items]
        assert sorted(found) == sorted(expected)


def test_the_marked_ranges_are_the_words_that_were_searched(lake):
    store, _ = lake
    for kind in ("statement", "incident", "report"):
        for hit in store.search_page(SearchFilter(words="DAWN"), kind=kind).items:
            assert hit.marked
            assert {hit.words[start:end].casefold() for start, end in hit.marked} == {"dawn"}


def test_facets_count_what_was_found_by_all_that_it_can_be_narrowed_by(lake):
    store, held = lake
    page = store.search_page(SearchFilter(words="dawn"), limit=500)
    records = [hit.item.record for hit in page.items]
    assert page.facets["act"] == Counter(r.act for r in records)
    assert page.facets["side"] == Counter(r.side or "" for r in records)
    assert page.facets["target_side"] == Counter(r.target_side or "" for r in records)
    assert page.facets["publisher"] == Counter(o for hit in page.items for o in hit.item.outlets)
    months = Counter(f"{day:%Y-%m}" if (day := held.days(r)[0]) else "" for r in records)
    assert page.facets["month"] == months
    assert page.facets["provision"] == Counter(ref for ref in ("L1", "L2") for r in records if held.bears(r, ref))
    for name, facet in page.facets.items():
        if name != "month":
            assert list(facet.values()) == sorted(facet.values(), reverse=True)
        for value, number in facet.items():  # narrowing by a value finds as many as the facet says
            if name != "month":
                assert store.search_page(SearchFilter(words="dawn", **{name: value})).total == number


def test_facets_of_incidents_and_reports(lake):
    store, _ = lake
    page = store.search_page(SearchFilter(words="the mill"), kind="incident", limit=500)
    assert page.facets["type"] == {"shelling": page.total}
    assert {"", COUNCIL, LEAGUE} >= page.facets["side"].keys() >= {COUNCIL, LEAGUE}
    for name in ("type", "side", "country", "publisher", "provision"):
        for value, number in page.facets[name].items():
            assert store.search_page(SearchFilter(words="the mill", **{name: value}), kind="incident").total == number
    reports = store.search_page(SearchFilter(words="dawn"), kind="report", limit=500)
    assert set(reports.facets) == {"publisher", "month"}
    assert reports.facets["publisher"] == Counter(hit.item.record.publisher for hit in reports.items)


def test_a_kind_that_knows_nothing_of_a_field_holds_nothing_that_fits(lake):
    store, _ = lake
    page = store.search_page(SearchFilter(words="dawn", act="deny"))
    assert page.counts == {"statement": page.total, "incident": 0, "report": 0}
    assert store.search_page(SearchFilter(words="dawn", place="osterby"), kind="report").items == ()
    outlet = store.search_page(SearchFilter(words="dawn", publisher=OUTLETS[0]))
    assert all(outlet.counts.values())


@pytest.mark.parametrize("words", ["", "…", '""', "*", "?!"])
def test_a_query_without_words_finds_nothing(lake, words):
    page = lake[0].search_page(SearchFilter(words=words))
    assert (page.items, page.total, page.facets) == ((), 0, {})
    assert set(page.counts.values()) == {0}


def test_nothing_is_found_by_the_name_of_a_private_person_nor_shows_it(lake):
    store, _ = lake
    for kind in ("statement", "incident", "report"):
        assert store.search_page(SearchFilter(words="Tveit"), kind=kind).total == 0
    shown = store.search_page(SearchFilter(words=["resident*", "OR", "letter"][2]), kind="report", limit=100).items
    assert shown and not any("Tveit" in hit.words for hit in shown)


@pytest.mark.parametrize(
    ("marked", "words", "ranges"),
    [
        ("a \x02b\x03 c", "a b c", ((2, 3),)),
        ("\x02ab\x03\x02c\x03", "abc", ((0, 2), (2, 3))),
        ("none", "none", ()),
        ("cut \x02off", "cut off", ((4, 7),)),
    ],
)
def test_marks_become_ranges(marked, words, ranges):
    assert ranges_of(marked) == (words, ranges)

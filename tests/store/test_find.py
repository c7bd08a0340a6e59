from __future__ import annotations

from dataclasses import replace

import pytest
from case_parts import DAY1, DAY2, DAY3, Story, incident, linked, other_story, save_links, statement

from trucewatch.errors import AmbiguousRecord, BadRecord, UnknownRecord
from trucewatch.store import Store
from trucewatch.store.find import search_terms


@pytest.fixture
def store(anywhere: Store) -> Store:
    return anywhere


@pytest.fixture
def filled(store):
    story, other = Story(), other_story()
    store.save_report(*story.parts(), now=DAY1)
    store.save_report(*other.parts(), now=DAY1)
    save_links(store, linked([statement(story), statement(other)], [incident(story)]), now=DAY1)
    return store


def with_ids(*ids: str):
    """Statements that differ in nothing but their ids."""
    return [statement(Story(), id=i.ljust(64, "0")) for i in ids]


def test_a_record_is_found_by_its_id_its_beginning_and_its_shown_id(filled):
    story = Story()
    s = statement(story)
    for name in (s.id, s.id[:8], f"s:{s.id[:8]}", f"s:{s.id}", f"S:{s.id[:8].upper()}".replace("S:", "s:")):
        assert filled.find(name) == ("statement", s)
    mention = story.annotation.statements[0]
    assert filled.find(f"m:{mention.id[:8]}") == ("statement mention", mention)
    assert filled.find(f"m:{story.annotation.incidents[0].id}") == ("incident mention", story.annotation.incidents[0])
    assert filled.find(f"c:{story.capture.id[:8]}") == ("capture", story.capture)
    assert filled.find(f"t:{story.text.id[:8]}") == ("text", story.text)
    assert filled.find(f"r:{story.report.id[:8]}") == ("report", story.report)
    assert filled.find(f"i:{incident(story).id[:8]}") == ("incident", incident(story))
    assert filled.find(f"f:{story.annotation.figures[0].id[:8]}") == ("figure", story.annotation.figures[0])
    assert filled.find(f"k:{story.annotation.commitments[0].id[:8]}")[0] == "commitment"


def test_an_id_that_was_merged_leads_to_the_older_record(filled):
    older, younger = statement(Story()), statement(other_story())
    whole = replace(older, mention_ids=(*older.mention_ids, *younger.mention_ids))
    save_links(filled, linked([whole], redirects=[(younger.id, older.id)]), now=DAY2)
    assert filled.find(f"s:{younger.id[:8]}") == ("statement", whole)
    oldest = replace(whole, id="0" * 64)
    save_links(filled, linked([oldest], redirects=[(older.id, oldest.id)]), now=DAY3)
    assert filled.resolve("statement", younger.id) == oldest.id
    assert filled.find(younger.id) == ("statement", oldest)
    assert filled.redirects() == {younger.id: older.id, older.id: oldest.id}


def test_a_split_gives_an_id_its_own_record_back(filled):
    older, younger = statement(Story()), statement(other_story())
    save_links(filled, linked([older], redirects=[(younger.id, older.id)]), now=DAY2)
    save_links(filled, linked([older, younger]), now=DAY3)
    assert filled.find(younger.id) == ("statement", younger)
    assert filled.redirects() == {}


def test_redirects_that_lead_in_a_circle_end_somewhere(filled):
    older, younger = statement(Story()), statement(other_story())
    save_links(filled, linked(redirects=[(younger.id, older.id), (older.id, younger.id)]), now=DAY2)
    assert filled.find(younger.id)[0] == "statement"


def test_an_id_once_given_resolves_although_the_record_is_gone(filled):
    s = statement(Story())
    save_links(filled, linked(), now=DAY2)
    assert list(filled.statements()) == []
    assert filled.find(f"s:{s.id[:8]}") == ("statement", s)


def test_shown_ids_grow_until_no_other_shares_them(store):
    save_links(store, linked(with_ids("aaaaaaaaaa1", "aaaaaaaaaa2", "b")))
    assert store.shown("statement", "aaaaaaaaaa1".ljust(64, "0")) == "s:aaaaaaaaaa1"
    assert store.shown("statement", "b".ljust(64, "0")) == "s:b0000000"
    assert store.find("s:aaaaaaaaaa2")[1].id.startswith("aaaaaaaaaa2")


def test_a_beginning_that_fits_several_lists_them(store):
    save_links(store, linked(with_ids(*(f"abcd{n}" for n in range(7)))))
    with pytest.raises(AmbiguousRecord, match=r"s:abcd0000, s:abcd1000.* …; type more") as caught:
        store.find("s:abcd")
    assert "s:abcd5000" not in str(caught.value)


def test_a_beginning_without_a_letter_is_sought_in_every_kind(store):
    story = Story()
    store.save_report(*story.parts())
    save_links(store, linked(with_ids(story.text.id[:6])))
    with pytest.raises(AmbiguousRecord, match=r"t:.*s:|s:.*t:"):
        store.find(story.text.id[:6])


@pytest.mark.parametrize("wrong", ["s:12345679", "s:1234x678", "s:2345678", "s:12354678"])
def test_an_unknown_id_suggests_near_ones(store, wrong):
    save_links(store, linked(with_ids("12345678", "fedcba98")))
    with pytest.raises(UnknownRecord, match=r"did you mean s:12345678") as caught:
        store.find(wrong)
    assert "fedcba98" not in str(caught.value)


@pytest.mark.parametrize("name", ["", "s:", "%", "s:'; drop table cases", "zz", "ffffffffffffffff", "é", "\x00"])
def test_what_is_no_id_is_an_unknown_record(filled, name):
    with pytest.raises(UnknownRecord):
        filled.find(name)


def test_an_unknown_letter_is_refused(filled):
    with pytest.raises(BadRecord, match="no kind that I know"):
        filled.find("z:12345678")


def test_founding_mentions_are_known_of_all_records_ever(filled):
    s = statement(Story())
    save_links(filled, linked(), now=DAY2)
    assert filled.founding_mentions()[s.id] == s.founding_mention


def test_search_finds_texts_and_statements(filled):
    hits = filled.search("fired Osterby")
    assert [h.kind for h in hits] == ["statement mention", "statement mention", "text", "text"]
    assert hits[0].text_id in (Story().text.id, other_story().text.id)
    assert "fired" in hits[0].words
    assert [h.id for h in filled.search('"Norvane denies"')] == [Story().text.id]
    assert filled.search('"denies Norvane"') == []
    assert len(filled.search("spokes*")) == 2 and filled.search("spokes") == []
    assert len(filled.search("fired", limit=1)) == 1


def test_navigation_is_not_searched(store):
    story = Story(body="Short body about reeds.")
    text = replace(story.text, blocks=(replace(story.text.blocks[1], role="navigation"),))
    store.save_report(story.capture, text, story.report)
    assert store.search("reeds") == []


@pytest.mark.parametrize(
    "query",
    ["", " ", '"', '""', "*", "***", "AND", "OR NOT", "NEAR(a b)", "a:b", "(", ")", "-", "^x", "+", "x AND", "'; --",
     '"open', 'a"b"c', "{col}: x", "\x00", "words:fired", "\ud800", "ʻ", "؟", "a" * 5000, "? ! ."],
)  # fmt: skip
def test_search_copes_with_anything_typed(filled, query):
    assert isinstance(filled.search(query), list)


def test_search_terms_keep_phrases_and_beginnings():
    assert search_terms('guns "mill road" withd* - "!"') == [("guns", False), ("mill road", False), ("withd", True)]

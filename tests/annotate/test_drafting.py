"""A draft out of an agreement's own text: its paragraphs, who owes them, by when, on what; three styles of paper."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from trucewatch.annotate.drafting import draft_agreement
from trucewatch.records.agreement import Agreement
from trucewatch.records.text import Text, text_id

TEXTS = Path(__file__).parent / "agreement_texts"


def drafted(name: str, *parties: str) -> Agreement:
    return of((TEXTS / f"{name}.txt").read_text(encoding="utf-8"), *parties).agreement


def of(words: str, *parties: str):
    text = Text(id=text_id(words), capture_id="c", content=words, reader="test", reader_version="1")
    return draft_agreement(text, agreement_id="draft", parties=parties)


def test_articles_with_letters_and_numbers_keep_their_references():
    assert [p.ref for p in drafted("ferry").provisions] == [
        "Article 1", "Article 2(a)", "Article 2(b)", "Article 2(c)", "Article 3 1", "Article 3 2", "Article 3 3",
        "Article 5(a)", "Article 5(b)", "Article 5(c)", "Article 6",
    ]  # fmt: skip


def test_parts_with_capitals_and_numbers_nest():
    delta = drafted("parts", "Coalition", "Delta Movement")
    assert [(p.ref, p.part_of) for p in delta.provisions[:5]] == [
        ("Part One", None), ("Part One A", "Part One"), ("Part One A 1", "Part One A"), ("Part One A 2", "Part One A"),
        ("Part One B", "Part One"),
    ]  # fmt: skip


def test_title_signature_and_sides_come_from_the_preamble():
    ferry = drafted("ferry")
    assert (ferry.title, ferry.signed) == ("FERRY ACCORD", date(2031, 2, 28))
    assert [(p.name, p.aliases) for p in ferry.parties] == [
        ("Republic of Arvania", ("Government",)), ("Belmar Liberation Front", ("Front",)),
    ]  # fmt: skip
    assert [p.name for p in drafted("points").parties] == ["Varenian Army", "Hill Councils"]


def test_the_day_of_signature_may_stand_at_the_end_and_is_no_provision():
    delta = drafted("parts", "Coalition", "Delta Movement")
    assert delta.signed == date(2032, 1, 15)
    assert "Signed in" not in delta.provisions[-1].what


@pytest.mark.parametrize(
    ("name", "ref", "clock"),
    [
        ("ferry", "Article 2(a)", ("offset", 14, None, None, "signature")),
        ("ferry", "Article 2(b)", ("offset", 30, None, 15, "signature")),
        ("ferry", "Article 2(c)", ("offset", 1, None, None, "completion of the withdrawal")),
        ("ferry", "Article 3 2", ("offset", 3, None, None, "signature")),
        ("ferry", "Article 3 3", ("recurring", 14, None, None, "signature")),
        ("ferry", "Article 5(a)", ("with", None, None, None, "negotiations on the status of the islands")),
        ("ferry", "Article 5(b)", ("offset", None, 6, None, "entry into force")),
        ("ferry", "Article 5(c)", ("offset", 30, None, None, "elections")),
        ("ferry", "Article 6", ("recurring", None, 1, None, "signature")),
        ("points", "2", ("offset", 10, None, None, "signature")),
        ("points", "4", ("continuing", None, None, None, "signature")),
        ("points", "6", ("offset", None, 12, None, "signature")),
        ("parts", "Part One", ("offset", None, 18, None, "signature")),
    ],
)
def test_the_clock_is_read_from_the_words(name, ref, clock):
    (found,) = (p.clock for p in drafted(name, *(("Coalition",) if name == "parts" else ())).provisions if p.ref == ref)
    assert (found.kind, found.days, found.months, found.opens_days, found.after) == clock


@pytest.mark.parametrize(
    ("name", "ref", "day"),
    [
        ("ferry", "Article 3 1", date(2031, 4, 10)),
        ("points", "1", date(2029, 5, 5)),
        ("points", "3", date(2029, 6, 1)),
        ("parts", "Part One B", date(2032, 3, 10)),
    ],
)
def test_a_day_that_is_named_is_the_day_due(name, ref, day):
    (found,) = (p.clock for p in drafted(name, "Coalition").provisions if p.ref == ref)
    assert (found.kind, found.due) == ("fixed", day)


def test_who_owes_is_who_stands_before_the_binding_word_or_does_what_is_to_be_done():
    owing = {p.ref: p.obligors for p in drafted("ferry").provisions}
    both = ("Republic of Arvania", "Belmar Liberation Front")
    assert owing["Article 1"] == owing["Article 3 1"] == both
    assert owing["Article 2(b)"] == owing["Article 3 3"] == ("Belmar Liberation Front",)
    assert owing["Article 3 2"] == owing["Article 5(c)"] == ("Republic of Arvania",)
    assert owing["Article 6"] == ()


def test_it_is_whom_the_paragraph_above_speaks_of():
    delta = drafted("parts", "Coalition", "Delta Movement")
    assert next(p for p in delta.provisions if p.ref == "Part One A 1").obligors == ("Coalition",)


def test_a_paragraph_after_a_cited_one_hangs_on_it():
    draft = of("1. The Reds shall leave.\n2. Within 5 days of point 1 the Blues shall follow.\n", "Reds", "Blues")
    assert draft.agreement.provisions[1].clock.after == "provision 1"


def test_topics_are_labels_of_the_vocabulary_and_keywords_are_words_of_the_paragraph():
    ferry = {p.ref: p for p in drafted("ferry").provisions}
    assert ferry["Article 3 1"].topics == ("prisoner release",)
    assert ferry["Article 2(b)"].keywords == ("assembly areas",)
    assert "Joint Lake Commission" in ferry["Article 6"].keywords


def test_nothing_is_taken_for_checked():
    assert not any(p.confirmed for name in ("ferry", "points", "parts") for p in drafted(name).provisions)


def test_a_text_without_marks_gives_its_paragraphs():
    draft = of("The Reds shall leave the hill.\n\nThe weather was fine.\n\nThe Blues shall stay.\n", "Reds", "Blues")
    assert [p.ref for p in draft.agreement.provisions] == ["1", "3"]
    assert "paragraphs that bind nobody and name no time were left out: 1" in draft.remarks


def test_where_no_sides_are_recognised_the_draft_says_so():
    draft = of("1. The guns shall fall silent.\n")
    assert [p.name for p in draft.agreement.parties] == ["FIRST PARTY", "SECOND PARTY"]
    assert any("no parties were recognised" in remark for remark in draft.remarks)


def test_swapping_the_sides_names_changes_nothing_else():
    words = (TEXTS / "points.txt").read_text(encoding="utf-8")
    swapped = (
        words.replace("Varenian Army", "#").replace("Hill Councils", "Varenian Army").replace("#", "Hill Councils")
    )
    one, other = of(words).agreement, of(swapped).agreement
    names = {"Varenian Army": "Hill Councils", "Hill Councils": "Varenian Army"}
    assert [p.clock for p in one.provisions] == [p.clock for p in other.provisions]
    assert [{names[o] for o in p.obligors} for p in one.provisions] == [set(p.obligors) for p in other.provisions]

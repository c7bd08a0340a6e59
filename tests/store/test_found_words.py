"""Words as search knows them on a server are the words that SQLite's search knows."""

from __future__ import annotations

import sqlite3
import unicodedata

import pytest

from trucewatch.store.found_words import LONGEST, excerpt, folded, line, phrases, query, vector

MARKS = ("<", ">")


def by_sqlite(words: str) -> list[str]:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE t USING fts5(w, tokenize = 'unicode61 remove_diacritics 2')")
    database.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, 'instance')")
    database.execute("INSERT INTO t VALUES (?)", (words,))
    return [row[0] for row in database.execute("SELECT term FROM v ORDER BY offset")]


@pytest.mark.parametrize(
    "words",
    [
        "The Council's guns, fired at 6.30 a.m.; 1,200 shells!", "Óscar Ñandú, Łódź – Đorđe čšž ÅÄÖ straße",
        "Президент Ёлкин объявил: «всё»", "أعلن المجلس وقف إطلاق النار", "شورای عالی گفت", "一月 停火", "",
        "well-known e-mail@example.org under_score x²", "e\u0301cole cafe\u0301s", "İstanbul ISPARTA ıı",
    ],
)  # fmt: skip
def test_words_are_parted_and_folded_as_sqlite_does(words):
    assert folded(words) == by_sqlite(words)


def test_so_are_nearly_all_letters_and_digits_that_are_used_to_write():
    letters = [chr(c) for c in range(0x80, 0x3000) if unicodedata.category(chr(c))[0] in "LN"]
    alike = sum(folded(f"x{letter}y") == by_sqlite(f"x{letter}y") for letter in letters[::7])
    assert alike / len(letters[::7]) > 0.96


def test_a_vector_names_each_word_once_with_its_places_and_stays_within_what_a_server_takes():
    assert vector(["lake", "the", "lake"]) == "'lake':1,3 'the':2"
    many = vector([f"w{n}" for n in range(200_000)])
    assert len(many.encode()) < 1_500_000 and "'w16382':16383" in many and "'w16384' " in many
    assert folded("k" * 5000) == ["k" * LONGEST]


def test_a_query_asks_for_every_word_and_phrases_stand_together():
    terms = [("Prisoner release", False), ("Óbl", True), ("?!", False)]
    assert query(terms) == "'prisoner' & 'release' & 'obl':*"
    assert phrases(terms) == [" prisoner release "]
    assert phrases([("the oblast coun", True)]) == [" the oblast coun"]
    assert " prisoner release " in line(folded("a prisoner release, at last"))
    assert query([("'; DROP TABLE cases; --", False)]) == "'drop' & 'table' & 'cases'"
    assert query([("…", True)]) is None


def test_an_excerpt_holds_the_words_around_most_of_what_was_searched():
    words = "Nothing here. " * 30 + "The Council freed the prisoners at the lake." + " Nothing more." * 30
    shown = excerpt(words, [("freed", False), ("prison", True)], MARKS)
    assert "Council <freed> the <prisoners> at the lake." in shown
    assert shown.startswith("… ") and shown.endswith(" …")
    assert excerpt("The lake.", [("lake", False)], MARKS) == "The <lake>."
    assert excerpt("The lake.", [("hill", False)], MARKS) == "The lake."
    assert excerpt("a lake road, a lake road", [("lake road", False)], MARKS) == "a <lake road>, a <lake road>"
    assert excerpt("?", [("lake", False)], MARKS) == "?"


def test_terms_that_overlap_are_marked_once():
    assert excerpt("the lake road", [("lake", False), ("lake road", False)], MARKS) == "the <lake> road"

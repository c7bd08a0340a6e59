"""Text set in capitals gets the case of running text, every character in its place."""

from __future__ import annotations

import pytest

from trucewatch.annotate.sentences import load_model, parsable, split_paragraphs


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "COL INES HALLORAN SAID THAT THE BLF HAS BROKEN THE TRUCE.",
            "Col Ines Halloran said that the BLF has broken the truce.",
        ),
        (
            "THE NORWEGIAN ENVOY ARRIVED IN OSLO ON MONDAY, 5 MAY.",
            "The Norwegian envoy arrived in Oslo on Monday, 5 May.",
        ),
        (
            "THE COMMITTEE MAY MEET AGAIN. THE U.S. SENATE WAITS.",
            "The committee may meet again. The U.S. senate waits.",
        ),
    ],
)
def test_names_keep_their_capitals_and_words_lose_them(words, expected):
    assert parsable(words, load_model()) == (expected, True)


@pytest.mark.parametrize(
    "words",
    ["ÜBER ALLES STRAẞE İSTANBUL ŞEHRİ SAID NOTHING", "A" * 60, "THE 3D BRIGADE (WORD INDISTINCT) LEFT 'PERK-\nIN'"],
)
def test_the_length_never_changes(words):
    assert len(parsable(words, load_model())[0]) == len(words)


def test_mixed_case_is_left_alone():
    words = "The BLF said the truce holds in Kessel."
    assert parsable(words, load_model()) == (words, False)


def test_short_lines_are_paragraphs_and_wrapped_lines_are_one():
    lines = "One line.\nAnother line."
    assert [lines[a:b] for a, b in split_paragraphs(lines, 0, len(lines))] == ["One line.", "Another line."]
    wrapped = "A sentence that is broken off\nin the middle by the printer\nends here."
    assert split_paragraphs(wrapped, 0, len(wrapped)) == [(0, len(wrapped))]

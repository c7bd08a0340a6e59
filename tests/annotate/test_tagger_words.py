"""What the attribution tagger sees of a text."""

from __future__ import annotations

import random

import pytest

from trucewatch.annotate.tagger_words import (
    CAPITALISED,
    CAPITALS,
    DIGITS,
    INSIDE,
    LOWER,
    MARK,
    OUTSIDE,
    QUOTE_MARK,
    UNKNOWN,
    encode,
    paragraphs_of,
    quote_states,
    shapes_of,
    split_words,
    windows_of,
)


def words_of(text: str) -> list[str]:
    return [text[a:b] for a, b in split_words(text, 0, len(text))]


def test_words_keep_inner_apostrophes_hyphens_and_points():
    assert words_of("The Front's cease-fire, at 5.30") == ["The", "Front's", "cease-fire", ",", "at", "5.30"]


def test_doubled_single_marks_are_one_mark():
    assert words_of("''We stay,'' he said") == ["''", "We", "stay", ",", "''", "he", "said"]


@pytest.mark.parametrize(("left", "right"), [("“", "”"), ('"', '"'), ("«", "»"), ("''", "''")])
def test_words_between_marks_are_inside_a_quotation(left, right):
    words = ["He", "said", left, "no", right, "today"]
    assert quote_states(words, [0] * 6) == [OUTSIDE, OUTSIDE, QUOTE_MARK, INSIDE, QUOTE_MARK, OUTSIDE]


def test_an_unclosed_mark_ends_with_its_paragraph():
    assert quote_states(["“", "We", "stay", "They", "left"], [0, 0, 0, 1, 1])[3:] == [OUTSIDE, OUTSIDE]


def test_shapes_tell_capitals_names_numbers_and_marks():
    assert shapes_of(["The", "FDN", "lost", "12", "men", "."]) == [CAPITALISED, CAPITALS, LOWER, DIGITS, LOWER, MARK]


def test_shapes_say_nothing_on_a_page_in_capitals():
    shapes = shapes_of(["THE", "FRONT", "SAID", "ON", "12", "MAY", "THAT", "IT", "LEFT", "."])
    assert set(shapes) == {UNKNOWN, DIGITS, MARK}


def test_hard_wrapped_lines_are_one_paragraph_and_blank_lines_part_them():
    text = "The front said on\nMonday that it would\nleave the town\n\nNobody saw it\nleave.\n"
    assert [text[a:b].split()[0] for a, b in paragraphs_of(text)] == ["The", "Nobody"]


def long_text(paragraphs: int) -> str:
    rng = random.Random(3)
    return "\n".join(
        " ".join(rng.choice(["truce", "held", "there"]) for _ in range(39)) + "." for _ in range(paragraphs)
    )


@pytest.mark.parametrize(("size", "context"), [(64, 0), (64, 20), (256, 56), (20, 0)])
def test_every_word_is_new_in_exactly_one_window(size, context):
    text = long_text(12)
    seen: list[tuple[int, int]] = []
    for window in windows_of(text, paragraphs_of(text), size=size, context=context, pieces=lambda word: 1):
        assert len(encode(window, lambda word: [7])[0]) <= size
        seen += window.offsets[window.fresh :]
    assert seen == [o for a, b in paragraphs_of(text) for o in split_words(text, a, b)]


def test_a_window_repeats_the_paragraph_before_it_where_there_is_room():
    text = long_text(6)
    windows = list(windows_of(text, paragraphs_of(text), size=128, context=48, pieces=lambda word: 1))
    assert windows[0].fresh == 0 and all(window.fresh == 40 for window in windows[1:])


def test_a_word_of_many_pieces_keeps_its_state_and_shape_on_all_of_them():
    text = "“Qaryatin fell”"
    window = next(windows_of(text, [(0, len(text))], size=64, context=0, pieces=len))
    ids, quotes, shapes, first = encode(window, lambda word: [5] * len(word))
    assert len(ids) == len(quotes) == len(shapes) == len(text.replace(" ", "")) + 2
    assert set(quotes[first[1] : first[1] + 8]) == {INSIDE} and set(shapes[first[1] : first[1] + 8]) == {CAPITALISED}

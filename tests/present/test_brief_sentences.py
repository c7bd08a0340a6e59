"""Context: never more than one sentence either side of the words."""

from __future__ import annotations

import pytest

from trucewatch.present.brief.sentences import LONGEST, after, before

TEXT = 'First one. Second goes here. Third, he said, "is the last." Fourth came? Fifth went! And the sixth'


@pytest.mark.parametrize(
    ("words", "left", "right"),
    [
        pytest.param("goes", "Second ", " here.", id="inside one sentence"),
        pytest.param("Second goes here.", "First one. ", ' Third, he said, "is the last."', id="a whole sentence"),
        pytest.param("Second goes here", "First one. ", '. Third, he said, "is the last."', id="all but the stop"),
        pytest.param("is the last", 'Third, he said, "', '." Fourth came?', id="to the end of a quotation"),
        pytest.param("First one.", "", " Second goes here.", id="at the start"),
        pytest.param("sixth", "And the ", "", id="at the end"),
        pytest.param("here. Third", "Second goes ", ', he said, "is the last."', id="over two sentences"),
    ],
)
def test_context_is_the_rest_of_the_sentence_or_the_one_beside_it(words, left, right):
    start = TEXT.index(words)
    assert before(TEXT, start, 0) == left
    assert after(TEXT, start + len(words), len(TEXT)).rstrip() == right


def test_a_blank_line_ends_a_sentence():
    text = "No stop here\n\nthe words\n\nnor here"
    start = text.index("the words")
    assert before(text, start, 0).strip() == "No stop here"
    assert after(text, start + 9, len(text)).strip() == "nor here"


def test_long_context_is_cut_at_a_word_and_says_so():
    text = "word " * 200 + "HERE" + " word" * 200
    start = text.index("HERE")
    left, right = before(text, start, 0), after(text, start + 4, len(text))
    assert left.startswith("[…] word") and len(left) <= LONGEST + 4
    assert right.endswith("word […]") and len(right) <= LONGEST + 4


def test_context_stays_inside_its_paragraph():
    text = "Caption of a picture. Body starts here. More body."
    floor = text.index("Body")
    assert before(text, floor, floor) == ""


def test_sentences_of_other_scripts_end_too():
    text = "قال متحدث إن الطريق مغلق. ولم يحدد موعدا؟ ثم صمت."
    start = text.index("ولم")
    assert before(text, start + 4, 0) == "ولم "
    assert after(text, start + 4, len(text)).rstrip() == "يحدد موعدا؟"


def test_a_stop_before_a_small_letter_or_behind_a_title_ends_no_sentence():
    text = "He met Col. Aron Vell of the U.S. forces near the river. Nobody spoke."
    start = text.index("near")
    assert before(text, start, 0) == "He met Col. Aron Vell of the U.S. forces "
    assert after(text, start + 4, len(text)).rstrip() == " the river."

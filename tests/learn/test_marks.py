"""Reading hand-marked articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from trucewatch.annotate.tagger_decode import TAGS
from trucewatch.errors import BadInput
from trucewatch.learn.marks import lessons_of, read_articles

TEXT = "“We hold,” General Osei said. The front denied it, adding that it had left.\n"
ANN = """T1\tSource 11 23\tGeneral Osei
T2\tCue 24 28\tsaid
T3\tContent 0 10\t“We hold,”
T4\tAttribution 24 28\tsaid
E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1
T5\tSource 30 39\tThe front
T6\tCue 40 46\tdenied
T7\tContent 47 49\tit
E2\tAttribution:T6 Content:T7 Cue:T6 Source:T5
T8\tCue 51 57\tadding
T9\tContent 58 74\tthat it
had left
E3\tAttribution:T8 Content:T9 Cue:T8 Source:T5
"""


def folder(tmp_path: Path, ann: str = ANN) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.ann").write_text(ann, encoding="utf-8")
    return tmp_path


def lesson(tmp_path: Path):
    (article,) = read_articles(folder(tmp_path))
    (made,) = lessons_of(article, size=64, context=0, pieces=lambda word: 1)
    return made


def test_marks_are_read_with_lines_that_are_broken_in_two(tmp_path):
    (article,) = read_articles(folder(tmp_path))
    assert [TEXT[slice(*m.content[0])] for m in article.marks] == ["“We hold,”", "it", "that it had left"]


def test_every_marked_word_has_its_tag(tmp_path):
    made = lesson(tmp_path)
    tags = {made.window.words[i]: TAGS[tag] for i, tag in enumerate(made.tags)}
    assert tags["General"] == "B-S" and tags["Osei"] == "I-S" and tags["said"] == "B-Q" and tags["adding"] == "B-Q"


def test_a_source_of_two_attributions_belongs_to_both(tmp_path):
    made = lesson(tmp_path)
    sources = [run for run in made.runs if run[0] == "S"]
    assert [run[3] for run in sources] == [{0}, {1, 2}]


def test_articles_read_as_capitals_keep_their_marks(tmp_path):
    import random

    (article,) = read_articles(folder(tmp_path))
    (made,) = lessons_of(article, size=64, context=0, pieces=lambda word: 1, rng=random.Random(1), capitals=1.0)
    assert TAGS[made.tags[made.window.words.index("said")]] == "B-Q"


@pytest.mark.parametrize(
    ("ann", "words"),
    [
        ("T1\tSource 5 900\tx\n", "outside the text"),
        ("T1\tSource five 9\tx\n", "no START END"),
        ("E1\tAttribution:T1 Content:T2\n", "marked nowhere"),
    ],
)
def test_a_mark_that_fits_nothing_is_named_with_file_and_line(tmp_path, ann, words):
    with pytest.raises(BadInput, match=rf"a\.ann, line 1: .*{words}"):
        read_articles(folder(tmp_path, ann))


def test_an_article_without_marks_is_refused(tmp_path):
    (tmp_path / "b.txt").write_text("x", encoding="utf-8")
    with pytest.raises(BadInput, match=r"b\.txt has no b\.ann"):
        read_articles(tmp_path)


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(BadInput, match=r"no NAME\.txt"):
        read_articles(tmp_path)


def test_spans_that_nothing_ties_are_refused(tmp_path):
    with pytest.raises(BadInput, match="ties none of them"):
        read_articles(folder(tmp_path, "T1\tSource 11 23\tGeneral Osei\n"))


def test_an_article_whose_only_marks_are_of_another_kind_has_no_attributions(tmp_path):
    (article,) = read_articles(folder(tmp_path, "T1\tTopic 11 23\tGeneral Osei\n"))
    assert article.marks == ()

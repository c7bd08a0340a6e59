"""Tagger and rules as one list of attributions."""

from __future__ import annotations

import pytest

from trucewatch.annotate.sentences import load_model, parse
from trucewatch.annotate.tagged import DOUBTFUL, find_attributions, overlap
from trucewatch.annotate.tagger import Tagged
from trucewatch.records.text import Block, Text, text_id


class Fixed:
    """A tagger that sees what it is told: (source, cue, contents, score) by their words."""

    def __init__(self, *found) -> None:
        self.found = found

    def read(self, text, paragraphs):
        def at(words):
            return None if words is None else (text.index(words), text.index(words) + len(words))

        return [
            Tagged(content=[at(c) for c in contents], cue=at(cue), source=at(source), score=score, signs=[])
            for source, cue, contents, score in self.found
        ]


def attributions(content: str, *found):
    text = Text(
        id=text_id(content), capture_id="", content=content, reader="plain", reader_version="1", language="en",
        blocks=(Block(role="body", start=0, end=len(content), why="test"),),
    )  # fmt: skip
    return find_attributions(parse(text, load_model()), Fixed(*found))


def words(content: str, attribution) -> list[str]:
    return [content[a:b] for a, b in attribution.pieces]


def test_where_both_see_it_the_rules_cut_and_the_tagger_marks_the_whole():
    content = "The army said the road was open and urged people to stay at home."
    whole = "the road was open and urged people to stay at home"
    first, second = attributions(content, ("The army", "said", [whole], 0.9))
    assert words(content, first) == ["the road was open"] and first.score == 0.9
    assert [content[a:b] for a, b in first.extent] == [whole]
    assert words(content, second) == ["people to stay at home"] and second.extent is None and second.beyond


def test_what_the_tagger_alone_sees_is_added_without_its_joining_word():
    content = "Colonel Deng is adamant that the bridge is mined."
    found = attributions(content, ("Colonel Deng", "is adamant", ["that the bridge is mined"], 0.8))
    assert [words(content, a) for a in found if a.frame == "tagger"] == [["the bridge is mined"]]


def test_what_the_tagger_doubts_is_left_out():
    content = "Colonel Deng is adamant that the bridge is mined."
    assert attributions(content, ("Colonel Deng", "is adamant", ["that the bridge is mined"], DOUBTFUL - 0.01)) == []


def test_what_the_rules_alone_see_stays_with_half_its_score():
    content = "The envoy said the talks would resume."
    (one,) = attributions(content)
    assert one.beyond and one.score < 0.5


def test_a_quotation_paragraph_takes_its_speaker_from_the_tagger():
    content = "The mayor of Tel Dun came last.\n\n“Nobody has left this town since the truce began in May.”\n"
    quotation = "“Nobody has left this town since the truce began in May.”"
    found = attributions(content, ("The mayor of Tel Dun", None, [quotation], 0.9))
    assert {a.source_at for a in found} == {(0, len("The mayor of Tel Dun"))}


def test_a_content_over_two_paragraphs_is_an_attribution_in_each():
    content = "Her letter runs thus:\n\nThe wells are ours.\n\nThe road is ours.\n"
    found = attributions(content, ("Her letter", "runs", ["The wells are ours.\n\nThe road is ours."], 0.9))
    tagged = [a for a in found if a.frame == "tagger"]
    assert [words(content, a) for a in tagged][-1:] == [["The road is ours"]]
    assert sum(a.extent is not None for a in found) == 1


def test_without_a_tagger_the_rules_stand_alone():
    content = "The envoy said the talks would resume."
    text = Text(
        id=text_id(content), capture_id="", content=content, reader="plain", reader_version="1", language="en",
        blocks=(Block(role="body", start=0, end=len(content), why="test"),),
    )  # fmt: skip
    (one,) = find_attributions(parse(text, load_model()), None)
    assert not one.beyond and one.extent is None


@pytest.mark.parametrize(
    ("left", "right", "share"),
    [([(0, 10)], [(0, 10)], 1.0), ([(0, 10)], [(5, 15)], 1 / 3), ([(0, 4), (6, 10)], [(0, 10)], 0.8), ([], [], 0.0)],
)
def test_overlap_is_intersection_over_union(left, right, share):
    assert overlap(left, right) == pytest.approx(share)


def test_who_is_quoted_by_a_paper_stays_the_speaker():
    content = "The Kessel Courier quoted Adel Brandt as saying that the mill had burnt down."
    whole = "Adel Brandt as saying that the mill had burnt down"
    found = attributions(content, ("The Kessel Courier", "quoted", [whole], 0.9))
    assert {content[slice(*a.source_at)] for a in found if "burnt" in " ".join(words(content, a))} == {"Adel Brandt"}


def test_another_speaker_of_the_taggers_takes_the_place_of_the_rules():
    content = "The envoy, after the agreed day passed, blamed the delay on the front."
    found = attributions(content, ("The envoy", "blamed", ["the delay on the front"], 0.9))
    assert {content[slice(*a.source_at)] for a in found} == {"The envoy"}

"""Paragraphs as the parser sees them: every offset holds, and a transcriber's mark cuts no sentence."""

from __future__ import annotations

from datetime import date

import pytest
from tests.annotate.saying import AGREEMENT, words

from trucewatch.annotate.attribution import find_statements
from trucewatch.annotate.sentences import Parsed, bridged, parse, split_paragraphs
from trucewatch.records.mention import StatementMention
from trucewatch.records.text import TRANSCRIPT_MARK, Block, Text, text_id

BROADCAST = """The Belmar Front said that the bridges of the Arno valley
have (words indistinct) become a target for its fighters and that
the truce (word indistinct) is over.

(applause) The army said nothing."""


def text_of(content: str, *marks: str, why: str = TRANSCRIPT_MARK) -> Text:
    """A text that is all body but for the marks."""
    blocks: list[Block] = []
    at = 0
    for mark in marks:
        start = content.index(mark, at)
        if content[at:start].strip():
            blocks.append(Block(role="body", start=at, end=at + len(content[at:start].rstrip()), why="prose"))
        at = start + len(mark)
        blocks.append(Block(role="other", start=start, end=at, why=why))
        at += len(content[at:]) - len(content[at:].lstrip())
    blocks.append(Block(role="body", start=at, end=len(content), why="prose"))
    return Text(
        id=text_id(content), capture_id="c" * 64, content=content, reader="plain", reader_version="1",
        blocks=tuple(blocks),
    )  # fmt: skip


def broadcast() -> Text:
    return text_of(BROADCAST, "(words indistinct)", "(word indistinct)", "(applause)")


def said(parsed: Parsed) -> list[StatementMention]:
    found, _ = find_statements(parsed, agreement=AGREEMENT, published=date(2031, 5, 4), times=[])
    return found


def test_a_mark_in_mid_sentence_cuts_no_sentence():
    parsed = parse(broadcast())
    first = next(iter(parsed.paragraphs)).doc
    assert [len(list(p.doc.sents)) for p in parsed.paragraphs] == [1, 1]
    assert " ".join(first.text.split()).startswith(
        "The Belmar Front said that the bridges of the Arno valley have become"
    )


def test_every_word_keeps_its_place_in_the_text():
    parsed = parse(broadcast())
    for paragraph in parsed.paragraphs:
        for token in paragraph.doc:
            start = paragraph.start + token.idx
            assert token.is_space or parsed.text.content[start : start + len(token)] == token.text


def test_what_is_said_across_a_mark_is_one_statement_without_the_mark():
    (mention,) = (m for m in said(parse(broadcast())) if not m.silence and m.speaker == "Belmar Front")
    assert words(mention) == (
        "the bridges of the Arno valley have || become a target for its fighters and that the truce || is over"
    )


@pytest.mark.parametrize(
    ("content", "mark", "why"),
    [
        pytest.param(
            "The front said so. (applause) The army left.", "(applause)", TRANSCRIPT_MARK, id="between sentences"
        ),
        pytest.param("He said: (begin recording) We go on.", "(begin recording)", TRANSCRIPT_MARK, id="recording"),
        pytest.param("A line about it\n\n(music)\n\nand more", "(music)", TRANSCRIPT_MARK, id="between paragraphs"),
        pytest.param("The front said (share this) that it left.", "(share this)", "share", id="no mark"),
    ],
)
def test_other_marks_part_paragraphs_as_before(content, mark, why):
    text = text_of(content, mark, why=why)
    blanked, stretches, marks = bridged(text)
    assert (blanked, len(stretches), marks) == (content, 2, [])


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\u2028"])
def test_a_blanked_mark_keeps_one_line_break(ending):
    content = f"The front said it had{ending}(music){ending}left the valley."
    blanked, stretches, marks = bridged(text_of(content, "(music)"))
    assert len(blanked) == len(content) and stretches == [(0, len(content), "body")]
    assert blanked.split() == ["The", "front", "said", "it", "had", "left", "the", "valley."]
    assert blanked.count(ending) == 1 and [content[a:b] for a, b in marks] == ["(music)"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\u2028"])
def test_hard_wrapped_lines_are_one_paragraph_whatever_ends_them(ending):
    content = ending.join(("The front said that it had", "left the valley and would", "not come back.", "", "No."))
    pieces = split_paragraphs(content, 0, len(content))
    assert [content[a:b].split(ending)[0] for a, b in pieces] == ["The front said that it had", "No."]


def test_neighbouring_body_blocks_without_a_mark_stay_apart():
    content = "The front said it had left the valley"
    blocks = (Block(role="body", start=0, end=14, why="prose"), Block(role="body", start=15, end=37, why="prose"))
    text = Text(
        id=text_id(content), capture_id="c" * 64, content=content, reader="plain", reader_version="1", blocks=blocks
    )
    assert len(bridged(text)[1]) == 2

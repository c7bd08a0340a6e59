"""Odd input: nothing raises, spans stay inside the text, the cost stays linear."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.annotate.saying import AGREEMENT, body, read

from trucewatch.annotate.attribution import find_statements
from trucewatch.annotate.quotations import find_quotations
from trucewatch.annotate.sentences import LONGEST, parse

REPORT = (
    "KESSEL (Wire) - The Belmar Front on Sunday accused the Arvanian "
    'army of shelling Kessel, warning that it "will respond".\n\n'
    "“We reject the claim,” said Colonel Ines Halloran, the army's spokeswoman. “It is false.”\n\n"
    "According to residents, nine people died; the UN's Tor Lindahl urged both sides to stop.\n\n"
    'HALLORAN: Our guns were silent. He told reporters the truce holds, adding that "talks go on".'
)


@pytest.mark.parametrize(
    "content",
    [
        "",
        " ",
        "\n\n",
        '"',
        "“”“”",
        "said",
        "said said said said.",
        ": :",
        "(BEGIN RECORDING)",
        "\u202e\ufeff\x00",
        "HE SAID " * 40,
    ],
)
def test_odd_texts_do_not_raise(content):
    read(content)


#: Small texts, so that thousands of mutations cost seconds: the parse is what takes the time.
SMALL = (
    'The Belmar Front accused the army of shelling Kessel, warning that it "will respond".',
    "“We reject the claim,” said Ines Halloran. “It is false.”",
    "According to residents, nine died; the UN's Tor Lindahl urged both sides to stop.",
    'HALLORAN: Our guns were silent. He told reporters, adding that "talks go on".',
    "The truce, the mission said, would hold.\n\n'No comment,' he said: we wait.",
    "The order read:\n\n    > We reject it.\n\nQ: Why?\n\nA: Nobody has claimed it.",
)


def test_random_mutations_do_not_raise_and_spans_stay_true():
    rng = random.Random(20310504)
    alphabet = "\"“”‘’'«»()[]:;,.-—\n\t \u00a0 aASsaid TheÉ0"
    for number in range(2000):
        letters = list(SMALL[number % len(SMALL)])
        for _ in range(rng.randint(1, 10)):
            at = rng.randrange(len(letters))
            kind = rng.random()
            if kind < 0.4:
                letters[at] = rng.choice(alphabet)
            elif kind < 0.7:
                del letters[at : at + rng.randint(1, 15)]
            else:
                letters.insert(at, rng.choice(alphabet) * rng.randint(1, 3))
            letters = letters or ["x"]
        text = body("".join(letters))
        found, _ = find_statements(parse(text), agreement=AGREEMENT, published=None, times=[])
        for mention in found:
            assert all(text.holds(span) for span in mention.spans())


#: A report with four quotations to a paragraph, in each kind of marks.
QUOTING = (
    "{0}We reject the claim,{1} said Colonel Ines Halloran, the army's spokeswoman. "
    "{0}It is false and they know it.{1} She then left the room. "
    "{0}Nobody has fired on the bridge,{1} she added, {0}and nobody will.{1}"
)
KINDS = [("“", "”"), ('"', '"'), ("«", "»"), ("„", "“"), ("'", "'"), ("‘", "’")]
ODD = "“”\"«»'"


@st.composite
def odd_marks(draw):
    """A report in one kind of marks, and the same with a mark put in at a word's edge or one of its own left out."""
    opening, closing = draw(st.sampled_from(KINDS))
    report = QUOTING.format(opening, closing)
    marks = [n for n, letter in enumerate(report) if letter in (opening, closing)]
    if draw(st.booleans()):
        at = draw(st.sampled_from(marks))
        return report, report[:at] + report[at + 1 :]
    # at an edge of a word: a mark in the middle of one breaks the word, and with it more than quotations
    edges = [n for n in range(len(report) + 1) if not report[max(0, n - 1) : n + 1].isalpha() or n == len(report)]
    at = draw(st.sampled_from(edges))
    return report, report[:at] + draw(st.sampled_from(ODD)) + report[at:]


def bare(words: str) -> str:
    return re.sub(r"\W+", " ", words).strip()


@given(odd_marks())
@settings(max_examples=1500, deadline=None, derandomize=True)
def test_one_odd_quotation_mark_costs_at_most_one_quotation(reports):
    whole, odd = ([bare(r[q.inner_start : q.inner_end]) for q in find_quotations(r)] for r in reports)
    assert len(whole) == 4
    assert sum(words not in odd for words in whole) <= 1, odd


@given(odd_marks())
@settings(max_examples=80, deadline=None, derandomize=True)
def test_one_odd_quotation_mark_costs_at_most_one_quoted_statement(reports):
    _, after = reports
    others = "\n\nThe Belmar Front said the truce holds. “We will stay,” said Adel Brandt, its spokesman."
    said = [m for m in read(after + others)[0] if not m.silence]
    assert any(m.speaker == "Belmar Front" and "the truce holds" in m.content[0].words for m in said)
    assert any(m.speaker == "Adel Brandt" and m.direct and "We will stay" in m.content[0].words for m in said)
    spoken = [bare(span.words) for m in said for span in m.content]
    quoted = (
        "We reject the claim",
        "It is false and they know it",
        "Nobody has fired on the bridge",
        "and nobody will",
    )
    assert sum(not any(words in one for one in spoken) for words in quoted) <= 1, spoken


def test_the_same_text_gives_the_same_mentions():
    assert read(REPORT) == read(REPORT)


def test_a_text_without_line_breaks_is_cut_into_bounded_stretches():
    content = "The Belmar Front said the truce holds. " * 1200
    parsed = parse(body(content))
    assert max(p.end - p.start for p in parsed.paragraphs) <= LONGEST
    assert "".join(content[p.start : p.end] for p in parsed.paragraphs).replace(" ", "") == content.replace(" ", "")

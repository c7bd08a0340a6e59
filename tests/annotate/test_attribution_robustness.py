"""Odd input: nothing raises, spans stay inside the text, the cost stays linear."""

from __future__ import annotations

import random

import pytest
from tests.annotate.saying import AGREEMENT, body, read

from trucewatch.annotate.attribution import find_statements
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


def test_random_mutations_do_not_raise_and_spans_stay_true():
    rng = random.Random(20310504)
    alphabet = "\"“”‘’'«»()[]:;,.-—\n\t \u00a0 aASsaid TheÉ0"
    for _ in range(300):
        letters = list("\n\n".join(rng.sample(REPORT.split("\n\n"), 2)))
        for _ in range(rng.randint(1, 12)):
            at = rng.randrange(len(letters))
            kind = rng.random()
            if kind < 0.4:
                letters[at] = rng.choice(alphabet)
            elif kind < 0.7:
                del letters[at : at + rng.randint(1, 25)]
            else:
                letters.insert(at, rng.choice(alphabet) * rng.randint(1, 3))
            letters = letters or ["x"]
        text = body("".join(letters))
        found, _ = find_statements(parse(text), agreement=AGREEMENT, published=None, times=[])
        for mention in found:
            assert all(text.holds(span) for span in mention.spans())


def test_the_same_text_gives_the_same_mentions():
    assert read(REPORT) == read(REPORT)


def test_a_text_without_line_breaks_is_cut_into_bounded_stretches():
    content = "The Belmar Front said the truce holds. " * 1200
    parsed = parse(body(content))
    assert max(p.end - p.start for p in parsed.paragraphs) <= LONGEST
    assert "".join(content[p.start : p.end] for p in parsed.paragraphs).replace(" ", "") == content.replace(" ", "")

"""What somebody says an agreement holds: sentence frames, and the agreement told from other deals."""

from __future__ import annotations

import pytest

from trucewatch.annotate.sentences import load_model
from trucewatch.annotate.term_claims import mask_deals
from trucewatch.annotate.term_frames import MASK, effect_of, frame_in


def frame(sentence: str, content: str | None = None):
    """The frame of a sentence in which ``content`` (all of it, if none is given) is somebody's words."""
    (parsed,) = load_model()(sentence).sents
    masked = mask_deals(parsed, frozenset({"orlin"}))
    start = sentence.index(content) if content else 0
    return frame_in(masked, [(start, start + len(content or sentence))])


@pytest.mark.parametrize(
    ("sentence", "effect"),
    [
        ("The truce allows boats to cross at night.", "allows"),
        ("The truce, he said, does not allow boats to cross.", "forbids"),
        ("The accord only permits strikes near the front.", "limits"),
        ("The agreement bans drones over the lake.", "forbids"),
        ("The agreement does not ban drones.", "allows"),
        ("The deal requires them to leave.", "requires"),
        ("The deal does not oblige us to pay.", "leaves out"),
        ("The ceasefire covers the islands as well.", "covers"),
        ("The ceasefire doesn't apply to smugglers.", "leaves out"),
        ("The accord says that both sides must free their prisoners.", "requires"),
        ("The accord is silent on the harbour.", "leaves out"),
        ("There is nothing in the accord about the harbour.", "leaves out"),
        ("Nothing in the accord forbids fishing.", "allows"),
        ("Under the truce they must not bomb the villages.", "forbids"),
        ("According to the deal, drones may fly over the middle of the lake alone.", "limits"),
        ("As agreed in the protocol, both sides have to withdraw.", "requires"),
        ("The oil fields are not part of the agreement.", "leaves out"),
        ("Staying longer would be a breach of the agreement.", "forbids"),
        ("Defending ourselves does not violate the truce.", "allows"),
        ("They are entitled under the accord to keep their rifles.", "allows"),
        ("Article 4 bars both sides from the belt.", "forbids"),
        ("The terms of the deal oblige Sarland to pay.", "requires"),
    ],
)
def test_what_the_agreement_is_said_to_do(sentence: str, effect: str):
    found = frame(sentence)
    assert found is not None and found.effect == effect


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("They broke the truce on Sunday.", id="a charge"),
        pytest.param("We stand by every word of the agreement.", id="a pledge"),
        pytest.param("Forty prisoners were freed in line with the deal.", id="a deed"),
        pytest.param("We want an agreement that allows boats to cross.", id="any agreement"),
        pytest.param("The nuclear deal allows inspections.", id="another deal"),
        pytest.param("The strikes went beyond what the accord permits.", id="what a deed is held against"),
        pytest.param("It is not consistent with the truce.", id="a deed that is not named"),
        pytest.param("The ceasefire line must not be crossed.", id="a line"),
        pytest.param("Article 4 of the constitution bars soldiers from voting.", id="another text"),
        pytest.param("The agreement will require patience.", id="what is still to come"),
    ],
)
def test_what_asserts_no_term(sentence: str):
    assert frame(sentence) is None


def test_the_agreement_may_be_named_before_the_words_that_are_quoted():
    sentence = "Under the truce, Ada Brook said, both sides must free their prisoners."
    assert frame(sentence, "both sides must free their prisoners") is not None


def test_what_asserts_the_term_must_be_somebodys_words():
    assert frame("The truce bans drones, and Ada Brook said she was tired.", "she was tired") is None


def test_names_of_the_agreement_are_blotted_out_character_for_character():
    sentence = "Under the Orlin accord of 3 May they may stay."
    (parsed,) = load_model()(sentence).sents
    masked = mask_deals(parsed, frozenset({"orlin"}))
    assert len(masked) == len(sentence) and MASK * len("the Orlin accord") in masked


@pytest.mark.parametrize(
    ("clause", "effect"),
    [
        ("they may have left", None),
        ("boats may leave", "allows"),
        ("nobody need not pay", "leaves out"),
        ("rain fell", None),
    ],
)
def test_a_clause_says_what_may_or_must_be_done_or_nothing_of_the_kind(clause: str, effect: str | None):
    assert effect_of(clause) == effect

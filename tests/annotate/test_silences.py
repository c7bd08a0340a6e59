"""Reported silence is recorded as such and never as a statement."""

from __future__ import annotations

import pytest
from tests.annotate.saying import read, said, words


@pytest.mark.parametrize(
    "sentence",
    [
        "No group has claimed responsibility for the blast at Kessel.",
        "Nobody claimed the attack on the bridge.",
        "There was no immediate claim of responsibility.",
        "There was no immediate comment from the ministry.",
        "The Belmar Front made no comment.",
        "The Arvanian army declined to comment on the strike.",
        "The statement did not mention the prisoners.",
        "A spokesman for the Belmar Front could not be reached for comment.",
        "Officials could not immediately be reached.",
        "The spokesman was not available for comment.",
        "The Ministry of Defence did not respond to a question from this paper.",
        "The spokesman did not return calls.",
        "The Ministry of Defence did not answer a request for comment.",
        "The Belmar Front ignored two requests for an interview.",
    ],
)
def test_silence_is_recorded_and_is_no_statement(sentence):
    assert not said(sentence)
    assert [m.silence for m in read(sentence)[0]] == [True]


@pytest.mark.parametrize(
    "sentence",
    [
        "An agreement could not be reached before dawn.",
        "Bread was not available in Kessel.",
        "The soldiers did not return the bodies.",
    ],
)
def test_other_things_that_did_not_happen_are_no_silence(sentence):
    assert not read(sentence)[0]


def test_one_who_asks_not_to_be_named_says_only_the_rest():
    found = said("A Norwegian diplomat, who asked not to be named, said the talks had failed.")
    assert [words(m) for m in found] == ["the talks had failed"]
    found = said("An aide, who requested anonymity, said the talks had failed.")
    assert [words(m) for m in found] == ["the talks had failed"]

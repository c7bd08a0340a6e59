"""Fillers of MUC-4 templates: phrases of a report once each, the surest kept, none named twice."""

from __future__ import annotations

import numpy as np
from evals.fit import numbers_told, persons
from evals.tasks.happening_rows import read
from evals.tasks.muc4 import chosen
from evals.tasks.muc4_fillers import Candidate, candidates, key_of, overlap

TEXT = "The Reed Front attacked a dairy in Velm on Monday. The Reed Front burned two carts, a miller said."
KEYS = {
    "victim_name": [{"alts": ["ADA ROOK", "ROOK"]}],
    "victim_description": [{"alts": ["MILLERS"]}],
    "victim_number": [{"value": ["1"], "of": ["ADA ROOK"]}, {"value": ["4"], "of": ["MILLERS"]}],
    "victim_effect": [{"value": ["DEATH"], "of": ["ADA ROOK", "MILLERS"]}],
}


def made(*words: str) -> list[Candidate]:
    return [Candidate(words=w, key=key_of(w)) for w in words]


def test_a_phrase_that_comes_back_is_one_candidate_with_all_its_places():
    (one,) = read([{"id": "r", "text": TEXT}], attribution=False)
    front = next(c for c in candidates(one) if c.words == "Reed Front")
    assert front.at == [TEXT.index("Front"), TEXT.rindex("Front")]
    assert "mentions:2" in front.features
    assert any(f.startswith("rule:actor") for f in front.features)


def test_a_candidate_whose_words_a_surer_one_has_is_left_out():
    found = made("Reed Front fighters", "Reed Front", "miller")
    assert [c.words for c in chosen(found, np.array([2.0, 1.0, 0.5]), 0.0)] == ["Reed Front fighters", "miller"]


def test_letters_that_a_full_name_begins_with_name_it_again():
    found = made("Velm Army of Lakes", "VAL")
    assert [c.words for c in chosen(found, np.array([1.0, 2.0]), 0.0)] == ["VAL"]


def test_candidates_below_the_limit_fill_nothing():
    assert chosen(made("miller"), np.array([-1.0]), 0.0) == []


def test_overlap_asks_for_half_the_shorter_words():
    assert overlap(key_of("the dairy workers of Velm"), key_of("dairy workers"))
    assert not overlap(key_of("dairy workers"), key_of("cart drivers"))


def test_only_victims_numbered_one_are_persons_by_themselves():
    assert persons([KEYS], "DEATH") == [[("ada", "rook"), ("rook",)]]
    assert numbers_told([KEYS]) == {("DEATH", 1): 1, ("DEATH", 4): 1}

"""From the tagger's numbers to attributions."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from trucewatch.annotate.tagger_decode import (
    FEATURES,
    FORBIDDEN,
    LINK,
    TAGS,
    Linker,
    Run,
    Sight,
    best_tags,
    features_between,
    marginals,
    runs_of,
)

NO, B_C, I_C, B_S, I_S, B_Q, I_Q = range(7)


def crf(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    emissions = rng.normal(size=(4, 7)).astype(np.float32) * 2
    moves = rng.normal(size=(7, 7)).astype(np.float32)
    start = rng.normal(size=7).astype(np.float32)
    for j, tag in enumerate(TAGS):
        if tag[0] == "I":
            start[j] = FORBIDDEN
            for i, before in enumerate(TAGS):
                if before[2:] != tag[2:]:
                    moves[i, j] = FORBIDDEN
    return emissions, moves, start


def score(path, emissions, moves, start) -> float:
    total = start[path[0]] + sum(emissions[i, tag] for i, tag in enumerate(path))
    return float(total + sum(moves[a, b] for a, b in itertools.pairwise(path)))


@pytest.mark.parametrize("seed", range(5))
def test_the_best_path_is_the_best_of_all_paths(seed):
    emissions, moves, start = crf(seed)
    best = max(itertools.product(range(7), repeat=4), key=lambda path: score(path, emissions, moves, start))
    assert tuple(best_tags(emissions, moves, start)) == best


def test_the_probability_of_a_tag_is_the_share_of_the_paths_that_have_it():
    emissions, moves, start = crf(1)
    paths = list(itertools.product(range(7), repeat=4))
    weights = np.array([math.exp(score(path, emissions, moves, start)) for path in paths])
    wanted = np.zeros((4, 7))
    for path, weight in zip(paths, weights / weights.sum(), strict=True):
        for i, tag in enumerate(path):
            wanted[i, tag] += weight
    assert np.allclose(marginals(emissions, moves, start), wanted, atol=1e-4)


def test_no_path_begins_a_run_in_its_middle():
    emissions = np.zeros((6, 7), dtype=np.float32)
    emissions[:, I_S] = 50.0
    _, moves, start = crf(0)
    tags = best_tags(emissions, moves, start)
    assert tags[0] == B_S and set(tags[1:]) == {I_S}


def test_an_empty_text_has_no_tags():
    assert best_tags(np.zeros((0, 7), dtype=np.float32), *crf(0)[1:]) == []


def test_runs_end_where_another_begins():
    assert [(r.kind, r.first, r.last) for r in runs_of([B_S, I_S, B_Q, NO, B_C, I_C, B_C])] == [
        ("S", 0, 1), ("Q", 2, 2), ("C", 4, 5), ("C", 6, 6),
    ]  # fmt: skip


def test_a_run_is_as_sure_as_its_words_on_average():
    sure = np.zeros((2, 7), dtype=np.float32)
    sure[0, B_C], sure[1, I_C] = 0.9, 0.5
    assert runs_of([B_C, I_C], sure)[0].sure == pytest.approx(0.7)


def test_features_tell_side_distance_paragraphs_and_what_lies_between():
    words = ["He", "said", ":", '"', "Yes", ".", "No", '"', "They", "left"]
    sight = Sight(words, [0] * 8 + [1] * 2, [0, 0, 0, 2, 1, 1, 1, 2, 0, 0])
    sight.with_runs([("S", 0, 0), ("Q", 1, 1), ("C", 4, 6), ("S", 8, 8)])
    table = features_between([(1, 1)], [(0, 0), (4, 6), (8, 8)], sight)
    assert table.shape == (1, 3, FEATURES)
    before, after, far = table[0]
    assert (before[0], after[0]) == (-1.0, 1.0)
    assert before[1] == 0.0 and after[1] == pytest.approx(math.log1p(2) / 5)
    same, next_one = 10 + 3, 10 + 4
    assert before[same] == 1.0 and far[next_one] == 1.0
    marks, ends, contents = 17, 18, 19
    assert after[marks] == 0.25 and far[marks] == 0.5 and far[ends] == 0.25 and far[contents] == 0.25


def weights(prefer: str) -> dict[str, np.ndarray]:
    """A linker that looks at one thing alone: how near (``near``) or nothing fits (``none``)."""
    made: dict[str, np.ndarray] = {}
    for name in ("cue_of", "source_of", "holder_of"):
        made[f"{name}.left.weight"] = np.zeros((LINK, 3 * LINK))
        made[f"{name}.right.weight"] = np.zeros((LINK, 3 * LINK))
        hidden = np.zeros((LINK, 3 * LINK + FEATURES))
        hidden[0, 3 * LINK + 1] = 1.0
        made[f"{name}.hidden.weight"] = hidden
        made[f"{name}.score.weight"] = np.zeros((1, LINK))
        made[f"{name}.score.weight"][0, 0] = -20.0
        made[f"{name}.none.weight"] = np.zeros((1, LINK))
        for part in ("left", "right", "hidden"):
            made[f"{name}.{part}.bias"] = np.zeros(LINK)
        made[f"{name}.score.bias"] = np.zeros(1)
        made[f"{name}.none.bias"] = np.full(1, 50.0 if prefer == "none" else -50.0)
    return {k: v.astype(np.float32) for k, v in made.items()}


RUNS = [Run("S", 0, 0), Run("Q", 1, 1), Run("C", 2, 5), Run("S", 8, 8), Run("Q", 9, 9), Run("C", 11, 14)]


def test_contents_go_to_the_nearest_cue_and_cues_to_the_nearest_source_if_nearness_is_all_that_counts():
    linker = Linker(weights("near"))
    sight = Sight(["w"] * 15, [0] * 15, [0] * 15)
    linked = linker.link(RUNS, np.zeros((15, LINK), dtype=np.float32), sight)
    assert [(x.contents[0].first, x.cue.first, x.source.first) for x in linked] == [(2, 1, 0), (11, 9, 8)]


def test_what_fits_nothing_stands_alone():
    linker = Linker(weights("none"))
    sight = Sight(["w"] * 15, [0] * 15, [0] * 15)
    linked = linker.link(RUNS, np.zeros((15, LINK), dtype=np.float32), sight)
    assert [(x.cue, x.source) for x in linked] == [(None, None), (None, None)]


def test_pieces_with_the_same_cue_are_one_attribution():
    linker = Linker(weights("near"))
    runs = [Run("C", 0, 3), Run("S", 5, 5), Run("Q", 6, 6), Run("C", 8, 12)]
    linked = linker.link(runs, np.zeros((13, LINK), dtype=np.float32), Sight(["w"] * 13, [0] * 13, [0] * 13))
    assert len(linked) == 1 and [c.first for c in linked[0].contents] == [0, 8]

"""The steps that small models are fitted by."""

from __future__ import annotations

import numpy as np
import pytest

from trucewatch.learn.adam import Adam, softmax


def test_weights_walk_to_the_bottom_of_a_bowl():
    weights, offset = np.array([3.0, -2.0]), np.zeros(1)
    moving = Adam([weights, offset], rate=0.1)
    for _ in range(400):
        moving.step([2 * (weights - [1.0, 0.5]), 2 * (offset - 4.0)])
    assert weights == pytest.approx([1.0, 0.5], abs=0.05) and offset == pytest.approx([4.0], abs=0.05)


def test_the_first_step_is_the_rate_long_whatever_the_slope():
    for slope in (1e-3, 5.0):
        weights = np.zeros(1)
        Adam([weights], rate=0.1).step([np.array([slope])], share=0.5)
        assert weights == pytest.approx([-0.05], rel=1e-3)


def test_chances_sum_to_one_even_of_great_scores():
    chances = softmax(np.array([[1000.0, 1000.0, -1000.0], [0.0, np.log(3.0), -1000.0]]))
    assert chances == pytest.approx(np.array([[0.5, 0.5, 0.0], [0.25, 0.75, 0.0]]))

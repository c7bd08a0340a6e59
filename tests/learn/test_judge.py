"""How scores are fitted and told."""

from __future__ import annotations

import math
import random

import pytest

from trucewatch.annotate.tagger import calibrated
from trucewatch.learn.judge import PLAIN, Judged, expected_error, fit, reliability, reliability_svg


def drawn(number: int) -> list[Judged]:
    """Attributions that are right as often as the first sign says; the others are noise."""
    rng = random.Random(5)
    made = []
    for _ in range(number):
        chance = 0.01 + 0.98 * rng.random()
        signs = [math.log(chance / (1 - chance)), *(rng.gauss(0, 1) for _ in range(6))]
        made.append(Judged(signs=signs, right=rng.random() < chance))
    return made


def test_fitted_scores_are_about_the_share_that_is_right():
    judged = drawn(4000)
    assert expected_error(reliability(judged[1::2], fit(judged[::2]))) < 0.05


def test_too_little_to_fit_leaves_the_plain_weights():
    assert fit([]) == PLAIN and fit(drawn(12)) == PLAIN
    assert fit([Judged(signs=[0.0] * 7, right=True)] * 50) == PLAIN
    assert 0.0 < calibrated(PLAIN, [0.0] * 7) < 1.0


def test_a_table_of_nothing_has_no_error():
    assert reliability([], PLAIN) == [] and expected_error([]) == 0.0


def test_the_error_weighs_each_gap_by_its_number():
    assert expected_error([(0.9, 0.8, 30), (0.2, 0.2, 10)]) == pytest.approx(0.075)


def test_the_plot_has_a_point_for_each_tenth():
    assert reliability_svg([(0.1, 0.2, 5), (0.9, 0.8, 50)], "x").count("<circle") == 2

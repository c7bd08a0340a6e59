"""Fitting by full-batch gradients, in NumPy: the steps and the softmax that every small model here shares.

Source: Adam, Kingma and Ba, ICLR 2015.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[Any]
#: Keeps a step finite where a slope has been zero so far.
TINY = 1e-8


class Adam:
    """Moves arrays of weights, in place, down the slopes it is given."""

    def __init__(self, values: Sequence[Values], *, rate: float, memory: tuple[float, float] = (0.9, 0.999)) -> None:
        """``memory`` says how much of the mean slope and of its mean square is kept from step to step."""
        self.values, self.rate, self.memory = values, rate, memory
        self._first = [np.zeros_like(v) for v in values]
        self._second = [np.zeros_like(v) for v in values]
        self._steps = 0

    def step(self, slopes: Sequence[Values], *, share: float = 1.0) -> None:
        """One step of ``share`` times the rate against the slopes, in the order of the values."""
        self._steps += 1
        keep, keep_square = self.memory
        for value, slope, first, second in zip(self.values, slopes, self._first, self._second, strict=True):
            first *= keep
            first += (1 - keep) * slope
            second *= keep_square
            second += (1 - keep_square) * slope * slope
            moved = first / (1 - keep**self._steps) / (np.sqrt(second / (1 - keep_square**self._steps)) + TINY)
            value -= self.rate * share * moved


def softmax(scores: Values) -> Values:
    """Chances along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    made: Values = raised / raised.sum(axis=-1, keepdims=True)
    return made
